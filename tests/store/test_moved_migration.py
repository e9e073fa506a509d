"""Money identified before moves were counted is told by its contract's payment alone."""

import psycopg
import pytest

from comptant.operations.collection import unknown_money
from tests.facts import open_world
from tests.store.earlier import awake, earlier

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
    with earlier(template, monkeypatch, BEFORE) as old:
        awake(old)
        assert old.execute(PAYMENTS).fetchall() == wanted
