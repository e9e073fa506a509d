"""What must leave the house waits in one outbox; what has left is said there, once."""

from collections import Counter

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.paying.unsent_files import finish, propose_unsent
from comptant.operations.registry.lenders import check_lender
from comptant.operations.risk.facts import note_buyer_notified
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.store import bulk


def ask_notices(do: Act, contracts: pl.DataFrame, buyers: pl.DataFrame) -> Counter[int]:
    """Ask for a notice of assignment to each buyer (contract_id, buyer_id) that its contract wants
    told and that was not told yet, once; never under a confidential contract. How many were asked
    for, per contract."""
    named = contracts[["contract_id", "disclosure_mode", "notice_required"]].iter_rows()
    telling = {id_ for id_, mode, is_needed in named if is_needed and mode != "CONFIDENTIAL"}
    if not telling or buyers.is_empty():
        return Counter()
    asked = buyers[["contract_id", "buyer_id"]].unique()
    asked = asked.filter(pl.col("contract_id").is_in(sorted(telling)))
    if asked.is_empty():
        return Counter()
    raised = bulk.rows(
        do.conn, "ask_notices", **bulk.arrays(asked), on=do.on, due_at=do.asked.at, act_id=do.id
    )
    return Counter(row["contract_id"] for row in raised)


def ask_return_notices(do: Act, contract: Contract, invoice_ids: list[int]) -> int:
    """Ask for a word to each buyer of invoices that go back to the client, whom it pays from now
    on; never under a confidential contract. How many. Source: DOMAIN §3.7 L2."""
    if not invoice_ids or contract.terms["disclosure_mode"] == "CONFIDENTIAL":
        return 0
    return len(bulk.rows(do.conn, "ask_return_notices", contract_id=contract.id,
                         invoice_ids=invoice_ids, due_at=do.asked.at, act_id=do.id))  # fmt: skip


def drop_return_notices(do: Act, contract: Contract, invoice_ids: list[int]) -> None:
    """Invoices are ours again: what was to tell their buyers does not leave, but for the others
    that it named."""
    left = bulk.rows(do.conn, "drop_return_notices", contract_id=contract.id,
                     invoice_ids=invoice_ids, act_id=do.id)  # fmt: skip
    ask_return_notices(do, contract, [row["invoice_id"] for row in left])


@operation
def mark_sent(do: Act, *, outbox_id: int, outcome: str, proof: str) -> Answer:
    """Say that something of the outbox has left (SENT, with its proof) or will not (CANCELLED).

    A notice sent makes its buyer notified, which frees its invoices; while a lender that we take
    over from is not paid, it does not leave: the buyer owes the lender. A payment file that will
    not leave waits for another person (`approval_id`), then its orders go out with the next one.
    Refused: outbox_unknown, outbox_done, outcome_unknown, proof_missing, file_waits,
    file_at_the_bank, collection_file_kept, sweep_file_kept, lender_not_paid.
    """
    if outcome not in ("SENT", "CANCELLED"):
        raise Refused("outcome_unknown", outcome=outcome)
    if outcome == "SENT" and not proof:
        raise Refused("proof_missing", outbox_id=outbox_id)
    line = bulk.row(do.conn, "outbox_line", id=outbox_id)
    if line is None:
        raise Refused("outbox_unknown", outbox_id=outbox_id)
    told = {"outbox_id": outbox_id, "outcome": outcome, "judged": 0}
    if outcome == "CANCELLED" and line["kind"] == "payment_file":
        return {**told, **propose_unsent(do, line)}
    if outcome == "CANCELLED" and line["kind"] == "collection_file":
        raise Refused("collection_file_kept", name=line["payload"]["name"])
    if outcome == "CANCELLED" and line["kind"] == "sweep_file":
        raise Refused("sweep_file_kept", name=line["payload"]["name"],
                      sweep_id=line["payload"]["sweep_id"])  # fmt: skip
    if line["kind"] == "buyer_notice" and outcome == "SENT":
        check_lender(do, contract_in_force(do.conn, line["contract_id"], do.on))
    finish(do, outbox_id, outcome)
    if line["kind"] == "buyer_notice" and outcome == "SENT":
        told["judged"] = note_buyer_notified(
            do, line["contract_id"], line["payload"]["buyer_id"], proof
        )
    return {**told, "approval_id": None}
