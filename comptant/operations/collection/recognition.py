"""Whose money it is: the facts that the matching of collections reads, and its answer.

Read without locks; the caller locks the contracts concerned, and asks again whether each invoice
is still open for what it was given.
"""

from collections.abc import Iterable
from datetime import timedelta

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.allocation import ALLOCATION_TERMS, OPEN_INVOICES, match, unquoted
from comptant.rules.columns import c, shape
from comptant.rules.doubts import doubted, strangers
from comptant.rules.in_turn import Settled
from comptant.rules.near import Told
from comptant.rules.references import CANDIDATES, PAYMENTS, is_short, references
from comptant.rules.short_numbers import MAY_HAVE, short_numbers
from comptant.store import bulk

OPEN_READ = 500  # oldest open invoices of a known buyer looked at for one payment
LATEST_READ = 200  # latest payments of a payer that tell whose it is
BEARERS_READ = 200  # invoices of one number; one that more bear is nobody's, but to its own payer
QUOTED_DAYS = 730  # how long ago an invoice may be issued that a payment quotes
PAYERS = shape("payment_number", "contract_id?", "buyer_id?", "party_id?")
VARIANTS = shape("payment_number", "number_key", "amount_cents", "currency", "contract_id?")
PAID = shape("contract_id", "invoice_id", "open_cents")


def payments_told(do: Act, received: pl.DataFrame) -> pl.DataFrame:
    """PAYMENTS, with the contract and buyer that the account or the payer tells; and `party_id`:
    who pays, be it a buyer of several contracts."""
    bulk.copy_to_temporary(
        do.conn, "received",
        received.select("payment_number", "own_account_id", "payer_name", "payer_iban",
                        "credited_iban"),
    )  # fmt: skip
    told = bulk.copy_out(
        do.conn, "payers", PAYERS, before_id=received["movement_id"].min(), latest=LATEST_READ
    )
    told = received.join(told, on="payment_number", how="left", maintain_order="left")
    return told.select(*PAYMENTS.names, "party_id")


def to_dedicated_accounts(do: Act, received: pl.DataFrame) -> pl.Series:
    """The payments that came to an account, perhaps a virtual one, of a single contract."""
    accounts = do.conn.execute("SELECT id, iban FROM own_account WHERE contract_id <> 0").fetchall()
    ids, ibans = [row[0] for row in accounts], [row[1] for row in accounts]
    told = c.own_account_id.is_in(ids) | c.credited_iban.is_in(ibans).fill_null(False)
    return received.filter(told)["payment_number"]


def matched(do: Act, payments: pl.DataFrame, dedicated: pl.Series) -> Settled:
    """ALLOCATIONS, OUTCOMES and PROPOSALS of PAYMENTS with `party_id`. `dedicated`: payments to an
    account of one contract, to whose invoices they are bound."""
    candidates = _candidates(do, payments, dedicated)
    others = strangers(payments, candidates)
    proved = _proved(payments, candidates).filter(~c.payment_number.is_in(dedicated.implode()))
    bound = ~c.payment_number.is_in(proved["payment_number"].implode())
    payments = payments.with_columns(pl.when(bound).then(c.contract_id).alias("contract_id"))
    asked = unquoted(payments, candidates)
    bulk.copy_to_temporary(do.conn, "unquoted", pl.concat([
        asked, others.join(asked, on=["payment_number", "buyer_id"], how="anti")]))  # fmt: skip
    opens = bulk.copy_out(do.conn, "invoices_of_payers", OPEN_INVOICES, most=OPEN_READ)
    opens = pl.concat([opens, _near(do, payments, candidates)])
    ids = pl.concat([rows["contract_id"] for rows in (candidates, opens, payments)]).drop_nulls()
    terms = _tolerances(do, ids.unique())
    # The oldest due first is step 6: it does not take what an advice (step 5) waits for.
    sums = payments["amount_cents"].unique().to_list()
    advised = [row["contract_id"] for row in bulk.rows(do.conn, "advices_waiting", sums=sums)]
    terms = terms.with_columns(c.has_auto_fifo & ~c.contract_id.is_in(advised))
    found = match(payments, candidates, opens, terms, doubted(others, opens))
    return found._replace(outcomes=_with_unread(payments, found.outcomes))


def _candidates(do: Act, payments: pl.DataFrame, dedicated: pl.Series) -> pl.DataFrame:
    """CANDIDATES: the invoices whose numbers the payments quote."""
    bulk.copy_to_temporary(do.conn, "quoted", references(payments))
    is_dedicated = c.payment_number.is_in(dedicated.implode())
    bulk.copy_to_temporary(do.conn, "payer", payments.select(
        "payment_number", "contract_id", "party_id", "currency", "value_on", "amount_cents",
        dedicated_id=pl.when(is_dedicated).then(c.contract_id)))  # fmt: skip
    oldest_on = payments["value_on"].min() - timedelta(days=QUOTED_DAYS)
    return bulk.copy_out(
        do.conn, "quoted_invoices", CANDIDATES, most=BEARERS_READ, oldest_on=oldest_on,
        days=QUOTED_DAYS,
    )  # fmt: skip


def _near(do: Act, payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """OPEN_INVOICES of payments whose payer nobody knows and whose text quotes no number of ours:
    those of the amount whose number it may mean, misread or glued."""
    unknown = payments.filter(c.buyer_id.is_null())
    unknown = unknown.join(candidates, on="payment_number", how="anti")
    rows = [
        {"payment_number": number, "number_key": key, "amount_cents": cents, "currency": currency,
         "contract_id": contract_id}
        for number, text, reference, cents, currency, contract_id in unknown.select(
            "payment_number", "remittance_text", "creditor_reference", "amount_cents", "currency",
            "contract_id").iter_rows()
        for key in sorted(Told(text, reference).variants())
    ]  # fmt: skip
    bulk.copy_to_temporary(do.conn, "variant", VARIANTS.frame(rows))
    return bulk.copy_out(do.conn, "near_invoices", OPEN_INVOICES, most=BEARERS_READ)


def _with_unread(payments: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    """OUTCOMES, where WEAK_NUMBER says also of a payment of nobody that its text holds a number too
    short to be read before the payer is known."""
    of_nobody = outcomes.filter(c.contract_id.is_null(), c.reason == "NO_MATCH")
    texts = payments.join(of_nobody, on="payment_number", how="semi")
    texts = texts.filter(c.remittance_text.str.contains(MAY_HAVE))
    told = texts.select("payment_number", "remittance_text").iter_rows()
    short = [number for number, text in told if short_numbers(text)]
    unread = c.payment_number.is_in(short)
    return outcomes.with_columns(
        pl.when(unread).then(pl.lit("WEAK_NUMBER")).otherwise(c.reason).alias("reason")
    )


def _proved(payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """Payments whose quoted numbers, each of one invoice, sum to the amount; of whose quoted
    invoices one alone has the amount; or that quote invoices of their payer in another contract
    than the one that the payer is known in. They tell their contracts themselves."""
    firm = candidates.filter(~is_short()).join(
        payments.select("payment_number", "currency", c.amount_cents, known_in=c.contract_id),
        on=["payment_number", "currency"],
    )
    elsewhere = c.payer_is_buyer & (c.contract_id != pl.col("known_in"))
    sums = firm.group_by("payment_number").agg(
        is_whole=(c.number_key.n_unique() == pl.len())
        & (c.open_cents.sum() == c.amount_cents.first()),
        is_alone=(c.open_cents == c.amount_cents).sum() == 1,
        is_elsewhere=elsewhere.fill_null(False).any(),
    )
    return sums.filter(pl.col("is_whole") | pl.col("is_alone") | pl.col("is_elsewhere"))


def _tolerances(do: Act, contract_ids: Iterable[int]) -> pl.DataFrame:
    return contracts_batch(do.conn, contract_ids, do.on).select(ALLOCATION_TERMS.names)


def still_open(do: Act, allocations: pl.DataFrame) -> bool:
    """Whether each invoice can still take what is allocated to it, now that we hold the locks."""
    of = ["contract_id", "invoice_id"]
    taken = allocations.group_by(of).agg(
        (c.allocated_cents + c.difference_cents).sum().alias("taken_cents")
    )
    now = bulk.copy_out(do.conn, "open_amounts", PAID, **bulk.arrays(taken[of]))
    beyond = pl.col("taken_cents").abs() > c.open_cents.abs().fill_null(0)
    return taken.join(now, on=of, how="left").filter(beyond).is_empty()
