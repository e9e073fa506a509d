"""The auditor's sheet of a day: what waits, what was decided, what does not follow.

Source: DOMAIN 2.1 (segregation of duties), 5.8 (age of suspense), I-01 to I-05, I-22.
"""

from dataclasses import replace
from datetime import date
from functools import partial

from psycopg import Connection

from comptant.operations.acts.act import Asked, Refused
from comptant.operations.banking.bank_proof import proof_on
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.drawing.availability import availability_seen, looked
from comptant.rules.calendar import not_late_from
from comptant.rules.columns import c
from comptant.store import bulk

Sheet = dict[str, list[bulk.Row]]
QUERIES = {
    "suspense": "control_suspense", "manual_entries": "control_manual",
    "two_people": "control_decisions", "gaps": "control_gaps", "ledger": "control_ledger",
    "rescues": "control_rescues", "limits": "control_limits",
}  # fmt: skip
# Days after which money in transit is astray; days for which an order debited again is told.
ASTRAY = {"transit_days": 5, "told_days": 31}
DEBIT_MAY_WAIT = 5  # days for our bank to debit what it had credited of what was told unpaid
CREDIT_MAY_WAIT = 2  # business days after its value date for our bank to credit a remittance
SLICE = 1_000  # contracts looked at at once
MAY_READ = frozenset({"auditor", "administrator", "accountant"})


def sheet(reading: Connection, writing: Connection, asked: Asked, day: date) -> Sheet:
    """The sections of a day's sheet, each a list of rows; an empty list is good news but for the
    ledger. `reading` is the auditor's connection; availabilities need one that may lock.

    As of the day: the ledger and its sub-ledgers, the bank, suspense, remittances not credited,
    unpaid items not debited, what was decided and entered.
    Of this instant: contradictions, over-advances, and what passes the limits of the day.

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
        told["bank"] = proof_on(reading, day)
        told["orders_astray"] = bulk.rows(
            reading, "orders_astray", day=day, failed_only=False, **ASTRAY
        )
        told["uncredited"] = [row for row in uncredited(reading, day) if row["amount_cents"]]
        told["undebited"] = undebited(reading, day)
        contracts = bulk.rows(reading, "contracts_to_close", on=day)
        told["contradictions"] = contradictions_of_house(reading)
    told["over_advances"] = _over_advances(writing, asked, [row["id"] for row in contracts], day)
    return told


def uncredited(conn: Connection, day: date, from_on: str | None = None) -> list[bulk.Row]:
    """Remittances that our bank had not credited whole by a day, of what was to be collected from a
    day on: `amount_cents` is what CREDIT_MAY_WAIT is over for."""
    before_on = not_late_from(day, CREDIT_MAY_WAIT)
    return bulk.rows(conn, "uncredited", day=day, from_on=from_on, before_on=before_on)


def undebited(conn: Connection, day: date) -> list[bulk.Row]:
    """Instruments told unpaid that our bank had credited, and not debited DEBIT_MAY_WAIT days
    later: it has their money still, so they may have been told by mistake."""
    return bulk.rows(conn, "undebited", day=day, days=DEBIT_MAY_WAIT)


def _over_advances(conn: Connection, asked: Asked, ids: list[int], day: date) -> list[bulk.Row]:
    """Contracts with more in use than may be, as of this instant; nothing is kept."""
    found: list[bulk.Row] = []
    for start in range(0, len(ids), SLICE):
        some = ids[start : start + SLICE]
        see = partial(availability_seen, contract_ids=some, leave_unknown=True)
        seen = looked(conn, replace(asked, on=day), see, some)
        over = seen.contracts.filter(c.over_advance_cents > 0).join(
            seen.terms.select("contract_id", "number"), on="contract_id", maintain_order="left"
        )
        found += over.select("currency", "over_advance_cents", contract_number="number").rows(
            named=True
        )
    return found
