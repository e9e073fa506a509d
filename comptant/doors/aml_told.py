"""Suspicions of laundering as compliance reads them: what was found, what shows it, what was said;
and the report to the financial intelligence unit, as text to be copied into its form."""

import json
from typing import TYPE_CHECKING, Any

from comptant.doors.fraud_told import named
from comptant.doors.words import Both, day, money, say

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("aml_alarm_id", "contract_number", "client_name", "aml_scenario", "alarm_cents",
           "found_on", "aml_outcome")  # fmt: skip
FACTS = (*COLUMNS[1:], "aml_finding", "shown", "remedy", "reason", "said_on")
WORDS = ("said_on", "aml_outcome", "reason", "said_by")
PAYMENTS = ("value_on", "amount_cents", "payer_name", "payer_iban", "buyer_name",
            "remittance_text")  # fmt: skip
REPORTED = ("SUSPECT", "SENT", "OPPOSED")


def told(row: Row) -> Row:
    """A suspicion with its scenario in words, its evidence as one line, what would settle it."""
    from comptant.rules.aml import catalogue

    listed = catalogue()[row["aml_scenario"]]
    shown = json.loads(row["evidence"]) if isinstance(row["evidence"], str) else row["evidence"]
    said = ", ".join(f"{named(name)} {value}" for name, value in shown.items()
                     if value is not None)  # fmt: skip
    return {**row, "aml_finding": Both(listed.english, listed.french).said(), "shown": said,
            "remedy": Both(listed.remedy, listed.remedy_french).said()}  # fmt: skip


def alarm(see: "See", aml_alarm_id: int) -> Row:
    """One suspicion; Refused: suspicion_unknown."""
    from comptant.operations.acts.act import Refused

    rows = see("read_aml_alarms", contract_id=None, aml_alarm_id=aml_alarm_id, everything=True)
    if not rows:
        raise Refused("suspicion_unknown", aml_alarm_id=aml_alarm_id)
    return told(rows[0])


def report(see: "See", aml_alarm_id: int) -> Row:
    """The file of a report: `name`, `text`. What art. R561-31 CMF asks for: who, the relationship,
    the payments, the analysis. Refused: suspicion_unknown, suspicion_not_agreed."""
    from comptant.operations.acts.act import Refused

    found = alarm(see, aml_alarm_id)
    if found["aml_outcome"] not in REPORTED:
        raise Refused("suspicion_not_agreed", aml_alarm_id=aml_alarm_id,
                      outcome=found["aml_outcome"])  # fmt: skip
    of = {"contract_id": found["contract_id"], "aml_alarm_id": aml_alarm_id}
    paid, said = see("read_aml_payments", **of), see("read_aml_words", **of)
    lines = [
        say("REPORT OF SUSPICION (art. L561-15 CMF)", "DÉCLARATION DE SOUPÇON (art. L561-15 CMF)"),
        "",
        say(f"Client: {found['client_name']}", f"Adhérent : {found['client_name']}"),
        say(f"Factoring contract: {found['contract_number']}",
            f"Contrat d'affacturage : {found['contract_number']}"),
        say(f"Found on {day(found['found_on'])}: {found['aml_finding']}",
            f"Relevé le {day(found['found_on'])} : {found['aml_finding']}"),
        say(f"Amount: {money(found['alarm_cents'], found['currency'])}",
            f"Montant : {money(found['alarm_cents'], found['currency'])}"),
        say(f"What shows it: {found['shown']}", f"Indices : {found['shown']}"),
        "", say("PAYMENTS", "OPÉRATIONS"),
        *(_payment(row) for row in paid),
        "", say("ANALYSIS", "ANALYSE"),
        *(f"{day(row['said_on'])} {row['said_by']} : {row['reason']}" for row in said
          if row["aml_outcome"] in ("HELD", "PROPOSED")),
    ]  # fmt: skip
    return {"name": f"suspicion-{aml_alarm_id}.txt", "text": "\n".join(lines) + "\n"}


def _payment(row: Row) -> str:
    parts = (day(row["value_on"]), money(row["amount_cents"], row["currency"]), row["payer_name"],
             row["payer_iban"], row["buyer_name"], row["remittance_text"])  # fmt: skip
    return " ; ".join(str(part) for part in parts if part)
