"""Order finance from its quote to the last euro: an order advanced, drawn, invoiced, repaid first,
paid by the buyer. Figures of DOMAIN W7-3."""

import hashlib
from datetime import date

from comptant.doors.demo.scenarios import BUYER, BUYER_SIREN, Tale
from comptant.doors.demo.tales import ONE_BUYER, of_one_buyer, opened
from comptant.operations.assigning import purchase_orders, remit
from comptant.rules.columns import SENT_INVOICES
from comptant.store.connection import Connection

ORDER_CENTS, ORDER = 9_600_000, "PO-7"
INVOICED_ON, PAID_ON = date(2026, 3, 2), date(2026, 4, 30)
# DOMAIN W7-3: 4.115 % a year. The rest is as the tariff prices order finance.
TERMS = {**ONE_BUYER, "margin_ppm": 16_000, "fee_billing": "AT_COLLECTION", "fee_ppm": 6_000,
         "fee_minimum_cents": 0, "advance_standard_ppm": 900_000}  # fmt: skip
YEAR_CENTS = 57_600_000  # six such orders


def play(conn: Connection) -> Tale:
    """Open a house and play the order; each day is told."""
    tale = opened(conn, "order_finance", of_one_buyer(YEAR_CENTS, 6), TERMS)
    box, contract_id = tale.box, tale.contract_id
    order_id = _agree(tale)
    tale.tell("BETA's order of 96,000.00 is agreed.", "La commande de BETA, 96 000,00, est agréée.")
    purchase_orders.advance_on_order(
        conn, box.asked("alice"), contract_id=contract_id, purchase_order_id=order_id,
        amount_cents=None,
    )  # fmt: skip
    tale.tell("Half of it is advanced, less the charge of 45 days.",
              "La moitié est avancée, moins la commission de 45 jours.")  # fmt: skip
    tale.draw()
    tale.tell("ALPHA draws it all and buys its material.",
              "ALPHA tire tout et achète sa matière.")  # fmt: skip
    tale.travel(INVOICED_ON)
    _invoice(tale)
    tale.tell("Delivered and invoiced: the invoice repays the advance first.",
              "Livré et facturé : la facture rembourse d'abord l'avance.")  # fmt: skip
    tale.draw()
    tale.tell("The rest of its 90 % is drawn.", "Le reste de ses 90 % est tiré.")
    tale.travel(PAID_ON)
    tale.receive(ORDER_CENTS, "FA-7")
    tale.tell("BETA pays.", "BETA paie.")
    tale.draw()
    tale.tell("The balance is paid out.", "Le solde est versé.")
    return tale


def _agree(tale: Tale) -> int:
    offered = purchase_orders.offer_purchase_order(
        tale.box.conn, tale.box.asked("alice"), contract_id=tale.contract_id,
        buyer_id=tale.buyer_id, order_number=ORDER, ordered_on=date(2026, 1, 12),
        expected_on=INVOICED_ON, amount_cents=ORDER_CENTS, certified_on=date(2026, 1, 14),
        proof="order signed by BETA SA",
    )  # fmt: skip
    tale.box.approve(offered)
    return int(offered["purchase_order_id"])


def _invoice(tale: Tale) -> None:
    sent = SENT_INVOICES.frame([{
        "file": "books", "row_number": 1, "invoice_number": "FA-7", "currency": "EUR",
        "type_code": "380", "issued_on": INVOICED_ON, "due_on": PAID_ON,
        "gross_cents": ORDER_CENTS, "payable_cents": ORDER_CENTS, "buyer_name": BUYER,
        "buyer_siren": BUYER_SIREN, "order_reference": ORDER,
    }])  # fmt: skip
    remit.remit(
        tale.box.conn, tale.box.asked("alice"), contract_id=tale.contract_id, sent=sent,
        file_name="books", digest=hashlib.sha256(sent.write_csv().encode()).digest(),
        received_at=tale.box.now,
    )  # fmt: skip
