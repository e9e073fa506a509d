"""The other fees of a quote, one by one, add up to what the quote says of them."""

import psycopg

from comptant.doors import offer_costs
from tests.facts import open_world
from tests.operations.offering import in_force, quote


def test_the_fee_on_the_line_not_used_is_named_and_the_fees_add_up(
    writer: psycopg.Connection,
) -> None:
    world = open_world(writer)
    in_force(world)
    told = quote(world, terms={"line_cents": 10_000_000, "unused_ppm": 2_000,
                               "line_fee_ppm": 5_000})  # fmt: skip
    rows = offer_costs.fees(told)
    of = told["figures"]
    assert [row["charge_ppm"] for row in rows if row["fee_code"] == "FEE-NUT"] == [2_000]
    assert of["unused_fee_cents"] > 0
    assert sum(row["charged_cents"] for row in rows) == (
        of["other_charges_cents"] + of["unused_fee_cents"])  # fmt: skip
    assert {row["fee_code"]: row["unit_count"] for row in rows}["FEE-ENG"] is None
