"""The invented market: who its clients and buyers are, what is open before the day, what comes.

Everything is drawn by lot from the seed, a slice of clients at a time; a slice is the same whoever
asks for it, so that the files of the day agree with the invoices loaded before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import polars as pl

from comptant.doors.bench.market.lots import below, bits, log_normal, shared_out, uniform

# The French market on one business day.
CLIENTS, BUYERS, OPEN, PER_DAY = 33_000, 300_000, 11_000_000, 316_000
MEAN_CENTS = 545_000
SLICE_INVOICES = 100_000  # open invoices drawn at once
OVERDUE_DAYS = 60  # from then on an invoice is no longer financed: the clause of every contract
TERM_DAYS = (30, 45, 60)

client, place, buyer = pl.col("client"), pl.col("place"), pl.col("buyer")


@dataclass(frozen=True)
class Slice:
    """Clients `first` to `last` - 1; `invoices_before` are open with the clients before them."""

    first: int
    last: int
    invoices_before: int
    pairs_before: int


@dataclass(frozen=True)
class World:
    """A market of `scale` times the French one, on the morning of `on`. `part`: the share of its
    clients, with their buyers, that work on the day; the others only have what is open."""

    scale: float
    on: date
    seed: int = 1
    part: float = 1.0

    @property
    def buyers(self) -> int:
        return max(60, round(BUYERS * self.scale))

    @property
    def day_lines(self) -> int:
        """Invoices that come in, and payments, where every client works."""
        return max(1, round(PER_DAY * self.scale))

    @property
    def lines_at_work(self) -> int:
        """Invoices that come in from those that work on the day."""
        return int(self.clients["sent_count"].sum())

    @property
    def at_work(self) -> int:
        """How many clients work on the day: the first ones."""
        return max(1, round(self.clients.height * self.part))

    @cached_property
    def clients(self) -> pl.DataFrame:
        """client, open_count, buyer_count, sent_count, paid_count: a few large, most tiny."""
        count = max(12, round(CLIENTS * self.scale))
        open_invoices = max(count, round(OPEN * self.scale))
        weight = log_normal(client, "weight", self.seed, 1.0, 2.0)
        busy = log_normal(client, "busy", self.seed, 1.0, 0.5)
        told = pl.select(client=pl.int_range(count)).with_columns(weight=weight)
        works = client < max(1, round(count * self.part))
        return (
            told.select(
                client,
                open_count=shared_out(open_invoices, pl.col("weight")),
                sent_count=shared_out(self.day_lines, pl.col("weight") * busy),
            )
            .with_columns(
                buyer_count=(pl.col("open_count") ** 0.7)
                .ceil()
                .clip(1, self.buyers // 3)
                .cast(pl.Int64),
                paid_count=shared_out(self.day_lines, pl.col("open_count")),
            )
            .with_columns(pl.when(works).then(pl.col("sent_count", "paid_count")).otherwise(0))
        )

    def day_slices(self) -> Iterator[Slice]:
        """The slices of which some client works on the day."""
        return (part for part in self.slices() if part.first < self.at_work)

    def slices(self, most: int = SLICE_INVOICES) -> Iterator[Slice]:
        """All clients, in slices of at most `most` open invoices (a larger client is alone)."""
        first = invoices = pairs = here = here_pairs = 0
        for row in self.clients.iter_rows(named=True):
            if here and here + row["open_count"] > most:
                yield Slice(first, row["client"], invoices, pairs)
                first, invoices, pairs = row["client"], invoices + here, pairs + here_pairs
                here = here_pairs = 0
            here, here_pairs = here + row["open_count"], here_pairs + row["buyer_count"]
        yield Slice(first, self.clients.height, invoices, pairs)

    def of(self, part: Slice) -> pl.DataFrame:
        """The clients of a slice."""
        return self.clients.slice(part.first, part.last - part.first)

    def pairs(self, part: Slice) -> pl.DataFrame:
        """client, place, buyer: each buyer of a client once; the well-known ones have many
        clients. A buyer that is drawn twice gives way to its next neighbour."""
        of = client * 2**22 + place
        rows = _numbered(self.of(part), "buyer_count", "place")
        popular = (uniform(of, "buyer", self.seed) ** 2 * self.buyers).floor().cast(pl.Int64)
        rows = rows.with_columns(buyer=popular)
        while (again := rows.select(pl.struct(client, buyer).is_first_distinct()).to_series()).sum(
        ) < rows.height:  # fmt: skip
            rows = rows.with_columns(
                buyer=pl.when(again).then(buyer).otherwise((buyer + 1) % self.buyers)
            )
        return rows

    def open_invoices(self, part: Slice) -> pl.DataFrame:
        """client, number, place, cents, issued_on, due_on, posted_on, in the order of their ids:
        by client, then as they were assigned."""
        rows = _numbered(self.of(part), "open_count", "drawn", keep=("buyer_count",))
        of = client * 2**26 + pl.col("drawn")
        term = self._term(of)
        late = OVERDUE_DAYS + 2
        on_time = uniform(of, "age", self.seed) * (term + 12)
        tail = term + uniform(of, "late", self.seed) ** 3 * late
        is_late = uniform(of, "is late", self.seed) < 0.15
        age = pl.when(is_late).then(tail).otherwise(on_time).floor().cast(pl.Int64).clip(1, None)
        rows = rows.select(
            client, "drawn", place=self._buyer(of, "open"), cents=self._cents(of, "open cents"),
            term=term, issued_on=pl.lit(self.on) - pl.duration(days=age),
        )  # fmt: skip
        weekday = pl.col("issued_on").dt.weekday().cast(pl.Int64)
        friday = pl.col("issued_on") + pl.duration(days=(5 - weekday) % 7)
        rows = rows.with_columns(
            due_on=pl.col("issued_on") + pl.duration(days=pl.col("term")),
            posted_on=pl.min_horizontal(friday, pl.lit(self.on - timedelta(days=1))),
        )
        rows = rows.sort("client", "issued_on", "drawn").with_columns(
            number=pl.int_range(1, pl.len() + 1).over("client")
        )
        return rows.sort("client", "posted_on", "issued_on", "number").drop("drawn", "term")

    def sent_invoices(self, part: Slice) -> pl.DataFrame:
        """client, number, buyer, cents, issued_on, due_on of what clients send on the day; one in
        two hundred is on a buyer that the client has never named before."""
        rows = _numbered(self.of(part), "sent_count", "drawn", keep=("buyer_count", "open_count"))
        of = client * 2**26 + pl.col("drawn")
        days = below(of, "sent age", self.seed, 5)
        rows = rows.select(
            client, number=pl.col("open_count") + 1 + pl.col("drawn"),
            place=self._buyer(of, "sent"), cents=self._cents(of, "sent cents"),
            issued_on=pl.lit(self.on) - pl.duration(days=days), term=self._term(of),
            anyone=below(of, "anyone", self.seed, self.buyers),
            is_new=uniform(of, "is new", self.seed) < 0.005,
        )  # fmt: skip
        rows = rows.join(
            self.pairs(part), on=["client", "place"], how="left", maintain_order="left"
        )
        return rows.select(
            client, "number", "cents", "issued_on",
            buyer=pl.when(pl.col("is_new")).then(pl.col("anyone")).otherwise(buyer),
            due_on=pl.col("issued_on") + pl.duration(days=pl.col("term")),
        )  # fmt: skip

    def _term(self, of: pl.Expr) -> pl.Expr:
        which = below(of, "term", self.seed, len(TERM_DAYS))
        return which.replace_strict(dict(enumerate(TERM_DAYS)), return_dtype=pl.Int64)

    def _buyer(self, of: pl.Expr, name: str) -> pl.Expr:
        """The place of the buyer among the client's: the first ones buy more."""
        share = uniform(of, f"{name} buyer", self.seed) ** 2
        return (share * pl.col("buyer_count")).floor().cast(pl.Int64)

    def _cents(self, of: pl.Expr, name: str) -> pl.Expr:
        amount = log_normal(of, name, self.seed, MEAN_CENTS, 1.2)
        return amount.floor().cast(pl.Int64).clip(1_000, 10**9)

    def printed(self, number: pl.Expr) -> pl.Expr:
        """Four in five with a name of their own in it, the others like everyone, so that the same
        number is an invoice of several clients."""
        own = pl.format("F{}-{}", client.cast(pl.String).str.zfill(5), six(number))
        plain = pl.format("FA{}-{}", pl.lit(str(self.on.year)), six(number))
        return pl.when(bits(client, "numbers", self.seed) % 5 == 0).then(plain).otherwise(own)


def printed_number(world: World, number: pl.Expr) -> pl.Expr:
    """How a client numbers its invoices, as they print it."""
    return world.printed(number)


def number_key(printed: pl.Expr) -> pl.Expr:
    """The number as invoices are found by: letters and digits."""
    return printed.str.replace_all("[-/ ]", "")


def six(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(6)


def _numbered(
    clients: pl.DataFrame, count: str, name: str, keep: tuple[str, ...] = ()
) -> pl.DataFrame:
    """As many rows per client as `count` says, numbered from 0."""
    each = clients.filter(pl.col(count) > 0).select(
        client, *keep, pl.int_ranges(0, count).alias(name)
    )
    return each.explode(name)
