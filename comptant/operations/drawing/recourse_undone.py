"""What was done about an over-advance by slip, undone by two people: a guarantor called, his money
or money on a loss received, a set-off, a loss. The entries stay, and so do those against them, with
the same value dates; money that was taken waits again. Source: DOMAIN 5.8, réimputation.
"""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import open_payment, payment_of
from comptant.operations.portfolio.losses import keep_step, sums_of
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

Row = dict[str, Any]
# The events of steps, with the name of the amount in their templates.
EVENTS = {
    "surety_received": "received", "surety_on_loss": "regained", "client_regained": "regained",
    "loss_repaid": "repaid", "client_loss": "lost", "set_off_given": "given",
    "set_off_taken": "taken", "set_off_on_loss": "taken",
}  # fmt: skip


@operation
def undo_recourse(do: Act, *, contract_id: int, step_id: int, reason: str) -> Answer:
    """Propose to undo what was done about an over-advance by slip: a guarantor called, his money or
    money on a loss received, a set-off, a loss; another person's approval does it.

    Refused: contract_unknown, reason_missing, recourse_step_unknown (or undone already),
    recourse_step_used (something that counts came of it: that is undone first).
    """
    lock_contracts(do, [contract_id])
    if not reason.strip():
        raise Refused("reason_missing")
    step = _step(do, contract_id, step_id)
    currency = contract_in_force(do.conn, contract_id, do.on).currency
    other = step["other_contract_id"]
    said = {"what": "undo", "step_id": step_id, "step": step["step"], "reason": reason.strip(),
            **({"also_contract_ids": [other]} if other else {})}  # fmt: skip
    approval_id = propose(do, "recourse", said, amount_cents=step["amount_cents"],
                          currency=currency, contract_id=contract_id,
                          subject_id=step_id)  # fmt: skip
    return {"contract_id": contract_id, "step_id": step_id, "approval_id": approval_id,
            "amount_cents": step["amount_cents"], "currency": currency}  # fmt: skip


def undo_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved undoing does, if nothing stands in its way by now."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, {contract_id, *asked.get("also_contract_ids", ())})
    step = _step(do, contract_id, asked["step_id"])
    ids = [contract_id] + [step["other_contract_id"]] * bool(step["other_contract_id"])
    entries = bulk.rows(do.conn, "recourse_entries", ids=ids, act_id=step["act_id"],
                        events=list(EVENTS))  # fmt: skip
    for entry in entries:
        _reverse(do, entry, step["payment_id"])
    keep_step(do, contract_id, "UNDONE", step["amount_cents"], asked["reason"], do.on,
              undoes_id=step["id"])  # fmt: skip
    return {"contract_id": contract_id, "step_id": step["id"],
            "undone_cents": step["amount_cents"]}  # fmt: skip


def _step(do: Act, contract_id: int, step_id: int) -> Row:
    """A step that counts and that nothing came of since, its contract locked."""
    step = bulk.row(do.conn, "recourse_step_of", contract_id=contract_id, id=step_id)
    if step is None:
        raise Refused("recourse_step_unknown", step_id=step_id)
    if step["step"] == "CALLED":
        sums = sums_of(do, contract_id, step["party_id"])
        used = sums["paid_cents"] > sums["called_cents"] - step["amount_cents"]
    elif step["step"] == "WRITTEN_OFF":
        sums = sums_of(do, contract_id)
        used = sums["regained_cents"] > sums["lost_cents"] - step["amount_cents"]
    else:
        used = False
    if used:
        raise Refused("recourse_step_used", step_id=step_id)
    return step


def _reverse(do: Act, entry: Row, payment_id: int | None) -> None:
    """The entry against one of a step; its money waits again."""
    contract_id, cents, movements = entry["contract_id"], entry["amount_cents"], None
    if payment_id is not None:
        movements = pl.DataFrame([{
            "item_id": payment_id, "account": "UNAL", "against_id": 0, "amount_cents": -cents,
            "approved_cents": 0,
        }])  # fmt: skip
    book(do, contract_id, entry["event"], f"undone/{entry['id']}/{do.id}", entry["value_on"],
         {EVENTS[entry["event"]]: -cents}, movements, reverses_id=entry["id"])  # fmt: skip
    if payment_id is not None:
        contract = contract_in_force(do.conn, contract_id, do.on)
        open_payment(do, contract, payment_of(do, contract_id, payment_id), cents)
