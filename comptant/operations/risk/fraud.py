"""The watch on fraud: rules read what is known of contracts and raise alarms, whose effect is at
once. What is decided of them: `fraud_decisions`. Source: DOMAIN §10."""

import json
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.risk.facts import judge_subject
from comptant.rules.columns import c
from comptant.rules.fraud import TABLES, Threshold, catalogue, in_force
from comptant.rules.fraud_watch import watch
from comptant.store import bulk

Row = dict[str, Any]
HISTORY_DAYS = 400
LOOKED_BACK_DAYS = 31  # what was missed while nobody looked is found; nothing is raised twice
CONTRACTS_MAX = 500
SOURCE = "fraud desk"
# Which fact an alarm says: of an invoice, of a buyer, of the contract.
FACTS = {"INVOICE": "fraud_suspected", "BUYER": "is_linked", "CONTRACT": "is_funding_frozen"}
DOUBT = "is_in_doubt"  # of a buyer that looks like somebody whose assets are frozen


@operation
def watch_fraud(do: Act, *, contract_ids: list[int], from_on: date | None) -> Answer:
    """Look at contracts (at most CONTRACTS_MAX; the door goes on from slice to slice) with every
    rule, for what is new since a day (None: of the last month), and raise what was not raised
    before. An invoice blocked is not financed, a contract frozen pays nothing out: at once.

    Refused: contract_unknown, too_many_contracts.
    """
    if len(contract_ids) > CONTRACTS_MAX:
        raise Refused("too_many_contracts", contracts=len(contract_ids), most=CONTRACTS_MAX)
    found = found_fraud(do, contract_ids, from_on)
    lock_contracts(do, found["contract_id"].unique().to_list())
    raised = raise_alarms(do, found)
    return {"contracts": len(set(contract_ids)), "count": len(raised), "alarms": raised}


def found_fraud(do: Act, contract_ids: list[int], from_on: date | None) -> pl.DataFrame:
    """ALARMS of contracts, those raised before among them."""
    since = do.on - timedelta(days=HISTORY_DAYS)
    tables = {
        name: bulk.copy_out(do.conn, f"fraud_{name}", shape, contract_ids=contract_ids,
                            from_on=since, on=do.on)
        for name, shape in TABLES.items()
    }  # fmt: skip
    new_from = from_on or do.on - timedelta(days=LOOKED_BACK_DAYS)
    return watch(tables, new_from, do.on, in_force(do.on, said_thresholds(do)))


def said_thresholds(do: Act) -> list[Threshold]:
    """What the house has said of thresholds up to today."""
    told = []
    for row in bulk.rows(do.conn, "fraud_thresholds", on=do.on):
        _, rule, name = row["name"].split(".")
        told.append(Threshold(rule, name, "", row["valid_from_on"], row["value"], row["source"]))
    return told


def raise_alarms(do: Act, found: pl.DataFrame) -> list[Answer]:
    """Keep the alarms that are new, and do what they do. The contracts are locked."""
    if found.is_empty():
        return []
    effects = {rule: listed.effect for rule, listed in catalogue().items()}
    told = found.with_columns(effect=c.fraud_rule.replace_strict(effects))
    raised = bulk.rows(do.conn, "insert_fraud_alarms", **bulk.arrays(told), on=do.on,
                       act_id=do.id)  # fmt: skip
    for contract_id in sorted({row["contract_id"] for row in raised}):
        follow_effects(do, contract_id)
    return raised


def follow_effects(do: Act, contract_id: int) -> int:
    """Make a contract's facts what its alarms ask for now: its funding frozen or not, invoices and
    buyers held or let go; how many facts changed. The contract is locked."""
    asked = bulk.row(do.conn, "fraud_effects", contract_id=contract_id) or {}
    wanted = {("INVOICE", id_, FACTS["INVOICE"]) for id_ in asked["invoice_ids"]}
    wanted |= {("BUYER", id_, FACTS["BUYER"]) for id_ in asked["buyer_ids"]}
    wanted |= {("BUYER", id_, DOUBT) for id_ in asked["doubted_ids"]}
    wanted |= {("CONTRACT", contract_id, FACTS["CONTRACT"])} if asked["is_frozen"] else set()
    said = {(row["subject"], row["subject_id"], row["name"])
            for row in bulk.rows(do.conn, "fraud_said", contract_id=contract_id, on=do.on)
            if row["is_said"]}  # fmt: skip
    for subject, id_, name in sorted(wanted ^ said):
        bulk.execute(
            do.conn, "insert_term", contract_id=contract_id, subject=subject, subject_id=id_,
            name=name, valid_from_on=do.on,
            value=json.dumps((subject, id_, name) in wanted), source=SOURCE, act_id=do.id,
        )  # fmt: skip
        judge_subject(do, contract_id, subject, id_)
    return len(wanted ^ said)
