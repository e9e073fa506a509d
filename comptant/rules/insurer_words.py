"""The neutral words of exchanges with insurers: codes of the UN/EDIFACT message RECECO.

Data elements 4505 (credit cover request type) and 4507 (response type), with the decision that each
response comes to here; none: it changes no limit. Source: UN/EDIFACT D.00A, tred4505, tred4507.
"""

import csv
from importlib import resources
from typing import NamedTuple


class InsurerWord(NamedTuple):
    """A word of ours with its code, and the decision on a limit that it comes to ("": none)."""

    word: str
    code: str
    decision: str


def _load(domain: str) -> dict[str, InsurerWord]:
    text = resources.files("comptant.rules").joinpath("insurer_words.csv").read_text("utf-8")
    return {row["word"]: InsurerWord(row["word"], row["code"], row["decision"])
            for row in csv.DictReader(text.splitlines()) if row["domain"] == domain}  # fmt: skip


REQUESTS = _load("request")
RESPONSES = _load("response")
RESPONSE_OF = {one.code: one for one in RESPONSES.values()}


def decision_of(code: str, *, has_end: bool) -> str | None:
    """The decision that a response code comes to ("": none); None: there is no such code. A limit
    granted until a day is a temporary one."""
    found = RESPONSE_OF.get(code)
    if found is None:
        return None
    return "TEMPORARY" if found.decision == "GRANTED" and has_end else found.decision
