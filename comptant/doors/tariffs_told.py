"""Rows of a tariff in words: what a row is called, and the conditions under which it prices."""

from collections.abc import Mapping
from typing import Any

from comptant.doors import words
from comptant.doors.words import say
from comptant.rules.offer_terms import OFFER_TERMS
from comptant.rules.tariff import conditions, read_condition

COST = "cost"
SIGNS = {"=": "", ">=": "≥ ", "<": "< "}
Row = dict[str, Any]


def row_told(row: Mapping[str, Any]) -> Row:
    """A row of TARIFF with its name and condition as a reader says them."""
    name = words.column(row["row_name"]) if row.get("grid") == COST else row["row_name"]
    return {**row, "row_name": name, "condition": condition_told(row["condition"])}


def condition_told(text: str | None) -> str:
    """The conditions of a row, each in words: "cession : factures choisies une à une"."""
    return ", ".join(_one_told(one) for one in conditions(text or ""))


def _one_told(text: str) -> str:
    name, sign, value = read_condition(text) or (text, "", "")
    term = OFFER_TERMS.get(name)
    title = say(term.english, term.french) if term else words.column(name)
    return say(f"{title}: ", f"{title} : ") + SIGNS.get(sign, "") + _value_told(name, value)


def _value_told(name: str, value: str) -> str:
    """A value as it was typed in the tariff, in words where it is a choice."""
    if value in ("yes", "no"):
        return say(value, {"yes": "oui", "no": "non"}[value])
    term = OFFER_TERMS.get(name)
    if term and term.choices:
        return words.word(f"choice.{name}", value)
    point = value.replace(".", ",") if words.language() == words.FRENCH else value.replace(",", ".")
    return point + (say("%", " %") if name.endswith("_ppm") else "")
