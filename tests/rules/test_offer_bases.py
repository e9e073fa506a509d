"""Offers on orders and on approved payables: the worked figures of W7-2 and W7-3 in a year."""

from typing import Any

from tests.rules.test_offering import BUYER, USUAL, case, sales_of, weighed

# W7-3: 96 000.00 ordered 45 days before the invoice, 50 % at 4.115 %.
ORDERS: dict[str, Any] = {
    "order_advance_ppm": 500_000, "order_margin_ppm": 5_000, "use_ppm": 1_000_000, "fee_ppm": 0,
}  # fmt: skip
ORDERED = {**BUYER, "turnover_cents": 9_600_000}
# W7-2: 100 000.00 paid 50 days early at 3.20 %, 30 % of a margin of 1.10 given back.
PAYABLES: dict[str, Any] = {
    "cash_base": "PAYABLES", "has_recourse": False, "overdue_cutoff_days": 60,
    "cover_ppm": 1_000_000,
    "advance_ppm": 1_000_000, "fee_ppm": 0, "reference_ppm": 21_000, "margin_ppm": 11_000,
    "payables_rebate_ppm": 300_000, "use_ppm": 1_000_000,
}  # fmt: skip
PAYABLE = {**BUYER, "turnover_cents": 10_000_000, "term_days": 60, "payment_days": 60}
PRICED = ("suppliers_charge_cents", "rebate_cents", "yearly_cost_cents", "net_cost_cents",
          "not_early_cents")  # fmt: skip


def test_an_order_advanced_45_days_costs_246_90_and_is_repaid_first() -> None:
    found = case(ORDERED, offer=ORDERS, charges=())
    assert found["order_rate_ppm"] == 41_150
    assert (found["order_used_cents"], found["order_charge_cents"]) == (591_781, 24_690)
    assert found["invoiced_net_cents"] == 3_840_000  # 86 400.00 - 48 000.00
    bare = case(ORDERED, offer={**ORDERS, "order_advance_ppm": 0}, charges=())
    assert found["available_cents"] == bare["available_cents"] + 591_781
    assert found["charge_base_cents"] == bare["charge_base_cents"]  # C-10: not in the funds in use
    assert found["yearly_cost_cents"] == bare["yearly_cost_cents"] + 24_690
    assert (bare["order_charge_cents"], bare["invoiced_net_cents"]) == (0, 0)


def test_the_teg_counts_advances_on_orders_and_their_charge() -> None:
    found = case(ORDERED, offer=ORDERS, charges=())
    assert found["teg_base_numbers"] == found["used_cents"] * 365
    assert found["teg_cost_cents"] == found["financing_charge_cents"] + 24_690


def test_orders_are_advanced_within_their_line_and_of_the_sales_that_have_one() -> None:
    capped = case(ORDERED, offer={**ORDERS, "order_line_cents": 100_000})
    assert capped["order_available_cents"] == 100_000
    half = case(ORDERED, offer={**ORDERS, "order_share_ppm": 500_000})
    assert half["orders_open_cents"] == 591_781
    assert half["invoiced_net_cents"] == 8_640_000 - 2_400_000
    foreign = case({**ORDERED, "buyer_country": "US"}, offer=ORDERS)
    assert foreign["order_available_cents"] == 0
    fails = case(ORDERED, offer=ORDERS, scenario={**USUAL, "failing_count": 1})
    assert fails["order_available_cents"] == 0


def test_orders_of_the_months_to_come_are_in_the_curve_and_on_day_1() -> None:
    months = (0, 9_600_000) + (0,) * 10  # all is invoiced in the second month
    told = {"offer": ORDERS, "sales": sales_of(ORDERED, *months), "charges": ()}
    found = weighed(ORDERED, **told)
    orders = found.months["curve_orders_cents"].to_list()
    # 45 days hold 540 parts of 12 a day: of the 365 of the second month, 175 are within them.
    assert orders[0] == 9_600_000 * 175 // 365 + 1
    assert orders[1] == 9_600_000
    assert orders[2:11] == [0] * 9
    first = case(ORDERED, **told)
    assert first["starting_orders_cents"] == orders[0] // 2
    assert first["starting_order_interest_cents"] == 6_050  # 23 days at 4.115 %
    assert first["starting_cash_cents"] == orders[0] // 2 - 6_050


def test_a_payable_paid_50_days_early_costs_444_44_of_which_45_83_come_back() -> None:
    supplier = case(PAYABLE, offer=PAYABLES, charges=())
    assert [supplier[name] for name in PRICED] == [0, 4_583, 44_444, 44_444, 0]
    runs = case(PAYABLE, offer={**PAYABLES, "runs_programme": True}, charges=())
    assert [runs[name] for name in PRICED] == [44_444, 4_583, 0, -4_583, 0]
    # The average may be paid early: 50 of 60 days.
    assert supplier["available_cents"] == 1_369_863
    assert supplier["teg_cost_cents"] == 44_444


def test_what_is_not_taken_early_is_paid_when_due() -> None:
    found = case(PAYABLE, offer={**PAYABLES, "use_ppm": 800_000}, charges=())
    assert found["not_early_cents"] == 2_000_000
    assert found["rebate_cents"] == 3_667


def test_a_late_buyer_does_not_make_an_early_payment_dearer() -> None:
    late = {**USUAL, "scenario": "LATE_60", "lateness_days": 60}
    found = case(PAYABLE, offer=PAYABLES, scenario=late, charges=())
    assert (found["yearly_cost_cents"], found["available_cents"]) == (44_444, 1_369_863)
    # Lost if it fails: what is not approved yet, or is late.
    assert found["kept_risk_cents"] == found["outstanding_cents"] - 1_369_863


def test_the_line_of_a_programme_is_told_or_the_highest_month() -> None:
    told = case(PAYABLE, offer={**PAYABLES, "line_cents": 1_000_000}, charges=())
    assert (told["payables_line_cents"], told["available_cents"]) == (1_000_000, 1_000_000)
    months = (0,) * 11 + (10_000_000,)
    season = case(PAYABLE, offer=PAYABLES, sales=sales_of(PAYABLE, *months), charges=())
    assert season["payables_line_cents"] == 10_000_000
    assert case()["payables_line_cents"] == 0
