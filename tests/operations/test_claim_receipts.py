"""What a buyer pays of an invoice that a claim was made of is in its client's list of receipts."""

from datetime import date

import psycopg

from comptant.store.access import reading
from tests.claims import accepted, indemnified, recovered
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.test_claims import claimed
from tests.operations.test_claims_undone import undone


@house
def world(writer: psycopg.Connection) -> World:
    """SIN-1 of FA-1 of 50,000.00 without recourse; the indemnity was received."""
    opened = open_world(writer)
    claimed(opened)
    accepted(opened)
    indemnified(opened)
    return opened


def receipts(world: World) -> list[tuple[str, int, date]]:
    with reading(world.users["alice"].id) as see:
        rows = see("read_receipts", contract_id=world.ids["C-1"], from_on=None, until_on=None)
    return [(row["invoice_number"], row["paid_cents"], row["paid_on"]) for row in rows]


def test_what_is_paid_after_the_indemnity_is_a_receipt_of_its_value_date(world: World) -> None:
    recovered(world, 1_000_000)
    paid_on = world.one("SELECT max(value_on) FROM payment")
    assert receipts(world) == [("FA-1", 1_000_000, paid_on)]


def test_a_recovery_undone_is_taken_back_from_the_list(world: World) -> None:
    recovered(world, 1_000_000)
    recovered(world, 200_000, cost=10_000)
    undone(world, "RECOVERED")
    assert [cents for _, cents, _ in receipts(world)] == [1_000_000, 200_000, -200_000]
