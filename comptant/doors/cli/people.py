"""Users and their roles."""

import click

from comptant.doors import lookup
from comptant.doors.approvals import KINDS
from comptant.doors.cli.asking import password
from comptant.doors.cli.ceilings import waits_or
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT
from comptant.doors.words import Both, say

USER = Subject(
    "user", both=Both("People who may sign in.", "Les personnes qui peuvent se connecter.")
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(USER)


@verb(
    USER, "add",
    ("Add a person. Their first password is asked for, or read from COMPTANT_PASSWORD: it serves "
     "once, within 7 days, to choose another.\n\n"
     "A staff role waits for another person, once there is a second administrator.\n\n"
     "Staff roles: administrator, account_manager, credit_analyst, treasurer, accountant, "
     "auditor. Client roles: client_owner, client_treasurer, client_user, client_accountant.",
     "Ajouter une personne. Son premier mot de passe est demandé, ou lu dans COMPTANT_PASSWORD : "
     "il sert une fois, sous 7 jours, à en choisir un autre.\n\n"
     "Un rôle du personnel attend une autre personne, dès qu'il y a deux administrateurs.\n\n"
     "Rôles du personnel : administrator, account_manager, credit_analyst, treasurer, "
     "accountant, auditor. Rôles clients : client_owner, client_treasurer, client_user, "
     "client_accountant."),
    "comptant user add alice --at 732829320 --role client_owner",
)  # fmt: skip
@click.argument("name")
@option("--full-name", help=("Name of the person.", "Nom de la personne."))
@option("--at", "company", help=("Company: SIREN, name or id (default: the factor).",
                                 "Société : SIREN, nom ou identifiant (sinon le factor).")
)  # fmt: skip
@option("--role", "roles", multiple=True, required=True,
        help=("Role; may be repeated.", "Rôle ; peut être répété."))  # fmt: skip
def add(
    sh: Shell, name: str, full_name: str | None, company: str | None, roles: tuple[str, ...]
) -> None:
    """Add a user."""
    from comptant.operations.registry import people

    company_id = _company(sh, company)
    answer = sh.run(
        people.add_user, login=name, name=full_name or name, password=password(twice=True),
        company_id=company_id, roles=list(roles),
    )  # fmt: skip
    done = say(f"{answer['login']} may sign in, and first chooses another password.",
               f"{answer['login']} peut se connecter, et choisit d'abord un autre mot de passe."
    )  # fmt: skip
    sh.say(answer, *waits_or(answer, done))


@verb(
    USER, "role",
    ("Give a role to a user, or take it back with --remove.\n\n"
     "Giving a staff role, and taking an administrator's, wait for another person; any other is "
     "taken back at once.\n\n"
     "Staff roles: administrator, account_manager, credit_analyst, treasurer, accountant, "
     "auditor. Client roles: client_owner, client_treasurer, client_user, client_accountant.",
     "Donner un rôle à un utilisateur, ou le retirer par --remove.\n\n"
     "Donner un rôle du personnel, ou retirer celui d'administrateur, attend une autre personne ; "
     "tout autre est retiré aussitôt.\n\n"
     "Rôles du personnel : administrator, account_manager, credit_analyst, treasurer, "
     "accountant, auditor. Rôles clients : client_owner, client_treasurer, client_user, "
     "client_accountant."),
    "comptant user role tania accountant",
)  # fmt: skip
@click.argument("name")
@click.argument("role")
@option("--at", "company", help=("Company: SIREN, name or id (default: the factor).",
                                 "Société : SIREN, nom ou identifiant (sinon le factor).")
)  # fmt: skip
@option("--remove", is_flag=True, help=("Take the role back.", "Retirer le rôle."))
def role(sh: Shell, name: str, role: str, company: str | None, remove: bool) -> None:
    """Give or take a role."""
    from comptant.operations.registry import people

    company_id = _company(sh, company)
    answer = sh.run(
        people.set_role, login=name, company_id=company_id, role=role, is_granted=not remove
    )
    sh.say(answer, *waits_or(answer, say("Done.", "Fait.")))


@verb(USER, "list", ("List users and their roles.", "Lister les utilisateurs et leurs rôles."),
      "comptant user list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List users."""
    with sh.reading() as (see, _, _on):
        rows = see("read_users")
    sh.show(rows, "login", "name", "company_name", "roles")


@verb(
    USER, "authority",
    ("Say up to which amount a role may approve a kind of thing, from today (--on) on.\n\n"
     f"Kinds: {', '.join(KINDS)}. "
     "Amount: `any`, or 0 for nothing that has an amount. It waits for another person.",
     "Dire jusqu'à quel montant un rôle approuve un type de chose, à partir d'aujourd'hui (--on)."
     f"\n\nTypes : {', '.join(KINDS)}. Montant : `any` pour tout montant, 0 pour rien qui en ait "
     "un. Cela attend une autre personne."),
    "comptant user authority credit_analyst limit 250000.00 --source 'board of 5 January'",
)  # fmt: skip
@click.argument("role")
@click.argument("kind")
@click.argument("amount")
@option("--source", required=True, help=("Who decided.", "Qui l'a décidé."))
def authority(sh: Shell, role: str, kind: str, amount: str, source: str) -> None:
    """Set an authority."""
    from comptant.operations.registry import people

    most = None if amount.lower() == "any" else AMOUNT.convert(amount, None, None)
    with sh.writing() as (_, asked):
        from_on = asked.on
    answer = sh.run(people.set_authority, role=role, kind=kind, most_cents=most, from_on=from_on,
                    source=source)  # fmt: skip
    sh.say(answer, *waits_or(answer, say("Done.", "Fait.")))


def _company(sh: Shell, text: str | None) -> int:
    with sh.reading() as (see, user, _):
        return user.company_id if text is None else int(lookup.party(see, text)["id"])
