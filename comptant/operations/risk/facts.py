"""Dated facts that people enter, from a named source: rules read them, history keeps them."""

import json
from datetime import date

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.references import check_value
from comptant.rules.facts import FACTS, BadFact, Value
from comptant.rules.reference_values import is_exchange
from comptant.store import bulk

# A judgment is published within days: what is older is likely of another year.
ASKED_AGAIN_DAYS = 92


@operation
def record_fact(
    do: Act, *, contract_id: int, subject: str, subject_id: int, name: str, value: Value,
    from_on: date, source: str, is_confirmed: bool = False,
) -> Answer:  # fmt: skip
    """Say something of an invoice, a buyer in a contract, a party or a contract, from a day on.

    Its effect on funding is at once. A day of insolvency long past, or before invoices were
    assigned, is asked again (`is_confirmed`): the guarantee takes all that a buyer owes back to it.
    Refused: fact_unknown, fact_wrong, subject_unknown, insolvency_past.
    """
    if (subject, name) == ("PARTY", "insolvent_on") and not is_confirmed:
        _check_insolvency(do, subject_id, value)
    return say_fact(do, contract_id=contract_id, subject=subject, subject_id=subject_id, name=name,
                    value=value, from_on=from_on, source=source)  # fmt: skip


def say_fact(
    do: Act, *, contract_id: int, subject: str, subject_id: int, name: str, value: Value,
    from_on: date, source: str,
) -> Answer:  # fmt: skip
    """The same inside another operation."""
    fact = FACTS.get((subject, name))
    if fact is None:
        raise Refused("fact_unknown", subject=subject, name=name)
    try:
        fact.check(value)
    except BadFact as error:
        raise Refused("fact_wrong", name=name, value=value, expected=error.expected) from None
    contracts = _contracts(do, contract_id, subject, subject_id)
    lock_contracts(do, contracts)
    bulk.execute(
        do.conn, "insert_term", contract_id=0 if subject == "PARTY" else contract_id,
        subject=subject, subject_id=subject_id, name=name, valid_from_on=from_on,
        value=json.dumps(value), source=source, act_id=do.id,
    )  # fmt: skip
    changed = 0
    for id_ in contracts:
        changed += judge_subject(do, id_, subject, subject_id)
    return {"subject": subject, "subject_id": subject_id, "name": name, "value": value,
            "judged": changed}  # fmt: skip


def _check_insolvency(do: Act, party_id: int, value: Value) -> None:
    """Refused: insolvency_past, of a day that is likely a slip."""
    try:
        insolvent_on = date.fromisoformat(str(value))
    except ValueError:
        return  # none, or no day: told otherwise
    contract_ids = _contracts(do, 0, "PARTY", party_id)
    (found,) = bulk.rows(do.conn, "assigned_after", contract_ids=contract_ids,
                         buyer_id=party_id, on=insolvent_on)  # fmt: skip
    if found["count"] or (do.on - insolvent_on).days > ASKED_AGAIN_DAYS:
        raise Refused("insolvency_past", insolvent_on=insolvent_on, count=found["count"])


def note_buyer_notified(do: Act, contract_id: int, buyer_id: int, proof: str) -> int:
    """A notice has left: the buyer is told, and its invoices are judged again; how many moved."""
    lock_contracts(do, [contract_id])
    bulk.execute(
        do.conn, "insert_term", contract_id=contract_id, subject="BUYER", subject_id=buyer_id,
        name="is_notified", valid_from_on=do.on, value="true", source=proof, act_id=do.id,
    )  # fmt: skip
    return judge_subject(do, contract_id, "BUYER", buyer_id)


def _contracts(do: Act, contract_id: int, subject: str, subject_id: int) -> list[int]:
    """The contracts that the fact concerns: one, or all those that know the party. A contract may
    be told of a buyer before his first invoice: the notice leaves when the contract begins."""
    if subject == "BUYER":
        bulk.execute(
            do.conn, "open_contract_buyer", contract_id=contract_id, buyer_id=subject_id,
            act_id=do.id,
        )  # fmt: skip
    found = bulk.rows(
        do.conn, "fact_contracts", contract_id=contract_id, subject=subject, subject_id=subject_id
    )
    if not found and subject != "PARTY":
        raise Refused("subject_unknown", subject=subject, subject_id=subject_id)
    return [row["contract_id"] for row in found]


def judge_subject(do: Act, contract_id: int, subject: str, subject_id: int) -> int:
    """Judge what the subject touches; what that frees is paid where the contract pays by itself."""
    invoices = [subject_id] if subject == "INVOICE" else []
    if subject in ("BUYER", "PARTY"):
        found = bulk.rows(
            do.conn, "open_invoices_of_buyer", contract_id=contract_id, buyer_id=subject_id
        )
        invoices = [row["id"] for row in found]
    judged = judge_again_one(do, contract_id, invoices) if invoices else 0
    fund_freed(do, [contract_id])
    return judged


@operation
def propose_rate(
    do: Act, *, index_name: str, fixing_on: date, rate_ppm: int, source: str
) -> Answer:
    """Propose a value of a reference rate; it counts once another person approves.

    Refused: index_unknown, rate_by_file (what one euro is in a currency), rate_wrong,
    period_day_wrong, source_missing.
    """
    if is_exchange(index_name):
        raise Refused("rate_by_file", index_name=index_name)
    check_value(index_name, fixing_on, rate_ppm)
    check_source(source)
    arguments = {
        "index_name": index_name, "fixing_on": fixing_on.isoformat(), "rate_ppm": rate_ppm,
        "source": source,
    }  # fmt: skip
    return {"approval_id": propose(do, "rate", arguments), **arguments}
