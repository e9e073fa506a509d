"""What the matching thinks that waiting money is for, where it is not certain enough."""

import click

from comptant.doors import lookup
from comptant.doors.cli.banking import CASH
from comptant.doors.cli.language import Subject
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID


def declare(_: Subject) -> None:
    """The commands are those of `cash`, which is declared already."""


@verb(
    CASH, "guesses",
    ("List what waiting payments may be for, the surest guess first.\n\n"
     "Each with what speaks for it and how certain it is; a contract says from where on money is "
     "allocated without a person (automatic_from_ppm). With a payment: all its guesses. Allocate "
     "with: comptant cash allocate.",
     "Lister ce que les règlements en attente peuvent payer, la proposition la plus sûre d'abord."
     "\n\nChacune avec ce qui plaide pour elle et sa certitude ; le contrat dit à partir d'où "
     "l'argent s'impute sans personne (automatic_from_ppm). Avec un règlement : toutes ses "
     "propositions. Pour imputer : comptant cash allocate."),
    "comptant cash guesses", "comptant cash guesses 1302",
)  # fmt: skip
@click.argument("payment", required=False, type=ID)
def guesses(sh: Shell, payment: int | None) -> None:
    """List guesses."""
    with sh.reading() as (see, _, _on):
        if payment is None:
            rows = see("read_guessed")
        else:
            lookup.payment(see, payment)
            rows = see("read_guesses", id=payment)
    if payment is None:
        sh.show(rows, "id", "contract_number", "payer_name", "open_cents", "remittance_text",
                "invoice_numbers", "proposed_cents", "confidence_ppm",
                "guess_evidence")  # fmt: skip
        return
    sh.show(rows, "guess_number", "contract_number", "invoice_number", "buyer_name", "due_on",
            "open_cents", "proposed_cents", "confidence_ppm", "guess_evidence")  # fmt: skip
