"""The end of a day and of a month, and the chain of acts."""

from datetime import date
from typing import Any

import click

from comptant.doors import reporting, tables, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.reads_told import KINDS
from comptant.doors.reads_told import told as read_told
from comptant.doors.values import DAY
from comptant.doors.words import Both, say

TOP = Subject("closing", both=Both("", ""))
PERIOD = Subject("period", both=Both("Accounting months.", "Les mois comptables."))
AUDIT = Subject("audit", both=Both("The chains of acts and of reads: nothing removed or changed.",
                                   "Les chaînes des actes et des lectures : rien d'ôté ni changé.")
)  # fmt: skip
READS = ("happened_at", "login", "company_name", "key_name", "sensitive_kind", "read_name", "about",
         "row_count")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), PERIOD, AUDIT):
        root.add_command(command)


@verb(
    TOP, "close-day",
    ("Close a day: what time changes, charges, the fund, the proof of the books.\n\n"
     "Days are closed one after the other. A close that was stopped goes on where it stopped: "
     "run it again. Its keys are those of the day.",
     "Arrêter un jour : ce que le temps change, les commissions, le fonds, la preuve.\n\n"
     "Les jours s'arrêtent l'un après l'autre. Un arrêté interrompu reprend où il en était : "
     "relancez-le. Ses clés sont celles du jour."),
    "comptant close-day 2026-01-16",
)  # fmt: skip
@click.argument("day", type=DAY)
def close_day(sh: Shell, day: date) -> None:
    """Close a day."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.closing.close import close

    with sh.writing() as (conn, asked), tables.progress(say("Closing", "Arrêté")) as bar:
        if day > asked.on:
            raise Refused("day_in_future", day=day)
        task = bar.add_task("", total=None)
        answer = close(conn, asked, day,
                       lambda done, of: bar.update(task, completed=done, total=of))  # fmt: skip
    if sh.is_json:
        sh.say({"key": f"close/{day}", **answer})
        return
    reporting.tell(answer)
    tables.dim(say(f"To see it again: comptant close-report {day}",
                   f"Pour le revoir : comptant close-report {day}"))  # fmt: skip


@verb(TOP, "close-report", ("Show again what the close of a day did, and what to look at.",
                            "Revoir ce qu'a fait l'arrêté d'un jour, et ce qu'il faut examiner."),
      "comptant close-report 2026-01-16")  # fmt: skip
@click.argument("day", type=DAY, required=False)
def close_report(sh: Shell, day: date | None) -> None:
    """Show a report."""
    from comptant.operations.acts.act import Refused

    with sh.reading() as (see, user, _on):
        if not user.is_factor:
            raise Refused("close_report_not_yours")
        found = see("read_day_close", day=day)
    if not found:
        raise Refused("day_not_closed", day=day)
    if sh.is_json:
        sh.say({**found[0]["report"], "closed_by": found[0]["closed_by"],
                "closed_at": found[0]["closed_at"]})  # fmt: skip
        return
    reporting.tell(found[0]["report"])
    at = words.instant(found[0]["closed_at"])
    tables.dim(say(f"Closed by {found[0]['closed_by']}, {at}",
                   f"Arrêté par {found[0]['closed_by']}, {at}"))  # fmt: skip


@verb(PERIOD, "close",
      ("Close an accounting month, for good; all its days are closed first.\n\nThe close of the "
       "next month's first day does it by itself. What is late goes to the first open day, and "
       "keeps its value date.",
       "Clore un mois comptable, définitivement ; tous ses jours sont arrêtés avant.\n\nL'arrêté "
       "du premier jour du mois suivant le fait de lui-même. Ce qui est en retard va au premier "
       "jour ouvert, et garde sa date de valeur."),
      "comptant period close 2026-01")  # fmt: skip
@click.argument("month")
def period_close(sh: Shell, month: str) -> None:
    """Close a month."""
    from comptant.operations.closing.close import close_period

    text = month if len(month) > 7 else f"{month}-01"
    answer = sh.run(close_period, month_on=DAY.convert(text, None, None))
    sh.say(answer, say(f"The month {month} is closed.", f"Le mois {month} est clos."))


@verb(AUDIT, "seal", ("Seal the acts and reads that are not sealed yet.",
                      "Sceller les actes et les lectures restants."),
      "comptant audit seal")  # fmt: skip
def audit_seal(sh: Shell) -> None:
    """Seal."""
    from comptant.operations.acts.audit import seal

    answer = sh.run(seal)
    reads = answer["reads"]
    sh.say(answer, say(f"{answer['sealed']} acts sealed; the chain has {answer['position']}: "
                       f"{answer['head']}",
                       f"{answer['sealed']} actes scellés ; la chaîne en a {answer['position']} : "
                       f"{answer['head']}"),
           say(f"{reads['sealed']} reads sealed; the chain has {reads['position']}: "
               f"{reads['head']}",
               f"{reads['sealed']} lectures scellées ; la chaîne en a {reads['position']} : "
               f"{reads['head']}"))  # fmt: skip


@verb(AUDIT, "verify", ("Recompute both chains whole. Exit code 1 when one is broken.",
                        "Recalculer les deux chaînes en entier. Code 1 si l'une est rompue."),
      "comptant audit verify")  # fmt: skip
@click.pass_context
def audit_verify(ctx: click.Context, sh: Shell) -> None:
    """Verify."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.audit import verify
    from comptant.store.connection import connect

    with sh.writing(is_look=True) as (_, asked):
        if not asked.by.is_factor:
            raise Refused("not_your_right", operation="audit verify", login=asked.by.login)
    with connect("comptant_auditor") as conn:
        answer = verify(conn)
    sh.say(answer, *chain_told(answer))
    if not answer["is_whole"]:
        ctx.exit(1)


@verb(
    AUDIT, "reads",
    ("Who has read what is sensitive, the last first: accounts, documents, people, opening files, "
     "exports, acts of others.\n\nFor administrators and auditors. Kinds: account, document, "
     "person, opening, export, act. A text that was searched for is shown as *.",
     "Qui a lu ce qui est sensible, le dernier d'abord : comptes, pièces, personnes, dossiers "
     "d'ouverture, exports, actes d'autrui.\n\nPour administrateurs et auditeurs. Types : account, "
     "document, person, opening, export, act. Un texte cherché s'affiche *."),
    "comptant audit reads", "comptant audit reads ada --kind account --from 2026-01-01",
)  # fmt: skip
@click.argument("name", required=False)
@option("--kind", type=click.Choice(KINDS),
        help=("Of one kind.", "D'un seul type."))  # fmt: skip
@option("--from", "from_on", type=DAY, help=("Since a day.", "Depuis un jour."))
@option("--count", default=50, type=click.IntRange(1, 1_000), metavar="N",
        help=("How many (default: 50).", "Combien (sinon 50)."))  # fmt: skip
def audit_reads(
    sh: Shell, name: str | None, kind: str | None, from_on: date | None, count: int
) -> None:
    """List reads."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.roles import READERS_OF_READS
    from comptant.store.access import Paging

    with sh.reading() as (see, user, _on):
        if not user.roles & READERS_OF_READS:
            raise Refused("not_your_right", operation="audit reads", login=user.login)
        rows = see("read_kept_reads", Paging(("id",), count, is_descending=True), login=name,
                   kind=kind, from_on=from_on)[:count]  # fmt: skip
    sh.show(rows if sh.is_json else [read_told(row) for row in rows], *READS)


def chain_told(answer: dict[str, Any]) -> list[str]:
    """What is found, one line each; or that the chains hold."""
    told = _acts_told(answer)
    reads = answer["reads"]
    if reads["is_whole"]:
        return [*told, say(f"The chain of reads holds: {reads['sealed']} sealed, "
                           f"{reads['unsealed']} to seal.",
                           f"La chaîne des lectures tient : {reads['sealed']} scellées, "
                           f"{reads['unsealed']} à sceller.")]  # fmt: skip
    if reads["broken_at"]:
        read = reads["broken_read_id"] or "?"
        told.append(say(f"The chain of reads is broken at {reads['broken_at']}: read {read} is not "
                        "what was sealed.",
                        f"La chaîne des lectures est rompue à {reads['broken_at']} : la lecture "
                        f"{read} n'est pas ce qui a été scellé."))  # fmt: skip
    if reads["cut_by"]:
        told.append(say(f"The chain of reads is not the one that act {reads['cut_by']} sealed: "
                        f"reads were taken off its end. It has {reads['sealed']}.",
                        f"La chaîne des lectures n'est pas celle que l'acte {reads['cut_by']} a "
                        "scellée : des lectures ont été ôtées de sa fin. Elle en a "
                        f"{reads['sealed']}."))  # fmt: skip
    return told


def _acts_told(answer: dict[str, Any]) -> list[str]:
    if not (answer["broken_at"] or answer["cut_on"] or answer["missing"]):
        return [say(f"The chain holds: {answer['sealed']} acts sealed, {answer['unsealed']} to "
                    "seal.",
                    f"La chaîne tient : {answer['sealed']} actes scellés, "
                    f"{answer['unsealed']} à sceller.")]  # fmt: skip
    told = []
    if answer["broken_at"]:
        act = answer["broken_act_id"] or "?"
        told.append(say(f"The chain is broken at {answer['broken_at']}: act {act} is not what was "
                        "sealed.",
                        f"La chaîne est rompue à {answer['broken_at']} : l'acte {act} n'est pas ce "
                        "qui a été scellé."))  # fmt: skip
    if answer["cut_on"]:
        day = words.day(date.fromisoformat(answer["cut_on"]))
        told.append(say(f"The chain is not that of the close of {day}: acts were taken off its "
                        f"end. It has {answer['sealed']}.",
                        f"La chaîne n'est pas celle de l'arrêté du {day} : des actes ont été ôtés "
                        f"de sa fin. Elle en a {answer['sealed']}."))  # fmt: skip
    told += [say(f"Act {row['act_id']} is not there; named by {row['named_by']}: rows "
                 f"{row['row_count']}.",
                 f"L'acte {row['act_id']} manque ; nommé par {row['named_by']} : lignes "
                 f"{row['row_count']}.") for row in answer["missing"]]  # fmt: skip
    return told
