"""Debts that the factor bears since their guarantee date."""

import click

from comptant.doors import lookup, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

GUARANTEE = Subject("guarantee", both=Both(
    "Debts that the factor bears since their guarantee date.",
    "Les créances que le factor supporte depuis leur date de garantie."))  # fmt: skip
GUARANTEE_COLUMNS = ("invoice_number", "buyer_name", "taken_on",
                     "guarantee_cause", "guaranteed_cents", "uncovered_cents",
                     "factor_open_cents", "client_open_cents")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(GUARANTEE)


@verb(GUARANTEE, "list",
      ("List the invoices whose guarantee has taken effect, of a contract or of all: what left the "
       "client's account, what the clause left to him, what the buyer still owes.",
       "Lister les factures dont la garantie a pris effet, d'un contrat ou de tous : ce qui a "
       "quitté le compte de l'adhérent, ce que la clause lui laisse, ce que doit l'acheteur."),
      "comptant guarantee list C-1")  # fmt: skip
@click.argument("contract", required=False)
def guarantee_list(sh: Shell, contract: str | None) -> None:
    """List debts guaranteed."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_guarantees", contract_id=contract_id, numbers=None)
    sh.show(rows, *(() if contract else ("contract_number",)), *GUARANTEE_COLUMNS)


@verb(GUARANTEE, "back",
      ("Propose that the guarantee had taken invoices by mistake: another person's approval gives "
       "them back to the contract, and what was paid of them since pays them.\n\nIts close takes "
       "them again unless what was wrong is corrected before: the insolvency (fact record), the "
       "dispute that the buyer had told (dispute open), or the client's own fault (reassign).",
       "Proposer de défaire une prise en garantie faite à tort : l'accord d'autrui rend les "
       "factures au contrat, et ce qui en fut payé depuis les paie.\n\nSon arrêté les reprend si "
       "l'erreur n'est pas corrigée avant : la défaillance (fact record), le litige dit par "
       "l'acheteur (dispute open), ou la faute de l'adhérent (reassign)."),
      "comptant guarantee back C-1 FA-1 --reason 'a letter of before the guarantee date'",
      "comptant guarantee back C-1 FA-1 --whole-buyer --reason 'the wrong company'")  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1, required=True)
@option(
    "--whole-buyer",
    is_flag=True,
    help=("All that was taken of their buyers.", "Tout ce qui fut pris sur leurs acheteurs."),
)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def guarantee_back(
    sh: Shell, contract: str, invoices: tuple[str, ...], whole_buyer: bool, reason: str
) -> None:
    """Propose to give back what the guarantee has taken."""
    from comptant.operations.collection.guarantee_back import give_guarantee_back

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.invoice(see, found["id"], text, paid=True)["id"] for text in invoices]
    answer = sh.run(give_guarantee_back, contract_id=found["id"], invoice_ids=ids,
                    is_whole_buyer=whole_buyer, reason=reason)  # fmt: skip
    total = words.money(answer["amount_cents"], found["currency"])
    sh.say(answer, say(f"{total} to give back.", f"{total} à rendre."),
           waits(answer["approval_id"]))  # fmt: skip
