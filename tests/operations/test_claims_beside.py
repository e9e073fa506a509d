"""Claims beside what else happens to their debts: guarantees given back, payments taken back or
recalled, invoices withdrawn; what was opened by mistake is dropped."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns, withdrawal
from comptant.operations.claiming import claim_decisions, claims
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, reallocation, undoing
from comptant.operations.collection.guarantee_back import give_guarantee_back
from comptant.operations.reminding import penalty_claims
from comptant.operations.risk import facts
from comptant.rules.penalties import INDEX
from tests.claims import (
    CENTS,
    FAILED_ON,
    accepted,
    books,
    failed,
    indemnified,
    opened,
    proved,
    recovered,
    sold,
    written_off,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured
from tests.traces import refused

PART = 1_000_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def refusal(world: World) -> Answer:
    """The insurer's refusal of SIN-1, by two people."""
    return world.approve(claim_decisions.propose_claim_refusal(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], step_on=world.on, reference="L-1", reason="late"), "carl",
    )  # fmt: skip


def dropped(world: World) -> Answer:
    return claims.drop_claim(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                             claim_id=world.ids["SIN-1"], reason="a slip")  # fmt: skip


def given_back(world: World) -> Answer:
    """The wrong company had failed: FA-1 is the contract's again, by two people."""
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=None,
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    return by_two(world, give_guarantee_back, contract_id=world.ids["C-1"],
                  invoice_ids=[world.ids["FA-1"]], is_whole_buyer=False,
                  reason="wrong company")  # fmt: skip


def by_two(world: World, operation: Callable[..., Answer], **given: Any) -> Answer:
    """Done at once, or once another person has agreed."""
    told = operation(world.conn, world.asked("anna"), **given)
    return told if told.get("approval_id") is None else world.approve(told, "aron")


def night(world: World) -> None:
    world.close(world.on + timedelta(days=1))
    world.on += timedelta(days=1)


def part_paid(world: World) -> int:
    """10 000.00 of FA-1, which nobody's word had named."""
    world.bank({"cents": PART, "text": "NO WORD", "payer_name": "BETA SA", "bank_reference": "R"})
    payment = int(world.one("SELECT max(id) FROM payment WHERE contract_id = %s"
                            " AND open_cents > 0", world.ids["C-1"]))  # fmt: skip
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                  payment_id=payment, invoices={str(world.ids["FA-1"]): PART})  # fmt: skip
    return payment


def taken_back(world: World, payment: int) -> None:
    """A slip: two people take it off FA-1 again."""
    by_two(world, reallocation.reallocate, contract_id=world.ids["C-1"], payment_id=payment,
           invoice_ids=[world.ids["FA-1"]], to={})  # fmt: skip


def recalled(world: World, payment: int) -> None:
    world.bank({"cents": -PART, "bank_reference": "R", "is_reversal": True})


# What a claim has taken is not given back ---------------------------------------------------------


def test_a_guarantee_is_not_given_back_once_its_loss_is_written_off(world: World) -> None:
    """Also where the insurer had refused before: the claim has the debt, and the loss is booked."""
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)
    refusal(world)
    written_off(world)
    with refused(world.conn, "claim_took_over", invoice_number="FA-1", claim_number="SIN-1"):
        give_guarantee_back(world.conn, world.asked("anna"), contract_id=contract,
                            invoice_ids=[world.ids["FA-1"]], is_whole_buyer=False,
                            reason="wrong company")  # fmt: skip
    night(world)
    proved(world)


def test_what_an_insurer_has_refused_is_given_back_and_impaired_no_more(world: World) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    before = books(world)
    failed(world)
    opened(world, policy)
    refusal(world)
    assert books(world)["DEPR"] == -CENTS
    given_back(world)
    night(world)
    assert (now := books(world)) == before | {"DOT": CENTS, "REP": -CENTS}, now
    assert dict(world.rows("SELECT step, impaired_cents FROM claim_step")) == {
        "OPENED": 500_000, "REFUSED": 4_500_000, "IMPAIRED": -CENTS}  # fmt: skip
    proved(world)


# Opened by mistake --------------------------------------------------------------------------------


@pytest.mark.parametrize("is_insured", [True, False])
def test_a_claim_opened_by_mistake_is_dropped_and_its_guarantee_given_back(
    world: World, is_insured: bool
) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract) if is_insured else None
    before = books(world)
    failed(world)
    opened(world, policy)
    with refused(world.conn, "claim_stands", claim_number="SIN-1"):
        give_guarantee_back(world.conn, world.asked("anna"), contract_id=contract,
                            invoice_ids=[world.ids["FA-1"]], is_whole_buyer=False,
                            reason="wrong company")  # fmt: skip
    assert dropped(world)["claim_state"] == "DROPPED"
    given_back(world)
    impaired = 500_000 if is_insured else CENTS
    assert books(world) == before | {"DOT": impaired, "REP": -impaired}
    night(world)
    proved(world)


def test_what_was_dropped_is_claimed_anew_and_nothing_is_done_with_the_old(world: World) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    old = opened(world, policy)
    waits = claim_decisions.propose_claim_refusal(
        world.conn, world.asked("anna"), contract_id=contract, claim_id=old, step_on=world.on,
        reference="L-1", reason="late")  # fmt: skip
    with refused(world.conn, "reason_missing"):
        claims.drop_claim(world.conn, world.asked("anna"), contract_id=contract, claim_id=old,
                          reason=" ")  # fmt: skip
    dropped(world)
    assert world.approve(waits, "carl")["refusal"] == "claim_dropped"
    for act in (dropped, accepted, written_off):
        with refused(world.conn, "claim_dropped", claim_number="SIN-1"):
            act(world)
    with refused(world.conn, "claim_number_known"):
        claims.open_claim(world.conn, world.asked("anna"), contract_id=contract, policy_id=policy,
                          invoice_ids=[world.ids["FA-1"]], reference="SIN-1")  # fmt: skip
    world.ids["SIN-1"] = claims.open_claim(
        world.conn, world.asked("anna"), contract_id=contract, policy_id=policy,
        invoice_ids=[world.ids["FA-1"]], reference="SIN-2")["claim_id"]  # fmt: skip
    assert accepted(world)["accepted_cents"] == 4_500_000
    with refused(world.conn, "claim_decided"):
        dropped(world)
    proved(world)


def test_a_loss_written_off_is_no_longer_dropped(world: World) -> None:
    sold(world, has_recourse=False)
    failed(world)
    opened(world)
    written_off(world)
    with refused(world.conn, "claim_decided", claim_number="SIN-1"):
        dropped(world)


# A debt that grows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("back", "is_paid_before", "how"),
    [(recalled, True, "accepted"), (taken_back, False, "accepted"), (recalled, False, "lost"),
     (taken_back, False, "refused and lost")],
)  # fmt: skip
def test_what_paid_a_debt_before_its_claim_is_taken_back_after(
    world: World, back: Callable[[World, int], None], is_paid_before: bool, how: str
) -> None:
    """More is owed than was claimed: the insurer pays what was claimed of it, the rest is ours."""
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract) if how != "lost" else None
    if is_paid_before:
        world.on = date(2026, 2, 2)
        payment = part_paid(world)
    failed(world)
    if not is_paid_before:
        payment = part_paid(world)
    opened(world, policy)
    back(world, payment)
    night(world)
    if how == "accepted":
        told = accepted(world)
        assert (told["accepted_cents"], told["factor_borne_cents"]) == (3_600_000, 1_400_000)
        assert books(world)["DEBD"] == 1_400_000
    else:
        if policy:
            refusal(world)
        assert books(world)["DEPR"] == -CENTS
        assert written_off(world)["lost_cents"] == CENTS
    assert world.one("SELECT owed_cents FROM claim_item") == CENTS
    assert contradictions_of_house(world.conn) == []
    night(world)
    proved(world)


@pytest.mark.parametrize(
    ("back", "is_paid_before", "how"),
    [(recalled, True, "accepted"), (taken_back, False, "accepted"), (recalled, True, "lost")],
)  # fmt: skip
def test_what_is_owed_again_of_a_claim_decided_is_impaired_and_lost_with_it(
    world: World, back: Callable[[World, int], None], is_paid_before: bool, how: str
) -> None:
    """The claim has taken the debt over: what comes back to the guarantee since is written off as
    the rest, and both bear by it what comes in later."""
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract) if how == "accepted" else None
    if is_paid_before:
        world.on = date(2026, 2, 2)
        payment = part_paid(world)
    failed(world)
    if not is_paid_before:
        payment = part_paid(world)
    opened(world, policy)
    if how == "accepted":
        assert accepted(world)["accepted_cents"] == 3_600_000
        indemnified(world, 3_600_000)
    assert written_off(world)["lost_cents"] == (400_000 if policy else 4_000_000)
    back(world, payment)
    night(world)
    found = books(world)
    assert (found["DEBD"], found["DEPR"]) == (PART, -PART)
    assert written_off(world)["lost_cents"] == PART
    night(world)
    found = books(world)
    assert {"DEBD", "DEPR"}.isdisjoint(found)
    assert (found["LOSS"], world.one("SELECT owed_cents FROM claim_item")) == (
        (1_400_000, CENTS) if policy else (CENTS, CENTS))  # fmt: skip
    told = recovered(world, 500_000) if back is recalled else {"factor_recovery_cents": 0}
    assert told["factor_recovery_cents"] == (
        0 if back is not recalled else 140_000 if policy else 500_000)  # fmt: skip
    proved(world)


# A withdrawal -------------------------------------------------------------------------------------


def test_an_invoice_in_a_claim_is_not_withdrawn(world: World) -> None:
    contract = sold(world)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)
    given: dict[str, Any] = {"contract_id": contract, "invoice_ids": [world.ids["FA-1"]],
                             "reason": "sent twice"}  # fmt: skip
    with refused(world.conn, "claim_stands", claim_number="SIN-1"):
        withdrawal.withdraw(world.conn, world.asked("anna"), **given)
    dropped(world)
    assert by_two(world, withdrawal.withdraw, **given)["withdrawn_cents"] == CENTS


@pytest.mark.parametrize("is_before", [True, False])
def test_what_went_back_is_not_taken_in_again_once_the_insurer_has_paid(
    world: World, is_before: bool
) -> None:
    """The indemnity is the client's then: the invoice is not owed a second time."""
    contract = sold(world)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)
    if not is_before:
        accepted(world)
    told = by_two(world, returns.reassign, contract_id=contract, invoice_ids=[world.ids["FA-1"]],
                     reason="FRAUD")  # fmt: skip
    if is_before:
        accepted(world)
    indemnified(world)
    with refused(world.conn, "claim_took_over", invoice_number="FA-1", claim_number="SIN-1"):
        undoing.undo_entry(world.conn, world.asked("anna"), contract_id=contract, reason="slip",
                           entry_id=told["entry_id"], invoice_ids=[])  # fmt: skip
    night(world)
    proved(world)


# A penalty claimed --------------------------------------------------------------------------------


def test_an_invoice_whose_penalties_are_claimed_is_not_withdrawn(world: World) -> None:
    """Its penalties are no longer owed either: their claim is undone first, by two people."""
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    contract = sold(world)
    world.on = FAILED_ON
    invoice = world.ids["FA-1"]
    asked = penalty_claims.claim_penalties(
        world.conn, world.asked("anna"), contract_id=contract, buyer_id=None,
        invoice_ids=[invoice])  # fmt: skip
    (penalty,) = asked["penalties"]
    given: dict[str, Any] = {"contract_id": contract, "invoice_ids": [invoice],
                             "reason": "not his"}  # fmt: skip
    with refused(world.conn, "penalty_claimed", number="FA-1", penalty_id=penalty["penalty_id"],
                 entry_id=penalty["entry_id"]):  # fmt: skip
        withdrawal.withdraw(world.conn, world.asked("anna"), **given)
    by_two(world, undoing.undo_entry, contract_id=contract, entry_id=penalty["entry_id"],
              invoice_ids=[], reason="not owed")  # fmt: skip
    assert by_two(world, withdrawal.withdraw, **given)["withdrawn_cents"] == CENTS
    assert (world.balance(contract, "PEN"), world.balance(contract, "PENI")) == (0, 0)
