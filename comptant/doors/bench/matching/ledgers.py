"""The market whose payments are matched: clients that number and price as clients do."""

import polars as pl

from comptant.doors.bench.market.lots import below, bits, uniform
from comptant.doors.bench.market.world import World, client, six

PRICED = 0.2  # of the invoices: one of the prices of the client, which others are too
PRICES = 40


class Ledgers(World):
    """A market where one invoice in five is one of few prices, and clients number in six ways: with
    a name of their own, like everyone, in digits only, by month, with letters that read like
    digits."""

    def _cents(self, of: pl.Expr, name: str) -> pl.Expr:
        price = below(of, f"{name} price", self.seed, PRICES)
        list_price = bits(client * 64 + price, "prices", self.seed) % 400 + 1
        listed = (list_price * 6_000).cast(pl.Int64)
        is_listed = uniform(of, f"{name} listed", self.seed) < PRICED
        return pl.when(is_listed).then(listed).otherwise(super()._cents(of, name))

    def printed(self, number: pl.Expr) -> pl.Expr:
        """As the client prints it, by its way to number."""
        way = bits(client, "numbering", self.seed) % 6
        year, five = str(self.on.year), client.cast(pl.String).str.zfill(5)
        initials = pl.concat_str([
            pl.lit("BOSILGTZ").str.slice(bits(client, f"initial {n}", self.seed) % 8, 1)
            for n in range(2)
        ])  # fmt: skip
        month = (number % 12 + 1).cast(pl.String).str.zfill(2)
        return (
            pl.when(way == 0).then(pl.format("FA{}-{}", pl.lit(year), six(number)))
            .when(way == 1).then(pl.format("{}{}", pl.lit(year[2:]), six(number)))
            .when(way == 2).then(pl.format("FC-{}/{}-{}", pl.lit(year[2:]), month, six(number)))
            .when(way == 3).then(pl.format("{}-{}-{}", initials, pl.lit(year), six(number)))
            .otherwise(pl.format("F{}-{}", five, six(number)))
        )  # fmt: skip
