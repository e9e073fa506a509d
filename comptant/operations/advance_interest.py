"""The financing charge taken in advance (pré-comptée): at assignment, to the due date and a margin;
once the invoice is closed, corrected to the days really used. Source: DOMAIN 4.3, W4-5."""

from datetime import timedelta

import polars as pl

from comptant.operations.act import Act
from comptant.operations.billing import NO_PERIOD, book_events, charge, numbered
from comptant.operations.financing import FINANCING, interest_facts, rate_missing
from comptant.rules import interest
from comptant.rules.advance_interest import PRECOMPUTED_RULES, TRUE_UP_RULES
from comptant.rules.availability import CLASS_RATES
from comptant.rules.batch import decide
from comptant.rules.columns import c, shape
from comptant.rules.money import share_down
from comptant.store import bulk

PRECHARGED = shape(
    "contract_id", "event", "invoice_id", "funded_on", "collection_value_on", "advance_cents",
    "financing_rate_ppm", "precomputed_interest_cents",
)  # fmt: skip
PRECHARGE = (
    "contract_id", "invoice_id", "funded_on", "advance_cents", "financing_rate_ppm",
    "precomputed_interest_cents",
)  # fmt: skip


def charge_in_advance(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Charge the approved part of new invoices (contract_id, event, invoice_id, due_on,
    advance_class, approved_now_cents), where the contract is charged in advance, each at its
    class's advance rate."""
    in_advance = contracts["charge_timing"] == "ADVANCE"
    if not in_advance.any():
        return
    contracts = contracts.filter(in_advance)
    rows = rows.join(contracts, on="contract_id", how="semi", maintain_order="left")
    if rows.is_empty():
        return
    rates = rates_today(do, contracts.join(rows, on="contract_id", how="semi"))
    terms = contracts.select(
        "contract_id",
        pl.col("advance_margin_days").alias("prefee_margin_days"),
        *CLASS_RATES.values(),
    )
    advance_ppm = pl.coalesce(
        pl.when(c.advance_class == name).then(pl.col(rate)) for name, rate in CLASS_RATES.items()
    )
    rows = (
        rows.join(terms, on="contract_id", maintain_order="left")
        .join(rates, on="contract_id", maintain_order="left")
        .select(
            "contract_id", "event", "invoice_id", "due_on", "prefee_margin_days",
            "financing_rate_ppm",
            share_down(c.approved_now_cents, advance_ppm).alias("advance_cents"),
            pl.lit(do.on).alias("funded_on"),
        )
        .filter(c.advance_cents > 0)
    )  # fmt: skip
    rows = decide(rows, PRECOMPUTED_RULES)
    if not rows["precomputed_interest_cents"].sum():
        return
    bulk.copy_in(do.conn, "precharge", rows.select(PRECHARGE))
    when = pl.lit(do.on).alias("value_on")
    _post(do, rows.with_columns(when), "precharge", c.precomputed_interest_cents)


def true_up(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Correct what was charged in advance on invoices that are closed now (contract_id, event,
    invoice_id, value_on), once per invoice.

    Gives contract_id, event and true_up_cents: what goes back (negative: charged on top).
    """
    contracts = contracts.filter(pl.col("charge_timing") == "ADVANCE")
    rows = rows.join(contracts, on="contract_id", how="semi", maintain_order="left")
    rows = rows.unique(("contract_id", "invoice_id"), keep="last", maintain_order=True)
    if rows.is_empty():
        return rows.select("contract_id", "event", pl.lit(0, pl.Int64).alias("true_up_cents"))
    asked = bulk.arrays(rows.select("contract_id", "event", "invoice_id", "value_on"))
    found = bulk.read(do.conn, "settle_precharges", PRECHARGED, **asked)
    kept = contracts.select("contract_id", pl.col("has_true_up").alias("prefee_true_up"))
    told = decide(
        found.join(kept, on="contract_id", maintain_order="left"), TRUE_UP_RULES
    ).with_columns(c.collection_value_on.alias("value_on"))
    _post(do, told, "true_up", -c.true_up_cents)
    return told.group_by("contract_id", "event", maintain_order=True).agg(c.true_up_cents.sum())


def _post(do: Act, rows: pl.DataFrame, suffix: str, cents: pl.Expr) -> None:
    """One entry per contract, event and value date, and its line of a bill."""
    rows = rows.group_by("contract_id", "event", "value_on", maintain_order=True).agg(
        cents.sum().alias("cents"), c.advance_cents.sum().alias("base_cents")
    )
    rows = numbered(do, rows.filter(pl.col("cents") != 0))
    if rows.is_empty():
        return
    book_events(do, "interest", rows, suffix, rows.select("entry_id", interest="cents"))
    charge(do, rows.select(
        "contract_id", "entry_id", pl.lit("INT-ADV").alias("code"),
        pl.lit(FINANCING[1]).alias("clause"), pl.lit("EXEMPT_FIN").alias("vat_class"),
        "base_cents", pl.lit(0, pl.Int64).alias("rate_ppm"), pl.col("cents").alias("amount_cents"),
        *NO_PERIOD,
    ))  # fmt: skip


def rates_today(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """contract_id and financing_rate_ppm of today: reference, floor and margin in force."""
    today = contracts.select("contract_id", pl.lit(do.on).alias("from_on"))
    _, fixings, terms = interest_facts(do, contracts, today)
    keyed = contracts.select("contract_id", c.contract_currency.alias("currency"))
    one = keyed.with_columns(
        pl.lit(do.on).alias("value_on"), pl.lit(1, pl.Int64).alias("amount_cents")
    )
    tomorrow = pl.lit(do.on + timedelta(days=1)).alias("until_on")
    periods = keyed.with_columns(pl.lit(do.on).alias("from_on"), tomorrow)
    try:
        cut = interest.segments_of(one, fixings, terms, periods)
    except interest.MissingRate as error:
        raise rate_missing(error) from None
    decided = decide(cut, interest.SEGMENT_RULES)
    return decided.select("contract_id", "financing_rate_ppm")
