"""What is disputed of a debt that was claimed: withheld until the dispute is over, then accepted as
well; what a payment alone was short of is none."""

from typing import Any

import psycopg
import pytest

from comptant.operations.claiming import claims_undone
from comptant.operations.risk import disputes
from comptant.store import bulk
from comptant.store.access import reading
from tests.claims import (
    CENTS,
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
from tests.operations.test_claims_of_layers import decision, layered
from tests.policies import cover_proposed, decided, insured, insurer, terms_proposed
from tests.policies import opened as policy_opened
from tests.traces import refused

DISPUTED = 1_000_000
ITS_SHARE = 900_000


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def claimed(world: World, **terms: Any) -> None:
    """SIN-1 under the factor's policy, 50 000.00 with recourse."""
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = insured(world, contract, **terms)
    failed(world)
    opened(world, policy)


def disputed(world: World, **told: Any) -> None:
    given: dict[str, Any] = {"code": "LIT-QTE", "amount_cents": DISPUTED, "source": "BUYER",
                             "is_rest_confirmed": True, "evidence": "mail", **told}  # fmt: skip
    world.ids["dispute"] = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=world.ids["FA-1"], **given)["dispute_id"]  # fmt: skip


def over(world: World, credit_cents: int = 0) -> None:
    disputes.settle_dispute(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                            dispute_id=world.ids["dispute"], credit_cents=credit_cents,
                            evidence="mail")  # fmt: skip


def gap(world: World) -> tuple[int, str | None]:
    from comptant.doors.indemnities_told import compared

    with reading(world.users["anna"].id) as see:
        (row,) = compared(see, world.ids["C-1"], world.on)
    return row["indemnity_gap_cents"], row["gap_cause"]


def test_what_is_disputed_after_the_claim_waits_for_the_end_of_the_dispute(world: World) -> None:
    """W6-1 with 10 000.00 disputed since: 36 000.00, and 9 000.00 once it is over."""
    claimed(world)
    disputed(world)
    with refused(world.conn, "indemnity_beyond", most_cents=INDEMNITY - ITS_SHARE):
        accepted(world, accepted_cents=INDEMNITY)
    assert accepted(world)["accepted_cents"] == INDEMNITY - ITS_SHARE
    with refused(world.conn, "claim_decided"):
        accepted(world)
    indemnified(world, INDEMNITY - ITS_SHARE)
    assert gap(world) == (0, None)
    over(world)
    assert gap(world) == (ITS_SHARE, "DISPUTE_OVER")
    with refused(world.conn, "indemnity_beyond", most_cents=ITS_SHARE):
        accepted(world, accepted_cents=ITS_SHARE + 1)
    more = accepted(world, reference="ACC-2")
    assert (more["claim_state"], more["accepted_cents"]) == ("ACCEPTED", ITS_SHARE)
    with refused(world.conn, "claim_decided"):
        accepted(world)
    assert gap(world) == (ITS_SHARE, "UNPAID")
    indemnified(world, ITS_SHARE, reference="VIR-2")
    assert gap(world) == (0, None)
    assert world.available(world.ids["C-1"]) == 0  # 45 000.00 had been drawn, and came
    proved(world)


def test_what_is_over_before_the_insurer_decides_is_paid_with_the_rest(world: World) -> None:
    claimed(world)
    disputed(world)
    over(world)
    assert accepted(world)["accepted_cents"] == INDEMNITY
    proved(world)


def test_less_of_what_comes_back_takes_two_people(world: World) -> None:
    claimed(world)
    disputed(world)
    accepted(world)
    over(world)
    waits = accepted(world, accepted_cents=500_000)
    world.approve(waits, "carl")
    assert world.rows("SELECT amount_cents FROM claim_step WHERE step = 'ACCEPTED' ORDER BY id"
                      ) == [(INDEMNITY - ITS_SHARE,), (500_000,)]  # fmt: skip
    with refused(world.conn, "claim_decided"):
        accepted(world)
    proved(world)


def test_what_a_credit_note_ended_does_not_come_back(world: World) -> None:
    claimed(world)
    disputed(world)
    accepted(world)
    over(world, DISPUTED)
    world.remit(world.ids["C-1"], {"number": "AV-1", "cents": DISPUTED, "type_code": "381",
                                   "credited_number": "FA-1"})  # fmt: skip
    with refused(world.conn, "claim_decided"):
        accepted(world)
    assert gap(world) == (INDEMNITY - ITS_SHARE, "UNPAID")
    indemnified(world, INDEMNITY - ITS_SHARE)
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", world.ids["FA-1"]) == 0
    proved(world)


def test_what_came_back_by_slip_is_undone_and_said_again(world: World) -> None:
    claimed(world)
    disputed(world)
    accepted(world)
    over(world)
    for _ in range(2):
        assert accepted(world)["accepted_cents"] == ITS_SHARE
        id_ = world.one("SELECT max(id) FROM claim_step WHERE step = 'ACCEPTED'")
        world.approve(claims_undone.undo_claim_step(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
            claim_id=world.ids["SIN-1"], step_id=id_, reason="slip"), "carl")  # fmt: skip
        proved(world)
    assert accepted(world)["accepted_cents"] == ITS_SHARE
    proved(world)


def test_a_deductible_is_not_taken_again_of_what_comes_back(world: World) -> None:
    claimed(world, loss_deductible_cents=100_000)
    disputed(world)
    assert accepted(world)["accepted_cents"] == INDEMNITY - ITS_SHARE - 100_000
    over(world)
    assert accepted(world)["accepted_cents"] == ITS_SHARE
    assert world.one("SELECT sum(deductible_cents)::bigint FROM claim_step") == 100_000
    proved(world)


def test_what_is_disputed_of_layers_is_withheld_of_the_highest(world: World) -> None:
    """50 000.00 in layers of 30 000.00 and 20 000.00: 10 000.00 disputed are the top-up's."""
    layered(world, holder="ALPHA SAS", overdue_cutoff_days=3_650)
    disputed(world)
    assert decision(world, "A")["accepted_cents"] == 2_700_000
    assert decision(world, "B")["accepted_cents"] == 800_000 - 100_000
    over(world)
    with refused(world.conn, "claim_decided"):
        decision(world, "A")
    assert decision(world, "B")["accepted_cents"] == 800_000
    proved(world)


def test_co_insurers_withhold_by_their_shares(world: World) -> None:
    sold(world, overdue_cutoff_days=3_650)
    for name, number, ppm in (("A", "P-1", 600_000), ("B", "P-2", 400_000)):
        id_ = world.ids[name] = policy_opened(
            world, number, insurer_id=insurer(world, "ASSUR" if name == "A" else "TOP SA")
        )
        world.approve(terms_proposed(world, id_), "carl")
        world.approve(cover_proposed(world, id_, world.ids["C-1"], share_ppm=ppm), "carl")
        decided(world, id_, CENTS)
    failed(world)
    world.ids["SIN-A"] = opened(world, world.ids["A"])
    world.ids["SIN-B"] = opened(world, world.ids["B"], reference="SIN-2")
    disputed(world)
    assert [decision(world, name)["accepted_cents"] for name in "AB"] == [2_160_000, 1_440_000]
    over(world)
    assert [decision(world, name)["accepted_cents"] for name in "BA"] == [360_000, 540_000]
    proved(world)


def test_what_is_disputed_of_a_blind_cover_is_withheld(world: World) -> None:
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = policy_opened(world)
    world.approve(terms_proposed(world, policy, blind_cents=CENTS), "carl")
    world.approve(cover_proposed(world, policy, contract), "carl")
    failed(world)
    opened(world, policy)
    disputed(world)
    assert accepted(world)["accepted_cents"] == INDEMNITY - ITS_SHARE
    over(world)
    assert accepted(world)["accepted_cents"] == ITS_SHARE
    proved(world)


# What a payment was short of ----------------------------------------------------------------------


def paid_short(world: World) -> int:
    """BETA SA pays 10 000.00 of FA-1: the program disputes the rest, until somebody says more."""
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = insured(world, contract)
    world.bank({"cents": DISPUTED, "text": "FA-1", "payer_name": "BETA SA"})
    world.ids["dispute"], source = world.rows("SELECT id, source FROM dispute")[0]
    assert source == "PAYMENT"
    return policy


def shown(world: World) -> int:
    """How many steps of disputes the file of the claim shows its insurer."""
    rows = bulk.rows(world.conn, "read_claim_evidence", contract_id=world.ids["C-1"],
                     id=world.ids["SIN-1"])  # fmt: skip
    return sum(row["evidence_kind"] == "DISPUTE" for row in rows)


def test_a_payment_short_takes_no_cover_away(world: World) -> None:
    policy = paid_short(world)
    failed(world)
    opened(world, policy)
    assert shown(world) == 0
    assert accepted(world)["accepted_cents"] == INDEMNITY - ITS_SHARE
    proved(world)


def test_what_the_buyer_confirms_of_it_is_disputed(world: World) -> None:
    policy = paid_short(world)
    disputes.confirm_rest(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                          dispute_id=world.ids["dispute"], amount_cents=500_000,
                          evidence="mail of the buyer")  # fmt: skip
    failed(world)
    opened(world, policy)
    assert shown(world) == 3
    assert accepted(world)["accepted_cents"] == INDEMNITY - ITS_SHARE - 450_000
    proved(world)


@pytest.mark.parametrize("share_ppm", [1_000_000, 400_000])
def test_a_payment_short_after_the_claim_withholds_nothing(world: World, share_ppm: int) -> None:
    contract = sold(world, overdue_cutoff_days=3_650)
    policy = policy_opened(world)
    world.approve(terms_proposed(world, policy), "carl")
    world.approve(cover_proposed(world, policy, contract, share_ppm=share_ppm), "carl")
    decided(world, policy, CENTS)
    failed(world)
    opened(world, policy)
    world.bank({"cents": DISPUTED, "text": "FA-1", "payer_name": "BETA SA"})
    assert accepted(world)["accepted_cents"] == (INDEMNITY - ITS_SHARE) * share_ppm // 1_000_000
    proved(world)
