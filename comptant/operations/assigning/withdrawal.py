"""Invoices assigned by mistake: back to the client as if they had never come. Both entries stay.

What the client was charged for them is given back. Source: DOMAIN 2.3, I-22.
"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.books.advance_interest import given_back
from comptant.operations.books.billing import bill_fees, of_event, release_fund, to_release
from comptant.operations.books.ledger import book
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.portfolio.twins import let_twins_go, lock_with_twins
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.columns import c
from comptant.store import bulk


@operation
def withdraw(do: Act, *, contract_id: int, invoice_ids: list[int], reason: str) -> Answer:
    """Take invoices out of the assignment whole: nothing may have been paid or credited on them.

    They may be assigned again. If the advance was drawn, the client owes it back at once.
    Refused: nothing_named, invoice_unknown, invoice_touched.
    """
    if not invoice_ids:
        raise Refused("nothing_named")
    lock_with_twins(do, contract_id, invoice_ids)
    contract = contract_in_force(do.conn, contract_id, do.on)
    ids = sorted(set(invoice_ids))
    rows = bulk.rows(do.conn, "assigned_invoices", contract_id=contract_id, ids=ids)
    _check(ids, rows)
    frame = pl.DataFrame(rows).with_columns((-c.open_cents).alias("amount_cents"))
    total = -int(frame["amount_cents"].sum())
    movements = frame.select(
        pl.col("id").alias("item_id"), pl.lit("DEB").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"), "amount_cents",
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    key = f"withdrawal/{do.id}"
    book(do, contract_id, "withdrawal", key, do.on, {"withdrawn": total}, movements)
    changes = frame.select(pl.col("id").alias("invoice_id"), "amount_cents")
    judge_again_one(do, contract_id, ids, (), changes)
    billed = frame.filter(pl.col("fee_bill_id").is_not_null())
    back = billed.select(base_cents="amount_cents", fee_cents=-c.fee_cents,
                         least_fee_cents=-c.least_fee_cents.fill_null(0))  # fmt: skip
    fee = bill_fees(do, contract.batch, of_event(contract_id, key, back))
    release_fund(do, contract.batch, to_release(contract_id, key, do.on))
    do.conn.execute("DELETE FROM held WHERE contract_id = %s AND invoice_id = ANY(%s)",
                    (contract_id, ids))  # fmt: skip
    let_twins_go(do, contract_id, ids)
    return {
        "invoice_ids": ids, "withdrawn_cents": total, "reason": reason,
        "fee_back_cents": -int(fee["bill_total_cents"].sum()),
        "charge_back_cents": given_back(do, contract_id),
    }  # fmt: skip


def _check(ids: list[int], rows: list[bulk.Row]) -> None:
    missing = sorted(set(ids) - {row["id"] for row in rows})
    if missing:
        raise Refused("invoice_unknown", invoice_id=missing[0])
    for row in rows:
        if row["open_cents"] != row["amount_cents"]:
            raise Refused(
                "invoice_touched", number=row["invoice_number"], amount_cents=row["amount_cents"],
                open_cents=row["open_cents"],
            )  # fmt: skip
