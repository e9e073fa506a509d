"""Under a charge in advance, what is used beyond the advances charged is charged in arrears."""

from datetime import date, timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns
from comptant.operations.collection import unknown_money
from comptant.operations.drawing import client_money
from tests.facts import CLIENT_IBAN, World, open_world
from tests.rules import oracle
from tests.traces import refused

FIRST, DUE_ON = 1_200_000, date(2026, 3, 16)
INVOICE = {"number": "FA-1", "cents": FIRST, "issued_on": date(2026, 1, 15), "due_on": DUE_ON}
SECOND = {"number": "FA-2", "cents": FIRST, "due_on": date(2026, 3, 17)}
LEFT = date(2026, 3, 18)
USED = 1_080_000 - 868  # all that was advanced and charged, less the 8 days given back
APRIL = date(2026, 4, 1)


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def drawn(world: World, *more: dict[str, Any], number: str = "C-1", **terms: Any) -> int:
    """A contract charged in advance; FA-1 of 12 000.00 assigned on 16 January, all of it drawn."""
    contract = world.contract(number, **{
        "charge_timing": "ADVANCE", "fee_ppm": 0, "interest_billing": "MONTHLY", **terms
    })  # fmt: skip
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, INVOICE, *more)
    world.draw(contract)
    return contract


def at(world: World, month: int, day: int) -> None:
    world.on = date(2026, month, day)


def bills(world: World, contract: int) -> list[tuple[Any, ...]]:
    """Lines in arrears: first day, last day excluded, base, amount, whether it corrects one."""
    return world.rows(
        "SELECT from_on, until_on, base_cents, amount_cents, corrects_id IS NOT NULL FROM charge"
        " WHERE contract_id = %s AND code = 'INT' ORDER BY id", contract)  # fmt: skip


def due(world: World, contract: int, until_on: date) -> int:
    """What is used beyond each day's advances bears that day: in numbers, day by day."""
    changes = world.rows(
        "SELECT value_on, amount_cents FROM balance WHERE contract_id = %s"
        " AND account IN ('DEB', 'UNAL', 'CCA', 'FDG') UNION ALL"
        " SELECT value_on, -advance_cents FROM charged_advance WHERE contract_id = %s",
        contract, contract)  # fmt: skip
    rates = dict(world.rows("SELECT fixing_on, rate_ppm FROM rate_fixing"))
    terms = [(date(2026, 1, 1), "DAILY", 16_000, 0)]
    numbers = oracle.interest_numbers(changes, rates, terms, date(2026, 1, 16), until_on)
    assert numbers is not None
    return numbers


def invoice(world: World, number: str = "FA-1") -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def reassign(world: World, contract: int, number: str = "FA-1") -> None:
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract,
                     invoice_ids=[invoice(world, number)], reason="DISPUTE")  # fmt: skip


def repay(world: World, contract: int, cents: int, **told: Any) -> None:
    """Money that the client sends back goes to his account."""
    world.bank({"cents": cents, "text": "NO WORD", "payer_iban": CLIENT_IBAN, **told})
    waits = world.one("SELECT id FROM payment WHERE contract_id = %s", world.house)
    known = unknown_money.identify(world.conn, world.asked("anna"), payment_id=waits,
                                   contract_id=contract, buyer_id=0)  # fmt: skip
    client_money.repay(world.conn, world.asked("anna"), contract_id=contract,
                       payment_id=known["payment_id"], amount_cents=None)  # fmt: skip


def test_what_the_client_keeps_after_a_reassignment_is_billed_by_the_month(world: World) -> None:
    contract = drawn(world)
    world.on = LEFT
    reassign(world, contract)
    at(world, 3, 28)
    assert world.available(contract) == -USED - 1_084  # 10 days have run up
    at(world, 3, 31)
    assert world.close()["interest_cents"] == 1_517
    march = (LEFT, APRIL, USED, 1_517, False)  # 14 days
    assert bills(world, contract) == [march]
    assert world.available(contract) == -USED - 1_517
    assert world.close(date(2026, 4, 30))["interest_cents"] == 3_255
    assert bills(world, contract) == [march, (APRIL, date(2026, 5, 1), USED + 1_517, 3_255, False)]
    assert world.balance(contract, "INT") == -6_615 - 1_517 - 3_255


def test_one_billed_at_collection_is_billed_until_the_client_repays(world: World) -> None:
    """W8-D: interest to the repayment date is billed."""
    contract = drawn(world, interest_billing="AT_COLLECTION")
    world.on = LEFT
    reassign(world, contract)
    at(world, 3, 28)
    repay(world, contract, USED)
    assert bills(world, contract) == [(LEFT, date(2026, 3, 28), USED, 1_084, False)]
    assert world.available(contract) == -1_084
    world.close(date(2026, 4, 1))
    assert bills(world, contract) == [(LEFT, date(2026, 3, 28), USED, 1_084, False)]


def test_one_in_arrears_is_billed_until_the_client_repays_too(world: World) -> None:
    contract = drawn(world, interest_billing="AT_COLLECTION", charge_timing="ARREARS")
    world.on = LEFT
    reassign(world, contract)
    at(world, 3, 28)
    repay(world, contract, 1_080_000)
    assert bills(world, contract) == [
        (date(2026, 1, 16), date(2026, 3, 28), 1_080_000, 7_700, False)
    ]  # 71 days


def test_a_lower_rate_of_advance_leaves_what_is_used_above_it_in_arrears(world: World) -> None:
    contract = drawn(world)
    at(world, 1, 26)
    world.amend(contract, {"advance_standard_ppm": 800_000})
    at(world, 1, 31)
    assert world.close()["interest_cents"] == 72
    # 1 200.00 no longer charged in advance, less the 7.11 given back for its 59 days: 6 days.
    assert bills(world, contract) == [
        (date(2026, 1, 26), date(2026, 2, 1), 120_000 - 711, 72, False)]  # fmt: skip


def test_while_the_advances_cover_what_is_used_nothing_is_charged_in_arrears(world: World) -> None:
    contract = drawn(world, SECOND)
    world.on = DUE_ON
    world.bank({"cents": FIRST, "text": "FA-1"})
    world.draw(contract)
    world.close(date(2026, 3, 31))
    at(world, 4, 20)  # 34 days late: charged when it is paid
    assert (bills(world, contract), world.available(contract)) == ([], 0)
    world.bank({"cents": FIRST, "text": "FA-2"})
    world.close(date(2026, 4, 30))
    assert bills(world, contract) == []


def test_a_repayment_dated_back_corrects_the_month_that_was_billed(world: World) -> None:
    contract = drawn(world)
    world.on = LEFT
    reassign(world, contract)
    at(world, 3, 31)
    world.close(APRIL)
    at(world, 4, 2)
    repay(world, contract, USED, value_on=date(2026, 3, 25))
    assert world.close()["corrected_cents"] == -758  # 7 days and not 14
    assert [row[3:] for row in bills(world, contract)] == [(1_517, False), (-758, True)]
    assert world.close(date(2026, 4, 5))["corrected_cents"] == 0


def test_use_found_later_before_the_first_day_billed_is_charged_too(world: World) -> None:
    """The bank takes FA-1's payment back: the room that was drawn on it was never there."""
    contract = drawn(world, SECOND)
    at(world, 2, 16)
    world.bank({"cents": FIRST, "text": "FA-1", "payer_name": "BETA SA"})
    at(world, 2, 20)
    world.draw(contract)
    world.on = LEFT
    reassign(world, contract, "FA-2")
    at(world, 3, 31)
    world.close(APRIL)
    (first,) = bills(world, contract)
    assert first[:2] == (LEFT, APRIL)
    at(world, 4, 2)
    world.bank({"cents": -FIRST, "text": "FA-1", "payer_name": "BETA SA", "is_reversal": True,
                "value_on": date(2026, 2, 16)})  # fmt: skip
    world.close()
    (_, corrected) = bills(world, contract)
    assert corrected[:2] == (date(2026, 2, 20), APRIL)  # from the day on which it was drawn
    assert corrected[4] is True
    assert corrected[3] > 0
    assert first[3] + corrected[3] == oracle.interest(due(world, contract, APRIL))
    assert world.close(date(2026, 4, 4))["corrected_cents"] == 0


def test_without_a_true_up_days_past_those_paid_for_are_in_arrears(world: World) -> None:
    contract = drawn(world, has_true_up=False)
    at(world, 3, 31)
    world.close()
    march = (date(2026, 3, 26), APRIL, 1_080_000, 651, False)
    assert bills(world, contract) == [march]
    # With a true-up from now on, the end of the advance charges the late days: not twice.
    at(world, 4, 1)
    world.amend(contract, {"has_true_up": True})
    assert world.close()["corrected_cents"] == -651
    assert bills(world, contract)[1][3:] == (-651, True)
    at(world, 4, 5)
    world.bank({"cents": FIRST, "text": "FA-1"})
    assert world.balance(contract, "INT") == -7_483 - 1_085  # 10 days late
    assert world.close(date(2026, 4, 30))["interest_cents"] == 0


def test_one_that_uses_no_more_than_it_paid_for_needs_no_rate(world: World) -> None:
    """The mean of January is known, that of February is not."""
    at(world, 2, 2)
    contract = drawn(world, fixing_convention="MONTH_AVERAGE")
    at(world, 3, 5)
    assert world.available(contract) == 0
    reassign(world, contract)
    at(world, 3, 6)
    with refused(world.conn, "rate_missing", rate_index="EURIBOR3M", day=date(2026, 3, 5)):
        world.available(contract)


def test_many_contracts_are_charged_each_for_its_own(world: World) -> None:
    contracts = [drawn(world, number="C-1")]
    for rank in (2, 3):
        more = world.contract(f"C-{rank}", charge_timing="ADVANCE", fee_ppm=0,
                              interest_billing="MONTHLY")  # fmt: skip
        world.limit(more, "BETA SA", 5_000_000)
        world.remit(more, {**INVOICE, "number": f"FA-{rank}"})
        world.draw(more)
        contracts.append(more)
    world.on = LEFT
    reassign(world, contracts[0])
    at(world, 3, 25)
    reassign(world, contracts[2], "FA-3")
    at(world, 3, 31)
    assert world.close()["interest_cents"] == 1_517 + 759
    assert [bills(world, one) for one in contracts] == [
        [(LEFT, APRIL, USED, 1_517, False)], [],
        [(date(2026, 3, 25), APRIL, 1_080_000 - 108, 759, False)]]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_a_contract_in_advance_costs_what_its_twin_in_arrears_does(world: World, seed: int) -> None:
    """Both use all that they may, every invoice is paid on its due day; where the money has its
    value a day later, what is drawn at once on it is used twice for that day, and billed at night.
    """
    chance = Random(seed)
    terms = {"fee_ppm": 0, "is_interest_reserved": False, "interest_billing": "AT_COLLECTION",
             "collection_value_days": seed % 2}  # fmt: skip
    twins = [world.contract("C-1", charge_timing="ADVANCE", has_true_up=True, **terms),
             world.contract("C-2", **terms)]  # fmt: skip
    lives = []
    for number in range(6):  # on days on which the bank pays what is drawn
        sent_on = oracle.business_days_after(world.on, chance.randrange(15))
        due_on = oracle.business_days_after(sent_on, 15 + chance.randrange(30))
        lives.append((f"FA-{number}", 1 + chance.randrange(2_000_000), sent_on, due_on))
    for contract in twins:
        world.limit(contract, "BETA SA", 50_000_000)
    while world.on <= max(due_on for *_, due_on in lives):
        for rank, contract in enumerate(twins):
            for number, cents, sent_on, due_on in lives:
                told = {"number": f"{number}-{rank}", "cents": cents, "due_on": due_on}
                if sent_on == world.on:
                    world.remit(contract, told)
                if due_on == world.on:
                    world.bank({"cents": cents, "text": f"{number}-{rank}"})
            if any(world.on in life for life in lives) and world.available(contract) > 0:
                world.draw(contract)
        if seed % 2:
            world.close()
        world.on += timedelta(days=1)
    assert world.one("SELECT sum(open_cents)::bigint FROM invoice") == 0
    in_advance, in_arrears = (-world.balance(contract, "INT") for contract in twins)
    assert in_advance > 1_000
    # Half a cent at most for each line that was rounded.
    lines = world.one("SELECT count(*) FROM charge")
    assert 2 * abs(in_advance - in_arrears) <= lines
    assert world.rows("SELECT contract_id, value_on, advance_cents FROM advance_day"
                      " WHERE advance_cents <> 0 ORDER BY 1, 2") == world.rows(
        "SELECT contract_id, value_on, sum(advance_cents)::bigint FROM charged_advance"
        " GROUP BY 1, 2 HAVING sum(advance_cents) <> 0 ORDER BY 1, 2")  # fmt: skip
