"""The tariff: an example, a file proposed and approved, the prices in force."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from comptant.doors import tables, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.failures import FileFault
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, say

TARIFF = Subject("tariff", both=Both("What the house asks for, and its own cost.",
                                     "Ce que la maison demande, et son prix de revient.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(TARIFF)


@verb(
    TARIFF, "example",
    ("Write the example of a tariff, to be edited: its form is ours, its prices are invented.",
     "Écrire l'exemple de tarif, à modifier : sa forme est la nôtre, ses prix sont inventés."),
    "comptant tariff example > tariff.csv",
)  # fmt: skip
def example(sh: Shell) -> None:
    """Write the example."""
    from comptant.operations.quoting import tariffs

    if sh.is_json:
        sh.say([row.__dict__ for row in tariffs.example()])
        return
    click.echo(tariffs.example_file().decode(), nl=False)


@verb(
    TARIFF, "propose",
    ("Propose a tariff from a day on; quotes use it once another person approves.\n\n"
     "--example proposes the example itself, which stays marked as such: for trials.",
     "Proposer un tarif à partir d'un jour ; les devis s'en servent une fois qu'une autre personne "
     "l'approuve.\n\n"
     "--example propose l'exemple lui-même, qui reste marqué comme tel : pour essayer."),
    "comptant tariff propose tariff.csv --source 'committee of 12 January'",
    "comptant tariff propose --example",
)  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path), required=False)
@option("--example", "is_example", is_flag=True,
        help=("The example of the house.", "L'exemple de la maison."))  # fmt: skip
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@option("--source", help=("The decision or the document that it comes from.",
                          "La décision ou le document d'où il vient."))  # fmt: skip
def propose(
    sh: Shell, file: Path | None, is_example: bool, from_on: date | None, source: str | None
) -> None:
    """Propose a tariff."""
    from comptant.doors.bounds import framed
    from comptant.formats.tariffs import read_tariff
    from comptant.operations.quoting import tariffs

    if file is None and not is_example:
        raise click.UsageError(
            say("Give a file, or --example.", "Donnez un fichier, ou --example.")
        )
    name = "example" if file is None else file.name
    if file is None:
        data = tariffs.example_file()
    else:
        with opened(file) as stream:
            data = stream.read()
    read = read_tariff(name, data)
    if read.faults:
        rows = [fault_row(fault) for fault in read.faults]
        if sh.is_json:
            sh.say({"faults": rows})
        else:
            tell_faults(rows)
        raise FileFault(say("Nothing was proposed.", "Rien n'a été proposé."))
    if from_on is None:
        with sh.writing() as (_, asked):
            from_on = asked.on
    said = source or (say("example of the house", "exemple de la maison") if is_example else "")
    answer = sh.run(tariffs.propose_tariff, rows=framed(tariffs.TARIFF, read.rows),
                    valid_from_on=from_on, source=said)  # fmt: skip
    told = say(f"{answer['row_count']} rows.", f"{answer['row_count']} lignes.")
    if answer["is_example"]:
        told += say(" It is the example: its prices are invented.",
                    " C'est l'exemple : ses prix sont inventés.")  # fmt: skip
    sh.say(answer, told, waits(answer["approval_id"]))


@verb(TARIFF, "list", ("List the tariffs, the latest first.",
                       "Lister les tarifs, le dernier d'abord."),
      "comptant tariff list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List tariffs."""
    with sh.reading() as (see, _, _on):
        rows = see("read_tariffs")
    sh.show(rows, "id", "valid_from_on", "source", "is_example", "row_count", "proposed_by",
            "decided_by", "is_public")  # fmt: skip


@verb(TARIFF, "public",
      ("Propose that a tariff prices quotes of the public (or, with --no, no longer); another "
       "person approves.",
       "Proposer qu'un tarif chiffre les devis du public (ou, avec --no, ne le fasse plus) ; une "
       "autre personne approuve."),
      "comptant tariff public 12 --source 'committee of 12 January'")  # fmt: skip
@click.argument("tariff", type=ID, metavar="NUMBER")
@option("--no", "is_withdrawn", is_flag=True, help=("No longer.", "Ne plus le faire."))
@option("--source", required=True, help=("The decision that it rests on.",
                                         "La décision qui le fonde."))  # fmt: skip
def public(sh: Shell, tariff: int, is_withdrawn: bool, source: str) -> None:
    """Propose that a tariff be public."""
    from comptant.operations.quoting import tariffs

    answer = sh.run(tariffs.set_public_tariff, tariff_id=tariff, is_public=not is_withdrawn,
                    source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(TARIFF, "show", ("Show a tariff (that in force), row by row: for the house alone.",
                       "Montrer un tarif (celui en vigueur), ligne à ligne : pour la maison seule."
                       ),
      "comptant tariff show")  # fmt: skip
@click.argument("tariff", type=ID, metavar="[NUMBER]", required=False)
def show(sh: Shell, tariff: int | None) -> None:
    """Show a tariff."""
    from comptant.doors.tariffs_told import row_told

    with sh.reading() as (see, _, on):
        rows = see("read_tariff_rows", on=on, tariff_id=tariff)
        marked = any(row["is_example"] for row in see("read_tariffs")
                     if rows and row["id"] == rows[0]["tariff_id"])  # fmt: skip
    for row in rows if not sh.is_json else []:
        row |= {"profile": profile(row), "row_name": row_told(row)["row_name"]}
    if marked and not sh.is_json:
        tables.line(say("This is the example: its prices are invented.",
                        "C'est l'exemple : ses prix sont inventés."))  # fmt: skip
    sh.show(rows, "grid", "row_name", "profile", "rate_ppm", "amount_cents", "charge_unit")


def profile(row: dict[str, Any]) -> str:
    """Whom a row of the tariff is for: its thresholds, classes and condition."""
    from comptant.doors.tariffs_told import condition_told

    parts = [
        f"{words.column(name)} {words.value_of(name, row[name])}"
        for name in ("turnover_from_cents", "mean_from_cents", "dilution_from_ppm") if row[name]
    ]  # fmt: skip
    parts += [f"{words.column(name)} {row[name]}" for name in ("client_class", "buyer_class")
              if row[name]]  # fmt: skip
    return ", ".join([*parts, *([condition_told(row["condition"])] if row["condition"] else [])])
