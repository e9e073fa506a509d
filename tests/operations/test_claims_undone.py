"""Steps of claims told by slip are undone by two people, in the reverse order, with their entries:
both parties' books, what is available and what the guarantee has are as before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.claiming import (
    claim_decisions,
    claim_recoveries,
    claims,
    claims_undone,
)
from comptant.operations.closing import manual
from comptant.operations.collection import moving
from tests.claims import (
    accepted,
    books,
    clients_books,
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
from tests.policies import insured, payee_of
from tests.traces import refused

STEPS = ("ACCEPTED", "RECEIVED", "RECOVERED", "WRITTEN_OFF", "REFUSED", "DROPPED")
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ours": ({"has_recourse": False}, {}),
    "90 %": ({"has_recourse": False, "guaranteed_ppm": 900_000}, {}),
    "recourse": ({"concentration_ppm": 1_000_000}, {}),
    "delegated": ({"has_recourse": False}, {"holder": "ALPHA SAS", "is_delegated": True}),
    "his own": ({"concentration_ppm": 1_000_000}, {"holder": "ALPHA SAS", "is_delegated": False}),
    "his own, guaranteed": ({"has_recourse": False},
                            {"holder": "ALPHA SAS", "is_delegated": False}),
    "half approved": ({"has_recourse": False, "limit": 2_500_000}, {}),
    "with interest": ({"has_recourse": False, "margin_ppm": 30_000, "fee_ppm": 6_000,
                       "is_interest_reserved": True}, {}),
    "with a fund": ({"has_recourse": False, "fund_ppm": 100_000}, {}),
}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def claimed(world: World, case: str) -> None:
    terms, policy = CASES[case]
    contract = sold(world, **terms)
    id_ = insured(world, contract, **policy)
    failed(world)
    opened(world, id_)


def stood(world: World) -> tuple[Any, ...]:
    """The books of both parties, what is available, what waits and on whom, debts where they are,
    and the claim."""
    contract = world.ids["C-1"]
    return (
        books(world), clients_books(world), world.available(contract),
        world.rows("SELECT contract_id, buyer_id, sum(open_cents) FROM payment"
                   " WHERE open_cents > 0 GROUP BY 1, 2 ORDER BY 1, 2"),
        world.rows("SELECT invoice_id, factor_open_cents, client_open_cents FROM guarantee"
                   " WHERE contract_id = %s", contract),
        world.rows("SELECT invoice_number, open_cents, approved_cents FROM invoice"
                   " WHERE contract_id = %s ORDER BY id", contract),
        world.rows("SELECT share_cents, had_cents, factor_cents, owed_cents, is_dropped"
                   " FROM claim_item WHERE contract_id = %s ORDER BY invoice_id", contract),
        world.rows("SELECT step, amount_cents, due_cents, factor_cents, client_cents"
                   " FROM claim_step_now WHERE contract_id = %s AND step <> 'IMPAIRED'"
                   " ORDER BY id", contract),
    )  # fmt: skip


def undoing(world: World, step: str, reason: str = "a slip") -> Answer:
    """The undoing of the last step of a kind, proposed."""
    step_id = world.one("SELECT max(id) FROM claim_step WHERE step = %s", step)
    return claims_undone.undo_claim_step(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], step_id=step_id, reason=reason,
    )  # fmt: skip


def undone(world: World, step: str) -> Answer:
    return world.approve(undoing(world, step), "aron")


def refusal(world: World) -> Answer:
    return world.approve(claim_decisions.propose_claim_refusal(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], step_on=world.on, reference="L-1", reason="late"), "aron",
    )  # fmt: skip


def money(world: World, cents: int, payer: str) -> int:
    """Money that came and waits: nobody's, or the buyer's."""
    world.bank({"cents": cents, "text": "VIREMENT", "payer_name": payer})
    return int(world.one("SELECT max(id) FROM payment WHERE open_cents > 0"))


def brought(world: World, case: str, step: str) -> Callable[[], Any]:
    """What stands before a step, and the step as a person does it."""
    claimed(world, case)
    is_his = CASES[case][1].get("is_delegated") is False
    if step == "DROPPED":
        return lambda: claims.drop_claim(world.conn, world.asked("anna"), reason="x",
                                         contract_id=world.ids["C-1"],
                                         claim_id=world.ids["SIN-1"])  # fmt: skip
    if step == "REFUSED":
        return lambda: refusal(world)
    if step == "ACCEPTED":
        world.on = max(world.on, world.on + timedelta(days=150))
        return lambda: accepted(world)
    accepted(world)
    if step == "WRITTEN_OFF":
        if is_his:
            indemnified(world, None)
        return lambda: written_off(world)
    if step == "RECEIVED":
        payment = None if is_his else money(world, 4_500_000, "ASSUR")
        return lambda: indemnified(world, None, payment_id=payment)
    indemnified(world, None if is_his else 4_500_000)
    payment = money(world, 200_000, "BETA SA")
    return lambda: recovered_of(world, payment)


def recovered_of(world: World, payment: int) -> Answer:
    from comptant.operations.claiming.claim_recoveries import share_recovery

    return share_recovery(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], payment_id=payment, amount_cents=None, cost_cents=10_000,
        step_on=world.on, reference="DIV-1")  # fmt: skip


# A loss is written off of what is the factor's: of these nothing is left to it.
NOTHING_LEFT = {("90 %", "WRITTEN_OFF"), ("recourse", "WRITTEN_OFF"), ("his own", "WRITTEN_OFF"),
                ("half approved", "WRITTEN_OFF")}  # fmt: skip
TOLD = [(case, step) for case in CASES for step in STEPS if (case, step) not in NOTHING_LEFT]


@pytest.mark.parametrize(("case", "step"), TOLD)
def test_a_step_by_slip_is_undone_by_two_and_done_again(world: World, case: str, step: str) -> None:
    do = brought(world, case, step)
    stands = stood(world)
    do()
    assert stood(world) != stands
    proved(world)
    waits = undoing(world, step)
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "aron")
    assert stood(world) == stands
    proved(world)
    assert world.rows("SELECT s.step FROM claim_step u JOIN claim_step s ON s.id = u.undoes_id"
                      " WHERE s.step <> 'IMPAIRED'") == [(step,)]  # fmt: skip


TWINS = ("C-1", "C-2")


def twins(world: World, case: str) -> dict[str, dict[str, int]]:
    """Two contracts alike, each with its invoice, policy and claim, to the day before a step."""
    terms, policy = CASES[case]
    found: dict[str, dict[str, int]] = {}
    for number in TWINS:
        id_ = insured(world, sold(world, number=number, **terms), number=number, **policy)
        found[number] = {"policy": id_, "C-1": world.ids["C-1"], "FA-1": world.ids["FA-1"]}
    failed(world)
    for number in TWINS:
        world.ids.update(found[number])
        found[number]["SIN-1"] = opened(world, found[number]["policy"])
    return found


def alike(world: World) -> tuple[Any, ...]:
    """How the contract that is looked at stands, without the names of things."""
    of = [list(part) if isinstance(part, dict) else part for part in stood(world)]
    money_waits = world.rows("SELECT buyer_id, sum(open_cents) FROM payment WHERE contract_id = %s"
                             " AND open_cents > 0 GROUP BY 1", world.ids["C-1"])  # fmt: skip
    held = [row[1:] for row in of[4]]
    cents = [row[1:] for row in of[5]]
    return books(world), clients_books(world), of[2], money_waits, held, cents, of[6], of[7]


def taken_so_far(world: World, step: str) -> Callable[[], Any]:
    """What comes before a step on the contract that is looked at, and the step itself."""
    if step == "ACCEPTED":
        return lambda: accepted(world)
    accepted(world)
    return lambda: indemnified(world)


@pytest.mark.parametrize("step", ["ACCEPTED", "RECEIVED"])
@pytest.mark.parametrize("case", ["with interest", "half approved"])
def test_a_twin_that_never_had_the_step_lives_the_same_days(
    world: World, case: str, step: str
) -> None:
    both = twins(world, case)
    steps = {}
    for number in TWINS:
        world.ids.update(both[number])
        steps[number] = taken_so_far(world, step)
    world.ids.update(both["C-1"])
    steps["C-1"]()
    undone(world, step)
    world.close(world.on + timedelta(days=4))
    world.on += timedelta(days=4)
    stands = []
    for number in TWINS:
        world.ids.update(both[number])
        proved(world)
        stands.append(alike(world))
    assert stands[0] == stands[1]


def test_what_came_after_is_undone_first_and_all_is_done_again(world: World) -> None:
    brought(world, "ours", "RECOVERED")()
    written_off(world)
    order = ("WRITTEN_OFF", "RECOVERED", "RECEIVED", "ACCEPTED")
    for last, *before in (order[i:] for i in range(len(order))):
        for step in before:
            with refused(world.conn, "claim_step_used", claim_step=last, claim_number="SIN-1"):
                undoing(world, step)
        undone(world, last)
        with refused(world.conn, "claim_step_unknown"):
            undoing(world, last)
        proved(world)
    with refused(world.conn, "claim_step_unknown"):
        undoing(world, "OPENED")
    with refused(world.conn, "reason_missing"):
        undoing(world, "OPENED", " ")
    accepted(world)
    indemnified(world)
    recovered(world, 100_000)
    written_off(world)
    proved(world)
    world.close()


def test_a_decision_counts_once_in_the_database_until_it_is_undone(world: World) -> None:
    brought(world, "ours", "ACCEPTED")()
    with pytest.raises(psycopg.errors.UniqueViolation), world.conn.transaction():
        world.conn.execute(
            "INSERT INTO claim_step (contract_id, id, claim_id, step, step_on, reference, act_id)"
            " SELECT contract_id, id + 1000000, claim_id, 'REFUSED', step_on, 'x', act_id"
            " FROM claim_step WHERE step = 'ACCEPTED'")  # fmt: skip
    undone(world, "ACCEPTED")
    refusal(world)
    assert world.rows("SELECT step, decision_number FROM claim_step WHERE step IN"
                      " ('ACCEPTED', 'REFUSED') ORDER BY id") == [
        ("ACCEPTED", 0), ("REFUSED", 1)]  # fmt: skip


def test_a_step_is_undone_once(world: World) -> None:
    brought(world, "ours", "RECEIVED")()
    both = [undoing(world, "RECEIVED"), undoing(world, "RECEIVED")]
    world.approve(both[0], "aron")
    world.lapses(both[1], "claim_step_unknown", "aron")


def test_entries_of_a_claim_are_not_reversed_by_hand_and_its_money_moves_once_undone(
    world: World,
) -> None:
    brought(world, "ours", "RECOVERED")()
    for event in ("claim_recovery", "indemnity_received", "claim_accepted"):
        entry = world.one("SELECT id FROM entry WHERE event = %s", event)
        with refused(world.conn, "entry_of_claim"):
            manual.propose_reversal(world.conn, world.asked("aron"), entry_id=entry, reason="x",
                                    contract_id=world.ids["C-1"])  # fmt: skip
    payment = world.one("SELECT payment_id FROM claim_step WHERE step = 'RECOVERED'")
    given = {"contract_id": world.ids["C-1"], "payment_id": payment, "to_contract_id": None,
             "buyer_id": 0, "amount_cents": None, "reason": "another buyer's"}  # fmt: skip
    with refused(world.conn, "money_of_claim"):
        moving.move_payment(world.conn, world.asked("anna"), **given)
    undone(world, "RECOVERED")
    world.approve(moving.move_payment(world.conn, world.asked("anna"), **given), "aron")
    proved(world)


def test_a_recovery_is_not_undone_while_an_order_pays_the_insurer(world: World) -> None:
    brought(world, "ours", "RECOVERED")()
    payee_of(world, world.ids["ASSUR"])
    order = claim_recoveries.pay_insurer(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], payee_account_id=None)  # fmt: skip
    with refused(world.conn, "claim_insurer_ordered", insurer_name="ASSUR"):
        undoing(world, "RECOVERED")
    world.approve(order, "aron")  # released, and in no file: it can be taken back still
    with refused(world.conn, "claim_insurer_ordered", insurer_name="ASSUR"):
        undoing(world, "RECOVERED")


def test_a_claim_dropped_by_slip_is_open_again_unless_it_was_claimed_anew(world: World) -> None:
    do = brought(world, "ours", "DROPPED")
    do()
    policy = world.one("SELECT policy_id FROM claim")
    claims.open_claim(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                      policy_id=policy, invoice_ids=[world.ids["FA-1"]],
                      reference="SIN-2")  # fmt: skip
    with refused(world.conn, "claim_known", number="FA-1"):
        undoing(world, "DROPPED")


def test_that_the_file_was_sent_goes_and_comes_with_the_claim(world: World) -> None:
    def sent() -> list[tuple[Any, ...]]:
        return world.rows("SELECT invoice_id, step_on FROM cover_step_now WHERE step = 'CLAIMED'")

    do = brought(world, "ours", "DROPPED")
    before = sent()
    assert before
    for _ in range(2):
        do()
        assert sent() == []
        world.approve(undoing(world, "DROPPED"), "carl")
        assert sent() == before
