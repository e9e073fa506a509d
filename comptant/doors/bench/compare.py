"""The same postings booked by Comptant and by what a Python team would otherwise pick, in one run
on one server. The others work in an environment of their own, made on first use."""

import json
import random
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl
from psycopg import sql

from comptant import settings
from comptant.doors.bench import stage
from comptant.doors.sandbox import Sandbox
from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.books.ledger import book_many
from comptant.rules.postings import TEMPLATES, lines
from comptant.store import bulk
from comptant.store.connection import address, superuser_connect

OTHERS = Path(__file__).with_name("others")
LIBRARIES = ("plain Django ORM", "plain Django ORM, bulk_create", "django-hordak", "django-ledger")
CONTRACTS = 20
EVENTS = ("fee", "interest", "fund_levy", "order_released")  # those that move no item
Row = dict[str, Any]


class CannotRun(Exception):
    """The other libraries could not be installed or run: what was said."""


def measure(
    box: Sandbox, entries: int, folder: Path, libraries: tuple[str, ...] = LIBRARIES
) -> list[Row]:
    """Rows {"what", "entries", "lines", "seconds", "lines_per_s", "ratio_to_ours"}: how many times
    as long as our own act over many entries."""
    client_id, _ = stage.client(box)
    contracts = [box.contract(client_id, f"C-{n}", **stage.TERMS) for n in range(CONTRACTS)]
    rows = [_ours(box, contracts, entries, size) for size in (entries, 1)]
    told, names = _told(contracts, entries)
    for how in libraries:
        rows.append(_row(how, entries, *_theirs(_environment(folder), how, told, names)))
    for row in rows:
        row["ratio_to_ours"] = round(row["seconds"] / rows[0]["seconds"], 1)
    return rows


def _row(what: str, entries: int, seconds: float, count: int) -> Row:
    wanted = sum(len(lines(event, amounts)) for _, event, amounts in _events([0], entries))
    if count != wanted:
        raise AssertionError(f"{what} booked {count} lines, not {wanted}")
    return {"what": what, "entries": entries, "lines": count, "seconds": round(seconds, 3),
            "lines_per_s": round(count / seconds)}  # fmt: skip


def _events(contracts: list[int], entries: int) -> list[tuple[int, str, dict[str, int]]]:
    """Contract, event and amounts of each entry, from a seed."""
    draw = random.Random(1)
    told = []
    for number in range(entries):
        event, net = EVENTS[number % len(EVENTS)], 5 * draw.randint(100, 100_000)
        amounts = dict.fromkeys((name for *_, name in TEMPLATES[event].lines), net)
        if event == "fee":
            amounts = {"net": net, "vat": net // 5, "total": net + net // 5}
        told.append((contracts[number % len(contracts)], event, amounts))
    return told


def _ours(box: Sandbox, contracts: list[int], entries: int, size: int) -> Row:
    """Booked `size` entries at a time, each time in one transaction under the contracts' locks."""
    events, on = _events(contracts, entries), box.on
    before = _lines(box)
    start = perf_counter()
    for first in range(0, entries, size):
        some = events[first : first + size]
        with box.conn.transaction():
            do = Act(box.conn, bulk.take_ids(box.conn, 1)[0], box.asked("anna"))
            lock_contracts(do, {contract_id for contract_id, *_ in some})
            ids = bulk.take_ids(box.conn, len(some))
            booked = pl.DataFrame([
                {"contract_id": contract_id, "entry_id": id_, "event": event,
                 "key": f"bench/{size}/{id_}", "value_on": on}
                for id_, (contract_id, event, _) in zip(ids, some, strict=True)
            ])  # fmt: skip
            amounts = pl.DataFrame([
                {"entry_id": id_, "name": name, "cents": cents}
                for id_, (*_, said) in zip(ids, some, strict=True) for name, cents in said.items()
            ])  # fmt: skip
            book_many(do, booked, amounts)
    what = "Comptant, one by one" if size == 1 else "Comptant, at once"
    return _row(what, entries, perf_counter() - start, _lines(box) - before)


def _lines(box: Sandbox) -> int:
    found = box.conn.execute("SELECT count(*) FROM posting").fetchone()
    return int(found[0]) if found else 0


def _told(contracts: list[int], entries: int) -> tuple[list[list[tuple[str, int]]], list[str]]:
    """The same entries as lines (account of a contract, cents), and the names of the accounts."""
    told = [
        [(f"{account} {contract_id}", cents) for account, cents in lines(event, amounts)]
        for contract_id, event, amounts in _events(contracts, entries)
    ]
    return told, sorted({account for each in told for account, _ in each})


def _environment(folder: Path) -> Path:
    """Python with the other libraries in it, made with pip on first use."""
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        _run([sys.executable, "-m", "venv", str(folder)])
        _run([str(python), "-m", "pip", "install", "-q", "-r", str(OTHERS / "requirements.txt")])
        (folder / "ready").touch()
    return python


def _theirs(
    python: Path, how: str, entries: list[list[tuple[str, int]]], accounts: list[str]
) -> tuple[float, int]:
    """Seconds and lines of one library, in a database of its own that is dropped afterwards."""
    name = f"{settings.DATABASE}_others"
    params = address(None, name)
    database = {
        "ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": params.get("user", ""),
        "PASSWORD": params.get("password", ""), "HOST": params.get("host", ""),
        "PORT": params.get("port", ""),
    }  # fmt: skip
    question = {"how": how, "database": database, "on": stage.ON.isoformat(),
                "accounts": accounts, "entries": entries}  # fmt: skip
    with _database(name):
        answer = json.loads(
            _run([str(python), str(OTHERS / "book.py")], json.dumps(question)).splitlines()[-1]
        )
    return float(answer["seconds"]), int(answer["lines"])


class _database:
    """An empty database as long as it is needed."""

    def __init__(self, name: str) -> None:
        self._name = sql.Identifier(name)

    def __enter__(self) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(self._name))
        self._execute(sql.SQL("CREATE DATABASE {}").format(self._name))

    def __exit__(self, *_: object) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(self._name))

    def _execute(self, statement: sql.Composed) -> None:
        with superuser_connect() as owner:
            owner.autocommit = True
            owner.execute(statement)


def _run(command: list[str], given: str = "") -> str:
    """What a command prints; what it complains of is the error."""
    ran = subprocess.run(command, input=given, text=True, capture_output=True, check=False)
    if ran.returncode:
        raise CannotRun(f"{' '.join(command)}: {ran.stderr.strip()[-2_000:]}")
    return ran.stdout
