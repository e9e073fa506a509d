"""Whether policies together would cover more than the whole: their layers on each day and buyer.

Grain: cover said from a day on (a policy, of a buyer or of all of a contract's). Source: DOMAIN
6.7: sum of shares within a layer at most 100 %.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comptant.rules.money import ONE_PPM

ALL_BUYERS = 0


@dataclass(frozen=True)
class Cover:
    """What a policy covers of a contract's buyer (ALL_BUYERS: of each without a word of its own)
    from a day on; a share of nothing ends it. `order`: of two of one day the later counts."""

    policy_id: int
    buyer_id: int
    from_on: date
    layer: int
    share_ppm: int
    order: int = 0


def beyond_whole(covers: Iterable[Cover]) -> tuple[date, int, int, int] | None:
    """The first day, buyer and layer on which shares pass 100 %, and what they come to; None where
    they never do."""
    said = list(covers)
    for day in sorted({one.from_on for one in said}):
        for buyer_id in sorted({ALL_BUYERS, *(one.buyer_id for one in said)}):
            sums: dict[int, int] = {}
            for one in _in_force(said, buyer_id, day):
                sums[one.layer] = sums.get(one.layer, 0) + one.share_ppm
            for layer in sorted(sums):
                if sums[layer] > ONE_PPM:
                    return day, buyer_id, layer, sums[layer]
    return None


def _in_force(said: list[Cover], buyer_id: int, day: date) -> list[Cover]:
    """Of each policy what counts for a buyer on a day: its word on him before that on all."""
    found: dict[int, Cover] = {}
    for one in said:
        if one.buyer_id not in (buyer_id, ALL_BUYERS) or one.from_on > day:
            continue
        now = found.get(one.policy_id)
        if now is None or _rank(one) > _rank(now):
            found[one.policy_id] = one
    return list(found.values())


def _rank(one: Cover) -> tuple[bool, date, int]:
    return one.buyer_id != ALL_BUYERS, one.from_on, one.order
