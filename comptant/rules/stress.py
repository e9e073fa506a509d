"""A stressed portfolio: what shocks change in the facts that ordinary rules read, and who bears it.

Nothing here decides what is financed: `eligibility`, `approval` and `availability` do, on facts of
a worse day. Grain: open invoice; then buyer under a policy, contract. Source: DOMAIN 1.6, 3.4, 3.7,
6.4; docs/decisions/0151-a-stress-is-ordinary-rules-on-other-facts.md.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata, share, share_down

WEEKS, WEEK_DAYS = 13, 7
YEAR_DAYS = 360  # of the financing charge, R-8
# What a shock says of each invoice, by its buyer.
SHOCKED = shape("late_more_days", "buyer_fails", "diluted_ppm", "limit_kept_ppm")
# One row per invoice of a buyer that fails, with what its policies pay of it and keep as
# deductible. `guaranteed_cents` and `uncovered_cents`: what the guarantee takes of it at once;
# `factor_open_cents` and `client_open_cents`: what it had taken before.
LOSSES = shape(
    "contract_id", "buyer_id", "invoice_id", "due_on", "open_cents", "reduction_cents",
    "guaranteed_cents", "uncovered_cents", "factor_open_cents", "client_open_cents",
    "insurer_bears_cents", "deductible_bears_cents",
)  # fmt: skip
# One row per contract.
BORNE = shape(
    "contract_id", "client_risk_cents", "fund_balance_cents", "available_before_cents",
    "available_after_cents",
)  # fmt: skip
CHARGED = shape("contract_id", "funds_in_use_cents", "rate_ppm")


def shocked(facts: pl.DataFrame) -> pl.DataFrame:
    """The facts of eligibility on the worse day: buyers that fail are insolvent today; one that is
    so many days later makes each of its invoices so much older. Source: EL-05, EL-07, EL-20."""
    return facts.with_columns(
        buyer_insolvent_on=pl.when(c.buyer_fails)
        .then(pl.min_horizontal(c.buyer_insolvent_on, c.today_on))
        .otherwise(c.buyer_insolvent_on),
        today_on=c.today_on + pl.duration(days=c.late_more_days),
    )


def is_taken() -> pl.Expr:
    """Whether the guarantee takes the approved share, for a shock: the buyer fails, or is so late
    that the delay is over, days in dispute not counted. Source: DOMAIN 1.6, C-3."""
    delayed_on = c.due_on + pl.duration(days=c.guarantee_delay_days + c.paused_days)
    struck = c.buyer_fails | ((c.late_more_days > 0) & (delayed_on <= c.today_on))
    owed = (c.open_cents > 0) & (c.kept_approval_cents > 0) & ~c.is_disputed
    return ~c.has_recourse & owed & struck


def guaranteed_cents() -> pl.Expr:
    """What leaves the client's waterfall: what is approved and has an eligible amount under it.
    Source: DOMAIN 1.6, W8-E."""
    return pl.when(c.is_taken).then(c.kept_approval_cents).otherwise(0)


def uncovered_cents() -> pl.Expr:
    """The share of it that the guarantee leaves to the client. Source: W8-E5b."""
    return c.guaranteed_cents - share(c.guaranteed_cents, c.guaranteed_ppm)


TAKEN: tuple[Rule, ...] = (is_taken, guaranteed_cents, uncovered_cents)


def debt_cents() -> pl.Expr:
    """All that the buyer owes on the invoice, whoever bears it, less credits and cash that wait."""
    return c.open_cents - c.reduction_cents + c.factor_open_cents + c.client_open_cents


def factor_risk_cents() -> pl.Expr:
    """What the guarantee has taken: the factor's. Source: DOMAIN 1.6."""
    return c.guaranteed_cents - c.uncovered_cents + c.factor_open_cents


def client_risk_cents() -> pl.Expr:
    """The rest is the client's: all of it with recourse, what is not approved or not guaranteed
    without. Source: DOMAIN 1.6."""
    return c.debt_cents - c.factor_risk_cents


def insured_pool_cents() -> pl.Expr:
    """What the insurers pay and what they keep as deductible: never more than is owed."""
    return c.insurer_bears_cents + c.deductible_bears_cents


def factor_bears_cents() -> pl.Expr:
    """An indemnity and its deductible are first of the factor's own risk: the policy, its own or
    delegated, pays it. Source: DOMAIN 6.7."""
    return (c.factor_risk_cents - c.insured_pool_cents).clip(lower_bound=0)


def client_bears_cents() -> pl.Expr:
    """What is left to the client. Source: DOMAIN 1.6, 3.7."""
    return c.debt_cents - c.insured_pool_cents - c.factor_bears_cents


BEARING: tuple[Rule, ...] = (
    debt_cents, factor_risk_cents, client_risk_cents, insured_pool_cents, factor_bears_cents,
    client_bears_cents,
)  # fmt: skip


def fund_bears_cents() -> pl.Expr:
    """What the guarantee fund answers for: of what the client is left with, as far as it makes him
    owe more than before. Source: DOMAIN 1.8, 3.5."""
    more = (-c.available_after_cents).clip(lower_bound=0) - (-c.available_before_cents).clip(
        lower_bound=0
    )
    return pl.min_horizontal(
        c.client_risk_cents, c.fund_balance_cents.clip(lower_bound=0), more.clip(lower_bound=0)
    )


def extra_charge_cents() -> pl.Expr:
    """What a higher reference rate adds to the charge over thirteen weeks. Source: DOMAIN 4.3."""
    of_year = share(c.funds_in_use_cents.clip(lower_bound=0), c.rate_ppm)
    days = pl.lit(WEEKS * WEEK_DAYS, pl.Int64)
    return pro_rata(of_year, days, pl.lit(YEAR_DAYS, pl.Int64))


def diluted_cents(open_cents: pl.Expr) -> pl.Expr:
    """The credit notes to come of what a buyer owes. Source: EL-13, DOMAIN 5.7."""
    return share(open_cents.clip(lower_bound=0), c.diluted_ppm)


def kept_limit(limit: pl.Expr) -> pl.Expr:
    """A limit cut, for what is not approved yet: the rest stays (I-19). Source: C-5, DOMAIN 6.3."""
    return share_down(limit, c.limit_kept_ppm)


def week_number(day: pl.Expr, today: pl.Expr) -> pl.Expr:
    """In which week from tomorrow a day falls, from 1; later than the last: one more."""
    ahead = (day - today).dt.total_days().clip(lower_bound=1)
    return ((ahead - 1) // WEEK_DAYS + 1).clip(upper_bound=WEEKS + 1)


def filled(rows: pl.DataFrame, pool: int, name: str) -> pl.DataFrame:
    """The rows with `name`: a pool laid on what is owed (`debt_cents`), the oldest first, never
    beyond it."""
    before = c.debt_cents.cum_sum().over(pl.lit(1), order_by=["due_on", "invoice_id"])
    room = pl.lit(pool, pl.Int64) - (before - c.debt_cents)
    return rows.with_columns(room.clip(0, c.debt_cents).alias(name))
