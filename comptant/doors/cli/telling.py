"""Dated facts that people enter."""

from datetime import date
from typing import Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, word
from comptant.doors.words import Both, say

FACT = Subject(
    "fact", both=Both("Dated facts that rules read.", "Les faits datés que lisent les règles.")
)

CHOICES_SHOWN = 20


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(FACT)


SUBJECTS = ("INVOICE", "BUYER", "PARTY", "CONTRACT")


@verb(
    FACT, "record",
    ("Say something of an invoice, a buyer, a party or a contract, from a named source. What can "
     "be said, and which reasons it moves: comptant fact names.\n\n"
     "A buyer may be spoken of before his first invoice: a notice leaves when the contract begins. "
     "Values: yes, no, none, an amount, a date, a word.\n\n"
     "A day of insolvency more than three months ago, or before open invoices were assigned, is "
     "asked again: --confirmed.",
     "Dire quelque chose d'une facture, d'un acheteur, d'un tiers ou d'un contrat, avec sa source. "
     "Ce qui peut se dire, et les motifs concernés : comptant fact names.\n\n"
     "D'un acheteur, on peut le dire avant sa première facture : la notification part au début du "
     "contrat. Valeurs : yes, no, none, un montant, une date, un mot.\n\n"
     "Un jour de défaillance vieux de plus de trois mois, ou antérieur à la cession de factures "
     "ouvertes, est redemandé : --confirmed."),
    "comptant fact record C-1 invoice FA-1 has_delivery_proof yes --source 'delivery note 12'",
    "comptant fact record C-1 buyer 443061841 is_notified yes --source 'registered letter'",
)  # fmt: skip
@click.argument("contract")
@click.argument("subject", type=word(SUBJECTS))
@click.argument("which")
@click.argument("name")
@click.argument("value")
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon aujourd'hui)."))  # fmt: skip
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
@option("--confirmed", is_flag=True, help=("The day of insolvency is right, though long past.",
                                           "Le jour de défaillance est exact, bien qu'ancien.")
)  # fmt: skip
def fact_record(
    sh: Shell, contract: str, subject: str, which: str, name: str, value: str,
    from_on: date | None, source: str, confirmed: bool,
) -> None:  # fmt: skip
    """Record a fact."""
    from comptant.operations.risk import facts

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        if subject == "INVOICE":
            subject_id = lookup.invoice(see, contract_id, which)["id"]
        else:
            subject_id = contract_id if subject == "CONTRACT" else lookup.buyer(see, which)["id"]
    answer = sh.run(
        facts.record_fact, contract_id=contract_id, subject=subject, subject_id=subject_id,
        name=name, value=_fact_value(name, value), from_on=from_on or on, source=source,
        is_confirmed=confirmed,
    )  # fmt: skip
    sh.say(answer, say(f"Recorded; invoices judged again: {answer['judged']}.",
                       f"Noté ; factures réexaminées : {answer['judged']}."))  # fmt: skip


def _fact_value(name: str, text: str) -> int | str | bool | None:
    """What was typed, in the form that the name of the fact promises."""
    from comptant.doors.values import typed

    if text == "none":
        return None
    if text in ("yes", "no", "oui", "non"):
        return text in ("yes", "oui")
    if name.endswith("_cents"):
        return typed(text)
    return DAY.convert(text, None, None).isoformat() if name.endswith("_on") else text


@verb(
    FACT, "names",
    ("What can be said of an invoice, a buyer, a party or a contract: in which form, and the "
     "reasons that it gives or takes away.",
     "Ce qui peut se dire d'une facture, d'un acheteur, d'un tiers ou d'un contrat : sous quelle "
     "forme, et les motifs qu'il donne ou lève."),
    "comptant fact names buyer",
)  # fmt: skip
@click.argument("subject", type=word(SUBJECTS), required=False)
def fact_names(sh: Shell, subject: str | None) -> None:
    """List what can be told."""
    from comptant.rules.facts import FACTS, FORMS

    rows = [
        {"kind": fact.subject, "fact": fact.name, "words": say(fact.english, fact.french),
         "value": _choices(fact.choices) or say(*FORMS[fact.form]),
         "reasons": ", ".join(fact.reasons), "source": say(fact.source, fact.source_french)}
        for fact in FACTS.values() if subject in (None, fact.subject)
    ]  # fmt: skip
    sh.show(rows, "kind", "fact", "words", "value", "reasons", "source")


def _choices(choices: tuple[str, ...]) -> str:
    """The words that a fact may take; of a long series of codes the first and the last."""
    if len(choices) > CHOICES_SHOWN:
        return f"{choices[0]} … {choices[-1]}"
    return " ".join(choices)


@verb(
    FACT, "list",
    ("List the dated facts told of a contract: of its buyers, its client and its invoices, with "
     "their source, from which day, until when, by whom.",
     "Lister les faits datés d'un contrat : de ses acheteurs, de son adhérent et de ses factures, "
     "avec leur source, depuis quel jour, jusqu'à quand, par qui."),
    "comptant fact list C-1", "comptant fact list C-1 invoice FA-1",
)  # fmt: skip
@click.argument("contract")
@click.argument("subject", type=word(SUBJECTS), required=False)
@click.argument("which", required=False)
def fact_list(sh: Shell, contract: str, subject: str | None, which: str | None) -> None:
    """List facts."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        subject_id = None
        if which and subject == "INVOICE":
            subject_id = lookup.invoice(see, found["id"], which, paid=True)["id"]
        elif which:
            subject_id = lookup.buyer(see, which)["id"]
        rows = see("read_facts", contract_id=found["id"], kind=subject, subject_id=subject_id)
    if sh.is_json:
        sh.say(rows)
        return
    sh.show([{**row, "value": _told(row)} for row in rows], "subject", "fact", "value",
            "valid_from_on", "until_on", "source", "login")  # fmt: skip


def _told(row: dict[str, Any]) -> str:
    """The value of a fact in the reader's form."""
    if row["value"] is None:
        return say("none", "aucun")
    return words.value_of(row["fact"], row["value"], row["currency"])
