"""What a client has invoiced and not ceded: its own ledger against what is ours, ceded in one act.

Source: DOMAIN §7.1, whole turnover: the client assigns all invoices of the scope.
"""

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    User,
    check_scope,
    lock_contracts,
    operation,
)
from comptant.operations.assigning.remit import LINES_MAX, Sending, take
from comptant.operations.assigning.sent_files import SentFile, content_digests
from comptant.rules.batch import check, constant
from comptant.rules.columns import SENT_INVOICES
from comptant.store import bulk


@operation
def cede_ledger(
    do: Act, *, contract_id: int, sent: pl.DataFrame, file_name: str, received_at: datetime,
    files: Sequence[SentFile] = (),
) -> Answer:  # fmt: skip
    """Cede all that a client's ledger (SENT_INVOICES: invoices still to be paid, credit notes) says
    and that no contract of the client has had: found by number in the year of its date. One
    remittance, as `remit` makes it; `known` counts what was ceded before.

    Answers as `remit` does; where all was ceded before, nothing is written and `remittance_id` is
    null. Refused: contract_unknown, nothing_sent, too_many_lines, and what remit() refuses.
    """
    check(sent, SENT_INVOICES)
    if sent.is_empty():
        raise Refused("nothing_sent")
    if sent.height > LINES_MAX:
        raise Refused("too_many_lines", lines=sent.height, most=LINES_MAX)
    lock_contracts(do, [contract_id])
    missing = not_ceded(do.conn, contract_id, sent)
    known = sent.height - missing.height
    if missing.is_empty():
        return {"contract_id": contract_id, "remittance_id": None, "lines": 0, "known": known}
    of = constant("contract_id", contract_id, pl.Int64()).new_from_index(0, missing.height)
    rows = missing.hstack([of])
    sending = Sending(content_digests(rows), file_name, received_at, files)
    return {**take(do, rows, sending)[0], "known": known}


def not_ceded(conn: Connection, contract_id: int, sent: pl.DataFrame) -> pl.DataFrame:
    """The rows of a ledger (SENT_INVOICES) that no contract of the client has had."""
    told = sent.select("invoice_number", "issued_on", "type_code").with_row_index("place")
    found = bulk.rows(conn, "not_ceded", contract_id=contract_id,
                      **bulk.arrays(told.with_columns(pl.col("place").cast(pl.Int64))))  # fmt: skip
    return sent[[row["place"] for row in found]]


def look(conn: Connection, by: User, contract_id: int, sent: pl.DataFrame) -> pl.DataFrame:
    """The same, to be shown: nothing is written. Refused: contract_unknown."""
    check_scope(conn, by, contract_id)
    return not_ceded(conn, contract_id, sent) if sent.height else sent
