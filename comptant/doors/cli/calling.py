"""Calls of advisers: asked for by whoever reads a quote or offers, worked through by the staff."""

from datetime import date

import click

from comptant.doors import callbacks_told, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.offering import QUOTE
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID, word
from comptant.doors.words import Both, say

CALLBACK = Subject("callback", both=Both(
    "Calls that readers of quotes and offers ask of an adviser: diagnosed, taken, called, closed.",
    "Les rappels demandés par qui lit un devis ou des offres : diagnostic, prise, appel, clôture.")
)  # fmt: skip
CALLS = ("SPOKEN", "NO_ANSWER", "CALL_AGAIN")
ENDS = ("GOES_ON", "NOT_NOW", "DECLINED", "NEVER_REACHED")
SHOWN = ("id", "prospect", "caller", "phone", "asked_on", "callback_state", "call_outcome",
         "adviser", "act_by_on", "late_days")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(CALLBACK)


@verb(CALLBACK, "ask",
      ("Have an adviser call about a quote or a file of offers, by the next business day.",
       "Être rappelé par un conseiller sur un devis ou un fichier d'offres, au plus tard le jour "
       "ouvré suivant."),
      "comptant callback ask --quote 1204 --caller 'Alice Martin' --phone +33612345678 "
      "--question 'Why so little cash on day 1?'")  # fmt: skip
@option("--quote", "quote_id", type=ID, help=("The quote.", "Le devis."))
@option("--file", "file_id", type=ID, help=("The file of offers.", "Le fichier d'offres."))
@option("--caller", required=True, help=("Whom to call.", "Qui appeler."))
@option("--phone", required=True, help=("At which number.", "À quel numéro."))
@option("--question", default="", help=("What about.", "À quel propos."))
def callback_ask(
    sh: Shell, quote_id: int | None, file_id: int | None, caller: str, phone: str, question: str
) -> None:
    """Ask for a call."""
    from comptant.operations.quoting.callbacks import ask_callback

    answer = sh.run(ask_callback, quote_id=quote_id, file_id=file_id, caller=caller, phone=phone,
                    question=question)  # fmt: skip
    by = words.day(answer["act_by_on"])
    sh.say(answer, say(f"{answer['adviser']} calls by {by} (call {answer['callback_id']}).",
                       f"{answer['adviser']} appelle au plus tard le {by} (rappel "
                       f"{answer['callback_id']})."))  # fmt: skip


@verb(CALLBACK, "list", ("List the calls that wait, what is due first on top.",
                         "Lister les rappels en attente, le plus pressé d'abord."),
      "comptant callback list")  # fmt: skip
@option("--closed", is_flag=True, help=("Those that are closed.", "Ceux qui sont clos."))
def callback_list(sh: Shell, closed: bool) -> None:
    """List calls."""
    with sh.reading() as (see, _, on):
        rows = see("read_callbacks", on=on, state="CLOSED" if closed else None)
    sh.show(rows, *SHOWN)


@verb(CALLBACK, "show", ("Show a call: its diagnosis, the options, what is missing, what was done.",
                         "Montrer un rappel : diagnostic, options, ce qui manque, ce qui est fait."
                         ),
      "comptant callback show 118")  # fmt: skip
@click.argument("callback", type=ID, metavar="NUMBER")
def callback_show(sh: Shell, callback: int) -> None:
    """Show a call."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, _, on):
        found = see("read_callback", id=callback, on=on)
        steps = see("read_callback_steps", callback_id=callback)
    if not found:
        raise Refused("callback_unknown", callback_id=callback)
    (row,) = found
    if sh.is_json:
        told = {**row, "steps": steps}
        sh.say(told)
        return
    sh.show([row], *SHOWN)
    if row["question"]:
        click.echo(row["question"])
    told = row["diagnosis"]
    for title, rows, columns in (
        (say("What is weak in the ledger", "Points faibles du poste clients"),
         callbacks_told.weak_of_ledger(told), callbacks_told.WEAK_COLUMNS),
        (say("Options", "Options"), callbacks_told.options(told), callbacks_told.OPTION_COLUMNS),
        (say("What is missing", "Ce qui manque"), callbacks_told.papers(told),
         callbacks_told.PAPER_COLUMNS),
        (say("What was done", "Ce qui a été fait"), steps, callbacks_told.STEP_COLUMNS),
    ):  # fmt: skip
        sh.show(rows, *columns, title=title)


@verb(CALLBACK, "take", ("Take a call: it is your turn from now on.",
                         "Prendre un rappel : c'est à vous d'agir désormais."),
      "comptant callback take 118")  # fmt: skip
@click.argument("callback", type=ID, metavar="NUMBER")
def callback_take(sh: Shell, callback: int) -> None:
    """Take a call."""
    from comptant.operations.quoting.callbacks import take_callback

    answer = sh.run(take_callback, callback_id=callback)
    by = words.day(answer["act_by_on"])
    sh.say(answer, say(f"{answer['prospect']} is yours, due by {by}.",
                       f"{answer['prospect']} est à vous, pour le {by}."))  # fmt: skip


@verb(CALLBACK, "note", ("Note that you have called, and by when the next word is due.",
                         "Noter que vous avez appelé, et pour quand est due la suite."),
      "comptant callback note 118 NO_ANSWER",
      "comptant callback note 118 SPOKEN --by 2026-01-30 --note 'sends the accounts'")  # fmt: skip
@click.argument("callback", type=ID, metavar="NUMBER")
@click.argument("outcome", type=word(CALLS))
@option("--by", "call_by_on", type=DAY, help=("Next word by.", "Suite pour le."))
@option("--note", default="", help=("What was said; whoever asked reads it.",
                                    "Ce qui a été dit ; qui a demandé le lit."))  # fmt: skip
def callback_note(
    sh: Shell, callback: int, outcome: str, call_by_on: date | None, note: str
) -> None:
    """Note a call."""
    from comptant.operations.quoting.callbacks import note_call

    answer = sh.run(note_call, callback_id=callback, outcome=outcome, call_by_on=call_by_on,
                    note=note)  # fmt: skip
    by = words.day(answer["act_by_on"])
    sh.say(answer, say(f"Noted; the next word is due by {by}.", f"Noté ; suite due le {by}."))


@verb(CALLBACK, "close", ("Close a call: what came of it. The number is forgotten.",
                          "Clore un rappel : ce qu'il en est advenu. Le numéro est oublié."),
      "comptant callback close 118 GOES_ON --note 'opens a contract'")  # fmt: skip
@click.argument("callback", type=ID, metavar="NUMBER")
@click.argument("outcome", type=word(ENDS))
@option("--note", default="", help=("What was said; whoever asked reads it.",
                                    "Ce qui a été dit ; qui a demandé le lit."))  # fmt: skip
def callback_close(sh: Shell, callback: int, outcome: str, note: str) -> None:
    """Close a call."""
    from comptant.operations.quoting.callbacks import close_callback

    answer = sh.run(close_callback, callback_id=callback, outcome=outcome, note=note)
    sh.say(answer, say("Closed.", "Clos."))


@verb(QUOTE, "share",
      ("Make a link that opens a quote to whoever has it, without an account, as long as the quote "
       "is valid.",
       "Créer un lien qui ouvre un devis à qui l'a, sans compte, tant que le devis vaut."),
      "comptant quote share 1204")  # fmt: skip
@click.argument("quote", type=ID, metavar="NUMBER")
def quote_share(sh: Shell, quote: int) -> None:
    """Share a quote."""
    from comptant.doors.answers import told_token, with_token
    from comptant.operations.quoting.links import new_link, share_quote

    token = new_link()
    answer = with_token(sh.run(share_quote, quote_id=quote, token=token), token)
    sh.say(answer, told_token({**answer, "token": answer["token"] and f"/offer/{token}"}))
