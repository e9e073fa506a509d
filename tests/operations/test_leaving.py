"""Leaving a contract: which state follows which, notice and its dates, run-off, the last payment,
closure at 0.00, and what hinders it."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Act, Answer
from comptant.operations.books.minimum import shortfalls
from comptant.operations.registry import contracting, leaving
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA's contract with a fund of 10 %, one invoice of 10 000.00 of which 5 000.00 is drawn."""
    opened = open_world(writer)
    contract = opened.contract(fund_ppm=100_000, notice_client_months=1)
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 10)})
    drawn(opened, opened.draw(contract, 500_000))
    opened.ids["C-1"] = contract
    return opened


def drawn(world: World, order: Answer) -> None:
    """What was ordered has left our account."""
    world.payout()
    world.bank({"cents": -order["amount_cents"], "text": order["reference"],
                "end_to_end_reference": order["reference"]})  # fmt: skip


def notice(world: World, login: str = "alice", given_by: str = "CLIENT",
           received_on: date | None = None) -> Answer:  # fmt: skip
    return leaving.give_notice(
        world.conn, world.asked(login), contract_id=world.ids["C-1"], given_by=given_by,
        received_on=received_on or world.on, source="letter",
    )  # fmt: skip


def amend(world: World, status: str, on: date | None = None) -> Answer:
    return world.amend(world.ids["C-1"], {"status": status}, on)


def status(world: World, on: date | None = None) -> str:
    (row,) = bulk.rows(world.conn, "read_contracts", number="C-1", on=on or world.on)
    return str(row["status"])


def pay(world: World) -> Answer:
    return leaving.pay_balance(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payee_account_id=None
    )


def close(world: World) -> Answer:
    return leaving.close_contract(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], source="last statement"
    )


def left(world: World) -> dict[str, tuple[int, int | None]]:
    """What the refusal of the closure tells."""
    found = bulk.rows(world.conn, "left_open", contract_id=world.ids["C-1"])
    return {row["what"]: (row["count"], row["amount_cents"]) for row in found}


def collected(world: World) -> None:
    """BETA pays the invoice in full, by its number."""
    world.bank({"cents": 1_000_000, "text": "F-1", "payer_name": "BETA SA",
                "bank_reference": "R-1"})  # fmt: skip


def test_what_says_it_is_named(world: World) -> None:
    with refused(world.conn, "source_missing"):
        leaving.give_notice(
            world.conn, world.asked("alice"), contract_id=world.ids["C-1"], given_by="CLIENT",
            received_on=world.on, source=" ",
        )  # fmt: skip
    with refused(world.conn, "source_missing"):
        leaving.close_contract(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], source=""
        )


def test_a_client_leaves_to_the_last_cent(world: World) -> None:
    """Notice on 16 January, run-off from 16 February, BETA pays, the rest is paid, it is closed."""
    answer = notice(world)
    assert (answer["ends_on"], status(world)) == ("2026-02-16", "NOTICE")
    assert [status(world, date(2026, 2, day)) for day in (15, 16)] == ["NOTICE", "RUNOFF"]
    world.close(date(2026, 2, 9))
    world.on = date(2026, 2, 10)
    collected(world)
    world.close(date(2026, 2, 15))
    world.on = date(2026, 2, 16)
    with refused(world.conn, "contract_still_open"):
        close(world)
    order = pay(world)
    assert order["amount_cents"] == -world.balance(world.ids["C-1"], "CCA") > 0
    assert world.balance(world.ids["C-1"], "FDG") == 0
    assert left(world) == {"order": (1, order["amount_cents"]),
                           "account.CCA": (1, -order["amount_cents"])}  # fmt: skip
    world.approve(order)
    with refused(world.conn, "contract_still_open"):
        close(world)
    drawn(world, order)
    assert left(world) == {}
    assert close(world)["closed_on"] == "2026-02-16"
    assert status(world) == "CLOSED"
    wrong = bulk.rows(world.conn, "contradictions", ids=[world.ids["C-1"]], whole=True)
    assert wrong == []
    world.close(world.on)


def test_a_closed_contract_runs_off_again_where_money_is_recalled(world: World) -> None:
    test_a_client_leaves_to_the_last_cent(world)
    world.on += timedelta(days=1)
    with refused(world.conn, "status_not_next", old_status="CLOSED", wanted_status="RUNOFF"):
        amend(world, "RUNOFF")
    assert close(world)["closed_on"] == "2026-02-17"
    world.bank({"cents": -1_000_000, "is_reversal": True, "bank_reference": "R-1"})
    assert left(world)["invoice"] == (1, 1_000_000)
    with refused(world.conn, "contract_still_open"):
        close(world)
    amend(world, "RUNOFF")
    assert status(world) == "RUNOFF"


def test_under_notice_all_goes_on_and_in_run_off_nothing_is_assigned_or_drawn(
    world: World,
) -> None:
    notice(world)
    world.draw(world.ids["C-1"], 100)
    line = {"number": "F-2", "cents": 100_000, "due_on": date(2026, 3, 20)}
    assert world.remit(world.ids["C-1"], line)["accepted"] == 1
    world.on = date(2026, 2, 16)
    again = world.remit(world.ids["C-1"], {**line, "number": "F-3"})
    assert (again["accepted"], again["refused"]) == (0, 1)
    with refused(world.conn, "contract_not_drawing", contract_status="RUNOFF"):
        world.draw(world.ids["C-1"], 100)
    collected(world)
    assert left(world)["invoice"] == (1, 100_000)


def test_the_factors_notice_counts_days_from_its_receipt(world: World) -> None:
    world.on = date(2026, 1, 20)
    with refused(world.conn, "given_by_wrong"):
        notice(world, given_by="FACTOR")
    with refused(world.conn, "notice_day_wrong"):
        notice(world, received_on=date(2026, 1, 19))
    with refused(world.conn, "notice_day_wrong"):
        notice(world, "anna", "FACTOR", date(2026, 1, 21))
    answer = notice(world, "anna", "FACTOR", date(2026, 1, 18))
    assert answer["ends_on"] == "2026-03-19"
    with refused(world.conn, "notice_given", ends_on=date(2026, 3, 19)):
        notice(world)


def test_a_notice_withdrawn_does_not_run_off_on_its_day(world: World) -> None:
    notice(world)
    amend(world, "ACTIVE", world.on)
    assert {status(world, date(2026, month, 17)) for month in (1, 2, 6)} == {"ACTIVE"}
    world.draw(world.ids["C-1"], 100)


@pytest.mark.parametrize(("road", "wanted"), [
    ([], "CLOSED"), ([], "RUNOFF"), ([], "PROSPECT"), (["NOTICE", "RUNOFF"], "ACTIVE"),
    (["SUSPENDED", "RUNOFF"], "NOTICE"),
])  # fmt: skip
def test_a_state_follows_only_from_those_before_it(
    world: World, road: list[str], wanted: str
) -> None:
    for step in road:
        amend(world, step)
    with refused(world.conn, "status_not_next", wanted_status=wanted):
        contracting.amend_contract(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], from_on=world.on,
            terms={"status": wanted}, source="test",
        )  # fmt: skip


def test_what_hinders_a_closure_is_told_with_its_amounts(world: World) -> None:
    amend(world, "SUSPENDED")
    amend(world, "RUNOFF")
    with refused(world.conn, "contract_still_open"):
        pay(world)
    assert left(world) == {
        "invoice": (1, 1_000_000), "account.CCA": (1, -400_000), "account.DEB": (1, 1_000_000),
        "account.FDG": (1, -100_000),
    }  # fmt: skip


def test_only_a_contract_in_run_off_is_paid_out(world: World) -> None:
    with refused(world.conn, "not_in_run_off", contract_status="ACTIVE"):
        pay(world)


def charges(world: World, code: str) -> list[tuple[Any, ...]]:
    return world.rows("SELECT base_cents, amount_cents FROM charge WHERE contract_id = %s AND"
                      " code = %s ORDER BY id", world.ids["C-1"], code)  # fmt: skip


def test_the_annual_minimum_is_billed_at_the_end_of_the_year(writer: psycopg.Connection) -> None:
    """W4-2: 6 000.00 a year from 10 March is 4 882.19; 4 812.36 were billed, so 69.83 with VAT."""
    world = open_world(writer, date(2026, 3, 10))
    world.ids["C-1"] = world.contract(
        annual_minimum_cents=600_000, fee_billing="AT_ASSIGNMENT", fee_ppm=10_000
    )
    world.remit(world.ids["C-1"], {"number": "F-1", "cents": 48_123_600,
                                   "due_on": date(2026, 4, 10)})  # fmt: skip
    assert charges(world, "FEE-AFF") == [(48_123_600, 481_236)]
    world.on = date(2026, 12, 30)
    world.close()
    assert charges(world, "FEE-MIN") == []
    world.on = date(2026, 12, 31)
    report = world.close()
    assert charges(world, "FEE-MIN") == [(488_219, 6_983)]
    assert [row["minimum_fee_cents"] for row in report["amounts"]] == [8_380]
    assert report["minimum_fee_cents"] == 8_380


@pytest.mark.parametrize(("later", "base"), [(2_400_000, 1_153_973), (0, 1_147_397)])
def test_each_day_counts_at_the_minimum_agreed_for_it(
    writer: psycopg.Connection, later: int, base: int
) -> None:
    """12 000.00 from 16 January, another from 31 December: 349 days of the one, 1 of the other."""
    world = open_world(writer)
    world.ids["C-1"] = world.contract(annual_minimum_cents=1_200_000)
    world.amend(world.ids["C-1"], {"annual_minimum_cents": later}, date(2026, 12, 31))
    world.on = date(2026, 12, 31)
    contracts = contracts_batch(world.conn, [world.ids["C-1"]], world.on)
    (row,) = shortfalls(Act(world.conn, 0, world.asked("aron")), contracts).rows(named=True)
    assert (row["in_force_days"], row["prorated_minimum_cents"]) == (350, base)


def test_what_has_never_run_owes_no_minimum(writer: psycopg.Connection) -> None:
    world = open_world(writer, date(2026, 12, 30))
    world.ids["C-1"] = world.contract(status="OPENING", annual_minimum_cents=365_000)
    world.close(date(2026, 12, 31))
    assert charges(world, "FEE-MIN") == []


def test_a_contract_that_ends_owes_the_minimum_of_its_days_once(writer: psycopg.Connection) -> None:
    """31 days of 3 650.00 a year: 310.00, less the fees billed; the year's end adds nothing."""
    world = open_world(writer, date(2026, 1, 1))
    world.ids["C-1"] = world.contract(annual_minimum_cents=365_000, notice_client_months=1)
    notice(world)
    world.on = date(2026, 2, 1)
    answer = pay(world)
    assert charges(world, "FEE-MIN") == [(31_000, 31_000)]
    assert (answer["order_id"], answer["owed_cents"]) == (None, 37_200)
    assert pay(world)["owed_cents"] == 37_200
    assert charges(world, "FEE-MIN") == [(31_000, 31_000)]
    with refused(world.conn, "contract_still_open"):
        close(world)
    assert timedelta(days=31) == world.on - date(2026, 1, 1)


def test_the_minimum_is_billed_once_also_on_a_day_that_is_closed(
    writer: psycopg.Connection,
) -> None:
    """What is billed then has the next day's date, and counts in the year all the same."""
    world = open_world(writer, date(2026, 1, 1))
    world.ids["C-1"] = world.contract(annual_minimum_cents=365_000, notice_client_months=1)
    notice(world)
    world.on = date(2026, 2, 1)
    world.close()
    assert pay(world)["owed_cents"] == 37_200
    assert world.one("SELECT max(entry_on) FROM entry") == date(2026, 2, 2)
    assert pay(world)["owed_cents"] == 37_200
    assert charges(world, "FEE-MIN") == [(31_000, 31_000)]
