"""Whose a recovery is: of each insurer on the debt, by its own indemnity, then of factor and client
by what all indemnities together have left them; and its entries. Source: DOMAIN 6.6, 6.7, W6-7."""

from typing import Any

from comptant.operations.acts.act import Act, Refused
from comptant.operations.claiming.claims import beside_of, claim_of
from comptant.operations.claiming.indemnities import spend
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.batch import decide
from comptant.rules.claim_shares import KEPT, ON_RECOVERY
from comptant.rules.indemnity import RECOVERIES, SHARING

Row = dict[str, Any]
OF_INSURERS = ("insured_recovery_cents", "insurer_recovery_cents", "retained_recovery_cents",
               "insurer_cost_cents", "insurer_due_cents")  # fmt: skip


def sharing(do: Act, claim: Row) -> tuple[list[Row], Row]:
    """The claims that share what comes in of a claim's invoices, refused ones left out, and the one
    that has the debt: it was decided last. Refused: claim_shared."""
    group = [claim]
    for one in beside_of(do, claim):
        if one["is_refused"] and not one["is_accepted"]:
            continue
        if not one["is_same"]:
            raise Refused("claim_shared", claim_number=claim["claim_number"],
                          other_number=one["claim_number"])  # fmt: skip
        group.append(claim_of(do, claim["contract_id"], one["id"]))
    group.sort(key=lambda one: int(one["id"]))
    return group, max(group, key=lambda one: (one["owed_cents"], one["id"] == claim["id"]))


def shared(
    group: list[Row], holder: Row, items: list[Row], cents: int, cost_cents: int
) -> tuple[list[Row], Row]:
    """A recovery: each claim with its insurer's part (SHARING), and all of it (ON_RECOVERY)."""
    shares = []
    for claim in group:
        facts = {
            "claim_id": claim["id"], "debt_cents": claim["accepted_cents"]
            + claim["other_borne_cents"] + claim["factor_borne_cents"]
            + claim["client_borne_cents"],
            "loss_base_cents": claim["loss_base_cents"],
            "indemnity_paid_cents": claim["accepted_cents"], "recovery_cents": cents,
            "recovery_cost_cents": cost_cents,
            "recovered_before_cents": claim["recovered_since_cents"],
            "costs_before_cents": claim["cost_cents"],
        }  # fmt: skip
        found = decide(RECOVERIES.frame([facts]), SHARING).row(0, named=True)
        shares.append({**claim, **found})
    sums = {name: sum(one[name] for one in shares) for name in OF_INSURERS}
    sums["uninsured_recovery_cents"] = cents - sums["insured_recovery_cents"]
    had = sum(one["insurer_cents"] for one in group)
    had_costs = sum(one["insurer_cost_cents"] for one in group)
    kept = {
        "claim_id": holder["id"], "recovery_cents": cents, "recovery_cost_cents": cost_cents,
        "insurer_recovery_cents": sums["insurer_recovery_cents"],
        "insurer_cost_cents": sums["insurer_cost_cents"],
        "kept_before_cents": holder["recovered_since_cents"] - had,
        "kept_costs_before_cents": holder["cost_cents"] - had_costs,
        "factor_borne_cents": holder["factor_borne_cents"],
        "client_borne_cents": holder["client_borne_cents"],
        "doubtful_cents": sum(item["factor_cents"] for item in items),
    }  # fmt: skip
    return shares, {**sums, **decide(KEPT.frame([kept]), ON_RECOVERY).row(0, named=True)}


def book_recovery(
    do: Act, holder: Row, items: list[Row], payment: Row, shares: list[Row], told: Row
) -> None:
    """Each insurer's part in an entry, the factor's with that of the claim that has the debt, the
    client's in another. Where he had the indemnity he owes its insurer's part himself: it is
    entrusted to him, in an entry of its own, and a debt in his books."""
    contract = contract_in_force(do.conn, holder["contract_id"], do.on)
    for one in shares:
        is_holder, is_his = one["id"] == holder["id"], one["paid_to"] == "CLIENT"
        more = "" if is_holder else f"/{one['id']}"
        insurer = one["insurer_recovery_cents"]
        if is_his:
            if insurer:
                spend(do, contract, payment, "claim_recovery_entrusted",
                      {"entrusted": insurer, "credited": one["insurer_due_cents"],
                       "costs": one["insurer_cost_cents"]}, insurer, more)  # fmt: skip
            insurer = 0
        amounts = {
            "shared": insurer + (told["factor_recovery_cents"] if is_holder else 0),
            "due": 0 if is_his else one["insurer_due_cents"],
            "costs": 0 if is_his else one["insurer_cost_cents"],
            "recovered": told["to_doubtful_cents"] if is_holder else 0,
            "regained": told["regained_cents"] if is_holder else 0,
        }  # fmt: skip
        if amounts["shared"]:
            spend(do, contract, payment, "claim_recovery", amounts, amounts["shared"], more)
    of_client, costs = told["client_recovery_cents"], told["client_cost_cents"]
    if not of_client:
        return
    is_back = all(item["back_cents"] > 0 and not item["is_guaranteed"] for item in items)
    event, name = (("claim_recovery_returned", "returned") if is_back
                   else ("claim_recovery_passed_on", "passed"))  # fmt: skip
    spend(do, contract, payment, event,
          {name: of_client, "credited": of_client - costs, "costs": costs}, of_client)  # fmt: skip
