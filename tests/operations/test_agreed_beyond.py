"""What has grown since it was proposed is not done in the name of who agreed to less."""

from datetime import timedelta

import psycopg

from comptant.operations.claiming import claim_decisions
from comptant.operations.collection import cash
from tests.claims import failed, opened, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def test_a_loss_that_grew_is_proposed_again(world: World) -> None:
    contract = sold(world, limit=10_500_000, cents=10_500_000, has_recourse=False)
    world.bank({"cents": 1_000_000, "text": "NO WORD", "payer_name": "BETA SA",
                "bank_reference": "R-1"})  # fmt: skip
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                  invoices={str(world.ids["FA-1"]): 1_000_000})  # fmt: skip
    failed(world)
    opened(world)
    asked = claim_decisions.propose_write_off(
        world.conn, world.asked("anna"), contract_id=contract, claim_id=world.ids["SIN-1"],
        reason="certificate",
    )  # fmt: skip
    world.bank({"cents": -1_000_000, "bank_reference": "R-1", "is_reversal": True})
    world.on += timedelta(days=1)
    world.close(world.on)
    with refused(world.conn, "beyond_agreed", amount_cents=10_500_000, agreed_cents=9_500_000):
        world.approve(asked, "carl")
    assert world.balance(contract, "LOSS") == 0
