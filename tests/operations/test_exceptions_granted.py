"""Exceptions through the operations: two people, an amount, a last day; and the reserve of L1."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.closing import close
from comptant.operations.drawing.availability import look
from comptant.operations.risk import exceptions
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FIRST, SECOND = 1_000_000, 400_000
DUE = date(2026, 2, 1)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 10 000.00 and FA-2 of 4 000.00, due 1 February, seen on 6 March: 33 days late."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract(overdue_cutoff_days=30)
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "FA-1", "cents": FIRST, "due_on": DUE},
                 {"number": "FA-2", "cents": SECOND, "due_on": DUE})  # fmt: skip
    opened.on = date(2026, 3, 6)
    return opened


def available(world: World) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], world.ids["C"], world.on, at).available_cents


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def propose(world: World, subject: str, subject_id: int, cents: int, **said: Any) -> Answer:
    asked = {"reason_code": "overdue", "until_on": world.on + timedelta(days=10), "why": "letter",
             **said}  # fmt: skip
    return exceptions.propose_exception(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], subject=subject,
        subject_id=subject_id, amount_cents=cents, **asked,
    )  # fmt: skip


def of_buyer(world: World, cents: int, **said: Any) -> Answer:
    return world.approve(propose(world, "BUYER", world.ids["BETA SA"], cents, **said), "ada")


def holds(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT invoice_number, ineligible_cents, hold, holds FROM invoice ORDER BY id"
    )


def close_day(world: World) -> None:
    close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)


def test_an_exception_finances_one_late_invoice_until_its_last_day(world: World) -> None:
    assert available(world) == 0
    proposed = propose(world, "INVOICE", invoice(world, "FA-2"), SECOND)
    assert available(world) == 0
    world.approve(proposed, "ada")
    assert available(world) == 360_000
    world.on += timedelta(days=10)
    assert available(world) == 360_000
    world.on += timedelta(days=1)
    assert available(world) == 0
    close_day(world)
    assert holds(world)[1] == ("FA-2", SECOND, "overdue", "overdue")


def test_the_amount_of_a_buyer_goes_to_his_oldest_invoices(world: World) -> None:
    of_buyer(world, 1_200_000)
    assert holds(world) == [
        ("FA-1", 0, None, "overdue"), ("FA-2", 200_000, "overdue", "overdue")
    ]  # fmt: skip
    assert available(world) == 1_080_000
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    assert holds(world)[1] == ("FA-2", 0, None, "overdue")


def test_a_new_invoice_of_the_buyer_comes_under_what_is_left(world: World) -> None:
    of_buyer(world, 1_500_000, reason_code="term_too_long")
    of_buyer(world, 1_500_000)
    answer = world.remit(world.ids["C"], {
        "number": "FA-3", "cents": 2_000_000, "issued_on": world.on, "due_on": date(2026, 9, 1)
    })  # fmt: skip
    assert (answer["approved_cents"], answer["not_fundable"]) == (1_500_000, 1)
    assert holds(world)[2] == ("FA-3", 500_000, "term_too_long", "term_too_long")


def test_a_longer_exception_takes_the_place_of_a_shorter_one(world: World) -> None:
    of_buyer(world, 1_400_000)
    of_buyer(world, 1_400_000, until_on=world.on + timedelta(days=30))
    world.on += timedelta(days=30)
    assert available(world) == 1_260_000
    world.on += timedelta(days=1)
    assert available(world) == 0


def test_an_exception_ends_when_somebody_says_so(world: World) -> None:
    of_buyer(world, 1_400_000)
    exceptions.end_exception(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], subject="BUYER",
        subject_id=world.ids["BETA SA"], reason_code="overdue", why="the buyer has failed",
    )  # fmt: skip
    assert available(world) == 0
    with refused(world.conn, "exception_unknown"):
        exceptions.end_exception(
            world.conn, world.asked("anna"), contract_id=world.ids["C"], subject="BUYER",
            subject_id=world.ids["BETA SA"], reason_code="overdue", why="again",
        )  # fmt: skip


def test_what_is_financed_by_exception_is_told_with_who_decided(world: World) -> None:
    of_buyer(world, 1_200_000)
    rows = bulk.rows(world.conn, "read_excused", contract_id=world.ids["C"], on=world.on)
    told = [(row["invoice_number"], row["excused_cents"]) for row in exceptions.excused(rows)]
    assert told == [("FA-1", FIRST), ("FA-2", 200_000)]
    (row,) = bulk.rows(world.conn, "read_exceptions", contract_id=None, on=world.on,
                       everything=False)  # fmt: skip
    assert (row["reason_code"], row["proposed_by"], row["decided_by"], row["is_in_force"]) == (
        "overdue", "anna", "ada", True)  # fmt: skip
    assert bulk.rows(world.conn, "read_exceptions", contract_id=None, everything=False,
                     on=world.on + timedelta(days=11)) == []  # fmt: skip


def test_the_reasons_that_an_exception_leaves_are_told_from_the_proposal_on(world: World) -> None:
    world.approve(propose(world, "INVOICE", invoice(world, "FA-2"), SECOND), "ada")
    world.amend(world.ids["C"], {"max_invoice_age_days": 90})
    world.remit(world.ids["C"], {"number": "FA-3", "cents": 200_000, "due_on": DUE,
                                  "issued_on": date(2026, 1, 20)})  # fmt: skip
    left = [{"remaining_reasons": "overdue", "invoices": 1, "open_cents": 200_000,
             "currency": "EUR"}]  # fmt: skip
    about = ("BUYER", world.ids["BETA SA"], 1_000_000)
    proposed = propose(world, *about, reason_code="overdue_when_sent")
    assert proposed["remaining"] == left
    (waiting,) = bulk.rows(world.conn, "read_approvals", kind=None, subject_id=None)
    assert waiting["arguments"]["remaining"] == left
    assert world.approve(proposed, "ada")["remaining"] == left
    rows = bulk.rows(world.conn, "read_excused", contract_id=world.ids["C"], on=world.on)
    assert [(row["invoice_number"], row["remaining_reasons"])
            for row in exceptions.held_all_the_same(rows)] == [("FA-3", "overdue")]  # fmt: skip
    listed = bulk.rows(world.conn, "read_exceptions", contract_id=None, on=world.on,
                       everything=False)  # fmt: skip
    assert [(row["reason_code"], row["remaining_reasons"])
            for row in exceptions.with_remaining(listed, rows)] == [
        ("overdue", None), ("overdue_when_sent", "overdue")]  # fmt: skip
    assert of_buyer(world, 1_000_000)["remaining"] == []
    rows = bulk.rows(world.conn, "read_excused", contract_id=world.ids["C"], on=world.on)
    assert exceptions.held_all_the_same(rows) == []


def test_nobody_approves_his_own_exception(world: World) -> None:
    proposed = propose(world, "BUYER", world.ids["BETA SA"], 100)
    with refused(world.conn, "same_person"):
        world.approve(proposed, "anna")


@pytest.mark.parametrize(("said", "code"), [
    ({"reason_code": "disputed"}, "exception_not_possible"),
    ({"reason_code": "colour"}, "exception_not_possible"),
    ({"until_on": date(2026, 3, 5)}, "until_wrong"),
    ({"until_on": date(2027, 3, 8)}, "until_wrong"),
    ({"why": " "}, "evidence_missing"),
])  # fmt: skip
def test_an_exception_that_cannot_be_is_refused(
    world: World, said: dict[str, Any], code: str
) -> None:
    with refused(world.conn, code):
        propose(world, "BUYER", world.ids["BETA SA"], 100, **said)


@pytest.mark.parametrize(("subject", "subject_id", "cents", "code"), [
    ("BUYER", 1, 100, "subject_unknown"), ("INVOICE", 1, 100, "subject_unknown"),
    ("CONTRACT", 1, 100, "subject_unknown"), ("INVOICE", 1, 0, "amount_too_large"),
])  # fmt: skip
def test_an_exception_to_nothing_is_refused(
    world: World, subject: str, subject_id: int, cents: int, code: str
) -> None:
    with refused(world.conn, code):
        propose(world, subject, subject_id, cents)


def test_an_exception_approved_too_late_is_refused(world: World) -> None:
    proposed = propose(world, "BUYER", world.ids["BETA SA"], 100, until_on=world.on)
    world.on += timedelta(days=1)
    world.lapses(proposed, "until_wrong", "ada")


def defund(world: World, *numbers: str, reason: str = "BREACH", lifted: bool = False) -> Answer:
    ids = [invoice(world, number) for number in numbers]
    return returns.defund(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                          invoice_ids=ids, reason=reason, is_lifted=lifted)  # fmt: skip


def test_an_invoice_in_reserve_is_collected_and_not_financed(world: World) -> None:
    world.on = date(2026, 1, 20)
    assert available(world) == 1_260_000
    before = world.balance(world.ids["C"], "DEB"), world.balance(world.ids["C"], "CCA")
    assert defund(world, "FA-1")["defunded_cents"] == FIRST
    assert available(world) == 360_000
    assert (world.balance(world.ids["C"], "DEB"), world.balance(world.ids["C"], "CCA")) == before
    assert holds(world)[0] == ("FA-1", FIRST, "defunded", "defunded")
    defund(world, "FA-1", lifted=True)
    assert available(world) == 1_260_000


def test_what_was_approved_without_recourse_is_not_defunded_for_lateness(world: World) -> None:
    world.ids["C"] = world.contract("C-NR", has_recourse=False)
    world.limit(world.ids["C"], "BETA SA", 5_000_000)
    world.remit(world.ids["C"], {"number": "NR-1", "cents": FIRST, "issued_on": world.on,
                                 "due_on": world.on + timedelta(days=30)})  # fmt: skip
    with refused(world.conn, "no_recourse"):
        defund(world, "NR-1", reason="OVERDUE")
    asked = defund(world, "NR-1", reason="BREACH")  # two people decide
    assert holds(world)[-1][2] is None
    assert world.approve(asked, "aron")["defunded_cents"] == FIRST
    assert holds(world)[-1][2] == "defunded"
    with refused(world.conn, "nothing_named"):
        defund(world)


def test_an_exception_that_was_extended_ends_for_good(world: World) -> None:
    granted(world, 4)
    world.on += timedelta(days=2)
    granted(world, 40)
    world.on += timedelta(days=1)
    assert available(world) > 0
    exceptions.end_exception(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                             subject="INVOICE", subject_id=invoice(world, "FA-2"), why="no more",
                             reason_code="overdue")  # fmt: skip
    assert after(world, (0, 2, 10, 50)) == [0, 0, 0, 0]


def test_a_shorter_one_takes_the_place_of_a_longer_one(world: World) -> None:
    granted(world, 4)
    world.on += timedelta(days=2)
    granted(world, 40)
    granted(world, 1, 100_000)
    assert after(world, (0, 1, 2, 3, 30)) == [90_000, 90_000, 0, 0, 0]


def granted(world: World, days: int, cents: int = SECOND) -> None:
    """An exception for FA-2 until so many days from now."""
    world.approve(propose(world, "INVOICE", invoice(world, "FA-2"), cents,
                          until_on=world.on + timedelta(days=days)), "ada")  # fmt: skip


def after(world: World, days: tuple[int, ...]) -> list[int]:
    """What is available so many days from now."""
    on, found = world.on, []
    for count in days:
        world.on = on + timedelta(days=count)
        found.append(available(world))
    return found
