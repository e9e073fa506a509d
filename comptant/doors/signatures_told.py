"""Papers to sign, in words: the consent of each, the papers of a contract made to be signed."""

from datetime import date
from typing import Any

from comptant.doors import lookup, words
from comptant.doors.papers.conditions import printed
from comptant.formats.papers.consent import consent
from comptant.operations.acts.act import Refused
from comptant.operations.assigning import papers
from comptant.store.access import See

Row = dict[str, Any]


def conditions_to_sign(see: See, contract: Row, language: str, on: date) -> Row:
    """The special conditions of a contract as the paper to sign, and the version of its facts; one
    instant of the database. Refused: paper_language_unknown, teg_missing, and as conditions()."""
    if language not in papers.LANGUAGES:
        raise Refused("paper_language_unknown", language=language, languages=list(papers.LANGUAGES))
    with words.speaking(language):
        found = lookup.contract(see, str(contract["number"]), on)
        paper, has_teg = printed(see, found, on)
    if not has_teg:
        raise Refused("teg_missing", number=contract["number"], client=found["client_name"])
    version = see("read_conditions_version", contract_id=contract["id"])[0]["version"]
    return {"version": version, "paper": paper.content}


def mine(rows: list[Row], user_id: int) -> list[Row]:
    """Of signatures asked for, those that a person may give here now, the oldest first, each with
    what is consented to."""
    found = [row for row in rows if row["signatory_id"] == user_id
             and row["signature_state"] == "OPEN" and row["signature_way"] == "SIMPLE"]  # fmt: skip
    for row in found:
        row["consent"] = consent({**row, "client": row["client_name"]}, words.language())
    return found[::-1]
