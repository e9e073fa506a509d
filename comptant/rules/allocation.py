"""Allocation: which open invoices a collection pays, and what proves it.

The debtor's own indication comes first: payments that quote a number are settled before those that
quote none (or only one that may be there by chance, see `references`), each group in the order of
payment_number. Exact quotes that no other payment shares, which most payments are, are decided in
columns; the rest one after the other (`matching`), each seeing what those before it took.

Nothing is matched on a number that several invoices share, across currencies, or out of the
contract that the receiving account is dedicated to. A credit note pays invoices of its own buyer
and contract only, and what is not quoted stays within one contract. Source: DOMAIN §5.8, C-11.
"""

from collections.abc import Collection

import polars as pl

from comptant.rules.batch import BrokenBatch, check
from comptant.rules.certainty import of_number
from comptant.rules.columns import c, shape
from comptant.rules.in_turn import ALLOCATIONS, Settled, by_payment, one_by_one, turns_of
from comptant.rules.matching import Terms
from comptant.rules.references import (
    BY_ACCOUNT,
    BY_BUYER,
    BY_CHANCE,
    BY_NUMBER,
    collections,
    quoted,
)

# One row per payment of `unquoted` and open invoice of its buyer: the oldest due (a few hundred at
# most), and all those of exactly the payment's amount. Credit notes are not used. Of a payment
# whose payer nobody knows: those of its amount whose number its text may mean.
OPEN_INVOICES = shape(
    "payment_number",
    "number_key?",
    "contract_id",
    "buyer_id",
    "invoice_id",
    "open_cents",
    "due_on",
    "issued_on",
    "currency",
)

# One row per contract of the candidates and open invoices.
ALLOCATION_TERMS = shape(
    "contract_id", "tolerance_cents", "tolerance_ppm", "has_auto_fifo", "automatic_from_ppm"
)

# One row per payment whose buyer's open invoices are to be read.
UNQUOTED = shape("payment_number", "contract_id?", "buyer_id", "amount_cents", "currency")

_INVOICE = ("contract_id", "invoice_id")


def unquoted(payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """UNQUOTED: the payments of a known buyer (PAYMENTS) whose CANDIDATES prove nothing by
    themselves, so that `match` needs the buyer's open invoices; and those that bring more than the
    numbers of one account explain, with that account."""
    firm = quoted(payments, candidates).filter(c.reason.is_null(), c.quote_strength > BY_CHANCE)
    payments = collections(payments)
    known = payments.filter(c.buyer_id.is_not_null())
    silent = known.join(firm, on="payment_number", how="anti").select(UNQUOTED.names)
    accounts = firm.group_by("payment_number").agg(
        c.contract_id.unique(), c.buyer_id.unique(), quoted_cents=c.open_cents.sum()
    )
    more = accounts.filter(c.contract_id.list.len() == 1, c.buyer_id.list.len() == 1).select(
        "payment_number", c.contract_id.list.first(), c.buyer_id.list.first(), "quoted_cents"
    )
    more = payments.drop("contract_id", "buyer_id").join(more, on="payment_number").filter(
        pl.col("quoted_cents") > 0, c.amount_cents > pl.col("quoted_cents")
    )  # fmt: skip
    return pl.concat([silent, more.select(UNQUOTED.names)])


def match(
    payments: pl.DataFrame,
    candidates: pl.DataFrame,
    open_invoices: pl.DataFrame,
    terms: pl.DataFrame,
    doubts: Collection[int] = (),
) -> Settled:
    """PAYMENTS, CANDIDATES, OPEN_INVOICES, ALLOCATION_TERMS -> ALLOCATIONS, OUTCOMES, PROPOSALS.
    `doubts`: payments of which another buyer's invoices are proposed to people alone, since their
    payer's own sum to them (`doubts`).

    `matched_by`: NUMBER_AND_AMOUNT, NUMBER_WITHIN_TOLERANCE, NUMBER_PARTIAL, NUMBER_OVERPAID,
    NUMBER_COMPLETED, NEAR_NUMBER, UNIQUE_AMOUNT, SUBSET, FIFO; else ON_ACCOUNT (buyer known),
    CONTRACT_ONLY or UNKNOWN, with the reason (see `matching`, or OTHER_CURRENCY, OTHER_CONTRACT,
    UNSURE: proposed to people, not certain enough for the contract).
    BrokenBatch if a shape is not so, an invoice has two open amounts, or a contract has no terms.
    """
    payments = collections(payments)
    quotes = quoted(payments, candidates)
    open_invoices = check(open_invoices, OPEN_INVOICES)
    known = {row[0]: Terms(*row[1:]) for row in check(terms, ALLOCATION_TERMS).iter_rows()}
    _agree(quotes, open_invoices, known)
    counting = quotes.filter(c.reason.is_null())
    is_doubted = c.payment_number.is_in(list(doubts))
    lines = _exact_alone(payments.filter(~is_doubted), counting, terms)
    outcomes = _outcomes(payments, lines)
    waiting = payments.join(lines, on="payment_number", how="anti")
    rest = one_by_one(
        turns_of(waiting, quotes),
        by_payment(counting.join(lines, on="payment_number", how="anti")),
        by_payment(_payable(waiting, open_invoices, counting.filter(~is_doubted), lines)),
        known,
        doubts,
    )
    return Settled(
        pl.concat([lines.select(ALLOCATIONS.names), rest.allocations]).sort(ALLOCATIONS.names[:4]),
        pl.concat([outcomes, rest.outcomes]).sort("payment_number"),
        rest.proposals,
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


def _exact_alone(
    payments: pl.DataFrame, counting: pl.DataFrame, terms: pl.DataFrame
) -> pl.DataFrame:
    """Step 1 in columns: the invoices of payments whose surest quotes sum exactly, one invoice for
    each number, none quoted by another payment, certain enough for their contracts. The same answer
    as `by_number`."""
    certain = {each: of_number("NUMBER_AND_AMOUNT", each)[0]
               for each in (BY_CHANCE, BY_NUMBER, BY_ACCOUNT, BY_BUYER)}  # fmt: skip
    counting = counting.join(
        terms.select("contract_id", c.automatic_from_ppm), on="contract_id", maintain_order="left"
    )
    account_cents = c.open_cents.sum().over("payment_number", "contract_id", "buyer_id")
    surest_of_all = c.quote_strength == c.quote_strength.max().over("payment_number")
    best = (
        counting.with_columns(is_alone=pl.len().over(_INVOICE) == 1)
        .filter(surest_of_all, c.quote_strength > BY_CHANCE)
        .with_columns(
            is_plain=pl.col("is_alone")
            & (c.quote_strength.replace_strict(certain) >= c.automatic_from_ppm)
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
    waiting: pl.DataFrame, open_invoices: pl.DataFrame, counting: pl.DataFrame, paid: pl.DataFrame
) -> pl.DataFrame:
    """OPEN_INVOICES that the payment may pay although it does not quote them, as candidates: of its
    payer, or of the account that its numbers tell."""
    quoted_accounts = counting.filter(c.quote_strength > BY_CHANCE).group_by("payment_number").agg(
        quoted_buyer=pl.when(c.buyer_id.n_unique() == 1).then(c.buyer_id.first())
    )  # fmt: skip
    payer = waiting.join(quoted_accounts, on="payment_number", how="left").select(
        c.payment_number, account=c.contract_id, cash_currency=c.currency,
        payer=pl.coalesce("quoted_buyer", c.buyer_id),
    )  # fmt: skip
    return (
        open_invoices.filter(c.open_cents > 0)
        .join(payer, on="payment_number")
        .filter(
            c.currency == pl.col("cash_currency"),
            c.buyer_id == pl.coalesce("payer", c.buyer_id),
            c.contract_id == pl.coalesce("account", c.contract_id),
        )
        .join(paid, on=_INVOICE, how="anti")
        .with_columns(c.number_key.fill_null(""), quote_strength=pl.lit(BY_CHANCE, pl.Int64))
    )
