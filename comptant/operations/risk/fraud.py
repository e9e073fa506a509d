"""The watch on fraud: rules read what is known of contracts and raise alarms, whose effect is at
once. What is decided of them: `fraud_decisions`. Source: DOMAIN §10."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.risk.facts import judge_subject
from comptant.operations.risk.suspicions import keep_suspicions
from comptant.rules.aml import SCENARIOS
from comptant.rules.columns import c, shape
from comptant.rules.fraud import ALARMS, TABLES, Threshold, catalogue, in_force
from comptant.rules.fraud_watch import RULES, watch
from comptant.store import bulk

Row = dict[str, Any]
Limits = dict[str, dict[str, int]]
HISTORY_DAYS = 400
SLACK = timedelta(days=31)  # a day closed late has acts of greater ids than the days after it
LOOKED_BACK_DAYS = 31  # what was missed while nobody looked is found; nothing is raised twice
CONTRACTS_MAX = 500
# What may be judged of a thing by itself, before it is paid: minutes after it came.
QUICK = ("FR-01", "FR-02", "FR-08", "FR-09", "FR-10", "FR-14", "FR-17", "FR-18", "FR-19", "FR-22",
         "FR-23")  # fmt: skip
QUICK_DAYS = 10  # of history: a twin of last week is beside it
QUICK_NEW_DAYS = 5  # a payment of Thursday is booked on Monday
SOURCE = "fraud desk"
# Which fact an alarm says: of an invoice, of a buyer, of the contract.
FACTS = {"INVOICE": "fraud_suspected", "BUYER": "is_linked", "CONTRACT": "is_funding_frozen"}
ALARM_KEYS = shape("fraud_rule", "contract_id", "alarm_subject", "alarm_subject_id")
ALARM_KEY = ALARM_KEYS.names
# What one rule alone reads.
OF_ONE = {"sales": "FR-20", "declared": "FR-13", "overrides": "FR-24", "plans": "FR-12",
          "audits": "FR-06", "returned": "AML-03", "cash": "AML-06"}  # fmt: skip
TOLD = shape("contract_id", "invoice_id", "delivered_on?", "delivery_place?", "carrier_name?",
             "einvoice_status?", "verification_answer?")  # fmt: skip
SENT = shape("contract_id", "client_id", "invoice_id", "buyer_id", "number_key", "issued_on",
             "due_on", "sent_on", "gross_cents", "currency", "delivered_on?",
             "credited_number?")  # fmt: skip
WITHDRAWN = shape("contract_id", "invoice_id")
# Tables that are read by one query, by the fact that tells them line by line.
LINES = {"sites": "delivery_sites", "carriers": "carriers"}
DOUBT = "is_in_doubt"  # of a buyer that looks like somebody whose assets are frozen


@operation
def watch_fraud(
    do: Act, *, contract_ids: list[int], from_on: date | None, is_quick: bool = False
) -> Answer:
    """Look at contracts (at most CONTRACTS_MAX; the door goes on from slice to slice) with every
    rule, for what is new since a day (None: of the last month), and raise what was not raised
    before. An invoice blocked is not financed, a contract frozen pays nothing out: at once.
    `is_quick`: only with the rules that judge a thing by itself (QUICK), among what came in the
    last QUICK_DAYS. Else the scenarios of laundering are looked for in the same tables, and what
    they find is kept for compliance alone.

    Nothing is locked while contracts are read. Those with something new are then locked and read
    again, so that what was mended or decided meanwhile is not raised.
    Refused: contract_unknown, too_many_contracts.
    """
    if len(contract_ids) > CONTRACTS_MAX:
        raise Refused("too_many_contracts", contracts=len(contract_ids), most=CONTRACTS_MAX)
    new_from = from_on or do.on - timedelta(days=QUICK_NEW_DAYS if is_quick else LOOKED_BACK_DAYS)
    rules, days = (QUICK, QUICK_DAYS) if is_quick else (tuple(RULES), HISTORY_DAYS)
    tables = _tables(do, contract_ids, days, rules if is_quick else (*RULES, *SCENARIOS))
    limits = in_force(do.on, said_thresholds(do))
    doubtful = _new(do, _found(do, tables, contract_ids, new_from, rules, limits))
    if is_quick:
        doubtful = _seen_again(do, doubtful, new_from, limits)
    else:
        keep_suspicions(do, tables, contract_ids, new_from, limits)
    raised: list[Answer] = []
    if doubtful.height:
        lock_contracts(do, doubtful["contract_id"].unique().to_list())
        raised = raise_alarms(do, _seen_again(do, doubtful, new_from, limits))
    return {"contracts": len(set(contract_ids)), "contract_ids": contract_ids,
            "count": len(raised), "alarms": raised}  # fmt: skip


def _tables(
    do: Act, contract_ids: list[int], days: int, rules: Iterable[str]
) -> dict[str, pl.DataFrame]:
    """What came of contracts in so many days, those of the other contracts of the same clients
    beside them: an invoice may be sold twice."""
    ids = [row["id"] for row in bulk.rows(do.conn, "fraud_sisters", contract_ids=contract_ids)]
    return read_tables(do, ids, days, rules)


def _found(
    do: Act, tables: dict[str, pl.DataFrame], contract_ids: list[int], new_from: date,
    rules: Iterable[str], limits: Limits,
) -> pl.DataFrame:  # fmt: skip
    """ALARMS of contracts by some rules, those raised before among them."""
    found = watch(tables, new_from, do.on, limits, rules)
    return found.filter(c.contract_id.is_in(contract_ids))


def _seen_again(do: Act, doubtful: pl.DataFrame, new_from: date, limits: Limits) -> pl.DataFrame:
    """What the whole history of these contracts says now of these doubts."""
    if doubtful.is_empty():
        return ALARMS.empty()
    held, codes = (doubtful[name].unique().to_list() for name in ("contract_id", "fraud_rule"))
    tables = _tables(do, held, HISTORY_DAYS, codes)
    again = _found(do, tables, held, new_from, codes, limits)
    return again.join(doubtful, on=ALARM_KEY, how="semi", maintain_order="left")


def _new(do: Act, found: pl.DataFrame) -> pl.DataFrame:
    """The alarms that were not raised before, nor cleared."""
    if found.is_empty():
        return found
    new = bulk.read(do.conn, "fraud_alarms_new", ALARM_KEYS, **bulk.arrays(found[list(ALARM_KEY)]),
                    on=do.on)  # fmt: skip
    return found.join(new, on=ALARM_KEY, how="semi", maintain_order="left")


def read_tables(
    do: Act, contract_ids: list[int], days: int, rules: Iterable[str]
) -> dict[str, pl.DataFrame]:
    """What rules read of contracts, as it came in so many days: a range of ids bounds it, and what
    is of one rule alone is read for that rule."""
    since = do.on - timedelta(days=days)
    first = bulk.row(do.conn, "fraud_first_id", from_on=since - SLACK) or {"first_id": 0}
    told = {"contract_ids": contract_ids, "from_on": since, "on": do.on, **first}
    asked = set(rules)
    tables = {
        name: bulk.copy_out(do.conn, "fraud_lines_told" if name in LINES else f"fraud_{name}",
                            wanted, name=LINES.get(name), **told)
        for name, wanted in TABLES.items()
        if name != "invoices" and OF_ONE.get(name, "") in {"", *asked}
    }  # fmt: skip
    return {**tables, "invoices": _invoices(do, told)}


def _invoices(do: Act, asked: Row) -> pl.DataFrame:
    """The invoices but those withdrawn (sent by mistake, they may be sent again), each with what
    was told of it and, of a credit note, the invoice credited: joined here, where no estimate of
    how many there are chooses the way."""
    sent = bulk.copy_out(do.conn, "fraud_invoices", SENT, **asked).sort("contract_id", "invoice_id")
    gone = bulk.copy_out(do.conn, "fraud_withdrawn", WITHDRAWN, **asked)
    sent = sent.join(gone, on=WITHDRAWN.names, how="anti", maintain_order="left")
    told = bulk.copy_out(do.conn, "fraud_told", TOLD, **asked)
    known = sent.filter(c.gross_cents > 0).group_by("contract_id", "number_key").agg(
        credited_id=c.invoice_id.min())  # fmt: skip
    both = sent.join(told, on=("contract_id", "invoice_id"), how="left", maintain_order="left")
    both = both.join(known, left_on=("contract_id", "credited_number"), how="left",
                     right_on=("contract_id", "number_key"), maintain_order="left")  # fmt: skip
    return both.with_columns(
        delivered_on=pl.coalesce("delivered_on_right", c.delivered_on)
    ).select(TABLES["invoices"].names)  # fmt: skip


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
