"""Money out: one payment order for every euro that leaves, prepared by one person, released by
another, sent in a file, executed or come back by the bank's word."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from psycopg.errors import UniqueViolation

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.approval import propose
from comptant.operations.availability import availability, judge_due
from comptant.operations.contracts import contract_in_force
from comptant.operations.exposures import add_to_exposure_one
from comptant.operations.ledger import book
from comptant.operations.positions import judge_again_one
from comptant.rules.calendar import next_business_day_of
from comptant.store import bulk

PARIS = ZoneInfo("Europe/Paris")
# Through which account an order leaves, and comes back by: the client's, or that of money received.
EVENTS = {
    "DRAW": ("order_released", "order_failed"),
    "FORWARD": ("order_released", "order_failed"),
    "REFUND": ("unknown_returned", "return_failed"),
    "RETURN": ("unknown_returned", "return_failed"),
}
OF_RECEIVED_MONEY = ("REFUND", "RETURN")
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
    execute_on = next_business_day_of(do.on)
    movements = None
    if order["purpose"] in OF_RECEIVED_MONEY:
        movements = _payment_movement(order, 1)
        _move_payment(do, order, -1)
    entry_id = book(
        do, contract_id, EVENTS[order["purpose"]][0], f"order/{order_id}/released", execute_on,
        {"paid": order["amount_cents"]}, movements, currency=order["currency"],
    )  # fmt: skip
    take_step(do, order, "RELEASED", entry_id=entry_id, on=execute_on)
    return {"order_id": order_id, "entry_id": entry_id, "execute_on": execute_on.isoformat()}


def refuse_order(do: Act, approval: bulk.Row) -> Answer:
    """What a refused order does: it ends, and what it held back is free again."""
    lock_contracts(do, [approval["contract_id"]])
    order = _order(do, approval["contract_id"], approval["subject_id"])
    take_step(do, order, "REFUSED", reason="not approved")
    return {"order_id": order["id"]}


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
    movements = None
    if order["purpose"] in OF_RECEIVED_MONEY:
        movements = _payment_movement(order, -1)
        _move_payment(do, order, 1)
    entry_id = book(
        do, order["contract_id"], EVENTS[order["purpose"]][1],
        f"order/{order['id']}/{outcome.lower()}", value_on,
        {"paid": order["amount_cents"]}, movements, currency=order["currency"],
    )  # fmt: skip
    take_step(do, order, outcome, entry_id=entry_id, reason=reason, on=value_on)
    return {"order_id": order["id"], "outcome": outcome, "entry_id": entry_id,
            "amount_cents": order["amount_cents"]}  # fmt: skip


def execute_order(do: Act, order: bulk.Row, movement: dict[str, Any]) -> int:
    """The statement's debit (a row of NEW_MOVEMENTS) clears the transit account; once."""
    value_on, own_account_id = movement["value_on"], movement["own_account_id"]
    entry_id = book(
        do, order["contract_id"], "order_executed", f"order/{order['id']}/executed", value_on,
        {"paid": order["amount_cents"]}, sub_id=own_account_id, currency=order["currency"],
    )  # fmt: skip
    take_step(
        do, order, "EXECUTED", entry_id=entry_id, on=value_on, own_account_id=own_account_id,
        bank_movement_id=movement["movement_id"], reason=movement["bank_reference"] or "",
    )  # fmt: skip
    return entry_id


def _order(do: Act, contract_id: int, order_id: int) -> bulk.Row:
    order = bulk.row(do.conn, "order", contract_id=contract_id, id=order_id)
    if order is None:
        raise Refused("order_unknown", order_id=order_id)
    return order


def take_step(
    do: Act, order: bulk.Row, step: str, *, on: date | None = None, reason: str = "",
    entry_id: int | None = None, digest: bytes | None = None, own_account_id: int | None = None,
    bank_movement_id: int | None = None,
) -> None:  # fmt: skip
    """Write a step of an order, which happens once. Refused: step_taken."""
    try:
        with do.conn.transaction():
            bulk.execute(
                do.conn, "insert_step", contract_id=order["contract_id"], order_id=order["id"],
                step=step, on_date=on or do.on, reason=reason, entry_id=entry_id, digest=digest,
                own_account_id=own_account_id, bank_movement_id=bank_movement_id, act_id=do.id,
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
    """The money received leaves its payment (-) or is back on it (+); its buyer's exposure too."""
    cents = sign * order["amount_cents"]
    found = do.conn.execute(
        """UPDATE payment SET open_cents = open_cents + %(cents)s
           WHERE contract_id = %(contract_id)s AND id = %(id)s AND open_cents + %(cents)s >= 0
           RETURNING buyer_id""",
        {"cents": cents, "contract_id": order["contract_id"], "id": order["item_id"]},
    ).fetchone()
    if found is None:
        raise Refused("payment_unknown", payment_id=order["item_id"])
    if order["purpose"] == "RETURN":
        return  # of nobody: no exposure
    contract = contract_in_force(do.conn, order["contract_id"], do.on)
    add_to_exposure_one(do, contract, pl.DataFrame(
        {"buyer_id": [found[0]], "advance_class": ["STANDARD"], "unallocated_cash_cents": [cents]}
    ))  # fmt: skip
    judge_again_one(do, contract.id, [], [found[0]] if found[0] else [])
