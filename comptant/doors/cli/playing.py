"""A house of one's own to try a program on: what does not go as planned, by clock travel."""

from secrets import token_urlsafe

import click

from comptant.doors import tables
from comptant.doors.cli import session
from comptant.doors.cli.language import Subject
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.cli.trial import beside
from comptant.doors.words import Both, money, say

SANDBOX = Subject("sandbox", both=Both(
    "Houses with invented data to try programs on.",
    "Des maisons aux données inventées pour essayer des programmes."))  # fmt: skip
NAMES = ("late_payer", "dispute", "failure")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(SANDBOX)


@verb(
    SANDBOX, "play",
    ("Play a scenario in a database of its own, made anew: late_payer, dispute or failure.\n\n"
     "It tells each day with what is available, and gives a key with which a program goes on from "
     "the last day, or from any other.",
     "Jouer un scénario dans une base à part, refaite : late_payer, dispute ou failure.\n\n"
     "Chaque jour est raconté avec le disponible, et une clé permet à un programme de "
     "continuer depuis le dernier jour, ou tout autre."),
    "comptant sandbox play late_payer",
)  # fmt: skip
@click.argument("scenario", type=click.Choice(NAMES))
def play(sh: Shell, scenario: str) -> None:
    """Play."""
    from comptant import settings
    from comptant.doors.demo import scenarios
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    key = token_urlsafe(32)
    start_afresh(beside(scenario))
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        tale = scenarios.play(conn, scenario, key)
    for login, token in tale.box.tokens.items():
        session.keep(login, token)
    rows = [{"day": one.day, "event": one.event.said(), "available_cents": one.available_cents,
             "outstanding_cents": one.outstanding_cents} for one in tale.told]  # fmt: skip
    if sh.is_json:
        sh.say({"database": settings.DATABASE, "contract_id": tale.contract_id, "key": key,
                "day": tale.box.on, "days": rows})  # fmt: skip
        return
    for row in rows:
        tables.line(f"{row['day']}  {row['event']}")
        tables.dim(say(f"            available: {money(row['available_cents'])}",
                       f"            disponible : {money(row['available_cents'])}"))  # fmt: skip
    tables.line()
    tables.line(f"export COMPTANT_DATABASE={settings.DATABASE}; comptant serve --as alice")
    tables.line(f"curl -H 'Authorization: Bearer {key}' -H 'Comptant-Day: {tale.box.on}' "
                "http://127.0.0.1:8765/api/v1/contracts")  # fmt: skip
