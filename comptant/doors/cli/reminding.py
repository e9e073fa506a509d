"""Reminders to buyers: their plans, whom to write to, the run and what becomes of it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comptant.doors import lookup, words
from comptant.doors.cli import files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.reminding_after import REMINDER
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.reminders_told import FORM, batch_file, stages
from comptant.doors.values import COUNT, DAY, ID
from comptant.doors.words import say

if TYPE_CHECKING:
    import polars as pl

STAGE = option("--stage", "lines", multiple=True, metavar="STAGE",
               help=("A stage: 'R2 10 email+call'; several times.",
                     "Une étape : 'R2 10 email+call' ; répétable."))  # fmt: skip
STANDARD = option("--standard", "is_standard", is_flag=True,
                  help=("The standard plan.", "Le plan type."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(REMINDER)


def _contract(sh: Shell, contract: str | None) -> int | None:
    return sh.contract(contract)[0] if contract else None


def _buyer(sh: Shell, buyer: str | None) -> int | None:
    if not buyer:
        return None
    with sh.reading() as (see, _, _on):
        return int(lookup.buyer(see, buyer)["id"])


def _plan(lines: tuple[str, ...], is_standard: bool) -> "pl.DataFrame | None":
    from comptant.rules.reminders import standard_plan

    if lines and is_standard:
        raise click.UsageError(say("Give --standard or --stage, not both.",
                                   "Donnez --standard ou --stage, pas les deux."))  # fmt: skip
    return standard_plan() if is_standard else (stages(lines) if lines else None)


@verb(REMINDER, "plan",
      ("Say how buyers are reminded from a day on: those of a contract (or of all, without one), "
       f"one buyer or all. The narrower plan counts.\n\n{FORM.english}",
       "Dire comment les acheteurs sont relancés à partir d'une date : ceux d'un contrat (sans "
       "contrat : de tous), un acheteur ou tous. Le plan le plus précis vaut.\n\n" + FORM.french),
      "comptant reminder plan C-1 --standard --source 'contract, article 12'",
      "comptant reminder plan C-1 --buyer 'BETA SA' --stage 'R1 5 email' --stage 'R2 15 call' "
      "--source 'mail of 3 March'",
      "comptant reminder plan C-1 --none --source 'the client reminds by itself'")  # fmt: skip
@click.argument("contract", required=False)
@option("--buyer", help=("Of one buyer.", "D'un acheteur."))
@STANDARD
@STAGE
@option("--none", "is_none", is_flag=True, help=("No reminders.", "Aucune relance."))
@option("--from", "from_on", type=DAY, help=("From this day (today).", "À partir de (ce jour)."))
@option("--sender", default="", help=("Address of the client that mails come from, under a "
                                      "confidential contract.",
                                      "Adresse du client d'où partent les courriels, sous contrat "
                                      "confidentiel."))  # fmt: skip
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
def plan(
    sh: Shell, contract: str | None, buyer: str | None, is_standard: bool, lines: tuple[str, ...],
    is_none: bool, from_on: date | None, sender: str, source: str,
) -> None:  # fmt: skip
    """Set a plan."""
    from comptant.operations.reminding.plans import set_reminder_plan
    from comptant.rules.reminders import PLAN

    wanted = _plan(lines, is_standard)
    if (wanted is None) != is_none:
        raise click.UsageError(say("Give --standard, --stage or --none.",
                                   "Donnez --standard, --stage ou --none."))  # fmt: skip
    answer = sh.run(
        set_reminder_plan, contract_id=_contract(sh, contract), buyer_id=_buyer(sh, buyer),
        valid_from_on=from_on or sh.today(), stages=PLAN.empty() if wanted is None else wanted,
        sender_email=sender, source=source,
    )  # fmt: skip
    since = words.day(answer["valid_from_on"])
    sh.say(answer, say(f"In force from {since}. What it would send: comptant reminder simulate.",
                       f"En vigueur à partir du {since}. Ce qu'il enverrait : comptant reminder "
                       "simulate."))  # fmt: skip


@verb(REMINDER, "plans", ("Show the plans in force.", "Montrer les plans en vigueur."),
      "comptant reminder plans C-1")  # fmt: skip
@click.argument("contract", required=False)
def plans(sh: Shell, contract: str | None) -> None:
    """Show plans."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_reminder_plans", contract_id=contract_id, on=on)
    sh.show(rows, "contract_number", "buyer_name", "valid_from_on", "stage", "offset_days",
            "channel", "least_cents", "sender_email")  # fmt: skip


@verb(REMINDER, "contact",
      ("Say whom to write to at a buyer, for all contracts or one; said again, it is replaced.",
       "Dire à qui écrire chez un acheteur, pour tous les contrats ou un seul ; redit, c'est "
       "remplacé."),
      "comptant reminder contact 'BETA SA' --email compta@beta.example --post '12 rue des Lilas, "
      "44000 NANTES' --in fr --source 'their letterhead'")  # fmt: skip
@click.argument("buyer")
@option("--contract", help=("Under one contract.", "Sous un contrat."))
@option("--person", default="", help=("Whom to ask for.", "Qui demander."))
@option("--email", default="", help=("Address of mail.", "Adresse électronique."))
@option("--phone", default="", help=("With its country: +33240000000.",
                                     "Avec l'indicatif : +33240000000."))  # fmt: skip
@option("--post", default="", help=("Postal address, commas between its lines.",
                                    "Adresse postale, des virgules entre ses lignes."))  # fmt: skip
@option("--in", "spoken", type=click.Choice(["fr", "en"]), default="fr",
        help=("Their language.", "Leur langue."))  # fmt: skip
@option("--no-email", "is_email_refused", is_flag=True,
        help=("They want no e-mail.", "Ils ne veulent pas de courriel."))  # fmt: skip
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
def contact(
    sh: Shell, buyer: str, contract: str | None, person: str, email: str, phone: str, post: str,
    spoken: str, is_email_refused: bool, source: str,
) -> None:  # fmt: skip
    """Set a contact."""
    from comptant.operations.reminding.plans import set_reminder_contact

    lines = "\n".join(one.strip() for one in post.split(","))
    answer = sh.run(
        set_reminder_contact, contract_id=_contract(sh, contract), buyer_id=_buyer(sh, buyer),
        person=person, email=email, phone=phone, postal_address=lines, language=spoken,
        is_email_refused=is_email_refused, source=source,
    )  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(REMINDER, "contacts", ("Show whom reminders write to.", "Montrer à qui vont les relances."),
      "comptant reminder contacts C-1")  # fmt: skip
@click.argument("contract", required=False)
def contacts(sh: Shell, contract: str | None) -> None:
    """Show contacts."""
    contract_id = _contract(sh, contract)
    with sh.reading() as (see, _, _on):
        rows = see("read_reminder_contacts", contract_id=contract_id)
    sh.show(rows, "contract_number", "buyer_name", "person", "email", "phone", "postal_address",
            "language", "is_email_refused")  # fmt: skip


@verb(REMINDER, "simulate",
      ("Show what would leave in the days to come, to whom and when, were nothing paid: by the "
       "plans in force, or by --standard or --stage before they are. Nothing is sent or kept.",
       "Montrer ce qui partirait dans les jours à venir, à qui et quand, si rien n'était payé : "
       "selon les plans en vigueur, ou --standard ou --stage avant qu'ils le soient. Rien n'est "
       "envoyé ni gardé."),
      "comptant reminder simulate C-1 --standard --days 30")  # fmt: skip
@click.argument("contract", required=False)
@STANDARD
@STAGE
@option("--days", type=COUNT, default=30, help=("So many days.", "Nombre de jours."))
def simulate(
    sh: Shell, contract: str | None, is_standard: bool, lines: tuple[str, ...], days: int
) -> None:
    """Simulate reminders."""
    from comptant.operations.reminding import run

    wanted, contract_id = _plan(lines, is_standard), _contract(sh, contract)
    with sh.writing(is_look=True) as (conn, asked):
        told = run.simulate(conn, asked, contract_id=contract_id, stages=wanted, days=days)
    rows = told["reminders"]
    sh.show(rows, "today_on", "contract_number", "buyer_name", "stage", "sent_by",
            "claimed_cents", "line_count", "sent_to", "reminder_wait")  # fmt: skip


@verb(REMINDER, "run",
      ("Queue the reminders that are due today: mails leave by the worker (comptant serve), "
       "letters with comptant reminder print, calls are in comptant reminder calls.",
       "Mettre en file les relances du jour : les courriels partent par le worker (comptant "
       "serve), les lettres avec comptant reminder print, les appels sont dans comptant reminder "
       "calls."),
      "comptant reminder run", "comptant reminder run C-1")  # fmt: skip
@click.argument("contract", required=False)
def run_(sh: Shell, contract: str | None) -> None:
    """Run reminders."""
    from comptant.operations.reminding.run import remind

    answer = sh.run(remind, contract_id=_contract(sh, contract))
    count = words.count(answer["count"])
    lines = [say(f"Queued: {count}{_of('channel', answer['by_channel'])}.",
                 f"En file : {count}{_of('channel', answer['by_channel'])}.")]  # fmt: skip
    for name, english, french in (
        ("waiting", "Waiting", "En attente"),
        ("stopped", "Overdue and not claimed", "Échu, non réclamé"),
    ):
        if answer[name]:
            code = "reminder_wait" if name == "waiting" else "reminder_stop"
            told = _of(code, answer[name]).strip(" ()")
            lines.append(say(f"{english}: {told}.", f"{french} : {told}."))
    sh.say(answer, *lines)


def _of(domain: str, counts: dict[str, int]) -> str:
    told = ", ".join(f"{words.word(domain, code)} {words.count(count)}"
                     for code, count in counts.items())  # fmt: skip
    return f" ({told})" if told else ""


@verb(REMINDER, "print",
      ("Set the letters that wait, and write the batch for who prints them: one PDF of all letters "
       "and its index. At most 1 000 at once.",
       "Composer les lettres en attente, et écrire le lot pour qui les imprime : un PDF de toutes "
       "les lettres et son index. Au plus 1 000 à la fois."),
      "comptant reminder print --out letters.zip")  # fmt: skip
@click.argument("contract", required=False)
@files_out.OUT
@files_out.FORCE
def print_(sh: Shell, contract: str | None, out: Path | None, is_forced: bool) -> None:
    """Print letters."""
    from comptant.operations.reminding.printing import print_reminders

    answer = sh.run(print_reminders, contract_id=_contract(sh, contract))
    count = words.count(answer["count"])
    lines = [say(f"Letters: {count}.", f"Lettres : {count}.")]
    if answer["count"]:
        path = _batch(sh, answer["batch_id"], out, is_forced)
        answer |= {"path": str(path)}
        lines.append(say(f"{path}: written.", f"{path} : écrit."))
    for name, code in (("dropped", "reminder_stop"), ("waiting", "reminder_wait")):
        if answer[name]:
            lines.append(say(f"Not set{_of(code, answer[name])}.",
                             f"Non composées{_of(code, answer[name])}."))  # fmt: skip
    sh.say(answer, *lines)


@verb(REMINDER, "batch", ("Write a batch of letters again.", "Réécrire un lot de lettres."),
      "comptant reminder batch 1187 --out letters.zip")  # fmt: skip
@click.argument("batch", type=ID)
@files_out.OUT
@files_out.FORCE
def batch(sh: Shell, batch: int, out: Path | None, is_forced: bool) -> None:
    """Write a batch."""
    path = _batch(sh, batch, out, is_forced)
    sh.say({"batch_id": batch, "path": str(path)},
           say(f"{path}: written.", f"{path} : écrit."))  # fmt: skip


def _batch(sh: Shell, batch_id: int, out: Path | None, is_forced: bool) -> Path:
    with sh.reading() as (see, _, _on):
        name, content = batch_file(see, batch_id)
    again = say(f"The letters are set. For the file: comptant reminder batch {batch_id} --out ...",
                f"Les lettres sont composées. Pour le fichier : comptant reminder batch {batch_id} "
                "--out ...")  # fmt: skip
    return files_out.write(out or Path(name), content, again, is_forced=is_forced)
