"""A programme of approved payables for tests: ALPHA SAS buys, GAMMA SA sells to it."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import early_payments, payables, programmes
from comptant.operations.collection import unknown_money
from comptant.operations.registry import parties
from comptant.rules.payables import SENT_PAYABLES
from comptant.store import bulk
from tests.facts import SIRENS, World, add_user, open_world

AMOUNT, NET, DISCOUNT, REBATE = 10_000_000, 9_955_556, 44_444, 4_583
FIRST_ON, DUE_ON = date(2026, 1, 19), date(2026, 3, 10)  # 50 days
SUPPLIER_IBAN = "FR7630004000031234567890143"
TERMS: dict[str, Any] = {"payables_line_cents": 30_000_000, "payables_rebate_ppm": 300_000,
                         "margin_ppm": 11_000, "fee_ppm": 0, "due_value_days": 0}  # fmt: skip


def buyers_world(writer: psycopg.Connection) -> World:
    """The programme P-1: 3.20 % is a reference of 2.10 % and a margin of 1.10; sam is of GAMMA SA,
    dana of DELTA SARL, which is in no programme."""
    opened = open_world(writer, FIRST_ON)
    opened.rate("EURIBOR3M", 21_000, opened.on)
    add_user(opened, "sam", opened.ids["GAMMA SA"], ["supplier"], False)
    add_user(opened, "dana", opened.ids["DELTA SARL"], ["supplier"], False)
    opened.approve(parties.propose_payee_account(
        writer, opened.asked("anna"), party_id=opened.ids["GAMMA SA"], iban=SUPPLIER_IBAN,
        bic=None, holder="GAMMA SA"))  # fmt: skip
    opened.ids["P"] = opened.contract("P-1", **TERMS)
    return opened


def joined_world(writer: psycopg.Connection) -> World:
    """The same, with GAMMA SA invited and in."""
    opened = buyers_world(writer)
    invite(opened)
    join(opened)
    return opened


def invite(world: World, supplier: str = "GAMMA SA", *, is_invited: bool = True) -> Answer:
    return programmes.invite_supplier(
        world.conn, world.asked("alice"), contract_id=world.ids["P"],
        supplier_number=SIRENS[supplier], supplier_name=None, is_invited=is_invited,
        source="letter of ALPHA",
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


def approve(world: World, ids: list[int], conn: Any = None, key: str | None = None) -> Answer:
    return payables.approve_payables(conn or world.conn, world.asked("alice", key),
                                     contract_id=world.ids["P"], payable_ids=ids)  # fmt: skip


def approved(world: World, *lines: dict[str, Any]) -> list[int]:
    answer = approve(world, send(world, *lines)["payable_ids"])
    return [int(id_) for id_ in answer["payable_ids"]]


def early(
    world: World, ids: list[int], login: str = "sam", conn: Any = None, key: str | None = None
) -> Answer:
    return early_payments.ask_early(conn or world.conn, world.asked(login, key), payable_ids=ids)


def bought(world: World, *lines: dict[str, Any]) -> list[int]:
    """Payables approved, asked early and released."""
    ids = approved(world, *lines)
    for order in early(world, ids)["orders"]:
        release(world, order)
    return ids


def release(world: World, order: Answer) -> Answer:
    return world.approve(order, "tania")


def pays(world: World, cents: int) -> None:
    """ALPHA pays into its programme; a person says so the first time."""
    world.bank({"cents": cents, "text": "?", "payer_name": "ALPHA"})
    if world.one("SELECT contract_id FROM payment ORDER BY id DESC LIMIT 1") == world.ids["P"]:
        return
    unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=world.one("SELECT max(id) FROM payment"),
        contract_id=world.ids["P"], buyer_id=world.ids["ALPHA SAS"],
    )  # fmt: skip


def state(world: World, *accounts: str) -> dict[str, int]:
    """What the accounts of the programme come to; the books do not contradict themselves."""
    assert bulk.rows(world.conn, "contradictions", ids=[world.ids["P"]], whole=True) == []
    names = ("PAY", "PAYD", "SUPP", "DEFI", "INT", "REBA", "CCA", "UNAL", "TRAN")
    return {name: cents for name in names if (cents := world.balance(world.ids["P"], name))}


def states(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT invoice_number, state, open_cents FROM payable_standing ORDER BY id")


def supplier_orders(world: World) -> list[tuple[Any, ...]]:
    """Orders to suppliers: purpose, amount and steps so far, and the approval that waits."""
    return world.rows("""SELECT o.purpose, o.amount_cents, coalesce((SELECT string_agg(s.step, ' '
            ORDER BY s.at) FROM payment_order_step s WHERE s.order_id = o.id), ''),
            (SELECT a.id FROM approval a WHERE a.kind = 'payment_order' AND a.subject_id = o.id)
        FROM payment_order o WHERE o.purpose IN ('EARLY', 'SUPPLIER') ORDER BY o.id""")
