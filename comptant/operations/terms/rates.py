"""What money costs: reference rates as told, and the contracts' clauses on them over time."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.terms.contracts import Contract
from comptant.operations.terms.references import value_on
from comptant.rules import interest
from comptant.rules.batch import decide
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import c, shape
from comptant.store import bulk

Row = dict[str, Any]
FINANCING = ("INT", "price, financing charge")  # code and clause of a line of a bill
RATES = shape("contract_id", "value_on", "financing_rate_ppm")


def prices(do: Act, contract_ids: list[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rate fixings, and the contracts' pricing terms over time."""
    terms = bulk.read(do.conn, "pricing_terms", interest.TERMS, ids=contract_ids)
    indexes = terms["rate_index"].unique().to_list()
    return bulk.read(do.conn, "fixings", interest.FIXINGS, indexes=indexes), terms


def rate_missing(error: interest.MissingRate) -> Refused:
    """What is told to whoever needs the rate."""
    return Refused(
        "rate_missing", rate_index=error.rate_index, day=error.day,
        contract_id=error.contract_ids[0],
    )  # fmt: skip


def rates_on(do: Act, days: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """RATES of contracts on days (contract_id, currency, value_on): reference, floor and margin in
    force on each; and MISSING of those for which nobody has told a rate."""
    found, left = [RATES.empty()], [interest.MISSING.empty()]
    days = days.unique()
    for (day,), asked in days.group_by("value_on", maintain_order=True):
        if isinstance(day, date):
            rates, missing = _rates_of(do, asked.select("contract_id", "currency"), day)
            found.append(rates)
            left.append(missing)
    return pl.concat(found), pl.concat(left)


def rates_today(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """contract_id and financing_rate_ppm of today. Refused: rate_missing."""
    keyed = contracts.select("contract_id", c.contract_currency.alias("currency"),
                             pl.lit(do.on).alias("value_on"))  # fmt: skip
    rates, missing = rates_on(do, keyed)
    for row in missing.iter_rows(named=True):
        raise Refused("rate_missing", rate_index=row["rate_index"], day=row["from_on"],
                      contract_id=row["contract_id"])  # fmt: skip
    return rates.select("contract_id", "financing_rate_ppm")


def reference_of(do: Act, contract: Contract) -> Row:
    """The value that prices a contract today: fixing_on, last_on, is_old; nothing of a rate agreed,
    nor of a mean of several days."""
    terms = contract.terms
    day = do.on
    if terms["fixing_convention"] == "FIRST_BUSINESS_DAY":
        day = min(next_business_day_of(day.replace(day=1)), day)
    if terms["reference_index"] == "FIXED" or terms["fixing_convention"] == "MONTH_AVERAGE":
        return {"reference_ppm": 0, "fixing_on": None, "last_on": None, "is_old": False}
    found = value_on(do.conn, terms["reference_index"], day)
    return {"reference_ppm": found["rate_ppm"],
            **{name: found[name] for name in ("fixing_on", "last_on", "is_old")}}  # fmt: skip


def _rates_of(do: Act, keyed: pl.DataFrame, day: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    fixings, terms = prices(do, keyed["contract_id"].to_list())
    from_on = pl.lit(day).alias("from_on")
    periods = keyed.with_columns(from_on, pl.lit(day + timedelta(days=1)).alias("until_on"))
    missing = interest.missing_rates(fixings, terms, periods)
    known = periods.join(missing, on="contract_id", how="anti", maintain_order="left")
    of = terms.join(known, on="contract_id", how="semi", maintain_order="left")
    cut = interest.segments_of(interest.CHANGES.empty(), fixings, of, known)
    decided = decide(cut, interest.SEGMENT_RULES)
    value_on = pl.lit(day).alias("value_on")
    return decided.select("contract_id", value_on, "financing_rate_ppm"), missing
