"""Limits of one contract: what is approved is kept, the room goes to the oldest. (C-5, I-19)"""

from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.drawing.availability import look
from comptant.operations.risk import limits
from tests.cast import add_cast, approved, ceiling, draw, send
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FEBRUARY = date(2026, 2, 1)
THREE = tuple({"number": f"F-{n}", "cents": c} for n, c in
              enumerate((3_000_000, 1_500_000, 2_000_000), 1))  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


@pytest.fixture
def contract(world: World) -> int:
    """ALPHA's contract, a limit of 50 000.00 on BETA, invoices of 30 000, 15 000 and 20 000."""
    world.limit(world.ids["A-1"], "BETA SA", 5_000_000)
    send(world, "alice", world.ids["A-1"], *THREE)
    return world.ids["A-1"]


def invoice(world: World, number: str) -> int:
    found = world.conn.execute(
        "SELECT id FROM invoice WHERE invoice_number = %s", (number,)
    ).fetchone()
    assert found is not None
    return int(found[0])


def keep(world: World, contract_id: int, number: str, cents: int | None = None) -> None:
    """The buyer pays the client, who keeps the money: the invoice is paid, in full or in part."""
    returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract_id,
        invoice_id=invoice(world, number), amount_cents=cents, evidence="letter",
    )  # fmt: skip


def available(world: World, contract_id: int) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], contract_id, world.on, at).available_cents


# C-5 and I-19 -------------------------------------------------------------------------------------


def test_the_limit_is_given_to_the_oldest_first(world: World, contract: int) -> None:
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]
    assert available(world, contract) == 4_500_000


def test_what_was_approved_stays_when_the_limit_is_cut_and_a_new_invoice_gets_nothing(
    world: World, contract: int
) -> None:
    world.limit(contract, "BETA SA", 2_000_000)
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]
    assert available(world, contract) == 4_500_000
    send(world, "alice", contract, {"number": "F-4", "cents": 100_000})
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000, 0]
    assert available(world, contract) == 4_500_000


def test_a_limit_of_nothing_takes_nothing_back(world: World, contract: int) -> None:
    world.limit(contract, "BETA SA", 0)
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]


def test_a_cut_lasts_until_somebody_says_otherwise(world: World, contract: int) -> None:
    """What was agreed before for a later day is cut with it; what is agreed afterwards stands."""
    decided(world, contract, 9_000_000, 4)
    later = (world.on + timedelta(days=4)).isoformat()
    assert decided(world, contract, 6_000_000)["cut_from_on"] == later  # though a rise
    assert decided(world, contract, 0, 1)["cut_from_on"] == later
    assert in_force(world, contract, (0, 1, 4, 9)) == [6_000_000, 0, 0, 0]
    decided(world, contract, 3_000_000, 6)
    assert in_force(world, contract, (4, 6)) == [0, 3_000_000]


def test_the_same_amount_decided_again_stops_a_rise_to_come(world: World, contract: int) -> None:
    decided(world, contract, 9_000_000, 4)
    told = decided(world, contract, 5_000_000)
    assert told["cut_from_on"] == (world.on + timedelta(days=4)).isoformat()
    assert in_force(world, contract, (0, 4)) == [5_000_000, 5_000_000]
    world.close(world.on + timedelta(days=4))
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]


def test_a_request_of_the_client_stops_no_rise_to_come(world: World, contract: int) -> None:
    decided(world, contract, 9_000_000, 4)
    assert world.approve(requested(world, contract, 6_000_000), "ada")["cut_from_on"] is None
    assert in_force(world, contract, (0, 4)) == [6_000_000, 9_000_000]


def test_a_cut_dated_back_counts_from_its_day(world: World, contract: int) -> None:
    """Of before the limit's own first day too, which is today's."""
    told = decided(world, contract, 0, -1)
    assert told["cut_from_on"] == world.on.isoformat()
    assert in_force(world, contract, (-1, 0, 9)) == [0, 0, 0]
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]
    send(world, "alice", contract, {"number": "F-4", "cents": 100_000})
    keep(world, contract, "F-1")
    assert approved(world, contract) == [0, 1_500_000, 500_000, 0]


def test_a_rise_dated_back_does_not_lift_a_cut_decided_since(world: World, contract: int) -> None:
    rise = proposed(world, contract, 9_000_000, 0)
    world.on += timedelta(days=2)
    decided(world, contract, 1_000_000)
    closed = world.approve(rise, "ada")
    assert (closed["decision"], closed["refusal"]) == ("REFUSED", "limit_overtaken")
    assert (closed["facts"]["limit_cents"], closed["facts"]["since_on"]) == (1_000_000, world.on)
    assert in_force(world, contract, (-2, 0)) == [5_000_000, 1_000_000]


@pytest.mark.parametrize(("days", "cut_days"), [(0, 0), (1, 0), (9, 4)])
def test_a_rise_does_not_lift_a_cut_decided_since_it_was_proposed(
    world: World, contract: int, days: int, cut_days: int
) -> None:
    rise = proposed(world, contract, 9_000_000, days)
    decided(world, contract, 0, cut_days)
    closed = world.approve(rise, "ada")
    assert (closed["decision"], closed["refusal"]) == ("REFUSED", "limit_overtaken")
    assert closed["facts"]["since_on"] == world.on + timedelta(days=cut_days)
    assert in_force(world, contract, (cut_days, days, 30)) == [0, 0, 0]
    decided(world, contract, 9_000_000, days)  # proposed anew it is the last word
    assert in_force(world, contract, (days,)) == [9_000_000]


def test_a_cut_for_later_days_stops_no_rise_before_it(world: World, contract: int) -> None:
    rise = proposed(world, contract, 9_000_000, 0)
    decided(world, contract, 0, 4)
    assert world.approve(rise, "ada")["decision"] == "APPROVED"
    assert in_force(world, contract, (0, 4)) == [9_000_000, 0]


def test_a_cut_that_another_rise_has_lifted_since_stops_nothing(
    world: World, contract: int
) -> None:
    rise = proposed(world, contract, 9_000_000, 4)
    decided(world, contract, 0)
    decided(world, contract, 9_500_000, 2)
    assert world.approve(rise, "ada")["decision"] == "APPROVED"
    assert in_force(world, contract, (0, 2, 4)) == [0, 9_500_000, 9_000_000]


@pytest.mark.parametrize("cents", [0, 2_000_000])
@pytest.mark.parametrize("days", [0, 1])
def test_a_request_does_not_lift_what_was_decided_since(
    world: World, contract: int, cents: int, days: int
) -> None:
    asked = requested(world, contract, 9_000_000)
    world.on += timedelta(days=days)
    decided(world, contract, cents)
    world.on += timedelta(days=days)
    closed = world.approve(asked, "ada")
    assert (closed["decision"], closed["refusal"]) == ("REFUSED", "limit_overtaken")
    assert closed["facts"]["limit_cents"] == cents
    assert in_force(world, contract, (-2 * days, -days, 0)) == [
        5_000_000 if days else cents, cents, cents]  # fmt: skip


def test_a_cut_to_come_that_stood_already_stops_no_request(world: World, contract: int) -> None:
    decided(world, contract, 0, 2)
    assert world.approve(requested(world, contract, 9_000_000), "ada")["decision"] == "APPROVED"
    assert in_force(world, contract, (0, 2)) == [9_000_000, 0]


def requested(world: World, contract: int, cents: int) -> Answer:
    """What the client asks for on BETA SA today."""
    return limits.request_limit(
        world.conn, world.asked("alice"), contract_id=contract, buyer_id=world.ids["BETA SA"],
        amount_cents=cents, currency="EUR",
    )  # fmt: skip


def proposed(world: World, contract: int, cents: int, days: int) -> Answer:
    """A limit on BETA SA proposed for so many days from now."""
    return limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract,
        party_id=world.ids["BETA SA"], amount_cents=cents, currency="EUR",
        from_on=world.on + timedelta(days=days), source="committee")  # fmt: skip


def decided(world: World, contract: int, cents: int, days: int = 0) -> Answer:
    return world.approve(proposed(world, contract, cents, days), "ada")


def in_force(world: World, contract: int, days: tuple[int, ...]) -> list[int]:
    """The limit on BETA SA so many days from now."""
    return [world.one("SELECT ceiling_amount(id, %s) FROM ceiling WHERE contract_id = %s"
                      " AND party_id = %s", world.on + timedelta(days=count), contract,
                      world.ids["BETA SA"]) for count in days]  # fmt: skip


def test_a_higher_limit_goes_to_what_waits(world: World, contract: int) -> None:
    world.limit(contract, "BETA SA", 6_000_000)
    assert approved(world, contract) == [3_000_000, 1_500_000, 1_500_000]


def test_what_a_payment_frees_goes_to_the_oldest_that_waits(world: World, contract: int) -> None:
    keep(world, contract, "F-1")
    assert approved(world, contract) == [0, 1_500_000, 2_000_000]


def test_a_part_payment_frees_its_part(world: World, contract: int) -> None:
    keep(world, contract, "F-1", 700_000)
    assert approved(world, contract) == [2_300_000, 1_500_000, 1_200_000]


def test_under_a_limit_that_was_cut_a_payment_frees_nothing_until_there_is_room(
    world: World, contract: int
) -> None:
    world.limit(contract, "BETA SA", 2_000_000)
    keep(world, contract, "F-2")
    assert approved(world, contract) == [3_000_000, 0, 500_000]
    keep(world, contract, "F-1")
    assert approved(world, contract) == [0, 0, 2_000_000]


def test_every_change_of_what_is_approved_is_a_movement(world: World, contract: int) -> None:
    keep(world, contract, "F-1")
    found = world.conn.execute(
        """SELECT i.invoice_number, array_agg(m.approved_cents ORDER BY m.entry_id)
           FROM movement m JOIN invoice i ON i.id = m.item_id
           WHERE m.approved_cents <> 0 GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    assert found == [("F-1", [3_000_000, -3_000_000]), ("F-2", [1_500_000]),
                     ("F-3", [500_000, 1_500_000])]  # fmt: skip


def test_invoices_of_a_buyer_without_a_limit_wait_and_are_approved_by_the_first(
    world: World,
) -> None:
    contract = world.ids["A-1"]
    send(world, "alice", contract, *THREE)
    assert approved(world, contract) == [0, 0, 0]
    assert available(world, contract) == 0
    world.limit(contract, "BETA SA", 5_000_000)
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]


# Limits in time -----------------------------------------------------------------------------------


def test_a_temporary_limit_falls_on_its_day_and_not_before(world: World, contract: int) -> None:
    ceiling(world, "CONTRACT_BUYER", world.ids["BETA SA"], 7_000_000, contract)
    ceiling(world, "CONTRACT_BUYER", world.ids["BETA SA"], 4_000_000, contract, from_on=FEBRUARY)
    assert approved(world, contract) == [3_000_000, 1_500_000, 2_000_000]
    world.on = FEBRUARY - timedelta(days=1)
    send(world, "alice", contract, {"number": "F-4", "cents": 400_000})
    world.on = FEBRUARY
    send(world, "alice", contract, {"number": "F-5", "cents": 100_000})
    assert approved(world, contract) == [3_000_000, 1_500_000, 2_000_000, 400_000, 0]
    keep(world, contract, "F-1")
    keep(world, contract, "F-2", 1_400_000)
    assert approved(world, contract) == [0, 100_000, 2_000_000, 400_000, 100_000]


def test_a_limit_raised_from_a_later_day_counts_on_that_day(world: World, contract: int) -> None:
    ceiling(world, "CONTRACT_BUYER", world.ids["BETA SA"], 6_000_000, contract, from_on=FEBRUARY)
    world.on = FEBRUARY - timedelta(days=1)
    assert available(world, contract) == 4_500_000
    world.on = FEBRUARY
    assert available(world, contract) == 5_400_000
    assert draw(world, "alice", contract)["amount_cents"] == 5_400_000
    assert approved(world, contract) == [3_000_000, 1_500_000, 1_500_000]


def test_a_limit_in_another_currency_is_no_limit_here(world: World, contract: int) -> None:
    beta = world.ids["BETA SA"]
    with refused(world.conn, "currency_wrong", currency="USD"):
        ceiling(world, "CONTRACT_BUYER", beta, 9_000_000, contract, currency="USD")
    ceiling(world, "BUYER", beta, 0, currency="USD")
    world.limit(contract, "BETA SA", 6_000_000)
    assert approved(world, contract) == [3_000_000, 1_500_000, 1_500_000]


# Who may ------------------------------------------------------------------------------------------


def test_a_client_asks_and_two_other_people_are_not_needed_to_refuse(
    world: World, contract: int
) -> None:
    asked = limits.request_limit(
        world.conn, world.asked("alice"), contract_id=contract, buyer_id=world.ids["BETA SA"],
        amount_cents=9_000_000, currency="EUR",
    )  # fmt: skip
    assert approved(world, contract) == [3_000_000, 1_500_000, 500_000]
    world.approve(asked, "carl")
    assert approved(world, contract) == [3_000_000, 1_500_000, 2_000_000]


@pytest.mark.parametrize("login", ["alice", "anna"])
@pytest.mark.parametrize("cents", [1, 5_000_000])
def test_who_asks_for_no_more_than_is_in_force_is_told_what_is(
    world: World, contract: int, login: str, cents: int
) -> None:
    with refused(world.conn, "limit_not_higher", limit_cents=5_000_000, currency="EUR",
                 amount_cents=cents):  # fmt: skip
        limits.request_limit(
            world.conn, world.asked(login), contract_id=contract,
            buyer_id=world.ids["BETA SA"], amount_cents=cents, currency="EUR",
        )  # fmt: skip


def test_an_analyst_approves_up_to_his_authority(world: World, contract: int) -> None:
    for cents in (50_000_000, 50_000_001):
        asked = limits.request_limit(
            world.conn, world.asked("alice"), contract_id=contract,
            buyer_id=world.ids["BETA SA"], amount_cents=cents, currency="EUR",
        )  # fmt: skip
        if cents == 50_000_000:
            world.approve(asked, "carl")
            continue
        with refused(world.conn, "beyond_authority", kind="limit", amount_cents=cents):
            world.approve(asked, "carl")
        world.approve(asked, "ada")


def test_who_proposed_a_limit_does_not_decide_it(world: World, contract: int) -> None:
    asked = limits.propose_limit(
        world.conn, world.asked("carl"), scope="CONTRACT_BUYER", contract_id=contract,
        party_id=world.ids["BETA SA"], amount_cents=100, currency="EUR", from_on=world.on,
        source="test",
    )  # fmt: skip
    with refused(world.conn, "same_person", login="carl"):
        world.approve(asked, "carl")


def test_a_limit_below_zero_or_of_a_wrong_scope_is_refused(world: World, contract: int) -> None:
    beta = world.ids["BETA SA"]
    with refused(world.conn, "amount_negative", amount_cents=-1):
        ceiling(world, "CONTRACT_BUYER", beta, -1, contract)
    with refused(world.conn, "scope_wrong", scope="BUYER"):
        ceiling(world, "BUYER", beta, 100, contract)
    with refused(world.conn, "scope_wrong", scope="CONTRACT_BUYER"):
        ceiling(world, "CONTRACT_BUYER", beta, 100)
    with refused(world.conn, "scope_wrong", scope="UNIVERSE"):
        ceiling(world, "UNIVERSE", beta, 100)
    with refused(world.conn, "contract_unknown", contract_id=7_777_777):
        ceiling(world, "CONTRACT_BUYER", beta, 100, 7_777_777)


# A line of one contract ---------------------------------------------------------------------------


def test_the_line_of_a_contract_caps_what_can_be_drawn(world: World, contract: int) -> None:
    ceiling(world, "CONTRACT_LINE", 0, 1_000_000, contract)
    assert available(world, contract) == 1_000_000
    draw(world, "alice", contract, 400_000)
    with refused(world.conn, "beyond_availability", amount_cents=600_001, available_cents=600_000):
        draw(world, "alice", contract, 600_001)
    draw(world, "alice", contract, 600_000)
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "alice", contract)


def test_a_request_agreed_late_lowers_nothing(world: World, contract: int) -> None:
    asked = limits.request_limit(world.conn, world.asked("alice"), contract_id=contract,
                                 buyer_id=world.ids["BETA SA"], amount_cents=6_000_000,
                                 currency="EUR")  # fmt: skip
    world.limit(contract, "BETA SA", 9_000_000)
    with refused(world.conn, "limit_not_higher", limit_cents=9_000_000):
        world.approve(asked, "ada")
    assert in_force(world, contract, (0,)) == [9_000_000]
