"""A buyer pays as our slip and code ask: the whole sum, with as many numbers as a transfer has room
for."""

from datetime import timedelta

import psycopg
import pytest

from comptant.formats.reminders import reference
from comptant.operations.reminding.printing import print_reminders
from comptant.rules.reminders import PLAN
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of, contact, remind, set_plan


@house
def world(writer: psycopg.Connection) -> World:
    return three_of_two_clients(writer)


def remitted(world: World, count: int, later: int = 0) -> tuple[str, int]:
    """So many invoices due, and more that are not; the text and the sum that we ask for."""
    world.remit(world.ids["C-1"], *(
        {"number": f"FACTURE-2026-{number:06}", "cents": 123_456 + number * 917, "due_on": DUE}
        for number in range(count)))  # fmt: skip
    if later:
        world.remit(world.ids["C-1"], *(
            {"number": f"FACTURE-2026-1{number:05}", "cents": 123_456 + number * 917,
             "due_on": DUE + timedelta(days=60)} for number in range(later)))  # fmt: skip
    rows = world.rows("SELECT invoice_number, open_cents FROM invoice WHERE due_on = %s"
                      " ORDER BY id", DUE)  # fmt: skip
    return reference([{"invoice_number": row[0]} for row in rows]), sum(row[1] for row in rows)


@pytest.mark.parametrize("count", [12, 45])
def test_what_a_reminder_told_is_paid_by_the_rest(world: World, count: int) -> None:
    text, cents = remitted(world, count, later=4)
    assert len(text.split()) < count
    contact(world, "BETA SA", email="")
    set_plan(world, stages=PLAN.frame([{"stage_number": 1, "stage": "R1", "offset_days": 3,
                                        "channel": "LETTER", "least_cents": 0}]))  # fmt: skip
    bank_of(world, DUE + timedelta(days=2))
    remind(world, DUE + timedelta(days=3))
    print_reminders(world.conn, world.asked("anna"), contract_id=None)
    bank_of(world, world.on, {"cents": cents, "text": text, "payer_name": "BETA SA"})
    assert world.one("SELECT count(*) FROM invoice WHERE open_cents > 0") == 4
    assert world.rows("SELECT id FROM payment WHERE open_cents > 0") == []


def test_a_cent_less_than_we_asked_for_waits(world: World) -> None:
    text, cents = remitted(world, 12)
    bank_of(world, DUE, {"cents": cents - 1, "text": text, "payer_name": "BETA SA"})
    assert world.one("SELECT count(*) FROM invoice WHERE open_cents > 0") == 5


def test_the_whole_account_paid_to_the_cent_is_closed(world: World) -> None:
    text, cents = remitted(world, 12)
    bank_of(world, DUE, {"cents": cents, "text": text, "payer_name": "BETA SA"})
    assert world.one("SELECT count(*) FROM invoice WHERE open_cents > 0") == 0
