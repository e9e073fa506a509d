"""The house: opening the books, signing in and out, the private server."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

import click

from comptant.doors import words
from comptant.doors.cli import asking, session
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

TOP = Subject("house", both=Both("", ""))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "init",
    ("Open the books: the factor and its first administrator, who is signed in.\n\n"
     "The database is set up first. Once per database.",
     "Ouvrir les livres : le factor et son premier administrateur, qui est connecté.\n\n"
     "La base est préparée d'abord. Une seule fois par base."),
    "comptant init --name 'FACTOR SA' --siren 552100554 --login ada --sandbox",
)  # fmt: skip
@option("--name", required=True, help=("Name of the factor.", "Nom du factor."))
@option("--siren", required=True, help=("SIREN of the factor.", "SIREN du factor."))
@option("--login", required=True, help=("Name to sign in with.", "Nom de connexion."))
@option("--full-name", help=("Name of the administrator.", "Nom de l'administrateur."))
@option("--sandbox", is_flag=True,
        help=("A trial with invented data: any business day, nothing leaves the house.",
              "Un essai sur données inventées : tout jour de travail, rien ne sort."))  # fmt: skip
def init(
    sh: Shell, name: str, siren: str, login: str, full_name: str | None, sandbox: bool
) -> None:
    """Open the books."""
    from zoneinfo import ZoneInfo

    from comptant import settings
    from comptant.operations.registry import people
    from comptant.store import migrate
    from comptant.store.connection import connect

    given = asking.password(twice=True)
    migrate.bootstrap()
    at = datetime.now(UTC)
    on = (
        sh.wanted_on if sandbox and sh.wanted_on else at.astimezone(ZoneInfo("Europe/Paris")).date()
    )
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        answer = people.init(
            conn, name=name, numbers={"siren": siren}, login=login, user_name=full_name or login,
            password=given, key=sh.key, on=on, at=at, is_sandbox=sandbox or settings.SANDBOX,
        )  # fmt: skip
        token, user = people.sign_in(conn, login=login, password=given, at=at)
    session.keep(user.login, token)
    sh.say({"key": sh.key, **answer},
           say(f"The books of {name} are open. You are signed in as {user.login}.",
               f"Les livres de {name} sont ouverts. Vous êtes connecté : {user.login}."),
           say("To quote, a tariff is needed. An example, marked as such: comptant tariff propose "
               "--example",
               "Pour chiffrer, il faut un tarif. Un exemple, marqué comme tel : comptant tariff "
               "propose --example"))  # fmt: skip


@verb(
    TOP, "login",
    ("Sign in. The password is asked for, or read from COMPTANT_PASSWORD.",
     "Se connecter. Le mot de passe est demandé, ou lu dans COMPTANT_PASSWORD."),
    "comptant login ada",
)  # fmt: skip
@click.argument("name")
def login(sh: Shell, name: str) -> None:
    """Sign in and keep the session."""
    from comptant.doors.cli import passwords
    from comptant.operations.acts.act import Refused
    from comptant.operations.registry import people
    from comptant.store.connection import connect

    if not session.safe(name.strip().lower()):
        raise Refused("sign_in_failed", login=name)
    given = asking.password()
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        token, user = people.sign_in(conn, login=name, password=given, at=datetime.now(UTC))
    session.keep(user.login, token)
    if user.must_choose and sys.stdin.isatty() and not sh.is_json:
        passwords.choose_first(replace(sh, login=user.login), given)
        return
    if user.must_choose:
        sh.say(_described(user), say(
            f"Signed in as {user.login}. This password serves once: choose your own with comptant "
            "password.",
            f"Connecté : {user.login}. Ce mot de passe sert une fois : choisissez le vôtre par "
            "comptant password."))  # fmt: skip
        return
    sh.say(_described(user), say(f"Signed in as {user.login}.", f"Connecté : {user.login}."))


@verb(TOP, "logout", ("Sign out.", "Se déconnecter."), "comptant logout")
def logout(sh: Shell) -> None:
    """End the session here and in the database."""
    from comptant.operations.registry import people
    from comptant.store.connection import connect

    login, token = session.token_of(sh.login)
    with connect("comptant_writer") as conn:
        people.sign_out(conn, token=token)
    if login:
        session.forget(login)
    sh.say({"login": login}, say("Signed out.", "Déconnecté."))


@verb(
    TOP, "whoami", ("Say who is signed in, for which company, with which roles.",
                    "Dire qui est connecté, pour quelle société, avec quels rôles."),
    "comptant whoami",
)  # fmt: skip
def whoami(sh: Shell) -> None:
    """Who is signed in."""
    with sh.writing(is_look=True) as (_, asked):
        data = _described(asked.by)
    roles = ", ".join(words.word("role", role) for role in data["roles"])
    sh.say(data, f"{data['login']} — {roles}")


def _described(user: object) -> dict:  # type: ignore[type-arg]
    from comptant.operations.acts.act import User

    assert isinstance(user, User)
    return {"login": user.login, "user_id": user.id, "company_id": user.company_id,
            "is_factor": user.is_factor, "roles": sorted(user.roles),
            "must_choose": user.must_choose}  # fmt: skip


@verb(TOP, "start", ("Start the private PostgreSQL (any command does).",
                     "Démarrer le PostgreSQL privé (toute commande le fait)."),
      "comptant start")  # fmt: skip
def start(sh: Shell) -> None:
    """Start our own server; nothing to do with DATABASE_URL."""
    from comptant.store.connection import ensure_server

    ensure_server()
    _tell_status(sh)


@verb(TOP, "stop", ("Stop the private PostgreSQL.", "Arrêter le PostgreSQL privé."),
      "comptant stop")  # fmt: skip
def stop(sh: Shell) -> None:
    """Stop our own server."""
    from comptant import settings
    from comptant.store import server

    stopped = False if settings.DATABASE_URL else server.stop(settings.HOME)
    sh.say({"stopped": stopped}, say("Stopped.", "Arrêté.") if stopped
           else say("No server of ours was running.", "Aucun serveur à nous ne tournait.")
    )  # fmt: skip


@verb(TOP, "status", ("Say where the database is and whether it answers.",
                      "Dire où est la base et si elle répond."),
      "comptant status")  # fmt: skip
def status(sh: Shell) -> None:
    """Where the database is."""
    _tell_status(sh)


def _tell_status(sh: Shell) -> None:
    from comptant import settings

    if settings.DATABASE_URL:
        from comptant.store.connection import connect

        with connect("comptant_reader") as conn:
            version = conn.info.server_version // 10_000
        sh.say({"server": "external", "running": True, "version": version},
               say(f"PostgreSQL {version} of DATABASE_URL answers.",
                   f"Le PostgreSQL {version} de DATABASE_URL répond."))  # fmt: skip
        return
    from comptant.store import server

    seen = server.status(settings.HOME)
    state = say("runs", "tourne") if seen.running else say("is stopped", "est arrêté")
    sh.say({"server": "private", "running": seen.running, "pid": seen.pid,
            "folder": str(seen.folder), "log": str(seen.log)},
           say(f"The private PostgreSQL {state}: {seen.folder}",
               f"Le PostgreSQL privé {state} : {seen.folder}"))  # fmt: skip


@verb(TOP, "migrate", ("Bring the database to the present version.",
                       "Mettre la base à la version présente."),
      "comptant migrate")  # fmt: skip
def migrate_(sh: Shell) -> None:
    """Run the migrations that have not run yet."""
    from comptant.store import migrate

    migrate.bootstrap()
    sh.say({"current": True}, say("The database is up to date.", "La base est à jour."))
