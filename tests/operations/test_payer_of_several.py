"""A payer who buys from several of our clients: its own invoice of a number is meant, though others
bear that number, and though its contract is not known beforehand."""

from datetime import date
from typing import Any

import psycopg
import pytest

from tests.facts import World, open_world
from tests.houses import house


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes FA-1 to ALPHA and FA-9 to GAMMA; another buyer owes FA-1 to GAMMA as well."""
    world = open_world(writer)
    world.users["alice"] = world.users["anna"]  # who remits for both clients
    first = world.contract("C-1")
    second = world.contract("C-2", client="GAMMA SA")
    due = {"due_on": date(2026, 3, 17)}
    world.remit(first, {"number": "FA-1", "cents": 100_000, "buyer": "BETA SA", **due})
    world.remit(second, {"number": "FA-9", "cents": 90_000, "buyer": "BETA SA", **due},
                {"number": "FA-1", "cents": 70_000, "buyer": "DELTA SARL", **due})  # fmt: skip
    return world


def left_open(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        """SELECT k.number, i.invoice_number, i.open_cents FROM invoice i
           JOIN contract k ON k.id = i.contract_id ORDER BY 1, 2"""
    )


def test_a_part_payment_goes_to_the_payers_own_invoice(world: World) -> None:
    answer = world.bank({"cents": 40_000, "text": "ACOMPTE FA-1", "payer_name": "BETA SA"})
    assert answer["matched"] == {"NUMBER_PARTIAL": 1}
    assert left_open(world) == [("C-1", "FA-1", 60_000), ("C-2", "FA-1", 70_000),
                                ("C-2", "FA-9", 90_000)]  # fmt: skip


def test_one_transfer_pays_invoices_of_two_clients(world: World) -> None:
    answer = world.bank({"cents": 190_000, "text": "FA-1 FA-9", "payer_name": "BETA SA"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert left_open(world) == [("C-1", "FA-1", 0), ("C-2", "FA-1", 70_000), ("C-2", "FA-9", 0)]


def test_who_is_not_known_is_not_guessed(world: World) -> None:
    answer = world.bank({"cents": 40_000, "text": "ACOMPTE FA-1", "payer_name": "NOBODY"})
    assert answer["matched"] == {"UNKNOWN": 1}


def test_a_number_that_the_payer_does_not_owe_is_looked_for_elsewhere(world: World) -> None:
    answer = world.bank({"cents": 70_000, "text": "FA-1", "payer_name": "GAMMA SA"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert left_open(world)[1] == ("C-2", "FA-1", 0)


def owes_short_numbers(world: World) -> None:
    """BETA SA owes the same sum to ALPHA and to GAMMA, under numbers of two characters."""
    ids = dict(world.rows("SELECT number, id FROM contract"))
    due = {"cents": 55_000, "due_on": date(2026, 3, 17)}
    world.remit(ids["C-1"], {"number": "X1", "buyer": "BETA SA", **due})
    world.remit(ids["C-2"], {"number": "X2", "buyer": "BETA SA", **due},
                {"number": "X1", "buyer": "DELTA SARL", **due})  # fmt: skip


def open_short(world: World) -> list[tuple[Any, ...]]:
    return [row for row in left_open(world) if row[1].startswith("X")]


def test_a_short_number_with_its_payer_and_amount_names_one_of_two_equal_debts(
    world: World,
) -> None:
    owes_short_numbers(world)
    answer = world.bank({"cents": 55_000, "text": "FACTURE X1 MERCI", "payer_name": "BETA SA"})
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1}
    assert open_short(world) == [("C-1", "X1", 0), ("C-2", "X1", 55_000), ("C-2", "X2", 55_000)]


@pytest.mark.parametrize(
    ("text", "payer", "cents"),
    [
        ("FACTURE X1 MERCI", "NOBODY", 55_000),
        ("FACTURE X1 MERCI", "BETA SA", 20_000),
        ("FACTURE X3 MERCI", "BETA SA", 55_000),
    ],
)
def test_a_short_number_proves_nothing_without_its_payer_or_its_amount(
    world: World, text: str, payer: str, cents: int
) -> None:
    owes_short_numbers(world)
    world.bank({"cents": cents, "text": text, "payer_name": payer})
    assert {row[2] for row in open_short(world)} == {55_000}


def test_a_short_number_owed_twice_for_one_amount_is_not_matched(world: World) -> None:
    owes_short_numbers(world)
    second = world.one("SELECT id FROM contract WHERE number = 'C-2'")
    world.remit(second, {"number": "X-1", "cents": 55_000, "buyer": "BETA SA",
                         "due_on": date(2026, 3, 17)})  # fmt: skip
    world.bank({"cents": 55_000, "text": "FACTURE X1 MERCI", "payer_name": "BETA SA"})
    assert {row[2] for row in open_short(world)} == {55_000}
