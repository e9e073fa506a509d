"""Money out: one payment order for every euro that leaves, prepared by one person, released by
another, sent in a file, executed or come back by the bank's word."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from comptant.formats import pain001
from comptant.operations.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.approval import propose
from comptant.operations.availability import availability, judge_due
from comptant.operations.ledger import book
from comptant.rules.calendar import next_business_day_of
from comptant.store import bulk

PARIS = ZoneInfo("Europe/Paris")
CLIENT_MONEY = ("DRAW", "REFUND", "FORWARD")  # leaves through the client's current account
PREFIX = "CPT"


@operation
def draw(
    do: Act, *, contract_id: int, amount_cents: int | None, payee_account_id: int | None
) -> Answer:
    """Ask for money: within the availability computed here, under the contract's lock.

    No amount: all of it. Answers the order, its approval, what was available, and the promised
    hour. Refused: beyond_availability, nothing_available, payee_unknown, payee_check_failed.
    """
    lock_contracts(do, [contract_id])
    judge_due(do, contract_id)
    seen = availability(do, contract_id)
    amount = seen.drawable_cents if amount_cents is None else amount_cents
    if amount <= 0:
        raise Refused("nothing_available", available_cents=seen.available_cents)
    if amount > seen.drawable_cents:
        raise Refused(
            "beyond_availability", amount_cents=amount, available_cents=seen.drawable_cents,
            contract_id=contract_id,
        )  # fmt: skip
    payee = payee_account(do, seen.contract.client_id, payee_account_id)
    promised = promised_at(seen.contract.terms, do.asked.at)
    order = prepare(
        do, contract_id, "DRAW", payee, amount, seen.contract.currency, promised,
        available_cents=seen.drawable_cents,
    )  # fmt: skip
    return {**order, "available_cents": seen.drawable_cents}


def prepare(
    do: Act, contract_id: int, purpose: str, payee: bulk.Row, amount_cents: int, currency: str,
    promised: datetime, *, available_cents: int | None = None, item_id: int = 0,
) -> Answer:  # fmt: skip
    """Write an order and ask for its release by another person."""
    order_id = bulk.take_ids(do.conn, 1)[0]
    reference = f"{PREFIX}{contract_id}-{order_id}"
    bulk.execute(
        do.conn, "insert_order", contract_id=contract_id, id=order_id, purpose=purpose,
        payee_account_id=payee["id"], currency=currency, amount_cents=amount_cents,
        available_cents=available_cents, item_id=item_id, reference=reference,
        prepared_at=do.asked.at, promised_at=promised, act_id=do.id,
    )  # fmt: skip
    approval_id = propose(
        do, "payment_order", {"contract_id": contract_id, "order_id": order_id},
        amount_cents=amount_cents, currency=currency, contract_id=contract_id, subject_id=order_id,
    )  # fmt: skip
    return {
        "order_id": order_id, "approval_id": approval_id, "contract_id": contract_id,
        "purpose": purpose, "amount_cents": amount_cents, "currency": currency,
        "iban": payee["iban"], "holder": payee["holder"], "reference": reference,
        "promised_at": promised.isoformat(),
    }  # fmt: skip


def payee_account(do: Act, party_id: int, payee_account_id: int | None) -> bulk.Row:
    """The account to pay: the one named, or the party's only one; never one that failed a check."""
    found = bulk.rows(do.conn, "payee_accounts", party_id=party_id, id=payee_account_id, on=do.on)
    if not found:
        raise Refused("payee_unknown", party_id=party_id)
    if len(found) > 1:
        raise Refused("payee_to_choose", party_id=party_id, ibans=[row["iban"] for row in found])
    if found[0]["payee_check"] == "NO_MATCH":
        raise Refused("payee_check_failed", iban=found[0]["iban"], holder=found[0]["holder"])
    return found[0]


def promised_at(terms: dict[str, Any], at: datetime) -> datetime:
    """The hour promised to the client: the same day at 18:00 in Paris before the cut-off on a
    business day, else within the hours promised by the contract, on a business day (a payment
    executes on no other). Source: DOMAIN 2.3, R-9."""
    local = at.astimezone(PARIS)
    if local.hour < terms["cutoff_hour"] and next_business_day_of(local.date()) == local.date():
        return local.replace(hour=18, minute=0, second=0, microsecond=0)
    promised = (at + timedelta(hours=terms["promised_hours"])).astimezone(PARIS)
    day = next_business_day_of(promised.date())
    return datetime.combine(day, promised.time(), PARIS)


def release_order(do: Act, approval: bulk.Row) -> Answer:
    """What an approved order does: the client's account is debited, the money is in transit."""
    contract_id, order_id = approval["contract_id"], approval["subject_id"]
    lock_contracts(do, [contract_id])
    order = _order(do, contract_id, order_id)
    if order["purpose"] == "DRAW":
        judge_due(do, contract_id)
        seen = availability(do, contract_id)
        if seen.available_cents < 0 or seen.totals["contract_status"] not in ("ACTIVE", "WATCH"):
            raise Refused(
                "availability_fell", order_id=order_id, missing_cents=-seen.available_cents
            )
    event = "order_released" if order["purpose"] in CLIENT_MONEY else "unknown_returned"
    execute_on = next_business_day_of(do.on)
    movements = None
    if event == "unknown_returned":
        movements = _payment_movement(order, 1)
        _move_payment(do, order, -1)
    entry_id = book(
        do, contract_id, event, f"order/{order_id}/released", execute_on,
        {"paid": order["amount_cents"]}, movements, currency=order["currency"],
    )  # fmt: skip
    _step(do, order, "RELEASED", entry_id=entry_id, on=execute_on)
    return {"order_id": order_id, "entry_id": entry_id, "execute_on": execute_on.isoformat()}


def refuse_order(do: Act, approval: bulk.Row) -> Answer:
    """What a refused order does: it ends, and what it held back is free again."""
    lock_contracts(do, [approval["contract_id"]])
    order = _order(do, approval["contract_id"], approval["subject_id"])
    _step(do, order, "REFUSED", reason="not approved")
    return {"order_id": order["id"]}


@operation
def payout(do: Act, *, own_account_id: int, execute_on: date | None) -> Answer:
    """Put every released order in one pain.001 file for one of our accounts, once.

    Answers the file's digest (it is in the outbox), the orders in it and those left out with why.
    """
    lock_many(do)
    account = bulk.row(do.conn, "own_account", id=own_account_id)
    if account is None:
        raise Refused("own_account_unknown", own_account_id=own_account_id)
    currency = account["currency"]
    waiting = bulk.rows(do.conn, "released_orders", currency=currency, on=do.on)
    lock_contracts(do, [row["contract_id"] for row in waiting])
    # Once more: one may have been rejected by hand before we had its lock.
    locked = {row["id"] for row in waiting}
    waiting = [row for row in bulk.rows(do.conn, "released_orders", currency=currency, on=do.on)
               if row["id"] in locked]  # fmt: skip
    blocked = [row for row in waiting if row["payee_check"] == "NO_MATCH"]
    sent = [row for row in waiting if row["payee_check"] != "NO_MATCH"]
    left_out = [{"order_id": row["id"], "reason": "payee_check_failed"} for row in blocked]
    if not sent:
        return {"orders": [], "count": 0, "total_cents": 0, "left_out": left_out}
    day = next_business_day_of(max(execute_on or do.on, do.on))
    content = pain001.write(
        message_id=f"{PREFIX}-{do.id}",
        created_at=do.asked.at,
        debtor=pain001.Debtor(account["name"], account["iban"], account["bic"]),
        orders=_orders_out(sent, day),
    )
    digest = hashlib.sha256(content).digest()
    name = f"pain001-{do.on:%Y%m%d}-{do.id}.xml"
    keep_document(do, digest, name, "application/xml", content)
    for row in sent:
        _step(do, row, "SENT", digest=digest, own_account_id=own_account_id, on=day)
    bulk.execute(
        do.conn, "insert_outbox", kind="payment_file", contract_id=0, due_at=do.asked.at,
        payload=Jsonb({"name": name, "own_account_id": own_account_id}), digest=digest,
        act_id=do.id,
    )  # fmt: skip
    return {
        "file": name, "digest": digest.hex(), "count": len(sent),
        "total_cents": sum(row["amount_cents"] for row in sent), "execute_on": day.isoformat(),
        "orders": [row["id"] for row in sent], "left_out": left_out,
    }  # fmt: skip


def _orders_out(sent: list[bulk.Row], day: date) -> pl.DataFrame:
    return pain001.PAYMENT_ORDERS_OUT.frame([
        {
            "end_to_end_reference": row["end_to_end_reference"], "payee_name": row["holder"],
            "payment_iban": row["iban"], "payee_bic": row["bic"],
            "amount_cents": row["amount_cents"], "currency": row["currency"],
            "remittance_text": f"{row['purpose']} {row['number']} {row['end_to_end_reference']}",
            "execute_on": day,
        }
        for row in sent
    ])  # fmt: skip


@operation
def settle_order(
    do: Act, *, contract_id: int, order_id: int, outcome: str, value_on: date | None, reason: str
) -> Answer:
    """Say by hand what became of an order: REJECTED or RETURNED re-credits it, once.

    The bank's statement says the same by itself. Refused: order_unknown, order_not_sent,
    order_settled.
    """
    if outcome not in ("REJECTED", "RETURNED"):
        raise Refused("outcome_unknown", outcome=outcome)
    lock_contracts(do, [contract_id])
    order = _order(do, contract_id, order_id)
    return fail_order(do, order, outcome, value_on, reason)


def fail_order(
    do: Act, order: bulk.Row, outcome: str, value_on: date | None, reason: str
) -> Answer:
    """Credit back what did not reach the payee, with the value date of the debit that it undoes
    unless said otherwise: the client pays no interest on it. (C-9)"""
    steps = set(order["steps"])
    if not steps & {"SENT", "RELEASED"}:
        raise Refused("order_not_sent", order_id=order["id"])
    if steps & {"REJECTED", "RETURNED"}:
        raise Refused("order_settled", order_id=order["id"])
    if outcome == "REJECTED" and "EXECUTED" in steps:
        raise Refused("order_settled", order_id=order["id"])
    debit = bulk.row(do.conn, "order_debit", contract_id=order["contract_id"], id=order["id"])
    value_on = value_on or (debit["value_on"] if debit else do.on)
    event, movements = "order_failed", None
    if order["purpose"] not in CLIENT_MONEY:
        event, movements = "return_failed", _payment_movement(order, -1)
        _move_payment(do, order, 1)
    entry_id = book(
        do, order["contract_id"], event, f"order/{order['id']}/{outcome.lower()}", value_on,
        {"paid": order["amount_cents"]}, movements, currency=order["currency"],
    )  # fmt: skip
    _step(do, order, outcome, entry_id=entry_id, reason=reason, on=value_on)
    return {"order_id": order["id"], "outcome": outcome, "entry_id": entry_id,
            "amount_cents": order["amount_cents"]}  # fmt: skip


def execute_order(
    do: Act, order: bulk.Row, value_on: date, own_account_id: int, reference: str
) -> int:
    """The statement's debit clears the transit account; once."""
    entry_id = book(
        do, order["contract_id"], "order_executed", f"order/{order['id']}/executed", value_on,
        {"paid": order["amount_cents"]}, sub_id=own_account_id, currency=order["currency"],
    )  # fmt: skip
    _step(do, order, "EXECUTED", entry_id=entry_id, on=value_on, own_account_id=own_account_id,
          reason=reference)  # fmt: skip
    return entry_id


def keep_document(
    do: Act, digest: bytes, name: str, media_type: str, content: bytes,
    contract_id: int | None = None,
) -> None:  # fmt: skip
    """Keep a file byte for byte, once."""
    do.conn.execute(
        """INSERT INTO document (digest, name, media_type, content, contract_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING""",
        (digest, name, media_type, content, contract_id, do.id),
    )


def _order(do: Act, contract_id: int, order_id: int) -> bulk.Row:
    order = bulk.row(do.conn, "order", contract_id=contract_id, id=order_id)
    if order is None:
        raise Refused("order_unknown", order_id=order_id)
    return order


def _step(
    do: Act, order: bulk.Row, step: str, *, on: date | None = None, reason: str = "",
    entry_id: int | None = None, digest: bytes | None = None, own_account_id: int | None = None,
) -> None:  # fmt: skip
    try:
        with do.conn.transaction():
            bulk.execute(
                do.conn, "insert_step", contract_id=order["contract_id"], order_id=order["id"],
                step=step, on_date=on or do.on, reason=reason, entry_id=entry_id, digest=digest,
                own_account_id=own_account_id, act_id=do.id,
            )  # fmt: skip
    except UniqueViolation:
        raise Refused("step_taken", order_id=order["id"], step=step) from None


def _payment_movement(order: bulk.Row, sign: int) -> pl.DataFrame:
    """The movement of the received payment that is given back (+) or not (-)."""
    return pl.DataFrame([{
        "item_id": order["item_id"], "account": "UNAL", "against_id": order["id"],
        "amount_cents": sign * order["amount_cents"], "approved_cents": 0,
    }])  # fmt: skip


def _move_payment(do: Act, order: bulk.Row, sign: int) -> None:
    do.conn.execute(
        "UPDATE payment SET open_cents = open_cents + %s WHERE contract_id = %s AND id = %s",
        (sign * order["amount_cents"], order["contract_id"], order["item_id"]),
    )
