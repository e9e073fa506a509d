"""Who pays what was agreed or asked for is not short of it: an instalment of a plan, the sum of a
reminder or of the page, less what waits beside, which then closes the rest."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.formats.reminders import reference
from comptant.operations.reminding import promising
from comptant.operations.reminding.printing import print_reminders
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.operations.test_to_ask import asked, dispute, stages
from tests.reminding import DUE, bank_of, contact, invoice, remind, set_plan
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-1002", "cents": 300_000, "due_on": DUE})  # fmt: skip
    contact(opened, "BETA SA")
    bank_of(opened, DUE)
    return opened


def pay(world: World, days: int, cents: int, text: str) -> None:
    bank_of(world, DUE + timedelta(days=days), {"cents": cents, "text": text,
                                                "payer_name": "BETA SA"})  # fmt: skip


def promise(world: World, number: str, *told: tuple[int, int]) -> None:
    days = [{"due_on": DUE + timedelta(days=day), "instalment_cents": cents} for day, cents in told]
    promising.record_promise(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"], invoice_ids=[invoice(world, number)], evidence="call",
        consent="", instalments=promising.INSTALMENTS.frame(days),
    )  # fmt: skip


def letter(world: World, days: int = 3) -> tuple[int, str]:
    """A reminder by letter of that day: the sum and the text of its slip."""
    set_plan(world, stages=stages(("R1", 3, "LETTER")))
    bank_of(world, DUE + timedelta(days=days - 1))
    run = remind(world, DUE + timedelta(days=days))
    assert print_reminders(world.conn, world.asked("anna"), contract_id=None)["count"] == 1
    numbers = dict(world.rows("SELECT id, invoice_number FROM invoice"))
    told = world.one("SELECT told FROM reminder")
    assert sum(one["claimed_cents"] for one in told) == run["claimed_cents"]
    return run["claimed_cents"], reference(
        [{"invoice_number": numbers[one["invoice_id"]]} for one in told])  # fmt: skip


def left(world: World) -> tuple[list[Any], list[Any], list[Any]]:
    """Open invoices and credit notes, money that waits, disputes with their cents."""
    return (
        world.rows("SELECT invoice_number, open_cents FROM invoice WHERE open_cents <> 0"
                   " ORDER BY id"),
        world.rows("SELECT open_cents FROM payment WHERE open_cents > 0"),
        world.rows("SELECT d.code, d.source, sum(s.amount_cents) FROM dispute d JOIN dispute_step s"
                   " ON s.dispute_id = d.id GROUP BY d.id, d.code, d.source"),
    )  # fmt: skip


def test_an_instalment_paid_on_its_day_is_not_short(world: World) -> None:
    promise(world, "FA-1001", (5, 600_000), (40, 600_000))
    pay(world, 5, 600_000, "FA-1001")
    assert left(world) == ([("FA-1001", 600_000), ("FA-1002", 300_000)], [], [])
    assert asked(world)[0] == (0, 0, 600_000, 600_000, 0)


def test_less_than_the_instalment_is_short_of_it_once_its_day_is_over(world: World) -> None:
    promise(world, "FA-1001", (5, 600_000), (40, 600_000))
    pay(world, 9, 500_000, "FA-1001")
    assert left(world)[2] == [("LIT-PRX", "PAYMENT", 700_000)]


@pytest.mark.parametrize("is_alone", [True, False])
def test_what_was_asked_less_what_waits_closes_both(world: World, is_alone: bool) -> None:
    pay(world, 1, 318_000, "VIREMENT")
    if is_alone:
        pay(world, 2, 300_000, "FA-1002")
    cents, text = letter(world)
    assert cents == (882_000 if is_alone else 1_182_000)
    pay(world, 3, cents, text)
    assert left(world) == ([], [], [])
    days = world.rows("SELECT DISTINCT e.value_on FROM entry e WHERE e.key LIKE 'allocation/%%'"
                      " ORDER BY 1")  # fmt: skip
    assert (days[0], days[-1]) == ((date(2026, 2, 17),), (date(2026, 2, 19),))  # each its own


def test_what_was_asked_less_a_credit_note_takes_the_note_too(world: World) -> None:
    world.remit(world.ids["C-1"], {"number": "AV-7", "cents": 200_000, "type_code": "381"})
    cents, text = letter(world)
    assert (cents, text) == (1_300_000, "FA-1001 FA-1002")
    pay(world, 3, cents, text)
    assert left(world) == ([], [], [])


def test_money_that_waits_beside_and_does_not_close_is_still_no_dispute(world: World) -> None:
    pay(world, 1, 318_000, "VIREMENT")
    pay(world, 2, 800_000, "FA-1001")
    # 400 000 are missing, 318 000 of them are in hand
    assert left(world) == ([("FA-1001", 400_000), ("FA-1002", 300_000)], [(318_000,)],
                           [("LIT-PRX", "PAYMENT", 82_000)])  # fmt: skip


def test_a_payment_short_of_what_was_asked_is_disputed(world: World) -> None:
    cents, text = letter(world)
    pay(world, 3, cents - 50_000, text)
    assert left(world)[2] == [("LIT-PRX", "PAYMENT", 50_000)]


def test_a_reminder_less_a_part_promised_is_paid_as_it_asked(world: World) -> None:
    promise(world, "FA-1002", (33, 50_000))
    cents, text = letter(world)
    assert cents == 1_450_000
    pay(world, 3, cents, text)
    assert left(world) == ([("FA-1002", 50_000)], [], [])


@pytest.mark.parametrize("kind", ["dispute", "promise", "promise_part", "credit"])
def test_the_rest_of_a_slip_without_room_pays_what_it_told(world: World, kind: str) -> None:
    world.remit(world.ids["C-1"], *(
        {"number": f"FACTURE-2026-{number:06}", "cents": 123_456 + number * 917, "due_on": DUE}
        for number in range(12)))  # fmt: skip
    if kind == "dispute":
        dispute(world, "FACTURE-2026-000011", "LIT-PRX", 10_000)
    elif kind == "promise":
        promise(world, "FACTURE-2026-000011", (33, 133_543))
    elif kind == "promise_part":
        promise(world, "FACTURE-2026-000011", (33, 50_000))
    else:
        pay(world, 1, 70_000, "acompte")
    cents, text = letter(world)
    assert len(text.split()) < 14
    pay(world, 3, cents, text)
    stays = {"dispute": 10_000, "promise": 133_543, "promise_part": 50_000}
    rest = [("FACTURE-2026-000011", stays[kind])] if kind in stays else []
    assert left(world)[:2] == (rest, [])
    assert left(world)[2] == ([("LIT-PRX", "BUYER", 10_000)] if kind == "dispute" else [])


@pytest.mark.parametrize(("promised", "paid", "disputed"), [
    (100_000, 100_000, None),
    (400_000, 400_000, None),
    (600_000, 600_000, None),
    (600_000, 100_000, 600_000),  # 500 000 are still promised
])  # fmt: skip
def test_a_part_promised_is_paid_as_promised_or_short_of_it(
    world: World, promised: int, paid: int, disputed: int | None
) -> None:
    promise(world, "FA-1001", (5, promised))
    pay(world, 5, paid, "FA-1001")
    assert left(world)[0] == [("FA-1001", 1_200_000 - paid), ("FA-1002", 300_000)]
    assert left(world)[2] == ([("LIT-PRX", "PAYMENT", disputed)] if disputed else [])


def test_an_instalment_paid_late_lets_the_plan_run_again_undisputed(world: World) -> None:
    promise(world, "FA-1001", (5, 600_000), (40, 600_000))
    pay(world, 9, 600_000, "FA-1001")
    assert left(world)[2] == []
    assert asked(world)[0] == (0, 0, 600_000, 600_000, 0)


def test_once_a_part_promised_is_paid_another_is_promised_of_the_rest(world: World) -> None:
    promise(world, "FA-1001", (20, 400_000))
    with refused(world.conn, "already_promised"):
        promise(world, "FA-1001", (30, 800_000))
    pay(world, 1, 400_000, "FA-1001")
    promise(world, "FA-1001", (30, 800_000))
    assert asked(world)[0] == (0, 0, 800_000, 800_000, 0)
