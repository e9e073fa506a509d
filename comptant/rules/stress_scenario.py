"""A scenario of stress: shocks as data, checked before anything is read.

A shock is a kind with its values, `{"shock": "delay", "days": 20, "country": "DE"}`, or the same as
one line, `delay days=20 country=DE`. Several make one scenario. Source: DOMAIN 3, 6; the scenario
is whoever asks's own.
"""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comptant.rules.money import ONE_PPM

SHOCKS_MAX = 50
# kind -> the values that it takes: of `any` one at least, of `of` whom it strikes (left out: all).
KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "fail": {"needs": (), "any": ("largest", "buyer"), "of": ()},
    "delay": {"needs": ("days",), "any": (), "of": ("buyer", "country", "sector")},
    "limits": {"needs": ("kept",), "any": (), "of": ("insurer",)},
    "insurer": {"needs": ("insurer",), "any": (), "of": ()},
    "dilution": {"needs": ("rate",), "any": (), "of": ("buyer", "country", "sector")},
    "reference": {"needs": ("rate",), "any": (), "of": ("index",)},
}
# Whole numbers, and percentages with up to four decimals, each with its bounds.
NUMBERS = {"largest": (1, 100), "days": (1, 365)}
PERCENTS = {"kept": (0, 100), "rate": (0, 100)}
SECTORS = ("PUBLIC", "PRIVATE")  # what is known of a buyer's
INDEXES = ("EURIBOR3M", "EURIBOR3M_MEAN", "ESTR")


class BadScenario(Exception):
    """What is wrong, and where: `code`, and the facts of its sentence (`shock_number`...)."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code} {facts}")
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Shock:
    """One shock. `buyer`: numbers of companies; `kept_ppm`: what is left of each limit."""

    number: int
    kind: str
    largest: int = 0
    buyers: tuple[str, ...] = ()
    days: int = 0
    country: str | None = None
    sector: str | None = None
    insurer: str | None = None
    kept_ppm: int = ONE_PPM
    rate_ppm: int = 0
    index: str | None = None


@dataclass(frozen=True)
class Scenario:
    """The shocks, all at once; none: a portfolio as it is."""

    shocks: tuple[Shock, ...] = field(default=())

    def of(self, *kinds: str) -> tuple[Shock, ...]:
        """The shocks of some kinds, in their order."""
        return tuple(shock for shock in self.shocks if shock.kind in kinds)


def scenario(told: Iterable[str | Mapping[str, Any]]) -> Scenario:
    """A scenario of lines or of objects. BadScenario: stress_unread, stress_shock_wrong,
    stress_key_wrong, stress_key_missing, stress_value_wrong, stress_word_wrong,
    stress_too_many."""
    rows = list(told)
    if len(rows) > SHOCKS_MAX:
        raise BadScenario("stress_too_many", count=len(rows), most=SHOCKS_MAX)
    return Scenario(tuple(_shock(number, row) for number, row in enumerate(rows, 1)))


def _shock(number: int, told: str | Mapping[str, Any]) -> Shock:
    row = _line(number, told) if isinstance(told, str) else told
    if not isinstance(row, Mapping):
        raise BadScenario("stress_unread", shock_number=number, given=str(told)[:100])
    kind = row.get("shock")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadScenario("stress_shock_wrong", shock_number=number, given=str(kind)[:100],
                          known=" ".join(KINDS))  # fmt: skip
    wanted = KINDS[kind]
    takes = (*wanted["needs"], *wanted["any"], *wanted["of"])
    for key in row:
        if key != "shock" and key not in takes:
            raise BadScenario("stress_key_wrong", shock_number=number, shock=kind,
                              key=str(key)[:100], known=" ".join(takes))  # fmt: skip
    lacks = [key for key in wanted["needs"] if row.get(key) in (None, "")]
    if wanted["any"] and all(row.get(key) in (None, "", []) for key in wanted["any"]):
        lacks.append("|".join(wanted["any"]))
    if lacks:
        raise BadScenario("stress_key_missing", shock_number=number, shock=kind, key=lacks[0])
    values = {key: value for key, value in row.items() if key != "shock" and value is not None}
    return Shock(number, kind, **_typed(number, kind, values))


def _line(number: int, text: str) -> dict[str, Any]:
    """`delay days=20 country=DE`; a value with blanks stands in quotes, a key may come again."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    pairs = [word.partition("=") for word in words[1:]]
    if not words or any(not sign or not value for _, sign, value in pairs):
        raise BadScenario("stress_unread", shock_number=number, given=text[:100])
    row: dict[str, Any] = {"shock": words[0]}
    for key, _, value in pairs:
        row[key] = f"{row[key]},{value}" if key == "buyer" and key in row else value
    return row


def _typed(number: int, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a shock in their types, by the names of Shock."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        if key in NUMBERS:
            found[key] = _number(number, kind, key, value, *NUMBERS[key], decimals=0)
        elif key in PERCENTS:
            found[f"{key}_ppm"] = _number(number, kind, key, value, *PERCENTS[key], decimals=4)
        elif key == "buyer":
            listed = value if isinstance(value, list | tuple) else str(value).split(",")
            found["buyers"] = tuple("".join(str(one).split()) for one in listed if str(one).strip())
        else:
            found[key] = _word(number, kind, key, value)
    return found


def _number(
    number: int, kind: str, key: str, value: object, least: int, most: int, *, decimals: int
) -> int:
    """A whole number, or a percentage as ppm; both with a point or a comma."""
    text = str(value).strip().removesuffix("%").strip().replace(",", ".")
    whole, point, part = text.partition(".")
    digits = whole + part if point else whole
    is_read = (
        text.isascii() and whole.isdecimal() and digits.isdecimal() and bool(part or not point)
    )
    scale: int = 10**decimals
    if is_read and len(part) <= decimals and len(whole) <= 9:
        scaled = int(whole) * scale + int((part + "0" * decimals)[:decimals] or 0)
        if least * scale <= scaled <= most * scale:
            return scaled
    raise BadScenario("stress_value_wrong", shock_number=number, shock=kind, key=key,
                      given=str(value)[:100], least=least, most=most)  # fmt: skip


def _word(number: int, kind: str, key: str, value: object) -> str:
    """A word of a list, a country of two letters, or a name."""
    text = str(value).strip()
    if key == "insurer" and text:
        return text
    word = text.upper()
    known = {"sector": SECTORS, "index": INDEXES}.get(key, ())
    is_country = key == "country" and len(word) == 2 and word.isalpha() and word.isascii()
    if word in known or is_country:
        return word
    raise BadScenario("stress_word_wrong", shock_number=number, shock=kind, key=key,
                      given=text[:100], known=" ".join(known) or "DE ES FR IT")  # fmt: skip
