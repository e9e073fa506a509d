"""Facts of a sentence that name a column or a term: told by its word, its values in its form."""

from collections.abc import Callable, Mapping

NAMES = ("cause", "field", "term", "name")  # facts that may name one
VALUES = ("given", "most", "value")  # of what `field` or `term` names
Say = Callable[[str, str], str]


def told(name: str, facts: Mapping[str, object], column: Callable[[str], str], say: Say) -> str:
    """The word of the column, or term of offers, that a fact names; empty where it names none."""
    from comptant.rules.offer_terms import OFFER_TERMS

    value = facts.get(name)
    if name not in NAMES or not isinstance(value, str):
        return ""
    code = value.rpartition(".")[2]
    if code in OFFER_TERMS:
        return say(OFFER_TERMS[code].english, OFFER_TERMS[code].french)
    try:
        return column(code) if "_" in code or value != code else ""
    except KeyError:
        return ""


def counted(
    name: str, facts: Mapping[str, object], currency: str,
    value_of: Callable[[str, object, str], str],
) -> str:  # fmt: skip
    """An amount or a rate of such a column in its form; empty where it is another value."""
    value, of = facts.get(name), str(facts.get("field") or facts.get("term") or "")
    if name in VALUES and type(value) is int and of.endswith(("_cents", "_ppm")):
        return value_of(of, value, currency)
    return ""
