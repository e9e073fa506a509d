"""Which state of a contract may follow which, and what must be recorded before its client draws.

Facts are rows (id, guard, label, fact_on, until_on, detail), never changed: of a kind the latest
counts. Source: DOMAIN 2.2, 9.1; art. L561-5 to L561-6, L562-4, R561-1 CMF.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# In the order in which a file is made; each names what is missing until it is there.
GUARDS = ("KYC_FILE", "OWNERS", "POWERS", "SCREENING", "COMMITTEE", "CONDITIONS", "DEDICATED",
          "SIGNATURES")  # fmt: skip
# What one person records as it is, with a document; the others have an act of their own.
RECORDED = ("KYC_FILE", "POWERS", "CONDITION", "PLEDGE")
NEXT = {
    "PROSPECT": ("OPENING", "ACTIVE", "CLOSED"),
    "OPENING": ("ACTIVE", "WATCH", "CLOSED"),
    "ACTIVE": ("WATCH", "SUSPENDED", "NOTICE"),
    "WATCH": ("ACTIVE", "SUSPENDED", "NOTICE"),
    "SUSPENDED": ("ACTIVE", "WATCH", "NOTICE", "RUNOFF"),
    "NOTICE": ("ACTIVE", "WATCH", "SUSPENDED", "RUNOFF"),
    "RUNOFF": ("CLOSED",),
    "CLOSED": ("RUNOFF",),  # where something is open again: a payment recalled
}  # fmt: skip
# Lists of frozen assets change every few days: an older look proves nothing.
SCREENING_DAYS = 7
Fact = dict[str, Any]


@dataclass(frozen=True)
class Missing:
    """What keeps a contract from drawing: the guard, why it does not hold, and of what."""

    guard: str
    why: str  # a code of opening_state
    label: str = ""


def latest(facts: Sequence[Fact], guard: str, on: date) -> Fact | None:
    """The fact of a kind that counts on a day: the latest recorded of those that have begun."""
    known = [fact for fact in facts if fact["guard"] == guard and fact["fact_on"] <= on]
    return max(known, key=lambda fact: fact["id"], default=None)


def names(client: str, facts: Sequence[Fact], on: date) -> list[str]:
    """Who is looked for on the lists: the client, its owners, and those who sign for it."""
    owners = latest(facts, "OWNERS", on)
    found = [client, *(owners["detail"]["owners"] if owners else ())]
    found += [fact["label"] for fact in signatories(facts, on)]
    return list(dict.fromkeys(found))


def signatories(facts: Sequence[Fact], on: date) -> list[Fact]:
    """Those who may sign on a day, each by what was recorded of them last."""
    said: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda fact: int(fact["id"])):
        if fact["guard"] == "POWERS" and fact["fact_on"] <= on:
            said[fact["label"]] = fact
    return [fact for fact in said.values() if not _is_over(fact, on)]


def conditions(facts: Sequence[Fact], on: date) -> dict[str, Fact | None]:
    """The conditions precedent of the last committee, in its order, each with what met it."""
    committee = latest(facts, "COMMITTEE", on)
    if committee is None:
        return {}
    met = {fact["label"]: fact for fact in facts
           if fact["guard"] == "CONDITION" and fact["fact_on"] <= on
           and fact["detail"].get("committee_id") == committee["id"]}  # fmt: skip
    return {label: met.get(label) for label in committee["detail"]["conditions"]}


def of_contract(guards: Sequence[str], disclosure_mode: str) -> list[str]:
    """What of it a contract of a disclosure mode needs: a dedicated account where its buyers are
    not told. Source: DOMAIN 2.2, guard of OPENING."""
    return [one for one in guards if one != "DEDICATED" or disclosure_mode == "CONFIDENTIAL"]


def missing(guards: Sequence[str], client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    """All that does not hold of what the house wants, in the order of the file; nothing: the
    contract may be made active. Source: DOMAIN 2.2, guards of APPROVED, SIGNED and ACTIVE."""
    found: list[Missing] = []
    for guard in GUARDS:
        if guard in guards:
            found += _CHECKS[guard](client, facts, on)
    return found


def _dated(guard: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    fact = latest(facts, guard, on)
    if fact is None:
        return [Missing(guard, "NOT_RECORDED")]
    return [Missing(guard, "EXPIRED")] if _is_over(fact, on) else []


def _powers(client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    if signatories(facts, on):
        return []
    known = latest(facts, "POWERS", on)
    return [Missing("POWERS", "EXPIRED" if known else "NOT_RECORDED")]


def _screening(client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    """The names of today against a list of this week; what looks alike is cleared by two people."""
    seen = latest(facts, "SCREENING", on)
    if seen is None:
        return [Missing("SCREENING", "NOT_RECORDED")]
    if not set(names(client, facts, on)) <= set(seen["detail"]["names"]):
        return [Missing("SCREENING", "NAMES_CHANGED")]
    if seen["fact_on"] < on - timedelta(days=SCREENING_DAYS):
        return [Missing("SCREENING", "TOO_OLD")]
    alike = seen["detail"]["alike"]
    cleared = latest(facts, "CLEARED", on)
    if alike and (cleared is None or cleared["detail"]["screening_id"] != seen["id"]):
        return [Missing("SCREENING", "ALIKE", ", ".join(sorted({one["listed"] for one in alike})))]
    return []


def _committee(client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    return _dated("COMMITTEE", facts, on)


def _conditions(client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    said = conditions(facts, on)
    return [Missing("CONDITIONS", "NOT_MET", label) for label, fact in said.items()
            if fact is None or _is_over(fact, on)]  # fmt: skip


def _dedicated(client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    """The account in the client's name, and the deed by which it is pledged."""
    found = [] if latest(facts, "ACCOUNT", on) else [Missing("DEDICATED", "NO_ACCOUNT")]
    pledge = latest(facts, "PLEDGE", on)
    if pledge is None or _is_over(pledge, on):
        found.append(Missing("DEDICATED", "NO_PLEDGE"))
    return found


def _signatures(client: str, facts: Sequence[Fact], on: date) -> list[Missing]:
    """The conditions as they stand, signed: terms said since make another paper of them."""
    signed = [fact for fact in facts if fact["guard"] == "SIGNATURES" and fact["fact_on"] <= on]
    if not signed:
        return [Missing("SIGNATURES", "NOT_RECORDED")]
    if all(fact["detail"]["is_changed"] for fact in signed):
        return [Missing("SIGNATURES", "CHANGED")]
    return []


def _is_over(fact: Fact, on: date) -> bool:
    if fact["detail"].get("is_ended"):
        return True
    return fact["until_on"] is not None and fact["until_on"] < on


_CHECKS = {
    "KYC_FILE": lambda client, facts, on: _dated("KYC_FILE", facts, on),
    "OWNERS": lambda client, facts, on: _dated("OWNERS", facts, on),
    "POWERS": _powers, "SCREENING": _screening, "COMMITTEE": _committee, "CONDITIONS": _conditions,
    "DEDICATED": _dedicated, "SIGNATURES": _signatures,
}  # fmt: skip
