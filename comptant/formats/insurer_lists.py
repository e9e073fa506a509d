"""Decisions that insurers send as a list in CSV: a line each, columns known by their titles.

The response is a code of RECECO (4507). Source: docs/insurers.md.
"""

from comptant.formats.requests import list_amount
from comptant.formats.spreadsheet.cells import days
from comptant.formats.titled import ListRead, read_titled

TEXT_LENGTH_MAX = 200
TITLES = {
    "insurer_answer_number": "id answer reponse numeroreponse",
    "insurer_policy_number": "policy police numeropolice",
    "request_reference": "reference demande request notrereference",
    "buyer_siren": "siren buyersiren sirenacheteur",
    "response_code": "responsecode response code codereponse codedereponse",
    "limit_decision_number": "number decision numero numerodecision",
    "told_limit_cents": "amount montant limite limit",
    "currency": "currency devise",
    "limit_from_on": "fromon from du dateeffet effet debut",
    "limit_until_on": "untilon until au fin echeance",
    "response_reason": "reason motif raison",
}
WANTED = ("insurer_policy_number", "buyer_siren", "response_code", "limit_decision_number")
DAYS = ("limit_from_on", "limit_until_on")


def read_decisions(file: str, data: bytes) -> ListRead:
    """All the decisions of a list, or its faults. A limit without a day is no fault of the list: it
    is refused by itself."""
    read = read_titled(file, data, TITLES, _value, required=WANTED, lacks="decision_column_missing")
    for row in read.rows:
        for name in TITLES:
            row.setdefault(name, None)
        row["told_limit_cents"] = row["told_limit_cents"] or 0
        row["currency"] = row["currency"] or "EUR"
        row["insurer_answer_number"] = row["insurer_answer_number"] or row["limit_decision_number"]
    return read


def _value(name: str, cell: str) -> tuple[str | None, object]:
    text = cell.strip()
    if not text:
        return ("value_missing", None) if name in WANTED else (None, None)
    if len(text) > TEXT_LENGTH_MAX:
        return "value_too_long", None
    if not text.isprintable():
        return "encoding_unreadable", None
    if name == "told_limit_cents":
        if not text.strip("0.,"):
            return None, 0
        cents = list_amount(text)
        return (None, cents) if isinstance(cents, int) else (cents or "amount_unreadable", None)
    if name in DAYS:
        (day,) = days([text])
        return ("date_unreadable", None) if day is None else (None, day)
    return None, text
