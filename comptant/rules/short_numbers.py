"""Invoice numbers of one or two characters in the text of a payment: F-1, factures 11 et 12.

So short a number is in many texts by chance (a day, a count, a share), so it is read only where it
stands apart: letter and digit together, or digits after a word that says number. `references` asks
this of payments whose contract or payer is known, and lets such a number count only for an invoice
of that payer and with its amount, where one invoice alone has all three.
Source: DOMAIN §5.8, step 1.
"""

import re

KEY_CHARACTERS_MIN = 3  # from this length on a number is read wherever it is
TOKENS_MAX = 200  # words read in one text

# A quick look, which lets through a little more than what counts.
MAY_HAVE = (
    r"(?:^|[\s;:()#°º&+])(?:[0-9]{1,2}|[A-Za-z][-/._]?[0-9]|[0-9][-/._]?[A-Za-z])"
    r"(?:$|[^A-Za-z0-9])"
)
_WORD = re.compile("[A-Za-z0-9]+")
_APART = re.compile(r"[\s;:()#°º&+]")
_GLUE = re.compile(r"[-/._]")
_SAYS_NUMBER = re.compile("FACTURES?|FACTS?|FAC|INVOICES?|INV|N|NO|NUM|NUMERO")
_AND = frozenset(("ET", "AND"))


def short_numbers(text: str) -> list[tuple[str, int, int]]:
    """Each with the place of its first word in the text, and how many words make it (F-1: two)."""
    words = list(_WORD.finditer(text))[:TOKENS_MAX]
    starts = [*(word.start() for word in words), len(text)]
    gaps = [text[word.end() : start] for word, start in zip(words, starts[1:], strict=True)]
    found = []
    is_said = was_number = False
    for place, word in enumerate(words):
        name = word.group().upper()
        key, count = _standing_apart(words, gaps, place)
        if key.isdigit() and (count > 1 or not is_said):
            key = ""
        if key:
            found.append((key, place, count))
        goes_on = (was_number and name in _AND) or (key and re.search("[&+]", gaps[place]))
        is_said = bool(_SAYS_NUMBER.fullmatch(name) or goes_on)
        was_number = bool(key)
    return found


def _standing_apart(words: list[re.Match[str]], gaps: list[str], place: int) -> tuple[str, int]:
    """The short number that begins at this word, and its words; empty if there is none."""
    if place and not _APART.search(gaps[place - 1]):
        return "", 0
    count = 2 if _GLUE.fullmatch(gaps[place]) and place + 1 < len(words) else 1
    key = "".join(word.group().upper() for word in words[place : place + count])
    after = gaps[place + count - 1]
    is_last = place + count == len(words)
    is_number = len(key) < KEY_CHARACTERS_MIN and any(sign.isdigit() for sign in key)
    if is_number and (is_last or _APART.search(after)):
        return key, count
    return "", 0
