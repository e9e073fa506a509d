"""What time changes: invoices that are no longer fundable, and those that are again."""

import polars as pl

from comptant.operations.acts.act import Act, Answer
from comptant.operations.collection.crediting import credit_due
from comptant.operations.drawing.availability import DUE
from comptant.operations.portfolio.positions import judge_again
from comptant.rules.columns import c, shape
from comptant.store import bulk

CONTAGION = shape("contract_id", "buyer_id", "is_cross_aged")
INELIGIBLE = shape("contract_id", "currency", "ineligible_cents")


def judge_day(do: Act, contracts: pl.DataFrame) -> Answer:
    """Credit the instruments whose value date has come; judge all that time changes up to the day
    of the act, then buyers of whose balance too much is late and those that are well again (EL-19).

    Invoices judged, buyers stopped and let go, and per currency what is no longer fundable and what
    is again."""
    ids = contracts["contract_id"].to_list()
    credit_due(do, ids)
    due = bulk.read(do.conn, "due_to_change", DUE, ids=ids, on=do.on)
    judged, moved = _judge(do, contracts, due)
    clauses = contracts.select("contract_id", "cross_ageing_days", "cross_ageing_ppm")
    changed = bulk.read(do.conn, "contagion", CONTAGION, **bulk.arrays(clauses), on=do.on)
    if changed.height:
        given = bulk.arrays(changed)
        bulk.execute(do.conn, "insert_cross_aged", **given, on=do.on, act_id=do.id)
        pairs = bulk.arrays(changed.select("contract_id", "buyer_id"))
        invoices = bulk.read(do.conn, "open_invoices_of_buyers", DUE, **pairs)
        more, then = _judge(do, contracts, invoices)
        judged, moved = judged + more, pl.concat([moved, then])
    stopped = int(changed["is_cross_aged"].sum())
    by_currency = moved.group_by("currency").agg(c.decayed_cents.sum(), c.cured_cents.sum())
    return {
        "judged": judged, "buyers_stopped": stopped, "buyers_let_go": changed.height - stopped,
        "eligibility": by_currency.sort("currency").rows(named=True),
    }  # fmt: skip


def _judge(do: Act, contracts: pl.DataFrame, invoices: pl.DataFrame) -> tuple[int, pl.DataFrame]:
    """How many invoices changed, and what of those named is no longer fundable, or is again."""
    named = bulk.arrays(invoices)
    before = after = INELIGIBLE.empty()
    judged = 0
    if invoices.height:
        before = bulk.read(do.conn, "ineligible_of", INELIGIBLE, **named)
        judged = judge_again(do, contracts, invoices)
        after = bulk.read(do.conn, "ineligible_of", INELIGIBLE, **named)
    change = after["ineligible_cents"] - before["ineligible_cents"]
    return judged, pl.DataFrame([
        before["currency"], change.clip(lower_bound=0).alias("decayed_cents"),
        (-change).clip(lower_bound=0).alias("cured_cents"),
    ])  # fmt: skip
