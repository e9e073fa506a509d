"""Fields that banks write otherwise than the library expects."""

import re
from typing import Any, ClassVar

from mt940 import tags
from mt940.models import Transactions

SUBFIELD_LENGTH = 27  # of ?20 to ?29: a shorter one ends with its word
SUBFIELD = re.compile(r"(\?(?:2[0-9]|6[0-3]))([^?]*)(?=\?)")
STRUCTURED = re.compile(r"[0-9]{3}\?[0-9]{2}")


class Statement(tags.Statement):
    """A line 61 by the book, else with a reference of 34 letters (ASN), else of any length (GLS).

    A detail written over several lines is read as one.
    """

    FORMS: ClassVar[tuple[tags.Tag, ...]] = (
        tags.Statement(), tags.StatementASNB(), tags.StatementGLS(),
    )  # fmt: skip

    def parse(self, transactions: Transactions, value: str) -> dict[str, str | None]:
        """The groups of the first form that fits; RuntimeError if none does."""
        first, _, rest = value.partition("\n")
        lines = first if not rest else f"{first}\n{' '.join(rest.split())}"
        # The amount may stand on a line of its own.
        for text in (lines, value):
            for form in self.FORMS:
                if match := form.re.match(text):
                    return match.groupdict()
        raise RuntimeError("no line 61", self, value)


class StatementNumber(tags.StatementNumber):
    """Field 28 or 28C, which says nothing at some banks ("0000", "00000/00", a line end)."""

    NUMBERS: ClassVar[re.Pattern[str]] = re.compile(r"\s*([0-9]{1,5})?[\s/]*([0-9]{1,5})?")

    def parse(self, transactions: Transactions, value: str) -> dict[str, str | None]:
        """Two numbers, each None where it is not told."""
        found = self.NUMBERS.match(value)
        told = found.groups() if found else (None, None)
        return {"statement_number": told[0], "sequence_number": told[1]}


def _of_any_length(tag: type[tags.Tag], name: str) -> tags.Tag:
    """A field whose text some banks write longer than the standard's 16 or 35 letters."""

    class AnyLength(tag):  # type: ignore[valid-type, misc]
        pattern = rf"(?P<{name}>.{{0,100}})"

    made: tags.Tag = AnyLength()
    return made


TAGS: dict[int | str, tags.Tag] = {
    20: _of_any_length(tags.TransactionReferenceNumber, "transaction_reference"),
    25: _of_any_length(tags.AccountIdentification, "account_identification"),
    28: StatementNumber(),
    61: Statement(),
}


def glued_as_written(
    _: Transactions, __: tags.Tag, told: dict[str, Any], *___: Any
) -> dict[str, Any]:
    """Field 86 on one line, with a blank after each structured sub-field that is not full: a full
    one may be cut within a word, and the library puts them together without a blank."""
    text = told["transaction_details"] or ""
    joined = "".join(line.strip("\r\n") for line in text.splitlines())
    if not STRUCTURED.match(joined.lstrip()):
        return told
    padded = SUBFIELD.sub(
        lambda found: found[0] if len(found[2]) >= SUBFIELD_LENGTH else f"{found[0]} ",
        joined.lstrip(),
    )
    return {**told, "transaction_details": padded}
