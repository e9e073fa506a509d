"""Fees agreed by their dates, refused with their clause; reversed once; what an end brings."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing.manual import propose_reversal
from comptant.operations.drawing.exits import simulate_exit
from comptant.operations.registry import agreed_fees, leaving
from comptant.operations.reminding.handing_over import hand_over
from comptant.operations.reminding.printing import print_reminders
from comptant.operations.reminding.run import remind
from comptant.rules.fees import FEE_PRICES, typed
from comptant.rules.reminders import PLAN
from tests.facts import World, open_world, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of, contact, set_plan
from tests.traces import refused, violated

JANUARY = date(2026, 1, 31)
# No money costs anything: what is left is fees.
FREE: dict[str, Any] = {"margin_ppm": -20_150, "fee_ppm": 0,
                        "notice_client_months": 1, "annual_minimum_cents": 365_000}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", **FREE)
    return opened


def agree(world: World, *told: str, from_on: date | None = None) -> Answer:
    return put(world, pl.concat([typed(one) for one in told]), from_on)


def put(world: World, prices: pl.DataFrame, from_on: date | None = None) -> Answer:
    return agreed_fees.set_fees(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        from_on=from_on or world.on, fees=prices, source="test",
    )  # fmt: skip


def price(code: str, unit: str, *tiers: tuple[int, int, int]) -> pl.DataFrame:
    return FEE_PRICES.frame([
        {"fee_code": code, "charge_unit": unit, "tier_from": start, "unit_cents": cents,
         "charge_ppm": ppm} for start, cents, ppm in tiers])  # fmt: skip


def charge(world: World, code: str, reference: str, cents: int = 0) -> Answer:
    return agreed_fees.charge_fee(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], fee_code=code,
        reference=reference, amount_cents=cents,
    )  # fmt: skip


def lines(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT e.entry_on, c.code, c.amount_cents FROM charge c JOIN entry e ON"
                      " e.contract_id = c.contract_id AND e.id = c.entry_id"
                      " WHERE e.event = 'other_fees' ORDER BY c.id")  # fmt: skip


@pytest.mark.parametrize(("prices", "fault", "clause"), [
    (price("FEE-XYZ", "ONCE", (0, 1, 0)), "code_unknown", "price"),
    (price("FEE-IMP", "ACT", (0, 1, 0)), "is_a_term", "price, fee per unpaid item"),
    (price("FEE-DOS", "MONTH", (0, 1, 0)), "unit_unknown", "price, set-up fee"),
    (price("FEE-NOT", "NOTICE", (0, 200, 0), (100, 150, 0), (100, 100, 0)), "tiers_overlap",
     "price, notices to buyers"),
    (price("FEE-NOT", "NOTICE", (10, 200, 0)), "tiers_from_zero", "price, notices to buyers"),
    (price("FEE-WEB", "MONTH", (0, 200, 0), (1, 100, 0)), "one_price",
     "price, access to the portal"),
    (price("FEE-TIE", "VOLUME", (0, 0, 1_000)), "volume_from_zero",
     "price, factoring fee by tiers"),
    (price("FEE-NUT", "UNUSED", (0, 100, 0)), "not_a_rate", "price, line not used"),
    (price("FEE-DOS", "ONCE", (0, 0, 100)), "not_an_amount", "price, set-up fee"),
    (price("FEE-DIR", "DIRECT", (0, 100, 100)), "amount_and_rate",
     "price, payments kept by the client"),
    (price("FEE-DIR", "DIRECT", (0, 0, 1_000_001)), "price_too_large",
     "price, payments kept by the client"),
    (price("FEE-NOT", "NOTICE", (-1, 100, 0)), "tier_wrong", "price, notices to buyers"),
])  # fmt: skip
def test_what_no_contract_can_have_is_refused_with_its_clause(
    world: World, prices: pl.DataFrame, fault: str, clause: str
) -> None:
    with refused(world.conn, "fee_wrong", fee_fault=fault, clause=clause):
        put(world, prices)


def test_days_out_of_order_and_nothing_at_all_are_refused(world: World) -> None:
    with refused(world.conn, "before_the_contract", first_on=date(2026, 1, 16)):
        agree(world, "FEE-DOS=1.00", from_on=date(2026, 1, 15))
    with refused(world.conn, "nothing_sent"):
        put(world, FEE_PRICES.empty())
    with refused(world.conn, "contract_unknown"):
        agreed_fees.set_fees(
            world.conn, world.asked("anna"), contract_id=world.house, from_on=world.on,
            fees=typed("FEE-DOS=1.00"), source="test")  # fmt: skip
    world.close(JANUARY)
    with refused(world.conn, "fee_in_the_past", fee_code="FEE-DOS", first_on=date(2026, 2, 1),
                 clause="price, set-up fee"):  # fmt: skip
        agree(world, "FEE-DOS=1.00", from_on=date(2026, 1, 20))


def test_what_is_agreed_counts_from_its_day_and_ends_on_one(world: World) -> None:
    agree(world, "FEE-WEB:MONTH=50.00", "FEE-DOS=300.00", from_on=date(2026, 2, 10))
    agree(world, "FEE-WEB:MONTH=none", from_on=date(2026, 3, 10))
    world.close(JANUARY)
    assert lines(world) == []
    world.close(date(2026, 3, 31))
    assert lines(world) == [
        (date(2026, 2, 10), "FEE-DOS", 30_000), (date(2026, 2, 10), "VAT", 6_000),
        (date(2026, 2, 28), "FEE-WEB", 5_000), (date(2026, 2, 28), "VAT", 1_000),
    ]  # fmt: skip


def test_an_act_is_charged_once_at_the_price_agreed(world: World) -> None:
    with refused(world.conn, "fee_not_agreed", fee_code="FEE-AUD"):
        charge(world, "FEE-AUD", "audit 1")
    agree(world, "FEE-AUD:ACT=1500.00", "FEE-DER=0.50%")
    answer = charge(world, "FEE-AUD", "audit 1")
    assert (answer["fee_cents"], answer["total_cents"]) == (150_000, 180_000)
    with refused(world.conn, "fee_charged", reference="audit 1"):
        charge(world, "FEE-AUD", " audit 1 ")
    with refused(world.conn, "fee_amount_wrong", amount_cents=1):
        charge(world, "FEE-AUD", "audit 2", 1)
    with refused(world.conn, "fee_amount_wrong", amount_cents=0):
        charge(world, "FEE-DER", "exception 1")
    with refused(world.conn, "reference_missing"):
        charge(world, "FEE-AUD", " ")
    with refused(world.conn, "fee_wrong", fee_fault="unit_unknown"):
        charge(world, "FEE-DOS", "set-up")
    # The database has the last word.
    with violated(world.conn, "fee_billed_pkey"):
        world.conn.execute("INSERT INTO fee_billed (contract_id, fee_code, charge_unit, cause,"
                           " entry_id, act_id) SELECT contract_id, fee_code, charge_unit, cause,"
                           " entry_id, act_id FROM fee_billed")  # fmt: skip


def test_a_bill_is_reversed_once_by_two_people_and_its_cause_is_not_billed_again(
    world: World,
) -> None:
    agree(world, "FEE-DOS=300.00")
    world.close()
    contract = world.ids["C-1"]
    entry_id = world.one("SELECT entry_id FROM fee_billed")
    world.on += timedelta(days=1)
    told = {"contract_id": contract, "entry_id": entry_id, "reason": "waived"}
    world.approve(propose_reversal(world.conn, world.asked("aron"), **told), "ada")
    with refused(world.conn, "entry_reversed", entry_id=entry_id):
        propose_reversal(world.conn, world.asked("aron"), **told)
    assert world.rows("SELECT code, unit_count, unit_cents, base_cents, amount_cents FROM charge"
                      " WHERE corrects_id IS NOT NULL ORDER BY code") == [
        ("FEE-DOS", -1, 30_000, -30_000, -30_000),
        ("VAT", None, None, -30_000, -6_000)]  # fmt: skip
    world.close(JANUARY)
    assert len(lines(world)) == 4
    assert world.balance(contract, "CCA") == 0


def test_what_an_early_end_brings_is_told_before_and_billed_once(world: World) -> None:
    """31 days of 3 650.00 a year: 310.00, with VAT 372.00; the portal for two months, 120.00; half
    of the 334 days left to the anniversary, 1 670.00, outside VAT."""
    agree(world, "FEE-WEB:MONTH=50.00", "FEE-RES=50%")
    contract = world.ids["C-1"]
    told = simulate_exit(world.conn, world.users["alice"], contract, None, world.on,
                         world.asked("alice").at)  # fmt: skip
    assert (told["ends_on"], told["exit_cost_cents"]) == (date(2026, 2, 16), 37_200)
    assert (told["other_fee_cents"], told["ending_fee_cents"]) == (12_000, 167_000)
    assert (told["final_cents"], told["buy_back_cents"]) == (-216_200, 216_200)
    leaving.give_notice(world.conn, world.asked("alice"), contract_id=contract,
                        given_by="CLIENT", received_on=world.on, source="letter")  # fmt: skip
    world.close(date(2026, 2, 17))
    world.on = date(2026, 2, 18)
    for _ in range(2):  # the second finds nothing more to bill
        paid = leaving.pay_balance(world.conn, world.asked("anna"), contract_id=contract,
                                   payee_account_id=None)  # fmt: skip
        assert paid["owed_cents"] == 216_200
    assert lines(world)[2:] == [(date(2026, 2, 18), "FEE-WEB", 5_000),
                                (date(2026, 2, 18), "FEE-RES", 167_000),
                                (date(2026, 2, 18), "VAT", 1_000)]  # fmt: skip
    world.close(date(2026, 2, 28))
    assert len(lines(world)) == 5


def test_the_line_not_used_of_the_notice_is_told(world: World) -> None:
    """100 000.00 at 0.20 %: one day until today, 0.56, and thirty to the end, 16.67."""
    world.amend(world.ids["C-1"], {"line_cents": 10_000_000, "annual_minimum_cents": 0})
    agree(world, "FEE-NUT=0.20%")
    told = simulate_exit(world.conn, world.users["alice"], world.ids["C-1"], None, world.on,
                         world.asked("alice").at)  # fmt: skip
    assert (told["other_fee_cents"], told["ending_fee_cents"]) == (1_723, 0)


def test_a_file_handed_over_to_legal_collection_is_charged(writer: psycopg.Connection) -> None:
    world = three_of_two_clients(writer)
    contract = world.ids["C-1"]
    agree(world, "FEE-COL:HANDOVER=250.00")
    world.remit(contract, {"number": "FA-1", "cents": 1_234_567, "due_on": DUE})
    contact(world, "BETA SA")
    set_plan(world, stages=PLAN.frame([
        {"stage_number": number, "stage": stage, "offset_days": days, "channel": channel,
         "least_cents": 0}
        for number, (stage, days, channel) in enumerate(
            (("R1", 3, "LETTER"), ("MED", 10, "REGISTERED"), ("CTX", 20, "HANDOVER")), 1)
    ]))  # fmt: skip
    for days in (3, 11, 22):
        bank_of(world, DUE + timedelta(days=days - 1))
        world.on = DUE + timedelta(days=days)
        remind(world.conn, world.asked("anna"), contract_id=None)
        print_reminders(world.conn, world.asked("anna"), contract_id=None)
    reminder_id = world.one("SELECT id FROM reminder WHERE channel = 'HANDOVER'")
    hand_over(world.conn, world.asked("anna"), contract_id=contract, reminder_id=reminder_id)
    end = (world.on.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    world.close(end)
    assert lines(world) == [(end, "FEE-COL", 25_000), (end, "VAT", 5_000)]


def simulate(world: World) -> dict[str, Any]:
    return simulate_exit(world.conn, world.users["alice"], world.ids["C-1"], None, world.on,
                         world.asked("alice").at)  # fmt: skip


def leave(world: World, given_by: str = "CLIENT", login: str = "alice") -> None:
    leaving.give_notice(world.conn, world.asked(login), contract_id=world.ids["C-1"],
                        given_by=given_by, received_on=world.on, source="letter")  # fmt: skip


def test_a_year_that_begins_in_the_notice_is_told_and_billed(writer: psycopg.Connection) -> None:
    """From 10 January; left on 20 November, until 20 February: the audit, the buyers and the line
    of the second year come in January. What is owed in the end was told, the charge on what fees
    have debited with it."""
    world = open_world(writer, date(2026, 1, 10))
    contract = world.contract("C-1", notice_client_months=3, line_cents=1_000_000,
                              reference_index="FIXED", margin_ppm=36_150,
                              interest_billing="MONTHLY")  # fmt: skip
    world.ids["C-1"] = contract
    world.limit(contract, "BETA SA", 5_000_000)
    agree(world, "FEE-AUD:YEAR=1500.00", "FEE-WEB:MONTH=40.00", "FEE-LIM:BUYER=20.00",
          "FEE-ENG:LINE=0.5%")  # fmt: skip
    world.close(date(2026, 11, 19))
    world.on = date(2026, 11, 20)
    told = simulate(world)
    # 4 months at 48.00; 1 500.00 and 20.00 with VAT; 0.5 % of the line without.
    assert told["other_fee_cents"] == 4 * 4_800 + 182_400 + 5_000
    assert sum(row["fee_cents"] for row in told["weeks"]) == told["other_fee_cents"]
    assert told["interest_cents"] > 0
    leave(world)
    assert simulate(world)["final_cents"] == told["final_cents"]
    world.close(told["final_on"] - timedelta(days=1))
    world.on = told["final_on"]
    paid = leaving.pay_balance(world.conn, world.asked("anna"), contract_id=contract,
                               payee_account_id=None)  # fmt: skip
    assert paid["owed_cents"] == -told["final_cents"]


def test_a_fee_agreed_from_a_later_month_is_told(world: World) -> None:
    agree(world, "FEE-WEB:MONTH=50.00", from_on=date(2026, 2, 1))
    assert simulate(world)["other_fee_cents"] == 6_000


def test_the_factors_own_notice_brings_no_indemnity(world: World) -> None:
    """Sixty days of notice: the minimum of the days run, nothing for the days that it cut short."""
    agree(world, "FEE-RES=50%")
    assert simulate(world)["ending_fee_cents"] == 167_000
    leave(world, "FACTOR", "anna")
    told = simulate(world)
    assert (told["ends_on"], told["ending_fee_cents"]) == (date(2026, 3, 17), 0)
    world.close(date(2026, 3, 17))
    world.on = date(2026, 3, 18)
    paid = leaving.pay_balance(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                               payee_account_id=None)  # fmt: skip
    assert paid["owed_cents"] == -told["final_cents"] == 72_000
    assert "FEE-RES" not in [line[1] for line in lines(world)]
