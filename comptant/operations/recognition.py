"""Whose money it is: the facts that the matching of collections reads, and its answer.

Read without locks; the caller locks the contracts concerned, and asks again whether each invoice
is still open for what it was given.
"""

from collections.abc import Iterable

import polars as pl

from comptant.operations.act import Act
from comptant.operations.contracts import contract_in_force
from comptant.rules.allocation import ALLOCATION_TERMS, OPEN_INVOICES, match, unquoted
from comptant.rules.columns import c, shape
from comptant.rules.references import CANDIDATES, PAYMENTS, references
from comptant.store import bulk

OPEN_READ = 500  # oldest open invoices of a known buyer looked at for one payment
PAYERS = shape("payment_number", "contract_id?", "buyer_id?", "payer_name?", "payer_iban?")
PAID = shape("invoice_id", "open_cents")


def payments_told(do: Act, received: pl.DataFrame) -> pl.DataFrame:
    """PAYMENTS: with the contract and buyer that the account or the payer tells."""
    bulk.copy_to_temporary(
        do.conn, "received",
        received.select("payment_number", "own_account_id", "payer_name", "payer_iban",
                        "credited_iban"),
    )  # fmt: skip
    told = bulk.copy_out(do.conn, "payers", PAYERS).drop("payer_name", "payer_iban")
    return received.join(told, on="payment_number", how="left").select(PAYMENTS.names)


def to_dedicated_accounts(do: Act, received: pl.DataFrame) -> pl.Series:
    """The payments that came to an account, perhaps a virtual one, of a single contract."""
    accounts = do.conn.execute("SELECT id, iban FROM own_account WHERE contract_id <> 0").fetchall()
    ids, ibans = [row[0] for row in accounts], [row[1] for row in accounts]
    told = c.own_account_id.is_in(ids) | c.credited_iban.is_in(ibans).fill_null(False)
    return received.filter(told)["payment_number"]


def matched(
    do: Act, payments: pl.DataFrame, dedicated: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    tokens = references(payments)
    bulk.copy_to_temporary(do.conn, "quoted", tokens)
    bulk.copy_to_temporary(
        do.conn, "payer", payments.select("payment_number", "buyer_id", "value_on")
    )
    candidates = bulk.copy_out(do.conn, "quoted_invoices", CANDIDATES)
    proved = _proved(payments, candidates).filter(~c.payment_number.is_in(dedicated.implode()))
    bound = ~c.payment_number.is_in(proved["payment_number"].implode())
    payments = payments.with_columns(pl.when(bound).then(c.contract_id).alias("contract_id"))
    asked = unquoted(payments, candidates)
    bulk.copy_to_temporary(do.conn, "unquoted", asked)
    opens = bulk.copy_out(do.conn, "invoices_of_payers", OPEN_INVOICES, most=OPEN_READ)
    ids = {*candidates["contract_id"], *opens["contract_id"], *payments["contract_id"].drop_nulls()}
    terms = _tolerances(do, ids)
    # The oldest due first is step 6: it does not take what an advice (step 5) waits for.
    sums = payments["amount_cents"].unique().to_list()
    advised = [row["contract_id"] for row in bulk.rows(do.conn, "advices_waiting", sums=sums)]
    terms = terms.with_columns(c.has_auto_fifo & ~c.contract_id.is_in(advised))
    return match(payments, candidates, opens, terms)


def _proved(payments: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """Payments whose quoted numbers, each of one invoice, sum to the amount. They prove the
    contracts, also others than the one that the payer is known in."""
    quoted = candidates.group_by("payment_number").agg(
        c.open_cents.sum(), (c.number_key.n_unique() == pl.len()).alias("is_each_of_one"),
        c.currency.unique().implode().list.join(" "),
    )  # fmt: skip
    return payments.join(quoted, on=["payment_number", "currency"]).filter(
        "is_each_of_one", c.open_cents == c.amount_cents
    )


def _tolerances(do: Act, contract_ids: Iterable[int]) -> pl.DataFrame:
    rows = []
    for contract_id in sorted(set(contract_ids)):
        terms = contract_in_force(do.conn, contract_id, do.on).terms
        said = {name: terms[name] for name in ALLOCATION_TERMS.names[1:]}
        rows.append({"contract_id": contract_id, **said})
    return ALLOCATION_TERMS.frame(rows)


def still_open(do: Act, allocations: pl.DataFrame) -> bool:
    """Whether each invoice can still take what is allocated to it, now that we hold the locks."""
    taken = allocations.group_by("contract_id", "invoice_id").agg(
        (c.allocated_cents + c.difference_cents).sum().alias("taken_cents")
    )
    for (contract_id,), rows in taken.group_by("contract_id"):
        now = bulk.copy_out(
            do.conn, "open_amounts", PAID, contract_id=contract_id, ids=rows["invoice_id"].to_list()
        )
        both = rows.join(now, on="invoice_id", how="left")
        beyond = pl.col("taken_cents").abs() > c.open_cents.abs().fill_null(0)
        if both.filter(beyond).height:
            return False
    return True
