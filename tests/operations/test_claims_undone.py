"""Steps of claims told by slip are undone by two people, in the reverse order, with their entries:
both parties' books, what is available and what the guarantee has are as before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.claiming import claim_decisions, claims, claims_undone
from comptant.operations.closing import manual
from comptant.operations.collection import moving
from comptant.store import transactions
from tests.claims import (
    accepted,
    books,
    clients_books,
    failed,
    indemnified,
    insurer_paid,
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
NOTHING_LEFT = {("90 %", "WRITTEN_OFF"), ("recourse", "WRITTEN_OFF"), ("his own", "WRITTEN_OFF")}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("case", CASES)
def test_a_step_by_slip_is_undone_by_two_and_done_again(
    world: World, case: str, step: str
) -> None:
    if (case, step) in NOTHING_LEFT:
        pytest.skip("nothing is left to write off")
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


def later(world: World) -> tuple[Any, ...]:
    """The month that follows, night after night, and how all stands then."""
    world.close(world.on + timedelta(days=31))
    world.on += timedelta(days=31)
    proved(world)
    return stood(world)
