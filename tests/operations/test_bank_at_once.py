"""All the lines of a bank file at once, or one statement per line: the same to the cent, over
several contracts whose clauses differ."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql

from comptant.operations.banking import bank
from comptant.operations.banking.bank_proof import prove
from comptant.operations.collection import recognition
from comptant.store.connection import connect
from tests.facts import World, open_world
from tests.kept import leave

TERMS: tuple[dict[str, Any], ...] = (
    {},
    {"fund_ppm": 100_000, "interest_billing": "MONTHLY", "fee_billing": "AT_ASSIGNMENT"},
    {"has_recourse": False, "charge_timing": "ADVANCE", "interest_billing": "MONTHLY"},
    {"has_auto_fifo": True, "collection_value_days": 2, "interest_billing": "MONTHLY"},
)  # fmt: skip
POSITIONS = """SELECT k.number, i.invoice_number, i.open_cents, i.approved_cents,
        i.ineligible_cents, i.reduction_cents, i.advance_class, i.hold, i.holds, i.next_change_on
    FROM invoice i JOIN contract k ON k.id = i.contract_id ORDER BY 1, 2"""
EXPOSURES = """SELECT k.number, p.name, e.advance_class, e.outstanding_cents, e.ineligible_cents,
        e.reduction_cents, e.approved_cents, e.unapplied_credit_cents, e.unallocated_cash_cents,
        e.open_count
    FROM exposure e JOIN contract k ON k.id = e.contract_id LEFT JOIN party p ON p.id = e.buyer_id
    WHERE e.outstanding_cents + e.unapplied_credit_cents + e.unallocated_cash_cents > 0
    ORDER BY 1, 2, 3"""
BALANCES = """SELECT k.number, b.account, b.value_on, b.amount_cents
    FROM balance b JOIN contract k ON k.id = b.contract_id WHERE b.amount_cents <> 0
    ORDER BY 1, 2, 3"""
PAYMENTS = """SELECT k.number, p.name, m.remittance_text, y.amount_cents, y.open_cents, y.value_on
    FROM payment y JOIN contract k ON k.id = y.contract_id
    JOIN bank_movement m ON m.id = y.bank_movement_id LEFT JOIN party p ON p.id = y.buyer_id
    ORDER BY 1, 3, 4, 5"""
DISPUTES = """SELECT k.number, i.invoice_number, d.code, s.kind, s.amount_cents
    FROM dispute d JOIN contract k ON k.id = d.contract_id
    JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
    JOIN dispute_step s ON s.contract_id = d.contract_id AND s.dispute_id = d.id
    ORDER BY 1, 2, 4, 5"""
STATE = {"positions": POSITIONS, "exposures": EXPOSURES, "balances": BALANCES,
         "payments": PAYMENTS, "disputes": DISPUTES}  # fmt: skip
LINES: list[
    dict[str, Any]
] = [  # of the four contracts: exact, grouped, short, within tolerance, too much, unknown
    {"cents": 120_000, "text": "FA-0-1", "payer_name": "BETA SA", "payer_iban": "BETA"},
    {"cents": 250_000, "text": "FA-0-2 FA-0-3"},
    {"cents": 100_000, "text": "REGLEMENT FA-1-1", "payer_name": "GAMMA SA"},
    {"cents": 129_950, "text": "FA-1-2"},
    {"cents": 250_000, "text": "FA-2-1 FA-3-2"},  # one transfer for two contracts
    {"cents": 500_000, "text": "FA-2-3", "payer_name": "BETA SA"},
    {"cents": 140_000, "text": "NO NUMBER AT ALL"},
    {"cents": 110_000, "text": "AV-2-1 FA-2-2"},  # less a credit note
    {"cents": 77_777, "text": "FA-3-1", "value_on": date(2026, 2, 13)},
]
LATE: list[dict[str, Any]] = [
    {"cents": 42_223, "text": "FA-3-1 SOLDE"},
    {"cents": 20_000, "text": "FA-1-1 SOLDE"},
    {"cents": 120_000, "text": "FA-0-1"},  # paid already
]


def build(conn: psycopg.Connection) -> World:
    """Four contracts with three invoices each, a credit note, and a draw, a month later."""
    world = open_world(conn)
    for number, terms in enumerate(TERMS):
        contract = world.contract(f"K-{number}", **{"tolerance_cents": 100, **terms})
        world.ids[f"K-{number}"] = contract
        for name in ("BETA SA", "GAMMA SA"):
            world.limit(contract, name, 50_000_000)
        buyer = "GAMMA SA" if number == 1 else "BETA SA"
        lines: list[dict[str, Any]] = [
            {"number": f"FA-{number}-{n}", "cents": 110_000 + 10_000 * n, "buyer": buyer,
             "due_on": date(2026, 2, 10 + n)} for n in (1, 2, 3)
        ]  # fmt: skip
        if number == 2:
            lines.append({"number": "AV-2-1", "cents": 20_000, "type_code": "381"})
        world.remit(contract, *lines)
        world.draw(contract, 100_000)
    world.on = date(2026, 2, 16)
    return world


@pytest.fixture
def twins(template: psycopg.Connection, database: str) -> Iterator[tuple[World, World]]:
    """The same world twice, in two databases."""
    name = f"{database}_twin"
    with connect("comptant_writer", database) as conn:
        world = build(conn)
    leave(template, database)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    template.execute(drop)
    template.execute(sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(database)))  # fmt: skip
    conns = [connect("comptant_writer", each) for each in (database, name)]
    for conn in conns:
        conn.autocommit = True
    yield tuple(replace(world, conn=conn, told=dict(world.told)) for conn in conns)
    for conn in conns:
        conn.close()
    template.execute(drop)


def state(world: World) -> dict[str, list[tuple[Any, ...]]]:
    return {name: world.rows(query) for name, query in STATE.items()}


def take(world: World, lines: list[dict[str, Any]], at_once: bool) -> None:
    for part in [lines] if at_once else [[line] for line in lines]:
        world.bank(*part)


def close(world: World, day: date) -> None:
    """Every day from the first one not closed."""
    world.on = date(2026, 1, 16)
    world.close(day)


def test_a_file_at_once_is_the_same_as_its_lines_one_by_one(twins: tuple[World, World]) -> None:
    one, other = twins
    take(one, LINES, at_once=True)
    take(other, LINES, at_once=False)
    first = state(one)
    assert first == state(other)
    assert {row[1]: row[2] for row in first["positions"] if row[2]} == {
        "FA-0-3": 20_000, "FA-1-1": 20_000, "FA-3-1": 42_223, "FA-3-3": 140_000, "FA-1-3": 140_000,
    }  # fmt: skip
    for world in twins:
        assert prove(world.conn) == 1


def test_a_late_second_file_and_the_close_are_the_same_too(twins: tuple[World, World]) -> None:
    for world, at_once in zip(twins, (True, False), strict=True):
        take(world, LINES, at_once)
        world.on += timedelta(days=1)
        take(world, LATE, at_once)
        assert prove(world.conn) == 1
        close(world, date(2026, 2, 18))
    assert state(twins[0]) == state(twins[1])


def test_slices_of_two_lines_are_the_same_as_one(
    twins: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    take(twins[0], LINES, at_once=True)
    monkeypatch.setattr(bank, "SLICE", 2)
    take(twins[1], LINES, at_once=True)
    assert twins[1].one("SELECT count(*) FROM act WHERE operation = 'bank_slice'") == 4
    assert state(twins[0]) == state(twins[1])


def test_one_transfer_pays_two_contracts_each_its_part(twins: tuple[World, World]) -> None:
    world, _ = twins
    world.bank({"cents": 250_000, "text": "FA-2-1 FA-3-2"})
    assert [(row[0], row[3], row[4]) for row in state(world)["payments"]] == [
        ("K-2", 120_000, 0), ("K-3", 130_000, 0)]  # fmt: skip
    assert world.rows("SELECT e.value_on FROM entry e WHERE key LIKE 'bank/%%' ORDER BY 1") == [
        (date(2026, 2, 16),), (date(2026, 2, 18),)]  # fmt: skip
    close(world, date(2026, 2, 17))


def test_the_statements_of_a_file_do_not_grow_with_its_contracts(
    twins: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted where every statement passes: one contract alike, or four."""
    real, seen = psycopg.Cursor.execute, []

    def counted(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(query)
        return real(self, query, *args, **kwargs)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    counts = []
    for world, numbers in zip(twins, ((0,), (0, 1, 2)), strict=True):
        lines = [{"cents": 110_000 + 10_000 * n, "text": f"FA-{k}-{n}"}
                 for k in numbers for n in (1, 2)]  # fmt: skip
        before = len(seen)
        world.bank(*lines)
        counts.append(len(seen) - before)
    alike, more = counts
    # What differs: the fund, and the correction of the charge in advance, of the others' clauses.
    assert more - alike <= 20


def test_a_number_that_too_many_bear_is_its_own_payers_alone(
    twins: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """FA-COMMON is an invoice of three contracts, more than are read for one number here."""
    monkeypatch.setattr(recognition, "BEARERS_READ", 2)
    world, _ = twins
    for number in range(3):
        buyer = "GAMMA SA" if number == 1 else "BETA SA"
        line = {"number": "FA-COMMON", "cents": 90_000 + number, "buyer": buyer}
        world.remit(world.ids[f"K-{number}"], {**line, "due_on": date(2026, 3, 1)})
    answer = world.bank(
        {"cents": 90_001, "text": "FA-COMMON", "payer_name": "GAMMA SA"},
        {"cents": 90_002, "text": "FA-COMMON", "payer_name": "WHO SA"},
    )
    assert answer["matched"] == {"NUMBER_AND_AMOUNT": 1, "UNKNOWN": 1}
    assert world.rows("SELECT amount_cents FROM invoice WHERE invoice_number = 'FA-COMMON'"
                      " AND open_cents = 0") == [(90_001,)]  # fmt: skip
