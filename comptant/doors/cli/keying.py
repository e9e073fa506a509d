"""Keys with which programs act for a company."""

from typing import TYPE_CHECKING, Any

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
     "(approving, releasing, naming people) no key may do. A key for somebody else opens nothing "
     "until that person agrees.",
     "Donner une clé à un programme, montrée une fois. Il agit comme une personne, pour une de ses "
     "sociétés, dans des portées : read, ou des noms d'opérations (ceux de POST /api/v1/NOM). Ce "
     "qui demande une personne (approuver, libérer, nommer) n'est permis à aucune clé. Une clé au "
     "nom d'une autre personne n'ouvre rien tant que cette personne ne l'accepte pas."),
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
    sh.say(given, *_made(given))


def _made(given: dict[str, Any]) -> list[str]:
    """What whoever made a key is told."""
    id_, login = given["key_id"], given["login"]
    lines = [say(f"Key {id_}", f"Clé {id_}"), told_token(given)]
    if given["approval_id"]:
        lines.append(say(f"It opens nothing until {login} agrees: comptant key agree {id_}, or "
                         "the page You of the portal.",
                         f"Elle n'ouvre rien tant que {login} ne l'accepte pas : comptant key "
                         f"agree {id_}, ou la page Vous du portail."))  # fmt: skip
    return lines


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
    sh.say(given, *_made(given))


@verb(KEY, "agree", ("Agree that a program acts as you by a key that somebody made: it opens from "
                     "then on. See it first: comptant key list.",
                     "Accepter qu'un programme agisse en votre nom par une clé que quelqu'un a "
                     "faite : elle ouvre dès lors. Voyez-la d'abord : comptant key list."),
      "comptant key agree 812")  # fmt: skip
@click.argument("id_", metavar="ID", type=ID)
def agree(sh: Shell, id_: int) -> None:
    """Agree to a key."""
    _answer(sh, id_, True, "")


@verb(KEY, "refuse", ("Refuse a key that would act as you: it never opens.",
                      "Refuser une clé qui agirait en votre nom : elle n'ouvrira jamais."),
      "comptant key refuse 812 --reason 'I know no such program'")  # fmt: skip
@click.argument("id_", metavar="ID", type=ID)
@option("--reason", default="", help=("Why.", "Pourquoi."))
def refuse(sh: Shell, id_: int, reason: str) -> None:
    """Refuse a key."""
    _answer(sh, id_, False, reason)


def _answer(sh: Shell, id_: int, approve: bool, reason: str) -> None:
    from comptant.operations.registry import keys

    given = sh.run(keys.answer_key, key_id=id_, approve=approve, reason=reason)
    scopes = ", ".join(given["scopes"])
    done = (say(f"{given['name']} acts as you from now on: {scopes}.",
                f"{given['name']} agit désormais en votre nom : {scopes}.") if approve else
            say(f"Refused: {given['name']} never acts as you.",
                f"Refusé : {given['name']} n'agira jamais en votre nom."))  # fmt: skip
    sh.say(given, done)


@verb(KEY, "end", ("End a key at once: one that acts as you, or one that you may give.",
                   "Mettre fin à une clé, aussitôt : une qui agit en votre nom, ou que vous pouvez "
                   "donner."),
      "comptant key end 812")  # fmt: skip
@click.argument("id_", metavar="ID", type=ID)
def end(sh: Shell, id_: int) -> None:
    """End a key."""
    from comptant.operations.registry import keys

    sh.say(sh.run(keys.end_key, key_id=id_), say("Done.", "Fait."))


@verb(KEY, "list", ("List the keys that still open, and those that wait for their person (no day "
                    "in `agreed`).",
                    "Lister les clés encore valables, et celles qui attendent leur personne (pas "
                    "de date dans « acceptée »)."),
      "comptant key list")  # fmt: skip
def list_(sh: Shell) -> None:
    """List keys."""
    with sh.writing(is_look=True) as (_conn, asked), sh.reading() as (see, _, _on):
        rows = see("read_keys", at=asked.at)
    sh.show(rows, "id", "name", "login", "company_name", "scopes", "networks", "expires_at",
            "made_by", "agreed_at")  # fmt: skip
