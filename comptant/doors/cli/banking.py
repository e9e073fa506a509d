"""Money in: bank files, payments that wait, allocation by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import tables, words
from comptant.doors.cli import lookup
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.language import Subject
from comptant.doors.cli.remitting import fault_row, opened, tell_faults
from comptant.doors.cli.shell import Shell, numbered, verb
from comptant.doors.cli.values import AMOUNT, ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.formats.reading import BankRead

TOP = Subject("banking", both=Both("", ""))
CASH = Subject(
    "cash", both=Both("Payments received that wait.", "Les règlements reçus en attente.")
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), CASH):
        root.add_command(command)


@verb(
    TOP, "bank",
    ("Take in bank statements: camt.053 or CFONB 120, told by their content.\n\n"
     "Each file is taken whole or not at all, once. Money received is allocated where it says "
     "enough; the rest waits: comptant cash list. Exit code 3 when a file had faults.",
     "Prendre des relevés de banque : camt.053 ou CFONB 120, reconnus à leur contenu.\n\n"
     "Chaque fichier est pris en entier ou pas du tout, une seule fois. L'argent reçu est imputé "
     "quand il en dit assez ; le reste attend : comptant cash list. Code 3 si un fichier a des "
     "anomalies."),
    "comptant bank 2026-01-16.xml",
)  # fmt: skip
@click.argument("files", nargs=-1, required=True, type=Path, metavar="FILE...")
@click.pass_context
def bank(ctx: click.Context, sh: Shell, files: tuple[Path, ...]) -> None:
    """Take in bank files."""
    from comptant.formats import bankfile

    for path in files:
        opened(path).close()  # a name typed wrong is told before anything is taken in
    done, faults = [], []
    with tables.progress(say("Statements", "Relevés")) as bar:
        task = bar.add_task("", total=len(files))
        for part, path in enumerate(files, 1):
            with opened(path) as stream:
                content = stream.read()
            read = bankfile.read(path.name, content)
            faults += [fault_row(fault) for fault in read.faults]
            if not any(fault.refuses_file for fault in read.faults):
                one = numbered(sh, part)
                done.append({"key": one.key, **_take_in(one, read, path.name, content)})
            bar.advance(task)
    if not sh.is_json:
        for each in done:
            _tell(each)
        tell_faults(faults)
    sh.say({"key": sh.key, "files": done, "faults": faults})
    if any(not fault["warns"] for fault in faults):
        ctx.exit(FILE)


def _take_in(sh: Shell, read: "BankRead", name: str, content: bytes) -> dict[str, Any]:
    from comptant.formats.bankfile import BLANKS_AND_MARKS
    from comptant.operations.bank import take_in

    is_xml = content[:1024].lstrip(BLANKS_AND_MARKS).startswith(b"<")
    with sh.writing() as (conn, asked):
        return take_in(
            conn, asked, statements=read.statements, movements=read.movements, file_name=name,
            source="camt.053" if is_xml else "cfonb120", content=content,
        )  # fmt: skip


def _tell(each: dict[str, Any]) -> None:
    received, allocated = (
        words.money(each[name]) for name in ("received_cents", "allocated_cents")
    )
    tables.line(
        say(
            f"{each['file']}: movements {each['movements']}, new {each['new']}; received "
            f"{each['received']} ({received}), allocated {allocated}",
            f"{each['file']} : mouvements {each['movements']}, nouveaux {each['new']} ; reçus "
            f"{each['received']} ({received}), imputé {allocated}",
        )
    )
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


@verb(CASH, "list", ("List the payments that wait, known to a contract or to nobody.",
                     "Lister les règlements en attente, connus d'un contrat ou de personne."),
      "comptant cash list")  # fmt: skip
@click.argument("contract", required=False)
def cash_list(sh: Shell, contract: str | None) -> None:
    """List waiting payments."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_cash", id=None, contract_id=contract_id)
    sh.show(rows, "id", "contract_number", "buyer_name", "value_on", "amount_cents", "open_cents",
            "payer_name", "remittance_text")  # fmt: skip


@verb(CASH, "return", ("Prepare to send unknown money back; another person releases it.",
                       "Préparer la restitution d'un encaissement inconnu, libérée par autrui."),
      "comptant cash return 1302 FR7610107001011234567890129")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("iban")
def cash_return(sh: Shell, payment: int, iban: str) -> None:
    """Send unknown money back."""
    from comptant.operations import cash

    with sh.reading() as (see, _, _on):
        payee_id = lookup.payee(see, None, iban)["id"]
    answer = sh.run(cash.return_unknown, payment_id=payment, payee_account_id=payee_id)
    sh.say(answer, say(f"Order {answer['order_id']} waits for its release.",
                       f"L'ordre {answer['order_id']} attend sa libération."))  # fmt: skip


@verb(TOP, "allocate", ("Allocate a payment that waits to invoices, by number or id.",
                        "Imputer un règlement en attente sur des factures, par numéro."),
      "comptant allocate 1302 FA-1=1200.00 FA-2=300.00")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("invoices", nargs=-1, required=True, metavar="INVOICE=AMOUNT...")
def allocate(sh: Shell, payment: int, invoices: tuple[str, ...]) -> None:
    """Allocate a payment."""
    from comptant.operations import cash
    from comptant.operations.act import Refused

    wanted: dict[str, int] = {}
    with sh.reading() as (see, _, _on):
        found = lookup.payment(see, payment)
        for text in invoices:
            number, equals, amount = text.rpartition("=")
            if not equals or not number:
                raise Refused("column_of_amounts", text=text)
            id_ = str(lookup.invoice(see, found["contract_id"], number)["id"])
            wanted[id_] = wanted.get(id_, 0) + AMOUNT.convert(amount, None, None)
    answer = sh.run(cash.allocate, contract_id=found["contract_id"], payment_id=payment,
                    invoices=wanted)  # fmt: skip
    done, left = (words.money(answer[name], found["currency"])
                  for name in ("allocated_cents", "open_cents"))  # fmt: skip
    sh.say(answer, say(f"{done} allocated, {left} left.", f"{done} imputés, reste {left}."))


@verb(TOP, "identify", ("Say to which contract, and buyer, unknown money belongs.",
                        "Dire à quel contrat, et acheteur, revient un encaissement inconnu."),
      "comptant identify 1302 C-1 443061841")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("contract")
@click.argument("buyer", required=False)
def identify(sh: Shell, payment: int, contract: str, buyer: str | None) -> None:
    """Identify a payment."""
    from comptant.operations import cash

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(cash.identify, payment_id=payment, contract_id=contract_id, buyer_id=buyer_id)
    sh.say(answer, say(f"Payment {answer['payment_id']} waits on {contract}.",
                       f"Le règlement {answer['payment_id']} attend sur {contract}."))  # fmt: skip
