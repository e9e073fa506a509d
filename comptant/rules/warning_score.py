"""Pairs rolled up to companies: each factor with what was measured, what is usual, its points; the
score with its level. Grain: factor (company as buyer or client, factor). A company that is invoiced
in several currencies is judged in each, and has the worst."""

from datetime import date, timedelta

import polars as pl

from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM
from comptant.rules.warning import (
    ALERT_POINTS,
    HISTORY_DAYS,
    LEAST_COUNT,
    SUBJECTS,
    WATCH_POINTS,
    in_force,
)
from comptant.rules.warning_flow import PAIRS, most_shown

COMPANY = ("warning_subject", "party_id", "currency")
# One row per company: its score; what of its open invoices is more than 30 days late, in ppm (the
# naive warning).
SCORES = shape(*COMPANY, "score", "warning_level", "late_ppm")
# One row per company and factor. `measured` and `usual`: days or ppm, null where there is too
# little to measure; `invoices`: those that show most of it.
MEASURED = shape(*COMPANY, "factor", "measured?", "usual?", "points", "most_points")
_SUMS = tuple(name for name in PAIRS.names
              if name.endswith(("_cents", "_numbers", "_count")))  # fmt: skip


def scored(
    pairs: pl.DataFrame, showing: pl.DataFrame, cuts: pl.DataFrame, on: date
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """SCORES and MEASURED (with `invoices`) of every company of PAIRS, SHOWING and CUTS."""
    companies = pl.concat([_rolled(pairs, cuts, subject) for subject in SUBJECTS])
    measured = _points(companies, on)
    measured = _with_invoices(measured, showing)
    score = measured.group_by(COMPANY, maintain_order=True).agg(score=c.points.sum())
    late = companies.select(*COMPANY, late_ppm=_ppm(c.late_cents, c.open_cents).fill_null(0))
    scores = score.join(late, on=COMPANY).with_columns(warning_level=_level())
    worst = scores.sort("warning_subject", "party_id", "score", "currency",
                        descending=(False, False, True, False))  # fmt: skip
    worst = worst.unique(("warning_subject", "party_id"), keep="first", maintain_order=True)
    kept = worst.select(COMPANY)
    return worst.select(SCORES.names), measured.join(kept, on=COMPANY, maintain_order="left")


def _level() -> pl.Expr:
    """The level of a score; warning.level_of says the same of one."""
    return (
        pl.when(c.score >= ALERT_POINTS)
        .then(pl.lit("ALERT"))
        .when(c.score >= WATCH_POINTS)
        .then(pl.lit("WATCH"))
        .otherwise(pl.lit("QUIET"))
    )


def _rolled(pairs: pl.DataFrame, cuts: pl.DataFrame, subject: str) -> pl.DataFrame:
    """Companies of one kind: sums over their pairs, and over whom they deal with most."""
    mine, other = ("buyer_id", "client_id") if subject == "BUYER" else ("client_id", "buyer_id")
    by_other = pairs.group_by(mine, other, "currency", maintain_order=True).agg(
        pl.col(_SUMS).sum(), c.first_on.min())  # fmt: skip
    rolled = by_other.group_by(mine, "currency", maintain_order=True).agg(
        pl.col(_SUMS).sum(), c.first_on.min(), most_open=c.open_cents.max(),
        most_sold=c.base_sold_cents.max(), others=pl.len(),
    )  # fmt: skip
    limits = cuts if subject == "BUYER" else (
        by_other.select("client_id", "buyer_id", "currency").join(cuts, on=("buyer_id", "currency"))
    )  # fmt: skip
    limits = limits.group_by(mine, "currency").agg(c.peak_cents.sum(), c.limit_cents.sum())
    return rolled.join(limits, on=(mine, "currency"), how="left", maintain_order="left").select(
        pl.lit(subject).alias("warning_subject"), pl.col(mine).alias("party_id"), "currency",
        *_SUMS, "first_on", "most_open", "most_sold", "others", "peak_cents", "limit_cents",
    )  # fmt: skip


def _measures(on: date) -> dict[str, tuple[pl.Expr, pl.Expr]]:
    """Of each factor: what is measured now, and what is usual for the company."""
    compares = (c.recent_count >= LEAST_COUNT) & (c.base_count >= LEAST_COUNT)
    has_season = (c.first_on <= on - timedelta(days=HISTORY_DAYS)) & (c.season_cents > 0)
    none = pl.lit(None, pl.Int64)
    return {
        "BACKLOG": (_ppm(c.behind_cents, c.open_cents), pl.lit(0, pl.Int64)),
        "DELAY_DRIFT": (_when(compares, _mean(c.recent_numbers, c.recent_due_cents)),
                        _when(compares, _mean(c.base_numbers, c.base_due_cents))),
        "LIMIT_CUT": (_ppm((c.peak_cents - c.limit_cents).clip(0), c.peak_cents),
                      pl.when(c.peak_cents > 0).then(0).otherwise(none)),
        "DISPUTES": (_when(compares, _ppm(c.contested_cents, c.sold_cents)),
                     _when(compares, _ppm(c.base_contested_cents, c.base_sold_cents))),
        "SEASON": (_when(has_season, _ppm((c.season_cents - c.sold_cents).clip(0),
                                          c.season_cents)), _when(has_season, pl.lit(0))),
        "CONCENTRATION": (_when(compares & (pl.col("others") > 1),
                                _ppm(pl.col("most_open"), c.open_cents)),
                          _when(compares & (pl.col("others") > 1),
                                _ppm(pl.col("most_sold"), c.base_sold_cents))),
        "DILUTION": (_when(compares, _ppm(c.credited_cents, c.sold_cents)),
                     _when(compares, _ppm(c.base_credited_cents, c.base_sold_cents))),
    }  # fmt: skip


def _points(companies: pl.DataFrame, on: date) -> pl.DataFrame:
    """MEASURED of companies, by the weights of the day: points begin beyond `from_value` and are
    all there at `full_value`."""
    found = []
    measures = _measures(on)
    for one in in_force(on):
        now, usual = measures[one.factor]
        beyond = (pl.col("measured") - pl.col("usual") - one.from_value).clip(
            0, one.full_value - one.from_value)  # fmt: skip
        points = beyond * one.points // (one.full_value - one.from_value)
        of = companies.filter(c.warning_subject == one.subject).select(
            *COMPANY, pl.lit(one.factor).alias("factor"), now.alias("measured"),
            usual.cast(pl.Int64).alias("usual"))  # fmt: skip
        found.append(of.with_columns(points=points.fill_null(0).cast(pl.Int64),
                                     most_points=pl.lit(one.points, pl.Int64)))  # fmt: skip
    return pl.concat(found)


def _with_invoices(measured: pl.DataFrame, showing: pl.DataFrame) -> pl.DataFrame:
    """The invoices that show most of each factor that has points."""
    both = [
        showing.select(pl.lit(subject).alias("warning_subject"), pl.col(mine).alias("party_id"),
                       "currency", "factor", "contract_id", "invoice_id", "shown_cents")
        for subject, mine in (("BUYER", "buyer_id"), ("CLIENT", "client_id"))
    ]  # fmt: skip
    by = (*COMPANY, "factor")
    with_points = measured.filter(c.points > 0).select(by)
    shown = most_shown(pl.concat(both).join(with_points, on=by, how="semi"), by)
    lists = shown.group_by(by, maintain_order=True).agg(
        invoices=pl.struct("contract_id", "invoice_id", "shown_cents"))  # fmt: skip
    return measured.join(lists, on=by, how="left", maintain_order="left")


def _when(condition: pl.Expr, value: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(value)


def _mean(numbers: pl.Expr, cents: pl.Expr) -> pl.Expr:
    """Days, weighed by amounts, rounded down; null of nothing."""
    return pl.when(cents > 0).then(numbers // cents.cast(pl.Int128)).cast(pl.Int64)


def _ppm(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """A part in millionths, ten times the whole at most; null of nothing."""
    product = part.cast(pl.Int128) * pl.lit(ONE_PPM, pl.Int128)
    shares = pl.when(whole > 0).then(product // whole.cast(pl.Int128))
    return shares.clip(0, 10 * ONE_PPM).cast(pl.Int64)
