"""Bank statements in XML: camt.053 (end of day), camt.052 (intraday), camt.054 (advice).

Any version of ISO 20022 is read: the namespace comes from the root, and the few elements that
moved between versions are looked for in each place. Source: ISO 20022; FORMATS section 3.3.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from comptant.formats.camt.entry import detail_of, references_of, rows_of, status_of
from comptant.formats.camt.node import Detail, Node
from comptant.formats.camt.root import ENCODING_ERRORS, root_of
from comptant.formats.camt.statement import Tally, finish
from comptant.formats.reading import BankRead
from comptant.formats.statements import (
    MOVEMENTS_MAX,
    Enough,
    Gathered,
    Unreadable,
    refused,
    unfit,
)

# Of a payment seventy marks, 25 bytes a mark, are usual. What is read leaves the tree, so that only
# what no payment is made of can fill it.
MARKS_MAX = 30_000_000
# The element that is one statement, by message.
STATEMENT = {"052": "Rpt", "053": "Stmt", "054": "Ntfctn"}
BOOKS = "camt.053"
ANNOUNCED_STATUSES = ("BOOK", "PDNG", "FUTR")  # INFO will never be booked
ROOT = re.compile(r"(\S*camt\.(05[234])\.\d{3}\.\d{2}) Document")


@dataclass
class Pending:
    """What is known so far of the statement that is being read; `unread` counts faulty entries."""

    tally: Tally = field(default_factory=Tally)
    details: list[Detail] = field(default_factory=list)
    entries: int = 0
    not_booked: int = 0
    unread: int = 0


def read(name: str, data: bytes) -> BankRead:
    """Statements and payments of a camt file: one row per TxDtls, or per Ntry that has none.

    Amounts are signed minor units: money in is positive. Only booked entries are movements; what a
    camt.052 or camt.054 tells is announced too, booked or not. The three messages tell the same
    payments: who takes two of them must not count them twice. Never raises
    on what the bank sent: faults say what was wrong, and one that is not a mere warning refuses
    the file.
    """
    answer = unfit(name, data)
    if answer is not None:
        return answer
    if data.count(b"<") > MARKS_MAX:
        return refused(name, "file_too_large", f"more than {MARKS_MAX} marks")
    found = Gathered(name)
    data = data.lstrip()
    try:
        namespace, message = _message(root_of(data))
        found.source = f"camt.{message}"
        _walk(data, namespace, message, found)
    except Enough:
        pass
    except Unreadable as error:
        return refused(name, error.code, error.detail)
    except etree.XMLSyntaxError as error:
        is_encoding = getattr(error, "code", None) in ENCODING_ERRORS
        return refused(name, "encoding_unreadable" if is_encoding else "xml_malformed", error.msg)
    return found.answer()


def _message(root: str) -> tuple[str, str]:
    """Namespace and number ("053") of the message whose root element is this one."""
    known = ROOT.fullmatch(root)
    if known is None:
        raise Unreadable("format_unknown", root)
    return known[1], known[2]


def _walk(data: bytes, namespace: str, message: str, found: Gathered) -> None:
    """Read element by element and forget each as soon as it is understood."""
    statement = STATEMENT[message]
    tags = {f"{{{namespace}}}{tag}": tag for tag in (statement, "Ntry", "TxDtls")}
    parts = etree.iterparse(
        BytesIO(data), tag=list(tags), resolve_entities=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    pending = Pending()
    for _, element in parts:
        node, tag = Node(element, namespace), tags[element.tag]
        place = f"statement {len(found.statements) + 1}"
        if tag == "TxDtls":
            pending.details.append(detail_of(node))
        elif tag == "Ntry":
            _take_entry(node, pending, place, found)
        else:
            if pending.not_booked:
                found.warn(place, "entry_not_booked", f"{pending.not_booked} of {pending.entries}")
            finish(node, pending.tally, message, place, found, is_whole=not pending.unread)
            pending = Pending()
        element.clear()
        _forget(element.getprevious(), element.tag)
        if found.announced.count + len(pending.details) > 2 * MOVEMENTS_MAX:
            raise Unreadable("too_many_rows", f"more than {MOVEMENTS_MAX}")


def _forget(before: etree._Element | None, tag: str) -> None:
    """Take an element of the same name as the next, read and empty, out of the tree."""
    parent = None if before is None or before.tag != tag else before.getparent()
    if before is not None and parent is not None:
        parent.remove(before)


def _take_entry(node: Node, pending: Pending, place: str, found: Gathered) -> None:
    """One entry, with the details that were read just before its end."""
    pending.entries += 1
    place = f"{place}, entry {pending.entries}"
    try:
        status = status_of(node)
        is_told = found.source != BOOKS and status in ANNOUNCED_STATUSES
        if status != "BOOK":
            pending.not_booked += 1
        if status == "BOOK" or is_told:
            rows = rows_of(node, pending.details, pending.entries, place, found)
            if status == "BOOK":
                pending.tally.take(rows)
                for row in rows:
                    found.add(row)
            common = {"entry_references": references_of(node), "entry_status": status}
            for row in rows if is_told else ():
                found.announce(row | common)
    except Unreadable as error:
        pending.unread += 1
        found.refuse(place, error.code, error.detail)
    pending.details = []
