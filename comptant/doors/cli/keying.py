"""Keys with which programs act for a company."""

from typing import TYPE_CHECKING

import click

from comptant.doors import lookup
from comptant.doors.answers import told_token, with_token
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

KEY = Subject("key", both=Both("Keys with which programs act for a company.",
                               "Les clés des programmes d'une société."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(KEY)


@verb(
    KEY, "add",
    ("Give a program a key, shown once. It acts as a person, in a company of theirs, within "
     "scopes: read, or names of operations (those of POST /api/v1/NAME). What takes a person "
     "(approving, releasing, naming people) no key may do.",
     "Donner une clé à un programme, montrée une fois. Il agit comme une personne, pour une de ses "
     "sociétés, dans des portées : read, ou des noms d'opérations (ceux de POST /api/v1/NOM). Ce "
     "qui demande une personne (approuver, libérer, nommer) n'est permis à aucune clé."),
    "comptant key add 'accounting software' --as alice --scope read --scope remit --days 90",
)  # fmt: skip
@click.argument("name")
@option("--as", "login", required=True, help=("Whom it acts as.", "Au nom de qui il agit."))
@option("--at", "company", help=("Company: SIREN, name or id (default: the person's only one).",
                                 "Société : SIREN, nom ou identifiant (sinon la seule de la "
                                 "personne)."))  # fmt: skip
@option("--scope", "scopes", multiple=True, required=True,
        help=("What it may do; may be repeated.", "Ce qu'elle permet ; peut être répété.")
)  # fmt: skip
@option("--from", "networks", multiple=True,
        help=("Only from this network, like 203.0.113.0/24; may be repeated.",
              "Seulement de ce réseau, comme 203.0.113.0/24 ; peut être répété."))  # fmt: skip
@option("--days", type=click.IntRange(1), default=365, metavar="DAYS",
        help=("For how many days (default: 365).", "Pour combien de jours (sinon 365).")
)  # fmt: skip
def add(
    sh: Shell, name: str, login: str, company: str | None, scopes: tuple[str, ...],
    networks: tuple[str, ...], days: int,
) -> None:  # fmt: skip
    """Add a key."""
    from comptant.operations.registry import keys

    with sh.reading() as (see, _, _on):
        company_id = lookup.party(see, company)["id"] if company else _only_company(see, login)
    token = keys.new_token()
    answer = sh.run(
        keys.add_key, login=login, company_id=company_id, name=name, scopes=list(scopes),
        networks=list(networks), days=days, token=token,
    )  # fmt: skip
    given = with_token(answer, token)
    sh.say(given, say(f"Key {answer['key_id']}", f"Clé {answer['key_id']}"), told_token(given))


def _only_company(see: "See", login: str) -> int:
    """The company of a person who is of one only."""
    from comptant.operations.acts.act import Refused

    found = [row for row in see("read_users") if row["login"] == login]
    if not found:
        raise Refused("user_unknown", login=login)
    if len(found) > 1:
        raise click.UsageError(
            say(
                f"{login} works for several companies: say which one, --at COMPANY.",
                f"{login} travaille pour plusieurs sociétés : dites laquelle, --at SOCIÉTÉ.",
            )
        )
    return int(found[0]["company_id"])


@verb(
    KEY, "rotate",
    ("Give a program a new key in the place of one that still opens, shown once. The old one opens "
     "for some hours more: change it in the program meanwhile.",
     "Donner à un programme une nouvelle clé à la place d'une qui vaut encore, montrée une fois. "
     "L'ancienne vaut encore quelques heures : changez-la dans le programme d'ici là."),
    "comptant key rotate 812", "comptant key rotate 812 --hours 0",
)  # fmt: skip
@click.argument("id_", metavar="ID", type=ID)
@option("--hours", type=click.IntRange(0), default=24, metavar="HOURS",
        help=("How long the old one still opens (default: 24).",
              "Combien d'heures l'ancienne vaut encore (sinon 24)."))  # fmt: skip
@option("--days", type=click.IntRange(1), default=365, metavar="DAYS",
        help=("For how many days the new one (default: 365).",
              "Pour combien de jours la nouvelle (sinon 365)."))  # fmt: skip
def rotate(sh: Shell, id_: int, hours: int, days: int) -> None:
    """Change a key for a new one."""
    from comptant.operations.registry import keys

    token = keys.new_token()
    answer = sh.run(keys.rotate_key, key_id=id_, days=days, hours=hours, token=token)
    given = with_token(answer, token)
    sh.say(given, say(f"Key {answer['key_id']}", f"Clé {answer['key_id']}"), told_token(given))


@verb(KEY, "end", ("End a key at once.", "Mettre fin à une clé, aussitôt."),
      "comptant key end 812")  # fmt: skip
@click.argument("id_", metavar="ID", type=ID)
def end(sh: Shell, id_: int) -> None:
    """End a key."""
    from comptant.operations.registry import keys

    sh.say(sh.run(keys.end_key, key_id=id_), say("Done.", "Fait."))


@verb(KEY, "list", ("List the keys that still open.", "Lister les clés encore valables."),
      "comptant key list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List keys."""
    with sh.writing(is_look=True) as (_conn, asked), sh.reading() as (see, _, _on):
        rows = see("read_keys", at=asked.at)
    sh.show(rows, "id", "name", "login", "company_name", "scopes", "networks", "expires_at")
