"""Mandates of direct debit, and what is agreed with our bank about instruments."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits, waits_or
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.parties import ACCOUNT
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import COUNT, DAY, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

MANDATE = Subject(
    "mandate", both=Both("Mandates by which buyers let us debit their accounts.",
                         "Les mandats de prélèvement donnés par les acheteurs.")
)  # fmt: skip
SHOWN = ("id", "mandate_reference", "buyer_name", "scheme", "iban", "signed_on",
         "last_collected_on", "mandate_state", "sequence_type", "lapses_on")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(MANDATE)


def mandates(see: "See", buyer_id: int | None, reference: str | None, on: date) -> list[Any]:
    """Mandates with what the rules say of each on a day."""
    from comptant.operations.registry.mandates import facts_of, states

    rows = see("read_mandates", buyer_id=buyer_id, reference=reference, mandate_ids=None)
    told = states(facts_of(rows, on))
    words = ("mandate_state", "sequence_type", "lapses_on")
    return [{**row, **{name: told[row["id"]][name] for name in words}} for row in rows]


def mandate(see: "See", reference: str, on: date) -> Any:
    """A mandate by its reference or id; Refused: mandate_unknown."""
    from comptant.operations.acts.act import Refused

    found = mandates(see, None, reference, on)
    found.sort(key=lambda row: row["mandate_reference"] != reference)
    if not found:
        raise Refused("mandate_unknown", mandate=reference)
    return found[0]


@verb(ACCOUNT, "collecting",
      ("Say what is agreed with the bank of one of our accounts about bills and debits.",
       "Dire ce qui est convenu avec la banque d'un de nos comptes pour effets et prélèvements."),
      "comptant account collecting --creditor-identifier FR72ZZZ123456 --issuer-number 123456 "
      "--source 'agreement of 5 January'")  # fmt: skip
@click.argument("iban", required=False)
@option("--creditor-identifier", help=("Our SEPA creditor identifier.",
                                       "Notre identifiant créancier SEPA (ICS)."))  # fmt: skip
@option("--issuer-number", help=("Our issuer number of bill files, six digits.",
                                 "Notre numéro d'émetteur d'effets, six chiffres."))  # fmt: skip
@option("--dailly-code", help=("The code Dailly of bill files, one character.",
                               "Le code Dailly des fichiers d'effets, un caractère."))  # fmt: skip
@option("--debit-lead-days", type=COUNT, help=("Business days before a debit's collection (2).",
                                            "Jours ouvrés avant un prélèvement (2)."))  # fmt: skip
@option("--bill-lead-days", type=COUNT, help=("Business days before a bill's collection (0).",
                                           "Jours ouvrés avant un effet (0)."))  # fmt: skip
@option("--cutoff-hour", type=COUNT, help=("Hour in Paris after which it is the next day (11).",
                                        "Heure de Paris après laquelle c'est le lendemain (11).")
)  # fmt: skip
@option("--from", "from_on", type=DAY, help=("From which day on (default: today).",
                                             "À partir de quel jour (sinon aujourd'hui).")
)  # fmt: skip
@option("--source", required=True, help=("Where this is known from.", "D'où on le sait."))
def account_collecting(
    sh: Shell, iban: str | None, from_on: date | None, source: str, **terms: Any
) -> None:
    """Say what is agreed with our bank."""
    from comptant.operations.registry.own_accounts import set_collecting

    with sh.reading() as (see, _, on):
        account = lookup.own_account(see, iban)
    answer = sh.run(
        set_collecting, own_account_id=account["id"], from_on=from_on or on, source=source,
        terms={name: value for name, value in terms.items() if value is not None},
    )  # fmt: skip
    sh.say(answer, *waits_or(answer, say("Recorded.", "Noté.")))


@verb(MANDATE, "add", ("Propose a mandate that a buyer has signed; another person approves it.",
                       "Proposer un mandat signé par un acheteur ; une autre personne l'approuve."),
      "comptant mandate add 443061841 RUM-0001 FR7630004000031234567890143 --signed 2026-01-05 "
      "--scheme b2b")  # fmt: skip
@click.argument("buyer")
@click.argument("reference")
@click.argument("iban")
@option("--signed", "signed_on", type=DAY, required=True,
        help=("Day of the signature.", "Jour de la signature."))  # fmt: skip
@option(
    "--scheme",
    type=word(("CORE", "B2B")),
    default="CORE",
    help=("Core or business debit (core).", "Prélèvement core ou interentreprises (core)."),
)
@option("--one-off", "is_one_off", is_flag=True,
        help=("For one collection only.", "Pour un seul prélèvement."))  # fmt: skip
@option("--holder", help=("Holder of the account (default: the buyer).",
                          "Titulaire du compte (sinon l'acheteur)."))  # fmt: skip
@option("--bic", help=("BIC.", "BIC."))
@option("--account", help=("Our account that will be credited, when there are several.",
                           "Notre compte à créditer, s'il y en a plusieurs."))  # fmt: skip
def mandate_add(
    sh: Shell, buyer: str, reference: str, iban: str, signed_on: date, scheme: str,
    is_one_off: bool, holder: str | None, bic: str | None, account: str | None,
) -> None:  # fmt: skip
    """Propose a mandate."""
    from comptant.operations.registry.mandates import propose_mandate

    with sh.reading() as (see, _, _on):
        found = lookup.buyer(see, buyer)
        account_id = lookup.own_account(see, account)["id"]
    answer = sh.run(
        propose_mandate, buyer_id=found["id"], own_account_id=account_id, reference=reference,
        scheme=scheme, iban=iban, bic=bic, holder=holder or found["name"], signed_on=signed_on,
        is_one_off=is_one_off,
    )  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(MANDATE, "list", ("List the mandates, whether each holds, and its next sequence.",
                        "Lister les mandats, s'ils valent encore, et leur prochaine séquence."),
      "comptant mandate list 443061841")  # fmt: skip
@click.argument("buyer", required=False)
def mandate_list(sh: Shell, buyer: str | None) -> None:
    """List mandates."""
    with sh.reading() as (see, _, on):
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else None
        rows = mandates(see, buyer_id, None, on)
    sh.show(rows, *SHOWN)


@verb(MANDATE, "revoke", ("Say that a mandate no longer holds: nothing more is debited under it.",
                          "Dire qu'un mandat ne vaut plus : rien n'est plus prélevé dessus."),
      "comptant mandate revoke RUM-0001 --reason 'letter of 3 March'")  # fmt: skip
@click.argument("reference")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def mandate_revoke(sh: Shell, reference: str, reason: str) -> None:
    """Revoke a mandate."""
    from comptant.operations.registry.mandates import revoke_mandate

    with sh.reading() as (see, _, on):
        found = mandate(see, reference, on)
    answer = sh.run(revoke_mandate, mandate_id=found["id"], reason=reason)
    sh.say(answer, say(f"Mandate {answer['reference']} is revoked.",
                       f"Le mandat {answer['reference']} est révoqué."))  # fmt: skip
