"""Notices of collective proceedings as BODACC publishes them (JSON of the DILA's open data portal).

Read: a list of records, an answer of the portal (`results` or `records`), or one record a line.
`jugement` and `parutionavisprecedent` are an object, or the same as a JSON text; `registre` holds
the number in one spelling, in two, or both in one text. Names of people are not taken. Source:
bodacc-datadila.opendatasoft.com, data set annonces-commerciales; Licence Ouverte 2.0.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from stdnum.fr import siren as numbers
from text_unidecode import unidecode

BYTES_MAX = 100_000_000
TEXT_MAX = 200
FAMILIES = ("collective", "retablissement_professionnel")
KINDS = {"annonce": "NOTICE", "rectificatif": "CORRECTION", "annulation": "CANCELLATION"}
MONTHS = {name: number for number, name in enumerate(
    ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
     "octobre", "novembre", "decembre"), 1)}  # fmt: skip
PROCEEDINGS = {"liquidation": "LIQUIDATION", "redressement": "RECOVERY", "sauvegarde": "SAFEGUARD"}
_FRENCH_DAY = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_SLASHED = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_NUMBER = re.compile(r"[ABC]\d{9,20}")
_SIREN = re.compile(r"(?<!\d)\d{3}[ \xa0.]?\d{3}[ \xa0.]?\d{3}(?!\d)")
# Words of a court that undoes another's decision, or its own: which, and what of it, people read.
UNCLEAR = ("infirm", "annul")
# What a judgment does, by the words of its kind: the first that are there.
EFFECTS = (
    ("RETRACTS", ("retractation", *UNCLEAR)),
    ("ENDS", ("cloture", "mettant fin")),
    ("CONVERTS", ("conversion", "prononcant la liquidation", "resolution du plan")),
    ("OPENS", ("ouverture", "extension")),
)  # fmt: skip


class NoticesUnread(ValueError):
    """The file cannot be taken; `place` in it and `cause`: too_long, not_text, not_json, cut_short,
    not_a_list, not_a_record, number, kind, day, before."""

    def __init__(self, place: str, cause: str) -> None:
        super().__init__(f"{place}: {cause}")
        self.place, self.cause = place, cause


@dataclass(frozen=True)
class Notice:
    """What a notice says of one company. `of_number`: the notice that it corrects or cancels."""

    notice_number: str
    siren: str
    notice_kind: str
    of_number: str | None
    published_on: date
    judged_on: date | None
    effect: str
    proceeding: str
    nature: str
    court: str
    is_unclear: bool = False  # it may retract: somebody says so


@dataclass(frozen=True)
class Read:
    """The notices of a file in its order; how many records are of other matters (sales, accounts),
    or name no company that has a number."""

    notices: tuple[Notice, ...]
    other_count: int
    unnumbered_count: int


def read(content: bytes) -> Read:
    """Every notice of a file; NoticesUnread: nothing of it is to be believed."""
    records = _records(content)
    notices: list[Notice] = []
    other = unnumbered = 0
    for row, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise NoticesUnread(_place(row), "not_a_record")
        if record.get("familleavis") not in FAMILIES:
            other += 1
            continue
        found = _notices(row, record)
        unnumbered += not found
        notices += found
    return Read(tuple(notices), other, unnumbered)


def _records(content: bytes) -> list[Any]:
    if len(content) > BYTES_MAX:
        raise NoticesUnread("file", "too_long")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticesUnread(f"byte {error.start + 1}", "not_text") from None
    try:
        told = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        if error.msg == "Extra data" and len(lines) > 1:
            return [_line(row, line) for row, line in enumerate(lines, 1) if line.strip()]
        raise NoticesUnread(f"line {error.lineno}:{error.colno}", "not_json") from None
    except (ValueError, RecursionError):
        raise NoticesUnread("file", "not_json") from None
    return _list(told)


def _line(row: int, line: str) -> Any:
    try:
        return json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NoticesUnread(f"line {row}", "not_json") from None


def _no_number(text: str) -> None:
    raise ValueError(text)


def _list(told: Any) -> list[Any]:
    """The records of an answer; one that says it has more than it gives is cut short."""
    if isinstance(told, dict):
        total = _total(told)
        rows = told.get("results", told.get("records"))
        if isinstance(rows, list):
            rows = [row.get("fields", row) if isinstance(row, dict) else row for row in rows]
            if total > len(rows):
                raise NoticesUnread(f"record {len(rows)}/{total}", "cut_short")
            return rows
        told = [told] if "familleavis" in told else None
    if not isinstance(told, list):
        raise NoticesUnread("file", "not_a_list")
    return told


def _total(told: dict[str, Any]) -> int:
    """How many records an answer says that there are; 0: it does not say."""
    for name in ("total_count", "nhits"):
        said = told.get(name)
        if said is None:
            continue
        try:
            return int(str(said).removesuffix(".0"))
        except ValueError:
            raise NoticesUnread("file", "cut_short") from None
    return 0


def _notices(row: int, record: dict[str, Any]) -> list[Notice]:
    number = _text(record.get("id"))
    if not _NUMBER.fullmatch(number):
        raise NoticesUnread(_place(row), "number")
    kind = KINDS.get(_plain(record.get("typeavis", "annonce")))
    if kind is None:
        raise NoticesUnread(_place(row), "kind")
    published = _day(record.get("dateparution"))
    if published is None:
        raise NoticesUnread(_place(row), "day")
    judgment = _inner(row, record.get("jugement"))
    before = None if kind == "NOTICE" else _before(row, record.get("parutionavisprecedent"))
    nature, family = _text(judgment.get("nature")), _text(judgment.get("famille"))
    said = judgment.get("date")
    judged = _day(said)
    if said not in (None, "") and judged is None:
        raise NoticesUnread(_place(row), "day")
    words = _plain(f"{nature} | {family}")
    effect = _effect(words, kind)
    is_unclear = effect == "RETRACTS" and "retractation" not in words
    if effect == "RETRACTS" and record.get("parutionavisprecedent"):
        before = _before(row, record["parutionavisprecedent"])
    return [
        Notice(number, siren, kind, before, published, judged, effect, _proceeding(nature),
               nature or family, _text(record.get("tribunal")), is_unclear)
        for siren in _sirens(record)
    ]  # fmt: skip


def _effect(said: str, kind: str) -> str:
    if kind == "CANCELLATION":
        return "NOTHING"
    found = [effect for effect, words in EFFECTS if any(word in said for word in words)]
    if found[:1] == ["ENDS"] and "OPENS" in found and "ouverture" in said.split("|")[0]:
        return "CONVERTS"  # one judgment ends some proceedings and opens others
    return found[0] if found else "NOTHING"


def _proceeding(nature: str) -> str:
    """The proceedings that are named first: those that a conversion leads to, or that a judgment
    opens which ends others."""
    plain = _plain(nature)
    if any(word in plain for word in ("cloture", "mettant fin")):
        plain = plain[max(plain.find("ouverture"), 0) :]
    places = {plain.find(word): code for word, code in PROCEEDINGS.items() if word in plain}
    return places[min(places)] if places else "OTHER"


def _sirens(record: dict[str, Any]) -> list[str]:
    """Each valid number once, in the order of the record."""
    told = record.get("registre")
    texts = told if isinstance(told, list) else [told]
    found = [re.sub(r"\D", "", one) for text in texts if isinstance(text, str)
             for one in _SIREN.findall(text)]  # fmt: skip
    return [one for one in dict.fromkeys(found) if numbers.is_valid(one)]


def _before(row: int, told: Any) -> str | None:
    """The number of the notice spoken of: letter, issue, rank. Null where none is named."""
    said = _inner(row, told)
    letter = _text(said.get("nomPublication"))[-1:].upper()
    issue, rank = _text(said.get("numeroParution")), _text(said.get("numeroAnnonce"))
    if not said or not rank:
        return None
    number = f"{letter}{issue}{rank}"
    if not _NUMBER.fullmatch(number):
        raise NoticesUnread(_place(row), "before")
    return number


def _inner(row: int, told: Any) -> dict[str, Any]:
    """An object, or the same written as a text."""
    if isinstance(told, str) and told.strip():
        try:
            told = json.loads(told, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise NoticesUnread(_place(row), "not_json") from None
    if told in (None, ""):
        return {}
    if not isinstance(told, dict):
        raise NoticesUnread(_place(row), "not_a_record")
    return told


def _day(told: Any) -> date | None:
    """2025-04-16, 16/04/2025, or 16 avril 2025."""
    text = _plain(told)
    french, slashed = _FRENCH_DAY.fullmatch(text), _SLASHED.fullmatch(text)
    try:
        if french:
            return date(int(french[3]), MONTHS.get(french[2], 0), int(french[1]))
        if slashed:
            return date(int(slashed[3]), int(slashed[2]), int(slashed[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(told: Any) -> str:
    """One line without signs that no reader sees, cut where it is too long."""
    if not isinstance(told, str | int) or isinstance(told, bool):
        return ""
    seen = "".join(sign if sign.isprintable() else " " for sign in str(told))
    return " ".join(seen.split())[:TEXT_MAX]


def _plain(told: Any) -> str:
    return str(unidecode(_text(told))).lower()


def _place(row: int) -> str:
    return f"record {row}"
