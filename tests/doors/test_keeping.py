"""A back-up restored on another machine says the same, to the cent and to the hash; what is damaged
or in the way is refused, and nothing is left of it."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from comptant import settings
from comptant.store import backup, server
from comptant.store.connection import superuser_connect
from tests import facts
from tests.doors.conftest import Cli, Csv


@pytest.fixture
def taken(cli: Cli, world: facts.World, csv: Csv, tmp_path: Path) -> Path:
    """The back-up of a house with a remittance, a draw, and a sealed chain."""
    day = ("--on", "2026-01-16")
    cli.json("remit", "C-1", csv("FA-1", 20000), "--user", "alice", *day)
    cli.json("draw", "C-1", "18000.00", "--user", "alice", *day)
    cli.json("audit", "seal", "--user", "ada", *day)
    file = tmp_path / "house.backup"
    answer = cli.json("backup", file, "--user", "ada", *day)
    assert (answer["bytes"], answer["name"]) == (file.stat().st_size, "house.backup")
    assert file.stat().st_mode & 0o777 == 0o600
    assert {"account": "DEB", "currency": "EUR", "balance_cents": 2_000_000} in answer["balances"]
    return file


@pytest.fixture
def closed(cli: Cli, world: facts.World, csv: Csv, tmp_path: Path) -> Path:
    """The back-up of a house whose books were proved by a close, and on which more was booked."""
    day = ("--on", "2026-01-16")
    cli.json("remit", "C-1", csv("FA-1", 20000), "--user", "alice", *day)
    cli.json("close-day", "2026-01-16", "--user", "aron", *day)
    cli.json("remit", "C-1", csv("FA-2", 10000), "--user", "alice", "--on", "2026-01-17")
    file = tmp_path / "closed.backup"
    cli.json("backup", file, "--user", "ada", *day)
    return file


@pytest.fixture
def elsewhere(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Another machine: another server, with nothing on it."""
    home = settings.HOME / f"elsewhere-{database}"
    monkeypatch.setattr(settings, "HOME", home)
    yield home
    server.stop(home)
    shutil.rmtree(home)


def databases() -> set[str]:
    with superuser_connect("postgres") as conn:
        return {name for (name,) in conn.execute("SELECT datname FROM pg_database")}


def test_a_restore_elsewhere_gives_the_same_figures_and_the_same_chain(
    cli: Cli, taken: Path, writer: psycopg.Connection, elsewhere: Path
) -> None:
    writer.close()
    told = cli.json("restore", taken)
    assert told["broken_at"] is None
    assert told["unsealed"] == 1  # the sealing itself
    assert len(told["head"]) == 64
    assert {"account": "DEB", "currency": "EUR", "balance_cents": 2_000_000} in told["balances"]
    assert cli.json("balances", "C-1", "--user", "ada", "--on", "2026-01-16")
    # The guards, the rights and the sequence came along: it works on as before.
    again = cli.json("audit", "seal", "--user", "ada", "--on", "2026-01-16")
    assert again["sealed"] == 1
    with superuser_connect() as conn, pytest.raises(psycopg.errors.IntegrityError):
        conn.execute("DELETE FROM act")
    refused = cli.error("restore", taken, code=1)
    assert refused["error"] == "books_open_here"
    assert databases() == {"postgres", "template0", "template1", settings.DATABASE}


def test_a_restored_house_carries_its_proofs_on(
    cli: Cli, closed: Path, writer: psycopg.Connection, elsewhere: Path
) -> None:
    writer.close()
    cli.json("restore", closed)
    sums = "SELECT sum(deb_cents) FROM proved_sum"
    with superuser_connect() as conn:
        assert conn.execute(sums).fetchone() == (2_000_000,)
    told = cli.json("close-day", "2026-01-17", "--user", "aron", "--on", "2026-01-17")
    assert told["to_look_at"]["proved_anew"] == []
    with superuser_connect() as conn:
        assert conn.execute(sums).fetchone() == (3_000_000,)
    whole = cli.json("reconcile", "--whole", "--user", "ada", "--on", "2026-01-17")
    assert [row for row in whole if "contract_number" in row] == []


def test_a_back_up_replaces_no_books(cli: Cli, taken: Path) -> None:
    assert cli.error("restore", taken, code=1)["error"] == "books_open_here"
    exists = cli.error("backup", taken, "--user", "ada", code=3)
    assert "exists already" in exists["message"]


def test_only_an_administrator_takes_the_house_away(cli: Cli, world: facts.World) -> None:
    for login in ("alice", "tania", "cora"):
        told = cli.error("backup", "stolen.backup", "--user", login, code=4)
        assert told["error"] == "not_your_right"
    assert list(Path.cwd().glob("stolen*")) == []


def test_a_disk_that_is_full_leaves_no_file(cli: Cli, world: facts.World) -> None:
    told = cli.error("backup", "/dev/full/house.backup", "--user", "ada", code=3)
    assert "/dev/full/house.backup" in told["message"]


def damaged(source: Path, member: str, at: int) -> Path:
    """The same back-up with one byte of a member turned."""
    with zipfile.ZipFile(source) as archive:
        info = archive.getinfo(member)
    data = bytearray(source.read_bytes())
    data[info.header_offset + 30 + len(member) + at] ^= 0xFF
    other = source.with_name("damaged.backup")
    other.write_bytes(data)
    return other


def changed(source: Path, wanted: bytes, other: bytes) -> Path:
    """The same back-up with other figures in its manifest."""
    path = source.with_name("changed.backup")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == backup.MANIFEST:
                assert wanted in content
                content = content.replace(wanted, other, 1)
            new.writestr(name, content)
    return path


def test_what_is_no_whole_back_up_is_refused_and_leaves_nothing(
    cli: Cli, taken: Path, elsewhere: Path
) -> None:
    cut, text = taken.with_name("cut.backup"), taken.with_name("text.backup")
    cut.write_bytes(taken.read_bytes()[: taken.stat().st_size // 2])
    text.write_bytes(b"\x00\xff not a back-up")
    for file in (cut, text, taken.with_name("absent.backup")):
        assert cli.error("restore", file, code=3)["error"] == "file"
    assert "damaged" in cli.error("restore", damaged(taken, backup.DUMP, 20_000), code=3)["message"]
    later = changed(taken, b'"0001_foundation"', b'"9999_tomorrow"')
    assert "later version" in cli.error("restore", later, code=3)["message"]
    other = changed(taken, b'"CCA"', b'"BNK"')
    assert "balances" in cli.error("restore", other, code=3)["message"]
    assert databases() == {"postgres", "template0", "template1"}
    assert cli.json("restore", taken)["broken_at"] is None
