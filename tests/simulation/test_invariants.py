"""The checks of a history find what is planted, and what histories once found stays right."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import psycopg
import pytest
from psycopg import sql

from comptant.operations.collection import unknown_money
from comptant.operations.drawing.availability import look
from comptant.operations.registry import contracting, parties
from comptant.operations.risk import facts, groups, limits
from comptant.rules.batch import BrokenBatch
from comptant.rules.terms import Value
from tests.facts import World, open_world
from tests.houses import house
from tests.simulation.events import play
from tests.simulation.history import History, nothing_after, open_history
from tests.simulation.invariants import (
    Memory,
    check_books,
    check_history,
    check_holders,
    check_interest,
    check_judged,
    check_limits,
    check_reductions,
    check_room,
    check_waterfall,
)

PLANTED: dict[str, tuple[Callable[[History], None], str]] = {
    "a sum that is not the items'": (
        check_books, "UPDATE exposure SET outstanding_cents = outstanding_cents + 100"),
    "a receivable that nobody holds": (check_holders, "DELETE FROM held"),
    "room left unused": (
        check_room,
        "UPDATE invoice SET approved_cents = approved_cents - 1 WHERE approved_cents > 0"),
    "more than the limit": (
        lambda h: check_limits(h, Memory()),
        """UPDATE invoice SET approved_cents = open_cents - ineligible_cents - reduction_cents
           WHERE open_cents > 0"""),
    "a reduction without a credit": (
        check_reductions, "UPDATE invoice SET reduction_cents = 1 WHERE reduction_cents = 0"
        " AND ineligible_cents = 0 AND approved_cents < open_cents AND open_cents > 0"),
    "an old judgement": (check_judged, "UPDATE invoice SET hold = 'too_old' WHERE hold IS NULL"),
    "an explanation of something else": (
        check_waterfall, "UPDATE exposure SET outstanding_cents = outstanding_cents + 100"),
    "a charge of nothing": (
        check_interest,
        """INSERT INTO charge (contract_id, entry_id, code, clause, vat_class, base_cents, rate_ppm,
               amount_cents, from_on, until_on, act_id)
           SELECT id, 0, 'INT', '', '', 0, 0, 1, '2026-01-23', '2026-01-24', 0 FROM contract"""),
}  # fmt: skip


def test_each_check_finds_the_fault_that_is_planted(writer: psycopg.Connection) -> None:
    h = open_history(writer, 1)
    play(h, 4, lambda h: None, events_a_day=14)
    for what, (check, planted) in PLANTED.items():
        check(h)
        with h.conn.transaction(force_rollback=True):
            assert h.conn.execute(planted).rowcount > 0, what
            with pytest.raises((AssertionError, BrokenBatch)):
                check(h)


def test_what_was_known_and_what_was_kept_is_compared(writer: psycopg.Connection) -> None:
    h = open_history(writer, 2)
    memory = Memory()
    check_history(h, memory)
    play(h, 1, lambda h: None)
    check_history(h, memory)
    memory.known[0][1][0, "CCA", 0, h.on] = 1
    with pytest.raises(AssertionError):
        check_history(h, memory)
    memory = Memory(rows={"entry": 10**6})
    with pytest.raises(AssertionError):
        check_history(h, memory)


# What histories found -------------------------------------------------------------------------


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def invoices(world: World, column: str) -> dict[str, object]:
    """One column of each invoice, by number."""
    query = sql.SQL("SELECT invoice_number, {} FROM invoice").format(sql.Identifier(column))
    return dict(world.conn.execute(query).fetchall())


def available(world: World, contract_id: int) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], contract_id, world.on, at).available_cents


def test_money_received_before_the_contract_counts_from_its_first_day(world: World) -> None:
    contract = world.contract()
    world.bank({"cents": 50_000, "text": "?", "value_on": world.on - timedelta(days=6)})
    payment = world.conn.execute("SELECT id FROM payment").fetchone()
    assert payment is not None
    unknown_money.identify(world.conn, world.asked("anna"), payment_id=payment[0],
                           contract_id=contract, buyer_id=0)  # fmt: skip
    world.on += timedelta(days=1)
    assert available(world, contract) == 0
    assert world.close()["contracts"] == 1


def test_what_is_sent_under_suspension_stays_held_until_it_ends(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 1_000_000)

    def amend(**terms: Value) -> None:
        world.amend(contract, dict(terms))

    amend(status="SUSPENDED")
    world.remit(contract, {"number": "FA-1", "cents": 100_000, "due_on": date(2026, 3, 1)})
    world.on += timedelta(days=1)
    amend(status="SUSPENDED", age_cutoff_days=140)
    assert invoices(world, "hold") == {"FA-1": "client_suspended"}
    amend(status="ACTIVE")
    assert invoices(world, "hold") == {"FA-1": None}


def test_a_limit_of_a_later_day_counts_from_that_day(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 100_000)
    world.remit(contract, {"number": "FA-1", "cents": 300_000, "due_on": date(2026, 3, 1)})
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract,
        party_id=world.ids["BETA SA"], amount_cents=200_000, currency="EUR",
        from_on=world.on + timedelta(days=2), source="test"), "ada")  # fmt: skip
    seen = []
    for _ in range(3):
        seen.append(available(world, contract))
        world.on += timedelta(days=1)
    assert seen == [90_000, 90_000, 180_000]


def test_new_terms_of_a_later_day_count_from_that_day(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 300_000)
    world.remit(contract, {"number": "FA-1", "cents": 300_000, "due_on": world.on})
    contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=contract, source="test",
        from_on=world.on + timedelta(days=2), terms={"overdue_cutoff_days": 1})  # fmt: skip
    world.on += timedelta(days=1)
    assert available(world, contract) == 270_000
    world.on += timedelta(days=1)
    assert available(world, contract) == 0


def group(world: World, contract_id: int, share_cents: int) -> int:
    """BETA and DELTA in a group of buyers of which the contract has a share."""
    group_id = int(parties.add_party(
        world.conn, world.asked("anna"), kind="GROUP", name="GROUP", country="FR",
        numbers={})["party_id"])  # fmt: skip
    for buyer in ("BETA SA", "DELTA SARL"):
        groups.add_group_member(
            world.conn, world.asked("anna"), group_id=group_id, party_id=world.ids[buyer],
            from_on=world.on, is_member=True, source="test")  # fmt: skip
    share = {"scope": "BUYER_GROUP", "party_id": group_id, "currency": "EUR"}
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), contract_id=0, amount_cents=share_cents,
        from_on=world.on, source="test", **share), "ada")  # fmt: skip
    limits.allot(world.conn, world.asked("anna"), contract_id=contract_id,
                 amount_cents=share_cents, **share)  # fmt: skip
    return group_id


def test_room_that_one_buyer_frees_under_a_group_limit_goes_to_the_other(world: World) -> None:
    contract = world.contract()
    for buyer in ("BETA SA", "DELTA SARL"):
        world.limit(contract, buyer, 2_000_000)
    group_id = group(world, contract, 1_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 800_000, "due_on": date(2026, 3, 1)},
        {"number": "FA-2", "cents": 500_000, "buyer": "DELTA SARL", "due_on": date(2026, 3, 1)},
        {"number": "FA-3", "cents": 700_000, "buyer": "DELTA SARL", "due_on": date(2026, 3, 1)},
    )
    assert invoices(world, "approved_cents") == {"FA-1": 800_000, "FA-2": 200_000, "FA-3": 0}
    world.bank({"cents": 800_000, "text": "FA-1"})
    assert invoices(world, "approved_cents") == {"FA-1": 0, "FA-2": 500_000, "FA-3": 500_000}
    groups.add_group_member(
        world.conn, world.asked("anna"), group_id=group_id, party_id=world.ids["DELTA SARL"],
        from_on=world.on, is_member=False, source="test")  # fmt: skip
    assert invoices(world, "approved_cents") == {"FA-1": 0, "FA-2": 500_000, "FA-3": 700_000}


def test_a_limit_shared_between_contracts_ends_the_wait_for_one(world: World) -> None:
    contract = world.contract()
    world.remit(contract, {"number": "FA-1", "cents": 300_000, "due_on": date(2026, 3, 1)})
    assert invoices(world, "hold") == {"FA-1": "buyer_pending"}
    shared = {"scope": "BUYER", "party_id": world.ids["BETA SA"], "currency": "EUR"}
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), contract_id=0, amount_cents=1_000_000,
        from_on=world.on, source="test", **shared), "ada")  # fmt: skip
    assert invoices(world, "hold") == {"FA-1": None}
    assert invoices(world, "approved_cents") == {"FA-1": 0}
    limits.allot(world.conn, world.asked("anna"), contract_id=contract, amount_cents=250_000,
                 **shared)  # fmt: skip
    assert invoices(world, "approved_cents") == {"FA-1": 250_000}


def test_one_act_may_approve_the_same_invoice_twice(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 600_000)

    def retain(cents: int) -> None:
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
            subject_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
            name="retention_cents", value=cents, from_on=world.on, source="test")  # fmt: skip

    world.remit(contract, {"number": "FA-1", "cents": 900_000, "due_on": date(2026, 3, 1)})
    retain(900_000)
    world.remit(
        contract,
        {"number": "FA-2", "cents": 300_000, "due_on": date(2026, 3, 1)},
        {"number": "FA-3", "cents": 300_000, "due_on": date(2026, 3, 1)},
    )
    retain(0)
    assert invoices(world, "approved_cents") == {"FA-1": 0, "FA-2": 300_000, "FA-3": 300_000}
    world.bank(
        {"cents": 300_000, "text": "FA-2"},
        {"cents": 300_000, "text": "FA-3", "value_on": world.on - timedelta(days=1)},
    )
    assert invoices(world, "approved_cents") == {"FA-1": 600_000, "FA-2": 0, "FA-3": 0}


def test_one_close_corrects_all_the_periods_that_a_late_value_date_reaches(world: World) -> None:
    contract = world.contract(interest_billing="MONTHLY")
    world.limit(contract, "BETA SA", 60_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 50_000_000, "due_on": date(2026, 3, 30)})
    order = world.draw(contract)
    world.payout()
    world.bank({"cents": -order["amount_cents"], "end_to_end_reference": order["reference"]})
    world.close(date(2026, 2, 28))
    world.on = date(2026, 3, 1)
    world.bank({"cents": 50_000_000, "text": "FA-1", "value_on": date(2026, 1, 20)})
    # 450 000.00 at 3.615 %: 4 days of January and not 16 (723.00 - 180.75); in February nothing
    # and not 28 days, on which January's bill was owed too (1 267.28).
    assert world.close()["corrected_cents"] == -(72_300 - 18_075) - 126_728
    h = History(world, Random(0), nothing_after, {"C": contract})
    check_interest(h)
    assert world.close()["corrected_cents"] == 0
