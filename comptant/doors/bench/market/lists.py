"""The lists that clients send: one CSV file per client, in the two ways that spreadsheets write."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from comptant.doors.bench.market import numbers
from comptant.doors.bench.market.lots import bits, uniform
from comptant.doors.bench.market.world import Slice, World, printed_number

FRENCH = ("numero", "date facture", "echeance", "montant ttc", "acheteur", "siren")
ENGLISH = ("Invoice number", "Invoice date", "Due date", "Total incl VAT", "Buyer", "SIREN")
WRONG_PPM = 3_000  # lines due before their issue: refused


@dataclass(frozen=True)
class ListFile:
    """A client's list: so many lines, and the sum of those that can be taken."""

    client: int
    path: Path
    lines: int
    good_lines: int
    good_cents: int


def write_lists(world: World, folder: Path) -> Iterator[ListFile]:
    """Write the lists of the day, a slice of clients at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in world.day_slices():
        told = _lines(world, part)
        for (client,), lines in told.group_by("client", maintain_order=True):
            path = folder / f"list-{client}.csv"
            is_french = bool(lines["is_french"][0])
            names = FRENCH if is_french else ENGLISH
            file = lines.select(names)
            file.write_csv(path, separator=";" if is_french else ",")
            good = lines.filter(~pl.col("is_wrong"))
            yield ListFile(int(str(client)), path, lines.height, good.height,
                           int(good["cents"].sum()))  # fmt: skip


def _lines(world: World, part: Slice) -> pl.DataFrame:
    sent = world.sent_invoices(part)
    of = pl.col("client") * 2**26 + pl.col("number")
    is_wrong = uniform(of, "wrong line", world.seed) * 1_000_000 < WRONG_PPM
    is_french = bits(pl.col("client"), "spreadsheet", world.seed) % 3 < 2
    told = sent.with_columns(
        is_wrong=is_wrong,
        is_french=is_french,
        due_on=pl.when(is_wrong).then(pl.col("issued_on") - pl.duration(days=30))
        .otherwise(pl.col("due_on")),
    )  # fmt: skip
    whole, cents = pl.col("cents") // 100, (pl.col("cents") % 100).cast(pl.String).str.zfill(2)
    cells = (
        printed_number(world, pl.col("number")),
        *(pl.when("is_french").then(pl.col(day).dt.strftime("%d/%m/%Y"))
          .otherwise(pl.col(day).dt.strftime("%Y-%m-%d")) for day in ("issued_on", "due_on")),
        pl.format("{}{}{}", whole, pl.when("is_french").then(pl.lit(",")).otherwise(pl.lit(".")),
                  cents),
        pl.format("ACHETEUR {}", "buyer"),
        numbers.siren(30_000_000 + pl.col("buyer")),
    )  # fmt: skip
    return told.select(
        "client", "cents", "is_wrong", "is_french",
        *(cell.alias(name) for cell, name in zip(cells, FRENCH, strict=True)),
        *(cell.alias(name) for cell, name in zip(cells, ENGLISH, strict=True)),
    )  # fmt: skip
