"""A draw taken back by whoever may draw, while nobody has released it: the money is available
again, nothing of it leaves any more."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.drawing import client_money, payments, releases
from comptant.store import bulk
from tests import facts
from tests.facts import World
from tests.houses import house
from tests.traces import contents

ALL = 1_800_000
DUE_ON = date(2026, 3, 17)


@house
def world(writer: psycopg.Connection) -> World:
    """18 000.00 available under C-1, all of it asked for by its owner."""
    world = facts.three_of_two_clients(writer)
    contract = world.ids["C-1"]
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": DUE_ON})
    asked = payments.draw(writer, world.asked("alice"), contract_id=contract, amount_cents=None,
                          payee_account_id=None)  # fmt: skip
    world.ids["order"], world.ids["approval"] = asked["order_id"], asked["approval_id"]
    assert (asked["amount_cents"], world.available(contract)) == (ALL, 0)
    return world


def cancel(world: World, login: str, **other: int) -> Answer:
    return payments.cancel_draw(
        world.conn, world.asked(login),
        **{"contract_id": world.ids["C-1"], "order_id": world.ids["order"], **other},
    )  # fmt: skip


def release(world: World) -> Any:
    return releases.release_many(world.conn, world.asked("tania"), order_ids=[world.ids["order"]])


@pytest.mark.parametrize("login", ["alice", "anna"])
def test_a_draw_that_waits_is_cancelled_and_its_money_is_available(
    world: World, login: str
) -> None:
    assert cancel(world, login) == {
        "order_id": world.ids["order"], "amount_cents": ALL, "currency": "EUR"}  # fmt: skip
    assert world.available(world.ids["C-1"]) == ALL
    (told,) = bulk.rows(world.conn, "read_orders", contract_id=None, id=world.ids["order"])
    assert (told["step"], told["reason"]) == ("CANCELLED", None)
    assert bulk.rows(world.conn, "read_approvals", kind="payment_order", subject_id=None) == []
    with pytest.raises(Refused, match="step_taken"):
        cancel(world, login)
    assert world.draw(world.ids["C-1"])["amount_cents"] == ALL


def test_nothing_leaves_of_a_draw_that_was_cancelled(world: World) -> None:
    cancel(world, "alice")
    before = contents(world.conn)
    told = release(world)
    assert [each["refusal"] for each in told["refused"]] == ["order_cancelled"]
    for approve in (True, False):
        with pytest.raises(Refused, match="order_cancelled" if approve else "step_taken"):
            facts.decide.decide(world.conn, world.asked("tania"), reason="x", approve=approve,
                                approval_id=world.ids["approval"])  # fmt: skip
    assert world.balance(world.ids["C-1"], "TRAN") == 0
    changed = {name for name, seen in contents(world.conn).items() if seen != before[name]}
    assert changed <= {"act", "event", "act_argument"}


def test_after_its_release_a_draw_is_no_longer_cancelled(world: World) -> None:
    release(world)
    before = world.rows("SELECT step FROM payment_order_step")
    with pytest.raises(Refused, match="draw_released"):
        cancel(world, "alice")
    assert world.rows("SELECT step FROM payment_order_step") == before == [("RELEASED",)]


@pytest.mark.parametrize(
    ("login", "code"), [("cora", "contract_unknown"), ("bob", "not_your_right"),
                        ("tania", "not_your_right")]
)  # fmt: skip
def test_only_who_may_draw_on_the_contract_cancels(world: World, login: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        cancel(world, login)
    assert world.available(world.ids["C-1"]) == 0


def test_an_order_is_cancelled_under_its_own_contract(world: World) -> None:
    with pytest.raises(Refused, match="order_unknown"):
        cancel(world, "cora", contract_id=world.ids["C-2"])
    with pytest.raises(Refused, match="order_unknown"):
        cancel(world, "alice", order_id=1)


def test_money_sent_on_by_the_factor_is_not_the_clients_to_cancel(world: World) -> None:
    cancel(world, "alice")
    contract = world.ids["C-1"]
    world.bank({"cents": 70_000, "text": "?", "payer_name": "BETA SA"})
    payment = world.one("SELECT max(id) FROM payment")
    world.on = date(2026, 1, 20)
    sent_on = client_money.forward(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
        amount_cents=70_000, payee_account_id=None,
    )  # fmt: skip
    with pytest.raises(Refused, match="order_not_a_draw"):
        cancel(world, "alice", order_id=sent_on["order_id"])
