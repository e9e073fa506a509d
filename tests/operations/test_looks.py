"""Who looks at what may be drawn waits for nobody's act, and sees one instant of the books."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Act, Asked
from comptant.operations.drawing import availability, exits
from comptant.operations.risk import disputes
from comptant.store import bulk
from tests.cast import add_cast, send
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents

Connect = Callable[[str], psycopg.Connection]
DUE = date(2026, 3, 1)
LATE = 200  # days: overdue beyond what the contract finances


@house
def world(writer: psycopg.Connection) -> World:
    """Two contracts of ALPHA on BETA, one invoice each; LATE days later they are too late."""
    opened = open_world(writer)
    add_cast(opened)
    opened.ids["A-2"] = opened.contract("A-2")
    for number in ("A-1", "A-2"):
        opened.limit(opened.ids[number], "BETA SA", 90_000_000)
        send(opened, "alice", opened.ids[number],
             {"number": f"{number}-0", "cents": 1_000_000, "due_on": DUE})  # fmt: skip
    return opened


def looks(world: World, conn: psycopg.Connection, on: date) -> list[Any]:
    """Every look at the first contract, and at both of the client."""
    alice, first = world.asked("alice"), world.ids["A-1"]
    both = [first, world.ids["A-2"]]
    seen = availability.look(conn, alice.by, first, on, alice.at)
    told, parts = availability.explain(conn, alice.by, first, on, alice.at)
    leaving = exits.simulate_exit(conn, alice.by, first, None, on, alice.at)
    return [seen.drawable_cents, told.drawable_cents, parts.to_dicts(),
            availability.drawable(conn, alice.by, both, on, alice.at), leaving]  # fmt: skip


@pytest.mark.parametrize("days", [0, LATE])
def test_a_look_waits_for_no_act(world: World, connect_to: Connect, days: int) -> None:
    on = world.on + timedelta(days=days)
    freely = looks(world, world.conn, on)
    before = contents(world.conn)
    acting, looking = connect_to("comptant_writer"), connect_to("comptant_writer")
    looking.autocommit = True
    looking.execute("SET lock_timeout = '3s'")
    with acting.transaction(force_rollback=True):
        acting.execute("SELECT id FROM contract FOR UPDATE")
        acting.execute("SELECT pg_advisory_xact_lock(hashtextextended('several contracts', 0))")
        assert looks(world, looking, on) == freely
    assert contents(world.conn) == before


def test_what_time_and_an_act_both_change_is_looked_at_after_the_act(
    world: World, connect_to: Connect
) -> None:
    on, first = world.on + timedelta(days=LATE), world.ids["A-1"]
    acting, looking = connect_to("comptant_writer"), connect_to("comptant_writer")
    looking.autocommit = True
    alice = world.asked("alice")
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'A-1-0'")
    with ThreadPoolExecutor(1) as pool:
        with acting.transaction():
            dispute(acting, world.asked("anna"), first, invoice)
            seen = pool.submit(availability.explain, looking, alice.by, first, on, alice.at)
            wait_for_somebody(world.conn)
        told, parts = seen.result()
    after, parts_after = availability.explain(world.conn, alice.by, first, on, alice.at)
    assert told.totals == after.totals
    assert parts.to_dicts() == parts_after.to_dicts()
    assert "disputed" in set(parts["reason"])


def test_a_look_in_the_way_of_an_act_gives_way(world: World, connect_to: Connect) -> None:
    """Each holds what the other wants: the act goes on, the look comes after it."""
    acting, looking = connect_to("comptant_writer"), connect_to("comptant_writer")
    looking.autocommit = True
    first, second = world.ids["A-1"], world.ids["A-2"]
    tried: list[str] = []

    def see(do: Act) -> list[Any]:
        tried.append("look")
        touch(do.conn, first)
        touch(do.conn, second)
        return []

    with ThreadPoolExecutor(1) as pool:
        with acting.transaction():
            acting.execute("SELECT id FROM contract WHERE id = ANY(%s) FOR UPDATE",
                           ([first, second],))  # fmt: skip
            touch(acting, second)
            seen = pool.submit(availability.looked, looking, world.asked("alice"), see,
                               [first, second])  # fmt: skip
            wait_for_somebody(world.conn)
            touch(acting, first)
        seen.result()
    assert len(tried) > 1


def touch(conn: psycopg.Connection, contract_id: int) -> None:
    """A row of the contract, as any act changes it."""
    conn.execute("UPDATE exposure SET outstanding_cents = outstanding_cents WHERE contract_id = %s",
                 (contract_id,))  # fmt: skip


def dispute(conn: psycopg.Connection, asked: Asked, contract_id: int, invoice_id: int) -> None:
    """What open_dispute does, in a transaction that the caller ends."""
    body = disputes.open_dispute.__wrapped__  # type: ignore[attr-defined]
    body(Act(conn, bulk.take_ids(conn, 1)[0], asked), contract_id=contract_id,
         invoice_id=invoice_id, code="LIT-PRX", amount_cents=None, is_rest_confirmed=False,
         source="CLIENT", evidence="")  # fmt: skip


def wait_for_somebody(conn: psycopg.Connection) -> None:
    """Until somebody waits for what another has changed."""
    query = ("SELECT count(*) FROM pg_stat_activity"
             " WHERE datname = current_database() AND wait_event_type = 'Lock'")  # fmt: skip
    for _ in range(600):
        row = conn.execute(query).fetchone()
        if row and row[0]:
            return
        time.sleep(0.05)
    raise AssertionError("nobody waits")
