"""Recourse on C-1, whose over-advance its client does not repay: what people do about it."""

from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.collection import unknown_money
from comptant.operations.drawing import recourse, recourse_undone
from comptant.operations.registry import partners
from tests.facts import World


def received(world: World, cents: int) -> int:
    """Money that nobody named, known to be of C-1."""
    world.bank({"cents": cents, "text": "VIREMENT", "payer_name": "SOMEBODY"})
    waits = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    told = unknown_money.identify(world.conn, world.asked("anna"), payment_id=waits,
                                  contract_id=world.ids["C-1"], buyer_id=0)  # fmt: skip
    return int(told["payment_id"])


def surety(world: World, cents: int | None = 1_000_000) -> None:
    """DELTA SARL stands surety for C-1."""
    partners.set_partner(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                         party_id=world.ids["DELTA SARL"], role="guarantor", is_granted=True,
                         amount_cents=cents, source="deed")  # fmt: skip


def called(world: World, cents: int | None = None, **told: Any) -> Answer:
    given = {"party_id": world.ids["DELTA SARL"], "amount_cents": cents, "step_on": world.on,
             "reference": "letter", **told}  # fmt: skip
    return recourse.call_guarantor(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                                   **given)  # fmt: skip


def paid(world: World, payment_id: int, cents: int | None = None) -> Answer:
    return recourse.receive_surety(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"],
        party_id=world.ids["DELTA SARL"], payment_id=payment_id, amount_cents=cents,
        reference="VIR-1",
    )  # fmt: skip


def loss(world: World, cents: int | None = None, reason: str = "liquidation closed") -> Answer:
    return recourse.propose_client_loss(world.conn, world.asked("anna"), amount_cents=cents,
                                        contract_id=world.ids["C-1"], reason=reason)  # fmt: skip


def set_off(world: World, cents: int | None = None, **told: Any) -> Answer:
    given = {"contract_id": world.ids["C-1"], "from_contract_id": world.ids["C-2"],
             "reason": "connected debts", **told}  # fmt: skip
    return recourse.propose_set_off(world.conn, world.asked("anna"), amount_cents=cents, **given)


def regained(world: World, payment_id: int, cents: int | None = None) -> Answer:
    return recourse.regain_loss(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"], payment_id=payment_id,
        amount_cents=cents, reference="liquidator",
    )  # fmt: skip


def undone(world: World, step: str, reason: str = "a slip") -> Answer:
    """The undoing of the last step of a kind, proposed."""
    step_id = world.one("SELECT max(id) FROM recourse_step WHERE contract_id = %s AND step = %s",
                        world.ids["C-1"], step)  # fmt: skip
    return recourse_undone.undo_recourse(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], step_id=step_id,
        reason=reason,
    )  # fmt: skip
