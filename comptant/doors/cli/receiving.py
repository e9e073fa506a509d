"""Cheques, bills and direct debits entered, with the invoices that they pay."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.mandating import MANDATE, mandate
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

CHEQUE = Subject("cheque", both=Both("Cheques of buyers.", "Les chèques des acheteurs."))
BILL = Subject("bill", both=Both("Bills of exchange and promissory notes (LCR, BOR).",
                                 "Les effets de commerce (LCR, BOR)."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for group in (CHEQUE, BILL):
        root.add_command(group)


def _pays(see: "See", contract_id: int, texts: tuple[str, ...]) -> dict[str, int]:
    """INVOICE=AMOUNT...: id -> cents."""
    return lookup.amounts(texts, lambda text: str(lookup.invoice(see, contract_id, text)["id"]))


def _receive(
    sh: Shell, means: str, contract: str, buyer: str, amount: int, invoices: tuple[str, ...],
    **told: Any,
) -> None:  # fmt: skip
    from comptant.operations.collection.instruments import receive_instrument

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        buyer_id = lookup.buyer(see, buyer)["id"]
        pays = _pays(see, found["id"], invoices)
    told["issued_on"] = told["issued_on"] or on
    answer = sh.run(
        receive_instrument, contract_id=found["id"], payment_means=means, buyer_id=buyer_id,
        amount_cents=amount, invoices=pays, **told,
    )  # fmt: skip
    _entered(sh, answer)


def _entered(sh: Shell, answer: dict[str, Any]) -> None:
    total = words.money(answer["amount_cents"], answer["currency"])
    means = words.word("means", answer["payment_means"])
    kind = {"CHQ": "cheque", "SDD": "debit"}.get(answer["payment_means"], "bill")
    lines = [say(f"{answer['instrument_id']}: {means} of {total}, to remit: "
                 f"comptant collect remit {kind}",
                 f"{answer['instrument_id']} : {means} de {total}, à remettre : "
                 f"comptant collect remit {kind}")]  # fmt: skip
    if answer["presentation"] > 1:
        lines.append(say(f"It comes for the {answer['presentation']}. time.",
                         f"Présentation n° {answer['presentation']}."))  # fmt: skip
    sh.say(answer, *lines)


@verb(CHEQUE, "receive",
      ("Enter a cheque of a buyer, and the invoices that it pays (none: they are matched).",
       "Saisir un chèque d'un acheteur, et les factures qu'il paie (aucune : rapprochement)."),
      "comptant cheque receive C-1 443061841 1200.00 FA-1=1200.00 --number 1234567")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@click.argument("amount", type=AMOUNT)
@click.argument("invoices", nargs=-1, metavar="[INVOICE=AMOUNT...]")
@option("--number", required=True, help=("Number of the cheque.", "Numéro du chèque."))
@option("--issued", "issued_on", type=DAY, help=("Date on it (default: today).",
                                                 "Date d'émission (sinon aujourd'hui).")
)  # fmt: skip
@option("--account", help=("Account it is drawn on (IBAN or RIB).",
                           "Compte tiré (IBAN ou RIB)."))  # fmt: skip
@option("--payer", "payer_name", help=("Who signed it (default: the buyer).",
                                       "Le tireur (sinon l'acheteur)."))  # fmt: skip
@option("--text", default="", help=("What was written with it.", "Ce qui l'accompagnait."))
def cheque_receive(
    sh: Shell, contract: str, buyer: str, amount: int, invoices: tuple[str, ...], **told: Any
) -> None:
    """Enter a cheque."""
    _receive(sh, "CHQ", contract, buyer, amount, invoices, due_on=None, is_accepted=False, **told)


@verb(BILL, "receive",
      ("Enter a bill on a buyer, and the invoices that it pays (none: they are matched).",
       "Saisir un effet sur un acheteur, et les factures qu'il paie (aucune : rapprochement)."),
      "comptant bill receive C-1 443061841 5000.00 FA-1=5000.00 --number E-77 --due 2026-03-31 "
      "--account 30004000031234567890143 --accepted")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@click.argument("amount", type=AMOUNT)
@click.argument("invoices", nargs=-1, metavar="[INVOICE=AMOUNT...]")
@option("--kind", "means", type=word(("LCR", "BOR")), default="LCR",
        help=("Bill of exchange or promissory note (lcr).",
              "Lettre de change ou billet à ordre (lcr)."))  # fmt: skip
@option("--number", required=True, help=("Number of the bill.", "Numéro de l'effet."))
@option("--due", "due_on", type=DAY, required=True, help=("Due date.", "Échéance."))
@option("--issued", "issued_on", type=DAY, help=("Date on it (default: today).",
                                                 "Date de création (sinon aujourd'hui).")
)  # fmt: skip
@option("--account", required=True, help=("Account to debit (IBAN or RIB).",
                                          "Compte domicilié (IBAN ou RIB)."))  # fmt: skip
@option("--accepted", "is_accepted", is_flag=True, help=("The buyer has accepted it.",
                                                         "L'acheteur l'a acceptée.")
)  # fmt: skip
@option("--text", default="", help=("What was written with it.", "Ce qui l'accompagnait."))
def bill_receive(
    sh: Shell, contract: str, buyer: str, amount: int, invoices: tuple[str, ...], means: str,
    **told: Any,
) -> None:  # fmt: skip
    """Enter a bill."""
    _receive(sh, means, contract, buyer, amount, invoices, payer_name=None, **told)


@verb(MANDATE, "debit",
      ("Order a debit under a mandate, and the invoices that it pays; the buyer is told before.",
       "Ordonner un prélèvement sur un mandat, et les factures payées ; l'acheteur est prévenu."),
      "comptant mandate debit C-1 RUM-0001 1200.00 FA-1=1200.00 --due 2026-03-31")  # fmt: skip
@click.argument("contract")
@click.argument("reference", metavar="MANDATE")
@click.argument("amount", type=AMOUNT)
@click.argument("invoices", nargs=-1, metavar="[INVOICE=AMOUNT...]")
@option("--due", "due_on", type=DAY, required=True, help=("Day of the debit.",
                                                          "Jour du prélèvement."))  # fmt: skip
@option("--text", default="", help=("What the buyer reads on it.", "Le libellé pour l'acheteur."))
@option("--last", "is_last", is_flag=True, help=("The last one under this mandate.",
                                                 "Le dernier sur ce mandat."))  # fmt: skip
def mandate_debit(
    sh: Shell, contract: str, reference: str, amount: int, invoices: tuple[str, ...],
    due_on: date, text: str, is_last: bool,
) -> None:  # fmt: skip
    """Order a debit."""
    from comptant.operations.collection.instruments import order_debit

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        mandate_id = mandate(see, reference, on)["id"]
        pays = _pays(see, found["id"], invoices)
    answer = sh.run(order_debit, contract_id=found["id"], mandate_id=mandate_id, invoices=pays,
                    amount_cents=amount, due_on=due_on, text=text, is_last=is_last)  # fmt: skip
    _entered(sh, answer)
