"""A message to an insurer as a form for people: what is asked or told, under its reference."""

from datetime import date

from comptant.doors import words
from comptant.doors.papers.parts import Paper, Row, begun, factor, pairs, set_paper, table
from comptant.doors.words import money, say
from comptant.operations.acts.act import Refused
from comptant.store.access import See

FACTS = ("policy_number", "holder_name", "buyer_name", "buyer_siren", "request", "amount_cents",
         "from_on", "until_on", "insured_base", "claim_number", "recovered_on", "recovery_cents",
         "recovery_cost_cents", "insurer_recovery_cents", "insurer_cost_cents",
         "reason")  # fmt: skip
INVOICE = ("due_on", "open_cents", "base_open_cents", "covered_cents", "cover_due_cents")


def message(see: See, message_id: int, on: date) -> Paper:
    """The form of a message; Refused: message_unknown."""
    found = see("read_insurer_messages", id=message_id)
    if not found:
        raise Refused("message_unknown", message_id=message_id)
    row, told = found[0], found[0]["content"]
    kind = words.word("message_kind", row["message_kind"])
    facts = [(say("Insurer", "Assureur"), row["insurer_name"]),
             (say("Reference", "Référence"), told["reference"]),
             *((words.column(name), _value(name, told)) for name in FACTS
               if told.get(name) is not None)]  # fmt: skip
    parts = [pairs("", facts), _invoices(told)]
    name = f"insurer-{told['reference']}"
    return set_paper(factor(see), "insurer", name, begun(kind), row["policy_number"], parts, on)


def _value(name: str, told: Row) -> str:
    value = told[name]
    if name == "request":
        return f"{words.word('request', value)} (RECECO 4505: {told['request_code']})"
    if name == "insured_base":
        return words.word(name, value)
    if name.endswith("_on"):
        return words.day(date.fromisoformat(value))
    return words.value_of(name, value, told["currency"])


def _invoices(told: Row) -> Row | None:
    if not told.get("invoices"):
        return None
    heads = [say("Invoice", "Facture"), *(begun(words.column(name)) for name in INVOICE)]
    rows = [
        (row["invoice_number"], words.day(date.fromisoformat(row["due_on"])),
         *(money(row[name], told["currency"]) for name in INVOICE[1:]))
        for row in told["invoices"]
    ]  # fmt: skip
    return table(say("Invoices", "Factures"), heads, rows, "3 2 2 2 2 2", 2)
