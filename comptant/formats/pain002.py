"""What a bank answers to a payment file: pain.002, the status of file, groups and payments.

Any version from .03 on. A status lower down takes precedence: a file that is accepted may have a
payment rejected. Source: ISO 20022 CustomerPaymentStatusReport; EPC customer-to-bank guidelines;
FORMATS section 3.5.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from lxml import etree

from comptant.formats.camt.node import Node
from comptant.formats.camt.root import ENCODING_ERRORS, root_of
from comptant.formats.limits import XML_BYTES_MAX
from comptant.formats.reading import Fault, shown
from comptant.formats.statements import Row, Unreadable, cents_of, plain
from comptant.rules.columns import shape

# One row per status told: of the file (no group), of a group (no payment), or of a payment.
PAYMENT_STATUSES = shape(
    "row_number", "status_level", "message_reference", "group_reference?", "end_to_end_reference?",
    "bank_status", "bank_reason", "amount_cents?", "currency?",
)  # fmt: skip

MARKS_MAX = 2_000_000
ROOT = re.compile(r"(\S*pain\.002\.\d{3}\.\d{2}) Document")
REPORT = "CstmrPmtStsRpt"
STATUS = re.compile("[A-Z]{4}")
FILE, GROUP, PAYMENT = "FILE", "GROUP", "PAYMENT"
SOURCE = "pain.002"


@dataclass(frozen=True)
class StatusRead:
    """Statuses in the shape PAYMENT_STATUSES, and faults; none of the rows if one refuses it."""

    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()


def is_pain002(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a pain.002."""
    return b"pain.002." in head.replace(b"\0", b"")


def read(name: str, data: bytes) -> StatusRead:
    """The statuses of a pain.002. Never raises on what the bank sent."""
    try:
        rows = list(_rows(_report(data)))
        if not rows:
            raise Unreadable("value_missing", "GrpSts, PmtInfSts, TxSts")
        return StatusRead(PAYMENT_STATUSES.frame(
            row | {"row_number": number} for number, row in enumerate(rows, 1)
        ))  # fmt: skip
    except Unreadable as error:
        return _refused(name, error.code, error.detail)
    except etree.XMLSyntaxError as error:
        is_encoding = getattr(error, "code", None) in ENCODING_ERRORS
        code = "encoding_unreadable" if is_encoding else "xml_malformed"
        return _refused(name, code, shown(error.msg))


def _refused(name: str, code: str, detail: str) -> StatusRead:
    fault = Fault(name, "file", code, detail, refuses_file=True)
    return StatusRead(PAYMENT_STATUSES.empty(), (fault,))


def _report(data: bytes) -> Node:
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable("file_empty")
    if len(data) > XML_BYTES_MAX or data.count(b"<") > MARKS_MAX:
        raise Unreadable("file_too_large", f"{len(data)} bytes, {XML_BYTES_MAX} at most")
    data = data.lstrip()
    known = ROOT.fullmatch(root_of(data))
    if known is None:
        raise Unreadable("format_unknown", root_of(data))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    report = Node(etree.fromstring(data, parser), known[1]).first(REPORT)
    if report is None:
        raise Unreadable("value_missing", REPORT)
    return report


def _rows(report: Node) -> Iterator[Row]:
    """From the file down; who tells a status last tells it best."""
    head = report.first("OrgnlGrpInfAndSts")
    message = head.text("OrgnlMsgId") if head else None
    if head is None or message is None:
        raise Unreadable("value_missing", "OrgnlMsgId")
    common: dict[str, Any] = {"message_reference": message}
    yield from _status(head, "GrpSts", common | {"status_level": FILE})
    for group in report.all("OrgnlPmtInfAndSts"):
        common["group_reference"] = group.text("OrgnlPmtInfId")
        if common["group_reference"] is None:
            raise Unreadable("value_missing", "OrgnlPmtInfId")
        yield from _status(group, "PmtInfSts", common | {"status_level": GROUP})
        for payment in group.all("TxInfAndSts"):
            reference = payment.text("OrgnlEndToEndId")
            if reference is None:
                raise Unreadable("value_missing", "OrgnlEndToEndId")
            told = {"status_level": PAYMENT, "end_to_end_reference": reference}
            yield from _status(payment, "TxSts", common | told | _amount(payment))


def _status(node: Node, tag: str, told: Row) -> Iterator[Row]:
    """The row of a status; none where none is told."""
    status = node.text(tag)
    if status is None:
        return
    if not STATUS.fullmatch(status):
        raise Unreadable("type_unreadable", status)
    reasons = [
        plain(text.element.text or "")
        for info in node.all("StsRsnInf")
        for path in ("Rsn/Cd", "Rsn/Prtry", "AddtlInf")
        for text in info.all(path)
    ]
    yield told | {"bank_status": status, "bank_reason": plain(" ".join(reasons))[:500]}


def _amount(payment: Node) -> Row:
    amount = payment.first("OrgnlTxRef/Amt/InstdAmt")
    if amount is None:
        return {}
    currency = amount.element.get("Ccy", "")
    return {"amount_cents": cents_of(amount.element.text or "", currency), "currency": currency}
