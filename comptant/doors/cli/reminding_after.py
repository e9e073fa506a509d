"""What becomes of reminders: the list, calls, mails whose end is unknown or that came back."""

from pathlib import Path

import click

from comptant.doors import words
from comptant.doors.cli import files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import ID, word
from comptant.doors.words import Both, say

REMINDER = Subject("reminder", both=Both(
    "Reminders to buyers: plans, simulation, the run, letters and calls.",
    "Les relances des acheteurs : plans, simulation, exécution, lettres et appels.")
)  # fmt: skip
OUTCOMES = ("PAID", "PROMISED", "DISPUTED", "NOT_FOUND", "REFUSED", "NO_ANSWER")
STATES = ("WAITING", "SENDING", "SENT", "UNKNOWN", "DROPPED", "BOUNCED", "DONE")


@verb(REMINDER, "list",
      ("Show reminders, the newest first: what left, what waits, what nobody knows of.",
       "Montrer les relances, les plus récentes d'abord : parties, en attente, incertaines."),
      "comptant reminder list C-1 --state unknown")  # fmt: skip
@click.argument("contract", required=False)
@option("--state", type=word(STATES), help=("In this state.", "Dans cet état."))
def list_(sh: Shell, contract: str | None, state: str | None) -> None:
    """List reminders."""
    contract_id = sh.contract(contract)[0] if contract else None
    with sh.reading() as (see, _, _on):
        rows = see("read_reminders", contract_id=contract_id, kind=None, state=state, id=None)
    sh.show(rows, "id", "run_on", "contract_number", "buyer_name", "stage", "channel",
            "amount_cents", "line_count", "reminder_state", "reminder_said")  # fmt: skip


@verb(REMINDER, "calls",
      ("Show the calls to make, the largest sum first.",
       "Montrer les appels à passer, la plus grosse somme d'abord."),
      "comptant reminder calls")  # fmt: skip
@click.argument("contract", required=False)
def calls(sh: Shell, contract: str | None) -> None:
    """List calls."""
    contract_id = sh.contract(contract)[0] if contract else None
    with sh.reading() as (see, _, on):
        rows = see("read_reminder_calls", contract_id=contract_id, on=on)
    sh.show(rows, "id", "contract_number", "buyer_name", "person", "phone", "stage",
            "amount_cents", "line_count", "reminder_said")  # fmt: skip


@verb(REMINDER, "call",
      ("Say what a call has ended with.\n\nPromised: record it with comptant promise record; "
       "disputed: with comptant dispute open.",
       "Dire l'issue d'un appel.\n\nPromesse : notez-la avec comptant promise record ; litige : "
       "avec comptant dispute open."),
      "comptant reminder call C-1 1187 no_answer --note 'voicemail'")  # fmt: skip
@click.argument("contract")
@click.argument("reminder", type=ID)
@click.argument("outcome", type=word(OUTCOMES))
@option("--note", default="", help=("What was said.", "Ce qui fut dit."))
def call(sh: Shell, contract: str, reminder: int, outcome: str, note: str) -> None:
    """Record a call."""
    from comptant.operations.reminding.answers import record_call

    answer = sh.run(record_call, contract_id=sh.contract(contract)[0], reminder_id=reminder,
                    outcome=outcome, note=note)  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(REMINDER, "settle",
      ("Say of a mail whose end is unknown that it left, or (--not-sent) that it did not: it goes "
       "again then. Of one that waits, --not-sent drops it.",
       "Dire d'un courriel incertain qu'il est parti, ou (--not-sent) qu'il ne l'est pas : il "
       "repart alors. D'une relance en attente, --not-sent l'abandonne."),
      "comptant reminder settle C-1 1187 --not-sent")  # fmt: skip
@click.argument("contract")
@click.argument("reminder", type=ID)
@option("--not-sent", "is_unsent", is_flag=True, help=("It has not left.", "Il n'est pas parti."))
def settle(sh: Shell, contract: str, reminder: int, is_unsent: bool) -> None:
    """Settle an unknown reminder."""
    from comptant.operations.reminding.answers import settle_reminder

    answer = sh.run(settle_reminder, contract_id=sh.contract(contract)[0], reminder_id=reminder,
                    has_left=not is_unsent)  # fmt: skip
    sh.say(answer, words.word("reminder_state", answer["reminder_state"]))


@verb(REMINDER, "bounce",
      ("Say that a mail came back: the next goes by letter.",
       "Dire qu'un courriel est revenu : la suite part par lettre."),
      "comptant reminder bounce C-1 1187 'mailbox full'")  # fmt: skip
@click.argument("contract")
@click.argument("reminder", type=ID)
@click.argument("said")
def bounce(sh: Shell, contract: str, reminder: int, said: str) -> None:
    """Record a bounce."""
    from comptant.operations.reminding.answers import record_bounce

    answer = sh.run(record_bounce, contract_id=sh.contract(contract)[0], reminder_id=reminder,
                    said=said)  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))


@verb(REMINDER, "hand-over",
      ("Make the file of a claim for legal collection: invoices, reminders, disputes, promises, "
       "the extract of the ledger and the papers, in one ZIP.",
       "Établir le dossier d'une créance pour le contentieux : factures, relances, litiges, "
       "promesses, extrait du grand livre et pièces, en un ZIP."),
      "comptant reminder hand-over C-1 1187 --out claim.zip")  # fmt: skip
@click.argument("contract")
@click.argument("reminder", type=ID)
@files_out.OUT
@files_out.FORCE
def hand_over_(sh: Shell, contract: str, reminder: int, out: Path | None, is_forced: bool) -> None:
    """Make the file of a claim."""
    from comptant.operations.reminding.handing_over import hand_over

    answer = sh.run(hand_over, contract_id=sh.contract(contract)[0], reminder_id=reminder)
    with sh.reading() as (see, _, _on):
        content = files_out.document(see, answer["digest"])
    remedy = say("The file is kept: give another --out, with the same --key.",
                 "Le dossier est gardé : donnez un autre --out, avec la même --key.")  # fmt: skip
    path = files_out.write(out or Path(answer["name"]), content, remedy, is_forced=is_forced)
    lines = [say(f"{path}: written.", f"{path} : écrit.")]
    if answer["missing"]:
        lacks = ", ".join(words.word("legal_paper", kind) for kind in answer["missing"])
        lines.append(say(f"Not there: {lacks}.", f"Manque : {lacks}."))
    sh.say({**answer, "path": str(path)}, *lines)


@verb(REMINDER, "penalties",
      ("Show what buyers owe for paying late: by half-year at the ECB's rate and ten points (eight "
       "of a public buyer), and 40 EUR for each invoice. Nothing is claimed by it.",
       "Montrer ce que doivent les acheteurs en retard : par semestre au taux de la BCE plus dix "
       "points (huit pour un acheteur public), et 40 € par facture. Rien n'est réclamé par là."),
      "comptant reminder penalties C-1",
      "comptant rate propose ECB_REFI 2.15 --fixing 2026-01-01 --source "
      "'ecb.europa.eu'")  # fmt: skip
@click.argument("contract", required=False)
def penalties_(sh: Shell, contract: str | None) -> None:
    """Show penalties."""
    from comptant.operations.reminding.penalties import penalties

    contract_id = sh.contract(contract)[0] if contract else None
    with sh.reading() as (see, _, on):
        parts = see("read_late_parts", contract_id=contract_id, on=on)
        rows = penalties(parts, lambda name: see("read_rates", index_name=name))
    sh.show(rows, "contract_number", "invoice_number", "buyer_name", "due_on", "paid_on",
            "part_kind", "part_cents", "half_year_on", "half_year_late_days", "late_rate_ppm",
            "penalty_cents", "indemnity_cents")  # fmt: skip
