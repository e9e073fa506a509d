"""What an insurer pays of a buyer's debt, and how later money is shared with it.

Grain: claim (a buyer under a policy); recovery of a claim. Source: DOMAIN 6.4, 6.6, W6-1 to W6-3,
W6-5, W6-7.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata, pro_rata_down, share, times

# One row per claim. `below_cents`: what the layers below cover of what is insurable;
# `offered_cents`: what of the rest the policy is asked to cover, all of it or its share among
# co-insurers. `disputed_cents`: what of it is withheld until a dispute is over.
# `loss_deductible_cents`: what other claims of the same loss have left of its deductible;
# `loss_beside_cents`: what those come to. `first_loss_left_cents`: what is left of the aggregate
# first loss of the insurance year; `liability_left_cents`: of its maximum, null: it names none.
CLAIMS = shape(
    "claim_id", "insurable_cents", "recovered_cents", "below_cents", "offered_cents",
    "claim_limit_cents", "insured_ppm", "loss_deductible_cents", "claim_threshold_cents",
    "first_loss_left_cents", "liability_left_cents?", "disputed_cents", "loss_beside_cents",
)  # fmt: skip
# One row per recovery, with what came in before it and what it cost, since the indemnity.
RECOVERIES = shape(
    "claim_id", "debt_cents", "loss_base_cents", "indemnity_paid_cents", "recovery_cents",
    "recovery_cost_cents", "recovered_before_cents", "costs_before_cents",
)  # fmt: skip


def max_liability_cents() -> pl.Expr:
    """The most that a policy pays in a year: so many times its premium, or the amount that it
    names, whichever is less; null where it names neither. Source: 6.1, W6-5."""
    so_many = times(c.year_premium_cents, c.liability_multiple_count)
    return pl.min_horizontal(so_many, c.liability_cap_cents)


def loss_base_cents() -> pl.Expr:
    """What is insurable and undisputed less what came in before the indemnity, up to the limit. Of
    several layers and shares it is what the layers below leave, and the policy's share of it: what
    came in or is disputed lowers the highest layer first, and together they never pass the loss.
    Source: 6.4, 6.7."""
    left = (c.insurable_cents - c.recovered_cents - c.disputed_cents
            - c.below_cents).clip(lower_bound=0)  # fmt: skip
    asked = pro_rata_down(left, c.offered_cents, c.insurable_cents - c.below_cents)
    return pl.min_horizontal(asked, c.claim_limit_cents)


def outside_limit_cents() -> pl.Expr:
    """What is left of the debt beyond the limit. Source: W6-2."""
    left = (c.insurable_cents - c.recovered_cents - c.disputed_cents).clip(lower_bound=0)
    return left - c.loss_base_cents


def deductible_taken_cents() -> pl.Expr:
    """What the deductible of the loss takes of its insured share: once, however many claims the
    failure of a buyer comes to. Source: 6.1, 6.4, W6-3."""
    return pl.min_horizontal(_share_of_loss(), c.loss_deductible_cents)


def insured_loss_cents() -> pl.Expr:
    """The insured share of the loss less its deductible; nothing of a loss under the threshold of
    small claims, all claims on it together. Source: 6.4, W6-3."""
    return _share_of_loss() - c.deductible_taken_cents


def first_loss_used_cents() -> pl.Expr:
    """What the aggregate first loss of the year absorbs of it. Source: 6.4, 6.5."""
    return pl.min_horizontal(c.insured_loss_cents, c.first_loss_left_cents)


def claim_indemnity_cents() -> pl.Expr:
    """What the insurer pays, within what is left of its maximum. Source: 6.4, W6-1."""
    return pl.min_horizontal(c.insured_loss_cents - c.first_loss_used_cents, c.liability_left_cents)


def not_indemnified_cents() -> pl.Expr:
    """All that is left to whoever is insured: retained, deducted, outside the limit. Source:
    W6-2."""
    return c.loss_base_cents - c.claim_indemnity_cents + c.outside_limit_cents


INDEMNITY: tuple[Rule, ...] = (
    loss_base_cents, outside_limit_cents, deductible_taken_cents, insured_loss_cents,
    first_loss_used_cents, claim_indemnity_cents, not_indemnified_cents,
)  # fmt: skip


def insured_recovery_cents() -> pl.Expr:
    """The part of a recovery that falls on the insured loss, to date less what was shared before,
    so that many small ones share as one. Source: 6.6, R-6, W6-7."""
    before, since = c.recovered_before_cents, c.recovered_before_cents + c.recovery_cents
    return pro_rata(since, c.loss_base_cents, c.debt_cents) - pro_rata(
        before, c.loss_base_cents, c.debt_cents
    )


def insurer_recovery_cents() -> pl.Expr:
    """The insurer's: in proportion to what it bore of the insured loss, 90 % where that is what it
    paid. Source: 6.6, W6-7, W8-E7."""
    return _of_insurer(c.recovery_cents, c.recovered_before_cents)


def retained_recovery_cents() -> pl.Expr:
    """That of the share that the insured bore of the insured loss. Source: W6-7."""
    return c.insured_recovery_cents - c.insurer_recovery_cents


def uninsured_recovery_cents() -> pl.Expr:
    """The part that falls on what was outside the limit. Source: W6-7."""
    return c.recovery_cents - c.insured_recovery_cents


def insurer_cost_cents() -> pl.Expr:
    """The costs of collection are borne in the same ratio. Source: 6.6."""
    return _of_insurer(c.recovery_cost_cents, c.costs_before_cents)


def insurer_due_cents() -> pl.Expr:
    """What is paid to the insurer of a recovery: its part less its costs. Below zero, it owes."""
    return c.insurer_recovery_cents - c.insurer_cost_cents


SHARING: tuple[Rule, ...] = (
    insured_recovery_cents, insurer_recovery_cents, retained_recovery_cents,
    uninsured_recovery_cents, insurer_cost_cents, insurer_due_cents,
)  # fmt: skip


def _share_of_loss() -> pl.Expr:
    whole = c.loss_base_cents + c.loss_beside_cents
    insured = share(c.loss_base_cents, c.insured_ppm)
    return pl.when(whole < c.claim_threshold_cents).then(0).otherwise(insured)


def _of_insurer(cents: pl.Expr, before: pl.Expr) -> pl.Expr:
    """Its part of an amount, to date less before."""
    return _its_part(before + cents) - _its_part(before)


def _its_part(cents: pl.Expr) -> pl.Expr:
    insured = pro_rata(cents, c.loss_base_cents, c.debt_cents)
    return pro_rata(insured, c.indemnity_paid_cents, c.loss_base_cents)
