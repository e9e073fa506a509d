"""A FEC written: 18 columns between tabs, dates without dashes, decimal commas.

Source: art. A47 A-1 LPF; DOMAIN 8.4. What reads it back is fec.py.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from comptant.formats.currencies import EXPONENTS

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib",
    "CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit",
    "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip


class FecLine(NamedTuple):
    """One line of an entry, `cents` debit positive and never zero; none where a column is blank."""

    journal: str
    journal_name: str
    entry_number: int
    entry_on: date
    account: str
    account_name: str
    buyer: str | None
    buyer_name: str | None
    piece: str
    piece_on: date
    label: str
    cents: int
    letter: str | None
    lettered_on: date | None
    validated_on: date
    foreign_cents: int | None = None
    currency: str | None = None


def file_name(siren: str, last_on: date) -> str:
    """SirenFECAAAAMMJJ.txt."""
    return f"{siren}FEC{last_on:%Y%m%d}.txt"


def written(lines: Iterable[FecLine]) -> bytes:
    """The file, in UTF-8, its heading first."""
    rows = ["\t".join(COLUMNS)]
    for line in lines:
        cells = (
            line.journal, line.journal_name, str(line.entry_number), _day(line.entry_on),
            line.account, line.account_name, line.buyer, line.buyer_name, line.piece,
            _day(line.piece_on), line.label, amount(max(line.cents, 0)),
            amount(max(-line.cents, 0)), line.letter, _day(line.lettered_on),
            _day(line.validated_on),
            None if line.foreign_cents is None or line.currency is None
            else amount(line.foreign_cents, EXPONENTS.get(line.currency, 2)), line.currency,
        )  # fmt: skip
        rows.append("\t".join(_plain(cell or "") for cell in cells))
    return ("\r\n".join(rows) + "\r\n").encode()


def amount(units: int, digits: int = 2) -> str:
    """An amount of minor units with a decimal comma and no blanks."""
    whole, rest = divmod(abs(units), 10**digits)
    return f"{'-' if units < 0 else ''}{whole}" + (f",{rest:0{digits}}" if digits else "")


def _day(on: date | None) -> str:
    return f"{on:%Y%m%d}" if on else ""


def _plain(text: str) -> str:
    """A text without the signs that separate cells and lines."""
    return " ".join(text.split())
