"""Claims on debts of buyers that fail: opened, decided, paid, shared, written off."""

import hashlib
from datetime import date
from pathlib import Path

import click

from comptant.doors import claim_told, cover_told, indemnities_told, lookup, tables
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import ordered, waits
from comptant.doors.cli.dropping_claims import (
    CLAIM,
    ON_DAY,
    REASON,
    REFERENCE,
    found_claim,
    of_claim,
)
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.papers import tell_written
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, ID
from comptant.doors.words import money, say


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(CLAIM)


@verb(
    CLAIM, "open",
    ("Open the claim on invoices of a buyer, declared before (policy told).\n\nUnder a policy; "
     "without --policy, on what our own guarantee has taken. What we may lose is impaired.",
     "Ouvrir le sinistre de factures d'un acheteur, déclarées avant (policy told).\n\nAu titre "
     "d'une police ; sans --policy, de ce que notre propre garantie a pris. Ce que nous pouvons "
     "perdre est déprécié."),
    "comptant claim open C-1 FA-1 FA-2 --policy P-1 --reference SIN-2026-7",
)  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1, required=True)
@option("--policy", help=("The insurer's policy.", "La police de l'assureur."))
@REFERENCE
def open_(
    sh: Shell, contract: str, invoices: tuple[str, ...], policy: str | None, reference: str
) -> None:
    """Open a claim."""
    from comptant.operations.claiming.claims import open_claim

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        policy_id = cover_told.policy(see, policy, on)["id"] if policy else None
        ids = [lookup.invoice(see, contract_id, one, paid=True)["id"] for one in invoices]
    answer = sh.run(open_claim, contract_id=contract_id, policy_id=policy_id, invoice_ids=ids,
                    reference=reference)  # fmt: skip
    due = money(answer["claim_indemnity_cents"], answer["currency"])
    sh.say(answer, say(f"Opened; the insurer is to pay {due}. Next: comptant claim show "
                       f"{contract} {answer['claim_number']}",
                       f"Ouvert ; l'assureur doit payer {due}. Ensuite : comptant claim show "
                       f"{contract} {answer['claim_number']}")
           if policy else say("Opened.", "Ouvert."))  # fmt: skip


@verb(
    CLAIM, "accept",
    ("Keep that the insurer accepts a claim, after its waiting period.\n\nFor what the policy "
     "says, never more; for less (--amount) another person agrees first. What is disputed is "
     "withheld; once the dispute is over, say it again of what comes back.",
     "Enregistrer que l'assureur accepte un sinistre, après son délai de carence.\n\nPour ce que "
     "dit la police, jamais plus ; pour moins (--amount), une autre personne consent d'abord. Ce "
     "qui est en litige est retenu ; le litige levé, dites-le à nouveau de ce qui revient."),
    "comptant claim accept C-1 SIN-2026-7 --reference 'letter of 2026-10-22'",
)  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@option("--amount", "accepted_cents", type=AMOUNT,
        help=("What it accepts, where that is less.", "Ce qu'il accepte, si c'est moins.")
        )  # fmt: skip
@ON_DAY
@REFERENCE
def accept(
    sh: Shell, contract: str, claim: str, accepted_cents: int | None, step_on: date | None,
    reference: str,
) -> None:  # fmt: skip
    """Accept a claim."""
    from comptant.operations.claiming.claim_decisions import accept_claim

    found, on = found_claim(sh, contract, claim)
    answer = sh.run(accept_claim, **of_claim(found), accepted_cents=accepted_cents,
                    step_on=step_on or on, reference=reference)  # fmt: skip
    if "approval_id" in answer:
        sh.say(answer, waits(answer["approval_id"]))
        return
    told = money(answer["accepted_cents"], answer["currency"])
    sh.say(answer, say(f"Accepted: {told}. When it comes: comptant claim receive {contract} "
                       f"{claim} --payment PAYMENT --reference TEXT",
                       f"Accepté : {told}. À réception : comptant claim receive {contract} "
                       f"{claim} --payment RÈGLEMENT --reference TEXTE"))  # fmt: skip


@verb(CLAIM, "refuse",
      ("Propose to keep that the insurer refuses a claim; another person agrees.",
       "Proposer d'enregistrer que l'assureur refuse un sinistre ; une autre personne consent."),
      "comptant claim refuse C-1 SIN-2026-7 --reference L-14 --reason 'declared late'")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@ON_DAY
@REFERENCE
@REASON
def refuse(
    sh: Shell, contract: str, claim: str, step_on: date | None, reference: str, reason: str
) -> None:
    """Propose a refusal."""
    from comptant.operations.claiming.claim_decisions import propose_claim_refusal

    found, on = found_claim(sh, contract, claim)
    answer = sh.run(propose_claim_refusal, **of_claim(found), step_on=step_on or on,
                    reference=reference, reason=reason)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(
    CLAIM, "receive",
    ("Keep that the insurer has paid an accepted claim.\n\nWith the payment that our bank "
     "received (cash list); without, it paid the client, whose policy is not delegated: his "
     "account is charged with what was ours.",
     "Enregistrer que l'assureur a payé un sinistre accepté.\n\nAvec le règlement reçu par notre "
     "banque (cash list) ; sans, il a payé l'adhérent, dont la police n'est pas déléguée : son "
     "compte est débité de ce qui était à nous."),
    "comptant claim receive C-1 SIN-2026-7 --payment 1302 --reference VIR-9",
)  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@option("--payment", "payment_id", type=ID, help=("The money received.", "L'encaissement."))
@option("--amount", "amount_cents", type=AMOUNT,
        help=("A part of it (default: all that is accepted).",
              "Une partie (sinon tout ce qui est accepté)."))  # fmt: skip
@ON_DAY
@REFERENCE
def receive(
    sh: Shell, contract: str, claim: str, payment_id: int | None, amount_cents: int | None,
    step_on: date | None, reference: str,
) -> None:  # fmt: skip
    """Receive an indemnity."""
    from comptant.operations.claiming.indemnities import receive_indemnity

    found, on = found_claim(sh, contract, claim)
    answer = sh.run(receive_indemnity, **of_claim(found), payment_id=payment_id,
                    amount_cents=amount_cents, step_on=step_on or on,
                    reference=reference)  # fmt: skip
    names = ("received_cents", "left_cents", "charged_cents")
    got, left, charged = (money(answer[name], answer["currency"]) for name in names)
    sh.say(answer, say(f"Received: {got}; left: {left}; charged to the client: {charged}.",
                       f"Reçu : {got} ; reste : {left} ; à la charge de l'adhérent : {charged}."
           ))  # fmt: skip


@verb(
    CLAIM, "recover",
    ("Share what the buyer or its administrator pays after the indemnity or the loss: insurer, "
     "client and we, each by what it has borne, costs too.",
     "Partager ce que paient l'acheteur ou son administrateur après l'indemnité ou la perte : "
     "assureur, adhérent et nous, chacun selon ce qu'il a supporté, frais compris."),
    "comptant claim recover C-1 SIN-2026-7 1402 --costs 120.00 --reference DIV-1",
)  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@click.argument("payment", type=ID)
@option("--amount", "amount_cents", type=AMOUNT, help=("A part of it.", "Une partie."))
@option("--costs", "cost_cents", type=AMOUNT, default="0", help=("What it has cost (0).",
                                                                 "Frais engagés (0)."))  # fmt: skip
@ON_DAY
@REFERENCE
def recover(
    sh: Shell, contract: str, claim: str, payment: int, amount_cents: int | None, cost_cents: int,
    step_on: date | None, reference: str,
) -> None:  # fmt: skip
    """Share a recovery."""
    from comptant.operations.claiming.claim_recoveries import TOLD, share_recovery

    found, on = found_claim(sh, contract, claim)
    answer = sh.run(share_recovery, **of_claim(found), payment_id=payment,
                    amount_cents=amount_cents, cost_cents=cost_cents, step_on=step_on or on,
                    reference=reference)  # fmt: skip
    sh.say(answer, say("Shared.", "Partagé."))
    if not sh.is_json:
        names = ("recovery_cents", "recovery_cost_cents", *TOLD)
        tables.show([{name: answer[name] for name in (*names, "currency")}], names)


@verb(CLAIM, "write-off",
      ("Propose to write off what is left of a claim in our doubtful debts; another person agrees.",
       "Proposer de passer en perte ce qui reste d'un sinistre dans nos créances douteuses ; une "
       "autre personne consent."),
      "comptant claim write-off C-1 SIN-2026-7 --reason 'certificate of 2027-01-15'")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@REASON
def write_off(sh: Shell, contract: str, claim: str, reason: str) -> None:
    """Propose a loss."""
    from comptant.operations.claiming.claim_decisions import propose_write_off

    found, _ = found_claim(sh, contract, claim)
    answer = sh.run(propose_write_off, **of_claim(found), reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


@verb(CLAIM, "pay",
      ("Prepare the payment of an insurer's part of what was recovered; another person releases.",
       "Préparer le règlement de la part de l'assureur dans les récupérations ; une autre personne "
       "libère."), "comptant claim pay C-1 SIN-2026-7")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@option("--payee", type=ID, help=("The account to pay, where there are several.",
                                  "Le compte à créditer, s'il y en a plusieurs."))  # fmt: skip
def pay(sh: Shell, contract: str, claim: str, payee: int | None) -> None:
    """Pay the insurer."""
    from comptant.operations.claiming.claim_recoveries import pay_insurer

    found, _ = found_claim(sh, contract, claim)
    answer = sh.run(pay_insurer, **of_claim(found), payee_account_id=payee)
    sh.say(answer, ordered(answer), waits(answer["approval_id"]))


@verb(CLAIM, "file",
      ("Write the file of a claim as one PDF: the debt, the indemnity, what shows it, the ledger, "
       "and the papers behind them.",
       "Écrire le dossier d'un sinistre en un PDF : la créance, l'indemnité, ce qui l'établit, le "
       "grand livre, et les pièces à la suite."),
      "comptant claim file C-1 SIN-2026-7 --language fr")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@files_out.OUT
@files_out.FORCE
def file(sh: Shell, contract: str, claim: str, out: Path | None, is_forced: bool) -> None:
    """Write a claim's file."""
    from comptant.doors.papers.claims import claim_file

    with sh.reading() as (see, _, on):
        made = claim_file(see, contract, claim, on)
    told = {"name": made.name, "digest": hashlib.sha256(made.content).hexdigest()}
    tell_written(sh, told, made.name, made.content, out, is_forced=is_forced)


@verb(CLAIM, "list", ("List claims, of a contract or of all, and how they stand.",
                      "Lister les sinistres, d'un contrat ou de tous, et où ils en sont."),
      "comptant claim list C-1")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List claims."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_claim_files", contract_id=id_, id=None, on=on)
    sh.show(rows, *claim_told.CLAIM_FILES)


@verb(CLAIM, "show", ("Show a claim: each euro from the debt to the indemnity, its invoices and "
                      "its steps.",
                      "Montrer un sinistre : chaque euro de la créance à l'indemnité, ses factures "
                      "et ses étapes."), "comptant claim show C-1 SIN-2026-7")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
def show(sh: Shell, contract: str, claim: str) -> None:
    """Show a claim."""
    with sh.reading() as (see, _, on):
        found = claim_told.claim(see, lookup.contract(see, contract, on)["id"], claim, on)
        told = claim_told.explained(see, found, on)
        is_insured = found["policy_id"] and not found["is_dropped"]
        paid = indemnities_told.one(see, found, see("read_policy_limits"), on) if is_insured else {}
        items, steps = claim_told.items(see, found), claim_told.steps(see, found)
        figures = claim_told.figures(see, found, on) if found["policy_id"] else None
    if sh.is_json:
        sh.say({**found, "figures": figures, "paid": paid, "items": items, "steps": steps})
        return
    tables.show([found], claim_told.CLAIM_FILES)
    if told:
        tables.show(told, ("text", "value"), say("From the debt to the indemnity",
                                                 "De la créance à l'indemnité"))  # fmt: skip
    if paid:
        tables.show(indemnities_told.beside(paid), ("text", "value"),
                    say("Expected and paid", "Attendu et payé"))  # fmt: skip
    tables.show(items, claim_told.ITEMS, say("Invoices", "Factures"))
    tables.show(steps, claim_told.CLAIM_STEPS, say("Steps", "Étapes"))
