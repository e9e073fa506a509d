"""The floor: the facts of the day, and nothing else, by COPY into tables with a primary key only.

It is fixed: a heavier schema cannot flatter it. In the same run, on the same server with the same
settings, one narrow row per invoice, payment, allocation and ledger line of that day.
"""

from datetime import date
from pathlib import Path
from time import perf_counter

from psycopg import sql

from comptant.store import bulk
from comptant.store.connection import Connection, superuser_connect

# The columns of the floor: a constant of the measurement. The first ones are the primary key.
FACTS: dict[str, tuple[int, dict[str, str]]] = {
    "invoice": (1, {"id": "bigint", "contract_id": "bigint", "buyer_id": "bigint",
                    "number": "text", "issued_on": "date", "due_on": "date",
                    "amount_cents": "bigint"}),
    "payment": (1, {"id": "bigint", "contract_id": "bigint", "value_on": "date",
                    "amount_cents": "bigint"}),
    "allocation": (2, {"payment_id": "bigint", "invoice_id": "bigint", "amount_cents": "bigint"}),
    "line": (2, {"entry_id": "bigint", "line": "smallint", "contract_id": "bigint",
                 "account": "text", "amount_cents": "bigint"}),
}  # fmt: skip
TRIES = 3  # the quickest counts
BLOCK_BYTES = 2**20


def measure(on: date, folder: Path) -> dict[str, tuple[int, float]]:
    """Each kind of fact with its rows of the day and the seconds that their COPY took."""
    found = {}
    with superuser_connect() as owner:
        owner.autocommit = True
        for kind in FACTS:
            file = folder / f"floor-{kind}.csv"
            rows = _spool(owner, kind, on, file)
            found[kind] = rows, min(_copied(owner, kind, file) for _ in range(TRIES))
            file.unlink()
    return found


def _spool(owner: Connection, kind: str, on: date, file: Path) -> int:
    """The facts in a file, so that what is timed reads no table; how many there are."""
    text = "COPY (" + bulk.query(f"bench_floor_{kind}") + ") TO STDOUT (FORMAT csv)"
    with owner.cursor() as cursor, file.open("wb") as out:
        with cursor.copy(text, {"on": on}) as copy:
            for block in copy:
                out.write(block)
        return cursor.rowcount


def _copied(owner: Connection, kind: str, file: Path) -> float:
    key, columns = FACTS[kind]
    table = sql.Identifier(f"floor_{kind}")
    typed = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind_of))
        for name, kind_of in columns.items()
    )
    keys = sql.SQL(", ").join(map(sql.Identifier, list(columns)[:key]))
    create = sql.SQL("CREATE TABLE {} ({}, PRIMARY KEY ({}))").format(table, typed, keys)
    into = sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)
    drop = sql.SQL("DROP TABLE IF EXISTS {}").format(table)
    owner.execute(drop)
    owner.execute(create)
    start = perf_counter()
    with (
        file.open("rb") as stream, owner.transaction(), owner.cursor() as cursor,
        cursor.copy(into) as copy,
    ):  # fmt: skip
        while block := stream.read(BLOCK_BYTES):
            copy.write(block)
    took = perf_counter() - start
    owner.execute(drop)
    return took
