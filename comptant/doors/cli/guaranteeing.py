"""Debts that the factor bears since their guarantee date."""

import click

from comptant.doors import lookup
from comptant.doors.cli.language import Subject
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both

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
