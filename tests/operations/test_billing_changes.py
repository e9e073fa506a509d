"""Prices that change, rates that are missing: nothing is billed twice, nothing is left out."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.closing import close
from tests.cast import ceiling
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

DUE_ON = date(2026, 2, 27)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def opened(world: World, **terms: Any) -> int:
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": DUE_ON},
                {"number": "FA-2", "cents": 1_000_000, "due_on": DUE_ON})  # fmt: skip
    return contract


def amend(world: World, contract: int, **terms: Any) -> None:
    world.amend(contract, terms)


def close_today(world: World) -> Any:
    return close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)


def charges(world: World, code: str) -> list[tuple[Any, ...]]:
    return world.rows("SELECT from_on, until_on, amount_cents FROM charge WHERE code = %s"
                      " ORDER BY id", code)  # fmt: skip


def test_money_is_booked_without_a_rate_and_the_close_bills_it_once_there_is_one(
    world: World,
) -> None:
    contract = opened(world, reference_index="ESTR", is_interest_reserved=False)
    world.draw(contract, 1_800_000)
    world.on = date(2026, 1, 20)
    world.bank({"cents": 2_000_000, "text": "FA-1"})
    assert world.balance(contract, "DEB") == 1_000_000
    assert charges(world, "INT") == []
    report = close_today(world)
    assert report["interest_cents"] == 0
    assert report["to_look_at"]["interest_waits"] == {"count": 1, "rows": [
        {"contract_id": contract, "contract_number": "C-1", "rate_index": "ESTR",
         "rate_on": "2026-01-16"}]}  # fmt: skip
    world.rate("ESTR", 20_150, date(2026, 1, 16))
    report = world.close()
    assert report["interest_cents"] == 723  # 18 000.00 x 3.615 % x 4 / 360
    assert report["to_look_at"]["interest_waits"]["count"] == 0
    assert charges(world, "INT") == [(date(2026, 1, 16), date(2026, 1, 20), 723)]
    world.close()
    assert len(charges(world, "INT")) == 1


def test_a_draw_without_a_rate_is_refused_by_name(world: World) -> None:
    contract = opened(world, reference_index="ESTR")
    world.draw(contract, 100_000)
    world.on = date(2026, 1, 20)
    with refused(world.conn, "rate_missing", rate_index="ESTR"):
        world.draw(contract, 100_000)


def test_a_fee_left_by_an_earlier_clause_is_billed_at_the_first_payment(world: World) -> None:
    contract = opened(world, fee_billing="AT_COLLECTION")
    amend(world, contract, fee_billing="AT_ASSIGNMENT")
    world.bank({"cents": 2_000_000, "text": "FA-1"})
    assert charges(world, "FEE-AFF") == [(None, None, 12_000)]


def test_a_fee_by_the_month_is_one_bill_at_its_end(world: World) -> None:
    contract = opened(world, fee_billing="MONTHLY")
    world.bank({"cents": 2_000_000, "text": "FA-1"})
    assert charges(world, "FEE-AFF") == []
    world.on = date(2026, 1, 31)
    assert world.close()["fee_cents"] == 21_600
    assert world.rows("SELECT base_cents, amount_cents FROM charge WHERE code = 'FEE-AFF'") == [
        (3_000_000, 18_000)]  # fmt: skip
    assert world.balance(contract, "FEE") == -18_000
    world.close(date(2026, 2, 28))
    assert len(charges(world, "FEE-AFF")) == 1


def test_a_charge_by_the_quarter_accrues_each_month_and_is_billed_once(world: World) -> None:
    """18 000.00 at 3.615 % from 16 January: 44 days to March, 75 to April."""
    contract = opened(world, interest_billing="QUARTERLY")
    world.draw(contract, 1_800_000)
    world.on = date(2026, 2, 28)
    report = close_today(world)
    assert (report["interest_cents"], report["accrued_cents"]) == (0, 7_953)
    assert charges(world, "INT") == []
    report = world.close(date(2026, 3, 31))
    assert (report["interest_cents"], report["accrued_cents"]) == (13_556, 0)
    assert charges(world, "INT") == [(date(2026, 1, 16), date(2026, 4, 1), 13_556)]
    assert world.balance(contract, "INT") == -13_556  # the accrual was undone on 1 March


def test_a_quarter_cut_short_is_billed_with_the_month(world: World) -> None:
    contract = opened(world, interest_billing="QUARTERLY")
    world.draw(contract, 1_800_000)
    world.on = date(2026, 2, 20)
    amend(world, contract, interest_billing="MONTHLY")
    world.on = date(2026, 2, 28)
    assert close_today(world)["interest_cents"] == 7_953
    assert charges(world, "INT") == [(date(2026, 1, 16), date(2026, 3, 1), 7_953)]


def test_a_fund_whose_clause_ends_is_given_back_by_the_close(world: World) -> None:
    contract = opened(world, fund_ppm=100_000)
    assert world.balance(contract, "FDG") == -300_000
    amend(world, contract, fund_ppm=0)
    report = close_today(world)
    assert report["fund_released_cents"] == 300_000
    assert world.balance(contract, "FDG") == 0


def test_the_timing_of_the_charge_stays_once_money_is_on_the_contract(world: World) -> None:
    fresh = world.contract("C-2")
    amend(world, fresh, charge_timing="ADVANCE")
    contract = opened(world)
    with refused(world.conn, "term_settled", term="charge_timing", value="ARREARS"):
        amend(world, contract, charge_timing="ADVANCE")
    with refused(world.conn, "term_settled", term="charge_timing", value="ARREARS"):
        amend(world, contract, charge_timing="ADVANCE", fund_ppm=100_000)  # nothing waits either
    amend(world, contract, charge_timing="ARREARS", margin_ppm=17_000)


def test_the_close_seals_the_acts_before_it_and_closes_the_month_that_is_over(
    world: World,
) -> None:
    opened(world)
    world.on = date(2026, 1, 31)
    report = world.close()
    assert report["sealed"] == world.one("SELECT count(*) FROM act_seal") > 0
    assert world.one("SELECT count(*) FROM act a WHERE NOT EXISTS"
                     " (SELECT FROM act_seal s WHERE s.act_id = a.id)") == 1  # fmt: skip
    assert report["months_closed"] == []
    assert world.close()["months_closed"] == ["2026-01-01"]
    assert world.close()["months_closed"] == []


def test_what_a_limit_frees_is_asked_for_at_once_and_not_again_by_the_close(world: World) -> None:
    contract = world.contract(has_auto_funding=True)
    world.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": DUE_ON})
    assert world.rows("SELECT amount_cents FROM payment_order") == []
    world.limit(contract, "BETA SA", 5_000_000)
    assert world.rows("SELECT amount_cents FROM payment_order") == [(900_000,)]
    assert close_today(world)["orders_prepared"] == 0
    assert world.rows("SELECT amount_cents FROM payment_order") == [(900_000,)]


def test_what_a_limit_to_come_frees_is_asked_for_by_the_close_of_its_day(world: World) -> None:
    contract = world.contract(has_auto_funding=True)
    world.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": DUE_ON})
    ceiling(world, "CONTRACT_BUYER", world.ids["BETA SA"], 5_000_000, contract,
            from_on=date(2026, 1, 17))  # fmt: skip
    assert world.close()["orders_prepared"] == 0
    report = world.close()
    assert report["day"] == "2026-01-17"
    assert report["orders_prepared"] == world.one("SELECT count(*) FROM payment_order") == 1
    assert world.one("SELECT amount_cents FROM payment_order") == 900_000


def test_the_report_says_what_people_must_look_at(world: World) -> None:
    contract = opened(world, overdue_cutoff_days=5, cross_ageing_ppm=1_000_000)
    order = world.draw(contract, 1_800_000)
    world.on = date(2026, 3, 10)
    report = close_today(world)
    late = report["to_look_at"]["late_orders"]
    assert [(row["order_id"], row["turn"]) for row in late["rows"]] == [
        (order["order_id"], "payout")]  # fmt: skip
    assert report["to_look_at"]["defunding"]["count"] == 2
    assert [(row["invoice_number"], row["defund_reason"])
            for row in report["to_look_at"]["defunding"]["rows"]] == [
        ("FA-1", "overdue"), ("FA-2", "overdue")]  # fmt: skip
    over = report["to_look_at"]["over_advances"]
    assert (over["count"], over["rows"][0]["contract_number"]) == (1, "C-1")
    assert report["ageing"] == [
        {"currency": "EUR", "bucket": "B1", "open_cents": 3_000_000}]  # fmt: skip
    assert report["decayed_cents"] == 3_000_000
    kept = world.one("SELECT report FROM day_close")
    assert kept == report


def test_the_aged_balance_of_a_past_day_is_exact(world: World) -> None:
    from comptant.store import bulk

    contract = opened(world)
    world.on = date(2026, 1, 20)
    world.bank({"cents": 2_000_000, "text": "FA-1"})
    world.remit(contract, {"number": "FA-3", "cents": 700_000, "due_on": DUE_ON})
    for on, cents in ((date(2026, 1, 15), []), (date(2026, 1, 16), [3_000_000]),
                      (date(2026, 1, 20), [1_700_000])):  # fmt: skip
        rows = bulk.rows(world.conn, "read_open_by_due", contract_ids=None, on=on, by_buyer=True)
        assert [row["open_cents"] for row in rows] == cents


def test_the_base_of_the_charge_changes_from_its_day_and_leaves_the_days_before(
    world: World,
) -> None:
    contract = world.contract(fee_ppm=0, fund_ppm=100_000, interest_billing="MONTHLY",
                              advance_standard_ppm=1_000_000)  # fmt: skip
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 1_200_000, "due_on": DUE_ON})
    world.draw(contract, 960_000)
    world.on = date(2026, 1, 24)
    amend(world, contract, interest_base="FUNDS_IN_USE_AND_FUND")
    world.on = date(2026, 1, 31)
    close_today(world)
    # 9 600.00 for 8 days; from the 24th the fund of 1 200.00 too: 10 800.00 for 8.
    first = (date(2026, 1, 16), date(2026, 2, 1), 1_639)
    assert charges(world, "INT") == [first]
    world.on = date(2026, 2, 1)
    world.amend(contract, {"interest_base": "FUNDS_IN_USE"}, from_on=date(2026, 1, 28))
    close_today(world)
    # What was agreed late counts from its day: 1 200.00 less for 4 days. (I-09)
    assert charges(world, "INT") == [first, (date(2026, 1, 28), date(2026, 2, 1), -48)]
