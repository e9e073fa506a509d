"""From what was assigned down to what can be drawn, one bar for each reason in between."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from comptant.doors import words
from comptant.doors.charts.drawing import FAINT, FREE, GIVEN, KEPT, WHOLE, Drawing
from comptant.doors.waterfall import sentence, steps
from comptant.doors.words import say

Row = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """Where things are in a picture of some width: bars from `left` to `right`, at `bar` below the
    name, then the sentence in lines of `signs`, at `why`."""

    width: int
    left: int
    right: int
    bar: int
    why: int
    signs: int
    size: int

    def place(self, cents: int, scale: tuple[int, int]) -> int:
        """How far to the right an amount reaches, on a scale from the least to the most."""
        least, most = scale
        return self.left + (cents - least) * (self.right - self.left) // (most - least)


ASSIGNED = {"part": "assigned", "reason": ""}  # the first bar, of which all others are parts
WIDE = Layout(900, 250, 770, 8, 46, 150, 11)
NARROW = Layout(360, 0, 360, 26, 66, 56, 12)  # a phone's: as wide as its page
HIGH, LINE = 24, 15


def draw(
    parts: Sequence[Row], outstanding_cents: int, currency: str,
    href: Callable[[Row], str] = lambda step: "", layout: Layout = WIDE,
) -> Drawing:  # fmt: skip
    """The waterfall of an explanation (rules/explanation.py); `href` opens a step."""
    folded = steps(parts)
    whys = [textwrap.wrap(_bound(sentence(step)), layout.signs) for step in folded]
    heights = [layout.bar + HIGH + 12, *(layout.why + LINE * len(why) for why in whys)]
    drawn = Drawing(
        layout.width, sum(heights) + 10,
        say("From what you assigned to what you can draw", "De ce qui est cédé à ce qui se tire"),
    )  # fmt: skip
    scale, top = _scale(folded, outstanding_cents), 0
    nothing = layout.place(0, scale)
    name, money = say("assigned", "cédé"), words.money(outstanding_cents, currency)
    _row(drawn, layout, top, name, money, [])
    drawn.bar(nothing, layout.bar, layout.place(outstanding_cents, scale) - nothing, HIGH, WHOLE,
              title=f"{name} {money}", href=href(ASSIGNED))  # fmt: skip
    left = outstanding_cents
    for step, why, height in zip(folded, whys, heights[:-1], strict=True):
        top += height
        is_end = step["part"] == "available"
        after = 0 if is_end else left - step["amount_cents"]
        name = words.word("part", step["part"])
        money = words.money(step["amount_cents"] if is_end else -step["amount_cents"], currency)
        _row(drawn, layout, top, name, money, why)
        first, last = sorted((layout.place(left, scale), layout.place(after, scale)))
        colour = FREE if is_end else GIVEN if after > left else KEPT
        drawn.bar(
            first, top + layout.bar, last - first, HIGH, colour, title=f"{name} {money}",
            href=href(step),
        )  # fmt: skip
        left = after
    return drawn


def _bound(text: str) -> str:
    """A sentence none of whose lines begins with a sign that French sets apart."""
    return text.replace(" :", f"{words.NBSP}:").replace(" ;", f"{words.NBSP};")


def _scale(folded: Sequence[Row], outstanding_cents: int) -> tuple[int, int]:
    """From the least to the most that is left on the way: a client in credit may draw more than
    was assigned, and an over-advance is below nothing."""
    left, levels = outstanding_cents, [0, outstanding_cents]
    for step in folded:
        if step["part"] != "available":
            left -= step["amount_cents"]
            levels.append(left)
    return min(levels), max(*levels, min(levels) + 1)


def _row(
    drawn: Drawing, layout: Layout, top: int, name: str, money: str, why: Sequence[str]
) -> None:
    """The words of a step: its name and amount, and its whole sentence below the bar."""
    if top:
        drawn.line(0, top - 1, layout.width, top - 1)
    drawn.text(0, top + 19, name, weight="600")
    drawn.text(layout.width, top + 19, money, anchor="end")
    for number, line in enumerate(why):
        drawn.text(0, top + layout.why + LINE * number, line, colour=FAINT, size=layout.size)
