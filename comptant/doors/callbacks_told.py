"""The diagnosis of a call that was asked for, in words and tables, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from comptant.doors import words
from comptant.doors.offer_costs import rounded
from comptant.doors.words import say

Row = dict[str, Any]
WEAK_COLUMNS = ("weakness", "value", "beyond", "source")
OPTION_COLUMNS = ("offer", "starting_cash_cents", "available_cents", "yearly_cost_cents",
                  "teg_told", "kept_risk_cents", "weak")  # fmt: skip
PAPER_COLUMNS = ("wanted_paper", "of_how_many")
STEP_COLUMNS = ("step_on", "callback_state", "call_outcome", "adviser", "act_by_on",
                "call_note")  # fmt: skip


def weak_of_ledger(told: Mapping[str, Any]) -> list[Row]:
    """What is weak in the ledger: the measure, from how much on, and why."""
    return [{"weakness": words.word("weakness", one["weakness"]), "value": _measure(one, "value"),
             "beyond": _measure(one, "least"), "source": _source(one)}
            for one in told["ledger"]]  # fmt: skip


def _source(one: Mapping[str, Any]) -> str:
    """Why it is weak; a measure that is in the table no more keeps the words of its day."""
    from comptant.rules.diagnosis import WEAKNESSES

    known = next((each for each in WEAKNESSES if each.code == one["weakness"]), None)
    return say(known.source, known.source_french) if known else str(one["source"])


def options(told: Mapping[str, Any]) -> list[Row]:
    """The offers that were read, then the house's others, each with what is weak in it."""
    return [{
        **one, "offer": _name(one, told["recommended"]),
        "teg_told": rounded(one["teg_ppm"]),
        "weak": say("; ", " ; ").join(_weak(weak) for weak in one["weak"]),
    } for one in told["options"]]  # fmt: skip


def papers(told: Mapping[str, Any]) -> list[Row]:
    """What is missing for a firm offer and for a contract."""
    return [{"wanted_paper": words.word("wanted_paper", one["paper"]),
             "of_how_many": str(one["count"])} for one in told["papers"]]  # fmt: skip


def _weak(weak: Mapping[str, Any]) -> str:
    what, value = words.word("weakness", weak["weakness"]), _measure(weak, "value")
    return say(f"{what}: {value}", f"{what} : {value}")


def _name(one: Mapping[str, Any], recommended: int | None) -> str:
    name = f"{one['offer_number']}. {one['offer_label'] or words.word('product', one['product'])}"
    if one["offer_number"] == recommended:
        name += say(" (recommended)", " (recommandée)")
    return name + (say(" (was read)", " (lue)") if one["is_read"] else "")


def _measure(one: Mapping[str, Any], name: str) -> str:
    value = int(one[name])
    if one["unit"] == "ppm":
        return words.percent(value)
    if one["unit"] == "cents":
        return words.money(value)
    return say(f"{value} days", f"{value} jours") if one["unit"] == "days" else str(value)
