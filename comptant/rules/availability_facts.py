"""The facts of which availability is decided (`availability`), by exposure and by contract."""

from comptant.rules.columns import shape

# One row per (contract, buyer, advance class). All amounts add up: what belongs to the buyer as a
# whole (credits, cash, set-off) sits on any one of its rows, zero on the others. `buyer_id` is null
# for cash known to be of the contract and of no buyer yet: it reduces no one, and is kept aside.
# `reduction_cents`, `ineligible_cents` and `approved_cents` are sums of what `approval` decided.
# `set_off_cents`: what the client owes this buyer, rebates and claims that it may set off.
EXPOSURE_FACTS = shape(
    "contract_id", "buyer_id?", "advance_class", "advance_ppm", "currency", "outstanding_cents",
    "ineligible_cents", "reduction_cents", "approved_cents", "unapplied_credit_cents",
    "unallocated_cash_cents", "set_off_cents",
)  # fmt: skip

# One row per contract. `concentration_ppm` of 100 % is no limit; `concentration_base` is
# TOTAL_APPROVED or OUTSTANDING_ASSIGNED; a null line is an uncapped one. The fund and reserves are
# never below zero (of the fund, with what it lacks): a rebate that accrues is not available before
# it is billed. What is asked for and not released (`pending_cents`) has left the current account
# already. `claimed_by_factor_cents`: money of buyers that waits, as far as they owe debts that the
# guarantee has taken, less what is theirs. `written_off_cents`: of over-advances, and not regained
# since. `garnished_cents`: what garnishments hold.
CONTRACT_FACTS = shape(
    "contract_id", "currency", "contract_status", "concentration_ppm", "concentration_base",
    "unapproved_advance_ppm", "line_cents?", "line_allotment_cents?", "current_account_cents",
    "pending_cents", "fund_balance_cents", "fund_shortfall_cents", "dilution_reserve_cents",
    "manual_reserve_cents", "accrued_unbilled_cents", "claimed_by_factor_cents",
    "written_off_cents", "garnished_cents",
)  # fmt: skip
