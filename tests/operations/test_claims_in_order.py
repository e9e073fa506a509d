"""What an insurer accepts is held against what the policy owes when it is kept: after what the
buyer paid meanwhile, and after what other claims of the year have had, whatever their days."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.claiming import claim_decisions, claim_recoveries, claims
from comptant.operations.collection import cash
from comptant.store import bulk
from tests.claims import (
    CENTS,
    DECIDED_ON,
    INDEMNITY,
    accepted,
    failed,
    indemnified,
    opened,
    proved,
    sold,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured, step
from tests.traces import refused

PAID, LESS = 800_000, 4_000_000
CAP, FIRST_LOSS = 6_000_000, 1_000_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


@pytest.mark.parametrize("paid", [PAID, 2_000_000])
def test_less_is_agreed_to_once_the_buyer_has_paid_a_part(world: World, paid: int) -> None:
    """W6-3: 8 000.00 before the indemnity leave 37 800.00, whoever had proposed 40 000.00."""
    policy = insured(world, sold(world, overdue_cutoff_days=3_650))
    failed(world)
    opened(world, policy)
    waits = accepted(world, accepted_cents=LESS)
    world.bank({"cents": paid, "text": "FA-1", "payer_name": "BETA SA"})
    with refused(world.conn, "indemnity_beyond", most_cents=(CENTS - paid) * 9 // 10):
        world.approve(waits, "carl")
    assert accepted(world)["accepted_cents"] == (CENTS - paid) * 9 // 10
    proved(world)


def two_claims(world: World, **terms: Any) -> tuple[int, int]:
    """Two debts of 50 000.00 under one policy at 90 %, each claimed."""
    contract = sold(world, limit=2 * CENTS, has_recourse=False)
    policy = insured(world, contract, 2 * CENTS, **terms)
    world.remit(contract, {"number": "FA-2", "cents": CENTS, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 3, 12)})  # fmt: skip
    failed(world)
    second = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    step(world, contract, policy, second)
    first_id = opened(world, policy)
    told = claims.open_claim(world.conn, world.asked("anna"), contract_id=contract,
                             policy_id=policy, invoice_ids=[second], reference="SIN-2")  # fmt: skip
    return first_id, told["claim_id"]


def said(world: World, claim_id: int, on: date, cents: int | None = None) -> Answer:
    return claim_decisions.accept_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], claim_id=claim_id,
        accepted_cents=cents, step_on=on, reference="ACC",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("terms", "had"),
    [({"liability_cap_cents": CAP}, (INDEMNITY, CAP - INDEMNITY)),
     ({"first_loss_cents": FIRST_LOSS}, (INDEMNITY - FIRST_LOSS, INDEMNITY))],
)  # fmt: skip
def test_a_letter_found_later_is_after_what_was_kept_before(
    world: World, terms: dict[str, int], had: tuple[int, int]
) -> None:
    """The second decision is of an earlier day: together they have what the year gives."""
    first_id, second_id = two_claims(world, **terms)
    world.on = DECIDED_ON + timedelta(days=30)
    first = said(world, first_id, DECIDED_ON + timedelta(days=20))
    second = said(world, second_id, DECIDED_ON + timedelta(days=2))
    assert (first["accepted_cents"], second["accepted_cents"]) == had
    proved(world)


def test_less_is_agreed_to_once_another_claim_has_had_the_year(world: World) -> None:
    first_id, second_id = two_claims(world, liability_cap_cents=CAP)
    world.on = DECIDED_ON
    waits = said(world, first_id, DECIDED_ON, LESS)
    said(world, second_id, DECIDED_ON)
    with refused(world.conn, "indemnity_beyond", most_cents=CAP - INDEMNITY):
        world.approve(waits, "carl")
    proved(world)


CAME = 1_000_000
HOLDERS: list[dict[str, Any]] = [{"is_delegated": True}, {"is_delegated": False}]


@pytest.mark.parametrize("when", ["accepted", "paid in part"])
@pytest.mark.parametrize("told", HOLDERS)
def test_what_the_buyer_pays_once_the_claim_is_accepted_is_shared(
    world: World, told: dict[str, Any], when: str
) -> None:
    """W6-7 with recourse: 10 000.00 on the accepted claim wait, then 9 000.00 are the insurer's."""
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = insured(world, contract, holder="ALPHA SAS", **told)
    failed(world)
    opened(world, policy)
    accepted(world)
    first = 0 if when == "accepted" else CAME
    paid = indemnified if told["is_delegated"] else kept
    if first:
        paid(world, first)
    world.bank({"cents": CAME, "text": "FA-1", "payer_name": "BETA SA"})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s AND open_cents > 0",
                        contract)  # fmt: skip
    assert world.available(contract) < 0
    with refused(world.conn, "invoice_under_claim", number="FA-1"):
        cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                      invoices={world.ids["FA-1"]: CAME})  # fmt: skip
    paid(world, INDEMNITY - first)
    shared = claim_recoveries.share_recovery(
        world.conn, world.asked("tania"), contract_id=contract, claim_id=world.ids["SIN-1"],
        payment_id=payment, amount_cents=None, cost_cents=0, step_on=world.on, reference="DIV",
    )  # fmt: skip
    assert (shared["insurer_recovery_cents"], shared["client_recovery_cents"]) == (900_000, 100_000)
    proved(world)


def kept(world: World, cents: int) -> Answer:
    """The insurer pays the client, who holds the policy."""
    return indemnified(world, None, amount_cents=cents)


@pytest.mark.parametrize("has_recourse", [False, True])
def test_a_claim_paid_leaves_of_the_limit_only_what_it_has_not_used(
    world: World, has_recourse: bool
) -> None:
    """W6-2: the limit of 50 000.00 is used up by FA-1; FA-2, as old, has nothing of it after. A
    limit decided later is another."""
    contract = sold(world, limit=3 * CENTS, has_recourse=has_recourse, overdue_cutoff_days=3_650)
    policy = insured(world, contract, CENTS)
    world.remit(contract, {"number": "FA-2", "cents": 2_000_000, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 3, 12)})  # fmt: skip
    failed(world)
    second = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    step(world, contract, policy, second)
    opened(world, policy)
    accepted(world)
    indemnified(world)
    rows = bulk.rows(world.conn, "read_insured_invoices", contract_id=contract, on=world.on)
    assert [(row["invoice_id"], row["limit_claimed_cents"]) for row in rows] == [(second, CENTS)]
    with refused(world.conn, "claim_beyond_limit", number="FA-2"):
        claims.open_claim(world.conn, world.asked("anna"), contract_id=contract, policy_id=policy,
                          invoice_ids=[second], reference="SIN-2")  # fmt: skip
