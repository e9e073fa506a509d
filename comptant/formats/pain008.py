"""Direct debits for the bank: pain.008.001.08 (SEPA core or business debit), written by sepaxml.

sepaxml builds the message; here are checked what it does not check (check digits, references,
amounts) and set what it draws at random (ids, time), so that the same debits give the same bytes.
Source: EPC customer-to-bank implementation guidelines of the SDD schemes; FORMATS section 3.5.
"""

from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import polars as pl
import sepaxml
from lxml import etree
from text_unidecode import unidecode

from comptant.formats import identifiers
from comptant.formats.pain001 import (
    AMOUNT_CENTS_MAX,
    CURRENCY,
    NAME_LENGTH_MAX,
    NOT_LATIN,
    REFERENCE,
    TEXT_LENGTH_MAX,
    printable,
    set_text,
)
from comptant.rules.columns import shape

# One row per debit. Debits of one `lot` make one PmtInf: one sequence type, one day.
DEBITS_OUT = shape(
    "lot", "sequence_type", "collect_on", "end_to_end_reference", "amount_cents", "currency",
    "mandate_reference", "signed_on", "payer_name", "payer_iban", "payer_bic?", "remittance_text",
)  # fmt: skip

SCHEMA = "pain.008.001.08"
NAMESPACE = f"{{urn:iso:std:iso:20022:tech:xsd:{SCHEMA}}}"
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
    if not REFERENCE.fullmatch(message_id):
        raise ValueError(f"message id {message_id!r} is not 1 to 35 letters of SEPA")
    if created_at.tzinfo is None:
        raise ValueError("the time of creation has no zone")
    if scheme not in SCHEMES:
        raise ValueError(f"scheme {scheme} is not one of {', '.join(SCHEMES)}")
    rows = _checked(debits)
    message = sepaxml.SepaDD(
        _account(creditor) | {"batch": True, "instrument": scheme}, schema=SCHEMA, clean=True
    )
    for row in rows:
        message.add_payment(_payment(row))
    root = etree.fromstring(message.export(validate=False))
    _settle(root, message_id, created_at, [row["lot"] for row in rows])
    if not _schema().validate(root):
        raise AssertionError(f"pain.008 is not valid: {_schema().error_log}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _checked(debits: pl.DataFrame) -> list[dict[str, Any]]:
    """The debits as rows in the order of their lots, or ValueError."""
    debits = debits.select(DEBITS_OUT.names)
    if debits.schema != DEBITS_OUT.schema():
        raise ValueError(f"debits are {debits.schema}, not {DEBITS_OUT.schema()}")
    if debits.is_empty():
        raise ValueError("no debit to collect")
    seen: set[str] = set()
    lots: dict[str, tuple[object, object]] = {}
    rows = []
    for number, row in enumerate(debits.iter_rows(named=True), 1):
        reference = row["end_to_end_reference"]
        wrong = _wrong(row)
        if wrong is None and reference in seen:
            wrong = "the reference comes twice"
        key = row["sequence_type"], row["collect_on"]
        if wrong is None and lots.setdefault(row["lot"], key) != key:
            wrong = f"lot {row['lot']} has another day or sequence"
        if wrong:
            raise ValueError(f"row {number} ({reference}): {wrong}")
        seen.add(reference)
        rows.append(row)
    if len(set(lots.values())) != len(lots):
        raise ValueError("two lots have the same day and sequence")
    return sorted(rows, key=lambda row: row["lot"])


def _wrong(row: dict[str, Any]) -> str | None:
    """What the caller got wrong in one debit, the first thing only."""
    missing = [
        name for name in DEBITS_OUT.names if name not in DEBITS_OUT.optional and row[name] is None
    ]
    if missing:
        return f"{', '.join(missing)} missing"
    for name in ("end_to_end_reference", "mandate_reference", "lot"):
        if not REFERENCE.fullmatch(row[name]):
            return f"{name} is not 1 to 35 letters of SEPA"
    if row["sequence_type"] not in SEQUENCES:
        return f"sequence {row['sequence_type']}"
    if identifiers.normal("iban", row["payer_iban"]) is None:
        return f"IBAN {row['payer_iban']} does not hold"
    if row["payer_bic"] is not None and identifiers.normal("bic", row["payer_bic"]) is None:
        return f"BIC {row['payer_bic']} does not hold"
    if row["currency"] != CURRENCY:
        return f"currency {row['currency']}, a SEPA debit is in {CURRENCY}"
    if not 1 <= row["amount_cents"] <= AMOUNT_CENTS_MAX:
        return f"amount of {row['amount_cents']} cents"
    if not _latin(row["payer_name"], NAME_LENGTH_MAX):
        return "the payer's name has no letter"
    return None


def _account(creditor: Creditor) -> dict[str, Any]:
    """The credited account in sepaxml's words."""
    iban, bic = identifiers.normal("iban", creditor.iban), identifiers.normal("bic", creditor.bic)
    identifier = identifiers.normal("creditor", creditor.identifier)
    if iban is None or bic is None or identifier is None:
        raise ValueError(
            f"creditor: IBAN {creditor.iban}, BIC {creditor.bic} or identifier "
            f"{creditor.identifier} does not hold"
        )
    return {"name": _latin(creditor.name, NAME_LENGTH_MAX), "IBAN": iban, "BIC": bic,
            "currency": CURRENCY, "creditor_id": identifier}  # fmt: skip


def _payment(row: dict[str, Any]) -> dict[str, Any]:
    """A debit in sepaxml's words."""
    payment = {
        "name": _latin(row["payer_name"], NAME_LENGTH_MAX),
        "IBAN": identifiers.normal("iban", row["payer_iban"]),
        "amount": row["amount_cents"],
        "currency": CURRENCY,
        "type": row["sequence_type"],
        "collection_date": row["collect_on"],
        "mandate_id": row["mandate_reference"],
        "mandate_date": row["signed_on"],
        "description": _latin(row["remittance_text"], TEXT_LENGTH_MAX)
        or row["end_to_end_reference"],
        "endtoend_id": row["end_to_end_reference"],
    }
    if row["payer_bic"] is not None:
        payment["BIC"] = identifiers.normal("bic", row["payer_bic"])
    return payment


def _latin(text: str, longest: int) -> str:
    """A text in the letters of SEPA, without accents, on one line."""
    plain = NOT_LATIN.sub(" ", unidecode(printable(text)).replace("&", "+"))
    return " ".join(plain.split())[:longest].strip()


def _settle(root: etree._Element, message_id: str, created_at: datetime, lots: list[str]) -> None:
    """Put our ids and time where sepaxml drew its own; it makes the lots in the rows' order."""
    for head in root.iter(f"{NAMESPACE}GrpHdr"):
        set_text(head, f"{NAMESPACE}MsgId", message_id)
        at = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        set_text(head, f"{NAMESPACE}CreDtTm", at)
    parts = root.iter(f"{NAMESPACE}PmtInf")
    for part, lot in zip(parts, dict.fromkeys(lots), strict=True):
        set_text(part, f"{NAMESPACE}PmtInfId", lot)


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    """The schema that sepaxml ships."""
    text = resources.files("sepaxml").joinpath(f"schemas/{SCHEMA}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))
