"""When the advance of each invoice was paid out: which draw carried it, the oldest first.

A draw is of a contract, not of an invoice. It is laid on the advances of the invoices that were
fundable when it was asked for, in the order in which they became so, and an advance is paid once
draws have covered all of it. What the buyer paid before is no longer advanced.
Source: contract, promised delay; docs/decisions/0014-a-draw-pays-the-oldest-advances.md.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Advance:
    """What an invoice brings, from one place in the order of events to another; None: to today."""

    invoice_id: int
    fundable_at_id: int
    closed_at_id: int | None
    cents: int


@dataclass(frozen=True)
class Draw:
    """A draw, at its place in the order of events; no day: it is under way. `is_all`: nothing more
    could be drawn, what the contract holds back (fund, fees) being no part of what was promised."""

    order_id: int
    cents: int
    executed_on: date | None
    is_all: bool = False


def paid_out_on(advances: Iterable[Advance], draws: Iterable[Draw]) -> dict[int, date | None]:
    """The day on which the whole advance of an invoice had left us; none: asked for and under way.
    An invoice of which not all has been asked for is not there."""
    coming = deque(sorted(advances, key=lambda one: (one.fundable_at_id, one.invoice_id)))
    waiting: deque[tuple[Advance, int]] = deque()
    latest: dict[int, date] = {}
    paid: dict[int, date | None] = {}
    for draw in sorted(draws, key=lambda one: one.order_id):
        while coming and coming[0].fundable_at_id < draw.order_id:
            advance = coming.popleft()
            waiting.append((advance, advance.cents))
        left = draw.cents
        while waiting and (left > 0 or draw.is_all):
            advance, owed = waiting.popleft()
            if advance.closed_at_id is not None and advance.closed_at_id < draw.order_id:
                continue
            covered = owed if draw.is_all else min(left, owed)
            left -= covered
            # An earlier draw may be executed after a later one.
            on = max(draw.executed_on or date.max, latest.get(advance.invoice_id, date.min))
            latest[advance.invoice_id] = on
            if covered == owed:
                paid[advance.invoice_id] = on if on < date.max else None
            else:
                waiting.appendleft((advance, owed - covered))
    return paid
