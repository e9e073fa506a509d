"""What a reader of ledgers answers, and the way from dated invoices to one row per buyer."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from comptant.formats.reading import Fault
from comptant.rules.columns import c, shape

YEAR_DAYS = 365
MONTHS = 12
USUAL_TERMS = (0, 15, 30, 45, 60)  # days; DOMAIN §5.2: 30 without agreement, 60 at most
NO_AGREEMENT_DAYS = 30  # C. com. L441-10 I: no term was agreed
SPAN_MIN_DAYS = 28  # less says nothing of a year
SEASON_MIN_DAYS = 330  # less says nothing of its seasons

# One row per buyer, and one per buyer and month of the year that follows.
LEDGER = shape(
    "row_number", "buyer_name", "buyer_siren?", "buyer_country?", "buyer_count", "turnover_cents",
    "invoice_count?", "largest_invoice_cents?", "term_days", "payment_days?", "credited_cents?",
    "ledger_open_cents?", "stale_30_cents?", "stale_60_cents?", "limit_cents?",
)  # fmt: skip
LEDGER_SALES = shape("row_number", "month_number", "sold_cents")
# Invoices (credit notes negative) of buyers known by a key of the file's own.
DATED = pl.Schema({
    "key": pl.String(), "buyer_name": pl.String(), "buyer_siren": pl.String(),
    "buyer_country": pl.String(), "issued_on": pl.Date(), "due_on": pl.Date(),
    "paid_on": pl.Date(), "gross_cents": pl.Int64(), "open_cents": pl.Int64(),
})  # fmt: skip


@dataclass(frozen=True)
class LedgerRead:
    """LEDGER and LEDGER_SALES (none where seasons are not known), what the file is (aged, invoices,
    fec), what was understood (our name, the file's word), notes (codes with their detail), faults.
    """

    buyers: pl.DataFrame
    sales: pl.DataFrame
    kind: str = ""
    as_of_on: date | None = None
    understood: dict[str, str] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()


def refused(*faults: Fault, kind: str = "", understood: dict[str, str] | None = None) -> LedgerRead:
    """Nothing was taken, for these reasons."""
    return LedgerRead(LEDGER.empty(), LEDGER_SALES.empty(), kind=kind,
                      understood=understood or {}, faults=faults)  # fmt: skip


def mean(amount: pl.Expr, days: pl.Expr) -> pl.Expr:
    """The mean of days weighted by amounts, to the day; null where no amount counts."""
    whole = pl.when(days.is_not_null()).then(amount).otherwise(0).cast(pl.Int128).sum()
    total = (amount.cast(pl.Int128) * days.cast(pl.Int128)).sum()
    return pl.when(whole > 0).then((2 * total + whole) // (2 * whole)).cast(pl.Int64)


@dataclass(frozen=True)
class Profile:
    """Buyers and their months, and what had to be supposed."""

    buyers: pl.DataFrame
    sales: pl.DataFrame
    notes: tuple[tuple[str, str], ...]


def profile(
    dated: pl.DataFrame, as_of: date, covered: tuple[date, date] | None = None
) -> Profile | None:  # fmt: skip
    """DATED to one row per buyer for the year up to `as_of`; None where nothing was sold.

    A history that reaches back so far gives the twelve months that are over, whole: of a client
    billed once a month no month counts twice. `covered`: the first and last day of which the file
    tells what was sold, where it says so (none: from its first sale to `as_of`). A shorter history
    is carried to a year in proportion, and no season is told.
    """
    ends = covered[1] if covered else as_of
    age = (pl.lit(ends) - c.issued_on).dt.total_days()
    known = dated.with_columns(age=age).filter(pl.col("age") >= 0)
    oldest = known.filter(c.gross_cents > 0)["age"].max()
    if not isinstance(oldest, int):
        return None
    told = (covered[1] - covered[0]).days + 1 if covered else 0
    days = max(oldest + 1, told, SPAN_MIN_DAYS)
    until, begins = _over_on(ends), ends - timedelta(days=days - 1)
    from_month = until.year * MONTHS + until.month - MONTHS
    is_whole = begins.year * MONTHS + begins.month - 1 <= from_month
    month = c.issued_on.dt.year().cast(pl.Int64) * MONTHS + c.issued_on.dt.month() - from_month
    if is_whole:
        year = _months_over(known.with_columns(month_number=month))
    else:
        since = MONTHS - pl.col("age") * MONTHS // YEAR_DAYS
        year = known.filter(pl.col("age") < YEAR_DAYS).with_columns(month_number=since)
    sold = year.filter(c.gross_cents > 0)
    if sold.is_empty():
        return None
    span = min(days, YEAR_DAYS)
    is_year = span >= SEASON_MIN_DAYS
    notes = [] if is_year else [("ledger_carried_to_a_year", str(span))]
    part = YEAR_DAYS if is_year else span
    buyers = _buyers(year, dated, as_of, part)
    if buyers["term_days"].null_count():
        notes.append(("ledger_term_supposed", str(NO_AGREEMENT_DAYS)))
    if buyers["payment_days"].null_count():
        notes.append(("ledger_delay_unknown", str(buyers["payment_days"].null_count())))
    buyers = buyers.with_columns(c.term_days.fill_null(NO_AGREEMENT_DAYS))
    sales = _sales(sold, buyers) if is_year else LEDGER_SALES.empty()
    return Profile(buyers.select("key", *LEDGER.names), sales, tuple(notes))


def _over_on(as_of: date) -> date:
    """The last day of the last month that is over on a day: its own, where only a week-end is left
    of it."""
    next_on = as_of + timedelta(days=max(7 - as_of.weekday(), 1) if as_of.weekday() > 3 else 1)
    return next_on.replace(day=1) - timedelta(days=1)


def _months_over(known: pl.DataFrame) -> pl.DataFrame:
    """The twelve months that are over; of a buyer who is new since, what it has bought since."""
    is_over = pl.col("month_number").is_between(1, MONTHS)
    is_new = ~(is_over & (c.gross_cents > 0)).any().over("key")
    since = is_new & (pl.col("month_number") > MONTHS)
    return known.filter(is_over | since).with_columns(c.month_number.clip(upper_bound=MONTHS))


def _buyers(year: pl.DataFrame, dated: pl.DataFrame, as_of: date, part: int) -> pl.DataFrame:
    """Sums of the year, carried from `part` days to a year, and what is open on the day."""
    is_sale = c.gross_cents > 0
    paid = (pl.col("paid_on") - c.issued_on).dt.total_days()
    term = (c.due_on - c.issued_on).dt.total_days()

    def yearly(value: pl.Expr) -> pl.Expr:
        return (value.cast(pl.Int128) * YEAR_DAYS // part).cast(pl.Int64)

    sums = year.group_by("key", maintain_order=True).agg(
        c.buyer_name.drop_nulls().first(), c.buyer_siren.drop_nulls().first(),
        c.buyer_country.drop_nulls().first(),
        yearly(c.gross_cents.filter(is_sale).sum()).alias("turnover_cents"),
        yearly(-c.gross_cents.filter(~is_sale).sum()).alias("credited_cents"),
        yearly(is_sale.sum()).alias("invoice_count"),
        c.gross_cents.max().alias("largest_invoice_cents"),
        mean(c.gross_cents.filter(is_sale), term.filter(is_sale)).alias("term_days"),
        mean(c.gross_cents.filter(is_sale & paid.is_not_null()),
             paid.filter(is_sale & paid.is_not_null())).alias("payment_days"),
    )  # fmt: skip
    late = (pl.lit(as_of) - c.due_on).dt.total_days()
    opened = dated.group_by("key").agg(
        c.open_cents.sum().clip(lower_bound=0).alias("ledger_open_cents"),
        c.open_cents.filter(late > 30).sum().clip(lower_bound=0).alias("stale_30_cents"),
        c.open_cents.filter(late > 60).sum().clip(lower_bound=0).alias("stale_60_cents"),
    )
    rows = sums.filter(c.turnover_cents > 0).join(opened, on="key", maintain_order="left")
    rows = rows.sort("turnover_cents", descending=True, maintain_order=True)
    return rows.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row_number"),
        pl.lit(1, pl.Int64).alias("buyer_count"), pl.lit(None, pl.Int64).alias("limit_cents"),
        c.payment_days.clip(lower_bound=0), c.term_days.clip(lower_bound=0),
        c.invoice_count.clip(lower_bound=1),
        *(pl.min_horizontal(pl.col(name), c.ledger_open_cents) for name in ("stale_30_cents",
                                                                          "stale_60_cents")),
    )  # fmt: skip


def _sales(sold: pl.DataFrame, buyers: pl.DataFrame) -> pl.DataFrame:
    """What was sold in each month of the year: the coming year is taken to be like it."""
    known = buyers.select("key", "row_number")
    return (
        sold.with_columns(c.month_number.cast(pl.Int64))
        .join(known, on="key")
        .group_by("row_number", "month_number")
        .agg(c.gross_cents.sum().alias("sold_cents"))
        .sort("row_number", "month_number")
        .select(LEDGER_SALES.names)
    )
