"""Columns in and out of PostgreSQL by COPY, on the connection of the operation itself."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

import polars as pl
from psycopg import Connection, Cursor, errors, sql

from comptant.rules.columns import Shape

Row = dict[str, Any]
_AS_TEXT = {int, str, date}
_AFTER = tuple(f"after_{place}" for place in range(6))  # the longest key of a list
FEW_ROWS = 50  # from about a hundred on, COPY is quicker
LONG_LIST = 20
LONG_TEXT = 4_000  # of an array: about so many characters as FEW_ROWS have
MANY_ROWS = 500  # from then on, planning a COPY anew costs less than what it saves


@lru_cache(maxsize=256)
def query(name: str) -> str:
    """The text of store/sql/<name>.sql."""
    return resources.files("comptant.store").joinpath("sql", f"{name}.sql").read_text("utf-8")


@lru_cache(maxsize=256)
def _unordered(name: str) -> str:
    """The query without the ORDER BY that ends it, at the margin: who orders its rows otherwise
    would else have all of them sorted first, and computed for it. Where the order chooses rows
    (LIMIT, DISTINCT ON) it stays."""
    text = query(name)
    start = text.rfind("\nORDER BY ")
    chooses = "LIMIT" in text[start:] or "\nSELECT DISTINCT ON" in f"\n{text}"
    return text if start < 0 or chooses else text[:start]


def rows(conn: Connection, name: str, /, **arguments: object) -> list[Row]:
    """All rows of a named query, as dictionaries."""
    return asked(conn, name, **arguments)()


def asked(conn: Connection, name: str, /, **arguments: object) -> Callable[[], list[Row]]:
    """rows() for later: inside transactions.together() the query leaves, and is only waited for
    where its rows are called for."""
    cursor = _run(conn, name, arguments)

    def found() -> list[Row]:
        here = cursor.fetchall()  # their names are known once they are here
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in here]

    return found


@dataclass(frozen=True)
class Paging:
    """A part of a list in the order of a key that is unique and never null: what comes `after` a
    row's key, `size` rows at most."""

    keys: tuple[str, ...]
    size: int
    after: tuple[str, ...] | None = None
    is_descending: bool = False


class NoSuchKey(Exception):
    """What a list should begin after is not a key of its rows: a number that is none, too large."""


def page(conn: Connection, name: str, wanted: Paging, /, **arguments: object) -> list[Row]:
    """The rows of one page of a named query, and one more row when others follow. NoSuchKey."""
    order = sql.SQL(" DESC" if wanted.is_descending else "")
    names = [sql.Identifier(key) for key in wanted.keys]
    after = sql.SQL("true")
    if wanted.after is not None:
        # The first key by itself, too: an index on it finds where the page begins.
        after = sql.SQL("{first} {sign}= {first_after} AND ({keys}) {sign} ({keys_after})").format(
            first=names[0],
            first_after=sql.Placeholder(_AFTER[0]),
            keys=sql.SQL(", ").join(names),
            sign=sql.SQL("<" if wanted.is_descending else ">"),
            keys_after=sql.SQL(", ").join(map(sql.Placeholder, _AFTER[: len(names)])),
        )
        arguments |= dict(zip(_AFTER, wanted.after, strict=False))
    text = sql.SQL("SELECT * FROM ({}\n) listed WHERE {} ORDER BY {} LIMIT {}").format(
        sql.SQL(_unordered(name)), after, sql.SQL(", ").join(key + order for key in names),
        sql.Literal(wanted.size + 1),
    )  # fmt: skip
    try:
        # Planned for its values each time: in a plan for any values PostgreSQL expects few rows of
        # what is left open ("of any contract"), and would order all of them for a page of fifty.
        cursor = conn.execute(text, arguments, prepare=False)
    except errors.DataError:
        if wanted.after is None:
            raise
        raise NoSuchKey from None
    found = [column.name for column in cursor.description or ()]
    return [dict(zip(found, one, strict=True)) for one in cursor.fetchall()]


def rows_of(
    conn: Connection, name: str, column: str, values: list[int], /, **arguments: object
) -> list[Row]:
    """The rows of a named query of which a column has one of some values: the server looks up
    these, and does not make the others first."""
    text = sql.SQL("SELECT * FROM ({}\n) named WHERE {} = ANY (%(named_values)s::bigint[])").format(
        sql.SQL(_unordered(name)), sql.Identifier(column)
    )
    cursor = conn.execute(text, _given({**arguments, "named_values": values}), prepare=False)
    found = [one.name for one in cursor.description or ()]
    return [dict(zip(found, one, strict=True)) for one in cursor.fetchall()]


def stream(conn: Connection, name: str, size: int, /, **arguments: object) -> Iterator[list[Row]]:
    """The rows of a named query, so many at a time: the server keeps the rest, of one instant."""
    with conn.cursor(name="streamed") as cursor:
        cursor.execute(query(name), arguments)
        while block := cursor.fetchmany(size):
            found = [column.name for column in cursor.description or ()]
            yield [dict(zip(found, one, strict=True)) for one in block]


def row(conn: Connection, name: str, /, **arguments: object) -> Row | None:
    """The only row of a named query, or None."""
    found = rows(conn, name, **arguments)
    if len(found) > 1:
        raise AssertionError(f"{name} gave {len(found)} rows where one was expected")
    return found[0] if found else None


def execute(conn: Connection, name: str, /, **arguments: object) -> int:
    """Run a named statement; how many rows it touched, which is not known yet inside together()."""
    return _run(conn, name, arguments).rowcount


def read(conn: Connection, name: str, wanted: Shape, /, **arguments: object) -> pl.DataFrame:
    """The rows of a named query as a batch. The query is prepared, which a COPY cannot be: for what
    is read at every operation."""
    cursor = _run(conn, name, arguments, prepare=True)
    found: list[tuple[object, ...]] = cursor.fetchall()
    given = [column.name for column in cursor.description or ()]
    if given != list(wanted.names):
        places = [given.index(column) for column in wanted.names]
        found = [tuple(one[place] for place in places) for one in found]
    return pl.DataFrame(found, schema=wanted.schema(), orient="row", strict=True)


def read_about(
    conn: Connection, name: str, wanted: Shape, about: int, /, **arguments: object
) -> pl.DataFrame:
    """The rows of a named query as a batch, about so many: few as read() does, many as copy_out()
    does, since each value that is read becomes an object on its way into its column."""
    read_few_or_many = read if about <= MANY_ROWS else copy_out
    return read_few_or_many(conn, name, wanted, **arguments)


def arrays(batch: pl.DataFrame) -> dict[str, str | None]:
    """Each column as the text of an array, for a query that unnests them into rows again; None for
    nulls only, which unnest() fills in: one column at least must have none.

    What an operation gives to a query travels in the query itself: no table to make and to empty.
    """
    return {column.name: _array(column) for column in batch.iter_columns()}


def _array(column: pl.Series) -> str | None:
    if column.null_count() == len(column):
        return None
    return _array_of(column.to_list(), column.dtype == pl.String)


def _array_of(values: list[Any], is_text: bool) -> str:
    written = _quoted if is_text else str
    return "{" + ",".join(["NULL" if value is None else written(value) for value in values]) + "}"


def _run(
    conn: Connection, name: str, arguments: dict[str, object], prepare: bool | None = None
) -> Cursor[tuple[Any, ...]]:
    """A named query, planned for what it is given where that is much."""
    given = _given(arguments)
    if any(isinstance(value, str) and len(value) > LONG_TEXT for value in given.values()):
        conn.execute("SELECT set_config('plan_cache_mode', 'auto', true)")
    return conn.execute(query(name), given, prepare=prepare)


def _given(arguments: dict[str, object]) -> dict[str, object]:
    """Arguments with long lists of one kind as the text of an array: the driver looks at each
    element again, which costs more than the query does."""
    return {name: _list_given(value) if isinstance(value, list) and len(value) > LONG_LIST
            else value for name, value in arguments.items()}  # fmt: skip


def _list_given(values: list[Any]) -> object:
    kinds = set(map(type, values)) - {type(None)}
    if len(kinds) != 1 or not kinds <= _AS_TEXT:
        return values
    return _array_of(values, kinds == {str})


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def copy_out(conn: Connection, name: str, wanted: Shape, /, **arguments: object) -> pl.DataFrame:
    """The rows of a named query as a batch in the declared shape (the query's order of columns
    does not matter, its names do)."""
    buffer = io.BytesIO()
    text = "COPY (" + query(name) + ") TO STDOUT (FORMAT csv, HEADER)"
    with conn.cursor() as cursor, cursor.copy(text, _given(arguments)) as copy:
        for block in copy:
            buffer.write(block)
    buffer.seek(0)
    raw = pl.read_csv(buffer, infer_schema=False)
    return raw.select([_typed(name, dtype) for name, dtype in wanted.schema().items()])


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    """A column of PostgreSQL's text in its declared type; what does not fit is an error."""
    column = pl.col(name)
    if dtype == pl.Boolean:
        return (column == "t").alias(name)
    if dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d", strict=True)
    if isinstance(dtype, pl.Datetime):
        return column.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%#z", time_zone="UTC", strict=True)
    return column.cast(dtype, strict=True)


def copy_in(conn: Connection, table: str, batch: pl.DataFrame) -> None:
    """All rows of a batch into the columns of the same names: few in a prepared statement, which
    saves a COPY its two further trips, many by COPY."""
    if batch.height <= FEW_ROWS:
        conn.execute(_insert(table, tuple(batch.columns)), (batch.write_json(),))
        return
    text = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, batch.columns))
    )
    with conn.cursor() as cursor, cursor.copy(text) as copy:
        for part in batch.iter_slices(20_000):
            copy.write(part.write_csv(include_header=False, quote_style="necessary").encode())


@lru_cache(maxsize=256)
def _insert(table: str, names: tuple[str, ...]) -> str:
    """The statement that takes rows as JSON; their types are the table's."""
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    text = "INSERT INTO {} ({}) SELECT {} FROM json_populate_recordset(NULL::{}, %s::json)"
    into = sql.Identifier(table)
    return sql.SQL(text).format(into, columns, columns, into).as_string()


def copy_to_temporary(conn: Connection, table: str, batch: pl.DataFrame) -> None:
    """The batch in a temporary table of its own shape, emptied at commit, made once a session."""
    types = {
        pl.Int64: "bigint", pl.String: "text", pl.Boolean: "boolean", pl.Date: "date",
        pl.Int128: "numeric",
    }  # fmt: skip
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(types[dtype.base_type()]))
        for name, dtype in batch.schema.items()
    )
    conn.execute(
        sql.SQL("CREATE TEMPORARY TABLE IF NOT EXISTS {} ({}) ON COMMIT DELETE ROWS").format(
            sql.Identifier(table), columns
        )
    )
    conn.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(table)))
    copy_in(conn, table, batch)


def take_ids(conn: Connection, count: int) -> list[int]:
    """So many new ids, rising."""
    found = conn.execute("SELECT nextval('ids') FROM generate_series(1, %s)", (count,)).fetchall()
    return [value for (value,) in found]
