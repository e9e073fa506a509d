"""Disputes of a list, as buyers' portals send them: read, looked up, noted in a few acts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from comptant.doors import tables, words
from comptant.doors.cli.failures import FILE, FileFault
from comptant.doors.cli.remitting import fault_row, tell_faults
from comptant.doors.cli.shell import Shell, numbered
from comptant.doors.words import say

SLICE = 1_000  # disputes in one act
SHOWN = 20  # told one by one; all of them with --json
Row = dict[str, Any]


def take_disputes(sh: Shell, ctx: click.Context, file: Path, source: str) -> None:
    """Note the disputes of a list; none where a line of it is wrong."""
    from comptant.formats.dispute_lists import read_disputes
    from comptant.operations import disputes

    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileFault(say(f"{file} cannot be read: {error.strerror}.",
                            f"{file} ne se lit pas : {error.strerror}.")) from None  # fmt: skip
    read = read_disputes(file.name, data, words.domain("dispute"))
    rows = read.rows.to_dicts()
    faults = [fault_row(fault) for fault in read.faults] + _looked_up(sh, file.name, rows)
    if faults:
        if sh.is_json:
            sh.say({"disputes": [], "refused": [], "count": 0, "faults": faults})
        else:
            tell_faults(faults)
            tables.complain(say("No dispute was noted.", "Aucun litige n'a été noté."))
        ctx.exit(FILE)
    opened: list[Row] = []
    refused: list[Row] = []
    for part, some in enumerate(_slices(rows), 1):
        said = {"dispute_rest_confirmed": False, "source": source}
        names = [name for name in disputes.ASKED.names if name not in said]
        asked = disputes.ASKED.frame({**{name: row[name] for name in names}, **said}
                                     for row in some)  # fmt: skip
        answer = numbered(sh, part).run(disputes.open_disputes, listed=asked)
        opened += answer["disputes"]
        refused += [_refused(some[row["place"]], row) for row in answer["refused"]]
    _tell(sh, opened, refused)


def _looked_up(sh: Shell, file: str, rows: list[Row]) -> list[Row]:
    """Faults of lines that name no open invoice, or several; the others get their ids."""
    with sh.reading() as (see, _, _on):
        found = see("read_named_invoices", places=list(range(len(rows))),
                    contracts=[row["contract_number"] for row in rows],
                    numbers=[row["invoice_number"] for row in rows])  # fmt: skip
    named: list[list[Row]] = [[] for _ in rows]
    for row in found:
        named[row["place"]].append(row)
    faults = []
    for row, those in zip(rows, named, strict=True):
        ids = [each["invoice_id"] for each in those if each["invoice_id"] is not None]
        row |= {"contract_id": those[0]["contract_id"], "currency": those[0]["currency"],
                "invoice_id": ids[0] if ids else None}  # fmt: skip
        if row["contract_id"] is None:
            faults.append(_fault(file, row, 1, "contract_unknown",
                                 {"contract": row["contract_number"]}))  # fmt: skip
        elif not ids:
            faults.append(
                _fault(file, row, 2, "invoice_unknown", {"number": row["invoice_number"]})
            )
        elif len(ids) > 1:
            faults.append(_fault(file, row, 2, "invoice_to_choose",
                                 {"number": row["invoice_number"], "ids": ids}))  # fmt: skip
    return faults


def _fault(file: str, row: Row, column: int, code: str, facts: Row) -> Row:
    place = f"line {row['row_number']}, column {column}"
    detail = row["contract_number" if column == 1 else "invoice_number"]
    return {"file": file, "place": place, "code": code, "detail": detail, "refuses_file": True,
            "warns": False, "message": words.refusal(code, facts)}  # fmt: skip


def _slices(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))


def _refused(row: Row, refusal: Row) -> Row:
    """A refusal with the line that it answers, and its sentence."""
    facts = {**refusal, "currency": row["currency"]}
    return {"row_number": row["row_number"], "contract_number": row["contract_number"],
            "invoice_number": row["invoice_number"], **refusal,
            "sentence": words.refusal(refusal["refusal"], facts)}  # fmt: skip


def _tell(sh: Shell, opened: list[Row], refused: list[Row]) -> None:
    sh.say({"disputes": opened, "refused": refused, "count": len(opened), "key": sh.key},
           say(f"Disputes noted: {len(opened)}.", f"Litiges notés : {len(opened)}."))  # fmt: skip
    if refused and not sh.is_json:
        title = say("Not noted", "Non notés")
        tables.show(refused[:SHOWN], ("row_number", "invoice_number", "sentence"), title)
        if len(refused) > SHOWN:
            more = len(refused) - SHOWN
            tables.dim(say(f"... and {more} more; --json gives them all.",
                           f"... et {more} autres ; --json les donne tous."))  # fmt: skip
