"""What a policy covers of an invoice, in a sentence: how much, of what, and why it is not more."""

from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.paging import PAGE_SIZE, Read, keyed
from comptant.doors.words import Both, money, percent, say

if TYPE_CHECKING:
    from comptant.rules.terms import Value
    from comptant.store.access import See

Row = dict[str, Any]
ITEM = ("contract_id", "invoice_id", "policy_id")
# By buyer, whose invoices share a limit: a page reads few buyers.
KEYS = Read(("contract_id", "buyer_id", "invoice_id", "policy_id"))
TO_DO = Read(("due_on", "invoice_id", "policy_id"))
DECLARED = Read(("policy_id", "buyer_id"))
COLUMNS = ("invoice_number", "buyer_name", "policy_number", "insurer_name", "layer", "open_cents",
           "covered_cents", "cover_due_cents", "uninsured_reason", "why_not_more")  # fmt: skip
DEADLINES = ("act_by_on", "cover_days_left_days", "next_cover_step", "contract_number",
             "invoice_number", "buyer_name", "policy_number", "due_on", "open_cents",
             "cover_due_cents")  # fmt: skip
CLAIMS = ("policy_number", "insurer_name", "buyer_name", "insurable_cents", "loss_base_cents",
          "outside_limit_cents", "claim_indemnity_cents", "not_indemnified_cents",
          "indemnity_on")  # fmt: skip
# Why a cent is not paid, in the order in which they are taken off.
GAPS: dict[str, Both] = {
    "vat_gap_cents": Both("VAT, which the policy does not insure", "TVA, non garantie"),
    "base_disputed_cents": Both("in dispute", "en litige"),
    "beyond_cover_cents": Both("beyond the limit, or in other layers and shares",
                               "au-delà de la limite, ou dans d'autres rangs et parts"),
    "own_share_cents": Both("retained by the insured", "quote-part conservée"),
}  # fmt: skip


def insured(see: "See", on: date, contract_id: int | None) -> list[Row]:
    """Each unpaid invoice and policy, with its days, its cover and the sentence of it."""
    from comptant.operations.insurance.covering import cover_of

    rows = cover_of(see("read_insured_invoices", contract_id=contract_id, on=on), on, contract_id)
    return [{**row, "why_not_more": explained(row)} for row in rows]


def deadlines(see: "See", on: date, contract_id: int | None) -> list[Row]:
    """What is to be done to keep covers, or was missed: what is lost first comes first."""
    from comptant.operations.insurance.covering import to_do

    return to_do(insured(see, on, contract_id))


def claims(see: "See", on: date, contract_id: int | None) -> list[Row]:
    """What insurers are expected to pay of the debts declared to them, buyer by buyer."""
    from comptant.operations.insurance.claims_expected import claims_expected

    rows = see("read_insured_invoices", contract_id=contract_id, on=on)
    return claims_expected(rows, on, contract_id)


def insured_page(
    see: "See", on: date, contract_id: int | None, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Row], str]:
    """A page of `insured` by contract, buyer and invoice, and the cursor of the next. A limit is
    shared by what one buyer owes, so the invoices of the page's buyers are read, and no others."""
    return _page(see, on, contract_id, "read_insured_keys", KEYS, after, size)


def deadlines_page(
    see: "See", on: date, contract_id: int | None, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Row], str]:
    """A page of `deadlines`, the oldest due first, and the cursor of the next."""
    from comptant.operations.insurance.covering import to_do

    rows, more = _page(see, on, contract_id, "read_insured_to_do", TO_DO, after, size)
    return to_do(rows), more


def claims_page(
    see: "See", on: date, contract_id: int | None, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Row], str]:
    """A page of `claims` by policy and buyer, and the cursor of the next."""
    from comptant.operations.insurance.claims_expected import claims_expected

    keys, more = keyed(see, "read_declared_buyers", DECLARED,
                       {"contract_id": contract_id, "on": on}, after=after, size=size)  # fmt: skip
    rows = _of_buyers(see, on, contract_id, keys)
    wanted = {(key["policy_id"], key["buyer_id"]) for key in keys}
    found = claims_expected(rows, on, contract_id) if rows else []
    return [row for row in found if (row["policy_id"], row["buyer_id"]) in wanted], more


def of_buyer(see: "See", on: date, buyer_id: int) -> list[Row]:
    """Each unpaid invoice of one buyer and policy, as `cover_of` gives it."""
    return of_buyers(see, on, [buyer_id])


def of_buyers(see: "See", on: date, buyer_ids: list[int]) -> list[Row]:
    """The same of several buyers."""
    from comptant.operations.insurance.covering import cover_of

    return cover_of(_of_buyers(see, on, None, [{"buyer_id": id_} for id_ in buyer_ids]), on)


def _page(
    see: "See", on: date, contract_id: int | None, query: str, by: Read, after: str, size: int
) -> tuple[list[Row], str]:
    from comptant.operations.insurance.covering import cover_of

    keys, more = keyed(see, query, by, {"contract_id": contract_id, "on": on}, after=after,
                       size=size)  # fmt: skip
    wanted = {(key["contract_id"], key["invoice_id"], key["policy_id"]): None for key in keys}
    covers = cover_of(_of_buyers(see, on, contract_id, keys), on, contract_id, set(wanted))
    known = {tuple(row[name] for name in ITEM): row for row in covers}
    found = [known.get(key) for key in wanted]
    return [{**row, "why_not_more": explained(row)} for row in found if row], more


def _of_buyers(see: "See", on: date, contract_id: int | None, keys: list[Row]) -> list[Row]:
    buyers = sorted({key["buyer_id"] for key in keys})
    if not buyers:
        return []
    return see("read_insured_invoices", among=("buyer_id", buyers), contract_id=contract_id, on=on)


def explained(row: Row) -> str:
    """The sentence of a row of `insured`."""
    currency = row["currency"]
    if row["uninsured_reason"]:
        return words.word("uninsured_reason", row["uninsured_reason"])
    base = words.word("insured_base", row["insured_base"])
    share, due = percent(row["insured_ppm"]), money(row["cover_due_cents"], currency)
    most = money(row["cover_limit_cents"], currency)
    told = say(f"{share} {base}, up to a limit of {most}: {due} would be paid.",
               f"{share} {base}, dans la limite de {most} : {due} seraient "
               "indemnisés.")  # fmt: skip
    gaps = [say(f"{money(row[name], currency)} {why.english}",
                f"{money(row[name], currency)} {why.french}")
            for name, why in GAPS.items() if row[name]]  # fmt: skip
    if not gaps:
        return told
    left = say("; ", " ; ").join(gaps)
    return told + say(f" Not more: {left}.", f" Pas davantage : {left}.")


def terms_typed(given: tuple[str, ...]) -> dict[str, "Value"]:
    """NAME=VALUE in the types of a policy's terms; Refused: policy_term_wrong."""
    from comptant.operations.acts.act import Refused
    from comptant.rules.policy_terms import POLICY_TERMS
    from comptant.rules.terms import BadTerm, parse

    terms: dict[str, Value] = {}
    for text in given:
        name, _, value = text.partition("=")
        term = POLICY_TERMS.get(name.strip())
        if term is None:
            raise Refused("policy_term_wrong", term=name.strip(), value=value,
                          expected=", ".join(POLICY_TERMS), clause="")  # fmt: skip
        if term.kind in ("cents", "ppm"):
            value = value.replace(",", ".")
        try:
            terms[term.name] = parse(term, value.strip())
        except BadTerm as error:
            raise Refused("policy_term_wrong", term=term.name, value=value,
                          expected=words.expected(error.expected), clause=term.clause
            ) from None  # fmt: skip
    return terms


def term_told(name: str, value: object, currency: str) -> str:
    """The value of a policy's term for a reader."""
    from comptant.rules.policy_terms import POLICY_TERMS

    if value is None:
        return say("none", "aucun")
    term = POLICY_TERMS[name]
    if term.choices:
        return words.word(name, str(value))
    return words.value_of(f"x_{term.kind}", value, currency)


def terms_told(terms: Row, currency: str) -> list[Row]:
    """The terms of a policy, one a row: its word and its value."""
    from comptant.rules.policy_terms import POLICY_TERMS

    return [{"term": say(POLICY_TERMS[name].english, POLICY_TERMS[name].french),
             "value": term_told(name, value, currency)}
            for name, value in terms.items()]  # fmt: skip


def policy(see: "See", text: str, on: date) -> Row:
    """A policy by its number or id; Refused: policy_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_policies", on=on)
    exact = [row for row in found if row["policy_number"] == text] or [
        row for row in found if str(row["id"]) == text
    ]
    if len(exact) != 1:
        raise Refused("policy_unknown", policy_id=text)
    return exact[0]


def approval_told(row: Row) -> str:
    """What of a policy waits for a second person."""
    said: Row = row["arguments"]
    if said["what"] == "step":
        return _step_told(said)
    number, since = said["policy_number"], words.value_of("from_on", said["from_on"])
    if said["what"] == "cover":
        whole = words.percent(said["share_ppm"])
        told = Both(
            f"covers {said['contract_number']}, layer {said['layer']}, {whole}",
            f"garantit {said['contract_number']}, rang {said['layer']}, {whole}",
        )
        what = told.said()
    else:
        what = say("; ", " ; ").join(
            f"{one['term']} {one['value']}" for one in terms_told(said["terms"], said["currency"])
        )
    return say(f"policy {number}: {what}, from {since} ({said['source']})",
               f"police {number} : {what}, dès le {since} ({said['source']})")  # fmt: skip


def _step_told(said: Row) -> str:
    """A step that is told after its last day."""
    number, contract = said["policy_number"], said["contract_number"]
    what, about = words.word("cover_step", said["step"]), ", ".join(said["invoice_numbers"])
    made, last = (words.value_of(name, said[name]) for name in ("step_on", "last_on"))
    reference = said["reference"]
    return say(f"policy {number}, {contract}: {about}, {what} on {made}, told after the last day, "
               f"{last} ({reference}): it brings back what is lost",
               f"police {number}, {contract} : {about}, {what} le {made}, dit après le dernier "
               f"jour, le {last} ({reference}) : rétablit ce qui est perdu")  # fmt: skip
