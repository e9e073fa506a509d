"""A thousand random histories: the statements of each agree with its ledger, its client's books
import again, and every report of its last day adds up.

    python -m tests.simulation.statements --histories 1000 --days 2 --seed 1

One world is opened once and copied for each history; what is found is counted at the end.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from random import Random

from psycopg import Connection, sql

from tests.simulation import events
from tests.simulation.history import STARTS_ON, History, open_history
from tests.simulation.reports import check_client_books, check_open, check_statements

MONDAY = STARTS_ON + timedelta(days=3)
# More of what is booked than on other days of a history, and the bank is told twice as often.
BOOKED: dict[events.Event, int] = {
    **events.WITH_SLIPS, events.send: 20, events.buyer_pays: 24, events.draw: 12,
    events.bank_tells_early: 8, events.put_right: 6,
}  # fmt: skip
SEEN = ("statements", "lines of books", "entries")


def one_history(h: History, seed: int, days: int) -> dict[str, int]:
    """A history of a copied world, played and checked; what was seen."""
    h.chance, h.world.on = Random(seed), MONDAY
    events.play(h, days, lambda h: None, events_a_day=10, events=BOOKED)
    check_open(h, h.on)
    found = (check_statements(h, 2), check_client_books(h),
             h.rows("SELECT count(*) AS n FROM entry")[0]["n"])  # fmt: skip
    return dict(zip(SEEN, found, strict=True))


def run(admin: Connection, source: str, histories: int, days: int, seed: int) -> dict[str, int]:
    """So many histories, each on a copy of a database in which nothing was done."""
    import copy

    from comptant import settings
    from comptant.store.connection import connect

    world, seen = f"{source}_world", dict.fromkeys(SEEN, 0)
    _copy(admin, source, world)
    settings.DATABASE = world
    with connect("comptant_writer", world) as conn:
        opened = open_history(conn, seed)
    begun = time.monotonic()
    for number in range(seed, seed + histories):
        name = f"{source}_one"
        _copy(admin, world, name)
        settings.DATABASE = name
        with connect("comptant_writer", name) as conn:
            conn.autocommit = True
            h = copy.deepcopy(opened, {id(opened.world.conn): conn})
            try:
                found = one_history(h, number, days)
            except AssertionError:
                print(f"history {number} does not agree", file=sys.stderr)
                raise
        for what, count in found.items():
            seen[what] += count
        if number % 50 == 49:
            spent = time.monotonic() - begun
            print(f"{number - seed + 1} of {histories}, {spent:.0f} s", file=sys.stderr)
    return seen


def _copy(admin: Connection, source: str, name: str) -> None:
    one, other = sql.Identifier(name), sql.Identifier(source)
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(one))
    admin.execute(sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {}"
                          " STRATEGY FILE_COPY").format(one, other))  # fmt: skip


def main() -> None:
    """The histories by command, on a private server of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("histories", 1000), ("days", 2), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from comptant import settings
    from comptant.store import migrate, server
    from comptant.store.connection import superuser_connect

    PBKDF2PasswordHasher.iterations = 1
    with tempfile.TemporaryDirectory(prefix="comptant-histories-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)
        settings.HOME = Path(folder) / "home"
        try:
            migrate.bootstrap()
            source = settings.DATABASE
            with superuser_connect("postgres") as admin:
                admin.autocommit = True
                admin.execute("ALTER SYSTEM SET fsync = off")
                admin.execute("SELECT pg_reload_conf()")
                seen = run(admin, source, asked.histories, asked.days, asked.seed)
        finally:
            server.stop(settings.HOME)
    told = ", ".join(f"{what} {count}" for what, count in seen.items())
    print(f"{asked.histories} histories of {asked.days} days agree with their ledger: {told}")


if __name__ == "__main__":
    main()
