"""What a payment that waits may be for: the guesses that people see, the best first.

A few lines at most; none of them is acted on. Source: DOMAIN §5.8.
"""

from collections.abc import Iterable, Sequence

from comptant.rules.certainty import of_number
from comptant.rules.matching import Line, Match
from comptant.rules.near import APART, BROKEN_OFF, NAMES, Told

GUESSES_MAX = 5
SHARED_PPM = 900_000  # shared among invoices of the same number, or of the same amount
NEAR_PPM = 500_000  # the text comes near to the number, the amount is another
Guess = tuple[int, str, list[tuple[Line, int]]]


def guesses(
    number: int, cash_cents: int, found: Match, quotes: Sequence[Line], lines: Sequence[Line],
    told: Told, rival: Match | None = None,
) -> list[tuple[object, ...]]:  # fmt: skip
    """Rows of PROPOSALS for one payment. `rival`: another match, which contradicts the first."""
    all_: list[Guess] = []
    for each in (found, rival):
        if each and each.paid:
            cents = [(paid.line, paid.allocated_cents) for paid in each.paid]
            all_.append((each.confidence_ppm, each.evidence, cents))
    if not found.paid:
        all_ += _of_quotes(cash_cents, quotes)
        all_ += _of_amount(cash_cents, lines, told)
        all_ += _of_near(cash_cents, lines, told)
    best = sorted(_first_of_each(all_), key=lambda guess: -guess[0])[:GUESSES_MAX]
    return [
        (number, place, line.contract_id, line.buyer_id, line.invoice_id, cents, ppm, evidence)
        for place, (ppm, evidence, given) in enumerate(best, 1) for line, cents in given
    ]  # fmt: skip


def _first_of_each(all_: Iterable[Guess]) -> list[Guess]:
    """Each group of invoices once, with what says most for it."""
    seen: dict[tuple[int, ...], Guess] = {}
    for guess in sorted(all_, key=lambda guess: -guess[0]):
        seen.setdefault(tuple(line.invoice_id for line, _ in guess[2]), guess)
    return list(seen.values())


def _of_quotes(cash_cents: int, quotes: Sequence[Line]) -> list[Guess]:
    """Numbers that the text quotes and that several bear, or that any text may have."""
    owed = [line for line in quotes if line.open_cents > 0]
    return [
        (min(SHARED_PPM // len(owed), of_number("NUMBER_PARTIAL", line.quote_strength)[0]),
         "SHARED_NUMBER LESS" if cash_cents < line.open_cents else "SHARED_NUMBER MORE",
         [(line, min(cash_cents, line.open_cents))])
        for line in owed
    ]  # fmt: skip


def _of_amount(cash_cents: int, lines: Sequence[Line], told: Told) -> list[Guess]:
    """Several invoices of exactly the amount."""
    equal = [line for line in lines if line.open_cents == cash_cents]
    return [
        (SHARED_PPM // len(equal), f"{NAMES[told.nearness(line.number_key)]} AMOUNT SEVERAL",
         [(line, cash_cents)]) for line in equal
    ]  # fmt: skip


def _of_near(cash_cents: int, lines: Sequence[Line], told: Told) -> list[Guess]:
    """Invoices of another amount to whose number the text comes near."""
    near_by = [(line, told.nearness(line.number_key)) for line in lines]
    close = [(line, near) for line, near in near_by if near > BROKEN_OFF]
    return [
        ((NEAR_PPM + near * 10_000) // len(close),
         f"{NAMES[near]} {'LESS' if cash_cents < line.open_cents else 'MORE'}",
         [(line, min(cash_cents, line.open_cents))])
        for line, near in close if near > APART
    ]  # fmt: skip
