"""Other currencies: what rates have done to accounts, money exchanged by our bank."""

import click

from comptant.doors import lookup, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, ID
from comptant.doors.words import Both, say

CURRENCY = Subject("currency", both=Both(
    "Other currencies: revaluation, money exchanged.",
    "Les autres devises : réévaluation, encaissements changés.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(CURRENCY)


@verb(CURRENCY, "revalue",
      ("Book what rates have done to the accounts of a contract in another currency.\n\nThe close "
       "does it at each month-end; here it is done today.",
       "Comptabiliser l'effet des cours sur les comptes en devise d'un contrat.\n\nL'arrêté le "
       "fait à chaque fin de mois ; ici, c'est fait ce jour."),
      "comptant currency revalue C-USD")  # fmt: skip
@click.argument("contract")
def revalue(sh: Shell, contract: str) -> None:
    """Revalue a contract."""
    from comptant.operations.books import exchange

    with sh.reading() as (see, _, on):
        id_ = lookup.books(see, contract, on)["id"]
    answer = sh.run(exchange.revalue, contract_id=id_)
    cents = words.money(answer["exchange_cents"], "EUR")
    sh.say(answer, say(f"{len(answer['accounts'])} accounts revalued: {cents}.",
                       f"{len(answer['accounts'])} comptes réévalués : {cents}."))  # fmt: skip


@verb(CURRENCY, "list", ("List what accounts in other currencies were worth when revalued.",
                         "Lister la contre-valeur des comptes en devise à leurs réévaluations."),
      "comptant currency list C-USD")  # fmt: skip
@click.argument("contract", required=False)
def revaluations(sh: Shell, contract: str | None) -> None:
    """List revaluations."""
    from comptant.doors.exchange_told import COLUMNS, revalued

    with sh.reading() as (see, _, on):
        id_ = lookup.books(see, contract, on)["id"] if contract else None
        rows = see("read_revaluations", contract_id=id_)
    sh.show(list(map(revalued, rows)), *COLUMNS)


@verb(CURRENCY, "exchange",
      ("Propose to take money of nobody in the currency of a contract, at our bank's rate.\n\n"
       "What the invoices named fall short by is charged to the client. Another person approves.",
       "Proposer de prendre un encaissement inconnu dans la devise d'un contrat, au cours de notre "
       "banque.\n\nCe qui manque aux factures nommées est débité à l'adhérent. Une autre personne "
       "approuve."),
      "comptant currency exchange 1302 C-USD 99463.00 --invoice FA-1 --source FX-77")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("contract")
@click.argument("amount", type=AMOUNT)
@option("--buyer", help=("Who has paid.", "Qui a payé."))
@option("--invoice", "invoices", multiple=True, help=("An invoice that it pays.",
                                                      "Une facture qu'il paie."))  # fmt: skip
@option("--source", required=True, help=("The bank's reference of the exchange.",
                                         "La référence du change à la banque."))  # fmt: skip
def exchange_payment(
    sh: Shell, payment: int, contract: str, amount: int, buyer: str | None,
    invoices: tuple[str, ...], source: str,
) -> None:  # fmt: skip
    """Exchange a payment."""
    from comptant.operations.collection import exchanging

    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"]
        ids = [lookup.invoice(see, id_, one)["id"] for one in invoices]
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(exchanging.exchange_payment, payment_id=payment, contract_id=id_,
                    buyer_id=buyer_id, taken_cents=amount, invoice_ids=ids,
                    source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))
