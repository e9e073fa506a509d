"""Purchase orders of a client's buyers, and the advances on them."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY
from comptant.doors.words import Both, day, money, percent, say

if TYPE_CHECKING:
    from comptant.store.access import See

ORDER = Subject("purchase-order", both=Both(
    "Firm orders of buyers, advanced before they are invoiced.",
    "Les commandes fermes des acheteurs, financées avant facturation."))  # fmt: skip
SHOWN = ("order_number", "buyer_name", "ordered_on", "expected_on", "amount_cents",
         "order_advanced_cents", "order_owed_cents", "order_state")  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(ORDER)


def order(see: "See", contract_id: int, text: str) -> Any:
    """An order of a contract by its number or id; Refused: purchase_order_unknown."""
    from comptant.operations.acts.act import Refused

    rows = see("read_purchase_orders", contract_id=contract_id)
    found = [row for row in rows if text in (row["order_number"], str(row["id"]))]
    going = [row for row in found if row["order_state"] != "REFUSED"] or found
    if not going:
        raise Refused("purchase_order_unknown", purchase_order_id=text)
    return going[-1]


@verb(
    ORDER, "offer",
    ("Offer a firm order that its buyer has certified; another person of the factor agrees.\n\n"
     "The contract must advance orders: comptant contract amend C-1 --term order_advance_ppm=50.",
     "Présenter une commande ferme certifiée par l'acheteur ; une autre personne du factor "
     "l'agrée.\n\nLe contrat doit financer les commandes : comptant contract amend C-1 --term "
     "order_advance_ppm=50."),
    "comptant purchase-order offer C-1 443061841 PO-7 96000.00 --ordered 2026-01-10 "
    "--invoiced-by 2026-03-02 --certified 2026-01-12 --proof 'order signed by the buyer'",
)  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@click.argument("number")
@click.argument("amount", type=AMOUNT)
@option("--ordered", "ordered_on", type=DAY, required=True,
        help=("Day of the order.", "Date de la commande."))  # fmt: skip
@option("--invoiced-by", "expected_on", type=DAY, required=True,
        help=("Day by which it is invoiced.", "Date limite de facturation."))  # fmt: skip
@option("--certified", "certified_on", type=DAY, required=True,
        help=("Day on which the buyer certified it.",
              "Date de certification par l'acheteur."))  # fmt: skip
@option("--proof", required=True, help=("What certifies it.", "Ce qui la certifie."))
def offer(
    sh: Shell, contract: str, buyer: str, number: str, amount: int, ordered_on: date,
    expected_on: date, certified_on: date, proof: str,
) -> None:  # fmt: skip
    """Offer an order."""
    from comptant.operations.assigning.purchase_orders import offer_purchase_order

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"]
    answer = sh.run(
        offer_purchase_order, contract_id=contract_id, buyer_id=buyer_id, order_number=number,
        ordered_on=ordered_on, expected_on=expected_on, amount_cents=amount,
        certified_on=certified_on, proof=proof,
    )  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))


@verb(
    ORDER, "advance",
    ("Advance on an order that was agreed: all that may be, or an amount.\n\n"
     "It is credited to the client's account, from which it is drawn. The charge to the day by "
     "which the order is invoiced is taken at once, and corrected to the real day; the invoice "
     "that names the order repays it first.",
     "Avancer sur une commande agréée : tout le possible, ou un montant.\n\n"
     "L'avance est portée au compte de l'adhérent, d'où elle se tire. La commission jusqu'à la "
     "date limite de facturation est prise aussitôt, puis ramenée à la date réelle ; la facture "
     "qui cite la commande la rembourse d'abord."),
    "comptant purchase-order advance C-1 PO-7 48000.00",
)  # fmt: skip
@click.argument("contract")
@click.argument("number")
@click.argument("amount", type=AMOUNT, required=False)
def advance(sh: Shell, contract: str, number: str, amount: int | None) -> None:
    """Advance on an order."""
    from comptant.operations.assigning.purchase_orders import advance_on_order

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        order_id = order(see, contract_id, number)["id"]
    answer = sh.run(advance_on_order, contract_id=contract_id, purchase_order_id=order_id,
                    amount_cents=amount)  # fmt: skip
    given, charge, net = (
        money(answer[name], answer["currency"])
        for name in ("amount_cents", "charge_cents", "net_cents")
    )
    rate, until = percent(answer["rate_ppm"]), day(date.fromisoformat(answer["until_on"]))
    sh.say(
        answer,
        say(f"{given} are advanced, less {charge} of charge ({rate} until {until}): {net} more "
            f"may be drawn. comptant draw {contract}",
            f"{given} sont avancés, moins {charge} de commission ({rate} jusqu'au {until}) : "
            f"{net} de plus à tirer. comptant draw {contract}"),
    )  # fmt: skip


@verb(
    ORDER, "cancel",
    ("Say that an order is cancelled, or will not be invoiced as it stands: what was advanced on "
     "it is owed back at once.",
     "Dire qu'une commande est annulée, ou ne sera pas facturée telle quelle : ce qui a été "
     "avancé est dû aussitôt."),
    "comptant purchase-order cancel C-1 PO-7 --reason 'letter of the buyer, 3 February'",
)  # fmt: skip
@click.argument("contract")
@click.argument("number")
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def cancel(sh: Shell, contract: str, number: str, reason: str) -> None:
    """Cancel an order."""
    from comptant.operations.assigning.purchase_orders import cancel_purchase_order

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        order_id = order(see, contract_id, number)["id"]
    answer = sh.run(cancel_purchase_order, contract_id=contract_id, purchase_order_id=order_id,
                    reason=reason)  # fmt: skip
    claimed = money(answer["claimed_cents"], answer["currency"])
    sh.say(answer, say(f"Order {number} is cancelled; {claimed} are claimed from the client's "
                       "account.",
                       f"La commande {number} est annulée ; {claimed} sont repris sur le compte "
                       "de l'adhérent."))  # fmt: skip


@verb(ORDER, "list",
      ("List the orders of a contract, or of all: what was advanced, what is still owed.",
       "Lister les commandes d'un contrat, ou de tous : avancé, restant dû."),
      "comptant purchase-order list C-1")  # fmt: skip
@click.argument("contract", required=False)
def list_(sh: Shell, contract: str | None) -> None:
    """List orders."""
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_purchase_orders", contract_id=contract_id)
    sh.show(rows, *(() if contract else ("contract_number",)), *SHOWN)
