"""One value of a row in the reader's form, for pages and files; the books by their names."""

from comptant.doors import words
from comptant.doors.mirror import event_words
from comptant.doors.tables import shown


def cell(row: dict[str, object], name: str) -> str:
    """One value of a row; journals, events and accounts by their names."""
    value = row.get(name)
    if name == "journal" and value:
        from comptant.rules.postings import JOURNALS

        return words.Both(*JOURNALS[str(value)]).said()
    if name == "event" and value:
        return event_words(str(value), str(row.get("key") or value))
    if name == "account" and value:
        return account_name(str(value))
    return shown(name, row)


def account_name(code: str) -> str:
    """An account of the ledger in words."""
    from comptant.rules.postings import ACCOUNTS

    known = ACCOUNTS.get(code)
    return f"{code} · {words.Both(known.english, known.french).said()}" if known else code
