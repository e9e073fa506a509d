"""The letters that go with notices to buyers: written in runs, kept, sent by people."""

import hashlib
from collections import Counter, defaultdict
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.assigning.papers import LANGUAGES
from comptant.store import bulk

LETTERS_MOST = 1_000  # in one act
SPEAK_FRENCH = frozenset({"FR", "MC", "BE", "LU"})
Row = dict[str, Any]


@operation
def write_notices(do: Act, *, contract_id: int | None, language: str | None) -> Answer:
    """Write the letters of the notices to buyers that wait to leave, of a contract or of all, once
    each, as PDF/A: in `language`, or (without) in French where the buyer's country speaks it and
    else in English. At most 1 000 in one act: the answer's `count`; ask again for the rest.

    Never under a confidential contract, nor to a public buyer, whom another form tells: `unwritten`
    counts them by why. Refused: paper_language_unknown. Source: art. 1346-5 C. civ.; art. L313-28,
    R313-15 CMF.
    """
    if language not in (None, *LANGUAGES):
        raise Refused("paper_language_unknown", language=language, languages=list(LANGUAGES))
    # Two who write at once write each letter once.
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('letters to buyers', 0))")
    waiting = bulk.rows(
        do.conn, "notices_to_write", contract_id=contract_id, on=do.on, most=LETTERS_MOST
    )
    spoken: dict[str, list[Row]] = defaultdict(list)
    for row in waiting:
        if row["unwritten"] is None:
            own = "fr" if row["buyer_country"] in SPEAK_FRENCH else "en"
            spoken[language or own].append(row)
    for said, letters in sorted(spoken.items()):
        _write(do, letters, said)
    unwritten = Counter(row["unwritten"] for row in waiting if row["unwritten"])
    ids = sorted(row["outbox_id"] for rows in spoken.values() for row in rows)
    return {"contract_id": contract_id, "count": len(ids), "outbox_ids": ids,
            "unwritten": dict(sorted(unwritten.items()))}  # fmt: skip


def _write(do: Act, letters: list[Row], language: str) -> None:
    """Run by run: what is set is kept before the next is read, whatever their number."""
    from comptant.formats.papers.letters import notices, runs

    for run in runs(letters):
        lines: dict[int, list[Row]] = defaultdict(list)
        for line in bulk.rows(
            do.conn, "notice_lines", outbox_ids=[row["outbox_id"] for row in run],
            contract_ids=[row["contract_id"] for row in run],
            buyer_ids=[row["buyer_id"] for row in run],
        ):  # fmt: skip
            lines[line["outbox_id"]].append(line)
        made = notices(run, lines, language, do.on)
        bulk.execute(
            do.conn, "keep_letters", act_id=do.id, contents=made, kind="NOTICE",
            contract_ids=[row["contract_id"] for row in run],
            subject_ids=[row["outbox_id"] for row in run], languages=[language] * len(run),
            digests=[hashlib.sha256(content).digest() for content in made],
            names=[f"{row['contract_number']}-notice-{row['outbox_id']}-{language}.pdf"
                   for row in run],
        )  # fmt: skip
