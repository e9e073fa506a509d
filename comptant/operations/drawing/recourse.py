"""An over-advance that its client does not repay: guarantors called, other accounts of the client
set off, the loss by two people, and what comes in later. What was written off is owed still, after
what the account owes. Source: DOMAIN 1.9, 3.7, W8-D.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import payment_of
from comptant.operations.collection.moving import part_of
from comptant.operations.drawing.availability import availability_now
from comptant.operations.drawing.client_money import to_current_account
from comptant.operations.drawing.recourse_undone import undo_approved
from comptant.operations.portfolio.losses import keep_step, left_of_loss, sums_of
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import c
from comptant.store import bulk

Row = dict[str, Any]


@operation
def call_guarantor(
    do: Act, *, contract_id: int, party_id: int, amount_cents: int | None, step_on: date,
    reference: str,
) -> Answer:  # fmt: skip
    """Keep that a guarantor of a contract was called for its over-advance, or for what was written
    off of it (None: as much as he stands for and the client owes, less what he was called for and
    has not paid). `reference`: the letter that calls him.

    Refused: contract_unknown, reference_missing, cover_step_dates_wrong, guarantor_unknown,
    no_over_advance, surety_beyond.
    """
    contract, over, lost = _debt(do, contract_id, reference)
    if step_on > do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    called, paid, most = _standing(do, contract_id, party_id)
    left = over + lost - (called - paid)
    left = left if most is None else min(left, most - called)
    cents = left if amount_cents is None else amount_cents
    if not 0 < cents <= left:
        raise Refused("surety_beyond", amount_cents=cents, most_cents=max(left, 0),
                      currency=contract.currency)  # fmt: skip
    keep_step(do, contract_id, "CALLED", cents, reference, step_on, party_id=party_id)
    return {"contract_id": contract_id, "party_id": party_id, "called_cents": cents,
            "left_cents": called + cents - paid, "currency": contract.currency}  # fmt: skip


@operation
def receive_surety(
    do: Act, *, contract_id: int, party_id: int, payment_id: int, amount_cents: int | None,
    reference: str,
) -> Answer:  # fmt: skip
    """Money that a guarantor has paid, as far as he was called and it is owed still (None: all that
    waits): it pays the client's account, then what was written off; he has our place against the
    client for it. What is more is his: it goes back to nobody, and to him.

    Refused: contract_unknown, reference_missing, guarantor_unknown, surety_beyond, payment_unknown,
    payment_going_back, amount_too_large, buyers_money.
    """
    contract, payment, cents = _money(do, contract_id, payment_id, amount_cents, reference)
    called, paid, _ = _standing(do, contract_id, party_id)
    over, lost = _owed(do, contract_id)
    most = min(called - paid, over + lost)
    if cents > most:
        raise Refused("surety_beyond", amount_cents=cents, most_cents=max(most, 0),
                      currency=contract.currency)  # fmt: skip
    of_loss = max(cents - over, 0)
    for part, event, name in ((cents - of_loss, "surety_received", "received"),
                              (of_loss, "surety_on_loss", "regained")):  # fmt: skip
        if part:
            to_current_account(do, contract, payment, part, event, name)
    keep_step(do, contract_id, "PAID", cents, reference, do.on, party_id=party_id,
          payment_id=payment_id, of_loss_cents=of_loss)  # fmt: skip
    return {"contract_id": contract_id, "party_id": party_id, "paid_cents": cents,
            "regained_cents": of_loss, "left_cents": called - paid - cents,
            "currency": contract.currency}  # fmt: skip


@operation
def propose_set_off(
    do: Act, *, contract_id: int, from_contract_id: int, amount_cents: int | None, reason: str
) -> Answer:
    """Propose that what another contract of the same client has available pays this one's
    over-advance, then what was written off of it (None: as much as both allow); another person
    agrees.

    Refused: contract_unknown, reason_missing, set_off_wrong (the same contract, another client or
    currency), no_over_advance, set_off_beyond.
    """
    cents, _, contract = _set_off(do, contract_id, from_contract_id, amount_cents, reason)
    said = {"what": "set_off", "from_contract_id": from_contract_id, "reason": reason.strip(),
            "from_number": contract_in_force(do.conn, from_contract_id, do.on).number,
            "also_contract_ids": [from_contract_id], "amount_cents": cents}  # fmt: skip
    return _asked(do, contract, said, cents)


@operation
def propose_client_loss(
    do: Act, *, contract_id: int, amount_cents: int | None, reason: str
) -> Answer:
    """Propose to write off an over-advance (None: all of it) that the client will not repay;
    another person agrees. He still owes it: what he pays later is money on what was written off.

    Refused: contract_unknown, reason_missing, no_over_advance, loss_beyond.
    """
    cents, contract = _loss(do, contract_id, amount_cents, reason)
    return _asked(do, contract, {"what": "loss", "reason": reason.strip(), "amount_cents": cents},
                  cents)  # fmt: skip


@operation
def regain_loss(
    do: Act, *, contract_id: int, payment_id: int, amount_cents: int | None, reference: str
) -> Answer:
    """Money that the client, or who administers its estate, pays of what was written off (None: all
    that waits).

    Refused: contract_unknown, reference_missing, nothing_written_off, payment_unknown,
    payment_going_back, amount_too_large, buyers_money.
    """
    contract, payment, cents = _money(do, contract_id, payment_id, amount_cents, reference)
    left = left_of_loss(do, contract_id)
    if cents > left:
        raise Refused("nothing_written_off", amount_cents=cents, most_cents=left,
                      currency=contract.currency)  # fmt: skip
    to_current_account(do, contract, payment, cents, "client_regained", "regained")
    keep_step(do, contract_id, "REGAINED", cents, reference, do.on, payment_id=payment_id)
    return {"contract_id": contract_id, "regained_cents": cents, "left_cents": left - cents,
            "currency": contract.currency}  # fmt: skip


def decide_recourse(do: Act, approval: bulk.Row) -> Answer:
    """What an approved set-off, loss or undoing does, if it can still be done."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    if asked["what"] == "undo":
        return undo_approved(do, approval)
    key = f"recourse/{approval['id']}"
    if asked["what"] == "loss":
        cents, _ = _loss(do, contract_id, asked["amount_cents"], asked["reason"])
        book(do, contract_id, "client_loss", key, do.on, {"lost": cents})
        keep_step(do, contract_id, "WRITTEN_OFF", cents, asked["reason"], do.on)
        return {"contract_id": contract_id, "lost_cents": cents}
    other = asked["from_contract_id"]
    cents, of_loss, _ = _set_off(do, contract_id, other, asked["amount_cents"], asked["reason"])
    book(do, other, "set_off_given", key, do.on, {"given": cents})
    for part, event in ((cents - of_loss, "set_off_taken"), (of_loss, "set_off_on_loss")):
        if part:
            book(do, contract_id, event, f"{key}/{event}", do.on, {"taken": part})
    keep_step(do, contract_id, "SET_OFF", cents, asked["reason"], do.on, other_contract_id=other,
          of_loss_cents=of_loss)  # fmt: skip
    return {"contract_id": contract_id, "set_off_cents": cents}


def _debt(
    do: Act, contract_id: int, said: str, lacking: str = "reference_missing"
) -> tuple[Contract, int, int]:
    """A contract, which is locked; its over-advance now, and what is left of what was written off.
    Refused: no_over_advance (neither)."""
    lock_contracts(do, [contract_id])
    if not said.strip():
        raise Refused(lacking)
    contract = contract_in_force(do.conn, contract_id, do.on)
    over, lost = _owed(do, contract_id)
    if over + lost <= 0:
        seen = availability_now(do, [contract_id])
        raise Refused("no_over_advance", available_cents=seen.available_cents)
    return contract, over, lost


def _owed(do: Act, contract_id: int) -> tuple[int, int]:
    """The over-advance of a contract that is locked, and what is left of what was written off.
    Money that waits on it and is no buyer's pays nothing before somebody says what."""
    seen = availability_now(do, [contract_id])
    waits = seen.exposures.filter(c.buyer_id.is_null())["unallocated_cash_cents"].sum()
    used = seen.totals["funds_in_use_cents"] + seen.totals["accrued_unbilled_cents"] + waits
    over = max(min(-seen.available_cents, used), 0)
    return int(over), left_of_loss(do, contract_id)


def _money(
    do: Act, contract_id: int, payment_id: int, amount_cents: int | None, reference: str
) -> tuple[Contract, Row, int]:
    """The contract, locked, a payment on it that is no buyer's, and how much of it is meant."""
    lock_contracts(do, [contract_id])
    if not reference.strip():
        raise Refused("reference_missing")
    payment = payment_of(do, contract_id, payment_id)
    if payment["buyer_id"]:
        raise Refused("buyers_money", payment_id=payment_id)
    cents = part_of(do, contract_id, payment, amount_cents)
    return contract_in_force(do.conn, contract_id, do.on), payment, cents


def _standing(do: Act, contract_id: int, party_id: int) -> tuple[int, int, int | None]:
    """What a guarantor was called for, what he has paid, and up to how much he stands (None: all
    that is owed). Refused: guarantor_unknown."""
    found = bulk.row(do.conn, "partner_now", contract_id=contract_id, party_id=party_id,
                     role="guarantor")  # fmt: skip
    if found is None:
        raise Refused("guarantor_unknown", party_id=party_id)
    sums = sums_of(do, contract_id, party_id)
    most = do.conn.execute(
        """SELECT amount_cents FROM partner WHERE contract_id = %s AND party_id = %s
               AND role = 'guarantor' ORDER BY recorded_at DESC LIMIT 1""",
        (contract_id, party_id),
    ).fetchone()
    return sums["called_cents"], sums["paid_cents"], most[0] if most else None


def _set_off(
    do: Act, contract_id: int, from_contract_id: int, amount_cents: int | None, reason: str
) -> tuple[int, int, Contract]:
    """How much may be set off, and what of it is on what was written off, both contracts locked."""
    lock_contracts(do, [contract_id, from_contract_id])
    contract, over, lost = _debt(do, contract_id, reason, "reason_missing")
    other = contract_in_force(do.conn, from_contract_id, do.on)
    if contract_id == from_contract_id or (contract.client_id, contract.currency) != (
        other.client_id, other.currency,
    ):  # fmt: skip
        raise Refused("set_off_wrong", number=contract.number, other_number=other.number)
    most = max(min(over + lost, availability_now(do, [other.id]).drawable_cents), 0)
    cents = most if amount_cents is None else amount_cents
    if not 0 < cents <= most:
        raise Refused("set_off_beyond", amount_cents=cents, most_cents=most,
                      other_number=other.number, currency=contract.currency)  # fmt: skip
    return cents, max(cents - over, 0), contract


def _loss(do: Act, contract_id: int, amount_cents: int | None, reason: str) -> tuple[int, Contract]:
    contract, _, _ = _debt(do, contract_id, reason, "reason_missing")
    over = int(availability_now(do, [contract_id]).totals["over_advance_cents"])
    if over <= 0:
        raise Refused("no_over_advance", available_cents=0)
    cents = over if amount_cents is None else amount_cents
    if not 0 < cents <= over:
        raise Refused("loss_beyond", amount_cents=cents, most_cents=over,
                      currency=contract.currency)  # fmt: skip
    return cents, contract


def _asked(do: Act, contract: Contract, said: Row, cents: int) -> Answer:
    approval_id = propose(do, "recourse", said, amount_cents=cents, currency=contract.currency,
                          contract_id=contract.id)  # fmt: skip
    return {"contract_id": contract.id, "approval_id": approval_id, "amount_cents": cents,
            "what": said["what"], "currency": contract.currency}  # fmt: skip
