"""What templates may say: sentences in two languages, values in the reader's form."""

import uuid

from django import template

from comptant.doors import words
from comptant.doors.cells import account_name, cell
from comptant.doors.tables import is_number
from comptant.doors.words import FRENCH

register = template.Library()
register.simple_tag(words.say, name="say")
register.simple_tag(cell)
register.filter(account_name)
register.filter("word", lambda code, domain: words.word(domain, code))
register.filter("heading", words.column)
register.filter("in_words", words.reason)
register.filter("is_number", is_number)
register.filter("is_day", lambda name: f"_{name}".endswith(("_on", "_at", "_day")))
register.filter("opposite", lambda cents: -cents)
register.filter("item", lambda mapping, name: (mapping or {}).get(name, ""))


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """An amount; nothing for none."""
    return "" if cents is None else words.money(cents, currency or "EUR")


@register.filter
def told(value: object, name: str) -> str:
    """A value by the ending of its name; nothing for none."""
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
