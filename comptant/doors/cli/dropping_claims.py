"""Claims opened by mistake, dropped before they are decided; steps told by slip, undone; what
insurers give back of their share then; what they are to pay beside what they pay."""

import hashlib
from datetime import date
from pathlib import Path

import click

from comptant.doors import claim_told, indemnities_told, lookup
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.papers import tell_written
from comptant.doors.cli.shell import Row, Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID
from comptant.doors.words import Both, money, say

CLAIM = Subject("claim", both=Both(
    "Claims on debts of buyers that fail: what insurers pay, what comes in later, what is lost.",
    "Les sinistres : ce que paient les assureurs, ce qui rentre ensuite, ce qui est perdu.")
)  # fmt: skip
REASON = option("--reason", required=True, help=("Why.", "Motif."))
ON_DAY = option("--on-day", "step_on", type=DAY, help=("Day (default: today).",
                                                       "Jour (sinon ce jour)."))  # fmt: skip
REFERENCE = option("--reference", required=True, help=("Its number, or where it is said.",
                                                       "Son numéro, ou où il est dit.")
                   )  # fmt: skip


@verb(CLAIM, "drop",
      ("Take back a claim opened by mistake, before it is decided.\n\nIts invoices may be claimed "
       "again under another reference; what was impaired for it is released.",
       "Reprendre un sinistre ouvert par erreur, avant sa décision.\n\nSes factures peuvent faire "
       "l'objet d'un autre, sous une autre référence ; sa dépréciation est reprise."),
      "comptant claim drop C-1 SIN-2026-7 --reason 'another buyer'")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@REASON
def drop(sh: Shell, contract: str, claim: str, reason: str) -> None:
    """Drop a claim."""
    from comptant.operations.claiming.claims import drop_claim

    found, _ = found_claim(sh, contract, claim)
    sh.say(sh.run(drop_claim, **of_claim(found), reason=reason), say("Dropped.", "Abandonné."))


@verb(CLAIM, "own",
      ("Write, for an insurer, the file of a claim under its policies as a PDF.",
       "Écrire, pour un assureur, le dossier d'un sinistre de ses polices en PDF."),
      "comptant claim own 1405 --language fr")  # fmt: skip
@click.argument("claim", type=ID)
@files_out.OUT
@files_out.FORCE
def own(sh: Shell, claim: int, out: Path | None, is_forced: bool) -> None:
    """Write an insurer's file of a claim."""
    from comptant.doors.papers.own_claims import own_claim_file

    with sh.reading() as (see, _, on):
        made = own_claim_file(see, claim, on)
    told = {"name": made.name, "digest": hashlib.sha256(made.content).hexdigest()}
    tell_written(sh, told, made.name, made.content, out, is_forced=is_forced)


@verb(CLAIM, "compare",
      ("Show what policies say that insurers are to pay, beside what they pay: a difference is "
       "named with its cause, to be asked of the insurer.",
       "Montrer ce que les assureurs doivent payer selon leurs polices, à côté de ce qu'ils "
       "paient : un écart est nommé avec sa cause, à demander à l'assureur."),
      "comptant claim compare C-1")  # fmt: skip
@click.argument("contract", required=False)
def compare(sh: Shell, contract: str | None) -> None:
    """Compare indemnities."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        rows = indemnities_told.compared(see, id_, on)
    sh.show(rows, *indemnities_told.COLUMNS)


@verb(CLAIM, "undo",
      ("Propose to undo a step of a claim told by slip: a decision, an indemnity, a recovery, a "
       "loss, a dropping.\n\nAnother person agrees: its entries are reversed and the money waits "
       "again. What came after it is undone first.",
       "Proposer de défaire une étape de sinistre dite par erreur : décision, indemnité, "
       "récupération, perte, abandon.\n\nUne autre personne consent : les écritures sont "
       "extournées et l'argent attend à nouveau. Ce qui l'a suivie se défait d'abord."),
      "comptant claim undo C-1 SIN-2026-7 2402 --reason 'another claim was paid'")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@click.argument("step", type=ID)
@REASON
def undo(sh: Shell, contract: str, claim: str, step: int, reason: str) -> None:
    """Undo a step."""
    from comptant.operations.claiming.claims_undone import undo_claim_step

    found, _ = found_claim(sh, contract, claim)
    answer = sh.run(undo_claim_step, **of_claim(found), step_id=step, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


@verb(CLAIM, "disputed",
      ("Propose to give back what an import factor has paid, since the buyer disputes the debt and "
       "notice came in time.\n\nAnother person agrees: the money waits to be sent back (comptant "
       "cash return).",
       "Proposer de rendre ce qu'un factor import a payé, l'acheteur contestant la créance et le "
       "litige étant notifié à temps.\n\nUne autre personne consent : l'argent attend sa "
       "restitution (comptant cash return)."),
      "comptant claim disputed C-1 PUA-7 --notice 2026-08-28 --reason 'notice 7'")  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@option(
    "--notice",
    "disputed_on",
    type=DAY,
    required=True,
    help=("Day of the notice.", "Jour de la notification."),
)
@REASON
def disputed(sh: Shell, contract: str, claim: str, disputed_on: date, reason: str) -> None:
    """Give a payment back."""
    from comptant.operations.claiming.disputed_back import give_back_disputed

    found, _ = found_claim(sh, contract, claim)
    answer = sh.run(give_back_disputed, **of_claim(found), disputed_on=disputed_on, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


def found_claim(sh: Shell, contract: str, claim: str) -> tuple[Row, date]:
    """A claim of a contract as people name them, and the day."""
    with sh.reading() as (see, _, on):
        return claim_told.claim(see, lookup.contract(see, contract, on)["id"], claim, on), on


def of_claim(found: Row) -> dict[str, int]:
    """What operations on a claim are told of which."""
    return {"contract_id": found["contract_id"], "claim_id": found["id"]}


@verb(
    CLAIM, "share-back",
    ("Keep that an insurer gave back its share of a recovery that was undone; what it does not "
     "give back is set off against its share of the next.",
     "Enregistrer qu'un assureur a rendu sa part d'une récupération défaite ; ce qu'il ne rend pas "
     "s'impute sur sa part de la suivante."),
    "comptant claim share-back C-1 SIN-2026-7 1409 --reference VIR-12",
)  # fmt: skip
@click.argument("contract")
@click.argument("claim")
@click.argument("payment", type=ID)
@option("--amount", "amount_cents", type=AMOUNT, help=("A part of it.", "Une partie."))
@ON_DAY
@REFERENCE
def share_back(
    sh: Shell, contract: str, claim: str, payment: int, amount_cents: int | None,
    step_on: date | None, reference: str,
) -> None:  # fmt: skip
    """Receive a share back."""
    from comptant.operations.claiming.shares_back import receive_share_back

    found, on = found_claim(sh, contract, claim)
    answer = sh.run(receive_share_back, **of_claim(found), payment_id=payment,
                    amount_cents=amount_cents, step_on=step_on or on,
                    reference=reference)  # fmt: skip
    got, left = (money(answer[name], answer["currency"])
                 for name in ("returned_cents", "left_cents"))  # fmt: skip
    sh.say(answer, say(f"Given back: {got}; left: {left}.", f"Rendu : {got} ; reste : {left}."))
