"""Whatever would void a cover is stopped, or takes two people who are told what it would cost."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns, withdrawal
from comptant.operations.claiming import claims
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, insured, opened, step, terms_proposed
from tests.traces import refused

CENTS = 5_000_000


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 with recourse; FA-1 of 50 000.00 on BETA SA, approved."""
    made = open_world(writer)
    made.ids["C-1"] = made.contract("C-1", age_cutoff_days=3_650)
    made.limit(made.ids["C-1"], "BETA SA", CENTS)
    made.remit(made.ids["C-1"], {"number": "FA-1", "cents": CENTS, "issued_on": date(2026, 1, 10),
                                 "due_on": date(2026, 3, 11)})  # fmt: skip
    made.ids["FA-1"] = made.one("SELECT id FROM invoice")
    return made


def given_back(world: World, what: Any = returns.reassign) -> dict[str, Any]:
    return dict(what(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                     invoice_ids=[world.ids["FA-1"]], reason="agreed"))  # fmt: skip


def test_what_our_own_policy_covers_is_given_back_by_two_who_see_what_is_lost(
    world: World,
) -> None:
    insured(world, world.ids["C-1"])
    for what in (returns.reassign, returns.defund):
        waits = given_back(world, what)
        assert world.one("SELECT open_cents FROM invoice") == CENTS
        told = world.one("SELECT arguments FROM approval WHERE id = %s", waits["approval_id"])
        assert told["cover_lost_cents"] == 4_500_000
        with refused(world.conn, "same_person"):
            world.approve(waits, "anna")
        world.approve(waits, is_yes=what is returns.reassign, login="aron")
        if what is returns.reassign:
            assert world.one("SELECT open_cents FROM invoice") == 0
            return


def test_what_our_own_policy_covers_is_withdrawn_by_two_as_well(world: World) -> None:
    insured(world, world.ids["C-1"])
    waits = given_back(world, withdrawal.withdraw)
    assert world.one("SELECT open_cents FROM invoice") == CENTS
    told = world.one("SELECT arguments FROM approval WHERE id = %s", waits["approval_id"])
    assert told["cover_lost_cents"] == 4_500_000
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "aron")
    assert world.one("SELECT open_cents FROM invoice") == 0


def test_what_nothing_covers_is_given_back_by_one(world: World) -> None:
    assert given_back(world)["reassigned_cents"] == CENTS


def test_what_the_clients_policy_covers_stays_covered_and_takes_one(world: World) -> None:
    own = opened(world, "P-9", holder_id=world.ids["ALPHA SAS"])
    world.approve(terms_proposed(world, own), "carl")
    world.approve(cover_proposed(world, own, world.ids["C-1"]), "carl")
    decided(world, own, CENTS)
    assert given_back(world)["reassigned_cents"] == CENTS


@pytest.mark.parametrize("what", [returns.reassign, returns.defund, withdrawal.withdraw])
def test_what_the_clients_policy_would_pay_us_is_given_back_by_two(world: World, what: Any) -> None:
    insured(world, world.ids["C-1"], holder="ALPHA SAS", is_delegated=True)
    waits = given_back(world, what)
    assert world.one("SELECT open_cents FROM invoice") == CENTS
    told = world.one("SELECT arguments FROM approval WHERE id = %s", waits["approval_id"])
    assert told["cover_lost_cents"] == 4_500_000


def test_what_is_claimed_under_the_clients_policy_goes_back_by_one(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], holder="ALPHA SAS", is_delegated=True)
    step(world, world.ids["C-1"], policy_id, world.ids["FA-1"])
    claims.open_claim(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                      policy_id=policy_id, invoice_ids=[world.ids["FA-1"]],
                      reference="SIN-1")  # fmt: skip
    assert given_back(world)["reassigned_cents"] == CENTS


def test_what_our_policy_does_not_cover_any_more_is_given_back_by_one(world: World) -> None:
    insured(world, world.ids["C-1"], max_term_days=30)
    assert given_back(world)["reassigned_cents"] == CENTS
