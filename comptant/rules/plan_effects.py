"""What a plan by which a buyer pays later changes: when each invoice is paid, what is no longer
financed meanwhile, and whether its cover allows it. Grain: invoice of a plan.

The due day of an invoice stays: lateness and penalties count from it. Source: DOMAIN §3.6 EL-05,
§5.1, §6.1 (maximum extension), §6.5.
"""

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import share_down

INSTALMENTS = shape("due_on", "instalment_cents")
# `promised_cents`: what the plan is about, the oldest invoices first; `advance_ppm`: of the class
# of the invoice; the last four of the policy that loses its cover first, null where none covers.
PLANNED = shape(
    "invoice_id", "due_on", "open_cents", "promised_cents", "approved_cents", "advance_ppm",
    "has_recourse", "overdue_cutoff_days", "extension_allowed_on?", "extended_at_most_on?",
    "cover_due_cents?", "declared_on?",
)  # fmt: skip


def later_days() -> pl.Expr:
    """Days from the due day to the day on which the plan pays the last of it; none where sooner."""
    return (c.paid_off_on - c.due_on).dt.total_days().clip(lower_bound=0)


def unfunded_on() -> pl.Expr:
    """The day on which the invoice leaves the base for being late, where the plan has not paid it
    by then; null where it has, or where lateness takes nothing (C-3). Source: EL-05."""
    day = c.due_on + pl.duration(days=c.overdue_cutoff_days + 1)
    return pl.when(c.has_recourse & (c.paid_off_on >= day)).then(day)


def unfunded_cents() -> pl.Expr:
    """What of the approved amount is still open then, by the plan."""
    left = c.open_cents - c.planned_by_then_cents
    return (
        pl.when(c.unfunded_on.is_null())
        .then(pl.lit(0, pl.Int64))
        .otherwise(pl.min_horizontal(left, c.approved_cents))
    )


def lost_advance_cents() -> pl.Expr:
    """What may no longer be drawn for it from that day, at most. Source: §3.4."""
    return share_down(c.unfunded_cents, c.advance_ppm)


def plan_cover() -> pl.Expr:
    """Whether the cover of the invoice allows it to be paid so late. Source: §6.1."""
    return (
        pl.when(c.cover_due_cents.fill_null(0) == 0)
        .then(pl.lit("NOT_COVERED"))
        .when(c.declared_on.is_not_null())
        .then(pl.lit("DECLARED"))
        .when(c.paid_off_on <= c.extension_allowed_on)
        .then(pl.lit("WITHIN"))
        .when(c.paid_off_on <= c.extended_at_most_on)
        .then(pl.lit("CONSENT_NEEDED"))
        .otherwise(pl.lit("LOST"))
    )


EFFECTS: tuple[Rule, ...] = (later_days, unfunded_on, unfunded_cents, lost_advance_cents,
                             plan_cover)  # fmt: skip


def effects(planned: pl.DataFrame, instalments: pl.DataFrame) -> pl.DataFrame:
    """PLANNED, the oldest invoices first, with what INSTALMENTS (which come to all that is
    promised) change of each. BrokenBatch on another shape."""
    check(planned, PLANNED)
    check(instalments, INSTALMENTS)
    until = c.promised_cents.cum_sum()
    rows = planned.with_columns(until=until, before=until - c.promised_cents)
    days = instalments.sort("due_on").select("due_on", until=c.instalment_cents.cum_sum())
    paid_off = rows.join_asof(days.rename({"due_on": "paid_off_on"}), on="until",
                              strategy="forward")  # fmt: skip
    last_on = c.due_on + pl.duration(days=c.overdue_cutoff_days)
    by_then = paid_off.with_columns(last_on=last_on).sort("last_on", "before").join_asof(
        days.select(last_on="due_on", paid="until"), on="last_on"
    )  # fmt: skip
    planned_by_then = (pl.col("paid").fill_null(0) - pl.col("before")).clip(
        lower_bound=0, upper_bound=c.promised_cents
    )
    known = by_then.sort("until").with_columns(planned_by_then_cents=planned_by_then)
    return decide(known.drop("until", "before", "last_on", "paid"), EFFECTS, ("unfunded_on",))
