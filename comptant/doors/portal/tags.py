"""What templates may say: sentences in two languages, values in the reader's form."""

import uuid
from datetime import datetime
from typing import Any

from django import template

from comptant.doors import words
from comptant.doors.tables import DOMAINS
from comptant.doors.words import FRENCH

register = template.Library()
register.simple_tag(words.say, name="say")
register.filter("word", lambda code, domain: words.word(domain, code))
register.filter("heading", words.column)
register.filter("in_words", words.reason)


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
def cell(row: dict[str, Any], name: str) -> str:
    """One value of a row in the reader's form; nothing for a null."""
    value = row.get(name)
    if value is None:
        return ""
    if name in DOMAINS:
        return words.word(DOMAINS[name], str(value))
    if name == "roles":
        return ", ".join(words.word("role", role) for role in value)
    return words.value_of(name, value, str(row.get("currency") or "EUR"))


@register.filter
def is_number(name: str) -> bool:
    """Whether a column is read from the right."""
    return name.endswith(("_cents", "_ppm", "_count", "_days")) or name == "row_number"


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
