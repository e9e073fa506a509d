"""What insurers answer, in the reader's words."""

from typing import TYPE_CHECKING, Any

from comptant.doors import words

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
MESSAGES = ("id", "written_on", "policy_number", "insurer_name", "message_kind", "buyer_name",
            "amount_cents", "message_state", "sent_on", "insurer_reference", "reason", "refusal",
            "last_answer")  # fmt: skip
ANSWERS = ("told_on", "insurer_name", "insurer_answer_number", "policy_number", "buyer_siren",
           "response_code", "decision_number", "told_limit_cents", "answer_outcome",
           "refusal")  # fmt: skip


def answers(see: "See") -> list[Row]:
    """The decisions that insurers told; of one refused the sentence of its cause."""
    return [told(row) for row in see("read_insurer_answers")]


def told(row: Row) -> Row:
    """One of them."""
    if not row["refusal"]:
        return row
    return {**row, "refusal": words.refusal(row["refusal"], row["facts"])}
