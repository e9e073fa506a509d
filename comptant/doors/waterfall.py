"""The availability drawn: bars from what was assigned down to what may be drawn."""

from collections.abc import Sequence
from typing import Any

from comptant.doors import words
from comptant.doors.words import say

Row = dict[str, Any]
BAR = 36  # characters for the whole of what was assigned


def steps(parts: Sequence[Row]) -> list[Row]:
    """The parts of an explanation summed by part and reason, in their order, each with the
    `sentences` of those that it sums, every one once."""
    folded: dict[tuple[str, str], Row] = {}
    for row in parts:
        key = (row["part"], row["reason"])
        step = folded.setdefault(key, {**row, "amount_cents": 0, "sentences": {}})
        step["amount_cents"] += row["amount_cents"]
        step["sentences"].setdefault(row["sentence"], row)
    return list(folded.values())


def sentence(step: Row) -> str:
    """Why a step takes what it takes; of several invoices, the first speaks and says so."""
    (text, first), *others = step["sentences"].items()
    if not others:
        return str(text)
    count, name = len(others) + 1, first.get("invoice_number") or first.get("buyer_name")
    of = f" ({name})" if name else ""
    return say(f"{count} cases; the first{of}: {text}", f"{count} cas ; le premier{of} : {text}")


def bar(before: int, after: int, whole: int) -> str:
    """What a step takes of the whole: what is left stays blank, what is taken is drawn.

    A step that gives back (a negative amount) is drawn lighter.
    """
    if whole <= 0:
        return ""
    left, right = sorted((_place(before, whole), _place(after, whole)))
    if before != after and left == right:  # nothing that counts is too small to be seen
        left, right = (left - 1, right) if left == BAR else (left, right + 1)
    mark = "█" if after <= before else "▒"
    return " " * left + mark * (right - left)


def _place(cents: int, whole: int) -> int:
    return min(max(cents * BAR // whole, 0), BAR)


def draw(parts: Sequence[Row], outstanding_cents: int, currency: str) -> list[tuple[str, str]]:
    """(line, style) of the waterfall: what was assigned, then each step with its reason."""
    folded = steps(parts)
    names = [words.word("part", row["part"]) for row in folded] + [say("assigned", "cédé")]
    amounts = [words.money(-row["amount_cents"], currency) for row in folded]
    total = words.money(outstanding_cents, currency)
    wide, high = max(map(len, names)), max(map(len, [*amounts, total]))
    lines = [(f"{names[-1]:<{wide}}  {total:>{high}}  {'█' * (BAR if outstanding_cents else 0)}",
              "bold")]  # fmt: skip
    left = outstanding_cents
    for row, name, amount in zip(folded, names[:-1], amounts, strict=True):
        is_end = row["part"] == "available"
        if is_end:
            amount = words.money(row["amount_cents"], currency)
        after = 0 if is_end else left - row["amount_cents"]
        drawn = bar(left, after, outstanding_cents)
        lines.append((f"{name:<{wide}}  {amount:>{high}}  {drawn}", "bold" if is_end else ""))
        lines.append((f"{'':<{wide}}  {sentence(row)}", "dim"))
        left = after
    return lines
