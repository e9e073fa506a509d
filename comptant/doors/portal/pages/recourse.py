"""An over-advance that its client does not repay: a plan simulated, guarantors, set-off, losses."""

from comptant.doors import lookup, plans_simulated, words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.values import COUNT, DAY
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

RECOURSE = f"{CONTRACT}/recourse"
COLUMNS = ("step_on", "recourse_step", "guarantor_name", "other_number", "amount_cents",
           "is_undone", "reference")  # fmt: skip
GUARANTOR = Field("party_id", "party", Both("Guarantor (SIREN or name)",
                                            "Caution (SIREN ou nom)"))  # fmt: skip
PART = Field("amount_cents", "amount", Both("A part of it", "Une partie"), is_required=False)
REFERENCE = Field("reference", "text", Both("Where it is said", "Où il est dit"))
REASON = Field("reason", "text", Both("Why", "Motif"))
SIMULATED = 6  # instalments, where nothing is asked


def _payments(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """What waits on the contract and is no buyer's."""
    rows = see("read_cash", id=None, contract_id=subject["given"]["contract_id"])
    return [(str(row["id"]), f"{words.day(row['value_on'])} · "
             f"{words.money(row['open_cents'], row['currency'])} · {row['payer_name'] or ''}")
            for row in rows if row["buyer_name"] is None]  # fmt: skip


def _steps(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """What was done and counts still."""
    rows = see("read_recourse_steps", contract_id=subject["given"]["contract_id"])
    return [(str(row["id"]), f"{words.day(row['step_on'])} · "
             f"{words.word('recourse_step', row['recourse_step'])} · "
             f"{words.money(row['amount_cents'], row['currency'])} · "
             f"{row['guarantor_name'] or row['other_number'] or row['reference'] or ''}")
            for row in rows if not row["is_undone"] and row["undoes_id"] is None]  # fmt: skip


PAYMENT = Field("payment_id", "choice_id", Both("Money received", "Encaissement"),
                choices=_payments)  # fmt: skip


def simulated(see: See, call: Call, contract: str) -> Row:
    """The over-advance in monthly instalments from today on, or as asked (count, first)."""
    found = lookup.contract(see, contract, call.on)
    count, first = call.asked("count").strip(), call.asked("first").strip()
    about = say(
        f"{SIMULATED} instalments from today; others: ?count=12&first=2026-12-31",
        f"{SIMULATED} mensualités dès ce jour ; d'autres : ?count=12&first=2026-12-31",
    )
    with call.visit.looking() as (conn, asked):
        try:
            rows = plans_simulated.simulated(
                conn, asked, found, COUNT.convert(count, None, None) if count else SIMULATED,
                DAY.convert(first, None, None) if first else call.on,
            )  # fmt: skip
        except Refused as refusal:
            rows, about = [], words.refusal(refusal.code, refusal.facts)
    up = {"href": address(CONTRACT, {"contract": contract}), "text": contract}
    return {"rows": rows, "columns": plans_simulated.COLUMNS, "up": up, "links": [],
            "about": about}  # fmt: skip


page(Page("plan_simulated", f"{CONTRACT}/plan-simulated",
          Both("Simulate a repayment plan", "Simuler un plan d'apurement"), FACTOR_ROLES,
          simulated, "portal/queue.html"))  # fmt: skip
listing("recourse", RECOURSE, Both("Recourse", "Recours"), CLIENT_ROLES | FACTOR_ROLES,
        "read_recourse_steps", COLUMNS, arguments=of_contract)  # fmt: skip
for name, title, operation, fields in (
    ("call", Both("Guarantor called", "Caution appelée"), "call_guarantor",
     (GUARANTOR, PART, Field("step_on", "day", Both("On", "Le"), start=today), REFERENCE)),
    ("received", Both("Paid by a guarantor", "Réglé par une caution"), "receive_surety",
     (GUARANTOR, PAYMENT, PART, REFERENCE)),
    ("set-off", Both("Set off another contract", "Compenser avec un autre contrat"),
     "propose_set_off", (Field("from_contract_id", "contract", Both(
         "Contract whose credit is taken", "Contrat créditeur")), PART, REASON)),
    ("write-off", Both("Write off the over-advance", "Passer le dépassement en perte"),
     "propose_client_loss", (PART, REASON)),
    ("regain", Both("Money on what was written off", "Rentrée sur perte"), "regain_loss",
     (PAYMENT, PART, REFERENCE)),
    ("undo", Both("Undo a step", "Défaire une étape"), "undo_recourse",
     (Field("step_id", "choice_id", Both("What was done by slip", "Ce qui fut fait par erreur"),
            choices=_steps), REASON)),
):  # fmt: skip
    form(f"recourse_{name.replace('-', '_')}", f"{RECOURSE}/{name}", title, operation,
         subject=subjects.of_page(RECOURSE), fields=fields)  # fmt: skip
