"""The withdrawal of a bank statement, killed after any exchange with the database, is done whole or
not at all; typed again under its key it ends as if never killed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from tests import facts, instruments
from tests.conftest import Connect
from tests.faults.killing import Scene, kill_after_each, staged
from tests.withdrawing import propose

ON = date(2026, 1, 20)


@pytest.fixture
def told() -> dict[str, object]:
    """What the scene has given a number to."""
    return {}


@pytest.fixture
def scene(
    template: psycopg.Connection, database: str, connect_to: Connect, tmp_path: Path,
    told: dict[str, object],
) -> Iterator[Scene]:  # fmt: skip
    """A statement that tells a draw paid, an invoice paid, a cheque credited, money of nobody, a
    charge and a debit to explain; its withdrawal waits for the accountant."""
    world = facts.open_world(connect_to("comptant_writer"))
    contract = instruments.assigned(world)
    sent = world.draw(contract, 200_000)
    world.payout()
    reference = world.one("SELECT end_to_end_reference FROM payment_order WHERE id = %s",
                          sent["order_id"])  # fmt: skip
    instruments.cheque(world, contract, 30_000)
    remitted = instruments.remit(world)
    world.on = ON
    world.available(contract)
    world.bank({"cents": 900_000, "text": "FA-1", "payer_name": "BETA SA"},
               {"cents": 30_000, "text": remitted["reference"]}, {"cents": 4_200, "text": "?"},
               {"cents": -200_000, "end_to_end_reference": reference, "text": "VIR"},
               {"cents": -500, "operation_code": "62"}, {"cents": -70, "text": "PRLV"})  # fmt: skip
    told["approval"] = propose(world)["approval_id"]
    with staged(world, template, database, tmp_path, ON) as made:
        yield made


def test_a_withdrawal_killed_anywhere_is_done_whole_or_not_at_all(
    scene: Scene, told: dict[str, object]
) -> None:
    kill_after_each(scene, scene.line("approve", "approve", told["approval"], "--user", "aron"))
