"""The auditor's sheet of a day: what waits, what was decided, what does not follow.

Source: DOMAIN 2.1 (segregation of duties), 5.8 (age of suspense), I-01 to I-04, I-22.
"""

from datetime import date

from psycopg import Connection

from comptant.operations.act import Asked, Refused
from comptant.operations.availability import look
from comptant.operations.bank_proof import proof
from comptant.store import bulk

Sheet = dict[str, list[bulk.Row]]
QUERIES = {
    "suspense": "control_suspense", "manual_entries": "control_manual",
    "two_people": "control_decisions", "gaps": "control_gaps", "ledger": "control_ledger",
}  # fmt: skip
MAY_READ = frozenset({"auditor", "administrator", "accountant"})


def sheet(reading: Connection, writing: Connection, asked: Asked, day: date) -> Sheet:
    """The sections of a day's sheet, each a list of rows; an empty list is good news but for the
    ledger. `reading` is the auditor's connection; availabilities need one that may lock.

    Refused: not_your_right.
    """
    if not asked.by.roles & MAY_READ:
        raise Refused("not_your_right", operation="control", login=asked.by.login)
    with reading.transaction():
        reading.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        told = {name: bulk.rows(reading, query, day=day) for name, query in QUERIES.items()}
        told["exceptions"] = bulk.rows(
            reading, "read_exceptions", contract_id=None, on=day, everything=False
        )
        told["bank"] = proof(reading)
        contracts = bulk.rows(reading, "contracts_to_close", on=day)
        numbers = dict(reading.execute("SELECT id, number FROM contract").fetchall())
        told["contradictions"] = [
            {"contract_number": numbers[row["id"]], **wrong}
            for row in contracts
            for wrong in bulk.rows(reading, "contradictions", contract_id=row["id"])
        ]
    told["over_advances"] = _over_advances(writing, asked, numbers, contracts, day)
    return told


def _over_advances(
    conn: Connection, asked: Asked, numbers: dict[int, str], contracts: list[bulk.Row], day: date
) -> list[bulk.Row]:  # fmt: skip
    found = []
    for row in contracts:
        seen = look(conn, asked.by, row["id"], day, asked.at)
        if seen.available_cents < 0:
            found.append({
                "contract_number": numbers[row["id"]], "currency": seen.contract.currency,
                "over_advance_cents": -seen.available_cents,
            })  # fmt: skip
    return found
