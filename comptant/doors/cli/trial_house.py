"""The house at work: played anew for today, then what waits this morning, person by person."""

import shutil
from typing import TYPE_CHECKING

from comptant.doors import clocks, tables, words
from comptant.doors.cli import session
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.doors.demo.house import House

STEPS = 4  # parts of the play that announce themselves
# Who signs in, and what is found there: as demo/house.py has played it.
MORNING = (
    ("alice", Both("ALPHA SAS, client: what can be drawn and why not more, a line of this "
                   "morning's list to mend, a dispute to answer",
                   "ALPHA SAS, cliente : ce qu'elle peut tirer et pourquoi pas plus, une ligne de "
                   "la liste du matin à corriger, un litige où répondre")),
    ("denis", Both("DELTA SARL, client without recourse: a little more advanced than is carried",
                   "DELTA SARL, cliente sans recours : un peu plus d'avances que de créances")),
    ("anna", Both("account manager: money that names no invoice, disputes, the client's books",
                  "chargée de compte : un virement sans référence, des litiges, les comptes du "
                  "client")),
    ("tania", Both("treasurer: a draw to release, the payment file, the bank",
                   "trésorière : un tirage à libérer, le fichier de virements, la banque")),
    ("carl", Both("credit analyst: two limits asked for, one on a buyer not known yet",
                  "analyste crédit : deux limites demandées, dont une sur un acheteur inconnu")),
    ("aron", Both("accountant: the journal, yesterday's close, today's to come",
                  "comptable : le journal, la clôture d'hier, celle d'aujourd'hui")),
)  # fmt: skip


def made(database: str) -> "House":
    """Play the house in its database, made anew, up to today; the sessions of its people are kept
    for the commands to come."""
    from comptant import settings
    from comptant.doors.demo.house import play
    from comptant.store.connection import connect
    from comptant.store.migrate import start_afresh

    with tables.progress(say("A house at work.", "Une maison au travail.")) as bar:
        task = bar.add_task("house", total=STEPS)
        start_afresh(database)
        folder = settings.HOME / "house"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

        def step(code: str) -> None:
            bar.advance(task)
            bar.console.print(f"  {words.word('step_of', code)}", style="dim", markup=False)

        with connect("comptant_writer") as conn:
            conn.autocommit = True
            house = play(conn, folder, clocks.today(), step)
    for login, token in house.tokens.items():
        session.keep(login, token)
    return house


def tell(database: str) -> None:
    """What waits, person by person, and how it is looked at."""
    tables.line(say("What waits this morning:", "Ce qui attend ce matin :"))
    for login, found in MORNING:
        tables.line(f"  {login:<6} {found.said()}")
    tables.line()
    tables.line(
        say(
            "  comptant serve --demo   # in a browser: it prints links that sign in",
            "  comptant serve --demo   # dans un navigateur : des liens qui connectent",
        )
    )
    tables.line(f"  export COMPTANT_DATABASE={database}")
    for command in ("availability C-1 --explain --user alice", "approvals --user tania",
                    "cash list --user anna", "dispute list --user anna"):  # fmt: skip
        tables.line(f"  comptant {command}")


def tell_age() -> None:
    """A house played some time ago says how to have it at today; what was done in it would go."""
    from comptant.doors.demo.house import business_day_before
    from comptant.store.migrate import first_day_closed

    day = first_day_closed()
    if day is not None and day != business_day_before(clocks.today()):
        tables.complain(say(
            f"This house was played up to the close of {words.day(day)}. At today, without what "
            "was done in it since: comptant demo house",
            f"Cette maison a été jouée jusqu'à la clôture du {words.day(day)}. À ce jour, sans "
            "ce qui y a été fait depuis : comptant demo house"))  # fmt: skip
