"""Bank files of any known format: the content decides, never the name."""

import re

from comptant.formats import camt, cfonb120, mt940
from comptant.formats.reading import BankRead
from comptant.formats.statements import refused, unfit

HEAD_BYTES = 1_024
BLANKS_AND_MARKS = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"  # byte order marks of UTF-8 and UTF-16
CFONB120 = re.compile(rb"0[1457][0-9]{5}")


def read(name: str, data: bytes) -> BankRead:
    """Statements and movements of a camt.052, camt.053, camt.054, CFONB 120 or MT940 file.

    Shapes STATEMENTS and BANK_MOVEMENTS; amounts are signed minor units. Never raises on what was
    sent: an empty, too large, unknown or broken file is answered with its fault.
    """
    answer = unfit(name, data)
    if answer is not None:
        return answer
    head = data[:HEAD_BYTES].lstrip(BLANKS_AND_MARKS)
    if head.startswith(b"<"):
        return camt.read(name, data)
    if CFONB120.match(head):
        return cfonb120.read(name, data)
    if mt940.is_mt940(head):
        return mt940.read(name, data)
    return refused(name, "format_unknown", head[:20].decode("latin-1"))
