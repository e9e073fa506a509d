"""What stops money stops it at the preparing, at the release and at the payment file, whatever the
purpose: a garnishment, a freeze for fraud, a suspension, an account that its holder denies."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.drawing import client_money
from comptant.operations.drawing.garnishment_steps import pay_garnishment, record_garnishment_step
from comptant.operations.drawing.garnishments import register_garnishment
from comptant.operations.registry import leaving, parties
from comptant.operations.registry.payee_calls import record_payee_callback
from comptant.operations.risk.doubles import record_double
from comptant.operations.risk.facts import record_fact
from comptant.operations.risk.fraud_decisions import decide_alarm
from tests.cast import OTHER_IBAN
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

BAILIFFS = "FR7630004000031234567890143"


@house
def world(writer: psycopg.Connection) -> World:
    """F-1 of 10 000.00 on BETA SA; 5 000.00 drawn and gone; a bailiff with an account."""
    made = open_world(writer)
    made.ids["C-1"] = contract = made.contract(fund_ppm=100_000, notice_client_months=1)
    made.limit(contract, "BETA SA", 5_000_000)
    made.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 10)})
    left(made, made.draw(contract, 500_000))
    made.ids["MAITRE K"] = parties.add_party(
        made.conn, made.asked("anna"), kind="COMPANY", name="MAITRE K", country="FR", numbers={}
    )["party_id"]  # fmt: skip
    made.approve(parties.propose_payee_account(
        made.conn, made.asked("anna"), party_id=made.ids["MAITRE K"], iban=BAILIFFS, bic=None,
        holder="MAITRE K"))  # fmt: skip
    return made


def left(world: World, order: Answer) -> None:
    """What was released has left our account."""
    world.payout()
    world.bank({"cents": -order["amount_cents"], "text": order["reference"],
                "end_to_end_reference": order["reference"]})  # fmt: skip


def in_run_off(world: World) -> None:
    """The client has given notice, BETA SA has paid all: 4 915.45 are left."""
    leaving.give_notice(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                        given_by="CLIENT", received_on=world.on, source="letter")  # fmt: skip
    world.close(date(2026, 2, 9))
    world.on = date(2026, 2, 10)
    world.bank({"cents": 1_000_000, "text": "F-1", "payer_name": "BETA SA"})
    world.close(date(2026, 2, 15))
    world.on = date(2026, 2, 16)


def balance(world: World) -> Answer:
    return leaving.pay_balance(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payee_account_id=None
    )


def served(world: World, cents: int, **told: Any) -> Answer:
    given = {"kind": "SATD", "reference": "SATD-1",
             "served_at": datetime.combine(world.on, datetime.min.time(), UTC).replace(hour=9),
             **told}  # fmt: skip
    answer = register_garnishment(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], buyer_id=0,
        creditor_id=world.ids["MAITRE K"], amount_cents=cents, **given,
    )  # fmt: skip
    world.ids["G"] = answer["garnishment_id"]
    return answer


def paid_to_bailiff(world: World) -> Answer:
    return pay_garnishment(world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
                           garnishment_id=world.ids["G"], amount_cents=None,
                           payee_account_id=None)  # fmt: skip


def fraud(world: World) -> None:
    """A double of an invoice is confirmed: the contract pays nothing out."""
    invoice = world.one("SELECT min(id) FROM invoice WHERE contract_id = %s", world.ids["C-1"])
    alarm = record_double(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                          invoice_id=invoice, peer="P", kind="EXACT")  # fmt: skip
    decide_alarm(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                 alarm_id=alarm["alarm_id"], outcome="CONFIRMED", reason="shown")  # fmt: skip


def suspended(world: World) -> None:
    world.amend(world.ids["C-1"], {"status": "SUSPENDED"})


def garnished(world: World) -> None:
    served(world, 6_000_000)


def forwarded(world: World) -> Answer:
    """800.00 of BETA SA that were never ours: an order to the client waits."""
    world.bank({"cents": 80_000, "text": "divers", "payer_name": "BETA SA"})
    payment, contract = world.rows("SELECT id, contract_id FROM payment ORDER BY id DESC")[0]
    assert contract == world.ids["C-1"]
    world.on += timedelta(days=5)
    answer = client_money.forward(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
        amount_cents=None, payee_account_id=None, reason="of before",
    )  # fmt: skip
    if "order_id" not in answer:
        world.approve(answer, "aron")
    order_id, cents = world.rows(
        "SELECT id, amount_cents FROM payment_order WHERE purpose = 'FORWARD'"
    )[0]
    return {
        "order_id": order_id,
        "amount_cents": cents,
        "approval_id": world.one(
            "SELECT id FROM approval WHERE kind = 'payment_order' AND subject_id = %s", order_id
        ),
    }


def test_the_balance_of_a_run_off_leaves_what_a_garnishment_holds(world: World) -> None:
    in_run_off(world)
    assert served(world, 300_000)["held_cents"] == 300_000
    order = balance(world)
    assert (order["amount_cents"], order["garnished_cents"]) == (191_545, 300_000)
    world.approve(order)
    left(world, order)
    with refused(world.conn, "contract_still_open"):
        close(world)
    taken = paid_to_bailiff(world)
    assert taken["amount_cents"] == 300_000
    world.approve(taken, "aron")
    left(world, taken)
    close(world)
    assert world.balance(world.ids["C-1"], "CCA") == 0


def close(world: World) -> None:
    leaving.close_contract(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                           source="last statement")  # fmt: skip


def test_a_balance_that_waits_is_not_released_once_it_is_garnished(world: World) -> None:
    in_run_off(world)
    order = balance(world)
    assert served(world, 300_000)["orders_to_cancel"] == [order["order_id"]]
    with refused(world.conn, "availability_fell", missing_cents=300_000):
        world.approve(order)


def test_a_contract_frozen_for_fraud_pays_no_balance(world: World) -> None:
    in_run_off(world)
    order = balance(world)
    fraud(world)
    with refused(world.conn, "contract_stopped", contract_status="FROZEN"):
        world.approve(order)
    world.approve(order, is_yes=False)
    with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
        balance(world)


@pytest.mark.parametrize(("stop", "code"), [
    (garnished, "availability_fell"), (fraud, "contract_stopped"),
    (suspended, "contract_stopped"),
])  # fmt: skip
def test_money_of_the_clients_own_does_not_leave_either(world: World, stop: Any, code: str) -> None:
    order = forwarded(world)
    stop(world)
    with refused(world.conn, code):
        world.approve(order)


@pytest.mark.parametrize(("stop", "why"), [
    (garnished, "garnished"), (fraud, "contract_stopped"), (suspended, "contract_stopped"),
])  # fmt: skip
def test_what_was_released_stays_out_of_the_file(world: World, stop: Any, why: str) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    stop(world)
    told = world.payout()
    assert (told["count"], told["left_out"]) == (
        0, [{"order_id": order["order_id"], "reason": why}])  # fmt: skip


def test_a_garnishment_that_is_kept_back_lets_the_rest_leave(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    served(world, 50_000)
    told = world.payout()
    assert (told["orders"], told["left_out"]) == ([order["order_id"]], [])


def test_a_garnishment_is_paid_out_of_what_is_kept_and_of_nothing_else(world: World) -> None:
    served(world, 200_000)
    order = paid_to_bailiff(world)
    returns.reassign(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason="BREACH",
        invoice_ids=[world.one("SELECT id FROM invoice WHERE contract_id = %s", world.ids["C-1"])],
    )  # fmt: skip
    with refused(world.conn, "availability_fell", missing_cents=200_000):
        world.approve(order, "aron")


def test_a_garnishment_contested_since_waits_for_the_judge(world: World) -> None:
    served(world, 200_000)
    order = paid_to_bailiff(world)
    given = {"contract_id": world.ids["C-1"], "garnishment_id": world.ids["G"],
             "amount_cents": None, "step_on": world.on, "reference": "letter"}  # fmt: skip
    record_garnishment_step(world.conn, world.asked("anna"), step="CONTESTED", **given)
    with refused(world.conn, "garnishment_not_confirmed"):
        world.approve(order, "aron")
    record_garnishment_step(world.conn, world.asked("anna"), step="CONFIRMED", **given)
    world.approve(order, "aron")
    assert world.payout()["count"] == 1


def denied(world: World, outcome: str = "DENIED") -> None:
    record_payee_callback(
        world.conn, world.asked("anna"), payee_account_id=world.ids["new"], outcome=outcome,
        called_number="0144556677", spoke_to="Mme Martin", source="call",
    )  # fmt: skip


@pytest.mark.parametrize("is_released", [False, True])
def test_an_account_denied_since_is_not_paid(world: World, is_released: bool) -> None:
    from comptant.operations.drawing import payments

    record_fact(world.conn, world.asked("anna"), contract_id=0, subject="PARTY", name="phone",
                subject_id=world.ids["ALPHA SAS"], value="0144556677", from_on=world.on,
                source="Kbis")  # fmt: skip
    world.ids["new"] = world.approve(parties.propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS"))["payee_account_id"]  # fmt: skip
    denied(world, "CONFIRMED")
    world.on += timedelta(days=1)
    order = payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
                          amount_cents=100, payee_account_id=world.ids["new"])  # fmt: skip
    if is_released:
        world.approve(order)
    denied(world)
    if is_released:
        assert world.payout()["left_out"] == [
            {"order_id": order["order_id"], "reason": "payee_not_called_back"}]  # fmt: skip
    else:
        with refused(world.conn, "payee_not_called_back", iban=OTHER_IBAN):
            world.approve(order)


def test_a_file_of_many_contracts_is_judged_in_slices_as_at_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comptant.operations.paying.payout.SLICE", 1)
    orders = [world.draw(world.ids["C-1"], 100)["order_id"]]
    for number in ("C-2", "C-3"):
        contract = world.contract(number)
        world.limit(contract, "BETA SA", 5_000_000)
        world.remit(contract, {"number": f"{number}-1", "cents": 100_000,
                               "due_on": date(2026, 2, 10)})  # fmt: skip
        orders.append(world.draw(contract, 100)["order_id"])
        world.ids[number] = contract
    world.amend(world.ids["C-2"], {"status": "SUSPENDED"})
    told = world.payout()
    assert told["orders"] == [orders[0], orders[2]]
    assert told["left_out"] == [{"order_id": orders[1], "reason": "contract_stopped"}]
