"""What the house says of a company, its name and numbers, and of invoices released by others."""

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

PARTY = Subject("party", both=Both("Names and numbers of companies.",
                                   "Noms et numéros des sociétés."))  # fmt: skip
RELEASE = Subject("release-letter", both=Both(
    "Letters by which another factor or bank releases invoices.",
    "Les mainlevées d'un autre factor ou d'une banque."))  # fmt: skip
SCHEMES = ("siren", "siret", "vat", "lei", "foreign")
CLAIMS = ("contract_number", "party_id", "party_name", "number_scheme", "party_number",
          "name_told", "bearer_id", "bearer_name", "recorded_at")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PARTY)
    root.add_command(RELEASE)


def _source(body: click.Command) -> click.Command:
    found: click.Command = option("--source", required=True, help=(
        "Where this is known from.", "D'où on le sait."))(body)  # fmt: skip
    return found


@verb(
    PARTY, "number",
    ("Say that a number is a known company's own, or is not (--remove).\n\n"
     "A number that its SIREN proves (a SIRET, a French VAT number) counts at once; any other "
     "waits for another person, since the invoices that bear it fall on this company. "
     "--remove takes a number away, or refuses what a client's file claims.",
     "Dire qu'un numéro est celui d'une société connue, ou ne l'est pas (--remove).\n\n"
     "Un numéro que prouve son SIREN (un SIRET, un numéro de TVA français) compte aussitôt ; tout "
     "autre attend une autre personne, car les factures qui le portent tombent sur cette société. "
     "--remove retire un numéro, ou refuse ce que prétend le fichier d'un client."),
    "comptant party number 443061841 vat DE136695976 --source 'VIES, 12 March'",
    "comptant party number 443061841 vat DE136695976 --remove --source 'VIES, 12 March'",
)  # fmt: skip
@click.argument("party")
@click.argument("scheme", type=click.Choice(SCHEMES))
@click.argument("number")
@option("--remove", is_flag=True, help=("It is not, or no longer.", "Il ne l'est pas, ou plus."))
@_source
def party_number(
    sh: Shell, party: str, scheme: str, number: str, remove: bool, source: str
) -> None:
    """Say whose a number is."""
    from comptant.operations.registry import party_words

    with sh.reading() as (see, _, _on):
        found = lookup.party(see, party)
    answer = sh.run(party_words.set_number, party_id=found["id"], scheme=scheme, number=number,
                    is_borne=not remove, source=source)  # fmt: skip
    told = f"{answer['number']} ({scheme})"
    done = say(f"{told} is a number of {found['name']}.",
               f"{told} est un numéro de {found['name']}.")  # fmt: skip
    if remove:
        done = say(f"{told} is no number of {found['name']}.",
                   f"{told} n'est pas un numéro de {found['name']}.")  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]) if answer["approval_id"] else done)


@verb(
    PARTY, "rename",
    ("Say what a company is called: everyone reads this name from now on.\n\n"
     "Until the house has said it, each client reads the name that it sent itself. All names are "
     "kept, and payers are recognised by each of them.",
     "Dire comment s'appelle une société : chacun lit désormais ce nom.\n\n"
     "Tant que la maison ne l'a pas dit, chaque client lit le nom qu'il a envoyé. Tous les noms "
     "sont gardés, et les payeurs reconnus par chacun."),
    "comptant party rename 443061841 'BETA FRANCE SA' --source 'SIRENE, 12 March'",
)  # fmt: skip
@click.argument("party")
@click.argument("name")
@_source
def party_rename(sh: Shell, party: str, name: str, source: str) -> None:
    """Rename a company."""
    from comptant.operations.registry import party_words

    with sh.reading() as (see, _, _on):
        found = lookup.party(see, party)
    answer = sh.run(party_words.rename_party, party_id=found["id"], name=name, source=source)
    done = say(f"{found['name']} is now called {answer['name']}.",
               f"{found['name']} s'appelle désormais {answer['name']}.")  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]) if answer["approval_id"] else done)


@verb(
    PARTY, "claims",
    ("List the numbers that clients' files give companies and that nothing proves: to be checked, "
     "then said with party number.",
     "Lister les numéros que les fichiers des clients donnent à des sociétés et que rien ne "
     "prouve : à vérifier, puis à dire par party number."),
    "comptant party claims",
)  # fmt: skip
def party_claims(sh: Shell) -> None:
    """List claims."""
    with sh.reading() as (see, _, _on):
        rows = see("read_number_claims")
    sh.show(rows, *CLAIMS)


@verb(
    RELEASE, "record",
    ("Record the letter by which another factor or bank releases an invoice that we do not hold: "
     "the next remittance takes it in.",
     "Noter la mainlevée par laquelle un autre factor ou une banque libère une facture que nous ne "
     "détenons pas : la prochaine remise la prend."),
    "comptant release-letter record C-1 FA-1 --source 'AUTRE FACTOR, letter of 12 March'",
)  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@_source
def release_record(sh: Shell, contract: str, invoice: str, source: str) -> None:
    """Record a release letter."""
    answer = _record(sh, contract, invoice, source, is_withdrawn=False)
    number, count = answer["invoice_number"], answer["refused_count"]
    sh.say(answer, say(f"{number} is released; refused before: {count}. Remit it again.",
                       f"{number} est libérée ; déjà refusée : {count}. Remettez-la à nouveau.")
    )  # fmt: skip


@verb(
    RELEASE, "withdraw",
    ("Say that a release letter recorded before counts no longer.",
     "Dire qu'une mainlevée notée ne compte plus."),
    "comptant release-letter withdraw C-1 FA-1 --source 'letter was for FA-11'",
)  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@_source
def release_withdraw(sh: Shell, contract: str, invoice: str, source: str) -> None:
    """Withdraw a release letter."""
    answer = _record(sh, contract, invoice, source, is_withdrawn=True)
    sh.say(answer, say("Withdrawn.", "Retirée."))


def _record(
    sh: Shell, contract: str, invoice: str, source: str, *, is_withdrawn: bool
) -> lookup.Row:  # fmt: skip
    from comptant.operations.assigning import release_letters

    contract_id, _ = sh.contract(contract)
    return sh.run(release_letters.record_release, contract_id=contract_id, invoice_number=invoice,
                  is_withdrawn=is_withdrawn, source=source)  # fmt: skip


@verb(RELEASE, "list", ("List the release letters recorded, of a contract or of all.",
                        "Lister les mainlevées notées, d'un contrat ou de tous."),
      "comptant release-letter list C-1")  # fmt: skip
@click.argument("contract", required=False)
def release_list(sh: Shell, contract: str | None) -> None:
    """List release letters."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_release_letters", contract_id=contract_id)
    sh.show(rows, "contract_number", "invoice_number", "is_withdrawn", "source", "login",
            "recorded_at")  # fmt: skip
