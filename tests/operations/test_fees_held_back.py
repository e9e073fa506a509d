"""What is held back for fees that have no bill yet is what their bill will debit, VAT included."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import credits
from comptant.operations.drawing.availability import explain
from comptant.operations.registry import parties
from comptant.rules.reasons import REASONS
from tests.facts import World, open_world

SEED = {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 17)}


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def reserved(world: World, client: str = "ALPHA SAS", **terms: Any) -> int:
    """C-16: 90 %, 0.60 %, the fee held back until it is billed; nobody knows a rate."""
    contract = world.contract(client=client, **{"is_fee_reserved": True, **terms})
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, SEED)
    return contract


def accrued(world: World, contract: int) -> int:
    """The part of the explanation that is run up and not billed."""
    at = world.asked("anna").at
    _, parts = explain(world.conn, world.users["anna"], contract, world.on, at)
    told = dict(parts.select("part", "amount_cents").iter_rows())
    return int(told.get("accrued", 0))


@pytest.mark.parametrize("billing", ["AT_COLLECTION", "MONTHLY"])
def test_a_fee_of_120_00_holds_back_144_00(world: World, billing: str) -> None:
    contract = reserved(world, fee_billing=billing)
    assert accrued(world, contract) == 14_400
    assert world.available(contract) == 1_785_600


def test_a_fee_billed_at_once_and_one_not_held_back_hold_nothing(world: World) -> None:
    billed = reserved(world, fee_billing="AT_ASSIGNMENT")
    assert (accrued(world, billed), world.available(billed)) == (0, 1_785_600)
    other = world.contract("C-2", is_fee_reserved=False)
    world.limit(other, "BETA SA", 5_000_000)
    world.remit(other, {**SEED, "number": "FA-2"})
    assert (accrued(world, other), world.available(other)) == (0, 1_800_000)


def test_the_bill_takes_what_was_held_back_and_not_a_cent_more(world: World) -> None:
    """Three fees of 0.12: 0.02 of VAT each by itself, 0.07 on their sum. (R-5)"""
    contract = world.contract(fee_billing="MONTHLY", is_fee_reserved=True)
    world.limit(contract, "BETA SA", 5_000_000)
    world.on = date(2026, 1, 31)
    world.remit(contract, *({"number": f"FA-{n}", "cents": 2_000, "due_on": date(2026, 3, 17)}
                            for n in range(3)))  # fmt: skip
    assert (accrued(world, contract), world.available(contract)) == (43, 5_357)
    world.close()
    assert (accrued(world, contract), world.available(contract)) == (0, 5_357)
    assert world.rows("SELECT code, amount_cents FROM charge ORDER BY id") == [
        ("FEE-AFF", 36), ("VAT", 7)]  # fmt: skip


def item(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


NOTE = {"number": "AV-1", "cents": 100_000, "type_code": "381", "due_on": None}


@pytest.mark.parametrize(("base", "held", "line"), [
    ("GROSS_INVOICES", 14_400, (2_000_000, 12_000)),
    ("GROSS_INVOICES_PLUS_CREDIT_NOTES", 15_120, (2_100_000, 12_600)),
    ("NET_OF_CREDIT_NOTES", 13_680, (1_900_000, 11_400)),
])  # fmt: skip
@pytest.mark.parametrize("is_paid", [False, True])
def test_credit_notes_and_what_was_paid_in_the_month_count_as_their_bill_will(
    world: World, base: str, held: int, line: tuple[int, int], is_paid: bool
) -> None:
    contract = reserved(world, fee_billing="MONTHLY", fee_base=base)
    world.remit(contract, NOTE)
    if is_paid:
        world.bank({"cents": 1_900_000, "text": "FA-1 AV-1"})
    assert accrued(world, contract) == held
    world.close(date(2026, 1, 31))
    assert accrued(world, contract) == 0
    assert world.rows("SELECT base_cents, amount_cents FROM charge WHERE code = 'FEE-AFF'") == [
        line]  # fmt: skip


@pytest.mark.parametrize("way", ["applied", "paid"])
def test_a_credit_note_is_billed_with_what_it_takes_off(world: World, way: str) -> None:
    contract = reserved(world, fee_billing="AT_COLLECTION", fee_base="NET_OF_CREDIT_NOTES")
    world.remit(contract, NOTE)
    assert accrued(world, contract) == 13_680
    if way == "paid":
        world.bank({"cents": 1_900_000, "text": "FA-1 AV-1"})
    else:
        credits.apply_credit_note(
            world.conn, world.asked("anna"), contract_id=contract, amount_cents=100_000,
            credit_note_id=item(world, "AV-1"), invoice_id=item(world, "FA-1"))  # fmt: skip
        world.bank({"cents": 1_900_000, "text": "FA-1"})
    assert accrued(world, contract) == 0
    lines = "SELECT sum(base_cents)::bigint, sum(amount_cents)::bigint FROM charge WHERE code = %s"
    assert world.rows(lines, "FEE-AFF") == [(1_900_000, 11_400)]
    assert world.balance(contract, "FEE") == -11_400


def test_a_credit_note_alone_gives_nothing_to_draw_before_its_bill(world: World) -> None:
    contract = reserved(world, fee_billing="MONTHLY", fee_base="NET_OF_CREDIT_NOTES")
    world.close(date(2026, 1, 31))
    before = world.available(contract)
    world.remit(contract, {**NOTE, "issued_on": date(2026, 1, 30)})
    assert accrued(world, contract) == 0
    assert world.available(contract) == before - 90_000


@pytest.mark.parametrize(("country", "cents"), [("RE", 13_020), ("GF", 12_000), ("DE", 12_000)])
def test_the_vat_is_that_of_the_client_s_territory(world: World, country: str, cents: int) -> None:
    """8.5 % in Réunion, none in Guyane, and the client's own affair abroad. (DOMAIN 4.5)"""
    added = parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="OMEGA",
                              country=country, numbers={"siren": "380129866"})  # fmt: skip
    world.ids["OMEGA"] = added["party_id"]
    contract = world.contract(client="OMEGA", is_fee_reserved=True)
    world.limit(contract, "BETA SA", 5_000_000)
    world.users["alice"] = world.users["anna"]
    world.remit(contract, SEED)
    assert accrued(world, contract) == cents
    assert world.available(contract) == 1_800_000 - cents


def test_the_sentence_says_that_vat_is_included() -> None:
    assert "VAT included" in REASONS["accrued"].english
    assert "TVA comprise" in REASONS["accrued"].french
