"""For a client's accountant: the journal to import, what VAT on receipts needs, account numbers."""

from datetime import date
from pathlib import Path

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli import files_out
from comptant.doors.cli.books import FROM, UNTIL
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

TOP = Subject("client-books", both=Both(
    "For the accountant of a client: its own books of what we do with it.",
    "Pour le comptable d'un adhérent : ses propres livres de ce que nous faisons avec lui.")
)  # fmt: skip
FORMS = click.Choice(["csv", "fec"])


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(TOP)


@verb(
    TOP, "journal",
    ("The journal of a period in the client's books: clearing codes, its own account numbers.\n\n"
     "It goes by accounting days, which never change once closed; account 467 is brought to the "
     "statement, which goes by value dates.",
     "Le journal d'une période dans les livres de l'adhérent : lettrage, ses propres numéros de "
     "comptes.\n\nIl suit les jours comptables, qui ne changent plus une fois clos ; le compte 467 "
     "est ramené au relevé, qui suit les dates de valeur."),
    "comptant client-books journal C-1 --from 2026-01-01 --to 2026-01-31",
    "comptant client-books journal C-1 --as fec --out 732829320FEC20261231.txt",
)  # fmt: skip
@click.argument("contract")
@FROM
@UNTIL
@option(
    "--as",
    "form",
    type=FORMS,
    default="csv",
    help=("CSV, or the columns of a FEC.", "CSV, ou les colonnes d'un FEC."),
)
@files_out.OUT
@option(
    "--show",
    "is_shown",
    is_flag=True,
    help=("Show it instead of writing a file.", "Le montrer au lieu d'écrire un fichier."),
)
@files_out.FORCE
def journal(
    sh: Shell, contract: str, from_on: date | None, until_on: date | None, form: str,
    out: Path | None, is_shown: bool, is_forced: bool,
) -> None:  # fmt: skip
    """Write the journal."""
    from comptant.doors import client_books

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        first, last = from_on or on.replace(day=1), until_on or on
        made = client_books.made(see, found, first, last, form, words.language())
    if sh.is_json:
        sh.say({"rows": made.rows, "bridge": made.bridge})
        return
    if is_shown:
        sh.show(made.rows, *client_books.COLUMNS)
    else:
        remedy = say("Give another --out, or --force to write over it.",
                     "Donnez un autre --out, ou --force pour écrire par-dessus.")  # fmt: skip
        path = files_out.write(out or Path(made.name), made.content, remedy, is_forced=is_forced)
        tables.line(say(f"{path}: {len(made.rows)} lines.", f"{path} : {len(made.rows)} lignes."))
    tables.pairs([(words.column(name), words.money(made.bridge[name], found["currency"]))
                  for name in client_books.BRIDGE])  # fmt: skip


@verb(
    TOP, "receipts",
    ("What VAT on receipts needs: each invoice, the amount paid of it, the day on which it was "
     "paid. Below zero: taken back.",
     "Ce qu'il faut à la TVA sur les encaissements : chaque facture, le montant payé, le jour du "
     "paiement. En négatif : repris."),
    "comptant client-books receipts C-1 --from 2026-01-01 --to 2026-01-31",
)  # fmt: skip
@click.argument("contract")
@FROM
@UNTIL
@option("--out", type=Path, help=("Write it as CSV.", "L'écrire en CSV."))
@files_out.FORCE
def receipts(
    sh: Shell, contract: str, from_on: date | None, until_on: date | None, out: Path | None,
    is_forced: bool,
) -> None:  # fmt: skip
    """List payments of invoices."""
    from comptant.doors import client_books

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        rows = see("read_receipts", contract_id=found["id"],
                   from_on=from_on or on.replace(day=1), until_on=until_on or on)  # fmt: skip
    if out is None:
        sh.show(rows, *client_books.RECEIPTS)
        return
    remedy = say("Give another --out, or --force to write over it.",
                 "Donnez un autre --out, ou --force pour écrire par-dessus.")  # fmt: skip
    content = client_books.csv(rows, words.language(), client_books.RECEIPTS)
    path = files_out.write(out, content, remedy, is_forced=is_forced)
    sh.say({"path": str(path), "count": len(rows)},
           say(f"{path}: {len(rows)} lines.", f"{path} : {len(rows)} lignes."))  # fmt: skip


@verb(
    TOP, "accounts",
    ("Say which numbers the client's books give its accounts, and show them: CODE=NUMBER, a "
     "buyer's own account C411/ID=NUMBER, the journal's code JOURNAL=CODE. No number gives ours "
     "back.",
     "Dire quels numéros les livres de l'adhérent donnent aux comptes, et les montrer : "
     "CODE=NUMÉRO, le compte d'un acheteur C411/ID=NUMÉRO, le code du journal JOURNAL=CODE. "
     "Sans numéro, le nôtre revient."),
    "comptant client-books accounts C-1 C4671=467100 C6225=622500 JOURNAL=AF",
)  # fmt: skip
@click.argument("contract")
@click.argument("numbers", nargs=-1)
def accounts(sh: Shell, contract: str, numbers: tuple[str, ...]) -> None:
    """Set and show account numbers."""
    from comptant.doors import client_books
    from comptant.operations.registry.client_accounts import name_accounts

    contract_id, _ = sh.contract(contract)
    if numbers:
        told = dict(client_books.pair(text) for text in numbers)
        answer = sh.run(name_accounts, contract_id=contract_id, accounts=told)
        if sh.is_json:
            sh.say(answer)
            return
    with sh.reading() as (see, _, _on):
        rows = client_books.numbers(see, contract_id)
    sh.show(rows, *client_books.NUMBERS)
