"""The fee of a Dailly deed is owed once the deed is signed, and never where it never is."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns, signatures, withdrawal
from comptant.operations.closing import close
from tests.cast import send
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.signing import ask, code_for, empower, sent, sign

# 0,6 % of 20 000,00 and of 1 234,56, and VAT of their sum.
BILLED = [("FEE-AFF", 2_123_456, 12_741), ("VAT", 12_741, 2_548)]
CLAUSES = ("AT_ASSIGNMENT", "AT_COLLECTION", "MONTHLY")


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    for clause in CLAUSES:
        opened.ids[clause] = opened.contract(clause, transfer_mode="DAILLY", fee_billing=clause)
    empower(opened)
    return opened


def billed(world: World, number: str) -> list[tuple[Any, ...]]:
    """What a contract was charged: code, base, cents."""
    return world.rows("SELECT code, base_cents, amount_cents FROM charge WHERE contract_id = %s"
                      " ORDER BY id", world.ids[number])  # fmt: skip


def signed_by_code(world: World, remittance: int, number: str) -> dict[str, Any]:
    id_ = ask(world, remittance, number)["signature_id"]
    (one,) = sign(world, code_for(world, id_, number=number), id_, number=number)["signed"]
    return dict(one)


def invoice(world: World, number: str, contract: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s AND contract_id = %s",
                         number, world.ids[contract]))  # fmt: skip


def pay_directly(world: World, number: str, contract: str) -> None:
    """The buyer pays the client, who keeps the money."""
    returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=world.ids[contract],
        invoice_id=invoice(world, number, contract), amount_cents=None, evidence="his letter",
    )  # fmt: skip


def close_until(world: World, until: date) -> None:
    """Each day until that one, and it, are closed."""
    world.on = until
    close.close(world.conn, world.asked("aron"), until, lambda done, of: None)


def test_it_is_charged_on_the_day_of_the_signature(world: World) -> None:
    remittance = sent(world, "AT_ASSIGNMENT")
    assert billed(world, "AT_ASSIGNMENT") == []
    world.on += timedelta(days=1)
    one = signed_by_code(world, remittance, "AT_ASSIGNMENT")
    assert one["fee_cents"] == 15_289
    assert billed(world, "AT_ASSIGNMENT") == BILLED
    booked = world.rows("SELECT key, entry_on FROM entry WHERE contract_id = %s AND event = 'fee'",
                        world.ids["AT_ASSIGNMENT"])  # fmt: skip
    assert booked == [(f"deed/{remittance}/fee", world.on)]


@pytest.mark.parametrize("clause", CLAUSES)
def test_it_is_never_charged_where_nobody_signs(world: World, clause: str) -> None:
    sent(world, clause)
    pay_directly(world, "FA-2", clause)
    close_until(world, date(2026, 2, 28))
    assert billed(world, clause) == []
    assert world.rows("SELECT DISTINCT fee_bill_id FROM invoice WHERE contract_id = %s",
                      world.ids[clause]) == [(None,)]  # fmt: skip


def test_at_collection_the_signature_charges_what_money_has_met(world: World) -> None:
    remittance = sent(world, "AT_COLLECTION")
    pay_directly(world, "FA-2", "AT_COLLECTION")
    assert signed_by_code(world, remittance, "AT_COLLECTION")["fee_cents"] == 889
    met = [("FEE-AFF", 123_456, 741), ("VAT", 741, 148)]
    assert billed(world, "AT_COLLECTION") == met
    pay_directly(world, "FA-1", "AT_COLLECTION")
    assert billed(world, "AT_COLLECTION") == [
        *met, ("FEE-AFF", 2_000_000, 12_000), ("VAT", 12_000, 2_400)]  # fmt: skip


def test_by_the_month_the_bill_of_the_month_of_the_signature_has_it(world: World) -> None:
    remittance = sent(world, "MONTHLY")
    world.on += timedelta(days=1)
    assert signed_by_code(world, remittance, "MONTHLY")["fee_cents"] == 0
    assert billed(world, "MONTHLY") == []
    close_until(world, date(2026, 2, 28))
    assert billed(world, "MONTHLY") == BILLED


def test_an_invoice_withdrawn_before_owes_nothing(world: World) -> None:
    remittance = sent(world, "AT_ASSIGNMENT")
    told = withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["AT_ASSIGNMENT"],
        invoice_ids=[invoice(world, "FA-2", "AT_ASSIGNMENT")], reason="twice",
    )  # fmt: skip
    assert told["fee_back_cents"] == 0
    assert signed_by_code(world, remittance, "AT_ASSIGNMENT")["fee_cents"] == 14_400
    assert billed(world, "AT_ASSIGNMENT") == [
        ("FEE-AFF", 2_000_000, 12_000), ("VAT", 12_000, 2_400)]  # fmt: skip


def test_a_signature_on_paper_charges_it_once_two_people_have_seen_it(world: World) -> None:
    remittance = sent(world, "AT_ASSIGNMENT")
    waits = signatures.propose_paper_signature(
        world.conn, world.asked("anna"), contract_id=world.ids["AT_ASSIGNMENT"], kind="TITLE",
        subject_id=remittance, signed_by="Alice", signed_on=world.on, proof="binder 4",
    )  # fmt: skip
    assert billed(world, "AT_ASSIGNMENT") == []
    assert world.approve(waits, "ada")["fee_cents"] == 15_289
    assert billed(world, "AT_ASSIGNMENT") == BILLED


def test_a_remittance_of_credit_notes_has_no_deed_to_wait_for(world: World) -> None:
    number = "N-1"
    world.ids[number] = world.contract(
        number, transfer_mode="DAILLY", fee_billing="AT_ASSIGNMENT",
        fee_base="GROSS_INVOICES_PLUS_CREDIT_NOTES")  # fmt: skip
    send(world, "alice", world.ids[number],
         {"number": "AV-1", "cents": 100_000, "type_code": "381"})  # fmt: skip
    assert billed(world, number) == [("FEE-AFF", 100_000, 600), ("VAT", 600, 120)]
