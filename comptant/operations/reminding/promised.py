"""What buyers have promised: what of it is paid, whether it is kept."""

from datetime import date, timedelta

import polars as pl
from psycopg import Connection

from comptant.rules import promises
from comptant.store import bulk


def instalments(conn: Connection, on: date, contract_id: int | None) -> list[bulk.Row]:
    """Rows of the query read_promises."""
    return bulk.rows(conn, "read_promises", contract_id=contract_id, on=on)


def followed(rows: list[bulk.Row]) -> list[bulk.Row]:
    """Rows of the query read_promises with what is paid and late of each, and whether the promise
    is kept. A transfer has a few days to arrive."""
    if not rows:
        return []
    frame = pl.DataFrame([{name: row[name] for name in promises.INSTALMENTS.names} for row in rows],
                         schema=promises.INSTALMENTS.schema())  # fmt: skip
    frame = frame.with_columns(today_on=pl.col("today_on") - timedelta(days=promises.GRACE_DAYS))
    seen = promises.follow(frame).select(promises.TOLD).to_dicts()
    return [{**row, **one} for row, one in zip(rows, seen, strict=True)]
