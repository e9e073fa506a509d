"""What makes a price worse for the client: more of an amount or a rate, or another way to count.

Source: contract, price; art. 1103, 1193 C. civ.: what was agreed is changed by both.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from comptant.rules.fees import is_over
from comptant.rules.terms import TERMS, Value

AMOUNTS = ("ppm", "cents", "days", "count")
Known = Mapping[str, object]


def worse_terms(before: Mapping[str, Value], terms: Mapping[str, Value]) -> list[str]:
    """The terms of the clause "price" that change to the client's cost: by more, or in how they are
    counted, where nobody can say beforehand who gains."""
    return sorted(
        name
        for name, value in terms.items()
        if TERMS[name].clause == "price" and _is_worse(name, before.get(name), value)
    )


def _is_worse(name: str, before: Value, after: Value) -> bool:
    if before == after:
        return False
    both_numbers = isinstance(before, int) and isinstance(after, int)
    if TERMS[name].kind in AMOUNTS and both_numbers:
        return int(after or 0) > int(before or 0)
    return True


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
