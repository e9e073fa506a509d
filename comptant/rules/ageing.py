"""The aged balance: what is open by the days it is late. Grain: anything with a due day and an open
amount. Source: DOMAIN 5.5, W5-5."""

import polars as pl

from comptant.rules.batch import Rule, check, decide, roll_up
from comptant.rules.columns import c, shape

# The last day late of each bucket, the newest first; the last one has no end. An invoice due on
# the day itself is not overdue.
BUCKETS = (("NE", 0), ("B1", 30), ("B2", 60), ("B3", 90), ("B4", None))
# Invoices open on a day, or sums of them that share a due day.
OPEN = shape("contract_id", "buyer_id", "currency", "due_on", "today_on", "open_cents")


def late_days() -> pl.Expr:
    """Days past due; negative before. Source: DOMAIN 5.5."""
    return (c.today_on - c.due_on).dt.total_days()


def bucket() -> pl.Expr:
    """The bucket that the days past due fall into. Source: DOMAIN 5.5."""
    ends = [
        pl.when(pl.lit(last is None) | (c.late_days <= (last or 0))).then(pl.lit(name))
        for name, last in BUCKETS
    ]
    return pl.coalesce(ends)


AGEING: tuple[Rule, ...] = (late_days, bucket)


def aged(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """OPEN to one row per `by` (which has the currency) and bucket, with the sum that is open."""
    return roll_up(decide(check(rows, OPEN), AGEING), (*by, "bucket"), ("open_cents",))
