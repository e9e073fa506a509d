"""What the payment files of SEPA share: letters, amounts, accounts, ids, schemas.

sepaxml builds the messages (pain.001, pain.008); here are checked what it does not check (check
digits, references, amounts) and set what it draws at random (ids, time), so that the same payments
give the same bytes. Source: EPC implementation guidelines; FORMATS section 3.5.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any

import polars as pl
from lxml import etree
from text_unidecode import unidecode

from comptant.formats import identifiers
from comptant.rules.columns import Shape

Row = dict[str, Any]
CURRENCY = "EUR"  # of a SEPA payment
AMOUNT_CENTS_MAX = 99_999_999_999  # 999 999 999.99, EPC guidelines
NAME_LENGTH_MAX = 70
TEXT_LENGTH_MAX = 140
# The letters that every SEPA bank takes. A reference neither begins nor ends with a stroke, nor
# has two of them.
NOT_LATIN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
REFERENCE = re.compile(r"(?!/)(?!.*//)(?! )[A-Za-z0-9/\-?:().,'+ ]{1,35}(?<!/)(?<! )")


def latin(text: str, longest: int) -> str:
    """A text in the letters of SEPA, without accents, on one line, cut."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    plain = NOT_LATIN.sub(" ", unidecode(line).replace("&", "+"))
    return " ".join(plain.split())[:longest].strip()


def check_head(message_id: str, longest: int, created_at: datetime) -> None:
    """ValueError for an id or an instant that a message cannot bear."""
    if not REFERENCE.fullmatch(message_id) or len(message_id) > longest:
        raise ValueError(f"message id {message_id!r} is not 1 to {longest} letters of SEPA")
    if created_at.tzinfo is None:
        raise ValueError("the time of creation has no zone")


def checked(
    batch: pl.DataFrame, wanted: Shape, wrong: Callable[[Row], str | None],
    currency: str = CURRENCY,
) -> list[Row]:  # fmt: skip
    """The rows of a batch in its shape; ValueError with the first (from 1) in which a value is
    missing, a reference comes again, the amount does not fit, or what `wrong` says of it.
    `currency`: of all of them."""
    batch = batch.select(wanted.names)
    if batch.schema != wanted.schema():
        raise ValueError(f"the rows are {batch.schema}, not {wanted.schema()}")
    if batch.is_empty():
        raise ValueError("no row to send")
    seen: dict[str, int] = {}
    rows = list(batch.iter_rows(named=True))
    for number, row in enumerate(rows, 1):
        reference = row["end_to_end_reference"]
        told = _wrong(row, wanted, currency) or wrong(row)
        if told is None and seen.setdefault(reference, number) != number:
            told = f"reference already in row {seen[reference]}"
        if told:
            raise ValueError(f"row {number} ({reference}): {told}")
    return rows


def _wrong(row: Row, wanted: Shape, currency: str) -> str | None:
    """What is wrong in a row of any payment file, the first thing only."""
    missing = [name for name in wanted.names if name not in wanted.optional and row[name] is None]
    if missing:
        return f"{', '.join(missing)} missing"
    if not REFERENCE.fullmatch(row["end_to_end_reference"]):
        return "end_to_end_reference is not 1 to 35 letters of SEPA"
    if row["currency"] != currency:
        kind = "a SEPA payment is" if currency == CURRENCY else "the others are"
        return f"currency {row['currency']}, {kind} in {currency}"
    if not 1 <= row["amount_cents"] <= AMOUNT_CENTS_MAX:
        return f"amount of {row['amount_cents']} cents"
    return None


def wrong_account(name: str, iban: str, bic: str | None) -> str | None:
    """What is wrong in whoever is paid or debited, the first thing only."""
    if identifiers.normal("iban", iban) is None:
        return f"IBAN {iban} does not hold"
    if bic is not None and identifiers.normal("bic", bic) is None:
        return f"BIC {bic} does not hold"
    if not latin(name, NAME_LENGTH_MAX):
        return "the name has no letter"
    return None


def account(name: str, iban: str, bic: str | None) -> Row:
    """An account that holds, in sepaxml's words."""
    said = {"name": latin(name, NAME_LENGTH_MAX), "IBAN": identifiers.normal("iban", iban)}
    return said if bic is None else {**said, "BIC": identifiers.normal("bic", bic)}


def own_account(name: str, iban: str, bic: str, currency: str = CURRENCY) -> Row:
    """Our account in sepaxml's words, booked a group at a time; ValueError if it does not hold."""
    told = wrong_account(name, iban, bic)
    if told:
        raise ValueError(f"our account: {told}")
    return {**account(name, iban, bic), "currency": currency, "batch": True}


def written(
    exported: bytes, schema: str, message_id: str, created_at: datetime, groups: Iterable[str],
    changed: Callable[[etree._Element], None] = lambda root: None,
) -> bytes:  # fmt: skip
    """What sepaxml made, with our ids and time where it drew its own, valid against its schema.
    `groups`: the id of each PmtInf, and of more if need be; `changed`: what else is set."""
    root = etree.fromstring(exported)
    at = created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for head in root.iter(tag(schema, "GrpHdr")):
        _set_text(head, tag(schema, "MsgId"), message_id)
        _set_text(head, tag(schema, "CreDtTm"), at)
    parts = list(root.iter(tag(schema, "PmtInf")))
    for part, group in zip(parts, islice(groups, len(parts)), strict=True):
        _set_text(part, tag(schema, "PmtInfId"), group)
    changed(root)
    rules = _schema(schema)
    if not rules.validate(root):
        raise AssertionError(f"{schema} is not valid: {rules.error_log}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def tag(schema: str, name: str) -> str:
    """How lxml writes a name of a message."""
    return f"{{urn:iso:std:iso:20022:tech:xsd:{schema}}}{name}"


def _set_text(parent: etree._Element, name: str, text: str) -> None:
    """Give the children of a name (with its namespace) a text."""
    for child in parent.iterfind(name):
        child.text = text


@cache
def _schema(name: str) -> etree.XMLSchema:
    """A schema that sepaxml ships."""
    text = resources.files("sepaxml").joinpath(f"schemas/{name}.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))
