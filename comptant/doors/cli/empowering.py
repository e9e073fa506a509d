"""Who may sign for a company: said by one person, approved by another."""

from datetime import date

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import SOURCE, Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, COUNT, DAY, ID
from comptant.doors.words import Both, say

POWER = Subject("power", both=Both("Who may sign for a company.",
                                   "Qui peut signer pour une société."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(POWER)


@verb(POWER, "propose",
      ("Say that a person of a company may sign for it; another person approves. Codes go to the "
       "e-mail, those of a provider of advanced signatures to the phone.",
       "Dire qu'une personne d'une société peut signer pour elle ; une autre personne approuve. "
       "Les codes vont à l'adresse, ceux d'un prestataire de signature avancée au téléphone."),
      "comptant power propose 'ALPHA SAS' alice --email alice@alpha.example --phone +33612345678 "
      "--until 2027-01-16 --ceiling 500000.00 --source 'Kbis of 5 January'")  # fmt: skip
@click.argument("company")
@click.argument("login", metavar="NAME")
@option("--email", required=True, help=("Where codes are sent.", "Où les codes sont envoyés."))
@option("--phone", default="", help=("For a provider's code.", "Pour le code d'un prestataire."))
@option("--from", "from_on", type=DAY, help=("First day (today).",
                                             "Premier jour (aujourd'hui)."))  # fmt: skip
@option("--until", "until_on", type=DAY, help=("Last day (none).", "Dernier jour (aucun)."))
@option("--ceiling", "ceiling", type=AMOUNT,
        help=("Most of one paper (any).", "Plafond d'un document (aucun)."))  # fmt: skip
@option("--together", "signer_count", type=COUNT, default=1,
        help=("With how many in all (1: alone).", "À combien en tout (1 : seul)."))  # fmt: skip
@option("--currency", default="EUR", help=("Of the ceiling.", "Du plafond."))
@SOURCE
def power_propose(
    sh: Shell, company: str, login: str, email: str, phone: str, from_on: date | None,
    until_on: date | None, ceiling: int | None, signer_count: int, currency: str, source: str,
) -> None:  # fmt: skip
    """Propose a power."""
    from comptant.operations.registry.powers import propose_power

    with sh.reading() as (see, _, on):
        company_id = lookup.party(see, company)["id"]
    answer = sh.run(propose_power, company_id=company_id, login=login, email=email, phone=phone,
                    from_on=from_on or on, until_on=until_on, ceiling_cents=ceiling,
                    currency=currency, source=source, signer_count=signer_count)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(POWER, "list", ("List who may sign for companies, until when, up to how much.",
                      "Lister qui peut signer pour les sociétés, jusqu'à quand, jusqu'à combien."),
      "comptant power list")  # fmt: skip
@click.argument("company", required=False)
def power_list(sh: Shell, company: str | None) -> None:
    """List powers."""
    with sh.reading() as (see, _, _on):
        company_id = lookup.party(see, company)["id"] if company else None
        rows = see("read_powers", company_id=company_id)
    sh.show(rows, "id", "company_name", "name", "login", "email", "from_on", "until_on",
            "ceiling_cents", "signer_count", "is_ended", "source")  # fmt: skip


@verb(POWER, "end", ("Say that a power is over, from now on.",
                     "Dire qu'un pouvoir a pris fin, dès maintenant."),
      "comptant power end 118 --source 'minutes of 3 March'")  # fmt: skip
@click.argument("power", type=ID, metavar="NUMBER")
@SOURCE
def power_end(sh: Shell, power: int, source: str) -> None:
    """End a power."""
    from comptant.operations.registry.powers import end_power

    answer = sh.run(end_power, power_id=power, source=source)
    sh.say(answer, say(f"{answer['login']} signs no more for the company.",
                       f"{answer['login']} ne signe plus pour la société."))  # fmt: skip
