"""What an entry was, in words, and the client's own entry of the same event."""

from collections.abc import Mapping

from comptant.doors import words
from comptant.rules.client_books import mirrored
from comptant.rules.postings import ACCOUNTS, TEMPLATES

# What the key of an entry says more of its event: order/<order>/dated/<entry>.
MORE = {
    "undated": words.Both("value date undone", "date de valeur annulée"),
    "dated": words.Both("on the day of its transfer", "au jour de son virement"),
}


def event_words(event: str, key: str) -> str:
    """The event in the reader's language; its key when it is none of ours."""
    if event not in TEMPLATES:
        return key
    told = words.Both(TEMPLATES[event].english, TEMPLATES[event].french).said()
    more = MORE.get(key.split("/")[2]) if key.startswith("order/") and key.count("/") > 1 else None
    return f"{told} ({more.said()})" if more else told


def mirror(event: str, lines: Mapping[str, int]) -> list[tuple[str, int]]:
    """The same entry in the client's books: (account, cents); empty when the client sees none."""
    return mirrored(event, lines)


def account_words(code: str) -> str:
    """The name of an account in the reader's language."""
    account = ACCOUNTS.get(code)
    return words.Both(account.english, account.french).said() if account else code


def account_number(code: str) -> str:
    """The number of an account in its chart."""
    return ACCOUNTS[code].number if code in ACCOUNTS else code
