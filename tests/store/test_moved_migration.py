"""Money identified before moves were counted is told by its contract's payment alone."""

import psycopg
import pytest
from psycopg import sql

from comptant import settings
from comptant.operations.collection import unknown_money
from comptant.store.connection import superuser_connect
from tests.facts import open_world
from tests.store.test_partition_migration import _copy, _migrate
from tests.traces import tables

BEFORE = "0046_sign_on"
PAYMENTS = "SELECT id, amount_cents, open_cents, moved_cents FROM payment ORDER BY id"


@pytest.fixture
def lived(writer: psycopg.Connection) -> psycopg.Connection:
    """One payment of nobody, and one identified."""
    world = open_world(writer)
    contract = world.contract()
    world.bank({"cents": 30_000, "text": "ONE"}, {"cents": 20_000, "text": "TWO"})
    unknown_money.identify(
        world.conn, world.asked("anna"), contract_id=contract, buyer_id=0,
        payment_id=world.one("SELECT id FROM payment WHERE amount_cents = 20000"),
    )  # fmt: skip
    return writer


def test_what_was_identified_before_counts_as_moved(
    lived: psycopg.Connection, template: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = lived.execute(PAYMENTS).fetchall()
    assert [row[1:] for row in wanted] == [(30_000, 30_000, 0), (20_000, 0, 20_000),
                                           (20_000, 20_000, 0)]  # fmt: skip
    source, name = settings.DATABASE, f"{settings.DATABASE}_moved"
    named = sql.Identifier(name)
    template.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
    template.execute(sql.SQL("CREATE DATABASE {} OWNER comptant_owner").format(named))
    monkeypatch.setattr(settings, "DATABASE", name)
    _migrate(BEFORE)
    with superuser_connect(source) as full, superuser_connect(name) as empty:
        empty.autocommit = True
        empty.execute("SET session_replication_role = replica")
        for table in sorted(set(tables(full)) & set(tables(empty))):
            if not table.startswith("django"):
                _copy(full, empty, table)
        empty.execute("SET session_replication_role = origin")
    _migrate(None)
    with superuser_connect(name) as after:
        assert after.execute(PAYMENTS).fetchall() == wanted
    template.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))
