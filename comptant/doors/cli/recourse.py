"""An over-advance that its client does not repay: guarantors, set-off, loss, what comes later."""

from datetime import date

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID
from comptant.doors.words import Both, money, say

RECOURSE = Subject("recourse", both=Both(
    "Over-advances that clients do not repay: guarantors called, accounts set off, losses.",
    "Dépassements que les adhérents ne remboursent pas : cautions appelées, compensations, pertes.")
)  # fmt: skip
COLUMNS = ("id", "step_on", "contract_number", "recourse_step", "guarantor_name", "other_number",
           "amount_cents", "is_undone", "undoes_id", "reference")  # fmt: skip
PART = option("--amount", "amount_cents", type=AMOUNT,
              help=("A part of it (default: all).", "Une partie (sinon tout)."))  # fmt: skip
REFERENCE = option("--reference", required=True, help=("Where it is said.", "Où il est dit."))
REASON = option("--reason", required=True, help=("Why.", "Motif."))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(RECOURSE)


@verb(RECOURSE, "call",
      ("Keep that a guarantor was called for the over-advance of a contract.",
       "Enregistrer qu'une caution a été appelée pour le dépassement d'un contrat."),
      "comptant recourse call C-1 'DURAND SA' --reference 'letter of 2026-07-01'")  # fmt: skip
@click.argument("contract")
@click.argument("guarantor")
@PART
@option("--on-day", "step_on", type=DAY, help=("Day (default: today).", "Jour (sinon ce jour)."))
@REFERENCE
def call(
    sh: Shell, contract: str, guarantor: str, amount_cents: int | None, step_on: date | None,
    reference: str,
) -> None:  # fmt: skip
    """Call a guarantor."""
    from comptant.operations.drawing.recourse import call_guarantor

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        party_id = lookup.party(see, guarantor)["id"]
    answer = sh.run(call_guarantor, contract_id=contract_id, party_id=party_id,
                    amount_cents=amount_cents, step_on=step_on or on,
                    reference=reference)  # fmt: skip
    told = money(answer["called_cents"], answer["currency"])
    sh.say(answer, say(f"Called for {told}.", f"Appelée pour {told}."))


@verb(RECOURSE, "received",
      ("Keep that a guarantor has paid: the client's account is credited.",
       "Enregistrer qu'une caution a payé : le compte de l'adhérent est crédité."),
      "comptant recourse received C-1 'DURAND SA' 1402 --reference VIR-3")  # fmt: skip
@click.argument("contract")
@click.argument("guarantor")
@click.argument("payment", type=ID)
@PART
@REFERENCE
def received(
    sh: Shell, contract: str, guarantor: str, payment: int, amount_cents: int | None,
    reference: str,
) -> None:  # fmt: skip
    """Receive a guarantor's payment."""
    from comptant.operations.drawing.recourse import receive_surety

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        party_id = lookup.party(see, guarantor)["id"]
    answer = sh.run(receive_surety, contract_id=contract_id, party_id=party_id,
                    payment_id=payment, amount_cents=amount_cents,
                    reference=reference)  # fmt: skip
    left = money(answer["left_cents"], answer["currency"])
    sh.say(answer, say(f"Credited; {left} are still called.",
                       f"Crédité ; {left} restent appelés."))  # fmt: skip


@verb(RECOURSE, "set-off",
      ("Propose that what another contract of the client has available pays what this one owes.",
       "Proposer que le disponible d'un autre contrat de l'adhérent paie un dépassement."),
      "comptant recourse set-off C-1 C-2 --reason 'connected debts, L622-7'")  # fmt: skip
@click.argument("contract")
@click.argument("other")
@PART
@REASON
def set_off(
    sh: Shell, contract: str, other: str, amount_cents: int | None, reason: str
) -> None:  # fmt: skip
    """Propose a set-off."""
    from comptant.operations.drawing.recourse import propose_set_off

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        from_id = lookup.contract(see, other, on)["id"]
    answer = sh.run(propose_set_off, contract_id=contract_id, from_contract_id=from_id,
                    amount_cents=amount_cents, reason=reason)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(RECOURSE, "write-off",
      ("Propose to write off an over-advance; another person agrees.",
       "Proposer de passer un dépassement en perte ; une autre personne consent."),
      "comptant recourse write-off C-1 --reason 'liquidation closed'")  # fmt: skip
@click.argument("contract")
@PART
@REASON
def write_off(sh: Shell, contract: str, amount_cents: int | None, reason: str) -> None:
    """Propose a loss."""
    from comptant.operations.drawing.recourse import propose_client_loss

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
    answer = sh.run(propose_client_loss, contract_id=contract_id, amount_cents=amount_cents,
                    reason=reason)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(RECOURSE, "regain",
      ("Keep that money has come in on what was written off.",
       "Enregistrer une rentrée sur ce qui était passé en perte."),
      "comptant recourse regain C-1 1403 --reference 'liquidator'")  # fmt: skip
@click.argument("contract")
@click.argument("payment", type=ID)
@PART
@REFERENCE
def regain(
    sh: Shell, contract: str, payment: int, amount_cents: int | None, reference: str
) -> None:  # fmt: skip
    """Regain a loss."""
    from comptant.operations.drawing.recourse import regain_loss

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
    answer = sh.run(regain_loss, contract_id=contract_id, payment_id=payment,
                    amount_cents=amount_cents, reference=reference)  # fmt: skip
    got = money(answer["regained_cents"], answer["currency"])
    sh.say(answer, say(f"Regained: {got}.", f"Rentré : {got}."))


@verb(RECOURSE, "undo",
      ("Propose to undo what was done by slip: a guarantor called, his money or money on a loss "
       "received, a set-off, a loss.\n\nAnother person agrees: its entries are reversed and the "
       "money waits again.",
       "Proposer de défaire ce qui fut fait par erreur : caution appelée, son règlement ou une "
       "rentrée sur perte, compensation, perte.\n\nUne autre personne consent : les écritures sont "
       "extournées et l'argent attend à nouveau."),
      "comptant recourse undo C-1 2402 --reason 'another guarantor paid'")  # fmt: skip
@click.argument("contract")
@click.argument("step", type=ID)
@REASON
def undo(sh: Shell, contract: str, step: int, reason: str) -> None:
    """Undo a step."""
    from comptant.operations.drawing.recourse_undone import undo_recourse

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
    answer = sh.run(undo_recourse, contract_id=contract_id, step_id=step, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


@verb(RECOURSE, "list", ("List what was done, of a contract or of all.",
                         "Lister ce qui a été fait, d'un contrat ou de tous."),
      "comptant recourse list C-1")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List steps."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_recourse_steps", contract_id=id_)
    sh.show(rows, *COLUMNS)
