"""What a page in French must not say: codes and names of columns as they are kept, English."""

import re
from functools import cache
from html import unescape

from comptant.doors import words

# A name or a code of ours: `amount_cents`, `ALL_INVOICES`.
KEPT = re.compile(r"(?<![\w@./-])[A-Za-z]+[0-9]*(?:_[A-Za-z0-9]+)+(?![\w@/-])")
LOUD = re.compile(r"(?<![\w'/-])[A-Z]{4,}(?![\w'/-])")
ENGLISH = re.compile(r"(?<![\w'-])(?:the|and|with|are|is|not|than|this|told|DOMAIN)(?![\w'-])")
INSTANT = re.compile(r"(?<!/)\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?")  # not the key of an entry
# What is no code of ours though it looks like one: names of this world, words of the trade.
NAMES = frozenset({
    "FACTOR",  # the house of this world is FACTOR SA
    "HOUSE",  # the number of the house's own contract
    "IBAN",
    "SIREN",
    "CNIL",
    "CODE",  # a heading of a file that is made elsewhere
})  # fmt: skip
# Pages that give a key to a program say the API's own names beside their words.
OF_PROGRAMS = frozenset({"add_key", "keys", "key", "me", "my_data", "rotate_key", "end_key"})


@cache
def codes() -> frozenset[str]:
    """Each code in capitals that has words of its own."""
    from comptant.rules.postings import ACCOUNTS

    found = {key.rpartition(".")[2] for key in words.table("codes")}
    return frozenset(one for one in found if LOUD.fullmatch(one)) - set(ACCOUNTS) - NAMES


def unworded(page: str, html: str) -> list[str]:
    """The bare codes, names of columns, days as they are kept and English words that a page in
    French shows; `page` is its name."""
    from comptant.operations.acts.rights import RIGHTS
    from tests.portal.conftest import visible

    text = unescape(visible(html))
    found = set(KEPT.findall(text)) | (set(LOUD.findall(text)) & codes())
    if page in OF_PROGRAMS:
        found -= set(RIGHTS)
    return sorted(found | set(ENGLISH.findall(text)) | set(INSTANT.findall(text)))
