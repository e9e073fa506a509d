"""The consolidated statement of a group: each seller's own ledger on a line, their sums by
currency, and the one line that they share."""

from datetime import date
from typing import Any

from comptant.doors import lookup
from comptant.doors.words import say
from comptant.operations.acts.act import Refused
from comptant.store.access import See

Row = dict[str, Any]
MOVED = ("opening_cents", "assigned_cents", "paid_out_cents", "billed_cents", "other_cents",
         "closing_cents")  # fmt: skip
STANDING = ("outstanding_cents", "fund_cents", "funds_in_use_cents", "share_cents",
            "line_left_cents")  # fmt: skip
COLUMNS = ("contract_number", "client_name", *MOVED)
STOOD = ("contract_number", "client_name", *STANDING)


def consolidated(see: See, group: str, first: date, last: date) -> tuple[Row, list[Row]]:
    """The group, and its contracts over a period, both days included: of each currency its
    contracts, then their sums, where `line_left_cents` is what is left of the group's line, if it
    has one. Refused: party_unknown, party_to_choose, group_unknown, period_wrong."""
    if last < first:
        raise Refused("period_wrong", first_on=first, last_on=last)
    found = lookup.party(see, group)
    if found["kind"] != "GROUP":
        raise Refused("group_unknown", party_id=found["id"])
    rows = see("read_group_statement", party_id=found["id"], from_on=first, until_on=last)
    told: list[Row] = []
    for currency in sorted({row["currency"] for row in rows}):
        own = [_left(row, row["share_cents"]) for row in rows if row["currency"] == currency]
        names = (*MOVED, *STANDING[:-1])
        total = {name: sum(row[name] for row in own) for name in names}
        total |= {"contract_number": say("Total", "Total"), "client_name": found["name"],
                  "currency": currency, "line_cents": own[0]["line_cents"]}  # fmt: skip
        told += [*own, _left(total, total["line_cents"])]
    return found, told


def _left(row: Row, of_cents: int) -> Row:
    """What is left of a share, or of the line; none where the group has no line."""
    left = of_cents - row["funds_in_use_cents"] if row["line_cents"] else None
    return {**row, "line_left_cents": left}
