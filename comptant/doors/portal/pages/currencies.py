"""Other currencies: what accounts were worth when revalued, money exchanged by our bank."""

from comptant.doors import words
from comptant.doors.exchange_told import COLUMNS, revalued
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

CURRENCIES = f"{CONTRACT}/currencies"


def _of_all(see: See, call: Call, told: object) -> Row:
    return {"contract_id": None}


def _of_nobody(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """Money of nobody in another currency than the contract's."""
    currency = subject["facts"]["currency"]
    return [(str(row["id"]), f"{words.money(row['open_cents'], row['currency'])} · "
             f"{row['payer_name'] or ''} · {row['remittance_text'] or ''}")
            for row in see("read_cash", id=None, contract_id=None)
            if row["contract_number"] is None and row["currency"] != currency]  # fmt: skip


listing("revaluations", "revaluations", Both("Currencies revalued", "Devises réévaluées"),
        FACTOR_ROLES, "read_revaluations", COLUMNS, arguments=_of_all, menu="books",
        told_as=revalued)  # fmt: skip
listing("contract_revaluations", CURRENCIES, Both("Currencies revalued", "Devises réévaluées"),
        FACTOR_ROLES, "read_revaluations", COLUMNS, arguments=of_contract,
        told_as=revalued)  # fmt: skip
form("revalue", f"{CURRENCIES}/revalue", Both("Revalue today", "Réévaluer ce jour"), "revalue",
     subject=subjects.of_page(CURRENCIES))  # fmt: skip
form("exchange_payment", f"{CURRENCIES}/exchange",
     Both("Take money in this currency", "Prendre un encaissement dans cette devise"),
     "exchange_payment", subject=subjects.of_page(CURRENCIES), fields=(
         Field("payment_id", "choice_id", Both("Money received", "Encaissement"),
               choices=_of_nobody),
         Field("taken_cents", "amount", Both("What it comes to, at the bank's rate",
                                             "Ce qu'il donne, au cours de la banque")),
         Field("buyer_id", "party0", Both("Who has paid", "Qui a payé"), is_required=False),
         Field("invoice_ids", "invoices", Both("Invoices that it pays, one a line",
                                               "Factures qu'il paie, une par ligne"),
               Both("What they fall short by is charged to the client.",
                    "Ce qui leur manque est débité à l'adhérent."), is_required=False),
         Field("source", "text", Both("The bank's reference of the exchange",
                                      "Référence du change à la banque"))))  # fmt: skip
