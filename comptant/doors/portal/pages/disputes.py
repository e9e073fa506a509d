"""A dispute: how it stands, its steps, and the forms of its answers."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import DISPUTE
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

STEPS = ("step_on", "dispute_step", "amount_cents", "evidence", "by_login")


def dispute(see: See, call: Call, **told: str) -> Row:
    """The dispute with its steps."""
    found = subjects.dispute(see, call, told)
    rows = see("read_dispute_steps", **found["given"])
    id_ = found["given"]["dispute_id"]
    return {**found, "rows": rows, "table_columns": STEPS,
            "title": say(f"Dispute {id_}", f"Litige {id_}")}  # fmt: skip


page(Page("dispute", DISPUTE, Both("Dispute", "Litige"), CLIENT_ROLES | FACTOR_ROLES, dispute,
          "portal/item.html"))  # fmt: skip
form("dispute_answer", f"{DISPUTE}/answer", Both("Note the client's answer",
                                                 "Noter la réponse de l'adhérent"),
     "answer_dispute", subject=subjects.dispute)  # fmt: skip
form("dispute_confirm", f"{DISPUTE}/confirm", Both("Confirm the rest", "Confirmer le solde"),
     "confirm_rest", subject=subjects.dispute, previews=True, fields=(
         Field("amount_cents", "amount", Both("Still disputed after that",
                                              "Encore contesté ensuite")),))  # fmt: skip
form("dispute_settle", f"{DISPUTE}/settle", Both("Settle", "Régler"), "settle_dispute",
     subject=subjects.dispute, previews=True, fields=(
         Field("credit_cents", "amount", Both("Credit note agreed", "Avoir convenu"),
               Both("0 where the buyer pays all.", "0 si l'acheteur paie tout."),
               start=lambda see, call, subject: "0"),))  # fmt: skip
