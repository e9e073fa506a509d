"""Credit notes sent by mistake: withdrawn, and taken off the invoices that they met."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import credits, withdrawal
from comptant.operations.closing import manual
from comptant.operations.collection import cash, reallocation
from comptant.operations.risk import disputes
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused, takes_its_turn

DUE = date(2026, 3, 1)


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    opened(world, "C-1", fee_ppm=0)
    return world


def opened(world: World, number: str, **terms: Any) -> int:
    world.ids["C-1"] = contract = world.contract(number, **terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": f"{number}/FA-1", "cents": 300_000, "due_on": DUE},
        {"number": f"{number}/FA-2", "cents": 500_000, "due_on": DUE},
    )
    return contract


def credit(world: World, number: str, cents: int, named: str | None = None) -> Answer:
    return world.remit(world.ids["C-1"], {"number": number, "cents": cents, "type_code": "381",
                                          "credited_number": named})  # fmt: skip


def item(world: World, number: str) -> int:
    return int(world.one("SELECT max(id) FROM invoice WHERE contract_id = %s"
                         " AND invoice_number = %s", world.ids["C-1"], number))  # fmt: skip


def withdraw(world: World, *numbers: str, reason: str = "mistake") -> Answer:
    return withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason=reason,
        invoice_ids=[item(world, number) for number in numbers],
    )  # fmt: skip


def state(world: World) -> dict[str, Any]:
    """All that a credit note may have changed."""
    contract = world.ids["C-1"]
    return {
        "items": world.rows("SELECT invoice_number, open_cents, approved_cents, ineligible_cents,"
                            " reduction_cents FROM invoice WHERE contract_id = %s"
                            " AND amount_cents > 0 ORDER BY id", contract),
        "exposure": world.rows("SELECT outstanding_cents, reduction_cents, approved_cents,"
                               " unapplied_credit_cents, open_count FROM exposure"
                               " WHERE contract_id = %s", contract),
        "accounts": [world.balance(contract, name) for name in ("CCA", "DEB", "UNAL", "FDG")],
        "available": world.available(contract),
    }  # fmt: skip


def test_a_credit_note_that_waits_is_withdrawn_and_may_be_sent_again(world: World) -> None:
    before = state(world)
    credit(world, "AV-1", 100_000)
    assert state(world) != before
    answer = withdraw(world, "AV-1")
    assert (answer["credited_again_cents"], answer["withdrawn_cents"]) == (100_000, 0)
    assert state(world) == before
    with refused(world.conn, "credit_note_touched", number="AV-1"):
        withdraw(world, "AV-1")
    world.on = date(2026, 1, 17)
    assert credit(world, "AV-1", 100_000)["credit_notes"] == 1
    assert state(world) != before
    world.close()


def test_one_that_was_applied_is_taken_off_its_invoice_on_the_day_of_its_application(
    world: World,
) -> None:
    before = state(world)
    credit(world, "AV-1", 100_000, "C-1/FA-1")
    world.on = date(2026, 1, 20)
    withdraw(world, "AV-1")
    assert state(world)["items"] == before["items"]
    assert state(world)["exposure"] == before["exposure"]
    applied, undone = world.rows("SELECT id, value_on, reverses_id FROM entry"
                                 " WHERE event = 'credit_applied' ORDER BY id")  # fmt: skip
    assert undone == (undone[0], date(2026, 1, 16), applied[0])
    assert world.rows("SELECT count(*) FROM movement WHERE entry_id = %s", undone[0]) == [(2,)]
    world.on = date(2026, 1, 16)
    world.close(date(2026, 1, 20))


def test_a_note_that_met_several_invoices_leaves_them_all_and_what_waits(world: World) -> None:
    before = state(world)
    credit(world, "AV-1", 350_000)
    for number, cents in (("C-1/FA-1", 300_000), ("C-1/FA-2", 20_000)):
        credits.apply_credit_note(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], amount_cents=cents,
            credit_note_id=item(world, "AV-1"), invoice_id=item(world, number),
        )  # fmt: skip
    assert [row[1] for row in state(world)["items"]] == [0, 480_000]
    withdraw(world, "AV-1")
    assert state(world) == before
    world.close()


def test_an_approval_that_the_credit_note_took_comes_back_whatever_the_limit_is(
    world: World,
) -> None:
    credit(world, "AV-1", 100_000, "C-1/FA-1")
    world.limit(world.ids["C-1"], "BETA SA", 0)
    withdraw(world, "AV-1")
    assert [row[2] for row in state(world)["items"]] == [300_000, 500_000]


def test_an_invoice_and_its_credit_note_are_withdrawn_together(world: World) -> None:
    credit(world, "AV-1", 100_000, "C-1/FA-1")
    with refused(world.conn, "invoice_credited", number="C-1/FA-1", credit_note="AV-1",
                 open_cents=200_000):  # fmt: skip
        withdraw(world, "C-1/FA-1")
    answer = withdraw(world, "C-1/FA-1", "AV-1")
    assert (answer["withdrawn_cents"], answer["credited_again_cents"]) == (300_000, 100_000)
    assert world.balance(world.ids["C-1"], "CCA") == -500_000
    world.close()


def test_what_a_payment_took_off_is_unallocated_first(world: World) -> None:
    credit(world, "AV-1", 100_000)
    world.bank({"cents": 200_000, "text": "??", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment")
    waits = world.one("SELECT open_cents FROM payment")
    assert waits == 200_000
    cash.allocate(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=payment,
        invoices={str(item(world, "C-1/FA-1")): 300_000, str(item(world, "AV-1")): -100_000},
    )  # fmt: skip
    with refused(world.conn, "credit_note_paid", number="AV-1", payment_id=payment):
        withdraw(world, "AV-1")
    with refused(world.conn, "invoice_paid", number="C-1/FA-1", payment_id=payment):
        withdraw(world, "C-1/FA-1")
    # What the sentence says to type works.
    reallocation.reallocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                            payment_id=payment, invoice_ids=[], to={})  # fmt: skip
    withdraw(world, "AV-1")
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                  payment_id=payment, invoices={str(item(world, "C-1/FA-1")): 200_000})  # fmt: skip
    assert [row[1] for row in state(world)["items"]] == [100_000, 500_000]
    world.close()


@pytest.mark.parametrize(("billing", "base", "billed"), [
    ("AT_ASSIGNMENT", "NET_OF_CREDIT_NOTES", -720),
    ("AT_ASSIGNMENT", "GROSS_INVOICES_PLUS_CREDIT_NOTES", 720),
    ("MONTHLY", "NET_OF_CREDIT_NOTES", 0),
    ("MONTHLY", "GROSS_INVOICES_PLUS_CREDIT_NOTES", 0),
])  # fmt: skip
def test_the_fee_of_a_credit_note_is_taken_back_with_it(
    world: World, billing: str, base: str, billed: int
) -> None:
    contract = opened(world, "C-2", fee_ppm=6_000, fee_billing=billing, fee_base=base)
    before = world.balance(contract, "CCA")
    credit(world, "AV-1", 100_000)
    assert world.balance(contract, "CCA") - before - 100_000 == billed
    answer = withdraw(world, "AV-1")
    assert answer["fee_back_cents"] == billed
    assert world.balance(contract, "CCA") == before
    world.close(date(2026, 1, 31))  # and the bill of the month has nothing of it
    fees = world.one("SELECT sum(amount_cents)::bigint FROM charge WHERE contract_id = %s"
                     " AND code IN ('FEE-AFF', 'VAT')", contract)  # fmt: skip
    assert fees == 5_760  # 0.60 % of 8 000.00, and VAT


def test_an_invoice_withdrawn_before_the_bill_of_its_month_has_no_fee(world: World) -> None:
    contract = opened(world, "C-2", fee_ppm=6_000, fee_billing="MONTHLY")
    withdraw(world, "C-2/FA-1")
    world.close(date(2026, 1, 31))
    fees = world.one("SELECT sum(amount_cents)::bigint FROM charge WHERE contract_id = %s"
                     " AND code IN ('FEE-AFF', 'VAT')", contract)  # fmt: skip
    assert fees == 3_600  # 0.60 % of 5 000.00, and VAT


def test_what_the_credit_note_had_answered_is_disputed_again(world: World) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], code="LIT-PRX",
        invoice_id=item(world, "C-1/FA-1"), amount_cents=150_000, is_rest_confirmed=True,
        source="BUYER", evidence="letter",
    )  # fmt: skip
    before = state(world)
    credit(world, "AV-1", 100_000, "C-1/FA-1")
    left = "SELECT sum(amount_cents)::bigint FROM dispute_step"
    assert world.one(left) == 50_000
    withdraw(world, "AV-1")
    assert world.one(left) == 150_000
    assert state(world) == before
    world.close()


def test_a_withdrawal_says_why_and_its_entry_points_to_where_it_is_undone(world: World) -> None:
    credit(world, "AV-1", 100_000)
    with refused(world.conn, "reason_missing"):
        withdraw(world, "AV-1", reason=" ")
    entry = world.one("SELECT id FROM entry WHERE event = 'credit_note'")
    with refused(world.conn, "entry_of_items", entry_id=entry):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.ids["C-1"],
                                entry_id=entry, reason="by mistake")  # fmt: skip
    withdraw(world, "AV-1")


@pytest.mark.parametrize(("days", "recourse"), [(31, True), (1, False)])
def test_what_has_counted_for_long_or_is_at_our_risk_is_withdrawn_by_two(
    world: World, connect_to: Callable[[str], psycopg.Connection], days: int, recourse: bool
) -> None:
    opened(world, "C-2", fee_ppm=0, has_recourse=recourse)
    before = state(world)
    credit(world, "AV-1", 100_000, "C-2/FA-1")
    applied = state(world)
    world.on = date(2026, 1, 16) + timedelta(days)
    asked = withdraw(world, "AV-1", "C-2/FA-2")
    assert asked["amount_cents"] == 600_000
    assert state(world)["items"] == applied["items"]  # nothing yet
    told = "SELECT count(*) FROM event WHERE kind = 'invoices.withdrawn'"
    assert world.one(told) == 0
    answer = takes_its_turn(
        connect_to, world.asked("aron"), lambda: world.approve(asked, "aron"))  # fmt: skip
    assert (answer["withdrawn_cents"], answer["credited_again_cents"]) == (500_000, 100_000)
    assert state(world)["items"][0][:3] == before["items"][0][:3]
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", item(world, "C-2/FA-2")) == 0
    with refused(world.conn, "credit_note_touched", number="AV-1"):
        withdraw(world, "AV-1")


def test_the_thirtieth_day_is_still_one_persons(world: World) -> None:
    credit(world, "AV-1", 100_000, "C-1/FA-1")
    world.on = date(2026, 2, 15)
    assert withdraw(world, "AV-1")["credited_again_cents"] == 100_000
    assert world.one("SELECT count(*) FROM event WHERE kind = 'invoices.withdrawn'") == 1


def test_what_two_people_would_be_refused_is_refused_to_the_first(world: World) -> None:
    credit(world, "AV-1", 100_000, "C-1/FA-1")
    world.bank({"cents": 50_000, "text": "??", "payer_name": "BETA SA"})
    payment = int(world.one("SELECT id FROM payment"))
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                  payment_id=payment, invoices={str(item(world, "C-1/FA-2")): 50_000})  # fmt: skip
    world.on = date(2026, 3, 2)
    with refused(world.conn, "invoice_paid", number="C-1/FA-2", payment_id=payment):
        withdraw(world, "AV-1", "C-1/FA-2")
