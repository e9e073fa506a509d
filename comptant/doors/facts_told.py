"""Facts as people type and read them: of what, and in which form."""

from typing import TYPE_CHECKING, Any

from comptant.doors.values import DAY, IN_CURRENCY
from comptant.doors.words import domain, say, value_of, word

if TYPE_CHECKING:
    from comptant.store.access import See

YES, NO, NONE = ("yes", "oui"), ("no", "non"), ("none", "aucun")


def subject_id(see: "See", contract_id: int, subject: str, which: str) -> int:
    """The id of what a fact is of: an invoice by its number, a buyer or party by SIREN or name, the
    contract itself. Refused: invoice_unknown, party_unknown, and as lookup says."""
    from comptant.doors import lookup

    if subject == "CONTRACT":
        return contract_id
    if subject == "INVOICE":
        return int(lookup.invoice(see, contract_id, which)["id"])
    return int(lookup.buyer(see, which)["id"])


def value(name: str, form: str, text: str) -> int | str | bool | None:
    """What was typed, in the form that the fact promises, or the word of its code; what does not
    fit is left for the rules to refuse."""
    plain = text.strip().lower()
    if plain in NONE:
        return None
    if form == "flag" and plain in YES + NO:
        return plain in YES
    if form == "amount":
        return IN_CURRENCY.convert(text, None, None)
    if form == "code":
        said = {one.casefold(): code for code, both in domain(name).items() for one in both}
        return said.get(plain.casefold(), text)
    return DAY.convert(text, None, None).isoformat() if form == "day" else text


def shown(name: str, told: Any, currency: str) -> str:
    """A value for a reader, a code in words."""
    if isinstance(told, str):
        in_words = word(name, told)
        if in_words == told:
            in_words = word("dispute", told)
        if in_words != told:
            return in_words
    return say("none", "aucun") if told is None else value_of(name, told, currency)
