"""Fraud that shows in a client's book of invoices: its numbers, its amounts, its pace.

A book is compared with itself: what honest clients differ in (a part of their invoices assigned, a
price list, a season) is in what they did before. Source: DOMAIN §10; decision 0148.
"""

from datetime import timedelta

import polars as pl

from comptant.rules.columns import c
from comptant.rules.fraud import Limits, Seen, months_before, ppm_of, raised
from comptant.rules.money import ONE_PPM

ROUND_CENTS = 100_000
# Log10(1 + 1/d) in millionths: the share of first digits in a real book (Benford).
BENFORD_PPM = (301_030, 176_091, 124_939, 96_910, 79_181, 66_947, 57_992, 51_153, 45_757)
SERIES = ("client_id", "stem")


def number_gaps(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-03. In each series of a seller (its last six digits count), a jump of more than `gap` and
    `times` the largest that this client made before; or an invoice numbered more than `gap` below
    one dated `apart_days` earlier: those of one week are numbered as they are typed. A jump is
    judged `apart_days` after the invoice was sent: by then those numbered between have come too."""
    of = seen["sold"].filter(c.sent_on > seen.since(k["days"])).with_columns(
        digits=c.number_key.str.extract(r"(\d{1,6})$").cast(pl.Int64),
        stem=c.number_key.str.replace(r"\d{1,6}$", "")).drop_nulls("digits")  # fmt: skip
    # The day on which a jump is judged is looked at once, when it has come.
    is_due = seen.is_new(c.sent_on + timedelta(days=k["apart_days"]))
    is_settled = c.sent_on + timedelta(days=k["apart_days"]) <= seen.from_on
    usual = _jumps(of.filter(is_settled)).group_by("client_id").agg(usual=pl.col("jump").max())
    back = pl.col("highest") - pl.col("digits")
    most = pl.max_horizontal(pl.lit(k["gap"]), pl.col("usual").fill_null(0) * k["times"])
    of = _highest_before(_jumps(of), k["apart_days"]).join(usual, on="client_id", how="left")
    found = of.filter(((pl.col("jump") > most) & is_due)
                      | ((back > k["gap"]) & seen.is_new(c.sent_on)))  # fmt: skip
    found = found.sort("digits").group_by("contract_id", maintain_order=True).agg(
        pl.len().alias("gaps"), pl.col("jump").max(), pl.col("usual").first(),
        c.number_key.first(), c.gross_cents.sum())  # fmt: skip
    return raised("FR-03", found, "CONTRACT", "contract_id", "gross_cents", "gaps", "jump", "usual",
                  "number_key")  # fmt: skip


def _jumps(of: pl.DataFrame) -> pl.DataFrame:
    """How far each number is from the one below it in its series."""
    digits = pl.col("digits")
    return of.sort("digits").with_columns(jump=(digits - digits.shift(1)).over(SERIES))


def _highest_before(of: pl.DataFrame, apart_days: int) -> pl.DataFrame:
    """The highest number of each one's series that is dated so many days before it."""
    peaks = of.sort("issued_on").select(
        *SERIES, day="issued_on", highest=pl.col("digits").cum_max().over(SERIES))  # fmt: skip
    asked = of.with_columns(day=c.issued_on - timedelta(days=apart_days)).sort("day")
    return asked.join_asof(peaks, on="day", by=SERIES, check_sortedness=False)


def round_amounts(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-04. The share of invoices that are a multiple of 1 000.00."""
    round_ = c.gross_cents % ROUND_CENTS == 0
    of = seen["sold"].filter(c.sent_on > seen.since(k["days"])).group_by("contract_id").agg(
        pl.len().alias("invoices"), round_.sum().alias("round"),
        c.gross_cents.filter(round_).sum())  # fmt: skip
    of = of.with_columns(share=ppm_of(pl.col("round"), pl.col("invoices")))
    found = of.filter((pl.col("invoices") >= k["least"]) & (pl.col("share") > k["share_ppm"]))
    return raised("FR-04", found, "CONTRACT", "contract_id", "gross_cents", "invoices", "round",
                  "share")  # fmt: skip


def first_digits(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-05. Chi squared of first digits, in thousandths: against Benford's shares, and of the last
    `recent_days` against the client's own before. A price list never was Benford's; what is
    invented differs from both. A client without `before_least` invoices before is not judged."""
    digit = c.gross_cents.cast(pl.String).str.head(1).cast(pl.Int64)
    is_recent = c.sent_on > seen.since(k["recent_days"])
    of = seen["sold"].filter(c.sent_on > seen.since(k["days"])).with_columns(
        digit=digit, is_recent=is_recent)  # fmt: skip
    each = [(pl.col("digit") == d) for d in range(1, 10)]
    recent = pl.col("is_recent")
    counts = of.group_by("contract_id").agg(
        *[one.sum().cast(pl.Int64).alias(f"d{d}") for d, one in enumerate(each, 1)],
        *[(one & recent).sum().cast(pl.Int64).alias(f"r{d}") for d, one in enumerate(each, 1)],
        pl.len().cast(pl.Int64).alias("n"), c.gross_cents.filter("is_recent").sum(),
        recent=recent.sum().cast(pl.Int64))  # fmt: skip
    counts = counts.filter((pl.col("n") >= k["least"]) & (pl.col("recent") > 0)
                           & (pl.col("n") - pl.col("recent") >= k["before_least"]))  # fmt: skip
    counts = counts.with_columns(chi=_from_benford(), shift=_from_before())
    found = counts.filter((pl.col("chi") > k["chi_thousandths"])
                          & (pl.col("shift") > k["shift_thousandths"]))  # fmt: skip
    return raised("FR-05", found, "CONTRACT", "contract_id", "gross_cents", "n", "chi", "recent",
                  "shift")  # fmt: skip


def _from_benford() -> pl.Expr:
    """Chi squared of d1 to d9, of n, in thousandths."""
    n = pl.col("n").cast(pl.Int128)
    parts = [
        (pl.col(f"d{d}").cast(pl.Int128) * 1_000_000 - n * share).pow(2) // (n * share * 1_000)
        for d, share in enumerate(BENFORD_PPM, 1)
    ]
    return pl.sum_horizontal(parts).cast(pl.Int64)


def _from_before() -> pl.Expr:
    """Chi squared of the recent digits (r1 to r9) against those before, in thousandths."""
    recent = pl.col("recent").cast(pl.Int128)
    before = pl.col("n").cast(pl.Int128) - recent
    parts = []
    for d in range(1, 10):
        now, whole = pl.col(f"r{d}").cast(pl.Int128), pl.col(f"d{d}").cast(pl.Int128)
        gap = now * before - (whole - now) * recent
        parts.append(pl.when(whole > 0).then(gap.pow(2) * 1_000 // (recent * before * whole)))
    return pl.sum_horizontal(parts).cast(pl.Int64)


def turnover_jump(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-12. What was assigned in the last month that is over, above `share_ppm` of the mean of the
    months before and above `above_ppm` of the best of them; not where a rise was planned. An
    invoice counts for no more than what `large_ppm` of the client's are below: a few large sales
    are no turnover. A client of less months than that is not judged."""
    this, first = months_before(seen.on, 1), months_before(seen.on, 1 + k["months"])
    of = seen["sold"].filter((c.sent_on >= first) & (c.sent_on < seen.on.replace(day=1)))
    is_this = pl.col("month_on") == this
    before = of.filter(c.sent_on < this).sort("contract_id", "gross_cents")
    large = before.group_by("contract_id").agg(most=c.gross_cents.get(
        pl.len().cast(pl.Int64) * k["large_ppm"] // ONE_PPM), begun=c.sent_on.min())  # fmt: skip
    months = of.join(large, on="contract_id").group_by(
        "contract_id", "begun", month_on=c.sent_on.dt.truncate("1mo")).agg(
        cents=pl.min_horizontal(c.gross_cents, pl.col("most")).sum())  # fmt: skip
    cents = pl.col("cents")
    sums = months.group_by("contract_id", "begun").agg(
        month=cents.filter(is_this).sum(), before=cents.filter(~is_this).sum(),
        best=cents.filter(~is_this).max())  # fmt: skip
    month = pl.col("month")
    sums = sums.join(seen["plans"], on="contract_id", how="left").with_columns(
        share=ppm_of(month * k["months"], pl.col("before")),
        above=ppm_of(month, pl.col("best")))  # fmt: skip
    planned = (pl.col("planned_cents") >= month).fill_null(False)
    settled = pl.col("begun") < first + timedelta(days=31)
    found = sums.filter((pl.col("share") > k["share_ppm"]) & (pl.col("above") > k["above_ppm"])
                        & ~planned & settled)  # fmt: skip
    return raised("FR-12", found, "CONTRACT", "contract_id", "month", "month", "before", "best",
                  "share")  # fmt: skip
