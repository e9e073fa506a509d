"""A quote is accepted: once, until its last day, by the company that it is for or by whoever has
its link; of several offers compared, one. What is kept proves it: who, as what, in which words, on
what.

Source: DOMAIN §2.2, QUOTE_ACCEPTED; art. 1366, 1367 C. civ.
"""

from comptant.formats.papers.consent import LANGUAGES, acceptance
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.roles import CLIENT_OWNER
from comptant.operations.quoting.links import open_link
from comptant.rules.agreement import is_of_the_buyer
from comptant.store import bulk

NAME_MAX = 200


@operation
def accept_quote(do: Act, *, quote_id: int, capacity: str, language: str) -> Answer:
    """Accept a quote that one's company was given, as what one binds it (`capacity`: manager,
    chairman): its terms are those of the contract that is opened from it.

    Refused: quote_unknown, quote_over, quote_taken, offer_not_ours, programme_of_the_buyer,
    capacity_missing, paper_language_unknown.
    """
    found = do.conn.execute("SELECT name FROM app_user WHERE id = %s", (do.by.id,)).fetchall()
    row = bulk.row(do.conn, "quote_read_by", quote_id=quote_id, company_id=do.by.company_id,
                   is_broker=False, is_client=CLIENT_OWNER in do.by.roles)  # fmt: skip
    if row is None:
        raise Refused("quote_unknown", quote_id=quote_id)
    return _accept(do, row, found[0][0], capacity, language, None)


@operation
def accept_quote_by_link(
    do: Act, *, link: str, person: str, capacity: str, language: str
) -> Answer:
    """Accept the quote that a link opens, without an account: who, and as what they bind the
    company. The house writes it down, and names the link. Whoever has a link has not proved who
    they are: a contract from it draws once two people of the house have said so, and the quote of a
    company whose owners have accounts here is accepted by one of them, signed in.

    Refused: link_unknown, quote_owner_accepts, quote_over, quote_taken, offer_not_ours,
    programme_of_the_buyer,
    person_missing, capacity_missing, paper_language_unknown.
    """
    found = open_link(do.conn, link, do.on)
    if not 0 < len(person.strip()) <= NAME_MAX:
        raise Refused("person_missing", most=NAME_MAX)
    row = bulk.row(do.conn, "quote_read_by", quote_id=found["quote_id"], company_id=None,
                   is_broker=False, is_client=False)  # fmt: skip
    if row is None:
        raise Refused("link_unknown")
    if bulk.row(do.conn, "quote_owner", quote_id=row["id"], role=CLIENT_OWNER):
        raise Refused("quote_owner_accepts", prospect=row["prospect"])
    return _accept(do, row, person.strip(), capacity, language, found["id"])


def _accept(
    do: Act, row: bulk.Row, person: str, capacity: str, language: str, link_id: int | None
) -> Answer:
    """Write down that a quote is accepted."""
    quote_id = row["id"]
    if language not in LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    if not 0 < len(capacity.strip()) <= NAME_MAX:
        raise Refused("capacity_missing", most=NAME_MAX)
    if not row["offer"]["terms"]["is_ours"]:
        raise Refused("offer_not_ours", quote_id=quote_id)
    if is_of_the_buyer(row["offer"]["terms"]):
        raise Refused("programme_of_the_buyer", quote_id=quote_id)
    if row["last_on"] < do.on:
        raise Refused("quote_over", quote_id=quote_id, last_on=row["last_on"])
    (known,) = bulk.rows(do.conn, "quote_digest", quote_id=quote_id)
    digest = bytes(known["digest"])
    consent = acceptance(
        language, person=person, capacity=capacity.strip(), company=row["prospect"],
        quote_id=quote_id, digest=digest.hex(),
    )  # fmt: skip
    taken = bulk.row(
        do.conn, "insert_quote_acceptance", quote_id=quote_id, person=person,
        capacity=capacity.strip(), language=language, consent=consent, digest=digest,
        user_id=None if link_id else do.by.id, link_id=link_id, on=do.on, act_id=do.id,
    )  # fmt: skip
    if taken is None:
        raise Refused("quote_taken", quote_id=quote_id)
    return {"quote_id": quote_id, "prospect": row["prospect"], "product": row["product"],
            "accepted_by": person, "accepted_on": do.on, "digest": digest.hex()}  # fmt: skip
