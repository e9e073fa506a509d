"""Money received, afterwards: what people say of it, what it frees, what is billed with it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.collection import cash, unknown_money
from comptant.operations.paying import outcomes
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.rules import oracle
from tests.traces import refused

FIRST, SECOND = 1_200_000, 750_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def funded(world: World, limit: int = 5_000_000, **terms: Any) -> int:
    """A contract with two open invoices of BETA SA, a month later."""
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", limit)
    world.remit(
        contract,
        {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 2, 10)},
        {"number": "FA-2", "cents": SECOND, "due_on": date(2026, 2, 20)},
    )
    world.on = date(2026, 2, 16)
    return contract


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def waiting(world: World, contract: int) -> int:
    """The only payment that waits on a contract."""
    return int(world.one(
        "SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0", contract))  # fmt: skip


def identify(world: World, payment: int, contract: int, buyer: int) -> Answer:
    return unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=payment, contract_id=contract, buyer_id=buyer
    )


def allocate(world: World, contract: int, payment: int, **numbers: int) -> Answer:
    """By invoice number: FA_1=cents."""
    return cash.allocate(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
        invoices={str(invoice(world, n.replace("_", "-"))): cents for n, cents in numbers.items()},
    )  # fmt: skip


def reductions(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT invoice_number, open_cents, reduction_cents, approved_cents FROM invoice"
        " ORDER BY id"
    )


def test_unknown_money_waits_on_the_house_and_reduces_no_ones_exposure(world: World) -> None:
    contract = funded(world)
    before = world.rows("SELECT * FROM exposure"), world.available(contract)
    answer = world.bank({"cents": 300_000, "text": "NO WORD", "payer_name": "WHO SA"})
    assert answer["matched"] == {"UNKNOWN": 1}
    assert world.balance(world.house, "UNAL") == -300_000
    assert (world.rows("SELECT * FROM exposure"), world.available(contract)) == before


def test_identified_money_is_two_linked_entries_and_lowers_the_exposure(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 300_000, "text": "NO WORD"})
    payment, buyer = waiting(world, world.house), world.ids["BETA SA"]
    world.on = date(2026, 2, 18)
    assert world.available(contract) == 1_755_000
    answer = identify(world, payment, contract, buyer)
    assert world.available(contract) == 1_755_000 - 270_000 + 300_000
    entries = world.rows(
        "SELECT e.contract_id, e.key, e.value_on, m.item_id, m.against_id, m.amount_cents"
        " FROM entry e JOIN movement m ON m.contract_id = e.contract_id AND m.entry_id = e.id"
        " WHERE e.key LIKE 'identified/%%' ORDER BY e.id"
    )
    assert [row[0] for row in entries] == [world.house, contract]
    assert entries[0][1] == entries[1][1]
    assert [row[2:] for row in entries] == [
        (date(2026, 2, 16), payment, answer["payment_id"], 300_000),
        (date(2026, 2, 16), answer["payment_id"], payment, -300_000),
    ]
    for account in ("UNAL", "BNK", "LINK"):
        both = world.balance(world.house, account) + world.balance(contract, account)
        assert both == {"UNAL": -300_000, "BNK": 300_000, "LINK": 0}[account]
    assert reductions(world) == [("FA-1", FIRST, 300_000, 900_000), ("FA-2", SECOND, 0, SECOND)]


def test_money_of_a_contract_alone_is_given_its_buyer_later_and_counts_the_same(
    world: World,
) -> None:
    contract = funded(world)
    world.bank({"cents": 300_000, "text": "NO WORD"})
    first = identify(world, waiting(world, world.house), contract, 0)
    again = identify(world, first["payment_id"], contract, world.ids["BETA SA"])
    assert again["payment_id"] == first["payment_id"]
    assert world.available(contract) == 1_755_000 - 270_000 + 300_000
    assert reductions(world) == [("FA-1", FIRST, 300_000, 900_000), ("FA-2", SECOND, 0, SECOND)]
    assert bulk.rows(world.conn, "contradictions", ids=[contract], whole=True) == []
    with refused(world.conn, "payment_placed"):
        identify(world, first["payment_id"], contract, world.ids["BETA SA"])


def test_money_identified_is_matched_again_on_its_contract_by_what_its_text_says(
    world: World,
) -> None:
    contract = funded(world)
    other = world.contract("C-9", client="GAMMA SA")  # whose invoice has the same number
    world.limit(other, "BETA SA", 5_000_000)
    sent = world.users["alice"]
    world.users["alice"] = replace(sent, company_id=world.ids["GAMMA SA"])
    world.remit(other, {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 3, 10)})
    world.users["alice"] = sent
    world.bank({"cents": FIRST, "text": "FACTURE FA-1", "payer_name": "WHO SA"})
    payment = waiting(world, world.house)
    answer = identify(world, payment, contract, 0)
    assert answer["allocated_cents"] == FIRST
    assert world.one("SELECT open_cents FROM invoice WHERE contract_id = %s AND"
                     " invoice_number = 'FA-1'", contract) == 0  # fmt: skip
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", answer["payment_id"]) == 0
    assert world.balance(contract, "UNAL") == 0


def test_money_identified_once_cannot_be_identified_again(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 300_000, "text": "NO WORD"})
    payment, buyer = waiting(world, world.house), world.ids["BETA SA"]
    identify(world, payment, contract, buyer)
    with refused(world.conn, "payment_unknown", payment_id=payment):
        identify(world, payment, contract, buyer)


def test_money_is_identified_only_for_a_buyer_and_a_currency_of_the_contract(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 300_000, "text": "NO WORD"})
    payment = waiting(world, world.house)
    with refused(
        world.conn,
        "buyer_not_of_contract",
        buyer_name="DELTA SARL",
        buyer_id=world.ids["DELTA SARL"],
        contract_number="C-1",
    ):
        identify(world, payment, contract, world.ids["DELTA SARL"])
    with refused(world.conn, "contract_unknown", contract_id=world.house):
        identify(world, payment, world.house, 0)


def test_money_of_a_contract_whose_buyer_is_not_known_counts_for_the_contract(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 300_000, "text": "NO WORD"})
    identify(world, waiting(world, world.house), contract, 0)
    assert world.rows("SELECT buyer_id, unallocated_cash_cents FROM exposure ORDER BY 1") == [
        (0, 300_000), (world.ids["BETA SA"], 0)]  # fmt: skip
    assert [row[2] for row in reductions(world)] == [0, 0]


def test_money_on_account_reduces_the_oldest_first_and_is_then_used(world: World) -> None:
    contract = funded(world, fee_ppm=0)
    world.bank({"cents": 1_300_000, "text": "ACOMPTE", "payer_name": "BETA SA"})
    assert reductions(world) == [("FA-1", FIRST, FIRST, 0), ("FA-2", SECOND, 100_000, 650_000)]
    assert world.available(contract) == 585_000 + 1_300_000
    allocate(world, contract, waiting(world, contract), FA_1=FIRST)
    assert reductions(world) == [("FA-1", 0, 0, 0), ("FA-2", SECOND, 100_000, 650_000)]
    assert world.rows("SELECT amount_cents, open_cents FROM payment") == [(1_300_000, 100_000)]
    assert world.available(contract) == 585_000 + 1_300_000
    assert world.balance(contract, "UNAL") == -100_000
    assert world.balance(contract, "DEB") == SECOND


def test_allocating_by_hand_keeps_the_value_date_of_the_money(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 500_000, "text": "ACOMPTE", "payer_name": "BETA SA"})
    world.on = date(2026, 2, 27)
    answer = allocate(world, contract, waiting(world, contract), FA_1=400_000, FA_2=100_000)
    assert (answer["allocated_cents"], answer["open_cents"]) == (500_000, 0)
    assert world.rows("SELECT entry_on, value_on FROM entry WHERE key LIKE 'allocation/%%'") == [
        (date(2026, 2, 27), date(2026, 2, 16))]  # fmt: skip
    assert [row[1] for row in reductions(world)] == [800_000, 650_000]


def test_more_than_is_open_is_refused_on_either_side(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 1_300_000, "text": "ACOMPTE", "payer_name": "BETA SA"})
    payment = waiting(world, contract)
    with refused(world.conn, "amount_too_large", amount_cents=FIRST + 1, most_cents=FIRST):
        allocate(world, contract, payment, FA_1=FIRST + 1)
    with refused(world.conn, "amount_too_large", amount_cents=1_950_000, most_cents=1_300_000):
        allocate(world, contract, payment, FA_1=FIRST, FA_2=SECOND)
    with refused(world.conn, "amount_too_large", amount_cents=0, most_cents=FIRST):
        allocate(world, contract, payment, FA_1=0)
    with refused(world.conn, "payment_unknown", payment_id=payment + 999):
        allocate(world, contract, payment + 999, FA_1=1)
    with refused(world.conn, "invoice_unknown", invoice_id=payment):
        cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                      invoices={str(payment): 1})  # fmt: skip


def test_the_fee_at_collection_is_billed_once_with_its_vat(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 500_000, "text": "ACOMPTE", "payer_name": "BETA SA"})
    fees = "SELECT code, base_cents, amount_cents FROM charge WHERE code <> 'INT' ORDER BY id"
    assert world.rows(fees) == []
    allocate(world, contract, waiting(world, contract), FA_1=500_000)
    billed = [("FEE-AFF", FIRST, 7_200), ("VAT", 7_200, 1_440)]
    assert world.rows(fees) == billed
    world.on += timedelta(days=1)
    world.bank({"cents": 700_000, "text": "FA-1"})
    assert world.rows(fees) == billed
    world.bank({"cents": SECOND, "text": "FA-2"})
    assert world.rows(fees) == [*billed, ("FEE-AFF", SECOND, 4_500), ("VAT", 4_500, 900)]


def test_interest_at_collection_is_that_of_the_money_really_used(world: World) -> None:
    contract = funded(world, fee_ppm=0)
    world.on = date(2026, 1, 20)
    drawn = world.draw(contract, 1_000_000)["amount_cents"]
    world.on = date(2026, 2, 16)
    world.bank({"cents": FIRST, "text": "FA-1"})
    days = [(date(2026, 1, 20) + timedelta(days=n), drawn) for n in range(27)]
    numbers = sum(cents * 36_150 for _, cents in days)
    expected = oracle.interest(numbers)
    assert expected == 2_711
    assert world.rows("SELECT from_on, until_on, amount_cents FROM charge") == [
        (date(2026, 1, 16), date(2026, 2, 16), expected)]  # fmt: skip
    assert world.balance(contract, "INT") == -expected


@pytest.mark.parametrize(
    ("booked_on", "days", "value_on"),
    [
        (date(2026, 1, 15), 1, date(2026, 1, 16)),
        (date(2026, 1, 16), 1, date(2026, 1, 19)),  # Friday: Monday
        (date(2026, 1, 16), 2, date(2026, 1, 20)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # before Easter: after Monday
        (date(2026, 4, 30), 2, date(2026, 5, 5)),  # 1 May and a weekend
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
    ],
)
def test_a_collection_has_the_value_date_of_the_contract(
    writer: psycopg.Connection, booked_on: date, days: int, value_on: date
) -> None:
    world = open_world(writer, booked_on)
    contract = world.contract(collection_value_days=days)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": FIRST, "due_on": booked_on})
    world.bank({"cents": FIRST, "text": "FA-1"})
    assert world.rows(
        "SELECT DISTINCT value_on FROM entry WHERE key LIKE 'bank/%%' OR key LIKE 'allocation/%%'"
    ) == [(value_on,)]
    assert world.rows("SELECT value_on FROM payment") == [(booked_on,)]


def test_two_bank_days_may_have_one_value_date_for_the_client(world: World) -> None:
    contract = funded(world, collection_value_days=1)
    world.on = date(2026, 2, 23)
    world.bank(
        {"cents": FIRST, "text": "FA-1", "value_on": date(2026, 2, 20)},
        {"cents": SECOND, "text": "FA-2", "value_on": date(2026, 2, 21)},
    )
    assert [row[1] for row in reductions(world)] == [0, 0]
    assert world.balance(contract, "DEB") == 0
    assert world.rows("SELECT amount_cents FROM charge WHERE code = 'FEE-AFF' ORDER BY 1") == [
        (4_500,), (7_200,)]  # fmt: skip


def test_unknown_money_is_sent_back_once(world: World) -> None:
    world.bank({"cents": 123_456, "text": "NO WORD"})
    payment = waiting(world, world.house)
    account = world.one("SELECT id FROM payee_account")
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payment_id=payment, payee_account_id=account
    )
    with refused(world.conn, "payment_going_back", payment_id=payment):
        unknown_money.return_unknown(
            world.conn, world.asked("tania"), payment_id=payment, payee_account_id=account
        )
    world.approve(order, "ada")
    world.payout()
    world.on = date(2026, 1, 19)
    world.bank({"cents": -123_456, "end_to_end_reference": order["reference"]})
    assert {a: world.balance(world.house, a) for a in ("UNAL", "TRAN", "BNK", "SUSP")} == {
        "UNAL": 0, "TRAN": 0, "BNK": 0, "SUSP": 0}  # fmt: skip


def test_money_sent_back_and_rejected_waits_again(world: World) -> None:
    world.bank({"cents": 123_456, "text": "NO WORD"})
    payment = waiting(world, world.house)
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payment_id=payment,
        payee_account_id=world.one("SELECT id FROM payee_account"),
    )  # fmt: skip
    world.approve(order, "ada")
    assert world.rows("SELECT open_cents FROM payment") == [(0,)]
    world.payout()
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=world.house, order_id=order["order_id"],
        outcome="REJECTED", value_on=None, reason="AC04",
    ), "aron")  # fmt: skip
    assert world.rows("SELECT open_cents FROM payment") == [(123_456,)]
    assert (world.balance(world.house, "UNAL"), world.balance(world.house, "TRAN")) == (-123_456, 0)


def test_money_being_sent_back_cannot_be_identified_meanwhile(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 123_456, "text": "NO WORD"})
    payment = waiting(world, world.house)
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payment_id=payment,
        payee_account_id=world.one("SELECT id FROM payee_account"),
    )  # fmt: skip
    with refused(world.conn, "payment_going_back", payment_id=payment):
        identify(world, payment, contract, world.ids["BETA SA"])
    world.approve(order, "ada")
    assert world.balance(world.house, "UNAL") == 0
