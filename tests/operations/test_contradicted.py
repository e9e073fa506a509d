"""A number and an amount of another client's invoice, against the payer's own debts that sum to the
payment: nobody is paid before a person has looked."""

from typing import Any

import psycopg
import pytest

from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes C-1; DELTA SARL, whose numbers look like orders, owes C-2."""
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-1002", "cents": 300_000, "due_on": DUE})  # fmt: skip
    alice = opened.users["alice"]
    opened.users["alice"] = opened.users["cora"]
    opened.limit(opened.ids["C-2"], "DELTA SARL", 5_000_000)
    opened.remit(opened.ids["C-2"], *(
        {"number": number, "cents": cents, "due_on": DUE, "buyer": "DELTA SARL"}
        for number, cents in (("AB12345", 1_250_000), ("CMD-7781", 300_000))))  # fmt: skip
    opened.users["alice"] = alice
    return opened


def pay(world: World, cents: int, text: str, payer: str = "BETA SA") -> dict[str, int]:
    """What is paid of which invoice."""
    bank_of(world, DUE, {"cents": cents, "text": text, "payer_name": payer})
    return dict(world.rows("SELECT invoice_number, amount_cents - open_cents FROM invoice"
                           " WHERE open_cents < amount_cents ORDER BY id"))  # fmt: skip


def guessed(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        """SELECT g.guess_number, i.invoice_number, g.proposed_cents, g.confidence_ppm, g.evidence
           FROM guess g JOIN invoice i ON i.id = g.invoice_id ORDER BY 1, i.id""")  # fmt: skip


def test_its_own_invoice_of_the_amount_speaks_against_anothers_number(world: World) -> None:
    assert pay(world, 300_000, "CMD-7781") == {}
    assert guessed(world) == [
        (1, "FA-1002", 300_000, 900_000, "OTHER_NUMBER AMOUNT PAYER"),
        (2, "CMD-7781", 300_000, 800_000, "NUMBER AMOUNT STRANGER"),
    ]


def test_its_own_invoices_that_sum_to_it_speak_against_anothers_number(world: World) -> None:
    assert pay(world, 1_500_000, "CDE CMD-7781 FA-1001") == {}
    assert {row[1] for row in guessed(world)} == {"FA-1001", "FA-1002", "CMD-7781"}


@pytest.mark.parametrize(("cents", "text", "paid"), [
    (1_250_000, "AB12345", {"AB12345": 1_250_000}),  # for another, and nothing speaks against
    (300_000, "REF CMD-7781 FA-1002", {"FA-1002": 300_000}),
    (1_550_000, "AB12345 FA-1002", {"FA-1002": 300_000, "AB12345": 1_250_000}),
])  # fmt: skip
def test_where_nothing_speaks_against_it_a_number_is_enough(
    world: World, cents: int, text: str, paid: dict[str, int]
) -> None:
    assert pay(world, cents, text) == paid


def test_who_owes_it_pays_it_whoever_else_owes_the_same(world: World) -> None:
    assert pay(world, 300_000, "CMD-7781", "DELTA SARL") == {"CMD-7781": 300_000}
