"""The days that keep or lose the cover of an invoice: until when it may be extended, declared and
claimed, and when the indemnity is due. Grain: invoice and policy. Source: DOMAIN 6.1, 6.5, W6-6.
"""

import polars as pl

from comptant.rules.batch import Rule, first_reason
from comptant.rules.calendar import next_business_day
from comptant.rules.columns import c, shape
from comptant.rules.two_factor import dispute_until_on, jurisdiction_until_on

# One row per open invoice and policy. `insolvent_on`: the buyer's judgment, null: none known;
# `published_on`: of the notice that tells it, null: people said it, without a notice.
# `insolvency_days`, `claim_days`: null where the policy does not name them.
COVER_DAYS = shape(
    "contract_id", "invoice_id", "policy_id", "due_on", "extension_days",
    "consent_extension_days", "is_extension_agreed", "declaration_days", "insolvency_days?",
    "claim_days?", "waiting_days", "waiting_from", "dispute_days?", "jurisdiction_days?",
    "insolvent_on?", "published_on?", "declared_on?", "claimed_on?", "admitted_on?",
    "today_on",
)  # fmt: skip


def extended_until_on() -> pl.Expr:
    """The last day to which the term may be extended without asking. Source: 6.5."""
    return c.due_on + pl.duration(days=c.extension_days)


def extended_at_most_on() -> pl.Expr:
    """The last day to which it may be extended with the insurer's consent. Source: 6.5."""
    return c.extended_until_on + pl.duration(days=c.consent_extension_days)


def extension_allowed_on() -> pl.Expr:
    """The last new due day that keeps the cover as things stand. Source: 6.1, maximum
    extension."""
    return pl.when(c.is_extension_agreed).then(c.extended_at_most_on).otherwise(c.extended_until_on)


def cover_stop_on() -> pl.Expr:
    """The day after the extension that is allowed, or that of the insolvency: a debt still open
    then stops the cover of new deliveries to the buyer. Source: 6.1, automatic stop."""
    return pl.min_horizontal(c.extension_allowed_on + pl.duration(days=1), c.insolvent_on)


def declare_by_on() -> pl.Expr:
    """The last day to declare the unpaid invoice; soon after an insolvency is public, however
    long the ordinary delay still runs. Source: 6.3, 6.5; docs/decisions/0181."""
    ordinary = c.due_on + pl.duration(days=c.declaration_days)
    known_on = pl.max_horizontal(c.insolvent_on, c.published_on)
    soon = (
        pl.when(c.insolvent_on.is_not_null())
        .then(known_on + pl.duration(days=c.insolvency_days))
    )  # fmt: skip
    return pl.min_horizontal(ordinary, soon)


def claim_by_on() -> pl.Expr:
    """The last day to send the file of the claim, counted from the due day; null where the policy
    names none. Source: policy, claims."""
    return c.due_on + pl.duration(days=c.claim_days)


def indemnity_on() -> pl.Expr:
    """The day on which the indemnity is due: after the waiting period, which an import factor
    counts from the due day; in an insolvency a month after the admission, if that is sooner.
    Source: 6.5, 7.5 (GRIF art. 24)."""
    waited = (
        pl.when(c.waiting_from == "DUE")
        .then(next_business_day(c.due_on + pl.duration(days=c.waiting_days)))
        .otherwise(c.declared_on + pl.duration(days=c.waiting_days))
    )
    admitted = c.admitted_on.dt.offset_by("1mo")
    return pl.min_horizontal(waited, admitted)


def next_cover_step() -> pl.Expr:
    """What is to be done first to keep the cover; null where nothing is. Source: 6.5."""
    return first_reason(STEPS)


STEPS: dict[str, pl.Expr] = {
    "lost": c.declared_on.is_null() & (c.today_on > c.declare_by_on),
    "claim": c.declared_on.is_not_null() & c.claimed_on.is_null() & c.claim_by_on.is_not_null(),
    "declare": c.declared_on.is_null()
    & ((c.today_on > c.extended_until_on) | c.insolvent_on.is_not_null()),
    "ask_extension": c.declared_on.is_null()
    & ~c.is_extension_agreed
    & (c.today_on > c.due_on)
    & (c.consent_extension_days > 0),
    "watch": c.declared_on.is_null() & (c.today_on > c.due_on),
}


def act_by_on() -> pl.Expr:
    """The last day for that step; of an invoice whose day has passed, the day that was missed."""
    return (
        pl.when(c.next_cover_step == "claim")
        .then(c.claim_by_on)
        .when(c.next_cover_step == "ask_extension")
        .then(pl.min_horizontal(c.extended_until_on, c.declare_by_on))
        .when(c.next_cover_step.is_not_null())
        .then(c.declare_by_on)
    )


def cover_days_left_days() -> pl.Expr:
    """Days left until then, that day included; below zero it has passed."""
    return (c.act_by_on - c.today_on).dt.total_days()


DAYS: tuple[Rule, ...] = (
    extended_until_on, extended_at_most_on, extension_allowed_on, cover_stop_on, declare_by_on,
    claim_by_on, indemnity_on, dispute_until_on, jurisdiction_until_on, next_cover_step, act_by_on,
    cover_days_left_days,
)  # fmt: skip
NULLABLE = ("claim_by_on", "indemnity_on", "dispute_until_on", "jurisdiction_until_on",
            "next_cover_step", "act_by_on", "cover_days_left_days")  # fmt: skip
