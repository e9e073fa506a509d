"""Alarms of fraud as people read them: what was found, what shows it, what would settle it."""

import json
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import Both

if TYPE_CHECKING:
    from datetime import date

    from comptant.store.access import See

Row = dict[str, Any]
ALARMS = ("alarm_id", "contract_number", "client_name", "fraud_rule", "fraud_finding",
          "fraud_effect", "alarm_about", "alarm_cents", "found_on", "fraud_outcome")  # fmt: skip
FACTS = (*ALARMS[:-1], "shown", "remedy", "fraud_outcome", "reason", "decided_on")
THRESHOLDS = ("fraud_rule", "name", "unit", "value", "valid_from_on", "source")
VERIFICATIONS = ("invoice_id", "contract_number", "invoice_number", "buyer_name",
                 "verification_cause", "amount_cents", "drawn_on", "verification_answer",
                 "answered_on")  # fmt: skip


def told(row: Row) -> Row:
    """An alarm with its rule in words, its evidence as one line and what would settle it."""
    from comptant.rules.fraud import catalogue

    listed = catalogue()[row["fraud_rule"]]
    shown = json.loads(row["evidence"]) if isinstance(row["evidence"], str) else row["evidence"]
    said = ", ".join(f"{named(name)} {_worded(name, value)}" for name, value in shown.items()
                     if value is not None)  # fmt: skip
    return {**row, "fraud_finding": Both(listed.english, listed.french).said(), "shown": said,
            "remedy": Both(listed.remedy, listed.remedy_french).said()}  # fmt: skip


def named(name: str) -> str:
    """The word of what shows an alarm or a suspicion, where it has one."""
    word = words.table("codes").get(f"evidence_of.{name}")
    return word.said() if word else name


def _worded(name: str, value: object) -> object:
    if name == "answer":
        return words.word("verification_answer", str(value))
    return words.word("said_by", value) if name == "source" and isinstance(value, str) else value


def threshold_told(row: Row) -> Row:
    """A threshold in the reader's words: parts per million as a percentage."""
    value = words.percent(row["value"]) if row["unit"] == "ppm" else str(row["value"])
    return {**row, "name": words.word("threshold", row["name"]), "value": value,
            "unit": words.word("threshold_unit", row["unit"]),
            "source": words.word("said_by", row["source"])}  # fmt: skip


def alarm(see: "See", alarm_id: int) -> Row:
    """One alarm; Refused: alarm_unknown."""
    from comptant.operations.acts.act import Refused

    rows = see("read_fraud_alarms", contract_id=None, alarm_id=alarm_id, everything=True)
    if not rows:
        raise Refused("alarm_unknown", alarm_id=alarm_id)
    return told(rows[0])


def threshold_rows(see: "See", on: "date") -> list[Row]:
    """Each threshold in force on a day, with its day and source."""
    from comptant.rules.fraud import Threshold, in_force, thresholds

    said = []
    for row in see("read_fraud_thresholds", on=on):
        rule, name = row["name"].split(".")[1:]
        said.append(Threshold(rule, name, "", row["valid_from_on"], row["value"], row["source"]))
    values = in_force(on, said)
    latest = {(one.rule, one.name): one for one in (*thresholds(), *said)
              if one.valid_from_on <= on}  # fmt: skip
    units = {(one.rule, one.name): one.unit for one in thresholds()}
    return [
        {"fraud_rule": rule, "name": name, "unit": units[rule, name], "value": value,
         "valid_from_on": latest[rule, name].valid_from_on, "source": latest[rule, name].source}
        for rule, names in values.items() for name, value in names.items()
    ]  # fmt: skip
