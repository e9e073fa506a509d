"""From what was assigned down to what can be drawn, one bar for each reason in between."""

from collections.abc import Callable, Sequence
from typing import Any

from comptant.doors import words
from comptant.doors.charts.drawing import FAINT, FREE, GIVEN, KEPT, WHOLE, Drawing
from comptant.doors.waterfall import sentence, steps
from comptant.doors.words import say

Row = dict[str, Any]
WIDTH, LEFT, RIGHT, ROW, BAR = 900, 250, 770, 44, 24


def draw(
    parts: Sequence[Row], outstanding_cents: int, currency: str,
    href: Callable[[Row], str] = lambda step: "",
) -> Drawing:  # fmt: skip
    """The waterfall of an explanation (rules/explanation.py); `href` opens a step."""
    folded = steps(parts)
    drawn = Drawing(
        WIDTH, ROW * (len(folded) + 1) + 10,
        say("From what you assigned to what you can draw", "De ce qui est cédé à ce qui se tire"),
    )  # fmt: skip
    whole = max(outstanding_cents, 1)
    money = words.money(outstanding_cents, currency)
    _row(drawn, 0, say("assigned", "cédé"), money, "")
    drawn.bar(
        LEFT,
        8,
        _place(outstanding_cents, whole) - LEFT,
        BAR,
        WHOLE,
        title=f"{say('assigned', 'cédé')} {money}",
    )
    left = outstanding_cents
    for number, step in enumerate(folded, 1):
        is_end = step["part"] == "available"
        after = 0 if is_end else left - step["amount_cents"]
        name = words.word("part", step["part"])
        money = words.money(step["amount_cents"] if is_end else -step["amount_cents"], currency)
        _row(drawn, number, name, money, sentence(step))
        first, last = sorted((_place(left, whole), _place(after, whole)))
        colour = FREE if is_end else GIVEN if after > left else KEPT
        drawn.bar(
            first, ROW * number + 8, last - first, BAR, colour, title=f"{name} {money}",
            href=href(step),
        )  # fmt: skip
        left = after
    return drawn


def _place(cents: int, whole: int) -> int:
    return LEFT + min(max(cents * (RIGHT - LEFT) // whole, 0), RIGHT - LEFT)


def _row(drawn: Drawing, number: int, name: str, money: str, why: str) -> None:
    y = ROW * number
    drawn.text(0, y + 18, name, weight="600")
    drawn.text(0, y + 34, why if len(why) <= 44 else f"{why[:43]}…", colour=FAINT, size=11)
    drawn.text(WIDTH, y + 24, money, anchor="end")
    drawn.line(0, y + 43, WIDTH, y + 43)
