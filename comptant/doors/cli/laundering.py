"""Suspicions of laundering: listed, examined, reported; for those in charge of compliance alone."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors import aml_told, tables
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.operations.acts.act import User

AML = Subject("aml", both=Both("Suspicions of laundering: examined, reported, told to nobody.",
                               "Soupçons de blanchiment : examinés, déclarés, dits à personne.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(AML)


@verb(AML, "list",
      ("List the suspicions to be decided or reported, the latest first, or all.\n\nScenarios are "
       "looked for with the rules on fraud: at each close, and by comptant fraud watch.",
       "Lister les soupçons à décider ou à déclarer, le dernier d'abord, ou tous.\n\nLes scénarios "
       "sont cherchés avec les règles de fraude : à chaque clôture, et par comptant fraud watch."),
      "comptant aml list", "comptant aml list --all")  # fmt: skip
@option("--all", "everything", is_flag=True, help=("Those done too.", "Ceux clos aussi."))
def aml_list(sh: Shell, everything: bool) -> None:
    """List suspicions."""
    with sh.reading() as (see, user, _):
        _check(user)
        rows = see("read_aml_alarms", contract_id=None, aml_alarm_id=None, everything=everything)
    sh.show([aml_told.told(row) for row in rows], *aml_told.COLUMNS)


@verb(AML, "show", ("Show a suspicion: what shows it, its payments, what was said of it.",
                    "Montrer un soupçon : indices, opérations, ce qui en a été dit."),
      "comptant aml show 1204")  # fmt: skip
@click.argument("suspicion", type=ID)
def aml_show(sh: Shell, suspicion: int) -> None:
    """Show a suspicion."""
    with sh.reading() as (see, user, _):
        _check(user)
        row = aml_told.alarm(see, suspicion)
        of = {"contract_id": row["contract_id"], "aml_alarm_id": suspicion}
        paid, said = see("read_aml_payments", **of), see("read_aml_words", **of)
    if sh.is_json:
        sh.say({**row, "payments": paid, "words": said})
        return
    sh.show([row], *aml_told.FACTS)
    sh.show(paid, *aml_told.PAYMENTS)
    sh.show(said, *aml_told.WORDS)


@verb(AML, "decide",
      ("Keep what was examined and say that it is a suspicion (money stops at once; another person "
       "agrees, and it is to be reported) or none (another person agrees). Nobody else is told.",
       "Noter l'examen et dire que c'est un soupçon (l'argent s'arrête aussitôt ; une autre "
       "personne approuve, et il est à déclarer) ou non (une autre personne approuve). Personne "
       "d'autre n'en est averti."),
      "comptant aml decide 1204 suspect --reason 'paid from five companies without activity'"
      )  # fmt: skip
@click.argument("suspicion", type=ID)
@click.argument("outcome", type=word(("SUSPECT", "CLEARED")))
@option("--reason", required=True,
        help=("What was examined: origin, destination, purpose of the money, who gains.",
              "L'examen : origine, destination, objet des fonds, bénéficiaire."))  # fmt: skip
def aml_decide(sh: Shell, suspicion: int, outcome: str, reason: str) -> None:
    """Decide a suspicion."""
    from comptant.operations.risk.suspicion_words import decide_suspicion

    answer = sh.run(decide_suspicion, contract_id=_contract(sh, suspicion), aml_alarm_id=suspicion,
                    outcome=outcome, reason=reason)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(AML, "report",
      ("Write the report of a suspicion that two people agreed on, to be sent to the financial "
       "intelligence unit (Tracfin) by its form.",
       "Écrire la déclaration d'un soupçon partagé par deux personnes, à envoyer à la cellule de "
       "renseignement (Tracfin) par son formulaire."),
      "comptant aml report 1204 --out report.txt")  # fmt: skip
@click.argument("suspicion", type=ID)
@option("--out", type=click.Path(path_type=Path, dir_okay=False), help=("File.", "Fichier."))
def aml_report(sh: Shell, suspicion: int, out: Path | None) -> None:
    """Write a report."""
    with sh.reading() as (see, user, _):
        _check(user)
        made = aml_told.report(see, suspicion)
    if out is not None:
        out.write_text(made["text"], encoding="utf-8")
        sh.say({"name": made["name"], "file": str(out)}, say(f"Written: {out}", f"Écrit : {out}"))
    elif sh.is_json:
        sh.say(made)
    else:
        tables.line(made["text"])


@verb(AML, "sent",
      ("Keep that a suspicion was reported, under which number: money moves again once another "
       "person agrees. --opposed: the unit opposes, and it stays stopped.",
       "Noter qu'un soupçon a été déclaré, sous quel numéro : l'argent repart une fois qu'une "
       "autre personne approuve. --opposed : la cellule s'oppose, il reste arrêté."),
      "comptant aml sent 1204 ERMES-2026-77", "comptant aml sent 1204 ERMES-2026-77 --opposed",
      )  # fmt: skip
@click.argument("suspicion", type=ID)
@click.argument("reference")
@option("--opposed", "is_opposed", is_flag=True,
        help=("It opposes (art. L561-24 CMF).", "Elle s'oppose (art. L561-24 CMF)."))  # fmt: skip
def aml_sent(sh: Shell, suspicion: int, reference: str, is_opposed: bool) -> None:
    """Record a report."""
    from comptant.operations.risk.suspicion_words import report_suspicion

    answer = sh.run(report_suspicion, contract_id=_contract(sh, suspicion), aml_alarm_id=suspicion,
                    reference=reference, is_opposed=is_opposed)  # fmt: skip
    stays = say("It stays stopped.", "Il reste arrêté.")
    sh.say(answer, waits(answer["approval_id"]) if answer["approval_id"] else stays)


def _contract(sh: Shell, suspicion: int) -> int:
    with sh.reading() as (see, user, _):
        _check(user)
        return int(aml_told.alarm(see, suspicion)["contract_id"])


def _check(user: "User") -> None:
    """Compliance alone is told; Refused: not_your_right."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.roles import COMPLIANCE

    if not user.roles & COMPLIANCE:
        raise Refused("not_your_right", operation="decide_suspicion", login=user.login)
