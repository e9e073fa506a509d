"""Statements of our accounts that were taken in: listed, each with its lines, withdrawn."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import about
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

STATEMENTS, STATEMENT = "bank-statements", "bank-statements/<str:statement>"
COLUMNS = ("iban", "reference", "closed_on", "opening_cents", "closing_cents",
           "bank_statement_state", "withdrawn_on", "withdrawn_for")  # fmt: skip
FACTS = ("id", "name", *COLUMNS[:5], "file_name", "kept_on", "bank_statement_state",
         "withdrawn_on", "withdrawn_by", "withdrawn_for")  # fmt: skip
LINES = ("booked_on", "value_on", "amount_cents", "open_cents", "payer_name", "remittance_text",
         "bank_reference")  # fmt: skip
WITHDRAW = Both("Withdraw the statement", "Retirer le relevé")


def _statement(see: See, call: Call, told: subjects.Told) -> Row:
    """A statement of an account of ours; Refused: bank_statement_unknown."""
    id_ = subjects.number(told["statement"])
    found = see("read_bank_statements", id=id_, account=None)
    if not found:
        raise Refused("bank_statement_unknown", bank_statement_id=id_)
    subject = about(call, STATEMENT, told, {"bank_statement_id": id_}, found[0], FACTS,
                    f"/{STATEMENTS}", found[0]["reference"])  # fmt: skip
    if found[0]["bank_statement_state"] == "WITHDRAWN":
        subject["links"] = []
    return subject


def statement(see: See, call: Call, **told: str) -> Row:
    """A statement and its lines."""
    found = _statement(see, call, told)
    lines = rows_of(see, call, "read_bank_lines", {"id": found["given"]["bank_statement_id"]})
    return {**found, **lines, "title": found["facts"]["reference"],
            "table_columns": LINES if lines["rows"] else (),
            "table_title": say("Lines", "Lignes")}  # fmt: skip


def _all(see: See, call: Call, told: object) -> Row:
    return {"id": None, "account": None}


listing("bank_statements", STATEMENTS, Both("Bank statements", "Relevés de banque"), FACTOR_ROLES,
        "read_bank_statements", COLUMNS, arguments=_all, menu="money",
        href="/bank-statements/{id}")  # fmt: skip
page(Page("bank_statement", STATEMENT, Both("Bank statement", "Relevé de banque"), FACTOR_ROLES,
          statement, "portal/thing.html"))  # fmt: skip
form(
    "withdraw_statement",
    f"{STATEMENT}/withdraw",
    WITHDRAW,
    "withdraw_statement",
    subject=_statement,
    fields=(Field("reason", "text", Both("Why", "Motif")),),
)
