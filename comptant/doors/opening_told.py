"""The file of a contract before it draws, line by line, for a terminal and a page."""

from datetime import date
from typing import Any

from comptant.doors import words
from comptant.doors.contract_words import brings
from comptant.rules.opening import Missing, missing, of_contract
from comptant.store.access import See

Row = dict[str, Any]


def file_of(see: See, found: Row, on: date) -> list[Row]:
    """The file of a contract, line by line: what the house wants and what is there, with who
    recorded it, on which day and by what; `next_step` is the command that brings what is missing.
    """
    wanted = see("read_opening_guards", on=on)
    guards = wanted[0]["guards"] if wanted else []
    guards = of_contract(guards, str((found["terms"] or {}).get("disclosure_mode")))
    facts = see("read_opening_facts", contract_id=found["id"])
    left = missing(guards, found["client_name"], facts, on)
    rows = [_missing(one, found["number"]) for one in left]
    rows += [
        {"guard": fact["guard"], "label": _detail(fact), "opening_state": "RECORDED",
         **{name: fact[name] for name in ("fact_on", "until_on", "source", "login")},
         "next_step": ""}
        for fact in reversed(facts)
    ]  # fmt: skip
    return rows


def _missing(one: Missing, number: str) -> Row:
    return {"guard": one.guard, "label": one.label, "opening_state": one.why, "fact_on": None,
            "until_on": None, "source": "", "login": "",
            "next_step": brings(one.guard, one.why, one.label, number, words.say)}  # fmt: skip


def _detail(fact: Row) -> str:
    said = fact["detail"]
    match fact["guard"]:
        case "OWNERS":
            shares = sorted(said["owners"].items(), key=lambda one: (-one[1], one[0]))
            return ", ".join(f"{name} {words.percent(share)}" for name, share in shares)
        case "COMMITTEE":
            return "; ".join(said["conditions"])
        case "SCREENING":
            alike = ", ".join(f"{one['name']} / {one['listed']}" for one in said["alike"])
            names = words.say(f"{len(said['names'])} names, none alike",
                              f"{len(said['names'])} noms, aucun homonyme")  # fmt: skip
            return alike or names
    return str(fact["label"])
