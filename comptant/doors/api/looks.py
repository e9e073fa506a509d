"""Looks that are no lists: what may be drawn now and why not more, what a draw would cost."""

from datetime import date

from comptant.doors import lookup
from comptant.doors.explaining import explained, quoted
from comptant.doors.leaving_told import simulated
from comptant.doors.visits import Row, Visit


def availability(visit: Visit, contract_id: int) -> Row:
    """What may be drawn now on a contract, and each euro in between: its part, its reason, the
    sentence, the buyer and the invoice, what would free it.

    Refused: contract_unknown.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        return {"contract_id": found["id"], "on": visit.on, **explained(see, visit, found)}


def draw_quote(visit: Visit, contract_id: int, amount_cents: int | None) -> Row:
    """What a draw would cost and when it would be paid, before it is asked for: the same figures as
    the portal shows. Without an amount, all that may be drawn. Nothing is kept.

    Refused: contract_unknown, not_your_right, and what `draw` is refused for.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
        return {"contract_id": found["id"], "on": visit.on,
                **quoted(see, visit, found, amount_cents)}  # fmt: skip


def exit_simulation(visit: Visit, contract_id: int, notice_on: date | None) -> Row:
    """What leaving by a notice of a day (without: today) would cost and when: dates, what must be
    repaid, the weeks to the last payment, what is owed on which day. Nothing is kept.

    Refused: contract_unknown, contract_not_in_force, notice_past, contract_ended, rate_missing.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
    return simulated(visit, found, notice_on)
