"""What invoices would bring and cost, before they are assigned: the assignment, rolled back."""

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

DAYS_SHOWN = 30  # of the financing charge of what the file frees


def quote_remittance(
    conn: Connection, asked: Asked, *, contract_id: int, **arguments: Any
) -> Answer:
    """What remit() would answer, and: what may be drawn before and after, the factoring fee of the
    invoices taken (`fee_cents`, before VAT), the financing charge if all that they free is drawn
    for thirty days (`charge_cents`), and each line (`lines`). Nothing is kept.

    Refused: what remit() refuses.
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
    rate_ppm = int(rates.select(pl.col("financing_rate_ppm")).item())
    return {
        "answer": answer, "lines": lines, "currency": after.currency,
        "drawable_before_cents": before.drawable_cents,
        "drawable_after_cents": after.drawable_cents, "freed_cents": freed,
        "fee_cents": fees.get("fee_cents", 0), "financing_rate_ppm": rate_ppm,
        "charge_cents": interest_of(freed * rate_ppm * DAYS_SHOWN), "days": DAYS_SHOWN,
    }  # fmt: skip
