"""The charge in advance through an invoice's life: what comes later is charged, what goes is
corrected, once; and what waits for a rate is charged to the same cents."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.assigning import credits, returns, withdrawal
from comptant.operations.collection import reallocation
from comptant.operations.risk import disputes, exceptions
from comptant.rules.money import interest_of
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FIRST, DUE_ON = 1_200_000, date(2026, 3, 16)
INVOICE = {"number": "FA-1", "cents": FIRST, "issued_on": date(2026, 1, 15), "due_on": DUE_ON}
TERMS: dict[str, Any] = {"charge_timing": "ADVANCE", "fee_ppm": 0}
WHOLE, LINE = 7_483, ("advance_interest", 1_080_000, date(2026, 1, 16), date(2026, 3, 26))


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def assigned(world: World, limit: int = 5_000_000, *more: dict[str, Any], **terms: Any) -> int:
    """A contract charged in advance; FA-1 of 12 000.00 assigned on 16 January, due on 16 March."""
    contract = world.contract(**{**TERMS, **terms})
    if limit:
        world.limit(contract, "BETA SA", limit)
    world.remit(contract, INVOICE, *more)
    return contract


def lines(world: World, contract: int) -> list[tuple[Any, ...]]:
    """Each line of bills: event, base, from, until, amount; all of one clause and one rate."""
    told = world.rows(
        "SELECT DISTINCT code, clause, rate_ppm FROM charge WHERE contract_id = %s", contract
    )
    assert told in ([], [("INT-ADV", "price, financing charge", 36_150)])
    return world.rows(
        "SELECT e.event, c.base_cents, c.from_on, c.until_on, c.amount_cents FROM charge c"
        " JOIN entry e ON e.contract_id = c.contract_id AND e.id = c.entry_id"
        " WHERE c.contract_id = %s ORDER BY c.id", contract)  # fmt: skip


def invoice(world: World, number: str = "FA-1") -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def at(world: World, month: int, day: int) -> None:
    world.on = date(2026, month, day)


def test_what_is_approved_by_a_limit_granted_later_is_charged_from_its_day(world: World) -> None:
    contract = assigned(world, limit=0)
    assert lines(world, contract) == []
    at(world, 1, 26)
    world.limit(contract, "BETA SA", 500_000)
    first = ("advance_interest", 450_000, date(2026, 1, 26), date(2026, 3, 26), 2_666)
    assert lines(world, contract) == [first]
    at(world, 2, 5)
    world.limit(contract, "BETA SA", 5_000_000)
    second = ("advance_interest", 630_000, date(2026, 2, 5), date(2026, 3, 26), 3_100)
    assert lines(world, contract) == [first, second]
    world.close()
    assert lines(world, contract) == [first, second]
    # Paid on the day it was expected: nothing to correct.
    at(world, 3, 26)
    world.bank({"cents": FIRST, "text": "FA-1"})
    assert lines(world, contract) == [first, second]
    assert world.balance(contract, "INT") == -5_766


@pytest.mark.parametrize(("clause", "charge", "free"), [
    ("FUNDS_IN_USE", WHOLE, 1_072_517), ("FUNDS_IN_USE_AND_FUND", 8_315, 1_071_685),
])  # fmt: skip
def test_the_fund_bears_the_charge_only_where_the_contract_says_so(
    world: World, clause: str, charge: int, free: int
) -> None:
    """100 % less a fund of 10 % is used as 90 % without one; C-4."""
    contract = assigned(world, advance_standard_ppm=1_000_000, fund_ppm=100_000,
                        interest_base=clause)  # fmt: skip
    assert [line[4] for line in lines(world, contract)] == [charge]
    assert world.available(contract) == free
    at(world, 3, 26)
    world.bank({"cents": FIRST, "text": "FA-1"})
    world.close()
    assert world.balance(contract, "INT") == -charge


def test_what_an_exception_finances_is_charged_from_its_day(world: World) -> None:
    contract = assigned(world, notice_required=True)
    assert lines(world, contract) == []
    at(world, 1, 26)
    world.approve(exceptions.propose_exception(
        world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
        subject_id=invoice(world), amount_cents=400_000, reason_code="buyer_not_notified",
        until_on=date(2026, 2, 1), why="letter"), "ada")  # fmt: skip
    first = ("advance_interest", 360_000, date(2026, 1, 26), date(2026, 3, 26), 2_133)
    assert lines(world, contract) == [first]
    at(world, 2, 1)
    world.close(date(2026, 2, 10))  # it has ended: what was paid out is out
    assert lines(world, contract) == [first]


def dispute(world: World, contract: int, cents: int, number: str = "FA-1") -> int:
    opened = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract, invoice_id=invoice(world, number),
        code="LIT-QTE", amount_cents=cents, is_rest_confirmed=False, source="BUYER",
        evidence="mail",
    )  # fmt: skip
    return int(opened["dispute_id"])


def settle(world: World, contract: int, dispute_id: int) -> None:
    disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=contract,
                            dispute_id=dispute_id, credit_cents=0, evidence="mail")  # fmt: skip


def test_what_is_fundable_once_a_dispute_ends_is_charged_from_its_day(world: World) -> None:
    contract = assigned(world, limit=0)
    opened = dispute(world, contract, 200_000)
    world.limit(contract, "BETA SA", 5_000_000)
    assert lines(world, contract) == []
    at(world, 2, 5)
    settle(world, contract, opened)
    first = ("advance_interest", 1_080_000, date(2026, 2, 5), date(2026, 3, 26), 5_314)
    assert lines(world, contract) == [first]
    again = dispute(world, contract, 200_000)
    at(world, 2, 10)
    settle(world, contract, again)
    assert lines(world, contract) == [first]


def test_room_freed_by_a_payment_is_charged_on_the_invoice_that_takes_it(world: World) -> None:
    second = {**INVOICE, "number": "FA-2", "due_on": date(2026, 3, 26)}
    contract = assigned(world, FIRST, second)
    assert lines(world, contract) == [(*LINE, WHOLE)]
    at(world, 2, 24)
    world.bank({"cents": FIRST, "text": "FA-1"})
    begun = ("advance_interest", 1_080_000, date(2026, 2, 24), date(2026, 4, 5), 4_338)
    back = ("advance_true_up", -1_080_000, date(2026, 2, 24), date(2026, 3, 26), -3_253)
    assert sorted(lines(world, contract)[1:]) == [begun, back]


def test_a_higher_rate_of_advance_is_charged_from_its_day(world: World) -> None:
    contract = assigned(world, advance_standard_ppm=800_000)
    at(world, 1, 26)
    world.amend(contract, {"advance_standard_ppm": 900_000})
    assert lines(world, contract)[1:] == [
        ("advance_interest", 120_000, date(2026, 1, 26), date(2026, 3, 26), 711)]  # fmt: skip


def reassign(world: World, contract: int) -> None:
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                     invoice_ids=[invoice(world)], reason="DISPUTE")  # fmt: skip


def withdraw(world: World, contract: int) -> None:
    answer = withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=contract,
                                 invoice_ids=[invoice(world)], reason="twice")  # fmt: skip
    assert answer["charge_back_cents"] == 868


def keep(world: World, contract: int) -> None:
    returns.keep_direct_payment(world.conn, world.asked("anna"), contract_id=contract,
                                invoice_id=invoice(world), amount_cents=None,
                                evidence="letter")  # fmt: skip


def credit(world: World, contract: int) -> None:
    world.remit(contract, {"number": "AV-1", "cents": FIRST, "type_code": "381",
                           "credited_number": "FA-1"})  # fmt: skip


def credit_by_hand(world: World, contract: int) -> None:
    world.remit(contract, {"number": "AV-1", "cents": FIRST, "type_code": "381"})
    note = world.one("SELECT id FROM invoice WHERE invoice_number = 'AV-1'")
    credits.apply_credit_note(world.conn, world.asked("anna"), contract_id=contract,
                              credit_note_id=note, invoice_id=invoice(world),
                              amount_cents=None)  # fmt: skip


def pay(world: World, contract: int) -> None:
    world.bank({"cents": FIRST, "text": "FA-1"})


GOING = [reassign, withdraw, keep, credit, credit_by_hand, pay]


@pytest.mark.parametrize("go", GOING)
def test_whatever_takes_the_invoice_away_corrects_the_charge_once(world: World, go: Any) -> None:
    contract = assigned(world)
    at(world, 3, 18)
    go(world, contract)
    back = ("advance_true_up", -1_080_000, date(2026, 3, 18), date(2026, 3, 26), -868)
    assert lines(world, contract) == [(*LINE, WHOLE), back]
    assert world.balance(contract, "INT") == -6_615  # W4-5: 10 800.00 for 61 days
    world.close()
    assert lines(world, contract) == [(*LINE, WHOLE), back]


@pytest.mark.parametrize("go", GOING)
def test_without_a_true_up_what_was_charged_stays(world: World, go: Any) -> None:
    contract = assigned(world, has_true_up=False)
    at(world, 3, 18)
    if go is not withdraw:
        go(world, contract)
    assert lines(world, contract) == [(*LINE, WHOLE)]


def test_a_part_that_goes_is_corrected_for_its_share(world: World) -> None:
    contract = assigned(world)
    at(world, 2, 14)
    world.remit(contract, {"number": "AV-1", "cents": 200_000, "type_code": "381",
                           "credited_number": "FA-1"})  # fmt: skip
    assert lines(world, contract)[1:] == [
        ("advance_true_up", -180_000, date(2026, 2, 14), date(2026, 3, 26), -723)]  # fmt: skip


def test_a_reserve_takes_no_money_back_and_gives_no_charge_back(world: World) -> None:
    contract = assigned(world)
    at(world, 2, 14)
    returns.defund(world.conn, world.asked("anna"), contract_id=contract,
                   invoice_ids=[invoice(world)], reason="OVERDUE")  # fmt: skip
    at(world, 3, 18)
    assert lines(world, contract) == [(*LINE, WHOLE)]
    reassign(world, contract)
    assert world.balance(contract, "INT") == -6_615


def test_a_payment_that_the_bank_takes_back_leaves_the_charge_as_it_was(world: World) -> None:
    contract = assigned(world)
    at(world, 2, 16)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    at(world, 2, 20)
    world.bank({"cents": -FIRST, "text": "FA-1", "payer_name": "BETA SA", "is_reversal": True,
                "value_on": date(2026, 2, 16)})  # fmt: skip
    assert lines(world, contract)[2:] == [
        ("advance_interest", 1_080_000, date(2026, 2, 16), date(2026, 3, 26), 4_121)]  # fmt: skip
    assert world.balance(contract, "INT") == -WHOLE
    at(world, 3, 18)
    pay(world, contract)
    assert world.balance(contract, "INT") == -6_615


def test_money_given_to_another_invoice_moves_the_true_up_with_it(world: World) -> None:
    contract = assigned(world, 5_000_000, {**INVOICE, "number": "FA-2"})
    at(world, 2, 16)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    at(world, 2, 20)
    reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[invoice(world)],
        payment_id=world.one("SELECT id FROM payment"), to={str(invoice(world, "FA-2")): FIRST},
    )  # fmt: skip
    told = dict(world.rows(
        "SELECT invoice_number, sum(interest_cents)::bigint FROM charged_advance a"
        " JOIN invoice i ON i.id = a.invoice_id GROUP BY 1"
    ))  # fmt: skip
    assert told == {"FA-1": WHOLE, "FA-2": 3_362}  # 31 days, from the value date of the payment


def test_a_remittance_without_a_rate_is_taken_and_its_charge_waits(world: World) -> None:
    contract = world.contract(reference_index="ESTR", **TERMS)
    known = world.contract("C-2", **TERMS)
    for one in (contract, known):
        world.limit(one, "BETA SA", 5_000_000)
    answer = world.remit(contract, INVOICE)
    assert answer["accepted"] == 1
    assert answer["charge_waits"] == {"rate_index": "ESTR", "rate_on": "2026-01-16"}
    assert world.remit(known, {**INVOICE, "number": "FA-2"})["charge_waits"] is None
    assert lines(world, contract) == []
    with refused(world.conn, "rate_missing", rate_index="ESTR", day=date(2026, 1, 16)):
        world.draw(contract, 100_000)
    waits = world.close()["to_look_at"]["interest_waits"]["rows"]
    assert [(row["contract_number"], row["rate_on"]) for row in waits] == [("C-1", "2026-01-16")]
    at(world, 1, 20)
    world.bank({"cents": 200_000, "text": "FA-1"}, {"cents": 200_000, "text": "FA-2"})
    world.rate("ESTR", 20_150, date(2026, 1, 16))
    # Known and not billed yet: held back from what may be drawn.
    assert world.available(contract) == world.available(known)
    report = world.close(date(2026, 1, 20))
    assert report["to_look_at"]["interest_waits"]["count"] == 0
    assert sum(line[-1] for line in lines(world, contract)) == -world.balance(known, "INT")
    assert sorted(lines(world, contract)) == sorted(lines(world, known))
    assert world.rows("SELECT value_on, amount_cents FROM balance WHERE contract_id = %s"
                      " AND account = 'INT' ORDER BY 1", contract) == world.rows(
        "SELECT value_on, amount_cents FROM balance WHERE contract_id = %s AND account = 'INT'"
        " ORDER BY 1", known)  # fmt: skip
    before = lines(world, contract)
    world.close(date(2026, 1, 21))
    assert lines(world, contract) == before


def test_the_same_request_charges_once(world: World) -> None:
    contract = world.contract(**TERMS)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, INVOICE, key="once")
    world.remit(contract, INVOICE, key="once")
    world.remit(contract, INVOICE)
    assert lines(world, contract) == [(*LINE, WHOLE)]


EVENTS = ("limit", "pay", "credit", "dispute", "settle", "defund", "lift", "nothing")


@pytest.mark.parametrize("seed", range(4))
def test_a_random_life_is_charged_what_the_formula_gives_day_by_day(
    world: World, seed: int
) -> None:
    """Each night the advance of each invoice is looked at, and bears that day at its rate."""
    chance = Random(seed)
    contract = world.contract(**TERMS)
    numbers: dict[int, int] = {}
    financed: dict[int, int] = {}
    for number in range(3):
        world.remit(contract, {**INVOICE, "number": f"FA-{number}"})
    for step in range(30):
        for _ in range(2):
            befall(world, contract, chance, step)
        for id_, cents, approved, hold in world.rows(
            "SELECT id, open_cents, approved_cents, hold FROM invoice WHERE amount_cents > 0"
        ):
            brought, before = approved * 9 // 10, financed.get(id_, 0)
            kept = min(before, cents * 9 // 10) if hold else 0
            financed[id_] = max(brought, kept)
            numbers[id_] = numbers.get(id_, 0) + financed[id_] * 36_150
        world.on += timedelta(days=1)
    for row in world.rows("SELECT invoice_number, open_cents FROM invoice WHERE open_cents > 0"):
        world.bank({"cents": row[1], "text": row[0]})
    assert world.one("SELECT sum(open_cents)::bigint FROM invoice") == 0
    told = dict(world.rows(
        "SELECT invoice_id, sum(interest_cents)::bigint FROM charged_advance GROUP BY 1"
    ))  # fmt: skip
    due = {id_: interest_of(sum_) for id_, sum_ in numbers.items()}
    assert {id_: told.get(id_, 0) for id_ in due} == due
    assert world.balance(contract, "INT") == -sum(due.values())
    assert sum(line[-1] for line in lines(world, contract)) == sum(due.values())
    world.close()


def befall(world: World, contract: int, chance: Random, step: int) -> None:
    """One event on one of the invoices, if it is still there for it."""
    found = world.rows("SELECT id, invoice_number, open_cents FROM invoice WHERE open_cents > 0"
                       " ORDER BY id")  # fmt: skip
    if not found:
        return
    id_, number, cents = chance.choice(found)
    event, part = chance.choice(EVENTS), 1 + chance.randrange(cents)
    if event == "limit":
        world.limit(contract, "BETA SA", chance.choice((0, 900_000, 2_000_000, 5_000_000)))
    elif event == "pay":
        world.bank({"cents": min(part, 300_000), "text": number})
    elif event == "credit":
        world.remit(contract, {"number": f"AV-{step}-{chance.random()}", "type_code": "381",
                               "cents": min(part, 100_000), "credited_number": number})  # fmt: skip
    elif event in ("defund", "lift"):
        returns.defund(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[id_],
                       reason="OVERDUE", is_lifted=event == "lift")  # fmt: skip
    elif event == "dispute":
        with suppress(Refused):  # more than is open and not disputed yet
            dispute(world, contract, part, number)
    elif event == "settle":
        for (dispute_id,) in world.rows(
            "SELECT d.id FROM dispute d JOIN dispute_step s ON s.dispute_id = d.id"
            " WHERE d.invoice_id = %s GROUP BY 1 HAVING sum(s.amount_cents) > 0"
            " ORDER BY 1", id_
        ):  # fmt: skip
            settle(world, contract, dispute_id)
