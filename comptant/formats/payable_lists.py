"""Invoices that a buyer owes: a list (CSV: supplier's SIREN, invoice, dates, amount; columns known
by their titles) or the suppliers' own e-invoices and workbooks, as `intake` reads them."""

from dataclasses import replace

from comptant.formats import intake
from comptant.formats.identifiers import normal
from comptant.formats.reading import Fault
from comptant.formats.requests import list_amount
from comptant.formats.spreadsheet.cells import days
from comptant.formats.titled import ListRead, read_titled

TEXT_LENGTH_MAX = 100
# Our name -> the titles that it may have, without accents, case or blanks.
TITLES = {
    "supplier_number": """supplier suppliersiren siren sirenfournisseur fournisseur
        sirendufournisseur""",
    "invoice_number": "invoice invoicenumber facture numerodefacture nfacture ndefacture number",
    "issued_on": "issued issuedon invoicedate date datefacture datedefacture",
    "due_on": "due dueon duedate echeance dateecheance datedecheance",
    "amount_cents": "amount total totalinclvat montant montantttc totalttc ttc",
}


def read_payables(file: str, data: bytes) -> ListRead:
    """All the payables of a file (the names of TITLES), or the faults it has."""
    if intake.kind(data[: intake.HEAD_BYTES]) != "text":
        return _of_invoices(file, data)
    read = read_titled(file, data, TITLES, _value, required=TITLES, lacks="payable_column_missing")
    return replace(read, rows=[{name: row[name] for name in TITLES} for row in read.rows])


def _of_invoices(file: str, data: bytes) -> ListRead:
    """The invoices of suppliers, each of which tells its seller; all of them, or none."""
    found = intake.read(file, data)
    read = ListRead(faults=[one for one in found.faults if not one.warns])
    for row in found.rows.iter_rows(named=True):
        place = f"line {row['row_number']}"
        number = row["seller_siren"] or (row["seller_siret"] or "")[:9]
        for name, value in (("seller_siren", number), ("due_on", row["due_on"]),
                            ("issued_on", row["issued_on"])):  # fmt: skip
            if not value:
                read.faults.append(Fault(file, place, "value_missing", name, refuses_file=True))
        read.rows.append({
            "supplier_number": number, "invoice_number": row["invoice_number"],
            "issued_on": row["issued_on"], "due_on": row["due_on"],
            "amount_cents": row["payable_cents"],
        })  # fmt: skip
    return read


def _value(name: str, cell: str) -> tuple[str | None, object]:
    """What is wrong with a cell, and its value."""
    if not cell:
        return "value_missing", None
    if len(cell) > TEXT_LENGTH_MAX:
        return "value_too_long", None
    if any(not letter.isprintable() for letter in cell):
        return "encoding_unreadable", None
    if name == "amount_cents":
        cents = list_amount(cell)
        return (cents, None) if isinstance(cents, str) else (None, cents)
    if name in ("issued_on", "due_on"):
        (day,) = days([cell])
        return (None, day) if day else ("date_unreadable", None)
    if name == "supplier_number":
        siren = normal("siren", cell)
        return (None, siren) if siren else ("siren_wrong", None)
    return None, cell
