"""What two people have agreed to put right about money and receivables, done."""

from comptant.operations.acts.act import Act, Answer
from comptant.operations.assigning.returns import (
    defund_approved,
    direct_payment_approved,
    reassign_approved,
)
from comptant.operations.assigning.withdrawal import withdraw_approved
from comptant.operations.collection.exchanging import exchange_approved
from comptant.operations.collection.guarantee_back import guarantee_back_approved
from comptant.operations.collection.moving import move_approved
from comptant.operations.collection.payables_back import take_back_approved
from comptant.operations.collection.penalty_payments import waive_approved
from comptant.operations.collection.reallocation import reallocate_approved
from comptant.operations.collection.undoing import undo_approved
from comptant.operations.drawing.client_money import forward_approved, repay_approved
from comptant.store import bulk

EFFECTS = {"move": move_approved, "undo": undo_approved, "withdraw": withdraw_approved,
           "payables": take_back_approved, "reassign": reassign_approved,
           "defund": defund_approved, "direct_payment": direct_payment_approved,
           "guarantee": guarantee_back_approved, "repay": repay_approved,
           "forward": forward_approved, "waive_penalty": waive_approved,
           "exchange": exchange_approved}  # fmt: skip


def put_right(do: Act, approval: bulk.Row) -> Answer:
    """The effect of an approved reallocation, by what it says it is."""
    what = approval["arguments"].get("what")
    return EFFECTS[what](do, approval) if what else reallocate_approved(do, approval)
