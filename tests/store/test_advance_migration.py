"""What was charged in advance before it was followed is the same after the migration."""

from datetime import date

import psycopg
import pytest

from tests.facts import open_world
from tests.store.earlier import awake, earlier

BEFORE = "0015_web_sessions"
CHANGES = """SELECT contract_id, invoice_id, value_on, until_on, advance_cents, financing_rate_ppm,
    interest_cents, lot_id = id FROM charged_advance ORDER BY contract_id, invoice_id, value_on"""


@pytest.fixture
def lived(writer: psycopg.Connection) -> psycopg.Connection:
    """FA-1, open, and FA-2, paid on the 20th, of a contract charged in advance."""
    world = open_world(writer)
    contract = world.contract(charge_timing="ADVANCE", fee_ppm=0, advance_margin_days=7)
    world.limit(contract, "BETA SA", 10_000_000)
    for number in ("FA-1", "FA-2"):
        world.remit(contract, {"number": number, "cents": 1_200_000, "due_on": date(2026, 3, 16)})
    world.on = date(2026, 1, 20)
    world.bank({"cents": 1_200_000, "text": "FA-2"})
    return writer


def test_the_charges_of_before_are_lots_and_their_corrections(
    lived: psycopg.Connection, template: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = lived.execute(CHANGES).fetchall()
    assert [row[-1] for row in wanted] == [True, True, False]
    old = lived.execute(
        """SELECT b.contract_id, b.invoice_id, b.value_on, b.advance_cents, b.financing_rate_ppm,
               b.interest_cents, e.value_on FROM charged_advance b LEFT JOIN charged_advance e
               ON e.lot_id = b.id AND e.id <> b.id WHERE b.lot_id = b.id"""
    ).fetchall()
    with earlier(template, monkeypatch, BEFORE) as before:
        with before.cursor() as cursor:
            cursor.executemany("INSERT INTO precharge VALUES (%s, %s, %s, %s, %s, %s, %s)", old)
        awake(before)
        assert before.execute(CHANGES).fetchall() == wanted
        assert before.execute("SELECT to_regclass('precharge')").fetchone() == (None,)
