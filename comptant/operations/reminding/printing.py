"""Reminders by letter: judged again, set in runs, kept one by one; one batch for who prints
them."""

import hashlib
from collections import Counter, defaultdict
from typing import Any

from comptant.operations.acts.act import Act, Answer, operation
from comptant.operations.reminding.run import told_lines
from comptant.operations.reminding.sending import Judged, judged
from comptant.store import bulk

LETTERS_MOST = 1_000  # in one act
LETTERS_AT_ONCE, LINES_AT_ONCE = 50, 2_000
Row = dict[str, Any]
Letter = tuple[Row, list[Row]]


@operation
def print_reminders(do: Act, *, contract_id: int | None) -> Answer:
    """Set the reminders that wait to leave by letter, of a contract or of all, as PDF/A with the
    slip and the QR code of the transfer, each in its buyer's language. At most 1 000 in one act:
    ask again for the rest. The batch of this act (`batch_id`) is one file of all letters and its
    index.

    Each is judged again: what is paid, disputed or promised since is dropped (`dropped`, by why);
    what waits for the bank or a working day waits on (`waiting`). Source: DOMAIN §5.1; EPC069-12.
    """
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('reminder letters', 0))")
    waiting = bulk.rows(do.conn, "letters_waiting", contract_id=contract_id, most=LETTERS_MOST)
    found = judged(do.conn, do.on, waiting) if waiting else {}
    ready: dict[str, list[Letter]] = defaultdict(list)
    dropped: list[tuple[Row, Judged]] = []
    for row in waiting:
        said = found[row["id"]]
        if said.stop:
            dropped.append((row, said))
        elif not said.wait:
            language = said.of["language"]  # of the buyer as it is known now
            ready[language].append(({**said.of, **row, "language": language}, said.lines))
    _set(do, [run for letters in ready.values() for run in runs(letters)])
    _drop(do, dropped)
    ids = sorted(of["id"] for letters in ready.values() for of, _ in letters)
    return {"contract_id": contract_id, "batch_id": do.id, "count": len(ids), "reminder_ids": ids,
            "dropped": dict(Counter(said.stop for _, said in dropped)),
            "waiting": dict(Counter(said.wait for said in found.values() if said.wait)),
            }  # fmt: skip


def runs(letters: list[Letter]) -> list[list[Letter]]:
    """The letters that are set together: so many at most, and so many lines."""
    made: list[list[Letter]] = []
    count = 0
    for letter in letters:
        count += len(letter[1])
        if not made or len(made[-1]) == LETTERS_AT_ONCE or count > LINES_AT_ONCE:
            made.append([])
            count = len(letter[1])
        made[-1].append(letter)
    return made


def _set(do: Act, wanted: list[list[Letter]]) -> None:
    """Set runs of letters, and keep each before the next is read."""
    from comptant.formats.papers.reminders import runs_of_letters

    for run, made in zip(wanted, runs_of_letters(wanted, do.on), strict=True):
        _keep(do, run, made)


def _keep(do: Act, run: list[Letter], made: list[bytes]) -> None:
    of = [of for of, _ in run]
    bulk.execute(
        do.conn, "keep_letters", act_id=do.id, contents=made, kind="REMINDER",
        contract_ids=[one["contract_id"] for one in of], subject_ids=[one["id"] for one in of],
        languages=[one["language"] for one in of],
        digests=[hashlib.sha256(content).digest() for content in made],
        names=[f"{one['contract_number']}-reminder-{one['id']}-{one['language']}.pdf"
               for one in of],
    )  # fmt: skip
    bulk.execute(
        do.conn, "note_letters", act_id=do.id, contract_ids=[one["contract_id"] for one in of],
        ids=[one["id"] for one in of], states=["SENT"] * len(run), saids=[""] * len(run),
        tolds=[told_lines(lines) for _, lines in run],
        sent_to=[one["postal_address"] for one in of],
        languages=[one["language"] for one in of], left_on=do.on,
    )  # fmt: skip


def _drop(do: Act, dropped: list[tuple[Row, Judged]]) -> None:
    if dropped:
        rows = [row for row, _ in dropped]
        bulk.execute(
            do.conn, "note_letters", act_id=do.id,
            contract_ids=[row["contract_id"] for row in rows], ids=[row["id"] for row in rows],
            states=["DROPPED"] * len(rows), saids=[said.stop for _, said in dropped],
            tolds=["[]"] * len(rows), sent_to=[""] * len(rows),
            languages=[row["language"] for row in rows], left_on=None,
        )  # fmt: skip
