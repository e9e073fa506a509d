"""Money in: payments that wait or are expected, allocation by hand."""

from typing import Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, ID
from comptant.doors.words import Both, say

TOP = Subject("banking", both=Both("", ""))
CASH = Subject(
    "cash", both=Both("Payments received that wait.", "Les règlements reçus en attente.")
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), CASH):
        root.add_command(command)


@verb(CASH, "list", ("List the payments that wait, known to a contract or to nobody.",
                     "Lister les règlements en attente, connus d'un contrat ou de personne."),
      "comptant cash list", "comptant cash list C-1 --all")  # fmt: skip
@click.argument("contract", required=False)
@option("--all", "everything", is_flag=True,
        help=("All that was received, what is allocated too.",
              "Tous les règlements reçus, ceux imputés aussi."))  # fmt: skip
def cash_list(sh: Shell, contract: str | None, everything: bool) -> None:
    """List waiting payments."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_payments" if everything else "read_cash", id=None, contract_id=contract_id)
    sh.show(rows, "id", "contract_number", "buyer_name", "value_on", "amount_cents", "open_cents",
            "payer_name", "remittance_text", "wait_reason")  # fmt: skip


@verb(CASH, "expected",
      ("List what banks have announced and no statement has booked yet.\n\nFrom camt.052 and "
       "camt.054 files of the last 60 days; nothing of it is in the books. Late: a statement has "
       "closed its day without it.",
       "Lister ce que les banques annoncent et qu'aucun relevé n'a comptabilisé.\n\nD'après les "
       "camt.052 et camt.054 des 60 derniers jours ; rien n'en est en comptabilité. En retard : un "
       "relevé a clos sa journée sans lui."),
      "comptant cash expected")  # fmt: skip
def cash_expected(sh: Shell) -> None:
    """List what is announced."""
    with sh.reading() as (see, _, on):
        rows = see("read_expected", on=on)
    sh.show(rows, "expected_status", "iban", "source", "booked_on", "value_on", "amount_cents",
            "payer_name", "remittance_text", "bank_reference")  # fmt: skip


@verb(CASH, "return",
      ("Prepare to send unknown money back; another person releases it.\n\nOn the account that it "
       "came from where the bank has told it; on another with a reason, which that person is "
       "shown beside who had paid. What a cheque, bill or debit has brought waits as a refund "
       "does.",
       "Préparer la restitution d'un encaissement inconnu, libérée par autrui.\n\nSur le compte "
       "d'où il vient, si la banque l'a dit ; sur un autre, avec un motif, que cette personne lit "
       "à côté du payeur. Ce qu'un chèque, un effet ou un prélèvement a apporté attend comme un "
       "remboursement."),
      "comptant cash return 1302 FR7610107001011234567890129")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("iban")
@option(
    "--reason",
    default="",
    help=(
        "Why, on another account than it came from, or before 30 days.",
        "Pourquoi, sur un autre compte que celui d'où il vient, ou avant 30 jours.",
    ),
)
def cash_return(sh: Shell, payment: int, iban: str, reason: str) -> None:
    """Send unknown money back."""
    from comptant.operations.collection import unknown_money

    with sh.reading() as (see, _, _on):
        payee_id = lookup.payee(see, None, iban)["id"]
    answer = sh.run(unknown_money.return_unknown, payment_id=payment, payee_account_id=payee_id,
                    reason=reason)  # fmt: skip
    sh.say(answer, say(f"Order {answer['order_id']} waits for its release.",
                       f"L'ordre {answer['order_id']} attend sa libération."))  # fmt: skip


@verb(TOP, "allocate",
      ("Allocate a payment that waits to invoices, by number or id.\n\nA debt that the guarantee "
       "has taken is found too (comptant guarantee list).",
       "Imputer un règlement en attente sur des factures, par numéro.\n\nUne créance que la "
       "garantie a prise se trouve aussi (comptant guarantee list)."),
      "comptant allocate 1302 FA-1=1200.00 FA-2=300.00")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("invoices", nargs=-1, required=True, metavar="INVOICE=AMOUNT...")
def allocate(sh: Shell, payment: int, invoices: tuple[str, ...]) -> None:
    """Allocate a payment."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.collection import cash

    with sh.reading() as (see, _, _on):
        found = lookup.payment(see, payment)
        if found["contract_number"] is None:
            raise Refused("payment_of_nobody", payment_id=payment)
        of = {"contract_id": found["contract_id"], "payment_id": payment}
        wanted = lookup.amounts(
            invoices, lambda number: str(lookup.invoice_to_pay(see, of, number)["id"])
        )
    answer = sh.run(cash.allocate, contract_id=found["contract_id"], payment_id=payment,
                    invoices=wanted)  # fmt: skip
    done, left = (words.money(answer[name], found["currency"])
                  for name in ("allocated_cents", "open_cents"))  # fmt: skip
    sh.say(answer, say(f"{done} allocated, {left} left.", f"{done} imputés, reste {left}."),
           *_of_guarantees(answer, found["currency"]))  # fmt: skip


def _of_guarantees(answer: dict[str, Any], currency: str) -> list[str]:
    """What of it has paid debts that have left the client's account."""
    if not answer["guaranteed_cents"]:
        return []
    ours = words.money(answer["guaranteed_cents"], currency)
    return [say(f"{ours} of it pays debts that the guarantee has taken.",
                f"{ours} en paient des créances que la garantie a prises.")]  # fmt: skip


@verb(TOP, "identify", ("Say to which contract, and buyer, unknown money belongs.",
                        "Dire à quel contrat, et acheteur, revient un encaissement inconnu."),
      "comptant identify 1302 C-1 443061841",
      "comptant identify 1302 C-2 443061841 --amount 2500.00")  # fmt: skip
@click.argument("payment", type=ID)
@click.argument("contract")
@click.argument("buyer", required=False)
@option("--amount", type=AMOUNT,
        help=("So much of it (all that waits): one transfer may pay several contracts.",
              "Cette part (tout ce qui attend) : un virement peut payer plusieurs contrats.")
)  # fmt: skip
def identify(
    sh: Shell, payment: int, contract: str, buyer: str | None, amount: int | None
) -> None:  # fmt: skip
    """Identify a payment."""
    from comptant.operations.collection import unknown_money

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        contract_id, currency = found["id"], found["currency"]
        buyer_id = lookup.buyer(see, buyer)["id"] if buyer else 0
    answer = sh.run(
        unknown_money.identify, payment_id=payment, contract_id=contract_id, buyer_id=buyer_id,
        amount_cents=amount,
    )  # fmt: skip
    left = answer["amount_cents"] - answer["allocated_cents"]
    done, waits = (words.money(cents, currency) for cents in (answer["allocated_cents"], left))
    sh.say(answer, say(f"Payment {answer['payment_id']} is of {contract}: {done} allocated, "
                       f"{waits} waits.",
                       f"Le règlement {answer['payment_id']} est de {contract} : {done} imputés, "
                       f"{waits} en attente."))  # fmt: skip
