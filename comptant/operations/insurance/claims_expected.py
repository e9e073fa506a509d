"""What insurers are expected to pay of the debts declared to them: a row per buyer, policy and
insurance year of the deliveries.

Nothing is booked by it. The first loss and the maximum of the year count whole here, and so does
the deductible, once per buyer; the claim itself knows what earlier ones have used (claim_figures).
Source: DOMAIN 6.4, W6-1 to W6-5.
"""

from datetime import date
from typing import Any

from comptant.operations.insurance.covering import cover_of, terms_said
from comptant.rules.batch import decide
from comptant.rules.columns import shape
from comptant.rules.indemnity import CLAIMS, INDEMNITY, max_liability_cents
from comptant.rules.premiums import PREMIUM, PREMIUMS

Row = dict[str, Any]
OF_CLAIM = ("contract_number", "buyer_id", "buyer_name", "policy_id", "policy_number",
            "insurer_name", "currency", "insured_ppm")  # fmt: skip
OF_INDEMNITY = ("insurable_cents", "loss_base_cents", "outside_limit_cents",
                "first_loss_used_cents", "claim_indemnity_cents",
                "not_indemnified_cents")  # fmt: skip
_LIABILITY = shape("year_premium_cents", "liability_multiple_count?", "liability_cap_cents?")


def claims_expected(rows: list[Row], on: date, contract_id: int | None = None) -> list[Row]:
    """Of rows of read_insured_invoices: what each policy is expected to pay of each buyer's
    declared invoices, and by when at the latest (`indemnity_on`)."""
    terms = {(row["policy_id"], row["invoice_id"]): terms_said(row["terms"]) for row in rows}
    found: dict[tuple[int, int, date], list[Row]] = {}
    for row in cover_of(rows, on, contract_id):
        if row["declared_on"] is not None:
            key = (row["policy_id"], row["buyer_id"], row["year_on"])
            found.setdefault(key, []).append(row)
    losses: dict[tuple[int, int], int] = {}
    for (policy_id, buyer_id, _), declared in found.items():
        of = policy_id, buyer_id
        losses[of] = losses.get(of, 0) + _covered(declared)
    taken: dict[tuple[int, int], int] = {}
    told = []
    for (policy_id, buyer_id, _), declared in sorted(found.items()):
        of = policy_id, buyer_id
        row = _expected(declared, terms[policy_id, declared[0]["invoice_id"]], taken.get(of, 0),
                        losses[of] - _covered(declared))  # fmt: skip
        taken[of] = taken.get(of, 0) + row.pop("deductible_taken_cents")
        told.append(row)
    return told


def _covered(declared: list[Row]) -> int:
    return sum(row["covered_cents"] for row in declared)


def _expected(declared: list[Row], terms: Row, taken_cents: int, beside_cents: int) -> Row:
    """The claim of one buyer and year: the limit was shared out by invoice, the oldest first. Of
    its loss the other years have taken so much of the deductible, and come to so much."""
    first = declared[0]
    facts = {
        "claim_id": 0, "insurable_cents": sum(row["insurable_cents"] for row in declared),
        "recovered_cents": 0, "below_cents": sum(row["below_cents"] for row in declared),
        "offered_cents": sum(row["offered_cents"] for row in declared),
        "insured_ppm": first["insured_ppm"],
        "claim_limit_cents": _covered(declared), "disputed_cents": 0,
        "loss_deductible_cents": max(terms["loss_deductible_cents"] - taken_cents, 0),
        "loss_beside_cents": beside_cents,
        "claim_threshold_cents": terms["claim_threshold_cents"],
        "first_loss_left_cents": terms["first_loss_cents"],
        "liability_left_cents": most_of_year(terms),
    }  # fmt: skip
    told = decide(CLAIMS.frame([facts]), INDEMNITY).row(0, named=True)
    return {**{name: first[name] for name in OF_CLAIM},
            **{name: told[name] for name in (*OF_INDEMNITY, "deductible_taken_cents")},
            "indemnity_on": max(row["indemnity_on"] for row in declared)}  # fmt: skip


def most_of_year(terms: Row) -> int | None:
    """The maximum of a year by its least premium; None where no premium is told to reckon by."""
    named = {name: terms[name] for name in PREMIUMS.names if name in terms}
    premium = decide(PREMIUMS.frame([{"policy_id": 0, "premium_base_cents": 0, "limit_count": 0,
                                      **named}]), PREMIUM)["year_premium_cents"][0]  # fmt: skip
    multiple = terms["liability_multiple_count"] if premium else None
    facts = {"year_premium_cents": premium, "liability_multiple_count": multiple,
             "liability_cap_cents": terms["liability_cap_cents"]}  # fmt: skip
    found = decide(_LIABILITY.frame([facts]), (max_liability_cents,), ("max_liability_cents",))
    most: int | None = found["max_liability_cents"][0]
    return most
