"""Exposures and contracts for tests: W3-1, one at a time, and random ones."""

import polars as pl
from hypothesis import strategies as st

from comptant.rules.availability import waterfall
from comptant.rules.availability_facts import CONTRACT_FACTS, EXPOSURE_FACTS

EXPOSURE: dict[str, object] = {
    "contract_id": 1,
    "buyer_id": 1,
    "advance_class": "STANDARD",
    "advance_ppm": 900_000,
    "currency": "EUR",
    "outstanding_cents": 0,
    "ineligible_cents": 0,
    "reduction_cents": 0,
    "approved_cents": 0,
    "unapplied_credit_cents": 0,
    "unallocated_cash_cents": 0,
    "set_off_cents": 0,
}
CONTRACT: dict[str, object] = {
    "contract_id": 1,
    "currency": "EUR",
    "contract_status": "ACTIVE",
    "concentration_ppm": 1_000_000,
    "concentration_base": "TOTAL_APPROVED",
    "unapproved_advance_ppm": 0,
    "line_cents": None,
    "line_allotment_cents": None,
    "current_account_cents": 0,
    "pending_cents": 0,
    "fund_balance_cents": 0,
    "fund_shortfall_cents": 0,
    "dilution_reserve_cents": 0,
    "manual_reserve_cents": 0,
    "accrued_unbilled_cents": 0,
    "claimed_by_factor_cents": 0,
    "written_off_cents": 0,
    "garnished_cents": 0,
}
# W3-1: what ALPHA assigned on five buyers.
W3_BUYERS = [
    {
        "buyer_id": 1,
        "outstanding_cents": 120_180_50,
        "ineligible_cents": 12_000_00,
        "unapplied_credit_cents": 1_500_00,
        "reduction_cents": 1_500_00,
        "approved_cents": 100_000_00,
    },
    {
        "buyer_id": 2,
        "outstanding_cents": 68_250_74,
        "ineligible_cents": 29_999_99,
        "unallocated_cash_cents": 2_000_00,
        "reduction_cents": 2_000_00,
        "approved_cents": 36_250_75,
        "set_off_cents": 3_000_00,
    },
    {"buyer_id": 3, "outstanding_cents": 155_325_60, "approved_cents": 150_000_00},
    {"buyer_id": 4, "outstanding_cents": 9_600_00},
    {"buyer_id": 5, "outstanding_cents": 7_000_00, "ineligible_cents": 7_000_00},
]
W3_CONTRACT = {
    "concentration_ppm": 400_000,
    "line_cents": 400_000_00,
    "current_account_cents": 176_856_84,
    "accrued_unbilled_cents": 412_37,
}


def exposures(*rows: dict[str, object]) -> pl.DataFrame:
    return EXPOSURE_FACTS.frame({**EXPOSURE, **row} for row in rows)


def contracts(*rows: dict[str, object]) -> pl.DataFrame:
    return CONTRACT_FACTS.frame({**CONTRACT, **row} for row in rows)


def one(rows: list[dict[str, object]], terms: dict[str, object]) -> dict[str, int]:
    return waterfall(exposures(*rows), contracts(terms))[1].row(0, named=True)


def fully_approved(cents: int, **more: object) -> dict[str, object]:
    return {"outstanding_cents": cents, "approved_cents": cents, **more}


CENTS = st.integers(0, 100_000)
RATES = st.integers(0, 1_000_000)
CLASSES = ("STANDARD", "PROGRESS", "BOOSTED")


@st.composite
def buyer_rows(draw: st.DrawFn, buyer_id: int) -> list[dict[str, object]]:
    """The exposures of a buyer: credits reduce its eligible amounts as far as they go."""
    rows = []
    left = draw(CENTS) + draw(CENTS)
    cash = draw(st.integers(0, left))
    for advance_class in draw(st.lists(st.sampled_from(CLASSES), min_size=1, unique=True)):
        outstanding = draw(CENTS)
        ineligible = draw(st.integers(0, outstanding))
        rows.append(
            {
                "buyer_id": buyer_id,
                "advance_class": advance_class,
                "advance_ppm": draw(RATES),
                "outstanding_cents": outstanding,
                "ineligible_cents": ineligible,
                "set_off_cents": draw(CENTS),
            }
        )
    rows[0] |= {"unallocated_cash_cents": cash, "unapplied_credit_cents": left - cash}
    for row in rows:
        row["reduction_cents"] = min(left, row["outstanding_cents"] - row["ineligible_cents"])
        left -= row["reduction_cents"]
        eligible = row["outstanding_cents"] - row["ineligible_cents"] - row["reduction_cents"]
        row["approved_cents"] = draw(st.integers(0, eligible))
    return rows


@st.composite
def portfolio(draw: st.DrawFn) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Exposures and contracts, one to three contracts of none to three buyers."""
    rows, terms = [], []
    for contract_id in range(1, draw(st.integers(1, 3)) + 1):
        for buyer_id in range(1, draw(st.integers(0, 3)) + 1):
            rows += [{**row, "contract_id": contract_id} for row in draw(buyer_rows(buyer_id))]
        terms.append(
            {
                "contract_id": contract_id,
                "concentration_ppm": draw(st.one_of(RATES, st.just(1_000_000))),
                "concentration_base": draw(
                    st.sampled_from(["TOTAL_APPROVED", "OUTSTANDING_ASSIGNED"])
                ),
                "unapproved_advance_ppm": draw(st.one_of(st.just(0), RATES)),
                "line_cents": draw(st.none() | CENTS),
                "line_allotment_cents": draw(st.none() | CENTS),
                "current_account_cents": draw(st.integers(-100_000, 100_000)),
                "fund_balance_cents": draw(CENTS),
                "fund_shortfall_cents": draw(CENTS),
                "dilution_reserve_cents": draw(CENTS),
                "manual_reserve_cents": draw(CENTS),
                "accrued_unbilled_cents": draw(CENTS),
                "claimed_by_factor_cents": draw(CENTS),
                "written_off_cents": draw(CENTS),
                "garnished_cents": draw(CENTS),
            }
        )
    return rows, terms
