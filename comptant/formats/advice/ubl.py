"""A remittance advice in UBL 2.1 (RemittanceAdvice), as the table that a list would be.

A line debits what is paid of an invoice, or credits a credit note that is taken off. Source: OASIS
UBL 2.1, RemittanceAdvice.
"""

from decimal import Decimal, InvalidOperation

from lxml import etree

from comptant.formats.camt.root import root_of
from comptant.formats.limits import XML_BYTES_MAX
from comptant.formats.reading import shown
from comptant.formats.spreadsheet.confined import Sheet
from comptant.formats.statements import Unreadable

NAMESPACE = "urn:oasis:names:specification:ubl:schema:xsd:RemittanceAdvice-2"
LINES_MAX = 50_000
_NAMES = {
    "a": NAMESPACE,
    "b": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "c": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
}
_NUMBER = ("c:BillingReference/c:InvoiceDocumentReference/b:ID",
           "c:BillingReference/c:SelfBilledInvoiceDocumentReference/b:ID",
           "c:BillingReference/c:CreditNoteDocumentReference/b:ID",
           "c:DocumentReference/b:ID")  # fmt: skip
_REFERENCE = ("b:PaymentOrderReference", "c:PaymentMeans/b:PaymentID", "b:ID")


def grid(data: bytes) -> Sheet:
    """The advice as rows of cells. Raises Unreadable."""
    if len(data) > XML_BYTES_MAX:
        raise Unreadable("file_too_large", f"more than {XML_BYTES_MAX} bytes")
    if root_of(data) != f"{NAMESPACE} RemittanceAdvice":
        raise Unreadable("format_unknown", shown(root_of(data)))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("xml_malformed", error) from None
    lines = root.findall("c:RemittanceAdviceLine", _NAMES)
    if len(lines) > LINES_MAX:
        raise Unreadable("too_many_rows", f"more than {LINES_MAX}")
    total = _first(root, "b:TotalPaymentAmount")
    return [
        ["Payment total", _amount(total) if total else ""],
        ["Payment reference", _first(root, *_REFERENCE)],
        ["Payment date", _first(root, "c:PaymentMeans/b:PaymentDueDate", "b:IssueDate")],
        ["Currency", _first(root, "b:DocumentCurrencyCode") or "EUR"],
        ["Invoice number", "Amount paid"],
        *([_number(line), _paid(line)] for line in lines),
    ]


def _number(line: etree._Element) -> str:
    """The invoice of a line; two in one line cannot be told apart."""
    found = {text for path in _NUMBER for each in line.findall(path, _NAMES)
             if (text := (each.text or "").strip())}  # fmt: skip
    if len(found) > 1:
        raise Unreadable("advice_line_of_several", ", ".join(sorted(found))[:200])
    return next(iter(found), "")


def _paid(line: etree._Element) -> str:
    """What a line pays, below zero where it takes a credit note off."""
    debit, credit = (_first(line, f"b:{side}LineAmount") for side in ("Debit", "Credit"))
    if debit and credit and (_decimal(debit) or 0) and (_decimal(credit) or 0):
        raise Unreadable("amount_unreadable", f"debit {shown(debit)}, credit {shown(credit)}")
    if credit and _decimal(credit) != 0:
        bare = _amount(credit)
        return bare[1:] if bare.startswith("-") else f"-{bare}"
    return _amount(debit or credit)


def _amount(text: str) -> str:
    """A decimal of XML as a list writes it: with no more decimals than money has, so that a point
    is never taken for thousands; any other is left to be refused."""
    value = _decimal(text)
    is_money = value is not None and value.is_finite() and abs(value) < 10**15
    if value is None or not is_money or value != round(value, 2):
        return f"? {text}" if text else ""
    return format(value, ".2f")


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if len(text) <= 40 else None
    except InvalidOperation:
        return None


def _first(of: etree._Element, *paths: str) -> str:
    """The first text at these paths."""
    for path in paths:
        for found in of.findall(path, _NAMES):
            if text := (found.text or "").strip():
                return text
    return ""
