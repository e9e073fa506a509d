"""The TEG of special conditions is that of their own terms and fees, on the ledger of a quote."""

from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.doors import words
from comptant.doors.papers.conditions import conditions
from comptant.operations.acts.act import Refused
from comptant.operations.drawing import quoted
from comptant.operations.quoting import accepting
from comptant.operations.registry import agreed_fees
from comptant.rules.fees import typed
from comptant.store.access import reading
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.operations.offering import in_force, quote
from tests.reading_papers import text_of


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force, and a quote of it for ALPHA SAS."""
    opened = open_world(writer)
    in_force(opened)
    opened.ids["quote"] = quote(opened, party_id=opened.ids["ALPHA SAS"])["quote_id"]
    return opened


def told(world: World, number: str) -> str:
    user = world.users["anna"]
    with words.speaking("en"), reading(user.id, user.company_id, user.roles, world.on) as see:
        return text_of(conditions(see, number, world.on).content)


def agree(world: World, contract_id: int, *fees: str) -> None:
    agreed_fees.set_fees(world.conn, world.asked("anna"), contract_id=contract_id,
                         from_on=world.on, fees=pl.concat([typed(one) for one in fees]),
                         source="rider")  # fmt: skip


def test_the_teg_is_that_of_the_contracts_own_margin(world: World) -> None:
    """By hand: 2.015 % and 3.00 % of margin: 5.015 x 365/360 = 5.0847, told as 5.08 %."""
    world.contract("K-1", margin_ppm=30_000)
    shown = told(world, "K-1")
    assert "TEG 5.08%" in shown
    assert "Financing rate 5.015%" in shown
    quote_told = f"as the client told them, quote {world.ids['quote']} (2026-01-16)"
    assert quote_told in shown


def test_a_fee_linked_to_the_financing_is_in_it_once_it_is_agreed(world: World) -> None:
    id_ = world.contract("K-1", margin_ppm=30_000)
    agree(world, id_, "FEE-DOS=300.00", "FEE-WEB:MONTH=40.00")
    shown = told(world, "K-1")
    assert "Fees linked to the financing €300.00" in shown
    assert "TEG 5.08%" not in shown


def test_a_later_quote_and_another_factors_terms_change_nothing_of_its_price(world: World) -> None:
    world.contract("K-1", margin_ppm=30_000)
    quote(world, "other_factor", party_id=world.ids["ALPHA SAS"], terms={
        "fee_ppm": 3_000, "margin_ppm": 1_000, "advance_standard_ppm": 900_000,
        "fund_ppm": 0})  # fmt: skip
    shown = told(world, "K-1")
    assert "TEG 5.08%" in shown
    assert "Financing rate 5.015%" in shown


def test_a_price_amended_after_the_quote_is_in_the_teg(world: World) -> None:
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=world.ids["quote"],
                           capacity="manager", language="en")  # fmt: skip
    made: dict[str, Any] = quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=world.ids["quote"], client_id=None,
        number="Q-1", from_on=world.on, terms={
            "standing_consent": SEED_TERMS["standing_consent"]},
    )  # fmt: skip
    before = told(world, "Q-1")
    assert "Financing rate 3.515%" in before
    world.conn.execute(
        "INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,"
        " act_id) SELECT contract_id, subject, subject_id, name, valid_from_on, '30000', source,"
        " act_id FROM term WHERE contract_id = %s AND name = 'margin_ppm'",
        (made["contract_id"],))  # fmt: skip
    shown = told(world, "Q-1")
    assert "Financing rate 5.015%" in shown


def test_the_teg_of_a_quote_is_that_of_the_contract_opened_from_it(world: World) -> None:
    """The same terms, fees and ledger: the same figures."""
    figures = world.one("SELECT offer -> 'figures' FROM quote WHERE id = %s", world.ids["quote"])
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=world.ids["quote"],
                           capacity="manager", language="en")  # fmt: skip
    quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=world.ids["quote"], client_id=None,
        number="Q-1", from_on=world.on,
        terms={"standing_consent": SEED_TERMS["standing_consent"]},
    )  # fmt: skip
    shown = told(world, "Q-1")
    for name in ("teg_ppm", "teg_with_fee_ppm"):
        rounded = (2 * figures[name] + 100) // 200
        assert f"{rounded // 100}.{rounded % 100:02d}%" in shown


def test_without_a_reference_rate_the_paper_is_refused(world: World) -> None:
    world.contract("K-1", reference_index="ESTR")
    with pytest.raises(Refused) as caught:
        told(world, "K-1")
    assert caught.value.code == "rate_missing"
