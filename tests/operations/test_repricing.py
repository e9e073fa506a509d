"""Prices dated back: into billed days by two people and a correction, or not at all."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.registry import contracting
from comptant.rules.terms import RECOMPUTED, TERMS, is_price
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 1)


@house
def world(writer: psycopg.Connection) -> World:
    """Money in use since 16 January at 3.615 %; January is billed, the 1st of February closed."""
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract(interest_billing="MONTHLY")
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 1)})
    world.draw(contract)
    world.close(date(2026, 2, 1))
    return world


def amend(world: World, from_on: date, contract: str = "C-1", **terms: int | str | bool) -> Answer:
    return contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids[contract], from_on=from_on,
        terms=terms, source="amendment",
    )  # fmt: skip


def interest(world: World) -> list[tuple[int, bool]]:
    """The lines of financing charge: cents, and whether each corrects another."""
    return world.rows("SELECT amount_cents, corrects_id IS NOT NULL FROM charge WHERE code = 'INT'"
                      " AND contract_id = %s ORDER BY id", world.ids["C-1"])  # fmt: skip


def test_a_margin_dated_into_a_billed_month_waits_for_another_person_and_is_corrected(
    world: World,
) -> None:
    ((billed, _),) = interest(world)
    asked = amend(world, JANUARY, margin_ppm=116_000)
    assert (asked["terms"], asked["waiting"]) == ([], ["margin_ppm"])
    world.close()
    assert interest(world) == [(billed, False)]
    world.approve(asked, "ada")
    world.close()
    assert interest(world)[0] == (billed, False)
    ((correction, is_correction),) = interest(world)[1:]
    assert is_correction
    # 18 000,00 and what was charged on it, 10 % more for the twelve days from the 20th on.
    assert correction == pytest.approx(18_000_00 * 0.10 * 12 / 360, rel=0.02)


def test_a_margin_from_the_first_day_not_billed_is_said_by_one_person(world: World) -> None:
    assert amend(world, FEBRUARY, margin_ppm=20_000)["approval_id"] is None


def test_what_has_priced_an_event_on_its_day_is_not_dated_back(world: World) -> None:
    for name, term in TERMS.items():
        if not is_price(name) or name in RECOMPUTED | {"charge_timing"}:
            continue
        value = {"flag": False, "code": term.choices[-1] if term.choices else "x"}.get(term.kind, 1)
        with refused(world.conn, "term_in_the_past", term=name, first_on=FEBRUARY):
            amend(world, JANUARY, **{name: value})
        amend(world, FEBRUARY, **{name: value})


def test_a_charge_in_advance_is_not_priced_again(world: World) -> None:
    world.on = date(2026, 1, 16)
    world.ids["C-2"] = world.contract("C-2", charge_timing="ADVANCE")
    with refused(world.conn, "term_in_the_past", term="margin_ppm"):
        amend(world, JANUARY, "C-2", margin_ppm=20_000)


def test_what_prices_nothing_is_dated_back_as_before(world: World) -> None:
    assert amend(world, JANUARY, max_invoice_age_days=60)["terms"] == ["max_invoice_age_days"]


def test_a_collection_bills_the_days_before_it(world: World) -> None:
    world.ids["C-3"] = contract = world.contract("C-3", interest_billing="AT_COLLECTION")
    world.limit(contract, "DELTA SARL", 5_000_000)
    world.remit(contract, {"number": "FA-9", "cents": 1_000_000, "buyer": "DELTA SARL",
                           "due_on": date(2026, 3, 1)})  # fmt: skip
    world.draw(contract)
    world.on = date(2026, 2, 10)
    world.bank({"cents": 1_000_000, "text": "FA-9", "payer_name": "DELTA SARL"})
    billed = world.one("SELECT max(until_on) FROM charge WHERE contract_id = %s", contract)
    assert amend(world, date(2026, 2, 5), "C-3", margin_ppm=17_000)["waiting"] == ["margin_ppm"]
    assert amend(world, billed, "C-3", margin_ppm=17_000)["waiting"] == []
