"""Late-payment penalties of buyers, by half-year, and the indemnity of each invoice paid late.

Grain: part of an invoice paid on a day (or still open), and half-year. Source: art. L441-10 II,
D441-5 C. com.; art. R2192-31 and following CCP; DOMAIN §5.3, W5-2 to W5-4.
"""

from datetime import date

import polars as pl

from comptant.rules import law
from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import numbers, penalty

INDEX = "ECB_REFI"  # the ECB's rate of its main refinancing operations
# A part of an invoice that was paid on a day after its due day, or is open until today.
LATE = shape("contract_id", "invoice_id", "due_on", "paid_on", "part_cents", "buyer_is_public")
# Values of the index, each from its day.
RATES = shape("from_on", "reference_ppm")
_PART = ["contract_id", "invoice_id", "paid_on"]


def half_year_from_on() -> pl.Expr:
    """The first day of a half-year on which a part is late: from the day after the due day."""
    return pl.max_horizontal(c.half_year_on, c.due_on + pl.duration(days=1))


def half_year_late_days() -> pl.Expr:
    """Days late within a half-year, the day of payment included. Source: §5.3."""
    last = pl.min_horizontal(c.half_year_on.dt.offset_by("6mo"), c.paid_on + pl.duration(days=1))
    return (last - c.half_year_from_on).dt.total_days()


def late_rate_ppm() -> pl.Expr:
    """The rate of a half-year: that of the ECB on its first day, and ten points; of a public buyer
    that of the first day of the half-year in which it began to be late, and eight. Source: art.
    L441-10 II C. com.; R2192-31 CCP."""
    margin = (
        pl.when(c.buyer_is_public)
        .then(law.PUBLIC_LATE_PENALTY_MARGIN_PPM.at(c.half_year_on))
        .otherwise(law.LATE_PENALTY_MARGIN_PPM.at(c.half_year_on))
    )
    return c.reference_ppm + margin


def penalty_cents() -> pl.Expr:
    """Amount including VAT x rate x days / 365, rounded for each half-year. Source: §5.3, W5-3."""
    return penalty(numbers(c.part_cents, c.late_rate_ppm, c.half_year_late_days))


PENALTY: tuple[Rule, ...] = (half_year_from_on, half_year_late_days, late_rate_ppm, penalty_cents)


def late_penalties(late: pl.DataFrame, rates: pl.DataFrame) -> pl.DataFrame:
    """LATE, a row per half-year in which each part was late, with its days, rate and penalty. A
    half-year that no value of RATES reaches has no rate: BrokenBatch, as on another shape."""
    check(late, LATE)
    first = _half_year(c.due_on + pl.duration(days=1))
    halves = late.with_columns(
        first_half_on=first,
        half_year_on=pl.date_ranges(first, _half_year(c.paid_on), "6mo"),
    ).explode("half_year_on")
    rated_on = pl.when(c.buyer_is_public).then(pl.col("first_half_on")).otherwise(c.half_year_on)
    dated = halves.with_columns(from_on=rated_on).sort("from_on")
    rated = dated.join_asof(check(rates, RATES).sort("from_on"), on="from_on")
    found = decide(rated.drop("from_on", "first_half_on"), PENALTY)
    return found.sort(*_PART, "half_year_on")


def _half_year(day: pl.Expr) -> pl.Expr:
    """The first day of the half-year of a day."""
    return pl.date(day.dt.year(), pl.when(day.dt.month() > 6).then(7).otherwise(1), 1)


def indemnity_cents(paid_on: date) -> int:
    """What is due besides for each invoice paid late, once. Source: art. D441-5 C. com."""
    return law.RECOVERY_INDEMNITY_CENTS.on(paid_on)


# One row per invoice: what it costs to date, what was claimed before and not undone, what of it is
# disputed, since when its buyer is insolvent.
CLAIMABLE = shape(
    "invoice_id", "due_on", "penalty_due_cents", "indemnity_due_cents", "penalty_cents",
    "indemnity_cents", "disputed_cents", "insolvent_on?",
)  # fmt: skip


def penalty_left_cents() -> pl.Expr:
    """Penalties to date less those claimed before: never below zero. Source: §5.3."""
    return (c.penalty_due_cents - c.penalty_cents).clip(lower_bound=0)


def indemnity_left_cents() -> pl.Expr:
    """The indemnity is due once for each invoice. Source: art. D441-5 C. com."""
    return (c.indemnity_due_cents - c.indemnity_cents).clip(lower_bound=0)


def penalty_stop() -> pl.Expr:
    """Why nothing is claimed of an invoice; null where something is. What is contested is settled
    first; the judgment that opens an insolvency stops penalties and is told to its officer.
    Source: art. L441-10, L622-28 C. com."""
    return (
        pl.when(c.insolvent_on.is_not_null())
        .then(pl.lit("insolvent"))
        .when(c.disputed_cents > 0)
        .then(pl.lit("disputed"))
        .when(c.penalty_left_cents + c.indemnity_left_cents == 0)
        .then(pl.lit("claimed"))
        .otherwise(pl.lit(None, pl.String))
    )


TO_CLAIM: tuple[Rule, ...] = (penalty_left_cents, indemnity_left_cents, penalty_stop)


def still_to_claim(invoices: pl.DataFrame) -> pl.DataFrame:
    """CLAIMABLE with what is left to claim of each, or why nothing is. BrokenBatch on another
    shape."""
    facts = invoices.select(CLAIMABLE.names)
    return decide(check(facts, CLAIMABLE), TO_CLAIM, nullable=("penalty_stop",))
