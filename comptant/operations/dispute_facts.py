"""What disputes come to, told as dated facts of their invoices and buyers, which the rules read.

Source: DOMAIN §5.4, EL-09, EL-12.
"""

import json
from collections import defaultdict

import polars as pl

from comptant.operations.act import Act
from comptant.rules.disputes import KINDS, RESERVED
from comptant.store import bulk

_Fact = tuple[int, str, int, str, object]  # contract, subject, its id, name, value


def say(do: Act, invoices: pl.DataFrame) -> None:
    """What the disputes of some invoices (contract_id, invoice_id) come to, as the facts that the
    rules read."""
    disputes = disputes_of(do, invoices.unique(maintain_order=True))
    of_invoice: dict[tuple[int, int], list[bulk.Row]] = defaultdict(list)
    for row in disputes:
        of_invoice[row["contract_id"], row["invoice_id"]].append(row)
    facts: list[_Fact] = []
    for (contract_id, invoice_id), rows in of_invoice.items():
        facts += _of_invoice(contract_id, invoice_id, rows)
    reserved = [row for row in disputes if row["dispute_code"] in RESERVED]
    claims = bulk.rows(
        do.conn, "reserved_claims", contract_ids=[row["contract_id"] for row in reserved],
        buyer_ids=[row["buyer_id"] for row in reserved], codes=list(RESERVED),
    ) if reserved else []  # fmt: skip
    facts += [
        (row["contract_id"], "BUYER", row["buyer_id"], "claimed_cents", row["claimed_cents"])
        for row in claims
    ]
    columns = list(zip(*facts, strict=True)) or [()] * 5
    contract_ids, subjects, subject_ids, names, values = map(list, columns)
    bulk.execute(
        do.conn, "insert_terms", contract_id=contract_ids, subject=subjects,
        subject_id=subject_ids, name=names, value=[json.dumps(value) for value in values],
        valid_from_on=do.on, source="disputes", act_id=do.id,
    )  # fmt: skip


def _of_invoice(contract_id: int, invoice_id: int, disputes: list[bulk.Row]) -> list[_Fact]:
    """The facts of one invoice by its disputes."""
    live = [
        row for row in disputes
        if row["dispute_cents"] > 0 and row["dispute_code"] not in RESERVED
    ]  # fmt: skip
    whole = any(
        KINDS[row["dispute_code"]].effect == "WHOLE" and not row["is_confirmed"] for row in live
    )
    of = (contract_id, "INVOICE", invoice_id)
    facts: list[_Fact] = [
        (*of, "disputed_cents", sum(row["dispute_cents"] for row in live)),
        (*of, "dispute_rest_confirmed", not whole),
    ]
    return [*facts, (*of, "dispute_code", live[0]["dispute_code"])] if live else facts


def disputes_of(do: Act, invoices: pl.DataFrame) -> list[bulk.Row]:
    """The disputes of some invoices (contract_id, invoice_id)."""
    return bulk.rows(
        do.conn, "disputes", contract_ids=invoices["contract_id"].to_list(),
        invoice_ids=invoices["invoice_id"].to_list(), contract_id=0, dispute_id=0, on=do.on,
    )  # fmt: skip
