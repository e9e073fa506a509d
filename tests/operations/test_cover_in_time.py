"""What a policy covers of a delivery is what was said for its day, whatever is said later."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns
from comptant.operations.insurance.covering import cover_of
from comptant.store import bulk
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house
from tests.notices import record, took
from tests.policies import cover_proposed, decided, insured, opened, step, terms_proposed
from tests.traces import refused

CENTS = 5_000_000
DUE_ON = date(2026, 3, 11)


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 with FA-1 of 50 000.00 on BETA SA, delivered on 10 January."""
    made = open_world(writer)
    made.ids["C-1"] = made.contract("C-1", age_cutoff_days=3_650)
    made.limit(made.ids["C-1"], "BETA SA", CENTS)
    made.remit(made.ids["C-1"], {"number": "FA-1", "cents": CENTS, "issued_on": date(2026, 1, 10),
                                 "due_on": DUE_ON})  # fmt: skip
    made.ids["FA-1"] = made.one("SELECT id FROM invoice")
    return made


def policy(world: World, number: str = "P-1") -> int:
    policy_id = opened(world, number)
    world.approve(terms_proposed(world, policy_id), "carl")
    decided(world, policy_id, CENTS, decision_number=f"D-{number}")
    return policy_id


def said(
    world: World, policy_id: int, from_on: date, share_ppm: int = 1_000_000, **told: Any
) -> None:
    """A word on what the policy covers, agreed by two."""
    world.approve(cover_proposed(world, policy_id, world.ids["C-1"], from_on=from_on,
                                 share_ppm=share_ppm, **told), "carl")  # fmt: skip


def cover(world: World, on: date = date(2026, 3, 20)) -> list[tuple[str, int, str | None]]:
    rows = bulk.rows(world.conn, "read_insured_invoices", contract_id=world.ids["C-1"], on=on)
    found = cover_of(rows, on, world.ids["C-1"])
    return sorted((row["policy_number"], row["covered_cents"], row["uninsured_reason"])
                  for row in found)  # fmt: skip


def test_a_delivery_in_a_gap_of_the_cover_is_not_covered_once_it_is_resumed(world: World) -> None:
    policy_id = policy(world)
    said(world, policy_id, date(2026, 1, 1))
    said(world, policy_id, date(2026, 1, 5), 0)
    assert cover(world) == [("P-1", 0, "after_cover")]
    said(world, policy_id, date(2026, 1, 20))
    assert cover(world) == [("P-1", 0, "after_cover")]


def test_a_delivery_before_the_first_cover_is_not_covered(world: World) -> None:
    said(world, policy(world), date(2026, 1, 20))
    assert cover(world, date(2026, 1, 19)) == []
    assert cover(world) == [("P-1", 0, "before_cover")]


@pytest.mark.parametrize("share_ppm", [1_000_000, 200_000, 0])
def test_a_later_share_leaves_what_was_delivered_before(world: World, share_ppm: int) -> None:
    policy_id = policy(world)
    said(world, policy_id, date(2026, 1, 1), 400_000)
    said(world, policy_id, date(2026, 2, 1), share_ppm)
    assert cover(world) == [("P-1", 2_000_000, None)]


def test_a_later_layer_leaves_what_was_delivered_before(world: World) -> None:
    first, second = policy(world), policy(world, "P-2")
    said(world, first, date(2026, 1, 1))
    said(world, second, date(2026, 1, 1), layer=2)
    said(world, first, date(2026, 2, 1), layer=3)
    assert cover(world) == [("P-1", CENTS, None), ("P-2", 0, None)]


def test_the_word_on_a_buyer_counts_from_its_day_on(world: World) -> None:
    policy_id = policy(world)
    said(world, policy_id, date(2026, 1, 1))
    said(world, policy_id, date(2026, 2, 1), 0, buyer_id=world.ids["BETA SA"])
    assert cover(world) == [("P-1", CENTS, None)]


def test_a_buyer_left_out_from_the_first_day_is_under_no_policy(world: World) -> None:
    policy_id = policy(world)
    said(world, policy_id, date(2026, 1, 1))
    said(world, policy_id, date(2026, 1, 1), 0, buyer_id=world.ids["BETA SA"])
    assert cover(world) == []


def test_one_insurer_after_another_covers_what_was_delivered_in_its_time(world: World) -> None:
    first, second = policy(world), policy(world, "P-2")
    said(world, first, date(2026, 1, 1))
    said(world, first, date(2026, 1, 5), 0)
    said(world, second, date(2026, 1, 5))
    assert cover(world) == [("P-1", 0, "after_cover"), ("P-2", CENTS, None)]


def test_what_an_ended_policy_of_ours_still_covers_is_given_back_by_two(world: World) -> None:
    policy_id = policy(world)
    said(world, policy_id, date(2026, 1, 1))
    said(world, policy_id, date(2026, 1, 12), 0)
    waits = returns.reassign(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                             invoice_ids=[world.ids["FA-1"]], reason="agreed")  # fmt: skip
    told = world.one("SELECT arguments FROM approval WHERE id = %s", waits["approval_id"])
    assert told["cover_lost_cents"] == 4_500_000


DECLARED_ON, LOST_ON = date(2026, 6, 1), date(2026, 7, 1)


def test_a_declaration_told_after_its_last_day_counts_once_a_second_person_agrees(
    world: World,
) -> None:
    contract, invoice = world.ids["C-1"], world.ids["FA-1"]
    policy_id = insured(world, contract)
    world.on = LOST_ON
    lost, kept = [("P-1", 0, "declared_late")], [("P-1", CENTS, None)]
    told = step(world, contract, policy_id, invoice, step_on=DECLARED_ON)
    assert (cover(world, LOST_ON), told["late_ids"]) == (lost, [])
    assert world.one("SELECT count(*) FROM cover_step") == 0
    with refused(world.conn, "same_person"):
        world.approve(told, "anna")
    world.approve(told, "carl")
    assert cover(world, LOST_ON) == kept
    assert world.rows("SELECT step, step_on FROM cover_step") == [("DECLARED", DECLARED_ON)]


def test_a_declaration_is_dated_back_by_two_within_its_days_as_well(world: World) -> None:
    """The waiting period would run from the day told: the indemnity would be due sooner."""
    contract, invoice = world.ids["C-1"], world.ids["FA-1"]
    policy_id = insured(world, contract)
    world.on = DECLARED_ON
    told = step(world, contract, policy_id, invoice, step_on=DECLARED_ON - timedelta(days=1))
    assert (told["late_ids"], world.one("SELECT count(*) FROM cover_step")) == ([], 0)
    with refused(world.conn, "same_person"):
        world.approve(told, "anna")
    world.approve(told, "carl")
    assert world.rows("SELECT step, step_on FROM cover_step") == [
        ("DECLARED", DECLARED_ON - timedelta(days=1))]  # fmt: skip


def test_a_claim_told_after_its_last_day_counts_once_a_second_person_agrees(world: World) -> None:
    contract, invoice = world.ids["C-1"], world.ids["FA-1"]
    policy_id = insured(world, contract, claim_days=100)
    world.on = DECLARED_ON
    assert "approval_id" not in step(world, contract, policy_id, invoice)
    world.on = LOST_ON
    told = step(world, contract, policy_id, invoice, step="CLAIMED", step_on=DECLARED_ON)
    assert world.rows("SELECT step FROM cover_step") == [("DECLARED",)]
    world.approve(told, "carl")
    assert world.rows("SELECT step FROM cover_step ORDER BY id") == [("DECLARED",), ("CLAIMED",)]


def test_nothing_is_declared_before_the_invoice_is(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"])
    world.on = LOST_ON
    with refused(world.conn, "cover_step_dates_wrong", on=date(2026, 1, 10)):
        step(world, world.ids["C-1"], policy_id, world.ids["FA-1"], step_on=date(2026, 1, 9))
    assert world.one("SELECT count(*) FROM cover_step") == 0


def test_an_insolvency_is_declared_within_its_days_of_publication(world: World) -> None:
    """Judged on 20 March, published and read on 3 April: 5 days from then, for each reader."""
    contract, invoice = world.ids["C-1"], world.ids["FA-1"]
    policy_id = insured(world, contract, holder="ALPHA SAS", insolvency_days=5)
    world.on = date(2026, 4, 3)
    took(world, record(1, judged="2026-03-20"))
    for login in ("anna", "alice"):
        with reading(world.users[login].id) as see:
            rows = see("read_insured_invoices", contract_id=contract, on=world.on)
        (found,) = cover_of(rows, world.on, contract)
        assert (found["next_cover_step"], found["act_by_on"]) == ("declare", date(2026, 4, 8))
    world.on = date(2026, 4, 8)
    assert step(world, contract, policy_id, invoice)["late_ids"] == []
    assert cover(world, world.on) == [("P-1", CENTS, None)]
