"""A buyer confirms what it owes of an invoice: its disputes come to the rest, the newest giving way
first. Source: DOMAIN §5.4, EL-09, EL-23."""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.risk.dispute_steps import disputes_of, tell, write_steps
from comptant.operations.risk.facts import say_fact
from comptant.rules.disputes import KINDS, RESERVED
from comptant.store import bulk


def confirm(
    do: Act, contract_id: int, invoice: bulk.Row, amount_cents: int | None, proof: str
) -> Answer:
    """Note that the buyer owes so much of an invoice (none: all that is open). What was denied, or
    is looked at for fraud, is left to a person. The contract is locked by the caller.

    Refused: denied_before, amount_too_large, confirmed_too_little.
    """
    open_cents, id_ = invoice["open_cents"], invoice["invoice_id"]
    of = pl.DataFrame({"contract_id": [contract_id], "invoice_id": [id_]})
    live = [
        {**row, "left_cents": min(row["dispute_cents"], row["disputable_cents"])}
        for row in disputes_of(do, of) if row["dispute_code"] not in RESERVED
    ]  # fmt: skip
    live = [row for row in live if row["left_cents"] > 0]
    is_fraud = any(KINDS[row["dispute_code"]].is_fraud_case for row in live)
    if is_fraud or invoice["verification_answer"] == "NOT_RECOGNISED":
        raise Refused("denied_before")
    amount = open_cents if amount_cents is None else amount_cents
    if not 0 < amount <= open_cents:
        raise Refused("amount_too_large", amount_cents=amount, most_cents=open_cents)
    disputed = sum(row["left_cents"] for row in live)
    if amount < open_cents - disputed:
        raise Refused("confirmed_too_little", least_cents=open_cents - disputed)
    steps = _steps(live, disputed - (open_cents - amount))
    if steps:
        write_steps(do, pl.DataFrame(steps).with_columns(
            contract_id=pl.lit(contract_id), evidence=pl.lit(proof)))  # fmt: skip
        tell(do, of)
    say_fact(do, contract_id=contract_id, subject="INVOICE", subject_id=id_,
             name="verification_answer", value="CONFIRMED", from_on=do.on,
             source=proof)  # fmt: skip
    return {"contract_id": contract_id, "invoice_id": id_, "amount_cents": amount,
            "left_cents": open_cents - amount}  # fmt: skip


def _steps(live: list[bulk.Row], freed: int) -> list[bulk.Row]:
    """The steps by which disputes (`left_cents`, the oldest first) free so many cents; of what is
    left, the rest of the invoice is confirmed."""
    steps: list[bulk.Row] = []
    for row in reversed(live):
        taken = min(row["left_cents"], freed)
        freed -= taken
        left = row["left_cents"] - taken
        if taken or not row["is_confirmed"]:
            # Never more than is left of it: what was paid or credited since is gone already.
            steps.append({"dispute_id": row["dispute_id"],
                          "kind": "REST_CONFIRMED" if left else "SETTLED",
                          "amount_cents": left - row["dispute_cents"]})  # fmt: skip
    return steps
