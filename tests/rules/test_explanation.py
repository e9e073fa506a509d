"""Explanation: each amount has its place, and they sum to what was assigned."""

import polars as pl
import pytest
from hypothesis import given, settings
from portfolios import (
    EXPOSURE,
    W3_BUYERS,
    W3_CONTRACT,
    contracts,
    exposures,
    fully_approved,
    portfolio,
)

from comptant.rules.availability import waterfall
from comptant.rules.batch import BrokenBatch
from comptant.rules.explanation import PART_ORDER, parts
from comptant.rules.reasons import REASONS

INVOICES = {
    "contract_id": pl.Int64,
    "buyer_id": pl.Int64,
    "invoice_id": pl.Int64,
    "hold": pl.String,
    "ineligible_cents": pl.Int64,
}
W3_INVOICES = [
    (1, 1, 11, None, 0),
    (1, 1, 13, "disputed", 12_000_00),
    (1, 2, 22, "overdue", 29_999_99),
    (1, 5, 51, "buyer_linked", 7_000_00),
]


def invoices(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=INVOICES, orient="row")


def told(
    rows: list[dict[str, object]], terms: dict[str, object], *held: tuple[object, ...]
) -> list[tuple[object, ...]]:
    explained = parts(*waterfall(exposures(*rows), contracts(terms)), invoices(*held))
    return explained.select("part", "reason", "buyer_id", "invoice_id", "amount_cents").rows()


def test_w3_1_is_explained_to_the_cent() -> None:
    assert told(W3_BUYERS, W3_CONTRACT, *W3_INVOICES) == [
        ("unapplied_credit", "unapplied_credit", 1, None, 1_500_00),
        ("unallocated_cash", "unallocated_cash", 2, None, 2_000_00),
        ("ineligible", "disputed", 1, 13, 12_000_00),
        ("ineligible", "overdue", 2, 22, 29_999_99),
        ("ineligible", "buyer_linked", 5, 51, 7_000_00),
        ("over_limit", "over_limit", 1, None, 6_680_50),
        ("over_limit", "over_limit", 3, None, 5_325_60),
        ("over_limit", "over_limit", 4, None, 9_600_00),
        ("concentration", "concentration", 3, None, 35_499_70),
        ("retained", "retained", None, None, 25_075_11),
        ("contra", "contra", 2, None, 3_000_00),
        ("accrued", "accrued", None, None, 412_37),
        ("funds_in_use", "funds_in_use", None, None, 180_000_00),
        ("available", "available", None, None, 42_263_57),
    ]


def test_the_parts_of_w3_1_are_those_of_the_contract_and_sum_to_e() -> None:
    rows = told(W3_BUYERS, W3_CONTRACT, *W3_INVOICES)
    sums = {part: sum(row[4] for row in rows if row[0] == part) for part in PART_ORDER}
    assert [cents for cents in sums.values() if cents] == [
        1_500_00,
        2_000_00,
        48_999_99,
        21_606_10,
        35_499_70,
        25_075_11,
        3_000_00,
        412_37,
        180_000_00,
        42_263_57,
    ]
    assert sum(sums.values()) == 360_356_84


def test_each_row_cites_its_rule_its_source_and_what_would_free_it() -> None:
    explained = parts(
        *waterfall(exposures(*W3_BUYERS), contracts(W3_CONTRACT)), invoices(*W3_INVOICES)
    )
    for row in explained.to_dicts():
        reason = REASONS[row["reason"]]
        cited = (row["rule"], row["source"], row["freed_by"])
        assert cited == (reason.rule, reason.source, reason.freed_by)


def test_an_over_advance_says_so() -> None:
    rows = [fully_approved(100_00)]
    assert told(rows, {}) == [
        ("retained", "retained", None, None, 10_00),
        ("funds_in_use", "funds_in_use", None, None, 100_00),
        ("available", "over_advance", None, None, -10_00),
    ]


def test_a_fund_beyond_what_invoices_carry_is_no_over_advance_where_nothing_was_advanced() -> None:
    """§3.5, C-1: the levy went from S to FDG. 100.00 assigned, nothing eligible yet."""
    held = {**EXPOSURE, "outstanding_cents": 100_00, "ineligible_cents": 100_00}
    terms = {"current_account_cents": 90_00, "fund_balance_cents": 10_00}
    assert told([held], terms, (1, 1, 1, "buyer_pending", 100_00)) == [
        ("ineligible", "buyer_pending", 1, 1, 100_00),
        ("fund_balance", "fund_balance", None, None, 10_00),
        ("available", "held_beyond_cover", None, None, -10_00),
    ]


def test_the_capped_part_is_a_term_of_its_own() -> None:
    terms = {"current_account_cents": 100_00, "line_cents": 70_00}
    assert told([fully_approved(100_00)], terms) == [
        ("retained", "retained", None, None, 10_00),
        ("line_cut", "line_cut", None, None, 20_00),
        ("available", "available", None, None, 70_00),
    ]


def test_a_line_passed_by_charges_is_not_told_as_invoices_that_carry_less() -> None:
    """100.00 at 90 %: 21.00 in use under a line of 20.00, and 69.00 more carried by invoices."""
    terms = {"current_account_cents": 79_00, "line_cents": 20_00}
    assert told([fully_approved(100_00)], terms) == [
        ("retained", "retained", None, None, 10_00),
        ("funds_in_use", "funds_in_use", None, None, 21_00),
        ("line_cut", "line_cut", None, None, 70_00),
        ("available", "over_line", None, None, -1_00),
    ]


def test_where_invoices_carry_less_than_is_in_use_the_line_is_not_the_reason() -> None:
    terms = {"current_account_cents": 5_00, "line_cents": 20_00}
    assert told([fully_approved(100_00)], terms)[-1] == (
        "available", "over_advance", None, None, -75_00)  # fmt: skip


def test_what_is_asked_for_and_not_released_is_not_told_as_advanced() -> None:
    terms = {"current_account_cents": 40_00, "pending_cents": 50_00}
    assert told([fully_approved(100_00)], terms) == [
        ("retained", "retained", None, None, 10_00),
        ("asked", "asked", None, None, 50_00),
        ("funds_in_use", "funds_in_use", None, None, 10_00),
        ("available", "available", None, None, 30_00),
    ]


def test_what_a_limit_would_bring_is_told_where_a_part_is_advanced_without_one() -> None:
    """85 % approved, 50 % not: 8 000.01 over the limit lack 35 %, and 15 % in any case."""
    rows = [
        {"buyer_id": 1, "advance_ppm": 850_000, "outstanding_cents": 18_000_01,
         "approved_cents": 10_000_00},
        fully_approved(40_000_03, buyer_id=2, advance_ppm=850_000),
    ]  # fmt: skip
    account = {"unapproved_advance_ppm": 500_000, "current_account_cents": 58_000_04}
    fundable = 42_500_02 + 4_000_00
    assert told(rows, account) == [
        ("over_limit", "over_limit", 1, None, 2_800_00),
        ("retained", "retained", None, None, 58_000_04 - fundable - 2_800_00),
        ("available", "available", None, None, fundable),
    ]


def test_every_reserve_is_named() -> None:
    terms = {
        "current_account_cents": 80_00,
        "fund_balance_cents": 20_00,
        "fund_shortfall_cents": 1_00,
        "dilution_reserve_cents": 2_00,
        "manual_reserve_cents": 3_00,
        "accrued_unbilled_cents": 4_00,
    }
    assert told([fully_approved(100_00, set_off_cents=5_00)], terms) == [
        ("retained", "retained", None, None, 10_00),
        ("fund_balance", "fund_balance", None, None, 20_00),
        ("fund_shortfall", "fund_shortfall", None, None, 1_00),
        ("contra", "contra", 1, None, 5_00),
        ("dilution", "dilution", None, None, 2_00),
        ("manual", "manual", None, None, 3_00),
        ("accrued", "accrued", None, None, 4_00),
        ("available", "available", None, None, 55_00),
    ]


def test_an_overpayment_is_told_and_takes_nothing_from_the_client() -> None:
    paid = fully_approved(100_00) | {
        "approved_cents": 0,
        "unallocated_cash_cents": 150_00,
        "reduction_cents": 100_00,
    }
    assert told([paid], {}) == [
        ("unallocated_cash", "unallocated_cash", 1, None, 150_00),
        ("credit_not_needed", "credit_not_needed", 1, None, -50_00),
        ("owed_to_buyers", "owed_to_buyers", None, None, 50_00),
        ("in_credit", "in_credit", None, None, -50_00),
        ("available", "available", None, None, 0),
    ]


def test_a_client_in_credit_is_not_told_as_advanced_to() -> None:
    """All was paid: 40.00 on the account, then with 23.00 of it asked for."""
    assert told([], {"current_account_cents": 40_00}) == [
        ("in_credit", "in_credit", None, None, -40_00),
        ("available", "available", None, None, 40_00),
    ]
    assert told([], {"current_account_cents": 17_00, "pending_cents": 23_00}) == [
        ("asked", "asked", None, None, 23_00),
        ("in_credit", "in_credit", None, None, -40_00),
        ("available", "available", None, None, 17_00),
    ]


def test_a_contract_with_nothing_still_says_what_is_available() -> None:
    assert told([], {}) == [("available", "available", None, None, 0)]


def test_invoices_that_disagree_with_the_exposures_stop_the_batch() -> None:
    with pytest.raises(BrokenBatch, match="does not sum to E"):
        told(W3_BUYERS, W3_CONTRACT, *W3_INVOICES[:-1])


def test_an_amount_without_a_known_reason_stops_the_batch() -> None:
    held = [{**EXPOSURE, "outstanding_cents": 100, "ineligible_cents": 100}]
    with pytest.raises(BrokenBatch, match="no reason in the catalogue"):
        told(held, {}, (1, 1, 1, None, 100))


def test_every_part_is_in_the_catalogue_in_the_order_of_the_waterfall() -> None:
    steps = [code for code, each in REASONS.items() if each.effect not in {"REJECT", "INEL"}]
    partial = {"dispute_partial", "works_retention"}
    told_by_amount = [code for code in steps if code not in partial]
    expected = [part for part in PART_ORDER if part != "ineligible"]
    after = expected.index("over_limit") + 1
    expected[after:after] = ["over_share", "not_approved"]  # which ceiling; of one invoice alone
    expected += ["funding_frozen", "over_advance", "over_line", "held_beyond_cover"]
    assert told_by_amount == expected


@settings(max_examples=80, deadline=None)
@given(portfolio())
def test_the_parts_sum_to_what_was_assigned(
    drawn: tuple[list[dict[str, object]], list[dict[str, object]]],
) -> None:
    buyers, decided = waterfall(exposures(*drawn[0]), contracts(*drawn[1]))
    held = buyers.select(
        "contract_id",
        "buyer_id",
        pl.int_range(pl.len()).alias("invoice_id"),
        pl.lit("overdue").alias("hold"),
        "ineligible_cents",
    )
    explained = parts(buyers, decided, held)
    for contract in decided.to_dicts():
        own = explained.filter(contract_id=contract["contract_id"])
        assert own["amount_cents"].sum() == contract["outstanding_cents"]
        assert own.filter(part="available")["amount_cents"].to_list() == [
            contract["available_cents"]
        ]
        alone = (
            each.filter(contract_id=contract["contract_id"]) for each in (buyers, decided, held)
        )
        assert parts(*alone).to_dicts() == own.to_dicts()
