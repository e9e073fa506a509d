"""What is undone for many at once: orders that failed, money that the bank takes back, items that
come back unpaid. Each as one by one would, by as many statements as one takes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.formats.pain002 import PAYMENT_STATUSES
from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.banking.bank_proof import prove
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, moving, reallocation
from comptant.operations.collection.crediting import credit_due
from comptant.operations.drawing import client_money
from comptant.operations.paying import payment_status
from comptant.operations.registry import parties
from tests import instruments
from tests.facts import World, open_world

ONE, MANY = 1, 3
CENTS = 100_000
Count = Callable[[Callable[[], Any]], int]


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    """Two contracts, each with invoices of BETA SA, and an agreement with our bank."""
    world = open_world(writer)
    for number in ("C-1", "C-2"):
        world.ids[number] = contract = world.contract(number, unpaid_fee_cents=2_000)
        world.limit(contract, "BETA SA", 50_000_000)
        world.remit(contract, *(
            {"number": f"{number}-{n}", "cents": CENTS + n, "due_on": date(2026, 2, 10)}
            for n in range(2 * (ONE + MANY))
        ))  # fmt: skip
    return world


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """How many statements something takes, counted where each of them passes."""
    seen: list[object] = []
    real, copied = psycopg.Cursor.execute, psycopg.Cursor.copy

    def executed(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(query)
        return real(self, query, *args, **kwargs)

    def copying(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(query)
        return copied(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", executed)
    monkeypatch.setattr(psycopg.Cursor, "copy", copying)

    def counted(act: Callable[[], Any]) -> int:
        before = len(seen)
        act()
        return len(seen) - before

    return counted


def drawn(world: World, number: int) -> list[dict[str, Any]]:
    """So many draws on each contract, sent to the bank: contract_id, reference, cents."""
    orders = [world.draw(world.ids[name], 1_000 + n) for n in range(number)
              for name in ("C-1", "C-2")]  # fmt: skip
    world.payout()
    return [{"end_to_end_reference": order["reference"], "cents": -order["amount_cents"]}
            for order in orders]  # fmt: skip


def last_file(world: World) -> str:
    """The reference of the last payment file that we sent."""
    act = world.one("SELECT max(act_id) FROM payment_order_step WHERE step = 'SENT'")
    return f"CPT-{act}"


def rejected(world: World, *messages: str) -> None:
    """The bank refuses whole payment files, in one answer."""
    rows = PAYMENT_STATUSES.frame([
        {"row_number": number, "message_reference": message, "status_level": "FILE",
         "bank_status": "RJCT", "bank_reason": "AC04"}
        for number, message in enumerate(messages, 1)
    ])  # fmt: skip
    payment_status.hear_payment_status(
        world.conn, world.asked("tania"), statuses=rows, file_name="status.xml",
        content=rows.write_csv().encode(),
    )  # fmt: skip


def clients(world: World) -> list[int]:
    return [world.balance(world.ids[name], "CCA") for name in ("C-1", "C-2")]


def test_orders_that_come_back_take_the_statements_of_one(world: World, count: Count) -> None:
    before, told = clients(world), []
    for number in (ONE, MANY):
        debits = drawn(world, number)
        world.bank(*debits)
        back = [{**debit, "cents": -debit["cents"], "return_reason": "AC04"} for debit in debits]
        told.append(count(lambda lines=back: world.bank(*lines)))
    assert clients(world) == before
    assert world.one("SELECT count(*) FROM payment_order_step WHERE step = 'RETURNED'") == (
        2 * (ONE + MANY))  # fmt: skip
    assert told[0] == told[1]
    world.close()


def test_orders_that_leave_late_take_the_statements_of_one(world: World, count: Count) -> None:
    told: list[tuple[int, int]] = []
    for number in (ONE, MANY):
        orders = [world.draw(world.ids[name], 1_000 + n) for n in range(number)
                  for name in ("C-1", "C-2")]  # fmt: skip
        world.on += timedelta(days=7)
        sent = count(lambda: world.payout())
        world.on += timedelta(days=7)
        debits = [{"end_to_end_reference": order["reference"], "cents": -order["amount_cents"]}
                  for order in orders]  # fmt: skip
        told.append((sent, count(lambda lines=debits: world.bank(*lines))))
    assert world.one("SELECT count(*) FROM entry WHERE key LIKE 'order/%%/dated/%%'") == (
        2 * 2 * (ONE + MANY))  # fmt: skip
    assert told[0] == told[1]
    world.close()


def test_orders_rejected_by_pain_002_take_the_statements_of_one(world: World, count: Count) -> None:
    """Two answers in one file, about two payment files of ours."""
    before, told = clients(world), []
    for number in (ONE, MANY):
        messages = []
        for _ in range(2):
            drawn(world, number)
            messages.append(last_file(world))
        told.append(count(lambda messages=messages: rejected(world, *messages)))
    assert clients(world) == before
    assert world.one("SELECT count(*) FROM order_status") == 4 * (ONE + MANY)
    assert told[0] == told[1]


def test_debits_after_orders_were_said_failed_take_the_statements_of_one(
    world: World, count: Count
) -> None:
    world.bank()  # the first statement of an account is looked at less
    told = []
    for number in (ONE, MANY):
        debits = drawn(world, number)
        rejected(world, last_file(world))
        before = clients(world)
        told.append(count(lambda lines=debits: world.bank(*lines)))
        gone = sum(debit["cents"] for debit in debits)
        assert sum(clients(world)) == sum(before) - gone
    assert told[0] == told[1]
    assert world.one("SELECT count(*) FROM payment_order_step WHERE step = 'REDEBITED'") == (
        2 * (ONE + MANY))  # fmt: skip


def received(world: World, first: int, number: int) -> list[dict[str, Any]]:
    """So many invoices of each contract paid by one file, all of a contract by one entry."""
    lines = [{"cents": CENTS + n, "text": f"{name}-{n}"} for name in ("C-1", "C-2")
             for n in range(first, first + number)]  # fmt: skip
    world.bank(*lines)
    return lines


def positions(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT contract_id, invoice_number, open_cents, approved_cents, due_on"
                      " FROM invoice ORDER BY 1, 2")  # fmt: skip


def test_money_taken_back_takes_the_statements_of_one_and_opens_what_it_paid(
    world: World, count: Count
) -> None:
    world.on = date(2026, 2, 16)
    world.bank()  # what the day itself changes is judged before
    before, told = positions(world), []
    for first, number in ((0, ONE), (ONE, MANY)):
        lines = received(world, first, number)
        assert positions(world) != before
        back = [{**line, "cents": -line["cents"], "is_reversal": True} for line in lines]
        told.append(count(lambda lines=back: world.bank(*lines)))
        assert positions(world) == before
    assert told[0] == told[1]
    assert [world.balance(world.ids[name], "UNAL") for name in ("C-1", "C-2")] == [0, 0]
    assert world.one("SELECT count(*) FROM payment WHERE open_cents <> 0") == 0
    assert prove(world.conn) == 1
    world.close()


def test_a_difference_written_off_comes_back_with_its_approval_whatever_the_limit_is_now(
    world: World,
) -> None:
    contract = world.contract("C-3", tolerance_cents=100)
    world.limit(contract, "BETA SA", CENTS)
    world.remit(contract, {"number": "FA-9", "cents": CENTS, "due_on": date(2026, 2, 10)})
    world.bank({"cents": CENTS - 50, "text": "FA-9"})
    assert positions(world)[-1][1:4] == ("FA-9", 0, 0)
    world.limit(contract, "BETA SA", 0)
    world.bank({"cents": 50 - CENTS, "text": "FA-9", "is_reversal": True})
    assert positions(world)[-1][1:4] == ("FA-9", CENTS, CENTS)  # I-19


def test_money_moved_keeps_the_approval_of_what_reopens_whatever_the_limit_is_now(
    world: World,
) -> None:
    contract = world.contract("C-3")
    world.limit(contract, "BETA SA", 2 * CENTS)
    world.remit(contract, *({"number": f"FA-{n}", "cents": CENTS, "due_on": date(2026, 2, 10 + n)}
                            for n in (1, 2)))  # fmt: skip
    world.bank({"cents": CENTS, "text": "FA-1"})
    world.limit(contract, "BETA SA", 0)
    payment = world.one("SELECT id FROM payment")
    reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment, invoice_ids=[],
        to={str(instruments.invoice(world, "FA-2")): CENTS},
    )  # fmt: skip
    assert [row[1:4] for row in positions(world)[-2:]] == [("FA-1", CENTS, CENTS), ("FA-2", 0, 0)]


def test_items_unpaid_take_the_statements_of_one(world: World, count: Count) -> None:
    world.agree_with_bank()
    told = []
    for first, number in ((0, ONE), (ONE, MANY)):
        cheques = [
            instruments.cheque(world, world.ids[name], CENTS + n, number=f"{name}-{n}-0042",
                               pays={f"{name}-{n}": CENTS + n})
            for name in ("C-1", "C-2") for n in range(first, first + number)
        ]  # fmt: skip
        sent = instruments.remit(world)
        assert sent["count"] == len(cheques) == 2 * number
        world.bank({"cents": sent["total_cents"], "text": sent["reference"]})
        unpaid = [{"cents": -cheque["amount_cents"], "text": f"IMPAYE {cheque['reference']}"}
                  for cheque in cheques]  # fmt: skip
        told.append(count(lambda lines=unpaid: world.bank(*lines)))
    assert told[0] == told[1]
    assert world.one("SELECT count(*) FROM instrument_step WHERE step = 'DEBITED'") == (
        2 * (ONE + MANY))  # fmt: skip
    assert {world.balance(world.ids[name], "COLL") for name in ("C-1", "C-2")} == {0}
    assert world.one("SELECT count(*) FROM charge WHERE code = 'FEE-IMP'") == 2 * (ONE + MANY)


def test_items_unpaid_whose_money_was_moved_take_the_statements_of_one(
    world: World, count: Count
) -> None:
    """Of each a part pays an invoice of another contract, a part of that was refunded, and a part
    is nobody's."""
    asked = parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["BETA SA"], holder="BETA SA", bic=None,
        iban=instruments.BETA_IBAN)  # fmt: skip
    payee = world.approve(asked)["payee_account_id"]
    told = []
    for first, number in ((0, ONE), (ONE, MANY)):
        cheques = [instruments.cheque(world, world.ids["C-1"], 3 * CENTS + 50 + n,
                                      f"{n}-0099")
                   for n in range(first, first + number)]  # fmt: skip
        sent = instruments.remit(world)
        world.bank({"cents": sent["total_cents"], "text": sent["reference"]})
        world.on += timedelta(days=7)
        credited(world, [world.ids["C-1"]])
        for n, (payment,) in enumerate(world.rows(
            "SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0 ORDER BY id",
            world.ids["C-1"]), first):  # fmt: skip
            there = moved(world, payment, "C-2", CENTS)
            moved(world, payment, None, CENTS)
            half_of(world, there, f"C-2-{n}")
            order = client_money.refund(
                world.conn, world.asked("anna"), contract_id=world.ids["C-2"], payment_id=there,
                amount_cents=None, payee_account_id=payee, reason="they ask")  # fmt: skip
            world.approve(order, "ada")
        world.payout()
        unpaid = [{"cents": -cheque["amount_cents"], "text": f"IMPAYE {cheque['reference']}"}
                  for cheque in cheques]  # fmt: skip
        told.append(count(lambda lines=unpaid: world.bank(*lines)))
    assert told[0] == told[1]
    assert world.one("SELECT count(*) FROM payment") == 3 * (ONE + MANY)
    assert world.one("SELECT count(*) FROM instrument_step WHERE step = 'DEBITED'") == ONE + MANY
    assert world.one("SELECT sum(open_cents) FROM payment") == 0
    assert world.balance(world.ids["C-2"], "UNAL") == 0
    assert contradictions_of_house(world.conn) == []


def moved(world: World, payment: int, to: str | None, cents: int) -> int:
    """So much of a payment of C-1 to C-2, or to nobody, by two people: the payment there."""
    return int(world.approve(moving.move_payment(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=payment,
        to_contract_id=world.ids[to] if to else None, reason="theirs", amount_cents=cents,
        buyer_id=world.ids["BETA SA"] if to else 0), "aron")["payment_id"])  # fmt: skip


def half_of(world: World, payment: int, number: str) -> None:
    """Half of it pays an invoice of C-2."""
    cash.allocate(
        world.conn, world.asked("anna"), contract_id=world.ids["C-2"], payment_id=payment,
        invoices={str(instruments.invoice(world, number)): CENTS // 2},
    )  # fmt: skip


def test_instruments_sent_and_credited_take_the_statements_of_one(
    world: World, count: Count
) -> None:
    """Half of them told which invoices they pay, half matched by their text."""
    world.agree_with_bank()
    told = []
    for first, number in ((0, ONE), (ONE, MANY)):
        for name in ("C-1", "C-2"):
            for n in range(first, first + number):
                instruments.cheque(world, world.ids[name], CENTS + n, number=f"{name}-{n}-17",
                                   pays={f"{name}-{n}": CENTS + n})  # fmt: skip
                m = n + ONE + MANY
                instruments.cheque(world, world.ids[name], CENTS + m, number=f"{name}-{m}-17",
                                   text=f"{name}-{m}")  # fmt: skip
        sending = count(lambda: instruments.remit(world))
        world.on += timedelta(days=7)
        contracts = [world.ids["C-1"], world.ids["C-2"]]
        crediting = count(lambda ids=contracts: credited(world, ids))
        told.append((sending, crediting))
    assert told[0] == told[1]
    paid = 2 * (ONE + MANY)
    assert world.rows(
        "SELECT contract_id, count(*) FROM invoice WHERE open_cents = 0 GROUP BY 1 ORDER BY 1"
    ) == [(world.ids["C-1"], paid), (world.ids["C-2"], paid)]
    assert world.one("SELECT count(*) FROM payment WHERE open_cents <> 0") == 0
    assert [world.balance(world.ids[name], "INCO") for name in ("C-1", "C-2")] == [0, 0]


def credited(world: World, contract_ids: list[int]) -> None:
    """What has come due is credited, as the close and every look at the availability do."""
    do = Act(world.conn, 0, world.asked("aron"))
    with world.conn.transaction():
        lock_contracts(do, contract_ids)
        assert credit_due(do, contract_ids) > 0
