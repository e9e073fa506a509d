"""Records of 120 characters, and the columns of a CFONB 120: cut one at a time from bytes that may
be millions of them."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

LENGTH = 120
LINE = re.compile(rb"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
CHUNK_BYTES = 65_536


def columns(first: int, last: int) -> slice:
    """Positions as the brochure counts them: from 1, both ends included."""
    return slice(first - 1, last)


CODE = columns(1, 2)
BANK = columns(3, 7)
BRANCH = columns(12, 16)
CURRENCY = columns(17, 19)
DECIMALS = columns(20, 20)
ACCOUNT = columns(22, 32)
OPERATION = columns(33, 34)
DAY = columns(35, 40)
REJECT = columns(41, 42)
VALUE_DAY = columns(43, 48)
QUALIFIER = columns(46, 48)
LABEL = columns(49, 79)
COMPLEMENT = columns(49, 118)
AMOUNT = columns(91, 104)
REFERENCE = columns(105, 120)


class Record(NamedTuple):
    """One record of 120 characters and where it is in the file."""

    place: str
    text: str

    def at(self, columns: slice) -> str:
        """A field, without the blanks around it."""
        return self.text[columns].strip()


def records(data: bytes) -> Iterator[Record]:
    """Records padded to 120 characters; blank lines are left out, lines without ends are cut."""
    encoding = _encoding(data)
    begin = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    for line_number, found in enumerate(LINE.finditer(data, begin), 1):
        line = found[1].decode(encoding).rstrip(" \x00\x1a")
        for start in range(0, len(line), LENGTH):
            place = f"line {line_number}"
            if len(line) > LENGTH:
                place += f", record {start // LENGTH + 1}"
            record = line[start : start + LENGTH].ljust(LENGTH)
            if record.strip():
                yield Record(place, record)


def _encoding(data: bytes) -> str:
    """Latin-1 by the book; some banks send UTF-8, whose accents would shift the columns."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), CHUNK_BYTES):
            decoder.decode(data[start : start + CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"
