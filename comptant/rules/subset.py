"""Groups of amounts that add up to a sum, with bounded work.

Meet in the middle: the sums of each half are listed (2**10 of them for 20 amounts) and compared.
Of the groups of one half with the same sum the two smallest are enough: whatever the amounts are,
no more than 2**11 pairs are looked at.
"""

from collections import defaultdict
from collections.abc import Sequence

AMOUNTS_MAX = 20  # 24 would make sixteen million sums, and meet many a payment by chance
MEMBERS_MAX = 12  # Source: DOMAIN §5.8


def subsets(amounts: Sequence[int], total: int) -> list[tuple[int, ...]]:
    """Groups of 1 to MEMBERS_MAX amounts that sum to `total`, as places in `amounts`: at most two
    of them, since the second shows already that the first is not the only one.

    ValueError beyond AMOUNTS_MAX amounts, or if an amount or the total is not above zero.
    """
    if len(amounts) > AMOUNTS_MAX or min(amounts, default=1) <= 0 or total <= 0:
        raise ValueError(f"at most {AMOUNTS_MAX} amounts, all above zero, and a sum above zero")
    half = len(amounts) // 2
    low, high = _sums(amounts[:half]), _sums(amounts[half:])
    met = set(low) & {total - rest for rest in high}
    if not met:
        return []
    groups: dict[int, list[int]] = defaultdict(list)
    for group, cents in enumerate(low):
        if cents in met:
            groups[cents] = sorted((*groups[cents], group), key=int.bit_count)[:2]
    found: list[tuple[int, ...]] = []
    for high_group, cents in enumerate(high):
        for low_group in groups.get(total - cents, ()):
            group = low_group | high_group << half
            if group.bit_count() <= MEMBERS_MAX:
                found.append(tuple(n for n in range(len(amounts)) if group >> n & 1))
            if len(found) == 2:
                return found
    return found


def _sums(amounts: Sequence[int]) -> list[int]:
    """The sum of every group; bit n of a group's place in the list says whether amount n is in."""
    sums = [0]
    for cents in amounts:
        sums += [cents + smaller for smaller in sums]
    return sums
