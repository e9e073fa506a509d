"""What clients are charged, line by line."""

import click

from comptant.doors import lookup
from comptant.doors.cli.language import Subject
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both

CHARGE = Subject("charge", both=Both(
    "What is charged: clause, base, days, rate.",
    "Ce qui est facturé : clause, assiette, jours, taux."))  # fmt: skip
CHARGE_COLUMNS = ("value_on", "charge_code", "is_correction", "clause", "base_cents", "from_on",
                  "until_on", "interest_days", "rate_ppm", "unit_count", "unit_cents",
                  "amount_cents")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(CHARGE)


@verb(CHARGE, "list",
      ("List the lines of the bills of a contract, the latest first: what each is for, its clause, "
       "base, days and rate. A base below zero gives back days charged in advance; what is used "
       "beyond what was charged in advance has lines in arrears. A correction of days already "
       "billed has a line for each part that made it: what the base changed by, at the rate of "
       "these days, or the base and what the rate changed by.",
       "Lister les lignes facturées d'un contrat, les dernières d'abord : objet, clause, assiette, "
       "jours et taux. Une assiette négative rend des jours comptés d'avance ; ce qui est utilisé "
       "au-delà du précompté porte des lignes à terme échu. Une régularisation de jours déjà "
       "facturés a une ligne pour chaque partie qui l'a faite : l'écart d'assiette au taux de ces "
       "jours, ou l'assiette et l'écart de taux."),
      "comptant charge list C-1")  # fmt: skip
@click.argument("contract", required=False)
def charge_list(sh: Shell, contract: str | None) -> None:
    """List what was charged."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_charges", contract_id=contract_id, from_on=None, until_on=None)
    sh.show(rows, *(() if contract else ("contract_number",)), *CHARGE_COLUMNS)
