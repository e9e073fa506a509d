"""Direct debits for the bank: pain.008.001.08 (SEPA core or business debit), written by sepaxml.

Source: EPC customer-to-bank implementation guidelines of the SDD schemes; FORMATS section 3.5.
"""

from datetime import datetime
from typing import NamedTuple

import polars as pl
import sepaxml

from comptant.formats import identifiers, sepa
from comptant.rules.columns import shape

# One row per debit. Debits of one `lot` make one PmtInf: one sequence type, one day.
DEBITS_OUT = shape(
    "lot", "sequence_type", "collect_on", "end_to_end_reference", "amount_cents", "currency",
    "mandate_reference", "signed_on", "payer_name", "payer_iban", "payer_bic?", "remittance_text",
)  # fmt: skip

SCHEMA = "pain.008.001.08"
MESSAGE_ID_LENGTH_MAX = 35
SCHEMES = ("CORE", "B2B")
SEQUENCES = ("FRST", "RCUR", "OOFF", "FNAL")


class Creditor(NamedTuple):
    """Whose account is credited, and its SEPA creditor identifier."""

    name: str
    iban: str
    bic: str
    identifier: str


def write(
    *, message_id: str, created_at: datetime, scheme: str, creditor: Creditor, debits: pl.DataFrame
) -> bytes:
    """A pain.008.001.08 message, valid against its schema, in UTF-8.

    `debits` has the shape DEBITS_OUT, amounts in cents of EUR. Names and texts are put into the
    letters of SEPA and cut at 70 and 140 characters; references are taken as they are. Same
    arguments, same bytes. Raises ValueError for what must not be sent, naming the row (from 1).
    """
    sepa.check_head(message_id, MESSAGE_ID_LENGTH_MAX, created_at)
    if scheme not in SCHEMES:
        raise ValueError(f"scheme {scheme} is not one of {', '.join(SCHEMES)}")
    rows = _by_lot(sepa.checked(debits, DEBITS_OUT, _wrong))
    told = {**_account(creditor), "instrument": scheme}
    message = sepaxml.SepaDD(told, schema=SCHEMA, clean=True)
    for row in rows:
        message.add_payment(_payment(row))
    lots = dict.fromkeys(row["lot"] for row in rows)  # sepaxml makes them in the rows' order
    return sepa.written(message.export(validate=False), SCHEMA, message_id, created_at, lots)


def _by_lot(rows: list[sepa.Row]) -> list[sepa.Row]:
    """The debits in the order of their lots; ValueError where a lot is not one day and sequence."""
    lots: dict[str, tuple[object, object]] = {}
    for number, row in enumerate(rows, 1):
        key = row["sequence_type"], row["collect_on"]
        if lots.setdefault(row["lot"], key) != key:
            reference = row["end_to_end_reference"]
            raise ValueError(
                f"row {number} ({reference}): lot {row['lot']} has another day or sequence"
            )
    if len(set(lots.values())) != len(lots):
        raise ValueError("two lots have the same day and sequence")
    return sorted(rows, key=lambda row: row["lot"])


def _wrong(row: sepa.Row) -> str | None:
    """What the caller got wrong in one debit, the first thing only."""
    for name in ("mandate_reference", "lot"):
        if not sepa.REFERENCE.fullmatch(row[name]):
            return f"{name} is not 1 to 35 letters of SEPA"
    if row["sequence_type"] not in SEQUENCES:
        return f"sequence {row['sequence_type']}"
    return sepa.wrong_account(row["payer_name"], row["payer_iban"], row["payer_bic"])


def _account(creditor: Creditor) -> sepa.Row:
    """The credited account in sepaxml's words."""
    identifier = identifiers.normal("creditor", creditor.identifier)
    if identifier is None:
        raise ValueError(f"our account: identifier {creditor.identifier} does not hold")
    account = sepa.own_account(creditor.name, creditor.iban, creditor.bic)
    return {**account, "creditor_id": identifier}


def _payment(row: sepa.Row) -> sepa.Row:
    """A debit in sepaxml's words."""
    return {
        **sepa.account(row["payer_name"], row["payer_iban"], row["payer_bic"]),
        "amount": row["amount_cents"],
        "currency": sepa.CURRENCY,
        "type": row["sequence_type"],
        "collection_date": row["collect_on"],
        "mandate_id": row["mandate_reference"],
        "mandate_date": row["signed_on"],
        "description": sepa.latin(row["remittance_text"], sepa.TEXT_LENGTH_MAX)
        or row["end_to_end_reference"],
        "endtoend_id": row["end_to_end_reference"],
    }
