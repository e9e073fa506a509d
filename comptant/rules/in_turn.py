"""Payments that numbers and amounts do not settle at once, one after the other.

Each sees what those before it took. What a contract finds certain enough is allocated; the rest is
proposed to people, the best guess first (`PROPOSALS`). Source: DOMAIN §5.8.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import polars as pl

from comptant.rules.columns import c, shape
from comptant.rules.guesses import guesses
from comptant.rules.matching import (
    Line,
    Match,
    Terms,
    by_amount,
    by_number,
    completed,
    doubted,
    surest,
    unmatched,
)
from comptant.rules.near import Told
from comptant.rules.references import BY_CHANCE

# One row per invoice that a payment concerns. `allocated_cents` is cash (below zero: a credit note
# used), `difference_cents` is written off, `short_cents` was quoted, stays open and is disputed.
ALLOCATIONS = shape(
    "payment_number",
    "contract_id",
    "buyer_id",
    "invoice_id",
    "allocated_cents",
    "difference_cents",
    "short_cents",
    "matched_by",
)

# One row per payment: allocated + on account = amount. What is on account belongs to `contract_id`
# (null: the house's own contract, C-11) and `buyer_id` (null: not known). `reason`: why nothing
# was matched.
OUTCOMES = shape(
    "payment_number",
    "contract_id?",
    "buyer_id?",
    "allocated_cents",
    "on_account_cents",
    "matched_by",
    "reason?",
)

# One row per invoice of each guess: what people see of a payment that waits, the best guess first
# (`guess_number` 1). `guess_evidence`: what speaks for it, code by code (`certainty`, `near`).
PROPOSALS = shape(
    "payment_number",
    "guess_number",
    "contract_id",
    "buyer_id",
    "invoice_id",
    "proposed_cents",
    "confidence_ppm",
    "guess_evidence",
)

_OLDEST_FIRST = ("payment_number", "due_on", "issued_on", "contract_id", "invoice_id")


class Turn(NamedTuple):
    """One payment that is settled by itself. `is_late`: it quotes nothing firm."""

    payment_number: int
    contract_id: int | None
    buyer_id: int | None
    amount_cents: int
    is_late: bool
    excluded: str | None
    remittance_text: str
    creditor_reference: str | None
    payer_name: str | None
    payer_iban: str | None

    def told(self) -> Told:
        """What its text says, read once."""
        return Told(self.remittance_text, self.creditor_reference, self.payer_name)


def turns_of(waiting: pl.DataFrame, quotes: pl.DataFrame) -> list[Turn]:
    """The payments left, in the order in which they are settled."""
    firm = c.reason.is_null() & (c.quote_strength > BY_CHANCE)
    facts = quotes.group_by("payment_number").agg(
        is_firm=firm.any(), excluded=pl.when(~c.reason.is_null().any()).then(c.reason.min())
    )
    turns = waiting.join(facts, on="payment_number", how="left").with_columns(
        is_late=~pl.col("is_firm").fill_null(False)
    )
    ordered = turns.sort("is_late", "payment_number").select(Turn._fields)
    return [Turn(*row) for row in ordered.iter_rows()]


def by_payment(rows: pl.DataFrame) -> Callable[[int], list[Line]]:
    """The lines of one payment, oldest due first. Cut from the table when its turn comes: all of
    them at once would be millions of Python objects."""
    rows = rows.sort(_OLDEST_FIRST)
    counts = rows.group_by("payment_number", maintain_order=True).len()
    ends = counts.with_columns(start=pl.col("len").cum_sum() - pl.col("len"))
    places = {number: (start, length) for number, length, start in ends.iter_rows()}
    lines = rows.select(Line._fields)

    def lines_of(payment_number: int) -> list[Line]:
        if payment_number not in places:
            return []
        return [Line(*row) for row in lines.slice(*places[payment_number]).iter_rows()]

    return lines_of


Lines = Callable[[int], list[Line]]
Rows = list[tuple[object, ...]]


class Settled(NamedTuple):
    """ALLOCATIONS, OUTCOMES and PROPOSALS."""

    allocations: pl.DataFrame
    outcomes: pl.DataFrame
    proposals: pl.DataFrame


def one_by_one(
    turns: Iterable[Turn], quoted_by: Lines, payable_by: Lines, terms: dict[int, Terms],
    doubts: Collection[int] = (),
) -> Settled:  # fmt: skip
    """The payments in turn. `doubts`: those whose payer's own debts sum to them."""
    taken: Counter[tuple[int, int]] = Counter()

    def left(lines: Iterable[Line]) -> list[Line]:
        return [
            line._replace(open_cents=line.open_cents - taken[of])
            if (of := (line.contract_id, line.invoice_id)) in taken else line
            for line in lines
        ]  # fmt: skip

    allocations: Rows = []
    outcomes: Rows = []
    proposals: Rows = []
    for turn in turns:
        number, told = turn.payment_number, turn.told()
        quotes = left(quoted_by(number))
        lines = [line for line in left(payable_by(number)) if line.open_cents > 0]
        found = _found(turn, quotes, lines, told, terms)
        is_doubted = number in doubts and any(
            paid.line.buyer_id != turn.buyer_id for paid in found.paid
        )
        rival = by_amount(turn.amount_cents, lines, terms, told) if is_doubted else None
        found = doubted(found) if is_doubted else found
        if found.paid and (is_doubted or not _is_certain(found, terms)):
            proposals += guesses(number, turn.amount_cents, found, quotes, lines, told, rival)
            found = unmatched("UNSURE")
        elif not found.paid:
            proposals += guesses(number, turn.amount_cents, found, quotes, lines, told)
        for line, cents, difference, short in found.paid:
            taken[line.contract_id, line.invoice_id] += cents + difference
            allocations.append((number, *line[:3], cents, difference, short, found.matched_by))
        outcomes.append(_outcome(turn, found, quotes))
    return Settled(
        pl.DataFrame(allocations, ALLOCATIONS.schema(), orient="row"),
        pl.DataFrame(outcomes, OUTCOMES.schema(), orient="row"),
        pl.DataFrame(proposals, PROPOSALS.schema(), orient="row"),
    )


def _found(
    turn: Turn, quotes: list[Line], lines: list[Line], told: Told, terms: dict[int, Terms]
) -> Match:
    """What the steps find, one after the other."""
    found = unmatched(turn.excluded or "NO_MATCH")
    if quotes:
        has_name = bool(turn.payer_name or turn.payer_iban)
        found = by_number(turn.amount_cents, quotes, terms, has_name=has_name)
    if found.matched_by == "NUMBER_OVERPAID":
        found = completed(found, turn.amount_cents, lines, told)
    if turn.is_late and not found.paid:
        has_payer = turn.buyer_id is not None
        guess = by_amount(turn.amount_cents, lines, terms, told, has_payer=has_payer)
        found = guess if guess.paid or found.reason == "NO_MATCH" else found
    return found


def _is_certain(found: Match, terms: dict[int, Terms]) -> bool:
    """Whether each contract concerned lets a match as certain as this go without a person."""
    contracts = {paid.line.contract_id for paid in found.paid}
    return found.confidence_ppm >= max(terms[id_].automatic_from_ppm for id_ in contracts)


def _outcome(turn: Turn, found: Match, quotes: list[Line]) -> tuple[object, ...]:
    """One row of OUTCOMES: the cash, and whose it is by what was paid, or else quoted."""
    lines = [paid.line for paid in found.paid] or ([] if turn.is_late else surest(quotes))
    contracts = {line.contract_id for line in lines}
    buyers = {line.buyer_id for line in lines}
    # A number that two accounts share says nothing of either, not even what they have in common.
    told = found.reason != "AMBIGUOUS" or len(contracts) == len(buyers) == 1
    contract_id = contracts.pop() if told and len(contracts) == 1 else turn.contract_id
    buyer_id = buyers.pop() if told and len(buyers) == 1 else turn.buyer_id
    allocated_cents = sum(paid.allocated_cents for paid in found.paid)
    known = "ON_ACCOUNT" if buyer_id else "CONTRACT_ONLY" if contract_id else "UNKNOWN"
    return (
        turn.payment_number,
        contract_id,
        buyer_id,
        allocated_cents,
        turn.amount_cents - allocated_cents,
        found.matched_by or known,
        found.reason,
    )
