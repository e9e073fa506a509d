"""Whether a power lets a person sign a paper on a day. Source: art. 1156 C. civ. (an act beyond a
power does not bind whom it is done for); DOMAIN 2.2.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

WITHOUT, TOO_SMALL = "WITHOUT", "TOO_SMALL"


def holds(power: Mapping[str, Any], on: date) -> bool:
    """Whether a power is in force on a day: begun, not ended, its last day not over."""
    until_on = power["until_on"]
    return not power["is_ended"] and power["from_on"] <= on and (until_on is None or on <= until_on)


def refusal(power: Mapping[str, Any], on: date, amount_cents: int, currency: str) -> str:
    """Why a power does not reach a paper, "" where it does. A ceiling counts in its own currency:
    it gives no power in another."""
    if not holds(power, on):
        return WITHOUT
    ceiling = power["ceiling_cents"]
    if ceiling is not None and (power["currency"] != currency or amount_cents > ceiling):
        return TOO_SMALL
    return ""


def wanted_signers(counts: Sequence[int]) -> int:
    """How many must sign one paper, of persons each of whom signs with so many in all (1: alone):
    one who signs alone binds the company, whoever signs beside; else the most that any of them
    wants. Source: articles of association, joint signature."""
    return 1 if 1 in counts else max(counts)
