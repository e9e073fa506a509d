"""A short payment taken back gives back all that it and its own dispute had taken of an approval,
whatever became of the limit or of the buyer meanwhile: as if it had never come (I-19)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import withdrawal
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.risk import disputes, facts
from tests.facts import World, open_world
from tests.houses import Houses, house
from tests.withdrawing import last, rewind, twin_of, withdraw

CENTS, OTHER, LIMIT = 2_000_000, 4_000_000, 20_000_000
DUE = date(2026, 3, 1)
Step = Callable[[World], None]


def of_two(conn: psycopg.Connection) -> World:
    """Without recourse: NR-1 of 40 000.00 and NR-2 of 20 000.00, all approved, guaranteed for
    90 %."""
    made = open_world(conn)
    made.ids["NR"] = contract = made.contract(
        "NR", has_recourse=False, fee_ppm=0, is_interest_reserved=False, guaranteed_ppm=900_000
    )
    made.limit(contract, "BETA SA", LIMIT)
    made.remit(contract, {"number": "NR-1", "cents": OTHER, "due_on": DUE},
               {"number": "NR-2", "cents": CENTS, "due_on": DUE})  # fmt: skip
    made.bank({"cents": 5_000, "text": "NOBODY'S"})
    return made


@house
def world(writer: psycopg.Connection) -> World:
    return of_two(writer)


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """Where nothing was ever paid."""
    with twin_of(houses, request, database) as other:
        yield other


def paid(world: World, *cents: int) -> None:
    """The buyer's transfers for NR-2, of one statement."""
    world.bank(*({"cents": each, "text": "NR-2", "payer_name": "BETA SA",
                  "bank_reference": f"R-{number}"}
                 for number, each in enumerate(cents)))  # fmt: skip


def recalled(world: World, cents: int, number: int = 0) -> None:
    world.bank({"cents": -cents, "bank_reference": f"R-{number}", "is_reversal": True})


def cut(world: World) -> None:
    world.limit(world.ids["NR"], "BETA SA", 100_000)


def failed(world: World) -> None:
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip


def night(world: World) -> None:
    world.close(world.on)
    world.on += timedelta(days=1)


def state(world: World) -> dict[str, Any]:
    """What the payment must have left no trace in."""
    contract = world.ids["NR"]
    return {
        "invoices": world.rows("SELECT invoice_number, open_cents, approved_cents, hold FROM"
                               " invoice ORDER BY 1"),
        "guaranteed": world.rows("SELECT i.invoice_number, g.guaranteed_cents, g.factor_open_cents,"
                                 " g.client_open_cents FROM guarantee g JOIN invoice i"
                                 " ON i.id = g.invoice_id ORDER BY 1"),
        "books": {name: world.balance(contract, name) for name in ("DEB", "DEBD", "CCA", "UNAL")},
        "available": world.available(contract),
        "exposure": world.rows("SELECT approved_cents, outstanding_cents, ineligible_cents,"
                               " reduction_cents FROM exposure WHERE contract_id = %s", contract),
    }  # fmt: skip


@pytest.mark.parametrize("cents", [102_661, 1_000_000, 1_990_000, 2_000_000])
@pytest.mark.parametrize("meanwhile", [cut, failed])
@pytest.mark.parametrize("is_recalled", [True, False])
@pytest.mark.parametrize("has_night", [True, False])
def test_the_twin_that_was_never_paid_has_the_same(
    world: World, twin: World, cents: int, meanwhile: Step, is_recalled: bool, has_night: bool
) -> None:
    before = world.told.copy()
    paid(world, cents)
    for each in (world, twin):
        meanwhile(each)
        if has_night:
            night(each)
    if is_recalled:
        recalled(world, cents)
    else:
        withdraw(world, last(world))
        rewind(world, next(iter(before.values())))
    if meanwhile is cut:
        assert state(world) == state(twin)
        assert dict(world.rows("SELECT invoice_number, approved_cents FROM invoice")) == {
            "NR-1": OTHER, "NR-2": CENTS}  # fmt: skip
    for each in (world, twin):
        night(each)
        night(each)
    assert state(world) == state(twin)
    assert contradictions_of_house(world.conn) == []
    if meanwhile is failed:
        assert world.balance(world.ids["NR"], "DEBD") == 5_400_000


def approved(world: World, number: str = "NR-2") -> int:
    return int(world.one("SELECT approved_cents FROM invoice WHERE invoice_number = %s", number))


@pytest.mark.parametrize("is_one_statement", [True, False])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("cut_at", [0, 1])
def test_of_two_short_payments_the_last_taken_back_gives_the_approval_back(
    world: World, is_one_statement: bool, order: tuple[int, int], cut_at: int
) -> None:
    parts = [300_000, 500_000]
    if is_one_statement:
        paid(world, *parts)
    else:
        paid(world, parts[0])
        world.bank({"cents": parts[1], "text": "NR-2", "payer_name": "BETA SA",
                    "bank_reference": "R-1"})  # fmt: skip
    assert approved(world) == 0
    for number, which in enumerate(order):
        if number == cut_at:
            cut(world)
        recalled(world, parts[which], which)
        assert approved(world) == (CENTS if number else 0)


def test_no_more_is_approved_than_there_was_before(world: World) -> None:
    """Half of NR-3 was approved; its dispute is settled before the payment is recalled."""
    contract = world.ids["NR"]
    world.limit(contract, "BETA SA", OTHER + CENTS + 1_200_000)
    world.remit(contract, {"number": "NR-3", "cents": CENTS, "due_on": DUE})
    world.bank({"cents": 500_000, "text": "NR-3", "payer_name": "BETA SA", "bank_reference": "R-9"})
    assert approved(world, "NR-3") == 0
    disputes.settle_dispute(
        world.conn,
        world.asked("anna"),
        contract_id=contract,
        credit_cents=0,
        dispute_id=world.one("SELECT id FROM dispute"),
        evidence="the buyer pays the rest",
    )
    assert approved(world, "NR-3") == 1_200_000
    recalled(world, 500_000, 9)
    assert approved(world, "NR-3") == 1_200_000


def test_what_somebody_disputes_stays_out(world: World) -> None:
    disputes.open_dispute(
        world.conn,
        world.asked("anna"),
        contract_id=world.ids["NR"],
        code="LIT-QTE",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'NR-2'"),
        amount_cents=200_000,
        is_rest_confirmed=True,
        source="BUYER",
        evidence="letter",
    )
    paid(world, 500_000)
    assert approved(world) == 0
    cut(world)
    recalled(world, 500_000)
    assert approved(world) == CENTS - 200_000


@pytest.mark.parametrize("meanwhile", [cut, failed])
def test_money_that_waited_gives_back_what_it_had_suspended(
    world: World, twin: World, meanwhile: Step
) -> None:
    world.bank({"cents": 300_000, "text": "NO WORD", "payer_name": "BETA SA",
                "bank_reference": "R-0"})  # fmt: skip
    assert approved(world, "NR-1") == OTHER - 300_000
    for each in (world, twin):
        meanwhile(each)
    recalled(world, 300_000)
    for each in (world, twin):
        night(each)
        night(each)
    assert state(world) == state(twin)


def test_a_credit_note_that_waited_and_is_withdrawn_gives_back_what_it_had_suspended(
    world: World,
) -> None:
    world.remit(world.ids["NR"], {"number": "AV-1", "cents": 300_000, "type_code": "381"})
    assert approved(world, "NR-1") == OTHER - 300_000
    cut(world)
    withdrawal.withdraw(
        world.conn,
        world.asked("anna"),
        contract_id=world.ids["NR"],
        reason="a slip",
        invoice_ids=[world.one("SELECT id FROM invoice WHERE invoice_number = 'AV-1'")],
    )
    assert approved(world, "NR-1") == OTHER
