"""The catalogue of facts that people may tell: of what, in which form, and which reasons they move.

The rows are in `facts.csv`; the queries that read them are those of the facts of invoices and
buyers. What may be told is told with a source and a day, and stays.
"""

import csv
from dataclasses import dataclass
from datetime import date
from importlib import resources

from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.reasons import REASONS

SUBJECTS = ("INVOICE", "BUYER", "PARTY", "CONTRACT")
# What is typed, by form, in both languages.
FORMS = {
    "flag": ("yes or no", "oui ou non"), "amount": ("an amount", "un montant"),
    "day": ("a date", "une date"), "code": ("a word", "un mot"), "text": ("a text", "un texte"),
}  # fmt: skip
_TYPES: dict[str, type] = {"flag": bool, "amount": int, "day": str, "code": str,
                          "text": str}  # fmt: skip
TEXT_MAX = 500
YEARS = (1900, 2099)  # counting from a day of these never leaves the calendar
Value = int | str | bool | None


class BadFact(Exception):
    """A value that a fact cannot have; `expected` says what it can be."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected


@dataclass(frozen=True)
class Fact:
    """One fact. `reasons`: the codes of the reasons that it gives or takes away."""

    subject: str
    name: str
    form: str
    choices: tuple[str, ...]
    reasons: tuple[str, ...]
    source: str
    source_french: str
    english: str
    french: str

    def check(self, value: Value) -> None:
        """BadFact where the value does not fit; nothing fits everywhere: what was told is over."""
        wanted = _TYPES[self.form]
        if value is None:
            return
        if type(value) is not wanted:
            raise BadFact(wanted.__name__)
        if self.choices and value not in self.choices:
            raise BadFact(" ".join(self.choices))
        if self.form == "amount" and isinstance(value, int):
            if value < 0:
                raise BadFact("0 or more")
            if value > AMOUNT_CENTS_MAX:
                raise BadFact(f"0 to {AMOUNT_CENTS_MAX // 100}")
        if self.form == "text" and not 0 < len(str(value).strip()) <= TEXT_MAX:
            raise BadFact(f"1 to {TEXT_MAX} characters")
        if self.form == "day":
            try:
                told = date.fromisoformat(str(value))
            except ValueError:
                raise BadFact("YYYY-MM-DD") from None
            if not YEARS[0] <= told.year <= YEARS[1]:
                raise BadFact("YYYY-MM-DD")


def _load() -> dict[tuple[str, str], Fact]:
    text = resources.files("comptant.rules").joinpath("facts.csv").read_text("utf-8")
    found: dict[tuple[str, str], Fact] = {}
    for row in csv.DictReader(text.splitlines()):
        choices, reasons = _choices(row.pop("choices")), tuple(row.pop("reasons").split())
        fact = Fact(**row, choices=choices, reasons=reasons)
        key = (fact.subject, fact.name)
        if key in found or fact.form not in FORMS or fact.subject not in SUBJECTS:
            raise ValueError(f"fact {key} is declared twice or wrongly")
        if not set(reasons) <= set(REASONS):
            raise ValueError(f"fact {key} names an unknown reason")
        found[key] = fact
    return found


def _choices(text: str) -> tuple[str, ...]:
    """Words; two numbers joined by a dash are all the numbers between them."""
    words: list[str] = []
    for word in text.split():
        first, dash, last = word.partition("-")
        words += [str(number) for number in range(int(first), int(last) + 1)] if dash else [word]
    return tuple(words)


FACTS = _load()
