"""What the bank answers to our payment files (pain.002): kept as facts; what it rejects goes back
to the client's account by the same path as an order settled by hand."""

import hashlib
import re

import polars as pl

from comptant.formats import pain001
from comptant.formats.pain002 import FILE, GROUP, PAYMENT, PAYMENT_STATUSES
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.paying.orders import fail_order
from comptant.operations.paying.preparing import PREFIX
from comptant.rules.batch import check
from comptant.rules.columns import c
from comptant.store import bulk

REJECTIONS = frozenset({"RJCT", "CANC"})
IN_PART = "PART"  # says nothing of any one payment
MESSAGE = re.compile(rf"{PREFIX}-([0-9]{{1,18}})")


@operation
def hear_payment_status(
    do: Act, *, statuses: pl.DataFrame, file_name: str, content: bytes
) -> Answer:  # fmt: skip
    """Take in a pain.002 (PAYMENT_STATUSES): all of it or nothing, the same again is one.

    A rejected order is credited back once, with the value date of its debit. Answers the orders
    accepted, rejected now, and rejected before. Refused: status_of_unknown (a file, group or
    payment that is not ours), status_of_file_put_aside (it left after all),
    status_amount_differs, order_settled (executed already).
    """
    check(statuses, PAYMENT_STATUSES)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/xml", content)
    lock_many(do)
    accepted, rejected, known = [], [], []
    for (message,), rows in statuses.group_by("message_reference", maintain_order=True):
        orders = _sent(do, str(message))
        lock_contracts(do, {order["contract_id"] for order in orders.values()})
        orders = _sent(do, str(message))
        for reference, (status, reason) in _told(orders, rows).items():
            order = orders[reference]
            said = f"{status} {reason}".strip()
            if status not in REJECTIONS:
                accepted.append(order["id"])
            elif set(order["steps"]) & {"REJECTED", "RETURNED"}:
                known.append(order["id"])
            else:
                fail_order(do, order, "REJECTED", None, said)
                rejected.append(order["id"])
            bulk.execute(
                do.conn, "insert_order_status", contract_id=order["contract_id"],
                order_id=order["id"], status=status, reason=reason, on=do.on, digest=digest,
                act_id=do.id,
            )  # fmt: skip
    return {"file": file_name, "accepted": accepted, "rejected": rejected, "known": known}


def _sent(do: Act, message: str) -> dict[str, bulk.Row]:
    """The orders of the payment file that we sent under this reference, by their own."""
    ours = MESSAGE.fullmatch(message)
    orders = bulk.rows(do.conn, "sent_orders", act_id=int(ours[1])) if ours else []
    if not orders:
        raise Refused("status_of_unknown", reference=message)
    if any(order["is_put_aside"] for order in orders):
        raise Refused("status_of_file_put_aside", reference=message)
    return {order["end_to_end_reference"]: order for order in orders}


def _told(orders: dict[str, bulk.Row], rows: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """Status and reason of each order that the answer speaks of: its own, else its group's, else
    the file's."""
    groups = pain001.groups(bytes(next(iter(orders.values()))["content"]))
    told: dict[str, tuple[str, str]] = {}
    for level in (FILE, GROUP, PAYMENT):
        for row in rows.filter(c.status_level == level).iter_rows(named=True):
            group = row["group_reference"]
            if group is not None and group not in groups:
                raise Refused("status_of_unknown", reference=group)
            references = list(orders) if group is None else groups[group]
            if level == PAYMENT:
                references = [row["end_to_end_reference"]]
                _check_payment(orders, groups[group], row)
            if row["bank_status"] != IN_PART:
                told |= dict.fromkeys(references, (row["bank_status"], row["bank_reason"]))
    return {reference: status for reference, status in told.items() if reference in orders}


def _check_payment(orders: dict[str, bulk.Row], group: list[str], row: bulk.Row) -> None:
    reference = row["end_to_end_reference"]
    if reference not in orders or reference not in group:
        raise Refused("status_of_unknown", reference=reference)
    order, cents = orders[reference], row["amount_cents"]
    if cents is not None and (cents, row["currency"]) != (order["amount_cents"], order["currency"]):
        raise Refused(
            "status_amount_differs", reference=reference, amount_cents=cents,
            order_cents=order["amount_cents"], currency=order["currency"],
        )  # fmt: skip
