"""Advances on purchase orders that move: granted, repaid by an invoice, claimed; the charge in
advance goes with them. Source: DOMAIN 7.3, W7-3, C-10."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.advance_interest import RATE_OF_CLASS, charge_changes
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.advance_interest import CHANGES, endings
from comptant.rules.availability import CLASS_RATES
from comptant.rules.batch import check, decide
from comptant.rules.columns import c, shape
from comptant.rules.purchase_orders import INVOICED, order_repaid_cents
from comptant.store import bulk

CODE = "INT-CDE"  # of a line of a bill
OWING = shape("contract_id", "purchase_order_id", "order_owed_cents")
NAMED = shape("contract_id", "invoice_id", "purchase_order_id", "order_owed_cents")
STEPS = ("contract_id", "purchase_order_id", "step", "value_on", "amount_cents", "invoice_id",
         "entry_id", "reason", "act_id")  # fmt: skip


def repay_orders(do: Act, contracts: pl.DataFrame, invoices: pl.DataFrame) -> dict[int, int]:
    """Invoices just assigned repay the advances on the orders that they name, oldest first: what
    was repaid per contract, in cents."""
    named = invoices.filter(c.order_reference.is_not_null())
    if named.is_empty():
        return {}
    asked = named.select("contract_id", "invoice_id", "buyer_id", "order_reference")
    owing = bulk.read(do.conn, "purchase_orders_invoiced", NAMED, **bulk.arrays(asked))
    if owing.is_empty():
        return {}
    rates = of_contracts(contracts, named["contract_id"], CLASS_RATES.values())
    brought = named.hstack(rates).with_columns(RATE_OF_CLASS)
    rows = owing.join(brought.select("contract_id", "invoice_id", "gross_cents", "advance_ppm"),
                      on=["contract_id", "invoice_id"], maintain_order="left")  # fmt: skip
    rows = decide(check(rows.select(INVOICED.names), INVOICED), (order_repaid_cents,))
    repaid = rows.filter(c.order_repaid_cents > 0).with_columns(
        c.order_repaid_cents.alias("amount_cents")
    )
    end_advances(do, repaid, "order_repaid", "repaid", "REPAID")
    sums = repaid.group_by("contract_id").agg(c.amount_cents.sum())
    return dict(sums.iter_rows())


def claim_late_orders(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Claim what is owed on orders whose invoice has not come by its day and the days of grace:
    contract_id and order_claimed_cents."""
    asked = contracts.select("contract_id", "order_grace_days")
    late = bulk.read(do.conn, "purchase_orders_late", OWING, **bulk.arrays(asked), on=do.on)
    late = late.with_columns(c.order_owed_cents.alias("amount_cents"))
    if late.height:
        end_advances(do, late, "order_claimed", "claimed", "CLAIMED")
    return late.select("contract_id", order_claimed_cents="amount_cents")


def end_advances(do: Act, rows: pl.DataFrame, event: str, name: str, step: str) -> None:
    """Advances that end (contract_id, purchase_order_id, amount_cents, and the invoice if any): to
    the client's account, and the charge corrected to today."""
    move_advances(do, rows, event, name, step)
    known = charged_on(do, rows)
    ends = rows.group_by("contract_id", "purchase_order_id", maintain_order=True).agg(
        c.amount_cents.sum()
    )
    moves = ends.select("contract_id", c.purchase_order_id.alias("invoice_id"),
                        pl.lit(do.on).alias("value_on"),
                        (-c.amount_cents).alias("advance_change_cents"))  # fmt: skip
    ended = endings(moves, known)
    ids = pl.Series("change_id", bulk.take_ids(do.conn, ended.height), pl.Int64)
    charge_changes(do, known, ended.hstack([ids]), CODE)


def move_advances(do: Act, rows: pl.DataFrame, event: str, name: str, step: str) -> None:
    """One entry per contract between the advances on orders and the client's account, and the step
    of each order."""
    sums = rows.group_by("contract_id", maintain_order=True).agg(c.amount_cents.sum())
    sums = numbered(do, sums)
    book_many(
        do,
        sums.select("contract_id", "entry_id", pl.lit(event).alias("event"),
                    pl.lit(f"{event}/{do.id}").alias("key"), pl.lit(do.on).alias("value_on")),
        sums.select("entry_id", pl.lit(name).alias("name"), cents="amount_cents"),
    )  # fmt: skip
    entries = sums.select("contract_id", "entry_id")
    keep_steps(do, rows.join(entries, on="contract_id", maintain_order="left"), step)


def keep_steps(do: Act, rows: pl.DataFrame, step: str, reason: str = "") -> None:
    """Steps of orders (contract_id, purchase_order_id, and what else is told of them)."""
    told = {"amount_cents": 0, "invoice_id": 0, "entry_id": None}
    missing = [pl.lit(value, pl.Int64).alias(name) for name, value in told.items()
               if name not in rows.columns]  # fmt: skip
    kept = rows.with_columns(
        *missing, pl.lit(step).alias("step"), pl.lit(do.on).alias("value_on"),
        pl.lit(reason).alias("reason"), pl.lit(do.id).alias("act_id"),
    )  # fmt: skip
    bulk.copy_in(do.conn, "purchase_order_step", kept.select(STEPS))


def charged_on(do: Act, rows: pl.DataFrame) -> pl.DataFrame:
    items = rows.select("contract_id", c.purchase_order_id.alias("invoice_id")).unique()
    return bulk.read(do.conn, "charged_advances", CHANGES, **bulk.arrays(items))
