"""What clients send: invoices and credit notes in, and what becomes of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, reasons_told, tables, words
from comptant.doors.cli import remitting_many
from comptant.doors.cli.failures import FILE, REFUSED
from comptant.doors.cli.files_in import fault_row, readable, slices, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from rich.progress import Progress

    from comptant.formats.reading import Fault

TOP = Subject("remit", both=Both("", ""))
REMITTANCE = Subject("remittance", both=Both("Remittances taken in.", "Les remises prises."))
LINES_SHOWN = 40
LINE_COLUMNS = ("state", "row_number", "invoice_number", "buyer_name", "amount_cents", "reason",
                "sentence")  # fmt: skip
WORST_FIRST = ("REFUSED", "NOT_FUNDABLE", "CREDIT_NOTE", "ACCEPTED")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), REMITTANCE):
        root.add_command(command)


@verb(
    TOP, "remit",
    ("Remit invoices and credit notes: CSV, XLSX, XLS, ODS, Factur-X, UBL or CII, at will.\n\n"
     "Each line is accepted, accepted and not fundable, or refused, with its reason. Files are "
     "told by their content; a CSV of more than 100 000 lines is cut into numbered remittances. "
     "--many takes a list (CSV, XLSX, XLS, ODS) whose lines name their contracts, in a column "
     "`contract`. Exit code 3 when a file had faults, 1 when no line at all was taken.",
     "Remettre factures et avoirs : CSV, XLSX, XLS, ODS, Factur-X, UBL ou CII, mêlés à volonté.\n\n"
     "Chaque ligne est acceptée, acceptée et non finançable, ou refusée, avec son motif. Les "
     "fichiers se reconnaissent à leur contenu ; un CSV de plus de 100 000 lignes est découpé en "
     "remises numérotées. --many prend une liste (CSV, XLSX, XLS, ODS) dont chaque ligne nomme son "
     "contrat, dans une colonne `contrat`. Code 3 si un fichier a des anomalies, 1 si aucune "
     "ligne n'est prise."),
    "comptant remit C-1 january.csv facture.pdf", "comptant remit --many day.csv",
)  # fmt: skip
@click.argument("contract", required=False)
@click.argument("files", nargs=-1, type=Path, metavar="[FILE]...")
@option("--many", "lists", type=Path, multiple=True, metavar="LIST",
        help=("A list of several contracts; may be repeated.",
              "Une liste de plusieurs contrats ; peut se répéter."))  # fmt: skip
@option("--all-lines", is_flag=True, help=("Show every line.", "Montrer chaque ligne."))
@click.pass_context
def remit(
    ctx: click.Context, sh: Shell, contract: str | None, files: tuple[Path, ...],
    lists: tuple[Path, ...], all_lines: bool,
) -> None:  # fmt: skip
    """Remit files."""
    if bool(lists) == bool(contract) or bool(files) != bool(contract):
        raise click.UsageError(say("Say a contract and its files, or --many LIST.",
                                   "Donnez un contrat et ses fichiers, ou --many LISTE.")
        )  # fmt: skip
    if contract is None:
        remitting_many.remit_many(sh, ctx, lists, all_lines)
        return
    files, missing = readable(files)  # a name typed wrong is told, and the rest goes on
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    with tables.progress(say("Remitting", "Remise")) as bar:
        done, faults = _send(sh, found["id"], files, bar)
    for each in done:
        each["line_results"] = _lines(sh, found, each["remittance_id"])
    faults = [*missing, *faults]
    data = {"key": sh.key, "contract": found["number"], "currency": found["currency"],
            "remittances": done, "faults": faults}  # fmt: skip
    if not sh.is_json:
        for each in done:
            _tell(each, found["currency"], all_lines)
        tell_faults(faults)
    sh.say(data)
    taken = sum(each["accepted"] + each["credit_notes"] for each in done)
    if any(not fault["warns"] for fault in faults):
        ctx.exit(FILE)
    if not taken:
        ctx.exit(REFUSED)


def _send(
    sh: Shell, contract_id: int, files: tuple[Path, ...], bar: "Progress"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every file through the operation: small ones in one remittance, large ones in several,
    under key/1, key/2...; the answers, the faults."""
    from comptant.operations.assigning.remit import LINES_MAX
    from comptant.operations.assigning.remit import remit as take_in
    from comptant.operations.assigning.sent_files import bundles

    done: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for part, bundle in enumerate(bundles(slices(files, bar), LINES_MAX, faults), 1):
        one = numbered(sh, part)
        names = ", ".join(file.name for file in bundle.files[:3])
        if len(bundle.files) > 3:
            names += f" (+{len(bundle.files) - 3})"
        with one.writing() as (conn, asked):
            answer = take_in(
                conn, asked, contract_id=contract_id, sent=bundle.rows, file_name=names,
                digest=bundle.digest, received_at=asked.at, files=bundle.files,
            )  # fmt: skip
        done.append({"key": one.key, **answer})
    return done, [fault_row(fault) for fault in faults]


def _lines(sh: Shell, contract_row: dict[str, Any], remittance_id: int) -> list[dict[str, Any]]:
    with sh.reading() as (see, _, _on):
        shared, buyers = reasons_told.reason_facts(see, contract_row)
        rows = see("read_remittance_lines", contract_id=contract_row["id"], id=remittance_id,
                   state=None)  # fmt: skip
    rows.sort(key=lambda row: (row["file"], row["row_number"], row["line_id"]))
    return reasons_told.told(rows, shared, buyers)


def _sent_before(answer: dict[str, Any], repeated: str, again: str) -> str:
    if answer.get("again"):
        return again
    return repeated if answer["repeated"] else ""


def _tell(each: dict[str, Any], currency: str, all_lines: bool) -> None:
    """One remittance for people: its counts, then its lines, the worst first."""
    title = each["title_number"]
    tables.line(say(
        f"{each['file']}: remittance {each['remittance_id']}"
        + (f", title {title}" if title else "") + _sent_before(
            each, " (sent before)", " (sent before: what is new of it)"),
        f"{each['file']} : remise {each['remittance_id']}"
        + (f", quittance {title}" if title else "") + _sent_before(
            each, " (déjà reçue)", " (déjà reçue : le nouveau seul)"),
    ))  # fmt: skip
    total, approved = (
        words.money(each[name], currency) for name in ("accepted_cents", "approved_cents")
    )
    tables.line(
        say(
            f"  accepted: {each['accepted']} ({total}, approved {approved}); not fundable: "
            f"{each['not_fundable']}; credit notes: {each['credit_notes']}; refused: "
            f"{each['refused']}; limits asked for: {each['limit_requests']}",
            f"  acceptées : {each['accepted']} ({total}, approuvé {approved}) ; non finançables : "
            f"{each['not_fundable']} ; avoirs : {each['credit_notes']} ; refusées : "
            f"{each['refused']} ; limites demandées : {each['limit_requests']}",
        )
    )
    if each["order_repaid_cents"]:
        repaid = words.money(each["order_repaid_cents"], currency)
        tables.line(say(f"  advances on orders repaid first: {repaid}",
                        f"  avances sur commandes remboursées d'abord : {repaid}"))  # fmt: skip
    remitting_many.tell_wait(each)
    rows = sorted(each["line_results"], key=lambda row: (
        WORST_FIRST.index(row["state"]), row["reason"] is None))  # fmt: skip
    show_lines(rows if all_lines else rows[:LINES_SHOWN])
    if len(rows) > LINES_SHOWN and not all_lines:
        tables.dim(say(f"... {len(rows) - LINES_SHOWN} more lines: --all-lines",
                       f"... {len(rows) - LINES_SHOWN} autres lignes : --all-lines"))  # fmt: skip


def show_lines(rows: list[dict[str, Any]]) -> None:
    """Lines of a remittance as a table; of which file, when there are several."""
    several = len({row["file"] for row in rows}) > 1
    tables.show(rows, ("file", *LINE_COLUMNS) if several else LINE_COLUMNS)


@verb(REMITTANCE, "list", ("List the remittances of a contract.", "Lister les remises."),
      "comptant remittance list C-1")  # fmt: skip
@click.argument("contract")
def remittance_list(sh: Shell, contract: str) -> None:
    """List remittances."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        rows = see("read_remittances", contract_id=found["id"], id=None)
    sh.show(rows, "id", "title_number", "posted_on", "received_at", "line_count", "total_cents",
            "refused_count", "promised_at")  # fmt: skip


@verb(REMITTANCE, "show", ("Show a remittance line by line.", "Montrer une remise ligne à ligne."),
      "comptant remittance show 1187")  # fmt: skip
@click.argument("remittance", type=ID)
def remittance_show(sh: Shell, remittance: int) -> None:
    """Show a remittance."""
    with sh.reading() as (see, _, on):
        found = [lookup.remittance(see, remittance)]
        contract_row = lookup.contract(see, found[0]["contract_number"], on)
    rows = _lines(sh, contract_row, remittance)
    if sh.is_json:
        sh.say({**found[0], "lines": rows})
        return
    tables.show(found, ("id", "title_number", "posted_on", "line_count", "total_cents",
                        "refused_count", "promised_at"))  # fmt: skip
    show_lines(rows)
