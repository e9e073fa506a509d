"""Cheques and debits, killed after any exchange with the database: none is sent, credited or
returned twice, none is lost, and no file for the bank is half written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest

from comptant.operations.collection import instruments as entering
from comptant.operations.registry import mandates
from tests import facts, instruments
from tests.conftest import Connect
from tests.doors import camt
from tests.faults.killing import Scene, kill_after_each, staged

ON = date(2026, 1, 20)
DUE_ON = date(2026, 2, 3)  # as far ahead as a buyer is told, and as our bank takes
# One command of each kind: sent in a file under a mandate, told by the bank as paid and as unpaid.
TYPED: dict[str, tuple[object, ...]] = {
    "sent": ("collect", "remit", "debit", "--out", "{out}", "--user", "tania"),
    "told": ("bank", "{bank}", "--user", "tania"),
}  # fmt: skip


@pytest.fixture
def told() -> dict[str, object]:
    """What the scene has given a number to."""
    return {}


@pytest.fixture
def scene(
    template: psycopg.Connection, database: str, connect_to: Connect, tmp_path: Path,
    told: dict[str, object],
) -> Iterator[Scene]:  # fmt: skip
    """A cheque that our bank has credited, another that it has; a debit that waits for its file.
    The bank tells of the second cheque credited and of the first one unpaid."""
    world = facts.open_world(connect_to("comptant_writer"))
    contract = instruments.assigned(world, unpaid_fee_cents=2_000)
    world.agree_with_bank()
    signed = {"own_account_id": world.ids["bank"], "scheme": "CORE", "bic": None,
              "buyer_id": world.ids["BETA SA"], "iban": instruments.BETA_IBAN,
              "holder": "BETA SA", "signed_on": date(2026, 1, 5), "is_one_off": False}  # fmt: skip
    asked = mandates.propose_mandate(
        world.conn, world.asked("anna"), reference="RUM-1", **signed)  # fmt: skip
    mandate_id = world.approve(asked)["mandate_id"]
    credited = instruments.cheque(world, contract, 100_000, pays={"FA-1": 100_000})
    sent = instruments.remit(world)
    world.bank({"cents": 100_000, "text": sent["reference"]})
    world.on = ON
    world.available(contract)
    instruments.cheque(world, contract, 30_000, number="1112223", pays={"FA-1": 30_000})
    second = instruments.remit(world)
    entering.order_debit(
        world.conn, world.asked("anna"), contract_id=contract, mandate_id=mandate_id,
        amount_cents=40_000, due_on=DUE_ON, text="", is_last=False, invoices={},
    )  # fmt: skip
    bank = tmp_path / "bank.xml"
    bank.write_text(camt.statement(
        facts.FACTOR_IBAN, 2, ON, 100_000, (30_000, "NONE", second["reference"]),
        (-100_000, "NONE", f"IMPAYE {credited['reference']}"),
    ))  # fmt: skip
    with staged(world, template, database, tmp_path, ON) as made:
        told |= {"out": made.out, "bank": bank}
        yield made


@pytest.mark.parametrize("name", TYPED)
def test_an_instrument_killed_anywhere_is_neither_lost_nor_taken_twice(
    name: str, scene: Scene, told: dict[str, object]
) -> None:
    typed = (str(word).format_map(told) for word in TYPED[name])
    kill_after_each(scene, scene.line(name, *typed))
