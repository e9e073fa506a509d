"""Money that a claim took is the insurer's or of the buyer that failed, and stays where the claim
says until the claim says otherwise."""

from datetime import date

import psycopg
import pytest

from comptant.operations.claiming import claim_recoveries
from comptant.operations.collection import cash, moving, reallocation, unknown_money
from tests.claims import (
    accepted,
    books,
    failed,
    indemnified,
    opened,
    proved,
    recovered,
    sold,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """With recourse and under a policy of the factor: the insurer accepts 45 000.00 of FA-1, which
    is assigned still; a year's notice has nothing to do with it."""
    made = open_world(writer)
    contract = sold(made, concentration_ppm=1_000_000)
    policy = insured(made, contract)
    failed(made)
    opened(made, policy)
    accepted(made)
    return made


def known(world: World, cents: int, buyer: str | None) -> int:
    """Money that waits on C-1, of a buyer or of none."""
    world.bank({"cents": cents, "text": "VIREMENT", "payer_name": f"PAYER OF {buyer}"})
    waits = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    buyer_id = world.ids[buyer] if buyer else 0
    told = unknown_money.identify(world.conn, world.asked("anna"), payment_id=waits,
                                  contract_id=world.ids["C-1"], buyer_id=buyer_id)  # fmt: skip
    return int(told["payment_id"])


def on_delta(world: World) -> int:
    """FA-2 of 1 000.00 on DELTA SARL."""
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 100_000, "buyer": "DELTA SARL",
                                   "issued_on": world.on, "due_on": date(2026, 10, 1)}
                )  # fmt: skip
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'"))


@pytest.mark.parametrize("buyer", ["DELTA SARL", "BETA SA"])
def test_a_buyers_money_is_no_indemnity(world: World, buyer: str) -> None:
    on_delta(world)
    payment = known(world, 318_000, buyer)
    with refused(world.conn, "indemnity_of_buyer", payment_id=payment):
        indemnified(world, None, payment_id=payment)
    assert indemnified(world, None, payment_id=known(world, 318_000, None))["left_cents"] == (
        4_500_000 - 318_000)  # fmt: skip


def test_another_buyers_money_is_no_recovery(world: World) -> None:
    indemnified(world)
    on_delta(world)
    payment = known(world, 10_000, "DELTA SARL")
    with refused(world.conn, "indemnity_of_buyer", payment_id=payment):
        claim_recoveries.share_recovery(
            world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
            claim_id=world.ids["SIN-1"], payment_id=payment, amount_cents=None, cost_cents=0,
            step_on=world.on, reference="DIV-1")  # fmt: skip
    assert recovered(world, 10_000)["recovery_cents"] == 10_000


def test_an_indemnity_is_not_taken_back_by_itself(world: World) -> None:
    indemnified(world, 318_000)
    payment = world.one("SELECT payment_id FROM claim_step WHERE step = 'RECEIVED'")
    given = {"contract_id": world.ids["C-1"], "payment_id": payment}
    for ids in ([], [world.ids["FA-1"]]):
        with refused(world.conn, "money_of_claim", claim_number="SIN-1"):
            reallocation.reallocate(world.conn, world.asked("anna"), **given, invoice_ids=ids,
                                    to={})  # fmt: skip
    with refused(world.conn, "money_of_claim", claim_number="SIN-1"):
        moving.move_payment(world.conn, world.asked("anna"), **given, to_contract_id=None,
                            buyer_id=0, amount_cents=None, reason="not ours")  # fmt: skip
    proved(world)


def test_an_approved_taking_back_leaves_what_a_claim_took_since(world: World) -> None:
    """What was proposed before is of other invoices: those alone come back."""
    other = on_delta(world)
    payment = known(world, 400_000, None)
    given = {"contract_id": world.ids["C-1"], "payment_id": payment}
    cash.allocate(world.conn, world.asked("anna"), **given,
                  invoices={str(other): 100_000})  # fmt: skip
    world.amend(world.ids["C-1"], {"has_recourse": False})
    waits = reallocation.reallocate(world.conn, world.asked("anna"), **given, invoice_ids=[],
                                    to={})  # fmt: skip
    indemnified(world, None, payment_id=payment)
    assert world.approve(waits, "aron")["taken_back_cents"] == 100_000
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", payment) == 100_000
    proved(world)


def test_the_bank_that_takes_an_indemnity_back_waits_for_a_person(world: World) -> None:
    """The claim says received still: the debit is not explained by itself."""
    reference = {"bank_reference": "R-1", "end_to_end_reference": "E2E-1"}
    world.bank({"cents": 318_000, "text": "INDEMNITE", "payer_name": "ASSUR", **reference})
    payment = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    indemnified(world, None, payment_id=payment)
    before = books(world)
    world.bank({"cents": -318_000, "text": "REJET VIREMENT R-1", **reference})
    assert books(world) == before
    assert world.one("SELECT sum(amount_cents) FROM claim_step WHERE step = 'RECEIVED'") == 318_000
    proved(world)
