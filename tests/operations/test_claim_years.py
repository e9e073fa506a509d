"""What a policy gives once a year goes by its insurance year, of the deliveries; what it takes once
of each loss, by the failure of a buyer."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import claim_told, indemnities_told
from comptant.doors.papers import own_claims
from comptant.operations.acts.act import Answer
from comptant.operations.claiming import claim_decisions, claims, claims_undone
from comptant.operations.insurance.claims_expected import claims_expected
from comptant.store import bulk
from comptant.store.access import reading
from tests.claims import CENTS, DUE_ON, FAILED_ON, INDEMNITY, failed, proved, sold
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, step, terms_proposed
from tests.policies import opened as policy_opened
from tests.traces import refused

CAP, FIRST_LOSS, DEDUCTIBLE = 6_000_000, 1_000_000, 100_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def covered(world: World, from_on: date, **terms: Any) -> int:
    """A policy whose insurance year begins on a day of its own."""
    policy = world.ids["P-1"] = policy_opened(world, from_on=from_on)
    world.approve(terms_proposed(world, policy, from_on, **terms), "carl")
    world.approve(cover_proposed(world, policy, world.ids["C-1"], from_on=from_on), "carl")
    decided(world, policy, 4 * CENTS, valid_from_on=from_on)
    return policy


def two_invoices(world: World, from_on: date, delivered_on: date, **terms: Any) -> None:
    """FA-1 of 10 January and FA-2 of another day, of 50 000.00 each, declared as BETA SA fails."""
    sold(world, limit=4 * CENTS, has_recourse=False)
    policy = covered(world, from_on, **terms)
    world.on = max(world.on, delivered_on)
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": CENTS, "issued_on": delivered_on,
                                   "due_on": DUE_ON})  # fmt: skip
    world.ids["FA-2"] = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    failed(world)
    step(world, world.ids["C-1"], policy, world.ids["FA-1"], world.ids["FA-2"])


def claimed(world: World, number: str, *invoices: str) -> int:
    told = claims.open_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], policy_id=world.ids["P-1"],
        invoice_ids=[world.ids[name] for name in invoices], reference=number)  # fmt: skip
    return int(told["claim_id"])


def said(world: World, claim_id: int, on: date, cents: int | None = None) -> Answer:
    return claim_decisions.accept_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], claim_id=claim_id,
        accepted_cents=cents, step_on=on, reference="ACC",
    )  # fmt: skip


def both(world: World, days: tuple[int, int] = (150, 150)) -> tuple[int, int]:
    """What the insurer accepts of a claim on FA-1, then of one on FA-2."""
    ids = claimed(world, "SIN-1", "FA-1"), claimed(world, "SIN-2", "FA-2")
    world.ids["SIN-1"], world.ids["SIN-2"] = ids
    world.on = FAILED_ON + timedelta(days=max(days))
    first, second = (said(world, id_, FAILED_ON + timedelta(days=day))["accepted_cents"]
                     for id_, day in zip(ids, days, strict=True))  # fmt: skip
    return first, second


YEARLY: list[tuple[dict[str, int], tuple[int, int], tuple[int, int]]] = [
    ({"liability_cap_cents": CAP}, (INDEMNITY, INDEMNITY), (INDEMNITY, CAP - INDEMNITY)),
    ({"first_loss_cents": FIRST_LOSS}, (INDEMNITY - FIRST_LOSS,) * 2,
     (INDEMNITY - FIRST_LOSS, INDEMNITY)),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "apart", "together"), YEARLY)
def test_claims_of_two_insurance_years_accepted_in_one_civil_year_have_each_their_own(
    world: World, terms: dict[str, int], apart: tuple[int, int], together: tuple[int, int]
) -> None:
    """The policy of 1 February: a delivery of 10 January is of the year that ends, both accepted in
    August 2026."""
    two_invoices(world, date(2025, 2, 1), date(2026, 2, 1), **terms)
    assert both(world) == apart
    assert (insurers(world, "SIN-1"), insurers(world, "SIN-2")) == apart
    proved(world)


@pytest.mark.parametrize(("terms", "apart", "together"), YEARLY)
def test_claims_of_one_insurance_year_accepted_in_two_civil_years_share_it(
    world: World, terms: dict[str, int], apart: tuple[int, int], together: tuple[int, int]
) -> None:
    two_invoices(world, date(2025, 2, 2), date(2026, 2, 1), **terms)
    assert both(world, (150, 300)) == together  # August 2026, January 2027
    assert (insurers(world, "SIN-1"), insurers(world, "SIN-2")) == together
    assert world.one("SELECT count(DISTINCT extract(year FROM step_on)) FROM claim_step"
                     " WHERE step = 'ACCEPTED'") == 2  # fmt: skip
    proved(world)


def test_a_claim_is_of_one_insurance_year(world: World) -> None:
    two_invoices(world, date(2025, 2, 1), date(2026, 2, 1))
    with refused(world.conn, "claim_of_several_years", number="FA-2", year_on=date(2026, 2, 1),
                 after_on=date(2025, 2, 1)):  # fmt: skip
        claimed(world, "SIN-1", "FA-1", "FA-2")


def test_a_claim_is_under_one_set_of_terms(world: World) -> None:
    """80 % from 1 February on, within the year: a claim for each."""
    sold(world, limit=4 * CENTS, has_recourse=False)
    policy = covered(world, date(2026, 1, 1))
    world.approve(terms_proposed(world, policy, date(2026, 2, 1), insured_ppm=800_000), "carl")
    world.on = date(2026, 2, 1)
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": CENTS, "issued_on": world.on,
                                   "due_on": DUE_ON})  # fmt: skip
    world.ids["FA-2"] = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    failed(world)
    step(world, world.ids["C-1"], policy, world.ids["FA-1"], world.ids["FA-2"])
    with refused(world.conn, "claim_of_several_years", number="FA-2"):
        claimed(world, "SIN-1", "FA-1", "FA-2")
    assert both(world) == (INDEMNITY, 4_000_000)
    proved(world)


def test_what_is_expected_is_told_of_each_insurance_year(world: World) -> None:
    """The first loss of each year, the deductible of the loss once."""
    two_invoices(world, date(2025, 2, 1), date(2026, 2, 1), first_loss_cents=FIRST_LOSS,
                 loss_deductible_cents=DEDUCTIBLE)  # fmt: skip
    rows = bulk.rows(world.conn, "read_insured_invoices", contract_id=world.ids["C-1"],
                     on=world.on)  # fmt: skip
    assert [(row["first_loss_used_cents"], row["claim_indemnity_cents"])
            for row in claims_expected(rows, world.on)] == [
        (FIRST_LOSS, INDEMNITY - FIRST_LOSS - DEDUCTIBLE),
        (FIRST_LOSS, INDEMNITY - FIRST_LOSS)]  # fmt: skip


def insurers(world: World, number: str) -> int:
    """The indemnity of a claim as its insurer reads it."""
    if "ivan" not in world.users:
        add_user(world, "ivan", world.ids["ASSUR"], ["insurer"], False)
    user, claim_id = world.users["ivan"], world.ids[number]
    with reading(user.id, user.company_id, None, world.on) as see:
        (found,) = see("read_own_claim_file", id=claim_id, on=world.on)
        items = see("read_own_claim_items", id=claim_id)
    return int(own_claims.figures(found, items)["claim_indemnity_cents"])


def looked(world: World, number: str) -> tuple[int, str | None]:
    """The indemnity of a claim as people read it: its figure, and what differs from it."""
    with reading(world.users["anna"].id) as see:
        found = claim_told.claim(see, world.ids["C-1"], number, world.on)
        told = claim_told.figures(see, found, world.on)["claim_indemnity_cents"]
        (row,) = [row for row in indemnities_told.compared(see, world.ids["C-1"], world.on)
                  if row["claim_number"] == number]  # fmt: skip
    return told, row["gap_cause"]


def test_the_deductible_of_a_loss_is_taken_once_of_its_claims(world: World) -> None:
    """Two invoices of one buyer that fails, claimed apart: 1 000.00 once, whoever comes first."""
    two_invoices(world, date(2026, 1, 1), date(2026, 2, 1), loss_deductible_cents=DEDUCTIBLE)
    assert both(world) == (INDEMNITY - DEDUCTIBLE, INDEMNITY)
    assert looked(world, "SIN-1") == (INDEMNITY - DEDUCTIBLE, "UNPAID")
    assert looked(world, "SIN-2") == (INDEMNITY, "UNPAID")
    assert [insurers(world, name) for name in ("SIN-1", "SIN-2")] == [
        INDEMNITY - DEDUCTIBLE, INDEMNITY]  # fmt: skip
    proved(world)


def test_a_decision_undone_gives_the_deductible_to_the_other_claim(world: World) -> None:
    two_invoices(world, date(2026, 1, 1), date(2026, 2, 1), loss_deductible_cents=DEDUCTIBLE)
    both(world)
    for number in ("SIN-1", "SIN-2"):
        id_ = world.one("SELECT max(id) FROM claim_step WHERE step = 'ACCEPTED' AND claim_id = %s",
                        world.ids[number])  # fmt: skip
        world.approve(claims_undone.undo_claim_step(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
            claim_id=world.ids[number], step_id=id_, reason="slip"), "carl")  # fmt: skip
    on = FAILED_ON + timedelta(days=150)
    second = said(world, world.ids["SIN-2"], on)
    first = said(world, world.ids["SIN-1"], on)
    assert (first["accepted_cents"], second["accepted_cents"]) == (
        INDEMNITY, INDEMNITY - DEDUCTIBLE)  # fmt: skip
    proved(world)


def test_the_threshold_is_held_against_the_whole_loss(world: World) -> None:
    """Two claims of 50 000.00 are one loss of 100 000.00, above a threshold of 60 000.00."""
    two_invoices(world, date(2026, 1, 1), date(2026, 2, 1), claim_threshold_cents=6_000_000)
    assert both(world) == (INDEMNITY, INDEMNITY)
    proved(world)
