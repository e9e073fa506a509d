"""What buyers owe for paying late: penalties by half-year and the indemnity of each invoice."""

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.act import Refused
from comptant.rules.exchange import of_euro
from comptant.rules.penalties import INDEX, LATE, RATES, indemnity_cents, late_penalties
from comptant.rules.reference_values import DAILY_HOLDS_DAYS, EURO, exchange_index
from comptant.store.bulk import Row

PART = ("contract_id", "invoice_id", "paid_on", "part_kind")


Fixings = Callable[[str], list[Row]]


def penalties(parts: list[Row], fixings_of: Fixings) -> list[Row]:
    """Rows of read_late_parts, one for each half-year in which the part was late, with its days,
    rate and penalty, and once for each invoice (its first row) the indemnity, in its currency.
    `fixings_of`: rows of read_rates of an index. Refused: late_rate_missing (a half-year has none,
    or the euro of the day from which the indemnity is due)."""
    if not parts:
        return []
    fixings = fixings_of(INDEX)
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
    euros = {currency: _latest(fixings_of(exchange_index(currency)))
             for currency in made["currency"].unique().to_list() if currency != EURO}  # fmt: skip
    seen: set[int] = set()
    told = []
    for row in made.to_dicts():
        is_first = row["invoice_id"] not in seen
        seen.add(row["invoice_id"])
        due = _indemnity(row, euros.get(row["currency"])) if is_first else 0
        told.append({**row, "indemnity_cents": due})
    return told


def _indemnity(row: Row, fixings: list[Row] | None) -> int:
    """The law's euros in the currency of an invoice, at the rate of its first day late: what is due
    from then on does not change with rates. Refused: late_rate_missing."""
    cents = indemnity_cents(row["paid_on"])
    if fixings is None:
        return cents
    day = row["due_on"] + timedelta(days=1)
    held = [
        one
        for one in fixings
        if one["fixing_on"] <= day <= one["fixing_on"] + timedelta(days=DAILY_HOLDS_DAYS)
    ]
    if not held:
        raise Refused("late_rate_missing", rate_index=exchange_index(row["currency"]),
                      fixing_on=day)  # fmt: skip
    rate = max(held, key=lambda one: one["fixing_on"])["rate_ppm"]
    facts = pl.DataFrame({"cents": [cents]}, schema={"cents": pl.Int64})
    units = pl.lit(10 ** EXPONENTS[row["currency"]], pl.Int64)
    return int(facts.select(of_euro(pl.col("cents"), units, pl.lit(rate, pl.Int64))).item())


def _latest(fixings: list[Row]) -> list[Row]:
    """Of several words on a day, the last: they come the latest first."""
    return list({row["fixing_on"]: row for row in reversed(fixings)}.values())


def _half(due_on: date) -> date:
    """The first day of the half-year of the first day late."""
    day = date.fromordinal(due_on.toordinal() + 1)
    return date(day.year, 7 if day.month > 6 else 1, 1)
