"""A reference rate that nobody has told: the close names who waits, closes the others, and bills
what waited as if the rate had been known in time."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.drawing import payments
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

DUE_ON = date(2026, 3, 16)
TERMS: dict[str, Any] = {"interest_billing": "MONTHLY", "fee_billing": "AT_ASSIGNMENT"}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def funded(world: World, number: str, **terms: Any) -> int:
    """A contract with 9 000.00 drawn from an invoice of 20 000.00."""
    contract = world.contract(number, **{**TERMS, **terms})
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": f"FA-{number}", "cents": 2_000_000, "due_on": DUE_ON})
    world.draw(contract, 900_000)
    return contract


def charges(world: World, contract: int) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT from_on, until_on, rate_ppm, amount_cents, corrects_id IS NOT NULL FROM charge"
        " WHERE contract_id = %s AND code = 'INT' ORDER BY until_on, id", contract)  # fmt: skip


def waits(report: Any) -> list[tuple[str, str, str]]:
    rows = report["to_look_at"]["interest_waits"]["rows"]
    return [(row["contract_number"], row["rate_index"], row["rate_on"]) for row in rows]


def test_months_that_waited_are_billed_like_those_of_a_contract_that_did_not(
    world: World,
) -> None:
    in_time, late = funded(world, "C-1"), funded(world, "C-2", reference_index="ESTR")
    (report,) = [world.close(date(2026, 1, 31))]
    assert (report["contracts"], report["interest_cents"]) == (2, 1_469)
    assert waits(report) == [("C-2", "ESTR", "2026-01-16")]
    assert waits(world.close(date(2026, 3, 3))) == [("C-2", "ESTR", "2026-01-16")]
    assert world.rows("SELECT month_on FROM period_change WHERE is_closed ORDER BY 1") == [
        (date(2026, 1, 1),), (date(2026, 2, 1),)]  # fmt: skip
    assert charges(world, late) == []
    world.on = date(2026, 3, 4)
    world.rate("ESTR", 20_150, date(2026, 1, 16))
    report = world.close()
    assert waits(report) == []
    assert charges(world, late) == charges(world, in_time)
    assert [row[:2] for row in charges(world, late)] == [
        (date(2026, 1, 16), date(2026, 2, 1)), (date(2026, 2, 1), date(2026, 3, 1))]  # fmt: skip
    assert report["interest_cents"] == sum(row[3] for row in charges(world, late))
    world.close(date(2026, 3, 31))
    assert charges(world, late) == charges(world, in_time)
    assert len(charges(world, late)) == 3


def test_a_quarter_that_waited_is_one_bill(world: World) -> None:
    quarterly = {"interest_billing": "QUARTERLY"}
    in_time = funded(world, "C-1", **quarterly)
    late = funded(world, "C-2", reference_index="ESTR", **quarterly)
    world.close(date(2026, 4, 2))
    world.on = date(2026, 4, 3)
    world.rate("ESTR", 20_150, date(2026, 1, 16))
    world.close()
    assert charges(world, late) == charges(world, in_time)
    ((from_on, until_on, *_),) = charges(world, late)
    assert (from_on, until_on) == (date(2026, 1, 16), date(2026, 4, 1))


def test_money_available_waits_for_the_rate_on_its_own_contract_only(world: World) -> None:
    known = funded(world, "C-1")
    waiting = funded(world, "C-2", reference_index="ESTR")
    world.close(date(2026, 1, 19))
    world.on = date(2026, 1, 20)
    world.amend(waiting, {"has_auto_funding": True})
    world.bank({"cents": 2_000_000, "text": "FA-C-2"})  # taken in all the same
    assert world.balance(waiting, "DEB") == 0
    wanted = payments.DRAWS.frame(
        [{"contract_id": id_, "wanted_cents": 100_000} for id_ in (waiting, known)]
    )
    told = payments.draw_many(world.conn, world.asked("anna"), wanted=wanted)
    assert [order["contract_id"] for order in told["orders"]] == [known]
    assert told["refused"] == [{"refusal": "rate_missing", "rate_index": "ESTR",
                                "day": date(2026, 1, 16), "contract_id": waiting}]  # fmt: skip
    with refused(world.conn, "rate_missing", rate_index="ESTR", contract_id=waiting):
        world.draw(waiting, 100_000)
    report = world.close(date(2026, 1, 20))
    assert (report["contracts"], report["orders_prepared"]) == (2, 0)
    world.on = date(2026, 1, 21)
    world.rate("ESTR", 20_150, date(2026, 1, 16))
    assert world.close()["orders_prepared"] == 1


def test_a_correction_waits_for_its_rate_too(world: World) -> None:
    other, contract = funded(world, "C-1"), funded(world, "C-2")
    world.close(date(2026, 1, 31))
    billed = charges(world, contract)
    world.on = date(2026, 2, 2)
    world.amend(contract, {"reference_index": "ESTR"}, from_on=date(2026, 1, 17))
    world.amend(other, {"margin_ppm": 17_000}, from_on=date(2026, 1, 17))
    report = world.close(date(2026, 2, 2))
    assert waits(report) == [("C-2", "ESTR", "2026-01-17")]
    assert [row[4] for row in charges(world, other)] == [False, True]
    assert charges(world, contract) == billed
    world.close(date(2026, 2, 5))
    world.on = date(2026, 2, 6)
    world.rate("ESTR", 30_150, date(2026, 1, 16))
    world.close()
    ((*_, cents, is_correction),) = charges(world, contract)[1:]
    # 9 144.00 (the fee is owed too) x (3.615 % x 1 + 4.615 % x 15) / 360, less the 14.69 billed.
    assert (cents, is_correction) == (381, True)
