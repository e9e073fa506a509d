"""E-invoices as XML: CII (Factur-X, ZUGFeRD, XRechnung) and UBL 2.1, every profile.

One pass over the tree keeps what a factor needs. A schema that is not met is told and changes
nothing: genuine invoices often miss it.
"""

from typing import Any

import polars as pl
from lxml import etree

from comptant.formats.doctypes import credit_notes_positive
from comptant.formats.einvoice import cii, ubl
from comptant.formats.einvoice.schema import differences
from comptant.formats.einvoice.values import Unreadable
from comptant.formats.einvoice.walk import local
from comptant.formats.limits import XML_BYTES_MAX
from comptant.formats.reading import Fault, InvoicesRead, shown
from comptant.rules.columns import SENT_INVOICES

__all__ = ["frame", "parse", "read", "row", "told"]

_READERS = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": cii.row,
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": cii.row,
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": ubl.row,
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": ubl.row,
}
_BOM = b"\xef\xbb\xbf"


def read(file: str, data: bytes, schema: bool = True) -> InvoicesRead:
    """The invoice of an XML file as one row, or the fault that refuses it.

    With `schema`, what differs from its XSD is told by a fault that only warns.
    """
    found, faults = told(file, data, schema)
    return InvoicesRead(frame([] if found is None else [found]), tuple(faults))


def told(
    file: str, data: bytes, schema: bool = True
) -> tuple[dict[str, object] | None, list[Fault]]:
    """The same before it is a table: what one file says, none where it is refused."""
    root = parse(file, data)
    if isinstance(root, Fault):
        return None, [root]
    found = row(file, root)
    faults = [found] if isinstance(found, Fault) else []
    if schema and _READERS.get(root.tag):
        faults += differences(file, root)
    return (None if isinstance(found, Fault) else found), faults


def frame(found: list[dict[str, object]]) -> pl.DataFrame:
    """SENT_INVOICES of what files say, one row each."""
    return credit_notes_positive(SENT_INVOICES.frame(found))


def row(file: str, root: etree._Element) -> dict[str, object] | Fault:
    """What the invoice says, in the names of SENT_INVOICES, signs as sent; or why it cannot."""
    reader = _READERS.get(root.tag)
    if reader is None:
        return _refusal(file, f"/{shown(local(root))}", "xml_not_an_invoice", shown(root.tag, 120))
    try:
        found = reader(root)
    except Unreadable as error:
        return _refusal(file, error.place, error.code, error.detail)
    return found | {"file": file, "row_number": 1}


def parse(file: str, data: bytes) -> etree._Element | Fault:
    """The root of an XML file, read without DTD, entities or network; or the fault."""
    if len(data) > XML_BYTES_MAX:
        return _refusal(file, "file", "file_too_large", f"more than {XML_BYTES_MAX} bytes")
    data = data.removeprefix(_BOM).strip() if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data
    if not data:
        return _refusal(file, "file", "file_empty")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        code = "xml_dangerous" if b"<!DOCTYPE" in data else "xml_malformed"
        return _refusal(file, f"line {error.lineno or 1}", code, shown(error.msg))
    docinfo: Any = root.getroottree().docinfo
    if docinfo.doctype:
        return _refusal(file, "line 1", "xml_dangerous", "DOCTYPE")
    return root


def _refusal(file: str, place: str, code: str, detail: str = "") -> Fault:
    return Fault(file, place, code, detail, refuses_file=True)
