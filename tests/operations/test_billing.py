"""What the client is charged and when: fee, interest, fund; to the cent of the worked examples."""

from datetime import date, timedelta
from typing import Any

import psycopg

from tests.facts import World, open_world
from tests.houses import house
from tests.rules import oracle

W8A = {"number": "FA-2026-001", "cents": 1_200_000, "issued_on": date(2026, 1, 15),
       "due_on": date(2026, 3, 16)}  # fmt: skip
W8A_TERMS = {
    "advance_standard_ppm": 1_000_000, "fund_ppm": 100_000, "fee_billing": "AT_ASSIGNMENT",
}  # fmt: skip
CHARGES = "SELECT from_on, until_on, amount_cents FROM charge WHERE code = 'INT' ORDER BY id"


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def opened(world: World, **terms: Any) -> int:
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000_000)
    return contract


def amend(world: World, contract: int, **terms: Any) -> None:
    world.amend(contract, terms)


def oracle_cents(world: World, contract: int, from_on: date, until_on: date) -> int:
    """The charge of a period by the naive twin, from the balances as they are now."""
    changes = world.rows(
        "SELECT value_on, sum(amount_cents)::bigint FROM balance WHERE contract_id = %s"
        " AND account = ANY (%s) GROUP BY 1", contract, ["DEB", "UNAL", "CCA", "FDG"])  # fmt: skip
    fixings = dict(world.rows("SELECT fixing_on, rate_ppm FROM rate_fixing ORDER BY recorded_at"))
    terms = [(date(2025, 1, 1), "DAILY", 16_000, 0)]
    numbers = oracle.interest_numbers(changes, fixings, terms, from_on, until_on)
    assert numbers is not None
    return oracle.interest(numbers)


def test_w4_1_three_invoices_with_a_minimum_debit_317_41(world: World) -> None:
    contract = opened(world, fee_ppm=4_500, fee_minimum_cents=450, fee_billing="AT_ASSIGNMENT")
    due_on = date(2026, 3, 1)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 1_200_000, "due_on": due_on},
        {"number": "FA-2", "cents": 85_000, "due_on": due_on},
        {"number": "FA-3", "cents": 4_578_050, "due_on": due_on},
    )
    assert world.rows("SELECT fee_cents FROM invoice ORDER BY id") == [(5_400,), (450,), (20_601,)]
    assert world.balance(contract, "FEE") == -26_451
    assert world.balance(contract, "VATC") == -5_290
    assert world.balance(contract, "CCA") == -5_863_050 + 31_741
    billed = "SELECT code, base_cents, rate_ppm, amount_cents FROM charge ORDER BY id"
    assert world.rows(billed) == [
        ("FEE-AFF", 5_863_050, 4_500, 26_384), ("FEE-INV", 5_863_050, 0, 67),
        ("VAT", 26_451, 200_000, 5_290)]  # fmt: skip


def test_w3_3_the_fund_takes_9615_68_and_gives_back_10765_68(world: World) -> None:
    contract = opened(
        world, fee_ppm=0, fund_ppm=100_000, fund_floor_cents=1_500_000, fund_levy_ppm=100_000,
        fund_build_up="PROGRESSIVE", fund_release_frequency="MONTHLY",
    )  # fmt: skip
    due_on = date(2026, 3, 1)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 20_484_316, "due_on": due_on},
        {"number": "FA-2", "cents": 10_765_684, "due_on": due_on},
    )
    amend(world, contract, fund_levy_ppm=0)
    world.remit(contract, {"number": "FA-3", "cents": 4_785_684, "due_on": due_on})
    assert world.balance(contract, "DEB") == 36_035_684
    assert world.balance(contract, "FDG") == -3_125_000
    amend(world, contract, fund_levy_ppm=200_000)
    world.remit(contract, {"number": "FA-4", "cents": 4_830_000, "due_on": due_on})
    assert world.balance(contract, "FDG") == -3_125_000 - 961_568
    world.on = date(2026, 1, 30)
    world.bank({"cents": 10_765_684, "text": "FA-2"})
    assert world.balance(contract, "DEB") == 30_100_000
    assert world.balance(contract, "FDG") == -4_086_568
    world.on = date(2026, 1, 31)
    assert world.close()["fund_released_cents"] == 1_076_568
    assert world.balance(contract, "FDG") == -3_010_000


def test_w4_3_a_month_of_draws_and_collections_costs_268_66(writer: psycopg.Connection) -> None:
    world = open_world(writer, date(2025, 12, 31))
    # Nothing is charged for the one day before the month.
    world.rate("EURIBOR3M", -16_000, date(2025, 12, 31))
    world.rate("EURIBOR3M", 20_150, date(2026, 1, 1))
    contract = opened(
        world, fee_ppm=0, is_floored=False, interest_billing="MONTHLY", collection_value_days=1
    )
    for number, cents in (("FA-1", 3_050_000), ("FA-2", 2_000_000), ("FA-3", 20_000_000)):
        world.remit(contract, {"number": number, "cents": cents, "due_on": date(2026, 2, 1)})
    world.draw(contract, 8_000_000)
    world.on = date(2026, 1, 8)
    world.draw(contract, 2_500_000)
    world.on = date(2026, 1, 15)
    world.bank({"cents": 3_050_000, "text": "FA-1"})
    world.on = date(2026, 1, 22)
    world.draw(contract, 1_234_567)
    world.on = date(2026, 1, 29)
    world.bank({"cents": 2_000_000, "text": "FA-2"})
    world.on = date(2026, 1, 31)
    assert world.close()["interest_cents"] == 26_866
    assert world.rows(CHARGES) == [(date(2025, 12, 31), date(2026, 2, 1), 26_866)]
    # Shown with its mean base: 8 x 80 000.00, 8 x 105 000.00, 6 x 74 500.00, 8 x 86 845.67 and
    # 2 x 66 845.67, over 32 days.
    assert world.one("SELECT base_cents FROM charge WHERE code = 'INT'") == 8_610_802
    assert world.rows("SELECT value_on, entry_on FROM entry WHERE key LIKE 'interest/%%'") == [
        (date(2026, 2, 1), date(2026, 1, 31))]  # fmt: skip


def w8a(world: World, **terms: Any) -> int:
    contract = opened(world, **W8A_TERMS, **terms)
    world.remit(contract, W8A)
    assert world.draw(contract)["amount_cents"] == 1_071_360
    return contract


def test_w8_a_runs_up_17_35_by_31_january_and_undoes_it_on_the_next_close(world: World) -> None:
    contract = w8a(world, interest_billing="AT_COLLECTION")
    world.on = date(2026, 1, 31)
    assert world.close()["accrued_cents"] == 1_735
    assert (world.balance(contract, "ACCR"), world.balance(contract, "INT")) == (1_735, -1_735)
    assert world.balance(contract, "CCA") == -1_200_000 + 8_640 + 120_000 + 1_071_360
    assert world.close()["accrual_reversed"] == 1
    assert (world.balance(contract, "ACCR"), world.balance(contract, "INT")) == (0, 0)
    assert world.rows(
        "SELECT e.entry_on, e.value_on, r.entry_on, r.value_on FROM entry e"
        " JOIN entry r ON r.contract_id = e.contract_id AND r.reverses_id = e.id"
    ) == [(date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 1))]
    assert world.close()["accrual_reversed"] == 0


def test_w8_a_billed_at_collection_after_two_accruals_costs_66_15(world: World) -> None:
    contract = w8a(world, interest_billing="AT_COLLECTION")
    world.on = date(2026, 1, 31)
    world.close(date(2026, 3, 1))
    assert world.rows(
        "SELECT e.value_on, p.amount_cents FROM entry e JOIN posting p ON p.contract_id ="
        " e.contract_id AND p.entry_id = e.id WHERE p.account = 'ACCR' ORDER BY e.id"
    ) == [(date(2026, 1, 31), 1_735), (date(2026, 2, 1), -1_735),
          (date(2026, 2, 28), 4_772), (date(2026, 3, 1), -4_772)]  # fmt: skip
    world.on = date(2026, 3, 18)
    world.bank({"cents": 1_200_000, "text": "FA-2026-001"})
    assert world.rows(CHARGES) == [(date(2026, 1, 16), date(2026, 3, 18), 6_615)]
    assert world.balance(contract, "CCA") == -113_385


def test_w8_a_billed_monthly_compounds_to_66_28(world: World) -> None:
    contract = w8a(world, interest_billing="MONTHLY")
    world.on = date(2026, 1, 31)
    world.close(date(2026, 3, 17))
    world.on = date(2026, 3, 18)
    world.bank({"cents": 1_200_000, "text": "FA-2026-001"})
    world.close(date(2026, 4, 1))
    assert world.rows(CHARGES) == [
        (date(2026, 1, 16), date(2026, 2, 1), 1_735),
        (date(2026, 2, 1), date(2026, 3, 1), 3_041),
        (date(2026, 3, 1), date(2026, 4, 1), 1_852),
    ]
    assert world.balance(contract, "INT") == -6_628


def test_a_back_valued_entry_is_corrected_as_its_own_line_and_once(world: World) -> None:
    contract = opened(world, fee_ppm=0, interest_billing="MONTHLY")
    world.remit(
        contract,
        {"number": "FA-1", "cents": 100_000_000, "due_on": date(2026, 2, 1)},
        {"number": "FA-2", "cents": 200_000_000, "due_on": date(2026, 2, 1)},
    )
    world.draw(contract, 250_000_000)
    world.on = date(2026, 1, 31)
    world.close(date(2026, 3, 1))
    billed = world.rows(CHARGES)
    assert billed == [
        (date(2026, 1, 16), date(2026, 2, 1), 401_667),
        (date(2026, 2, 1), date(2026, 3, 1), 704_046),
    ]
    world.on = date(2026, 3, 2)
    world.bank({"cents": 100_000_000, "text": "FA-1", "value_on": date(2026, 1, 20)})
    corrected = world.close()["corrected_cents"]
    lines = world.rows(CHARGES)
    assert lines[:2] == billed
    assert lines[2:] == [
        (date(2026, 1, 20), date(2026, 2, 1), -120_500),
        (date(2026, 2, 1), date(2026, 3, 1), -281_505),
    ]
    # Each says what made it: the collection, and what the first gave back, at the rate of the days.
    assert world.rows("SELECT base_cents, rate_ppm, period_from_on FROM charge"
                      " WHERE corrects_id IS NOT NULL ORDER BY id") == [
        (-100_000_000, 36_150, date(2026, 1, 16)), (-100_120_500, 36_150, date(2026, 2, 1)),
    ]  # fmt: skip
    assert corrected == -120_500 - 281_505
    assert world.rows("SELECT corrects_id = id_ FROM (SELECT corrects_id, (SELECT id FROM charge o"
                      " WHERE o.from_on = c.period_from_on AND o.corrects_id IS NULL) AS id_"
                      " FROM charge c"
                      " WHERE corrects_id IS NOT NULL) x") == [(True,), (True,)]  # fmt: skip
    for from_on, until_on in ((date(2026, 1, 16), date(2026, 2, 1)),
                              (date(2026, 2, 1), date(2026, 3, 1))):  # fmt: skip
        posted = sum(cents for start, _, cents in lines if from_on <= start < until_on)
        assert posted == oracle_cents(world, contract, from_on, until_on)
    assert world.close()["corrected_cents"] == 0
    assert world.close(world.on + timedelta(days=2))["corrected_cents"] == 0
    assert world.rows(CHARGES) == lines


def test_a_rate_told_late_corrects_the_month_that_it_concerns(world: World) -> None:
    contract = opened(world, fee_ppm=0, interest_billing="MONTHLY")
    world.remit(contract, {"number": "FA-1", "cents": 100_000_000, "due_on": date(2026, 2, 1)})
    world.draw(contract, 90_000_000)
    world.on = date(2026, 1, 31)
    world.close(date(2026, 2, 1))
    assert world.rows(CHARGES) == [(date(2026, 1, 16), date(2026, 2, 1), 144_600)]
    world.rate("EURIBOR3M", 30_150, date(2026, 1, 27))
    assert world.close()["corrected_cents"] == 12_500
    assert world.rows(CHARGES)[1:] == [(date(2026, 1, 27), date(2026, 2, 1), 12_500)]
    told = world.rows("SELECT base_cents, rate_ppm FROM charge WHERE corrects_id IS NOT NULL")
    assert told == [(90_000_000, 10_000)]  # 900 000,00 x 1,000 % x 5 days
    assert oracle_cents(world, contract, date(2026, 1, 16), date(2026, 2, 1)) == 157_100
    assert world.balance(contract, "INT") == -157_100


def test_a_contract_in_credit_earns_and_pays_nothing(world: World) -> None:
    contract = opened(world, fee_ppm=0, interest_billing="MONTHLY")
    world.remit(contract, {"number": "FA-1", "cents": 100_000, "due_on": date(2026, 2, 1)})
    world.bank({"cents": 100_000, "text": "FA-1"})
    world.on = date(2026, 1, 31)
    assert world.close()["interest_cents"] == 0
    assert world.rows(CHARGES) == []
    assert world.balance(contract, "INT") == 0
