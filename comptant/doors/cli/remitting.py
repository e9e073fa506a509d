"""What clients send: invoices and credit notes in, and what becomes of them."""

import hashlib
from pathlib import Path
from typing import Any

import click

from comptant.doors import tables, words
from comptant.doors.cli import lookup
from comptant.doors.cli.failures import FILE, REFUSED, FileFault
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.cli.values import AMOUNT, ID, word
from comptant.doors.words import Both, say

TOP = Subject("remit", both=Both("", ""))
REMITTANCE = Subject("remittance", both=Both("Remittances taken in.", "Les remises prises."))
CREDIT_NOTE = Subject("credit-note", both=Both("Credit notes.", "Les avoirs."))
LINES_SHOWN = 40
LINE_COLUMNS = ("state", "row_number", "invoice_number", "buyer_name", "amount_cents", "reason",
                "sentence")  # fmt: skip
WORST_FIRST = ("REFUSED", "NOT_FUNDABLE", "CREDIT_NOTE", "ACCEPTED")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), REMITTANCE, CREDIT_NOTE):
        root.add_command(command)


@verb(
    TOP, "remit",
    ("Remit invoices and credit notes: CSV, XLSX, Factur-X, UBL or CII, mixed at will.\n\n"
     "Each line is accepted, accepted and not fundable, or refused, with its reason. Files are "
     "told by their content; a CSV of more than 100 000 lines is cut into numbered remittances. "
     "Exit code 3 when a file had faults, 1 when no line at all was taken.",
     "Remettre factures et avoirs : CSV, XLSX, Factur-X, UBL ou CII, mêlés à volonté.\n\n"
     "Chaque ligne est acceptée, acceptée et non finançable, ou refusée, avec son motif. Les "
     "fichiers se reconnaissent à leur contenu ; un CSV de plus de 100 000 lignes est découpé en "
     "remises numérotées. Code 3 si un fichier a des anomalies, 1 si aucune ligne n'est prise."),
    "comptant remit C-1 january.csv facture.pdf",
)  # fmt: skip
@click.argument("contract")
@click.argument("files", nargs=-1, required=True, type=Path, metavar="FILE...")
@option("--all-lines", is_flag=True, help=("Show every line.", "Montrer chaque ligne."))
@click.pass_context
def remit(
    ctx: click.Context, sh: Shell, contract: str, files: tuple[Path, ...], all_lines: bool
) -> None:
    """Remit files."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    with tables.progress(say("Remitting", "Remise")) as bar:
        done, faults = _send(sh, found["id"], files, bar)
    for each in done:
        each["lines_told"] = _lines(sh, found, each["remittance_id"])
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
    sh: Shell, contract_id: int, files: tuple[Path, ...], bar: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every slice of every file through the operation, under key/1, key/2...; answers, faults."""
    from comptant.formats import intake
    from comptant.operations.remit import remit as take_in
    from comptant.operations.remit import slice_digest

    done, faults, part = [], [], 0
    for path in files:
        with opened(path) as stream:
            size = path.stat().st_size
            task = bar.add_task(path.name, total=max(size, 1))
            digest = hashlib.file_digest(stream, "sha256").digest()
            for number, read in enumerate(intake.slices(path.name, stream)):
                faults += [fault_row(fault) for fault in read.faults]
                bar.update(task, completed=min(stream.tell(), size))
                if read.rows.is_empty():
                    continue
                part += 1
                one = numbered(sh, part)
                with one.writing() as (conn, asked):
                    answer = take_in(
                        conn, asked, contract_id=contract_id, sent=read.rows, file_name=path.name,
                        digest=slice_digest(digest, number), received_at=asked.at,
                    )  # fmt: skip
                done.append({"key": one.key, **answer})
            bar.update(task, completed=max(size, 1))
    return done, faults


def opened(path: Path) -> Any:
    """A file to read, or FileFault saying why not."""
    try:
        return path.open("rb")
    except OSError as error:
        raise FileFault(say(f"{path} cannot be read: {error.strerror}.",
                            f"{path} ne peut être lu : {error.strerror}.")) from None  # fmt: skip


def fault_row(fault: Any) -> dict[str, Any]:
    """A reader's fault as a row, its sentence with it."""
    return {
        "file": fault.file, "place": fault.place, "code": fault.code, "detail": fault.detail,
        "refuses_file": fault.refuses_file, "warns": fault.warns,
        "message": words.fault(fault.code),
    }  # fmt: skip


def tell_faults(faults: list[dict[str, Any]]) -> None:
    """Faults for people, on the error stream: place, what was found, the remedy."""
    for fault in faults[:LINES_SHOWN]:
        found = f" « {fault['detail']} »" if fault["detail"] else ""
        tables.complain(f"{fault['file']}, {fault['place']}{found}: {fault['message']}")
    if len(faults) > LINES_SHOWN:
        more = len(faults) - LINES_SHOWN
        tables.complain(say(f"... and {more} more faults.", f"... et {more} autres anomalies."))


def _lines(sh: Shell, contract_row: dict[str, Any], remittance_id: int) -> list[dict[str, Any]]:
    with sh.reading() as (see, _, _on):
        shared, buyers = lookup.reason_facts(see, contract_row)
        rows = see("read_remittance_lines", contract_id=contract_row["id"], id=remittance_id)
    return lookup.told(rows, shared, buyers)


def _tell(each: dict[str, Any], currency: str, all_lines: bool) -> None:
    """One remittance for people: its counts, then its lines, the worst first."""
    title = each["title_number"]
    tables.line(say(
        f"{each['file']}: remittance {each['remittance_id']}"
        + (f", title {title}" if title else "") + (" (sent before)" if each["repeated"] else ""),
        f"{each['file']} : remise {each['remittance_id']}"
        + (f", quittance {title}" if title else "") + (" (déjà reçue)" if each["repeated"] else ""),
    ))  # fmt: skip
    accepted, total = each["accepted"], words.money(each["accepted_cents"], currency)
    approved = words.money(each["approved_cents"], currency)
    tables.line(say(
        f"  {accepted} accepted ({total}, approved {approved}), of which "
        f"{each['not_fundable']} not fundable; {each['credit_notes']} credit notes; "
        f"{each['refused']} refused; {each['limit_requests']} limits asked for",
        f"  {accepted} acceptées ({total}, approuvé {approved}), dont "
        f"{each['not_fundable']} non finançables ; {each['credit_notes']} avoirs ; "
        f"{each['refused']} refusées ; {each['limit_requests']} limites demandées",
    ))  # fmt: skip
    rows = sorted(each["lines_told"], key=lambda row: WORST_FIRST.index(row["state"]))
    show_lines(rows if all_lines else rows[:LINES_SHOWN])
    if len(rows) > LINES_SHOWN and not all_lines:
        tables.dim(say(f"... {len(rows) - LINES_SHOWN} more lines: --all-lines",
                       f"... {len(rows) - LINES_SHOWN} autres lignes : --all-lines"))  # fmt: skip


def show_lines(rows: list[dict[str, Any]]) -> None:
    """Lines of a remittance as a table."""
    tables.show(rows, LINE_COLUMNS)


@verb(REMITTANCE, "list", ("List the remittances of a contract.", "Lister les remises d'un contrat."),
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
    from comptant.operations.act import Refused

    with sh.reading() as (see, _, on):
        found = see("read_remittances", contract_id=None, id=remittance)
        if not found:
            raise Refused("remittance_unknown")
        contract_row = lookup.contract(see, found[0]["contract_number"], on)
    rows = _lines(sh, contract_row, remittance)
    if sh.is_json:
        sh.say({**found[0], "lines": rows})
        return
    tables.show(found, ("id", "title_number", "posted_on", "line_count", "total_cents",
                        "refused_count", "promised_at"))  # fmt: skip
    show_lines(rows)


@verb(TOP, "invoices", ("List the open invoices of a contract (all of them with --all).",
                        "Lister les factures ouvertes d'un contrat (toutes avec --all)."),
      "comptant invoices C-1")  # fmt: skip
@click.argument("contract")
@option("--all", "everything", is_flag=True, help=("Paid ones too.", "Les réglées aussi."))
def invoices(sh: Shell, contract: str, everything: bool) -> None:
    """List invoices."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        shared, buyers = lookup.reason_facts(see, found)
        rows = see("read_invoices", contract_id=found["id"], numbers=None, everything=everything)
    sh.show(lookup.told(rows, shared, buyers), "id", "invoice_number", "buyer_name", "issued_on",
            "due_on", "amount_cents", "open_cents", "approved_cents", "sentence")  # fmt: skip


@verb(CREDIT_NOTE, "apply", ("Apply a credit note, or part of it, to an open invoice.",
                             "Imputer un avoir, ou une partie, sur une facture ouverte."),
      "comptant credit-note apply C-1 AV-7 FA-1")  # fmt: skip
@click.argument("contract")
@click.argument("note", metavar="CREDIT_NOTE")
@click.argument("invoice")
@click.argument("amount", type=AMOUNT, required=False)
def credit_note_apply(
    sh: Shell, contract: str, note: str, invoice: str, amount: int | None
) -> None:
    """Apply a credit note."""
    from comptant.operations import credits

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        note_id = lookup.invoice(see, found["id"], note, credit=True)["id"]
        invoice_id = lookup.invoice(see, found["id"], invoice)["id"]
    answer = sh.run(credits.apply_credit_note, contract_id=found["id"], credit_note_id=note_id,
                    invoice_id=invoice_id, amount_cents=amount)  # fmt: skip
    applied = words.money(answer["applied_cents"], found["currency"])
    sh.say(answer, say(f"{applied} applied.", f"{applied} imputés."))


REASONS = ("OVERDUE", "DISPUTE", "DILUTION", "UNAPPROVED", "BREACH", "FRAUD", "INSOLVENCY_RECOURSE")


@verb(TOP, "reassign", ("Charge open invoices back to the client, who owns them again.",
                        "Rétrocéder des factures ouvertes au client, débitées de son compte."),
      "comptant reassign C-1 FA-1 FA-2 --reason dispute")  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1, required=True)
@option("--reason", type=word(REASONS), required=True, help=("Why.", "Pourquoi."))
def reassign(sh: Shell, contract: str, invoices: tuple[str, ...], reason: str) -> None:
    """Reassign invoices."""
    from comptant.operations import returns

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.invoice(see, found["id"], text)["id"] for text in invoices]
    answer = sh.run(returns.reassign, contract_id=found["id"], invoice_ids=ids, reason=reason)
    total = words.money(answer["reassigned_cents"], found["currency"])
    sh.say(answer, say(f"{total} reassigned.", f"{total} rétrocédés."))


@verb(TOP, "direct-payment", ("Record that a buyer paid the client, who keeps the money.",
                              "Noter qu'un acheteur a réglé le client, qui garde l'argent."),
      "comptant direct-payment C-1 FA-1 1200.00")  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@click.argument("amount", type=AMOUNT, required=False)
def direct_payment(sh: Shell, contract: str, invoice: str, amount: int | None) -> None:
    """Record a direct payment."""
    from comptant.operations import returns

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        invoice_id = lookup.invoice(see, found["id"], invoice)["id"]
    answer = sh.run(returns.keep_direct_payment, contract_id=found["id"], invoice_id=invoice_id,
                    amount_cents=amount)  # fmt: skip
    kept = words.money(answer["kept_cents"], found["currency"])
    sh.say(answer, say(f"{kept} charged to the client.", f"{kept} débités au client."))
