"""The watch on fraud runs by itself: within minutes on what came, at the close on everything; it
locks what it doubts and looks again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors.worker import loop
from comptant.operations.acts.act import Act
from comptant.operations.assigning import remit
from comptant.operations.closing import close
from comptant.operations.closing.keeper import keeper
from comptant.operations.risk import fraud
from comptant.operations.risk.facts import record_fact
from comptant.operations.risk.watching import watch_arrivals
from comptant.store.connection import connect
from tests.facts import World, sent_invoices
from tests.fraud_desk import decided, facts_said, invoice, opened, remitted, said, watched
from tests.houses import house

NEAR = ({"number": "FA-100", "cents": 1_000_000}, {"number": "FA-10O", "cents": 1_002_000})
WATCHES = "SELECT answer -> 'contract_ids' FROM act WHERE operation = 'watch_fraud' ORDER BY id"


@house
def world(writer: psycopg.Connection) -> World:
    return opened(writer)


def close_today(world: World, size: int = close.SLICE) -> Any:
    return close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None, size)


def arrived(world: World, since_at: datetime) -> int:
    """The keeper looks at what came since an instant, and finds so many."""
    by = keeper(world.conn)
    assert by is not None
    return watch_arrivals(world.conn, replace(world.asked("anna"), by=by), since_at)


def test_the_close_watches_every_contract_and_tells_what_it_found(world: World) -> None:
    remitted(world, *NEAR)
    report = close_today(world)
    assert report["fraud_watched"] == report["contracts"] == 1
    (told,) = report["to_look_at"]["fraud_alarms"]["rows"]
    assert told == {
        "contract_number": "C-1", "fraud_rule": "FR-02", "fraud_effect": "BLOCK",
        "alarm_cents": 1_002_000, "currency": "EUR",
        "alarm_id": world.one("SELECT id FROM fraud_alarm")}  # fmt: skip
    assert facts_said(world) == {("INVOICE", invoice(world, "FA-10O"))}
    world.on += timedelta(days=1)
    assert close_today(world)["to_look_at"]["fraud_alarms"]["count"] == 0


def test_a_watch_that_was_stopped_goes_on_where_it_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.contract("C-2")
    remitted(world, *NEAR)
    looked: list[int] = []

    def stopped(conn: psycopg.Connection, asked: Any, **said: Any) -> Any:
        if looked:
            raise KeyboardInterrupt
        looked.extend(said["contract_ids"])
        return fraud.watch_fraud(conn, asked, **said)

    monkeypatch.setattr(close, "watch_fraud", stopped)
    with pytest.raises(KeyboardInterrupt):
        close_today(world, size=1)
    monkeypatch.setattr(close, "watch_fraud", fraud.watch_fraud)
    assert world.rows(WATCHES) == [([world.ids["C"]],)]
    assert world.rows("SELECT * FROM day_close") == []
    assert close_today(world, size=1)["fraud_watched"] == 2
    assert world.rows(WATCHES) == [([world.ids["C"]],), ([other],)]
    assert world.one("SELECT count(*) FROM fraud_alarm") == 1


def meanwhile(monkeypatch: pytest.MonkeyPatch, done: Callable[[World], None], world: World) -> None:
    """Somebody else does this after the watch has read, before it locks."""
    real, waits = fraud.lock_contracts, [done]

    def lock(do: Act, contract_ids: Any) -> None:
        while waits:
            act = waits.pop()
            with connect("comptant_writer") as conn:
                conn.autocommit = True
                act(replace(world, conn=conn))
        real(do, contract_ids)

    monkeypatch.setattr(fraud, "lock_contracts", lock)


def test_what_is_mended_meanwhile_is_not_raised(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    remitted(world, {"number": "FA-1", "cents": 1_000_123})
    of, late = invoice(world, "FA-1"), world.on + timedelta(days=9)
    said(world, "INVOICE", of, "delivered_on", late.isoformat())

    def mended(there: World) -> None:
        record_fact(there.conn, there.asked("anna", "mended"), contract_id=world.ids["C"],
                    subject="INVOICE", subject_id=of, name="delivered_on",
                    value=world.on.isoformat(), from_on=world.on, source="note")  # fmt: skip

    meanwhile(monkeypatch, mended, world)
    assert watched(world) == []
    assert world.rows("SELECT * FROM fraud_alarm") == []


def test_what_is_cleared_meanwhile_is_not_raised_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    remitted(world, *({"number": f"FA-{n}", "cents": 100_000 * n} for n in range(1, 25)))
    watched(world)
    decided(world, "FR-04", "CLEARED")
    world.on += timedelta(days=31)

    def decided_again(there: World) -> None:
        assert fraud.watch_fraud(there.conn, there.asked("anna", "seen"), from_on=None,
                                 contract_ids=[world.ids["C"]])["count"] == 1  # fmt: skip
        decided(replace(there, count=900), "FR-04", "CLEARED")

    meanwhile(monkeypatch, decided_again, world)
    assert watched(world) == []
    assert world.one("SELECT count(*) FROM fraud_alarm") == 2


def test_what_came_is_looked_at_within_minutes(world: World) -> None:
    before = datetime.now(UTC)
    remitted(world, *NEAR)
    assert arrived(world, before) == 1
    assert facts_said(world) == {("INVOICE", invoice(world, "FA-10O"))}
    assert arrived(world, before) == 0
    assert arrived(world, datetime.now(UTC)) == 0
    assert len(world.rows(WATCHES)) == 2  # where nothing came, nothing is written


def test_a_quick_look_leaves_to_the_close_what_needs_the_whole_client(world: World) -> None:
    remitted(world, *({"number": f"FA-{n}", "cents": 100_000 * n} for n in range(1, 25)))
    assert watched(world, is_quick=True) == []
    assert watched(world) == [("FR-04", "CONTRACT")]


def test_a_quick_look_asks_the_history_before_it_raises(world: World) -> None:
    for number in range(3):
        remitted(world, {"number": f"FA-{number}", "cents": 500_000})
        world.on += timedelta(days=20)
    remitted(world, {"number": "FA-3", "cents": 500_000})
    world.on += timedelta(days=2)
    remitted(world, {"number": "FA-4", "cents": 500_000})
    # Of ten days the two are twins; of a year they are what this buyer is always billed.
    assert watched(world, is_quick=True) == []


def test_a_circle_is_seen_from_one_contract_alone(world: World) -> None:
    world.ids["G"] = world.contract("G-1", client="GAMMA SA")
    remitted(world, {"number": "FA-1", "cents": 1_000_123, "buyer": "GAMMA SA"})
    sent = sent_invoices(world.on, {"number": "GA-1", "cents": 900_321, "buyer": "ALPHA SAS",
                                    "due_on": world.on + timedelta(days=30)})  # fmt: skip
    asked = world.asked("anna")
    remit.remit(world.conn, asked, contract_id=world.ids["G"], sent=sent, file_name="g.csv",
                digest=b"g" * 32, received_at=asked.at)  # fmt: skip
    assert watched(world) == [("FR-20", "CONTRACT")]


def test_a_watch_asks_the_database_as_often_for_one_invoice_as_for_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = fraud.bulk.copy_out

    def counted(conn: psycopg.Connection, query: str, /, *given: Any, **named: Any) -> Any:
        asked.append(query)
        return real(conn, query, *given, **named)

    monkeypatch.setattr(fraud.bulk, "copy_out", counted)
    remitted(world, {"number": "FA-1", "cents": 123_457})
    watched(world)
    few = len(asked)
    remitted(world, *({"number": f"FA-{n}", "cents": 123_457 + 9_871 * n} for n in range(2, 90)))
    watched(world)
    assert (few, len(asked)) == (len(fraud.TABLES) + 2, 2 * len(fraud.TABLES) + 4)


def test_the_worker_looks_every_five_minutes_and_in_a_trial_never(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.on = datetime.now(loop.PARIS).date()  # the worker's day is the wall's
    (turn,) = [one for one in loop.turns() if one.name == "fraud"]
    assert turn.every == timedelta(minutes=5)
    remitted(world, *NEAR)
    at = datetime.now(UTC)
    assert turn.job(world.conn, at) == 0
    monkeypatch.setattr(loop.access, "is_sandbox", lambda conn: False)
    assert turn.job(world.conn, at) == 1
    for minutes in (5, 10):  # a look reaches back to the one before it, and a minute more
        assert turn.job(world.conn, at + timedelta(minutes=minutes)) == 0
    assert world.one("SELECT count(*) FROM act WHERE key LIKE 'keeper/fraud/%%'") == 2


def test_a_contract_where_nothing_happened_is_watched_once_a_week(world: World) -> None:
    remitted(world, {"number": "FA-1", "cents": 123_457})
    watched_on = []
    for count in range(15):
        if close_today(world)["fraud_watched"]:
            watched_on.append(count)
        world.on += timedelta(days=1)
    assert watched_on[0] == 0  # something came
    later = [day for day in watched_on if day]
    assert len(later) == 2
    assert later[1] - later[0] == 7


def test_the_house_is_told_of_each_contract_its_own_alarms_and_no_client_is(world: World) -> None:
    other = world.contract("C-2")
    world.limit(other, "BETA SA", 900_000_000)
    remitted(world, *NEAR)
    due_on = world.on + timedelta(days=30)
    world.remit(other, {"number": "GA-1", "cents": 5_000_100, "due_on": due_on},
                {"number": "GA-I", "cents": 5_000_100, "due_on": due_on})  # fmt: skip
    fraud.watch_fraud(world.conn, world.asked("anna"), contract_ids=[world.ids["C"], other],
                      from_on=None)  # fmt: skip
    told = world.rows("SELECT contract_id, data, for_client FROM event WHERE kind = 'fraud.watched'"
                      " ORDER BY contract_id")  # fmt: skip
    assert [(id_, is_told) for id_, _, is_told in told] == [
        (world.ids["C"], False), (other, False)]  # fmt: skip
    for id_, data, _ in told:
        assert {alarm["contract_id"] for alarm in data["alarms"]} == {id_} == {data["contract_id"]}
        assert {alarm["fraud_rule"] for alarm in data["alarms"]} == {"FR-02"}
        assert "answer" not in data
    events = world.one("SELECT count(*) FROM event")
    fraud.watch_fraud(world.conn, world.asked("anna"), contract_ids=[world.ids["C"], other],
                      from_on=None)  # fmt: skip
    assert world.one("SELECT count(*) FROM event") == events
