"""Looks at a portfolio and at a client's coming weeks and books, as a program gets them."""

import base64
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from ninja import Query

from comptant.doors import (
    claim_told,
    client_books,
    cover_told,
    fees_told,
    forecasting,
    indemnities_told,
    lookup,
    plans_simulated,
    treasury_told,
    turnover_told,
    watching,
    words,
)
from comptant.doors.api.parts import PAGED
from comptant.doors.bounds import BIGGEST, DAY
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.store.access import See

FORMS = ("csv", "fec")


def collection(
    visit: Visit, contract_id: int | None, on: date | None, period_days: int
) -> Row:  # fmt: skip
    """How a contract is collected, buyer by buyer, or (without a contract) each contract that may
    be seen: DSO three ways in tenths of days, days from invoice to payment, dilution, payments to
    the client. As of a value date (without: today).

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        of = _of(see, visit, contract_id)
        by = "contract" if of is None else "buyer"
        return {"rows": watching.measures(see, on or visit.on, of, by, period_days)}


def to_collect(visit: Visit, contract_id: int | None, on: date | None) -> Row:
    """Whom to remind first, of a contract or of all: what is overdue, less what the buyer's own
    habits bring within thirty days, less what it disputes.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        of = _of(see, visit, contract_id)
        return {"rows": watching.collectors(see, on or visit.on, of)}


def forecast(visit: Visit, contract_id: int | None) -> Row:
    """What buyers will pay of the invoices open today in thirteen weeks, of a contract or of all,
    with the range within which four of five sums fall; how the same forecasts did in the past.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        of = _of(see, visit, contract_id)
        tested = forecasting.backtest(see, visit.on, of)
        return {"weeks": forecasting.weeks(see, visit.on, of), "backtest": tested,
                "judged": forecasting.judged(tested)}  # fmt: skip


def cover(
    visit: Visit, contract_id: int | None, after: str, size: int, claims_after: str
) -> Row:  # fmt: skip
    """What policies cover of each unpaid invoice of a contract or of all, why it is not more, and
    what is to be done to keep it by when; by contract, buyer and invoice, page by page. `claims`:
    what insurers are expected to pay of the debts declared to them, with pages of their own
    (`claims_after`).

    Refused: contract_unknown, cursor_wrong.
    """
    with visit.reading() as see:
        of = _of(see, visit, contract_id)
        rows, more = cover_told.insured_page(see, visit.on, of, after, size)
        claims, others = cover_told.claims_page(see, visit.on, of, claims_after, size)
    return {"rows": rows, "after": more or None, "claims": claims, "claims_after": others or None}


def policy_turnover(
    visit: Visit, policy_id: int, until_on: date | None, form: str | None
) -> Row:  # fmt: skip
    """The turnover to declare to an insurer for a policy's next period, from the ledger, a row a
    contract and buyer; `until_on`: of a period declared before. `form`: csv, xlsx or pdf, as a file
    in base64 (`content`).

    Refused: policy_unknown, no_turnover_asked, period_unknown, form_unknown.
    """
    with visit.reading() as see:
        told = turnover_told.turnover(see, str(policy_id), visit.on, until_on)
        name, content = None, None
        if form:
            name, made = turnover_told.file_of(see, told, form, visit.on)
            content = base64.b64encode(made).decode()
    return {**told, "name": name, "content": content}


def policy_premium(visit: Visit, policy_id: int) -> Row:
    """What the running period of a policy comes to so far, figure by figure.

    Refused: policy_unknown, no_premium_asked.
    """
    with visit.reading() as see:
        return turnover_told.premium(see, str(policy_id), visit.on)


def claim(visit: Visit, contract_id: int, claim_id: int) -> Row:
    """A claim: how it stands, each figure from the debt to the indemnity, its invoices, its steps.

    Refused: contract_unknown, claim_file_unknown.
    """
    with visit.reading() as see:
        found = claim_told.claim(see, lookup.contract(see, str(contract_id), visit.on)["id"],
                                 str(claim_id), visit.on)  # fmt: skip
        figures = claim_told.figures(see, found, visit.on) if found["policy_id"] else {}
        return {**found, "figures": figures, "items": claim_told.items(see, found),
                "steps": claim_told.steps(see, found)}  # fmt: skip


def indemnities(visit: Visit, contract_id: int | None) -> Row:
    """What each policy says that its insurer is to pay of a claim, of a contract or of all, beside
    what it has accepted and paid; a difference with its cause (`gap_cause`) and the question to
    ask; what lacks in the claim's file.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        of = _of(see, visit, contract_id)
        return {"rows": indemnities_told.compared(see, of, visit.on)}


def repayment_simulated(visit: Visit, contract_id: int, count: int, first_on: date) -> Row:
    """How an over-advance would be repaid in monthly instalments, and what is left after each;
    `propose_plan` takes their days and amounts. Nothing is kept.

    Refused: contract_unknown, no_over_advance, plan_wrong.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
    with visit.looking() as (conn, asked):
        return {"rows": plans_simulated.simulated(conn, asked, found, count, first_on)}


def fee_grid(visit: Visit, contract_id: int, on: date | None) -> Row:
    """The fees of a contract in force on a day (without: today), in the order of the catalogue:
    what each is due for, price in words, VAT class, whether it is in the TEG, clause, formula.

    Refused: contract_unknown.
    """
    day = on or visit.on
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), day)
        return {"contract_id": found["id"], "on": day,
                "rows": fees_told.grid(see, found, day)}  # fmt: skip


def treasury_plan(visit: Visit, contract_id: int, cash_cents: int, case: str) -> Row:
    """A client's thirteen weeks, day by day: what buyers pay, what is billed and de-funded, what
    is drawn for the payments planned (plan_payments), the lowest point and what would lift it.
    `case`: middle, or cautious. Nothing is kept.

    Refused: contract_unknown, contract_not_in_force, case_unknown, rate_missing.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        return treasury_told.told(see, visit.looking, found, visit.on, cash_cents=cash_cents,
                                  case=case)  # fmt: skip


def client_journal(
    visit: Visit, contract_id: int, from_on: date | None, until_on: date | None, form: str
) -> Row:  # fmt: skip
    """The journal of a period (without: the month that ends today) in the client's books: rows, the
    file (`form`: csv or fec; in base64), and the way from its account 467 to the statement.

    Refused: contract_unknown, period_wrong, form_unknown.
    """
    if form not in FORMS:
        raise Refused("form_unknown", form=form, forms=list(FORMS))
    last = until_on or visit.on
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        made = client_books.made(see, found, from_on or last - timedelta(days=30), last, form,
                                 words.language())  # fmt: skip
    return {"name": made.name, "media_type": made.media_type, "rows": made.rows,
            "bridge": made.bridge, "content": base64.b64encode(made.content).decode()}  # fmt: skip


def _of(see: See, visit: Visit, contract_id: int | None) -> int | None:
    if contract_id is None:
        return None
    return int(lookup.contract(see, str(contract_id), visit.on)["id"])


_ONE = (int, Query(..., ge=1, le=BIGGEST, description="id of the contract"))
_MAYBE = (int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all"))
_POLICY = (int, Query(..., ge=1, le=BIGGEST, description="id of the policy"))
_ON = (DAY | None, Query(None, description="value date; without: today"))
_PERIOD = {"from_on": (DAY | None, Query(None)), "until_on": (DAY | None, Query(None))}
LOOKS: dict[Callable[..., Row], dict[str, tuple[Any, Any]]] = {
    collection: {"contract_id": _MAYBE, "on": _ON, "period_days": (
        int, Query(90, ge=1, le=366, description="days of turnover for the DSO"))},
    to_collect: {"contract_id": _MAYBE, "on": _ON},
    forecast: {"contract_id": _MAYBE},
    cover: {"contract_id": _MAYBE, **PAGED,
            "claims_after": (str, Query("", max_length=4_000))},
    policy_turnover: {"policy_id": _POLICY, "until_on": (DAY | None, Query(None)),
                      "form": (str | None, Query(None))},
    policy_premium: {"policy_id": _POLICY},
    claim: {"contract_id": _ONE, "claim_id": (
        int, Query(..., ge=1, le=BIGGEST, description="id of the claim"))},
    indemnities: {"contract_id": _MAYBE},
    repayment_simulated: {"contract_id": _ONE, "first_on": (DAY, Query(...)), "count": (
        int, Query(..., ge=1, le=120, description="how many instalments"))},
    fee_grid: {"contract_id": _ONE, "on": _ON},
    treasury_plan: {"contract_id": _ONE, "cash_cents": (
        int, Query(0, ge=0, le=AMOUNT_CENTS_MAX, description="the client's cash today")),
        "case": (str, Query("middle"))},
    client_journal: {"contract_id": _ONE, **_PERIOD, "form": (str, Query("csv"))},
}  # fmt: skip
