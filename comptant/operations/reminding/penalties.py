"""What buyers owe for paying late: penalties by half-year and the indemnity of each invoice."""

from datetime import date

import polars as pl

from comptant.operations.acts.act import Refused
from comptant.rules.penalties import INDEX, LATE, RATES, indemnity_cents, late_penalties
from comptant.store.bulk import Row

PART = ("contract_id", "invoice_id", "paid_on", "part_kind")


def penalties(parts: list[Row], fixings: list[Row]) -> list[Row]:
    """Rows of read_late_parts, one for each half-year in which the part was late, with its days,
    rate and penalty, and once for each invoice (its first row) the indemnity. `fixings`: rows of
    read_rates of the ECB's index. Refused: late_rate_missing (a half-year has none)."""
    if not parts:
        return []
    rates = RATES.frame([{"from_on": row["fixing_on"], "reference_ppm": row["rate_ppm"]}
                         for row in _latest(fixings)])  # fmt: skip
    first = min(_half(row["due_on"]) for row in parts)
    if rates.is_empty() or rates["from_on"].min() > first:
        raise Refused("late_rate_missing", rate_index=INDEX, fixing_on=first)
    frame = pl.DataFrame(parts, infer_schema_length=None).with_columns(
        pl.col("due_on", "paid_on").cast(pl.Date)
    )
    late = LATE.frame(frame.select(LATE.names).to_dicts())
    halves = late_penalties(late.unique(maintain_order=True), rates)
    made = frame.join(halves.drop("buyer_is_public", "due_on"),
                      on=["contract_id", "invoice_id", "paid_on", "part_cents"],
                      maintain_order="left_right")  # fmt: skip
    seen: set[int] = set()
    told = []
    for row in made.to_dicts():
        is_first = row["invoice_id"] not in seen
        seen.add(row["invoice_id"])
        due = indemnity_cents(row["paid_on"]) if is_first else 0
        told.append({**row, "indemnity_cents": due})
    return told


def _latest(fixings: list[Row]) -> list[Row]:
    """Of several words on a day, the last: they come the latest first."""
    return list({row["fixing_on"]: row for row in reversed(fixings)}.values())


def _half(due_on: date) -> date:
    """The first day of the half-year of the first day late."""
    day = date.fromordinal(due_on.toordinal() + 1)
    return date(day.year, 7 if day.month > 6 else 1, 1)
