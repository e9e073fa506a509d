"""Orders released by another person than who prepared them, one or many in one act: the clients'
accounts are debited, the money is in transit. The database refuses the same person."""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation, told
from comptant.operations.acts.approval import authority, beyond_authority, record_decisions
from comptant.operations.assigning.early_payments import buy, fallen
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.books.run_up import charged_since_asked
from comptant.operations.drawing.availability import availability_now
from comptant.operations.paying.orders import EVENTS, take_step, take_steps
from comptant.operations.paying.received import (
    OF_RECEIVED_MONEY,
    move_payments,
    payment_movements,
)
from comptant.rules.availability import DRAWING
from comptant.rules.batch import first_reason
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import c, shape
from comptant.store import bulk

RELEASES_MAX = 2_000  # orders in one act: a longer list is cut by whoever sends it
WAITING = shape(
    "contract_id", "order_id", "purpose", "currency", "amount_cents", "item_id", "approval_id",
    "proposed_by_id", "key_made_by_id?", "is_decided", "is_cancelled", "iban", "holder",
    "payee_check?",
)  # fmt: skip
_NOT_THE_HOLDER = (c.payee_check == "NO_MATCH").fill_null(value=False)


@operation
def release_many(do: Act, *, order_ids: list[int]) -> Answer:
    """Release payment orders that other people prepared, within the authority of who asks.

    Each order has its own answer: released, or the reason why not (order_unknown, order_cancelled,
    already_decided, same_person, beyond_authority, payee_check_failed, contract_stopped,
    availability_fell; of a supplier paid early: programme_stopped, early_day_passed, payable_held,
    supplier_not_owed).
    Refused as a whole: too_many_orders.
    """
    ids = sorted(set(order_ids))
    if len(ids) > RELEASES_MAX:
        raise Refused("too_many_orders", orders=len(ids), most=RELEASES_MAX)
    contracts = {
        row["contract_id"] for row in bulk.rows(do.conn, "orders_waiting", ids=ids, on=do.on)
    }
    lock_contracts(do, contracts)
    orders = bulk.read(do.conn, "orders_waiting", WAITING, ids=ids, on=do.on)
    most = authority(do, "payment_order")
    refusals = {
        "order_cancelled": c.is_cancelled,
        "already_decided": c.is_decided,
        "same_person": (c.proposed_by_id == do.by.id)
        | (c.key_made_by_id == do.by.id).fill_null(value=False),
        "beyond_authority": pl.lit(False) if most is None else c.amount_cents > most,
        "payee_check_failed": _NOT_THE_HOLDER,
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
    order = bulk.read(do.conn, "orders_waiting", WAITING, ids=[approval["subject_id"]], on=do.on)
    for row in order.filter(c.is_cancelled).iter_rows(named=True):
        raise Refused("order_cancelled", order_id=row["order_id"])
    for row in order.filter(_NOT_THE_HOLDER).iter_rows(named=True):
        raise _check_failed(row)
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
        case "payee_check_failed":
            return _check_failed(row)
        case _:
            return beyond_authority(do, "payment_order", row["amount_cents"], order_id=order_id)


def _check_failed(row: bulk.Row) -> Refused:
    """The bank's word on the account may have come after the order: nothing leaves for it."""
    return Refused("payee_check_failed", iban=row["iban"], holder=row["holder"],
                   order_id=row["order_id"])  # fmt: skip


def _fundable(do: Act, orders: pl.DataFrame) -> tuple[pl.DataFrame, list[Refused]]:
    """The orders without the draws whose base was taken away since, or whose contract was stopped,
    and without early payments that may not be made any more; and those. The charge run up since
    draws were asked for takes no base away."""
    stopped = fallen(do, orders)
    if stopped:
        orders = orders.filter(~c.order_id.is_in(list(stopped)))
    kept, refused = _fundable_draws(do, orders)
    return kept, [*stopped.values(), *refused]


def _fundable_draws(do: Act, orders: pl.DataFrame) -> tuple[pl.DataFrame, list[Refused]]:
    draws = orders.filter(pl.col("purpose") == "DRAW")
    if draws.is_empty():
        return orders, []
    seen = availability_now(do, draws["contract_id"])
    short = seen.contracts.filter((c.available_cents < 0) | ~c.contract_status.is_in(DRAWING))
    if short.is_empty():
        return orders, []
    terms = seen.terms.join(short, on="contract_id", how="semi", maintain_order="left")
    short = short.join(charged_since_asked(do, terms), on="contract_id", how="left").select(
        "contract_id", "contract_status",
        missing_cents=-(c.available_cents + c.charged_since_cents.fill_null(0)),
    )  # fmt: skip
    missing = pl.col("missing_cents")
    fallen = draws.join(
        short.filter((missing > 0) | ~c.contract_status.is_in(DRAWING)), on="contract_id"
    )
    refused = [_fallen(row) for row in fallen.rows(named=True)]
    return orders.join(fallen, on="order_id", how="anti", maintain_order="left"), refused


def _fallen(row: bulk.Row) -> Refused:
    if row["contract_status"] not in DRAWING:
        return Refused("contract_stopped", contract_status=row["contract_status"],
                       order_id=row["order_id"])  # fmt: skip
    return Refused("availability_fell", order_id=row["order_id"],
                   missing_cents=row["missing_cents"])  # fmt: skip


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
