"""Which payables a command means, by invoice number or id."""

from collections.abc import Iterable
from typing import Any

import click

from comptant.doors.words import say

Row = dict[str, Any]
NAMED = 5  # suppliers named in a question; the others are counted


def meant(rows: list[Row], numbers: tuple[str, ...], is_all: bool, state: str) -> list[int]:
    """The ids of the payables meant: all in a state, or each by its invoice number, or else by its
    id; one that was cancelled only where no other has its number.

    Refused: payable_unknown, payables_none, payable_to_choose (several suppliers have the number).
    """
    from comptant.operations.acts.act import Refused

    if bool(numbers) == is_all:
        raise click.UsageError(say("Say payables, or --all.", "Donnez des dettes, ou --all."))
    if is_all:
        waiting = [row["id"] for row in rows if row["payable_state"] == state]
        if not waiting:
            raise Refused("payables_none", payable_state=state)
        return waiting
    return list(dict.fromkeys(_one(rows, number) for number in numbers))


def suppliers(rows: list[Row], ids: Iterable[int]) -> str:
    """The suppliers of some payables, as a question names them."""
    wanted = set(ids)
    names = sorted({row["supplier_name"] for row in rows if row["id"] in wanted})
    told, more = ", ".join(names[:NAMED]), len(names) - NAMED
    return told if more <= 0 else say(f"{told} and {more} more", f"{told} et {more} autres")


def _one(rows: list[Row], number: str) -> int:
    from comptant.operations.acts.act import Refused

    found = [row for row in rows if row["invoice_number"] == number]
    found = [row for row in found if row["payable_state"] != "CANCELLED"] or found[-1:]
    found = found or [row for row in rows if str(row["id"]) == number]
    if not found:
        raise Refused("payable_unknown", payable_id=number)
    if len(found) > 1:
        raise Refused("payable_to_choose", invoice_number=number,
                      payable_ids=[row["id"] for row in found])  # fmt: skip
    return int(found[0]["id"])
