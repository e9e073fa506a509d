"""Exchanges of money between currencies, in the reader's words."""

from typing import Any

from comptant.doors import words
from comptant.doors.words import say

Row = dict[str, Any]


def exchanged(row: Row) -> str:
    """What an approval of an exchange is about."""
    said, id_ = row["arguments"], row["subject_id"]
    numbers = (row["facts"] or {}).get("invoice_numbers") or {}
    about = ", ".join(str(numbers.get(str(one), one)) for one in said["invoice_ids"])
    given = words.money(said["given_cents"], said["given_currency"])
    taken = words.money(row["amount_cents"], row["currency"])
    pays = say(f", to pay {about}; what they fall short by is the client's",
               f", pour payer {about} ; ce qui leur manque est à l'adhérent") if about else ""
    return say(f"payment {id_}: {given} exchanged for {taken}{pays} ({said['reason']})",
               f"règlement {id_} : {given} changés contre {taken}{pays} ({said['reason']})"
    )  # fmt: skip
