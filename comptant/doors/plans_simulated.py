"""A repayment plan as it would be, before it is proposed: nothing is kept."""

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comptant.operations.acts.act import Asked
    from comptant.store.connection import Connection

Row = dict[str, Any]
COLUMNS = ("due_on", "instalment_cents", "plan_left_cents")
COUNT_MAX = 120


def simulated(
    conn: "Connection", asked: "Asked", contract: Row, count: int, first_on: date
) -> list[Row]:
    """The over-advance of a contract now in so many monthly instalments, and what is left after
    each.

    Refused: no_over_advance, rate_missing, plan_wrong (no instalment, too many, or a first day that
    is over).
    """
    from comptant.operations.acts.act import Refused
    from comptant.operations.drawing.availability import look
    from comptant.operations.drawing.over_advance import owed_now
    from comptant.rules.repayment import spread

    owed = owed_now(conn, asked, [contract["id"]]).get(contract["id"], 0)
    if owed <= 0:
        seen = look(conn, asked.by, contract["id"], asked.on, asked.at)
        raise Refused("no_over_advance", available_cents=seen.available_cents)
    if not 0 < count <= COUNT_MAX or first_on < asked.on or count > owed:
        raise Refused("plan_wrong", owed_cents=owed, total_cents=owed, on=asked.on)
    rows, left = [], owed
    for due_on, cents in spread(owed, count, first_on):
        left -= cents
        rows.append({"contract_id": contract["id"], "due_on": due_on, "instalment_cents": cents,
                     "left_cents": left, "currency": contract["currency"]})  # fmt: skip
    return rows
