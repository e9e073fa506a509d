"""Approved payables: W7-2 to the cent, from the programme to the last euro; what may not be, and what
is never charged to a supplier."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import early_payments, payables, programmes
from comptant.operations.collection import payables_due, unknown_money
from comptant.operations.registry import parties
from comptant.rules.payables import SENT_PAYABLES
from comptant.store import bulk
from tests.facts import SIRENS, World, add_user, open_world
from tests.houses import house

AMOUNT, NET, DISCOUNT, REBATE = 10_000_000, 9_955_556, 44_444, 4_583
DUE_ON = date(2026, 3, 7)  # 50 days after 16 January
SUPPLIER_IBAN = "FR7630004000031234567890143"
TERMS: dict[str, Any] = {"payables_line_cents": 30_000_000, "payables_rebate_ppm": 300_000,
                         "margin_ppm": 11_000, "fee_ppm": 0}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA SAS buys, GAMMA SA sells to it: 3.20 % is a reference of 2.10 % and a margin of 1.10."""
    opened = open_world(writer)
    opened.rate("EURIBOR3M", 21_000, opened.on)
    add_user(opened, "sam", opened.ids["GAMMA SA"], ["supplier"], False)
    opened.approve(parties.propose_payee_account(
        writer, opened.asked("anna"), party_id=opened.ids["GAMMA SA"], iban=SUPPLIER_IBAN,
        bic=None, holder="GAMMA SA"))  # fmt: skip
    opened.ids["P"] = opened.contract("P-1", **TERMS)
    return opened


@pytest.fixture
def programme(world: World) -> int:
    invite(world)
    join(world)
    return world.ids["P"]


def invite(world: World, supplier: str = "GAMMA SA", *, is_invited: bool = True) -> Answer:
    return programmes.invite_supplier(
        world.conn, world.asked("alice"), contract_id=world.ids["P"],
        supplier_id=world.ids[supplier], is_invited=is_invited, source="letter of ALPHA",
    )  # fmt: skip


def join(world: World, *, is_automatic: bool = False) -> Answer:
    return programmes.join_programme(
        world.conn, world.asked("sam"), programme_id=world.ids["P"], is_automatic=is_automatic,
        supplier_id=world.ids["GAMMA SA"], consent="general terms of 1 January",
    )  # fmt: skip


def send(world: World, *lines: dict[str, Any], login: str = "alice") -> Answer:
    rows = [{"supplier_number": SIRENS["GAMMA SA"], "invoice_number": f"FG-{number}",
             "issued_on": date(2026, 1, 10), "due_on": DUE_ON, "amount_cents": AMOUNT, **line}
            for number, line in enumerate(lines, 1)]  # fmt: skip
    return payables.send_payables(world.conn, world.asked(login), contract_id=world.ids["P"],
                                  payables=SENT_PAYABLES.frame(rows))  # fmt: skip


def approve(world: World, ids: list[int]) -> Answer:
    return payables.approve_payables(world.conn, world.asked("alice"),
                                     contract_id=world.ids["P"], payable_ids=ids)  # fmt: skip


def approved(world: World, *lines: dict[str, Any]) -> list[int]:
    answer = approve(world, send(world, *lines)["payable_ids"])
    return [int(id_) for id_ in answer["payable_ids"]]


def early(world: World, ids: list[int], login: str = "sam") -> Answer:
    return early_payments.ask_early(world.conn, world.asked(login), payable_ids=ids)


def release(world: World, order: Answer) -> Answer:
    return world.approve(order, "tania")


def pays(world: World, cents: int) -> None:
    """ALPHA pays into its programme, and the day is closed."""
    world.bank({"cents": cents, "text": "?", "payer_name": "ALPHA"})
    unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one("SELECT max(id) FROM payment"),
        contract_id=world.ids["P"], buyer_id=world.ids["ALPHA SAS"],
    )  # fmt: skip


def state(world: World, *accounts: str) -> dict[str, int]:
    """What the accounts of the programme come to; the books do not contradict themselves."""
    assert bulk.rows(world.conn, "contradictions", ids=[world.ids["P"]], whole=True) == []
    return {name: cents for name in ("PAY", "PAYD", "SUPP", "DEFI", "INT", "REBA", "CCA", "UNAL",
                                     "TRAN") if (cents := world.balance(world.ids["P"], name))}  # fmt: skip


def test_w7_2_from_the_programme_to_the_last_euro(world: World, programme: int) -> None:
    """100 000.00 paid 50 days early at 3.20 %: discount 444.44, the supplier gets 99 555.56, the
    buyer pays 100 000.00 when due and is given 45.83 back. W8-I."""
    (payable,) = approved(world, {})
    asked = early(world, [payable])
    assert (asked["discount_cents"], asked["early_net_cents"], asked["rate_ppm"]) == (
        DISCOUNT, NET, 32_000)  # fmt: skip
    assert state(world) == {}  # nothing is booked before the release
    release(world, asked["orders"][0])
    assert state(world) == {"PAY": AMOUNT, "DEFI": -DISCOUNT, "TRAN": -NET}
    world.payout()
    reference = world.one("SELECT end_to_end_reference FROM payment_order")
    world.bank({"cents": -NET, "end_to_end_reference": reference})
    assert state(world) == {"PAY": AMOUNT, "DEFI": -DISCOUNT}
    world.close(date(2026, 1, 31))  # 16 of 50 days
    assert state(world) == {"PAY": AMOUNT, "DEFI": -(DISCOUNT - 14_222), "INT": -14_222}
    world.close(DUE_ON - timedelta(days=1))
    assert state(world) == {"PAY": AMOUNT, "INT": -DISCOUNT}
    world.on = DUE_ON
    pays(world, AMOUNT)
    world.close(DUE_ON)
    assert state(world) == {"INT": -DISCOUNT, "REBA": REBATE, "CCA": -REBATE}
    assert world.available(programme) == REBATE
    world.draw(programme)
    assert state(world)["TRAN"] == -REBATE
