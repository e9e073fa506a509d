"""The other fees that a contract still brings until its end, as an exit is simulated.

Source: DOMAIN 2.4, §4.4.
"""

from datetime import date, timedelta
from typing import Any

from comptant.operations.acts.act import Act
from comptant.operations.books.fees import due, due_at_end, total_of
from comptant.operations.terms.contracts import Contract
from comptant.rules.money import interest_of
from comptant.store import bulk

Row = dict[str, Any]


def fees_ahead(do: Act, contract: Contract, ends_on: date, weeks: list[Row]) -> tuple[int, int]:
    """What is due until the first day of the run-off, with VAT: what the month has brought until
    today, the months that follow, and the line not used in the weeks of the notice; and what is due
    because the contract ends before an anniversary. What acts to come may bring is not known."""
    rows = due(do, contract.batch, is_month=True)
    ending = due_at_end(do, contract.batch, ends_on)
    later, unused = _later(do, contract, ends_on, weeks)
    return total_of(do, contract.batch, rows, later) + unused, int(ending["other_fee_cents"].sum())


def _later(do: Act, contract: Contract, ends_on: date, weeks: list[Row]) -> tuple[int, int]:
    """The months after this one until the end, before VAT; and the fee on the line not used, which
    bears none."""
    prices = bulk.rows(do.conn, "fees_in_force", contract_id=contract.id, on=do.on)
    last = max(ends_on - timedelta(days=1), do.on)
    months = (last.year - do.on.year) * 12 + last.month - do.on.month
    monthly = sum(row["unit_cents"] for row in prices if row["charge_unit"] == "MONTH")
    rate = sum(row["charge_ppm"] for row in prices if row["charge_unit"] == "UNUSED")
    line = contract.terms["line_cents"]
    if line is None or not rate:
        return monthly * months, 0
    tomorrow = do.on + timedelta(days=1)  # what is due counts today already
    left = sum(
        max(0, line - max(0, row["in_use_cents"]))
        * max(0, (min(row["until_on"], ends_on) - max(row["from_on"], tomorrow)).days)
        for row in weeks
    )  # fmt: skip
    return monthly * months, interest_of(left * rate)
