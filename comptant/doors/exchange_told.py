"""Exchanges of money between currencies, in the reader's words."""

from typing import Any

from comptant.doors import words
from comptant.doors.words import say

Row = dict[str, Any]
EURO = "EUR"  # of the books
COLUMNS = ("revalued_on", "contract_number", "account", "currency", "balance_cents", "per_euro",
           "euro_told", "exchange_told")  # fmt: skip


def exchanged(row: Row) -> str:
    """What an approval of an exchange is about."""
    said, id_ = row["arguments"], row["subject_id"]
    numbers = (row["facts"] or {}).get("invoice_numbers") or {}
    about = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    given = words.money(said["given_cents"], said["given_currency"])
    taken = words.money(row["amount_cents"], row["currency"])
    pays = (
        say(
            f", to pay {about}; what they fall short by is the client's",
            f", pour payer {about} ; ce qui leur manque est à l'adhérent",
        )
        if about
        else ""
    )
    return say(f"payment {id_}: {given} exchanged for {taken}{pays} ({said['reason']})",
               f"règlement {id_} : {given} changés contre {taken}{pays} ({said['reason']})"
    )  # fmt: skip


def revalued(row: Row) -> Row:
    """An account as it was revalued: its balance in its currency, the rest in euro."""
    from comptant.doors.references_told import per_euro

    return {**row, "per_euro": per_euro(row["per_euro_millionths"]),
            "euro_told": words.money(row["euro_cents"], EURO),
            "exchange_told": words.money(row["exchange_cents"], EURO)}  # fmt: skip
