"""What the page of a buyer shows, in its words: invoices and how each stands, where to pay."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from comptant.doors.cursors import cursor
from comptant.doors.portal.call import Call
from comptant.doors.words import Both, day, language, money, say
from comptant.formats.currencies import EXPONENTS
from comptant.formats.reminders import reference, transfer_qr
from comptant.formats.typography import by_fours, grouped
from comptant.operations.buyer_page.answers import DAYS_MOST
from comptant.rules.disputes import KINDS

PAGE_SIZE = 100
# Why an invoice is disputed, as whoever received it would say it.
REASONS = {
    "LIT-QTE": Both("The quantity is not right", "La quantité n'est pas la bonne"),
    "LIT-PRX": Both("The price or the discount is not right", "Le prix ou la remise est faux"),
    "LIT-QUA": Both("The goods or the work are not as agreed", "La marchandise ou le travail n'est "
                                                              "pas conforme"),
    "LIT-LIV": Both("It was not delivered, or too late", "Pas livré, ou en retard"),
    "LIT-CMD": Both("Our order number is missing", "Notre numéro de commande manque"),
    "LIT-TVA": Both("The VAT or a legal mention is wrong", "La TVA ou une mention légale est "
                                                           "fausse"),
    "LIT-DBL": Both("We received this invoice twice", "Nous avons reçu cette facture deux fois"),
    "LIT-AVO": Both("We wait for a credit note", "Nous attendons un avoir"),
    "LIT-RFA": Both("A rebate is due to us", "Une remise de fin d'année nous est due"),
    "LIT-CPS": Both("The supplier owes us money too", "Le fournisseur nous doit aussi de l'argent"),
    "LIT-RDG": Both("We keep back a guarantee or penalties on works", "Nous gardons une retenue de "
                                                                     "garantie ou des pénalités"),
    "LIT-PAY": Both("We have paid it already", "Nous l'avons déjà payée"),
    "LIT-INC": Both("We do not know this invoice", "Nous ne connaissons pas cette facture"),
}  # fmt: skip
DONE = {
    "confirm": Both("Thank you: your confirmation is recorded.",
                    "Merci : votre confirmation est enregistrée."),
    "dispute": Both("Your dispute is recorded. We do not remind you of what you dispute.",
                    "Votre litige est enregistré. Nous ne relançons pas ce que vous contestez."),
    "promise": Both("Your promise is recorded. We do not remind you before that day.",
                    "Votre promesse est enregistrée. Nous ne relançons pas avant cette date."),
    "advise": Both("Thank you: your transfer will go to these invoices.",
                   "Merci : votre virement ira à ces factures."),
}  # fmt: skip
ANSWERS = {
    "CONFIRMED": Both("confirmed", "confirmé"), "DISPUTED": Both("disputed", "contesté"),
    "PROMISED": Both("promised", "promis"), "ADVISED": Both("transfer announced",
                                                            "virement annoncé"),
}  # fmt: skip
Row = dict[str, Any]


def told(call: Call, opened: Row) -> Row:
    """What the template shows: a page of the invoices, or one of them with its forms."""
    invoices = [_invoice(row, call) for row in opened["invoices"]]
    one = next((_invoice(row, call) for row in opened["one"] if row["open_cents"] > 0), None)
    found, last = opened["account"], [] if opened["is_last"] else invoices[-1:]
    done = DONE.get(call.asked("done")) if call.request.method == "GET" else None
    return {
        "title": say("Your invoices to pay", "Vos factures à payer"), "account": found,
        "visit": {"is_sandbox": False}, "path": call.request.path, "one": one,
        "invoices": invoices, "count": sum(row["invoice_count"] for row in opened["totals"]),
        "is_first": opened["is_first"], "done": done and done.said(),
        "next": "".join(cursor([str(row["due_on"]), str(row["id"])]) for row in last),
        "totals": [money(row["open_cents"], row["currency"]) for row in opened["totals"]],
        "in_hand": [money(row["in_hand_cents"], row["currency"]) for row in opened["totals"]
                    if row["in_hand_cents"]],
        "payments": _payments([_alone(one)] if one else opened["totals"], found),
        "reasons": [(code, REASONS[code].said()) for code in KINDS],
        "penalties": [] if one else [_penalty(row) for row in opened["penalties"]],
        "penalty_totals": _totals(opened["penalties"]),
        "answers": [_answer(row) for row in opened["answers"]], "today": call.on.isoformat(),
        "promise_until": _until(call, invoices),
    }  # fmt: skip


def _until(call: Call, invoices: list[Row]) -> str:
    """The last day that may be promised for one of these."""
    return (max([call.on, *(row["due_on"] for row in invoices)]) + timedelta(days=DAYS_MOST)
            ).isoformat()  # fmt: skip


def _invoice(row: Row, call: Call) -> Row:
    return {
        **row, "open": money(row["open_cents"], row["currency"]),
        "of": money(row["amount_cents"], row["currency"]), "state": _state(row, call),
        "typed": grouped(max(row["open_cents"], 0), EXPONENTS.get(row["currency"], 2), language()),
        "is_late": row["due_on"] < call.on and row["open_cents"] > 0,
    }  # fmt: skip


def _state(row: Row, call: Call) -> str:
    """How an invoice stands, in words."""
    if row["open_cents"] < 0:
        return say("credit note", "avoir")
    said = []
    if row["disputed_cents"]:
        cents = money(row["disputed_cents"], row["currency"])
        said.append(say(f"{cents} disputed", f"{cents} contesté"))
    if row["in_hand_cents"]:
        cents = money(row["in_hand_cents"], row["currency"])
        said.append(say(f"{cents} received", f"{cents} reçu"))
    if row["promised_for_on"]:
        on = day(row["promised_for_on"])
        said.append(say(f"promised for {on}", f"promis pour le {on}"))
    if row["is_confirmed"]:
        said.append(say("confirmed", "confirmé"))
    if row["due_on"] < call.on:
        said.append(say("past due", "échu"))
    return " · ".join(said) or say("to come", "à échoir")


def _totals(rows: list[Row]) -> list[str]:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums[row["currency"]] += row["open_cents"]
    return [money(cents, currency) for currency, cents in sorted(sums.items())]


def _alone(row: Row) -> Row:
    """What is to pay of one invoice, as of an account of it alone."""
    return {**row, "first_numbers": [row["invoice_number"]]}


def _payments(totals: list[Row], account: Row) -> list[Row]:
    """Where to pay what is neither disputed nor in our hands, for each currency: our own account,
    in words and as a code. Source: EPC069-12."""
    return [
        _payment(row, account) for row in totals if row["iban"] and row["payable_cents"] > 0
    ]  # fmt: skip


def _payment(of: Row, account: Row) -> Row:
    """The transfer of a total, which quotes its first invoices."""
    lines = [{"invoice_number": number, "claimed_cents": 0} for number in of["first_numbers"]]
    lines[0]["claimed_cents"] = of["payable_cents"]
    return {
        "iban": by_fours(of["iban"]), "bic": of["bic"], "reference": reference(lines),
        "amount": money(of["payable_cents"], of["currency"]), "holder": account["factor_name"],
        "qr_svg": transfer_qr({**account, "iban": of["iban"], "bic": of["bic"],
                               "currency": of["currency"], "is_confidential": False}, lines),
    }  # fmt: skip


def _penalty(row: Row) -> Row:
    return {**row, "on": day(row["claimed_on"]), **{
        name: money(row[f"{name}_cents"], row["currency"])
        for name in ("penalty", "indemnity", "open", "amount")}}  # fmt: skip


def _answer(row: Row) -> Row:
    return {**row, "words": ANSWERS[row["answer"]].said(), "on": day(row["answered_on"]),
            "amount": money(row["amount_cents"], row["currency"])}  # fmt: skip
