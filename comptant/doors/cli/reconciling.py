"""Bank = ledger: the proof per account of ours, and the debits that wait for an explanation."""

import click

from comptant.doors import proof_told, tables
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

TOP = Subject("reconciling", both=Both("", ""))
DEBIT = Subject("debit", both=Both("Bank debits to explain.", "Les débits bancaires à justifier."))
PROOF = ("iban", "closed_on", "closing_cents", "ledger_cents", "off_cents")
BOOKS = ("contract_number", "what", "left_cents", "against", "right_cents")
LINES = ("iban", "what", "day", "bank_cents", "ledger_cents", "text")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), DEBIT):
        root.add_command(command)


@verb(TOP, "reconcile",
      ("Prove that the ledger has the bank's last balance, account by account.\n\nA difference is "
       "named line by line, and the exit code is 1; the close of day refuses it too. --whole sums "
       "the whole history again and compares every line, and proves the books of every contract "
       "from their first line on, which the close only carries forward.",
       "Prouver que le grand livre a le dernier solde de la banque, compte par compte.\n\nUn écart "
       "est détaillé ligne à ligne, avec le code 1 ; l'arrêté du jour le refuse aussi. --whole "
       "refait la somme de tout l'historique et compare chaque ligne, et prouve les livres de "
       "chaque contrat depuis leur première ligne, ce que l'arrêté ne fait que reporter."),
      "comptant reconcile --whole")  # fmt: skip
@option("--whole", is_flag=True, help=("From the first line on.", "Depuis la première ligne."))
@click.pass_context
def reconcile(ctx: click.Context, sh: Shell, whole: bool) -> None:
    """Prove the bank."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.banking.bank_proof import proof
    from comptant.operations.closing.books_proof import contradictions_of_house
    from comptant.operations.closing.control import MAY_READ
    from comptant.store import kept_reads
    from comptant.store.connection import connect

    with sh.writing(is_look=True) as (_, asked):
        if not asked.by.roles & (MAY_READ | {"treasurer"}):
            raise Refused("not_your_right", operation="reconcile", login=asked.by.login)
    with connect("comptant_auditor") as reading:
        rows = proof(reading, whole=whole)
        wrong = contradictions_of_house(reading) if whole else []
    kept_reads.keep(asked.by.id, asked.by.company_id, "bank_proof", len(rows), whole=whole)
    if sh.is_json:
        sh.say([*rows, *wrong])
    else:
        tables.show(rows, PROOF)
        lines = [{**line, "iban": row["iban"], "currency": row["currency"]}
                 for row in rows for line in row["lines"]]  # fmt: skip
        if lines:
            tables.show(lines, LINES)
        if wrong:
            tables.show([proof_told.told(row) for row in wrong], BOOKS)
        elif whole:
            tables.line(
                say(
                    "The books of every contract agree with their history.",
                    "Les livres de chaque contrat concordent avec leur historique.",
                )
            )
    if wrong or any(row["off_cents"] or row["lines"] for row in rows):
        ctx.exit(1)


@verb(DEBIT, "list", ("List the bank debits that nobody has explained.",
                      "Lister les débits bancaires que personne n'a justifiés."),
      "comptant debit list")  # fmt: skip
def debit_list(sh: Shell) -> None:
    """List debits."""
    with sh.reading() as (see, _, _on):
        rows = see("read_debits", movement_id=None)
    sh.show(rows, "movement_id", "iban", "booked_on", "value_on", "amount_cents",
            "remittance_text", "operation_code", "order_id")  # fmt: skip


@verb(DEBIT, "explain",
      ("Propose what a debit was: a cost, by its account; the payment orders that it executed "
       "without naming them, with the account of what it took besides, if anything; or what the "
       "bank took back: a payment, or all those of a transfer.\n\n"
       "Another person's approval books it; the invoices that payments had paid are owed again, "
       "with their due dates. comptant reverse HOUSE ENTRY undoes a cost or payments taken back.",
       "Proposer ce qu'était un débit : un coût, par son compte ; les ordres de paiement qu'il a "
       "exécutés sans les nommer, avec le compte de ce qu'il a pris en plus, s'il y a lieu ; ou ce "
       "que la banque a repris : un règlement, ou tous ceux d'un "
       "virement.\n\nL'accord d'autrui le passe ; les factures que les règlements avaient payées "
       "sont dues à nouveau, à leur échéance. comptant reverse HOUSE ÉCRITURE défait un coût ou "
       "des règlements repris."),
      "comptant debit explain 1412 --account BFEE --reason 'stamp duty'",
      "comptant debit explain 1412 --order 357 --reason 'no reference on the statement'",
      "comptant debit explain 1412 --order 357 --account BFEE --reason 'fee of 2.00 in one sum'",
      "comptant debit explain 1412 --payment 1302 --payment 1304 --reason 'recall by the payer'",
      )  # fmt: skip
@click.argument("movement", type=ID)
@option("--account", help=("Account of the cost.", "Compte du coût."))
@option(
    "--payment",
    "payments",
    type=ID,
    multiple=True,
    help=(
        "Payment taken back, of any contract, whether it waits or not (several: again).",
        "Règlement repris, de tout contrat, qu'il attende ou non (plusieurs : répéter).",
    ),
)
@option("--order", "orders", type=ID, multiple=True,
        help=("Order that it executed (several: again).",
              "Ordre qu'il a exécuté (plusieurs : répéter)."))  # fmt: skip
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def debit_explain(
    sh: Shell, movement: int, account: str | None, payments: tuple[int, ...],
    orders: tuple[int, ...], reason: str,
) -> None:  # fmt: skip
    """Explain a debit."""
    from comptant.operations.banking.debits import explain_debit

    if bool(payments) == (account is not None or bool(orders)):
        raise click.UsageError(say("Give --payment; or --order, --account, or both of these.",
                                   "Donnez --payment ; ou --order, --account, ou ces deux.")
        )  # fmt: skip
    answer = sh.run(
        explain_debit, movement_id=movement, account=account and account.upper(),
        payment_ids=list(payments), order_ids=list(orders), reason=reason,
    )  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))
