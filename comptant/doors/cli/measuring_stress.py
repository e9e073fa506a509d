"""To measure: what a stress of a whole portfolio costs against reading its columns."""

from typing import TYPE_CHECKING

import click

from comptant.doors import tables
from comptant.doors.cli.language import option
from comptant.doors.cli.measuring import BENCH, afresh, json_option, table, verb_of_bench
from comptant.doors.words import say

if TYPE_CHECKING:
    from comptant.doors.cli.language import Subject

COLUMNS = ("what", "rows", "seconds", "rows_per_s", "ratio_to_floor", "client_peak_mb",
           "server_peak_mb")  # fmt: skip


def declare(root: "Subject") -> None:
    """This command is of `bench`, which is declared before."""
    assert BENCH.name in root.commands


@verb_of_bench(
    "stress",
    ("Stress an invented portfolio (its three largest buyers fail, delays grow by 20 days, an "
     "insurer halves its limits) and compare with reading the same columns, and with the bare COPY "
     "of its open invoices.\n\n"
     "Scale 1 is 11 million open invoices. The three take turns; the ratio is the median of those "
     "of each turn.",
     "Soumettre un portefeuille inventé à un test de résistance (ses trois premiers acheteurs "
     "défaillent, les délais s'allongent de 20 jours, un assureur réduit ses limites de moitié) et "
     "comparer à la lecture des mêmes colonnes, et au COPY nu de ses factures ouvertes.\n\n"
     "L'échelle 1 vaut 11 millions de factures ouvertes. Les trois alternent ; le rapport est la "
     "médiane de ceux de chaque tour."),
    "comptant bench stress --scale 0.01",
)  # fmt: skip
@option("--scale", type=click.FloatRange(0, 2, min_open=True), default=0.01,
        help=("1 is the whole market.", "1 vaut tout le marché."))  # fmt: skip
@option("--seed", default=1, help=("Another market of the same kind.",
                                   "Un autre marché du même genre."))  # fmt: skip
@option("--turns", type=click.IntRange(1, 100), default=3,
        help=("How often each is measured.", "Nombre de mesures."))  # fmt: skip
@json_option
def stress(scale: float, seed: int, turns: int, is_json: bool) -> None:
    """Measure a stress."""
    from comptant.doors.answers import to_json
    from comptant.doors.bench.stage import ON
    from comptant.doors.bench.stress import measure

    with tables.progress(say("Stress", "Test de résistance")) as bar, afresh() as conn:
        task = bar.add_task("stress", total=1 + turns)
        rows = measure(conn, scale, seed, on=ON, turns=turns, step=lambda _: bar.advance(task))
    if is_json:
        click.echo(to_json({"scale": scale, "seed": seed, "rows": rows}))
        return
    table(rows, COLUMNS)
