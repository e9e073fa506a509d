"""What is told by mistake of an invoice that the guarantee has taken, in part or whole: the money
of a debt taken over is taken back, and what the guarantee had not taken is owed again."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import credits, returns
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, moving, reallocation, undoing
from comptant.operations.risk import facts
from tests.facts import World, open_world
from tests.guaranteed import CENTS, owed, taken_whole
from tests.houses import house
from tests.traces import refused

APPROVED = 600_000
ACCOUNTS = ("DEB", "DEBD", "CCA", "UNAL")


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def taken_in_part(world: World, **terms: Any) -> int:
    """Of NR-1 of 10 000.00 the guarantee has taken the 6 000.00 approved. The contract."""
    contract = world.ids["NR"] = world.contract(
        "NR", has_recourse=False, fee_ppm=0, is_interest_reserved=False, **terms)  # fmt: skip
    world.limit(contract, "BETA SA", APPROVED)
    world.remit(contract, {"number": "NR-1", "cents": CENTS, "due_on": date(2026, 3, 16)})
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close()
    world.on = date(2026, 1, 19)
    return int(contract)


def state(world: World, contract: int) -> dict[str, Any]:
    return {
        "invoices": world.rows("SELECT id, open_cents, approved_cents FROM invoice ORDER BY id"),
        "debts": world.rows("SELECT factor_open_cents, client_open_cents FROM guarantee"),
        "balances": [world.balance(contract, account) for account in ACCOUNTS],
        "payments": world.rows("SELECT id, open_cents FROM payment ORDER BY id"),
        "available": world.available(contract),
        "contradictions": contradictions_of_house(world.conn),
    }  # fmt: skip


def item(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def allocated(world: World, payment: int, **given: int) -> Answer:
    return cash.allocate(
        world.conn, world.asked("anna"), contract_id=world.ids["NR"], payment_id=payment,
        invoices={str(item(world, name.replace("_", "-"))): cents for name, cents in given.items()},
    )  # fmt: skip


def reallocated(world: World, payment: int, *invoices: int, to: dict[int, int]) -> Answer:
    return reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=world.ids["NR"], payment_id=payment,
        invoice_ids=list(invoices), to={str(id_): cents for id_, cents in to.items()},
    )  # fmt: skip


def undone(world: World, told: Answer) -> Answer:
    asked = undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=world.ids["NR"], entry_id=told["entry_id"],
        invoice_ids=[], reason="a slip")  # fmt: skip
    return world.approve(asked, "aron")


def test_money_of_a_debt_guaranteed_is_taken_back_by_two_people(world: World) -> None:
    debt, payment = taken_whole(world)
    contract = world.ids["NR"]
    before = state(world, contract)
    assert allocated(world, payment, NR_1=300_000)["guaranteed_cents"] == 300_000
    asked = reallocated(world, payment, to={})
    assert (owed(world, debt), "open_cents" in asked) == (CENTS - 300_000, False)
    assert world.one("SELECT amount_cents FROM approval WHERE id = %s", asked["approval_id"]) == (
        300_000)  # fmt: skip
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    done = world.approve(asked, "aron")
    assert (done["taken_back_cents"], done["open_cents"], done["invoice_ids"]) == (
        300_000, 400_000, [debt])  # fmt: skip
    assert state(world, contract) == before
    with refused(world.conn, "not_allocated", payment_id=payment):
        reallocated(world, payment, to={})
    moved = moving.move_payment(world.conn, world.asked("anna"), contract_id=contract,
                                payment_id=payment, to_contract_id=None, buyer_id=0,
                                amount_cents=None, reason="another's")  # fmt: skip
    assert world.approve(moved, "aron")["amount_cents"] == 400_000
    world.close(date(2026, 1, 19))


def test_money_of_a_debt_guaranteed_moves_to_an_invoice_with_its_value_date(world: World) -> None:
    debt, payment = taken_whole(world)
    contract = world.ids["NR"]
    allocated(world, payment, NR_1=300_000)
    world.on = date(2026, 1, 22)
    world.approve(reallocated(world, payment, debt, to={item(world, "NR-2"): 250_000}), "aron")
    assert (owed(world, debt), world.balance(contract, "DEBD")) == (CENTS, CENTS)
    assert world.rows("SELECT open_cents FROM invoice WHERE invoice_number = 'NR-2'") == [
        (CENTS - 250_000,)]  # fmt: skip
    assert world.balance(contract, "UNAL") == -150_000
    days = world.rows("SELECT DISTINCT value_on FROM entry WHERE contract_id = %s"
                      " AND event IN ('recovery', 'allocation')", contract)  # fmt: skip
    assert len(days) == 1, "all with the value date of the slip"
    assert contradictions_of_house(world.conn) == []
    # And back, from an invoice to the debt.
    world.approve(reallocated(world, payment, item(world, "NR-2"), to={debt: 250_000}), "aron")
    assert owed(world, debt) == CENTS - 250_000
    world.close(date(2026, 1, 22))


@pytest.mark.parametrize("guaranteed_ppm", [1_000_000, 900_000])
def test_a_payment_of_a_debt_taken_in_part_comes_back_from_both(
    world: World, guaranteed_ppm: int
) -> None:
    contract = taken_in_part(world, guaranteed_ppm=guaranteed_ppm)
    world.bank({"cents": 400_000, "text": "NO WORD", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    before = state(world, contract)
    assert before["payments"] == [(payment, 400_000)]
    allocated(world, payment, NR_1=400_000)
    assert world.balance(contract, "DEB") == 240_000, "shared as the risk is"
    done = world.approve(reallocated(world, payment, item(world, "NR-1"), to={}), "aron")
    assert done["taken_back_cents"] == 400_000
    assert state(world, contract) == before
    world.close(date(2026, 1, 19))


@pytest.mark.parametrize("cents", [None, 100_000])
def test_a_direct_payment_of_what_the_guarantee_left_is_undone(
    world: World, cents: int | None
) -> None:
    contract = taken_in_part(world)
    before = state(world, contract)
    asked = returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract, invoice_id=item(world, "NR-1"),
        amount_cents=cents, evidence="letter")  # fmt: skip
    told = world.approve(asked, "aron") if "approval_id" in asked else asked
    assert world.balance(contract, "DEB") == CENTS - APPROVED - (cents or CENTS - APPROVED)
    undone(world, told)
    assert state(world, contract) == before
    world.close(date(2026, 1, 19))


def test_the_rest_of_an_invoice_reassigned_is_ours_again(world: World) -> None:
    contract = taken_in_part(world)
    before = state(world, contract)
    told = returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                            invoice_ids=[item(world, "NR-1")], reason="UNAPPROVED")  # fmt: skip
    told = world.approve(told, "aron") if "approval_id" in told else told
    assert state(world, contract) != before
    undone(world, told)
    assert state(world, contract) == before
    assert world.rows("SELECT returned_for FROM held") == [(None,)]
    world.close(date(2026, 1, 19))


def test_a_credit_note_on_what_the_guarantee_left_is_taken_off(world: World) -> None:
    contract = taken_in_part(world)
    world.remit(contract, {"number": "AV-1", "cents": 100_000, "type_code": "381"})
    before = state(world, contract)
    told = credits.apply_credit_note(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=None,
        credit_note_id=item(world, "AV-1"), invoice_id=item(world, "NR-1"))  # fmt: skip
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'NR-1'") == 300_000
    undone(world, told)
    assert state(world, contract) == before


def test_what_was_told_before_the_guarantee_is_undone_too(world: World) -> None:
    """The slip before it and the one after it, of one invoice."""
    contract = world.ids["NR"] = world.contract(
        "NR", has_recourse=False, fee_ppm=0, is_interest_reserved=False)  # fmt: skip
    world.limit(contract, "BETA SA", APPROVED)
    world.remit(contract, {"number": "NR-1", "cents": CENTS, "due_on": date(2026, 3, 16)})

    def kept() -> Answer:
        asked = returns.keep_direct_payment(
            world.conn, world.asked("anna"), contract_id=contract, amount_cents=100_000,
            invoice_id=item(world, "NR-1"), evidence="letter")  # fmt: skip
        return world.approve(asked, "aron") if "approval_id" in asked else asked

    first = kept()
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close()
    world.on = date(2026, 1, 19)
    taken = world.one("SELECT guaranteed_cents FROM guarantee")
    second = kept()
    undone(world, first)
    undone(world, second)
    assert world.one("SELECT open_cents FROM invoice") == CENTS - taken
    assert contradictions_of_house(world.conn) == []
    world.close(world.on)
    assert contradictions_of_house(world.conn) == []


def test_money_put_on_an_invoice_before_its_guarantee_is_taken_back(world: World) -> None:
    """The debt comes back whole, and the next close takes what was approved of it."""
    contract = world.ids["NR"] = world.contract(
        "NR", has_recourse=False, fee_ppm=0, is_interest_reserved=False)  # fmt: skip
    world.limit(contract, "BETA SA", 5 * CENTS)
    world.remit(contract, {"number": "NR-1", "cents": CENTS, "due_on": date(2026, 3, 16)})
    world.bank({"cents": 300_000, "text": "PAIEMENT", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    allocated(world, payment, NR_1=300_000)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.close()
    debt = item(world, "NR-1")
    assert owed(world, debt) == CENTS - 300_000
    world.on = date(2026, 1, 19)
    world.approve(reallocated(world, payment, to={}), "aron")
    assert world.one("SELECT open_cents FROM invoice") == 300_000
    assert contradictions_of_house(world.conn) == []
    moved = moving.move_payment(world.conn, world.asked("anna"), contract_id=contract,
                                payment_id=payment, to_contract_id=None, buyer_id=0,
                                amount_cents=None, reason="another's")  # fmt: skip
    world.approve(moved, "aron")
    world.close(world.on)
    assert owed(world, debt) == CENTS
    assert world.rows("SELECT open_cents, approved_cents FROM invoice") == [(0, 0)]
    assert contradictions_of_house(world.conn) == []
