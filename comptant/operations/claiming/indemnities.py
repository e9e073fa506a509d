"""The indemnity of a claim: the insurer's money received, or paid to the client, and whose it is.

It pays first what the insurer owes of the factor's doubtful debts, then the invoices that are
assigned still; the rest is the client's. Once it is whole, what it has left of invoices with
recourse goes back to the client. Source: DOMAIN 6.6, 6.7, W8-E.
"""

from datetime import date
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.assigning.returns import leave
from comptant.operations.books.ledger import book
from comptant.operations.claiming.claims import (
    beside_of,
    claim_of,
    impair_beside,
    items_of,
    lower,
    move_items,
    step,
)
from comptant.operations.claiming.rests import charge_rests
from comptant.operations.collection.cash import allocate_as_told, credited_on, open_payment
from comptant.operations.collection.moving import part_of
from comptant.operations.collection.unknown_money import move_to_contract
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.batch import decide
from comptant.rules.claim_shares import ON_PAYMENT, PAID
from comptant.store import bulk

Row = dict[str, Any]


@operation
def receive_indemnity(
    do: Act, *, contract_id: int, claim_id: int, payment_id: int | None, amount_cents: int | None,
    step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Keep that the insurer has paid an accepted claim, or a part of it (None: all that waits, as
    far as it is accepted). `payment_id`: money that our bank received, the house's or the
    contract's; none: it was paid to the client, who holds the policy and has not delegated it, and
    whose account is charged with what was the factor's of it. From then on the insurer has the
    debtor's place for what it paid.

    Refused: contract_unknown, claim_file_unknown, claim_not_accepted, indemnity_received,
    indemnity_beyond, reference_missing, cover_step_dates_wrong, payment_needed, paid_to_client,
    payment_unknown, payment_going_back, currency_wrong, indemnity_of_buyer (a buyer's money).
    """
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    claim = claim_of(do, contract_id, claim_id)
    _check(do, claim, payment_id, step_on, reference)
    left = claim["accepted_cents"] - claim["received_cents"]
    payment, cents = _money(do, house["id"], claim, payment_id, amount_cents)
    due = _received(do, claim, payment, cents) if payment else _kept(do, claim, cents)
    items = items_of(do, claim)
    received = {**claim, "received_cents": claim["received_cents"] + cents}
    charged = charge_rests(do, received, beside_of(do, claim), items)
    items = items_of(do, claim) if charged else items
    expected = left - cents if claim["paid_to"] == "CLIENT" else 0
    step(do, claim, "RECEIVED", step_on, reference, amount_cents=cents, due_cents=-due,
         payment_id=payment["id"] if payment else None,
         impaired_cents=lower(do, claim, items, expected_cents=expected))  # fmt: skip
    impair_beside(do, claim)
    return {"contract_id": contract_id, "claim_id": claim_id, "received_cents": cents,
            "left_cents": left - cents, "charged_cents": charged,
            "currency": claim["currency"]}  # fmt: skip


def _check(do: Act, claim: Row, payment_id: int | None, step_on: date, reference: str) -> None:
    """Whether an indemnity may be kept of a claim, and by this road."""
    number = claim["claim_number"]
    if not claim["is_accepted"]:
        raise Refused("claim_not_accepted", claim_number=number)
    if claim["received_cents"] >= claim["accepted_cents"]:
        raise Refused("indemnity_received", claim_number=number)
    if not reference.strip():
        raise Refused("reference_missing")
    if not claim["decided_on"] <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    if claim["paid_to"] == "FACTOR" and payment_id is None:
        raise Refused("payment_needed", claim_number=number)
    if claim["paid_to"] == "CLIENT" and payment_id is not None:
        raise Refused("paid_to_client", claim_number=number)


def _money(
    do: Act, house_id: int, claim: Row, payment_id: int | None, amount_cents: int | None
) -> tuple[Row | None, int]:
    """The payment, on the claim's contract by now (None: the client has it), and how much of it is
    the indemnity; Refused: indemnity_beyond."""
    left = claim["accepted_cents"] - claim["received_cents"]
    if payment_id is not None:
        return insurers_money(do, house_id, claim, payment_id, amount_cents, left, is_share=False)
    cents = left if amount_cents is None else amount_cents
    if not 0 < cents <= left:
        raise _beyond(claim, cents, left)
    return None, cents


def insurers_money(
    do: Act, house_id: int, claim: Row, payment_id: int, amount_cents: int | None, most_cents: int,
    *, is_share: bool = True,
) -> tuple[Row, int]:  # fmt: skip
    """An insurer's payment, on the claim's contract by now, and how much of it is taken (None: all
    that waits, up to the most); Refused: payment_unknown, indemnity_of_buyer, indemnity_beyond
    (`is_share`, of a recovery: amount_too_large)."""
    contract_id = claim["contract_id"]
    payment = _payment(do, house_id, contract_id, payment_id)
    check_payer(do, claim, payment, 0)
    cents = part_of(do, payment["contract_id"], payment, amount_cents)
    cents = min(cents, most_cents) if amount_cents is None else cents
    if not 0 < cents <= most_cents:
        if is_share:
            raise Refused("amount_too_large", amount_cents=cents, most_cents=most_cents)
        raise _beyond(claim, cents, most_cents)
    if payment["contract_id"] == house_id:
        moved = move_to_contract(do, payment["id"], contract_id, 0, cents)
        payment = _payment(do, house_id, contract_id, moved["payment_id"])
    return payment, cents


def _beyond(claim: Row, cents: int, most_cents: int) -> Refused:
    return Refused("indemnity_beyond", accepted_cents=cents, most_cents=most_cents,
                   loss_base_cents=claim["loss_base_cents"],
                   insured_ppm=claim["terms"]["insured_ppm"],
                   currency=claim["currency"])  # fmt: skip


def check_payer(do: Act, claim: Row, payment: Row, buyer_id: int) -> None:
    """Whether money may be a claim's: nobody's in particular, or of the buyer told (0: of none).
    Refused: indemnity_of_buyer."""
    of = payment["buyer_id"]
    if of and of != buyer_id:
        raise Refused("indemnity_of_buyer", payment_id=payment["id"],
                      claim_number=claim["claim_number"])  # fmt: skip


def _payment(do: Act, house_id: int, contract_id: int, payment_id: int) -> Row:
    """Money received, on the house's own contract or on this one; Refused: payment_unknown."""
    for of in (house_id, contract_id):
        found = bulk.row(do.conn, "payment", contract_id=of, id=payment_id)
        if found:
            return {**found, "contract_id": of}
    raise Refused("payment_unknown", payment_id=payment_id)


def _received(do: Act, claim: Row, payment: Row, cents: int) -> int:
    """The money pays what the insurer owes, then invoices assigned still, then the client; what of
    it was owed."""
    contract = contract_in_force(do.conn, claim["contract_id"], do.on)
    # What it owes back of a recovery is no part of its indemnity.
    due = min(cents, claim["insurer_balance_cents"] - claim["share_back_cents"])
    if due > 0:
        spend(do, contract, payment, "indemnity_received", {"received": due}, due)
    parts = _parts(items_of(do, claim), cents - max(due, 0))
    paid = {part["invoice_id"]: part["to_invoice_cents"] for part in parts
            if part["to_invoice_cents"]}  # fmt: skip
    if paid:
        now = bulk.row(do.conn, "payment", contract_id=contract.id, id=payment["id"]) or {}
        allocate_as_told(do, contract, now, paid, credited_on(contract, now), is_insurers=True)
    for name, event, is_back in (("passed", "indemnity_passed_on", False),
                                 ("returned", "indemnity_returned", True)):  # fmt: skip
        owner = sum(part["to_owner_cents"] for part in parts if part["is_back"] == is_back)
        if owner:
            spend(do, contract, payment, event, {name: owner}, owner)
    move_items(do, claim, {part["invoice_id"]: {"had_cents": part["share_left_cents"]}
                           for part in parts})  # fmt: skip
    return max(due, 0)


def _kept(do: Act, claim: Row, cents: int) -> int:
    """The client has the insurer's money: what was the factor's of it is charged to him. Nothing of
    a debt given back, which is his own."""
    contract_id, items = claim["contract_id"], items_of(do, claim)
    parts = _parts(items, cents)
    doubtful = {item["invoice_id"]: item["factor_cents"] for item in items}
    taken, rows = {}, []
    for part in parts:
        id_ = part["invoice_id"]
        of_debt = min(part["share_left_cents"], doubtful[id_])
        taken[id_] = {"had_cents": part["share_left_cents"], "factor_cents": -of_debt}
        of_invoice = min(part["share_left_cents"] - of_debt, part["assigned_cents"])
        if of_invoice:
            rows.append({"id": id_, "open_cents": of_invoice})
    of_debts = -sum(one["factor_cents"] for one in taken.values())
    if of_debts:
        book(do, contract_id, "indemnity_kept_guaranteed", f"claim/{claim['id']}/kept/{do.id}",
             do.on, {"kept": of_debts})  # fmt: skip
    move_items(do, claim, taken)
    if rows:
        leave(do, contract_id, rows, "indemnity_kept", "kept")
    return 0


def _parts(items: list[Row], cents: int) -> list[Row]:
    """What an amount pays of each invoice's share (ON_PAYMENT), the oldest first."""
    rows = []
    for item in items:
        share = min(cents, item["share_cents"] - item["had_cents"])
        cents -= share
        rows.append({"invoice_id": item["invoice_id"], "share_left_cents": share,
                     "assigned_cents": item["assigned_cents"]})  # fmt: skip
    told = decide(PAID.frame(rows), ON_PAYMENT).to_dicts()
    return [{**part, "is_back": item["back_cents"] > 0 and not item["is_guaranteed"]}
            for part, item in zip(told, items, strict=True)]  # fmt: skip


def spend(
    do: Act, contract: Contract, payment: Row, event: str, amounts: dict[str, int], cents: int,
    more: str = "",
) -> int:  # fmt: skip
    """Book what so much money of a payment was for; the entry's id. `more`: of its key, where an
    act books several of one event."""
    movements = pl.DataFrame([{
        "item_id": payment["id"], "account": "UNAL", "against_id": 0, "amount_cents": cents,
        "approved_cents": 0,
    }])  # fmt: skip
    key = f"{event}/{payment['id']}/{do.id}{more}"
    entry_id = book(do, contract.id, event, key, credited_on(contract, payment), amounts,
                    movements)  # fmt: skip
    open_payment(do, contract, payment, -cents)
    if payment["buyer_id"]:
        judge_again_one(do, contract.id, [], [payment["buyer_id"]])
    return entry_id
