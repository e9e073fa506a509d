"""What templates may say: sentences in two languages, values in the reader's form."""

import uuid
from datetime import datetime

from django import template

from comptant.doors import words
from comptant.doors.mirror import event_words
from comptant.doors.tables import is_number, shown
from comptant.doors.words import FRENCH

register = template.Library()
register.simple_tag(words.say, name="say")
register.filter("word", lambda code, domain: words.word(domain, code))
register.filter("heading", words.column)
register.filter("in_words", words.reason)
register.filter("is_number", is_number)
register.filter("opposite", lambda cents: -cents)
register.filter("item", lambda mapping, name: (mapping or {}).get(name, ""))


@register.simple_tag
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


@register.filter
def account_name(code: str) -> str:
    """An account of the ledger in words."""
    from comptant.rules.postings import ACCOUNTS

    known = ACCOUNTS.get(code)
    return f"{code} · {words.Both(known.english, known.french).said()}" if known else code


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """An amount; nothing for none."""
    return "" if cents is None else words.money(cents, currency or "EUR")


@register.filter
def told(value: object, name: str) -> str:
    """A value by the ending of its name; nothing for none."""
    if isinstance(value, str) and name.endswith("_at"):
        value = datetime.fromisoformat(value)
    return "" if value is None else words.value_of(name, value)


@register.simple_tag
def language() -> str:
    """The reader's language."""
    return words.language()


@register.simple_tag
def other_language() -> str:
    """The language the reader may switch to."""
    return words.ENGLISH if words.language() == FRENCH else FRENCH


@register.simple_tag
def new_key() -> str:
    """A key for a form: the same form sent twice is done once."""
    return str(uuid.uuid4())
