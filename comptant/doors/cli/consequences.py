"""What followed from an answer besides what was asked, told to whoever asked."""

from collections.abc import Mapping
from datetime import date
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
    if cut_from_on := answer.get("cut_from_on"):
        on = words.day(date.fromisoformat(cut_from_on))
        lines.append(say(
            f"The higher amount agreed before from {on} is cut to it too.",
            f"Le montant plus élevé convenu avant pour le {on} y est ramené aussi."))  # fmt: skip
    for back in answer.get("sweeps_back", ()):
        cents = words.money(back["amount_cents"], back["currency"])
        which = f"{back['contract_number']} {back['sweep_id']}"
        lines.append(say(
            f"The file of the sweep of {cents} has left: the account does not hold it any more. If "
            f"its bank does not do it: comptant sweep cancel {which}",
            f"Le fichier du nivellement de {cents} est parti : le compte ne les a plus. Si sa "
            f"banque ne le fait pas : comptant sweep cancel {which}",
        ) if back["has_left"] else say(
            f"The sweep of {cents} is given up: the account does not hold it any more.",
            f"Le nivellement de {cents} est abandonné : le compte ne les a plus."))  # fmt: skip
    return lines
