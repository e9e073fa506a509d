"""The other fees that a contract still brings until its end, as an exit is simulated: each on the
day on which it is billed, since it is debited then and bears the financing charge.

Source: DOMAIN 2.4, §4.4.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from comptant.operations.acts.act import Act
from comptant.operations.books.fees import due, due_at_end, due_later, total_of
from comptant.operations.terms.contracts import Contract
from comptant.rules.leaving import Paid, months_later
from comptant.rules.money import interest_of
from comptant.store import bulk

Row = dict[str, Any]


def fees_ahead(do: Act, contract: Contract, ends_on: date, final_on: date) -> list[Paid]:
    """What is due until the first day of the run-off, with VAT: what the month has brought until
    today, and each later month and contract year that begins before the end. What acts to come may
    bring is not known."""
    batch = contract.batch
    now = total_of(do, batch, due(do, batch, is_month=True), 0)
    found = [billed_at(do.on, final_on, now)]
    for billed_on, rows in due_later(do, contract.id, batch, ends_on):
        found.append(billed_at(billed_on, final_on, total_of(do, batch, rows, 0)))
    return [one for one in found if one.fee_cents]


def billed_at(day: date, final_on: date, cents: int) -> Paid:
    """A bill of a day's month: worth the first of the next one, or with the last payment, where
    that comes before."""
    return Paid(min(months_later(day.replace(day=1), 1), final_on), 0, cents, is_bill=True)


def ending_fees(do: Act, contract: Contract, ends_on: date) -> int:
    """What is due because the contract ends before an anniversary."""
    return int(due_at_end(do, contract.batch, ends_on)["other_fee_cents"].sum())


def unused_ahead(do: Act, contract: Contract, ends_on: date, weeks: Sequence[Row]) -> int:
    """The fee on the line not used in the weeks of the notice, which bears no VAT."""
    prices = bulk.rows(do.conn, "fees_in_force", contract_id=contract.id, on=do.on)
    rate = sum(row["charge_ppm"] for row in prices if row["charge_unit"] == "UNUSED")
    line = contract.terms["line_cents"]
    if line is None or not rate:
        return 0
    tomorrow = do.on + timedelta(days=1)  # what is due counts today already
    left = sum(
        max(0, line - max(0, row["in_use_cents"]))
        * max(0, (min(row["until_on"], ends_on) - max(row["from_on"], tomorrow)).days)
        for row in weeks
    )  # fmt: skip
    return interest_of(left * rate)
