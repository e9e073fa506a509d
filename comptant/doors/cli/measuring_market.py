"""To measure: a day of the whole French market, at a scale."""

from typing import TYPE_CHECKING

import click

from comptant.doors import tables
from comptant.doors.cli.language import option
from comptant.doors.cli.measuring import (
    BENCH,
    afresh,
    folder_of,
    json_option,
    table,
    tell,
    verb_of_bench,
)
from comptant.doors.words import say

if TYPE_CHECKING:
    from comptant.doors.bench.market.day import Result
    from comptant.doors.cli.language import Subject

DAY_COLUMNS = (
    "stage", "rows", "seconds", "rows_per_s", "ratio_to_floor", "client_peak_mb", "server_peak_mb",
    "cpu_us_per_invoice", "written_per_invoice", "index_entries_per_invoice",
    "wal_bytes_per_invoice",
)  # fmt: skip
WAITS_SHOWN = 10
PROFILE_SHOWN = 15  # of each stage; all of it in JSON


def declare(root: "Subject") -> None:
    """This command is of `bench`, which is declared before."""
    assert BENCH.name in root.commands


@verb_of_bench(
    "day",
    ("Work a day of the whole French market, at a scale: 1 is 316 000 invoices and as many "
     "payments against 11 million open, for 33 000 clients.\n\n"
     "Every stage goes through the readers and operations of every other day; it is compared with "
     "the floor, the COPY of the same facts into tables with a primary key only, in the same run. "
     "The sums are proved after each stage.",
     "Jouer une journée de tout le marché français, à une échelle : 1 vaut 316 000 factures et "
     "autant de règlements sur 11 millions d'ouvertes, pour 33 000 adhérents.\n\n"
     "Chaque étape passe par les lecteurs et opérations de tous les jours ; elle est comparée au "
     "plancher, le COPY des mêmes faits dans des tables à clé primaire seule, dans le même "
     "passage. Les totaux sont prouvés après chaque étape."),
    "comptant bench day --scale 0.01", "comptant bench day --scale 1 --part 0.1 --json",
)  # fmt: skip
@option("--scale", type=click.FloatRange(0, 2, min_open=True), default=0.01,
        help=("1 is the whole market.", "1 vaut tout le marché."))  # fmt: skip
@option("--seed", default=1, help=("Another market of the same kind.",
                                   "Un autre marché du même genre."))  # fmt: skip
@option("--part", type=click.FloatRange(0, 1, min_open=True), default=1.0,
        help=("Share of the clients that work on the day; all are loaded and closed.",
              "Part des adhérents au travail ce jour ; tous sont chargés et arrêtés."))  # fmt: skip
@option("--interactive", "is_interactive", is_flag=True,
        help=("Measure meanwhile how long single acts of people take.",
              "Mesurer pendant ce temps la durée des actes isolés."))  # fmt: skip
@option(
    "--profile",
    "is_profiled",
    is_flag=True,
    help=(
        "Tell where the time of each stage goes, by the clock: waiting for a query (server), "
        "Polars (engine), the driver, lists read in other processes, our own lines.",
        "Dire où passe le temps de chaque étape, à l'horloge : attente d'une requête (server), "
        "Polars (engine), pilote (driver), lecture en d'autres processus, nos lignes (ours).",
    ),
)
@json_option
def day(
    scale: float, seed: int, part: float, is_interactive: bool, is_profiled: bool, is_json: bool
) -> None:  # fmt: skip
    """Measure a market's day."""
    from comptant.doors.answers import to_json
    from comptant.doors.bench.market.day import measure

    with tables.progress(say("The market's day", "La journée du marché")) as bar, afresh() as conn:
        task = bar.add_task("day", total=9)
        result = measure(conn, scale, folder_of("day"), seed, step=lambda _: bar.advance(task),
                         is_interactive=is_interactive, part=part,
                         is_profiled=is_profiled)  # fmt: skip
    people, waits, gave_up = [], {}, 0
    if result.seen is not None:
        people, gave_up = result.seen.rows(), result.seen.gave_up
        waits = dict(result.seen.waits.most_common(WAITS_SHOWN))
    if is_json:
        told = {kind: {"rows": rows, "seconds": round(seconds, 4)}
                for kind, (rows, seconds) in result.floor.items()}  # fmt: skip
        click.echo(to_json({
            "scale": scale, "seed": seed, "part": part, "stages": result.rows, "floor": told,
            "people": people, "waits": waits, "gave_up": gave_up, "profile": result.profile,
        }))  # fmt: skip
        return
    table(result.rows, DAY_COLUMNS)
    for kind, (rows, seconds) in result.floor.items():
        tables.dim(say(f"floor: {rows} rows of kind {kind} in {seconds:.3f} s",
                       f"plancher : {rows} lignes de type {kind} en {seconds:.3f} s"))  # fmt: skip
    if people:
        table(people, ("what", "count", "p50_ms", "p99_ms", "max_ms"))
    for what, times in waits.items():
        tables.dim(say(f"{times} times seen to wait for {what}",
                       f"vu attendre {times} fois : {what}"))  # fmt: skip
    _tell_profile(result)


@verb_of_bench(
    "watch",
    ("Measure the watch on fraud on a loaded market: the whole, as the close looks, and what came "
     "in ten days, as the worker does, against reading the bare columns of the invoices.\n\n"
     "Scale 1 is 11 million open invoices; 0.091 is a million.",
     "Mesurer la veille de fraude sur un marché chargé : le tout, comme l'arrêté, et ce qui est "
     "venu en dix jours, comme le worker, face à la lecture des seules colonnes des factures.\n\n"
     "L'échelle 1 compte 11 millions de factures ouvertes ; 0,091 un million."),
    "comptant bench watch --scale 0.091",
)  # fmt: skip
@option("--scale", type=click.FloatRange(0, 1, min_open=True), default=0.01,
        help=("1 is the whole market.", "1 vaut tout le marché."))  # fmt: skip
@json_option
def watch(scale: float, is_json: bool) -> None:
    """Measure the watch on fraud."""
    from comptant.doors.bench.market.watched import measure
    from comptant.doors.bench.market.world import World
    from comptant.doors.bench.stage import ON

    with afresh() as conn:
        tell(measure(conn, World(scale, ON)), is_json)


def _tell_profile(result: "Result") -> None:
    """Each stage: its shares by kind, then what it was seen at most often."""
    for stage, seen in result.profile.items():
        shares: dict[str, float] = {}
        for one in seen:
            shares[one["kind"]] = shares.get(one["kind"], 0) + one["share"]
        told = ", ".join(f"{kind} {share:.0f} %" for kind, share in shares.items())
        click.echo(f"\n{stage}: {told}")
        table(seen[:PROFILE_SHOWN], ("kind", "what", "share", "us_per_invoice"))
