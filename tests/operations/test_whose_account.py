"""Money without a number: whose it is by the account it came to, or by an amount that its payer
owes once in all its contracts."""

from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.collection import recognition, unknown_money
from comptant.operations.registry import own_accounts
from comptant.store import bulk
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house

VIRTUAL = "FR7610107001011234567890129"


@house
def world(writer: psycopg.Connection) -> World:
    """DELTA SARL buys from ALPHA SAS alone; BETA SA from ALPHA SAS (B) and GAMMA SA (F)."""
    opened = open_world(writer)
    opened.users["alice"] = opened.users["anna"]  # who remits for both clients
    due = {"due_on": date(2026, 3, 17)}
    opened.ids["B"] = opened.contract("B")
    opened.ids["F"] = opened.contract("F", client="GAMMA SA")
    opened.remit(opened.ids["B"],
                 {"number": "B-1", "cents": 3_000_000, **due},
                 {"number": "B-2", "cents": 1_000_000, **due},
                 {"number": "B-3", "cents": 777_700, "buyer": "DELTA SARL", **due},
                 {"number": "B-4", "cents": 333_300, "buyer": "DELTA SARL", **due})  # fmt: skip
    opened.remit(opened.ids["F"], {"number": "F-1", "cents": 1_000_000, **due},
                 {"number": "F-2", "cents": 400_000, **due})  # fmt: skip
    return opened


def give_account(world: World, iban: str, buyer: str) -> None:
    own_accounts.add_own_account(
        world.conn, world.asked("tania"), iban=iban, bic="AGRIFRPP", name="FACTOR SA",
        currency="EUR", books_from="camt.053", parent_iban=FACTOR_IBAN, contract_id=0,
        buyer_id=world.ids[buyer],
    )  # fmt: skip


def credited(world: World, iban: str, *lines: dict[str, Any]) -> Any:
    """The bank's statement of our account, all of whose credits came to one virtual IBAN."""
    statements, movements = world.statement(*lines)
    return world.take(statements, movements.with_columns(credited_iban=pl.lit(iban)))


def waits(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT k.number, p.name, y.open_cents, y.wait_reason FROM payment y"
        " JOIN contract k ON k.id = y.contract_id LEFT JOIN party p ON p.id = y.buyer_id"
        " WHERE y.open_cents > 0 ORDER BY y.id"
    )


def left_open(world: World) -> dict[str, int]:
    return dict(world.rows("SELECT invoice_number, open_cents FROM invoice WHERE open_cents > 0"))


def test_a_virtual_iban_of_a_buyer_tells_the_buyer_whoever_pays(world: World) -> None:
    give_account(world, VIRTUAL, "DELTA SARL")
    answer = credited(
        world, VIRTUAL,
        {"cents": 777_700, "text": "reglement", "payer_name": "TRESORERIE GROUPE"},
        {"cents": 333_300, "text": "reglement"}, {"cents": 5_000, "text": "acompte"},
    )  # fmt: skip
    assert answer["matched"] == {"ON_ACCOUNT": 1, "UNIQUE_AMOUNT": 2}
    assert {"B-3", "B-4"} & set(left_open(world)) == set()
    assert waits(world) == [("B", "DELTA SARL", 5_000, "NO_MATCH")]


def test_a_virtual_iban_of_a_buyer_of_several_contracts_tells_it_too(world: World) -> None:
    give_account(world, VIRTUAL, "BETA SA")
    credited(world, VIRTUAL, {"cents": 400_000, "text": "reglement"},
             {"cents": 123, "text": "reglement", "payer_name": "DELTA SARL"})  # fmt: skip
    assert "F-2" not in left_open(world)
    assert waits(world) == [("HOUSE", "BETA SA", 123, "NO_MATCH")]


@pytest.mark.parametrize("payer", ["BETA SA", "beta sa"])
def test_an_amount_that_a_buyer_owes_once_in_all_its_contracts_is_paid(
    world: World, payer: str
) -> None:
    answer = world.bank({"cents": 3_000_000, "text": "reglement", "payer_name": payer},
                        {"cents": 400_000, "text": "reglement", "payer_name": payer})  # fmt: skip
    assert answer["matched"] == {"UNIQUE_AMOUNT": 2}
    assert sorted(left_open(world)) == ["B-2", "B-3", "B-4", "F-1"]


def test_an_amount_owed_in_two_contracts_waits_and_says_why(world: World) -> None:
    world.bank({"cents": 1_000_000, "text": "reglement", "payer_name": "BETA SA"},
               {"cents": 999_999, "text": "reglement", "payer_name": "BETA SA"})  # fmt: skip
    assert waits(world) == [("HOUSE", "BETA SA", 1_000_000, "SEVERAL_SOLUTIONS"),
                            ("HOUSE", "BETA SA", 999_999, "NO_MATCH")]  # fmt: skip
    assert len(left_open(world)) == 6
    assert world.rows("SELECT sum(unallocated_cash_cents) FROM exposure") == [(0,)]


def test_the_contract_alone_is_left_to_tell_of_a_buyer_known_all_along(world: World) -> None:
    world.bank({"cents": 1_000_000, "text": "reglement", "payer_name": "BETA SA"})
    paid = world.one("SELECT id FROM payment")
    homes = bulk.rows(world.conn, "read_payment_homes", id=paid, contract_id=world.house)
    assert [(row["contract_number"], row["buyer_name"]) for row in homes] == [
        ("B", "BETA SA"), ("F", "BETA SA")]  # fmt: skip
    told = unknown_money.identify(world.conn, world.asked("anna"), payment_id=paid, buyer_id=0,
                                  contract_id=world.ids["F"])  # fmt: skip
    assert told["allocated_cents"] == 1_000_000
    assert "F-1" not in left_open(world)


def test_another_buyer_s_invoice_of_that_amount_is_not_paid(world: World) -> None:
    world.bank({"cents": 777_700, "text": "reglement", "payer_name": "BETA SA"})
    assert waits(world) == [("HOUSE", "BETA SA", 777_700, "NO_MATCH")]


def test_what_waits_for_a_known_buyer_is_not_read_as_its_contract(world: World) -> None:
    iban = "FR7630004000031234567890143"
    world.bank({"cents": 999_999, "text": "?", "payer_name": "BETA SA", "payer_iban": iban})
    world.bank({"cents": 999_998, "text": "?", "payer_name": "TRESORERIE", "payer_iban": iban})
    assert waits(world)[1][:2] == ("HOUSE", None)


def test_the_accounts_tell_what_was_declared_of_them(world: World) -> None:
    give_account(world, VIRTUAL, "DELTA SARL")
    world.own_account("FR7630004000031234567890143", contract_id=world.ids["B"])
    names = ("iban", "parent_iban", "contract_number", "buyer_name")
    assert [tuple(row[name] for name in names)
            for row in bulk.rows(world.conn, "read_own_accounts")] == [
        (FACTOR_IBAN, None, None, None), (VIRTUAL, FACTOR_IBAN, None, "DELTA SARL"),
        ("FR7630004000031234567890143", None, "B", None)]  # fmt: skip


def test_who_buys_from_more_than_are_read_pays_by_the_very_amount_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "BEARERS_READ", 1)  # of the two contracts of BETA SA
    due = {"due_on": date(2026, 3, 17)}
    for contract, cents in (("B", 500_000), ("F", 600_000)):
        world.remit(world.ids[contract], {"number": "2026-001", "cents": cents, **due})
    answer = world.bank({"cents": 450_000, "text": "FACTURE 2026-001", "payer_name": "BETA SA"},
                        {"cents": 600_000, "text": "FACTURE 2026-001", "payer_name": "BETA SA"},
                        )  # fmt: skip
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1, "ON_ACCOUNT": 1}
    assert [row[2] for row in waits(world)] == [450_000]
    open_ones = world.rows("SELECT open_cents FROM invoice WHERE invoice_number = '2026-001'")
    assert sorted(cents for (cents,) in open_ones) == [0, 500_000]


def test_a_number_that_more_bear_than_are_read_tells_nothing_of_a_stranger(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = {"due_on": date(2026, 3, 17)}
    for contract in ("B", "F"):
        world.remit(world.ids[contract], {"number": "FA-26-0001", "cents": 500_000, **due})
    stranger = {"cents": 500_000, "text": "VIRFA260001X", "payer_name": "NOBODY KNOWN"}
    monkeypatch.setattr(recognition, "BEARERS_READ", 1)
    assert world.bank(stranger)["matched"] == {"UNKNOWN": 1}
