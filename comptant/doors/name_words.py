"""The names and values of what an operation answered, or of what a read was about, in words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from comptant.doors import words
from comptant.doors.cells import account_name
from comptant.doors.tables import shown

Row = Mapping[str, Any]
# Lists of codes in answers, and the domain of each.
LISTS = {"buyers_see": "seen", "duties": "duty", "goes": "goes", "guards": "guard",
         "roles": "role"}  # fmt: skip


def heading(name: str) -> str:
    """The word of a name; a key that is data (an id, a number) stays as it is."""
    known = both(name)
    return known.said() if known else name


def both(name: str) -> words.Both | None:
    """The words of a name of an answer, a column or a term; None where it has none."""
    from comptant.rules.columns import VOCABULARY
    from comptant.rules.offer_terms import OFFER_TERMS
    from comptant.rules.terms import TERMS

    known = words.table("answers").get(name) or words.table("codes").get(f"column.{name}")
    named = VOCABULARY.get(name) or OFFER_TERMS.get(name) or TERMS.get(name)
    return known or (words.Both(named.english, named.french) if named else None)


def value(name: str, row: Row) -> str:
    """One value of an answer in the reader's form, whatever is within it."""
    found = row[name]
    if name in _OWN and found:
        return _OWN[name](found)
    if isinstance(found, Mapping):
        inside = {"currency": row.get("currency"), **found}
        return ", ".join(f"{heading(one)} {value(one, inside)}" for one in sorted(found))
    if isinstance(found, list | tuple):
        each = ({**row, name: one} for one in found)
        is_rows = any(isinstance(one, Mapping) for one in found)
        return (" · " if is_rows else ", ").join(value(name, one) for one in each)
    if name == "account" and found:
        return account_name(str(found))
    if name in LISTS:
        return words.word(LISTS[name], found)
    return choice(name, found) or shown(name, dict(row))


def _matched(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{words.word('matched', way)} {counts[way]}" for way in sorted(counts))


# Names whose values have a form of their own.
_OWN: dict[str, Callable[[Any], str]] = {
    "received_in": words.sums, "allocated_in": words.sums, "lost_again_in": words.sums,
    "matched": _matched,
    "waiting": lambda names: ", ".join(heading(one) for one in names),
    "day": lambda day: words.day(date.fromisoformat(day)),
}  # fmt: skip


def choice(name: str, code: object) -> str:
    """The word of a term's choice; nothing where the name and the value are of none."""
    both = words.table("codes").get(f"choice.{name}.{code}")
    return both.said() if both else ""
