"""What a company needs picks what is compared and is told; its activity warns."""

import psycopg
import pytest

from comptant.doors import offers_told
from comptant.operations.quoting import prospects, tariffs
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.rules.offer_terms import OF_SELLERS
from comptant.rules.recommending import Wants, picked
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, compare, in_force, quote
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force."""
    found = open_world(writer)
    in_force(found)
    return found


@pytest.mark.parametrize(("wants", "products"), [
    (Wants(), ["whole_turnover", "whole_turnover_insured", "non_recourse", "client_managed",
               "confidential", "selective", "spot", "order_finance", "reverse"]),
    (Wants(cover=True), ["whole_turnover_insured", "non_recourse", "reverse"]),
    (Wants(discretion=True), ["confidential"]),
    (Wants(management=True), ["whole_turnover", "whole_turnover_insured", "non_recourse",
                              "selective", "spot", "order_finance", "reverse"]),
    # No offer is both: each that meets one of them is compared.
    (Wants(discretion=True, management=True), list(OF_SELLERS)[:3] + list(OF_SELLERS)[4:]),
])  # fmt: skip
def test_the_needs_pick_the_products(wants: Wants, products: list[str]) -> None:
    assert picked(OF_SELLERS, wants) == products


def test_no_offer_named_compares_those_that_meet_the_needs_and_says_so(world: World) -> None:
    told = compare(world, wants_discretion=True, prospect="OMEGA")
    assert [one["product"] for one in told["offers"]] == ["confidential"]
    assert [one["reason"] for one in told["recommendation"]["reasons"]] == ["discreet", "alone"]
    (kept,) = world.rows("SELECT offer -> 'needs', offer -> 'unmet_needs' FROM quote")
    assert kept == (["finance", "confidentiality"], [])


def test_management_is_a_want_of_the_recommendation(world: World) -> None:
    told = compare(world, {"product": "whole_turnover"}, {"product": "client_managed"},
                   wants_management=True)  # fmt: skip
    found = told["recommendation"]
    assert found["offer_number"] == 1
    assert [one["reason"] for one in found["reasons"]] == ["manages", "alone"]
    assert {"change": "management_not_wanted", "offer_number": 2} in found["changes"]
    _, reasons, _ = offers_told.advice(told)
    assert reasons[0] == "It chases the buyers and books their payments for you."


def test_a_quote_tells_what_of_the_needs_it_does_not_meet(world: World) -> None:
    told = quote(world, needs=["finance", "insurance", "confidentiality", "management"])
    assert told["unmet_needs"] == ["cover", "discretion"]
    assert offers_told.needs_unmet(told) == [
        "It does not do all that is wanted: it does not cover the failure of buyers; buyers see it."
    ]
    assert quote(world, "confidential", needs=["confidentiality"])["unmet_needs"] == []


def test_the_activity_warns_and_changes_no_figure(world: World) -> None:
    plain, works = quote(world), quote(world, sector="CONSTRUCTION")
    assert [one["note"] for one in works["sector_notes"]] == [
        "works_papers", "works_retention", "stage_payments"]  # fmt: skip
    assert works["figures"] == plain["figures"]
    assert plain["sector_notes"] == []
    told = offers_told.warnings(works)
    assert told[1] == ("The works retention (5 % at most) is not financed until it is released. "
                       "(Law 71-584 of 16 July 1971)")  # fmt: skip
    compared = compare(world, {"product": "spot"}, sector="PERISHABLE")
    assert [one["note"] for one in compared["sector_notes"]] == ["perishable_term"]


@pytest.mark.parametrize(("given", "code"), [
    ({"sector": "MINING"}, "sector_unknown"), ({"needs": ["luck"]}, "need_unknown"),
])  # fmt: skip
def test_what_is_not_known_is_refused(world: World, given: dict[str, object], code: str) -> None:
    with refused(world.conn, code):
        quote(world, **given)


def test_the_public_says_its_activity_too(world: World) -> None:
    (tariff_id,) = world.rows("SELECT id FROM tariff")[0]
    world.approve(tariffs.set_public_tariff(world.conn, world.asked("anna"), tariff_id=tariff_id,
                                            is_public=True, source="test"), "ada")  # fmt: skip
    made = prospects.quote_prospect(
        world.conn, world.asked("anna"), prospect="OMEGA", product="spot", need_cents=None,
        buyers=ASKED_BUYERS.frame([ONE_BUYER]), language="fr", token="a" * 32, sector="TRANSPORT",
    )  # fmt: skip
    assert world.rows("SELECT offer ->> 'sector' FROM quote WHERE id = %s", made["quote_id"]) == [
        ("TRANSPORT",)]  # fmt: skip
