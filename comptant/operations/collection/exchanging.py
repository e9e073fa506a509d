"""Money that came in another currency than its contract's, taken at the rate at which our bank
exchanges it: what it falls short of an invoice by that is the client's.

The position that it opens is told in euro at the rate of the day, and revalued with the rest.
Source: DOMAIN 7.7 (converted at the bank rate; difference charged to the client).
"""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.assigning.returns import leave
from comptant.operations.books.exchange import rates_of, worth_of
from comptant.operations.books.ledger import MOVEMENTS, Entry, book_entries
from comptant.operations.collection.cash import (
    allocate_as_told,
    credited_on,
    open_payments,
    payment_of,
)
from comptant.operations.collection.matching_again import match_again
from comptant.operations.collection.moving import check_buyer, part_of
from comptant.operations.collection.settlement import on_account
from comptant.operations.collection.unknown_money import of_nobody
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.money import ONE_PPM
from comptant.rules.postings import lines
from comptant.rules.reference_values import EURO
from comptant.store import bulk

Row = dict[str, Any]
FAR_PPM = 50_000  # the bank's rate is within so much of the rate of the day


@operation
def exchange_payment(
    do: Act, *, payment_id: int, contract_id: int, buyer_id: int, taken_cents: int,
    invoice_ids: list[int], source: str,
) -> Answer:  # fmt: skip
    """Propose to take all that waits of nobody's money in the currency of a contract: it comes to
    `taken_cents` there, at the bank's rate; `source`: the bank's reference of the exchange. It pays
    the invoices named, the first one first, and what they fall short by is charged to the client;
    none named: what its text names, and nothing is charged. Another person approves.

    Refused: contract_unknown (the house's own), payment_unknown, payment_placed,
    payment_going_back, currency_same, buyer_not_of_contract, source_missing, amount_wrong,
    invoice_unknown, invoice_guaranteed, exchange_rate_far (from the rate of the day),
    value_missing_on.
    """
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    if not source.strip():
        raise Refused("source_missing")
    payment = of_nobody(do, house["id"], payment_id)
    cents = part_of(do, house["id"], payment, None)
    contract = _home(do, house["id"], contract_id, buyer_id, payment)
    _check_rate(do, payment, cents, contract, taken_cents)
    opens = _opens(do, contract, invoice_ids)
    asked = {"what": "exchange", "payment_id": payment_id, "buyer_id": buyer_id,
             "given_cents": cents, "given_currency": payment["currency"],
             "invoice_ids": list(opens), "reason": source.strip(),
             "also_contract_ids": [house["id"]]}  # fmt: skip
    approval_id = propose(
        do, "reallocation", asked, amount_cents=taken_cents, currency=contract.currency,
        contract_id=contract_id, subject_id=payment_id,
    )  # fmt: skip
    short = max(sum(opens.values()) - taken_cents, 0)
    return {"payment_id": payment_id, "approval_id": approval_id, "given_cents": cents,
            "given_currency": payment["currency"], "taken_cents": taken_cents,
            "charged_cents": short, "currency": contract.currency}  # fmt: skip


def exchange_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved exchange does, if the money still waits whole."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    payment = of_nobody(do, house["id"], asked["payment_id"])
    cents = part_of(do, house["id"], payment, asked["given_cents"])
    contract = _home(do, house["id"], contract_id, asked["buyer_id"], payment)
    opens = _opens(do, contract, asked["invoice_ids"])
    taken = approval["amount_cents"]
    _check_rate(do, payment, cents, contract, taken)
    new_id = _exchanged(do, house["id"], payment, cents, contract, asked["buyer_id"], taken)
    do.conn.execute(
        """INSERT INTO exchange (contract_id, id, payment_id, from_payment_id, from_currency,
               from_cents, currency, amount_cents, source, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, bulk.take_ids(do.conn, 1)[0], new_id, payment["id"], payment["currency"],
         cents, contract.currency, taken, asked["reason"], approval["id"], do.id),
    )  # fmt: skip
    allocated, charged = _paid(do, contract, new_id, opens, taken)
    return {"payment_id": new_id, "from_payment_id": payment["id"], "contract_id": contract_id,
            "given_cents": cents, "given_currency": payment["currency"], "taken_cents": taken,
            "allocated_cents": allocated, "charged_cents": charged,
            "currency": contract.currency}  # fmt: skip


def _home(do: Act, house_id: int, contract_id: int, buyer_id: int, payment: Row) -> Contract:
    """The contract that takes the money; Refused as told."""
    if contract_id == house_id:
        raise Refused("contract_unknown", contract_id=contract_id)
    contract = contract_in_force(do.conn, contract_id, do.on)
    if contract.currency == payment["currency"]:
        raise Refused("currency_same", currency=contract.currency)
    if buyer_id:
        check_buyer(do, contract_id, buyer_id)
    return contract


def _euro_of(do: Act, cents: int, currency: str) -> int:
    """What an amount is worth in euro today; Refused: value_missing_on, index_unknown."""
    if currency == EURO:
        return cents
    return worth_of(cents, currency, rates_of(do.conn, [currency], do.on)[currency])


def _check_rate(do: Act, payment: Row, cents: int, contract: Contract, taken_cents: int) -> None:
    """Whether the bank's rate can be one of the day: a slip of the hand is not booked."""
    if taken_cents <= 0:
        raise Refused("amount_wrong", amount_cents=taken_cents, currency=contract.currency)
    given = _euro_of(do, cents, payment["currency"])
    taken = _euro_of(do, taken_cents, contract.currency)
    if abs(given - taken) * ONE_PPM > given * FAR_PPM:
        raise Refused("exchange_rate_far", given_cents=given, taken_cents=taken, most_ppm=FAR_PPM)


def _opens(do: Act, contract: Contract, invoice_ids: list[int]) -> dict[int, int]:
    """What is open of the invoices named, in their order; Refused: invoice_unknown,
    invoice_guaranteed."""
    found = {row["id"]: row for row in bulk.rows(
        do.conn, "open_items_by_id", contract_id=contract.id, ids=invoice_ids)}  # fmt: skip
    for id_ in invoice_ids:
        row = found.get(id_)
        if row is None or row["open_cents"] <= 0:
            raise Refused("invoice_unknown", invoice_id=id_)
        if row["guaranteed_open_cents"]:
            raise Refused("invoice_guaranteed", number=do.conn.execute(
                "SELECT invoice_number FROM invoice WHERE contract_id = %s AND id = %s",
                (contract.id, id_)).fetchall()[0][0])  # fmt: skip
    return {id_: found[id_]["open_cents"] for id_ in dict.fromkeys(invoice_ids)}


def _exchanged(
    do: Act, house_id: int, payment: Row, cents: int, contract: Contract, buyer_id: int,
    taken_cents: int,
) -> int:  # fmt: skip
    """The money leaves nobody's, and is the contract's in its currency; the new payment's id."""
    (new_id,) = bulk.take_ids(do.conn, 1)
    _book(do, house_id, payment, cents, contract, new_id, taken_cents)
    left = {"contract_id": [house_id], "payment_id": [payment["id"]],
            "buyer_id": [payment["buyer_id"]], "cents": [-cents]}  # fmt: skip
    open_payments(do, contract.batch, pl.DataFrame(left))
    do.conn.execute(
        "UPDATE payment SET moved_cents = moved_cents + %s WHERE contract_id = %s AND id = %s",
        (cents, house_id, payment["id"]),
    )
    do.conn.execute(
        """INSERT INTO payment (contract_id, id, bank_movement_id, buyer_id, value_on, currency,
               amount_cents, open_cents, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract.id, new_id, payment["bank_movement_id"], buyer_id, payment["value_on"],
         contract.currency, taken_cents, taken_cents, do.id),
    )  # fmt: skip
    here = {"contract_id": [contract.id], "buyer_id": [buyer_id], "cents": [taken_cents]}
    on_account(do, contract.batch, pl.DataFrame(here))
    if buyer_id:
        judge_again_one(do, contract.id, [], [buyer_id])
    return new_id


def _book(
    do: Act, house_id: int, payment: Row, cents: int, contract: Contract, new_id: int,
    taken_cents: int,
) -> None:  # fmt: skip
    """Out of nobody's in one currency, into the contract in the other. The house has the money
    that came and owes the other: what lies between is its result, until the bank has exchanged."""
    out_id, in_id, result_id = bulk.take_ids(do.conn, 3)
    key = f"exchange/{payment['id']}/{do.id}"
    given = _euro_of(do, cents, payment["currency"])
    margin = given - _euro_of(do, taken_cents, contract.currency)
    entries = [
        Entry(house_id, out_id, "exchange_out", key, payment["value_on"],
              lines("exchange_out", {"given": cents}), currency=payment["currency"]),
        Entry(contract.id, in_id, "exchange_in", key, credited_on(contract, payment),
              lines("exchange_in", {"taken": taken_cents}), currency=contract.currency),
    ]  # fmt: skip
    if margin:
        event, name = ("exchange_gain", "gained") if margin > 0 else ("exchange_loss", "lost")
        entries.append(Entry(contract.id, result_id, event, f"{key}/margin", do.on,
                             lines(event, {name: abs(margin)}), currency=EURO))  # fmt: skip
    movements = pl.DataFrame(
        [(payment["id"], "UNAL", new_id, cents, 0, house_id, out_id),
         (new_id, "UNAL", payment["id"], -taken_cents, 0, contract.id, in_id)],
        [*MOVEMENTS.names, "contract_id", "entry_id"], orient="row",
    )  # fmt: skip
    book_entries(do, entries, movements)


def _paid(
    do: Act, contract: Contract, payment_id: int, opens: dict[int, int], taken_cents: int
) -> tuple[int, int]:
    """What is allocated, and what the invoices named fell short by, charged to the client."""
    if not opens:
        return match_again(do, contract.id, payment_id), 0
    paid, left = {}, taken_cents
    for id_, cents in opens.items():
        if left:
            paid[id_] = min(cents, left)
            left -= paid[id_]
    payment = payment_of(do, contract.id, payment_id)
    allocate_as_told(do, contract, payment, paid, credited_on(contract, payment))
    short = [{"id": id_, "open_cents": cents} for id_, cents in _still(do, contract, opens)]
    charged = leave(do, contract.id, short, "difference_charged", "difference")[1] if short else 0
    return sum(paid.values()), charged


def _still(do: Act, contract: Contract, opens: dict[int, int]) -> list[tuple[int, int]]:
    """What is open of invoices now that they are paid; a small difference is settled by then."""
    rows = bulk.rows(do.conn, "open_items_by_id", contract_id=contract.id, ids=list(opens))
    return [(row["id"], row["open_cents"]) for row in rows if row["open_cents"] > 0]
