"""What buyers say that they pay: remittance advices in, and those that wait for their payment."""

from pathlib import Path

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.banking import CASH
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import say

LINES = ("row_number", "invoice_number", "amount_cents", "open_cents", "why")


def declare(_: Subject) -> None:
    """The commands are those of `cash`, which is declared already."""


@verb(
    CASH, "advice",
    ("Take in a buyer's remittance advice (CSV, XLSX, XLS, ODS, PDF, UBL) and allocate as it "
     "says.\n\n"
     "One payment a file: above the table its amount, date and reference, if told; a line an "
     "invoice with the amount paid, what is deducted and why; credit notes with a minus sign. The "
     "payment that waits is found by its amount and payer, or by --payment; if it has not come, "
     "the advice waits for it: comptant cash advices. Nothing is done if one line does not fit.",
     "Prendre l'avis de paiement d'un acheteur (CSV, XLSX, XLS, ODS, PDF, UBL) et imputer comme "
     "il le dit.\n\n"
     "Un règlement par fichier : au-dessus du tableau son montant, sa date et sa référence, "
     "s'ils sont dits ; une ligne par facture avec le montant payé, la déduction et son motif ; "
     "les avoirs avec un signe moins. Le règlement en attente est trouvé par son montant et son "
     "payeur, ou par --payment ; s'il n'est pas venu, l'avis l'attend : comptant cash advices. "
     "Rien n'est fait si une ligne ne convient pas."),
    "comptant cash advice beta-january.csv",
    "comptant cash advice beta-january.csv --contract C-1 --payment 1302",
)  # fmt: skip
@click.argument("file", type=Path)
@option("--contract", help=("Contract, when the numbers are those of several.",
                            "Contrat, si les numéros sont ceux de plusieurs."))  # fmt: skip
@option("--payment", type=ID, help=("The payment that it is about.",
                                    "Le règlement dont il s'agit."))  # fmt: skip
@click.pass_context
def advice(
    ctx: click.Context, sh: Shell, file: Path, contract: str | None, payment: int | None
) -> None:
    """Take in an advice."""
    from comptant.formats import advice as format_
    from comptant.operations.acts.act import Refused
    from comptant.operations.collection.advice import advise

    with opened(file) as stream:
        content = stream.read()
    read = format_.read(file.name, content)
    if read.faults:
        faults = [fault_row(fault) for fault in read.faults]
        if not sh.is_json:
            tell_faults(faults)
        sh.say({"key": sh.key, "faults": faults})
        ctx.exit(FILE)
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        if payment is not None and contract_id is None:
            found = lookup.payment(see, payment)
            contract_id = found["contract_id"] if found["contract_number"] else None
    try:
        answer = sh.run(
            advise, lines=read.rows, amount_cents=read.amount_cents, currency=read.currency,
            paid_on=read.paid_on, reference=read.reference, contract_id=contract_id,
            payment_id=payment, file_name=file.name, content=content,
        )  # fmt: skip
    except Refused as error:
        told = error.facts.get("told")
        if told and not sh.is_json:
            tables.show(told, LINES)  # type: ignore[arg-type]
        raise
    amount = words.money(answer["amount_cents"], read.currency)
    number = answer["payment_id"]
    sh.say(answer, say(
        f"{amount} allocated from payment {number}, as told." if number else
        f"No payment of {amount} waits for it yet: the advice waits. See comptant cash advices.",
        f"{amount} imputés sur le règlement {number}, comme dit." if number else
        f"Aucun règlement de {amount} n'attend encore : l'avis attend. Voir comptant cash advices.",
    ))  # fmt: skip


@verb(CASH, "advices", ("List the remittance advices whose payment has not come.",
                        "Lister les avis de paiement dont le règlement n'est pas venu."),
      "comptant cash advices")  # fmt: skip
def advices(sh: Shell) -> None:
    """List advices that wait."""
    with sh.reading() as (see, _, _on):
        rows = see("read_advices")
    sh.show(rows, "id", "contract_number", "buyer_name", "paid_on", "payment_reference",
            "amount_cents", "line_count")  # fmt: skip
