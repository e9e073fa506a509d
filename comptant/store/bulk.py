"""Columns in and out of PostgreSQL by COPY, on the connection of the operation itself."""

import io
from functools import lru_cache
from importlib import resources
from typing import Any

import polars as pl
from psycopg import Connection, sql

from comptant.rules.columns import Shape

Row = dict[str, Any]


@lru_cache(maxsize=256)
def query(name: str) -> str:
    """The text of store/sql/<name>.sql."""
    return resources.files("comptant.store").joinpath("sql", f"{name}.sql").read_text("utf-8")


def rows(conn: Connection, name: str, /, **arguments: object) -> list[Row]:
    """All rows of a named query, as dictionaries."""
    cursor = conn.execute(query(name), arguments)
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def row(conn: Connection, name: str, /, **arguments: object) -> Row | None:
    """The only row of a named query, or None."""
    found = rows(conn, name, **arguments)
    if len(found) > 1:
        raise AssertionError(f"{name} gave {len(found)} rows where one was expected")
    return found[0] if found else None


def execute(conn: Connection, name: str, /, **arguments: object) -> int:
    """Run a named statement; how many rows it touched."""
    return conn.execute(query(name), arguments).rowcount


def read(conn: Connection, name: str, wanted: Shape, /, **arguments: object) -> pl.DataFrame:
    """The few rows of a named query as a batch. The query is prepared, which a COPY cannot be:
    for what is read at every operation and is never large."""
    cursor = conn.execute(query(name), arguments, prepare=True)
    names = [column.name for column in cursor.description or ()]
    columns = dict(zip(names, zip(*cursor.fetchall(), strict=True), strict=False))
    return pl.DataFrame(
        pl.Series(column, columns.get(column, ()), dtype, strict=True)
        for column, dtype in wanted.schema().items()
    )


def copy_out(conn: Connection, name: str, wanted: Shape, /, **arguments: object) -> pl.DataFrame:
    """The rows of a named query as a batch in the declared shape (the query's order of columns
    does not matter, its names do)."""
    buffer = io.BytesIO()
    text = "COPY (" + query(name) + ") TO STDOUT (FORMAT csv, HEADER)"
    with conn.cursor() as cursor, cursor.copy(text, arguments) as copy:
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
    """All rows of a batch into the columns of the same names."""
    text = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, batch.columns))
    )
    with conn.cursor() as cursor, cursor.copy(text) as copy:
        for part in batch.iter_slices(20_000):
            copy.write(part.write_csv(include_header=False, quote_style="necessary").encode())


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
