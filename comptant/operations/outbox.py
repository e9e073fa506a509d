"""What must leave the house waits in one outbox; what has left is said there, once."""

from psycopg.types.json import Jsonb

from comptant.operations.act import Act, Answer, Refused, operation
from comptant.operations.contracts import Contract
from comptant.operations.facts import note_buyer_notified
from comptant.store import bulk


def ask_notices(do: Act, contract: Contract, buyer_ids: list[int]) -> int:
    """Ask for a notice of assignment to each buyer that the contract wants told and that was not
    told yet, once; never under a confidential contract. How many were asked for."""
    terms = contract.terms
    if terms["disclosure_mode"] == "CONFIDENTIAL" or not terms["notice_required"]:
        return 0
    missing = bulk.rows(
        do.conn, "buyers_to_notify", contract_id=contract.id, ids=buyer_ids, on=do.on
    )
    for row in missing:
        bulk.execute(
            do.conn, "insert_outbox", kind="buyer_notice", contract_id=contract.id,
            payload=Jsonb({"buyer_id": row["buyer_id"]}), digest=None, due_at=do.asked.at,
            act_id=do.id,
        )  # fmt: skip
    return len(missing)


@operation
def mark_sent(do: Act, *, outbox_id: int, outcome: str, proof: str) -> Answer:
    """Say that something of the outbox has left (SENT, with its proof) or will not (CANCELLED).

    A notice sent makes its buyer notified, which frees its invoices. Refused: outbox_unknown,
    outbox_done, outcome_unknown, proof_missing.
    """
    if outcome not in ("SENT", "CANCELLED"):
        raise Refused("outcome_unknown", outcome=outcome)
    if outcome == "SENT" and not proof:
        raise Refused("proof_missing", outbox_id=outbox_id)
    line = bulk.row(do.conn, "outbox_line", id=outbox_id)
    if line is None:
        raise Refused("outbox_unknown", outbox_id=outbox_id)
    done = do.conn.execute(
        """INSERT INTO outbox_done (outbox_id, outcome, act_id) VALUES (%s, %s, %s)
           ON CONFLICT DO NOTHING""",
        (outbox_id, outcome, do.id),
    )
    if done.rowcount == 0:
        raise Refused("outbox_done", outbox_id=outbox_id)
    judged = 0
    if line["kind"] == "buyer_notice" and outcome == "SENT":
        judged = note_buyer_notified(do, line["contract_id"], line["payload"]["buyer_id"], proof)
    return {"outbox_id": outbox_id, "outcome": outcome, "judged": judged}
