"""To measure: whether payments find their invoices, on invented ones and in real books."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors import tables
from comptant.doors.cli.language import option
from comptant.doors.cli.measuring import BENCH, afresh, json_option, table, verb_of_bench
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.doors.cli.language import Subject

KIND_COLUMNS = ("kind", "payments", "right", "wrong", "in_part", "waits", "automatic_percent",
                "precision_percent")  # fmt: skip
BOOK_COLUMNS = ("file", "way", *KIND_COLUMNS[1:4], *KIND_COLUMNS[5:])
WAYS = {
    "exact": Both("The exact reference alone:", "La référence exacte seule :"),
    "amount": Both("The amount alone:", "Le montant seul :"),
    "matching": Both("The matching:", "Le lettrage :"),
}


def declare(root: "Subject") -> None:
    """This command is of `bench`, which is declared before."""
    assert BENCH.name in root.commands


@verb_of_bench(
    "matching",
    ("Match invented payments whose invoices are known, and compare: precision, automatic rate, "
     "time.\n\n"
     "References come clean (70 %), cut (8), glued (5), misread (5), several (7), of a part (3) or "
     "not at all (2); 5 % more pay nothing that was ceded. Beside it two simple ways: the exact "
     "reference by one indexed join, the amount alone. Scale 1 is 316 000 payments against 11 "
     "million open invoices: it wants an hour, most of it to load, and 12 GB. With --fec, only the "
     "lettered payments of real books are matched.",
     "Lettrer des règlements inventés dont les factures sont connues, et comparer : précision, "
     "taux automatique, durée.\n\n"
     "Les références viennent entières (70 %), tronquées (8), collées (5), mal lues (5), à "
     "plusieurs (7), pour une partie (3) ou pas du tout (2) ; 5 % de plus ne paient rien de cédé. "
     "À côté, deux voies simples : la référence exacte par une jointure indexée, le montant seul. "
     "L'échelle 1 vaut 316 000 règlements et 11 millions de factures ouvertes : une heure, surtout "
     "de chargement, et 12 Go. Avec --fec, seuls les règlements lettrés de vrais livres sont "
     "lettrés."),
    "comptant bench matching --scale 0.01",
    "comptant bench matching --fec 123456789FEC20251231.txt --json",
)  # fmt: skip
@option("--scale", type=click.FloatRange(0, 2, min_open=True), default=0.01,
        help=("1 is the whole market.", "1 vaut tout le marché."))  # fmt: skip
@option("--seed", default=1, help=("Another market of the same kind.",
                                   "Un autre marché du même genre."))  # fmt: skip
@option("--fec", type=Path, multiple=True, help=("Real books to match instead (several times).",
        "De vrais livres à lettrer à la place (plusieurs fois)."))  # fmt: skip
@json_option
def matching(scale: float, seed: int, fec: tuple[Path, ...], is_json: bool) -> None:
    """Measure the matching."""
    if fec:
        _books(fec, is_json)
        return
    from comptant.doors.answers import to_json
    from comptant.doors.bench.matching.ledgers import Ledgers
    from comptant.doors.bench.matching.run import STEPS, measure
    from comptant.doors.bench.stage import ON

    with tables.progress(say("Matching", "Lettrage")) as bar, afresh() as conn:
        task = bar.add_task("matching", total=len(STEPS))
        result = measure(conn, Ledgers(scale, ON, seed), step=lambda _: bar.advance(task))
    if is_json:
        click.echo(to_json({
            "scale": scale, "seed": seed, "open_invoices": result.open_invoices,
            "payments": result.payments, "paid_before": result.past, "seconds": result.seconds,
            "times_exact": result.times_exact, "ways": result.ways,
            "by_evidence": result.by_evidence,
        }))  # fmt: skip
        return
    for way, rows in result.ways.items():
        tables.line(WAYS[way].said())
        table(rows, KIND_COLUMNS)
    table(result.by_evidence, ("matched_by", "payments", "right", "wrong", "in_part"))
    took = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in result.seconds.items())
    tables.dim(say(
        f"{result.payments} payments, {result.open_invoices} open invoices: {took};"
        f" matching is {result.times_exact} times the exact join.",
        f"{result.payments} règlements, {result.open_invoices} factures ouvertes : {took} ;"
        f" le lettrage vaut {result.times_exact} fois la jointure exacte.",
    ))  # fmt: skip


def _books(files: tuple[Path, ...], is_json: bool) -> None:
    """The lettered payments of real books."""
    from comptant.doors.answers import to_json
    from comptant.doors.bench.matching.books import NotAFec, measure

    rows = []
    for path in files:
        try:
            rows += measure(path)
        except (NotAFec, OSError) as error:
            raise click.UsageError(say(
                f"{path}: not a FEC with lettered payments of buyers (411) that can be read.",
                f"{path} : pas un FEC lisible avec des règlements d'acheteurs (411) lettrés.",
            )) from error  # fmt: skip
    if is_json:
        click.echo(to_json(rows))
    else:
        table(rows, BOOK_COLUMNS)
