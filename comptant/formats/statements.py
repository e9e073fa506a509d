"""What the readers of bank files share: exact amounts, and rows gathered until the file is judged.

A bank file is taken whole or not at all: a booked line that is left out would be cash that no one
looks for. So a fault either refuses the file or only warns.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from comptant.formats.currencies import EXPONENTS
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import BankRead, Fault, shown
from comptant.rules.columns import ANNOUNCED, BANK_MOVEMENTS, STATEMENTS
from comptant.rules.money import AMOUNT_CENTS_MAX

MOVEMENTS_MAX = 200_000  # of one file
FAULTS_MAX = 100  # refusals listed before the reader gives up; warnings beyond are not listed
TEXT_MAX = 10_000  # characters of one text

Row = dict[str, Any]

# Possessive, so that a million digits cost a million steps.
DECIMAL_NUMBER = re.compile(r"\+?(?=\.?[0-9])0*+([0-9]*+)\.?+([0-9]*+)")


class Unreadable(Exception):
    """A value that cannot be read: a code of FAULTS and what was found. Never leaves a reader."""

    def __init__(self, code: str, detail: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = shown(detail)


class Enough(Exception):
    """The file has so many faults or rows that the rest is not read. Never leaves a reader."""


@dataclass
class Gathered:
    """What a reader has understood so far of the file named `file`."""

    file: str
    source: str = ""
    statements: list[Row] = field(default_factory=list)
    movements: list[Row] = field(default_factory=list)
    announced: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refusals: int = 0

    def warn(self, place: str, code: str, detail: object = "") -> None:
        """Something odd that changes no row."""
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(Fault(self.file, place, code, shown(detail), warns=True))

    def refuse(self, place: str, code: str, detail: object = "") -> None:
        """Something that costs the whole file. Raises Enough after FAULTS_MAX of them."""
        self.faults.append(Fault(self.file, place, code, shown(detail), refuses_file=True))
        self.refusals += 1
        if self.refusals >= FAULTS_MAX:
            raise Enough

    def take(self, statement: Row, movements: list[Row]) -> None:
        """One more statement with its payments, numbered in the order of the file."""
        number = len(self.statements) + 1
        self.statements.append(statement | {"file": self.file, "statement_number": number})
        for row_number, row in enumerate(movements, len(self.movements) + 1):
            if row_number > MOVEMENTS_MAX:
                self.refuse("file", "too_many_rows", f"more than {MOVEMENTS_MAX}")
                raise Enough
            row |= {"statement_number": number, "row_number": row_number}
            self.movements.append(row)

    def announce(self, rows: list[Row]) -> None:
        """What the last statement taken tells as announced; its days as those of a payment."""
        number, closed_on = len(self.statements), self.statements[-1]["closed_on"]
        for row in rows:
            row["booked_on"] = row["booked_on"] or row["value_on"] or closed_on
            row["value_on"] = row["value_on"] or row["booked_on"]
            row |= {"statement_number": number, "row_number": len(self.announced) + 1}
            self.announced.append(row)

    def answer(self) -> BankRead:
        """The rows, or none of them if something refuses the file."""
        if not (self.statements or self.refusals):
            self.refuse("file", "statement_unreadable", "no statement in the file")
        taken = not self.refusals
        return BankRead(
            STATEMENTS.frame(self.statements) if taken else STATEMENTS.empty(),
            BANK_MOVEMENTS.frame(self.movements) if taken else BANK_MOVEMENTS.empty(),
            tuple(self.faults),
            self.source if taken else "",
            ANNOUNCED.frame(self.announced) if taken else ANNOUNCED.empty(),
        )


def refused(name: str, code: str, detail: object = "") -> BankRead:
    """The answer to a file that cannot even be begun."""
    found = Gathered(name)
    found.refuse("file", code, detail)
    return found.answer()


def unfit(name: str, data: bytes) -> BankRead | None:
    """The refusal of an empty or too large file, else None."""
    if len(data) > FILE_BYTES_MAX:
        return refused(name, "file_too_large", f"{len(data)} bytes, {FILE_BYTES_MAX} at most")
    if not data.strip(b" \t\r\n\x00\x1a"):
        return refused(name, "file_empty")
    return None


def decimals_of(currency: str) -> int:
    """Minor units of a currency (EUR 2, JPY 0, TND 3). Source: ISO 4217. Raises Unreadable."""
    if currency not in EXPONENTS:
        raise Unreadable("currency_unreadable", currency)
    return EXPONENTS[currency]


def cents_of(text: str, currency: str) -> int:
    """Minor units of a decimal number without sign, exactly: 12.5 in EUR is 1250.

    Raises Unreadable for what is no number, has decimals that the currency has not (zeros at the
    end are harmless), or is beyond AMOUNT_CENTS_MAX.
    """
    decimals = decimals_of(currency)
    number = DECIMAL_NUMBER.fullmatch(text.strip())
    fraction = number[2].rstrip("0") if number else ""
    if number is None or len(fraction) > decimals:
        raise Unreadable("amount_unreadable", text)
    digits = number[1] + fraction.ljust(decimals, "0")
    if len(digits) > len(str(AMOUNT_CENTS_MAX)) or int(digits or "0") > AMOUNT_CENTS_MAX:
        raise Unreadable("amount_out_of_range", text)
    return int(digits or "0")


def plain(text: str) -> str:
    """A text on one line: runs of blanks and control characters become one blank.

    Cut at TEXT_MAX characters; no field of a bank's message is defined as long as that.
    """
    text = text[: TEXT_MAX * 2]
    if not text.isprintable():
        text = "".join(ch if ch.isprintable() else " " for ch in text)
    return " ".join(text.split())[:TEXT_MAX]


def digest_text(text: str) -> str:
    """Sixteen hex digits that stay the same when a bank spaces or punctuates a text differently.

    Upper case, letters and digits only, accents folded, sha256, first 16.
    """
    folded = unicodedata.normalize("NFKD", text).upper()
    kept = "".join(ch for ch in folded if ch.isalnum())
    return hashlib.sha256(kept.encode("utf-8", "replace")).hexdigest()[:16]
