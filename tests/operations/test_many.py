"""Many contracts at once: the same to the cent as one by one, and each with its own answer."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest
from psycopg import sql

from comptant import settings
from comptant.operations.closing import close
from comptant.operations.drawing import payments, releases
from comptant.operations.drawing.payments import DRAWS
from comptant.operations.registry import people
from comptant.store.connection import connect
from tests.cast import add_cast
from tests.conftest import TEMPLATE
from tests.facts import World, open_world
from tests.simulation.state import state
from tests.traces import refused

# Contracts of every clause that money and the close read.
CLAUSES: dict[str, dict[str, Any]] = {
    "M-1": {"interest_billing": "MONTHLY", "fee_billing": "AT_ASSIGNMENT"},
    "M-2": {"interest_billing": "AT_COLLECTION", "fee_billing": "MONTHLY", "margin_ppm": 20_000},
    "M-3": {"fund_ppm": 100_000, "fund_build_up": "PROGRESSIVE", "fund_levy_ppm": 50_000},
    "M-4": {"charge_timing": "ADVANCE", "has_auto_funding": True},
    "M-5": {"has_recourse": False, "overdue_cutoff_days": 3, "cross_ageing_days": 3},
    "M-6": {"interest_base": "FUNDS_IN_USE_AND_FUND", "fund_ppm": 200_000, "is_fee_reserved": True},
}


@pytest.fixture
def twins(template: psycopg.Connection) -> Iterator[tuple[World, World]]:
    """Two factors that have lived the same, each in a database of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    names = [f"test_{worker}_twin_{number}" for number in (1, 2)]
    conns = []
    for name in names:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        copy = sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {} STRATEGY FILE_COPY")
        template.execute(drop)
        template.execute(copy.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
        conns.append(connect("comptant_writer", name))
    yield lived(conns[0]), lived(conns[1])
    for conn, name in zip(conns, names, strict=True):
        conn.close()
        template.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def lived(conn: psycopg.Connection) -> World:
    """Six contracts with invoices, some late soon, and money received on one of each."""
    world = open_world(conn)
    for rank, (number, terms) in enumerate(CLAUSES.items()):
        world.ids[number] = contract = world.contract(number, **terms)
        world.limit(contract, "BETA SA", 5_000_000 + rank)
        world.remit(
            contract,
            {"number": f"{number}-A", "cents": 1_000_000 + rank, "due_on": date(2026, 1, 20)},
            {"number": f"{number}-B", "cents": 2_345_678 - rank, "due_on": date(2026, 3, 10)},
        )
    return world


def draws(world: World, **amounts: int | None) -> pl.DataFrame:
    """DRAWS for contracts by their number, with `_` for the dash."""
    return DRAWS.frame({"contract_id": world.ids[name.replace("_", "-")], "wanted_cents": cents}
                       for name, cents in amounts.items())  # fmt: skip


def drawn_and_released(world: World, size: int) -> None:
    """Every contract draws what it may and is paid, so many contracts in one act."""
    wanted = DRAWS.frame({"contract_id": world.ids[number]} for number in CLAUSES)
    for rows in wanted.iter_slices(size):
        answer = payments.draw_many(world.conn, world.asked("anna"), wanted=rows)
        ids = [order["order_id"] for order in answer["orders"]]
        releases.release_many(world.conn, world.asked("tania"), order_ids=ids)


def closed(world: World, until: date, size: int) -> None:
    """Every day closed from today on, by slices of so many contracts."""
    while world.on <= until:
        close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None, size=size)
        world.on = date.fromordinal(world.on.toordinal() + 1)


def test_all_at_once_is_one_by_one_to_the_cent(twins: tuple[World, World]) -> None:
    told = []
    for world, size in zip(twins, (1, 100), strict=True):
        drawn_and_released(world, size)
        world.bank(*({"cents": 1_000_000 + rank, "text": f"{number}-A"}
                     for rank, number in enumerate(CLAUSES)))  # fmt: skip
        closed(world, date(2026, 2, 1), size)
        world.bank({"cents": 500_000, "text": "M-1-B", "value_on": date(2026, 1, 25)})
        closed(world, date(2026, 2, 3), size)
        found = state(world.conn)
        told.append({name: rows for name, rows in found.items() if name not in ("acts", "closes")})
        reports = [report for _, report in found["closes"]]
        told[-1]["reports"] = [
            {**report, "slices": 0, "sealed": 0, "to_look_at": None}
            for report in reports  # type: ignore[dict-item]
        ]
    one_by_one, at_once = told
    assert {name for name in one_by_one if one_by_one[name] != at_once[name]} == set()
    codes = {row[1] for row in at_once["charges"]}
    assert codes == {"FEE-AFF", "VAT", "INT", "INT-ADV"}
    assert any(row[6] < 0 for row in at_once["charges"] if row[1] == "INT")  # a correction


KILLED = """
import os, signal
from dataclasses import replace
from datetime import date
from comptant import settings
settings.DATABASE = {database!r}
from comptant.operations.closing import close
from comptant.operations.acts.act import Asked, User
from comptant.store.connection import connect

def stop(done, of):
    if done == {at}:
        os.kill(os.getpid(), signal.SIGKILL)

with connect("comptant_writer") as conn:
    conn.autocommit = True
    from datetime import UTC, datetime
    by = User({user_id}, "aron", {company_id}, True, frozenset({{"accountant"}}))
    day = date.fromisoformat({day!r})
    close.close(conn, Asked(by, "killed", datetime.now(UTC), day), day, stop, size=2)
"""


def test_a_close_killed_between_slices_goes_on_where_it_was(twins: tuple[World, World]) -> None:
    killed, whole = twins
    for world in twins:
        drawn_and_released(world, 100)
        world.on = date(2026, 1, 31)
    for at in (2, 4, 6):
        aron = killed.users["aron"]
        code = KILLED.format(
            database=killed.conn.info.dbname, at=at, user_id=aron.id, company_id=aron.company_id,
            day=killed.on.isoformat(),
        )  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True,
            env={**os.environ, "COMPTANT_HOME": str(settings.HOME)},
        )  # fmt: skip
        assert run.returncode == -signal.SIGKILL, run.stderr
        assert killed.rows(
            "SELECT count(*), sum(jsonb_array_length(answer -> 'contract_ids')) FROM act"
            " WHERE operation = 'close_slice'") == [(at // 2, at)]  # fmt: skip
        assert killed.rows("SELECT * FROM day_close") == []
    for world in twins:
        close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None, size=2)
    assert state(killed.conn) == state(whole.conn)


def test_each_contract_of_a_request_has_its_own_answer(writer: psycopg.Connection) -> None:
    world = lived(writer)
    answer = payments.draw_many(world.conn, world.asked("anna"), wanted=draws(
        world, M_1=100_000, M_2=99_999_999, M_3=None))  # fmt: skip
    assert [(order["contract_id"], order["amount_cents"]) for order in answer["orders"]] == [
        (world.ids["M-1"], 100_000), (world.ids["M-3"], world.one(
            "SELECT available_cents FROM payment_order WHERE contract_id = %s", world.ids["M-3"]))
    ]  # fmt: skip
    assert [(row["refusal"], row["contract_id"]) for row in answer["refused"]] == [
        ("beyond_availability", world.ids["M-2"])]  # fmt: skip
    assert answer["count"] == 2
    again = draws(world, M_1=None, M_3=None)
    assert [
        row["refusal"]
        for row in payments.draw_many(world.conn, world.asked("anna"), wanted=again)["refused"]
    ] == ["nothing_available"]
    twice = pl.concat([again, again])
    with refused(world.conn, "contract_twice", contract_id=world.ids["M-1"]):
        payments.draw_many(world.conn, world.asked("anna"), wanted=twice)


def test_a_client_asks_for_money_on_its_own_contracts_only(writer: psycopg.Connection) -> None:
    world = open_world(writer)
    add_cast(world)
    wanted = DRAWS.frame([{"contract_id": world.ids["A-1"]}, {"contract_id": world.ids["C-1"]}])
    with refused(world.conn, "contract_unknown", contract_id=world.ids["C-1"]):
        payments.draw_many(world.conn, world.asked("alice"), wanted=wanted)


def test_many_orders_are_released_by_another_person_within_his_authority(
    writer: psycopg.Connection,
) -> None:
    world = lived(writer)
    asked = draws(world, M_1=100_000, M_2=200_000, M_3=300_000)
    orders = payments.draw_many(world.conn, world.asked("anna"), wanted=asked)["orders"]
    ids = [order["order_id"] for order in orders]
    own = payments.draw_many(world.conn, world.asked("anna"), wanted=draws(world, M_5=400_000))[
        "orders"
    ][0]["order_id"]
    world.approve(orders[1])
    answer = releases.release_many(world.conn, world.asked("aron"), order_ids=[*ids, own, 999])
    assert [row["order_id"] for row in answer["released"]] == [ids[0], ids[2], own]
    assert [(row["refusal"], row["order_id"]) for row in answer["refused"]] == [
        ("order_unknown", 999), ("already_decided", ids[1])]  # fmt: skip
    assert answer["total_cents"] == 800_000
    assert world.balance(world.ids["M-1"], "TRAN") == -100_000
    assert world.rows("SELECT DISTINCT decided_by FROM approval_decision d JOIN approval a"
                      " ON a.id = d.approval_id WHERE a.subject_id = ANY (%s)", [ids[0], ids[2]]
    ) == [(world.users["aron"].id,)]  # fmt: skip


def test_nobody_releases_what_he_has_asked_for_and_the_database_says_so_too(
    writer: psycopg.Connection,
) -> None:
    world = lived(writer)
    anna = world.users["anna"]
    both = type(anna)(anna.id, "anna", anna.company_id, True, anna.roles | {"treasurer"})
    world.users["anna"] = both
    order = payments.draw_many(world.conn, world.asked("anna"), wanted=draws(world, M_1=100_000))[
        "orders"
    ][0]
    answer = releases.release_many(world.conn, world.asked("anna"), order_ids=[order["order_id"]])
    assert [row["refusal"] for row in answer["refused"]] == ["same_person"]
    with pytest.raises(psycopg.errors.CheckViolation, match="two_people"):
        world.conn.execute(
            "INSERT INTO approval_decision (approval_id, proposed_by, decided_by, decision, act_id)"
            " VALUES (%s, %s, %s, 'APPROVED', 1)",
            (order["approval_id"], anna.id, anna.id),
        )


def test_beyond_his_authority_nobody_releases(writer: psycopg.Connection) -> None:
    world = lived(writer)
    order = payments.draw_many(world.conn, world.asked("anna"), wanted=draws(world, M_1=None))[
        "orders"
    ][0]
    people.set_authority(
        world.conn, world.asked("ada"), role="accountant", kind="payment_order",
        most_cents=order["amount_cents"] - 1, from_on=world.on, source="test",
    )  # fmt: skip
    ids = [order["order_id"]]
    answer = releases.release_many(world.conn, world.asked("aron"), order_ids=ids)
    assert [row["refusal"] for row in answer["refused"]] == ["beyond_authority"]
    assert (
        releases.release_many(world.conn, world.asked("tania"), order_ids=[order["order_id"]])[
            "count"
        ]
        == 1
    )
