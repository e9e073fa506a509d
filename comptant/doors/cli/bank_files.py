"""What a bank sends: statements, notices, answers to our payment files, told by their content."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import tables, words
from comptant.doors.cli import consequences
from comptant.doors.cli.failures import FILE, REFUSED
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.formats.pain002 import StatusRead
    from comptant.formats.reading import BankRead

TOP = Subject("bank_files", both=Both("", ""))
STATUS = "pain.002"
NOTICES = ("camt.052", "camt.054")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "bank",
    ("Take in what a bank sends, told by its content: statements, notices, answers.\n\n"
     "Statements (camt.053, CFONB 120, MT940) are booked: money received is allocated where it "
     "says enough; the rest waits: comptant cash list. A camt.052 is only expected: comptant cash "
     "expected. A camt.054 tells the payments of a line. A pain.002 answers a payment file: what "
     "it rejects is credited back. Each file is taken whole or not at all, once, and has its own "
     "answer. Exit code 1 when one was refused, 3 when one had faults.",
     "Prendre ce que la banque envoie, reconnu à son contenu : relevés, avis, réponses.\n\n"
     "Les relevés (camt.053, CFONB 120, MT940) sont comptabilisés : l'argent reçu est imputé quand "
     "il en dit assez ; le reste attend : comptant cash list. Un camt.052 n'est qu'attendu : "
     "comptant cash expected. Un camt.054 détaille une ligne. Un pain.002 répond à un fichier de "
     "virements : le rejeté est recrédité. Chaque fichier est pris en entier ou pas du tout, une "
     "seule fois, et a sa réponse. Code 1 si l'un est refusé, 3 s'il a des anomalies."),
    "comptant bank 2026-01-16.xml",
)  # fmt: skip
@click.argument("files", nargs=-1, required=True, type=Path, metavar="FILE...")
@option("--again", is_flag=True,
        help=("Also a statement that was withdrawn, as it was.",
              "Aussi un relevé qui a été retiré, tel quel."))  # fmt: skip
@click.pass_context
def bank(ctx: click.Context, sh: Shell, files: tuple[Path, ...], again: bool) -> None:
    """Take in bank files: each for itself, so that one refused stops no other."""
    from comptant.operations.acts.act import Refused

    for path in files:
        opened(path).close()  # a name typed wrong is told before anything is taken in
    done, faults, refused = [], [], []
    with tables.progress(say("Statements", "Relevés")) as bar:
        task = bar.add_task("", total=len(files))
        for part, path in enumerate(files, 1):
            with opened(path) as stream:
                content = stream.read()
            read = _read(path.name, content)
            faults += [fault_row(fault) for fault in read.faults if not _is_plain(read, fault)]
            if not any(fault.refuses_file for fault in read.faults):
                one = numbered(sh, part)
                try:
                    done.append({"key": one.key, **_take_in(one, read, path.name, content, again)})
                except Refused as refusal:
                    if len(files) == 1:
                        raise
                    refused.append(_refused(path.name, one.key, refusal))
            bar.advance(task)
    if not sh.is_json:
        for each in done:
            _TELL[each["source"]](each)
        tell_faults(faults)
        for one in refused:
            tables.complain(say(f"{one['file']} was not taken in: {one['message']}",
                                f"{one['file']} n'a pas été pris : {one['message']}"))  # fmt: skip
    sh.say({"key": sh.key, "files": done, "faults": faults, "refused": refused})
    if refused:
        ctx.exit(REFUSED)
    if any(not fault["warns"] for fault in faults):
        ctx.exit(FILE)


def _refused(name: str, key: str, refusal: Any) -> dict[str, Any]:
    """The answer for a file that was refused, the others of the command being taken in."""
    return {"file": name, "key": key, "error": refusal.code, "facts": refusal.facts,
            "message": words.refusal(refusal.code, refusal.facts)}  # fmt: skip


def _read(name: str, content: bytes) -> "BankRead | StatusRead":
    from comptant.formats import bankfile, pain002

    reader = pain002 if pain002.is_pain002(content[: bankfile.HEAD_BYTES]) else bankfile
    return reader.read(name, content)


def _is_plain(read: Any, fault: Any) -> bool:
    """What is pending is what one sends a camt.052 for: no warning."""
    return fault.code == "entry_not_booked" and getattr(read, "source", "") in NOTICES


def _take_in(
    sh: Shell, read: Any, name: str, content: bytes, is_again: bool
) -> dict[str, Any]:  # fmt: skip
    from comptant.operations.banking.announcements import announce
    from comptant.operations.banking.bank import take_in
    from comptant.operations.paying.payment_status import hear_payment_status

    source = getattr(read, "source", STATUS)
    given: dict[str, Any] = {"file_name": name, "content": content}
    with sh.writing() as (conn, asked):
        if source == STATUS:
            answer = hear_payment_status(conn, asked, statuses=read.rows, **given)
        elif source in NOTICES:
            answer = announce(
                conn, asked, statements=read.statements, announced=read.announced, source=source,
                **given,
            )  # fmt: skip
        else:
            answer = take_in(
                conn, asked, statements=read.statements, movements=read.movements, source=source,
                is_again=is_again, **given,
            )  # fmt: skip
    return {"source": source, **answer}


def _tell_statement(each: dict[str, Any]) -> None:
    received, allocated = (words.sums(each[name]) for name in ("received_in", "allocated_in"))
    tables.line(
        say(
            f"{each['file']}: movements {each['movements']}, new {each['new']}; received "
            f"{each['received']} ({received}), allocated {allocated}",
            f"{each['file']} : mouvements {each['movements']}, nouveaux {each['new']} ; reçus "
            f"{each['received']} ({received}), imputé {allocated}",
        )
    )
    if each.get("debited_again"):
        tables.line(say(f"  said to have failed, executed after all: {each['debited_again']}; the "
                        "client is debited again: comptant control",
                        f"  dits rejetés, exécutés malgré tout : {each['debited_again']} ; "
                        "l'adhérent est débité à nouveau : comptant control"))  # fmt: skip
    for text in consequences.told(each):
        tables.line(f"  {text}")
    if each["collected"] or each["unpaid"]:
        tables.line(say(
            f"  cheques, bills and debits: credited {each['collected']}, come back unpaid "
            f"{each['unpaid']} (their invoices are owed again): comptant collect list",
            f"  chèques, effets et prélèvements : crédités {each['collected']}, revenus impayés "
            f"{each['unpaid']} (leurs factures sont de nouveau dues) : comptant collect list",
        ) if each["unpaid"] else say(
            f"  cheques, bills and debits credited: {each['collected']}",
            f"  chèques, effets et prélèvements crédités : {each['collected']}"))  # fmt: skip
    if each["advised"]:
        tables.line(say(f"  allocated as a remittance advice said: {each['advised']}",
                        f"  imputés selon un avis de paiement : {each['advised']}"))  # fmt: skip
    tables.line(
        say(
            f"  our payments: executed {each['executed']}, come back {each['came_back']}; bank "
            f"charges {each['bank_charges']}, taken back {each['reversed']}, debits to explain "
            f"{each['debits_to_explain']}",
            f"  nos virements : exécutés {each['executed']}, revenus {each['came_back']} ; frais "
            f"bancaires {each['bank_charges']}, repris {each['reversed']}, débits à justifier "
            f"{each['debits_to_explain']}",
        )
    )


def _tell_notice(each: dict[str, Any]) -> None:
    tables.line(
        say(
            f"{each['file']} ({each['source']}): announced {each['announced']}, new {each['new']}; "
            "nothing of it is booked by itself: comptant cash expected",
            f"{each['file']} ({each['source']}) : annoncés {each['announced']}, nouveaux "
            f"{each['new']} ; rien n'en est comptabilisé tel quel : comptant cash expected",
        )
    )
    if each.get("detailed"):
        allocated = words.sums(each.get("allocated_in", {}))
        tables.line(
            say(
                f"  lines detailed {each['detailed']}: payments {each['received']}, allocated "
                f"{allocated}",
                f"  lignes détaillées {each['detailed']} : règlements {each['received']}, imputé "
                f"{allocated}",
            )
        )
    if each.get("touched"):
        ids = ", ".join(map(str, each["touched"]))
        tables.line(
            say(
                f"  not detailed: payments {ids} have been used or identified since. Undo that "
                "(comptant unallocate), then take this file in again.",
                f"  non détaillés : les règlements {ids} ont été utilisés ou identifiés depuis. "
                "Défaites cela (comptant unallocate), puis reprenez ce fichier.",
            )
        )
    if each.get("used_before"):
        ids = ", ".join(map(str, each["used_before"]))
        tables.line(say(f"  left as it was: an earlier notice of the same line has made payments "
                        f"{ids}. Compare both, and put them right: comptant cash list.",
                        f"  laissé tel quel : un avis antérieur de la même ligne a donné les "
                        f"règlements {ids}. Comparez-les et rectifiez : comptant cash list.")
                    )  # fmt: skip


def _tell_status(each: dict[str, Any]) -> None:
    counts = {name: len(each[name]) for name in ("accepted", "rejected", "known")}
    tables.line(
        say(
            f"{each['file']} (pain.002): orders accepted {counts['accepted']}, rejected and "
            f"credited back {counts['rejected']}, known already {counts['known']}",
            f"{each['file']} (pain.002) : ordres acceptés {counts['accepted']}, rejetés et "
            f"recrédités {counts['rejected']}, déjà connus {counts['known']}",
        )
    )
    if each.get("contradicted"):
        ids = ", ".join(map(str, each["contradicted"]))
        tables.line(say(f"  rejected here, executed by a statement: orders {ids}. Nothing was done "
                        "of them: ask the bank which is true (comptant control).",
                        f"  rejetés ici, exécutés selon un relevé : ordres {ids}. Rien n'en a été "
                        "fait : demandez à la banque (comptant control)."))  # fmt: skip
    if each.get("not_ours"):
        names = ", ".join(each["not_ours"])
        tables.line(say(f"  not of the file that we sent: {names}. Left out: ask the bank whom "
                        "they are for.",
                        f"  absents du fichier envoyé : {names}. Laissés de côté : demandez à la "
                        "banque à qui ils s'adressent."))  # fmt: skip


_TELL: dict[str, Callable[[dict[str, Any]], None]] = {
    **dict.fromkeys(("camt.053", "cfonb120", "mt940"), _tell_statement),
    **dict.fromkeys(NOTICES, _tell_notice), STATUS: _tell_status,
}  # fmt: skip
