"""How near the text of a payment comes to the number of an invoice, where it is not quoted as such.

Numbers come glued to the words around them, with letters read for digits, with two digits turned,
without their beginning or their end. None of this proves anything alone: it is asked of invoices
whose amount agrees (`matching`), or to find some for a payer that nobody knows (`variants`).
Source: DOMAIN §5.8.
"""

import re
from datetime import date
from functools import cached_property

# How near, the nearer the greater.
APART, BROKEN_OFF, CUT, TURNED, MISREAD, GLUED = 0, 1, 2, 3, 4, 5
NAMES = {APART: "NO_NUMBER", BROKEN_OFF: "NUMBER_BROKEN_OFF", CUT: "NUMBER_CUT",
         TURNED: "NUMBER_TURNED", MISREAD: "NUMBER_MISREAD", GLUED: "NUMBER_GLUED"}  # fmt: skip
WORDS_MAX = 200  # read in one text
VARIANTS_MAX = 96  # numbers looked up for one text
CHARACTERS_MIN = 5  # of a number that may stand within another word
END_MIN = 3  # characters of an end that stands for its number
LOST_MAX = 3  # characters at the end that a full field cuts
WITHOUT_PAYER_MIN = 8  # characters of a number that is looked for without knowing the payer

_WORD = re.compile("[A-Z0-9]+")
_TO_DIGITS = str.maketrans("OQDILBSZG", "000118526")
_TO_LETTERS = str.maketrans("018526", "OIBSZG")
_RUN = re.compile(r"[A-Z]*[0-9][0-9OILBSZG]{3,}")
_YEAR = re.compile("(19|20)[0-9]{2}")


class Told:
    """What a payment says: its text and structured reference, and who sends it."""

    def __init__(self, text: str, reference: str | None = None, payer: str | None = None) -> None:
        self.parts = [_WORD.findall(part.upper())[:WORDS_MAX] for part in (text, reference or "")]
        self.words = [word for part in self.parts for word in part]
        self.compact = "".join(self.words)
        self.folded = self.compact.translate(_TO_DIGITS)
        self.payer = set(_WORD.findall((payer or "").upper()))

    @cached_property
    def spans(self) -> set[str]:
        """Up to four words that follow each other, as one."""
        return {
            "".join(part[place : place + count])
            for part in self.parts for count in range(1, 5)
            for place in range(len(part) - count + 1)
        }  # fmt: skip

    @cached_property
    def tails(self) -> set[str]:
        """What may be the end of a number."""
        return {span for span in self.spans if _counts(span) >= END_MIN}

    @cached_property
    def stubs(self) -> set[str]:
        """The end of the text, which may be the beginning of a number."""
        said = self.parts[0]
        return {"".join(said[-count:]) for count in range(1, 4) if len(said) >= count}

    def nearness(self, key: str) -> int:
        """How near the text comes to a number."""
        if len(key) >= CHARACTERS_MIN:
            if key in self.compact:
                return GLUED
            if key.translate(_TO_DIGITS) in self.folded:
                return MISREAD
            if any(_is_turned(span, key) for span in self.spans):
                return TURNED
        if any(_is_cut(tail, key) for tail in self.tails):
            return CUT
        is_stub = any(1 < len(stub) < len(key) and key.startswith(stub) for stub in self.stubs)
        return BROKEN_OFF if is_stub and len(key) >= CHARACTERS_MIN else APART

    def names_some(self) -> bool:
        """Whether the text seems to name an invoice: a word with four digits that is no year, no
        date, not of the payer's name."""
        return any(
            _counts(word) >= 4 and not _YEAR.fullmatch(word) and not _is_date(word)
            and word not in self.payer for word in self.words
        )  # fmt: skip

    def variants(self) -> set[str]:
        """Numbers that the text may mean, read out of longer words and with letters and digits told
        apart again: for a lookup, since nothing here tells which are numbers of anybody."""
        found: set[str] = set()
        for span in sorted(self.spans, key=len):
            if _counts(span.translate(_TO_DIGITS)) >= 4 and len(span) <= 40:
                for run in {span, *_RUN.findall(span)}:
                    found.update(_readings(run))
            if len(found) >= VARIANTS_MAX:
                break
        return {key for key in sorted(found)[:VARIANTS_MAX] if len(key) >= WITHOUT_PAYER_MIN}


def _readings(run: str) -> set[str]:
    """A run of letters and digits with up to four of its letters before the digits, and with the
    look-alikes of its tail and of its head set right."""
    found = set()
    first = next((place for place, sign in enumerate(run) if sign.isdigit()), 0)
    for start in range(max(0, first - 4), first + 1):
        part = run[start:]
        for head in range(4):
            found.add(part[:head] + part[head:].translate(_TO_DIGITS))
            found.add(part[:head].translate(_TO_LETTERS) + part[head:].translate(_TO_DIGITS))
    return found


def _counts(word: str) -> int:
    """How many of its signs are digits."""
    return sum(map(str.isdigit, word))


def _is_cut(tail: str, key: str) -> bool:
    """The key without its beginning (zeros, too), or without its last characters."""
    if len(tail) >= len(key):
        return False
    is_end = key.endswith(tail)
    return is_end or (len(key) - len(tail) <= LOST_MAX and key.startswith(tail))


def _is_turned(span: str, key: str) -> bool:
    """Two neighbours have changed places."""
    if len(span) != len(key) or span == key:
        return False
    places = [place for place in range(len(key)) if span[place] != key[place]]
    return (
        len(places) == 2 and places[1] == places[0] + 1
        and span[places[0]] == key[places[1]] and span[places[1]] == key[places[0]]
    )  # fmt: skip


def _is_date(word: str) -> bool:
    """Eight digits that are a day, or six."""
    digits = "".join(sign for sign in word if sign.isdigit())
    for day, month, year in ((0, 2, 4), (6, 4, 0)):
        if len(digits) == 8:
            try:
                found = date(int(digits[year : year + 4]), int(digits[month : month + 2]),
                             int(digits[day : day + 2]))  # fmt: skip
            except ValueError:
                continue
            if 1990 <= found.year <= 2100:
                return True
    return False
