"""A client's plan of treasury: the payments that it plans, and the thirteen weeks to come."""

from pathlib import Path
from typing import Any

import click

from comptant.doors import tables, words
from comptant.doors.cli import files_out
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT
from comptant.doors.words import Both, say

PLAN = Subject("treasury", both=Both("A client's plan of treasury, thirteen weeks of it.",
                                 "Le plan de trésorerie d'un adhérent, sur treize semaines.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PLAN)


@verb(
    PLAN, "load",
    ("Take in the payments that a client plans (CSV or workbook: date, amount below zero where it "
     "pays, label). The list replaces the one before.",
     "Prendre les paiements qu'un adhérent prévoit (CSV ou classeur : date, montant négatif quand "
     "il paie, libellé). La liste remplace la précédente."),
    "comptant treasury load C-1 planned.xlsx",
)  # fmt: skip
@click.argument("contract")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def load(ctx: click.Context, sh: Shell, contract: str, file: Path) -> None:
    """Take a list in."""
    from comptant.doors import lookup
    from comptant.doors.bounds import framed
    from comptant.doors.minor_units import listed
    from comptant.formats.planned_lists import read_planned
    from comptant.operations.drawing.plans import PLANNED, plan_payments

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    with opened(file) as stream:
        read = read_planned(file.name, stream.read())
    if read.faults:
        told = [fault_row(fault) for fault in read.faults]
        if sh.is_json:
            sh.say({"faults": told})
        else:
            tell_faults(told)
        ctx.exit(FILE)
    currency = found["currency"]
    rows = [{**row, "amount_cents": listed(row["amount_cents"], currency)} for row in read.rows]
    answer = sh.run(plan_payments, contract_id=found["id"], payments=framed(PLANNED, rows))
    pays, gets = (words.money(answer[name], currency)
                  for name in ("to_pay_cents", "to_receive_cents"))  # fmt: skip
    first, last = words.day(answer["first_on"]), words.day(answer["last_on"])
    sh.say(answer, say(
        f"{answer['count']} payments planned from {first} to {last}: to pay {pays}, to receive "
        f"{gets}.",
        f"{answer['count']} paiements prévus du {first} au {last} : à payer {pays}, à recevoir "
        f"{gets}."))  # fmt: skip


@verb(
    PLAN, "show",
    ("What may be drawn week by week (--by-day: day by day), with what buyers are expected to pay, "
     "fees, charges, invoices de-funded, and draws for what is planned; the lowest point and what "
     "would lift it.\n\nThe days to come are lived by the rules of today's availability; nothing "
     "is written. --out writes it as a workbook, or draws it (.svg, .png, .pdf).",
     "Ce qui pourra être tiré semaine par semaine (--by-day : jour par jour), avec les "
     "encaissements attendus, commissions, définancements, et les tirages pour ce qui est prévu ; "
     "le point bas et ce qui le relèverait.\n\nLes jours à venir suivent les règles du disponible "
     "; rien n'est écrit. --out l'écrit en classeur, ou le dessine (.svg, .png, .pdf)."),
    "comptant treasury show C-1 --cash 25000.00",
    "comptant treasury show C-1 --cautious --out plan.xlsx",
)  # fmt: skip
@click.argument("contract")
@option("--cash", "cash_cents", type=AMOUNT, default="0",
        help=("The client's cash today.", "La trésorerie de l'adhérent ce jour."))  # fmt: skip
@option(
    "--cautious",
    "is_cautious",
    is_flag=True,
    help=(
        "Buyers pay as late as four of five of their payments came.",
        "Les acheteurs paient aussi tard que quatre de leurs règlements sur cinq.",
    ),
)
@option("--by-day", "is_by_day", is_flag=True, help=("Day by day.", "Jour par jour."))
@option("--out", type=Path, help=("File to write: .xlsx, .svg, .png or .pdf.",
                                        "Fichier à écrire : .xlsx, .svg, .png ou .pdf.")
)  # fmt: skip
@files_out.FORCE
def show(
    sh: Shell, contract: str, cash_cents: int, is_cautious: bool, is_by_day: bool,
    out: Path | None, is_forced: bool,
) -> None:  # fmt: skip
    """Show the plan."""
    from comptant.doors import lookup, minor_units, treasury_told

    case = "cautious" if is_cautious else "middle"
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        cash_cents = minor_units.of(cash_cents, found["currency"])
        plan = treasury_told.told(see, lambda: sh.writing(is_look=True), found, on,
                                  cash_cents=cash_cents, case=case)  # fmt: skip
    if out is not None:
        _write(out, plan, is_forced)
    if sh.is_json:
        sh.say(plan)
        return
    rows, columns = plan["weeks"], treasury_told.OF_WEEK
    if is_by_day:
        rows, columns = plan["days"], treasury_told.OF_DAY
    sh.show(rows, *columns)
    tables.line(treasury_told.sentence(plan))
    lifts = plan["lifts"]
    if lifts:
        tables.show(lifts, treasury_told.LIFTS,
                    say("What keeps back on that day", "Ce qui retient ce jour-là"))  # fmt: skip
    if out is not None:
        tables.line(say(f"{out}: written.", f"{out} : écrit."))


def _write(out: Path, plan: dict[str, Any], is_forced: bool) -> None:
    from comptant.doors import treasury_told
    from comptant.doors.charts.treasury import treasury as chart

    if files_out.is_drawing(out):
        svg = chart(plan["days"], plan["currency"]).svg()
        files_out.draw(out, svg, is_forced=is_forced)
        return
    files_out.write(out, treasury_told.workbook(plan), files_out.another(), is_forced=is_forced)
