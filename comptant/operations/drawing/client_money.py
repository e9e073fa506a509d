"""Money received that is not a buyer's payment of what was assigned: the client's repayment, money
that is the client's own, and what a buyer has paid too much. Source: DOMAIN 5.8, W8-D."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.financing import bill_interest
from comptant.operations.books.ledger import book
from comptant.operations.collection.came_from import (
    check_ours,
    is_of,
    is_of_buyer,
    payer_of,
    said_of,
)
from comptant.operations.collection.cash import credited_on, open_payment, payment_of
from comptant.operations.collection.moving import part_of
from comptant.operations.drawing.availability import availability_now
from comptant.operations.paying.claims import pay
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import shape
from comptant.store import bulk

REPAID = shape("contract_id", "until_on")
FORWARD_DAYS = 2  # business days that the factor takes to see that it is not for what it holds


@operation
def repay(
    do: Act, *, contract_id: int, payment_id: int, amount_cents: int | None, reason: str = ""
) -> Answer:  # fmt: skip
    """Money that the client has sent us goes to his current account, with its value date; the
    charge billed at collection is billed until then (W8-D). What a buyer has paid is never the
    client's to draw. (DOMAIN 5.8)

    One person says so of money that the bank tells from an account of the client's. Of any other a
    second one agrees, who reads the payer and the `reason`: `approval_id`, and nothing is done yet.

    Refused: payment_unknown, payment_going_back, amount_too_large, buyers_money,
    payer_not_the_client (no reason).
    """
    contract, payment, amount = _waiting(do, contract_id, payment_id, amount_cents)
    _check_not_buyers(payment)
    payer = payer_of(do, contract_id, payment)
    if is_of(do, contract.client_id, payment, payer):
        return _repaid(do, contract, payment, amount)
    if not reason.strip():
        raise Refused("payer_not_the_client", payment_id=payment_id,
                      payer_name=payer["payer_name"], payer_iban=payer["payer_iban"])  # fmt: skip
    return _asked(do, "repay", contract, payment, amount, said_of(payer, reason))


def repay_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved repayment does, if so much of the payment still waits."""
    asked = approval["arguments"]
    contract, payment, amount = _waiting(
        do, approval["contract_id"], asked["payment_id"], asked["amount_cents"]
    )
    _check_not_buyers(payment)
    return _repaid(do, contract, payment, amount)


def _check_not_buyers(payment: dict[str, Any]) -> None:
    if payment["buyer_id"]:
        raise Refused("buyers_money", payment_id=payment["id"])


def _repaid(do: Act, contract: Contract, payment: dict[str, Any], amount: int) -> Answer:
    entry_id = to_current_account(do, contract, payment, amount, "client_repayment", "repaid")
    if contract.terms["interest_billing"] == "AT_COLLECTION":
        until = [{"contract_id": contract.id, "until_on": credited_on(contract, payment)}]
        bill_interest(do, contract.batch, REPAID.frame(until), leave_unknown=True)
    return {"payment_id": payment["id"], "repaid_cents": amount, "entry_id": entry_id}


@operation
def forward(
    do: Act, *, contract_id: int, payment_id: int, amount_cents: int | None,
    payee_account_id: int | None, reason: str = "",
) -> Answer:  # fmt: skip
    """A buyer has paid us what was never assigned: the client is credited, and paid by an order
    that another person releases, unless he owes us: then it stays on his account.

    Where no buyer is named, or the bank does not tell that it was this one, a second person agrees
    first (`approval_id`, and nothing is done yet), who reads the payer and the `reason`.

    Two business days after it came at the earliest; what a cheque, bill or debit has brought waits
    as a refund does, unless there is a `reason`. Refused: payment_unknown, payment_going_back,
    amount_too_large, forward_too_early, payee_unknown, payee_check_failed, refund_uncredited,
    refund_too_early, payer_not_the_buyer (no reason).
    """
    contract, payment, amount = _to_forward(do, contract_id, payment_id, amount_cents)
    said = check_ours(do, contract_id, payment, reason) | _owed(do, contract_id, payment)
    payer = payer_of(do, contract_id, payment)
    if is_of_buyer(do, contract_id, payment, payer):
        return _forwarded(do, contract, payment, amount, payee_account_id, said)
    if not reason.strip():
        raise Refused("payer_not_the_buyer", payment_id=payment_id,
                      payer_name=payer["payer_name"], payer_iban=payer["payer_iban"])  # fmt: skip
    if payee_account_id is not None:
        payee_account(do, contract.client_id, payee_account_id)
    return _asked(do, "forward", contract, payment, amount, said,
                  payee_account_id=payee_account_id)  # fmt: skip


def forward_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved forwarding does, if so much of the payment still waits. The order is
    prepared by who approves, and waits for its own release."""
    asked = approval["arguments"]
    contract, payment, amount = _to_forward(
        do, approval["contract_id"], asked["payment_id"], asked["amount_cents"]
    )
    said = check_ours(do, contract.id, payment, asked["reason"]) | _owed(do, contract.id, payment)
    answer = _forwarded(do, contract, payment, amount, asked["payee_account_id"], said)
    answer.pop("approval_id", None)  # of the order's release: this one is answered
    return answer


def _to_forward(
    do: Act, contract_id: int, payment_id: int, amount_cents: int | None
) -> tuple[Contract, dict[str, Any], int]:
    contract, payment, amount = _waiting(do, contract_id, payment_id, amount_cents)
    first_on = _business_days_after(payment["value_on"], FORWARD_DAYS)
    if do.on < first_on:
        raise Refused("forward_too_early", first_on=first_on)
    return contract, payment, amount


def _owed(do: Act, contract_id: int, payment: dict[str, Any]) -> dict[str, int]:
    """What the buyer of a payment owes us in the contract, for whoever agrees that it is not it."""
    (found,) = bulk.rows(do.conn, "owed_guaranteed", contract_id=contract_id,
                         buyer_id=payment["buyer_id"])  # fmt: skip
    return {"owed_cents": found["owed_cents"]} if found["owed_cents"] else {}


def _forwarded(
    do: Act, contract: Contract, payment: dict[str, Any], amount: int,
    payee_account_id: int | None, said: dict[str, Any],
) -> Answer:  # fmt: skip
    entry_id = to_current_account(do, contract, payment, amount, "cash_to_client", "forwarded")
    payable = min(amount, availability_now(do, [contract.id]).drawable_cents)
    answer: Answer = {"payment_id": payment["id"], "forwarded_cents": amount, "order_id": None,
                      "entry_id": entry_id}  # fmt: skip
    if payable <= 0:
        return answer
    payee = payee_account(do, contract.client_id, payee_account_id)
    order = prepare(
        do, contract.id, "FORWARD", payee, payable, contract.currency,
        promised_at(contract.terms, do.asked.at), item_id=payment["id"], said=said,
    )  # fmt: skip
    return {**answer, **order}


def _asked(
    do: Act, what: str, contract: Contract, payment: dict[str, Any], amount: int,
    said: dict[str, Any], **more: Any,
) -> Answer:  # fmt: skip
    """A second person is asked whether money is the client's."""
    arguments = {"what": what, "payment_id": payment["id"], "amount_cents": amount, **said, **more}
    approval_id = propose(do, "reallocation", arguments, amount_cents=amount,
                          currency=payment["currency"], contract_id=contract.id,
                          subject_id=payment["id"])  # fmt: skip
    return {"payment_id": payment["id"], "approval_id": approval_id, "amount_cents": amount}


@operation
def refund(
    do: Act, *, contract_id: int, payment_id: int, amount_cents: int | None,
    payee_account_id: int, reason: str = "",
) -> Answer:  # fmt: skip
    """Prepare to give back what a buyer has paid too much, to that buyer; another person releases
    it. What a cheque, bill or debit has brought waits for our bank's credit, and 30 days from it
    unless there is a `reason`, which whoever releases it is shown.

    Refused: payment_unknown, payment_going_back (an order waits already), amount_too_large,
    buyer_unnamed, payee_unknown, payee_not_the_buyer, payee_check_failed, refund_uncredited,
    refund_too_early, buyer_must_not_know (of a confidential contract: forward it to the client).
    """
    contract, payment, amount = _waiting(do, contract_id, payment_id, amount_cents)
    if contract.terms["disclosure_mode"] == "CONFIDENTIAL":
        raise Refused("buyer_must_not_know", contract=contract.number)
    if not payment["buyer_id"]:
        raise Refused("buyer_unnamed", payment_id=payment_id)
    found = do.conn.execute(
        "SELECT party_id FROM payee_account WHERE id = %s", (payee_account_id,)
    ).fetchone()
    if found is None:
        raise Refused("payee_unknown", party_id=None)
    if found[0] != payment["buyer_id"]:
        raise Refused("payee_not_the_buyer", payment_id=payment_id)
    said = check_ours(do, contract_id, payment, reason)
    return prepare(
        do, contract_id, "REFUND", payee_account(do, found[0], payee_account_id), amount,
        payment["currency"], promised_at(contract.terms, do.asked.at), item_id=payment_id,
        said=said,
    )  # fmt: skip


@operation
def pay_claim(
    do: Act, *, contract_id: int, payment_id: int, instrument_id: int, amount_cents: int | None
) -> Answer:
    """Money of a buyer that waits pays what the buyer owes us of an unpaid instrument: what we had
    refunded of it on this contract, wherever it had been received. No amount: as much as is owed,
    or as waits. What was refunded of several sums that it had become is paid one after the other.

    Refused: payment_unknown, payment_going_back, amount_too_large, claim_unknown (nothing of it is
    owed here, or by another buyer).
    """
    contract, payment, amount = _waiting(do, contract_id, payment_id, amount_cents)
    owed = [row for row in bulk.rows(do.conn, "claim_left", contract_id=contract_id,
                                     instrument_id=instrument_id)
            if row["buyer_id"] == payment["buyer_id"]]  # fmt: skip
    if not owed:
        raise Refused("claim_unknown", instrument_id=instrument_id)
    most, left = int(owed[0]["left_cents"]), sum(int(row["left_cents"]) for row in owed)
    paid = min(amount, most) if amount_cents is None else amount
    if paid > most:
        raise Refused("amount_too_large", amount_cents=paid, most_cents=most)
    entry_id = pay(do, {
        "contract_id": contract_id, "payment_id": payment_id, "cents": paid,
        "owed_id": owed[0]["payment_id"], "currency": payment["currency"],
        "value_on": credited_on(contract, payment),
    })  # fmt: skip
    return {"instrument_id": instrument_id, "payment_id": payment_id, "paid_cents": paid,
            "left_cents": left - paid, "currency": payment["currency"],
            "entry_id": entry_id}  # fmt: skip


def _waiting(
    do: Act, contract_id: int, payment_id: int, amount_cents: int | None
) -> tuple[Contract, dict[str, Any], int]:
    """The contract, locked, a payment that waits on it, and how much of it is meant."""
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    return contract, payment, part_of(do, contract_id, payment, amount_cents)


def to_current_account(
    do: Act, contract: Contract, payment: dict[str, Any], cents: int, event: str, name: str
) -> int:
    """Book so much money of a payment that is no invoice's; the entry's id."""
    value_on = credited_on(contract, payment)
    movements = pl.DataFrame([{
        "item_id": payment["id"], "account": "UNAL", "against_id": 0, "amount_cents": cents,
        "approved_cents": 0,
    }])  # fmt: skip
    key = f"{event}/{payment['id']}/{do.id}"
    entry_id = book(do, contract.id, event, key, value_on, {name: cents}, movements)
    open_payment(do, contract, payment, -cents)
    if payment["buyer_id"]:
        judge_again_one(do, contract.id, [], [payment["buyer_id"]])
    return entry_id


def _business_days_after(day: date, count: int) -> date:
    for _ in range(count):
        day = next_business_day_of(day + timedelta(days=1))
    return day
