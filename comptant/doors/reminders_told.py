"""Plans of reminders as people write them, and the file of a batch of letters.

A stage is one line: its name, the days after the due day, its channels, and the least amount where
it has one: `R2 10 email+call`, `PRE -10 email 10000.01`.
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from comptant.doors.values import AMOUNT
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    import polars as pl

    from comptant.store.access import See

Row = dict[str, Any]
_DAYS = re.compile(r"[+-]?[0-9]{1,12}")
FORM = Both("One stage a line: its name (PRE, R1, R2, R3, MED, CTX), days after the due day, "
            "channels (email, call, letter, registered, handover; + between them), least amount.",
            "Une étape par ligne : son nom (PRE, R1, R2, R3, MED, CTX), jours après l'échéance, "
            "canaux (email, call, letter, registered, handover ; + entre eux), montant minimal."
            )  # fmt: skip


def stages(lines: Iterable[str]) -> "pl.DataFrame":
    """PLAN of lines; UsageError with the line that cannot be read."""
    from comptant.doors.bounds import framed
    from comptant.rules.reminders import PLAN

    rows: list[Row] = []
    numbers: dict[str, int] = {}
    for line in lines:
        words = line.split()
        if not words:
            continue
        number = numbers.setdefault(words[0].upper(), len(numbers) + 1)
        rows += [{**_stage(line, words), "stage_number": number, "channel": channel.upper()}
                 for channel in (words[2] if len(words) > 2 else "").split("+")]  # fmt: skip
    return framed(PLAN, rows)


def _stage(line: str, words: list[str]) -> Row:
    days = int(words[1]) if len(words) > 1 and _DAYS.fullmatch(words[1]) else None
    if days is None or not 3 <= len(words) <= 4:
        raise click.UsageError(say(
            f"“{line}” is no stage. Write it as: R2 10 email+call, or PRE -10 email 10000.01.",
            f"« {line} » n'est pas une étape. Écrivez : R2 10 email+call, ou PRE -10 email "
            "10000.01."))  # fmt: skip
    least = AMOUNT.convert(words[3], None, None) if len(words) == 4 else 0
    return {"stage": words[0].upper(), "offset_days": days, "least_cents": least}


def written(plan: "pl.DataFrame") -> list[str]:
    """The lines of a PLAN."""
    told: dict[tuple[str, int, int], list[str]] = {}
    for row in plan.iter_rows(named=True):
        told.setdefault((row["stage"], row["offset_days"], row["least_cents"]), []).append(
            row["channel"].lower())  # fmt: skip
    return [f"{stage} {days} {'+'.join(ways)}"
            + (f" {least // 100}.{least % 100:02}" if least else "")
            for (stage, days, least), ways in told.items()]  # fmt: skip


def batch_file(see: "See", batch_id: int) -> tuple[str, bytes]:
    """The name and bytes of a batch of letters; Refused: batch_unknown."""
    from comptant.formats.papers.batches import batch
    from comptant.operations.acts.act import Refused

    rows = see("read_reminder_batch", id=batch_id)
    if not rows:
        raise Refused("batch_unknown", batch_id=batch_id)
    letters = ((row, bytes(see("read_document", digest=row["digest"])[0]["content"]))
               for row in rows)  # fmt: skip
    return f"reminders-{batch_id}.zip", batch(letters)
