"""What comes in after an indemnity or a loss: shared between insurer, factor and client, with its
costs; and the insurer paid its part. Source: DOMAIN 6.6, W6-7, W8-E7, E8.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.claiming.claims import claim_of, items_of, move_items, step
from comptant.operations.claiming.impairing import impair
from comptant.operations.claiming.indemnities import check_payer, spend
from comptant.operations.collection.cash import payment_of
from comptant.operations.collection.moving import part_of
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.batch import decide
from comptant.rules.claim_shares import KEPT, ON_RECOVERY
from comptant.rules.indemnity import RECOVERIES, SHARING

Row = dict[str, Any]
# Of orders to insurers: within two days.
PROMISED = {"cutoff_hour": 0, "promised_hours": 48}
TOLD = ("insured_recovery_cents", "insurer_recovery_cents", "retained_recovery_cents",
        "uninsured_recovery_cents", "insurer_cost_cents", "insurer_due_cents",
        "kept_recovery_cents", "client_recovery_cents", "factor_recovery_cents",
        "client_cost_cents", "client_credit_cents", "to_doubtful_cents",
        "regained_cents")  # fmt: skip


@operation
def share_recovery(
    do: Act, *, contract_id: int, claim_id: int, payment_id: int, amount_cents: int | None,
    cost_cents: int, step_on: date, reference: str,
) -> Answer:  # fmt: skip
    """Money that the buyer, or who administers its estate, pays after the indemnity or the loss
    (None: all of the payment that waits), shared with the insurer by what each has borne, its costs
    in the same ratio: each cent is told. What is the insurer's of it is owed to it from then on.

    Refused: contract_unknown, claim_file_unknown, claim_not_settled, claim_shared,
    reference_missing, cost_wrong, cover_step_dates_wrong, payment_unknown, payment_going_back,
    amount_too_large (more than the buyer owes), indemnity_of_buyer (another buyer's money).
    """
    lock_contracts(do, [contract_id])
    claim = claim_of(do, contract_id, claim_id)
    items = items_of(do, claim)
    _check(do, claim, items, cost_cents, step_on, reference)
    payment = payment_of(do, contract_id, payment_id)
    check_payer(do, claim, payment, claim["buyer_id"])
    cents = part_of(do, contract_id, payment, amount_cents)
    if cents > claim["owed_cents"]:
        raise Refused("amount_too_large", amount_cents=cents, most_cents=claim["owed_cents"])
    told = _shared(claim, items, cents, cost_cents)
    _book(do, claim, items, payment, told)
    _move(do, claim, items, cents, told["to_doubtful_cents"])
    due = 0 if claim["paid_to"] == "CLIENT" else told["insurer_due_cents"]
    step(do, claim, "RECOVERED", step_on, reference, amount_cents=cents, due_cents=-due,
         factor_cents=told["factor_recovery_cents"], client_cents=told["client_recovery_cents"],
         insurer_cents=told["insurer_recovery_cents"], cost_cents=cost_cents,
         insurer_cost_cents=told["insurer_cost_cents"],
         client_cost_cents=told["client_cost_cents"], payment_id=payment_id,
         impaired_cents=impair(do, claim, items_of(do, claim)))  # fmt: skip
    return {"contract_id": contract_id, "claim_id": claim_id, "recovery_cents": cents,
            "recovery_cost_cents": cost_cents, "currency": claim["currency"],
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


def _check(
    do: Act, claim: Row, items: list[Row], cost_cents: int, step_on: date, reference: str
) -> None:
    """Whether what comes in may be shared by this claim."""
    number = claim["claim_number"]
    is_whole = claim["is_accepted"] and claim["received_cents"] >= claim["accepted_cents"]
    if not (is_whole or claim["is_written_off"]):
        raise Refused("claim_not_settled", claim_number=number)
    if any(item["is_shared"] for item in items):
        raise Refused("claim_shared", claim_number=number)
    if not reference.strip():
        raise Refused("reference_missing")
    if cost_cents < 0:
        raise Refused("cost_wrong", cost_cents=cost_cents)
    if not claim["opened_on"] <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)


def _shared(claim: Row, items: list[Row], cents: int, cost_cents: int) -> Row:
    """A recovery with whose it is: SHARING, then ON_RECOVERY."""
    facts = {
        "claim_id": claim["id"], "debt_cents": claim["accepted_cents"]
        + claim["factor_borne_cents"] + claim["client_borne_cents"],
        "loss_base_cents": claim["loss_base_cents"],
        "indemnity_paid_cents": claim["accepted_cents"], "recovery_cents": cents,
        "recovery_cost_cents": cost_cents, "recovered_before_cents": claim["recovered_cents"],
        "costs_before_cents": claim["cost_cents"],
    }  # fmt: skip
    told = decide(RECOVERIES.frame([facts]), SHARING).row(0, named=True)
    kept = {
        **{name: told[name] for name in KEPT.names if name in told},
        "kept_before_cents": claim["recovered_cents"] - claim["insurer_cents"],
        "kept_costs_before_cents": claim["cost_cents"] - claim["insurer_cost_cents"],
        "factor_borne_cents": claim["factor_borne_cents"],
        "client_borne_cents": claim["client_borne_cents"],
        "doubtful_cents": sum(item["factor_cents"] for item in items),
    }  # fmt: skip
    return {**told, **decide(KEPT.frame([kept]), ON_RECOVERY).row(0, named=True)}


def _book(do: Act, claim: Row, items: list[Row], payment: Row, told: Row) -> None:
    """The insurer's and the factor's part in one entry, the client's in another, who owes the
    insurer its part himself where he had the indemnity."""
    contract = contract_in_force(do.conn, claim["contract_id"], do.on)
    is_his = claim["paid_to"] == "CLIENT"
    insurer = 0 if is_his else told["insurer_recovery_cents"]
    amounts = {
        "shared": insurer + told["factor_recovery_cents"],
        "due": 0 if is_his else told["insurer_due_cents"],
        "costs": 0 if is_his else told["insurer_cost_cents"],
        "recovered": told["to_doubtful_cents"], "regained": told["regained_cents"],
    }  # fmt: skip
    if amounts["shared"]:
        spend(do, contract, payment, "claim_recovery", amounts, amounts["shared"])
    client = told["client_recovery_cents"] + (told["insurer_recovery_cents"] if is_his else 0)
    if not client:
        return
    costs = told["client_cost_cents"] + (told["insurer_cost_cents"] if is_his else 0)
    is_back = all(item["back_cents"] > 0 and not item["is_guaranteed"] for item in items)
    event, name = (("claim_recovery_returned", "returned") if is_back
                   else ("claim_recovery_passed_on", "passed"))  # fmt: skip
    spend(do, contract, payment, event,
          {name: client, "credited": client - costs, "costs": costs}, client)  # fmt: skip


def _move(do: Act, claim: Row, items: list[Row], cents: int, doubtful: int) -> None:
    """So much less is owed of the invoices, the oldest first, and in doubtful debts."""
    moved = {}
    for item in items:
        less, of_debt = min(cents, item["owed_cents"]), min(doubtful, item["factor_cents"])
        cents, doubtful = cents - less, doubtful - of_debt
        moved[item["invoice_id"]] = {"owed_cents": -less, "factor_cents": -of_debt}
    move_items(do, claim, moved)
