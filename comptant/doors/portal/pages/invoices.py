"""An invoice: its facts, what happened to it, and the forms of all that may be done to it."""

from urllib.parse import quote

from comptant.doors import words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import INVOICE
from comptant.doors.words import Both
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.rules.disputes import SOURCES
from comptant.store.access import See

MOVEMENTS = ("entry_on", "value_on", "event", "account", "amount_cents", "against_number",
             "by_login")  # fmt: skip


def invoice(see: See, call: Call, **told: str) -> Row:
    """The invoice with its movements, each of which opens its entry."""
    found = subjects.invoice(see, call, told)
    given = found["given"]
    rows = see("read_movements", contract_id=given["contract_id"], id=given["invoice_id"])
    number = quote(told["contract"], safe="")
    for row in rows:
        row["href"] = f"/contracts/{number}/entries/{row['entry_id']}"
    payments = {row["payment_id"] for row in rows if row["payment_id"]}
    base = f"/contracts/{number}/payments"
    return {
        **found, "rows": rows, "table_columns": MOVEMENTS,
        "payments": [{"href": f"{base}/{one}", "title": str(one)} for one in sorted(payments)],
        "title": found["facts"]["invoice_number"],
    }  # fmt: skip


def _opened(answer: Row, subject: Row) -> str:
    number = quote(subject["facts"]["contract_number"], safe="")
    return f"/contracts/{number}/disputes/{answer['dispute_id']}"


def _exceptable(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    from comptant.rules.exceptions import EXCEPTABLE

    return [(code, words.reason(code, subject["facts"])) for code in EXCEPTABLE]


def _credit_notes(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    given = subject["given"]
    rows = see("read_credit_notes", contract_id=given["contract_id"], id=given["invoice_id"])
    return [(str(row["id"]), f"{row['invoice_number']} · "
             f"{words.money(-row['open_cents'], row['currency'])}") for row in rows]  # fmt: skip


def _subject_of_exception(see: See, call: Call, told: subjects.Told) -> Row:
    found = subjects.invoice(see, call, told)
    given = found["given"]
    return {**found, "given": {"contract_id": given["contract_id"], "subject": "INVOICE",
                               "subject_id": given["invoice_id"]}}  # fmt: skip


def _hold(see: See, call: Call, subject: Row) -> str:
    return str(subject["facts"]["reason"] or "")


def _open(see: See, call: Call, subject: Row) -> str:
    return words.money(subject["facts"]["open_cents"], subject["facts"]["currency"])


page(Page("invoice", INVOICE, Both("Invoice", "Facture"), CLIENT_ROLES | FACTOR_ROLES, invoice,
          "portal/item.html"))  # fmt: skip

form("dispute_open", f"{INVOICE}/dispute", Both("Open a dispute", "Ouvrir un litige"),
     "open_dispute", subject=subjects.invoice, then=_opened, fields=(
         Field("code", "choice", Both("Kind", "Nature"), choices=of_domain("dispute")),
         Field("amount_cents", "amount", Both("Amount disputed", "Montant contesté"),
               Both("Empty: all that is open.", "Vide : tout ce qui est ouvert."),
               is_required=False),
         Field("is_rest_confirmed", "flag",
               Both("The buyer has confirmed the rest in writing",
                    "L'acheteur a confirmé le solde par écrit")),
         Field("source", "choice", Both("Who says so", "Qui le dit"),
               choices=of_domain("dispute_source", *SOURCES)),
         Field("evidence", "loose", is_required=False)))  # fmt: skip
form("exception_propose", f"{INVOICE}/exception", Both("Propose an exception",
                                                       "Proposer une dérogation"),
     "propose_exception", subject=_subject_of_exception, fields=(
         Field("reason_code", "choice", Both("Reason to let be", "Motif à lever"),
               choices=_exceptable, start=_hold),
         Field("amount_cents", "amount", start=_open),
         Field("until_on", "day", Both("Until (included)", "Jusqu'au (inclus)")),
         Field("why")))  # fmt: skip
form("withdraw", f"{INVOICE}/withdraw", Both("Withdraw", "Retirer"), "withdraw",
     subject=subjects.invoices, previews=True)  # fmt: skip
form("reassign", f"{INVOICE}/reassign", Both("Charge back", "Rétrocéder"), "reassign",
     subject=subjects.invoices, previews=True, fields=(
         Field("reason", "choice", choices=of_domain("back")),))  # fmt: skip
form("defund", f"{INVOICE}/defund", Both("De-fund", "Définancer"), "defund",
     subject=subjects.invoices, previews=True, fields=(
         Field("reason", "choice", choices=of_domain("back")),
         Field("is_lifted", "flag", Both("Lift the reserve instead",
                                         "Lever plutôt la réserve"))))  # fmt: skip
form("direct_payment", f"{INVOICE}/direct-payment",
     Both("Paid to the client", "Payée à l'adhérent"), "keep_direct_payment",
     subject=subjects.invoice, previews=True, fields=(
         Field("amount_cents", "amount", hint=Both("Empty: all that is open.",
                                                   "Vide : tout ce qui est ouvert."),
               is_required=False),
         Field("evidence", label=Both("How it is known", "Comment on le sait"),
               hint=Both("The buyer's transfer, his letter, the client's statement.",
                         "Virement ou courrier de l'acheteur, relevé de l'adhérent.")),
         Field("paid_on", "day", Both("The client had it on", "Reçu par l'adhérent le"),
               hint=Both("Empty: today.", "Vide : aujourd'hui."), is_required=False),
     ))  # fmt: skip
form("credit_note", f"{INVOICE}/credit-note", Both("Apply a credit note", "Imputer un avoir"),
     "apply_credit_note", subject=subjects.invoice, previews=True, fields=(
         Field("credit_note_id", "choice_id", Both("Credit note", "Avoir"), choices=_credit_notes),
         Field("amount_cents", "amount", hint=Both("Empty: as much as fits.",
                                                   "Vide : tout ce qui s'impute."),
               is_required=False)))  # fmt: skip
form("guarantee_back", f"{INVOICE}/guarantee-back",
     Both("Give the guarantee back", "Défaire la prise en garantie"), "give_guarantee_back",
     subject=subjects.invoices, fields=(
         Field("is_whole_buyer", "flag", Both("All that was taken of this buyer",
                                              "Tout ce qui fut pris sur cet acheteur")),
         Field("reason", "text", Both("Why", "Pourquoi"))))  # fmt: skip
