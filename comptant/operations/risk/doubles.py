"""An invoice that another factor shows to hold too: blocked at once, and put before the fraud desk.
How it is found without showing any: docs/double-financing.md. Source: DOMAIN §10, FR-02."""

import json

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.risk.fraud import raise_alarms
from comptant.rules.fraud import ALARMS

KINDS = ("EXACT", "NUMBER")


@operation
def record_double(
    do: Act, *, contract_id: int, invoice_id: int, peer: str, kind: str
) -> Answer:  # fmt: skip
    """Keep that a peer holds an invoice of ours too (EXACT: the same facts; NUMBER: the same number
    of the same parties and year): it is not financed until two people have cleared it. Told again,
    nothing is raised again (`alarm_id` is none).

    Refused: contract_unknown, subject_unknown, double_kind_wrong, source_missing (no peer).
    """
    if kind not in KINDS:
        raise Refused("double_kind_wrong", kind=kind)
    if not peer.strip():
        raise Refused("source_missing")
    lock_contracts(do, [contract_id])
    found = do.conn.execute(
        "SELECT open_cents FROM invoice WHERE contract_id = %s AND id = %s AND amount_cents > 0",
        (contract_id, invoice_id),
    ).fetchone()
    if found is None:
        raise Refused("subject_unknown", subject="INVOICE", subject_id=invoice_id)
    raised = raise_alarms(do, ALARMS.frame([{
        "fraud_rule": "FR-02", "contract_id": contract_id, "alarm_subject": "INVOICE",
        "alarm_subject_id": invoice_id, "alarm_cents": found[0],
        "evidence": json.dumps({"peer": peer.strip(), "kind": kind}),
    }]))  # fmt: skip
    return {"contract_id": contract_id, "invoice_id": invoice_id, "peer": peer.strip(),
            "kind": kind, "alarm_id": raised[0]["alarm_id"] if raised else None}  # fmt: skip
