"""UBL 2.1: Invoice and CreditNote (Peppol BIS 3, XRechnung, the French profiles)."""

from comptant.formats.doctypes import CREDIT_NOTES
from comptant.formats.einvoice import values
from comptant.formats.einvoice.parties import SELLER_NUMBERS, Identifier, identifiers
from comptant.formats.einvoice.walk import Element, Found, Way, first, gather, local, text

_PARTY: dict[str, Way] = {
    "EndpointID": "endpoint",
    "PartyIdentification": {"ID": "id"},
    "PartyName": {"Name": "trading_name"},
    "PostalAddress": {"Country": {"IdentificationCode": "country"}},
    "PartyTaxScheme": "tax",
    "PartyLegalEntity": {"RegistrationName": "name", "CompanyID": "legal"},
}
_TAX: dict[str, Way] = {"CompanyID": "number", "TaxScheme": {"ID": "scheme"}}
_INVOICE: dict[str, Way] = {
    "ID": "invoice_number",
    "InvoiceTypeCode": "type_code",
    "CreditNoteTypeCode": "type_code",
    "IssueDate": "issued_on",
    "DueDate": "due_on",
    "Note": "note",
    "DocumentCurrencyCode": "currency",
    "OrderReference": {"ID": "order_reference"},
    "BillingReference": {
        "InvoiceDocumentReference": {"ID": "credited_number"},
        "CreditNoteDocumentReference": {"ID": "credited_number"},
    },
    "AccountingSupplierParty": {"Party": "seller"},
    "AccountingCustomerParty": {"Party": "buyer"},
    "PayeeParty": "payee",
    "Delivery": {"ActualDeliveryDate": "delivered_on"},
    "PaymentMeans": {"PaymentDueDate": "due_on", "PayeeFinancialAccount": {"ID": "account"}},
    "TaxTotal": {"TaxAmount": "vat_cents"},
    "LegalMonetaryTotal": {
        "TaxExclusiveAmount": "net_cents",
        "TaxInclusiveAmount": "gross_cents",
        "PayableAmount": "payable_cents",
    },
}
_ASSIGNMENT = "#ACC#"  # the code of a note (BT-21) stands before its text (BT-22)


def row(root: Element) -> dict[str, object]:
    """The invoice in the names of SENT_INVOICES; Unreadable where it cannot be taken."""
    found = gather(root, _INVOICE)
    currency = values.currency(found)
    seller, buyer, payee = (_party(found, who) for who in ("seller", "buyer", "payee"))
    sellers = _numbers(seller)
    return values.settle(
        {
            "invoice_number": first(found, "invoice_number"),
            "type_code": _type_code(root, found),
            "issued_on": values.day(found, "issued_on"),
            "due_on": values.day(found, "due_on"),
            "delivered_on": values.day(found, "delivered_on"),
            "currency": currency,
            **{name: values.cents(found, name, currency) for name in values.AMOUNTS},
            **{f"seller_{ending}": sellers.get(ending) for ending in SELLER_NUMBERS},
            "seller_name": first(seller, "name") or first(seller, "trading_name"),
            **{f"buyer_{ending}": number for ending, number in _numbers(buyer).items()},
            "buyer_name": first(buyer, "name") or first(buyer, "trading_name"),
            "buyer_country": first(buyer, "country"),
            "order_reference": first(found, "order_reference"),
            "credited_number": first(found, "credited_number"),
            "payee_name": first(payee, "trading_name"),
            "payee_identifier": first(payee, "legal") or first(payee, "id"),
            "payment_iban": values.iban(map(text, found.get("account", ()))),
            "assignment_note": _assignment_note(found),
        }
    )


def _type_code(root: Element, found: Found) -> str | None:
    """BT-3; a credit note whose code says invoice is not guessed."""
    code = values.type_code(found)
    if code and local(root) == "CreditNote" and code not in CREDIT_NOTES:
        raise values.Unreadable("type_code", "type_unreadable", code)
    return code


def _party(found: Found, who: str) -> Found:
    elements = found.get(who)
    return gather(elements[0], _PARTY) if elements else {}


def _numbers(party: Found) -> dict[str, str]:
    def schemes(word: str) -> list[Identifier]:
        return [(element.get("schemeID"), text(element)) for element in party.get(word, ())]

    taxes = (gather(element, _TAX) for element in party.get("tax", ()))
    vat = [("VA", first(tax, "number")) for tax in taxes if first(tax, "scheme") == "VAT"]
    others: list[Identifier] = [*vat, *schemes("id"), *schemes("endpoint")]
    return identifiers(schemes("legal"), others, first(party, "country"))


def _assignment_note(found: Found) -> str | None:
    for said in map(text, found.get("note", ())):
        if said and said.startswith(_ASSIGNMENT):
            return said.removeprefix(_ASSIGNMENT).strip() or None
    return None
