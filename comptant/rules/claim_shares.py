"""Whose an indemnity and a later recovery are: invoice by invoice, the factor's and the client's.

Grain: invoice of a claim; recovery of a claim. Source: DOMAIN 6.6, W6-7, W8-E; R-6.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata

# One row per invoice of a claim before the insurer decides: then and now.
# `disputed_now_cents`: what its buyer contests of it now.
BEFORE = shape("invoice_id", "debt_cents", "base_cents", "insurable_cents", "still_owed_cents",
               "disputed_now_cents")  # fmt: skip
# One row per invoice of a claim that the insurer has accepted, the oldest first. `ranked_cents`:
# covered of those before it.
ACCEPTED = shape(
    "invoice_id", "accepted_cents", "covered_cents", "ranked_cents", "all_covered_cents",
    "factor_open_cents",
)  # fmt: skip
# One row per invoice of which an indemnity came: its share that is not booked yet, what is left of
# the money for it, what of it is assigned still.
PAID = shape("invoice_id", "share_left_cents", "assigned_cents")
# One row per recovery, after what the insurer has of it; `*_before_cents`: what both others had of
# those before. `factor_borne_cents`, `client_borne_cents`: what the indemnity left to each.
KEPT = shape(
    "claim_id", "recovery_cents", "recovery_cost_cents", "insurer_recovery_cents",
    "insurer_cost_cents", "kept_before_cents", "kept_costs_before_cents", "factor_borne_cents",
    "client_borne_cents", "doubtful_cents",
)  # fmt: skip


def base_recovered_cents() -> pl.Expr:
    """What came in of the debt since the claim was opened, on the insured base. Source: 6.4."""
    return pro_rata((c.debt_cents - c.still_owed_cents).clip(lower_bound=0), c.base_cents,
                    c.debt_cents)  # fmt: skip


def item_withheld_cents() -> pl.Expr:
    """What waits for the end of a dispute, on the insured base: of what is insurable and owed
    still, what is disputed beyond what was already when the claim was opened. Source: 6.4."""
    disputed = pro_rata(c.disputed_now_cents, c.base_cents, c.debt_cents)
    since = disputed - (c.base_cents - c.insurable_cents)
    left = c.insurable_cents - c.base_recovered_cents
    return pl.min_horizontal(since, left).clip(lower_bound=0)


BEFORE_DECISION: tuple[Rule, ...] = (base_recovered_cents, item_withheld_cents)


def item_share_cents() -> pl.Expr:
    """The invoice's share of what was accepted, by what is covered of each. Source: 6.4, R-6."""
    through = pro_rata(c.accepted_cents, c.ranked_cents + c.covered_cents, c.all_covered_cents)
    return through - pro_rata(c.accepted_cents, c.ranked_cents, c.all_covered_cents)


def insurer_owes_cents() -> pl.Expr:
    """What of it takes the place of the factor's doubtful debt: the insurer owes it. Source:
    W8-E."""
    return pl.min_horizontal(c.item_share_cents, c.factor_open_cents)


ON_ACCEPTANCE: tuple[Rule, ...] = (item_share_cents, insurer_owes_cents)


def to_invoice_cents() -> pl.Expr:
    """What an indemnity pays of an invoice that is assigned still. Source: 6.7, delegation."""
    return pl.min_horizontal(c.share_left_cents, c.assigned_cents)


def to_owner_cents() -> pl.Expr:
    """The rest: the client's, who bears the debt again. Source: 6.7; W8-D."""
    return c.share_left_cents - c.to_invoice_cents


ON_PAYMENT: tuple[Rule, ...] = (to_invoice_cents, to_owner_cents)


def kept_recovery_cents() -> pl.Expr:
    """What the insurer has not: retained, and outside its limit. Source: W6-7."""
    return c.recovery_cents - c.insurer_recovery_cents


def client_recovery_cents() -> pl.Expr:
    """The client's part of it, by what the indemnity left to each, to date less before. Source:
    W8-E7, E5b."""
    return _of_client(c.kept_recovery_cents, c.kept_before_cents)


def factor_recovery_cents() -> pl.Expr:
    """The factor's part. Source: W8-E7."""
    return c.kept_recovery_cents - c.client_recovery_cents


def client_cost_cents() -> pl.Expr:
    """The client's part of the costs that are not the insurer's, in the same ratio. Source: 6.6."""
    return _of_client(c.recovery_cost_cents - c.insurer_cost_cents, c.kept_costs_before_cents)


def client_credit_cents() -> pl.Expr:
    """What the client is credited: his part less his costs."""
    return c.client_recovery_cents - c.client_cost_cents


def to_doubtful_cents() -> pl.Expr:
    """What of the factor's part pays a doubtful debt that is not written off yet."""
    return pl.min_horizontal(c.factor_recovery_cents, c.doubtful_cents)


def regained_cents() -> pl.Expr:
    """The rest of it: money on what was written off. Source: W8-E7."""
    return c.factor_recovery_cents - c.to_doubtful_cents


ON_RECOVERY: tuple[Rule, ...] = (
    kept_recovery_cents, client_recovery_cents, factor_recovery_cents, client_cost_cents,
    client_credit_cents, to_doubtful_cents, regained_cents,
)  # fmt: skip


def _of_client(cents: pl.Expr, before: pl.Expr) -> pl.Expr:
    whole = c.factor_borne_cents + c.client_borne_cents
    through = pro_rata(before + cents, c.client_borne_cents, whole)
    return through - pro_rata(before, c.client_borne_cents, whole)


def impairment_cents() -> pl.Expr:
    """What the factor may lose: its doubtful debt less what the insurer is expected to pay of it.
    Source: W8-E."""
    return (c.doubtful_cents - c.expected_cents).clip(lower_bound=0)
