"""Orders released by another person than who prepared them, one or many in one act: the clients'
accounts are debited, the money is in transit. The database refuses the same person."""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation, told
from comptant.operations.acts.approval import authority, beyond_authority, record_decisions
from comptant.operations.assigning.early_payments import buy, fallen
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.drawing.availability import availability_now
from comptant.operations.paying.orders import EVENTS, take_step, take_steps
from comptant.operations.paying.received import (
    OF_RECEIVED_MONEY,
    move_payments,
    payment_movements,
    used_meanwhile,
)
from comptant.operations.paying.stopped import guarded, judged, refusal_of
from comptant.rules.batch import first_reason
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import c, shape
from comptant.store import bulk

RELEASES_MAX = 2_000  # orders in one act: a longer list is cut by whoever sends it
WAITING = shape(
    "contract_id", "order_id", "purpose", "currency", "amount_cents", "item_id", "approval_id",
    "proposed_by_id", "key_made_by_id?", "is_decided", "is_cancelled", "iban", "holder",
    "payee_account_id", "payee_party_id",
)  # fmt: skip


@operation
def release_many(do: Act, *, order_ids: list[int]) -> Answer:
    """Release payment orders that other people prepared, within the authority of who asks.

    Each order has its own answer: released, or the reason why not (order_unknown, order_cancelled,
    already_decided, same_person, beyond_authority, payee_check_failed, payee_not_called_back,
    payee_too_new, contract_stopped, garnishment_not_confirmed, availability_fell, amount_too_large
    (money that it gives back was used meanwhile); of a supplier paid early: programme_stopped,
    early_day_passed, payable_held, supplier_not_owed).
    Refused as a whole: too_many_orders.
    """
    ids = sorted(set(order_ids))
    if len(ids) > RELEASES_MAX:
        raise Refused("too_many_orders", orders=len(ids), most=RELEASES_MAX)
    contracts = {row["contract_id"] for row in bulk.rows(do.conn, "orders_waiting", ids=ids)}
    lock_contracts(do, contracts)
    orders = bulk.read(do.conn, "orders_waiting", WAITING, ids=ids)
    most = authority(do, "payment_order")
    refusals = {
        "order_cancelled": c.is_cancelled,
        "already_decided": c.is_decided,
        "same_person": (c.proposed_by_id == do.by.id)
        | (c.key_made_by_id == do.by.id).fill_null(value=False),
        "beyond_authority": pl.lit(False) if most is None else c.amount_cents > most,
    }
    orders = orders.with_columns(first_reason(refusals).alias("refusal"))
    found = set(orders["order_id"])
    refused = [Refused("order_unknown", order_id=id_) for id_ in ids if id_ not in found]
    stopped = orders.filter(c.refusal.is_not_null())
    refused += [_refusal(do, row) for row in stopped.rows(named=True)]
    orders, fallen = _fundable(do, orders.filter(c.refusal.is_null()))
    record_decisions(do, orders, "APPROVED", "")
    released = _release(do, orders)
    return {
        "released": released, "count": len(released),
        "total_cents": int(orders["amount_cents"].sum()),
        "refused": [told(each) for each in refused + fallen],
    }  # fmt: skip


def release_order(do: Act, approval: bulk.Row) -> Answer:
    """What an approved order does: the client's account is debited, the money is in transit."""
    lock_contracts(do, [approval["contract_id"]])
    order = bulk.read(do.conn, "orders_waiting", WAITING, ids=[approval["subject_id"]])
    for row in order.filter(c.is_cancelled).iter_rows(named=True):
        raise Refused("order_cancelled", order_id=row["order_id"])
    order, fallen = _fundable(do, order)
    for refusal in fallen:
        raise refusal
    return _release(do, order)[0]


def refuse_order(do: Act, approval: bulk.Row) -> Answer:
    """What a refused order does: it ends, and what it held back is free again."""
    lock_contracts(do, [approval["contract_id"]])
    order = {"contract_id": approval["contract_id"], "id": approval["subject_id"]}
    take_step(do, order, "REFUSED", reason="not approved")
    return {"order_id": order["id"]}


def _refusal(do: Act, row: bulk.Row) -> Refused:
    """The refusal of one release, as a value."""
    order_id, approval_id = row["order_id"], row["approval_id"]
    match row["refusal"]:
        case "order_cancelled":
            return Refused("order_cancelled", order_id=order_id)
        case "already_decided":
            return Refused("already_decided", approval_id=approval_id, order_id=order_id)
        case "same_person":
            return Refused("same_person", approval_id=approval_id, login=do.by.login,
                           order_id=order_id)  # fmt: skip
        case _:
            return beyond_authority(do, "payment_order", row["amount_cents"], order_id=order_id)


def _fundable(do: Act, orders: pl.DataFrame) -> tuple[pl.DataFrame, list[Refused]]:
    """The orders without those whose payee, contract or base forbids it by now, without early
    payments that may not be made any more, and without returns of money that was used meanwhile;
    and those. The charge run up since draws were asked for takes no base away."""
    stopped = fallen(do, orders) | used_meanwhile(do, orders)
    if stopped:
        orders = orders.filter(~c.order_id.is_in(list(stopped)))
    pays = guarded(orders)
    seen = availability_now(do, pays["contract_id"]) if pays.height else None
    orders = judged(do, orders, seen)
    if orders.is_empty():
        return orders, list(stopped.values())
    refused = orders.filter(pl.col("release_refusal").is_not_null())
    kept = orders.filter(pl.col("release_refusal").is_null())
    return kept, [*stopped.values(), *(refusal_of(row) for row in refused.rows(named=True))]


def _release(do: Act, orders: pl.DataFrame) -> list[Answer]:
    """Debit and send on their way orders that may be released."""
    if orders.is_empty():
        return []
    execute_on = next_business_day_of(do.on)
    buy(do, orders.filter(pl.col("purpose") == "EARLY"), execute_on)
    orders = numbered(do, orders.sort("contract_id", "order_id"))
    received = orders.filter(pl.col("purpose").is_in(OF_RECEIVED_MONEY))
    movements = None
    if received.height:
        move_payments(do, received, -1)
        movements = payment_movements(received, 1).hstack(
            received.select("contract_id", "entry_id")
        )
    events = {purpose: event for purpose, (event, _) in EVENTS.items()}
    entries = orders.select(
        "contract_id", "entry_id", pl.col("purpose").replace_strict(events).alias("event"),
        pl.format("order/{}/released", c.order_id).alias("key"),
        pl.lit(execute_on).alias("value_on"), pl.lit(0, pl.Int64).alias("sub_id"), "currency",
    )  # fmt: skip
    amounts = orders.select("entry_id", pl.lit("paid").alias("name"), cents="amount_cents")
    book_many(do, entries, amounts, movements)
    steps = orders.select("contract_id", "order_id", "entry_id",
                          pl.lit(execute_on).alias("on_date"))  # fmt: skip
    take_steps(do, steps, "RELEASED")
    return [
        {"order_id": order_id, "entry_id": entry_id, "execute_on": execute_on.isoformat()}
        for order_id, entry_id in orders.select("order_id", "entry_id").rows()
    ]
