"""Values that others publish: told one by one or loaded from files, by two people."""

from datetime import date
from pathlib import Path

import click

from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, RATE
from comptant.doors.words import Both, say

RATES = Subject("rate", both=Both("Reference rates.", "Les taux de référence."))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(RATES)


@verb(RATES, "propose", ("Propose a value of a reference rate; another person approves it.",
                         "Proposer une valeur de taux ; une autre personne l'approuve."),
      "comptant rate propose EURIBOR3M 2.015 --fixing 2026-01-16 --source 'EMMI'",
      "comptant rate propose EURIBOR3M -0.350 --source 'EMMI'")  # fmt: skip
@click.argument("index")
@click.argument("rate", type=RATE)
@option("--fixing", "fixing_on", type=DAY, help=("Day of the fixing (default: today).",
                                                 "Jour du fixing (sinon aujourd'hui).")
)  # fmt: skip
@option("--source", required=True, help=("Where it was published.", "Où il est publié."))
def rate_propose(sh: Shell, index: str, rate: int, fixing_on: date | None, source: str) -> None:
    """Propose a rate."""
    from comptant.operations.risk import facts

    if fixing_on is None:
        with sh.writing() as (_, asked):
            fixing_on = asked.on
    answer = sh.run(facts.propose_rate, index_name=index.upper(), fixing_on=fixing_on,
                    rate_ppm=rate, source=source)  # fmt: skip
    sh.say(answer, say(f"Approval {answer['approval_id']} waits for another person.",
                       f"L'approbation {answer['approval_id']} attend une autre personne.")
    )  # fmt: skip


@verb(RATES, "load", ("Propose the values of a file: a list (index, day, rate, source), or a CSV "
                      "of the ECB's data portal; another person approves them all at once.",
                      "Proposer les valeurs d'un fichier : une liste (indice, jour, taux, source), "
                      "ou un CSV du portail de la BCE ; une autre personne les approuve ensemble."),
      "comptant rate load rates.csv")  # fmt: skip
@click.argument("file", type=Path)
@click.pass_context
def rate_load(ctx: click.Context, sh: Shell, file: Path) -> None:
    """Load rates."""
    from comptant.formats import rate_lists
    from comptant.operations.terms import references
    from comptant.rules.reference_values import exchanges, series

    with opened(file) as stream:
        data = stream.read()
    read = rate_lists.read(file.name, data, series(), exchanges())
    if read.faults:
        faults = [fault_row(fault) for fault in read.faults]
        tell_faults(faults)
        sh.say({"faults": faults})
        ctx.exit(FILE)
    answer = sh.run(references.propose_rates, values=read.rows, file_name=file.name, content=data)
    sh.say(answer, say(
        f"Approval {answer['approval_id']} waits for another person: {answer['count']} values, "
        f"{answer['known']} known already, {len(answer['changed'])} that change what is known.",
        f"L'approbation {answer['approval_id']} attend une autre personne : {answer['count']} "
        f"valeurs, {answer['known']} déjà connues, {len(answer['changed'])} changent une valeur "
        "connue."))  # fmt: skip


@verb(RATES, "at", ("Tell the value of a reference rate that holds on a day, with its source; "
                    "where it is missing, which one and what to do. Without a name: each of them.",
                    "Dire la valeur qui vaut un jour donné, avec sa source ; si elle manque, "
                    "laquelle et que faire. Sans nom : chacune."),
      "comptant rate at ECB_REFI", "comptant rate at --day 2026-07-01")  # fmt: skip
@click.argument("index", required=False)
@option("--day", "day", type=DAY, help=("Day (default: today).", "Jour (sinon aujourd'hui)."))
def rate_at(sh: Shell, index: str | None, day: date | None) -> None:
    """A value on a day."""
    from comptant.doors.references_told import told_old, values_on
    from comptant.operations.terms import references

    with sh.writing(is_look=True) as (conn, asked):
        on = day or asked.on
        if index is None:
            rows = values_on(conn, on)
        else:
            rows = [told_old(references.value_on(conn, index.upper(), on))]
    sh.show(rows, "index_name", "words", "rate_ppm", "per_euro", "fixing_on", "last_on", "source")


@verb(RATES, "list", ("List the reference rates.", "Lister les taux de référence."),
      "comptant rate list EURIBOR3M")  # fmt: skip
@click.argument("index", required=False)
def rate_list(sh: Shell, index: str | None) -> None:
    """List rates."""
    from comptant.doors.references_told import in_unit

    with sh.reading() as (see, _, _on):
        rows = see("read_rates", index_name=index.upper() if index else None)
    sh.show(list(map(in_unit, rows)), "index_name", "fixing_on", "rate_ppm", "per_euro", "source")
