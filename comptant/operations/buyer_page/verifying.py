"""Campaigns of verification: invoices are drawn by value and risk, their buyers asked, the answer's
effect is at once. Never under a confidential contract. Source: DOMAIN §10, EL-17, C-8."""

import json

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.risk.disputes import dispute
from comptant.operations.risk.facts import say_fact
from comptant.operations.risk.fraud import raise_alarms
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.fraud import ALARMS
from comptant.rules.verification import DRAWN, VERIFICATION
from comptant.store import bulk

# What the client reads of it: who said so, and that it was asked, is kept with the answer alone.
EVIDENCE = "L'acheteur dit ne pas connaître cette facture"
ANSWERS = ("CONFIRMED", "NOT_RECOGNISED", "NO_ANSWER")


@operation
def draw_sample(do: Act, *, contract_id: int) -> Answer:
    """Draw the invoices of a contract to verify this month: a tenth of what is open by value, all
    large ones of a client of less than 90 days, those in doubt, and two in a hundred. What was
    drawn before is not drawn again; the same month and invoices give the same draw. Their buyers
    are asked by their link (share_buyer_account) or by telephone.

    Refused: contract_unknown, verification_confidential, nothing_to_verify.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    if contract.terms["disclosure_mode"] == "CONFIDENTIAL":
        raise Refused("verification_confidential", number=contract.number)
    told = {"contract_id": contract_id, "on": do.on}
    facts = bulk.copy_out(do.conn, "to_verify", DRAWN, **told)
    drawn = decide(facts, VERIFICATION, nullable=("verification_cause",)).filter(
        c.verification_cause.is_not_null()
    )
    if drawn.is_empty():
        raise Refused("nothing_to_verify", number=contract.number)
    bulk.copy_in(do.conn, "verification", drawn.select(
        "invoice_id", "buyer_id", "draw_ppm", contract_id=pl.lit(contract_id),
        campaign_id=pl.lit(do.id), cause="verification_cause", amount_cents="open_cents",
        drawn_on=pl.lit(do.on), act_id=pl.lit(do.id),
    ))  # fmt: skip
    return {"contract_id": contract_id, "campaign_id": do.id, "count": drawn.height,
            "amount_cents": int(drawn["open_cents"].sum()), "currency": contract.currency,
            "invoice_ids": drawn["invoice_id"].to_list()}  # fmt: skip


@operation
def record_verification(
    do: Act, *, contract_id: int, invoice_id: int, answer: str, source: str
) -> Answer:
    """Keep what a buyer answers of an invoice (CONFIRMED, NOT_RECOGNISED, NO_ANSWER), and who said
    it. One that is not recognised is disputed (LIT-INC) and held, and nothing is paid out under the
    contract until two people have looked (FR-18).

    Refused: contract_unknown, verification_confidential, verification_answer_wrong,
    source_missing, subject_unknown.
    """
    if answer not in ANSWERS:
        raise Refused("verification_answer_wrong", answer=answer, answers=list(ANSWERS))
    check_source(source)
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    if contract.terms["disclosure_mode"] == "CONFIDENTIAL":
        raise Refused("verification_confidential", number=contract.number)
    said = say_fact(do, contract_id=contract_id, subject="INVOICE", subject_id=invoice_id,
                    name="verification_answer", value=answer, from_on=do.on,
                    source=source)  # fmt: skip
    told = {"contract_id": contract_id, "invoice_id": invoice_id, "answer": answer,
            "judged": said["judged"], "dispute_id": None, "alarm_id": None}  # fmt: skip
    if answer != "NOT_RECOGNISED":
        return told
    try:
        opened = dispute(do, contract_id=contract_id, invoice_id=invoice_id, code="LIT-INC",
                         amount_cents=None, is_rest_confirmed=False, source="BUYER",
                         evidence=EVIDENCE)  # fmt: skip
        told["dispute_id"], cents = opened["dispute_id"], opened["amount_cents"]
    except Refused as refusal:  # disputed before, or paid: the alarm says the rest
        if refusal.code not in ("invoice_disputed", "amount_too_large"):
            raise
        cents = 0
    raised = raise_alarms(do, ALARMS.frame([{
        "fraud_rule": "FR-18", "contract_id": contract_id, "alarm_subject": "INVOICE",
        "alarm_subject_id": invoice_id, "alarm_cents": cents,
        "evidence": json.dumps({"answer": answer, "source": source}),
    }]))  # fmt: skip
    return {**told, "alarm_id": raised[0]["alarm_id"] if raised else None}
