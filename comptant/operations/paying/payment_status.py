"""What the bank answers to our payment files (pain.002): kept as facts; what it rejects goes back
to the client's account by the same path as an order settled by hand."""

import hashlib
import re

import polars as pl

from comptant.formats import pain001
from comptant.formats.pain002 import FILE, GROUP, PAYMENT, PAYMENT_STATUSES
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.paying.orders import fail_orders
from comptant.operations.paying.outcomes import FAILED
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
    """Take in a pain.002 (PAYMENT_STATUSES); the same again is one.

    A rejected order is credited back once, with the value date of its debit. Answers the orders
    accepted, rejected now, and rejected before; `contradicted`: those that a statement has
    executed, left as they are and told by the auditor's sheet; `not_ours`: references that are of
    no order of the file. Refused: status_of_unknown (a file or group that is not ours, or no
    payment that is), status_of_file_put_aside (it left after all), status_amount_differs.
    """
    check(statuses, PAYMENT_STATUSES)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/xml", content)
    lock_many(do)
    messages = statuses["message_reference"].unique(maintain_order=True).to_list()
    files = _sent(do, messages)
    lock_contracts(do, {order["contract_id"] for orders in files.values()
                        for order in orders.values()})  # fmt: skip
    files = _sent(do, messages)
    of = {message: statuses.filter(c.message_reference == message) for message in messages}
    strangers = [reference for message in messages
                 for reference in _strangers(files[message], of[message])]  # fmt: skip
    told = [
        (files[message][reference], status, reason)
        for message in messages
        for reference, (status, reason) in _told(files[message], of[message]).items()
    ]
    if strangers and not told:
        raise Refused("status_of_unknown", reference=strangers[0])
    rejected = [(order, f"{status} {reason}".strip())
                for order, status, reason in told if status in REJECTIONS]  # fmt: skip
    known = {order["id"] for order, _ in rejected if FAILED & set(order["steps"])}
    executed = {order["id"] for order, _ in rejected if "EXECUTED" in order["steps"]} - known
    failed = fail_orders(do, [{**order, "reason": said} for order, said in rejected
                              if order["id"] not in known | executed], "REJECTED")  # fmt: skip
    _keep(do, digest, told)
    return {
        "file": file_name, "rejected": [answer["order_id"] for answer in failed],
        "accepted": [order["id"] for order, status, _ in told if status not in REJECTIONS],
        "known": [order["id"] for order, _ in rejected if order["id"] in known],
        "contradicted": [order["id"] for order, _ in rejected if order["id"] in executed],
        "not_ours": strangers,
    }  # fmt: skip


def _keep(do: Act, digest: bytes, told: list[tuple[bulk.Row, str, str]]) -> None:
    """What the bank said of each order, as facts; once for the same file."""
    if told:
        bulk.execute(
            do.conn, "insert_order_statuses", on=do.on, digest=digest, act_id=do.id,
            contract_ids=[order["contract_id"] for order, _, _ in told],
            order_ids=[order["id"] for order, _, _ in told],
            statuses=[status for _, status, _ in told],
            reasons=[reason for _, _, reason in told],
        )  # fmt: skip


def _sent(do: Act, messages: list[str]) -> dict[str, dict[str, bulk.Row]]:
    """The orders of the payment files that we sent under these references, by their own."""
    ours = {message: MESSAGE.fullmatch(message) for message in messages}
    acts = {int(found[1]): message for message, found in ours.items() if found}
    files: dict[str, dict[str, bulk.Row]] = {}
    for order in bulk.rows(do.conn, "sent_orders", act_ids=list(acts)) if acts else []:
        message = acts[order["act_id"]]
        files.setdefault(message, {})[order["end_to_end_reference"]] = order
    for message in messages:
        if message not in files:
            raise Refused("status_of_unknown", reference=message)
        if any(order["is_put_aside"] for order in files[message].values()):
            raise Refused("status_of_file_put_aside", reference=message)
    return files


def _strangers(orders: dict[str, bulk.Row], rows: pl.DataFrame) -> list[str]:
    """The payments that the answer speaks of and that the file did not have."""
    spoken = rows.filter(c.status_level == PAYMENT)["end_to_end_reference"].unique(
        maintain_order=True
    )
    return [reference for reference in spoken.to_list() if reference not in orders]


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
                if row["end_to_end_reference"] not in orders:
                    continue
                references = [row["end_to_end_reference"]]
                _check_payment(orders, groups[group], row)
            if row["bank_status"] != IN_PART:
                told |= dict.fromkeys(references, (row["bank_status"], row["bank_reason"]))
    return {reference: status for reference, status in told.items() if reference in orders}


def _check_payment(orders: dict[str, bulk.Row], group: list[str], row: bulk.Row) -> None:
    reference = row["end_to_end_reference"]
    if reference not in group:
        raise Refused("status_of_unknown", reference=reference)
    order, cents = orders[reference], row["amount_cents"]
    if cents is not None and (cents, row["currency"]) != (order["amount_cents"], order["currency"]):
        raise Refused(
            "status_amount_differs", reference=reference, amount_cents=cents,
            order_cents=order["amount_cents"], currency=order["currency"],
        )  # fmt: skip
