"""What an insurer pays beside what its policy says: each difference with the cause that explains it
to the cent. Source: DOMAIN 6.4, W6-1 to W6-4."""

from typing import Any

import psycopg
import pytest

from comptant.doors import indemnities_told
from comptant.operations.claiming import claim_decisions
from comptant.store.access import reading
from tests.claims import CENTS, accepted, failed, indemnified, opened, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import decided, insured, step


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def claimed(world: World, **terms: Any) -> int:
    contract = sold(world, limit=2 * CENTS, has_recourse=False)
    policy = insured(world, contract, **terms)
    failed(world)
    opened(world, policy)
    return policy


def compared(world: World, contract_id: int | None = None) -> dict[str, Any]:
    with reading(world.users["anna"].id) as see:
        (row,) = indemnities_told.compared(see, contract_id, world.on)
    return row


def test_what_is_expected_stands_beside_what_is_accepted_and_paid(world: World) -> None:
    claimed(world)
    row = compared(world)
    assert (row["claim_indemnity_cents"], row["accepted_cents"], row["gap_cause"]) == (
        4_500_000, 0, None)  # fmt: skip
    assert (row["is_file_ready"], row["lacking"]) == (
        False, "delivery, notice to the buyer, reminder")  # fmt: skip
    accepted(world)
    row = compared(world, world.ids["C-1"])
    assert (row["gap_cause"], row["indemnity_gap_cents"]) == ("UNPAID", 4_500_000)
    indemnified(world, 4_000_000)
    assert compared(world)["indemnity_gap_cents"] == 500_000
    indemnified(world, 500_000)
    row = compared(world)
    assert (row["gap_cause"], row["indemnity_gap_cents"], row["gap_question"]) == (None, 0, None)


@pytest.mark.parametrize(("terms", "cents", "cause", "named"), [
    ({}, 3_750_000, "NET_BASE", "20"),  # W6-4
    ({"loss_deductible_cents": 100_000}, 4_300_000, "DEDUCTIBLE_TWICE", "1,000.00"),
    ({}, 4_000_000, "OTHER_SHARE", "80"),
    ({}, 3_600_000, "OTHER_LIMIT", "D-0"),
    ({"first_loss_cents": 1_000_000}, 3_400_001, "UNEXPLAINED", "999.99"),
    ({}, 1_234_567, "UNEXPLAINED", "32,654.33"),
])  # fmt: skip
def test_a_difference_is_named_with_the_cause_that_explains_it(
    world: World, terms: dict[str, Any], cents: int, cause: str, named: str
) -> None:
    policy = claimed(world, **(terms or {"insured_ppm": 900_000}))
    if cause == "OTHER_LIMIT":
        decided(world, policy, 4_000_000, decision_number="D-0", decision="REDUCED",
                valid_from_on=world.on)  # fmt: skip
    world.approve(accepted(world, accepted_cents=cents), "carl")
    row = compared(world)
    assert (row["gap_cause"], row["accepted_cents"]) == (cause, cents)
    assert row["indemnity_gap_cents"] == row["claim_indemnity_cents"] - cents
    assert named in row["gap_question"]


def test_an_invoice_left_out_is_named(world: World) -> None:
    contract = sold(world, cents=3_000_000, has_recourse=False, limit=CENTS)
    policy = insured(world, contract)
    world.remit(contract, {"number": "FA-2", "cents": 1_000_000, "issued_on": world.on,
                           "due_on": world.on})  # fmt: skip
    second = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    failed(world)
    step(world, contract, policy, second)
    opened(world, policy, invoice_ids=[world.ids["FA-1"], second])
    world.approve(accepted(world, accepted_cents=2_700_000), "carl")
    row = compared(world)
    assert row["gap_cause"] == "INVOICE_OUT"
    assert "FA-2" in row["gap_question"]


def test_of_a_refusal_the_clause_is_asked(world: World) -> None:
    claimed(world)
    world.approve(claim_decisions.propose_claim_refusal(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], step_on=world.on, reference="L-1", reason="late"), "carl",
    )  # fmt: skip
    row = compared(world)
    assert (row["gap_cause"], row["indemnity_gap_cents"]) == ("REFUSED", 4_500_000)
    assert "L-1: late" in row["gap_question"]
