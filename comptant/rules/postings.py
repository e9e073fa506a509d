"""The chart of accounts, and the lines that an event makes of its template and its amounts.

Source: DOMAIN 8.1 to 8.3.
"""

import csv
from dataclasses import dataclass
from importlib import resources

from comptant.rules.templates import TEMPLATES, C, D, Line, Template

__all__ = ["TEMPLATES", "C", "D", "Line", "Template"]


@dataclass(frozen=True)
class Account:
    """A logical account; `number` is its default in the French general chart."""

    code: str
    books: str
    number: str
    side: str
    english: str
    french: str


def _load() -> dict[str, Account]:
    text = resources.files("comptant.rules").joinpath("accounts.csv").read_text("utf-8")
    return {row["code"]: Account(**row) for row in csv.DictReader(text.splitlines())}


ACCOUNTS = _load()
ITEM_ACCOUNTS = frozenset({"DEB", "UNAL"})  # their lines are the sums of the items' movements
FUNDS_IN_USE_ACCOUNTS = ("DEB", "UNAL", "CCA", "FDG")  # their sum, debit positive, is FIU

JOURNALS = {
    "CES": ("assignments", "cessions"),
    "FAC": ("fees", "commissions"),
    "FIN": ("financing", "financements"),
    "BQ": ("bank", "banque"),
    "IMP": ("allocations", "imputations"),
    "OD": ("other operations", "opérations diverses"),
    "MEM": ("approvals (no amount)", "approbations (sans montant)"),
}


def lines(event: str, amounts: dict[str, int]) -> list[tuple[str, int]]:
    """(account, cents, debit positive) of an event in the factor's books; no zero lines."""
    return _signed(TEMPLATES[event].lines, amounts)


def mirror_lines(event: str, amounts: dict[str, int]) -> list[tuple[str, int]]:
    """The same event in the client's books."""
    return _signed(TEMPLATES[event].mirror, amounts)


def _signed(wanted: tuple[Line, ...], amounts: dict[str, int]) -> list[tuple[str, int]]:
    return [(account, sign * amounts[name]) for account, sign, name in wanted if amounts[name]]
