"""A tariff takes two people, and a wrong one is refused with what is wrong."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.quoting import tariffs
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import in_force, propose, quote, rows


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def test_a_tariff_prices_once_another_person_approves_it(world: World) -> None:
    proposed = propose(world)
    assert proposed["is_example"] is True
    with pytest.raises(Refused) as refused:
        quote(world)
    assert refused.value.code == "tariff_missing"
    assert refused.value.facts == {"quoted_on": "2026-01-16"}
    with pytest.raises(Refused) as refused:
        world.approve(proposed, "anna")
    assert refused.value.code == "same_person"
    world.approve(proposed, "ada")
    told = quote(world)["tariff"]
    assert told["is_example"] is True
    assert told["source"] == "tariff 2026"


def test_a_tariff_holds_from_its_day_and_the_one_before_until_then(world: World) -> None:
    first = in_force(world)
    world.on = date(2026, 3, 1)
    dearer = rows().with_columns(rate_ppm=rows()["rate_ppm"] + 10)
    changed = propose(world, dearer)
    assert changed["is_example"] is False
    second = world.approve(changed, "ada")["tariff_id"]
    assert quote(world)["tariff"]["tariff_id"] == second
    assert tariffs.tariff_on(world.conn, date(2026, 2, 28))[0]["id"] == first


ROW = {"row_number": 99, "grid": "fee", "row_name": "F9", "rate_ppm": 9_000}


@pytest.mark.parametrize(
    ("changed", "code", "detail"),
    [
        ({}, "tariff_overlaps", "row 2"),
        ({"turnover_from_cents": 7, "grid": "tolls"}, "tariff_grid_unknown", "tolls"),
        ({"turnover_from_cents": 7, "rate_ppm": None}, "tariff_price_missing", "F9"),
        ({"turnover_from_cents": 7, "rate_ppm": 1_000_001}, "tariff_rate_wrong", "1000001"),
        ({"client_class": "Z"}, "tariff_class_unknown", "Z"),
        ({"grid": "fee_adjustment", "condition": "is it late?"}, "tariff_condition_unreadable",
         "is it late?"),
        ({"grid": "fee_adjustment"}, "tariff_condition_missing", "F9"),
        *(({"grid": "fee_adjustment", "condition": wrong}, "tariff_condition_unknown", wrong)
          for wrong in ("foo=bar", "has_recourse=perhaps", "disclosure_mode=SECRET",
                        "turnovers_cents>=5", "client_class=Z", "export_ppm=much")),
        ({"grid": "charge", "amount_cents": 1}, "tariff_charge_incomplete", "- -"),
        ({"grid": "cost"}, "tariff_grid_unknown", "F9"),
    ],
)  # fmt: skip
def test_a_wrong_tariff_is_refused_with_its_row(
    world: World, changed: dict[str, Any], code: str, detail: str
) -> None:
    with pytest.raises(Refused) as refused:
        propose(world, rows({**ROW, **changed}))
    told = refused.value.facts
    assert (refused.value.code, told["row_number"]) == ("tariff_wrong", 99)
    assert (told["tariff_wrong"], told["detail"]) == (code, detail)
    assert world.one("SELECT count(*) FROM approval WHERE kind = 'tariff'") == 0


def test_a_tariff_that_leaves_a_client_without_a_price_is_refused(world: World) -> None:
    table = rows()
    without = table.filter((table["grid"] != "margin") | (table["client_class"] != "E"))
    with pytest.raises(Refused) as refused:
        propose(world, without)
    assert refused.value.facts["tariff_wrong"] == "tariff_gap"
    assert refused.value.facts["detail"] == "margin: E/A E/B E/C E/D E/E"


def test_a_tariff_without_a_source_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        tariffs.propose_tariff(world.conn, world.asked("anna"), rows=rows(),
                               valid_from_on=world.on, source=" ")  # fmt: skip
    assert refused.value.code == "tariff_unsourced"
