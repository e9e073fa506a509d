"""Looks that change nothing: how a file reads, what is open on any day, how long funding took."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.books import KNOWN_AT
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.formats.reading import Fault

TOP = Subject("looking", both=Both("", ""))
READ = ("file", "row_number", "invoice_number", "type_code", "issued_on", "due_on",
        "payable_cents", "buyer_name")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "check",
    ("Say how invoice files would be read, without assigning anything.\n\n"
     "--schematron also runs the rules of EN 16931 (with --french those of the reform) on "
     "e-invoices. Exit code 3 when a file has faults or breaks a rule.",
     "Dire comment des fichiers de factures seraient lus, sans rien céder.\n\n"
     "--schematron passe aussi les règles EN 16931 (avec --french celles de la réforme) sur les "
     "factures électroniques. Code 3 si un fichier a des anomalies ou "
     "enfreint une règle."),
    "comptant check facture.pdf --schematron",
)  # fmt: skip
@click.argument("files", nargs=-1, required=True, type=Path, metavar="FILE...")
@option("--schematron", "runs_rules", is_flag=True, help=("Run the official rules.",
                                                          "Passer les règles officielles.")
)  # fmt: skip
@option("--french", "is_french", is_flag=True, help=("And those of the French reform.",
                                                     "Et celles de la réforme.")
)  # fmt: skip
@click.pass_context
def check(
    ctx: click.Context, sh: Shell, files: tuple[Path, ...], runs_rules: bool, is_french: bool
) -> None:
    """Read files and tell."""
    from comptant.formats import intake

    rows, faults = [], []
    for path in files:
        with opened(path) as stream:
            data = stream.read()
        read = intake.read(path.name, data)
        rows += read.rows.to_dicts()
        faults += read.faults
        if runs_rules:
            faults += _broken_rules(path.name, data, is_french)
    told = [fault_row(fault) for fault in faults]
    if sh.is_json:
        sh.say({"rows": rows, "faults": told})
    else:
        sh.show(rows, *READ)
        tell_faults(told)
    if any(not fault.warns or fault.code == "rule_broken" for fault in faults):
        ctx.exit(FILE)


def _broken_rules(name: str, data: bytes, is_french: bool) -> list["Fault"]:
    """The official rules that an e-invoice breaks; a list or a spreadsheet has none."""
    from comptant.formats import facturx, intake, schematron

    kind = intake.kind(data)
    if kind == "pdf":
        found = facturx.extract(name, data)
        return schematron.check(found, name, is_french) if isinstance(found, bytes) else []
    return schematron.check(data, name, is_french) if kind == "xml" else []


@verb(
    TOP, "open-items",
    ("List what is open on a contract at a value date, as known at an instant: invoices, credit "
     "notes, money that waits.",
     "Lister ce qui est ouvert sur un contrat à une date de valeur, tel que connu à un instant : "
     "factures, avoirs, règlements en attente."),
    "comptant open-items C-1 --at 2026-01-31",
)  # fmt: skip
@click.argument("contract")
@option("--at", "at_on", type=DAY, help=("Value date (default: today).",
                                         "Date de valeur (sinon aujourd'hui)."))  # fmt: skip
@KNOWN_AT
def open_items(sh: Shell, contract: str, at_on: date | None, known_at: datetime | None) -> None:
    """Show open items."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        rows = see("read_open_items", contract_id=found["id"], on=at_on or on, known_at=known_at)
    sh.show(rows, "id", "item_name", "buyer_name", "due_on", "open_cents", "approved_cents")
    if not sh.is_json and rows:
        total = sum(row["open_cents"] for row in rows)
        tables.pairs([(say("Total open", "Total ouvert"),
                       words.money(total, found["currency"]))])  # fmt: skip


@verb(
    TOP, "delays",
    ("Say for each invoice how long it took from its arrival to the money, and what was promised.",
     "Dire pour chaque facture le temps entre son arrivée et le virement, et ce qui était promis."),
    "comptant delays C-1",
)  # fmt: skip
@click.argument("contract")
def delays(sh: Shell, contract: str) -> None:
    """Show funding delays."""
    from comptant.rules.delays import Advance, Draw, paid_out_on

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        rows = see("read_delays", contract_id=found["id"])
        draws = see("read_draws", contract_id=found["id"])
    paid = paid_out_on(
        [Advance(row["id"], row["fundable_at_id"], row["closed_at_id"], row["advance_cents"])
         for row in rows if row["advance_cents"]],
        [Draw(row["order_id"], row["amount_cents"], row["executed_on"], row["is_all"])
         for row in draws],
    )  # fmt: skip
    for row in rows:
        row["executed_on"] = paid_on = paid.get(row["id"])
        row["paid_after_days"] = (paid_on - row["received_on"]).days if paid_on else None
        # What nobody has asked for is not late.
        row["is_late"] = row["id"] in paid and (paid_on or on) > row["promised_on"]
    sh.show(rows, "invoice_number", "amount_cents", "received_at", "promised_at", "executed_on",
            "paid_after_days", "is_late")  # fmt: skip
