"""What each page asks the database, heard while it is shown once: for the bare page to ask too."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg

Heard = list[tuple[str, list[str]]]  # of each transaction: as which role, the queries
# What only says who asks, or opens a transaction: the bare page has its own.
_OPENING = ("SET TRANSACTION", "BEGIN")


@contextmanager
def heard() -> Iterator[Heard]:
    """Every query of this process, by transaction, with its values filled in."""
    found: Heard = []
    last: list[int] = []
    ask = psycopg.Cursor.execute

    def execute(cursor: Any, query: Any, params: Any = None, **more: Any) -> Any:
        conn = cursor.connection
        text = (
            psycopg.ClientCursor(conn).mogrify(query, params)
            if params is not None
            else (query if isinstance(query, str) else query.as_string(conn))
        )
        if not text.startswith(_OPENING):
            if last != [id(conn)]:
                last[:] = [id(conn)]
                found.append((conn.info.user, []))
            found[-1][1].append(text)
        return ask(cursor, query, params, **more)

    with mock.patch.object(psycopg.Cursor, "execute", execute):
        yield found


def listen(people: list[Any], file: Path) -> list[tuple[int, str]]:
    """Show every kind of page once and write down what it asked; for each kind, whose page."""
    import django

    django.setup()
    from django.test import Client

    kinds: dict[str, tuple[int, str]] = {}
    written = []
    for number, person in enumerate(people):
        for kind, address in person.pages.items():
            if kind in kinds:
                continue
            client = Client(headers={**person.headers, "host": "localhost"})
            client.get(address)  # what is kept in memory is there
            with heard() as found:
                response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address} gave {response.status_code}")
            kinds[kind] = (number, kind)
            written.append(found)
    file.write_text(json.dumps(written), "utf-8")
    return list(kinds.values())
