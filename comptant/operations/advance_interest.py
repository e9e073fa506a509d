"""The financing charge taken in advance (pré-comptée): at assignment, to the due date and a margin;
once the invoice is closed, corrected to the days really used. Source: DOMAIN 4.3, W4-5."""

from datetime import date, timedelta

import polars as pl

from comptant.operations.act import Act
from comptant.operations.billing import FINANCING, charge, interest_facts
from comptant.operations.contracts import Contract
from comptant.operations.ledger import book
from comptant.rules import interest
from comptant.rules.batch import decide
from comptant.rules.columns import c, shape
from comptant.rules.money import share_down
from comptant.store import bulk

PRECHARGED = shape(
    "invoice_id", "funded_on", "advance_cents", "financing_rate_ppm", "precomputed_interest_cents"
)


def charge_in_advance(
    do: Act, contract: Contract, event: str, invoices: pl.DataFrame, rates: dict[str, int]
) -> int:
    """Charge the approved part of new invoices (invoice_id, due_on, advance_class,
    approved_now_cents), each at its class's advance rate; cents."""
    if contract.terms["charge_timing"] != "ADVANCE":
        return 0
    advance_ppm = c.advance_class.replace_strict(rates, return_dtype=pl.Int64)
    rows = decide(
        invoices.select(
            "invoice_id",
            "due_on",
            share_down(c.approved_now_cents, advance_ppm).alias("advance_cents"),
            pl.lit(do.on).alias("funded_on"),
            pl.lit(contract.terms["advance_margin_days"], pl.Int64).alias("prefee_margin_days"),
            pl.lit(_rate_on(do, contract, do.on), pl.Int64).alias("financing_rate_ppm"),
        ).filter(c.advance_cents > 0),
        interest.PRECOMPUTED_RULES,
    )
    total = int(rows["precomputed_interest_cents"].sum())
    if total == 0:
        return 0
    bulk.copy_in(
        do.conn, "precharge",
        rows.select(pl.lit(contract.id).alias("contract_id"), *PRECHARGED.names),
    )  # fmt: skip
    _post(do, contract, f"{event}/precharge", do.on, total, int(rows["advance_cents"].sum()))
    return total


def true_up(do: Act, contract: Contract, event: str, invoice_ids: list[int], value_on: date) -> int:
    """Correct what was charged in advance on invoices that are closed now; cents given back
    (negative: charged on top). Once per invoice."""
    if contract.terms["charge_timing"] != "ADVANCE" or not invoice_ids:
        return 0
    found = bulk.copy_out(
        do.conn, "settle_precharges", PRECHARGED, contract_id=contract.id, ids=invoice_ids,
        on=value_on,
    )  # fmt: skip
    rows = decide(
        found.with_columns(
            pl.lit(value_on).alias("collection_value_on"),
            pl.lit(contract.terms["has_true_up"]).alias("prefee_true_up"),
        ),
        interest.TRUE_UP_RULES,
    )
    back = int(rows["true_up_cents"].sum())
    if back:
        _post(do, contract, f"{event}/true_up", value_on, -back, int(rows["advance_cents"].sum()))
    return back


def _post(
    do: Act, contract: Contract, key: str, value_on: date, cents: int, base_cents: int
) -> None:
    entry_id = book(do, contract.id, "interest", key, value_on, {"interest": cents})
    code = ("INT-ADV", FINANCING[1])
    charge(do, contract, entry_id, code, "EXEMPT_FIN", base_cents, 0, cents)


def _rate_on(do: Act, contract: Contract, day: date) -> int:
    """The financing rate of a day: reference, floor and margin in force."""
    _, fixings, terms = interest_facts(do, contract)
    one = interest.CHANGES.frame([{
        "contract_id": contract.id, "currency": contract.currency, "value_on": day,
        "amount_cents": 1,
    }])  # fmt: skip
    cut = interest.segments(one, fixings, terms, day, day + timedelta(days=1))
    return int(decide(cut, interest.SEGMENT_RULES)["financing_rate_ppm"].item())
