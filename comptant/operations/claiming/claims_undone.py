"""Steps of claims that were told by slip, undone by two people in the reverse order of what came
after: a decision of the insurer, an indemnity, a recovery, a loss, a claim dropped.

The entries stay, and so do those against them, with the same value dates; money that was taken
waits again, and debts are where they were. Source: DOMAIN 5.8, réimputation; W8-E.
"""

from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.claiming.claim_entries import check_entries, reverse_entries
from comptant.operations.claiming.claims import (
    any_claim,
    impair_beside,
    impair_one,
    items_of,
    step,
)
from comptant.operations.collection.cash import payment_of
from comptant.operations.collection.moving import carry
from comptant.operations.portfolio.positions import judge_again_one
from comptant.store import bulk

Row = dict[str, Any]
UNDONE = ("ACCEPTED", "REFUSED", "RECEIVED", "RECOVERED", "WRITTEN_OFF", "DROPPED",
          "SHARE_BACK")  # fmt: skip
MOVING = ("ACCEPTED", "RECEIVED", "RECOVERED", "WRITTEN_OFF")  # those that moved debts or money


@operation
def undo_claim_step(
    do: Act, *, contract_id: int, claim_id: int, step_id: int, reason: str
) -> Answer:
    """Propose to undo a step of a claim told by slip (UNDONE); another person's approval does it.

    Refused: contract_unknown, claim_file_unknown, reason_missing, claim_step_unknown (of another
    kind, or undone already), claim_step_used (what came after it is undone first),
    claim_step_unkept (of before steps kept what they moved), claim_insurer_ordered (its part is
    ordered and at no bank yet: once it is paid the insurer owes it back), claim_known (claimed
    anew since it was dropped), invoice_given_back.
    """
    lock_contracts(do, [contract_id])
    if not reason.strip():
        raise Refused("reason_missing")
    claim = any_claim(do, contract_id, claim_id)
    found = _step(do, claim, step_id)
    told = {name: claim[name] for name in ("contract_id", "contract_number", "claim_number",
                                           "buyer_name")}  # fmt: skip
    said = {**told, "what": "undo", "claim_id": claim_id, "step_id": step_id,
            "step": found["step"], "reason": reason.strip(),
            "lost_cents": found["amount_cents"]}  # fmt: skip
    approval_id = propose(do, "claim", said, amount_cents=found["amount_cents"],
                          currency=claim["currency"], subject_id=claim["buyer_id"])  # fmt: skip
    return {"contract_id": contract_id, "claim_id": claim_id, "step_id": step_id,
            "approval_id": approval_id, "amount_cents": found["amount_cents"],
            "currency": claim["currency"]}  # fmt: skip


def undo_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved undoing does, if nothing stands in its way by now."""
    asked = approval["arguments"]
    contract_id, house = asked["contract_id"], bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    claim = any_claim(do, contract_id, asked["claim_id"])
    found = _step(do, claim, asked["step_id"])
    reverse_entries(do, contract_id, found)
    bulk.rows(do.conn, "claim_moves_back", contract_id=contract_id, undone_id=found["act_id"],
              act_id=do.id)  # fmt: skip
    if found["step"] == "DROPPED":
        bulk.execute(do.conn, "drop_claim_items", contract_id=contract_id, claim_id=claim["id"],
                     is_dropped=False)  # fmt: skip
        bulk.execute(do.conn, "claimed_again", contract_id=contract_id, act_id=do.id,
                     dropped_act_id=found["act_id"])  # fmt: skip
    for of in bulk.rows(do.conn, "claim_steps_of_act", contract_id=contract_id,
                        act_id=found["act_id"]):  # fmt: skip
        step(do, {**claim, "id": of["claim_id"]}, "UNDONE", do.on, asked["reason"],
             undoes_id=of["id"])  # fmt: skip
    waits_id = _to_nobody(do, house["id"], contract_id, found)
    now = any_claim(do, contract_id, claim["id"])
    ids = [item["invoice_id"] for item in items_of(do, now)]
    impair_one(do, now)
    impair_beside(do, now)
    judge_again_one(do, contract_id, ids, [claim["buyer_id"]])
    return {"contract_id": contract_id, "claim_id": claim["id"], "step_id": found["id"],
            "claim_state": now["claim_state"], "undone_cents": found["amount_cents"],
            "payment_id": waits_id}  # fmt: skip


def _step(do: Act, claim: Row, step_id: int) -> Row:
    """A step of a claim that counts and that nothing came of since, its contract locked."""
    of = {"contract_id": claim["contract_id"], "claim_id": claim["id"]}
    found = bulk.row(do.conn, "claim_step_of", **of, id=step_id)
    if found is None or found["step"] not in UNDONE:
        raise Refused("claim_step_unknown", step_id=step_id, claim_number=claim["claim_number"])
    since = bulk.row(do.conn, "claim_steps_since", **of, id=step_id, act_id=found["act_id"])
    if since is not None:
        raise Refused("claim_step_used", claim_step=since["step"], step_on=since["step_on"],
                      step_id=since["id"], claim_number=since["claim_number"])  # fmt: skip
    if found["step"] in MOVING and not found["is_kept"]:
        raise Refused("claim_step_unkept", step_id=step_id, claim_number=claim["claim_number"])
    if found["step"] == "DROPPED":
        for row in bulk.rows(do.conn, "claim_taken_up", **of)[:1]:
            raise Refused("claim_known", number=row["invoice_number"])
    if found["step"] == "RECOVERED":
        _check_ordered(do, claim, found)
    check_entries(do, claim["contract_id"], found)
    return found


def _check_ordered(do: Act, claim: Row, found: Row) -> None:
    """Whether no order that can be taken back pays insurers their part of a recovery; what they
    have been paid they owe back. Refused: claim_insurer_ordered."""
    for of in bulk.rows(do.conn, "claim_steps_of_act", contract_id=claim["contract_id"],
                        act_id=found["act_id"]):  # fmt: skip
        if not bulk.rows(do.conn, "insurer_orders_unsent", contract_id=claim["contract_id"],
                         claim_id=of["claim_id"]):  # fmt: skip
            continue
        one = any_claim(do, claim["contract_id"], of["claim_id"])
        raise Refused("claim_insurer_ordered", claim_number=one["claim_number"],
                      insurer_name=one["insurer_name"])  # fmt: skip


def _to_nobody(do: Act, house_id: int, contract_id: int, found: Row) -> int | None:
    """Where the money of a step waits: what it had taken from nobody is nobody's again."""
    payment_id: int | None = found["payment_id"]
    if payment_id is None or not found["was_nobodys"]:
        return payment_id
    payment = payment_of(do, contract_id, payment_id)
    return carry(do, house_id, contract_id, payment, house_id, 0, found["amount_cents"])
