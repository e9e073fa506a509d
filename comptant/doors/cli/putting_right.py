"""What was put in the wrong place, or told by mistake: moved, undone."""

import click

from comptant.doors import lookup, words
from comptant.doors.cli.banking import CASH
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, ID
from comptant.doors.words import Both, say

TOP = Subject("putting right", both=Both("", ""))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(CASH, "move",
      ("Move money that waits to another contract or buyer, or back to nobody (HOUSE).\n\nIts "
       "value date stays. Out of a contract another person must agree; what the text names there "
       "is allocated.",
       "Porter un règlement en attente à un autre contrat ou acheteur, ou le rendre inconnu "
       "(HOUSE).\n\nSa date de valeur reste. Hors d'un contrat il faut l'accord d'autrui ; ce que "
       "le libellé y nomme est imputé."),
      "comptant cash move 1302 C-2 443061841 --amount 2500.00 --reason 'it was C-2'",
      "comptant cash move 1302 HOUSE --reason 'not our buyer'")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("contract")
@click.argument("buyer", required=False)
@option("--amount", type=AMOUNT, help=("So much of it (all that waits).",
                                       "Cette part (tout ce qui attend)."))  # fmt: skip
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def cash_move(
    sh: Shell, payment: int, contract: str, buyer: str | None, amount: int | None, reason: str
) -> None:
    """Move a payment."""
    from comptant.operations.collection.moving import move_payment

    with sh.reading() as (see, _, on):
        found = lookup.placed_payment(see, payment)
        home = lookup.books(see, contract, on)
        to_id = None if home["number"] in [row["number"] for row in see("read_house")] else (
            home["id"])  # fmt: skip
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(move_payment, contract_id=found["contract_id"], payment_id=payment,
                    to_contract_id=to_id, buyer_id=buyer_id, amount_cents=amount,
                    reason=reason)  # fmt: skip
    if "approval_id" in answer:
        sh.say(answer, waits(answer["approval_id"]))
        return
    left = answer["amount_cents"] - answer["allocated_cents"]
    done, rest = (words.money(cents, found["currency"])
                  for cents in (answer["allocated_cents"], left))  # fmt: skip
    sh.say(answer, say(f"Payment {answer['payment_id']} is there: {done} allocated, {rest} waits.",
                       f"Le règlement {answer['payment_id']} y est : {done} imputés, {rest} en "
                       "attente."))  # fmt: skip


@verb(TOP, "undo",
      ("Propose to undo what an entry tells by mistake: a direct payment, a credit note applied, a "
       "reassignment, a withdrawal, a repayment, money passed on, a claim paid, a penalty claimed, "
       "paid or waived; or that an instrument was unpaid, while our bank has not debited it.\n\n"
       "Another person's approval does it: all of the entry, or some of its invoices; a withdrawal "
       "whole. The value date stays.",
       "Proposer de défaire ce qu'une écriture dit par erreur : règlement direct, avoir imputé, "
       "rétrocession, retrait, remboursement, reversement, réclamation payée, pénalité réclamée, "
       "payée ou remise ; ou un impayé, tant que notre banque ne l'a pas débité.\n\nL'accord "
       "d'autrui le fait : toute l'écriture, ou certaines factures ; un retrait en entier. La date "
       "de valeur reste."),
      "comptant undo C-1 1412 --reason 'it was FA-4'",
      "comptant undo C-1 1413 FA-1 FA-2 --reason 'not disputed after all'")  # fmt: skip
@click.argument("contract")
@click.argument("entry_id", type=ID, metavar="ENTRY")
@click.argument("invoices", nargs=-1, metavar="[INVOICE...]")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def undo(sh: Shell, contract: str, entry_id: int, invoices: tuple[str, ...], reason: str) -> None:
    """Propose to undo an entry."""
    from comptant.operations.collection.undoing import undo_entry

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.invoice(see, found["id"], text, paid=True)["id"] for text in invoices]
    answer = sh.run(undo_entry, contract_id=found["id"], entry_id=entry_id, invoice_ids=ids,
                    reason=reason)  # fmt: skip
    total = words.money(answer["amount_cents"], found["currency"])
    sh.say(answer, say(f"{total} to undo.", f"{total} à défaire."), waits(answer["approval_id"]))


def undone_by(contract: str, answer: dict[str, object]) -> str:
    """How to undo what was just told, should it be a mistake."""
    return say(f"A mistake? comptant undo {contract} {answer['entry_id']} --reason WHY",
               f"Une erreur ? comptant undo {contract} {answer['entry_id']} --reason MOTIF"
    )  # fmt: skip
