"""What the readers of bank files share: exact amounts, and rows gathered until the file is judged.

A bank file is taken whole or not at all: a booked line that is left out would be cash that no one
looks for. So a fault either refuses the file or only warns.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from comptant.formats.currencies import EXPONENTS
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import BankRead, Fault, shown
from comptant.rules.columns import ANNOUNCED, BANK_MOVEMENTS, STATEMENTS, Shape, c
from comptant.rules.money import AMOUNT_CENTS_MAX

MOVEMENTS_MAX = 400_000  # of one file
FAULTS_MAX = 100  # refusals listed before the reader gives up; warnings beyond are not listed
TEXT_MAX = 10_000  # characters of one text
SLICE_ROWS = 5_000  # rows that wait as Python objects, ten times what they are as columns

Row = dict[str, Any]

SAYS_SOMETHING = re.compile(rb"[^ \t\r\n\x00\x1a]")
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


class Slices:
    """Rows of a shape: those of a slice as they were read, all before them as columns."""

    def __init__(self, shape: Shape) -> None:
        self.count = 0
        self._shape = shape
        self._waiting: list[Row] = []
        self._frames: list[pl.DataFrame] = []

    def add(self, row: Row) -> None:
        self.count += 1
        self._waiting.append(row)
        if len(self._waiting) == SLICE_ROWS:
            self._pack()

    def frame(self) -> pl.DataFrame:
        """All of them."""
        self._pack()
        return pl.concat(self._frames, rechunk=False)

    def _pack(self) -> None:
        self._frames.append(self._shape.frame(self._waiting))
        self._waiting = []


@dataclass
class Gathered:
    """What a reader has understood so far of the file named `file`."""

    file: str
    source: str = ""
    statements: list[Row] = field(default_factory=list)
    movements: Slices = field(default_factory=lambda: Slices(BANK_MOVEMENTS))
    announced: Slices = field(default_factory=lambda: Slices(ANNOUNCED))
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

    def add(self, row: Row) -> None:
        """One more payment of the statement that is being read, numbered in the order of the file.
        Raises Enough after MOVEMENTS_MAX of them."""
        if self.movements.count == MOVEMENTS_MAX:
            self.refuse("file", "too_many_rows", f"more than {MOVEMENTS_MAX}")
            raise Enough
        number = {"row_number": self.movements.count + 1, "statement_number": self.number}
        self.movements.add(row | number)

    def announce(self, row: Row) -> None:
        """What the statement that is being read tells as announced."""
        number = {"row_number": self.announced.count + 1, "statement_number": self.number}
        self.announced.add(row | number)

    def take(self, statement: Row) -> None:
        """The statement that was being read, after its payments."""
        self.statements.append(statement | {"file": self.file, "statement_number": self.number})

    @property
    def number(self) -> int:
        """Of the statement that is being read."""
        return len(self.statements) + 1

    def answer(self) -> BankRead:
        """The rows, or none of them if something refuses the file."""
        if not (self.statements or self.refusals):
            self.refuse("file", "statement_unreadable", "no statement in the file")
        if self.refusals:
            nothing = STATEMENTS.empty(), BANK_MOVEMENTS.empty()
            return BankRead(*nothing, tuple(self.faults), "", ANNOUNCED.empty())
        statements = STATEMENTS.frame(self.statements)
        return BankRead(
            statements, _dated(self.movements.frame(), statements), tuple(self.faults),
            self.source, _dated(self.announced.frame(), statements),
        )  # fmt: skip


def _dated(rows: pl.DataFrame, statements: pl.DataFrame) -> pl.DataFrame:
    """Payments with both their days: one stands for the other, the statement's for both."""
    days = statements.select("statement_number", "closed_on")
    told = rows.join(days, on="statement_number", how="left", maintain_order="left")
    booked_on = pl.coalesce(c.booked_on, c.value_on, c.closed_on)
    value_on = pl.coalesce(c.value_on, booked_on)
    return told.with_columns(booked_on=booked_on, value_on=value_on).select(rows.columns)


def refused(name: str, code: str, detail: object = "") -> BankRead:
    """The answer to a file that cannot even be begun."""
    found = Gathered(name)
    found.refuse("file", code, detail)
    return found.answer()


def unfit(name: str, data: bytes) -> BankRead | None:
    """The refusal of an empty or too large file, else None."""
    if len(data) > FILE_BYTES_MAX:
        return refused(name, "file_too_large", f"{len(data)} bytes, {FILE_BYTES_MAX} at most")
    if not SAYS_SOMETHING.search(data):
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


def sums_told(opening: int, moved: int, closing: int, currency: str) -> str:
    """What does not add up, in units of the currency: 1.00 + 0.50 is not 2.00 EUR."""
    places = decimals_of(currency)

    def amount(cents: int) -> str:
        digits = str(abs(cents)).rjust(places + 1, "0")
        whole, rest = (digits[:-places], "." + digits[-places:]) if places else (digits, "")
        return f"{'-' if cents < 0 else ''}{whole}{rest}"

    return f"{amount(opening)} + {amount(moved)} is not {amount(closing)} {currency}"


def plain(text: str) -> str:
    """A text on one line: runs of blanks and control characters become one blank.

    Cut at TEXT_MAX characters; no field of a bank's message is defined as long as that.
    """
    text = text[: TEXT_MAX * 2]
    if not text.isprintable():
        text = "".join(ch if ch.isprintable() else " " for ch in text)
    return " ".join(text.split())[:TEXT_MAX]
