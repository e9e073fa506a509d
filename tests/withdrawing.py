"""What tests of withdrawn statements share: a statement proposed, approved, and the books after."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from comptant.operations.acts.act import Act, Answer
from comptant.operations.banking import statement_lines
from comptant.operations.banking.bank_proof import proof, proof_on
from comptant.operations.banking.statement_lines import told_by
from comptant.operations.banking.statement_withdrawal import withdraw_statement
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.store import bulk
from comptant.store.connection import connect
from tests.facts import FACTOR_IBAN, World
from tests.houses import Houses, recipe_of
from tests.traces import refused


@contextmanager
def twin_of(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """The same house once more, for what happens otherwise."""
    recipe, name = recipe_of(request), f"{database}_twin"
    assert recipe is not None
    houses.begin(recipe, name)
    with connect("comptant_writer", name) as conn:
        yield houses.world(recipe, conn)
    houses.drop(name)


WHY = "the bank sent another"
DUE = date(2026, 3, 1)


def last(world: World) -> int:
    """The id of the last statement taken in."""
    return int(world.one("SELECT max(id) FROM bank_statement"))


def propose(world: World, statement_id: int | None = None, by: str = "tania") -> Answer:
    return withdraw_statement(world.conn, world.asked(by), reason=WHY,
                              bank_statement_id=statement_id or last(world))  # fmt: skip


def withdraw(world: World, statement_id: int | None = None) -> Answer:
    """The treasurer proposes, the accountant approves."""
    done = world.approve(propose(world, statement_id), "aron")
    assert done["decision"] == "APPROVED", done
    return done


def in_the_way(world: World, statement_id: int | None = None) -> list[dict[str, Any]]:
    """The lines that keep a statement from being withdrawn."""
    told = told_by(Act(world.conn, 0, world.asked("tania")), statement_id or last(world))
    found = statement_lines.in_the_way(Act(world.conn, 0, world.asked("tania")), told)
    if found:
        with refused(world.conn, "statement_lines_used", count=len(found)):
            propose(world, statement_id)
    return found


def uses(world: World, statement_id: int | None = None) -> list[tuple[int, str]]:
    return [(row["amount_cents"], row["line_use"]) for row in in_the_way(world, statement_id)]


def rewind(world: World, before: tuple[int, int], iban: str = FACTOR_IBAN) -> None:
    """The next statement of the test follows on the one before the withdrawn."""
    world.told[iban] = before


def off(world: World) -> list[int]:
    """What bank and ledger are apart, per account."""
    return [row["off_cents"] for row in proof(world.conn)]


def checked(world: World) -> None:
    """Nothing contradicts itself, and bank and ledger agree, also line by line."""
    assert contradictions_of_house(world.conn) == []
    told = [row for row in proof(world.conn, whole=True) if row["lines"] or row["off_cents"]]
    assert told == []
    sheet = bulk.rows(world.conn, "control_ledger", day=world.on)
    assert [row for row in sheet if row["off_cents"]] == []
    assert [row for row in proof_on(world.conn, world.on) if row["off_cents"]] == []


def ledger(world: World) -> list[tuple[Any, ...]]:
    """Each account of each contract by value date, but where it is zero."""
    return world.rows(
        "SELECT k.number, b.account, b.value_on, b.amount_cents FROM balance b"
        " JOIN contract k ON k.id = b.contract_id WHERE b.amount_cents <> 0 ORDER BY 1, 2, 3"
    )


def state(world: World) -> dict[str, Any]:
    """What may not depend on a statement that was withdrawn: books, invoices, money that waits,
    orders, instruments, what may be drawn."""
    rows = world.rows
    return {
        "ledger": ledger(world),
        "invoices": rows("SELECT invoice_number, open_cents, approved_cents, hold FROM invoice"
                         " ORDER BY 1"),
        "waits": rows("SELECT k.number, y.value_on, y.open_cents FROM payment y"
                      " JOIN contract k ON k.id = y.contract_id WHERE y.open_cents > 0"
                      " ORDER BY 1, 2, 3"),
        "orders": rows("SELECT o.amount_cents, array_agg(s.step ORDER BY s.step) FROM payment_order"
                       " o JOIN payment_order_step_now s ON s.order_id = o.id"
                       " GROUP BY o.contract_id, o.id ORDER BY 1, 2"),
        "instruments": rows("SELECT i.number, array_agg(s.step ORDER BY s.step) FROM instrument i"
                            " JOIN instrument_step_now s ON s.instrument_id = i.id"
                            " GROUP BY i.contract_id, i.id ORDER BY 1"),
        "exposure": rows("SELECT outstanding_cents, approved_cents, unallocated_cash_cents,"
                         " open_count FROM exposure ORDER BY contract_id, 1"),
    }  # fmt: skip
