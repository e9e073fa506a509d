"""What comes in after an indemnity or a loss: shared between insurer, factor and client, with its
costs; and the insurer paid its part. Source: DOMAIN 6.6, W6-7, W8-E7, E8.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.claiming.claims import claim_of, items_of, lower, move_items, step
from comptant.operations.claiming.indemnities import check_payer
from comptant.operations.claiming.recovery_shares import book_recovery, shared, sharing
from comptant.operations.collection.cash import payment_of
from comptant.operations.collection.moving import part_of
from comptant.operations.paying.preparing import payee_account, prepare, promised_at

Row = dict[str, Any]
# Of orders to insurers: within two days.
PROMISED = {"cutoff_hour": 0, "promised_hours": 48}
TOLD = ("insured_recovery_cents", "insurer_recovery_cents", "retained_recovery_cents",
        "uninsured_recovery_cents", "insurer_cost_cents", "insurer_due_cents",
        "kept_recovery_cents", "client_recovery_cents", "factor_recovery_cents",
        "client_cost_cents", "client_credit_cents", "to_doubtful_cents",
        "regained_cents")  # fmt: skip

# Of each insurer's part.
OF_SHARE = ("claim_number", "policy_number", "insurer_name", "insurer_recovery_cents",
            "insurer_cost_cents", "insurer_due_cents")  # fmt: skip


@operation
def share_recovery(
    do: Act, *, contract_id: int, claim_id: int, payment_id: int, amount_cents: int | None,
    cost_cents: int, step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Money that the buyer, or who administers its estate, pays after the indemnity or the loss
    (None: all of the payment that waits), shared with the insurer by what each has borne, its costs
    in the same ratio: each cent is told. What is the insurer's of it is owed to it from then on. Of
    invoices that several policies cover (layers, co-insurers) each insurer has its part (`shares`).

    Refused: contract_unknown, claim_file_unknown, claim_not_settled (of the others as well),
    claim_shared (another claim is of other invoices too), reference_missing, cost_wrong,
    cover_step_dates_wrong, payment_unknown, payment_going_back, amount_too_large (more than the
    buyer owes), indemnity_of_buyer (another buyer's money).
    """
    lock_contracts(do, [contract_id])
    claim = claim_of(do, contract_id, claim_id)
    group, holder = sharing(do, claim)
    items = items_of(do, holder)
    _check(do, group, cost_cents, step_on, reference)
    payment = payment_of(do, contract_id, payment_id)
    check_payer(do, claim, payment, claim["buyer_id"])
    cents = part_of(do, contract_id, payment, amount_cents)
    if cents > holder["owed_cents"]:
        raise Refused("amount_too_large", amount_cents=cents, most_cents=holder["owed_cents"])
    shares, told = shared(group, holder, items, cents, cost_cents)
    book_recovery(do, holder, items, payment, shares, told)
    _move(do, holder, items, cents, told["to_doubtful_cents"])
    _keep(do, holder, shares, told, step_on, reference, payment_id)
    return {"contract_id": contract_id, "claim_id": claim_id, "recovery_cents": cents,
            "recovery_cost_cents": cost_cents, "currency": claim["currency"],
            "shares": [{name: one[name] for name in OF_SHARE} for one in shares],
            **{name: told[name] for name in TOLD}}  # fmt: skip


@operation
def pay_insurer(
    do: Act, *, contract_id: int, claim_id: int, payee_account_id: int | None
) -> Answer:
    """Prepare the payment of an insurer's part of what was recovered, to an account of the
    insurer's (None: the only one); another person releases it. One that failed is prepared again.

    Refused: contract_unknown, claim_file_unknown, nothing_to_insurer, payee_unknown,
    payee_to_choose, payee_check_failed.
    """
    lock_contracts(do, [contract_id])
    claim = claim_of(do, contract_id, claim_id)
    if not claim["to_insurer_cents"]:
        raise Refused("nothing_to_insurer", claim_number=claim["claim_number"])
    payee = payee_account(do, claim["insurer_id"], payee_account_id)
    order = prepare(
        do, contract_id, "INSURER", payee, claim["to_insurer_cents"], claim["currency"],
        promised_at(PROMISED, do.asked.at), item_id=claim_id,
    )  # fmt: skip
    return {**order, "claim_id": claim_id}


def _check(do: Act, group: list[Row], cost_cents: int, step_on: date, reference: str) -> None:
    """Whether what comes in may be shared by claims on the same invoices."""
    for claim in group:
        is_whole = claim["is_accepted"] and claim["received_cents"] >= claim["accepted_cents"]
        if not (is_whole or claim["is_written_off"]):
            raise Refused("claim_not_settled", claim_number=claim["claim_number"])
        if not claim["opened_on"] <= step_on <= do.on:
            raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    if not reference.strip():
        raise Refused("reference_missing")
    if cost_cents < 0:
        raise Refused("cost_wrong", cost_cents=cost_cents)


def _keep(
    do: Act, holder: Row, shares: list[Row], told: Row, step_on: date, reference: str,
    payment_id: int,
) -> None:  # fmt: skip
    """A step of each claim: its insurer's part; on the one that has the debt what is left of it."""
    for one in shares:
        is_holder = one["id"] == holder["id"]
        due = 0 if one["paid_to"] == "CLIENT" else one["insurer_due_cents"]
        now = claim_of(do, holder["contract_id"], one["id"])
        step(do, now, "RECOVERED", step_on, reference, amount_cents=one["recovery_cents"],
             due_cents=-due, insurer_cents=one["insurer_recovery_cents"],
             cost_cents=one["recovery_cost_cents"], insurer_cost_cents=one["insurer_cost_cents"],
             factor_cents=told["factor_recovery_cents"] if is_holder else 0,
             client_cents=told["client_recovery_cents"] if is_holder else 0,
             client_cost_cents=told["client_cost_cents"] if is_holder else 0,
             payment_id=payment_id,
             impaired_cents=lower(do, now, items_of(do, now)))  # fmt: skip


def _move(do: Act, claim: Row, items: list[Row], cents: int, doubtful: int) -> None:
    """So much less is owed of the invoices, the oldest first, and in doubtful debts."""
    moved = {}
    for item in items:
        less, of_debt = min(cents, item["owed_cents"]), min(doubtful, item["factor_cents"])
        cents, doubtful = cents - less, doubtful - of_debt
        moved[item["invoice_id"]] = {"owed_cents": -less, "factor_cents": -of_debt}
    move_items(do, claim, moved)
