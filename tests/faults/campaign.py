"""The server killed at random points while people work: nothing is lost, nothing is done twice.

    python -m tests.faults.campaign --rounds 1000 --seed 7

The same days are worked once in peace and once with the server killed in the middle of each
command; whoever typed it types it again under its key until it is answered. Both houses must then
say the same, ids apart. Prints what was seen; exit code 1 where they differ.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.doors import camt
from tests.faults.staff import Staff

STARTS_ON = date(2026, 1, 26)
HEAD = "Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN"
TRIES = 20


@dataclass
class Days:
    """Working days typed at the command line; each command has a key of its own."""

    staff: Staff
    folder: Path
    chance: random.Random | None  # None: in peace
    home: Path
    wanted: int
    on: date = STARTS_ON
    bank_cents: int = 0
    typed: int = 0
    kills: int = 0
    tries: int = 0
    unpaid: list[tuple[str, int]] = field(default_factory=list)

    def do(self, login: str, *words: object) -> dict[str, Any]:
        """Type a command until it is answered, while the server may be killed under it."""
        self.typed += 1
        line = (*words, "--user", login, "--on", self.on, "--key", f"key-{self.typed}")
        for _ in range(TRIES):
            self.tries += 1
            with self._trouble():
                answer = self.staff.type(*line, "--json")
            assert answer is not None
            if answer["exit_code"] == 0:
                told: dict[str, Any] = json.loads(answer["out"])
                return told
            # The only excuse: the database is away. It is told clearly, with what to do.
            assert answer["exit_code"] == 5, answer
        raise AssertionError(f"{line} was never answered")

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Kill the server at some point of the command, until there were kills enough."""
        if self.chance is None or self.kills >= self.wanted:
            yield
            return
        self.kills += 1
        killer = threading.Timer(self.chance.uniform(0, 0.25), kill_server, [self.home])
        killer.start()
        yield
        killer.join()

    def day(self) -> None:
        """Invoices come, a draw leaves, the bank tells of both and of a payment, the day closes."""
        numbers = [(f"FA-{self.on:%m%d}-{place}", 100_000 + 7 * place) for place in range(3)]
        path = self.folder / f"{self.on}.csv"
        lines = [f"{number};{self.on};{self.on + timedelta(days=20)};{camt.euros(cents)};"
                 "BETA SA;443061841" for number, cents in numbers]  # fmt: skip
        path.write_text("\n".join([HEAD, *lines]) + "\n")
        self.do("alice", "remit", "C-1", path)
        order = self.do("alice", "draw", "C-1", "1500.00")
        self.do("tania", "release", order["order_id"])
        self.do("tania", "payout", "--out", self.folder / f"{self.on}-{self.typed}.xml")
        self.unpaid += numbers
        number, cents = self.unpaid.pop(0)
        told = [(-150_000, order["reference"], "FILE"), (cents, "NONE", number)]
        statement = self.folder / f"bank-{self.on}.xml"
        statement.write_text(camt.statement(
            OURS, self.on.toordinal(), self.on, self.bank_cents, *told))  # fmt: skip
        self.bank_cents += sum(cents for cents, _, _ in told)
        self.do("tania", "bank", statement)
        self.do("aron", "close-day", self.on)
        self.on += timedelta(days=1)


OURS = "FR7630006000011234567890189"


def kill_server(home: Path) -> None:
    """SIGKILL to the postmaster, as if the machine had stopped under it."""
    try:
        pid = int((home / "postgres/data/postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return  # it is down already, or coming up


def house(home: Path, sessions: Path) -> None:
    """A server of its own in `home`, and a factor ready to work on it."""
    from datetime import UTC, datetime

    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from comptant import settings
    from comptant.operations.registry import people
    from comptant.store import migrate
    from comptant.store.connection import connect
    from tests import facts

    settings.HOME = home
    migrate.bootstrap()
    PBKDF2PasswordHasher.iterations = 1  # slow on purpose in real life
    sessions.mkdir(mode=0o700)
    with connect("comptant_writer") as conn:
        world = facts.open_world(conn, STARTS_ON)
        world.limit(world.contract("C-1"), "BETA SA", 100_000_000)
        for login in world.users:
            token, _ = people.sign_in(conn, login=login, password=facts.PASSWORD,
                                      at=datetime.now(UTC))  # fmt: skip
            (sessions / login).write_text(token)


def work(home: Path, folder: Path, rounds: int, days: int, seed: int | None) -> Days:
    """The days of one house; with a seed, killed so many times."""
    from comptant import settings
    from comptant.store import server

    folder.mkdir()
    house(home, folder / "sessions")
    staff = Staff(home, settings.DATABASE, folder / "sessions")
    worked = Days(staff, folder, None if seed is None else random.Random(seed), home, rounds)
    try:
        while worked.kills < rounds or (worked.on - STARTS_ON).days < days:
            worked.day()
            if seed is not None:
                print(f"{worked.on}: {worked.kills} of {rounds} kills", file=sys.stderr)
        return worked
    finally:
        staff.end()
        server.start(home)


def contents(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """The state of a house, whose books and bank must not contradict themselves."""
    from comptant import settings
    from comptant.operations.banking import bank_proof
    from comptant.store import bulk
    from comptant.store.connection import connect
    from tests.simulation.state import state

    settings.HOME = home
    with connect("comptant_writer") as conn:
        for (id_,) in conn.execute("SELECT id FROM contract WHERE NOT is_house").fetchall():
            assert bulk.rows(conn, "contradictions", ids=[id_], whole=True) == []
        assert {row["off_cents"] for row in bank_proof.proof(conn)} == {0}
        return state(conn)


def run(where: Path, rounds: int, seed: int) -> tuple[Days, bool]:
    """Kill the server so many times; the days worked, and whether both houses say the same."""
    from comptant.store import server

    troubled, peaceful = where / "troubled", where / "peaceful"
    try:
        worked = work(troubled, where / "t", rounds, 0, seed)
        days = (worked.on - STARTS_ON).days
        work(peaceful, where / "p", 0, days, None)
        return worked, contents(troubled) == contents(peaceful)
    finally:
        for home in (troubled, peaceful):
            if home.exists():
                server.stop(home)


def main() -> None:
    """The campaign by command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="comptant-faults-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)
        worked, is_same = run(Path(folder), asked.rounds, asked.seed)
    days = (worked.on - STARTS_ON).days
    print(
        f"server killed {worked.kills} times in {days} days; commands typed {worked.typed}, "
        f"tries {worked.tries}; the same as in peace: {'yes' if is_same else 'NO'}"
    )
    sys.exit(0 if is_same else 1)


if __name__ == "__main__":
    main()
