"""Tables and lines for people at a terminal; what machines read never passes here."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

Row = dict[str, Any]
WIDTH_UNSEEN = 160  # columns when the output is no terminal
DOMAINS = {
    "status": "status", "state": "line", "step": "step", "purpose": "purpose", "kind": "kind",
    "payee_check": "check", "scope": "scope", "binding_scope": "scope", "part": "part",
    "frees": "freed_by", "dispute_code": "dispute",
    "dispute_status": "dispute_status", "dispute_step": "dispute_step", "next_act": "next_act",
    "party_kind": "party", "outbox_kind": "outbox", "what": "what", "decision": "decision",
    "expected_status": "expected", "why": "why", "payment_means": "means",
    "instrument_step": "instrument_step", "mandate_state": "mandate_state",
    "sequence_type": "sequence", "role": "role", "guarantee_cause": "guarantee",
    "charge_code": "charge", "clause": "clause", "event_kind": "event_kind",
    "operation": "operation", "grid": "grid", "product": "product", "scenario": "scenario",
    "charge_unit": "charge_unit", "wait_reason": "wait", "step_kind": "step_kind",
    "order_state": "order_state",
}  # fmt: skip


def console(*, is_error: bool = False) -> "Console":
    """A console on the stream of the moment."""
    from rich.console import Console

    stream = sys.stderr if is_error else sys.stdout
    width = None if stream.isatty() else WIDTH_UNSEEN
    return Console(file=stream, width=width, highlight=False, emoji=False)


def show(rows: Sequence[Row], columns: Sequence[str], title: str = "") -> None:
    """Rows as a table: amounts, dates and codes in the reader's form, headed by their words."""
    from rich import box
    from rich.table import Table

    if not rows:
        dim(say("Nothing.", "Rien."))
        return
    drawn = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        drawn.add_column(words.column(name), justify="right" if is_number(name) else "left",
                         no_wrap=is_number(name) or name in ("iban", "key"), overflow="fold"
        )  # fmt: skip
    for row in rows:
        drawn.add_row(*(cell(name, row) for name in columns))
    console().print(drawn)


def cell(name: str, row: Row) -> str:
    """One value of a row for a terminal."""
    from rich.markup import escape

    return escape(shown(name, row))


def shown(name: str, row: Row) -> str:
    """One value of a row in the reader's form; nothing for a null."""
    value = row.get(name)
    if value is None:
        return ""
    if name in DOMAINS:
        return words.word(DOMAINS[name], str(value))
    if name == "roles":
        return ", ".join(words.word("role", role) for role in value)
    return words.value_of(name, value, str(row.get("currency") or "EUR"))


def pairs(facts: Sequence[tuple[str, str]], title: str = "") -> None:
    """Names and values, one a line."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(title=title or None, title_justify="left", box=None, show_header=False)
    drawn.add_column(style="dim")
    drawn.add_column(overflow="fold")
    for name, value in facts:
        drawn.add_row(escape(name), escape(value))
    console().print(drawn)


def line(text: str = "") -> None:
    """One line as it is."""
    console().print(text, markup=False, soft_wrap=True)


def dim(text: str) -> None:
    """A line that matters less."""
    console().print(text, style="dim", markup=False, soft_wrap=True)


def complain(text: str) -> None:
    """A line on the error stream."""
    console(is_error=True).print(text, markup=False, soft_wrap=True)


@contextmanager
def progress(text: str) -> Iterator["Progress"]:
    """A bar on the error stream when somebody is looking at it, nothing otherwise."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(text), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
               TimeRemainingColumn())  # fmt: skip
    bar = Progress(*columns, console=console(is_error=True), transient=True,
                   disable=not sys.stderr.isatty())  # fmt: skip
    with bar:
        yield bar


def is_number(name: str) -> bool:
    """Whether a column is read from the right."""
    return name.endswith(("_cents", "_ppm", "_count", "_days")) or name == "row_number"
