"""Claims: what is refused with its cause, what takes two people, what earlier claims have used."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.rights import RIGHTS
from comptant.operations.claiming import claim_decisions, claim_recoveries, claims
from comptant.operations.collection.guarantee_back import give_guarantee_back
from tests.claims import (
    CENTS,
    DECIDED_ON,
    FAILED_ON,
    accepted,
    books,
    failed,
    indemnified,
    insurer_paid,
    lines,
    opened,
    proved,
    recovered,
    sold,
    written_off,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured, step
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def claimed(world: World, **terms: Any) -> int:
    """SIN-1 under the factor's policy, 50 000.00 guaranteed whole."""
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract, **terms)
    failed(world)
    return opened(world, policy)


def refusal(world: World, **told: Any) -> dict[str, Any]:
    given = {"step_on": world.on, "reference": "L-1", "reason": "declared late", **told}
    return claim_decisions.propose_claim_refusal(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], **given,
    )  # fmt: skip


# What may be claimed ------------------------------------------------------------------------------


def test_a_claim_is_of_invoices_that_were_declared_and_are_covered(world: World) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    failed(world)
    given: dict[str, Any] = {"contract_id": contract, "policy_id": policy, "reference": "SIN-1",
                             "invoice_ids": [world.ids["FA-1"]]}  # fmt: skip
    for told, code in (
        ({}, "not_declared"), ({"invoice_ids": []}, "nothing_named"),
        ({"reference": " "}, "reference_missing"), ({"policy_id": 9}, "policy_unknown"),
        ({"invoice_ids": [9]}, "invoice_not_insured"), ({"contract_id": 9}, "contract_unknown"),
        ({"policy_id": None, "invoice_ids": [9]}, "invoice_not_guaranteed"),
    ):  # fmt: skip
        with refused(world.conn, code):
            claims.open_claim(world.conn, world.asked("anna"), **given | told)
    opened(world, policy)
    for told, code in (({"reference": "SIN-2"}, "claim_known"), ({}, "claim_number_known")):
        with refused(world.conn, code):
            claims.open_claim(world.conn, world.asked("anna"), **given | told)


def test_an_invoice_whose_cover_is_lost_is_not_claimed(world: World) -> None:
    """Declared after its last day, or its premium unpaid: each says which."""
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    world.on = date(2026, 6, 10)  # a day after W6-6's last
    step(world, contract, policy, world.ids["FA-1"])
    with refused(world.conn, "cover_lost", number="FA-1", uninsured_reason="declared_late"):
        filed(world, policy)


def test_an_invoice_beyond_the_limit_is_not_claimed(world: World) -> None:
    """50 000.00 use the limit of 50 000.00: nothing of a later invoice is covered."""
    contract = sold(world, limit=2 * CENTS, has_recourse=False)
    policy = insured(world, contract)
    world.remit(contract, {"number": "FA-2", "cents": 100_000, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 3, 12)})  # fmt: skip
    failed(world)
    second = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    step(world, contract, policy, second)
    with refused(world.conn, "claim_beyond_limit", number="FA-2", limit_cents=CENTS):
        claims.open_claim(world.conn, world.asked("anna"), contract_id=contract,
                          policy_id=policy, invoice_ids=[second], reference="SIN-2")  # fmt: skip
    # With the others of its buyer it is a part of the debt, outside the limit (W6-2).
    told = opened(world, policy, invoice_ids=[world.ids["FA-1"], second])
    assert world.rows("SELECT covered_cents FROM claim_item WHERE claim_id = %s ORDER BY 1",
                      told) == [(0,), (CENTS,)]  # fmt: skip
    assert accepted(world)["accepted_cents"] == 4_500_000


def test_a_file_that_the_policy_wanted_earlier_is_refused(world: World) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract, claim_days=20)  # by 31 March
    failed(world)
    step(world, contract, policy, world.ids["FA-1"])
    with refused(world.conn, "claim_too_late", last_on=date(2026, 3, 31)):
        filed(world, policy)


def filed(world: World, policy: int) -> None:
    """The claim on FA-1, declared before."""
    claims.open_claim(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                      policy_id=policy, invoice_ids=[world.ids["FA-1"]],
                      reference="SIN-1")  # fmt: skip


# What the insurer decides -------------------------------------------------------------------------


def test_nothing_is_due_before_the_waiting_period_is_over(world: World) -> None:
    claim = claimed(world)
    world.on = DECIDED_ON - timedelta(days=1)
    with refused(world.conn, "claim_waiting", indemnity_on=DECIDED_ON):
        claim_decisions.accept_claim(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], claim_id=claim,
            accepted_cents=None, step_on=world.on, reference="ACC-1")  # fmt: skip
    accepted(world)
    with refused(world.conn, "claim_decided"):
        accepted(world)
    with refused(world.conn, "claim_decided"):
        refusal(world)


def test_a_month_after_the_debt_was_admitted_it_is_due(world: World) -> None:
    claimed(world)
    world.on = FAILED_ON + timedelta(days=20)
    policy = world.one("SELECT id FROM policy")
    world.conn.execute(
        """INSERT INTO cover_step (contract_id, id, policy_id, invoice_id, step, step_on, reference,
               act_id) VALUES (%s, 1, %s, %s, 'ADMITTED', %s, 'liquidator', 1)""",
        (world.ids["C-1"], policy, world.ids["FA-1"], world.on),
    )
    assert world.one("SELECT min(waiting_until_on) FROM claim") == DECIDED_ON
    world.on = date(2026, 5, 21)
    told = claim_decisions.accept_claim(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], accepted_cents=None, step_on=world.on, reference="ACC-1",
    )  # fmt: skip
    assert told["accepted_cents"] == 4_500_000


def test_the_insurer_owes_no_more_than_the_policy_says_and_less_takes_two(world: World) -> None:
    claimed(world, loss_deductible_cents=100_000)
    world.on = DECIDED_ON
    with refused(world.conn, "indemnity_beyond", most_cents=4_400_000, loss_base_cents=CENTS):
        accepted(world, accepted_cents=4_400_001)
    with refused(world.conn, "indemnity_nothing"):
        accepted(world, accepted_cents=0)
    waits = accepted(world, accepted_cents=4_000_000)
    assert (waits["lost_cents"], books(world).get("INSR")) == (400_000, None)
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "carl")
    assert books(world)["INSR"] == 4_000_000
    proved(world)


def test_what_came_in_before_lowers_the_indemnity(world: World) -> None:
    """W6-3: 8 000.00 before the insurer decides: 42 000.00 at 90 % are 37 800.00."""
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = insured(world, contract)
    failed(world)
    opened(world, policy)
    world.bank({"cents": 800_000, "text": "FA-1", "payer_name": "BETA SA"})
    told = accepted(world)
    assert (told["accepted_cents"], told["client_borne_cents"]) == (3_780_000, 420_000)
    assert indemnified(world, 3_780_000)["charged_cents"] == 420_000
    proved(world)


def test_what_earlier_claims_have_used_of_the_year_is_not_there_again(world: World) -> None:
    """A first loss of 100 000.00: 45 000.00 of it are used by the first claim, nothing is paid."""
    contract = sold(world, limit=2 * CENTS, has_recourse=False)
    policy = insured(world, contract, 2 * CENTS, first_loss_cents=7_000_000)
    world.remit(contract, {"number": "FA-2", "cents": CENTS, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 3, 12)})  # fmt: skip
    failed(world)
    second = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    step(world, contract, policy, second)
    opened(world, policy)
    with refused(world.conn, "indemnity_nothing"):
        accepted(world)
    told = claims.open_claim(world.conn, world.asked("anna"), contract_id=contract,
                             policy_id=policy, invoice_ids=[second], reference="SIN-2")  # fmt: skip
    assert told["first_loss_used_cents"] == 4_500_000


def test_a_refusal_and_a_loss_take_two_people(world: World) -> None:
    claimed(world)
    with refused(world.conn, "claim_undecided"):
        written_off(world)
    waits = refusal(world)
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "carl")
    assert lines(world)[-2:] == [("impairment", "DOT", 4_500_000),
                                 ("impairment", "DEPR", -4_500_000)]  # fmt: skip
    with refused(world.conn, "reason_missing"):
        written_off(world, " ")
    written_off(world)
    assert books(world)["LOSS"] == CENTS
    with refused(world.conn, "nothing_to_write_off"):
        written_off(world)
    proved(world)


def test_a_loss_beyond_ones_authority_waits_for_somebody_with_more(world: World) -> None:
    sold(world, limit=3 * CENTS, cents=3 * CENTS, has_recourse=False)
    failed(world)
    opened(world)
    waits = claim_decisions.propose_write_off(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], reason="x",
    )  # fmt: skip
    with refused(world.conn, "beyond_authority"):
        world.approve(waits, "carl")
    world.approve(waits, "aron")
    assert books(world)["LOSS"] == 3 * CENTS


# Money --------------------------------------------------------------------------------------------


def test_an_indemnity_comes_in_parts_and_never_for_more(world: World) -> None:
    claimed(world)
    with refused(world.conn, "claim_not_accepted"):
        indemnified(world, None)
    accepted(world)
    with refused(world.conn, "payment_needed"):
        indemnified(world, None)
    assert indemnified(world, 1_500_000)["left_cents"] == 3_000_000
    assert indemnified(world, 3_200_000)["left_cents"] == 0
    # 2 000.00 too much wait on the house's account.
    assert world.one("SELECT open_cents FROM payment WHERE contract_id = %s AND open_cents > 0",
                     world.house) == 200_000  # fmt: skip
    assert world.balance(world.ids["C-1"], "INSR") == 0
    world.bank({"cents": 1, "text": "?", "payer_name": "ASSUR"})
    with refused(world.conn, "indemnity_received"):
        indemnified(world, None)
    proved(world)


def test_money_of_a_claimed_buyer_waits_until_it_is_shared(world: World) -> None:
    claimed(world)
    accepted(world)
    contract = world.ids["C-1"]
    before = world.available(contract)
    world.bank({"cents": 200_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert world.balance(contract, "UNAL") == -200_000  # not the factor's alone
    assert world.available(contract) == before
    proved(world)


def test_a_recovery_is_shared_once_the_claim_is_settled_and_no_more_than_is_owed(
    world: World,
) -> None:
    claimed(world)
    with refused(world.conn, "claim_not_settled"):
        shared_of(world)
    accepted(world)
    indemnified(world)
    world.bank({"cents": CENTS + 1, "text": "?", "payer_name": "BETA SA"})
    with refused(world.conn, "amount_too_large", most_cents=CENTS):
        shared_of(world)
    with refused(world.conn, "cost_wrong"):
        shared_of(world, cost_cents=-1)
    with refused(world.conn, "nothing_to_insurer"):
        claim_recoveries.pay_insurer(
            world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
            claim_id=world.ids["SIN-1"], payee_account_id=None)  # fmt: skip


def shared_of(world: World, **told: Any) -> None:
    """Share what waits on the contract, or a payment that is none."""
    found = world.rows("SELECT id FROM payment WHERE contract_id = %s AND open_cents > 0",
                       world.ids["C-1"])  # fmt: skip
    given = {"payment_id": found[0][0] if found else 1, "amount_cents": None, "cost_cents": 0,
             "step_on": world.on, "reference": "DIV", **told}  # fmt: skip
    claim_recoveries.share_recovery(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], **given,
    )  # fmt: skip


def test_the_insurers_part_is_ordered_once_and_again_when_it_fails(world: World) -> None:
    claimed(world)
    accepted(world)
    indemnified(world)
    recovered(world, 200_000)
    assert insurer_paid(world) == 180_000
    with refused(world.conn, "nothing_to_insurer"):
        insurer_paid(world)
    recovered(world, 100_000)
    assert insurer_paid(world) == 90_000
    assert world.balance(world.ids["C-1"], "INSR") == 0
    proved(world)


@pytest.mark.parametrize("name", ["open_claim", "accept_claim", "propose_write_off"])
def test_the_client_decides_nothing_of_a_claim(world: World, name: str) -> None:
    assert not RIGHTS[name] & world.users["alice"].roles


def test_what_is_claimed_is_not_given_back_before_the_insurer_refuses(world: World) -> None:
    claimed(world)
    given: dict[str, Any] = {"contract_id": world.ids["C-1"], "reason": "wrong year",
                             "invoice_ids": [world.ids["FA-1"]]}  # fmt: skip
    for is_whole in (False, True):
        with refused(world.conn, "claim_stands", invoice_number="FA-1", claim_number="SIN-1"):
            give_guarantee_back(world.conn, world.asked("anna"), is_whole_buyer=is_whole, **given)
    world.approve(refusal(world), "aron")
    before = world.balance(world.ids["C-1"], "DEB")
    back = give_guarantee_back(world.conn, world.asked("anna"), is_whole_buyer=False, **given)
    world.approve(back, "aron")
    assert world.balance(world.ids["C-1"], "DEB") == before + CENTS
    proved(world)
