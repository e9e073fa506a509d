"""Lists of frozen assets as they are published, and names that look like one on them.

Read: the European Union's consolidated list as CSV (`NameAlias_WholeName`), the French register of
the Direction générale du Trésor as JSON, and any CSV with a column `name` or `nom`.
"""

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from text_unidecode import unidecode

COLUMNS = ("namealias_wholename", "name", "nom")
NUMBER = "entity_logicalid"
LEAST_ALIKE = 0.85  # of two names with a word in common, once their words are sorted
_WORD = re.compile(r"[a-z0-9]+")
# What a company's form says of nobody.
FORMS = frozenset({"sa", "sas", "sasu", "sarl", "eurl", "sci", "snc", "gmbh", "ltd", "llc", "inc"})


class ListUnread(ValueError):
    """The file is not a list that we know; `cause`: column, empty, json."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True)
class Alike:
    """A name asked for that looks like one on the list."""

    name: str
    listed: str


@dataclass(frozen=True)
class Entry:
    """One person or company on a list: its number there (its first name where the list gives none)
    and all of its names."""

    key: str
    names: tuple[str, ...]

    def digest(self) -> bytes:
        """Changes when a name does."""
        return hashlib.sha256("\n".join((self.key, *self.names)).encode()).digest()


def read(content: bytes) -> list[str]:
    """Every name and alias on the list, each once, in its order; ListUnread."""
    return list(dict.fromkeys(name for entry in entries(content) for name in entry.names))


def entries(content: bytes) -> list[Entry]:
    """The list by its entries, in its order; ListUnread."""
    text = _text(content).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        found = _french(text) if text.lstrip()[:1] == "{" else _csv(text)
    except ListUnread:
        raise
    except csv.Error:
        raise ListUnread("column") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ListUnread("json") from None
    named: dict[str, dict[str, None]] = {}
    for key, name in found:
        if words(name):
            named.setdefault(key or name.strip(), {})[name.strip()] = None
    if not named:
        raise ListUnread("empty")
    return [Entry(key, tuple(names)) for key, names in named.items()]


def alike(names: list[str], listed: list[str]) -> list[Alike]:
    """The pairs that a person must look at: every word of one name is in the other (two words at
    least, or the whole of it), or, with a word in common, the letters are nearly the same."""
    asked = [(name, words(name)) for name in names]
    found = []
    for other in listed:
        theirs = words(other)
        found += [Alike(name, other) for name, ours in asked if _is_alike(ours, theirs)]
    return found


def words(name: str) -> frozenset[str]:
    """The words of a name in Latin letters, whatever letters it is written in, without accents,
    capitals, punctuation and the form of a company."""
    found = frozenset(_WORD.findall(unidecode(name.casefold()).casefold()))
    return found - FORMS or found


def _is_alike(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    shared = ours & theirs
    if not shared:
        return False
    if ours == theirs or (len(shared) > 1 and shared in (ours, theirs)):
        return True
    first, second = " ".join(sorted(ours)), " ".join(sorted(theirs))
    match = SequenceMatcher(None, first, second)
    return match.quick_ratio() >= LEAST_ALIKE and match.ratio() >= LEAST_ALIKE


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv(text: str) -> list[tuple[str, str]]:
    """Number of the entry ("": none) and name, line by line."""
    head = text.split("\n", 1)[0]
    separator = max(";,\t", key=head.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    titles = [title.strip().strip('"').lower() for title in next(rows, [])]
    place = next((titles.index(column) for column in COLUMNS if column in titles), None)
    if place is None:
        raise ListUnread("column")
    number = titles.index(NUMBER) if NUMBER in titles else None
    return [("" if number is None else row[number].strip(), row[place])
            for row in rows if len(row) > max(place, number or 0)]  # fmt: skip


def _french(text: str) -> list[tuple[str, str]]:
    """The register's number and each name."""
    found = []
    for one in json.loads(text)["Publications"]["PublicationDetail"]:
        key = str(one.get("IdRegistre") or "")
        details = {each.get("TypeChamp"): each.get("Valeur") or [] for each in
                   one.get("RegistreDetail") or []}  # fmt: skip
        first_names = _told(details.get("PRENOM"), "Prenom")
        found.append((key, " ".join([*first_names, str(one.get("Nom") or "")])))
        found += [(key, name) for name in _told(details.get("ALIAS"), "Alias")]
    return found


def _told(values: Any, name: str) -> list[str]:
    return [str(value[name]) for value in values or () if isinstance(value, dict) and name in value]
