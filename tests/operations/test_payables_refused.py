"""Payables that may not be: sent, approved, asked for; by two at once, or by whom they do not
concern."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import errors

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import payables, programmes
from comptant.operations.closing import decide
from comptant.operations.registry import parties
from tests.facts import World
from tests.houses import house
from tests.payables import (
    AMOUNT,
    DISCOUNT,
    DUE_ON,
    FIRST_ON,
    NET,
    approve,
    approved,
    bought,
    buyers_world,
    early,
    invite,
    join,
    joined_world,
    release,
    send,
    states,
    supplier_orders,
)
from tests.traces import at_once, refused

Connect = Callable[[str], psycopg.Connection]
WRONG: list[tuple[str, dict[str, Any]]] = [
    ("supplier_not_invited", {"supplier_number": "542065479"}),
    ("payable_amount_wrong", {"amount_cents": 0}),
    ("payable_dates_wrong", {"issued_on": FIRST_ON + timedelta(days=1)}),
    ("payable_term_too_long", {"due_on": date(2026, 3, 18)}),  # 10 January: 45 days after its month
    ("payable_overdue", {"issued_on": date(2025, 12, 1), "due_on": FIRST_ON}),
]


@house
def world(writer: psycopg.Connection) -> World:
    return joined_world(writer)


@house
def bare(writer: psycopg.Connection) -> World:
    return buyers_world(writer)


def codes(answer: Answer) -> list[str]:
    return [row["refusal"] for row in answer["refused"]]


def counted(given: list[Any]) -> Counter[str]:
    return Counter("done" if isinstance(one, dict) else str(one) for one in given)


@pytest.mark.parametrize(("reason", "line"), WRONG)
def test_a_payable_sent_wrong_is_told_with_its_reason_and_the_others_are_taken(
    world: World, reason: str, line: dict[str, Any]
) -> None:
    answer = send(world, line, {})
    assert (answer["count"], codes(answer)) == (1, [reason])
    assert answer["refused"][0]["row_number"] == 1


def test_the_last_lawful_day_is_taken(world: World) -> None:
    assert send(world, {"due_on": date(2026, 3, 17)})["count"] == 1


@pytest.mark.parametrize("number", ["---", "№ 七"])
def test_a_number_without_letters_of_ours_is_sent_once_too(world: World, number: str) -> None:
    assert send(world, {"invoice_number": number})["count"] == 1
    assert codes(send(world, {"invoice_number": number, "amount_cents": 7})) == ["payable_known"]


def test_one_invoice_is_sent_once_unless_it_was_cancelled(world: World) -> None:
    answer = send(world, {"invoice_number": "FG 7"}, {"invoice_number": "fg-7"})
    assert (answer["count"], codes(answer)) == (1, ["payable_known"])
    (first,) = answer["payable_ids"]
    cancel(world, [first])
    assert send(world, {"invoice_number": "FG-7"})["count"] == 1


def cancel(world: World, ids: list[int]) -> Answer:
    return payables.cancel_payables(world.conn, world.asked("alice"), contract_id=world.ids["P"],
                                    payable_ids=ids, reason="sent by mistake")  # fmt: skip


def test_what_is_approved_cannot_be_cancelled_and_what_is_cancelled_not_approved(
    world: World,
) -> None:
    (first,) = approved(world, {})
    with refused(world.conn, "payable_approved", invoice_number="FG-1"):
        cancel(world, [first])
    (second,) = send(world, {"invoice_number": "FG-2"})["payable_ids"]
    cancel(world, [second])
    assert codes(approve(world, [first, second])) == ["payable_approved", "payable_cancelled"]
    assert states(world) == [("FG-1", "APPROVED", AMOUNT), ("FG-2", "CANCELLED", 0)]


def test_the_line_is_used_from_the_approval_on_and_freed_by_what_is_paid(world: World) -> None:
    ids = send(world, *({"invoice_number": f"FG-{n}"} for n in range(4)))["payable_ids"]
    answer = approve(world, ids)
    assert (answer["count"], codes(answer)) == (3, ["beyond_programme_line"])
    (told,) = answer["refused"]
    assert (told["line_cents"], told["used_cents"]) == (30_000_000, 0)
    assert codes(approve(world, ids[3:])) == ["beyond_programme_line"]
    world.amend(world.ids["P"], {"payables_line_cents": 40_000_000})
    assert approve(world, ids[3:])["count"] == 1


def test_two_approvals_at_once_never_pass_the_line(world: World, connect_to: Connect) -> None:
    ids = send(world, *({"invoice_number": f"FG-{n}"} for n in range(6)))["payable_ids"]
    given = at_once(connect_to, *(
        lambda conn, n=n: approve(world, ids[2 * n : 2 * n + 2], conn, f"approve-{n}")
        for n in range(3)
    ))  # fmt: skip
    assert sum(one["count"] for one in given) == 3
    assert sorted(one["count"] for one in given) == [0, 1, 2]


def test_early_payments_asked_at_once_are_ordered_once(world: World, connect_to: Connect) -> None:
    ids = approved(world, {})
    given = at_once(connect_to, *(
        lambda conn, n=n: early(world, ids, "sam", conn, f"early-{n}") for n in range(4)
    ))  # fmt: skip
    assert counted(given) == {"done": 1, "payable_not_open": 3}
    assert [row[:2] for row in supplier_orders(world)] == [("EARLY", NET)]


def test_the_database_has_the_last_word_on_a_second_purchase_and_on_the_line(world: World) -> None:
    (payable,) = bought(world, {})
    step = """INSERT INTO payable_step (contract_id, payable_id, step, value_on, amount_cents,
        used_cents, line_cents, order_id, act_id)
        VALUES (%s, %s, %s, '2026-01-19', 1, %s, %s, 1, 0)"""
    for name, used, line, wanted in (("BOUGHT", 0, 0, errors.UniqueViolation),
                                     ("APPROVED", 2, 1, errors.CheckViolation)):  # fmt: skip
        with pytest.raises(wanted):
            world.conn.execute(step, (world.ids["P"], payable, name, used, line))


def test_a_supplier_asks_only_for_what_is_its_own_and_approved(world: World) -> None:
    (payable,) = send(world, {})["payable_ids"]
    with refused(world.conn, "payable_unknown", payable_id=payable):
        early(world, [payable])  # not approved: it does not know of it
    approve(world, [payable])
    with refused(world.conn, "payable_unknown", payable_id=payable):
        early(world, [payable], "dana")
    assert early(world, [payable])["count"] == 1


def test_who_has_not_joined_or_was_removed_is_paid_when_due_only(bare: World) -> None:
    invite(bare)
    (payable,) = approved(bare, {})
    with refused(bare.conn, "supplier_not_joined", invoice_number="FG-1"):
        early(bare, [payable])
    join(bare)
    invite(bare, is_invited=False)
    with refused(bare.conn, "supplier_not_joined", invoice_number="FG-1"):
        early(bare, [payable])
    assert codes(send(bare, {"invoice_number": "FG-2"})) == ["supplier_not_invited"]


def test_nobody_joins_uninvited_or_for_another(bare: World) -> None:
    with refused(bare.conn, "programme_not_offered", number=bare.ids["P"]):
        join(bare)
    invite(bare, "DELTA SARL")
    with refused(bare.conn, "programme_not_offered", number=bare.ids["P"]):
        join(bare)


def test_nobody_joins_by_an_invitation_that_ends_at_the_same_moment(
    bare: World, connect_to: Connect
) -> None:
    """The end of the part is written and not committed yet when the supplier says that it joins."""
    invite(bare)
    said = while_written(
        connect_to, lambda: join(bare),
        ("SELECT FROM contract WHERE id = %s FOR UPDATE", (bare.ids["P"],)),
        ("""INSERT INTO programme_supplier (contract_id, supplier_id, step, source, act_id)
            VALUES (%s, %s, 'REMOVED', 'letter', 0)""", (bare.ids["P"], bare.ids["GAMMA SA"])),
    )  # fmt: skip
    assert said == "programme_not_offered"
    assert bare.rows("SELECT step FROM programme_member") == []


def test_a_payable_sold_to_us_as_an_invoice_while_it_is_released_is_not_bought(
    world: World, connect_to: Connect
) -> None:
    (order,) = early(world, approved(world, {}))["orders"]
    said = while_written(
        connect_to, lambda: release(world, order),
        ("""INSERT INTO held (fingerprint, contract_id, invoice_id)
            SELECT payable_fingerprint(supplier_id, buyer_id, number_key, issued_on, amount_cents),
                0, 1 FROM payable""", ()),
    )  # fmt: skip
    assert said == "payable_held"
    assert states(world) == [("FG-1", "ACCEPTED", AMOUNT)]


def while_written(
    connect_to: Connect, act: Callable[[], Answer], *statements: tuple[str, tuple[Any, ...]]
) -> str:
    """What becomes of an act (done, or the code of its refusal) that comes to wait for what another
    has written and then commits."""
    other, watching = connect_to("comptant_writer"), connect_to("comptant_writer")
    other.autocommit = False
    for statement, told in statements:
        other.execute(statement, told)
    said: list[str] = []

    def run() -> None:
        try:
            act()
            said.append("done")
        except Refused as refusal:
            said.append(refusal.code)

    acting = threading.Thread(target=run)
    acting.start()
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    for _ in range(500):
        if watching.execute(waits).fetchone() != (0,):
            break
        time.sleep(0.01)
    other.commit()
    acting.join()
    return said[0]


def test_an_automatic_supplier_is_ordered_its_payment_with_the_approval(bare: World) -> None:
    invite(bare)
    join(bare, is_automatic=True)
    answer = approve(bare, send(bare, {})["payable_ids"])
    assert [(row["discount_cents"], row["early_net_cents"]) for row in answer["early"]] == [
        (DISCOUNT, NET)]  # fmt: skip
    assert states(bare) == [("FG-1", "ACCEPTED", AMOUNT)]


def test_an_automatic_payment_without_an_account_waits_and_the_close_asks_again(
    bare: World,
) -> None:
    invite(bare)
    join(bare, is_automatic=True)
    account = bare.one("SELECT id FROM payee_account WHERE party_id = %s", bare.ids["GAMMA SA"])
    check(bare, account, "NO_MATCH")
    answer = approve(bare, send(bare, {})["payable_ids"])
    assert (answer["count"], [row["refusal"] for row in answer["early_waits"]]) == (
        1, ["payee_check_failed"])  # fmt: skip
    bare.on += timedelta(days=1)
    check(bare, account, "MATCH")
    bare.close(bare.on)
    assert [row[0] for row in supplier_orders(bare)] == ["EARLY"]


def check(world: World, account: int, outcome: str) -> None:
    parties.record_payee_check(world.conn, world.asked("tania"), payee_account_id=account,
                               outcome=outcome, source="test")  # fmt: skip


def test_an_order_refused_leaves_the_payable_to_be_asked_for_again(world: World) -> None:
    (payable,) = approved(world, {})
    asked = early(world, [payable])["orders"][0]
    decide.decide(world.conn, world.asked("tania"), approval_id=asked["approval_id"],
                  approve=False, reason="account to check")  # fmt: skip
    assert states(world) == [("FG-1", "APPROVED", AMOUNT)]
    assert early(world, [payable])["count"] == 1


def test_an_order_priced_for_a_day_that_has_passed_is_not_released(world: World) -> None:
    (payable,) = approved(world, {})
    asked = early(world, [payable])["orders"][0]
    world.on += timedelta(days=1)
    with refused(world.conn, "early_day_passed", order_id=asked["order_id"], early_on=FIRST_ON):
        release(world, asked)


def test_what_the_supplier_has_sold_us_itself_is_not_bought_again_nor_the_other_way(
    world: World,
) -> None:
    contract = world.contract("G-1", client="GAMMA SA")
    world.limit(contract, "ALPHA SAS", AMOUNT)
    line = {"buyer": "ALPHA SAS", "cents": AMOUNT, "issued_on": date(2026, 1, 10), "due_on": DUE_ON}
    world.users["alice"], alice = world.users["anna"], world.users["alice"]
    assert world.remit(contract, {**line, "number": "FG-1"})["accepted"] == 1
    world.users["alice"] = alice
    first, second = approved(world, {}, {})
    with refused(world.conn, "payable_held", invoice_number="FG-1"):
        early(world, [first])
    release(world, early(world, [second])["orders"][0])
    world.users["alice"] = world.users["anna"]
    told = world.remit(contract, {**line, "number": "FG-2"})
    assert (told["accepted"], told["refused"]) == (0, 1)


def test_the_same_key_answers_again_and_does_nothing(world: World) -> None:
    ids = approved(world, {})
    first = early(world, ids, key="once")
    assert early(world, ids, key="once")["orders"] == first["orders"]
    assert len(supplier_orders(world)) == 1


def test_a_contract_without_a_line_takes_no_payables(world: World) -> None:
    contract = world.contract("C-9")
    world.ids["P"] = contract
    with refused(world.conn, "payables_not_taken", number="C-9"):
        send(world, {})


def test_a_supplier_that_nobody_knows_is_opened_under_the_name_told(bare: World) -> None:
    told = {"contract_id": bare.ids["P"], "is_invited": True, "source": "letter"}
    with refused(bare.conn, "supplier_name_missing", supplier="380129866"):
        programmes.invite_supplier(bare.conn, bare.asked("alice"), supplier_number="380129866",
                                   supplier_name=None, **told)  # fmt: skip
    with refused(bare.conn, "number_wrong", scheme="siren", number="380129867"):
        programmes.invite_supplier(bare.conn, bare.asked("alice"), supplier_number="380129867",
                                   supplier_name="EPSILON", **told)  # fmt: skip
    with refused(bare.conn, "supplier_wrong", supplier="732829320"):
        programmes.invite_supplier(bare.conn, bare.asked("alice"), supplier_number="732829320",
                                   supplier_name=None, **told)  # fmt: skip
    programmes.invite_supplier(bare.conn, bare.asked("alice"), supplier_number="380129866",
                               supplier_name="EPSILON SAS", **told)  # fmt: skip
    assert send(bare, {"supplier_number": "380 129 866"})["count"] == 1
