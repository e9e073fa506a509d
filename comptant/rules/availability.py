"""Availability: what the client may draw, from the exposures of a contract, to the cent.

Grains: exposure (one row per contract, buyer and advance class), then contract. One contract or
thousands in the same call. Source: DOMAIN §3.2, §3.4 (normative order), §0.4 (C-1, C-12, C-13),
EL-12, EL-13, EL-27.
"""

import polars as pl

from comptant.rules.availability_facts import CONTRACT_FACTS, EXPOSURE_FACTS
from comptant.rules.batch import BrokenBatch, Rule, check, collected, decide, roll_up
from comptant.rules.columns import c
from comptant.rules.money import ONE_PPM, share_down

# The term that holds the advance rate of each class of invoice.
CLASS_RATES = {
    "STANDARD": "advance_standard_ppm",
    "PROGRESS": "advance_progress_ppm",
    "BOOSTED": "advance_boosted_ppm",
}
# Contracts whose client may draw, step 12: under notice, what it assigns is financed to the last
# day. Source: DOMAIN §2.2.
DRAWING = ("ACTIVE", "WATCH", "NOTICE")
FROZEN = "FROZEN"  # instead of its status, while fraud is looked into: nothing is paid out
_BUYER = ("contract_id", "buyer_id")
_CONTRACT = ("contract_id", "currency")
_CLASS = (*_CONTRACT, "advance_class", "advance_ppm", "unapproved_advance_ppm")
# Within a buyer the classes with the highest advance rate give way first. C-13 cuts the newest
# amounts, but an exposure has no dates: this order makes the least available (rounding apart).
_CUT_ORDER = (-c.advance_ppm, c.advance_class)


def _of_buyer(cents: pl.Expr) -> pl.Expr:
    return cents.sum().over(_BUYER)


def _spread(cents: pl.Expr, among: pl.Expr) -> pl.Expr:
    """An amount of a whole buyer, laid on its rows in the order above, none beyond `among`."""
    before = among.cum_sum().over(_BUYER, order_by=_CUT_ORDER) - among
    return (cents - before).clip(0, among)


def eligible_cents() -> pl.Expr:
    """Step 3: outstanding, less ineligible, less what credits and cash reduce. Source: §3.4."""
    return c.outstanding_cents - c.ineligible_cents - c.reduction_cents


def over_limit_cents() -> pl.Expr:
    """Step 4: eligible and not approved. Source: §3.3."""
    return c.eligible_cents - c.approved_cents


def netted_cents() -> pl.Expr:
    """Credits and cash beyond the eligible amounts cover ineligible ones. Source: C-2, C-13."""
    left = _of_buyer(c.unapplied_credit_cents + c.unallocated_cash_cents - c.reduction_cents)
    return _spread(left, c.ineligible_cents)


def contra_reserve_cents() -> pl.Expr:
    """What the buyer may set off, within what it owes and is eligible. Source: EL-12."""
    return _spread(_of_buyer(c.set_off_cents), c.eligible_cents)


def concentration_cap_cents() -> pl.Expr:
    """Step 5: the most one buyer may bring, from a base fixed before capping. Source: EL-27."""
    base = (
        pl.when(c.concentration_base == "OUTSTANDING_ASSIGNED")
        .then(c.outstanding_cents)
        .otherwise(c.approved_cents)
    )
    return share_down(base.sum().over("contract_id"), c.concentration_ppm)


def concentration_cents() -> pl.Expr:
    """Step 6: what a buyer brings beyond the cap. Source: EL-27."""
    excess = _of_buyer(c.approved_cents) - c.concentration_cap_cents
    return _spread(excess, c.approved_cents)


def fundable_base_cents() -> pl.Expr:
    """Step 7: approved and within the cap."""
    return c.approved_cents - c.concentration_cents


def unapproved_base_cents() -> pl.Expr:
    """What is financed without approval: over the limit, still under the cap, where the contract
    gives it a rate. Source: §3.3, unapproved quota."""
    room = c.concentration_cap_cents - _of_buyer(c.approved_cents)
    return (
        pl.when(c.unapproved_advance_ppm == 0)
        .then(0)
        .when(c.concentration_ppm >= ONE_PPM)
        .then(c.over_limit_cents)
        .otherwise(_spread(room, c.over_limit_cents))
    )


def over_limit_held_cents() -> pl.Expr:
    """What of it a limit would bring: the difference of the two rates. Source: §3.3, C-2."""
    lacks_ppm = (c.advance_ppm - c.unapproved_advance_ppm).clip(lower_bound=0)
    return share_down(c.unapproved_base_cents, lacks_ppm)


def fundable_cents() -> pl.Expr:
    """Step 8, per contract and class: each base times its rate, rounded down once. Source: R-3."""
    unapproved_ppm = pl.min_horizontal(c.unapproved_advance_ppm, c.advance_ppm)
    return share_down(c.fundable_base_cents, c.advance_ppm) + share_down(
        c.unapproved_base_cents, unapproved_ppm
    )


def retained_cents() -> pl.Expr:
    """The share of the base that is not advanced, whatever is approved. Source: §3.4 step 8."""
    base = c.fundable_base_cents + c.unapproved_base_cents
    return base - c.fundable_cents - c.over_limit_held_cents


def owed_to_buyers_cents() -> pl.Expr:
    """Credits and cash beyond what buyers owe: never the client's to draw. Source: §5.8."""
    credits = c.unapplied_credit_cents + c.unallocated_cash_cents
    return credits - c.reduction_cents - c.netted_cents


def _own_reserves() -> pl.Expr:
    return (
        c.fund_balance_cents
        + c.fund_shortfall_cents
        + c.contra_reserve_cents
        + c.dilution_reserve_cents
        + c.manual_reserve_cents
        + c.accrued_unbilled_cents
        + c.owed_to_buyers_cents
    )


def owed_to_factor_cents() -> pl.Expr:
    """Money that waits of buyers whose debts are the factor's is not the client's to draw until it
    is matched; held back it makes no over-advance, since the client may be owed it. Source: C-3."""
    free = c.fundable_cents - _own_reserves() - c.funds_in_use_cents
    return c.claimed_by_factor_cents.clip(0, free.clip(lower_bound=0))


def written_off_held_cents() -> pl.Expr:
    """What was written off is owed still: what frees up repays it before the client draws. Held
    back it makes no over-advance, or a loss would come back as one. Source: DOMAIN 1.9, W8-D."""
    free = c.fundable_cents - _own_reserves() - c.owed_to_factor_cents - c.funds_in_use_cents
    return c.written_off_cents.clip(0, free.clip(lower_bound=0))


def garnished_held_cents() -> pl.Expr:
    """What garnishments keep of what the client could have or has asked for, after what he owes
    us himself. Source: DOMAIN 1.8."""
    reserves = _own_reserves() + c.owed_to_factor_cents + c.written_off_held_cents
    free = c.fundable_cents - reserves - c.funds_in_use_cents
    return c.garnished_cents.clip(0, (free + c.pending_cents).clip(lower_bound=0))


def reserves_cents() -> pl.Expr:
    """Step 9: all that is held back, the whole guarantee fund included. Source: §3.4, C-1."""
    ours = c.owed_to_factor_cents + c.written_off_held_cents
    return _own_reserves() + ours + c.garnished_held_cents


def funds_in_use_cents() -> pl.Expr:
    """FIU = E - AVN - UC - S - FDG. Source: §3.2, I-03."""
    credits = c.unapplied_credit_cents + c.unallocated_cash_cents
    return c.outstanding_cents - credits - c.current_account_cents - c.fund_balance_cents


def headroom_cents() -> pl.Expr:
    """Step 10: fundable, less reserves, less funds in use. Source: §3.4."""
    return c.fundable_cents - c.reserves_cents - c.funds_in_use_cents


def line_room_cents() -> pl.Expr:
    """Room under the funding line and this contract's part of a group's line; null if uncapped."""
    return pl.min_horizontal(c.line_cents, c.line_allotment_cents) - c.funds_in_use_cents


def line_cut_cents() -> pl.Expr:
    """Step 11: what the line keeps back. Source: §3.4."""
    return (c.headroom_cents - c.line_room_cents).clip(lower_bound=0).fill_null(0)


def available_cents() -> pl.Expr:
    """DISP = min(HEAD, line - FIU); below zero, more is in use or held back than invoices carry.
    Source: §3.2, §3.4."""
    return c.headroom_cents - c.line_cut_cents


def over_advance_cents() -> pl.Expr:
    """What is in use, or has run up, beyond what may be; never more than that: the fund and the
    reserves are held back out of what invoices carry, and where nothing was advanced their growth
    (a levy moves S to FDG and leaves FIU unchanged, C-1) is no debt. Source: §3.2, §3.4, C-1."""
    owed = (c.funds_in_use_cents + c.accrued_unbilled_cents).clip(lower_bound=0)
    return pl.min_horizontal((-c.available_cents).clip(lower_bound=0), owed)


def drawable_cents() -> pl.Expr:
    """Step 12: the largest withdrawal allowed now. Source: §3.4, I-06."""
    may_draw = c.contract_status.is_in(DRAWING)
    return pl.when(may_draw).then(c.available_cents.clip(lower_bound=0)).otherwise(0)


def unavailable_cents() -> pl.Expr:
    """IND = S - DISP before the line; never below zero. Source: §3.2, C-12."""
    return c.current_account_cents - c.headroom_cents


EXPOSURE: tuple[Rule, ...] = (
    eligible_cents, over_limit_cents, netted_cents, contra_reserve_cents, concentration_cap_cents,
    concentration_cents, fundable_base_cents, unapproved_base_cents, over_limit_held_cents,
)  # fmt: skip
AVAILABILITY: tuple[Rule, ...] = (
    concentration_cap_cents, retained_cents, owed_to_buyers_cents, funds_in_use_cents,
    owed_to_factor_cents, written_off_held_cents, garnished_held_cents, reserves_cents,
    headroom_cents, line_room_cents,
    line_cut_cents, available_cents, over_advance_cents, drawable_cents, unavailable_cents,
)  # fmt: skip
_HELD_BACK = (
    "fund_balance_cents", "fund_shortfall_cents", "dilution_reserve_cents", "manual_reserve_cents",
    "accrued_unbilled_cents", "claimed_by_factor_cents", "written_off_cents", "garnished_cents",
)  # fmt: skip
_BASES = ("fundable_base_cents", "unapproved_base_cents")
_TERMS = ("concentration_ppm", "concentration_base", "unapproved_advance_ppm")
_SUMS = (
    "outstanding_cents", "ineligible_cents", "reduction_cents", "approved_cents",
    "unapplied_credit_cents", "unallocated_cash_cents", "eligible_cents", "over_limit_cents",
    "netted_cents", "contra_reserve_cents", "concentration_cents", "over_limit_held_cents", *_BASES,
)  # fmt: skip


def waterfall(
    exposures: pl.DataFrame, contracts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """EXPOSURE_FACTS and CONTRACT_FACTS, each with what was decided; a contract may have no
    exposure. BrokenBatch if the facts contradict themselves or each other."""
    exposures, contracts = _checked(exposures, contracts)
    exposures = decide(exposures, EXPOSURE)
    classes = decide(roll_up(exposures, _CLASS, _BASES), (fundable_cents,))
    fundable = roll_up(classes, _CONTRACT, ("fundable_cents",))
    totals = roll_up(exposures, _CONTRACT, _SUMS)
    facts = contracts.lazy()
    for sums in (totals, fundable):
        facts = facts.join(sums.lazy(), on=_CONTRACT, how="left", maintain_order="left")
    facts = facts.with_columns(pl.col(*_SUMS, "fundable_cents").fill_null(0))
    contracts = decide(collected(facts), AVAILABILITY, nullable=("line_room_cents",))
    return exposures[[name for name in exposures.columns if name not in _TERMS]], contracts


def _checked(exposures: pl.DataFrame, contracts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The facts in shape, the exposures with the terms of their contracts, or BrokenBatch naming
    the invariant that fails."""
    exposures, contracts = check(exposures, EXPOSURE_FACTS), check(contracts, CONTRACT_FACTS)
    if contracts["contract_id"].n_unique() < contracts.height:
        raise BrokenBatch("a contract comes twice")
    if exposures[["contract_id", "buyer_id", "advance_class"]].is_duplicated().any():
        raise BrokenBatch("an exposure comes twice")
    terms = contracts[[*_CONTRACT, *_TERMS]]
    exposures = exposures.join(terms, on=_CONTRACT, how="left", maintain_order="left")
    if exposures[_TERMS[0]].null_count():
        raise BrokenBatch("an exposure has no contract in its currency")
    # A fund that an entry by hand has put below zero lacks as much, and stops nobody's night.
    for name in _HELD_BACK:
        lacks = contracts["fund_shortfall_cents"] if name == "fund_balance_cents" else 0
        if (contracts[name] + lacks < 0).any():
            raise BrokenBatch(f"fund and reserves >= 0: not so of {name}")
    reducible = c.outstanding_cents - c.ineligible_cents
    credits = _of_buyer(c.unapplied_credit_cents + c.unallocated_cash_cents)
    reduced = pl.min_horizontal(credits, _of_buyer(reducible))
    _prove(exposures, {
        "0 <= ineligible <= outstanding": c.ineligible_cents.is_between(0, c.outstanding_cents),
        "0 <= reduction <= reducible": c.reduction_cents.is_between(0, reducible),
        "0 <= approved <= eligible": c.approved_cents.is_between(0, reducible - c.reduction_cents),
        "reduction = credits that fit": _of_buyer(c.reduction_cents) == reduced,
    })  # fmt: skip
    return exposures, contracts


def _prove(batch: pl.DataFrame, wanted: dict[str, pl.Expr]) -> None:
    counts = batch.select((~holds).sum().alias(what) for what, holds in wanted.items())
    for what, broken in counts.rows(named=True)[0].items():
        if broken:
            raise BrokenBatch(f"{what}: not so in {broken} of {batch.height} rows")
