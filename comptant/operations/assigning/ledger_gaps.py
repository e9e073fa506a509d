"""What a client has invoiced and not ceded: its own ledger against what is ours, ceded in one act.

Source: DOMAIN §7.1, whole turnover: the client assigns all invoices of the scope.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import polars as pl
from psycopg import Connection

from comptant.formats import identifiers
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
from comptant.operations.terms.contracts import contract_in_force
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
    remittance, as `remit` makes it; `known` counts what was ceded before, `out_of_scope` what is on
    buyers that the contract leaves out, which is not ceded.

    Answers as `remit` does; where all was ceded before, nothing is written and `remittance_id` is
    null. Refused: contract_unknown, nothing_sent, too_many_lines, and what remit() refuses.
    """
    check(sent, SENT_INVOICES)
    if sent.is_empty():
        raise Refused("nothing_sent")
    if sent.height > LINES_MAX:
        raise Refused("too_many_lines", lines=sent.height, most=LINES_MAX)
    lock_contracts(do, [contract_id])
    ours = within(do.conn, contract_id, do.on, sent)
    counts = {"out_of_scope": sent.height - ours.height}
    missing = not_ceded(do.conn, contract_id, ours)
    counts["known"] = ours.height - missing.height
    if missing.is_empty():
        return {"contract_id": contract_id, "remittance_id": None, "lines": 0, **counts}
    of = constant("contract_id", contract_id, pl.Int64()).new_from_index(0, missing.height)
    rows = missing.hstack([of])
    sending = Sending(content_digests(rows), file_name, received_at, files)
    return {**take(do, rows, sending)[0], **counts}


def within(conn: Connection, contract_id: int, on: date, sent: pl.DataFrame) -> pl.DataFrame:
    """The rows of a ledger (SENT_INVOICES) whose buyers the contract does not leave out, by their
    numbers; of a buyer told by its name alone, the remittance judges."""
    scope = contract_in_force(conn, contract_id, on).terms["buyer_scope"]
    if scope == "ALL":
        return sent
    named = {row["siren"] for row in bulk.rows(conn, "buyers_named", contract_id=contract_id,
                                               on=on)}  # fmt: skip
    left_out = scope == "ALL_BUT_NAMED"  # those named, else those that are not
    kept = [siren is None or (siren in named) is not left_out for siren in _sirens(sent)]
    return sent.filter(pl.Series(kept, dtype=pl.Boolean))


def _sirens(sent: pl.DataFrame) -> Iterable[str | None]:
    """The SIREN of each row's buyer, as told or within another number; null where none is."""
    for siren, siret, vat in sent["buyer_siren", "buyer_siret", "buyer_vat"].iter_rows():
        told = {"siren": siren, "siret": siret, "vat": vat}
        normal = {name: identifiers.normal(name, text) for name, text in told.items() if text}
        yield next((number if name == "siren" else identifiers.siren_in(name, number)
                    for name, number in normal.items() if number), None)  # fmt: skip


def not_ceded(conn: Connection, contract_id: int, sent: pl.DataFrame) -> pl.DataFrame:
    """The rows of a ledger (SENT_INVOICES) that no contract of the client has had."""
    told = sent.select("invoice_number", "issued_on", "type_code").with_row_index("place")
    found = bulk.rows(conn, "not_ceded", contract_id=contract_id,
                      **bulk.arrays(told.with_columns(pl.col("place").cast(pl.Int64))))  # fmt: skip
    return sent[[row["place"] for row in found]]


def look(
    conn: Connection, by: User, contract_id: int, on: date, sent: pl.DataFrame
) -> pl.DataFrame:  # fmt: skip
    """The same of the buyers in the contract, to be shown: nothing is written. Refused:
    contract_unknown."""
    check_scope(conn, by, contract_id)
    if sent.is_empty():
        return sent
    return not_ceded(conn, contract_id, within(conn, contract_id, on, sent))
