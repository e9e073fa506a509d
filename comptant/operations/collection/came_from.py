"""From whom money received has come, and whether it is ours for good: what whoever gives it back is
asked, and what whoever releases it is shown. Source: DOMAIN 5.8."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.collection.recognition import LATEST_READ
from comptant.operations.paying.preparing import payees_of
from comptant.rules.drawing import BLOCKING
from comptant.store import bulk

# A surplus is given back on request after so many days; DOMAIN 5.8. Most instruments that are
# unpaid have come back by then.
REFUND_DAYS = 30


def payer_of(do: Act, contract_id: int, payment: dict[str, Any]) -> bulk.Row:
    """Who has paid, as far as the bank or the instrument tells: payer_name, payer_iban (None: not
    told); of an instrument its instrument_id and settled_on, the day of our bank's credit (None:
    not credited yet)."""
    told = {"contract_id": contract_id, "payment_id": payment["id"]}
    found = bulk.row(do.conn, "payer_of", **told)
    if found is None:
        raise AssertionError(f"payment {payment['id']} has no origin")
    return found


def said_of(payer: bulk.Row, reason: str) -> dict[str, Any]:
    """What whoever releases the order is told of where its money came from, and why it goes so."""
    return {"payer_name": payer["payer_name"], "payer_iban": payer["payer_iban"],
            "reason": reason.strip()}  # fmt: skip


def is_of(do: Act, party_id: int, payment: dict[str, Any], payer: bulk.Row) -> bool:
    """Whether the bank has told an account that two people have agreed to be this party's."""
    if not payment["bank_movement_id"] or payer["payer_iban"] is None:
        return False  # what an instrument says of its payer, we have typed ourselves
    accounts = payees_of(do, pl.Series([party_id], dtype=pl.Int64)).rows(named=True)
    return any(row["iban"] == payer["payer_iban"] and row["payee_check"] not in BLOCKING
               for row in accounts)  # fmt: skip


def is_of_buyer(do: Act, contract_id: int, payment: dict[str, Any], payer: bulk.Row) -> bool:
    """Whether the bank tells that the buyer named has paid: by an account of the buyer's, one that
    has paid its invoices before, one of ours that only it pays on, or the name that we call it."""
    if not payment["buyer_id"] or not payment["bank_movement_id"]:
        return False
    if is_of(do, payment["buyer_id"], payment, payer):
        return True
    found = bulk.row(
        do.conn, "payer_is_buyer", contract_id=contract_id, buyer_id=payment["buyer_id"],
        movement_id=payment["bank_movement_id"], latest=LATEST_READ,
    )  # fmt: skip
    return bool(found and found["is_known"])


def check_ours(
    do: Act, contract_id: int, payment: dict[str, Any], reason: str
) -> dict[str, Any]:  # fmt: skip
    """Whether money may go that an instrument has brought: once our bank has credited it, and
    REFUND_DAYS after that, or earlier with a `reason`. What whoever releases its order is told: who
    had paid, from where, why it goes so, and if it goes early, `first_on`: the last of these days.

    Refused: refund_uncredited, refund_too_early.
    """
    payer = payer_of(do, contract_id, payment)
    first_on = _first_on(do, payment, payer, reason)
    early = {"first_on": first_on.isoformat()} if first_on else {}
    return {**said_of(payer, reason), **early}


def _first_on(do: Act, payment: dict[str, Any], payer: bulk.Row, reason: str) -> date | None:
    if payer["instrument_id"] is None:  # a transfer, or what the former factor had received
        return None
    if payer["settled_on"] is None:
        raise Refused("refund_uncredited", payment_id=payment["id"],
                      instrument_id=payer["instrument_id"])  # fmt: skip
    first_on: date = payer["settled_on"] + timedelta(days=REFUND_DAYS)
    if do.on >= first_on:
        return None
    if not reason.strip():
        raise Refused("refund_too_early", first_on=first_on, settled_on=payer["settled_on"])
    return first_on
