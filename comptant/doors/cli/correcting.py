"""What was done wrong and is put right: allocations, assignments, entries, over-advances."""

from datetime import date
from typing import Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli import consequences
from comptant.doors.cli.banking import CASH
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.putting_right import undone_by
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.cli.still_collecting import still_collecting
from comptant.doors.values import AMOUNT, DAY, ID
from comptant.doors.words import Both, say

TOP = Subject("correcting", both=Both("", ""))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(TOP, "unallocate",
      ("Take a payment back from invoices (none named: from all); it waits again.\n\nAlso from "
       "debts that the guarantee had taken.",
       "Reprendre un règlement sur des factures (aucune nommée : toutes) ; il attend à nouveau.\n\n"
       "De même sur des créances que la garantie avait prises."),
      "comptant unallocate C-1 1302 FA-1")  # fmt: skip
@click.argument("contract")
@click.argument("payment", type=ID)
@click.argument("invoices", nargs=-1)
def unallocate(sh: Shell, contract: str, payment: int, invoices: tuple[str, ...]) -> None:
    """Take a payment back."""
    _reallocate(sh, contract, payment, invoices, ())


@verb(TOP, "move-allocation",
      ("Move a payment from invoices to others; its value date stays.",
       "Réimputer un règlement d'une facture à d'autres ; sa date de valeur reste."),
      "comptant move-allocation C-1 1302 --from FA-1 FA-2=1200.00")  # fmt: skip
@click.argument("contract")
@click.argument("payment", type=ID)
@click.argument("invoices", nargs=-1, required=True, metavar="INVOICE=AMOUNT...")
@option("--from", "sources", multiple=True,
        help=("The invoice it was on (several: again; none: all of them).",
              "La facture qu'il payait (plusieurs : répéter ; aucune : toutes)."))  # fmt: skip
def move_allocation(
    sh: Shell, contract: str, payment: int, invoices: tuple[str, ...], sources: tuple[str, ...]
) -> None:
    """Move an allocation."""
    _reallocate(sh, contract, payment, sources, invoices)


def _reallocate(
    sh: Shell, contract: str, payment: int, sources: tuple[str, ...], targets: tuple[str, ...]
) -> None:
    from comptant.operations.collection.reallocation import reallocate

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.invoice(see, found["id"], text, paid=True)["id"] for text in sources]
        to = lookup.amounts(
            targets,
            lambda text: str(lookup.invoice(see, found["id"], text, paid=True)["id"]),
        )
    answer = sh.run(reallocate, contract_id=found["id"], payment_id=payment, invoice_ids=ids,
                    to=to)  # fmt: skip
    if "approval_id" in answer:
        sh.say(answer, waits(answer["approval_id"]))
        return
    back, given, left = (words.money(answer[name], found["currency"]) for name in (
        "taken_back_cents", "allocated_cents", "open_cents"))  # fmt: skip
    sh.say(answer, say(f"{back} taken back, {given} allocated, {left} waits.",
                       f"{back} repris, {given} imputés, {left} en attente."),
           *consequences.told(answer))  # fmt: skip


@verb(TOP, "withdraw",
      ("Take out invoices and credit notes sent by mistake; their fee is given back.\n\nA credit "
       "note that was applied is taken off its invoices, which are owed again.",
       "Retirer des factures et des avoirs transmis par erreur ; leur commission est restituée."
       "\n\nUn avoir imputé est repris sur ses factures, qui sont dues à nouveau."),
      "comptant withdraw C-1 FA-1 --reason 'sent twice under two numbers'",
      "comptant withdraw C-1 AV-1 --credit-note --reason 'a minus sign by mistake'")  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1, required=True)
@option(
    "--credit-note",
    "credit",
    is_flag=True,
    help=("These are numbers of credit notes.", "Ces numéros sont ceux d'avoirs."),
)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def withdraw(
    sh: Shell, contract: str, invoices: tuple[str, ...], credit: bool, reason: str
) -> None:  # fmt: skip
    """Withdraw invoices and credit notes."""
    from comptant.operations.assigning import withdrawal

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.sent(see, found["id"], text, credit=credit)["id"] for text in invoices]
    answer = sh.run(withdrawal.withdraw, contract_id=found["id"], invoice_ids=ids, reason=reason)
    still = still_collecting(answer, found["currency"])
    if "approval_id" in answer:
        total = words.money(answer["amount_cents"], found["currency"])
        sh.say(answer, say(f"{total} to withdraw.", f"{total} à retirer."),
               waits(answer["approval_id"]), *still)  # fmt: skip
        return
    _say_withdrawn(sh, answer, found["currency"], [undone_by(found["number"], answer), *still])


def _say_withdrawn(
    sh: Shell, answer: dict[str, Any], currency: str, still: list[str]
) -> None:  # fmt: skip
    total, notes, fee = (
        words.money(answer[name], currency)
        for name in ("withdrawn_cents", "credited_again_cents", "fee_back_cents")
    )
    if answer["credited_again_cents"]:
        sh.say(answer, say(
            f"{total} withdrawn, {notes} of credit notes withdrawn, {fee} of fee given back.",
            f"{total} retirés, {notes} d'avoirs retirés, {fee} de commission restitués."
        ), *still)  # fmt: skip
        return
    sh.say(answer, say(f"{total} withdrawn, {fee} of fee given back.",
                       f"{total} retirés, {fee} de commission restitués."), *still)  # fmt: skip


def _money_verb(sh: Shell, payment: int, amount: int | None, name: str, **more: Any) -> Any:
    from comptant.operations.drawing import client_money

    with sh.reading() as (see, _, _on):
        found = lookup.payment(see, payment)
    answer = sh.run(getattr(client_money, name), contract_id=found["contract_id"],
                    payment_id=payment, amount_cents=amount, **more)  # fmt: skip
    return found, answer


@verb(CASH, "repay",
      ("A payment that waits is the client's own repayment: to his account.\n\nFrom an account "
       "that the bank does not tell as the client's, with a reason, which a second person reads "
       "beside the payer.",
       "Un règlement en attente est un remboursement de l'adhérent : à son compte.\n\nD'un compte "
       "que la banque ne dit pas être le sien, avec un motif, qu'une seconde personne lit à côté "
       "du payeur."),
      "comptant cash repay 1302",
      "comptant cash repay 1302 --reason 'paid by his parent company'")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("amount", type=AMOUNT, required=False)
@option("--reason", default="", help=("Why it is the client's, from another account.",
                                      "Pourquoi c'est l'adhérent, d'un autre compte."))  # fmt: skip
def cash_repay(sh: Shell, payment: int, amount: int | None, reason: str) -> None:
    """The client repays."""
    of, answer = _money_verb(sh, payment, amount, "repay", reason=reason)
    if "approval_id" in answer:
        sh.say(answer, waits(answer["approval_id"]))
        return
    done = words.money(answer["repaid_cents"], of["currency"])
    sh.say(answer, say(f"{done} credited to the client's account.",
                       f"{done} portés au compte de l'adhérent."))  # fmt: skip


@verb(CASH, "forward",
      ("A buyer has paid what was never assigned: to the client, by an order to release.\n\nWhere "
       "the bank does not tell that this buyer has paid, with a reason, which a second person "
       "reads beside the payer. What a cheque, bill or debit has brought waits for our bank's "
       "credit, and for 30 days unless a reason is given, which whoever releases the order is "
       "shown.",
       "Un acheteur a payé ce qui n'était pas cédé : à l'adhérent, par un ordre à libérer.\n\nSi "
       "la banque ne dit pas que cet acheteur a payé, avec un motif, qu'une seconde personne lit "
       "à côté du payeur. Ce qu'un chèque, un effet ou un prélèvement a apporté attend le crédit "
       "de notre banque, puis 30 jours, sauf motif, que lit qui libère l'ordre."),
      "comptant cash forward 1302")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("amount", type=AMOUNT, required=False)
@option("--to", "--iban", "iban", help=("The client's account, when he has several.",
                        "Le compte de l'adhérent, s'il en a plusieurs."))  # fmt: skip
@option("--reason", default="", help=("Why it is the client's, or goes before 30 days.",
                                      "Pourquoi c'est à l'adhérent, ou part avant 30 jours.")
)  # fmt: skip
def cash_forward(
    sh: Shell, payment: int, amount: int | None, iban: str | None, reason: str
) -> None:  # fmt: skip
    """Forward money to the client."""
    payee_id = None
    if iban:
        with sh.reading() as (see, _, _on):
            payee_id = lookup.payee(see, None, iban)["id"]
    of, answer = _money_verb(sh, payment, amount, "forward", payee_account_id=payee_id,
                             reason=reason)  # fmt: skip
    if "forwarded_cents" not in answer:
        sh.say(answer, waits(answer["approval_id"]))
        return
    done = words.money(answer["forwarded_cents"], of["currency"])
    if answer["order_id"] is None:
        sh.say(answer, say(f"{done} credited; nothing is paid out: the client owes more.",
                           f"{done} crédités ; rien n'est versé : l'adhérent doit davantage."
        ))  # fmt: skip
        return
    sh.say(answer, say(f"{done} credited; order {answer['order_id']} waits for its release.",
                       f"{done} crédités ; l'ordre {answer['order_id']} attend sa libération."
    ))  # fmt: skip


@verb(CASH, "refund",
      ("Give back what a buyer has paid too much; another person releases it.\n\nWhat a cheque, "
       "bill or debit has brought waits for our bank's credit, and for 30 days unless a reason is "
       "given, which that person is shown.",
       "Rembourser le trop-perçu d'un acheteur, libéré par autrui.\n\nCe qu'un chèque, un effet ou "
       "un prélèvement a apporté attend le crédit de notre banque, puis 30 jours, sauf motif, que "
       "cette personne lit."),
      "comptant cash refund 1302 FR7610107001011234567890129 150.00")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("iban")
@click.argument("amount", type=AMOUNT, required=False)
@option("--reason", default="", help=("Why before 30 days.", "Pourquoi avant 30 jours."))
def cash_refund(sh: Shell, payment: int, iban: str, amount: int | None, reason: str) -> None:
    """Refund a buyer."""
    with sh.reading() as (see, _, _on):
        payee_id = lookup.payee(see, None, iban)["id"]
    _, answer = _money_verb(sh, payment, amount, "refund", payee_account_id=payee_id,
                            reason=reason)  # fmt: skip
    sh.say(answer, say(f"Order {answer['order_id']} waits for its release.",
                       f"L'ordre {answer['order_id']} attend sa libération."))  # fmt: skip


@verb(CASH, "claim",
      ("A payment that waits pays what its buyer owes of an unpaid item that was refunded.",
       "Un règlement en attente paie ce que son acheteur doit d'un impayé qui fut remboursé."),
      "comptant cash claim 1302 1402")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("instrument", type=ID)
@click.argument("amount", type=AMOUNT, required=False)
def cash_claim(sh: Shell, payment: int, instrument: int, amount: int | None) -> None:
    """Pay a claim."""
    of, answer = _money_verb(sh, payment, amount, "pay_claim", instrument_id=instrument)
    done, left = (words.money(answer[name], of["currency"])
                  for name in ("paid_cents", "left_cents"))  # fmt: skip
    sh.say(answer, say(f"{done} of it paid, {left} still owed.",
                       f"{done} payés, {left} encore dus."),
           undone_by(of["contract_number"], answer))  # fmt: skip


@verb(TOP, "entry", ("Propose an entry by hand; another person's approval books it.",
                     "Proposer une écriture manuelle ; l'accord d'autrui la passe."),
      "comptant entry C-1 CCA=-50.00 FEE=50.00 --reason 'goodwill, letter of 3 March'")  # fmt: skip
@click.argument("contract")
@click.argument("lines", nargs=-1, required=True, metavar="ACCOUNT=AMOUNT...")
@option("--value-on", type=DAY, help=("Value date.", "Date de valeur."))
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def entry(
    sh: Shell, contract: str, lines: tuple[str, ...], value_on: date | None, reason: str
) -> None:
    """Propose an entry; debits are positive, credits negative."""
    from comptant.operations.closing.manual import propose_entry

    wanted = lookup.amounts(lines, str.upper, signed=True)
    with sh.reading() as (see, _, on):
        found = lookup.books(see, contract, on)
    answer = sh.run(propose_entry, contract_id=found["id"], lines=wanted,
                    value_on=value_on or on, reason=reason)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(TOP, "reverse", ("Propose to reverse an entry; another person's approval books it.",
                       "Proposer l'extourne d'une écriture ; l'accord d'autrui la passe."),
      "comptant reverse C-1 1412 --reason 'billed twice'",
      "comptant reverse HOUSE 1413 --reason 'booked twice'")  # fmt: skip
@click.argument("contract")
@click.argument("entry_id", type=ID, metavar="ENTRY")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def reverse(sh: Shell, contract: str, entry_id: int, reason: str) -> None:
    """Propose a reversal."""
    from comptant.operations.closing.manual import propose_reversal

    with sh.reading() as (see, _, on):
        found = lookup.books(see, contract, on)
    answer = sh.run(propose_reversal, contract_id=found["id"], entry_id=entry_id, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))
