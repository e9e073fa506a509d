"""Contracts are opened, and their terms amended; what that changes of their invoices is at once."""

import json
from datetime import date

from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.registry.agreed_fees import worse_of, write_fees
from comptant.operations.registry.opening import lacking
from comptant.operations.registry.parties import check_named
from comptant.operations.registry.prices_bound import Signed, check_worse, is_bound, signed_of
from comptant.operations.registry.states import check_state
from comptant.operations.terms.contracts import contract_in_force, contracts_in_force
from comptant.operations.terms.repricing import repriced
from comptant.rules.fees import FEE_PRICES
from comptant.rules.money import ONE_PPM
from comptant.rules.terms import (
    DRAWING_STATUSES,
    TERMS,
    BadTerm,
    Value,
    check,
    check_together,
    defaults,
    needs_two,
)
from comptant.rules.worse import worse_terms
from comptant.store import bulk


@operation
def open_contract(
    do: Act, *, client_id: int, number: str, currency: str, from_on: date, terms: dict[str, Value]
) -> Answer:
    """A new contract with its terms from a day on; what is not said takes its default. Where its
    financing differs from the defaults it is OPENING, and another person makes it draw; where the
    house wants a file first (`missing_guards`), it is OPENING until `amend_contract` says ACTIVE.

    Refused: term_unknown, term_wrong, term_missing, currency_unknown, contract_number_known,
    client_unknown, party_unnamed.
    """
    return opened(do, client_id, number, currency, from_on, terms)


def opened(
    do: Act, client_id: int, number: str, currency: str, from_on: date, terms: dict[str, Value],
    doubt: Answer | None = None, typed: dict[str, Value] | None = None,
) -> Answer:  # fmt: skip
    """What open_contract() does, within another operation. With a `doubt`, what another person is
    told who makes it draw, it never draws at once; nor with prices `typed` by one person."""
    _check(terms)
    if currency not in EXPONENTS:
        raise Refused("currency_unknown", currency=currency)
    missing = [name for name, term in TERMS.items() if term.required and name not in terms]
    if missing:
        raise Refused("term_missing", terms=missing)
    kind = do.conn.execute("SELECT kind FROM party WHERE id = %s", (client_id,)).fetchone()
    if kind is None or kind[0] not in ("COMPANY", "PUBLIC"):
        raise Refused("client_unknown", party_id=client_id)
    check_named(do, client_id)
    found = do.conn.execute(
        """INSERT INTO contract (number, client_id, currency, act_id) VALUES (%s, %s, %s, %s)
           ON CONFLICT (number) DO NOTHING RETURNING id""",
        (number, client_id, currency, do.id),
    ).fetchone()
    if found is None:
        raise Refused("contract_number_known", number=number)
    standard = defaults(terms)
    said = _together({**standard, **terms})
    guarded = {name: value for name, value in said.items()
               if needs_two(name, value) and value != standard[name]} | (typed or {})  # fmt: skip
    source, waits = f"contract {number}", None
    left: list[Answer] = []
    if said["status"] in DRAWING_STATUSES:
        left = lacking(do, found[0], max(do.on, from_on), str(said["disclosure_mode"]))
    if left or (said["is_insured"] and said["status"] in DRAWING_STATUSES):  # no policy covers it
        said["status"] = "OPENING"
    if (guarded or doubt) and said["status"] in DRAWING_STATUSES:
        wanted = {"status": said["status"]}
        waits = _propose(do, found[0], from_on, wanted, source, shown=guarded or wanted, more=doubt)
        said["status"] = "OPENING"
    write_terms(do, found[0], from_on, said, source)
    return {"contract_id": found[0], "number": number, "status": said["status"],
            "approval_id": waits, "waiting": sorted(guarded) if waits else [],
            "missing_guards": left}  # fmt: skip


@operation
def amend_contract(
    do: Act, *, contract_id: int, from_on: date, terms: dict[str, Value], source: str,
    signed_by: str = "",
) -> Answer:  # fmt: skip
    """Change terms from a day on; earlier days keep what they had, and the past is recomputed
    with the past's terms. Open invoices are judged again, for terms to come too: each invoice
    knows the next day that changes its answer.

    What decides how much may be drawn waits for another person (`approval_id`, `waiting`), and so
    does a price of money dated into days that are billed: the next close corrects them. A term
    that gets worse, of a contract whose client has signed its terms or accepted them in a quote,
    waits too, and counts from the end of the factor's notice, unless the client has signed the
    change (`signed_by`: who may sign for it; `source`: where it is). Refused: price_bound,
    signatory_without_power, power_joint, contract_unknown, term_unknown, term_wrong,
    term_settled, before_the_contract, term_in_the_past,
    status_not_next, opening_incomplete, lender_not_paid, contract_still_open.
    """
    lock_contracts(do, [contract_id])
    found = contracts_in_force(do.conn, [contract_id], do.on).get(contract_id)
    if found is None:
        raise Refused("contract_unknown", contract_id=contract_id)  # the house's own has no terms
    _check(terms)
    _check_begun(do, contract_id, from_on)
    if "status" in terms:
        check_state(do, contract_id, from_on, str(terms["status"]))
    before = contracts_in_force(do.conn, [contract_id], from_on)[contract_id].terms
    _together({**before, **terms})
    told = terms.get("disclosure_mode", "CONFIDENTIAL")
    if before.get("disclosure_mode") == "CONFIDENTIAL" and told != "CONFIDENTIAL":
        raise Refused("disclose_instead", contract_id=contract_id)
    in_arrears = before.get("charge_timing") == "ARREARS"
    back = repriced(do, contract_id, from_on, terms, in_arrears=in_arrears)
    signed = Signed(signed_by.strip(), do.on, int(found.terms["notice_factor_days"]))
    worse = _worse(do, contract_id, from_on, terms, signed)
    guarded = {name: value for name, value in terms.items()
               if needs_two(name, value) or name in back or name in worse}  # fmt: skip
    free = {name: value for name, value in terms.items() if name not in guarded}
    judged = _set(do, contract_id, from_on, free, source) if free else 0
    said = f"{source} ({signed.by})" if worse and signed.by else source
    waits = _propose(do, contract_id, from_on, guarded, said, shown=guarded,
                     more=signed.asked) if guarded else None  # fmt: skip
    return {"contract_id": contract_id, "terms": sorted(free), "judged": judged,
            "approval_id": waits, "waiting": sorted(guarded)}  # fmt: skip


def _check_begun(do: Act, contract_id: int, from_on: date) -> None:
    """Refused: before_the_contract."""
    first = do.conn.execute(
        "SELECT min(valid_from_on) FROM term WHERE contract_id = %s AND subject = 'CONTRACT'"
        " AND name = 'status'",
        (contract_id,),
    ).fetchone()
    if first and first[0] and from_on < first[0]:
        raise Refused("before_the_contract", contract_id=contract_id, first_on=first[0])


def set_terms(do: Act, approval: bulk.Row) -> Answer:
    """What approved terms do: they are in force from their day. A term that gets worse leaves the
    client its notice from today too: approved too late, it is to be proposed again."""
    asked, contract_id = approval["arguments"], approval["contract_id"]
    lock_contracts(do, [contract_id])
    from_on, signed = date.fromisoformat(asked["from_on"]), signed_of(asked)
    if "status" in asked["terms"]:
        check_state(do, contract_id, from_on, asked["terms"]["status"])
    if "fees" in asked:
        fees = FEE_PRICES.frame(asked["fees"])
        worse_of(do, contract_id, from_on, fees, signed)
        told = write_fees(do, contract_id, from_on, fees, asked["source"])
        return {"contract_id": contract_id, "from_on": from_on.isoformat(), "fees": told}
    _worse(do, contract_id, from_on, asked["terms"], signed)
    judged = _set(do, contract_id, from_on, asked["terms"], asked["source"])
    return {"contract_id": contract_id, "terms": sorted(asked["terms"]), "judged": judged}


def _worse(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], signed: Signed
) -> list[str]:  # fmt: skip
    """The terms that get worse though they bind, where they may. Refused: as check_worse()."""
    if not is_bound(do, contract_id):
        return []
    before = contracts_in_force(do.conn, [contract_id], from_on)[contract_id].terms
    worse = worse_terms(before, terms)
    if worse:
        contract = contract_in_force(do.conn, contract_id, do.on)
        check_worse(do, contract, from_on, signed, worse[0])
    return worse


def _propose(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str, *,
    shown: dict[str, Value], more: Answer | None = None,
) -> int:  # fmt: skip
    """Terms that wait for another person; `shown`, and `more`, is what that person decides on."""
    currency = do.conn.execute("SELECT currency FROM contract WHERE id = %s", (contract_id,))
    line = shown.get("line_cents")
    return propose(
        do, "contract_terms",
        {"from_on": from_on.isoformat(), "terms": terms, "source": source, "shown": shown,
         **(more or {})},
        amount_cents=line if isinstance(line, int) else 0, contract_id=contract_id,
        currency=currency.fetchall()[0][0],
    )  # fmt: skip


def _set(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str
) -> int:  # fmt: skip
    """Write terms of a locked contract, and do what they change; how many invoices moved."""
    _check_timing(do, contract_id, from_on, terms)
    before = contracts_in_force(do.conn, [contract_id], from_on)[contract_id].terms
    _together({**before, **terms})
    write_terms(do, contract_id, from_on, terms, source)
    if terms.get("status") in DRAWING_STATUSES:
        _withdraw_notice(do, contract_id, from_on, terms, source)
    is_in_force = contracts_in_force(do.conn, [contract_id], do.on)[contract_id].terms
    judged = judge_again_one(do, contract_id, None) if is_in_force else 0
    fund_freed(do, [contract_id])
    return judged


def _withdraw_notice(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str
) -> None:
    """A contract that draws again does not run off on the day that its notice said."""
    planned = do.conn.execute(
        """SELECT DISTINCT valid_from_on FROM term WHERE contract_id = %s AND subject = 'CONTRACT'
           AND subject_id = contract_id AND name = 'status' AND value = '"RUNOFF"'
           AND valid_from_on > %s ORDER BY 1""",
        (contract_id, from_on),
    )
    for (day,) in planned.fetchall():
        write_terms(do, contract_id, day, {"status": terms["status"]}, source)


def _check(terms: dict[str, Value]) -> None:
    for name, value in terms.items():
        if name not in TERMS:
            raise Refused("term_unknown", term=name)
        try:
            check(TERMS[name], value)
        except BadTerm as error:
            raise Refused(
                "term_wrong", term=name, value=value, expected=error.expected,
                clause=TERMS[name].clause,
            ) from None  # fmt: skip
        if TERMS[name].kind == "ppm" and isinstance(value, int) and value > ONE_PPM:
            raise Refused(
                "term_wrong", term=name, value=value, expected="at most 100 %",
                clause=TERMS[name].clause,
            )  # fmt: skip


def _together(terms: dict[str, Value]) -> dict[str, Value]:
    """The same terms, if they bound each other as they must. Refused: term_wrong, its clause."""
    try:
        check_together(terms)
    except BadTerm as error:
        raise Refused("term_wrong", term=error.name, value=error.value, expected=error.expected,
                      clause=TERMS[error.name].clause) from None  # fmt: skip
    return terms


def _check_timing(do: Act, contract_id: int, from_on: date, terms: dict[str, Value]) -> None:
    """A charge taken in advance and one in arrears would count the same days twice, or not at all:
    once money is on a contract, the other timing is for a new contract. Refused: term_settled."""
    wanted = terms.get("charge_timing")
    before = contracts_in_force(do.conn, [contract_id], from_on)[contract_id].terms
    if wanted is None or wanted == before.get("charge_timing"):
        return
    moved = do.conn.execute(
        "SELECT 1 FROM balance WHERE contract_id = %s LIMIT 1", (contract_id,)
    ).fetchone()
    if moved:
        raise Refused("term_settled", term="charge_timing", value=before.get("charge_timing"))


def write_terms(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str
) -> None:
    """Write terms of a locked contract, in force from a day on."""
    for name, value in terms.items():
        bulk.execute(
            do.conn, "insert_term", contract_id=contract_id, subject="CONTRACT",
            subject_id=contract_id, name=name, valid_from_on=from_on, value=json.dumps(value),
            source=source, act_id=do.id,
        )  # fmt: skip
