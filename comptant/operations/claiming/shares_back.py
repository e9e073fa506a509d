"""What an insurer had of a recovery that was taken back since: it owes it, until it gives it back
or its part of the next recovery is set off. Source: DOMAIN 6.6, W8-E7;
docs/decisions/0186-an-insurer-owes-its-share-of-what-was-recalled.md."""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.claiming.claims import claim_of, step
from comptant.operations.claiming.indemnities import insurers_money, spend
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk


@operation
def receive_share_back(
    do: Act, *, contract_id: int, claim_id: int, payment_id: int, amount_cents: int | None,
    step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Keep that an insurer has given back its share of a recovery that was undone, or a part of it
    (None: all that waits, as far as it owes it): money that our bank received, the house's or the
    contract's. What it does not give back is set off against its share of the next recovery.

    Refused: contract_unknown, claim_file_unknown, claim_dropped, no_share_to_come_back,
    reference_missing, cover_step_dates_wrong, payment_unknown, payment_going_back, currency_wrong,
    indemnity_of_buyer (a buyer's money), amount_too_large.
    """
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    claim = claim_of(do, contract_id, claim_id)
    owed = claim["share_back_cents"]
    if not owed:
        raise Refused("no_share_to_come_back", claim_number=claim["claim_number"])
    if not reference.strip():
        raise Refused("reference_missing")
    if not claim["opened_on"] <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    payment, cents = insurers_money(do, house["id"], claim, payment_id, amount_cents, owed)
    contract = contract_in_force(do.conn, contract_id, do.on)
    spend(do, contract, payment, "insurer_share_back", {"returned": cents}, cents)
    step(do, claim, "SHARE_BACK", step_on, reference, amount_cents=cents, due_cents=-cents,
         payment_id=payment["id"])  # fmt: skip
    return {"contract_id": contract_id, "claim_id": claim_id, "returned_cents": cents,
            "left_cents": owed - cents, "currency": claim["currency"]}  # fmt: skip
