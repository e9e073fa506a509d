"""Credit notes: they meet the invoice they name; what is left over reduces the oldest."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import credits
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract(fee_ppm=0)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 300_000, "due_on": date(2026, 3, 1)},
        {"number": "FA-2", "cents": 500_000, "due_on": date(2026, 3, 1)},
    )
    return world


def credit(world: World, number: str, cents: int, named: str | None, **changes: Any) -> Answer:
    return world.remit(world.ids["C-1"], {
        "number": number, "cents": cents, "type_code": "381", "credited_number": named,
        **changes})  # fmt: skip


def invoices(world: World) -> dict[str, tuple[int, int, int]]:
    """Open, reduction and approved of each document."""
    return {row[0]: row[1:] for row in world.rows(
        "SELECT invoice_number, open_cents, reduction_cents, approved_cents FROM invoice"
        " ORDER BY id")}  # fmt: skip


def exposure(world: World) -> tuple[int, ...]:
    """Outstanding, reductions, approved, credits that wait, count of open invoices."""
    return world.rows(
        "SELECT outstanding_cents, reduction_cents, approved_cents, unapplied_credit_cents,"
        " open_count FROM exposure")[0]  # fmt: skip


def test_a_credit_note_lowers_the_invoice_that_it_names(world: World) -> None:
    answer = credit(world, "AV-1", 100_000, "fa 2")
    assert (answer["credit_notes"], answer["accepted"], answer["title_number"]) == (1, 0, None)
    assert invoices(world) == {
        "FA-1": (300_000, 0, 300_000),
        "FA-2": (400_000, 0, 400_000),
        "AV-1": (0, 0, 0),
    }
    assert exposure(world) == (700_000, 0, 700_000, 0, 2)
    assert world.balance(world.ids["C-1"], "CCA") == -700_000
    assert world.balance(world.ids["C-1"], "DEB") == 700_000


def test_a_credit_note_larger_than_its_invoice_leaves_the_rest_on_the_oldest(world: World) -> None:
    credit(world, "AV-1", 600_000, "FA-2")
    assert invoices(world) == {
        "FA-1": (300_000, 100_000, 200_000),
        "FA-2": (0, 0, 0),
        "AV-1": (-100_000, 0, 0),
    }
    assert exposure(world) == (300_000, 100_000, 200_000, 100_000, 1)
    assert world.available(world.ids["C-1"]) == 180_000


def test_two_credit_notes_of_one_file_share_what_is_left_of_an_invoice(world: World) -> None:
    note = {"type_code": "381", "credited_number": "FA-1"}
    world.remit(
        world.ids["C-1"],
        {"number": "AV-1", "cents": 200_000, **note},
        {"number": "AV-2", "cents": 200_000, **note},
    )
    assert invoices(world) == {
        "FA-1": (0, 0, 0), "FA-2": (500_000, 100_000, 400_000), "AV-1": (0, 0, 0),
        "AV-2": (-100_000, 0, 0)}  # fmt: skip


@pytest.mark.parametrize("named", ["FA-404", None])
def test_a_credit_note_of_no_known_invoice_waits_and_reduces_the_oldest(
    world: World, named: str | None
) -> None:
    credit(world, "AV-1", 350_000, named)
    assert invoices(world) == {
        "FA-1": (300_000, 300_000, 0), "FA-2": (500_000, 50_000, 450_000),
        "AV-1": (-350_000, 0, 0)}  # fmt: skip
    assert exposure(world) == (800_000, 350_000, 450_000, 350_000, 2)
    assert world.available(world.ids["C-1"]) == 405_000
    assert world.balance(world.ids["C-1"], "DEB") == 450_000


def test_a_credit_note_that_waits_is_applied_by_hand(world: World) -> None:
    credit(world, "AV-1", 350_000, None)
    ids = dict(world.rows("SELECT invoice_number, id FROM invoice"))
    credits.apply_credit_note(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        credit_note_id=ids["AV-1"], invoice_id=ids["FA-2"], amount_cents=None,
    )  # fmt: skip
    assert invoices(world) == {
        "FA-1": (300_000, 0, 300_000),
        "FA-2": (150_000, 0, 150_000),
        "AV-1": (0, 0, 0),
    }
    assert exposure(world) == (450_000, 0, 450_000, 0, 2)


def test_a_credit_note_is_applied_by_hand_only_where_and_as_far_as_it_fits(world: World) -> None:
    world.remit(
        world.ids["C-1"],
        {"number": "GA-1", "cents": 100_000, "buyer": "GAMMA SA", "due_on": date(2026, 3, 1)},
    )
    credit(world, "AV-1", 350_000, None)
    ids = dict(world.rows("SELECT invoice_number, id FROM invoice"))

    def apply(note: str, invoice: str, cents: int) -> None:
        credits.apply_credit_note(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
            credit_note_id=ids[note], invoice_id=ids[invoice], amount_cents=cents,
        )  # fmt: skip

    with refused(world.conn, "buyers_differ", invoice_id=ids["GA-1"]):
        apply("AV-1", "GA-1", 100)
    with refused(world.conn, "amount_too_large", amount_cents=300_001, most_cents=300_000):
        apply("AV-1", "FA-1", 300_001)
    with refused(world.conn, "credit_note_unknown", credit_note_id=ids["FA-2"]):
        apply("FA-2", "FA-1", 100)
    with refused(world.conn, "invoice_unknown", invoice_id=ids["AV-1"]):
        apply("AV-1", "AV-1", 100)


def test_a_credit_note_and_its_invoice_of_one_file_meet(world: World) -> None:
    answer = world.remit(
        world.ids["C-1"],
        {"number": "AV-3", "cents": 50_000, "type_code": "381", "credited_number": "FA-3"},
        {"number": "FA-3", "cents": 200_000, "due_on": date(2026, 3, 1)},
    )
    assert (answer["accepted"], answer["credit_notes"]) == (1, 1)
    assert invoices(world)["FA-3"] == (150_000, 0, 150_000)
    assert exposure(world) == (950_000, 0, 950_000, 0, 3)


def test_the_same_credit_note_is_not_taken_twice(world: World) -> None:
    credit(world, "AV-1", 100_000, "FA-2")
    answer = credit(world, "AV-1", 100_000, "FA-2", order_reference="again")
    assert (answer["credit_notes"], answer["refused"]) == (0, 1)
    assert invoices(world)["FA-2"] == (400_000, 0, 400_000)


def test_a_credit_note_of_a_buyer_that_nobody_can_know_lowers_what_the_client_has(
    world: World,
) -> None:
    answer = credit(world, "AV-1", 100_000, None, buyer="QUI", buyer_siren=None)
    assert (answer["credit_notes"], answer["refused"]) == (1, 0)
    assert world.balance(world.ids["C-1"], "CCA") == -700_000
    assert world.available(world.ids["C-1"]) == 720_000 - 100_000


def test_a_payment_less_a_credit_note_that_it_quotes_closes_both(world: World) -> None:
    credit(world, "AV-1", 100_000, None)
    answer = world.bank({"cents": 400_000, "text": "FA-2 moins AV-1"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert invoices(world) == {
        "FA-1": (300_000, 0, 300_000), "FA-2": (0, 0, 0), "AV-1": (0, 0, 0)}  # fmt: skip
    assert exposure(world) == (300_000, 0, 300_000, 0, 1)
    assert world.balance(world.ids["C-1"], "DEB") == 300_000
    assert world.balance(world.ids["C-1"], "UNAL") == 0
