"""Bank = ledger: per account of ours, what the bank told last against the ledger, line by line.

Source: DOMAIN I-04, PCG 512.
"""

from datetime import date

from psycopg import Connection

from comptant.operations.acts.act import Refused
from comptant.store import bulk

LINES_TOLD = 20  # lines of a difference that a refusal lists


def proof(conn: Connection, *, whole: bool = False) -> list[bulk.Row]:
    """One row per account of ours: the bank's last balance, the ledger's, and the difference, with
    the `lines` that make it where there is one.

    The ledger's is the sum kept with each line since the first, so that a night's proof reads no
    history. `whole`: it is summed again, and every line is compared, also where their sum agrees.
    """
    rows = bulk.rows(conn, "bank_proof", whole=whole)
    if whole:
        return [{**row, "lines": _compared(conn, row["own_account_id"], None)} for row in rows]
    return [{**row, "lines": _lines(conn, row["own_account_id"], row["off_cents"])}
            for row in rows]  # fmt: skip


def proof_on(conn: Connection, day: date) -> list[bulk.Row]:
    """As proof, as of a day: the last statement up to it, and the ledger of what the bank had told
    by then, whenever it was booked; the `lines` that make a difference, up to that day."""
    rows = bulk.rows(conn, "bank_proof_on", day=day)
    return [{**row, "lines": [line for line in _lines(conn, row["own_account_id"], row["off_cents"])
                              if line["day"] <= day]} for row in rows]  # fmt: skip


def prove(conn: Connection) -> int:
    """How many accounts were proved. Refused: bank_differs, with the lines."""
    rows = proof(conn)
    for row in rows:
        if row["off_cents"]:
            lines = [_told(line) for line in row["lines"][:LINES_TOLD]]
            raise Refused(
                "bank_differs", iban=row["iban"], closing_cents=row["closing_cents"],
                ledger_cents=row["ledger_cents"], off_cents=row["off_cents"],
                currency=row["currency"], lines=lines,
            )  # fmt: skip
    return len(rows)


def _lines(conn: Connection, own_account_id: int, off_cents: int) -> list[bulk.Row]:
    """The lines that make a difference: of those since the last close, which was proved, where they
    are all of it; else of everything."""
    if not off_cents:
        return []
    (closed,) = conn.execute("SELECT max(day) FROM day_close").fetchall()
    for proved_on in dict.fromkeys((closed[0], None)):
        lines = _compared(conn, own_account_id, proved_on)
        if sum(line["ledger_cents"] - line["bank_cents"] for line in lines) == off_cents:
            break
    return lines


def _compared(conn: Connection, own_account_id: int, proved_on: date | None) -> list[bulk.Row]:
    return bulk.rows(conn, "bank_proof_lines", own_account_id=own_account_id, proved_on=proved_on)


def _told(line: bulk.Row) -> str:
    """A line of a difference, read the same in every language: day, amount, text."""
    cents = line["bank_cents"] - line["ledger_cents"]
    whole, rest = divmod(abs(cents), 100)
    return f"{line['day']} {'-' if cents < 0 else ''}{whole}.{rest:02d} {line['text']}".strip()
