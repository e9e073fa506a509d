"""A process killed after any exchange with the database loses nothing, does nothing twice, and
leaves no half of a file; the same command under the same key then finishes the job."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from comptant import settings
from comptant.operations.registry import people
from comptant.store import bulk
from tests import facts
from tests.conftest import Connect
from tests.doors import camt
from tests.faults.staff import Staff
from tests.simulation.state import State, state

ON = date(2026, 1, 31)  # the end of a month: charges, accruals and the fund move
HEAD = "Invoice number;Type;Invoice date;Due date;Total incl VAT;Buyer;SIREN;Credited invoice"
LINES = (
    "FA-10;380;2026-01-16;2026-03-17;4000.00;BETA SA;443061841;",
    "FA-11;380;2026-01-16;2026-03-17;900.00;NOBODY SARL;;",
    "FA-12;380;2026-01-16;;900.00;BETA SA;443061841;",
    "AV-1;381;2026-01-16;;500.00;BETA SA;443061841;FA-1",
)


@dataclass
class Scene:
    """A house where something is about to be typed, in a database to copy from."""

    staff: Staff
    admin: psycopg.Connection
    template: str
    folder: Path
    reference: str

    def files(self) -> dict[str, Path]:
        """The list, and the bank's statement: a draw executed, money of two kinds, a charge."""
        remitted, told = self.folder / "january.csv", self.folder / "bank.xml"
        remitted.write_text("\n".join([HEAD, *LINES]) + "\n")
        told.write_text(camt.statement(
            facts.FACTOR_IBAN, 1, ON, 0, (-1_800_000, self.reference, "FILE"),
            (2_000_000, "NONE", "FA-1"), (123_456, "NONE", "WHO IS THIS"), (-990, "NONE", "?"),
        ))  # fmt: skip
        return {"list": remitted, "bank": told, "out": self.folder / "payments.xml"}

    def command(self, name: str) -> tuple[object, ...]:
        """What is typed, always under the same key."""
        files = self.files()
        typed: dict[str, tuple[object, ...]] = {
            "remit": ("remit", "C-1", files["list"], "--user", "alice"),
            "bank": ("bank", files["bank"], "--user", "tania"),
            "payout": ("payout", "--out", files["out"], "--user", "tania"),
            "close-day": ("close-day", ON, "--user", "aron"),
        }  # fmt: skip
        return (*typed[name], "--on", ON, "--key", name, "--json")

    def copy(self, name: str) -> str:
        """A fresh database to type in."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        copy = sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(drop)
        self.admin.execute(copy.format(sql.Identifier(name), sql.Identifier(self.template)))
        return name

    def drop(self, *names: str) -> None:
        for name in names:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            self.admin.execute(drop)


@pytest.fixture
def scene(
    template: psycopg.Connection, database: str, connect_to: Connect, tmp_path: Path
) -> Iterator[Scene]:
    """ALPHA has drawn and been paid by a file; another draw waits for its file."""
    conn = connect_to("comptant_writer")
    world = facts.open_world(conn)
    contract = world.contract("C-1", interest_billing="MONTHLY", fund_ppm=50_000)
    world.contract("C-2", client="GAMMA SA")
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 17)},
                {"number": "FA-2", "cents": 1_000_000, "due_on": date(2026, 1, 30)})  # fmt: skip
    first = world.draw(contract, 1_800_000)
    world.payout()
    world.draw(contract, 100_000)
    (tmp_path / "sessions").mkdir(mode=0o700)
    for login in world.users:
        now = datetime.now(UTC)
        token, _ = people.sign_in(conn, login=login, password=facts.PASSWORD, at=now)
        (tmp_path / "sessions" / login).write_text(token)
    conn.close()
    staff = Staff(settings.HOME, database, tmp_path / "sessions")
    made = Scene(staff, template, database, tmp_path, first["reference"])
    yield made
    staff.end()
    made.drop(f"{database}_killed", f"{database}_whole")


def seen(connect_to: Connect, database: str) -> State:
    """The state of a database, whose books must not contradict themselves."""
    from comptant.store.connection import connect

    with connect("comptant_writer", database) as conn:
        contracts = conn.execute("SELECT id FROM contract WHERE NOT is_house").fetchall()
        wrong = [
            row for (id_,) in contracts
            for row in bulk.rows(conn, "contradictions", ids=[id_], whole=True)
        ]  # fmt: skip
        assert wrong == []
        return state(conn)


def handed_over(scene: Scene, database: str) -> None:
    """A payment file is there whole, as the database keeps it, or not at all."""
    from comptant.store.connection import connect

    out = scene.folder / "payments.xml"
    with connect("comptant_writer", database) as conn:
        kept = {bytes(content) for (content,) in conn.execute(
            "SELECT content FROM document WHERE media_type = 'application/xml'")}  # fmt: skip
    assert not out.exists() or out.read_bytes() in kept
    assert list(scene.folder.glob("payments.xml?*")) == []


@pytest.mark.parametrize("name", ["remit", "bank", "payout", "close-day"])
def test_killed_after_any_statement_nothing_is_lost_nor_done_twice(
    name: str, scene: Scene, connect_to: Connect
) -> None:
    killed, whole = f"{scene.template}_killed", f"{scene.template}_whole"
    typed = scene.command(name)
    before = seen(connect_to, scene.copy(whole))
    answer = scene.staff.type(*typed, database=whole)
    assert answer is not None
    assert answer["exit_code"] == 0, answer
    after = seen(connect_to, whole)
    assert after != before
    for exchange in range(1, answer["exchanges"] + 1):
        (scene.folder / "payments.xml").unlink(missing_ok=True)
        assert scene.staff.type(*typed, database=scene.copy(killed), die_after=exchange) is None
        between = seen(connect_to, killed)
        if name != "close-day":  # one act per slice, then one for the house
            assert between in (before, after), exchange
        handed_over(scene, killed)
        finished = scene.staff.type(*typed, database=killed)
        assert finished is not None
        assert finished["exit_code"] == 0, finished
        assert seen(connect_to, killed) == after, exchange
        handed_over(scene, killed)
