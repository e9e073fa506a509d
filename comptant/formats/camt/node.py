"""Looking things up in an element of a camt message, whatever the version's namespace."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lxml import etree

from comptant.formats.limits import YEAR_FIRST, YEAR_LAST
from comptant.formats.statements import Row, Unreadable, cents_of, plain

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Node:
    """An element and the namespace that all its children share. Its children are listed once, when
    first asked for: a payment is asked for some forty paths."""

    __slots__ = ("_children", "element", "namespace")

    def __init__(self, element: etree._Element, namespace: str) -> None:
        self.element = element
        self.namespace = namespace
        self._children: dict[str, list[Node]] | None = None

    def _listed(self) -> "dict[str, list[Node]]":
        if self._children is None:
            self._children = {}
            for child in self.element:
                self._children.setdefault(child.tag, []).append(Node(child, self.namespace))
        return self._children

    def all(self, path: str) -> "list[Node]":
        """The elements at a path of plain names, "Dt/Dt", in the order of the document."""
        found = [self]
        for step in _steps(self.namespace, path):
            if len(found) == 1:
                found = found[0]._listed().get(step, [])
            else:
                found = [child for node in found for child in node._listed().get(step, ())]
        return found

    def first(self, *paths: str) -> "Node | None":
        """The first element at the first of these paths that has one."""
        return next((found for path in paths for found in self.all(path)), None)

    def text(self, *paths: str) -> str | None:
        """The first text that is not empty, on one line, in the order of the paths."""
        for path in paths:
            for found in self.all(path):
                if text := plain(found.element.text or ""):
                    return text
        return None

    def day(self, *paths: str) -> date | None:
        """The day at the first of these paths, as the bank wrote it: its own day, not ours.

        A time of day and a zone are left out. Raises Unreadable for 30 February.
        """
        text = self.text(*paths)
        if text is None:
            return None
        try:
            day = date.fromisoformat(text[:10] if DAY.match(text) else "")
        except ValueError:
            raise Unreadable("date_unreadable", text) from None
        if not YEAR_FIRST <= day.year <= YEAR_LAST:
            raise Unreadable("date_unreadable", text)
        return day

    def flag(self, path: str) -> bool | None:
        """An xs:boolean."""
        return {"true": True, "1": True, "false": False, "0": False}.get(self.text(path) or "")

    def sign(self) -> int | None:
        """+1 for a credit, -1 for a debit."""
        return {"CRDT": 1, "DBIT": -1}.get(self.text("CdtDbtInd") or "")

    def signed_cents(self) -> tuple[int, str]:
        """The element's own amount and its currency; money in is positive. Raises Unreadable."""
        amount, sign = self.first("Amt"), self.sign()
        if amount is None or sign is None:
            raise Unreadable("value_missing", "CdtDbtInd" if amount else "Amt")
        currency = amount.element.get("Ccy", "")
        return sign * cents_of(amount.element.text or "", currency), currency


@lru_cache(maxsize=1_000)
def _steps(namespace: str, path: str) -> tuple[str, ...]:
    """The path in lxml's words; asked for many times per payment."""
    return tuple(f"{{{namespace}}}{step}" for step in path.split("/"))


@dataclass(frozen=True)
class Detail:
    """One TxDtls: what it says in the words of BANK_MOVEMENTS, and its amount by currency."""

    row: Row
    amounts: dict[str, str]
    sign: int | None
