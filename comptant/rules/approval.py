"""Approval: which part of each invoice the factor takes the buyer's risk on.

Grain: open invoice, in a (contract, buyer); ranks are fixed at arrival and never move.
What was approved stays approved when the limit falls; an approval is only lost with the eligible
amount under it (payment, credit note, dispute), and the room then goes to the oldest waiting
amounts (right of succession). Source: DOMAIN §3.3, §0.4 (C-3, C-5, C-13), I-05, I-19.
"""

import polars as pl

from comptant.rules.batch import BrokenBatch, Rule, check, decide
from comptant.rules.columns import c, shape

# One row per open invoice: all of a buyer's invoices in a contract, or none of them.
# `excluded_cents` and `only_approved_counts` come from eligibility. `suspended_cents` was approved
# and lost since, to a dispute for instance, and is still open. Facts of the buyer are repeated
# on each of its rows: `buyer_credit_cents` (credit notes and cash not matched yet), `limit_cents`
# `group_limit_cents` and `policy_limit_cents` (what this contract was allotted of them; null: no
# limit of a group, no insurer's policy).
APPROVAL_FACTS = shape(
    "contract_id",
    "buyer_id",
    "invoice_id",
    "assignment_rank",
    "open_cents",
    "excluded_cents",
    "only_approved_counts",
    "approved_cents",
    "suspended_cents",
    "buyer_credit_cents",
    "limit_cents",
    "buyer_group_id?",
    "group_limit_cents?",
    "policy_limit_cents?",
)

_BUYER = ("contract_id", "buyer_id")
_GROUP = ("contract_id", "buyer_group_id")
_RANK = ("assignment_rank", "invoice_id")


def _before(cents: pl.Expr, among: tuple[str, ...]) -> pl.Expr:
    """Sum of the same amount over the older rows."""
    return cents.cum_sum().over(among, order_by=_RANK) - cents


def reducible_cents() -> pl.Expr:
    """What unmatched credits may reduce: the invoice without its excluded part."""
    return c.open_cents - c.excluded_cents


def reduction_cents() -> pl.Expr:
    """Unmatched credit notes and cash reduce the oldest eligible amounts first. Source: C-13."""
    left = c.buyer_credit_cents - _before(c.reducible_cents, _BUYER)
    return left.clip(0, c.reducible_cents)


def kept_approval_cents() -> pl.Expr:
    """What stays of the earlier approval, whatever the limit is today. Source: C-5, I-19."""
    return pl.min_horizontal(c.approved_cents, c.reducible_cents - c.reduction_cents)


def lost_approval_cents() -> pl.Expr:
    """The earlier approval that has no eligible amount under it any more. Source: §3.3, C-5."""
    return c.approved_cents - c.kept_approval_cents


def unapproved_cents() -> pl.Expr:
    """What waits for room under the limit. Of a late or insolvent buyer without recourse only what
    a dispute had suspended may come back: what was never approved stays out. Source: I-05, C-3."""
    free = c.reducible_cents - c.reduction_cents - c.kept_approval_cents
    returning = pl.min_horizontal(c.suspended_cents, free)
    return pl.when(c.only_approved_counts).then(returning).otherwise(free)


def limit_room_cents() -> pl.Expr:
    """Room left under the buyer's limit; none where the limit was cut below what it carries."""
    return (c.limit_cents - c.kept_approval_cents.sum().over(_BUYER)).clip(lower_bound=0)


def buyer_approval_cents() -> pl.Expr:
    """Room left under the buyer's limit goes to the oldest unapproved amounts first.
    Source: §3.3, FIFO by assignment, invoice date, number."""
    return (c.limit_room_cents - _before(c.unapproved_cents, _BUYER)).clip(0, c.unapproved_cents)


def group_room_cents() -> pl.Expr:
    """Room left under the limit of the buyer's group; null without one."""
    kept = c.kept_approval_cents.sum().over(_GROUP)
    return (c.group_limit_cents - kept).clip(lower_bound=0)


def group_approval_cents() -> pl.Expr:
    """What the buyer's limit allows, then the group's, to the oldest of the group first.
    Source: §3.3; contract, limits of groups of buyers."""
    left = c.group_room_cents - _before(c.buyer_approval_cents, _GROUP)
    return (
        pl.when(c.group_room_cents.is_null())
        .then(c.buyer_approval_cents)
        .otherwise(left.clip(0, c.buyer_approval_cents))
    )


def policy_room_cents() -> pl.Expr:
    """Room left under the contract's share of its insurer's policy; null without one."""
    kept = c.kept_approval_cents.sum().over("contract_id")
    return (c.policy_limit_cents - kept).clip(lower_bound=0)


def newly_approved_cents() -> pl.Expr:
    """What the limits of buyer and group allow, then the insurer's policy, to the oldest of the
    contract first. Source: §3.3; DESIGN §7; contract, insured risks."""
    left = c.policy_room_cents - _before(c.group_approval_cents, ("contract_id",))
    return (
        pl.when(c.policy_room_cents.is_null())
        .then(c.group_approval_cents)
        .otherwise(left.clip(0, c.group_approval_cents))
    )


def approved_now_cents() -> pl.Expr:
    """Approved once lost and newly approved amounts are booked. Source: I-05."""
    return c.kept_approval_cents + c.newly_approved_cents


def eligible_cents() -> pl.Expr:
    """What may be financed, net of credits. A late or insolvent buyer without recourse leaves the
    approved part, and that part only. Source: C-3, C-13, I-05."""
    return (
        pl.when(c.only_approved_counts)
        .then(c.approved_now_cents)
        .otherwise(c.reducible_cents - c.reduction_cents)
    )


def ineligible_cents() -> pl.Expr:
    """What is neither eligible nor covered by a credit. Source: §3.4 step 2."""
    return c.open_cents - c.reduction_cents - c.eligible_cents


APPROVAL: tuple[Rule, ...] = (
    reducible_cents,
    reduction_cents,
    kept_approval_cents,
    lost_approval_cents,
    unapproved_cents,
    limit_room_cents,
    buyer_approval_cents,
    group_room_cents,
    group_approval_cents,
    policy_room_cents,
    newly_approved_cents,
    approved_now_cents,
    eligible_cents,
    ineligible_cents,
)


def approve(invoices: pl.DataFrame, also: tuple[Rule, ...] = ()) -> pl.DataFrame:
    """APPROVAL_FACTS (other columns are kept) with one more column per rule,
    `also` others.

    Book -lost_approval_cents and +newly_approved_cents as movements. BrokenBatch if the facts do
    not have that shape or contradict themselves.
    """
    check(invoices, APPROVAL_FACTS)
    excluded, approved = invoices["excluded_cents"], invoices["approved_cents"]
    if not ((excluded >= 0) & (excluded <= invoices["open_cents"]) & (approved >= 0)).all():
        raise BrokenBatch("0 <= excluded <= open and 0 <= approved: not so in some row")
    rules = (*APPROVAL, *also)
    return decide(invoices, rules, nullable=("group_room_cents", "policy_room_cents"))
