"""A payment file that will not leave: two people say so, and its orders are released again.

Its orders go out with the next file, under the same references and never twice: an order is in one
living file at most. What the bank has spoken of has left, and is settled order by order. An order
that gives away money of an instrument unpaid meanwhile goes out no more.
"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many
from comptant.operations.acts.approval import propose
from comptant.operations.paying.dropping import drop_orders
from comptant.operations.paying.orders import take_steps
from comptant.store import bulk


def propose_unsent(do: Act, line: bulk.Row) -> Answer:
    """Say that a payment file of the outbox has not left and will not: it waits for another person.

    Refused: outbox_done, file_waits, file_at_the_bank.
    """
    orders = _orders(do, line)
    for waiting in bulk.rows(do.conn, "read_approvals", kind="payment_file",
                             subject_id=line["id"]):  # fmt: skip
        raise Refused("file_waits", outbox_id=line["id"], approval_id=waiting["id"])
    name = line["payload"]["name"]
    approval_id = propose(
        do, "payment_file", {"outbox_id": line["id"], "name": name, "count": len(orders)},
        amount_cents=sum(row["amount_cents"] for row in orders),
        currency=orders[0]["currency"], subject_id=line["id"],
    )  # fmt: skip
    return {"approval_id": approval_id, "name": name, "count": len(orders)}


def put_aside(do: Act, approval: bulk.Row) -> Answer:
    """What the approval does: the file is put aside, its orders are released again; those of money
    that an instrument had brought and that came back unpaid meanwhile are credited back, and what
    was claimed of them is owed no more.

    Refused: outbox_done, file_at_the_bank.
    """
    line = bulk.row(do.conn, "outbox_line", id=approval["subject_id"])
    if line is None:
        raise Refused("outbox_unknown", outbox_id=approval["subject_id"])
    lock_many(do)
    orders = _orders(do, line)
    lock_contracts(do, {row["contract_id"] for row in orders})
    orders = _orders(do, line)  # once more: the bank may have spoken before we had the locks
    finish(do, line["id"], "CANCELLED")
    rows = pl.DataFrame([{"contract_id": row["contract_id"], "order_id": row["order_id"],
                          "reason": line["payload"]["name"]} for row in orders])  # fmt: skip
    take_steps(do, rows, "UNSENT", digest=bytes(line["digest"]))
    unpaid = bulk.rows(do.conn, "orders_unpaid", order_ids=[row["order_id"] for row in orders],
                       contract_ids=[row["contract_id"] for row in orders])  # fmt: skip
    drop_orders(do, [(row["contract_id"], row["payment_id"]) for row in unpaid])
    return {"outbox_id": line["id"], "orders": [row["order_id"] for row in orders]}


def finish(do: Act, outbox_id: int, outcome: str) -> None:
    """What was to leave has left or will not. Refused: outbox_done."""
    done = do.conn.execute(
        """INSERT INTO outbox_done (outbox_id, outcome, act_id) VALUES (%s, %s, %s)
           ON CONFLICT DO NOTHING""",
        (outbox_id, outcome, do.id),
    )
    if done.rowcount == 0:
        raise Refused("outbox_done", outbox_id=outbox_id)


def _orders(do: Act, line: bulk.Row) -> list[bulk.Row]:
    """The orders of a file that has not left, as far as anybody has said."""
    if line["is_done"]:
        raise Refused("outbox_done", outbox_id=line["id"])
    orders = bulk.rows(do.conn, "orders_of_file", digest=line["digest"])
    told = [row["order_id"] for row in orders if row["is_told"]]
    if told:
        raise Refused("file_at_the_bank", name=line["payload"]["name"], orders=told)
    return orders
