"""A quote in another currency than the tariff's euros: the tariff is looked up by what the figures
of the company are worth in euros, and its amounts are told in the currency, at the day's rate.

Source: DOMAIN §4.3, R-7; decision 0189.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.act import Refused
from comptant.operations.terms.references import value_on
from comptant.rules.exchange import euro_of, of_euro
from comptant.rules.reference_values import EURO, exchange_index, is_exchange
from comptant.rules.tariff import Price, TariffRow, price
from comptant.rules.terms import Value

Worth = Callable[[pl.Expr, pl.Expr, pl.Expr], pl.Expr]


@dataclass(frozen=True)
class Exchange:
    """What one euro is in the currency of a quote, of which day, and who says so."""

    currency: str
    per_euro_millionths: int
    fixing_on: date
    source: str

    def in_euros(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The same figures, their amounts in cents of a euro."""
        return self._worth(told, euro_of)

    def of_euros(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The same figures of a tariff, their amounts in the smallest units of the currency."""
        return self._worth(told, of_euro)

    def of_price(self, found: Price) -> Price:
        """What a tariff gives, in the currency."""
        charges = [replace(row, amount_cents=self._of_amount(row.amount_cents))
                   for row in found.charges]  # fmt: skip
        return Price(self.of_euros(found.terms), found.steps, charges, self.of_euros(found.costs))

    def _of_amount(self, cents: int | None) -> int | None:
        amount: int | None = self.of_euros({"amount_cents": cents})["amount_cents"]
        return amount

    def _worth(self, told: Mapping[str, Any], worth: Worth) -> dict[str, Any]:
        units = pl.lit(10 ** EXPONENTS[self.currency], pl.Int64)
        rate = pl.lit(self.per_euro_millionths, pl.Int64)
        amounts = {name: value for name, value in told.items()
                   if name.endswith("_cents") and isinstance(value, int)}  # fmt: skip
        if not amounts:
            return dict(told)
        facts = pl.DataFrame({"cents": list(amounts.values())}, schema={"cents": pl.Int64})
        values = facts.select(worth(pl.col("cents"), units, rate)).to_series().to_list()
        return {**told, **dict(zip(amounts, values, strict=True))}


def exchange_on(conn: Connection, currency: str, on: date) -> Exchange | None:
    """What one euro is in a currency on a day; none for the euro itself. Refused: currency_unknown,
    rate_missing."""
    if currency == EURO:
        return None
    index = exchange_index(currency)
    if currency not in EXPONENTS or not is_exchange(index):
        raise Refused("currency_unknown", currency=currency)
    try:
        found = value_on(conn, index, on)
    except Refused:
        raise Refused("rate_missing", rate_index=index, day=on.isoformat()) from None
    return Exchange(currency, found["rate_ppm"], found["fixing_on"], found["source"])


def price_in(
    exchange: Exchange | None, rows: list[TariffRow], profile: Mapping[str, Value],
    terms: Mapping[str, Value],
) -> Price:  # fmt: skip
    """What a tariff gives, in the currency of who asks. TariffSilent."""
    if exchange is None:
        return price(rows, profile, terms)
    return exchange.of_price(price(rows, exchange.in_euros(profile), exchange.in_euros(terms)))


def told(exchange: Exchange | None) -> dict[str, Value | date] | None:
    """The rate as a quote keeps it; none of a quote in euros."""
    if exchange is None:
        return None
    return {"currency": exchange.currency, "fixing_on": exchange.fixing_on,
            "per_euro_millionths": exchange.per_euro_millionths,
            "source": exchange.source}  # fmt: skip
