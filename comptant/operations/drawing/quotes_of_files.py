"""What invoices would bring and cost, before they are assigned: the assignment, rolled back."""

from datetime import date
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, check_scope, check_signed
from comptant.operations.acts.rights import may
from comptant.operations.assigning.remit import remit
from comptant.operations.drawing.availability import look
from comptant.operations.terms.contracts import contracts_batch
from comptant.operations.terms.rates import rates_today
from comptant.rules.money import interest_of
from comptant.store import bulk, transactions

DAYS_UNKNOWN = 30  # of the financing charge where none of the invoices is still to fall due


def quote_remittance(
    conn: Connection, asked: Asked, *, contract_id: int, **arguments: Any
) -> Answer:
    """What remit() would answer, and: what may be drawn before and after, the factoring fee of the
    invoices taken (`fee_cents`, before VAT), the financing charge if all that they free is drawn
    until they fall due (`charge_cents`, `days` from today, weighted by what is approved), and each
    line (`lines`). Nothing is kept.

    A list that was sent before (`repeated` in the answer) brings and costs nothing. Refused: what
    remit() refuses.
    """
    if not may("remit", asked.by.roles):
        raise Refused("not_your_right", operation="remit", login=asked.by.login)
    check_signed("remit", asked.by)
    before = look(conn, asked.by, contract_id, asked.on, asked.at)
    with transactions.undone(conn):
        check_scope(conn, asked.by, contract_id)
        do = Act(conn, bulk.take_ids(conn, 1)[0], asked)
        body = remit.__wrapped__  # type: ignore[attr-defined]
        answer = body(do, contract_id=contract_id, **arguments)
        after = look(conn, asked.by, contract_id, asked.on, asked.at)
        told = {"contract_id": contract_id, "id": answer["remittance_id"]}
        lines = bulk.rows(conn, "read_remittance_lines", **told, state=None)
        lines.sort(key=lambda row: (row["file"], row["row_number"], row["line_id"]))
        fees = bulk.row(conn, "previewed_fees", **told) or {}
        rates = rates_today(do, contracts_batch(conn, [contract_id], asked.on))
    freed = max(after.drawable_cents - before.drawable_cents, 0)
    days = _days_until_due(lines, asked.on)
    rate_ppm = int(rates.select(pl.col("financing_rate_ppm")).item())
    return {
        "answer": answer, "lines": lines, "currency": after.currency,
        "drawable_before_cents": before.drawable_cents,
        "drawable_after_cents": after.drawable_cents, "freed_cents": freed,
        "fee_cents": 0 if answer["repeated"] else fees.get("fee_cents", 0),
        "financing_rate_ppm": rate_ppm,
        "charge_cents": interest_of(freed * rate_ppm * days), "days": days,
    }  # fmt: skip


def _days_until_due(lines: list[bulk.Row], on: date) -> int:
    """Days until the invoices approved fall due, weighted by what is approved."""
    due = [(row["approved_cents"], (row["due_on"] - on).days) for row in lines
           if row["due_on"] and row["due_on"] > on and row["approved_cents"] > 0]  # fmt: skip
    total = sum(cents for cents, _ in due)
    return sum(cents * days for cents, days in due) // total if total else DAYS_UNKNOWN
