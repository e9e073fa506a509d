"""The tariff: proposed whole, from a day on, approved by another person, read by quotes."""

import json
from dataclasses import asdict, fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.formats.tariffs import read_tariff
from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import propose
from comptant.rules.columns import shape
from comptant.rules.tariff import TariffRow, wrongs
from comptant.store import bulk

# One row per line of a tariff. Blank cells match everything.
TARIFF = shape(
    "row_number", "grid", "row_name", "turnover_from_cents?", "mean_from_cents?",
    "dilution_from_ppm?", "client_class?", "buyer_class?", "condition?", "rate_ppm?",
    "amount_cents?", "charge_unit?", "vat_class?", "is_in_teg?", "source?",
)  # fmt: skip
WRONGS_SHOWN = 10
PUBLIC = "PUBLIC"  # proposed: whether a tariff is shown to the public


@operation
def propose_tariff(do: Act, *, rows: pl.DataFrame, valid_from_on: date, source: str) -> Answer:
    """Propose a whole tariff (TARIFF) from a day on; it prices once another person approves.

    Refused: tariff_wrong, with what is wrong and where; tariff_unsourced.
    """
    if not source.strip():
        raise Refused("tariff_unsourced")
    taken = rows_of(rows.to_dicts())
    found = wrongs(taken)
    if found:
        told = [{"row_number": number, "code": code, "detail": detail}
                for number, code, detail in found[:WRONGS_SHOWN]]  # fmt: skip
        number, code, detail = found[0]
        raise Refused("tariff_wrong", row_number=number, tariff_wrong=code, detail=detail,
                      wrong=told, count=len(found))  # fmt: skip
    arguments = {
        "valid_from_on": valid_from_on.isoformat(), "source": source.strip(),
        "is_example": taken == example(), "rows": [asdict(row) for row in taken],
    }  # fmt: skip
    return {
        "approval_id": propose(do, "tariff", arguments), "row_count": len(taken),
        "valid_from_on": valid_from_on, "is_example": arguments["is_example"],
    }  # fmt: skip


@operation
def set_public_tariff(do: Act, *, tariff_id: int, is_public: bool, source: str) -> Answer:
    """Propose that a tariff prices quotes of the public, or no longer; it counts once another
    person approves, as long as that tariff is in force.

    Refused: tariff_unknown, tariff_unsourced.
    """
    if not source.strip():
        raise Refused("tariff_unsourced")
    found = do.conn.execute("SELECT valid_from_on FROM tariff WHERE id = %s", (tariff_id,))
    known = found.fetchone()
    if known is None:
        raise Refused("tariff_unknown", tariff_id=tariff_id)
    arguments = {"what": PUBLIC, "tariff_id": tariff_id, "is_public": is_public,
                 "source": source.strip(), "valid_from_on": known[0].isoformat()}  # fmt: skip
    return {"approval_id": propose(do, "tariff", arguments), "tariff_id": tariff_id,
            "is_public": is_public, "valid_from_on": known[0]}  # fmt: skip


def set_tariff(do: Act, approval: bulk.Row) -> Answer:
    """What an approved tariff does: quotes are priced by it from its day on; or the public's."""
    asked = approval["arguments"]
    if asked.get("what") == PUBLIC:
        (id_,) = bulk.take_ids(do.conn, 1)
        do.conn.execute(
            """INSERT INTO tariff_public (id, tariff_id, is_public, source, approval_id, act_id)
               VALUES (%s, %s, %s, %s, %s, %s)""",
            (id_, asked["tariff_id"], asked["is_public"], asked["source"], approval["id"], do.id),
        )
        return {"tariff_id": asked["tariff_id"], "is_public": asked["is_public"]}
    tariff_id = bulk.take_ids(do.conn, 1)[0]
    do.conn.execute(
        """INSERT INTO tariff (id, valid_from_on, source, is_example, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (tariff_id, asked["valid_from_on"], asked["source"], asked["is_example"], approval["id"],
         do.id),
    )  # fmt: skip
    rows = [{"tariff_id": tariff_id, **row} for row in asked["rows"]]
    do.conn.execute(
        "INSERT INTO tariff_row SELECT * FROM json_populate_recordset(NULL::tariff_row, %s::json)",
        (json.dumps(rows),),
    )
    return {"tariff_id": tariff_id, "valid_from_on": asked["valid_from_on"]}


def tariff_on(conn: Connection, on: date) -> tuple[bulk.Row, list[TariffRow]]:
    """The tariff in force on a day, and its rows. Refused: tariff_missing."""
    found = bulk.row(conn, "tariff_in_force", on=on)
    if found is None:
        raise Refused("tariff_missing", quoted_on=on.isoformat())
    rows = bulk.rows(conn, "tariff_rows", tariff_id=found["id"])
    return found, [TariffRow(**row) for row in rows]


def rows_of(told: list[dict[str, Any]]) -> list[TariffRow]:
    """Rows with their defaults where a cell is blank."""
    names = {each.name for each in fields(TariffRow)}
    return [
        TariffRow(**{name: value for name, value in row.items()
                     if name in names and value is not None})
        for row in told
    ]  # fmt: skip


def example_file() -> bytes:
    """The example that the house gives: its form is to be used, its prices are invented."""
    return resources.files("comptant.rules").joinpath("tariff_example.csv").read_bytes()


@cache
def example() -> list[TariffRow]:
    """The rows of the example."""
    return rows_of(read_tariff("example", example_file()).rows)
