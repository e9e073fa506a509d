"""What followed from an answer besides what was asked, told to whoever asked."""

from collections.abc import Mapping
from typing import Any

from comptant.doors import words
from comptant.doors.words import say


def told(answer: Mapping[str, Any]) -> list[str]:
    """The lines: losses again, since money that had repaid them was taken back; returns of
    instruments that stand until they are undone by themselves."""
    lines = []
    if lost := answer.get("lost_again_in"):
        sums = words.sums(lost)
        lines.append(say(
            f"Losses again, since what had repaid them was taken back: {sums}.",
            f"Redevenu perte, ce qui l'avait remboursé étant repris : {sums}."))  # fmt: skip
    for left in answer.get("returns_left", ()):
        number, entry = left["number"], f"{left['contract_number']} {left['entry_id']}"
        lines.append(say(
            f"The return of {number} stands; to undo it: comptant undo {entry}",
            f"Le rejet de {number} demeure ; pour le défaire : comptant undo {entry}"
        ))  # fmt: skip
    return lines
