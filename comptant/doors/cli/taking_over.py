"""Contracts taken over from another factor or system, and the lender paid off."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from comptant.doors import lookup, tables
from comptant.doors.cli.ceilings import ordered, waits
from comptant.doors.cli.failures import FILE
from comptant.doors.cli.files_in import fault_row, tell_faults
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, day, money, say

TAKEOVER = Subject("takeover", both=Both(
    "Contracts taken over from another factor or system.",
    "Les contrats repris d'un autre factor ou système."))  # fmt: skip
SHOWN = ("takeover_step", "on_date", "lender_name", "statement_on", "funds_in_use_cents", "source",
         "order_id")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(TAKEOVER)


@verb(
    TAKEOVER, "load",
    ("Take over a contract from open files: a folder or an archive as `comptant exit pack` writes "
     "it, or the same lists from any other factor.\n\nThe opening entry ties to the statement, or "
     "nothing is taken over and the difference is told. Limits wait for another person; buyers are "
     "told again by the outbox; --lender names who is paid off first. A portfolio is taken over "
     "contract by contract.",
     "Reprendre un contrat de fichiers ouverts : un dossier ou une archive tel que `comptant exit "
     "pack` l'écrit, ou les mêmes listes de tout autre factor.\n\nL'écriture d'ouverture concorde "
     "avec le relevé, sinon rien n'est repris et l'écart est dit. Les limites attendent une autre "
     "personne ; les acheteurs sont notifiés à nouveau ; --lender nomme qui est payé d'abord. Un "
     "portefeuille se reprend contrat par contrat."),
    "comptant takeover load C-1 pack --lender 380129866", "comptant takeover load C-1 pack.zip",
)  # fmt: skip
@click.argument("contract")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@option("--lender", help=("Who is to be paid off: SIREN, name or id.",
                          "Qui est à racheter : SIREN, nom ou identifiant."))  # fmt: skip
@click.pass_context
def load(ctx: click.Context, sh: Shell, contract: str, file: Path, lender: str | None) -> None:
    """Take over a contract."""
    from comptant.doors import handing_over
    from comptant.formats import handover
    from comptant.operations.drawing.takeovers import take_over

    if file.is_dir():
        content = handover.zipped({one.name: one.read_bytes() for one in sorted(file.iterdir())
                                   if one.is_file()})  # fmt: skip
    else:
        content = file.read_bytes()
    given, faults = handing_over.taken(file.name, content)
    if faults:
        rows = [fault_row(fault) for fault in faults]
        if sh.is_json:
            sh.say({"faults": rows})
        else:
            tell_faults(rows)
            tables.complain(say("Nothing was taken over.", "Rien n'a été repris."))
        ctx.exit(FILE)
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        lender_id = lookup.party(see, lender)["id"] if lender else 0
    answer = sh.run(take_over, contract_id=contract_id, lender_id=lender_id, file_name=file.name,
                    content=content, **given)  # fmt: skip
    sh.say(answer, *_told(answer, contract))


def _told(answer: dict[str, Any], contract: str) -> list[str]:
    """What was taken over, and what is next."""
    currency = answer["currency"]
    owed, lent = (money(answer[name], currency) for name in ("open_cents", "funds_in_use_cents"))
    count = answer["accepted"] + answer["credit_notes"]
    stated = day(date.fromisoformat(answer["statement_on"]))
    lines = [
        say(f"Taken over as the statement of {stated} says: {count} invoices and credit notes, "
            f"{owed} owed by buyers, {lent} lent.",
            f"Repris tel que le relevé du {stated} : {count} factures et avoirs, {owed} dus par "
            f"les acheteurs, {lent} financés."),
        say(f"Notices to buyers in the outbox: {answer['notices']}; limits that wait for another "
            f"person: {len(answer['approval_ids'])}.",
            f"Notifications d'acheteurs à envoyer : {answer['notices']} ; limites en attente d'une "
            f"autre personne : {len(answer['approval_ids'])}."),
    ]  # fmt: skip
    if answer["lender_id"]:
        lines.append(
            say(
                f"Next: comptant takeover letter {contract} --source LETTER",
                f"Ensuite : comptant takeover letter {contract} --source LETTRE",
            )
        )
    return lines


@verb(TAKEOVER, "letter",
      ("Say that the previous factor's release letter has come; its payment may be prepared.",
       "Dire que la lettre de mainlevée du factor précédent est reçue ; son paiement se prépare."),
      "comptant takeover letter C-1 --source 'letter of 15 January'")  # fmt: skip
@click.argument("contract")
@option(
    "--received",
    "received_on",
    type=DAY,
    help=("Day on which it came (default: today).", "Jour de réception (sinon aujourd'hui)."),
)
@option("--source", required=True, help=("The letter.", "La lettre."))
def letter(sh: Shell, contract: str, received_on: date | None, source: str) -> None:
    """Record the release letter."""
    from comptant.operations.registry.lenders import record_lender_release

    contract_id, on = sh.contract(contract)
    answer = sh.run(record_lender_release, contract_id=contract_id, received_on=received_on or on,
                    source=source)  # fmt: skip
    sh.say(answer, say(f"Recorded. Next: comptant takeover pay {contract}",
                       f"Enregistré. Ensuite : comptant takeover pay {contract}"))  # fmt: skip


@verb(TAKEOVER, "pay",
      ("Prepare the payment of what the previous factor has lent: the first funding of the "
       "contract; another person releases it.",
       "Préparer le paiement de ce que le factor précédent a financé : le premier financement du "
       "contrat ; une autre personne le libère."),
      "comptant takeover pay C-1")  # fmt: skip
@click.argument("contract")
@option("--payee", type=ID, help=("The account to pay, where there are several.",
                                  "Le compte à créditer, s'il y en a plusieurs."))  # fmt: skip
def pay(sh: Shell, contract: str, payee: int | None) -> None:
    """Pay the lender off."""
    from comptant.operations.registry.lenders import pay_lender

    contract_id, _ = sh.contract(contract)
    answer = sh.run(pay_lender, contract_id=contract_id, payee_account_id=payee)
    sh.say(answer, ordered(answer), waits(answer["approval_id"]))


@verb(TAKEOVER, "show",
      ("Show what was taken over, and where the lender's letter and payment stand.",
       "Montrer ce qui a été repris, et où en sont la lettre et le rachat du prêteur."),
      "comptant takeover show C-1")  # fmt: skip
@click.argument("contract", required=False)
def show(sh: Shell, contract: str | None) -> None:
    """Show the take-overs."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_takeovers", contract_id=contract_id)
    sh.show(rows, *(() if contract else ("contract_number",)), *SHOWN)
