"""What buyers have promised: what of it is paid, whether it is kept, what it keeps from
reminders."""

from datetime import date, timedelta

import polars as pl
from psycopg import Connection

from comptant.rules import promises
from comptant.store import bulk


def promised_amounts(conn: Connection, on: date, contract_id: int | None) -> pl.DataFrame:
    """What the promises that run keep from reminders: contract_id, invoice_id, promised_cents."""
    lines = bulk.rows(conn, "promised_lines", contract_id=contract_id, on=on)
    schema = {"contract_id": pl.Int64, "invoice_id": pl.Int64, "promised_cents": pl.Int64}
    if not lines:
        return pl.DataFrame(schema=schema)
    running = {(row["contract_id"], row["promise_id"])
               for row in followed(instalments(conn, on, contract_id))
               if row["promise_state"] == "RUNNING"}  # fmt: skip
    kept = [{name: row[name] for name in schema} for row in lines
            if (row["contract_id"], row["promise_id"]) in running]  # fmt: skip
    return pl.DataFrame(kept, schema=schema).group_by("contract_id", "invoice_id").sum()


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
