"""A debit of the bank that executed orders of ours without naming them: two people say which."""

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.banking import debits
from comptant.operations.banking.bank_proof import prove
from comptant.operations.closing import control, manual
from comptant.store import bulk
from tests.cast import OTHER_IBAN
from tests.facts import World
from tests.operations.test_outgoing import balances, settle, steps, world
from tests.traces import refused

__all__ = ["world"]


def sent(world: World, *cents: int) -> list[Answer]:
    """Orders of one payment file."""
    orders = [world.draw(world.ids["C-1"], each) for each in cents]
    world.payout()
    return orders


def debit(world: World, cents: int) -> int:
    """A debit of the bank that tells nothing."""
    assert world.bank({"cents": -cents, "text": "VIREMENT"})["debits_to_explain"] == 1
    return int(world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0"))


def explain(world: World, movement: int, *orders: Answer, account: str | None = None) -> Answer:
    return debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=movement, account=account, payment_ids=[],
        order_ids=[order["order_id"] for order in orders], reason="no reference",
    )  # fmt: skip


def debits_waiting(world: World) -> list[tuple[int, int | None]]:
    return [(row["movement_id"], row["order_id"])
            for row in bulk.rows(world.conn, "read_debits", movement_id=None)]  # fmt: skip


def test_a_debit_without_a_reference_clears_the_order_that_two_people_name(world: World) -> None:
    first, second = sent(world, 30_000, 10_000)
    movement = debit(world, 30_000)
    assert debits_waiting(world) == [(movement, first["order_id"])]
    asked = explain(world, movement, first)
    assert steps(world, first) == ["RELEASED", "SENT"]
    world.approve(asked, "ada")
    assert steps(world, first) == ["RELEASED", "SENT", "EXECUTED"]
    assert steps(world, second) == ["RELEASED", "SENT"]
    assert debits_waiting(world) == []
    told = balances(world)
    assert (told["TRAN"], told["SUSP"], world.balance(world.house, "SUSP")) == (-10_000, 0, 0)
    assert world.balance(world.house, "LINK") == -world.balance(world.ids["C-1"], "LINK") != 0
    prove(world.conn)
    world.close()


def test_several_orders_of_one_debit_come_to_it_exactly(world: World) -> None:
    first, second, third = sent(world, 30_000, 10_000, 5_000)
    movement = debit(world, 40_000)
    with refused(world.conn, "orders_differ", orders_cents=45_000, debit_cents=40_000):
        explain(world, movement, first, second, third)
    world.approve(explain(world, movement, first, second), "ada")
    assert [steps(world, one)[-1] for one in (first, second, third)] == [
        "EXECUTED", "EXECUTED", "SENT"]  # fmt: skip
    assert balances(world)["TRAN"] == -5_000


def test_a_debit_of_an_order_and_a_cost_in_one_sum_is_both(world: World) -> None:
    first, second = sent(world, 30_000, 10_000)
    movement = debit(world, 30_200)
    with refused(world.conn, "orders_differ", orders_cents=30_000, debit_cents=30_200):
        explain(world, movement, first)
    told = world.approve(explain(world, movement, first, account="BFEE"), "ada")
    assert [steps(world, one)[-1] for one in (first, second)] == ["EXECUTED", "SENT"]
    assert (balances(world)["TRAN"], debits_waiting(world)) == (-10_000, [])
    house = {name: world.balance(world.house, name) for name in ("SUSP", "BFEE", "LINK")}
    assert house == {"SUSP": 0, "BFEE": 200, "LINK": 30_000}
    with refused(world.conn, "entry_of_orders", entry_id=told["entry_id"]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.house,
                                entry_id=told["entry_id"], reason="slip")  # fmt: skip
    prove(world.conn)
    world.close()


def test_an_order_said_rejected_that_the_debit_paid_is_debited_again(world: World) -> None:
    (order, _) = sent(world, 30_000, 10_000)
    movement = debit(world, 30_000)
    before = balances(world)["CCA"]
    settle(world, order, "REJECTED")
    assert balances(world)["CCA"] == before - 30_000
    world.approve(explain(world, movement, order), "ada")
    assert balances(world)["CCA"] == before
    assert balances(world)["TRAN"] == -10_000


def test_the_debit_is_dated_as_the_transfer_was(world: World) -> None:
    order, _ = sent(world, 30_000, 10_000)
    movement = debit(world, 30_000)
    world.approve(explain(world, movement, order), "ada")
    dated = world.one(
        "SELECT e.value_on FROM entry e WHERE e.key = %s", f"order/{order['order_id']}/executed"
    )
    assert dated == world.one("SELECT value_on FROM bank_movement WHERE id = %s", movement)


def test_what_cannot_have_been_executed_by_it_is_refused(world: World) -> None:
    order, other = sent(world, 30_000, 10_000)
    movement = debit(world, 30_000)
    with refused(world.conn, "order_unknown", order_id=movement):
        explain(world, movement, {"order_id": movement})
    late = world.draw(world.ids["C-1"], 30_000)
    with refused(world.conn, "order_in_no_file", order_id=late["order_id"]):
        explain(world, movement, late)
    with refused(world.conn, "orders_differ", orders_cents=30_000, debit_cents=30_000):
        explain(world, movement, order, account="BFEE")  # nothing is left for a cost
    with refused(world.conn, "account_not_by_hand", account="CCA"):
        explain(world, movement, other, account="CCA")
    with refused(world.conn, "account_or_payments"):
        debits.explain_debit(
            world.conn, world.asked("tania"), movement_id=movement, account=None,
            payment_ids=[1], order_ids=[order["order_id"]], reason="both",
        )  # fmt: skip
    twice = explain(world, movement, order)
    world.approve(explain(world, movement, order), "ada")
    world.lapses(twice, "debit_unknown", "ada")
    again = debit(world, 30_000)
    with refused(world.conn, "order_settled", order_id=order["order_id"]):
        explain(world, again, order)
    assert steps(world, other) == ["RELEASED", "SENT"]


def test_an_order_of_another_account_is_refused(world: World) -> None:
    order, _ = sent(world, 30_000, 10_000)
    world.own_account(OTHER_IBAN)
    world.bank({"cents": -30_000, "text": "VIREMENT"}, iban=OTHER_IBAN)
    movement = int(world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0"))
    with refused(world.conn, "order_elsewhere", order_id=order["order_id"]):
        explain(world, movement, order)


def test_the_entry_of_an_executed_order_is_not_reversed_by_hand(
    world: World, auditor: psycopg.Connection
) -> None:
    order, _ = sent(world, 30_000, 10_000)
    entry = world.approve(explain(world, debit(world, 30_000), order), "ada")["entry_id"]
    with refused(world.conn, "entry_of_orders", entry_id=entry, order_ids=[order["order_id"]]):
        manual.propose_reversal(
            world.conn, world.asked("aron"), contract_id=world.house, entry_id=entry, reason="slip"
        )
    told = control.sheet(auditor, world.conn, world.asked("aron"), world.on)
    assert [row["order_id"] for row in told["orders_astray"]] == []


def test_an_order_named_for_another_is_put_right_by_the_debit_that_comes_for_it(
    world: World,
) -> None:
    named, paid, _ = sent(world, 30_000, 30_000, 10_000)
    world.approve(explain(world, debit(world, 30_000), named), "ada")
    came = world.bank({"cents": -30_000, "text": "VIR", "end_to_end_reference":
                       named["reference"]})  # fmt: skip
    assert (came["executed"], came["debits_to_explain"]) == (0, 1)
    ((movement, hint),) = debits_waiting(world)
    assert hint == paid["order_id"]
    world.approve(explain(world, movement, paid), "ada")
    assert [steps(world, one)[-1] for one in (named, paid)] == ["EXECUTED", "EXECUTED"]
    told = balances(world)
    assert (told["TRAN"], told["SUSP"], world.balance(world.house, "SUSP")) == (-10_000, 0, 0)
    prove(world.conn)


@pytest.mark.parametrize("cents", [[30_000, 30_000], [30_000]])
def test_a_hint_is_given_where_one_order_alone_fits(world: World, cents: list[int]) -> None:
    orders = sent(world, 10_000, *cents)
    movement = debit(world, 30_000)
    hint = None if len(cents) > 1 else orders[1]["order_id"]
    assert debits_waiting(world) == [(movement, hint)]
