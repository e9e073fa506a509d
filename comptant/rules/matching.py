"""One payment against the invoices it may pay: the steps that `allocation` takes one by one.

Plain functions on small lists. Lines come oldest due first, with what is open when the payment's
turn comes. Amounts are cents of one currency. Source: DOMAIN §5.8 and W5-6.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from comptant.rules.money import share_of
from comptant.rules.references import BY_CHANCE
from comptant.rules.subset import AMOUNTS_MAX, subsets

WAYS_MAX = 4096  # ways to read shared numbers that are tried for one payment


class Terms(NamedTuple):
    """What a contract says of payment differences and of unreferenced cash."""

    tolerance_cents: int
    tolerance_ppm: int
    has_auto_fifo: bool


class Line(NamedTuple):
    """One open invoice, or credit note below zero. `number_key` is empty if it was not quoted."""

    contract_id: int
    buyer_id: int
    invoice_id: int
    open_cents: int
    number_key: str = ""
    quote_strength: int = BY_CHANCE


class Paid(NamedTuple):
    """What a payment does to a line: cash, written off, still missing."""

    line: Line
    allocated_cents: int
    difference_cents: int = 0
    short_cents: int = 0


class Match(NamedTuple):
    """`paid` is empty where nothing was matched; `reason` then says why."""

    matched_by: str
    paid: Sequence[Paid]
    reason: str | None = None


def unmatched(reason: str) -> Match:
    """Nothing is paid."""
    return Match("", (), reason)


def by_number(cash_cents: int, lines: Sequence[Line], terms: Mapping[int, Terms]) -> Match:
    """Steps 1 and 2: what the quoted numbers prove, by themselves or with the amount.

    Reasons: AMBIGUOUS (a number is that of several invoices), WEAK_NUMBER (it may be there by
    chance), CREDIT_TOO_LARGE (a credit note exceeds the invoices of its account), NOTHING_OWED.
    """
    best = surest(lines)
    for quoted in (best, lines):
        exact = _exact(quoted, cash_cents)
        if exact:
            return Match("NUMBER_AND_AMOUNT", _in_full(exact))
    alone = [line for line in lines if line.open_cents == cash_cents]
    if len(alone) == 1:
        return Match("NUMBER_AND_AMOUNT", _in_full(alone))
    expected_cents = sum(line.open_cents for line in best)
    refusal = _refusal(best, expected_cents)
    if refusal:
        return unmatched(refusal)
    if cash_cents > expected_cents:
        return Match("NUMBER_OVERPAID", _in_full(best))
    paid = _oldest_first(best, cash_cents)
    if expected_cents - cash_cents <= _tolerance_cents(best, expected_cents, terms):
        return Match(
            "NUMBER_WITHIN_TOLERANCE",
            [Paid(line, cents, difference_cents=short) for line, cents, _, short in paid],
        )
    return Match("NUMBER_PARTIAL", paid)


def by_amount(cash_cents: int, lines: Sequence[Line], terms: Mapping[int, Terms]) -> Match:
    """Steps 3, 4 and 6: what the open invoices (above zero) of the known buyer allow to conclude.

    Reasons: SEVERAL_SOLUTIONS, NO_MATCH.
    """
    equal = [line for line in lines if line.open_cents == cash_cents]
    if len(equal) == 1:
        return Match("UNIQUE_AMOUNT", _in_full(equal))
    contracts: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        contracts[line.contract_id].append(line)
    # Two invoices of that very amount are two solutions already.
    tried = [] if equal else contracts.values()
    groups = [group for each in tried for group in _groups(each, cash_cents)]
    if len(groups) == 1:
        return Match("SUBSET", _in_full(groups[0]))
    if len(contracts) == 1 and terms[lines[0].contract_id].has_auto_fifo:
        paid = _oldest_first(lines, cash_cents)
        return Match("FIFO", [Paid(line, cents) for line, cents, _, _ in paid if cents])
    return unmatched("SEVERAL_SOLUTIONS" if equal or groups else "NO_MATCH")


def surest(lines: Sequence[Line]) -> list[Line]:
    """The lines quoted with the greatest strength of all."""
    most = max((line.quote_strength for line in lines), default=BY_CHANCE)
    return [line for line in lines if line.quote_strength == most]


def _exact(lines: Sequence[Line], cash_cents: int) -> tuple[Line, ...] | None:
    """One line for each number so that they sum to the cash; None if that cannot be done, or in
    more than one way."""
    options: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        options[line.number_key].append(line)
    ways: dict[int, list[tuple[Line, ...]]] = {0: [()]}
    for each in options.values():
        if len(ways) * len(each) > WAYS_MAX:
            return None
        longer: dict[int, list[tuple[Line, ...]]] = defaultdict(list)
        for cents, groups in ways.items():
            for line in each:
                longer[cents + line.open_cents] += [(*group, line) for group in groups]
        # Two ways to a sum are as good as many: neither is the only one.
        ways = {cents: groups[:2] for cents, groups in longer.items()}
    found = ways.get(cash_cents, [])
    return found[0] if len(found) == 1 and not _overdrawn(found[0]) else None


def _refusal(lines: Sequence[Line], expected_cents: int) -> str | None:
    """Why the numbers alone, without the amount, prove nothing; None if they do."""
    if max(Counter(line.number_key for line in lines).values()) > 1:
        return "AMBIGUOUS"
    if lines[0].quote_strength == BY_CHANCE:
        return "WEAK_NUMBER"
    if _overdrawn(lines):
        return "CREDIT_TOO_LARGE"
    return None if expected_cents else "NOTHING_OWED"


def _overdrawn(lines: Iterable[Line]) -> bool:
    """A credit note would pay the invoices of another buyer or of another contract."""
    accounts: Counter[tuple[int, int]] = Counter()
    for line in lines:
        accounts[line.contract_id, line.buyer_id] += line.open_cents
    return min(accounts.values(), default=0) < 0


def _groups(lines: Sequence[Line], cash_cents: int) -> list[list[Line]]:
    """At most two groups of one contract's oldest lines that sum to the cash."""
    within = [line for line in lines if line.open_cents <= cash_cents][:AMOUNTS_MAX]
    found = subsets([line.open_cents for line in within], cash_cents)
    return [[within[place] for place in group] for group in found]


def _tolerance_cents(lines: Iterable[Line], expected_cents: int, terms: Mapping[int, Terms]) -> int:
    """The lower of the amount and the share, and the lowest of the contracts concerned."""
    concerned = [terms[contract_id] for contract_id in {line.contract_id for line in lines}]
    return min(
        min(each.tolerance_cents, share_of(expected_cents, each.tolerance_ppm))
        for each in concerned
    )


def _in_full(lines: Iterable[Line]) -> list[Paid]:
    return [Paid(line, line.open_cents) for line in lines if line.open_cents]


def _oldest_first(lines: Sequence[Line], cash_cents: int) -> list[Paid]:
    """Credit notes in full on the oldest invoices of their own account, then the cash on the oldest
    of all; what stays open is short. The cash is less than what the lines sum to, or is not all
    used."""
    credit: Counter[tuple[int, int]] = Counter()
    for line in lines:
        credit[line.contract_id, line.buyer_id] += max(0, -line.open_cents)
    paid = []
    for line in lines:
        if line.open_cents < 0:
            paid.append(Paid(line, line.open_cents))
        if line.open_cents > 0:
            account = line.contract_id, line.buyer_id
            credited = min(credit[account], line.open_cents)
            cents = credited + min(cash_cents, line.open_cents - credited)
            credit[account] -= credited
            cash_cents -= cents - credited
            paid.append(Paid(line, cents, short_cents=line.open_cents - cents))
    return paid
