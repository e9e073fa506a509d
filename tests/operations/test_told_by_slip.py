"""A deadline ticked off by slip runs again once what was told is taken back."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors import insolvency_told
from comptant.operations.acts.act import Answer
from comptant.operations.claiming import claims as claiming
from comptant.operations.claiming.insolvency_steps import record_insolvency_step
from comptant.operations.insurance import turnover
from comptant.operations.insurance.covering import cover_of, to_do
from comptant.store.access import reading
from tests.claims import sold
from tests.facts import World, open_world
from tests.houses import house
from tests.notices import PUBLISHED_ON, record, took
from tests.policies import insured, opened, step, terms_proposed
from tests.traces import contents, refused


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00 on BETA SA under P-1; BETA SA fails."""
    made = open_world(writer)
    sold(made)
    made.ids["P-1"] = insured(made, made.ids["C-1"])
    made.on = PUBLISHED_ON
    took(made, record(1))
    return made


def told(world: World, name: str, **given: Any) -> Answer:
    return step(world, world.ids["C-1"], world.ids["P-1"], world.ids["FA-1"], step=name, **given)


def kept(world: World, name: str) -> Answer:
    return record_insolvency_step(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        party_id=world.ids["BETA SA"], failed_part="BUYER", step=name, amount_cents=None,
        step_on=world.on, reference="wrong line",
    )  # fmt: skip


def desks(world: World) -> tuple[list[str], list[str | None]]:
    """What the desks say is to be done: towards the insurer, in the proceedings."""
    with reading(world.users["anna"].id) as see:
        rows = see("read_insured_invoices", contract_id=None, on=world.on)
        cases = insolvency_told.cases(see, world.on, None)
    return ([row["next_cover_step"] for row in to_do(cover_of(rows, world.on))],
            [row["next_insolvency_step"] for row in cases])  # fmt: skip


def test_a_declaration_to_the_insurer_taken_back_is_due_again(world: World) -> None:
    before = desks(world)
    assert before == (["declare"], ["declare_our_claim"])
    told(world, "DECLARED")
    assert desks(world)[0] != before[0]
    assert told(world, "UNDONE", reference="wrong line")["cover_step"] == "UNDONE"
    assert desks(world) == before
    told(world, "DECLARED", reference="DIC-2")
    with refused(world.conn, "cover_step_known"):
        told(world, "DECLARED")
    told(world, "UNDONE", reference="again")
    told(world, "DECLARED", reference="DIC-3")
    assert world.rows("SELECT step, told_number FROM cover_step ORDER BY id") == [
        ("DECLARED", 0), ("UNDONE", 0), ("DECLARED", 1), ("UNDONE", 1),
        ("DECLARED", 2)]  # fmt: skip


def test_steps_are_taken_back_from_the_last_one(world: World) -> None:
    told(world, "DECLARED")
    told(world, "ADMITTED", reference="liquidator")
    told(world, "UNDONE", reference="slip")
    with reading(world.users["anna"].id) as see:
        (row,) = see("read_insured_invoices", contract_id=None, on=world.on)
    assert (row["declared_on"], row["admitted_on"]) == (world.on, None)
    told(world, "UNDONE", reference="slip")
    before = contents(world.conn)
    with refused(world.conn, "nothing_to_undo", number="FA-1"):
        told(world, "UNDONE", reference="slip")
    assert contents(world.conn) == before


@pytest.mark.parametrize("is_sent_before", [False, True])
def test_what_a_claim_stands_on_is_taken_back_with_it(
    world: World, *, is_sent_before: bool
) -> None:
    told(world, "DECLARED")
    if is_sent_before:
        told(world, "CLAIMED", reference="sent by hand")
    claim_id = claiming.open_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        policy_id=world.ids["P-1"], invoice_ids=[world.ids["FA-1"]], reference="SIN-1",
    )["claim_id"]  # fmt: skip
    with refused(world.conn, "cover_step_of_claim", number="FA-1"):
        told(world, "UNDONE", reference="slip")
    claiming.drop_claim(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                        claim_id=claim_id, reason="opened by mistake")  # fmt: skip
    with reading(world.users["anna"].id) as see:
        (row,) = see("read_insured_invoices", contract_id=None, on=world.on)
    assert row["declared_on"] == world.on
    assert row["claimed_on"] == (world.on if is_sent_before else None)


def test_a_claim_in_proceedings_taken_back_is_due_again(world: World) -> None:
    before = desks(world)
    kept(world, "DECLARED")
    assert desks(world)[1] == [None]
    assert kept(world, "UNDONE")["amount_cents"] == 0
    assert desks(world) == before
    with refused(world.conn, "nothing_to_undo", number="BETA SA"):
        kept(world, "UNDONE")
    kept(world, "DECLARED")
    kept(world, "ADMITTED")
    kept(world, "UNDONE")
    with reading(world.users["anna"].id) as see:
        (case,) = insolvency_told.cases(see, world.on, None)
    assert (case["claim_declared_on"], case["claim_admitted_on"]) == (world.on, None)


@pytest.mark.parametrize("day", [date(2026, 4, 4), date(2026, 3, 1)])
def test_nothing_is_taken_back_on_a_day_that_cannot_be(world: World, day: date) -> None:
    kept(world, "DECLARED")
    with refused(world.conn, "cover_step_dates_wrong"):
        record_insolvency_step(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
            party_id=world.ids["BETA SA"], failed_part="BUYER", step="UNDONE", amount_cents=None,
            step_on=day, reference="slip",
        )  # fmt: skip


def test_a_turnover_declared_by_slip_is_due_again_and_loses_the_cover(world: World) -> None:
    policy = opened(world, "P-2")
    world.approve(terms_proposed(world, policy, turnover_months=1, turnover_days=30,
                                 insured_ppm=900_000), "carl")  # fmt: skip
    world.on = date(2026, 3, 3)
    january = date(2026, 1, 31)

    def declared(until_on: date = january, **given: Any) -> Answer:
        return turnover.declare_turnover(
            world.conn, world.asked("anna"), policy_id=policy, until_on=until_on,
            declared_on=world.on, **{"reference": "DCA-1", **given},
        )  # fmt: skip

    def lapses() -> list[Any]:
        return world.rows("SELECT lapse, lapsed_on FROM policy_lapses(%s, %s)", policy, world.on)

    before = lapses()
    assert before == [("TURNOVER", date(2026, 3, 3))]
    declared()
    assert lapses() == []
    with refused(world.conn, "nothing_to_undo", number="P-2"):
        declared(date(2026, 2, 28), is_slip=True)
    assert declared(is_slip=True, reference="wrong policy")["declared_turnover_cents"] == 0
    assert lapses() == before
    with refused(world.conn, "nothing_to_undo", number="P-2"):
        declared(is_slip=True)
    declared()
    assert lapses() == []
    assert world.rows("SELECT told_number, is_slip FROM turnover_declaration"
                      " ORDER BY told_number, is_slip") == [
        (0, False), (0, True), (1, False)]  # fmt: skip
