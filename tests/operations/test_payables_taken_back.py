"""Money of a programme that is taken back: in one act from several payments, after suppliers were
paid with it, of payables that are their claim again; and what keeps a programme open."""

from datetime import date, timedelta

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.banking import debits
from comptant.operations.collection import payables_back, payables_due
from comptant.operations.drawing import client_money
from comptant.operations.drawing.preview import preview
from comptant.operations.registry import leaving
from comptant.store import bulk
from tests.facts import World
from tests.houses import house
from tests.payables import (
    AMOUNT,
    DISCOUNT,
    DUE_ON,
    NET,
    approved,
    bought,
    joined_world,
    pays,
    state,
    states,
    supplier_orders,
)
from tests.traces import refused

FIRST, REST, PART = 6_000_000, 4_000_000, 2_500_000
BEFORE = {"PAY": AMOUNT, "INT": -DISCOUNT, "TRAN": -NET}  # bought, all earned, nothing paid


@house
def world(writer: psycopg.Connection) -> World:
    return joined_world(writer)


def last_payment(world: World) -> int:
    return int(world.one("SELECT max(id) FROM payment"))


def settle(world: World) -> Answer:
    return payables_due.settle_payables(world.conn, world.asked("aron"),
                                        contract_id=world.ids["P"])  # fmt: skip


def paid_in_two(world: World) -> list[int]:
    """ALPHA pays what is due on the day and on the next: by two entries."""
    world.on, payments = DUE_ON, []
    for cents in (FIRST, REST):
        pays(world, cents)
        payments.append(last_payment(world))
        settle(world)
        world.on += timedelta(days=1)
    return payments


def recalled(world: World, cents: int, *payments: int) -> None:
    """The bank takes money back by a debit that two people explain."""
    assert world.bank({"cents": -cents, "text": "PRLV"})["debits_to_explain"] == 1
    world.approve(debits.explain_debit(
        world.conn, world.asked("tania"), account=None, payment_ids=list(payments),
        order_ids=[], reason="recall",
        movement_id=world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0"),
    ), "ada")  # fmt: skip


def taken_back(world: World, payment: int) -> Answer:
    """By one person, or by two where suppliers were paid with it."""
    answer = payables_back.take_back_payables(
        world.conn, world.asked("anna"), contract_id=world.ids["P"], payment_id=payment,
        reason="of another company",
    )  # fmt: skip
    return world.approve(answer, "aron") if answer.get("approval_id") else answer


def left(world: World) -> dict[str, tuple[int, int | None]]:
    found = bulk.rows(world.conn, "left_open", contract_id=world.ids["P"])
    return {row["what"]: (row["count"], row["amount_cents"]) for row in found}


def test_a_debit_explained_by_a_payment_that_paid_payables_takes_them_back(world: World) -> None:
    bought(world, {})
    world.on = DUE_ON
    pays(world, AMOUNT)
    world.close(DUE_ON)
    recalled(world, AMOUNT, last_payment(world))
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    assert state(world) == BEFORE


def test_two_payments_that_paid_one_payable_are_taken_back_by_one_act(world: World) -> None:
    """The buyer is asked for its rebate once."""
    bought(world, {})
    payments = paid_in_two(world)
    assert states(world) == [("FG-1", "SETTLED", 0)]
    world.close(world.on)
    recalled(world, AMOUNT, *payments)
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    assert state(world) == {"PAY": AMOUNT, "DEFI": -DISCOUNT, "TRAN": -NET}
    assert world.one("SELECT sum(amount_cents) FROM payable_step WHERE step = 'REBATED'") == 0


def test_a_supplier_paid_with_two_payments_is_ours_for_what_goes_back_of_each(
    world: World,
) -> None:
    """What the buyer has paid and keeps paid is never asked of it again."""
    approved(world, {})
    payments = paid_in_two(world)
    ((_, _, _, approval),) = supplier_orders(world)
    world.approve({"approval_id": approval}, "tania")
    taken_back(world, payments[1])
    assert states(world) == [("FG-1", "PAID_EARLY", REST)]
    assert state(world) == {"PAY": REST, "UNAL": -REST, "TRAN": -AMOUNT}
    taken_back(world, payments[0])
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    assert state(world) == {"PAY": AMOUNT, "UNAL": -AMOUNT, "TRAN": -AMOUNT}


def test_one_person_alone_takes_nothing_on_us_that_a_supplier_was_paid(world: World) -> None:
    approved(world, {})
    payment = paid_on_the_day(world)
    ((_, _, _, approval),) = supplier_orders(world)
    told = {"contract_id": world.ids["P"], "payment_id": payment, "reason": "of another company"}
    take_back = payables_back.take_back_payables
    seen = preview(world.conn, world.asked("anna"), take_back, **told)["answer"]
    assert (seen["freed_cents"], seen.get("approval_id")) == (AMOUNT, None)  # nothing is paid on
    world.approve({"approval_id": approval}, "tania")
    answer = take_back(world.conn, world.asked("anna"), **told)
    assert (answer["freed_cents"], answer["amount_cents"]) == (0, AMOUNT)
    assert (states(world), state(world)) == ([("FG-1", "SETTLED", 0)], {"TRAN": -AMOUNT})
    with refused(world.conn, "same_person", approval_id=answer["approval_id"], login="anna"):
        world.approve(answer, "anna")
    done = world.approve(answer, "aron")
    assert (done["freed_cents"], done["sold_numbers"]) == (AMOUNT, [])
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    assert state(world) == {"PAY": AMOUNT, "UNAL": -AMOUNT, "TRAN": -AMOUNT}


def test_what_we_took_in_the_suppliers_place_cannot_be_sold_to_us_by_it(world: World) -> None:
    (payable,) = approved(world, {})
    payment = paid_on_the_day(world)
    ((_, _, _, approval),) = supplier_orders(world)
    world.approve({"approval_id": approval}, "tania")
    taken_back(world, payment)
    assert world.rows("SELECT contract_id, invoice_id FROM held") == [(world.ids["P"], payable)]
    assert sold_by_the_supplier(world) == ["held_elsewhere"]


def test_what_its_supplier_had_sold_us_when_we_took_it_is_told(world: World) -> None:
    """The buyer owes it under the programme all the same: the supplier was paid twice."""
    approved(world, {})
    payment = paid_on_the_day(world)
    ((_, _, _, approval),) = supplier_orders(world)
    world.approve({"approval_id": approval}, "tania")
    assert sold_by_the_supplier(world) == []
    assert taken_back(world, payment)["sold_numbers"] == ["FG-1"]
    steps = "SELECT amount_cents, reason FROM payable_step WHERE step = 'BOUGHT'"
    assert world.rows(steps) == [(AMOUNT, "payable_held")]


def paid_on_the_day(world: World) -> int:
    world.on = DUE_ON
    pays(world, AMOUNT)
    settle(world)
    return last_payment(world)


def sold_by_the_supplier(world: World) -> list[str]:
    """GAMMA SA sells FG-1 under its own contract: why it is refused, where it is."""
    contract = world.contract("G-1", client="GAMMA SA", max_invoice_age_days=90)
    world.limit(contract, "ALPHA SAS", AMOUNT)
    alice, world.users["alice"] = world.users["alice"], world.users["anna"]
    world.remit(contract, {"number": "FG-1", "buyer": "ALPHA SAS", "cents": AMOUNT,
                           "issued_on": date(2026, 1, 10), "due_on": DUE_ON})  # fmt: skip
    world.users["alice"] = alice
    return [row[0] for row in world.rows("SELECT reason FROM refused_line")]


def test_what_a_buyer_paid_in_part_goes_on_to_the_supplier_whose_claim_it_is_again(
    world: World,
) -> None:
    approved(world, {})
    world.on = DUE_ON
    pays(world, PART)
    payment = last_payment(world)
    world.close(DUE_ON)
    assert supplier_orders(world) == []
    world.close(DUE_ON + timedelta(days=30))
    assert states(world) == [("FG-1", "RETURNED", 0)]
    ((purpose, cents, _, approval),) = supplier_orders(world)
    assert (purpose, cents) == ("SUPPLIER", PART)
    world.approve({"approval_id": approval}, "tania")
    assert state(world) == {"TRAN": -PART}
    taken_back(world, payment)
    assert states(world) == [("FG-1", "RETURNED", PART)]
    assert state(world) == {"PAY": PART, "UNAL": -PART, "TRAN": -PART}
    settle(world)
    assert state(world) == {"TRAN": -PART}


def test_a_supplier_that_has_sold_us_the_invoice_itself_is_not_paid_for_it_again(
    world: World,
) -> None:
    """Nothing is ordered: the close tells that it waits for a person."""
    assert sold_by_the_supplier(world) == []
    approved(world, {})
    world.on = DUE_ON
    pays(world, AMOUNT)
    assert world.close(DUE_ON)["suppliers_waiting"] == 1
    assert (states(world), supplier_orders(world)) == ([("FG-1", "SETTLED", 0)], [])


def test_an_order_to_a_supplier_does_not_leave_once_it_has_sold_us_the_invoice(
    world: World,
) -> None:
    approved(world, {})
    paid_on_the_day(world)
    ((_, _, _, approval),) = supplier_orders(world)
    assert sold_by_the_supplier(world) == []
    order = world.one("SELECT id FROM payment_order WHERE purpose = 'SUPPLIER'")
    with refused(world.conn, "payable_held", order_id=order, invoice_number="FG-1"):
        world.approve({"approval_id": approval}, "tania")


def test_a_programme_is_neither_paid_out_nor_closed_while_payables_are_open(world: World) -> None:
    bought(world, {})
    approved(world, {"invoice_number": "FG-2"})
    world.on = DUE_ON - timedelta(days=1)
    world.close(world.on)
    found = left(world)
    assert (found["payable"], found["account.PAY"]) == ((2, 2 * AMOUNT), (1, AMOUNT))
    world.close(DUE_ON + timedelta(days=30))
    found = left(world)
    assert (found["payable"], found["account.PAYD"]) == ((1, AMOUNT), (1, AMOUNT))
    world.amend(world.ids["P"], {"status": "NOTICE"})
    world.amend(world.ids["P"], {"status": "RUNOFF"})
    with refused(world.conn, "contract_still_open"):
        leaving.pay_balance(world.conn, world.asked("anna"), contract_id=world.ids["P"],
                            payee_account_id=None)  # fmt: skip


def test_what_is_owed_to_suppliers_keeps_a_programme_open(world: World) -> None:
    approved(world, {})
    paid_in_two(world)
    assert left(world)["account.SUPP"] == (1, -AMOUNT)
    assert "payable" not in left(world)


def test_what_is_left_of_a_payment_given_back_in_part_pays_payables(world: World) -> None:
    """Once the order is released, its money is out of the payment: nothing more is held for it."""
    bought(world, {})
    world.on = DUE_ON
    pays(world, AMOUNT + PART)
    account = world.one("SELECT min(id) FROM payee_account WHERE party_id = %s",
                        world.ids["ALPHA SAS"])  # fmt: skip
    order = client_money.refund(
        world.conn, world.asked("anna"), contract_id=world.ids["P"], amount_cents=PART,
        payment_id=last_payment(world), payee_account_id=account,
    )  # fmt: skip
    assert settle(world)["paid_cents"] == 0
    world.approve(order, "tania")
    assert settle(world)["paid_cents"] == AMOUNT
