"""Who may say what of a quote: the company what it needs, the house prices and classes."""

from typing import Any

import psycopg
import pytest

from comptant.operations.drawing.quoted import open_from_quote
from comptant.operations.quoting import accepting
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, TYPED, compare, in_force, quote
from tests.traces import refused

CONSENT = {"standing_consent": "quittance permanente 2026-01"}


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    in_force(opened)
    return opened


@pytest.mark.parametrize("terms", [
    {"fee_ppm": 100}, {"margin_ppm": 0}, {"annual_minimum_ppm": 0}, {"fund_ppm": 0},
    {"advance_standard_ppm": 1_000_000}, {"setup_cents": 0}, {"unused_ppm": 0},
    {"fee_tiers": "500000:0.10"}, {"reference_index": "FIXED"}, {"notice_months": 0},
    {"is_ours": True},
])  # fmt: skip
def test_a_client_does_not_say_what_an_offer_of_the_house_costs(
    world: World, terms: dict[str, Any]
) -> None:
    with refused(world.conn, "price_of_the_house", term=next(iter(terms))):
        quote(world, login="alice", terms=terms)
    with refused(world.conn, "price_of_the_house"):
        compare(world, {"product": "whole_turnover", "offer_terms": '{"fee_ppm": 100}'},
                login="alice")  # fmt: skip


def test_another_factors_terms_do_not_become_the_houses(world: World) -> None:
    """Typed in, they are no offer of ours: not to be accepted; said to be ours, refused."""
    with refused(world.conn, "price_of_the_house"):
        quote(world, "other_factor", login="alice", terms={**TYPED, "is_ours": True})
    made = quote(world, "other_factor", login="alice", terms=TYPED)
    with refused(world.conn, "offer_not_ours", quote_id=made["quote_id"]):
        accepting.accept_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                               capacity="manager", language="en")  # fmt: skip


def test_a_client_says_what_it_needs(world: World) -> None:
    told = quote(world, "selective", login="alice", terms={
        "scope_count": 1, "use_ppm": 500_000, "has_recourse": True,
        "line_cents": 5_000_000})  # fmt: skip
    assert (told["terms"]["line_cents"], told["terms"]["use_ppm"]) == (5_000_000, 500_000)


def test_a_risk_class_is_the_houses_word(world: World) -> None:
    """The class of buyers and their limits too: a client's file says neither."""
    with refused(world.conn, "class_of_the_house", client_class="A"):
        quote(world, login="alice", client_class="A")
    with refused(world.conn, "class_of_the_house"):
        compare(world, {"product": "whole_turnover"}, login="alice", client_class="B")
    plain = {name: value for name, value in ONE_BUYER.items() if name != "buyer_class"}
    rated = {**ONE_BUYER, "buyer_class": "A", "limit_cents": 10**9}
    asked, told = (quote(world, "whole_turnover", buyer, login="alice") for buyer in (plain, rated))
    assert told["price"] == asked["price"]
    assert told["figures"] == asked["figures"]
    assert quote(world, login="anna", client_class="A")["profile"]["client_class"] == "A"


def test_a_price_that_one_person_of_the_house_typed_waits_for_another(world: World) -> None:
    made = quote(world, party_id=world.ids["ALPHA SAS"], terms={"margin_ppm": 1_000})
    assert [step for step in made["price"] if step["kind"] == "TYPED"] == [
        {"term": "margin_ppm", "kind": "TYPED", "row_number": 0, "row": "", "condition": "",
         "rate_ppm": 1_000}]  # fmt: skip
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                           capacity="manager", language="en")  # fmt: skip
    opened = open_from_quote(world.conn, world.asked("anna"), quote_id=made["quote_id"],
                             client_id=None, number="Q-1", from_on=world.on,
                             terms=CONSENT)  # fmt: skip
    assert "margin_ppm" in opened["waiting"]
    assert opened["status"] == "OPENING"
    world.approve(opened, "ada")
    assert world.one("SELECT count(*) FROM term WHERE contract_id = %s AND name = 'status' AND"
                     " value = '\"ACTIVE\"'", opened["contract_id"]) == 1  # fmt: skip
