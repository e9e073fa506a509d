"""The client's books of what the factor does: lines, the client's own numbers, clearing codes.

An entry of ours is mirrored by its template; what a template cannot say (an entry by hand) moves
the same accounts of the factor against one that is to be explained, so that 467 always comes to the
statement. Source: DOMAIN 5.8 (clearing), 8.1 to 8.4; general chart, 467, 4721.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from comptant.rules.postings import ACCOUNTS, TEMPLATES, Template, mirror_lines

Row = dict[str, Any]
# Accounts of ours that the client has too, and by which name.
SHARED = {"CCA": "C4671", "FDG": "C4672", "ORD": "C4675"}
TO_EXPLAIN = "C471"
JOURNAL, JOURNAL_NAME = "AFF", "Affacturage"
OF_BUYERS = ("C411", "C416")
# What a client may number: its accounts, and the code of the journal.
NUMBERED = (*(code for code, one in ACCOUNTS.items() if one.books == "client"), "JOURNAL")
NUMBER = re.compile(r"[0-9]{3}[0-9A-Z]{0,17}")
JOURNAL_CODE = re.compile(r"[0-9A-Z]{1,10}")


def amounts_of(template: Template, lines: Mapping[str, int]) -> dict[str, int] | None:
    """The amounts that make this template give these lines (account -> cents, debit positive;
    negative amounts for a reversal), or None if it cannot."""
    amounts: dict[str, int] = {}
    for account, sign, name in template.lines:
        if amounts.setdefault(name, sign * lines.get(account, 0)) != sign * lines.get(account, 0):
            return None
    return amounts if set(lines) <= {account for account, _, _ in template.lines} else None


def mirrored(event: str, lines: Mapping[str, int]) -> list[tuple[str, int]]:
    """An entry of ours in the client's books: (account, cents), debit positive; empty when the
    client sees none. Each account of SHARED moves by the opposite of ours, whatever the event."""
    template = TEMPLATES.get(event)
    amounts = amounts_of(template, lines) if template else None
    told = mirror_lines(event, amounts) if amounts else []
    is_balanced = sum(cents for _, cents in told) == 0
    if is_balanced and all(
        _sum(told, theirs) == -lines.get(ours, 0) for ours, theirs in SHARED.items()
    ):
        return told
    told = [(theirs, -lines[ours]) for ours, theirs in SHARED.items() if lines.get(ours)]
    rest = -sum(cents for _, cents in told)
    return [*told, (TO_EXPLAIN, rest)] if rest else told


def _sum(lines: Iterable[tuple[str, int]], account: str) -> int:
    return sum(cents for code, cents in lines if code == account)


@dataclass(frozen=True)
class Cleared:
    """What an item is cleared with: its code, and the day of the last leg; lower case while
    something of its group is open."""

    code: str
    last_on: date


def letters(rank: int) -> str:
    """AAA, AAB, ... AAZ, ABA, ... ZZZ, BAAA: the code of a group by its rank from 0."""
    told = ""
    while rank or len(told) < 3:
        rank, place = divmod(rank, 26)
        told = chr(ord("A") + place) + told
    return told


def clearing(items: Sequence[Row], links: Iterable[tuple[int, int]]) -> dict[int, Cleared]:
    """The clearing code of each item that something has met. `items`: item_id, rank (in its
    buyer's account, from 0), open_cents, last_on (the day of its last movement) and is_met;
    `links`: items applied to each other, which are cleared together. Source: DOMAIN 5.8."""
    first: dict[int, int] = {row["item_id"]: row["item_id"] for row in items}

    def head(one: int) -> int:
        while first[one] != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for one, other in links:
        if one in first and other in first:
            low, high = sorted((head(one), head(other)))
            first[high] = low
    groups: dict[int, list[Row]] = {}
    for row in items:
        groups.setdefault(head(row["item_id"]), []).append(row)
    told: dict[int, Cleared] = {}
    for rows in groups.values():
        if not any(row["is_met"] for row in rows):
            continue
        code = letters(min(row["rank"] for row in rows))
        is_closed = all(row["open_cents"] == 0 for row in rows)
        cleared = Cleared(code if is_closed else code.lower(), max(row["last_on"] for row in rows))
        told |= {row["item_id"]: cleared for row in rows}
    return told


def by_item(account: str, cents: int, moved: Sequence[Row]) -> list[Row]:
    """A line of a buyer's account, item by item where its items make it up: `moved` are rows with
    item_id and amount_cents (ours, debit positive). One row without an item otherwise."""
    if account in OF_BUYERS and moved and sum(row["amount_cents"] for row in moved) == -cents:
        return [{**row, "account": account, "amount_cents": -row["amount_cents"]}
                for row in moved if row["amount_cents"]]  # fmt: skip
    return [{"account": account, "amount_cents": cents, "item_id": None}]


def is_number(code: str, number: str) -> bool:
    """Whether a client's number may stand in a FEC: three digits of the chart first. Source: art.
    A47 A-1 LPF."""
    return bool((JOURNAL_CODE if code == "JOURNAL" else NUMBER).fullmatch(number))
