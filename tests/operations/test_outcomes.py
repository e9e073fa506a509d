"""What people say of an order and what the bank does with it: two people credit back, and a debit
of the bank after that is the client's again, once."""

from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing import control
from comptant.operations.collection import unknown_money
from comptant.operations.paying import outcomes
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, refused

NOTHING = {"CCA": -4_000_000, "TRAN": 0, "BNK": 0}


@house
def world(writer: psycopg.Connection) -> World:
    """90 % of 40 000,00 on BETA."""
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract()
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 4_000_000, "due_on": date(2026, 3, 1)})
    return world


def says(world: World, order: Answer, outcome: str = "REJECTED", login: str = "tania") -> Answer:
    return outcomes.settle_order(
        world.conn, world.asked(login), contract_id=order["contract_id"],
        order_id=order["order_id"], outcome=outcome, value_on=None, reason="AC04",
    )  # fmt: skip


def failed(world: World, outcome: str = "REJECTED") -> Answer:
    """A draw of 100,00 sent to the bank and said, by two, to have failed."""
    order = world.draw(world.ids["C-1"], 10_000)
    world.payout()
    world.approve(says(world, order, outcome), "aron")
    return order


def debited(world: World, order: Answer, on: date | None = None) -> Answer:
    return world.bank({"cents": -order["amount_cents"], "value_on": on or world.on,
                       "end_to_end_reference": order["reference"]})  # fmt: skip


def back(world: World, order: Answer, on: date | None = None) -> Answer:
    return world.bank({"cents": order["amount_cents"], "return_reason": "AC04",
                       "value_on": on or world.on,
                       "end_to_end_reference": order["reference"]})  # fmt: skip


def balances(world: World) -> dict[str, int]:
    return {name: world.balance(world.ids["C-1"], name) for name in NOTHING}


def steps(world: World, order: Answer) -> list[str]:
    return [step for (step,) in world.rows(
        "SELECT step FROM payment_order_step WHERE order_id = %s ORDER BY at",
        order["order_id"])]  # fmt: skip


def astray(world: World) -> list[tuple[str, int, int]]:
    """What the auditor's sheet of today says of orders."""
    world.conn.autocommit = True
    told = control.sheet(world.conn, world.conn, world.asked("aron"), world.on)["orders_astray"]
    return [(row["astray"], row["order_id"], row["transit_cents"]) for row in told]


def test_one_person_alone_frees_nothing_that_the_bank_may_still_pay(world: World) -> None:
    order = world.draw(world.ids["C-1"])
    world.payout()
    before = world.available(world.ids["C-1"])
    asked = says(world, order)
    assert (asked["approval_id"] > 0, before) == (True, 0)
    assert world.available(world.ids["C-1"]) == 0
    assert steps(world, order) == ["RELEASED", "SENT"]
    with refused(world.conn, "same_person"):
        world.approve(asked, "tania")
    with refused(world.conn, "outcome_waits", approval_id=asked["approval_id"]):
        says(world, order, login="aron")
    with refused(world.conn, "not_your_right", operation="settle_order"):
        says(world, order, login="anna")
    world.approve(asked, "aron")
    assert world.available(world.ids["C-1"]) == 3_600_000
    assert balances(world) == NOTHING


def test_a_refused_outcome_changes_nothing_and_may_be_said_again(world: World) -> None:
    from comptant.operations.closing import decide

    order = world.draw(world.ids["C-1"], 10_000)
    world.payout()
    asked = says(world, order)
    decide.decide(world.conn, world.asked("aron"), approval_id=asked["approval_id"],
                  approve=False, reason="the bank says it is on its way")  # fmt: skip
    assert steps(world, order) == ["RELEASED", "SENT"]
    assert says(world, order)["approval_id"] > asked["approval_id"]


def test_the_bank_s_word_comes_before_what_waits(world: World) -> None:
    order = world.draw(world.ids["C-1"], 10_000)
    world.payout()
    asked = says(world, order)
    debited(world, order)
    with refused(world.conn, "order_settled", order_id=order["order_id"]):
        world.approve(asked, "aron")


def test_what_has_not_left_is_stopped_by_one_person_and_never_sent(world: World) -> None:
    order = world.draw(world.ids["C-1"], 10_000)
    answer = says(world, order)
    assert (answer["approval_id"], answer["outcome"]) == (None, "REJECTED")
    assert world.payout()["orders"] == []
    assert balances(world) == NOTHING


@pytest.mark.parametrize("outcome", ["REJECTED", "RETURNED"])
def test_an_order_executed_after_it_failed_is_debited_again_once(
    world: World, outcome: str
) -> None:
    order = failed(world, outcome)
    world.on = date(2026, 1, 20)
    answer = debited(world, order, date(2026, 1, 19))
    assert (answer["executed"], answer["debited_again"]) == (1, 1)
    assert balances(world) == {"CCA": -3_990_000, "TRAN": 0, "BNK": -10_000}
    assert world.rows("SELECT value_on, entry_on FROM entry WHERE key LIKE '%%/debited_again'") \
        == [(date(2026, 1, 19), date(2026, 1, 20))]  # fmt: skip
    assert steps(world, order)[2:] == [outcome, "EXECUTED", "REDEBITED"]
    again = debited(world, order)  # a second debit of one reference is not ours to explain
    assert (again["executed"], again["debited_again"], again["debits_to_explain"]) == (0, 0, 1)
    assert balances(world)["CCA"] == -3_990_000


def test_the_client_owes_both_payments_when_two_have_left(world: World) -> None:
    """The same money drawn again meanwhile: in use twice, and seen as an over-advance."""
    first = world.draw(world.ids["C-1"])
    world.payout()
    world.approve(says(world, first), "aron")
    second = world.draw(world.ids["C-1"])
    world.payout()
    world.bank(*({"cents": -order["amount_cents"], "end_to_end_reference": order["reference"]}
                 for order in (first, second)))  # fmt: skip
    assert balances(world) == {"CCA": 3_200_000, "TRAN": 0, "BNK": -7_200_000}
    assert world.available(world.ids["C-1"]) == -3_600_000
    world.close()
    (report,) = world.rows("SELECT report -> 'to_look_at' FROM day_close")[0]
    assert report["over_advances"]["count"] == 1
    listed = report["orders_astray"]["rows"]
    assert [(row["order_id"], row["astray"]) for row in listed] == [
        (first["order_id"], "DEBITED_AGAIN")]  # fmt: skip


@pytest.mark.parametrize("told", [date(2026, 1, 21), date(2026, 1, 19)])
def test_money_that_returns_after_all_is_credited_with_the_value_that_the_bank_gives(
    world: World, told: date
) -> None:
    order = failed(world)
    world.on = date(2026, 1, 19)
    debited(world, order)
    assert astray(world) == [("DEBITED_AGAIN", order["order_id"], 0)]
    world.on = date(2026, 1, 21)
    assert back(world, order, told)["came_back"] == 1
    assert balances(world) == NOTHING
    assert world.rows("SELECT value_on FROM entry WHERE key LIKE '%%/credited_again'") == [(told,)]
    assert steps(world, order)[-2:] == ["REDEBITED", "RECREDITED"]
    assert astray(world) == []
    world.close()  # the books agree


def test_the_same_statement_may_tell_the_debit_and_its_return(world: World) -> None:
    order = failed(world)
    named = {"end_to_end_reference": order["reference"]}
    answer = world.bank({"cents": -10_000, **named}, {"cents": 10_000, **named})
    assert (answer["executed"], answer["debited_again"], answer["came_back"]) == (1, 1, 1)
    assert balances(world) == NOTHING
    world.close()


@pytest.mark.parametrize(("cents", "executed", "again", "left"), [
    (-30_000, 2, 1, -3_970_000), (-20_000, 1, 0, -3_980_000)])  # fmt: skip
def test_one_debit_for_a_file_tells_by_its_sum_whether_the_failed_order_is_in_it(
    world: World, cents: int, executed: int, again: int, left: int
) -> None:
    orders = [world.draw(world.ids["C-1"], each) for each in (10_000, 20_000)]
    world.payout()
    world.approve(says(world, orders[0]), "aron")
    answer = world.bank({"cents": cents, "text": "REMISE"})
    assert (answer["executed"], answer["debited_again"], answer["debits_to_explain"]) == (
        executed, again, 0)  # fmt: skip
    assert balances(world) == {"CCA": left, "TRAN": 0, "BNK": cents}
    world.close()


def test_one_debit_for_a_file_and_the_return_of_its_failed_order_in_one_statement(
    world: World,
) -> None:
    orders = [world.draw(world.ids["C-1"], each) for each in (10_000, 20_000)]
    world.payout()
    world.approve(says(world, orders[0]), "aron")
    back_too = {"cents": 10_000, "end_to_end_reference": orders[0]["reference"]}
    answer = world.bank({"cents": -30_000, "text": "REMISE"}, back_too)
    assert (answer["executed"], answer["debited_again"], answer["came_back"]) == (2, 1, 1)
    assert balances(world) == {"CCA": -3_980_000, "TRAN": 0, "BNK": -20_000}
    assert steps(world, orders[0])[-2:] == ["REDEBITED", "RECREDITED"]
    world.close()


def test_money_sent_back_leaves_its_payment_again_or_is_told_astray(world: World) -> None:
    world.bank({"cents": 30_000, "text": "unknown"}, {"cents": 20_000, "text": "unknown too"})
    orders = []
    for payment_id, cents in world.rows("SELECT id, amount_cents FROM payment ORDER BY id"):
        order = unknown_money.return_unknown(
            world.conn, world.asked("tania"), payment_id=payment_id,
            payee_account_id=world.one("SELECT id FROM payee_account"),
        )  # fmt: skip
        world.approve(order, "ada")
        world.payout()
        world.approve(says(world, {**order, "contract_id": world.house}), "aron")
        orders.append((order, payment_id, cents))
    (kept, kept_id, _), (used, used_id, _) = orders
    unknown_money.identify(
        world.conn, world.asked("aron"), payment_id=used_id, contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"],
    )  # fmt: skip
    answer = world.bank(*({"cents": -cents, "end_to_end_reference": order["reference"]}
                          for order, _, cents in orders))  # fmt: skip
    assert (answer["executed"], answer["debited_again"]) == (2, 1)
    assert world.rows("SELECT open_cents FROM payment WHERE id = %s", kept_id) == [(0,)]
    assert world.balance(world.house, "TRAN") == 20_000
    assert sorted(astray(world)) == [
        ("DEBITED_AGAIN", kept["order_id"], 0), ("FAILED", used["order_id"], 20_000)]  # fmt: skip
    world.close()


def test_the_sheet_tells_money_in_transit_for_long_and_returns_that_do_not_come(
    world: World,
) -> None:
    sent = world.draw(world.ids["C-1"], 10_000)
    world.payout()
    kept = world.draw(world.ids["C-1"], 20_000)
    assert astray(world) == []
    world.on += timedelta(days=6)
    assert astray(world) == [("AT_THE_BANK", sent["order_id"], -10_000),
                             ("NOT_SENT", kept["order_id"], -20_000)]  # fmt: skip
    debited(world, sent)
    world.approve(says(world, sent, "RETURNED"), "aron")
    assert astray(world) == [("NOT_SENT", kept["order_id"], -20_000),
                             ("FAILED", sent["order_id"], 10_000)]  # fmt: skip
    back(world, sent)
    assert astray(world) == [("NOT_SENT", kept["order_id"], -20_000)]


def test_a_step_of_an_order_is_one_of_those_known(world: World) -> None:
    order = world.draw(world.ids["C-1"], 10_000)
    before = contents(world.conn)
    with pytest.raises(psycopg.errors.CheckViolation, match="step_check"):
        world.conn.execute(
            "INSERT INTO payment_order_step (contract_id, order_id, step, on_date, act_id)"
            " VALUES (%s, %s, 'LOST', %s, 1)", (world.ids["C-1"], order["order_id"], world.on)
        )  # fmt: skip
    assert contents(world.conn) == before
