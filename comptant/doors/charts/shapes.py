"""The three shapes that our figures take: bars by rank, columns by time or bucket, lines over time.

Each takes names and amounts that are already words and numbers, and gives a Drawing.
"""

import textwrap
from collections.abc import Callable, Sequence

from comptant.doors.charts.drawing import FAINT, Drawing

# As wide as a phone's page, so that it is read there without being moved.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 400, 260, 66, 392, 34, 226
STEPS = 4
LETTER, GAP, EDGE = 7, 18, 4  # of a legend: a letter at most, between two names, from the side
ROW = 30  # the height of a bar by rank
Words = Callable[[int], str]


def ranks(name: str, rows: Sequence[tuple[str, int]], said: Words, colour: str) -> Drawing:
    """A bar for each row, from the left, with its amount."""
    drawn = Drawing(WIDTH, ROW * max(len(rows), 1) + 10, name)
    _bars(drawn, [(text, [value]) for text, value in rows], [("", colour)], said, 0)
    return drawn


def stacks(
    name: str, rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[tuple[str, str]],
    said: Words,
) -> Drawing:  # fmt: skip
    """A bar for each row, its parts end to end, with their sum; `series` are the parts' names and
    colours."""
    drawn = Drawing(WIDTH, ROW * (max(len(rows), 1) + 1) + 10, name)
    _legend(drawn, series)
    _bars(drawn, rows, series, said, ROW)
    return drawn


def _bars(
    drawn: Drawing, rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[tuple[str, str]],
    said: Words, top: int,
) -> None:  # fmt: skip
    left = 150
    most = max((sum(max(one, 0) for one in values) for _, values in rows), default=0) or 1
    for number, (text, values) in enumerate(rows):
        x, y = left, top + ROW * number
        drawn.text(0, y + 20, text if len(text) <= 20 else f"{text[:19]}…")
        for value, (part, colour) in zip(values, series, strict=True):
            width = max(value, 0) * (RIGHT - 84 - left) // most
            if width or len(values) == 1:
                title = f"{text}, {part}" if part else text
                drawn.bar(x, y + 6, width, 18, colour, title=f"{title} {said(value)}")
            x += width
        drawn.text(x + 8, y + 20, said(sum(values)), size=12)


def columns(
    name: str, rows: Sequence[tuple[str, Sequence[int]]], series: Sequence[tuple[str, str]],
    said: Words,
) -> Drawing:  # fmt: skip
    """A column for each row, its parts one on the other; `series` are the parts' names and
    colours."""
    drawn = Drawing(WIDTH, HEIGHT, name)
    most = _ceiling(max((sum(max(one, 0) for one in values) for _, values in rows), default=0))
    _scale(drawn, most, said)
    _legend(drawn, series)
    step = (RIGHT - LEFT) // max(len(rows), 1)
    width = min(step * 6 // 10, 46)
    for number, (text, values) in enumerate(rows):
        x, y = LEFT + step * number + (step - width) // 2, BOTTOM
        for value, (part, colour) in zip(values, series, strict=True):
            height = max(value, 0) * (BOTTOM - TOP) // most
            y -= height
            if height:
                drawn.bar(x, y, width, height, colour, title=f"{text}, {part}: {said(value)}")
        for line, part in enumerate(textwrap.wrap(text, max(step // LETTER, 4))):
            drawn.text(x + width // 2, BOTTOM + 16 + 13 * line, part, anchor="middle", size=11)
    return drawn


def lines(
    name: str, labels: Sequence[str], series: Sequence[tuple[str, str, Sequence[int]]],
    said: Words,
) -> Drawing:  # fmt: skip
    """A line for each of `series` (name, colour, amounts), one point for each label; below zero the
    scale goes on downwards."""
    drawn = Drawing(WIDTH, HEIGHT, name)
    amounts = [value for _, _, values in series for value in values]
    height = _scale(drawn, _ceiling(max(amounts, default=0)), said, min(amounts, default=0))
    _legend(drawn, [(text, colour) for text, colour, _ in series])
    last = max(len(labels) - 1, 1)
    for text, colour, values in series:
        if len(values) == 1:  # a line of one point is a mark
            y = height(values[0])
            drawn.bar(LEFT - 4, y - 4, 8, 8, colour, title=f"{text}: {said(values[0])}")
            continue
        drawn.path([
            (LEFT + (RIGHT - LEFT) * place // last, height(value))
            for place, value in enumerate(values)
        ], colour, title=f"{text}: {said(values[-1]) if values else ''}")  # fmt: skip
    _days(drawn, labels, last)
    return drawn


def band(
    name: str, labels: Sequence[str], middle: tuple[str, str, Sequence[int]],
    around: tuple[str, Sequence[int], Sequence[int]], said: Words,
) -> Drawing:  # fmt: skip
    """A line (name, colour, amounts) within a band (name, low, high), a point for each label."""
    drawn = Drawing(WIDTH, HEIGHT, name)
    text, colour, values = middle
    title, low, high = around
    most = _ceiling(max((*high, *values), default=0))
    last = max(len(labels) - 1, 1)

    def points(amounts: Sequence[int]) -> list[tuple[int, int]]:
        return [(LEFT + (RIGHT - LEFT) * place // last,
                 BOTTOM - max(value, 0) * (BOTTOM - TOP) // most)
                for place, value in enumerate(amounts)]  # fmt: skip

    _scale(drawn, most, said)
    _legend(drawn, [(text, colour)])
    drawn.area([*points(low), *reversed(points(high))], colour, title=title)
    drawn.path(points(values), colour, title=f"{text}: {said(values[-1]) if values else ''}")
    _days(drawn, labels, last)
    return drawn


def _days(drawn: Drawing, labels: Sequence[str], last: int) -> None:
    """Some of the labels under a scale of time."""
    for place in range(0, len(labels), max(-(-len(labels) // 4), 1)):
        x = LEFT + (RIGHT - LEFT) * place // last
        drawn.text(
            min(max(x, LEFT + 10), RIGHT - 30), BOTTOM + 18, labels[place], anchor="middle", size=11
        )


def _ceiling(most: int) -> int:
    """A round amount above all others: four steps of 1, 2, 2.5 or 5 times a power of ten."""
    unit = 10 ** max(len(str(max(most, 1) // STEPS)) - 1, 0)
    steps = (unit * tenths // 10 for tenths in (10, 20, 25, 50, 100))
    return next(step * STEPS for step in steps if step and step * STEPS >= most)


def _scale(drawn: Drawing, most: int, said: Words, least: int = 0) -> Callable[[int], int]:
    """Horizontal lines from zero to `most`, and on by the same steps down to `least` where that is
    below zero; how high an amount is drawn."""
    step = most // STEPS
    below = max(-(least // step), 0)
    space = BOTTOM - TOP

    def height(cents: int) -> int:
        return BOTTOM - (cents + below * step) * space // ((STEPS + below) * step)

    every = 1 + (STEPS + below) // 9  # no more names than can be read
    for number in range(-below, STEPS + 1):
        y = height(number * step)
        drawn.line(LEFT, y, RIGHT, y)
        if number % every == 0:
            drawn.text(LEFT - 8, y + 4, said(number * step), anchor="end", colour=FAINT, size=11)
    return height


def _legend(drawn: Drawing, series: Sequence[tuple[str, str]]) -> None:
    """The names of the parts beside their colours, on one line or, too long for it, on two."""
    widths = [18 + LETTER * len(text) for text, _ in series]
    start = LEFT if LEFT + sum(widths) + GAP * (len(widths) - 1) <= WIDTH else EDGE
    x, y = start, 1
    for (text, colour), width in zip(series, widths, strict=True):
        if x > start and x + width > WIDTH:
            x, y = start, y + 13
        drawn.bar(x, y, 12, 12, colour)
        drawn.text(x + 18, y + 11, text, size=12)
        x += width + GAP
