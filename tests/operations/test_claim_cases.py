"""Four cases of a buyer that fails, to the last euro in the factor's books and in the client's."""

from typing import Any

import psycopg

from comptant.operations.insurance import claim_recoveries
from comptant.operations.registry import parties
from tests.claims import (
    CENTS,
    accepted,
    books,
    failed,
    indemnified,
    lines,
    opened,
    recovered,
    sold,
    written_off,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured

OWN: dict[str, Any] = {"has_recourse": False}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def test_the_factors_policy_pays_and_it_bears_what_is_retained(world: World) -> None:
    """W8-E with E5a, to the last line."""
    contract = sold(world, **OWN)
    policy = insured(world, contract)
    failed(world)
    assert world.available(contract) == 500_000
    opened(world, policy)
    accepted(world)
    indemnified(world)
    written_off(world)
    assert lines(world) == [
        ("guarantee_taken", "DEBD", CENTS), ("guarantee_taken", "DEB", -CENTS),  # E1
        ("impairment", "DOT", 500_000), ("impairment", "DEPR", -500_000),  # E2
        ("claim_accepted", "INSR", 4_500_000), ("claim_accepted", "DEBD", -4_500_000),  # E3
        ("cash_moved_in", "LINK", 4_500_000), ("cash_moved_in", "UNAL", -4_500_000),
        ("indemnity_received", "UNAL", 4_500_000), ("indemnity_received", "INSR", -4_500_000),  # E4
        ("claim_loss", "LOSS", 500_000), ("claim_loss", "DEBD", -500_000),  # E5a
        ("impairment_released", "DEPR", 500_000), ("impairment_released", "REP", -500_000),  # E6
    ]  # fmt: skip
