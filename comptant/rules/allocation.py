"""Allocation: which open invoices a collection pays, and what proves it.

The debtor's own indication comes first: payments that quote a number are settled before those that
quote none (or only one that may be there by chance, see `references`), each group in the order of
payment_number. Exact quotes that no other payment shares, which most payments are, are decided in
columns; the rest one after the other (`matching`), each seeing what those before it took.

Nothing is matched on a number that several invoices share, across currencies, or out of the
contract that the receiving account is dedicated to. A credit note pays invoices of its own buyer
and contract only, and what is not quoted stays within one contract. Source: DOMAIN §5.8, C-11.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

import polars as pl

from comptant.rules.batch import BrokenBatch, check
from comptant.rules.columns import c, shape
from comptant.rules.matching import Line, Match, Terms, by_amount, by_number, surest, unmatched
from comptant.rules.references import BY_CHANCE, collections, quoted

# One row per payment of `unquoted` and open invoice of its buyer: the oldest due (a few hundred at
# most), and all those of exactly the payment's amount. Credit notes are not used.
OPEN_INVOICES = shape(
    "payment_number",
    "contract_id",
    "buyer_id",
    "invoice_id",
    "open_cents",
    "due_on",
    "issued_on",
    "currency",
)

# One row per contract of the candidates and open invoices.
ALLOCATION_TERMS = shape("contract_id", "tolerance_cents", "tolerance_ppm", "has_auto_fifo")

# One row per payment whose buyer's open invoices are to be read.
UNQUOTED = shape("payment_number", "contract_id?", "buyer_id", "amount_cents", "currency")

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

_INVOICE = ("contract_id", "invoice_id")
_OLDEST_FIRST = ("payment_number", "due_on", "issued_on", "contract_id", "invoice_id")


def unquoted(payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """UNQUOTED: the payments of a known buyer (PAYMENTS) whose CANDIDATES prove nothing by
    themselves, so that `match` needs the buyer's open invoices."""
    firm = quoted(payments, candidates).filter(c.reason.is_null(), c.quote_strength > BY_CHANCE)
    known = collections(payments).filter(c.buyer_id.is_not_null())
    return known.join(firm, on="payment_number", how="anti").select(UNQUOTED.names)


def match(
    payments: pl.DataFrame,
    candidates: pl.DataFrame,
    open_invoices: pl.DataFrame,
    terms: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PAYMENTS, CANDIDATES, OPEN_INVOICES, ALLOCATION_TERMS -> (ALLOCATIONS, OUTCOMES).

    `matched_by`: NUMBER_AND_AMOUNT, NUMBER_WITHIN_TOLERANCE, NUMBER_PARTIAL, NUMBER_OVERPAID,
    UNIQUE_AMOUNT, SUBSET, FIFO; else ON_ACCOUNT (buyer known), CONTRACT_ONLY or UNKNOWN, with the
    reason (see `matching`, or OTHER_CURRENCY, OTHER_CONTRACT).
    BrokenBatch if a shape is not so, an invoice has two open amounts, or a contract has no terms.
    """
    payments = collections(payments)
    quotes = quoted(payments, candidates)
    open_invoices = check(open_invoices, OPEN_INVOICES)
    known = {row[0]: Terms(*row[1:]) for row in check(terms, ALLOCATION_TERMS).iter_rows()}
    _agree(quotes, open_invoices, known)
    counting = quotes.filter(c.reason.is_null())
    lines = _exact_alone(payments, counting)
    outcomes = _outcomes(payments, lines)
    waiting = payments.join(lines, on="payment_number", how="anti")
    rest, rest_outcomes = _one_by_one(
        _turns(waiting, quotes),
        _by_payment(counting.join(lines, on="payment_number", how="anti")),
        _by_payment(_payable(waiting, open_invoices, lines)),
        known,
    )
    return (
        pl.concat([lines.select(ALLOCATIONS.names), rest]).sort(ALLOCATIONS.names[:4]),
        pl.concat([outcomes, rest_outcomes]).sort("payment_number"),
    )


def _agree(quotes: pl.DataFrame, open_invoices: pl.DataFrame, terms: dict[int, Terms]) -> None:
    """BrokenBatch where the facts contradict each other or lack the terms of a contract."""
    seen = pl.concat([rows.select(*_INVOICE, "open_cents") for rows in (quotes, open_invoices)])
    seen = seen.unique()
    if seen.select(_INVOICE).is_duplicated().any():
        raise BrokenBatch("an invoice comes with two different open amounts")
    lacking = set(seen["contract_id"].unique()) - set(terms)
    if lacking:
        raise BrokenBatch(f"no terms for contracts {sorted(lacking)[:10]}")


def _exact_alone(payments: pl.DataFrame, counting: pl.DataFrame) -> pl.DataFrame:
    """Step 1 in columns: the invoices of payments whose surest quotes sum exactly, one invoice for
    each number, none quoted by another payment. The same answer as `by_number`."""
    account_cents = c.open_cents.sum().over("payment_number", "contract_id", "buyer_id")
    surest_of_all = c.quote_strength == c.quote_strength.max().over("payment_number")
    best = (
        counting.with_columns(is_alone=pl.len().over(_INVOICE) == 1)
        .filter(surest_of_all, c.quote_strength > BY_CHANCE)
        .with_columns(
            is_plain=pl.col("is_alone")
            & (pl.len().over("payment_number", "number_key") == 1)
            & (account_cents >= 0)
        )
    )
    expected = best.group_by("payment_number").agg(
        pl.col("is_plain").all(), expected=c.open_cents.cast(pl.Int128).sum()
    )
    exact = expected.join(payments, on="payment_number").filter(
        "is_plain", pl.col("expected") == c.amount_cents
    )
    return (
        best.join(exact, on="payment_number", how="semi")
        .filter(c.open_cents != 0)
        .with_columns(
            allocated_cents=c.open_cents,
            difference_cents=pl.lit(0, pl.Int64),
            short_cents=pl.lit(0, pl.Int64),
            matched_by=pl.lit("NUMBER_AND_AMOUNT"),
        )
    )


def _outcomes(payments: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The outcome of each payment of `_exact_alone`."""
    totals = lines.group_by("payment_number").agg(
        c.allocated_cents.sum(),
        c.matched_by.first(),
        *(
            pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(f"paid_{name}")
            for name in ("contract_id", "buyer_id")
        ),
    )
    return payments.join(totals, on="payment_number").select(
        c.payment_number,
        pl.coalesce("paid_contract_id", c.contract_id).alias("contract_id"),
        pl.coalesce("paid_buyer_id", c.buyer_id).alias("buyer_id"),
        c.allocated_cents,
        on_account_cents=c.amount_cents - c.allocated_cents,
        matched_by=c.matched_by,
        reason=pl.lit(None, pl.String),
    )


def _payable(
    waiting: pl.DataFrame, open_invoices: pl.DataFrame, paid: pl.DataFrame
) -> pl.DataFrame:
    """OPEN_INVOICES that the payment may pay although it does not quote them, as candidates."""
    payer = waiting.select(
        c.payment_number, account=c.contract_id, payer=c.buyer_id, cash_currency=c.currency
    )
    return (
        open_invoices.filter(c.open_cents > 0)
        .join(payer, on="payment_number")
        .filter(
            c.currency == pl.col("cash_currency"),
            c.buyer_id == pl.col("payer"),
            c.contract_id == pl.coalesce("account", c.contract_id),
        )
        .join(paid, on=_INVOICE, how="anti")
        .with_columns(number_key=pl.lit(""), quote_strength=pl.lit(BY_CHANCE, pl.Int64))
    )


class _Turn(NamedTuple):
    """One payment that is settled by itself. `is_late`: it quotes nothing firm."""

    payment_number: int
    contract_id: int | None
    buyer_id: int | None
    amount_cents: int
    is_late: bool
    excluded: str | None


def _turns(waiting: pl.DataFrame, quotes: pl.DataFrame) -> list[_Turn]:
    """The payments left, in the order in which they are settled."""
    firm = c.reason.is_null() & (c.quote_strength > BY_CHANCE)
    facts = quotes.group_by("payment_number").agg(
        is_firm=firm.any(), excluded=pl.when(~c.reason.is_null().any()).then(c.reason.min())
    )
    turns = waiting.join(facts, on="payment_number", how="left").with_columns(
        is_late=~pl.col("is_firm").fill_null(False)
    )
    ordered = turns.sort("is_late", "payment_number").select(_Turn._fields)
    return [_Turn(*row) for row in ordered.iter_rows()]


def _by_payment(rows: pl.DataFrame) -> Callable[[int], list[Line]]:
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


def _one_by_one(
    turns: Iterable[_Turn],
    quoted_by: Callable[[int], list[Line]],
    payable_by: Callable[[int], list[Line]],
    terms: dict[int, Terms],
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """ALLOCATIONS and OUTCOMES of the payments in turn; each sees what those before it took."""
    taken: Counter[tuple[int, int]] = Counter()

    def left(lines: Iterable[Line]) -> list[Line]:
        return [
            line._replace(open_cents=line.open_cents - taken[line.contract_id, line.invoice_id])
            for line in lines
        ]

    allocations, outcomes = [], []
    for turn in turns:
        number = turn.payment_number
        quotes = left(quoted_by(number))
        found = unmatched(turn.excluded or "NO_MATCH")
        if quotes:
            found = by_number(turn.amount_cents, quotes, terms)
        if turn.is_late and not found.paid:
            lines = [line for line in left(payable_by(number)) if line.open_cents > 0]
            guess = by_amount(turn.amount_cents, lines, terms)
            found = guess if guess.paid or found.reason == "NO_MATCH" else found
        for line, cents, difference, short in found.paid:
            taken[line.contract_id, line.invoice_id] += cents + difference
            allocations.append((number, *line[:3], cents, difference, short, found.matched_by))
        outcomes.append(_outcome(turn, found, quotes))
    return (
        pl.DataFrame(allocations, ALLOCATIONS.schema(), orient="row"),
        pl.DataFrame(outcomes, OUTCOMES.schema(), orient="row"),
    )


def _outcome(turn: _Turn, found: Match, quotes: list[Line]) -> tuple[object, ...]:
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
