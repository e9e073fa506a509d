"""What may be claimed: invoices that a policy covers, or debts that our guarantee has taken.

Source: DOMAIN 6.3, 6.4; docs/decisions/0184-a-claim-is-of-the-insurance-year-of-its-deliveries.md.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Refused
from comptant.operations.claiming.claim_figures import waiting_until
from comptant.operations.insurance.covering import cover_of, terms_said
from comptant.operations.insurance.policies import known_policy
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

Row = dict[str, Any]
LIMIT_USED_UP = ("no_limit",)
# What of a policy's terms an indemnity is reckoned by: the same for all invoices of a claim.
SAME_TERMS = ("insured_base", "vat_ppm", "insured_ppm", "is_delegated", "waiting_days",
                "waiting_from", "dispute_days", "jurisdiction_days", "loss_deductible_cents",
                "claim_threshold_cents", "first_loss_cents", "liability_multiple_count",
                "liability_cap_cents", "policy_rate_ppm", "premium_minimum_cents")  # fmt: skip


def insured_items(
    do: Act, contract_id: int, policy_id: int, wanted: list[int]
) -> tuple[list[Row], Row]:
    """The invoices as the policy covers them, each of them claimable, and what the claim is.
    Refused: as open_claim says."""
    policy = known_policy(do, policy_id)
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=contract_id, on=do.on)
    known = {row["invoice_id"]: row for row in cover_of(rows, do.on, contract_id)
             if row["policy_id"] == policy_id}  # fmt: skip
    terms = {row["invoice_id"]: row["terms"] for row in rows if row["policy_id"] == policy_id}
    for id_ in wanted:
        if id_ not in known:
            raise Refused("invoice_not_insured", invoice_id=id_,
                          policy_number=policy["policy_number"])  # fmt: skip
        _check(known[id_], do.on)
    found = [known[id_] for id_ in wanted]
    if not any(row["covered_cents"] for row in found):
        raise Refused("claim_beyond_limit", number=found[0]["invoice_number"],
                      policy_number=policy["policy_number"], currency=policy["currency"],
                      limit_cents=found[0]["cover_limit_cents"])  # fmt: skip
    told = _one_year(found, {id_: terms_said(terms[id_]) for id_ in wanted})
    declared_on = max(row["declared_on"] for row in found)
    ours = policy["holder_kind"] == "FACTOR" or bool(told["is_delegated"])
    waiting = waiting_until(told, declared_on, max(row["due_on"] for row in found))
    items = [{**row, "debt_cents": row["open_cents"], "base_cents": row["base_open_cents"]}
             for row in found]  # fmt: skip
    return items, {"policy_id": policy_id, "currency": policy["currency"], "terms": told,
                   "paid_to": "FACTOR" if ours else "CLIENT",
                   "waiting_until_on": waiting}  # fmt: skip


def _one_year(found: list[Row], terms: dict[int, Row]) -> Row:
    """The terms that count for the invoices: those of the days of their delivery, all of one
    insurance year, whose first loss and maximum the claim goes by."""
    (first, *others) = (
        (row["year_on"], {name: terms[row["invoice_id"]][name] for name in SAME_TERMS})
        for row in found
    )
    for row, other in zip(found[1:], others, strict=True):
        if other != first:
            raise Refused("claim_of_several_years", number=row["invoice_number"],
                          year_on=row["year_on"], after_on=first[0],
                          policy_number=row["policy_number"])  # fmt: skip
    return terms[found[0]["invoice_id"]]


def _check(row: Row, on: date) -> None:
    """Whether an invoice may be claimed: declared, in time, and still covered."""
    number, policy = row["invoice_number"], row["policy_number"]
    if row["declared_on"] is None:
        raise Refused("not_declared", number=number)
    if row["uninsured_reason"] and row["uninsured_reason"] not in LIMIT_USED_UP:
        raise Refused("cover_lost", number=number, policy_number=policy,
                      uninsured_reason=row["uninsured_reason"])  # fmt: skip
    last_on = row["claim_by_on"]
    if last_on is not None and (row["claimed_on"] or on) > last_on:
        raise Refused("claim_too_late", number=number, policy_number=policy, last_on=last_on)


def guaranteed_items(do: Act, contract_id: int, wanted: list[int]) -> tuple[list[Row], Row]:
    """The debts that the guarantee has taken, as far as they are owed, and what the claim is."""
    rows = bulk.rows(do.conn, "read_guarantees", contract_id=contract_id,
                     numbers=[str(id_) for id_ in wanted])  # fmt: skip
    known = {row["id"]: row for row in rows}
    items = []
    for id_ in wanted:
        row = known.get(id_)
        debt = row["factor_open_cents"] + row["client_open_cents"] if row else 0
        if row is None or not debt:
            raise Refused("invoice_not_guaranteed", invoice_id=id_)
        items.append({**row, "invoice_id": id_, "policy_id": 0, "debt_cents": debt,
                      "base_cents": debt, "insurable_cents": 0, "covered_cents": 0,
                      "below_cents": 0, "offered_cents": 0})  # fmt: skip
    currency = contract_in_force(do.conn, contract_id, do.on).currency
    return items, {"policy_id": None, "currency": currency, "terms": {}, "paid_to": "NOBODY",
                   "waiting_until_on": None}  # fmt: skip
