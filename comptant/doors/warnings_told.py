"""Early warnings as people read them: each factor with what was measured, what is usual, its points
and the invoices that show it."""

import json
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import say

if TYPE_CHECKING:
    from datetime import date

    from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("warning_id", "warning_subject", "party_name", "score", "score_change",
           "warning_level", "scored_on", "why_scored")  # fmt: skip
FACTS = (*COLUMNS[1:], "before_score", "late_ppm", "currency")
FACTORS = ("factor", "measured_as", "usual_as", "points", "most_points", "shown_by")
PAST = ("scored_on", "score", "warning_level", "late_ppm")
INVOICES = ("contract_number", "invoice_number", "buyer_name", "issued_on", "due_on",
            "amount_cents", "open_cents")  # fmt: skip
DAYS = frozenset({"DELAY_DRIFT"})


def told(row: Row) -> Row:
    """A score with its three heaviest factors as one line."""
    heavy = [one for one in _factors(row) if one["points"]][:3]
    why = ", ".join(f"{words.word('warning_factor', one['factor'])} {one['points']}"
                    for one in heavy)  # fmt: skip
    return {**row, "why_scored": why}


def warning(see: "See", warning_id: int, on: "date") -> Row:
    """One score; Refused: warning_unknown."""
    from comptant.operations.acts.act import Refused

    rows = see("read_warnings", warning_id=warning_id, subject=None, everything=True, on=on)
    if not rows:
        raise Refused("warning_unknown", warning_id=warning_id)
    return told(rows[0])


def explained(see: "See", row: Row) -> tuple[list[Row], list[Row]]:
    """The factors of a score, the heaviest first, and the invoices that show them."""
    factors = _factors(row)
    named = {(one["contract_id"], one["invoice_id"])
             for factor in factors for one in factor["invoices"]}  # fmt: skip
    ids = sorted(named)
    invoices = see("read_warning_invoices", contract_ids=[one[0] for one in ids],
                   invoice_ids=[one[1] for one in ids]) if ids else []  # fmt: skip
    numbers = {one["invoice_id"]: one["invoice_number"] for one in invoices}
    rows = [
        {**one, "measured_as": _value(one, "measured"), "usual_as": _value(one, "usual"),
         "shown_by": ", ".join(numbers.get(each["invoice_id"], str(each["invoice_id"]))
                               for each in one["invoices"])}
        for one in factors
    ]  # fmt: skip
    return rows, invoices


def _factors(row: Row) -> list[Row]:
    found = row["factors"]
    return list(json.loads(found) if isinstance(found, str) else found)


def _value(factor: Row, name: str) -> str:
    """Days or a share; words where there is too little to measure."""
    value = factor[name]
    if value is None:
        return say("too little to measure", "trop peu pour mesurer")
    if factor["factor"] in DAYS:
        return say(f"{value} days", f"{value} jours")
    return words.percent(value)
