"""Lists of disputes: to open or to settle, of any contracts, each line answered."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from comptant.doors import tables, words
from comptant.doors.cli.failures import FILE, REFUSED
from comptant.doors.cli.files_in import fault_row, opened, tell_faults
from comptant.doors.cli.shell import Shell, numbered
from comptant.doors.words import say

if TYPE_CHECKING:
    from comptant.formats.reading import Fault
    from comptant.store.access import See

Row = dict[str, Any]
SHOWN = 40
REFUSED_COLUMNS = ("row_number", "contract_number", "invoice_number", "dispute_id", "sentence")


def open_many(sh: Shell, ctx: click.Context, file: Path, source: str) -> None:
    """Open the disputes of a list."""
    from comptant.formats.dispute_lists import TO_OPEN
    from comptant.operations.risk import disputes

    sh, lines = _lines(sh, ctx, file, TO_OPEN, _with_invoices)
    for row in lines:
        code = str(row["dispute_code"]).upper()
        row["dispute_code"] = code if code.startswith("LIT-") else f"LIT-{code}"
        row |= {"disputed_cents": row.get("amount_cents"), "source": source,
                "dispute_rest_confirmed": row.get("is_rest_confirmed", False),
                "evidence": row.get("evidence", "")}  # fmt: skip
    answers = _through(
        sh,
        lines,
        disputes.TO_OPEN,
        disputes.LINES_MAX,
        lambda one, frame: one.run(disputes.open_disputes, wanted=frame),
    )
    _tell(sh, ctx, lines, answers, "opened",
          ("row_number", "contract_number", "invoice_number", "dispute_id", "amount_cents"),
          lambda count: say(f"Disputes opened: {count}", f"Litiges ouverts : {count}")
    )  # fmt: skip


def settle_many(sh: Shell, ctx: click.Context, file: Path) -> None:
    """Settle the disputes of a list."""
    from comptant.formats.dispute_lists import TO_SETTLE
    from comptant.operations.risk import disputes

    sh, lines = _lines(sh, ctx, file, TO_SETTLE, lambda see, rows, name: [])
    for row in lines:
        row |= {"credit_agreed_cents": row.get("amount_cents") or 0,
                "evidence": row.get("evidence", "")}  # fmt: skip
    answers = _through(
        sh,
        lines,
        disputes.TO_SETTLE,
        disputes.LINES_MAX,
        lambda one, frame: one.run(disputes.settle_disputes, settled=frame),
    )
    _tell(sh, ctx, lines, answers, "settled",
          ("row_number", "contract_number", "dispute_id", "left_cents"),
          lambda count: say(f"Disputes settled: {count}", f"Litiges réglés : {count}")
    )  # fmt: skip


def _lines(
    sh: Shell, ctx: click.Context, file: Path, titles: Mapping[str, str],
    complete: Callable[["See", list[Row], str], list["Fault"]],
) -> tuple[Shell, list[Row]]:  # fmt: skip
    """The lines of a list with the ids of what they name; nothing is done where one of them is
    wrong. Without a key of its own, the file is its key: a second send gives the first answer."""
    from comptant.doors.minor_units import listed
    from comptant.formats.dispute_lists import read_disputes
    from comptant.formats.reading import Fault, shown

    with opened(file) as stream:
        data = stream.read()
    read = read_disputes(file.name, data, titles)
    faults = list(read.faults)
    lines: list[Row] = []
    with sh.reading() as (see, _, on):
        known = {row["number"]: row for row in see("read_contracts", number=None, on=on)}
        for row in read.rows:
            number = str(row["contract_number"])
            if number in known:
                currency = known[number]["currency"]
                if row.get("amount_cents") is not None:
                    row["amount_cents"] = listed(row["amount_cents"], currency)
                lines.append({**row, "contract_id": known[number]["id"], "currency": currency})
            else:
                faults.append(Fault(file.name, f"line {row['row_number']}", "contract_not_known",
                                    shown(number), refuses_file=True))  # fmt: skip
        faults += complete(see, lines, file.name)
    if faults:
        rows = [fault_row(fault) for fault in faults]
        if sh.is_json:
            sh.say({"count": 0, "refused": [], "faults": rows})
        else:
            tell_faults(rows)
            tables.complain(say("Nothing was done.", "Rien n'a été fait."))
        ctx.exit(FILE)
    if ctx.get_parameter_source("key") == ParameterSource.DEFAULT:
        sh = replace(sh, key=f"{ctx.info_name}/{hashlib.sha256(data).hexdigest()}")
    return sh, lines


def _with_invoices(see: "See", lines: list[Row], name: str) -> list["Fault"]:
    """Give each line its invoice's id; a fault for each that names none, or more than one."""
    from comptant.formats.reading import Fault, shown

    found = see(
        "read_named_invoices", row_numbers=[row["row_number"] for row in lines],
        contract_ids=[row["contract_id"] for row in lines],
        numbers=[row["invoice_number"] for row in lines],
    )  # fmt: skip
    ids: dict[int, list[int]] = {}
    for row in found:
        ids.setdefault(row["row_number"], []).append(row["invoice_id"])
    faults = []
    for row in lines:
        mine = ids.get(row["row_number"], [])
        row["invoice_id"] = mine[0] if mine else 0
        if len(mine) != 1:
            faults.append(Fault(
                name, f"line {row['row_number']}",
                "invoice_not_known" if not mine else "invoice_not_one",
                shown(row["invoice_number"]), refuses_file=True))  # fmt: skip
    return faults


def _through(
    sh: Shell, lines: list[Row], shape: Any, most: int, run: Callable[[Shell, Any], Row]
) -> list[Row]:
    """The answers of the operation, part by part."""
    parts = [lines[start : start + most] for start in range(0, len(lines), most)]
    frames = [shape.frame([{name: row.get(name) for name in shape.names} for row in part])
              for part in parts]  # fmt: skip
    if len(frames) == 1:
        return [run(sh, frames[0])]
    return [run(numbered(sh, part), frame) for part, frame in enumerate(frames, 1)]


def _tell(
    sh: Shell, ctx: click.Context, lines: list[Row], answers: list[Row], done: str,
    columns: tuple[str, ...], heading: Callable[[int], str],
) -> None:  # fmt: skip
    """What was done and what was refused, each line with what it named."""
    of = {row["row_number"]: {name: row.get(name) for name in
                              ("contract_number", "invoice_number", "dispute_id", "currency")}
          for row in lines}  # fmt: skip
    taken = [{**of[row["row_number"]], **row} for answer in answers for row in answer[done]]
    refused = [
        {**of[row["row_number"]], **row, "sentence": words.refusal(
            row["refusal"], {**of[row["row_number"]], **row})}
        for answer in answers for row in answer["refused"]
    ]  # fmt: skip
    if sh.is_json:
        sh.say({"key": sh.key, "count": len(taken), done: taken, "refused": refused})
    else:
        tables.show(taken[:SHOWN], columns, heading(len(taken)))
        if refused:
            title = say(f"Refused: {len(refused)}", f"Refusés : {len(refused)}")
            tables.show(refused[:SHOWN], REFUSED_COLUMNS, title)
        if max(len(taken), len(refused)) > SHOWN:
            tables.dim(say("The first ones; --json gives them all.",
                           "Les premiers ; --json les donne tous."))  # fmt: skip
        tables.dim(say(f"key: {sh.key}", f"clé : {sh.key}"))
    if not taken:
        ctx.exit(REFUSED)
