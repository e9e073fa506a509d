"""The client's journal of a contract in another currency, in euros. Source: DOMAIN 8.4, R-7."""

from collections.abc import Iterable, Mapping

import polars as pl

from comptant.rules.exchange import euro_of


def in_euros(lines: Iterable[tuple[int, int]], minor_units: int,
             per_euro: Mapping[int, int]) -> list[int]:  # fmt: skip
    """What lines (entry, amount in another currency) are in cents of a euro at what one euro is on
    the day of their entry, in millionths. An entry comes to zero in euros too: what rounding leaves
    is on its largest line. Source: art. A47 A-1 LPF (debit and credit in euros), R-7."""
    rows = pl.DataFrame(list(lines), schema={"entry": pl.Int64, "cents": pl.Int64}, orient="row")
    rows = rows.with_columns(
        rate=pl.col("entry").replace_strict(per_euro, return_dtype=pl.Int64, default=None)
    ).with_columns(euros=euro_of(pl.col("cents"), pl.lit(minor_units, pl.Int64), pl.col("rate")))
    left = pl.col("euros").sum().over("entry")
    is_largest = pl.int_range(pl.len()).over("entry") == (
        pl.col("cents").abs().arg_max().over("entry")
    )
    found = rows.select(pl.when(is_largest).then(pl.col("euros") - left).otherwise("euros"))
    return found.to_series().to_list()
