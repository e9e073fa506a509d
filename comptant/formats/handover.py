"""A contract in open files, to leave with and to be taken over from: CSV lists and one JSON.

    handover.json   who, on which day, the statement, and of each list its columns and SHA-256
    invoices.csv    what buyers owe: open invoices and credit notes (type 381...), amounts positive
    payments.csv    money received that waits for its invoice
    limits.csv      what was approved on each buyer
    disputes.csv    what is still disputed of an open invoice, and since when
    ...             other lists are for the reader: kept, and not read back

Amounts are decimals with a point in their currency, days are ISO 8601, text is UTF-8. Another
factor's list is read the same way; a hash is checked where one is given. Pure: bytes to rows, rows
to bytes.
"""

import csv
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from comptant.formats.currencies import EXPONENTS
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import Fault, plain_number, shown
from comptant.rules.columns import SENT_INVOICES, VOCABULARY, Shape, shape
from comptant.rules.money import AMOUNT_CENTS_MAX

HEAD, VERSION = "handover.json", 1
BUYER = ("buyer_name?", "buyer_siren?", "buyer_vat?", "buyer_lei?", "buyer_foreign?",
         "buyer_country?")  # fmt: skip
INVOICES = shape(
    "invoice_number", "type_code", "issued_on", "due_on", "delivered_on?", "currency",
    "amount_cents", "open_cents", "buyer_name", *BUYER[1:], "order_reference?", "credited_number?",
)  # fmt: skip
PAYMENTS = shape("value_on", "currency", "open_cents", *BUYER, "payer_name?", "remittance_text?")
LIMITS = shape("currency", "amount_cents", "buyer_name", *BUYER[1:], "source?")
DISPUTES = shape(
    "invoice_number", "issued_on", "buyer_name?", "dispute_code", "disputed_on", "currency",
    "disputed_cents", "dispute_rest_confirmed?", "source?", "evidence?",
)  # fmt: skip
LISTS: dict[str, Shape] = {"invoices.csv": INVOICES, "payments.csv": PAYMENTS, "limits.csv": LIMITS,
                           "disputes.csv": DISPUTES}  # fmt: skip
# The figures of a statement, in cents: what buyers owe less credit notes, money that waits, the
# client's current account and guarantee fund (credit positive), what is lent. Source: DOMAIN 3.2.
STATEMENT = ("open_cents", "unallocated_cents", "current_account_cents", "fund_balance_cents",
             "funds_in_use_cents")  # fmt: skip
# What reading an archive that is none, or is cut short, encrypted or garbled, ends in.
NOT_A_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, RuntimeError,
             OSError, IndexError)  # fmt: skip
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
TEXT_LENGTH_MAX = 500
_AMOUNT = re.compile(r"-?\d{1,15}(?:\.\d{1,3})?", re.ASCII)
Row = dict[str, Any]


@dataclass
class HandoverRead:
    """The lists by their shapes, who and when (`head`), the statement; with a fault nothing is to
    be taken."""

    invoices: pl.DataFrame = field(default_factory=INVOICES.empty)
    payments: pl.DataFrame = field(default_factory=PAYMENTS.empty)
    limits: pl.DataFrame = field(default_factory=LIMITS.empty)
    disputes: pl.DataFrame = field(default_factory=DISPUTES.empty)
    head: Row = field(default_factory=dict)
    statement: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def sent(self) -> pl.DataFrame:
        """The invoices as SENT_INVOICES: each is worth what is open of it."""
        rows = self.invoices.with_row_index("row_number", 1).select(
            pl.lit("invoices.csv").alias("file"), pl.col("row_number").cast(pl.Int64),
            *(name for name in INVOICES.names if name not in ("amount_cents", "open_cents")),
            gross_cents="open_cents", payable_cents="open_cents",
        )  # fmt: skip
        return SENT_INVOICES.frame(rows.to_dicts())


# Out ----------------------------------------------------------------------------------------------


def write(head: Row, statement: Mapping[str, int], lists: Mapping[str, Iterable[Row]],
          shapes: Mapping[str, tuple[str, ...]],
          beside: Mapping[str, int] | None = None) -> dict[str, bytes]:  # fmt: skip
    """The files of a contract by their names: each list with the columns that `shapes` names, and
    the JSON that describes and seals them; `beside`: figures that are no part of the statement."""
    files = {name: _csv(shapes[name], rows) for name, rows in lists.items()}
    exponent = EXPONENTS[head["currency"]]
    told = {
        "format": "comptant handover", "version": VERSION, **head,
        "statement": {_title(name): _decimal(statement[name], exponent) for name in STATEMENT},
        "beside": {_title(name): _decimal(cents, exponent)
                   for name, cents in (beside or {}).items()},
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(),
                   "columns": [_described(column) for column in shapes[name]]}
            for name, content in files.items()
        },
    }  # fmt: skip
    text = json.dumps(told, indent=2, ensure_ascii=False, default=str)
    return {HEAD: text.encode() + b"\n", **files}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one archive: the same files make the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_title(column) for column in columns])
    for row in rows:
        exponent = EXPONENTS.get(str(row.get("currency")), 2)
        writer.writerow([_cell(row.get(column), column, exponent) for column in columns])
    return text.getvalue().encode()


def _cell(value: object, column: str, exponent: int) -> str:
    if value is None:
        return ""
    if column.endswith("_cents") and isinstance(value, int):
        return _decimal(value, exponent)
    if column.endswith("_ppm") and isinstance(value, int):
        return _decimal(value, 4)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _decimal(units: int, exponent: int) -> str:
    digits = str(abs(units)).rjust(exponent + 1, "0")
    whole, rest = (digits[:-exponent], digits[-exponent:]) if exponent else (digits, "")
    return f"{'-' if units < 0 else ''}{whole}{'.' if rest else ''}{rest}"


def _title(column: str) -> str:
    return column.removesuffix("_cents").removesuffix("_ppm")


def _described(column: str) -> Row:
    kind = "amount" if column.endswith("_cents") else "percent" if column.endswith("_ppm") else ""
    known = VOCABULARY.get(column)
    told = {"name": _title(column), "type": kind or ("day" if column.endswith("_on") else "text")}
    if known is not None:
        told |= {"english": known.english, "french": known.french}
    return told


# In -----------------------------------------------------------------------------------------------


def unzipped(name: str, data: bytes) -> dict[str, bytes] | Fault:
    """The files of an archive, flat; a Fault where it is none, would swell beyond measure, or has
    two files of one name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = {one: one.filename.rsplit("/", 1)[-1] for one in archive.infolist()
                    if not one.is_dir()}  # fmt: skip
            if len(set(told.values())) < len(told):
                return Fault(name, "file", "format_unknown", "two files of one name", True)
            if any(one.compress_type not in PACKED for one in told):
                return Fault(name, "file", "format_unknown", "packed in another way", True)
            if sum(one.file_size for one in told) > FILE_BYTES_MAX:
                return Fault(name, "file", "archive_dangerous", refuses_file=True)
            return {known: archive.read(one) for one, known in told.items()}
    except NOT_A_ZIP as error:
        return Fault(name, "file", "format_unknown", shown(error), refuses_file=True)


def read(files: Mapping[str, bytes]) -> HandoverRead:
    """What the files say of a contract; every fault of theirs, by file and line."""
    found = HandoverRead()
    for name in (HEAD, "invoices.csv"):
        if name not in files:
            found.faults.append(Fault(name, "file", "handover_file_missing", refuses_file=True))
    if found.faults:
        return found
    try:
        found.head = json.loads(files[HEAD])
        currency = str(found.head["currency"])
        found.head["on"] = date.fromisoformat(str(found.head["on"])).isoformat()
        exponent = EXPONENTS[currency]
        found.statement = {
            name: _cents(str(found.head["statement"][_title(name)]), exponent) for name in STATEMENT
        }
        sealed_files = dict(found.head.get("files") or {})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        found.faults.append(Fault(HEAD, "file", "handover_head_wrong", shown(error), True))
        return found
    for name, sealed in sealed_files.items():
        content = files.get(name)
        wanted = sealed.get("sha256") if isinstance(sealed, dict) else None
        if content is None or (wanted and hashlib.sha256(content).hexdigest() != wanted):
            code = "handover_file_missing" if content is None else "handover_hash_differs"
            found.faults.append(Fault(str(name), "file", code, refuses_file=True))
    for name, wanted_shape in LISTS.items():
        if name in files:
            rows = _rows(name, files[name], wanted_shape, found.faults)
            setattr(found, name.removesuffix(".csv"), wanted_shape.frame(rows))
    return found


def _rows(name: str, data: bytes, wanted: Shape, faults: list[Fault]) -> list[Row]:
    try:
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    except UnicodeDecodeError:
        faults.append(Fault(name, "file", "encoding_unreadable", refuses_file=True))
        return []
    except csv.Error as error:
        faults.append(Fault(name, "file", "format_unknown", shown(error), refuses_file=True))
        return []
    titles = [title.strip() for title in (lines[0] if lines else [])]
    places = {column: titles.index(_title(column)) for column in wanted.names
              if _title(column) in titles}  # fmt: skip
    missing = [column for column in wanted.names
               if column not in places and column not in wanted.optional]  # fmt: skip
    for column in missing:
        faults.append(Fault(name, "line 1", "column_missing", _title(column), refuses_file=True))
    if missing:
        return []
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            rows.append(_row(name, number, line, places, wanted, faults))
    return [row for row in rows if row is not None]


def _row(
    name: str, number: int, line: list[str], places: dict[str, int], wanted: Shape,
    faults: list[Fault],
) -> Row | None:  # fmt: skip
    texts = {column: line[place].strip() if place < len(line) else ""
             for column, place in places.items()}  # fmt: skip
    exponent = EXPONENTS.get(texts.get("currency", ""))
    row: Row = {}
    for column in wanted.names:
        text, place = texts.get(column, ""), f"line {number}, column {_title(column)}"
        if len(text) > TEXT_LENGTH_MAX or not text.isprintable():
            code = "encoding_unreadable" if len(text) <= TEXT_LENGTH_MAX else "value_too_long"
            faults.append(Fault(name, place, code, shown(text), refuses_file=True))
            return None
        try:
            row[column] = _value(column, text, exponent)
        except (ValueError, KeyError):
            code = ("currency_unreadable" if column == "currency" else "amount_unreadable"
                    if column.endswith("_cents") else "date_unreadable")  # fmt: skip
            faults.append(Fault(name, place, code, shown(text), refuses_file=True))
            return None
        if row[column] is None and column not in wanted.optional:
            faults.append(Fault(name, place, "value_missing", refuses_file=True))
            return None
    return row


def _value(column: str, text: str, exponent: int | None) -> object:
    if not text:
        return None
    if column == "currency":
        EXPONENTS[text]  # KeyError: a currency that there is not
    if column.endswith("_cents"):
        return _cents(text, 2 if exponent is None else exponent)
    if column.endswith("_on"):
        return date.fromisoformat(text)
    if column == "dispute_rest_confirmed":  # what is not said to be so takes the whole invoice
        return text.lower() in ("true", "yes")
    return plain_number(text) if column.endswith("_number") else text


def _cents(text: str, exponent: int) -> int:
    """Minor units of a decimal; ValueError."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    whole, _, decimals = text.partition(".")
    cents = int(whole + decimals.ljust(exponent, "0"))
    if len(decimals) > exponent or abs(cents) > AMOUNT_CENTS_MAX:
        raise ValueError(text)
    return cents
