"""Statements of our accounts that were taken in: listed, looked at, withdrawn by two people."""

import click

from comptant.doors import words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

STATEMENT = Subject("bank-statement", both=Both(
    "Statements of our accounts that were taken in.",
    "Les relevés de nos comptes qui ont été pris."))  # fmt: skip
COLUMNS = ("id", "iban", "reference", "closed_on", "opening_cents", "closing_cents", "file_name",
           "bank_statement_state", "withdrawn_on", "withdrawn_by", "withdrawn_for")  # fmt: skip
LINES = ("booked_on", "value_on", "amount_cents", "open_cents", "payer_name", "remittance_text",
         "bank_reference")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(STATEMENT)


@verb(STATEMENT, "list",
      ("List the statements of our accounts, the latest first; those withdrawn are told so.",
       "Lister les relevés de nos comptes, le dernier d'abord ; ceux retirés sont dits tels."),
      "comptant bank-statement list", "comptant bank-statement list FR7630006000011234567890189"
)  # fmt: skip
@click.argument("iban", required=False)
def statement_list(sh: Shell, iban: str | None) -> None:
    """List statements."""
    with sh.reading() as (see, _, _on):
        rows = see("read_bank_statements", id=None, account=iban and iban.replace(" ", "").upper())
    sh.show(rows, *COLUMNS)


@verb(STATEMENT, "show", ("Show the lines of a statement, and what of each credit still waits.",
                          "Montrer les lignes d'un relevé, et ce qui attend de chaque crédit."),
      "comptant bank-statement show 1302")  # fmt: skip
@click.argument("statement", type=ID)
def statement_show(sh: Shell, statement: int) -> None:
    """Show a statement."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, _, _on):
        if not see("read_bank_statements", id=statement, account=None):
            raise Refused("bank_statement_unknown", bank_statement_id=statement)
        rows = see("read_bank_lines", id=statement)
    sh.show(rows, *LINES)


@verb(STATEMENT, "withdraw",
      ("Propose to withdraw a statement that the bank replaces, or that was loaded by slip: "
       "another person's approval undoes each of its lines, with its own value date, and its "
       "place is free for the right one.\n\nWhat its money had paid is owed again, orders that it "
       "had paid are at the bank again, remittances that it had credited are to be collected. "
       "Refused line by line where its money is gone or more was told since. Until the right one "
       "is loaded the bank and the ledger may differ, and the close of day says so.",
       "Proposer de retirer un relevé que la banque remplace, ou pris par erreur : l'accord "
       "d'autrui défait chacune de ses lignes, à sa date de valeur, et sa place est libre pour "
       "le bon.\n\nCe que son argent payait est dû de nouveau, les ordres qu'il payait sont à la "
       "banque de nouveau, les remises qu'il créditait sont à encaisser. Refusé ligne par ligne "
       "si l'argent est parti ou si autre chose fut dit depuis. Tant que le bon n'est pas pris, "
       "banque et grand livre peuvent différer, et l'arrêté du jour le dit."),
      "comptant bank-statement withdraw 1302 --reason 'the bank sent another'")  # fmt: skip
@click.argument("statement", type=ID)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def statement_withdraw(sh: Shell, statement: int, reason: str) -> None:
    """Propose to withdraw a statement."""
    from comptant.operations.banking.statement_withdrawal import withdraw_statement

    answer = sh.run(withdraw_statement, bank_statement_id=statement, reason=reason)
    moved, count = words.money(answer["amount_cents"], answer["currency"]), answer["line_count"]
    on = words.value_of("closed_on", answer["closed_on"])
    sh.say(answer, say(f"{count} lines of {on} to undo, {moved}.",
                       f"{count} lignes du {on} à défaire, {moved}."),
           waits(answer["approval_id"]))  # fmt: skip
