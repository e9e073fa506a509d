"""What is told after an act: what was done, and what is next, from a word of the address.

`?done=withdraw` or `?done=approved.payment_order`: codes only, so that no address can put words of
somebody else's in our mouth.
"""

from urllib.parse import urlencode

from comptant.doors import words
from comptant.doors.words import say

Row = dict[str, object]
PROPOSED = "propose_"  # how operations begin that wait for another person, if there is one


def with_notice(address: str, done: str, answer: Row) -> str:
    """The address with what is told there: what was done, or what waits for another person."""
    told = {"done": done}
    if answer.get("approval_id") and not answer.get("decision"):
        told["waits"] = str(answer["approval_id"])
    elif answer.get("is_alone") and done.startswith(PROPOSED):
        told["done"] = f"alone.{done}"
    return f"{address}{'&' if '?' in address else '?'}{urlencode(told)}"


def notice(done: str, waits: str) -> Row | None:
    """The notice of a page: the sentence, what is next, and the approval that waits; None."""
    if not done and not waits:
        return None
    following = words.domain("next").get(done)
    return {
        "sentence": _sentence(done), "next": following.said() if following and not waits else "",
        "waits": waits if waits.isascii() and waits.isdigit() else "",
    }  # fmt: skip


def _sentence(done: str) -> str:
    answer, _, kind = done.partition(".")
    if answer in ("approved", "refused", "closed") and kind in words.domain("kind"):
        name = words.word("kind", kind)
        if answer == "approved":
            return say(f"Approved: {name}.", f"Approuvé : {name}.")
        if answer == "closed":
            return say(f"It could no longer be done, and is closed: {name}.",
                       f"Cela ne pouvait plus se faire ; c'est clos : {name}.")  # fmt: skip
        return say(f"Refused, and nothing was done: {name}.",
                   f"Refusé, et rien n'a été fait : {name}.")  # fmt: skip
    if answer == "alone":
        return say("Done at once: nobody else of the house may agree to it.",
                   "C'est fait aussitôt : personne d'autre de la maison ne peut l'accorder."
                   )  # fmt: skip
    known = words.domain("operation").get(done)
    if known is None:
        return say("Done.", "C'est fait.")
    return say(f"Done: {known.english}.", f"C'est fait : {known.french}.")
