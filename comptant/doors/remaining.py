"""What an exception does not free, in words: other reasons hold the same invoices."""

from typing import Any

from comptant.doors import words
from comptant.doors.words import say

Row = dict[str, Any]


def told(rows: list[Row]) -> tuple[str, ...]:
    """A sentence for each set of reasons that hold invoices all the same (`remaining` of an answer:
    remaining_reasons, invoices, open_cents, currency)."""
    return tuple(
        say(f"It frees nothing of {row['invoices']} invoices ({_open(row)}): they are also held by "
            f"{_codes(row)}. Each reason needs its own exception.",
            f"Elle ne libère rien de {row['invoices']} factures ({_open(row)}), retenues aussi par "
            f"{_codes(row)}. Chaque motif veut sa dérogation.")
        for row in rows
    )  # fmt: skip


def _open(row: Row) -> str:
    return words.money(row["open_cents"], row["currency"])


def _codes(row: Row) -> str:
    return ", ".join(row["remaining_reasons"].split())
