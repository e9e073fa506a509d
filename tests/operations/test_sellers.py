"""One assigns what one owns: a document that names another seller by number is not bought."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning.sellers import _is_other, _told
from tests.facts import SIRENS, World, open_world
from tests.houses import house

ALPHA, GAMMA = SIRENS["ALPHA SAS"], SIRENS["GAMMA SA"]


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    for number, client in (("C-1", "ALPHA SAS"), ("C-2", "GAMMA SA")):
        opened.ids[number] = opened.contract(number, client=client)
        opened.limit(opened.ids[number], "BETA SA", 20_000_000)
    return opened


def remit(world: World, contract: str, **told: Any) -> tuple[int, int]:
    """How many were accepted, and refused, of one invoice that says this of its seller."""
    line = {"number": "FA-1", "cents": 432_100, "due_on": date(2026, 3, 16), **told}
    answer = world.remit(world.ids[contract], line)
    return answer["accepted"], answer["refused"]


@pytest.mark.parametrize("told", [
    {"seller_siren": GAMMA}, {"seller_siret": GAMMA + "00012"}, {"seller_vat": f"FR00{GAMMA}"},
    {"seller_siren": "552081317"}, {"seller_siren": "123456789"}, {"seller_vat": "DE136695976"},
])  # fmt: skip
def test_the_invoice_of_another_seller_is_refused(world: World, told: dict[str, str]) -> None:
    assert remit(world, "C-1", **told) == (0, 1)
    assert world.conn.execute("SELECT reason FROM refused_line").fetchall() == [
        ("seller_not_client",)
    ]


@pytest.mark.parametrize("told", [
    {}, {"seller_siren": ALPHA}, {"seller_siren": f"{ALPHA[:3]} {ALPHA[3:6]} {ALPHA[6:]}"},
    {"seller_siret": ALPHA + "00074"}, {"seller_vat": f"FR44{ALPHA}"},
    {"seller_siren": ALPHA, "seller_vat": f"FR32{GAMMA}"},
    {"seller_name": "ALPHA DISTRIBUTION"},
])  # fmt: skip
def test_the_client_s_own_invoice_is_taken(world: World, told: dict[str, str]) -> None:
    assert remit(world, "C-1", **told) == (1, 0)


def test_a_credit_note_of_another_seller_is_refused_too(world: World) -> None:
    assert remit(world, "C-1", seller_siren=GAMMA, type_code="381", due_on=None) == (0, 1)


def test_one_document_is_bought_of_its_seller_only(world: World) -> None:
    world.users["alice"] = world.users["anna"]  # the account manager sends for both
    assert remit(world, "C-1", seller_siren=GAMMA) == (0, 1)
    assert remit(world, "C-2", seller_siren=GAMMA) == (1, 0)


def test_nothing_is_said_without_numbers_on_both_sides() -> None:
    german = _told(seller_vat="DE123456789")
    assert not _is_other(german, german)
    assert _is_other(_told(seller_vat="DE999999999"), german)
    assert _is_other(_told(seller_siren=ALPHA), german)
    assert not _is_other(_told(), german)
    assert not _is_other(german, _told())
