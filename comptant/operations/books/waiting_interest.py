"""Charges that wait for a reference rate that nobody has told: the close names them, closes all the
rest, and bills them, period by period, once the rate is known."""

from datetime import date, timedelta

import polars as pl

from comptant.operations.acts.act import Act, Answer
from comptant.operations.books.advance_interest import waiting_advances
from comptant.operations.books.financing import bill_interest, periods_until
from comptant.operations.terms.rates import prices
from comptant.rules import interest
from comptant.rules.columns import c, shape
from comptant.store import bulk

PERIOD_MONTHS = {"MONTHLY": 1, "QUARTERLY": 3}
SLICES_MAX = 10_000
WAITED = shape("contract_id")


def rates_missing(do: Act, contracts: pl.DataFrame, until_on: date) -> pl.DataFrame:
    """MISSING: the contracts of whose days not billed yet, up to a day (excluded), one has no
    rate; or on which a charge in advance waits for one."""
    _, _, missing = waiting_advances(do, contracts)
    periods = periods_until(do, contracts, pl.lit(until_on))
    if periods.is_empty():
        return missing
    of = prices(do, periods["contract_id"].to_list())
    return pl.concat([interest.missing_rates(*of, periods), missing])


def bill_waited_interest(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Bill the months and quarters that are over and waited for a rate, a bill for each as if it
    had been known in time. Gives contract_id and interest_cents."""
    month_on = do.on.replace(day=1)
    waited = bulk.read(
        do.conn, "interest_waited", WAITED, company_id=do.by.company_id, most=SLICES_MAX,
        on=month_on - timedelta(days=1), ids=contracts["contract_id"].to_list(),
    )  # fmt: skip
    contracts = contracts.filter(
        pl.col("interest_billing").is_in(list(PERIOD_MONTHS))
    ).join(waited, on="contract_id", how="semi", maintain_order="left")  # fmt: skip
    ends = {billing: _begins(month_on, months) for billing, months in PERIOD_MONTHS.items()}
    over = pl.col("interest_billing").replace_strict(ends, return_dtype=pl.Date)
    due = periods_until(do, contracts, over)
    months = dict(contracts.select("contract_id", "interest_billing").iter_rows())
    bounds = {
        id_: _bounds(from_on, until_on, PERIOD_MONTHS[months[id_]])
        for id_, from_on, until_on in due.select("contract_id", "from_on", "until_on").iter_rows()
    }
    billed = []
    for number in range(max(map(len, bounds.values()), default=0)):
        # One after the other: a bill bears interest in the period that follows.
        rows = pl.DataFrame(
            [(id_, days[number]) for id_, days in bounds.items() if number < len(days)],
            schema={"contract_id": pl.Int64, "until_on": pl.Date}, orient="row",
        )  # fmt: skip
        within = contracts.join(rows, on="contract_id", how="semi", maintain_order="left")
        billed.append(bill_interest(do, within, rows))
    return pl.concat(billed) if billed else due.select(
        "contract_id", pl.lit(0, pl.Int64).alias("interest_cents"))  # fmt: skip


def told(contracts: pl.DataFrame, missing: pl.DataFrame) -> list[Answer]:
    """MISSING for people: contract_id, contract_number, rate_index and the first day without."""
    rows = (
        missing.sort("from_on")
        .unique("contract_id", keep="first", maintain_order=True)
        .join(contracts.select("contract_id", contract_number="number"), on="contract_id")
    )
    return rows.sort("contract_id").select(
        "contract_id", "contract_number", "rate_index", rate_on=c.from_on.cast(pl.String)
    ).rows(named=True)  # fmt: skip


def _begins(day: date, months: int) -> date:
    """The first day of the month or quarter of a day."""
    return day.replace(month=day.month - (day.month - 1) % months, day=1)


def _bounds(from_on: date, until_on: date, months: int) -> list[date]:
    """The ends of the months or quarters between two days, the last one the second of them."""
    bounds = []
    while from_on < until_on:
        from_on = _begins(_begins(from_on, months) + timedelta(days=31 * months), months)
        bounds.append(min(from_on, until_on))
    return bounds
