"""Clients, buyers, groups, our own accounts and the accounts that may be paid."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits, waits_or
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, word
from comptant.doors.words import Both, say

CLIENT = Subject("client", both=Both("Companies that assign their invoices.",
                                     "Les sociétés qui cèdent leurs factures."))  # fmt: skip
BUYER = Subject("buyer", both=Both("Companies that owe the invoices.",
                                   "Les sociétés qui doivent les factures."))  # fmt: skip
GROUP = Subject("group", both=Both("Groups of companies.", "Les groupes de sociétés."))
ACCOUNT = Subject("account", both=Both("Our own bank accounts.", "Nos comptes bancaires."))
PAYEE = Subject("payee", both=Both("Accounts that may be paid.", "Les comptes à payer."))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for group in (CLIENT, BUYER, GROUP, ACCOUNT, PAYEE):
        root.add_command(group)


def numbers(body: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a party: its public numbers and its country."""
    for name, english, french in (
        ("--siren", "SIREN.", "SIREN."), ("--siret", "SIRET.", "SIRET."),
        ("--vat", "VAT number.", "Numéro de TVA."), ("--lei", "LEI.", "LEI."),
        ("--foreign", "Number of another country.", "Numéro d'un autre pays."),
    ):  # fmt: skip
        body = option(name, help=(english, french))(body)
    return option("--country", default="FR", help=("Country (FR).", "Pays (FR)."))(body)


def add(sh: Shell, kind: str, name: str, country: str, **numbers: str | None) -> None:
    """Add a party of a kind."""
    from comptant.operations.registry import parties

    answer = sh.run(
        parties.add_party, kind=kind, name=name, country=country.upper(),
        numbers={scheme: number for scheme, number in numbers.items() if number},
    )  # fmt: skip
    sh.say(answer, say(f"{name} is party {answer['party_id']}.",
                       f"{name} est le tiers {answer['party_id']}."))  # fmt: skip


@verb(CLIENT, "add", ("Add a client.", "Ajouter un client."),
      "comptant client add 'ALPHA SAS' --siren 732829320")  # fmt: skip
@click.argument("name")
@numbers
def client_add(sh: Shell, name: str, country: str, **numbers: str | None) -> None:
    """Add a client."""
    add(sh, "COMPANY", name, country, **numbers)


@verb(CLIENT, "list", ("List the clients, and companies that are nothing yet.",
                       "Lister les clients, et les sociétés encore sans rôle."),
      "comptant client list")  # fmt: skip
def client_list(sh: Shell) -> None:
    """List clients."""
    with sh.reading() as (see, _, _on):
        rows = see("read_parties", text=None, number=None, kinds=["COMPANY", "PUBLIC"],
                   role="client")  # fmt: skip
    sh.show(rows, "id", "name", "siren", "country", "contract_count")


@verb(BUYER, "add", ("Add a buyer before its first invoice (a remittance does it too).",
                     "Ajouter un acheteur avant sa première facture (une remise le fait aussi)."),
      "comptant buyer add 'BETA SA' --siren 443061841")  # fmt: skip
@click.argument("name")
@numbers
@option("--kind", type=word(("COMPANY", "PUBLIC", "CONSUMER")), default="COMPANY",
        help=("What it is.", "Ce qu'il est."))  # fmt: skip
def buyer_add(sh: Shell, name: str, country: str, kind: str, **numbers: str | None) -> None:
    """Add a buyer."""
    add(sh, kind, name, country, **numbers)


@verb(BUYER, "list", ("List the buyers; of a contract: their limits and what they owe.",
                      "Lister les acheteurs ; d'un contrat : leurs limites et ce qu'ils doivent."),
      "comptant buyer list --contract C-1")  # fmt: skip
@option("--contract", help=("Number of a contract.", "Numéro d'un contrat."))
def buyer_list(sh: Shell, contract: str | None) -> None:
    """List buyers."""
    with sh.reading() as (see, _, on):
        if contract:
            found = lookup.contract(see, contract, on)
            rows = see("read_buyers", contract_id=found["id"], on=on)
            sh.show(rows, "id", "name", "siren", "limit_cents", "approved_cents",
                    "outstanding_cents", "ineligible_cents", "open_count",
                    "payment_incident_on")  # fmt: skip
            return
        rows = see("read_parties", text=None, number=None,
                   kinds=["COMPANY", "PUBLIC", "CONSUMER"], role="buyer")  # fmt: skip
    for row in rows:
        row["party_kind"] = row.pop("kind")
    sh.show(rows, "id", "name", "siren", "country", "party_kind")


@verb(GROUP, "add", ("Add a group of companies.", "Ajouter un groupe de sociétés."),
      "comptant group add 'GROUPE BETA'")  # fmt: skip
@click.argument("name")
def group_add(sh: Shell, name: str) -> None:
    """Add a group."""
    add(sh, "GROUP", name, "FR")


@verb(GROUP, "member", ("Say that a company belongs to a group, or no longer does (--remove).",
                        "Dire qu'une société est d'un groupe, ou ne l'est plus (--remove)."),
      "comptant group member 'GROUPE BETA' 443061841 --source 'accounts of 2025'")  # fmt: skip
@click.argument("group")
@click.argument("company")
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
@option("--remove", is_flag=True, help=("No longer a member.", "N'en est plus membre."))
def group_member(sh: Shell, group: str, company: str, source: str, remove: bool) -> None:
    """Change the members of a group."""
    from comptant.operations.risk import groups

    with sh.reading() as (see, _, on):
        ids = {"group_id": lookup.party(see, group)["id"],
               "party_id": lookup.party(see, company)["id"]}  # fmt: skip
    answer = sh.run(groups.add_group_member, **ids, from_on=on,
                    is_member=not remove, source=source)  # fmt: skip
    cut = answer["shares_cut"]
    sh.say(
        answer,
        say("Done.", "Fait."),
        *(
            [
                say(
                    f"Shares of the group's ceilings cut to what is left: {cut}.",
                    f"Parts des plafonds du groupe ramenées à ce qui reste : {cut}.",
                )
            ]
            if cut
            else []
        ),
    )


@verb(GROUP, "list", ("List the groups and who belongs to them today.",
                      "Lister les groupes et qui en est aujourd'hui."),
      "comptant group list 'GROUPE BETA'")  # fmt: skip
@click.argument("group", required=False)
def group_list(sh: Shell, group: str | None) -> None:
    """List members."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, _, on):
        found = lookup.party(see, group) if group else None
        if found and found["kind"] != "GROUP":
            raise Refused("group_unknown", party_id=found["id"])
        rows = see("read_group_members", party_id=found["id"] if found else None, on=on)
    sh.show(rows, "group_name", "party_name", "siren", "valid_from_on", "source")


@verb(GROUP, "statement",
      ("The consolidated statement of a group: each seller's current account over a period, their "
       "sums, what is in use of the line that they share (in PDF: comptant paper group).",
       "Le relevé consolidé d'un groupe : le compte courant de chaque vendeur sur une période, "
       "leurs totaux, l'usage de la ligne partagée (en PDF : comptant paper group)."),
      "comptant group statement HOLDING --from 2026-01-01 --until 2026-01-31")  # fmt: skip
@click.argument("group")
@option(
    "--from",
    "first",
    type=DAY,
    help=("First day (30 days before the last).", "Premier jour (30 jours avant le dernier)."),
)
@option("--until", "last", type=DAY, help=("Last day (today).", "Dernier jour (aujourd'hui)."))
def group_statement(sh: Shell, group: str, first: date | None, last: date | None) -> None:
    """Show a consolidated statement."""
    from comptant.doors import groups_told

    with sh.reading() as (see, _, on):
        until = last or on
        _, rows = groups_told.consolidated(see, group, first or until - timedelta(days=30), until)
    if sh.is_json:
        sh.say(rows)
        return
    sh.show(rows, *groups_told.COLUMNS)
    sh.show(rows, *groups_told.STOOD)


@verb(ACCOUNT, "add", ("Declare a bank account of ours, with the statements that book it.\n\n"
                       "It waits for another person, once there is a second administrator.",
                       "Déclarer un de nos comptes, avec les relevés qui le tiennent.\n\n"
                       "Il attend une autre personne, dès qu'il y a deux administrateurs."),
      "comptant account add FR7630006000011234567890189 --bic AGRIFRPP --name 'FACTOR SA'"
)  # fmt: skip
@click.argument("iban")
@option("--bic", required=True, help=("BIC of the bank.", "BIC de la banque."))
@option("--name", required=True, help=("Holder.", "Titulaire."))
@option("--currency", default="EUR", help=("Currency (EUR).", "Devise (EUR)."))
@option("--books-from", type=click.Choice(["camt.053", "cfonb120", "mt940"]), default="camt.053",
        help=("Statements that book it.", "Relevés qui le tiennent."))  # fmt: skip
@option("--parent", help=("For a virtual IBAN: the real account.",
                          "Pour un IBAN virtuel : le compte réel."))  # fmt: skip
@option("--contract", help=("Contract whose money lands there.", "Contrat qui y encaisse."))
@option("--buyer", help=("Buyer who pays there.", "Acheteur qui y paie."))
@option(
    "--dedicated",
    is_flag=True,
    help=(
        "It is the client's own, dedicated to the contract's collection and swept to us.",
        "Il est à l'adhérent, dédié aux encaissements du contrat et nivelé vers nous.",
    ),
)
def account_add(
    sh: Shell, iban: str, bic: str, name: str, currency: str, books_from: str,
    parent: str | None, contract: str | None, buyer: str | None, dedicated: bool,
) -> None:  # fmt: skip
    """Declare one of our accounts."""
    from comptant.operations.registry import own_accounts

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else 0
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(
        own_accounts.add_own_account, iban=iban, bic=bic, name=name, currency=currency.upper(),
        books_from=books_from, parent_iban=parent, contract_id=contract_id, buyer_id=buyer_id,
        is_client_owned=dedicated,
    )  # fmt: skip
    done = say(f"{answer['iban']} is ours.", f"{answer['iban']} est à nous.")
    if dedicated:
        done = say(
            f"{answer['iban']} is dedicated to {contract}. Sweep it: comptant sweep order",
            f"{answer['iban']} est dédié à {contract}. Le niveler : comptant sweep order",
        )
    sh.say(answer, *waits_or(answer, done))  # fmt: skip


@verb(ACCOUNT, "list", ("List our bank accounts.", "Lister nos comptes bancaires."),
      "comptant account list")  # fmt: skip
def account_list(sh: Shell) -> None:
    """List our accounts."""
    with sh.reading() as (see, _, _on):
        rows = see("read_own_accounts")
    sh.show(rows, "id", "iban", "bic", "name", "currency", "books_from", "parent_iban",
            "contract_number", "buyer_name", "is_client_owned")  # fmt: skip


@verb(PAYEE, "add", ("Propose an account to pay; another person approves it.",
                     "Proposer un compte à payer ; une autre personne l'approuve."),
      "comptant payee add FR7610107001011234567890129 --holder 'ALPHA SAS'")  # fmt: skip
@click.argument("iban")
@option("--holder", required=True, help=("Holder of the account.", "Titulaire du compte."))
@option("--of", "party", help=("Party: SIREN, name or id (a client's own: not needed).",
                               "Tiers : SIREN, nom ou identifiant (un client : le sien).")
)  # fmt: skip
@option("--bic", help=("BIC.", "BIC."))
def payee_add(sh: Shell, iban: str, holder: str, party: str | None, bic: str | None) -> None:
    """Propose an account to pay."""
    from comptant.operations.registry import parties

    with sh.reading() as (see, user, _):
        if party is None and user.is_factor:
            raise click.UsageError(say("Say whose account it is: --of PARTY.",
                                       "Dites à qui est ce compte : --of TIERS."))  # fmt: skip
        party_id = user.company_id if party is None else lookup.party(see, party)["id"]
    answer = sh.run(parties.propose_payee_account, party_id=party_id, iban=iban, bic=bic,
                    holder=holder)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(PAYEE, "check", ("Record the bank's verification of payee; no_match blocks payments.",
                       "Noter la vérification du bénéficiaire ; no_match bloque les paiements."),
      "comptant payee check FR7610107001011234567890129 match --source 'bank, 16 January'"
)  # fmt: skip
@click.argument("iban")
@click.argument("outcome", type=word(("MATCH", "CLOSE_MATCH", "NO_MATCH", "NOT_POSSIBLE")))
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
def payee_check(sh: Shell, iban: str, outcome: str, source: str) -> None:
    """Record a verification."""
    from comptant.operations.registry import parties

    with sh.reading() as (see, _, _on):
        payee_id = lookup.payee(see, None, iban)["id"]
    answer = sh.run(parties.record_payee_check, payee_account_id=payee_id, outcome=outcome,
                    source=source)  # fmt: skip
    sh.say(answer, say("Recorded.", "Noté."))


@verb(PAYEE, "list", ("List the accounts that may be paid.", "Lister les comptes à payer."),
      "comptant payee list")  # fmt: skip
@option("--of", "party", help=("Party: SIREN, name or id.", "Tiers : SIREN, nom ou identifiant."))
def payee_list(sh: Shell, party: str | None) -> None:
    """List payees."""
    with sh.reading() as (see, _, _on):
        party_id = lookup.party(see, party)["id"] if party else None
        rows = see("read_payees", party_id=party_id)
    sh.show(rows, "id", "party_name", "iban", "holder", "payee_check")
