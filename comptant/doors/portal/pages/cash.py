"""Money received: what it may be for, allocated in place, or moved to where it belongs."""

from typing import Any
from urllib.parse import quote

from comptant.doors import words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, FieldsWrong
from comptant.doors.portal.forms import Form, form
from comptant.doors.portal.pages.queues import MONEY
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CASH, PAYMENT
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

GIVE = "give_"  # the amounts typed beside the candidates
OTHERS = "others"


class Allocating(Form):
    """The form of a payment that waits: an amount beside each invoice it may be for."""

    def fields(self, subject: Row) -> list[Field]:
        """One amount for each candidate, and the others by their numbers."""
        rows = [Field(f"{GIVE}{row['id']}", "amount", Both(row["invoice_number"],
                row["invoice_number"]), is_required=False)
                for row in subject.get("candidates", ())]  # fmt: skip
        return [*rows, Field(OTHERS, "shares", Both("Others", "Autres"),
                             Both("One a line: FA-9=1200.00", "Une par ligne : FA-9=1200,00"),
                             is_required=False)]  # fmt: skip

    def arguments(self, call: Call, told: Any) -> tuple[Row, Row]:
        """The invoices with an amount; FieldsWrong, also where none has one."""
        subject, typed = super().arguments(call, told)
        shares: dict[str, int] = dict(typed.pop(OTHERS))
        for row in subject["candidates"]:
            cents = typed.pop(f"{GIVE}{row['id']}")
            if cents:
                shares[str(row["id"])] = shares.get(str(row["id"]), 0) + cents
        if not shares:
            raise FieldsWrong({OTHERS: say("Give an amount to an invoice at least.",
                                           "Donnez un montant à une facture au moins.")}
            )  # fmt: skip
        return subject, {**typed, "invoices": shares}

    def look(self, see: See, call: Call, **told: str) -> Row:
        """The payment, its candidates with what is proposed to them, and the other acts."""
        found = super().look(see, call, **told)
        by_name = {one["name"]: one for one in found["fields"]}
        proposed = {} if call.request.method == "POST" else found["proposed"]
        for row in found["candidates"]:
            field = by_name[f"{GIVE}{row['id']}"]
            if not field["typed"] and row["id"] in proposed:
                field["typed"] = words.money(proposed[row["id"]], row["currency"])
            row["field"] = field
        return {**found, "others": by_name[OTHERS],
                "may_allocate": call.visit.may("allocate") and not found["facts"]["is_house"]
                and found["facts"]["open_cents"] > 0,
                "title": say(f"Payment {told['payment']}",
                             f"Règlement {told['payment']}")}  # fmt: skip


def _waiting(see: See, call: Call, told: subjects.Told) -> Row:
    """A payment with what it may be for: its contract's invoices, or the contracts it may be of."""
    found = subjects.any_cash(see, call, told)
    facts, ids = found["facts"], {"id": found["given"]["payment_id"],
                                  "contract_id": found["given"]["contract_id"]}  # fmt: skip
    if facts["is_house"]:
        homes = see("read_payment_homes", **ids)
        for row in homes:
            buyer = f"&buyer_id={row['buyer_id']}"
            row["why"] = STRENGTHS[row["strength"]].said()
            row["href"] = (f"/cash/{facts['id']}/identify?contract_id="
                           f"{quote(row['contract_number'])}{buyer}")  # fmt: skip
        return {**found, "candidates": [], "proposed": {}, "homes": homes, **_guessed(see, ids)}
    guessed = _guessed(see, ids)
    rows = see("read_candidates", **ids)
    best = {row["invoice_id"]: row["proposed_cents"] for row in guessed["guesses"]
            if row["guess_number"] == 1 and row["proposed_cents"] > 0}  # fmt: skip
    shown = {row["id"] for row in rows}
    proposed = best if best.keys() <= shown else {}
    return {**found, "candidates": rows, **guessed,
            "proposed": proposed or _proposed(facts["open_cents"], rows)}  # fmt: skip


def _guessed(see: See, ids: Row) -> Row:
    """What the matching thinks that the payment is for, and why."""
    return {"guesses": see("read_guesses", id=ids["id"]), "guess_columns": (
        "guess_number", "contract_number", "invoice_number", "buyer_name", "open_cents",
        "proposed_cents", "confidence_ppm", "guess_evidence")}  # fmt: skip


STRENGTHS = {
    1: Both("its text names an invoice", "son libellé nomme une facture"),
    2: Both(
        "its payer, or its account, is the buyer's",
        "son payeur, ou son compte, est celui de l'acheteur",
    ),
    3: Both("this account has paid for it before", "ce compte a déjà payé pour lui"),
}


def _proposed(left: int, rows: list[Row]) -> dict[int, int]:
    """What to begin with: the invoices that are named, or else the only one of that amount."""
    named = [row for row in rows if row["is_named"]]
    same = [row for row in rows if row["is_same"]]
    given = {}
    for row in named or (same if len(same) == 1 else []):
        given[row["id"]] = min(left, row["open_cents"])
        left -= given[row["id"]]
        if not left:
            break
    return {id_: cents for id_, cents in given.items() if cents}


def _payees(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """The accounts that may be paid of the buyer who paid, or of anyone where nobody is known."""
    party_id = subject["facts"]["buyer_id"] or None
    rows = see("read_payees", party_id=party_id)
    return [(str(row["id"]), f"{row['holder']} · {row['iban']}") for row in rows]


def _claims(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """The unpaid items of which the payment's buyer owes us what was refunded on its contract."""
    rows = see("read_claims", contract_id=subject["given"]["contract_id"],
               buyer_id=subject["facts"]["buyer_id"])  # fmt: skip
    return [(str(row["id"]), f"{words.word('means', row['payment_means'])} {row['number']} · "
             f"{words.money(row['claim_cents'], row['currency'])}") for row in rows]  # fmt: skip


def _after(answer: Row, subject: Row) -> str:
    return "/cash"


def _identified(answer: Row, subject: Row) -> str:
    return f"/cash/{answer['payment_id']}"


def contract_payment(see: See, call: Call, **told: str) -> Row:
    """A payment of a contract with all that was done with it."""
    found = subjects.contract_payment(see, call, told)
    given = found["given"]
    rows = see("read_movements", contract_id=given["contract_id"], id=given["payment_id"])
    for row in rows:
        row["href"] = f"/contracts/{quote(told['contract'], safe='')}/entries/{row['entry_id']}"
    columns = ("entry_on", "value_on", "event", "account", "amount_cents", "against_number")
    return {**found, "rows": rows, "table_columns": columns,
            "title": say(f"Payment {told['payment']}", f"Règlement {told['payment']}")}  # fmt: skip


AMOUNT = Field("amount_cents", "amount", hint=Both("Empty: all that waits.",
                                                   "Vide : tout ce qui attend."),
               is_required=False)  # fmt: skip
BUYER = Field("buyer_id", "party0", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)"),
              is_required=False)  # fmt: skip
PAYEE = Field("payee_account_id", "choice_id", Both("Account to pay", "Compte à payer"),
              choices=_payees)  # fmt: skip
WHOSE = Field("reason", "loose", Both("Why it is the client's", "Pourquoi c'est à l'adhérent"),
              Both("Only where the bank does not tell who has paid; a second person reads it.",
                   "Seulement si la banque ne dit pas qui a payé ; une seconde personne le lit."),
              is_required=False)  # fmt: skip
EARLY = Field("reason", "loose", Both("Why so early", "Pourquoi si tôt"),
              Both("Only for money of a cheque, bill or debit, before 30 days.",
                   "Seulement pour l'argent d'un chèque, d'un effet ou d'un prélèvement, avant 30 "
                   "jours."), is_required=False)  # fmt: skip
PASSED = Field("reason", "loose", Both("Why it is the client's, or goes so early",
                                       "Pourquoi c'est à l'adhérent, ou part si tôt"),
               Both("Where the bank does not tell that this buyer has paid (a second person reads "
                    "it), and for money of a cheque, bill or debit before 30 days.",
                    "Si la banque ne dit pas que cet acheteur a payé (une seconde personne le "
                    "lit), et pour l'argent d'un chèque, d'un effet ou d'un prélèvement avant 30 "
                    "jours."), is_required=False)  # fmt: skip

ALLOCATING = Allocating("allocate", _waiting, {}, _after, True)
page(Page("payment_waiting", CASH, Both("Payment", "Règlement"), MONEY, ALLOCATING.look,
          "portal/cash.html", acts={"do": ALLOCATING.do, "look": ALLOCATING.tell}))  # fmt: skip
form("cash_identify", f"{CASH}/identify", Both("Identify", "Identifier"), "identify",
     subject=subjects.unknown_cash, previews=True, then=_identified, fields=(
         Field("contract_id", "contract", Both("Contract", "Contrat")),
         BUYER, AMOUNT))  # fmt: skip
form("cash_move", f"{CASH}/move", Both("Move elsewhere", "Porter ailleurs"), "move_payment",
     subject=subjects.cash, previews=True, then=_after, fields=(
         Field("to_contract_id", "contract", Both("Contract it is of", "Contrat concerné"),
               Both("Empty: back to nobody.", "Vide : rendu inconnu."), is_required=False),
         BUYER, AMOUNT, Field("reason", "text", Both("Why", "Pourquoi"))))  # fmt: skip
form("cash_return", f"{CASH}/return", Both("Send back", "Restituer"), "return_unknown",
     subject=subjects.unknown_cash, previews=True, then=_after, fields=(
         PAYEE, Field("reason", "loose", Both("Why so", "Pourquoi ainsi"),
                      Both("Only for another account than it came from, or for money of a cheque, "
                           "bill or debit before 30 days.",
                           "Seulement pour un autre compte que celui d'où il vient, ou pour "
                           "l'argent d'un chèque, d'un effet ou d'un prélèvement avant 30 jours."),
                      is_required=False)))  # fmt: skip
form("cash_refund", f"{CASH}/refund", Both("Refund the buyer", "Rembourser l'acheteur"), "refund",
     subject=subjects.cash, previews=True, then=_after, fields=(
         PAYEE, AMOUNT, EARLY))  # fmt: skip
form("cash_claim", f"{CASH}/claim", Both("Pays an unpaid item", "Paie un impayé"), "pay_claim",
     subject=subjects.cash, previews=True, then=_after, fields=(
         Field("instrument_id", "choice_id", Both("Unpaid item", "Impayé"), choices=_claims),
         AMOUNT))  # fmt: skip
form("cash_repay", f"{CASH}/repay", Both("The client repays", "L'adhérent rembourse"), "repay",
     subject=subjects.cash, previews=True, then=_after, fields=(AMOUNT, WHOSE))  # fmt: skip
form("cash_forward", f"{CASH}/forward", Both("Pass on to the client", "Reverser à l'adhérent"),
     "forward", subject=subjects.cash, previews=True, then=_after, fields=(
         AMOUNT, Field("payee_account_id", "choice_id", Both("Account to pay", "Compte à payer"),
                       choices=lambda see, call, subject: [
                           (str(row["id"]), f"{row['holder']} · {row['iban']}")
                           for row in see("read_payees", party_id=None)
                       ], is_required=False), PASSED))  # fmt: skip

page(Page("contract_payment", PAYMENT, Both("Payment", "Règlement"), CLIENT_ROLES | FACTOR_ROLES,
          contract_payment, "portal/item.html"))  # fmt: skip
form("move", f"{PAYMENT}/move", Both("Move the allocation", "Réimputer"), "reallocate",
     subject=subjects.contract_payment, previews=True, fields=(
         Field("invoice_ids", "invoices", Both("Take it back from", "Le reprendre sur"),
               Both("Numbers, one a line; empty: all.", "Numéros, un par ligne ; vide : toutes."),
               is_required=False),
         Field("to", "shares", Both("Give it to", "Le donner à"),
               Both("One a line, FA-9=1200.00; empty: it waits again.",
                    "Une par ligne, FA-9=1200,00 ; vide : il attend à nouveau."),
               is_required=False)))  # fmt: skip
