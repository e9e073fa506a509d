"""Disputes through the operations: what they take out of the base, and what brings it back."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.drawing.availability import look
from comptant.operations.risk import disputes
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FIRST = 1_000_000


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 10 000.00 on BETA SA, 90 % advanced, approved in full."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 3, 1)})
    return opened


def available(world: World) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], world.ids["C"], world.on, at).available_cents


def ask(world: World, operation: Any, **said: Any) -> Answer:
    answer: Answer = operation(
        world.conn, world.asked("anna"), contract_id=world.ids["C"],
        **{"evidence": "mail of 3 March", **said},
    )  # fmt: skip
    return answer


def open_one(world: World, code: str = "LIT-QTE", **said: Any) -> int:
    invoice_id = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    asked = {"amount_cents": 300_000, "is_rest_confirmed": False, "source": "BUYER", **said}
    answer = ask(world, disputes.open_dispute, invoice_id=invoice_id, code=code, **asked)
    return int(answer["dispute_id"])


def state(world: World) -> tuple[Any, ...]:
    (row,) = world.rows(
        "SELECT open_cents, approved_cents, ineligible_cents, hold FROM invoice"
        " WHERE amount_cents > 0"
    )
    return tuple(row)


def test_a_dispute_takes_the_whole_invoice_out_until_the_rest_is_confirmed(world: World) -> None:
    assert available(world) == 900_000
    dispute = open_one(world)
    assert state(world) == (FIRST, 0, FIRST, "disputed")
    assert available(world) == 0
    ask(world, disputes.confirm_rest, dispute_id=dispute, amount_cents=200_000)
    assert state(world) == (FIRST, 800_000, 200_000, "dispute_partial")
    assert available(world) == 720_000
    ask(world, disputes.settle_dispute, dispute_id=dispute, credit_cents=0)
    assert state(world) == (FIRST, FIRST, 0, None)
    assert available(world) == 900_000


def test_a_credit_note_agreed_stays_out_until_it_comes(world: World) -> None:
    dispute = open_one(world)
    ask(world, disputes.settle_dispute, dispute_id=dispute, credit_cents=120_000)
    assert state(world) == (FIRST, 880_000, 120_000, "dispute_partial")
    world.remit(world.ids["C"], {"number": "AV-1", "cents": 120_000, "type_code": "381",
                                 "credited_number": "FA-1"})  # fmt: skip
    assert state(world) == (880_000, 880_000, 0, None)
    steps = world.rows("SELECT kind, amount_cents FROM dispute_step ORDER BY id")
    assert steps == [("OPENED", 300_000), ("CREDIT_AGREED", -180_000), ("CREDITED", -120_000)]


def test_two_disputes_of_an_invoice_add_up_and_end_one_by_one(world: World) -> None:
    first = open_one(world, "LIT-AVO", amount_cents=100_000)
    second = open_one(world, "LIT-PRX", amount_cents=50_000, is_rest_confirmed=True)
    assert state(world) == (FIRST, 850_000, 150_000, "dispute_partial")
    ask(world, disputes.settle_dispute, dispute_id=first, credit_cents=0)
    assert state(world) == (FIRST, 950_000, 50_000, "dispute_partial")
    ask(world, disputes.settle_dispute, dispute_id=second, credit_cents=0)
    assert state(world) == (FIRST, FIRST, 0, None)


def test_a_rebate_claimed_is_reserved_and_not_taken_out(world: World) -> None:
    dispute = open_one(world, "LIT-RFA", amount_cents=50_000)
    assert state(world) == (FIRST, FIRST, 0, None)
    assert available(world) == 850_000
    ask(world, disputes.settle_dispute, dispute_id=dispute, credit_cents=20_000)
    assert available(world) == 880_000
    ask(world, disputes.settle_dispute, dispute_id=dispute, credit_cents=0)
    assert available(world) == 900_000


def test_an_answer_moves_the_turn_and_no_amount(world: World) -> None:
    dispute = open_one(world)
    assert ask(world, disputes.answer_dispute, dispute_id=dispute)["left_cents"] == 300_000
    assert state(world) == (FIRST, 0, FIRST, "disputed")


def test_a_short_payment_is_narrowed_like_any_dispute(world: World) -> None:
    world.bank({"cents": 700_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert state(world) == (300_000, 0, 300_000, "dispute_partial")
    dispute = world.one("SELECT id FROM dispute")
    ask(world, disputes.settle_dispute, dispute_id=dispute, credit_cents=0)
    assert state(world) == (300_000, 300_000, 0, None)


def test_a_payment_in_full_ends_the_dispute(world: World) -> None:
    dispute = open_one(world)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    with refused(world.conn, "dispute_over", dispute_id=dispute):
        ask(world, disputes.answer_dispute, dispute_id=dispute)


@pytest.mark.parametrize(("operation", "said", "code"), [
    ("confirm_rest", {"amount_cents": 300_001}, "amount_too_large"),
    ("confirm_rest", {"amount_cents": 0}, "amount_too_large"),
    ("confirm_rest", {"amount_cents": 1, "evidence": "  "}, "evidence_missing"),
    ("settle_dispute", {"credit_cents": -1}, "amount_too_large"),
    ("settle_dispute", {"credit_cents": 300_001}, "amount_too_large"),
    ("settle_dispute", {"credit_cents": 0, "dispute_id": 1}, "dispute_unknown"),
    ("answer_dispute", {"evidence": ""}, "evidence_missing"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(
    world: World, operation: str, said: dict[str, Any], code: str
) -> None:
    dispute = open_one(world)
    with refused(world.conn, code):
        ask(world, getattr(disputes, operation), **{"dispute_id": dispute, **said})


@pytest.mark.parametrize(("said", "code"), [
    ({"code": "LIT-XYZ"}, "dispute_code_unknown"),
    ({"source": "PAYMENT"}, "dispute_source_unknown"),
    ({"source": "me"}, "dispute_source_unknown"),
    ({"amount_cents": FIRST + 1}, "amount_too_large"),
    ({"amount_cents": 0}, "amount_too_large"),
    ({"is_rest_confirmed": True, "evidence": ""}, "evidence_missing"),
])  # fmt: skip
def test_a_dispute_that_cannot_be_is_not_opened(
    world: World, said: dict[str, Any], code: str
) -> None:
    with refused(world.conn, code):
        open_one(world, **said)
