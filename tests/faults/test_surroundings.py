"""What surrounds us fails: the disk, the connection, a lock, the clock. Each is told clearly, and
leaves the former state; the same command under the same key then finishes the job."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptant import settings
from comptant.doors import clocks
from comptant.store import access, connection, server
from tests import facts
from tests.conftest import Connect
from tests.doors.conftest import Cli, Csv
from tests.faults.campaign import STARTS_ON, house
from tests.faults.staff import Staff
from tests.simulation.state import state

DAY = ("--on", "2026-01-16")
DUE_ON = date(2026, 3, 17)


def drawing(world: facts.World) -> tuple[object, ...]:
    """The words of a draw of 1 000.00, which the client has available."""
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": DUE_ON})
    return ("draw", "C-1", "1000.00", "--user", "alice", "--key", "k", *DAY)


def test_a_lock_held_too_long_is_told_and_leaves_nothing(
    cli: Cli, world: facts.World, connect_to: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.connect.__kwdefaults__, "lock_timeout_ms", 200)
    typed = drawing(world)
    before = state(world.conn)
    holder = connect_to("comptant_writer")
    holder.execute("SELECT FROM contract WHERE id = %s FOR UPDATE", (world.ids["C-1"],))
    told = cli.error(*typed, code=1)
    assert told["error"] == "busy"
    assert told["key"] == "k"
    assert state(world.conn) == before
    holder.rollback()
    assert cli.json(*typed)["amount_cents"] == 100_000


def test_a_connection_that_breaks_in_the_middle_leaves_nothing(
    cli: Cli, world: facts.World, csv: Csv, template: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from comptant.operations.assigning import titles

    typed = ("remit", "C-1", csv("FA-1", 20000), "--user", "alice", "--key", "k", *DAY)
    before = state(world.conn)
    whole = titles.write_records

    def cut(do: Any, *given: Any) -> Any:
        template.execute("SELECT pg_terminate_backend(%s)", (do.conn.info.backend_pid,))
        return whole(do, *given)

    with monkeypatch.context() as patch:
        patch.setattr("comptant.operations.assigning.remit.write_records", cut)
        told = cli.error(*typed, code=5)
    assert "with the same --key" in told["message"]
    assert state(world.conn) == before
    assert cli.json(*typed)["remittances"][0]["accepted"] == 1


def test_a_clock_that_goes_back_writes_nothing_until_a_person_says_so(
    cli: Cli, world: facts.World, writer: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = drawing(world)
    last = datetime.now(UTC) + timedelta(days=365)
    real = access.clock

    def ahead(conn: psycopg.Connection) -> dict[str, Any]:
        """The last act was done a year from now, unless the clock was accepted since."""
        accepted = conn.execute("SELECT FROM act WHERE operation = 'accept_clock'").fetchone()
        return {**real(conn), **({} if accepted is not None else {"last_act_at": last})}

    monkeypatch.setattr(access, "clock", ahead)
    before = state(writer)
    told = cli.error(*typed, code=1)
    assert told["error"] == "clock_went_back"
    assert "comptant clock accept" in told["message"]
    assert state(writer) == before
    assert cli.json("contract", "list", "--user", "anna", *DAY)  # a look is no act
    assert cli.error("clock", "accept", "--reason", "x", "--user", "anna", *DAY, code=4)
    cli.json("clock", "accept", "--reason", "time server", "--user", "ada", *DAY)
    assert cli.json(*typed)["amount_cents"] == 100_000


def test_two_clocks_that_disagree_write_nothing(
    cli: Cli, world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = drawing(world)
    monkeypatch.setattr(clocks, "CLOCKS_APART_MAX", timedelta(seconds=-1))
    told = cli.error(*typed, code=1)
    assert told["error"] == "clocks_differ"


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A home on a disk of its own, too small for much; needs the right to mount one."""
    home = settings.HOME / f"small-{tmp_path.name}-{os.getpid()}"
    home.mkdir(mode=0o711)
    mount = ["mount", "-t", "tmpfs", "-o", "size=512m,mode=711", "tmpfs", str(home)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk to fill needs the right to mount one")
    monkeypatch.setattr(settings, "HOME", home)
    yield home
    server.stop(home)
    subprocess.run(["umount", "-l", str(home)], check=True)


def test_a_disk_that_fills_up_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    house(small_disk, tmp_path / "sessions")
    staff = Staff(small_disk, settings.DATABASE, tmp_path / "sessions")
    head = "Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN"
    lines = [f"FA-{n};{STARTS_ON};2026-03-31;10.00;BETA SA;443061841" for n in range(30_000)]
    list_ = tmp_path / "list.csv"
    list_.write_text("\n".join([head, *lines]) + "\n")
    typed = ("remit", "C-1", list_, "--user", "alice", "--on", STARTS_ON, "--key", "k", "--json")
    ballast = small_disk / "ballast"
    try:
        with ballast.open("wb") as file:  # all the room but a little
            stat = os.statvfs(small_disk)
            file.write(b"\0" * max(stat.f_bavail * stat.f_frsize - 6 * 2**20, 0))
        told = staff.type(*typed)
        assert told is not None
        assert told["exit_code"] == 5, told
        assert "with the same --key" in told["err"]
        ballast.unlink()
        assert staff.done("remittance", "list", "C-1", "--user", "alice") == []
        finished = staff.done(*typed[:-1])
        assert [part["accepted"] for part in finished["remittances"]] == [30_000]
    finally:
        staff.end()
