"""An over-advance that its client does not repay: guarantors, set-off, losses."""

from comptant.doors import words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

RECOURSE = f"{CONTRACT}/recourse"
COLUMNS = ("step_on", "recourse_step", "guarantor_name", "other_number", "amount_cents",
           "is_undone", "reference")  # fmt: skip
GUARANTOR = Field("party_id", "party", Both("Guarantor (SIREN or name)",
                                            "Caution (SIREN ou nom)"))  # fmt: skip
PART = Field("amount_cents", "amount", Both("A part of it", "Une partie"), is_required=False)
REFERENCE = Field("reference", "text", Both("Where it is said", "Où il est dit"))
REASON = Field("reason", "text", Both("Why", "Motif"))


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
