"""Garnishments of what we owe a client: registered, answered, paid or lifted."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from comptant.doors import garnishments_told, lookup
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID, INSTANT
from comptant.doors.words import Both, language, money, say

GARNISHMENT = Subject("garnishment", both=Both(
    "Garnishments (saisie-attribution, SATD) of what we owe a client.",
    "Saisies (saisie-attribution, SATD) de ce que nous devons à un adhérent.")
)  # fmt: skip
KINDS = {"saisie": "SAISIE_ATTRIBUTION", "satd": "SATD"}


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(GARNISHMENT)


@verb(GARNISHMENT, "register",
      ("Register a garnishment with the instant at which it was served: what is owed to the client "
       "then is held.\n\nKIND: saisie or satd. CREDITOR: the bailiff or the public accountant who "
       "is paid.",
       "Enregistrer une saisie avec l'instant de sa signification : ce qui est alors dû à "
       "l'adhérent est indisponible.\n\nKIND : saisie ou satd. CREDITOR : l'huissier ou le "
       "comptable public à payer."),
      "comptant garnishment register C-1 satd 'SIE PARIS 8' 20000.00 --served 2026-01-16T09:30 "
      "--reference SATD-2026-7")  # fmt: skip
@click.argument("contract")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("creditor")
@click.argument("amount", type=AMOUNT)
@option("--served", "served_at", type=INSTANT, required=True,
        help=("When it was served.", "Quand elle a été signifiée."))  # fmt: skip
@option("--buyer", help=("In whose hands, if not ours.", "Entre quelles mains, sinon les nôtres."))
@option("--reference", required=True, help=("Its number.", "Son numéro."))
def register(
    sh: Shell, contract: str, kind: str, creditor: str, amount: int, served_at: datetime,
    buyer: str | None, reference: str,
) -> None:  # fmt: skip
    """Register a garnishment."""
    from comptant.operations.drawing.garnishments import register_garnishment

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        creditor_id = lookup.party(see, creditor)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(register_garnishment, contract_id=contract_id, kind=KINDS[kind],
                    creditor_id=creditor_id, reference=reference, served_at=served_at,
                    buyer_id=buyer_id, amount_cents=amount)  # fmt: skip
    held = money(answer["held_cents"], answer["currency"])
    since = money(answer["paid_since_cents"], answer["currency"])
    id_, reached = answer["garnishment_id"], answer["reached_count"]
    lines = [say(f"Held: {held}; {reached} invoices reached. Next: comptant garnishment answer "
                 f"{contract} {id_}",
                 f"Indisponible : {held} ; {reached} factures atteintes. Ensuite : comptant "
                 f"garnishment answer {contract} {id_}")]  # fmt: skip
    if answer["paid_since_cents"]:
        lines.append(
            say(
                f"Beware: {since} has left to the client since that instant.",
                f"Attention : {since} sont partis à l'adhérent depuis cet instant.",
            )
        )
    if answer["also_held"]:
        also = money(sum(one["held_cents"] for one in answer["also_held"]), answer["currency"])
        lines.append(say(f"Held on the client's other contracts: {also}. See: comptant garnishment "
                         "list",
                         f"Indisponible sur ses autres contrats : {also}. Voir : comptant "
                         "garnishment list"))  # fmt: skip
    lines += [say(f"Order {one} waits: comptant draw cancel {one}, or once released comptant order "
                  f"settle {one} rejected",
                  f"L'ordre {one} attend : comptant draw cancel {one}, ou une fois libéré comptant "
                  f"order settle {one} rejected")
              for one in answer["orders_to_cancel"]]  # fmt: skip
    sh.say(answer, *lines)


@verb(GARNISHMENT, "list",
      ("List garnishments, what each holds and what is to be done, of a contract or of all.",
       "Lister les saisies, ce que chacune tient et ce qu'il y a à faire, d'un contrat ou de "
       "tous."),
      "comptant garnishment list")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List garnishments."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = garnishments_told.desk(see, on, id_)
    sh.show(rows, "id", *garnishments_told.DESK)


@verb(GARNISHMENT, "show",
      ("Show a garnishment: which invoices it reaches, and its steps.",
       "Montrer une saisie : les factures atteintes, ses étapes."),
      "comptant garnishment show C-1 1405")  # fmt: skip
@click.argument("contract")
@click.argument("garnishment", type=ID)
def show(sh: Shell, contract: str, garnishment: int) -> None:
    """Show a garnishment."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        found = garnishments_told.one(see, on, contract_id, garnishment)
        of = {"contract_id": contract_id, "garnishment_id": garnishment}
        items, steps = see("read_garnishment_items", **of), see("read_garnishment_steps", **of)
    if sh.is_json:
        sh.say({**found, "items": items, "steps": steps})
        return
    sh.show([found], *garnishments_told.FACTS)
    sh.show(items, *garnishments_told.ITEMS)
    sh.show(steps, *garnishments_told.STEPS)


@verb(GARNISHMENT, "answer",
      ("Make the answer to the bailiff or the public accountant, as PDF; it is kept.",
       "Établir la déclaration du tiers saisi, en PDF ; elle est conservée."),
      "comptant garnishment answer C-1 1405 --out answer.pdf")  # fmt: skip
@click.argument("contract")
@click.argument("garnishment", type=ID)
@files_out.OUT
@files_out.FORCE
def answer(sh: Shell, contract: str, garnishment: int, out: Path | None, is_forced: bool) -> None:
    """Answer."""
    from comptant.operations.drawing.garnishment_steps import answer_garnishment

    told = sh.run(answer_garnishment, contract_id=sh.contract(contract)[0],
                  garnishment_id=garnishment, language=language())  # fmt: skip
    lines = [told["name"]]
    if out is not None:
        with sh.reading() as (see, _, _on):
            content = files_out.document(see, told["digest"])
        remedy = say("It is kept: comptant document, with its digest.",
                     "Elle est gardée : comptant document, avec son empreinte.")  # fmt: skip
        path = files_out.write(out, content, remedy, is_forced=is_forced)
        lines = [say(f"{path}: written.", f"{path} : écrit.")]
    sh.say(told, *lines)


@verb(GARNISHMENT, "told",
      ("Keep that it was contested, confirmed (nobody contested it in time) or lifted.",
       "Enregistrer qu'elle est contestée (contested), confirmée (confirmed : personne ne l'a "
       "contestée à temps) ou levée (lifted)."),
      "comptant garnishment told C-1 1405 confirmed --reference 'certificate of 2026-02-20'"
      )  # fmt: skip
@click.argument("contract")
@click.argument("garnishment", type=ID)
@click.argument("step", type=click.Choice(["contested", "confirmed", "lifted"]))
@option(
    "--amount",
    "amount_cents",
    type=AMOUNT,
    help=("Lifted for that much (default: all).", "Levée pour ce montant (sinon tout)."),
)
@option("--on-day", "step_on", type=DAY, help=("Day (default: today).", "Jour (sinon ce jour)."))
@option("--reference", required=True, help=("Where it is said.", "Où il est dit."))
def told(
    sh: Shell, contract: str, garnishment: int, step: str, amount_cents: int | None,
    step_on: date | None, reference: str,
) -> None:  # fmt: skip
    """Keep a step."""
    from comptant.operations.drawing.garnishment_steps import record_garnishment_step

    contract_id, on = sh.contract(contract)
    found = sh.run(record_garnishment_step, contract_id=contract_id, garnishment_id=garnishment,
                   step=step.upper(), amount_cents=amount_cents, step_on=step_on or on,
                   reference=reference)  # fmt: skip
    left = money(found["left_cents"], found["currency"])
    lines = [say(f"{left} are held still.", f"{left} restent tenus.")]
    if "approval_id" in found:
        lines.append(waits(found["approval_id"]))
    sh.say(found, *lines, *_paid(found))


@verb(GARNISHMENT, "undo",
      ("Ask to undo a garnishment registered wrongly, on every contract on which it holds: what it "
       "held is free once another person agrees, and the right one may be registered.",
       "Demander l'annulation d'une saisie mal enregistrée, sur chaque contrat où elle tient : ce "
       "qu'elle tenait est libre une fois qu'une autre personne approuve, et la bonne peut être "
       "enregistrée."),
      "comptant garnishment undo C-1 1405 --reason 'of another company of that name'")  # fmt: skip
@click.argument("contract")
@click.argument("garnishment", type=ID)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def undo(sh: Shell, contract: str, garnishment: int, reason: str) -> None:
    """Undo a garnishment."""
    from comptant.operations.drawing.garnishment_undone import undo_garnishment

    found = sh.run(undo_garnishment, contract_id=sh.contract(contract)[0],
                   garnishment_id=garnishment, reason=reason)  # fmt: skip
    freed = money(found["freed_cents"], found["currency"])
    sh.say(found, say(f"To be free: {freed}.", f"À libérer : {freed}."),
           waits(found["approval_id"]), *_paid(found))  # fmt: skip


def _paid(found: dict[str, Any]) -> list[str]:
    if not found["paid_cents"]:
        return []
    paid = money(found["paid_cents"], found["currency"])
    return [say(f"Beware: {paid} was paid of it already; ask it back.",
                f"Attention : {paid} en ont déjà été réglés ; à réclamer.")]  # fmt: skip


@verb(GARNISHMENT, "pay",
      ("Prepare the payment of what it holds, as far as it may be paid; another person releases "
       "it.",
       "Préparer le règlement de ce qu'elle tient, dans la limite de l'exigible ; une autre "
       "personne le libère."),
      "comptant garnishment pay C-1 1405")  # fmt: skip
@click.argument("contract")
@click.argument("garnishment", type=ID)
@option("--amount", "amount_cents", type=AMOUNT, help=("A part of it.", "Une partie."))
@option("--account", "payee", help=("On which account.", "Sur quel compte."))
def pay(
    sh: Shell, contract: str, garnishment: int, amount_cents: int | None, payee: str | None
) -> None:
    """Prepare the payment."""
    from comptant.operations.drawing.garnishment_steps import pay_garnishment

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        account_id = lookup.payee(see, None, payee)["id"] if payee else None
    made = sh.run(pay_garnishment, contract_id=contract_id, garnishment_id=garnishment,
                  amount_cents=amount_cents, payee_account_id=account_id)  # fmt: skip
    sh.say(made, waits(made["approval_id"]))
