"""Reverse factoring and order finance as offers: quoted, compared, accepted, opened."""

from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Asked
from comptant.operations.closing.keeper import keeper
from comptant.operations.drawing import quoted
from comptant.operations.quoting import accepting, links, tariffs
from comptant.operations.terms.contracts import contracts_in_force
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, compare, in_force, propose, quote
from tests.traces import refused

SUPPLIER = {**ONE_BUYER, "buyer_siren": "443061841"}
SECRET = "b" * 32


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force; alice owns ALPHA."""
    found = open_world(writer)
    in_force(found)
    return found


def opened(world: World, quote_id: int) -> dict[str, Any]:
    """The contract opened from a quote that alice accepts, and what the opening answered."""
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=quote_id,
                           capacity="gérante", language="fr")  # fmt: skip
    answer = quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=quote_id, client_id=None, number="Q-1",
        from_on=world.on, terms={"standing_consent": "acte"},
    )  # fmt: skip
    world.approve(answer, "ada")
    return answer


def test_order_finance_is_priced_by_the_tariff_and_becomes_a_contract(world: World) -> None:
    made = quote(world, "order_finance", SUPPLIER, login="alice")
    steps = [(one["term"], one["row"], one["rate_ppm"]) for one in made["price"]]
    assert ("order_margin_ppm", "M O", 5_000) in steps
    of = made["figures"]
    assert of["order_rate_ppm"] == of["financing_rate_ppm"] + 5_000
    assert {"order_signed", "order_repaid", "order_claimed"} <= set(made["duties"])
    assert made["buyers_see"] == ["pays_factor", "order_certified"]
    answer = opened(world, made["quote_id"])
    terms = contracts_in_force(world.conn, [answer["contract_id"]], world.on)[
        answer["contract_id"]].terms  # fmt: skip
    assert (terms["order_advance_ppm"], terms["order_margin_ppm"], terms["status"]) == (
        500_000, 5_000, "ACTIVE")  # fmt: skip
    assert "order_advance_ppm" in answer["waiting"]
    assert terms["payables_line_cents"] == 0


def test_a_programme_is_priced_by_the_tariff_and_becomes_the_buyers_contract(world: World) -> None:
    made = quote(world, "reverse_programme", SUPPLIER, party_id=world.ids["ALPHA SAS"])
    terms, of = made["terms"], made["figures"]
    # 1.50 less 0.40 of margin by the tariff, 30 % given back; no fee, no minimum.
    told = (terms["margin_ppm"], terms["payables_rebate_ppm"], terms["fee_ppm"])
    assert told == (11_000, 300_000, 0)
    assert of["suppliers_charge_cents"] == of["financing_charge_cents"] > of["rebate_cents"] > 0
    assert of["yearly_cost_cents"] == of["other_charges_cents"] == 78_000  # set-up, portal
    assert of["net_cost_cents"] == 78_000 - of["rebate_cents"]
    assert made["duties"] == ["approves", "debited", "reclassifies", "programme_notice"]
    assert made["buyers_see"] == ["early_price"]
    answer = opened(world, made["quote_id"])
    held = contracts_in_force(world.conn, [answer["contract_id"]], world.on)[
        answer["contract_id"]].terms  # fmt: skip
    assert held["payables_line_cents"] == of["payables_line_cents"] > 0
    assert held["payables_rebate_ppm"] == 300_000
    assert (answer["limits_asked"], answer["limits_left"]) == ([], [])


def test_on_the_same_ledger_a_supplier_sees_the_discount_and_no_fee(world: World) -> None:
    told = compare(world, {"product": "whole_turnover"}, {"product": "order_finance"},
                   {"product": "reverse"})  # fmt: skip
    usual = {row["offer_number"]: row for row in told["scenarios"] if row["scenario"] == "AS_USUAL"}
    whole, orders, reverse = usual[1], usual[2], usual[3]
    assert orders["available_cents"] == whole["available_cents"] + orders["order_available_cents"]
    assert orders["invoiced_net_cents"] > 0 == whole["invoiced_net_cents"]
    assert reverse["yearly_fee_cents"] == reverse["other_charges_cents"] == 0
    assert reverse["yearly_cost_cents"] == reverse["financing_charge_cents"]
    assert reverse["not_early_cents"] == 24_000_000  # a fifth of the year
    assert reverse["kept_risk_cents"] < whole["kept_risk_cents"]
    assert told["offers"][2]["duties"] == ["joins", "waits"]
    assert told["offers"][2]["buyers_see"] == ["their_programme"]


def test_the_side_of_a_supplier_is_no_contract(world: World) -> None:
    made = quote(world, "reverse", SUPPLIER, login="alice")
    with refused(world.conn, "programme_of_the_buyer", quote_id=made["quote_id"]):
        accepting.accept_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                               capacity="gérante", language="fr")  # fmt: skip
    sold = quote(world, "reverse", SUPPLIER)
    links.share_quote(world.conn, world.asked("anna"), quote_id=sold["quote_id"], token=SECRET)
    by = keeper(world.conn)
    assert by is not None
    with refused(world.conn, "programme_of_the_buyer"):
        accepting.accept_quote_by_link(
            world.conn, Asked(by, "link", world.asked("anna").at, world.on), link=SECRET,
            person="Jeanne", capacity="gérante", language="fr",
        )  # fmt: skip


@pytest.mark.parametrize(("terms", "term"), [
    ({"runs_programme": True}, "runs_programme"),
    ({"order_advance_ppm": 600_000}, "order_advance_ppm"),
])  # fmt: skip
def test_what_cannot_be_is_refused(world: World, terms: dict[str, Any], term: str) -> None:
    with refused(world.conn, "offer_term_wrong", term=term):
        quote(world, "order_finance", terms=terms)


def test_a_tariff_without_their_grids_prices_the_others_and_tells_these_apart(world: World) -> None:
    rows = [row for row in tariffs.example() if row.grid not in ("order_margin", "rebate")]
    world.approve(propose(world, tariffs.TARIFF.frame(row.__dict__ for row in rows)), "ada")
    told = compare(world, {"product": "whole_turnover"}, {"product": "order_finance"},
                   {"product": "reverse"})  # fmt: skip
    assert [one["product"] for one in told["offers"]] == ["whole_turnover"]
    assert [(one["product"], one["grid"]) for one in told["unpriced"]] == [
        ("order_finance", "order_margin"), ("reverse", "rebate")]  # fmt: skip
