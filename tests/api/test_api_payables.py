"""A programme as programs run it: the price before it is asked for, and only by its supplier."""

import django
import psycopg
import pytest

from tests import facts
from tests.api.test_api_looks import program, told
from tests.payables import DUE_ON, FIRST_ON, approved, joined_world, supplier_orders

DAY = FIRST_ON.isoformat()


@pytest.fixture
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = joined_world(writer)
    opened.amend(opened.ids["P"], {"cutoff_hour": 24})
    return opened


def test_a_supplier_sees_its_price_then_asks_and_nothing_was_kept_before(
    world: facts.World,
) -> None:
    (payable,) = approved(world, {})
    sam = program(world, "sam", "read", "ask_early", day=DAY)
    price = told(sam.get(f"/api/v1/early_price?payable_id={payable}"), 200)
    assert price == {
        "payable_id": payable, "amount_cents": 10_000_000, "discount_cents": 44_444,
        "early_net_cents": 9_955_556, "early_days": (DUE_ON - FIRST_ON).days, "currency": "EUR",
        "rate_ppm": 32_000, "early_on": DAY,
    }  # fmt: skip
    assert supplier_orders(world) == []
    asked = sam.post("/api/v1/ask_early", {"payable_ids": [payable]},
                     content_type="application/json", headers={"idempotency-key": "e"})  # fmt: skip
    assert told(asked, 200)["discount_cents"] == 44_444
    (row,) = told(sam.get("/api/v1/offered"), 200)["rows"]
    assert row["payable_state"] == "ACCEPTED"


def test_nobody_else_is_told_a_price(world: facts.World) -> None:
    (payable,) = approved(world, {})
    address = f"/api/v1/early_price?payable_id={payable}"
    assert told(program(world, "dana", day=DAY).get(address), 404)["code"] == "payable_unknown"
    assert told(program(world, "alice", day=DAY).get(address), 403)["code"] == "not_your_right"
    assert told(program(world, "dana", day=DAY).get("/api/v1/payables"), 200)["rows"] == []


def test_a_list_sent_by_a_program_has_an_answer_for_each_line(world: facts.World) -> None:
    alice = program(world, "alice", "read", "send_payables", day=DAY)
    line = {"supplier_number": "572015246", "invoice_number": "FG-1", "issued_on": "2026-01-10",
            "due_on": "2026-03-10", "amount_cents": 100_000}  # fmt: skip
    answer = told(alice.post(
        "/api/v1/send_payables", {"contract_id": world.ids["P"], "payables": [
            line, {**line, "invoice_number": "FG-2", "due_on": "2026-12-31"}]},
        content_type="application/json", headers={"idempotency-key": "s"}), 200)  # fmt: skip
    assert (answer["count"], answer["refused_count"]) == (1, 1)
    assert answer["refused"][0]["refusal"] == "payable_term_too_long"
