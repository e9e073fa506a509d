"""One payment against the invoices it may pay: the steps that `allocation` takes one by one.

Plain functions on small lists. Lines come oldest due first, with what is open when the payment's
turn comes. Amounts are cents of one currency. Source: DOMAIN §5.8 and W5-6.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from comptant.rules.certainty import (
    ALWAYS_PPM,
    CONTRADICTED_PPM,
    STRANGER_PPM,
    of_group,
    of_number,
    of_unquoted,
)
from comptant.rules.money import share_of
from comptant.rules.near import APART, BROKEN_OFF, MISREAD, Told
from comptant.rules.references import BY_CHANCE
from comptant.rules.subset import AMOUNTS_MAX, subsets

WAYS_MAX = 4096  # ways to read shared numbers that are tried for one payment
SILENT = Told("")


class Terms(NamedTuple):
    """What a contract says of payment differences and of unreferenced cash."""

    tolerance_cents: int
    tolerance_ppm: int
    has_auto_fifo: bool
    automatic_from_ppm: int  # how certain it must be that money is allocated without a person


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
    confidence_ppm: int = 0
    evidence: str = ""


def unmatched(reason: str) -> Match:
    """Nothing is paid."""
    return Match("", (), reason)


def by_number(
    cash_cents: int, lines: Sequence[Line], terms: Mapping[int, Terms], *, has_name: bool = False
) -> Match:
    """Steps 1 and 2: what the quoted numbers prove, by themselves or with the amount. `has_name`:
    the bank tells who pays.

    Reasons: AMBIGUOUS (a number is that of several invoices), WEAK_NUMBER (it may be there by
    chance), CREDIT_TOO_LARGE (a credit note exceeds the invoices of its account), NOTHING_OWED.
    """
    best = surest(lines)
    for quoted in (best, lines):
        exact = _exact(quoted, cash_cents)
        if exact:
            return _told("NUMBER_AND_AMOUNT", exact, _in_full(exact))
    alone = [line for line in lines if line.open_cents == cash_cents]
    if len(alone) == 1:
        return _told("NUMBER_AND_AMOUNT", alone, _in_full(alone))
    expected_cents = sum(line.open_cents for line in best)
    refusal = _refusal(best, expected_cents)
    if refusal:
        return unmatched(refusal)
    if cash_cents > expected_cents:
        return _told("NUMBER_OVERPAID", best, _in_full(best), has_name=has_name)
    paid = _oldest_first(best, cash_cents)
    if expected_cents - cash_cents <= _tolerance_cents(best, expected_cents, terms):
        within = [Paid(line, cents, difference_cents=short) for line, cents, _, short in paid]
        return _told("NUMBER_WITHIN_TOLERANCE", best, within)
    return _told("NUMBER_PARTIAL", best, paid, has_name=has_name)


def _told(
    matched_by: str, lines: Iterable[Line], paid: Sequence[Paid], *, has_name: bool = False
) -> Match:
    """A match by numbers; as certain as the least of them."""
    strength = min(line.quote_strength for line in lines)
    confidence_ppm, evidence = of_number(matched_by, strength, has_name=has_name)
    return Match(matched_by, paid, None, confidence_ppm, evidence)


def completed(found: Match, cash_cents: int, lines: Sequence[Line], told: Told) -> Match:
    """NUMBER_OVERPAID, where what is left pays other invoices (`lines`) of the same account that
    the text names in part: the second number by its end, the last one broken off. Else as it was.
    """
    accounts = {(paid.line.contract_id, paid.line.buyer_id) for paid in found.paid}
    taken = {paid.line.invoice_id for paid in found.paid}
    left_cents = cash_cents - sum(paid.allocated_cents for paid in found.paid)
    others = [line for line in lines if line.invoice_id not in taken]
    if len(accounts) != 1 or {(line.contract_id, line.buyer_id) for line in others} != accounts:
        return found
    near_by = {line: told.nearness(line.number_key) for line in others}
    for least in (BROKEN_OFF + 1, BROKEN_OFF):
        named = [line for line in others if near_by[line] >= least]
        groups = _groups(named, left_cents)
        if len(groups) == 1:
            group = groups[0]
            near_at_least = min(near_by[line] for line in group)
            certain = of_group(_tried(named, left_cents), near_at_least, is_named=False)
            confidence_ppm = min(found.confidence_ppm, certain[0])
            evidence = f"{found.evidence} {certain[1]}"
            paid = [*found.paid, *_in_full(group)]
            return Match("NUMBER_COMPLETED", paid, None, confidence_ppm, evidence)
    return found


def by_amount(
    cash_cents: int, lines: Sequence[Line], terms: Mapping[int, Terms], told: Told = SILENT,
    has_payer: bool = True,
) -> Match:  # fmt: skip
    """Steps 3, 4 and 6: what the open invoices (above zero) of the known buyer allow to conclude;
    of several of the amount, the one that the text comes nearest to. Without a payer
    (`has_payer`): `lines` are those whose numbers the text may mean, and nothing else counts.

    Reasons: SEVERAL_SOLUTIONS, NO_MATCH.
    """
    equal = _nearest([line for line in lines if line.open_cents == cash_cents], told)
    if len(equal) == 1:
        nearness = told.nearness(equal[0].number_key)
        if has_payer or nearness >= MISREAD:
            certain = of_unquoted(nearness, is_named=told.names_some(), has_payer=has_payer)
            by = "UNIQUE_AMOUNT" if nearness == APART else "NEAR_NUMBER"
            return Match(by, _in_full(equal), None, *certain)
    if not has_payer:
        return unmatched("SEVERAL_SOLUTIONS" if equal else "NO_MATCH")
    contracts: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        contracts[line.contract_id].append(line)
    # Two invoices of that very amount are two solutions already.
    tried = [] if equal else contracts.values()
    groups = [group for each in tried for group in _groups(each, cash_cents)]
    if len(groups) == 1:
        nearness = min(told.nearness(line.number_key) for line in groups[0])
        amounts = [cents for each in tried for cents in _tried(each, cash_cents)]
        certain = of_group(amounts, nearness, is_named=told.names_some())
        return Match("SUBSET", _in_full(groups[0]), None, *certain)
    if len(contracts) == 1 and terms[lines[0].contract_id].has_auto_fifo:
        paid = _oldest_first(lines, cash_cents)
        spread = [Paid(line, cents) for line, cents, _, _ in paid if cents]
        return Match("FIFO", spread, None, ALWAYS_PPM, "OLDEST_FIRST PAYER")
    return unmatched("SEVERAL_SOLUTIONS" if equal or groups else "NO_MATCH")


def owes_that(cash_cents: int, own: Sequence[Line]) -> bool:
    """Whether open invoices (above zero, oldest due first) of one contract sum to the cash, and
    not by chance."""
    if any(line.open_cents == cash_cents for line in own):
        return True
    contracts: dict[int, list[Line]] = defaultdict(list)
    for line in own:
        contracts[line.contract_id].append(line)
    return any(
        _groups(each, cash_cents)
        and of_group(_tried(each, cash_cents), APART, is_named=False)[0] >= STRANGER_PPM
        for each in contracts.values()
    )


def doubted(found: Match) -> Match:
    """A match that the payer's own debts contradict: for people."""
    return found._replace(confidence_ppm=min(found.confidence_ppm, CONTRADICTED_PPM),
                          evidence=f"{found.evidence} STRANGER")  # fmt: skip


def _nearest(lines: list[Line], told: Told) -> list[Line]:
    """Of several, those that the text comes nearest to."""
    if len(lines) < 2:
        return lines
    most = max(told.nearness(line.number_key) for line in lines)
    return [line for line in lines if told.nearness(line.number_key) == most]


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


def _tried(lines: Sequence[Line], cash_cents: int) -> list[int]:
    """The amounts among which a group is looked for: the oldest."""
    return [line.open_cents for line in lines if line.open_cents <= cash_cents][:AMOUNTS_MAX]


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
