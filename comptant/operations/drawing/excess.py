"""Over-advances: what the close of each day finds, where the contract asks a fee for it, and the
fee billed at the end of the month. Source: DOMAIN §3.4, §4.4 FEE-DEP, W4-7."""

from datetime import date

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import book_events, charge, numbered
from comptant.operations.drawing.availability import availability
from comptant.rules import interest
from comptant.rules.columns import c, shape
from comptant.rules.excess import MARGINS, OVER_ADVANCES, excess_lines
from comptant.store import bulk

EXCESS = ("FEE-DEP", "price, fee on an over-advance")  # code and clause of a line of a bill
LATER = PLANNED = shape("contract_id")
LAST = shape("contract_id", "over_advance_cents")
FOUND = shape(*OVER_ADVANCES.names, "billed_until_on?")


def keep_over_advances(do: Act, contracts: pl.DataFrame) -> None:
    """Write down the over-advance of the day's end where it is not what it was, of contracts with
    a fee or a repayment plan. What is asked for and not released yet is out of nobody's hands: it
    bears nothing. A contract whose charge waits for a rate stays at what was last known. Where the
    close is so late that something was done on a later day, it is no more than what was known
    before the day and what is found now: a day that may have had less bears no more (decision 69).
    """
    ids = contracts["contract_id"].to_list()
    planned = bulk.read(do.conn, "contracts_with_plans", PLANNED, ids=ids)["contract_id"]
    asking = contracts.filter(
        (pl.col("excess_margin_ppm") > 0) | c.contract_id.is_in(planned.implode())
    )
    if asking.is_empty():
        return
    seen = availability(do, asking, leave_unknown=True).contracts
    ids = seen["contract_id"].to_list()
    last = bulk.read(do.conn, "last_over_advances", LAST, ids=ids, on=do.on)
    later = bulk.read(do.conn, "acted_later", LATER, ids=ids, on=do.on)
    found = (c.over_advance_cents - pl.col("pending_cents")).clip(lower_bound=0)
    now = seen.select("contract_id", found_cents=found).join(
        last.rename({"over_advance_cents": "before_cents"}), on="contract_id", how="left",
        maintain_order="left",
    ).with_columns(pl.col("before_cents").fill_null(0))  # fmt: skip
    least = pl.min_horizontal("before_cents", "found_cents")
    is_late = pl.col("contract_id").is_in(later["contract_id"].to_list())
    now = now.with_columns(
        pl.when(is_late).then(least).otherwise("found_cents").alias("over_advance_cents")
    )
    changed = now.filter(c.over_advance_cents != pl.col("before_cents"))
    bulk.copy_in(do.conn, "over_advance", changed.select(
        "contract_id", pl.lit(do.on).alias("from_on"), "over_advance_cents",
        pl.lit(do.id).alias("act_id")))  # fmt: skip


def bill_excess(do: Act, contracts: pl.DataFrame, until_on: date) -> pl.DataFrame:
    """Bill the days in over-advance since the last bill, up to a day excluded: one entry a contract
    and a line for each amount and margin. Gives contract_id and excess_fee_cents."""
    ids = contracts["contract_id"].to_list()
    found = bulk.read(do.conn, "over_advances", FOUND, ids=ids, until_on=until_on)
    nothing = pl.lit(0, pl.Int64).alias("excess_fee_cents")
    if found.is_empty():
        return found.select("contract_id", nothing)
    periods = found.group_by(interest.KEY, maintain_order=True).agg(
        pl.coalesce(pl.col("billed_until_on").first(), c.from_on.min()).alias("from_on"),
        pl.lit(until_on).first().alias("until_on"),
    )
    margins = bulk.read(do.conn, "excess_margins", MARGINS, ids=found["contract_id"].to_list())
    lines = excess_lines(
        found.select(OVER_ADVANCES.names), margins, periods.filter(c.from_on < c.until_on)
    )
    fees = lines.group_by("contract_id", maintain_order=True).agg(c.excess_fee_cents.sum())
    fees = numbered(do, fees.filter(c.excess_fee_cents != 0))
    if fees.height:
        event = pl.lit(f"excess/{until_on}").alias("event")
        amounts = fees.select("entry_id", fee="excess_fee_cents")
        book_events(do, "excess_fee", fees.with_columns(event), "", amounts, until_on)
        told = lines.join(fees.select("contract_id", "entry_id"), on="contract_id")
        code, clause = (pl.lit(word) for word in EXCESS)
        charge(do, told.select(
            "contract_id", "entry_id", code.alias("code"), clause.alias("clause"),
            pl.lit("EXEMPT_FIN").alias("vat_class"), c.interest_base_cents.alias("base_cents"),
            c.financing_rate_ppm.alias("rate_ppm"), c.excess_fee_cents.alias("amount_cents"),
            "from_on", "until_on", pl.lit(False).alias("is_correction"),
        ))  # fmt: skip
    return fees.select("contract_id", "excess_fee_cents")
