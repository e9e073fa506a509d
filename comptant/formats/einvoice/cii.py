"""CII: CrossIndustryInvoice D16B and D22B (Factur-X, ZUGFeRD 2, XRechnung) and the
CrossIndustryDocument of ZUGFeRD 1, which says the same under longer names."""

from comptant.formats.einvoice import values
from comptant.formats.einvoice.parties import SELLER_NUMBERS, Identifier, identifiers
from comptant.formats.einvoice.walk import Element, Found, Way, first, gather, text

_PARTY: dict[str, Way] = {
    "ID": "id",
    "GlobalID": "id",
    "Name": "name",
    "SpecifiedLegalOrganization": {"ID": "legal"},
    "PostalTradeAddress": {"CountryID": "country"},
    "URIUniversalCommunication": {"URIID": "endpoint"},
    "SpecifiedTaxRegistration": {"ID": "tax"},
}
_NOTE: dict[str, Way] = {"Content": "content", "SubjectCode": "subject"}
_DOCUMENT: dict[str, Way] = {
    "ID": "invoice_number",
    "TypeCode": "type_code",
    "IssueDateTime": {"DateTimeString": "issued_on"},
    "IncludedNote": "note",
}
_REFERENCE: dict[str, Way] = {"IssuerAssignedID": "order_reference", "ID": "order_reference"}
_AGREEMENT: dict[str, Way] = {
    "SellerTradeParty": "seller",
    "BuyerTradeParty": "buyer",
    "BuyerOrderReferencedDocument": _REFERENCE,
}
_DELIVERY: dict[str, Way] = {
    "ActualDeliverySupplyChainEvent": {"OccurrenceDateTime": {"DateTimeString": "delivered_on"}},
}
_TOTALS: dict[str, Way] = {
    "TaxBasisTotalAmount": "net_cents",
    "TaxTotalAmount": "vat_cents",
    "GrandTotalAmount": "gross_cents",
    "DuePayableAmount": "payable_cents",
}
_SETTLEMENT: dict[str, Way] = {
    "InvoiceCurrencyCode": "currency",
    "PayeeTradeParty": "payee",
    "SpecifiedTradeSettlementPaymentMeans": {
        "PayeePartyCreditorFinancialAccount": {"IBANID": "account", "ProprietaryID": "account"},
    },
    "SpecifiedTradePaymentTerms": {"DueDateDateTime": {"DateTimeString": "due_on"}},
    "InvoiceReferencedDocument": {
        "IssuerAssignedID": "credited_number",
        "ID": "credited_number",
    },
    "SpecifiedTradeSettlementHeaderMonetarySummation": _TOTALS,
    "SpecifiedTradeSettlementMonetarySummation": _TOTALS,
}
_INVOICE: dict[str, Way] = {
    "ExchangedDocument": _DOCUMENT,
    "HeaderExchangedDocument": _DOCUMENT,
    "SupplyChainTradeTransaction": {
        "ApplicableHeaderTradeAgreement": _AGREEMENT,
        "ApplicableHeaderTradeDelivery": _DELIVERY,
        "ApplicableHeaderTradeSettlement": _SETTLEMENT,
    },
    "SpecifiedSupplyChainTradeTransaction": {
        "ApplicableSupplyChainTradeAgreement": _AGREEMENT,
        "ApplicableSupplyChainTradeDelivery": _DELIVERY,
        "ApplicableSupplyChainTradeSettlement": _SETTLEMENT,
    },
}


def row(root: Element) -> dict[str, object]:
    """The invoice in the names of SENT_INVOICES; Unreadable where it cannot be taken."""
    found = gather(root, _INVOICE)
    currency = values.currency(found)
    seller, buyer, payee = (_party(found, who) for who in ("seller", "buyer", "payee"))
    sellers = _numbers(seller)
    return values.settle(
        {
            "invoice_number": first(found, "invoice_number"),
            "type_code": values.type_code(found),
            "issued_on": values.day(found, "issued_on"),
            "due_on": values.day(found, "due_on"),
            "delivered_on": values.day(found, "delivered_on"),
            "currency": currency,
            **{name: values.cents(found, name, currency) for name in values.AMOUNTS},
            **{f"seller_{ending}": sellers.get(ending) for ending in SELLER_NUMBERS},
            "seller_name": first(seller, "name"),
            **{f"buyer_{ending}": number for ending, number in _numbers(buyer).items()},
            "buyer_name": first(buyer, "name"),
            "buyer_country": first(buyer, "country"),
            "order_reference": first(found, "order_reference"),
            "credited_number": first(found, "credited_number"),
            "payee_name": first(payee, "name"),
            "payee_identifier": first(payee, "legal") or first(payee, "id"),
            "payment_iban": values.iban(map(text, found.get("account", ()))),
            "assignment_note": _assignment_note(found),
        }
    )


def _party(found: Found, who: str) -> Found:
    elements = found.get(who)
    return gather(elements[0], _PARTY) if elements else {}


def _numbers(party: Found) -> dict[str, str]:
    def schemes(word: str) -> list[Identifier]:
        return [(element.get("schemeID"), text(element)) for element in party.get(word, ())]

    others = schemes("tax") + schemes("id") + schemes("endpoint")
    return identifiers(schemes("legal"), others, first(party, "country"))


def _assignment_note(found: Found) -> str | None:
    notes = (gather(element, _NOTE) for element in found.get("note", ()))
    said = (values.note(first(note, "subject"), first(note, "content")) for note in notes)
    return next(filter(None, said), None)
