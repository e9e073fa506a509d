"""Contracts that feed themselves, what came, and what a ledger says that was not ceded."""

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.formats.reading import InvoicesRead

FEED = Subject("feed", both=Both(
    "Contracts fed by a watched folder or by mail, without a click.",
    "Les contrats alimentés par un dossier surveillé ou par courriel, sans un clic."))  # fmt: skip
LEDGER = Subject("ledger", both=Both(
    "A client's ledger against what it has ceded.",
    "Le poste clients d'un adhérent face à ce qu'il a cédé."))  # fmt: skip
COLUMNS = ("contract_number", "way", "sender", "login", "recorded_at")
ARRIVALS = ("arrived_at", "contract_number", "way", "sender", "arrival_subject",
            "arrival_state", "accepted", "refused", "fault_count", "answer_state")  # fmt: skip
COMPARED = ("id", "ledger_on", "file_name", "line_count", "ledger_open_cents", "our_open_cents",
            "difference_count")  # fmt: skip
DIFFERENCES = ("ledger_difference", "invoice_number", "buyer_name", "ledger_open_cents",
               "our_open_cents")  # fmt: skip
GAPS = ("row_number", "invoice_number", "type_code", "buyer_name", "issued_on", "due_on",
        "payable_cents")  # fmt: skip
WAYS = click.Choice(["folder", "mail"])


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(FEED)
    root.add_command(LEDGER)


@verb(
    FEED, "open",
    ("Assign what comes by a folder, or by mail from an address, in the name of a person of the "
     "client's.\n\nThe worker does it (comptant worker), the same day: see COMPTANT_FEEDS_FOLDER "
     "and COMPTANT_INBOX_URL in docs/operations.md.",
     "Céder ce qui arrive par un dossier, ou par courriel d'une adresse, au nom d'une personne de "
     "l'adhérent.\n\nLe worker s'en charge (comptant worker), le jour même : voir "
     "COMPTANT_FEEDS_FOLDER et COMPTANT_INBOX_URL dans docs/operations.md."),
    "comptant feed open C-1 folder --as alice",
    "comptant feed open C-1 mail --from billing@alpha.example --as alice",
)  # fmt: skip
@click.argument("contract")
@click.argument("way", type=WAYS)
@option("--from", "sender", help=("Address that sends the mails.", "Adresse d'envoi."))
@option("--as", "login", required=True, help=("In whose name.", "Au nom de qui."))
def open_(sh: Shell, contract: str, way: str, sender: str | None, login: str) -> None:
    """Open a feed."""
    from comptant.operations.assigning import feeds

    answer = sh.run(feeds.open_feed, contract_id=sh.contract(contract)[0], way=way.upper(),
                    sender=sender, login=login)  # fmt: skip
    place = answer["folder"] or answer["sender"]
    sh.say(answer, say(f"What comes by {place} is assigned in the name of {login}.",
                       f"Ce qui arrive par {place} est cédé au nom de {login}."))  # fmt: skip


@verb(
    FEED, "end",
    ("Stop assigning what comes by a way.", "Ne plus céder ce qui arrive par une voie."),
    "comptant feed end C-1 mail --from billing@alpha.example",
)  # fmt: skip
@click.argument("contract")
@click.argument("way", type=WAYS)
@option("--from", "sender", help=("Address that sends the mails.", "Adresse d'envoi."))
def end(sh: Shell, contract: str, way: str, sender: str | None) -> None:
    """End a feed."""
    from comptant.operations.assigning import feeds

    answer = sh.run(feeds.end_feed, contract_id=sh.contract(contract)[0], way=way.upper(),
                    sender=sender)  # fmt: skip
    sh.say(answer, say("Nothing more is assigned that comes that way.",
                       "Ce qui arrive par là n'est plus cédé."))  # fmt: skip


@verb(
    FEED, "list",
    ("List the ways by which a contract is fed, or with --arrivals what came.",
     "Lister les voies qui alimentent un contrat, ou par --arrivals ce qui est arrivé."),
    "comptant feed list C-1", "comptant feed list --arrivals",
)  # fmt: skip
@click.argument("contract", required=False)
@option("--arrivals", is_flag=True, help=("What came.", "Ce qui est arrivé."))
def list_(sh: Shell, contract: str | None, arrivals: bool) -> None:
    """List feeds."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_arrivals" if arrivals else "read_feeds", contract_id=found)
    sh.show(rows, *(ARRIVALS if arrivals else COLUMNS))


@verb(
    LEDGER, "gaps",
    ("Show what a ledger (CSV, XLSX) or a FEC says is invoiced and not ceded; --cede cedes it in "
     "one act.\n\nA FEC tells no due date: give the agreed term with --term.",
     "Montrer ce qu'un poste clients (CSV, XLSX) ou un FEC dit facturé et non cédé ; --cede le "
     "cède en un acte.\n\nUn FEC ne dit pas l'échéance : donnez le délai convenu par --term."),
    "comptant ledger gaps C-1 sales.csv", "comptant ledger gaps C-1 fec.txt --term 45 --cede",
    "comptant ledger gaps C-1 sales.csv --only FA-12 --buyer 'BETA SA' --cede",
)  # fmt: skip
@click.argument("contract")
@click.argument("file", type=Path)
@option("--term", "term_days", type=click.IntRange(0, 366),
        help=("Agreed term in days, of a FEC.", "Délai convenu en jours, d'un FEC."))  # fmt: skip
@option("--only", "numbers", multiple=True, metavar="NUMBER",
        help=("Only this invoice; may be repeated.", "Seulement cette facture ; peut être répété.")
)  # fmt: skip
@option("--buyer", "buyers", multiple=True, metavar="NAME",
        help=("Only this buyer, by its name or SIREN in the file; may be repeated.",
              "Seulement cet acheteur, par son nom ou SIREN du fichier ; peut être répété.")
)  # fmt: skip
@option("--cede", is_flag=True, help=("Cede all of it.", "Tout céder."))
@click.pass_context
def gaps(
    ctx: click.Context, sh: Shell, contract: str, file: Path, term_days: int | None,
    numbers: tuple[str, ...], buyers: tuple[str, ...], cede: bool,
) -> None:  # fmt: skip
    """Invoiced, not ceded."""
    from comptant.formats.ledgers.sales import read_sales
    from comptant.operations.assigning import ledger_gaps

    with opened(file) as stream:
        data = stream.read()
    read = _picked(read_sales(file.name, data, term_days), numbers, buyers)
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    faults = [fault_row(fault) for fault in read.faults]
    if cede and not read.rows.is_empty():
        _cede(sh, found["id"], file.name, data, read)
    else:
        with sh.writing(is_look=True) as (conn, asked):
            missing = ledger_gaps.look(conn, asked.by, found["id"], asked.on, read.rows)
        rows = [{**row, "currency": found["currency"]} for row in missing.to_dicts()]
        if sh.is_json:
            sh.say({"lines": read.rows.height, "not_ceded": rows, "faults": faults})
        else:
            tables.show(rows, GAPS, say("Invoiced, not ceded", "Facturé, non cédé"))
            tables.line(say(f"{len(rows)} of {read.rows.height} documents of the ledger.",
                            f"{len(rows)} des {read.rows.height} pièces du poste clients.")
            )  # fmt: skip
    if faults and not sh.is_json:
        tell_faults(faults)
    if any(not fault["warns"] for fault in faults):
        ctx.exit(FILE)


def _picked(
    read: "InvoicesRead", numbers: tuple[str, ...], buyers: tuple[str, ...]
) -> "InvoicesRead":
    """The lines of the invoices and of the buyers that are named; all where none is."""
    from comptant.formats.reading import InvoicesRead

    if not numbers and not buyers:
        return read
    rows, names = read.rows, [name.casefold() for name in buyers]
    chosen = rows["invoice_number"].is_in(numbers)
    for column in ("buyer_name", "buyer_siren"):
        chosen = chosen | rows[column].str.to_lowercase().is_in(names).fill_null(value=False)
    return InvoicesRead(rows.filter(chosen), read.faults)


def _cede(sh: Shell, contract_id: int, name: str, data: bytes, read: "InvoicesRead") -> None:
    from comptant.operations.assigning import ledger_gaps
    from comptant.operations.assigning.sent_files import SentFile

    with sh.writing() as (conn, asked):
        answer: dict[str, Any] = ledger_gaps.cede_ledger(
            conn, asked, contract_id=contract_id, sent=read.rows, file_name=name,
            received_at=asked.at, files=(SentFile(name, hashlib.sha256(data).digest(), data),),
        )  # fmt: skip
    if answer["remittance_id"] is None:
        text = say("All of it was ceded before.", "Tout était déjà cédé.")
        if answer["out_of_scope"]:
            text = say("Nothing of it is to be ceded.", "Rien n'en est à céder.")
    else:
        total = words.money(answer["accepted_cents"], answer["currency"])
        text = say(f"Remittance {answer['remittance_id']}: {answer['accepted']} accepted ({total}),"
                   f" {answer['refused']} refused; {answer['known']} ceded before.",
                   f"Remise {answer['remittance_id']} : {answer['accepted']} acceptées ({total}), "
                   f"{answer['refused']} refusées ; {answer['known']} déjà cédées.")  # fmt: skip
    if left := answer["out_of_scope"]:
        text += say(f" {left} on buyers that the contract leaves out.",
                    f" {left} sur des acheteurs que le contrat laisse de côté.")  # fmt: skip
    sh.say(answer, text)


@verb(
    LEDGER, "compare",
    ("Compare a client's whole sales ledger (CSV, XLSX, FEC) with what we have open, and keep what "
     "differs: due every week under a confidential contract.",
     "Comparer tout le poste clients d'un adhérent (CSV, XLSX, FEC) avec nos encours, et garder "
     "les écarts : dû chaque semaine sous un contrat confidentiel."),
    "comptant ledger compare C-1 sales.csv --at 2026-01-30",
)  # fmt: skip
@click.argument("contract")
@click.argument("file", type=Path)
@option("--at", "ledger_on", type=DAY, help=("At the end of this day (default: today).",
                                             "À la fin de ce jour (sinon aujourd'hui).")
)  # fmt: skip
@click.pass_context
def compare(
    ctx: click.Context, sh: Shell, contract: str, file: Path, ledger_on: date | None
) -> None:  # fmt: skip
    """Compare a ledger."""
    from comptant.doors import ledgers_told
    from comptant.operations.assigning import sales_ledgers

    with opened(file) as stream:
        data = stream.read()
    read, faults = ledgers_told.taken(file.name, data)
    if faults:
        told = [fault_row(fault) for fault in faults]
        if sh.is_json:
            sh.say({"faults": told})
        else:
            tell_faults(told)
        ctx.exit(FILE)
    contract_id, on = sh.contract(contract)
    answer = sh.run(sales_ledgers.compare_ledger, contract_id=contract_id, **read,
                    ledger_on=ledger_on or on, file_name=file.name, content=data)  # fmt: skip
    lines = [say(f"{words.word('ledger_difference', code)}: {count}",
                 f"{words.word('ledger_difference', code)} : {count}")
             for code, count in answer["differences"].items()]  # fmt: skip
    sh.say(
        answer,
        say(
            f"{answer['lines']} documents, {answer['difference_count']} differences.",
            f"{answer['lines']} pièces, {answer['difference_count']} écarts.",
        ),
        *lines,
    )


@verb(
    LEDGER, "differences",
    ("List what differs with a client's last sales ledger, or with --all the ledgers compared.",
     "Lister les écarts avec le dernier poste clients d'un adhérent, ou par --all les postes "
     "comparés."),
    "comptant ledger differences C-1",
)  # fmt: skip
@click.argument("contract")
@option("--all", "is_all", is_flag=True, help=("The ledgers.", "Les postes clients."))
def differences(sh: Shell, contract: str, is_all: bool) -> None:
    """List differences."""
    with sh.reading() as (see, _, on):
        of = lookup.contract(see, contract, on)["id"]
        if is_all:
            rows = see("read_sales_ledgers", contract_id=of)
        else:
            rows = see("read_ledger_differences", contract_id=of)
    sh.show(rows, *(COMPARED if is_all else DIFFERENCES))
