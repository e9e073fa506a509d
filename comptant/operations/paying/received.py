"""Money received that orders give back: it leaves its payments, or is back on them."""

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.portfolio.exposures import add_to_exposure
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.columns import c
from comptant.store import bulk

OF_RECEIVED_MONEY = ("REFUND", "RETURN")
NO_INVOICES = pl.DataFrame(schema=dict.fromkeys(("contract_id", "invoice_id"), pl.Int64))


def payment_movements(orders: pl.DataFrame, sign: int) -> pl.DataFrame:
    """The movements of the received payments that are given back (+) or not (-)."""
    return orders.select(
        "item_id", pl.lit("UNAL").alias("account"), c.order_id.alias("against_id"),
        (sign * c.amount_cents).alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip


def used_meanwhile(do: Act, orders: pl.DataFrame) -> dict[int, Refused]:
    """The orders (contract_id, order_id, purpose, item_id, amount_cents) that would give back more
    of a payment than waits of it by now; each with its refusal: amount_too_large."""
    received = orders.filter(pl.col("purpose").is_in(OF_RECEIVED_MONEY))
    if received.is_empty():
        return {}
    pairs = received.select("contract_id", "item_id").unique()
    left = {(row["contract_id"], row["item_id"]): row["open_cents"]
            for row in bulk.rows(do.conn, "payments_left", **bulk.arrays(pairs))}  # fmt: skip
    told = {}
    for row in received.sort("order_id").iter_rows(named=True):
        of, cents = (row["contract_id"], row["item_id"]), row["amount_cents"]
        if cents > left.get(of, 0):
            told[row["order_id"]] = Refused(
                "amount_too_large", amount_cents=cents, most_cents=left.get(of, 0),
                payment_id=row["item_id"], order_id=row["order_id"])  # fmt: skip
        else:
            left[of] -= cents
    return told


def move_payments(do: Act, orders: pl.DataFrame, sign: int) -> None:
    """Money received leaves its payments (-) or is back on them (+); their buyers' exposures too.

    Refused: payment_unknown."""
    moved = orders.select("contract_id", "item_id", cents=sign * c.amount_cents)
    found = bulk.rows(do.conn, "move_payments", **bulk.arrays(moved))
    if len(found) < orders["item_id"].n_unique():
        missing = set(orders["item_id"]) - {row["item_id"] for row in found}
        raise Refused("payment_unknown", payment_id=min(missing, default=None))
    buyers = pl.DataFrame(found, schema=dict.fromkeys(("item_id", "buyer_id"), pl.Int64))
    # What goes back to an unknown sender is of nobody: no exposure.
    known = orders.filter(pl.col("purpose") != "RETURN").join(buyers, on="item_id")
    if known.is_empty():
        return
    add_to_exposure(do, known.select(
        "contract_id", "buyer_id", "currency", pl.lit("STANDARD").alias("advance_class"),
        unallocated_cash_cents=sign * c.amount_cents,
    ))  # fmt: skip
    pairs = known.filter(c.buyer_id != 0).select("contract_id", "buyer_id").unique()
    if pairs.height:
        contracts = contracts_batch(do.conn, pairs["contract_id"].unique().to_list(), do.on)
        judge_again(do, contracts, NO_INVOICES, pairs)
