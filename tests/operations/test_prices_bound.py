"""A price that the client signed, or accepted in a quote, gets worse by two people and after the
factor's notice, or signed by the client."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import signatures
from comptant.operations.drawing.quoted import open_from_quote
from comptant.operations.quoting import accepting
from comptant.operations.registry import agreed_fees, contracting
from comptant.rules.fees import typed
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import in_force, quote
from tests.signing import empower
from tests.traces import refused

NOTICE = timedelta(days=60)  # of the factor, as terms of contracts have it


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 is active, its conditions signed; Q-1 was opened from an accepted quote."""
    opened = open_world(writer)
    empower(opened)
    in_force(opened)
    made = quote(opened, party_id=opened.ids["ALPHA SAS"])["quote_id"]
    opened.ids["C-1"] = opened.contract()
    agree(opened, "C-1", "FEE-WEB:MONTH=40.00")
    waits = signatures.propose_paper_signature(
        writer, opened.asked("anna"), contract_id=opened.ids["C-1"], kind="CONDITIONS",
        subject_id=0, signed_by="Alice", signed_on=opened.on, proof="safe 12",
    )  # fmt: skip
    opened.approve(waits, "ada")
    accepting.accept_quote(writer, opened.asked("alice"), quote_id=made, capacity="manager",
                           language="en")  # fmt: skip
    opened.ids["Q-1"] = open_from_quote(
        writer, opened.asked("anna"), quote_id=made, client_id=None, number="Q-1",
        from_on=opened.on, terms={"standing_consent": "quittance permanente 2026-01"},
    )["contract_id"]  # fmt: skip
    return opened


def agree(world: World, number: str, *fees: str, **told: Any) -> Answer:
    return agreed_fees.set_fees(
        world.conn, world.asked("anna"), contract_id=world.ids[number],
        **{"from_on": world.on, "fees": pl.concat([typed(one) for one in fees]),
           "source": "rider", **told},
    )  # fmt: skip


def amend(world: World, number: str, terms: dict[str, Any], **told: Any) -> Answer:
    return contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids[number], terms=terms,
        **{"from_on": world.on, "source": "rider", **told},
    )  # fmt: skip


def margin(world: World, number: str, on: date) -> int:
    from comptant.operations.terms.contracts import contract_in_force

    return int(contract_in_force(world.conn, world.ids[number], on).terms["margin_ppm"])


@pytest.mark.parametrize("number", ["C-1", "Q-1"])
def test_a_worse_price_does_not_count_before_the_notice(world: World, number: str) -> None:
    first_on = world.on + NOTICE
    for terms in ({"margin_ppm": 40_000}, {"fee_ppm": 20_000}, {"interest_billing": "QUARTERLY"},
                  {"annual_minimum_cents": 10_000_000}):  # fmt: skip
        with refused(world.conn, "price_bound", price=next(iter(terms)), first_on=first_on):
            amend(world, number, terms)
    with refused(world.conn, "price_bound", price="FEE-AVT", first_on=first_on):
        agree(world, number, "FEE-AVT=5000.00")
    with refused(world.conn, "price_bound", price="FEE-WEB"):
        agree(world, number, "FEE-WEB:MONTH=900.00", from_on=first_on - timedelta(days=1))


def test_after_the_notice_it_waits_for_another_person(world: World) -> None:
    before, first_on = margin(world, "C-1", world.on), world.on + NOTICE
    waits = amend(world, "C-1", {"margin_ppm": 40_000}, from_on=first_on)
    assert (waits["terms"], waits["waiting"]) == ([], ["margin_ppm"])
    assert margin(world, "C-1", first_on) == before
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "ada")
    assert (margin(world, "C-1", first_on - timedelta(days=1)), margin(world, "C-1", first_on)) == (
        before, 40_000)  # fmt: skip


def test_a_worse_fee_waits_and_the_others_of_the_same_rider_count(world: World) -> None:
    first_on = world.on + NOTICE
    told = agree(world, "C-1", "FEE-WEB:MONTH=30.00", "FEE-AVT=5000.00", from_on=first_on)
    assert [one["fee_code"] for one in told["fees"]] == ["FEE-WEB"]
    assert told["waiting"] == ["FEE-AVT"]
    count = "SELECT count(*) FROM contract_fee WHERE fee_code = 'FEE-AVT'"
    assert world.one(count) == 0
    with refused(world.conn, "same_person"):
        world.approve(told, "anna")
    world.approve(told, "ada")
    assert world.rows("SELECT valid_from_on, unit_cents FROM contract_fee"
                      " WHERE fee_code = 'FEE-AVT'") == [(first_on, [500_000])]  # fmt: skip


@pytest.mark.parametrize("number", ["C-1", "Q-1"])
def test_approved_too_late_a_worse_price_is_closed_and_proposed_again(
    world: World, number: str
) -> None:
    first_on = world.on + NOTICE
    before = margin(world, number, first_on)
    waits = amend(world, number, {"margin_ppm": 40_000}, from_on=first_on)
    fees = agree(world, number, "FEE-AVT=5000.00", from_on=first_on)
    world.on += timedelta(days=1)
    world.lapses(waits, "price_bound", "ada")
    world.lapses(fees, "price_bound", "ada")
    assert margin(world, number, first_on) == before
    assert world.one("SELECT count(*) FROM contract_fee WHERE fee_code = 'FEE-AVT'") == 0
    again = world.on + NOTICE
    world.approve(amend(world, number, {"margin_ppm": 40_000}, from_on=again), "ada")
    assert (margin(world, number, first_on), margin(world, number, again)) == (before, 40_000)


def test_a_price_proposed_before_the_conditions_were_signed_keeps_the_notice_too(
    world: World,
) -> None:
    """It waited because its days are billed; the client signed what was then in force."""
    world.ids["F-1"] = world.contract("F-1")
    began_on = world.on
    world.close(date(2026, 1, 31))
    world.on = date(2026, 2, 1)
    waits = amend(world, "F-1", {"margin_ppm": 40_000}, from_on=began_on)
    assert waits["waiting"] == ["margin_ppm"]
    signed = signatures.propose_paper_signature(
        world.conn, world.asked("anna"), contract_id=world.ids["F-1"], kind="CONDITIONS",
        subject_id=0, signed_by="Alice", signed_on=world.on, proof="safe 13",
    )  # fmt: skip
    world.approve(signed, "ada")
    world.lapses(waits, "price_bound", "ada")
    assert margin(world, "F-1", world.on) != 40_000


def test_what_the_client_signed_is_approved_on_any_day(world: World) -> None:
    waits = amend(world, "C-1", {"margin_ppm": 40_000}, signed_by="Alice")
    fees = agree(world, "C-1", "FEE-WEB:MONTH=90.00", signed_by="Alice")
    signed_on, world.on = world.on, world.on + timedelta(days=30)
    world.approve(waits, "ada")
    world.approve(fees, "ada")
    assert margin(world, "C-1", signed_on) == 40_000
    assert world.one("SELECT valid_from_on FROM contract_fee WHERE unit_cents = '{9000}'"
                     ) == signed_on  # fmt: skip


def test_signed_by_the_client_it_counts_at_once_by_two_people(world: World) -> None:
    with refused(world.conn, "signatory_without_power", name="Zoe"):
        amend(world, "C-1", {"margin_ppm": 40_000}, signed_by="Zoe")
    world.approve(amend(world, "C-1", {"margin_ppm": 40_000}, signed_by="Alice"), "ada")
    assert margin(world, "C-1", world.on) == 40_000
    assert world.one("SELECT source FROM term WHERE name = 'margin_ppm' AND value = '40000'"
                     ) == "rider (Alice)"  # fmt: skip
    told = agree(world, "C-1", "FEE-WEB:MONTH=90.00", signed_by="Alice")
    world.approve(told, "ada")
    assert world.one("SELECT source FROM contract_fee WHERE unit_cents = '{9000}'"
                     ) == "rider (Alice)"  # fmt: skip


def test_a_better_price_needs_nobody(world: World) -> None:
    assert amend(world, "C-1", {"margin_ppm": 1_000})["approval_id"] is None
    assert margin(world, "C-1", world.on) == 1_000
    for fees in ("FEE-WEB:MONTH=10.00", "FEE-WEB:MONTH=none"):
        assert agree(world, "C-1", fees)["approval_id"] is None


def test_a_contract_that_nobody_signed_is_priced_freely(world: World) -> None:
    world.ids["F-1"] = world.contract("F-1")
    assert amend(world, "F-1", {"margin_ppm": 40_000})["approval_id"] is None
    assert agree(world, "F-1", "FEE-AVT=5000.00")["approval_id"] is None


@pytest.mark.parametrize("terms", [
    {"notice_factor_days": 59}, {"notice_client_months": 4}, {"collection_value_days": 1},
    {"cheque_value_days": 3}, {"due_value_days": 2}, {"fund_ppm": 10_000},
    {"fund_levy_ppm": 10_000}, {"advance_standard_ppm": 890_000}, {"line_cents": 1_000_000},
    {"has_recourse": False}, {"guaranteed_ppm": 990_000}, {"order_margin_ppm": 1},
    {"defund_notice_days": 29}, {"fund_release_frequency": "MONTHLY"},
], ids=str)  # fmt: skip
def test_what_costs_or_binds_the_client_is_bound_as_prices_are(
    world: World, terms: dict[str, Any]
) -> None:
    (name,), first_on = terms, world.on + NOTICE
    count = "SELECT count(*) FROM term"
    before = world.one(count)
    with refused(world.conn, "price_bound", price=name, first_on=first_on, days=60):
        amend(world, "C-1", terms)
    waits = amend(world, "C-1", terms, from_on=first_on)
    assert (waits["terms"], waits["waiting"], world.one(count)) == ([], [name], before)
    world.approve(waits, "ada")
    assert world.one("SELECT valid_from_on FROM term WHERE name = %s ORDER BY recorded_at DESC"
                     " LIMIT 1", name) == first_on  # fmt: skip


def test_a_notice_that_is_shortened_shortens_none_that_runs(world: World) -> None:
    first_on, later = world.on + NOTICE, world.on + NOTICE + timedelta(days=1)
    world.approve(amend(world, "C-1", {"notice_factor_days": 0}, from_on=first_on), "ada")
    waits = amend(world, "C-1", {"margin_ppm": 90_000}, from_on=first_on)
    fees = agree(world, "C-1", "FEE-AVT=5000.00", from_on=first_on)
    world.on = first_on
    world.lapses(waits, "price_bound", "ada")
    world.lapses(fees, "price_bound", "ada")
    assert margin(world, "C-1", later) != 90_000
    assert world.one("SELECT count(*) FROM contract_fee WHERE fee_code = 'FEE-AVT'") == 0


@pytest.mark.parametrize("terms", [
    {"notice_factor_days": 90}, {"notice_client_months": 1}, {"cheque_value_days": 0},
    {"penalties_owner": "CLIENT"}, {"defund_notice_days": 60},
], ids=str)  # fmt: skip
def test_what_binds_the_client_less_needs_nobody(world: World, terms: dict[str, Any]) -> None:
    assert amend(world, "C-1", terms)["approval_id"] is None
