"""An import factor pays for a buyer on the ninetieth day, and is reimbursed where a dispute comes
in time: the three cases of DOMAIN W7-4 on an invoice due on 31 March 2026."""

from datetime import date, timedelta
from typing import Any

import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.claiming.claims_undone import undo_claim_step
from comptant.operations.claiming.disputed_back import give_back_disputed
from tests.claims import FACTOR_NO_FEE, accepted, books, indemnified, opened
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured
from tests.traces import contents

CENTS, DUE_ON = 5_000_000, date(2026, 3, 31)
PAID_ON = date(2026, 6, 29)
GRIF: dict[str, Any] = {
    "insured_ppm": 1_000_000, "waiting_days": 90, "waiting_from": "DUE", "dispute_days": 180,
    "jurisdiction_days": 365, "extension_days": 0, "consent_extension_days": 0,
    "max_term_days": 180,
}  # fmt: skip


@house
def world(writer) -> World:  # type: ignore[no-untyped-def]
    return open_world(writer, date(2026, 1, 16))


def paid(world: World, cents: int = CENTS) -> None:
    """FA-1 is sold and drawn on, stays unpaid, and the import factor pays (of) it on its day."""
    contract = world.ids["C-1"] = world.contract("C-1", **FACTOR_NO_FEE)
    world.limit(contract, "BETA SA", CENTS)
    policy_id = insured(world, contract, CENTS, **GRIF)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": DUE_ON})
    world.ids["FA-1"] = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    world.draw(contract, 4_500_000)
    world.on = DUE_ON + timedelta(days=5)
    opened(world, policy_id)
    with pytest.raises(Refused) as found:
        accepted(world, step_on=PAID_ON - timedelta(days=1))
    assert found.value.facts["indemnity_on"] == PAID_ON
    world.on = PAID_ON
    accepted(world, step_on=PAID_ON)
    indemnified(world, cents)


def back(world: World, after: int) -> Answer:
    return give_back_disputed(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], disputed_on=DUE_ON + timedelta(days=after),
        reason="notice of dispute 7",
    )  # fmt: skip


def test_notice_on_day_150_has_the_import_factor_reimbursed(world: World) -> None:
    paid(world)
    assert "DEB" not in books(world)
    asked = back(world, 150)
    assert (asked["amount_cents"], asked["dispute_until_on"]) == (CENTS, date(2026, 9, 28))
    done = world.approve(asked, "aron")
    assert done["given_back_cents"] == CENTS
    payment_id = done["payment_id"]
    assert world.rows("SELECT contract_id, open_cents FROM payment WHERE id = %s",
                      payment_id) == [(world.house, CENTS)]  # fmt: skip
    step_id = world.one("SELECT id FROM claim_step WHERE step = 'ACCEPTED'")
    world.approve(undo_claim_step(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        claim_id=world.ids["SIN-1"], step_id=step_id, reason="disputed"), "aron")  # fmt: skip
    assert world.one("SELECT open_cents FROM invoice WHERE id = %s", world.ids["FA-1"]) == CENTS
    assert books(world)["DEB"] == CENTS


@pytest.mark.parametrize(("after", "code"), [(85, "payment_not_owed"), (200, "payment_stands")])
def test_notice_before_the_payment_or_too_late_gives_nothing_back(
    world: World, after: int, code: str
) -> None:
    paid(world)
    before = contents(world.conn)
    with pytest.raises(Refused, match=code):
        back(world, after)
    assert contents(world.conn) == before


def test_payments_go_back_one_by_one_each_as_it_was_agreed(world: World) -> None:
    paid(world, 500_000)
    early = back(world, 150)
    assert early["amount_cents"] == 500_000
    indemnified(world, 4_500_000)
    before = contents(world.conn)
    with pytest.raises(Refused, match="claim_step_used"):
        world.approve(early, "aron")
    assert contents(world.conn) == before
    for cents in (4_500_000, 500_000):
        asked = back(world, 150)
        done = world.approve(asked, "aron")
        assert (asked["amount_cents"], done["given_back_cents"]) == (cents, cents)
    assert world.rows("SELECT sum(open_cents) FROM payment WHERE contract_id = %s",
                      world.house) == [(CENTS,)]  # fmt: skip


def test_an_insurer_has_no_such_clause(world: World) -> None:
    contract = world.ids["C-1"] = world.contract("C-1", **FACTOR_NO_FEE)
    world.limit(contract, "BETA SA", CENTS)
    policy_id = insured(world, contract, CENTS)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 3, 11)})
    world.ids["FA-1"] = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    world.on = date(2026, 5, 25)
    opened(world, policy_id)
    with pytest.raises(Refused, match="dispute_clause_missing"):
        back(world, 100)
