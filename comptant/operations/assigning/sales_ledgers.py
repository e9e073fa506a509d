"""The whole sales ledger that a client sends, against what we have open of its contract: the mirror
from which a confidential contract is followed. Differences are kept and listed; none is corrected.

Source: DOMAIN §1.5: the client sends its whole ledger, the factor keeps a mirror of it.
"""

import hashlib
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.assigning.ledger_gaps import not_ceded
from comptant.rules.batch import check, decide
from comptant.rules.columns import SENT_INVOICES, c
from comptant.rules.eligibility import CREDIT_NOTES
from comptant.rules.sweeping import LEDGERS, ledger_difference
from comptant.store import bulk

LINES_MAX = 100_000
EVERY_DAYS = 7  # a ledger is due every week


@operation
def compare_ledger(
    do: Act, *, contract_id: int, sent: pl.DataFrame, ledger_on: date, file_name: str,
    content: bytes,
) -> Answer:  # fmt: skip
    """Compare all that a client's ledger (SENT_INVOICES: what is still to be paid, credit notes)
    says at the end of a day with what was open with us then. What differs is kept, document by
    document; the counts of each kind are told. Nothing else changes.

    Refused: contract_unknown, too_many_lines, ledger_in_future.
    """
    check(sent, SENT_INVOICES)
    if sent.height > LINES_MAX:
        raise Refused("too_many_lines", lines=sent.height, most=LINES_MAX)
    if ledger_on > do.on:
        raise Refused("ledger_in_future", ledger_on=ledger_on, on=do.on)
    lock_contracts(do, [contract_id])
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/octet-stream", content)
    rows = _compared(do, contract_id, sent, ledger_on)
    differing = rows.filter(c.ledger_difference.is_not_null())
    ledger_id = _keep(do, contract_id, rows, differing, ledger_on, file_name, digest)
    counts = differing["ledger_difference"].value_counts().sort("ledger_difference").rows()
    return {
        "contract_id": contract_id, "sales_ledger_id": ledger_id, "lines": sent.height,
        "ledger_on": ledger_on.isoformat(),
        "ledger_open_cents": int(rows["ledger_open_cents"].sum()),
        "our_open_cents": int(rows["our_open_cents"].sum()), "difference_count": differing.height,
        "differences": dict(counts),
    }  # fmt: skip


def _compared(do: Act, contract_id: int, sent: pl.DataFrame, ledger_on: date) -> pl.DataFrame:
    """LEDGERS with invoice_number, buyer_name and what the rule says."""
    missing = not_ceded(do.conn, contract_id, sent) if sent.height else sent
    place = ["file", "row_number"]
    of_none = missing.select(*place, pl.lit(False).alias("is_ceded"))
    told = sent.join(of_none, on=place, how="left", maintain_order="left").select(
        "invoice_number", "buyer_name", "issued_on", pl.col("is_ceded").fill_null(True),
        is_note=c.type_code.is_in(CREDIT_NOTES),
        cents=pl.when(c.type_code.is_in(CREDIT_NOTES)).then(-c.payable_cents.abs())
        .otherwise(c.payable_cents),
    )  # fmt: skip
    given = bulk.arrays(told.select("invoice_number", "buyer_name", "issued_on", "is_note", "cents",
                                    "is_ceded"))  # fmt: skip
    found = bulk.rows(do.conn, "ledgers_side_by_side", contract_id=contract_id, on=ledger_on,
                      **given)  # fmt: skip
    rows = pl.DataFrame(
        found,
        schema={"row_number": pl.Int64, "invoice_number": pl.String, "buyer_name": pl.String,
                "is_ceded": pl.Boolean, "is_in_ledger": pl.Boolean, "ledger_open_cents": pl.Int64,
                "our_open_cents": pl.Int64},
    )  # fmt: skip
    check(rows.select(LEDGERS.names), LEDGERS)
    return decide(rows, (ledger_difference,), nullable=("ledger_difference",))


def _keep(
    do: Act, contract_id: int, rows: pl.DataFrame, differing: pl.DataFrame, ledger_on: date,
    file_name: str, digest: bytes,
) -> int:  # fmt: skip
    (ledger_id,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO sales_ledger (contract_id, id, ledger_on, file_name, digest, line_count,
               ledger_open_cents, our_open_cents, difference_count, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, ledger_id, ledger_on, file_name, digest,
         int(rows["is_in_ledger"].sum()), int(rows["ledger_open_cents"].sum()),
         int(rows["our_open_cents"].sum()), differing.height, do.id),
    )  # fmt: skip
    bulk.copy_in(do.conn, "ledger_difference", differing.with_row_index("line", 1).select(
        pl.lit(contract_id, pl.Int64).alias("contract_id"),
        pl.lit(ledger_id, pl.Int64).alias("sales_ledger_id"), pl.col("line").cast(pl.Int64),
        "ledger_difference", "invoice_number", "buyer_name", "ledger_open_cents",
        "our_open_cents"))  # fmt: skip
    return int(ledger_id)


def ledgers_late(do: Act, contracts: pl.DataFrame) -> list[bulk.Row]:
    """The confidential ones of some contracts whose last ledger, or first day without one, is more
    than a week ago, the longest first: contract_number, ledger_on, age_days."""
    secret = contracts.filter(pl.col("disclosure_mode") == "CONFIDENTIAL")["contract_id"].to_list()
    if not secret:
        return []
    return bulk.rows(do.conn, "ledgers_late", contract_ids=secret, on=do.on, days=EVERY_DAYS)
