"""The terms of a contract and their values, in words."""

from comptant.doors.words import say, value_of, word
from comptant.rules.terms import TERMS


def term_name(name: str) -> str:
    """The word of a contract's term."""
    return say(TERMS[name].english, TERMS[name].french)


def term_shown(name: str, value: object, currency: str = "EUR") -> str:
    """The value of a contract's term in the reader's form."""
    if value is None:
        return say("none", "aucun")
    return value_of(f"x_{TERMS[name].kind}", value, currency)


def term_told(name: str, value: object, currency: str = "EUR") -> str:
    """The value of a contract's term for somebody who types none: choices in words too."""
    if value is not None and name in TERMS and TERMS[name].choices:
        return word(f"choice.{name}", str(value))
    return term_shown(name, value, currency) if name in TERMS else value_of(name, value, currency)
