"""Approved payables: W7-2 to the cent, from the programme to the last euro; what is paid at the due
date, what happens when the buyer does not pay, and that no supplier is ever charged."""

from datetime import date, timedelta

import psycopg

from comptant.operations.banking import unpaid
from comptant.operations.collection import collecting, instruments, payables_back, payables_due
from comptant.operations.paying import outcomes
from comptant.operations.registry import mandates
from comptant.operations.risk import facts
from tests.facts import World
from tests.houses import house
from tests.payables import (
    AMOUNT,
    DISCOUNT,
    DUE_ON,
    NET,
    REBATE,
    approve,
    approved,
    bought,
    early,
    joined_world,
    pays,
    release,
    send,
    state,
    states,
    supplier_orders,
)
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return joined_world(writer)


def test_w7_2_from_the_programme_to_the_last_euro(world: World) -> None:
    """100 000.00 paid 50 days early at 3.20 %: discount 444.44, the supplier gets 99 555.56, the
    buyer pays 100 000.00 when due and is given 45.83 back. W8-I."""
    (payable,) = approved(world, {})
    asked = early(world, [payable])
    assert (asked["discount_cents"], asked["early_net_cents"], asked["rate_ppm"]) == (
        DISCOUNT, NET, 32_000)  # fmt: skip
    books = [state(world)]
    release(world, asked["orders"][0])
    books.append(state(world))
    world.payout()
    reference = world.one("SELECT end_to_end_reference FROM payment_order")
    world.bank({"cents": -NET, "end_to_end_reference": reference})
    books.append(state(world))
    for day in (date(2026, 1, 31), DUE_ON - timedelta(days=1)):
        world.close(day)
        books.append(state(world))
    world.on = DUE_ON
    pays(world, AMOUNT)
    world.close(DUE_ON)
    books.append(state(world))
    assert books == [
        {},  # nothing is booked before the release
        {"PAY": AMOUNT, "DEFI": -DISCOUNT, "TRAN": -NET},  # released
        {"PAY": AMOUNT, "DEFI": -DISCOUNT},  # executed by the bank
        {"PAY": AMOUNT, "DEFI": -32_889, "INT": -11_555},  # 31 January: 13 days of 50
        {"PAY": AMOUNT, "INT": -DISCOUNT},  # the eve: all 50 days
        {"INT": -DISCOUNT, "REBA": REBATE, "CCA": -REBATE},  # the buyer has paid
    ]
    assert world.available(world.ids["P"]) == REBATE
    world.draw(world.ids["P"])
    assert state(world) == {"INT": -DISCOUNT, "REBA": REBATE, "TRAN": -REBATE}


def test_what_nobody_took_early_is_paid_to_the_supplier_after_the_buyers_money(
    world: World,
) -> None:
    approved(world, {})
    world.close(DUE_ON)
    assert supplier_orders(world) == []  # the buyer has not paid
    world.on = DUE_ON + timedelta(days=1)
    pays(world, AMOUNT)
    told = payables_due.settle_payables(world.conn, world.asked("aron"), contract_id=world.ids["P"])
    assert (told["paid_cents"], told["rebate_cents"]) == (AMOUNT, 0)
    assert state(world) == {"SUPP": -AMOUNT}
    ((purpose, cents, steps, _),) = supplier_orders(world)
    assert (purpose, cents, steps) == ("SUPPLIER", AMOUNT, "")
    release(world, told["orders"][0])
    assert state(world) == {"TRAN": -AMOUNT}
    assert states(world) == [("FG-1", "SETTLED", 0)]
    world.close(world.on)
    assert len(supplier_orders(world)) == 1  # once


def test_waiting_money_is_the_buyers_until_a_payable_is_due_and_nobody_draws_it(
    world: World,
) -> None:
    bought(world, {})
    pays(world, AMOUNT)
    world.close(world.on)
    assert state(world)["UNAL"] == -AMOUNT
    assert world.available(world.ids["P"]) == 0


def test_money_pays_the_oldest_due_first_and_in_part(world: World) -> None:
    first = DUE_ON - timedelta(days=5)
    old, _ = approved(world, {"due_on": first}, {})
    release(world, early(world, [old])["orders"][0])
    world.on = DUE_ON
    pays(world, AMOUNT + 2_500_000)
    world.close(DUE_ON)
    assert states(world) == [("FG-1", "SETTLED", 0), ("FG-2", "APPROVED", 7_500_000)]
    assert state(world)["SUPP"] == -2_500_000
    assert [row[0] for row in supplier_orders(world)] == ["EARLY"]  # half paid: not sent on yet
    world.on = DUE_ON + timedelta(days=1)
    pays(world, 7_500_000)
    world.close(world.on)
    assert [row[:2] for row in supplier_orders(world)][1:] == [("SUPPLIER", AMOUNT)]


def test_a_buyers_default_is_the_factors_and_what_comes_later_is_recovered(world: World) -> None:
    """Bought: 30 days late, doubtful; not bought: its supplier's claim again. Nobody is charged."""
    early_paid, _ = approved(world, {}, {})
    release(world, early(world, [early_paid])["orders"][0])
    report = world.close(DUE_ON + timedelta(days=30))
    assert report["amounts"][0]["payables_defaulted_cents"] == AMOUNT
    assert states(world) == [("FG-1", "DEFAULTED", AMOUNT), ("FG-2", "RETURNED", 0)]
    assert state(world) == {"PAYD": AMOUNT, "INT": -DISCOUNT, "TRAN": -NET}
    world.on += timedelta(days=60)
    pays(world, 1_234_567)
    payables_due.settle_payables(world.conn, world.asked("aron"), contract_id=world.ids["P"])
    assert state(world) == {"PAYD": AMOUNT - 1_234_567, "INT": -DISCOUNT, "TRAN": -NET}
    assert world.one("SELECT count(*) FROM posting WHERE account = 'SUPP' AND amount_cents > 0"
                     " AND entry_id NOT IN (SELECT id FROM entry WHERE event = 'supplier_paid')"
                     ) == 0  # fmt: skip


def test_an_insolvent_buyer_defaults_at_once_and_nothing_more_is_taken(world: World) -> None:
    bought(world, {})
    sent = send(world, {"invoice_number": "FG-9"})["payable_ids"]
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids["ALPHA SAS"], name="insolvent_on", value=world.on.isoformat(),
        from_on=world.on, source="BODACC",
    )  # fmt: skip
    with refused(world.conn, "programme_stopped", number="P-1"):
        approve(world, sent)
    world.close(world.on)
    assert states(world)[0] == ("FG-1", "DEFAULTED", AMOUNT)


def test_an_early_payment_that_the_bank_rejects_is_paid_whole_when_due(world: World) -> None:
    """The supplier has had no day early: it is charged nothing, and no rebate is given on it."""
    bought(world, {})
    order_id = world.one("SELECT id FROM payment_order")
    outcomes.settle_order(world.conn, world.asked("tania"), contract_id=world.ids["P"],
                          order_id=order_id, outcome="REJECTED", value_on=None,
                          reason="AC04")  # fmt: skip
    assert state(world) == {"PAY": AMOUNT, "SUPP": -AMOUNT}
    world.close(world.on)
    assert [row[0] for row in supplier_orders(world)] == ["EARLY"]
    world.on = DUE_ON
    pays(world, AMOUNT)
    world.close(DUE_ON)
    assert [row[:3] for row in supplier_orders(world)] == [
        ("EARLY", NET, "RELEASED REJECTED"), ("SUPPLIER", AMOUNT, "")]  # fmt: skip
    assert state(world) == {"SUPP": -AMOUNT}


def test_a_discount_earned_before_the_payment_failed_is_given_up(world: World) -> None:
    bought(world, {})
    world.payout()
    world.on = date(2026, 1, 31)
    world.close(world.on)
    assert state(world)["INT"] == -11_555
    order_id = world.one("SELECT id FROM payment_order")
    world.on = date(2026, 2, 2)
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=world.ids["P"], order_id=order_id,
        outcome="REJECTED", value_on=None, reason="AC04"), "aron")  # fmt: skip
    world.close(date(2026, 2, 28))
    assert state(world) == {"PAY": AMOUNT, "SUPP": -AMOUNT}


def debited(world: World) -> int:
    """ALPHA's account is debited under its mandate on the due date, and the day is closed."""
    world.agree_with_bank(debit_lead_days=1)
    mandate = world.approve(mandates.propose_mandate(
        world.conn, world.asked("anna"), buyer_id=world.ids["ALPHA SAS"], scheme="B2B", bic=None,
        own_account_id=world.ids["bank"], reference="RUM-1", iban="FR7610107001011234567890129",
        holder="ALPHA SAS", signed_on=world.on, is_one_off=False,
    ))["mandate_id"]  # fmt: skip
    debit = instruments.order_debit(
        world.conn, world.asked("anna"), contract_id=world.ids["P"], mandate_id=mandate,
        amount_cents=AMOUNT, due_on=DUE_ON, text="programme P-1", is_last=False, invoices={},
    )  # fmt: skip
    world.on = DUE_ON - timedelta(days=6)
    collecting.remit_instruments(
        world.conn, world.asked("tania"), payment_means="SDD", scheme="B2B",
        own_account_id=world.ids["bank"], instrument_ids=None,
    )  # fmt: skip
    world.close(DUE_ON)
    return int(debit["instrument_id"])


def test_the_buyers_debit_pays_at_the_due_date_and_its_return_takes_all_back(world: World) -> None:
    bought(world, {})
    instrument = debited(world)
    assert states(world) == [("FG-1", "SETTLED", 0)]
    assert state(world)["CCA"] == -REBATE
    unpaid.return_instrument(world.conn, world.asked("tania"), contract_id=world.ids["P"],
                             instrument_id=instrument, reason="AM04", movement_id=None)  # fmt: skip
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    told = state(world)
    assert (told["PAY"], "CCA" in told, "UNAL" in told) == (AMOUNT, False, False)


def test_a_supplier_paid_out_of_money_that_went_back_keeps_it(world: World) -> None:
    """We are in its place against the buyer, for the whole amount."""
    approved(world, {})
    instrument = debited(world)
    ((_, _, _, approval),) = supplier_orders(world)
    world.approve({"approval_id": approval}, "tania")
    unpaid.return_instrument(world.conn, world.asked("tania"), contract_id=world.ids["P"],
                             instrument_id=instrument, reason="AM04", movement_id=None)  # fmt: skip
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    told = state(world)
    assert (told["PAY"], told["TRAN"], "SUPP" in told) == (AMOUNT, -AMOUNT, False)


def test_an_order_to_a_supplier_does_not_leave_once_the_buyers_money_went_back(
    world: World,
) -> None:
    approved(world, {})
    instrument = debited(world)
    ((_, _, _, approval),) = supplier_orders(world)
    unpaid.return_instrument(world.conn, world.asked("tania"), contract_id=world.ids["P"],
                             instrument_id=instrument, reason="AM04", movement_id=None)  # fmt: skip
    order_id = world.one("SELECT id FROM payment_order")
    with refused(world.conn, "supplier_not_owed", order_id=order_id, invoice_number="FG-1"):
        world.approve({"approval_id": approval}, "tania")
    assert states(world) == [("FG-1", "APPROVED", AMOUNT)]


def test_money_taken_for_the_buyers_by_mistake_is_taken_back_by_a_person(world: World) -> None:
    bought(world, {})
    world.on = DUE_ON
    pays(world, AMOUNT)
    world.close(DUE_ON)
    payment = world.one("SELECT max(id) FROM payment")
    told = {"contract_id": world.ids["P"], "payment_id": payment}
    with refused(world.conn, "reason_missing"):
        payables_back.take_back_payables(world.conn, world.asked("anna"), **told, reason=" ")
    answer = payables_back.take_back_payables(world.conn, world.asked("anna"), **told,
                                              reason="of another company")  # fmt: skip
    assert answer["freed_cents"] == AMOUNT
    assert states(world) == [("FG-1", "PAID_EARLY", AMOUNT)]
    assert state(world) == {"PAY": AMOUNT, "INT": -DISCOUNT, "UNAL": -AMOUNT, "TRAN": -NET}
    with refused(world.conn, "payables_not_paid_by", payment_id=payment):
        payables_back.take_back_payables(world.conn, world.asked("anna"), **told, reason="again")
    world.close(DUE_ON + timedelta(days=1))  # what still waits pays again
    assert states(world) == [("FG-1", "SETTLED", 0)]
    assert state(world)["CCA"] == -REBATE
