"""To measure: what one invoice costs, a large list, the whole market's day. Each run works in a
database of its own, made anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import tables
from comptant.doors.cli.language import Subject, Verb, option
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.connection import Connection

BENCH = Subject("bench", both=Both(
    "Measure, in a database of its own, made anew at each run.",
    "Mesurer, dans une base à part, refaite à chaque passage.",
))  # fmt: skip
FILE_COLUMNS = (
    "what",
    "files",
    "mb",
    "processes",
    "floor_s",
    "seconds",
    "files_per_s",
    "ratio",
    "peak_mb",
)
HEADS = {
    "entries": ("entries", "écritures"), "lines": ("lines", "lignes"),
    "lines_per_s": ("lines/s", "lignes/s"), "ratio_to_ours": ("× Comptant", "× Comptant"),
    "share": ("%", "%"),
    "us_per_invoice": ("µs/invoice", "µs/facture"),
    "count": ("count", "nombre"), "p50_ms": ("p50 ms", "p50 ms"), "p99_ms": ("p99 ms", "p99 ms"),
    "max_ms": ("longest ms", "maximum ms"), "what": ("what", "quoi"),
    "page": ("page", "page"), "ours_ms": ("ours ms", "ici ms"), "bare_ms": ("bare ms", "nue ms"),
    "shown": ("shown", "montrées"), "failed": ("failed", "échouées"),
    "files": ("files", "fichiers"), "mb": ("MB", "Mo"),
    "processes": ("processes", "processus"), "floor_s": ("floor s", "plancher s"),
    "files_per_s": ("files/s", "fichiers/s"), "ratio": ("× floor", "× plancher"),
    "peak_mb": ("peak MB", "pointe Mo"),
    "stage": ("stage", "étape"), "rows": ("rows", "lignes"), "seconds": ("seconds", "secondes"),
    "rows_per_s": ("rows/s", "lignes/s"), "ratio_to_floor": ("× floor", "× plancher"),
    "client_peak_mb": ("client MB", "client Mo"), "server_peak_mb": ("server MB", "serveur Mo"),
    "cpu_us_per_invoice": ("processor µs/invoice", "µs processeur/facture"),
    "written_per_invoice": ("rows written/invoice", "lignes écrites/facture"),
    "index_entries_per_invoice": ("index entries/invoice", "entrées d'index/facture"),
    "wal_bytes_per_invoice": ("WAL bytes/invoice", "octets de WAL/facture"),
    "kind": ("kind", "genre"), "payments": ("payments", "règlements"), "right": ("right", "justes"),
    "wrong": ("wrong", "faux"), "in_part": ("in part", "en partie"), "waits": ("wait", "attendent"),
    "automatic_percent": ("automatic %", "automatique %"), "way": ("way", "voie"),
    "precision_percent": ("precision %", "précision %"), "matched_by": ("by", "par"),
    "file": ("file", "fichier"),
}  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(BENCH)


def verb_of_bench(name: str, help: tuple[str, str], *example: str) -> Any:
    """Make a command of `bench` of a function."""
    return BENCH.command(name, cls=Verb, both=Both(*help), example=example)


json_option = option(
    "--json", "is_json", is_flag=True, help=("Answer in JSON.", "Répondre en JSON.")
)


@contextmanager
def afresh() -> Iterator["Connection"]:
    """Operations' connection to an empty database of the measurements."""
    from comptant import settings
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    start_afresh(f"{settings.DATABASE}_bench")
    with connect("comptant_writer", statement_timeout_ms=0) as conn:
        conn.autocommit = True
        yield conn


def folder_of(name: str) -> Path:
    from comptant import settings

    folder = Path(settings.HOME) / "bench" / name
    folder.parent.mkdir(exist_ok=True)
    return folder


def tell(rows: list[dict[str, Any]], is_json: bool) -> None:
    """Figures: JSON for machines, pairs for people."""
    from comptant.doors.answers import to_json

    if is_json:
        click.echo(to_json(rows))
        return
    for row in rows:
        tables.pairs([(name, str(value)) for name, value in row.items()])
        tables.line()


@verb_of_bench(
    "single",
    ("Compare one invoice, one availability and one draw on a contract with few and with many "
     "open invoices.",
     "Comparer une facture, un disponible et un tirage sur un contrat à peu et à beaucoup de "
     "factures ouvertes."),
    "comptant bench single --many 100000",
)  # fmt: skip
@option("--few", default=1_000, help=("Open invoices of the small contract.",
                                      "Factures ouvertes du petit contrat."))  # fmt: skip
@option("--many", default=100_000, help=("Open invoices of the large contract.",
                                         "Factures ouvertes du grand contrat."))  # fmt: skip
@option("--turns", default=25, help=("How often each is measured.", "Nombre de mesures."))
@json_option
def single(few: int, many: int, turns: int, is_json: bool) -> None:
    """Measure single acts."""
    from comptant.doors.bench import single
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox

    with afresh() as conn:
        rows = single.measure(open_sandbox(conn, ON), few, many, turns)
    tell(rows, is_json)


@verb_of_bench(
    "remit",
    ("Compare a large list with the bare COPY of its rows.",
     "Comparer une grande liste au COPY nu de ses lignes."),
    "comptant bench remit --lines 300000 --json",
)  # fmt: skip
@option("--lines", default=300_000, help=("Lines of the list.", "Lignes de la liste."))
@json_option
def remit(lines: int, is_json: bool) -> None:
    """Measure a large list."""
    from comptant.doors.bench import bulk
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox

    folder = folder_of("list")
    folder.mkdir(exist_ok=True)
    with afresh() as conn:
        rows = [bulk.measure(open_sandbox(conn, ON), lines, folder)]
    tell(rows, is_json)


@verb_of_bench(
    "einvoices",
    ("Read e-invoices (CII, UBL, Factur-X in PDF, mixed) from their files to rows.\n\n"
     "Each kind in one process, then all as `comptant remit` reads them, on every core; compared "
     "with the floor on one core: a bare lxml walk over the same XML and, for PDF, the bare "
     "extraction.",
     "Lire des factures électroniques (CII, UBL, Factur-X en PDF, mêlées) du fichier aux lignes."
     "\n\nChaque format dans un seul processus, puis tous comme `comptant remit` les lit, sur tous "
     "les cœurs ; comparé au plancher sur un cœur : parcours lxml nu du même XML et, pour le PDF, "
     "extraction nue."),
    "comptant bench einvoices --files 10000",
)  # fmt: skip
@option("--files", type=click.IntRange(10, 1_000_000), default=10_000,
        help=("How many files.", "Combien de fichiers."))  # fmt: skip
@json_option
def einvoices(files: int, is_json: bool) -> None:
    """Measure the reading of e-invoices."""
    from comptant.doors.answers import to_json
    from comptant.doors.bench.einvoices import measure

    rows = measure(files, folder_of("einvoices"))
    if is_json:
        click.echo(to_json(rows))
    else:
        table(rows, FILE_COLUMNS)


@verb_of_bench(
    "compare",
    ("Book the same postings with Comptant and with what a Python team would otherwise pick: "
     "django-hordak, django-ledger, a plain Django project.\n\n"
     "The others are installed by pip into an environment of their own on first use, and work in a "
     "database of their own on the same server.",
     "Passer les mêmes écritures avec Comptant et avec ce qu'une équipe Python prendrait sinon : "
     "django-hordak, django-ledger, un simple projet Django.\n\n"
     "Les autres sont installés par pip dans un environnement à part au premier passage, et "
     "travaillent dans une base à part sur le même serveur."),
    "comptant bench compare --entries 2000",
)  # fmt: skip
@option("--entries", type=click.IntRange(10, 100_000), default=2_000,
        help=("How many entries.", "Combien d'écritures."))  # fmt: skip
@json_option
@click.pass_context
def compare(ctx: click.Context, entries: int, is_json: bool) -> None:
    """Compare with other libraries."""
    from comptant.doors.answers import to_json
    from comptant.doors.bench.compare import CannotRun, measure
    from comptant.doors.bench.stage import ON
    from comptant.doors.cli.failures import DATABASE
    from comptant.doors.sandbox import open_sandbox

    with afresh() as conn:
        try:
            rows = measure(open_sandbox(conn, ON), entries, folder_of("others"))
        except CannotRun as error:
            tables.complain(say(f"The other libraries cannot be run: {error}",
                                f"Les autres bibliothèques ne peuvent tourner : {error}")
            )  # fmt: skip
            ctx.exit(DATABASE)
    if is_json:
        click.echo(to_json(rows))
    else:
        table(rows, ("what", "entries", "lines", "seconds", "lines_per_s", "ratio_to_ours"))


def table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    """Rows as a table: words to the left, figures to the right."""
    from rich import box
    from rich.table import Table

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        is_word = all(isinstance(row.get(name), str) for row in rows)
        drawn.add_column(say(*HEADS[name]), justify="left" if is_word else "right")
    for row in rows:
        drawn.add_row(*("" if row.get(name) is None else str(row[name]) for name in columns))
    tables.console().print(drawn)
