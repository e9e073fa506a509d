"""Money at the bank: statements taken in, payment files made, what has left and what came of it."""

from comptant.doors import orders_told
from comptant.doors.portal import bank_uploads, subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, DEBIT, ORDER, OUTBOX
from comptant.doors.portal.tags import account_name
from comptant.doors.words import Both, say
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.banking.debits import EXPLAINED_BY
from comptant.store.access import See


def bank(see: See, call: Call) -> Row:
    """Where bank files are dropped."""
    return {}


def take(call: Call) -> Row:
    """Each file with its answer, on the same page."""
    return bank_uploads.take(call)


def _released(see: See, call: Call, told: subjects.Told) -> Row:
    """What the next payment file would hold."""
    rows = see("read_released_orders")
    columns = ("id", "contract_number", "purpose", "amount_cents", "holder", "iban",
               "promised_at")  # fmt: skip
    for row in rows:
        row["href"] = f"/orders/{row['id']}"
    waiting = [] if rows else orders_told.not_sent(see("read_orders_not_sent"), None)
    return {"given": {}, "rows": rows, "table_columns": columns,
            "waiting": waiting,
            "up": {"href": "/orders", "text": say("Payment orders", "Ordres de paiement")}
            }  # fmt: skip


def _own_accounts(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """Those that can pay what waits."""
    currencies = {row["currency"] for row in subject["rows"]}
    return [(str(row["id"]), f"{row['name']} · {row['iban']} · {row['currency']}")
            for row in see("read_own_accounts")
            if row["books_from"] != "parent" and not row["is_client_owned"]
            and (row["currency"] in currencies or not currencies)
            ]  # fmt: skip


def _first_account(see: See, call: Call, subject: Row) -> str:
    accounts = _own_accounts(see, call, subject)
    return accounts[0][0] if len(accounts) == 1 else ""


def _to_outbox(answer: Row, subject: Row) -> str:
    return "/outbox"


page(Page("bank", "bank", Both("Bank files", "Fichiers de banque"), RIGHTS["bank"], bank,
          "portal/bank.html", menu="money", acts={"take": take}))  # fmt: skip
form("payout", "payout", Both("Payment file", "Fichier de virements"), "payout",
     subject=_released, previews=True, menu="money", then=_to_outbox,
     template="portal/payout.html", fields=(
         Field("own_account_id", "choice_id", Both("Account that pays", "Compte payeur"),
               choices=_own_accounts, start=_first_account),
         Field("execute_on", "day", Both("Day of execution", "Jour d'exécution"),
               is_required=False, start=today)))  # fmt: skip
form("mark_sent", f"{OUTBOX}/sent", Both("Say what became of it", "Dire ce qu'il en est"),
     "mark_sent", subject=subjects.outbox, then=_to_outbox, fields=(
         Field("outcome", "choice", Both("It", "Cela"), choices=of_domain("outbox_outcome"),
               start=lambda see, call, subject: "SENT"),
         Field("proof", "loose", Both("What proves it", "Ce qui le prouve"),
               is_required=False)))  # fmt: skip
form("settle_order", f"{ORDER}/settle", Both("Say that it failed", "Dire qu'il a échoué"),
     "settle_order", subject=subjects.order, previews=True, fields=(
         Field("outcome", "choice", Both("What became of it", "Ce qu'il est devenu"),
               choices=of_domain("step", "REJECTED", "RETURNED")),
         Field("value_on", "day", is_required=False),
         Field("reason", "text", Both("The bank's reason", "Motif de la banque"))))  # fmt: skip


def _costs(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(code, account_name(code)) for code in EXPLAINED_BY]


def _to_debits(answer: Row, subject: Row) -> str:
    return "/debits"


form("explain_debit", DEBIT, Both("Explain a debit", "Expliquer un débit"), "explain_debit",
     subject=subjects.debit, then=_to_debits, fields=(
         Field("account", "choice", Both("It is a cost", "C'est une charge"), choices=_costs,
               is_required=False),
         Field("order_ids", "numbers",
               Both("Or orders that it executed", "Ou ordres qu'il a exécutés"),
               Both("The number of each, one a line.", "Le numéro de chacun, un par ligne."),
               is_required=False),
         Field("payment_ids", "numbers", Both("Or payments taken back", "Ou règlements repris"),
               Both("The number of each, one a line.", "Le numéro de chacun, un par ligne."),
               is_required=False),
         Field("reason")))  # fmt: skip


def outbox(see: See, call: Call, **told: str) -> Row:
    """Something that waits to leave, and its file."""
    found = subjects.outbox(see, call, told)
    title = say(f"To be sent: {told['outbox']}", f"À envoyer : {told['outbox']}")
    return {**found, "digest": found["facts"]["digest"], "title": title}


page(Page("outbox_one", OUTBOX, Both("To be sent", "À envoyer"), RIGHTS["mark_sent"] | frozenset(
    {"auditor", "accountant", "administrator", "credit_analyst"}), outbox,
    "portal/outbox.html"))  # fmt: skip

form("propose_entry", f"{CONTRACT}/entry", Both("Entry by hand", "Écriture manuelle"),
     "propose_entry", subject=subjects.contract, fields=(
         Field("lines", "lines", Both("Lines", "Lignes"),
               Both("One a line, ACCOUNT=AMOUNT; debits positive: CCA=-50.00",
                    "Une par ligne, COMPTE=MONTANT ; débits positifs : CCA=-50,00")),
         Field("value_on", "day", start=today), Field("reason")))  # fmt: skip
form("propose_plan", f"{CONTRACT}/plan", Both("Repayment plan", "Plan d'apurement"),
     "propose_plan", subject=subjects.contract, fields=(
         Field("instalments", "instalments", Both("Instalments", "Échéances"),
               Both("One a line: 2026-03-31=5000.00",
                    "Une par ligne : 31/03/2026=5000,00")),))  # fmt: skip
form("propose_plan_end", f"{CONTRACT}/plan-end", Both("End the repayment plan",
     "Clore le plan d'apurement"), "propose_plan_end", subject=subjects.contract, fields=(
         Field("reason"),))  # fmt: skip
