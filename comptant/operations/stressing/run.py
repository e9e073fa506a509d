"""A scenario run over a portfolio, slice by slice: what each contract would have available, who
bears what buyers that fail owe, what cash comes in which week. Nothing is kept.

Source: DOMAIN 1.6, 3, 6, 9; docs/decisions/0151-a-stress-is-ordinary-rules-on-other-facts.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Asked, Refused, check_scope
from comptant.operations.drawing.availability import looked
from comptant.operations.stressing import liquidity, losses, waterfalls
from comptant.operations.stressing.aiming import Aimed, aimed
from comptant.operations.stressing.deciding import PAIR, Decided, decided
from comptant.operations.stressing.reading import SLICE_INVOICES, Slice, read, slices
from comptant.operations.stressing.results import Part, Result, result
from comptant.rules.columns import c
from comptant.rules.stress_scenario import BadScenario, Scenario, scenario
from comptant.store import bulk

Told = str | Mapping[str, Any]
BEFORE_AFTER = ("available_cents", "drawable_cents", "over_advance_cents", "outstanding_cents",
                "funds_in_use_cents")  # fmt: skip


def wanted(shocks: Sequence[Told]) -> Scenario:
    """The scenario of lines or objects. Refused: what BadScenario says."""
    try:
        return scenario(shocks)
    except BadScenario as error:
        raise Refused(error.code, **error.facts) from None


def stress(
    conn: Connection, asked: Asked, *, shocks: Sequence[Told], contract_id: int | None = None,
    size: int = SLICE_INVOICES, step: Callable[[int], None] = lambda _: None,
) -> Result:  # fmt: skip
    """The portfolio, or one contract (each invoice told then), under a scenario of shocks, lines or
    objects (rules/stress_scenario). `size`: about so many invoices are held at a time; `step` hears
    how many were, after each slice.

    Refused: not_your_right, contract_unknown, contract_not_in_force, stress_buyer_unknown,
    stress_insurer_unknown, stress_nobody_largest, and what wanted() is refused for.
    """
    if not asked.by.is_factor:
        raise Refused("not_your_right", operation="stress", login=asked.by.login)
    said = wanted(shocks)
    check_scope(conn, asked.by, contract_id)
    contracts = bulk.rows(conn, "stress_contracts", contract_id=contract_id, on=asked.on)
    if contract_id is not None and not contracts:
        raise Refused("contract_not_in_force", contract_id=contract_id, on=asked.on.isoformat())
    aim = aimed(conn, said, contract_id)
    known = liquidity.habits(conn, contract_id, asked.on)
    counts = {row["contract_id"]: row["open_count"] for row in contracts}
    found: list[Part] = []
    for ids in slices(contracts, size):
        see = partial(_part, ids=ids, aim=aim, known=known, is_close=contract_id is not None)
        found.append(looked(conn, asked, see, ids))
        step(sum(counts[id_] for id_ in ids))
    owed = pl.concat([losses.NOTHING, *(part.owed for part in found)])
    insured = losses.borne(conn, owed, aim, asked.on)
    told = result(contracts, found, insured, aim, asked.on)
    return told if contract_id is None else _named(conn, told, contract_id)


def _named(conn: Connection, told: Result, contract_id: int) -> Result:
    """Invoices with their numbers and the names of their buyers."""
    rows = told.invoices
    numbers = {row["id"]: row["invoice_number"] for row in bulk.rows(
        conn, "invoices_by_id", contract_id=contract_id,
        ids=[row["invoice_id"] for row in rows])}  # fmt: skip
    names = {row["buyer_id"]: row["buyer_name"] for row in bulk.rows(
        conn, "stress_parties", ids=sorted({row["buyer_id"] for row in rows}))}  # fmt: skip
    return replace(told, invoices=[
        {**row, "invoice_number": numbers[row["invoice_id"]],
         "buyer_name": names[row["buyer_id"]]} for row in rows
    ])  # fmt: skip


def _part(
    do: Act, ids: list[int], aim: Aimed, known: liquidity.Habits, *, is_close: bool
) -> Part:  # fmt: skip
    """What a slice gives: nothing of its invoices is kept but sums, and what failing buyers owe."""
    part = read(do, ids, aim)
    then = decided(do, part, aim)
    after = waterfalls.after(do, part, then, aim)
    return Part(
        contracts=_contracts(part, then, after.contracts), owed=losses.owed(part, then),
        causes=waterfalls.explained(part, then, after),
        weeks=liquidity.weeks(part, then, known, do.on),
        invoices=_invoices(part, then) if is_close else None, left_out=part.left_out,
    )  # fmt: skip


def _contracts(part: Slice, then: Decided, after: pl.DataFrame) -> pl.DataFrame:
    """One row per contract: the waterfall's figures before and after, approvals, and what is
    approved beyond limits that were cut, which stays and is not renewed."""
    sides = []
    for told, side in ((part.before.contracts, "before"), (after, "after")):
        sides.append(told.select(
            "contract_id", *(pl.col(name).alias(name.replace("_cents", f"_{side}_cents"))
                             for name in BEFORE_AFTER), *(
                ["fund_balance_cents", "extra_charge_cents"] if side == "after" else [])
        ))  # fmt: skip
    approved = then.rows.group_by(PAIR).agg(
        pl.col("was_approved_cents").sum().alias("approved_before_cents"),
        c.approved_now_cents.sum().alias("approved_after_cents"), pl.len().alias("invoice_count"),
    )  # fmt: skip
    limits = then.buyers.select(*PAIR, "limit_cents", "uncut_limit_cents")
    cut = c.limit_cents < pl.col("uncut_limit_cents")
    beyond = (c.approved_after_cents - c.limit_cents).clip(lower_bound=0)
    sums = approved.join(limits, on=PAIR).group_by("contract_id").agg(
        c.approved_before_cents.sum(), c.approved_after_cents.sum(),
        c.invoice_count.cast(pl.Int64).sum(),
        pl.when(cut).then(beyond).otherwise(0).sum().alias("not_renewed_cents"),
    )  # fmt: skip
    rows = sides[0].join(sides[1], on="contract_id", maintain_order="left")
    return rows.join(sums, on="contract_id", how="left", maintain_order="left").with_columns(
        pl.col("approved_before_cents", "approved_after_cents", "invoice_count",
               "not_renewed_cents").fill_null(0))  # fmt: skip


def _invoices(part: Slice, then: Decided) -> pl.DataFrame:
    """Each invoice whose answer the shocks change: why it is not financed and how much of it is
    approved, before and after."""
    first = then.before_taken.select("contract_id", "invoice_id", "guaranteed_cents", "is_taken")
    rows = then.rows.drop("guaranteed_cents", "is_taken").join(
        first, on=["contract_id", "invoice_id"], maintain_order="left"
    )
    changed = (
        c.hold.ne_missing(pl.col("was_hold")) | c.is_taken | c.buyer_fails
        | (c.ineligible_cents != pl.col("was_ineligible_cents"))
        | (c.approved_now_cents != pl.col("was_approved_cents"))
        | (c.reduction_cents != pl.col("was_reduction_cents"))
    )  # fmt: skip
    return rows.filter(changed).select(
        "contract_id", "invoice_id", "buyer_id", "due_on",
        c.contract_currency.alias("currency"),
        pl.col("was_open_cents").alias("open_cents"), "was_hold", c.hold.alias("hold_after"),
        "was_ineligible_cents", c.ineligible_cents.alias("ineligible_after_cents"),
        pl.col("was_approved_cents").alias("approved_before_cents"),
        c.approved_now_cents.alias("approved_after_cents"), "guaranteed_cents",
    )  # fmt: skip
