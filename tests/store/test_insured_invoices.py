"""An insurer reads the invoices that it insures: by their day of delivery, and none besides."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.store.access import reading
from tests import claims
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, insured, opened, step, terms_proposed

LATER_ON, SEEN_ON = date(2026, 3, 20), date(2026, 4, 2)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00 on BETA SA, delivered in January, overdue on 2 April; ivan is ASSUR's."""
    made = open_world(writer)
    claims.sold(made, has_recourse=False)
    return made


def seen(world: World) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Limits and overdues, as ASSUR reads them."""
    add_user(world, "ivan", world.ids["ASSUR"], ["insurer"], False)
    user = world.users["ivan"]
    with reading(user.id, user.company_id, None, SEEN_ON) as see:
        return see("read_own_limits"), see("read_own_overdues")


def covered(world: World, from_on: date, **terms: Any) -> None:
    """C-1 under P-1 from a day on, without a limit."""
    policy = world.ids["P-1"] = opened(world, from_on=date(2026, 1, 1))
    world.approve(terms_proposed(world, policy, date(2026, 1, 1), **terms), "carl")
    world.approve(cover_proposed(world, policy, world.ids["C-1"], from_on=from_on), "carl")


def test_what_was_delivered_before_its_cover_is_not_its(world: World) -> None:
    covered(world, LATER_ON, blind_cents=9_000_000)
    assert seen(world) == ([], [])


def test_what_was_delivered_under_no_limit_is_not_its(world: World) -> None:
    covered(world, date(2026, 1, 1))
    decided(world, world.ids["P-1"], 6_000_000, valid_from_on=LATER_ON)
    (limit,), overdues = seen(world)
    assert (limit["buyer_name"], limit["limit_cents"], limit["outstanding_cents"]) == (
        "BETA SA", 6_000_000, 0)  # fmt: skip
    assert (limit["overdue_cents"], limit["oldest_due_on"], overdues) == (0, None, [])


def test_what_it_covers_blindly_is_its(world: World) -> None:
    covered(world, date(2026, 1, 1), blind_cents=9_000_000)
    (limit,), (overdue,) = seen(world)
    assert (limit["limit_cents"], limit["overdue_cents"]) == (None, claims.CENTS)
    assert overdue["invoice_number"] == "FA-1"


@pytest.mark.parametrize("is_declared", [True, False])
def test_what_it_insured_stays_its_when_the_cover_has_ended(
    world: World, *, is_declared: bool
) -> None:
    policy = insured(world, world.ids["C-1"])
    world.on = SEEN_ON
    if is_declared:
        step(world, world.ids["C-1"], policy, world.ids["FA-1"])
    world.approve(cover_proposed(world, policy, world.ids["C-1"], share_ppm=0, from_on=SEEN_ON),
                  "carl")  # fmt: skip
    (limit,), (overdue,) = seen(world)
    assert (limit["buyer_name"], limit["overdue_cents"]) == ("BETA SA", claims.CENTS)
    assert overdue["declared_on"] == (SEEN_ON if is_declared else None)
