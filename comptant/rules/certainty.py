"""How certain a match is, from what speaks for it: reference, amount, payer.

Parts per million that the money belongs where the match puts it. They are judged, not measured, and
then held against what is known: docs/matching.md says how many of each were right. What chance
alone would do is computed (`of_group`). A contract says from where on money is allocated without a
person (`automatic_from_ppm`).
"""

from collections.abc import Sequence
from math import gcd

from comptant.rules.near import APART, BROKEN_OFF, CUT, GLUED, MISREAD, NAMES, TURNED
from comptant.rules.references import BY_ACCOUNT, BY_BUYER, BY_CHANCE, BY_NUMBER

ALWAYS_PPM = 1_000_000  # what the contract itself says
# A number quoted as the invoice has it, by how sure it is that it is one, and by the amount.
_QUOTED = {BY_CHANCE: "COMMON_NUMBER", BY_NUMBER: "NUMBER", BY_ACCOUNT: "NUMBER ACCOUNT",
           BY_BUYER: "NUMBER PAYER"}  # fmt: skip
_AMOUNT = {"NUMBER_AND_AMOUNT": "AMOUNT", "NUMBER_WITHIN_TOLERANCE": "TOLERATED",
           "NUMBER_PARTIAL": "LESS", "NUMBER_OVERPAID": "MORE"}  # fmt: skip
_BY_NUMBER = {
    "NUMBER_AND_AMOUNT": {BY_CHANCE: 998_000, BY_NUMBER: 999_500, BY_ACCOUNT: 999_800,
                          BY_BUYER: 999_900},
    "NUMBER_WITHIN_TOLERANCE": {BY_CHANCE: 900_000, BY_NUMBER: 998_000, BY_ACCOUNT: 999_500,
                                BY_BUYER: 999_700},
    "NUMBER_PARTIAL": {BY_CHANCE: 300_000, BY_NUMBER: 995_000, BY_ACCOUNT: 996_000,
                       BY_BUYER: 999_000},
    "NUMBER_OVERPAID": {BY_CHANCE: 300_000, BY_NUMBER: 995_000, BY_ACCOUNT: 996_000,
                        BY_BUYER: 999_000},
}  # fmt: skip
# An amount that agrees to the cent, by how near the text comes to the number.
_OF_PAYER = {APART: 997_000, BROKEN_OFF: 997_000, CUT: 999_000, TURNED: 999_000, MISREAD: 999_500,
             GLUED: 999_500}  # fmt: skip
_OF_ANYONE = {MISREAD: 998_000, GLUED: 998_500}
# Of a number alone, where the bank tells a payer and it is not known as this buyer; where it tells
# none, nothing speaks against.
STRANGER_PPM = 900_000
CONTRADICTED_PPM = 800_000  # another's number, where the payer's own debts sum to the payment
WHOLE_CENTS = 100  # invoices of whole euros meet more often; rounder ones are taken for these
OTHER_NUMBER_PPM = 900_000  # the text names an invoice, and not this one
_NAMED_GROUP = {APART: 997_000, BROKEN_OFF: 998_000, CUT: 999_000, TURNED: 999_000,
                MISREAD: 999_500, GLUED: 999_500}  # fmt: skip


def of_number(matched_by: str, strength: int, *, has_name: bool = False) -> tuple[int, str]:
    """Of a match by quoted numbers: ppm, and what speaks for it. `has_name`: the bank tells who
    pays."""
    said = f"{_QUOTED[strength]} {_AMOUNT[matched_by]}"
    ppm = _BY_NUMBER[matched_by][strength]
    if strength == BY_NUMBER and has_name and matched_by in ("NUMBER_PARTIAL", "NUMBER_OVERPAID"):
        return min(ppm, STRANGER_PPM), f"{said} STRANGER"
    return ppm, said


def of_unquoted(nearness: int, *, is_named: bool, has_payer: bool) -> tuple[int, str]:
    """Of one invoice of exactly the amount, the only one of the payer. `is_named`: the text names
    an invoice."""
    if not has_payer:
        return _OF_ANYONE[nearness], f"{NAMES[nearness]} AMOUNT"
    if is_named and nearness in (APART, BROKEN_OFF):
        return OTHER_NUMBER_PPM, "OTHER_NUMBER AMOUNT PAYER"
    return _OF_PAYER[nearness], f"{NAMES[nearness]} AMOUNT PAYER"


def of_group(amounts: Sequence[int], nearness: int, *, is_named: bool) -> tuple[int, str]:
    """Of the only group of several invoices that sums to the cash, among so many `amounts`: less
    by how many groups of them chance alone would let sum to any one figure."""
    step = 1 if nearness >= CUT else min(WHOLE_CENTS, gcd(*amounts))
    groups = 2 ** len(amounts) - 1
    chance_ppm = groups * step * 1_000_000 // max(1, sum(amounts))
    if is_named and nearness in (APART, BROKEN_OFF):
        most, said = OTHER_NUMBER_PPM, "OTHER_NUMBER"
    else:
        most, said = _NAMED_GROUP[nearness], NAMES[nearness]
    return max(0, most - chance_ppm), f"{said} SUM PAYER"
