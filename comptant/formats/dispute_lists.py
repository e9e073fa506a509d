"""Lists of disputes: to open (contract, invoice, kind, amount, evidence) or to settle (contract,
dispute, credit, evidence). CSV, one dispute a line, columns known by their titles."""

from collections.abc import Mapping

from comptant.formats.requests import list_amount
from comptant.formats.titled import ListRead, read_titled

TEXT_LENGTH_MAX = 200
YES = frozenset({"yes", "oui", "y", "o", "x", "1"})
NO = frozenset({"no", "non", "n", "0"})

# Our name -> the titles that it may have, without accents, case or blanks.
TO_OPEN = {
    "contract_number": "contract contrat numerodecontrat ncontrat contractnumber",
    "invoice_number": "invoice facture invoicenumber numerodefacture nfacture",
    "dispute_code": "kind nature code motif",
    "amount_cents": "amount montant disputed conteste",
    "is_rest_confirmed": "restconfirmed soldeconfirme",
    "evidence": "evidence piece justificatif",
}
TO_SETTLE = {
    "contract_number": TO_OPEN["contract_number"],
    "dispute_id": "dispute litige disputeid",
    "amount_cents": "credit avoir creditnote",
    "evidence": TO_OPEN["evidence"],
}
REQUIRED = frozenset({"contract_number", "invoice_number", "dispute_code", "dispute_id"})


def read_disputes(file: str, data: bytes, titles: Mapping[str, str]) -> ListRead:
    """All the lines of a list with these titles (TO_OPEN or TO_SETTLE), or the faults it has."""
    return read_titled(file, data, titles, _value, required=REQUIRED)


def _value(name: str, cell: str) -> tuple[str | None, object]:
    """What is wrong with a cell, and its value."""
    if len(cell) > TEXT_LENGTH_MAX:
        return "value_too_long", None
    if not cell and name in REQUIRED:
        return "value_missing", None
    if name == "amount_cents":
        cents = list_amount(cell)
        return (cents, None) if isinstance(cents, str) else (None, cents)
    if name == "dispute_id":
        is_id = cell.isascii() and cell.isdigit() and len(cell) <= 18
        return (None, int(cell)) if is_id else ("number_unreadable", None)
    if name == "is_rest_confirmed":
        known = cell.lower() in YES | NO or not cell
        return None if known else "flag_unreadable", cell.lower() in YES
    if any(not letter.isprintable() for letter in cell):
        return "encoding_unreadable", None
    return None, cell
