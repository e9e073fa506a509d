"""E-invoices to measure with: CII and UBL of one to twelve lines, and Factur-X in a PDF of some
sixty kilobytes, written from a seed."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pikepdf

from comptant.doors.bench.stage import ON, sirens

KINDS = ("cii", "ubl", "pdf")
_SHARES = {"cii": 40, "ubl": 30, "pdf": 30}  # of a hundred
_PAGE_BYTES = 60_000  # of fonts and pictures, which say nothing

_CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
 xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter>
</rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">{issued:%Y%m%d}</udt:DateTimeString>
</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>{lines}
<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>CLIENT SA</ram:Name>
<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">732829320</ram:ID>
</ram:SpecifiedLegalOrganization><ram:PostalTradeAddress><ram:PostcodeCode>75001</ram:PostcodeCode>
<ram:LineOne>1 rue de Paris</ram:LineOne><ram:CityName>Paris</ram:CityName>
<ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress><ram:SpecifiedTaxRegistration>
<ram:ID schemeID="VA">FR44732829320</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>{buyer}</ram:Name><ram:SpecifiedLegalOrganization>
<ram:ID schemeID="0002">{siren}</ram:ID></ram:SpecifiedLegalOrganization><ram:PostalTradeAddress>
<ram:PostcodeCode>69001</ram:PostcodeCode><ram:LineOne>2 rue de Lyon</ram:LineOne>
<ram:CityName>Lyon</ram:CityName><ram:CountryID>FR</ram:CountryID></ram:PostalTradeAddress>
</ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:ApplicableTradeTax><ram:CalculatedAmount>{vat}</ram:CalculatedAmount>
<ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{net}</ram:BasisAmount>
<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent>
</ram:ApplicableTradeTax><ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString format="102">{due:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime>
</ram:SpecifiedTradePaymentTerms><ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:LineTotalAmount>{net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{net}
</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">{vat}</ram:TaxTotalAmount>
<ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount>
<ram:DuePayableAmount>{gross}</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
"""
_CII_LINE = """<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>
<ram:LineID>{n}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct>
<ram:Name>Article {n}</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement>
<ram:NetPriceProductTradePrice><ram:ChargeAmount>{net}</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery>
<ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20</ram:RateApplicablePercent>
</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>{net}</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""
_UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{number}</cbc:ID>
<cbc:IssueDate>{issued}</cbc:IssueDate><cbc:DueDate>{due}</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PostalAddress><cac:Country>
<cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>FR44732829320</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID>
</cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity>
<cbc:RegistrationName>CLIENT SA</cbc:RegistrationName>
<cbc:CompanyID schemeID="0002">732829320</cbc:CompanyID></cac:PartyLegalEntity></cac:Party>
</cac:AccountingSupplierParty><cac:AccountingCustomerParty><cac:Party><cac:PostalAddress>
<cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyLegalEntity><cbc:RegistrationName>{buyer}</cbc:RegistrationName>
<cbc:CompanyID schemeID="0002">{siren}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party>
</cac:AccountingCustomerParty><cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount>
<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{net}</cbc:TaxableAmount>
<cbc:TaxAmount currencyID="EUR">{vat}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory>
</cac:TaxSubtotal></cac:TaxTotal><cac:LegalMonetaryTotal>
<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount></cac:LegalMonetaryTotal>{lines}
</Invoice>
"""
_UBL_LINE = """<cac:InvoiceLine><cbc:ID>{n}</cbc:ID>
<cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount><cac:Item>
<cbc:Name>Article {n}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
<cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:ClassifiedTaxCategory></cac:Item><cac:Price>
<cbc:PriceAmount currencyID="EUR">{net}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>"""


@dataclass(frozen=True)
class Invoice:
    """One e-invoice of the measurement."""

    kind: str
    path: Path
    gross_cents: int


def write(folder: Path, count: int, seed: int = 1) -> Iterator[Invoice]:
    """Write so many e-invoices, kinds mixed."""
    folder.mkdir(parents=True, exist_ok=True)
    draw, known = random.Random(seed), list(sirens())
    kinds = draw.choices(KINDS, [_SHARES[kind] for kind in KINDS], k=count)
    for number, kind in enumerate(kinds):
        xml, gross_cents = _xml("ubl" if kind == "ubl" else "cii", number, draw, known)
        path = folder / f"{number}.{'pdf' if kind == 'pdf' else 'xml'}"
        path.write_bytes(_pdf(xml, draw) if kind == "pdf" else xml)
        yield Invoice(kind, path, gross_cents)


def factur_x(number: str, buyer: str, siren: str, net_cents: int, issued: date, due: date) -> bytes:
    """One Factur-X of one line, VAT at 20 %: a PDF with its CII attached."""
    net, gross_cents = _euros(net_cents), net_cents + net_cents // 5
    xml = _CII.format(
        number=number, issued=issued, due=due, buyer=buyer, siren=siren, net=net,
        vat=_euros(net_cents // 5), gross=_euros(gross_cents),
        lines=_CII_LINE.format(n=1, net=net),
    )  # fmt: skip
    return _pdf(xml.encode(), random.Random(number))


def _xml(kind: str, number: int, draw: random.Random, known: list[str]) -> tuple[bytes, int]:
    """The XML and its gross amount: net amounts are multiples of five cents, so that VAT at 20 %
    has no rest."""
    whole, of_line = (_CII, _CII_LINE) if kind == "cii" else (_UBL, _UBL_LINE)
    nets = [5 * draw.randint(1_000, 60_000) for _ in range(draw.randint(1, 12))]
    issued: date = ON - timedelta(days=draw.randrange(5))
    buyer = draw.randrange(len(known))
    net = sum(nets)
    text = whole.format(
        number=f"E-{number:07d}", issued=issued, due=issued + timedelta(days=30),
        buyer=f"BUYER {buyer}", siren=known[buyer], net=_euros(net), vat=_euros(net // 5),
        gross=_euros(net + net // 5),
        lines="\n".join(of_line.format(n=n, net=_euros(each)) for n, each in enumerate(nets, 1)),
    )  # fmt: skip
    return text.encode(), net + net // 5


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _pdf(xml: bytes, draw: random.Random) -> bytes:
    """A page with something to draw, and the invoice attached as Factur-X wants it."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 50 800 Td (Facture) Tj ET " * 60)
        page.obj["/Pictures"] = pdf.make_stream(draw.randbytes(_PAGE_BYTES))
        attached = pikepdf.AttachedFileSpec(
            pdf, xml, filename="factur-x.xml", mime_type="text/xml",
            relationship=pikepdf.Name.Alternative,
        )  # fmt: skip
        pdf.attachments["factur-x.xml"] = attached
        pdf.Root.AF = pikepdf.Array([attached.obj])
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()
