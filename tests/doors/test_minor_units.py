"""An amount that is typed is of the currency of its contract: a yen has no cents, a dinar has three
decimals; and a refusal tells it in that currency."""

import click
import psycopg
import pytest

from comptant.doors import lookup, words
from comptant.doors.minor_units import in_currency
from comptant.doors.values import AMOUNT, Typed, typed
from comptant.operations.acts.act import Refused
from comptant.operations.drawing import payments
from comptant.operations.registry import contracting
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def yen(world: World) -> int:
    opened = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="J-1",
        currency="JPY", from_on=world.on, terms=SEED_TERMS,
    )  # fmt: skip
    world.approve(opened, "ada")
    return int(opened["contract_id"])


@pytest.mark.parametrize(("text", "exponent", "units"), [
    ("500000", 0, 500_000), ("500000.00", 0, 500_000), ("500000.5", 0, None),
    ("18 000,50", 2, 1_800_050), ("500.125", 2, None), ("500.120", 2, None),
    ("500.125", 3, 500_125), ("500.1", 3, 500_100), ("500", 3, 500_000),
])  # fmt: skip
def test_what_is_typed_in_minor_units(text: str, exponent: int, units: int | None) -> None:
    assert typed(text).minor(exponent) == units


def test_an_amount_of_no_contract_has_cents() -> None:
    assert AMOUNT.convert("500.12", None, None) == 50_012
    with pytest.raises(click.BadParameter):
        AMOUNT.convert("500.125", None, None)


def test_parts_are_added_and_taken_off_in_thousandths() -> None:
    told = lookup.amounts(["A=0.005", "a=-1.010", "B=2"], str.upper, signed=True)
    assert {name: value.minor(3) for name, value in told.items() if isinstance(value, Typed)} == {
        "A": -1_005, "B": 2_000}  # fmt: skip


def test_it_is_of_the_currency_named_else_of_the_contracts(world: World) -> None:
    contract = yen(world)
    told = {"amount_cents": typed("500"), "invoices": {"1": typed("7.00")}, "reason": "r", "n": 5}
    assert in_currency(world.conn, {"contract_id": contract, **told}) == {
        "contract_id": contract, "amount_cents": 500, "invoices": {"1": 7}, "reason": "r",
        "n": 5}  # fmt: skip
    for given, cents in ({"currency": "TND", "contract_id": contract}, 500_000), ({}, 50_000):
        assert in_currency(world.conn, given | told)["amount_cents"] == cents
    with pytest.raises(click.UsageError, match=r"0\.500 is no amount in JPY, which has 0 decimals"):
        in_currency(world.conn, {"contract_id": contract, "amount_cents": typed("0.5")})


def test_a_refusal_tells_its_amounts_in_the_contracts_currency(world: World) -> None:
    contract = yen(world)
    with pytest.raises(Refused) as caught:
        payments.draw(world.conn, world.asked("alice"), contract_id=contract, amount_cents=500,
                      payee_account_id=None)  # fmt: skip
    told = words.refusal(caught.value.code, caught.value.facts).replace(words.NBSP, " ")
    assert (caught.value.facts["currency"], "JPY 500 " in told) == ("JPY", True), told
