"""Cheques, bills and debits that are still to pay invoices which leave, told with the answer."""

from typing import Any

from comptant.doors import words
from comptant.doors.words import say


def still_collecting(answer: dict[str, Any], currency: str) -> list[str]:
    """A line for each: what it brings will wait for its buyer, or it is called off in time."""
    return [_line(row, currency) for row in answer["collecting"]]


def _line(row: dict[str, Any], currency: str) -> str:
    number, id_ = row["invoice_number"], row["instrument_id"]
    means = words.word("means", row["payment_means"])
    cents = words.money(row["amount_cents"], currency)
    told = say(f"{number} is in collection by {means} {id_}, {cents}",
               f"{number} est en recouvrement par {means} {id_}, {cents}")  # fmt: skip
    if row["is_remitted"]:
        return told + say(", at the bank already: what it brings will wait for its buyer.",
                          ", déjà en banque : ce qu'il rapporte attendra pour son acheteur."
        )  # fmt: skip
    call_off = f"comptant collect cancel {id_}"
    return told + say(f": call it off, or what it brings will wait ({call_off}).",
                      f" : annulez-le, ou ce qu'il rapporte attendra ({call_off}).")  # fmt: skip
