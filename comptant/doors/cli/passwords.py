"""Passwords: choosing one's own, and a forgotten one."""

import sys
from datetime import UTC, datetime
from typing import TextIO

import click

from comptant.doors import clocks
from comptant.doors.cli import session
from comptant.doors.cli.ceilings import waits_or
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.people import USER
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

TOP = Subject("passwords", both=Both("", ""))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "password",
    ("Change your own password: the old one and the new one are asked for, unseen.\n\n"
     "12 characters or more, not your name, not a common one. Your other sessions end.",
     "Changer votre mot de passe : l'ancien et le nouveau sont demandés, sans s'afficher.\n\n"
     "12 caractères ou plus, pas votre nom, pas un mot de passe courant. Vos autres sessions "
     "prennent fin."),
    "comptant password", "comptant password --from - < two-lines.txt",
)  # fmt: skip
@option("--from", "file", type=click.File("r", encoding="utf-8"), metavar="FILE",
        help=("For scripts: a file, or - for the standard input, whose first line is the old "
              "password and the second the new one.",
              "Pour un script : un fichier, ou - pour l'entrée standard, dont la première ligne "
              "est l'ancien mot de passe et la deuxième le nouveau."))  # fmt: skip
def password(sh: Shell, file: TextIO | None) -> None:
    """Change one's own password."""
    with sh.writing(is_choosing=True):
        pass  # whoever is not signed in is told so before being asked
    old, new = _two_lines(file) if file else _typed()
    _choose(sh, old, new)


def choose_first(sh: Shell, old: str) -> None:
    """Ask for a person's own password right after the one that serves once has let them in."""
    new = click.prompt(say("Choose your own password", "Choisissez votre mot de passe"),
                       hide_input=True, err=True, confirmation_prompt=True)  # fmt: skip
    _choose(sh, old, str(new))


def _choose(sh: Shell, old: str, new: str) -> None:
    from comptant.operations.registry.password_changes import choose_password

    _, token = session.token_of(sh.login)
    with sh.writing(is_choosing=True) as (conn, asked):
        answer = choose_password(conn, asked, password=old, new_password=new, token=token,
                                 at=datetime.now(UTC))  # fmt: skip
    sh.say({"key": sh.key, **answer}, say(
        "Your password is changed. Your other sessions are over.",
        "Votre mot de passe est changé. Vos autres sessions ont pris fin."))  # fmt: skip


def _typed() -> tuple[str, str]:
    from comptant.operations.acts.act import Refused

    if not sys.stdin.isatty():
        raise Refused("password_lines_missing")
    old = click.prompt(say("Present password", "Mot de passe actuel"), hide_input=True, err=True)
    new = click.prompt(say("New password", "Nouveau mot de passe"), hide_input=True, err=True,
                       confirmation_prompt=True)  # fmt: skip
    return str(old), str(new)


def _two_lines(file: TextIO) -> tuple[str, str]:
    from comptant.operations.acts.act import Refused

    lines = [line.removesuffix("\n").removesuffix("\r") for line in file]
    if len(lines) != 2:
        raise Refused("password_lines_missing")
    return lines[0], lines[1]


@verb(
    USER, "rescue",
    ("Give an administrator who has forgotten their password one that serves once.\n\n"
     "For whoever keeps the machine, when nobody of the house can do `user reset`: it needs no "
     "sign-in, but the owner of the database (COMPTANT_HOME, or the owner's DATABASE_URL). Who did "
     "it and why stay in the acts, and `control` lists it.",
     "Donner à un administrateur qui a oublié son mot de passe un mot de passe à usage unique.\n\n"
     "Pour qui tient la machine, quand personne de la maison ne peut faire `user reset` : sans "
     "connexion, mais avec le propriétaire de la base (COMPTANT_HOME, ou son DATABASE_URL). Qui "
     "l'a fait et pourquoi restent dans les actes, et `control` le liste."),
    "comptant user rescue ada --reason 'ada alone, password lost, ticket 41'",
)  # fmt: skip
@click.argument("name")
@option("--reason", required=True, help=("Why, and who asked.", "Pourquoi, et qui l'a demandé."))
@option("--second-factors", "ends_factors", is_flag=True,
        help=("End their second factors too, which are lost.",
              "Mettre fin aussi à leurs seconds facteurs, perdus."))  # fmt: skip
def rescue(sh: Shell, name: str, reason: str, ends_factors: bool) -> None:
    """Let an administrator in again."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.registry import passwords
    from comptant.operations.registry.rescue import OWNER
    from comptant.operations.registry.rescue import rescue as let_in
    from comptant.store.connection import DatabaseUnavailable, connect

    once = passwords.new_once()
    try:
        owner = connect(OWNER)
    except DatabaseUnavailable as error:
        if OWNER not in error.cause or "does not exist" in error.cause:
            raise
        raise Refused("owner_only") from None  # the server knows the role, and not for this login
    with owner as conn:
        conn.autocommit = True
        on, at = clocks.moment(conn, sh.wanted_on)
        clocks.check(conn)
        answer = let_in(conn, login=name, once_password=once, reason=reason, operator=_operator(),
                        key=sh.key, at=at, on=on, ends_factors=ends_factors)  # fmt: skip
    sh.say(
        {"key": sh.key, **answer, "once_password": once},
        say(f"Password of {answer['login']}, shown this once: {once}",
            f"Mot de passe de {answer['login']}, affiché cette seule fois : {once}"),
        say(f"It serves once, within {passwords.ONCE_DAYS} days, to choose another: comptant login "
            f"{answer['login']}. Their sessions are over.",
            f"Il sert une fois, sous {passwords.ONCE_DAYS} jours, à en choisir un autre : comptant "
            f"login {answer['login']}. Ses sessions ont pris fin."),
    )  # fmt: skip


def _operator() -> str:
    """The account of the machine that runs this, and the machine."""
    import getpass
    import socket

    return f"{getpass.getuser()}@{socket.gethostname()}"


@verb(
    USER, "reset",
    ("Give a password that serves once to someone who has forgotten theirs.\n\n"
     "It is shown here, once: hand it over yourself. It waits for another person's approval; then "
     "the old password and every session of that person end.",
     "Donner un mot de passe à usage unique à qui a oublié le sien.\n\n"
     "Il s'affiche ici, une seule fois : remettez-le vous-même. Il attend l'approbation d'une "
     "autre personne ; alors l'ancien mot de passe et toutes les sessions de la personne prennent "
     "fin."),
    "comptant user reset alice",
)  # fmt: skip
@click.argument("name")
def reset(sh: Shell, name: str) -> None:
    """Propose a reset."""
    from comptant.operations.registry import password_changes, passwords

    once = passwords.new_once()
    answer = sh.run(password_changes.propose_password_reset, login=name, once_password=once)
    sh.say(
        {**answer, "once_password": once},
        say(f"Password of {answer['login']}, shown this once: {once}",
            f"Mot de passe de {answer['login']}, affiché cette seule fois : {once}"),
        say(f"It serves once, within {passwords.ONCE_DAYS} days, to choose another.",
            f"Il sert une fois, sous {passwords.ONCE_DAYS} jours, à en choisir un autre."),
        *waits_or(answer, say("Their sessions are over.", "Ses sessions ont pris fin.")),
    )  # fmt: skip


@verb(
    USER, "end-factors",
    ("End the second factors of someone who has lost them, and every recovery code.\n\n"
     "It waits for another person of the house; then their sessions end too, and with their "
     "password they sign in and add another. They are told by mail, and so are their company's "
     "owners. For a person of your own company, or as an administrator.",
     "Mettre fin aux seconds facteurs de qui les a perdus, et à tous ses codes de secours.\n\n"
     "L'acte attend une autre personne de la maison ; alors ses sessions prennent fin aussi, et "
     "avec son mot de passe la personne se connecte et en ajoute un autre. Elle est prévenue par "
     "courriel, ainsi que les dirigeants de sa société. Pour une personne de votre société, ou en "
     "tant qu'administrateur."),
    "comptant user end-factors alice",
)  # fmt: skip
@click.argument("name")
def end_factors(sh: Shell, name: str) -> None:
    """Propose the end of lost second factors."""
    from comptant.operations.registry import lost_factors

    answer = sh.run(lost_factors.propose_factors_end, login=name)
    sh.say(answer, *waits_or(answer, say(
        f"The second factors of {answer['login']} have ended, and their sessions.",
        f"Les seconds facteurs de {answer['login']} ont pris fin, et ses sessions.")))  # fmt: skip
