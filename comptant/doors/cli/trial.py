"""To see and to measure: the demonstration, and what one invoice or many of them cost. Both work in
databases of their own, made anew at each run."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import tables, waterfall, words
from comptant.doors.cli import session
from comptant.doors.cli.language import Subject, Verb, option
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from comptant.doors.demo.play import Clause, Story
    from comptant.doors.sandbox import Sandbox

STEPS = 11  # parts of the play that announce themselves


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (demo, bench):
        root.add_command(command)


def _verb(name: str, help: tuple[str, str], *example: str) -> Any:
    """A command that asks for no user: it makes its own."""
    return click.command(name, cls=Verb, both=Both(*help), example=example)


@_verb(
    "demo",
    ("Play the main job with invented data: an invoice of 20,000.00 assigned, 18,000.00 paid at "
     "once, the rest once the buyer has paid; under both clauses for the fee.\n\n"
     "In a database of its own, made anew at each run.",
     "Jouer le métier avec des données inventées : une facture de 20 000,00 cédée, 18 000,00 "
     "versés aussitôt, le solde quand l'acheteur a payé ; selon les deux clauses de commission.\n\n"
     "Dans une base à part, refaite à chaque passage."),
    "comptant demo",
)  # fmt: skip
def demo() -> None:
    """Play and show the demonstration."""
    from comptant import settings
    from comptant.doors.demo.play import play
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    with tables.progress(say("Comptant: your invoices, in cash.",
                             "Comptant : vos factures, comptant.")) as bar:  # fmt: skip
        task = bar.add_task("demo", total=STEPS + 1)
        start_afresh(f"{settings.DATABASE}_demo")
        folder = settings.HOME / "demo"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()

        def step(code: str) -> None:
            bar.advance(task)
            bar.console.print(f"  {words.word('step_of', code)}", style="dim", markup=False)

        with connect("comptant_writer") as conn:
            conn.autocommit = True
            story = play(conn, folder, step)
    for login, token in story.tokens.items():
        session.keep(login, token)
    _show(story)


def _show(story: "Story") -> None:
    """The story told: figures of both clauses, waterfall, statement, journal, files, what next."""
    first = story.clauses[0]
    tables.show([_figures(clause) for clause in story.clauses],
                ("fee_billing", "assigned_cents", "advanced_cents", "fee_cents", "charge_cents",
                 "rest_cents"),
                say("What ALPHA SAS was paid", "Ce que reçoit ALPHA SAS"))  # fmt: skip
    if first.seen is not None and first.parts is not None:
        tables.dim(say("The availability of C-1 after the assignment:",
                       "Le disponible de C-1 après la cession :"))  # fmt: skip
        parts, whole = first.parts.to_dicts(), first.seen.totals["outstanding_cents"]
        for text, style in waterfall.draw(parts, whole, "EUR"):
            tables.console().print(text, style=style, markup=False, soft_wrap=True)
    _books(story)
    _next(story)


def _figures(clause: "Clause") -> dict[str, Any]:
    from comptant.doors.demo.play import INVOICE_CENTS

    return {
        "fee_billing": words.word("fee_billing", clause.fee_billing), "currency": "EUR",
        "assigned_cents": INVOICE_CENTS, "advanced_cents": clause.advanced_cents,
        "rest_cents": clause.rest_cents, "fee_cents": clause.fee_cents,
        "charge_cents": clause.charge_cents,
    }  # fmt: skip


def _books(story: "Story") -> None:
    """The client's statement as the client sees it, the journal as the accountant does."""
    from comptant.doors.cli import books, lookup
    from comptant.doors.demo.play import CEDED_ON
    from comptant.store.access import reading

    with reading(story.client.id) as see:
        found = lookup.contract(see, story.clauses[0].number, story.today)
        books.tell_account(books.account_of(see, found, CEDED_ON, story.today, None))
    with reading(story.staff.id) as see:
        rows = see("read_entries", contract_id=story.clauses[0].contract_id, from_on=None,
                   until_on=None, known_at=None)  # fmt: skip
    entries = books.entries_of(rows, False)
    books.tell_journal(entries, books.totals_of(entries))


def _next(story: "Story") -> None:
    from comptant import settings

    tables.line(say("Payment file: ", "Fichier de virements : ") + str(story.payment_file))
    tables.line(say("All files of the story: ", "Tous les fichiers : ") + str(story.folder))
    tables.line()
    tables.line(say("What to try next, on these data (alice is the client, aron the accountant):",
                    "À essayer sur ces données (alice est la cliente, aron le comptable) :")
    )  # fmt: skip
    tables.line("  . .venv/bin/activate")
    tables.line(f"  export COMPTANT_DATABASE={settings.DATABASE}")
    day = story.today.isoformat()
    for command in ("availability C-1 --explain --user alice", "journal C-2 --mirror --user aron",
                    "balances C-1 --user aron", "audit verify --user aron"):  # fmt: skip
        tables.line(f"  comptant {command} --on {day}")
    tables.line(say("Then on your own: unset COMPTANT_DATABASE, and comptant init --help",
                    "Puis chez vous : unset COMPTANT_DATABASE, et comptant init --help")
    )  # fmt: skip


@_verb(
    "bench",
    ("Measure: `single` compares one invoice, one availability and one draw on a contract with "
     "few and with many open invoices; `remit` compares a large list with the bare COPY of its "
     "rows; `life` tells what one invoice writes from its assignment to its payment, and what a "
     "million weigh; `distributed` runs the same rules over parts of a portfolio on worker "
     "processes, and compares the cents.\n\n"
     "In a database of its own, made anew at each run; `distributed` needs none.",
     "Mesurer : `single` compare une facture, un disponible et un tirage sur un contrat à peu et à "
     "beaucoup de factures ouvertes ; `remit` compare une grande liste au COPY nu de ses "
     "lignes ; `life` dit ce qu'une facture écrit de sa cession à son paiement, et ce que pèse un "
     "million ; `distributed` applique les mêmes règles à des parts d'un portefeuille, sur "
     "plusieurs processus, et compare au centime.\n\n"
     "Dans une base à part, refaite à chaque passage ; `distributed` s'en passe."),
    "comptant bench single --many 100000", "comptant bench remit --lines 300000 --json",
    "comptant bench life --contracts 20 --each 1000 --copies 50",
    "comptant bench distributed --contracts 1000 --each 1000 --engine ray",
)  # fmt: skip
@click.argument("what", type=click.Choice(["single", "remit", "life", "distributed"]))
@option("--few", default=1_000, help=("Open invoices of the small contract.",
                                      "Factures ouvertes du petit contrat."))  # fmt: skip
@option("--many", default=100_000, help=("Open invoices of the large contract.",
                                         "Factures ouvertes du grand contrat."))  # fmt: skip
@option("--turns", default=25, help=("How often each is measured.", "Nombre de mesures."))
@option("--lines", default=300_000, help=("Lines of the list.", "Lignes de la liste."))
@option("--contracts", default=200, type=click.IntRange(1, 100_000),
        help=("Contracts of the portfolio.", "Contrats du portefeuille."))  # fmt: skip
@option("--each", default=200, type=click.IntRange(1, 100_000),
        help=("Open invoices of each contract.", "Factures ouvertes par contrat."))  # fmt: skip
@option("--copies", default=1, type=click.IntRange(1, 10_000),
        help=("How many times these lives, to weigh them.",
              "Combien de fois ces vies, pour les peser."))  # fmt: skip
@option("--workers", default=2, type=click.IntRange(1, 64),
        help=("Worker processes.", "Processus de calcul."))  # fmt: skip
@option("--engine", default="processes", type=click.Choice(["processes", "ray"]),
        help=("Who runs the parts.", "Qui calcule les parts."))  # fmt: skip
@option("--json", "is_json", is_flag=True, help=("Answer in JSON.", "Répondre en JSON."))
def bench(
    what: str, few: int, many: int, turns: int, lines: int, contracts: int, each: int,
    copies: int, workers: int, engine: str, is_json: bool,
) -> None:  # fmt: skip
    """Measure one thing and show its figures."""
    if what == "distributed":
        _tell(_distributed(engine, contracts, each, workers), is_json)
        return
    from comptant.doors.bench import bulk, life, single
    from comptant.store.growth import grow

    measures: dict[str, Callable[[Sandbox], Sequence[Mapping[str, object]]]] = {
        "single": lambda box: single.measure(box, few, many, turns),
        "remit": lambda box: [bulk.measure(box, lines, _folder())],
        "life": lambda box: [*life.measure(box, contracts, each),
                             *grow(contracts * each, copies)],
    }  # fmt: skip
    _tell(_measured(measures[what]), is_json)


def _folder() -> Path:
    from comptant import settings

    folder = Path(settings.HOME) / "bench"
    folder.mkdir(exist_ok=True)
    return folder


def _tell(rows: "Sequence[Mapping[str, object]]", is_json: bool) -> None:
    from comptant.doors.cli.shell import to_json

    if is_json:
        click.echo(to_json(rows))
        return
    for row in rows:
        tables.pairs([(name, str(value)) for name, value in row.items()])
        tables.line()


def _distributed(engine: str, contracts: int, each: int, workers: int) -> list[dict[str, object]]:
    from comptant.doors.bench import distributed

    try:
        return distributed.measure(engine, contracts, each, workers)
    except distributed.EngineMissing:
        raise click.UsageError(say(
            'Ray is not installed here: pip install "comptant[distributed]",'
            " or --engine processes.",
            "Ray n'est pas installé ici : pip install \"comptant[distributed]\","
            " ou --engine processes.",
        )) from None  # fmt: skip


def _measured(
    measure: "Callable[[Sandbox], Sequence[Mapping[str, object]]]",
) -> "Sequence[Mapping[str, object]]":
    """What a measure says of a database made for it."""
    from comptant import settings
    from comptant.doors.bench.stage import ON
    from comptant.doors.sandbox import open_sandbox
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    start_afresh(f"{settings.DATABASE}_bench")
    with connect("comptant_writer", statement_timeout_ms=0) as conn:
        conn.autocommit = True
        return measure(open_sandbox(conn, ON))
