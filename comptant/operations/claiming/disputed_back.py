"""What an import factor has paid under its approval goes back to it where the buyer disputes the
debt, and notice came in time: its payment is undone, and the money waits to be sent back.

Source: DOMAIN 7.5 (GRIF art. 27(iii)), W7-4.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.claiming.claims import claim_of, items_of
from comptant.operations.claiming.claims_undone import undo_approved
from comptant.rules.batch import decide
from comptant.rules.two_factor import TWO_FACTOR, TWO_FACTOR_DAYS
from comptant.store import bulk

Row = dict[str, Any]
GIVEN_BACK = ("RECEIVED",)


@operation
def give_back_disputed(
    do: Act, *, contract_id: int, claim_id: int, disputed_on: date, reason: str
) -> Answer:
    """Propose that the payment of a claim goes back to who approved the debt, since notice of a
    dispute came on a day: another person agrees. The last payment received (`amount_cents`) waits
    then to be sent back (`return_unknown`), and so on with the one before; once none is left, its
    acceptance is undone (`undo_claim_step`) and the debts are where they were.

    Refused: contract_unknown, claim_file_unknown, claim_dropped, reason_missing,
    dispute_clause_missing (the agreement has none), claim_not_accepted, payment_not_owed (notice
    came before the payment was due: have the claim undone), payment_stands (too late, with the
    last day).
    """
    lock_contracts(do, [contract_id])
    if not reason.strip():
        raise Refused("reason_missing")
    claim = claim_of(do, contract_id, claim_id)
    found = _checked(do, claim, disputed_on)
    paid = bulk.rows(do.conn, "claim_steps_given_back", contract_id=contract_id, claim_id=claim_id,
                     steps=list(GIVEN_BACK))[0]  # fmt: skip
    told = {name: claim[name] for name in ("contract_id", "contract_number", "claim_number",
                                           "buyer_name")}  # fmt: skip
    said = {**told, "what": "dispute", "claim_id": claim_id, "reason": reason.strip(),
            "step_id": paid["id"],
            "disputed_on": disputed_on.isoformat(),
            "dispute_until_on": found["dispute_until_on"].isoformat()}  # fmt: skip
    cents = paid["amount_cents"]
    approval_id = propose(do, "claim", said, amount_cents=cents, currency=claim["currency"],
                          subject_id=claim["buyer_id"])  # fmt: skip
    return {"contract_id": contract_id, "claim_id": claim_id, "approval_id": approval_id,
            "amount_cents": cents, "currency": claim["currency"],
            "dispute_until_on": found["dispute_until_on"]}  # fmt: skip


def disputed_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved return does: the payment of the claim that it names is undone, if it is the
    last one still. Refused: claim_step_unknown, claim_step_used."""
    asked = approval["arguments"]
    of = {"contract_id": asked["contract_id"], "claim_id": asked["claim_id"]}
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], of["contract_id"]])
    if "step_id" not in asked:  # proposed when it was the last payment that went back
        steps = bulk.rows(do.conn, "claim_steps_given_back", **of, steps=list(GIVEN_BACK))
        if not steps:
            raise Refused("claim_step_unknown", step_id=0, claim_number=asked["claim_number"])
        check_agreed(approval, steps[0]["amount_cents"])
        approval = {**approval, "arguments": {**asked, "step_id": steps[0]["id"]}}
    answer = undo_approved(do, approval)
    return {**of, "claim_state": answer["claim_state"], "given_back_cents": answer["undone_cents"],
            "payment_id": answer["payment_id"]}  # fmt: skip


def _checked(do: Act, claim: Row, disputed_on: date) -> Row:
    """The days of the claim's oldest debt; Refused as told."""
    terms, number = claim["terms"], claim["claim_number"]
    if terms.get("dispute_days") is None:
        raise Refused("dispute_clause_missing", claim_number=number)
    if not claim["received_cents"]:
        raise Refused("claim_not_accepted", claim_number=number)
    due_on = min(item["due_on"] for item in items_of(do, claim))
    facts = {"due_on": due_on, "approval_payment_days": terms["waiting_days"],
             "dispute_days": terms["dispute_days"], "disputed_on": disputed_on,
             "jurisdiction_days": terms["jurisdiction_days"] or 0}  # fmt: skip
    found = decide(TWO_FACTOR.frame([facts]), TWO_FACTOR_DAYS).row(0, named=True)
    if found["approval_outcome"] == "NO_PAYMENT":
        raise Refused("payment_not_owed", claim_number=number, disputed_on=disputed_on,
                      indemnity_on=found["approval_payment_on"])  # fmt: skip
    if found["approval_outcome"] == "STANDS":
        raise Refused("payment_stands", claim_number=number, disputed_on=disputed_on,
                      last_on=found["dispute_until_on"])  # fmt: skip
    return found
