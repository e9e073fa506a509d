"""Early warning: every company scored by its own flow, the worst first, each score explained; what
the score tells on simulated ledgers, and on one of your own."""

from pathlib import Path

import click

from comptant.doors import warnings_told
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.measuring import json_option, tell, verb_of_bench
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID, word
from comptant.doors.words import Both, say

WARNING = Subject("warning", both=Both("Early warning: who will fail, and what says so.",
                                       "Alerte précoce : qui va défaillir, et ce qui le dit.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(WARNING)


@verb(WARNING, "score",
      ("Score every company as of today, as buyer and as client, and keep what changed.",
       "Noter chaque société à ce jour, comme acheteur et comme adhérent, et garder ce qui a "
       "changé."),
      "comptant warning score")  # fmt: skip
def warning_score(sh: Shell) -> None:
    """Score companies."""
    from comptant.operations.risk.warnings import score_warnings

    answer = sh.run(score_warnings)
    count, alerts, watched = answer["companies"], answer["alerts"], answer["watched"]
    crossed = answer["crossed_count"]
    sh.say(answer, say(
        f"{count} companies scored: {alerts} on alert, {watched} watched, {crossed} crossed a "
        "level.",
        f"{count} sociétés notées : {alerts} en alerte, {watched} surveillées, {crossed} ont "
        "changé de niveau."))  # fmt: skip


@verb(WARNING, "list", ("List the companies that are watched or on alert, the worst first.",
                        "Lister les sociétés surveillées ou en alerte, la pire d'abord."),
      "comptant warning list", "comptant warning list --as buyer --all")  # fmt: skip
@option("--as", "subject", type=word(("BUYER", "CLIENT")),
        help=("As buyers, or as clients.", "Acheteurs, ou adhérents."))  # fmt: skip
@option("--all", "everything", is_flag=True, help=("Quiet ones too.", "Les calmes aussi."))
def warning_list(sh: Shell, subject: str | None, everything: bool) -> None:
    """List scores."""
    with sh.reading() as (see, _, on):
        rows = see("read_warnings", warning_id=None, subject=subject, everything=everything, on=on)
    sh.show([warnings_told.told(row) for row in rows], *warnings_told.COLUMNS)


@verb(WARNING, "show", ("Show a score: each factor, what was measured, on which invoices.",
                        "Montrer une note : chaque facteur, la mesure, sur quelles factures."),
      "comptant warning show 1204")  # fmt: skip
@click.argument("warning", type=ID)
def warning_show(sh: Shell, warning: int) -> None:
    """Show a score."""
    with sh.reading() as (see, _, on):
        row = warnings_told.warning(see, warning, on)
        factors, _invoices = warnings_told.explained(see, row)
    sh.show(factors, *warnings_told.FACTORS)


@verb_of_bench(
    "warning",
    ("Measure how well the score tells who fails, beside the naive warning (over 30 days late), on "
     "simulated ledgers of two kinds and, with --ledger, on one of your own.",
     "Mesurer ce que la note dit des défaillances, à côté de l'alerte naïve (plus de 30 jours de "
     "retard), sur des comptes simulés de deux sortes et, avec --ledger, sur les vôtres."),
    "comptant bench warning --ledgers 5 --out docs/early-warning.md",
)  # fmt: skip
@option("--ledgers", default=5, help=("Ledgers of each kind.", "Comptes de chaque sorte."))
@option("--ledger", type=click.Path(path_type=Path, exists=True, file_okay=False),
        help=("A folder with your tables as CSV: see docs/early-warning.md.",
              "Un dossier avec vos tables en CSV : voyez docs/early-warning.md."))  # fmt: skip
@option("--out", type=click.Path(path_type=Path), help=("The table, as Markdown.",
                                                        "Le tableau, en Markdown."))  # fmt: skip
@json_option
def bench_warning(ledgers: int, ledger: Path | None, out: Path | None, is_json: bool) -> None:
    """Measure the score."""
    from comptant.doors.bench.fraud.measured import written
    from comptant.doors.bench.warning import measured

    try:
        rows = measured.measure(ledgers, ledger)
    except measured.LedgerMissing as error:
        names = ", ".join(f"{name}.csv" for name in error.names)
        raise click.UsageError(say(f"The ledger lacks {names}: see docs/early-warning.md.",
                                   f"Il manque {names} : voyez docs/early-warning.md.")
                               ) from None  # fmt: skip
    if out is not None:
        written(out, measured.table(rows, ledgers), measured.MARK)
    tell(rows, is_json)
