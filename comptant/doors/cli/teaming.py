"""A client's own people: its owner asks them in, gives and ends what they may do."""

import click

from comptant.doors.answers import with_token
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

TEAM = Subject("team", both=Both("The people of your company, and what each may do.",
                                 "Les personnes de votre société, et ce que chacune peut faire.")
               )  # fmt: skip
ROLES = ("Roles: client_accountant reads, client_user sends invoices, client_treasurer draws "
         "money, client_owner does all and names others. The last two wait for another owner of "
         "the company, or for the factor.",
         "Rôles : client_accountant lit, client_user envoie les factures, client_treasurer tire "
         "les fonds, client_owner fait tout et nomme les autres. Les deux derniers attendent un "
         "autre dirigeant de la société, ou le factor.")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(TEAM)


@verb(
    TEAM, "invite",
    ("Ask a colleague in. The password that serves once, within 7 days, is shown here once: hand "
     f"it over yourself.\n\n{ROLES[0]}",
     "Inviter un collègue. Le mot de passe à usage unique, sous 7 jours, s'affiche ici une fois : "
     f"remettez-le vous-même.\n\n{ROLES[1]}"),
    "comptant team invite bob@alpha.example --full-name 'Bob Martin' --role client_user",
)  # fmt: skip
@click.argument("name")
@option("--full-name", help=("Name of the person.", "Nom de la personne."))
@option("--role", "roles", multiple=True, required=True,
        help=("Role; may be repeated.", "Rôle ; peut être répété."))  # fmt: skip
def invite(sh: Shell, name: str, full_name: str | None, roles: tuple[str, ...]) -> None:
    """Invite a colleague."""
    from comptant.operations.registry import passwords, team

    token = passwords.new_once()
    answer = sh.run(team.invite_colleague, login=name, name=full_name or name, roles=list(roles),
                    token=token)  # fmt: skip
    given = with_token(answer, token)
    lines = [say(f"Password of {answer['login']}, shown this once: {given['token']}",
                 f"Mot de passe de {answer['login']}, affiché cette seule fois : {given['token']}")
             if given["token"] else
             say("The password was shown the first time.",
                 "Le mot de passe a été montré la première fois.")]  # fmt: skip
    lines.append(say(
        f"It serves once, within {answer['once_days']} days, to choose another.",
        f"Il sert une fois, sous {answer['once_days']} jours, à en choisir un autre."))  # fmt: skip
    sh.say(given, *lines, *_waits(answer))


@verb(
    TEAM, "role",
    (f"Give a colleague a role, or end it with --end.\n\n{ROLES[0]}",
     f"Donner un rôle à un collègue, ou y mettre fin par --end.\n\n{ROLES[1]}"),
    "comptant team role bob@alpha.example client_treasurer",
    "comptant team role bob@alpha.example client_user --end",
)  # fmt: skip
@click.argument("name")
@click.argument("role")
@option("--end", is_flag=True, help=("End it.", "Y mettre fin."))
def role(sh: Shell, name: str, role: str, end: bool) -> None:
    """Give or end a role."""
    from comptant.operations.registry import team

    answer = sh.run(team.set_colleague_role, login=name, role=role, is_granted=not end)
    sh.say(answer, *(_waits(answer) or [say("Done.", "Fait.")]))


@verb(TEAM, "list", ("List the people and their roles, and what waits for another person.",
                     "Lister les personnes et leurs rôles, et ce qui attend une autre personne."),
      "comptant team list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List the team."""
    with sh.reading() as (see, _, _on):
        rows, waiting = see("read_team"), see("read_team_requests")
    if sh.is_json:
        sh.say({"people": rows, "waiting": waiting})
        return
    sh.show(rows, "login", "name", "roles", "recorded_at")
    if waiting:
        sh.show(waiting, "id", "login", "roles", "proposed_by", "proposed_at")


@verb(TEAM, "acts", ("Who did what, the last first.", "Qui a fait quoi, le dernier d'abord."),
      "comptant team acts", "comptant team acts bob@alpha.example")  # fmt: skip
@click.argument("name", required=False)
@option("--count", default=50, type=click.IntRange(1, 1_000), metavar="N",
        help=("How many (default: 50).", "Combien (sinon 50)."))  # fmt: skip
def acts(sh: Shell, name: str | None, count: int) -> None:
    """Acts of the team."""
    from comptant.store.access import Paging

    with sh.reading() as (see, _, _on):
        rows = see("read_team_acts", Paging(("id",), count, is_descending=True), login=name)
    sh.show(rows[:count], "happened_at", "login", "operation", "key_name",
            "contract_number")  # fmt: skip


@verb(TEAM, "approve", ("Approve a role that another owner proposed, and give it.",
                        "Approuver un rôle qu'un autre dirigeant a proposé, et le donner."),
      "comptant team approve 1204")  # fmt: skip
@click.argument("approval", type=ID)
def approve(sh: Shell, approval: int) -> None:
    """Approve a role."""
    _answer(sh, approval, True, "")


@verb(TEAM, "refuse", ("Refuse a role that another owner proposed.",
                       "Refuser un rôle qu'un autre dirigeant a proposé."),
      "comptant team refuse 1204 --reason 'left us'")  # fmt: skip
@click.argument("approval", type=ID)
@option("--reason", default="", help=("Why.", "Pourquoi."))
def refuse(sh: Shell, approval: int, reason: str) -> None:
    """Refuse a role."""
    _answer(sh, approval, False, reason)


def _answer(sh: Shell, approval: int, approve: bool, reason: str) -> None:
    from comptant.operations.registry import team

    given = sh.run(team.answer_colleague_role, approval_id=approval, approve=approve,
                   reason=reason)  # fmt: skip
    done = say("approved", "approuvée") if approve else say("refused", "refusée")
    sh.say(given, say(f"Approval {approval} {done}.", f"Approbation {approval} {done}."))


def _waits(answer: dict[str, object]) -> list[str]:
    """What whoever has proposed is told."""
    id_ = answer["approval_id"]
    if id_ is None:
        return []
    return [say(f"It waits for another owner of your company (comptant team approve {id_}), or for "
                "the factor.",
                f"Cela attend un autre dirigeant de votre société (comptant team approve {id_}), "
                "ou le factor.")]  # fmt: skip
