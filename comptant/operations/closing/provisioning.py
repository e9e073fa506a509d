"""What provisions are reckoned with, said by two people; exposures put through the rules.

Source: DOMAIN 9.3; docs/decisions/0129-a-provision-is-a-look.md.
"""

import json
from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.rules.batch import decide
from comptant.rules.money import ONE_PPM
from comptant.rules.provisions import (
    AGED,
    EXPOSED,
    MATRIX,
    PROVISIONS,
    TECHNICAL_DAYS,
    TECHNICAL_DAYS_NEW,
    TERMS,
    breached_days_of,
    matrix_cents,
    pd_of,
)
from comptant.store import bulk

Row = dict[str, Any]
TECHNICAL = "technical_90_from_on"


@operation
def set_provision_terms(
    do: Act, *, terms: dict[str, int], technical_90_from_on: date | None, from_on: date,
    source: str,
) -> Answer:  # fmt: skip
    """Propose what provisions are reckoned with from a day on (in ppm: probabilities of default,
    losses given default, the rates of the matrix), and from when EBA/GL/2026/05 counts (null: the
    thirty days before it). What is not said stays as W9 has it. It counts once another person
    approves.

    Refused: provision_term_wrong (with the term), source_missing.
    """
    check_source(source)
    for name, value in terms.items():
        if name not in TERMS or not 0 <= value <= ONE_PPM:
            raise Refused("provision_term_wrong", term=name, value=value, known=" ".join(TERMS))
    day = technical_90_from_on.isoformat() if technical_90_from_on else None
    said = {"terms": terms, TECHNICAL: day, "from_on": from_on.isoformat(),
            "source": source.strip(), "company_id": do.by.company_id}  # fmt: skip
    approval_id = propose(do, "provision", said)
    return {"approval_id": approval_id, "terms": terms, "from_on": said["from_on"]}


def agree_terms(do: Act, approval: bulk.Row) -> Answer:
    """What approved terms do: they count from their day."""
    said = approval["arguments"]
    value = {**TERMS, **said["terms"], TECHNICAL: said[TECHNICAL]}
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="AUTHORITY", subject_id=said["company_id"],
        name="provision_terms", valid_from_on=date.fromisoformat(said["from_on"]),
        value=json.dumps(value), source=said["source"], act_id=do.id,
    )  # fmt: skip
    return {"from_on": said["from_on"]}


def provided(facts: list[Row], terms: Row, covers: list[Row], on: date) -> list[Row]:
    """Rows of read_provision_facts with their stage and what is expected to be lost, the largest
    loss first. `covers`: what policies are to pay (covering.cover_of)."""
    if not facts:
        return []
    said = {**TERMS, **terms}
    exposed = EXPOSED.frame([_exposed(row, said, covers, on) for row in facts])
    found = decide(exposed, PROVISIONS)
    told = [{**row, **one} for row, one in zip(facts, found.iter_rows(named=True), strict=True)]
    return sorted(told, key=lambda row: (-row["credit_loss_cents"], row["contract_number"],
                                         row["party_id"]))  # fmt: skip


def by_matrix(aged: list[Row], terms: Row) -> list[Row]:
    """Rows of an aged balance (currency, bucket, open_cents) with what the matrix provides."""
    said = {**TERMS, **terms}
    rows = [row for row in aged if row["bucket"] in MATRIX and row["open_cents"] > 0]
    if not rows:
        return []
    facts = AGED.frame([{"bucket": row["bucket"], "open_cents": row["open_cents"],
                         "matrix_ppm": said[MATRIX[row["bucket"]]]} for row in rows])  # fmt: skip
    found = decide(facts, (matrix_cents,))
    return [{**row, **one} for row, one in zip(rows, found.iter_rows(named=True), strict=True)]


def _exposed(row: Row, said: Row, covers: list[Row], on: date) -> Row:
    """The facts of an exposure: with recourse a client is past due while he is beyond his
    advances. What is late, and for how long, is the obligor's."""
    is_client = row["counterparty"] == "CLIENT"
    past = [row["past_due_cents"]] * (row["over_advanced_days"] + 1) if is_client else (
        row["past_cents"] or [])  # fmt: skip
    breached = breached_days_of(past, row["obligor_cents"], is_retail=row["is_retail"])
    insurer = sum(one["cover_due_cents"] for one in covers
                  if one["contract_id"] == row["contract_id"]
                  and (is_client or one["buyer_id"] == row["party_id"]))  # fmt: skip
    new_on = said.get(TECHNICAL)
    is_new = new_on is not None and date.fromisoformat(new_on) <= on
    return {
        **{name: row[name] for name in ("contract_id", "party_id", "counterparty", "ead_cents",
                                        "remaining_days", "is_insolvent", "is_watched")},
        "insurer_cents": insurer, "breached_days": breached,
        "oldest_late_days": breached if is_client else row["late_days"],
        "technical_days": TECHNICAL_DAYS_NEW if is_new else TECHNICAL_DAYS,
        "pd_ppb": pd_of(said["pd_year_ppm"], row["remaining_days"]),
        "pd_lifetime_ppm": said["pd_lifetime_ppm"], "lgd_default_ppm": said["lgd_default_ppm"],
        "loss_ppm": said["lgd_recourse_ppm" if is_client else "lgd_ppm"],
    }  # fmt: skip
