"""Which credit of our bank settles which instruments, and which debit returns one.

`collected_means` and `unpaid_means` have the grain of a movement of an account of ours; their codes
are in `collection_natures.csv`. Whose a credit is, `lot_of` says: a set is to be found, which no
column can. Source: DOMAIN 5.8, 8.1; CFONB statement of account (2004); ISO 20022 code sets.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import resources

import polars as pl

from comptant.rules.columns import c

BILLS = ("LCR", "BOR")
ANY = "ANY"
# How far from the day asked for a credit that names nothing may still be that of a lot.
DAYS_AROUND = 10
NUMBER_LENGTH_MIN = 4  # a shorter number is found in any text
WORDS_JOINED = 3
_NOT_KEY = re.compile(r"[^A-Z0-9]")


def _natures(outcome: str) -> dict[str, str]:
    text = resources.files("comptant.rules").joinpath("collection_natures.csv").read_text("utf-8")
    found = csv.DictReader(text.splitlines())
    return {row["code"]: row["means"] for row in found if row["outcome"] == outcome}


COLLECTED, UNPAID = _natures("COLLECTED"), _natures("UNPAID")


def collected_means() -> pl.Expr:
    """CHQ, BILL or SDD where the bank's code says that a remittance of ours is credited."""
    return _told(COLLECTED)


def unpaid_means() -> pl.Expr:
    """CHQ, BILL, SDD or ANY where the bank's code says that an instrument comes back unpaid."""
    return _told(UNPAID)


def _told(natures: dict[str, str]) -> pl.Expr:
    code = c.operation_code.str.extract(r"([A-Z0-9]+)$")
    return code.replace_strict(natures, default=None, return_dtype=pl.String)


@dataclass(frozen=True)
class Lot:
    """Instruments that the bank may credit in one line: of one remittance, of one lot of it, or one
    alone (`is_alone`, which the bank names when it credits it so)."""

    references: frozenset[str]
    means: str
    own_account_id: int
    collect_on: date
    remitted_on: date
    total_cents: int
    ids: frozenset[tuple[int, int]]  # contract and instrument
    is_alone: bool = False


def key_of(text: str) -> str:
    """A reference as it may be found in a text: capitals and digits."""
    return _NOT_KEY.sub("", text.upper())


def remittance_reference(collection_id: int) -> str:
    """Ours of a remittance: eleven letters and digits, so that no other text has them."""
    digits = ""
    while collection_id:
        collection_id, rest = divmod(collection_id, 36)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
    return f"REM{digits:0>8}"


def short_reference(instrument_id: int) -> str:
    """Ours on a bill: ten characters that the bank gives back with an unpaid one."""
    return f"{instrument_id:010d}"[-10:]


def phrases(text: str) -> frozenset[str]:
    """The words of a text, and up to three in a row as one: E-2077 is written E 2077 too."""
    words = [word for word in _NOT_KEY.split(text.upper()) if word]
    return frozenset(
        "".join(words[first : first + count])
        for first in range(len(words))
        for count in range(1, WORDS_JOINED + 1)
    )


def names_item(text: str, reference: str, number: str, instrument_id: int) -> bool:
    """Whether a text names an instrument, by our references or by its own number."""
    if key_of(reference) in key_of(text):
        return True
    wanted = {short_reference(instrument_id), key_of(number)}
    return bool(phrases(text) & {each for each in wanted if len(each) >= NUMBER_LENGTH_MIN})


def lot_of(
    lots: Iterable[Lot], *, amount_cents: int, own_account_id: int, booked_on: date, told: str,
    means: str | None, has_payer: bool,
) -> Lot | None:  # fmt: skip
    """The one lot that a credit settles, or None: the one that its texts (`told`) name, else the
    only one of its amount, near its day, whose means the bank's code says. A line without a code
    and without a payer may be a lot's too; a line with a payer is his."""
    fitting = {
        lot.ids: lot for lot in lots
        if (lot.total_cents, lot.own_account_id) == (amount_cents, own_account_id)
        and lot.remitted_on <= booked_on and means in (None, lot.means)
    }  # fmt: skip
    key = key_of(told)
    named = [lot for lot in fitting.values()
             if any(reference in key for reference in lot.references)]  # fmt: skip
    if named:
        return named[0] if len(named) == 1 else None
    if means is None and has_payer:
        return None
    near = [
        lot
        for lot in fitting.values()
        if not lot.is_alone and abs((booked_on - lot.collect_on).days) <= DAYS_AROUND
    ]
    return near[0] if len(near) == 1 else None
