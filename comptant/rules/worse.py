"""What makes a contract worse for the client: it costs more, gives less, binds longer, or counts in
another way.

Source: contract; art. 1103, 1193 C. civ.: what was agreed is changed by both; art. L313-12 CMF: a
credit without end is reduced after a notice.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from comptant.rules.fees import is_over
from comptant.rules.terms import TERMS, Value

NUMBERS = ("ppm", "cents", "days", "count")
Known = Mapping[str, object]
# More of these is worse, beside the numbers of the clause "price".
MORE_IS_WORSE = frozenset({
    "notice_client_months", "guarantee_delay_days", "order_margin_ppm", "fund_ppm",
    "fund_floor_cents", "annual_turnover_cents", "dso_days", "fund_tolerance_ppm",
    "fund_levy_ppm", "collection_value_days", "cheque_value_days", "due_value_days",
    "promised_hours", "auto_funding_least_cents",
})  # fmt: skip
# Less of these is worse; a cap that is left open is the most that there can be.
LESS_IS_WORSE = frozenset({
    "notice_factor_days", "guaranteed_ppm", "advance_standard_ppm", "advance_progress_ppm",
    "advance_boosted_ppm", "unapproved_advance_ppm", "concentration_ppm", "line_cents",
    "order_advance_ppm", "order_line_cents", "order_term_days", "order_grace_days",
    "payables_line_cents", "payables_rebate_ppm", "overdue_cutoff_days", "defund_notice_days",
    "age_cutoff_days", "cutoff_hour",
})  # fmt: skip
# Nobody can say beforehand who gains by another of these.
OTHER_IS_WORSE = frozenset({
    "has_recourse", "is_insured", "concentration_base", "fund_build_up", "fund_base",
    "transfer_mode", "assignment_scope", "buyer_scope",
})  # fmt: skip
# The value of these that the client would rather have: any other is worse.
BEST: Mapping[str, Value] = {
    "caps_whole": False, "is_fee_reserved": False, "is_interest_reserved": False,
    "has_auto_funding": True, "penalties_owner": "CLIENT", "fund_release_frequency": "DAILY",
}  # fmt: skip


def worse_terms(before: Mapping[str, Value], terms: Mapping[str, Value]) -> list[str]:
    """The terms that change to the client's cost, or in how they are counted."""
    return sorted(
        name
        for name, value in terms.items()
        if before.get(name) != value and _is_worse(name, before.get(name), value)
    )


def _is_worse(name: str, before: Value, after: Value) -> bool:
    """Whether a value that is another one is worse."""
    if name in LESS_IS_WORSE:
        return after is not None and (before is None or int(after) < int(before))
    if name in BEST:
        return after != BEST[name]
    if name in MORE_IS_WORSE or TERMS[name].clause == "price":
        both_numbers = isinstance(before, int) and isinstance(after, int)
        if TERMS[name].kind in NUMBERS and both_numbers:
            return int(after or 0) > int(before or 0)
        return True
    return name in OTHER_IS_WORSE


def worse_fees(
    before: Iterable[Known], wanted: Mapping[tuple[str, str], pl.DataFrame]
) -> list[tuple[str, str]]:  # fmt: skip
    """The fees (code, unit) that are new or may cost more; `before`: those in force, with their
    first price and how many they have."""
    known = {(row["fee_code"], row["charge_unit"]): row for row in before}
    return [key for key, tiers in wanted.items()
            if not is_over(tiers) and not _is_lower(known.get(key), tiers)]  # fmt: skip


def _is_lower(before: Known | None, tiers: pl.DataFrame) -> bool:
    if before is None or before["tier_count"] != 1 or tiers.height != 1:
        return False
    cents, ppm = tiers["unit_cents"][0], tiers["charge_ppm"][0]
    old_cents, old_ppm = before["unit_cents"], before["charge_ppm"]
    assert isinstance(old_cents, int)
    assert isinstance(old_ppm, int)
    return bool(cents <= old_cents and ppm <= old_ppm)
