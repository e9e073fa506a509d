"""Lists of invoices of many contracts: each line names its own, each has its remittance."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import reasons_told, tables, words
from comptant.doors.cli.failures import FILE, REFUSED
from comptant.doors.cli.files_in import fault_row, list_slices, readable, tell_faults
from comptant.doors.cli.shell import Shell, numbered
from comptant.doors.places import FAULTS_SHOWN
from comptant.doors.words import say

if TYPE_CHECKING:
    from rich.progress import Progress

    from comptant.formats.reading import Fault
    from comptant.operations.assigning.sent_files import Slice

Row = dict[str, Any]
CONTRACTS_SHOWN = 20
COUNT_COLUMNS = ("contract_number", "remittance_id", "title_number", "accepted", "accepted_cents",
                 "approved_cents", "not_fundable", "credit_notes", "refused",
                 "repeated")  # fmt: skip
LINE_COLUMNS = ("contract_number", "state", "file", "row_number", "invoice_number", "buyer_name",
                "amount_cents", "sentence")  # fmt: skip


def remit_many(sh: Shell, ctx: click.Context, paths: tuple[Path, ...], all_lines: bool) -> None:
    """Remit lists whose lines name their contracts."""
    paths, missing = readable(paths)
    with sh.reading() as (see, _, on):
        known = {row["number"]: row for row in see("read_contracts", number=None, on=on)}
    with tables.progress(say("Remitting", "Remise")) as bar:
        done, faults = _send(sh, known, paths, bar)
    _add_lines(sh, known, done)
    faults = [*missing, *faults]
    repeated = sum(each["repeated"] and not each.get("again") for each in done)
    if sh.is_json:
        sh.say({"key": sh.key, "contracts": len({each["contract_number"] for each in done}),
                "repeated": repeated, "remittances": done, "faults": faults})  # fmt: skip
    else:
        _tell(done, all_lines)
        tell_faults(faults)
        tables.dim(say(f"key: {sh.key}", f"clé : {sh.key}"))
    if any(not fault["warns"] for fault in faults):
        ctx.exit(FILE)
    if not any(each["accepted"] + each["credit_notes"] for each in done):
        ctx.exit(REFUSED)


def _send(
    sh: Shell, known: dict[str, Row], paths: tuple[Path, ...], bar: "Progress"
) -> tuple[list[Row], list[Row]]:
    """The lists through the operation, under key/1, key/2...: the answer of each contract with its
    number, and the faults."""
    from comptant.operations.assigning import remit
    from comptant.operations.assigning.sent_files import TOGETHER_LINES, bundles

    numbers = {row["id"]: number for number, row in known.items()}
    done: list[Row] = []
    faults: list[Fault] = []
    slices = _of_known(list_slices(paths, bar), known)
    for part, bundle in enumerate(bundles(slices, TOGETHER_LINES, faults), 1):
        one = numbered(sh, part)
        names = ", ".join(file.name for file in bundle.files)
        with one.writing() as (conn, asked):
            answer = remit.remit_many(
                conn, asked, sent=bundle.rows, file_name=names, received_at=asked.at,
                files=bundle.files,
            )  # fmt: skip
        done += [{"key": one.key, "contract_number": numbers[each["contract_id"]], **each}
                 for each in answer["remittances"]]  # fmt: skip
    return done, [fault_row(fault) for fault in faults]


def _of_known(slices: Iterator["Slice"], known: dict[str, Row]) -> Iterator["Slice"]:
    """The lines of contracts that the user sees, by their ids; a fault for each other number, at
    its first line."""
    import polars as pl

    from comptant.formats.reading import Fault, InvoicesRead, shown
    from comptant.rules.columns import SENT_TO_CONTRACTS, c

    ids = {number: row["id"] for number, row in known.items()}
    for file, read in slices:
        if read.rows.is_empty():
            yield file, read
            continue
        contract_id = pl.col("contract_number").replace_strict(
            ids, default=None, return_dtype=pl.Int64
        )
        rows = read.rows.with_columns(contract_id.alias("contract_id"))
        unknown = rows.filter(c.contract_id.is_null())
        count = Counter(unknown["contract_number"])
        first = unknown.unique("contract_number", keep="first", maintain_order=True)
        faults = [
            Fault(file.name, f"line {line}", "contract_not_known",
                  shown(number) + (f" (x {count[number]})" if count[number] > 1 else ""))
            for line, number in first["row_number", "contract_number"].iter_rows()
        ]  # fmt: skip
        taken = rows.filter(c.contract_id.is_not_null()).select(SENT_TO_CONTRACTS.names)
        yield file, InvoicesRead(taken, (*read.faults, *faults))


def _add_lines(sh: Shell, known: dict[str, Row], done: list[Row]) -> None:
    """To each answer its lines that were refused or are not fundable, with why."""
    with sh.reading() as (see, _, _on):
        for each in done:
            each["line_results"] = []
            if each["refused"] or each["not_fundable"]:
                contract = known[each["contract_number"]]
                shared, buyers = reasons_told.reason_facts(see, contract)
                rows = see("read_remittance_lines", contract_id=contract["id"],
                           id=each["remittance_id"], state=None)  # fmt: skip
                rows.sort(key=lambda row: (row["file"], row["row_number"], row["line_id"]))
                reasoned = [row for row in rows if row["reason"]]
                each["line_results"] = reasons_told.told(reasoned, shared, buyers)


def _tell(done: list[Row], all_lines: bool) -> None:
    """For people: the sums, the contracts, the lines that wait or were refused."""
    if not done:
        return
    lines, accepted, refused = (
        sum(each[name] for each in done) for name in ("lines", "accepted", "refused")
    )
    contracts = len({each["contract_number"] for each in done})
    tables.line(say(
        f"Contracts: {contracts}; lines: {lines}; accepted: {accepted} ({_sums(done)}); "
        f"refused: {refused}",
        f"Contrats : {contracts} ; lignes : {lines} ; acceptées : {accepted} ({_sums(done)}) ; "
        f"refusées : {refused}",
    ))  # fmt: skip
    shown = done if all_lines else done[:CONTRACTS_SHOWN]
    tables.show(shown, COUNT_COLUMNS)
    _tell_more(len(done) - len(shown), "contracts", "contrats")
    for each in done:
        tell_wait(each)
    rows = [{"contract_number": each["contract_number"], **row}
            for each in done for row in each["line_results"]]  # fmt: skip
    if rows:
        rows.sort(key=lambda row: row["state"] != "REFUSED")
        some = rows if all_lines else rows[:FAULTS_SHOWN]
        tables.show(some, LINE_COLUMNS, say("Refused or not fundable",
                                            "Refusées ou non finançables"))  # fmt: skip
        _tell_more(len(rows) - len(some), "lines", "lignes")


def tell_wait(each: Row) -> None:
    """What is to be known of a remittance besides its counts: a charge in advance that waits for a
    rate, due dates that only one reading of the law allows."""
    waits = each.get("charge_waits")
    if waits:
        day = words.day(date.fromisoformat(waits["rate_on"]))
        tables.line(say(
            f"  charge in advance: waits for {waits['rate_index']} of {day}, billed by the close "
            "once it is known (comptant rate propose)",
            f"  commission précomptée : attend {waits['rate_index']} du {day}, facturée par la "
            "clôture dès qu'il est connu (comptant rate propose)",
        ))  # fmt: skip
    if each.get("terms_warned"):
        numbers = ", ".join(each["terms_warned"])
        tables.line(say(
            "  due between the two readings of 45 days end of month, accepted by the later one: "
            f"{numbers} (comptant fact record … payment_regime says what was agreed)",
            "  échéance entre les deux lectures du 45 jours fin de mois, acceptée selon la plus "
            f"tardive : {numbers} (comptant fact record … payment_regime dit ce qui fut convenu)",
        ))  # fmt: skip


def _tell_more(count: int, english: str, french: str) -> None:
    if count:
        tables.dim(say(f"... {count} more {english}: --all-lines",
                       f"... {count} autres {french} : --all-lines"))  # fmt: skip


def _sums(done: list[Row]) -> str:
    sums: Counter[str] = Counter()
    for each in done:
        sums[each["currency"]] += each["accepted_cents"]
    return " + ".join(words.money(cents, currency) for currency, cents in sums.items())
