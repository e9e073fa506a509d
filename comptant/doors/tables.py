"""Tables and lines for people at a terminal; what machines read never passes here."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.words import say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

Row = dict[str, Any]
WIDTH_UNSEEN = 160  # columns when the output is no terminal
WHOLE = ("id", "iban", "key", "number", "reason", "account")
LEAST_PROSE = 24  # below this a sentence is a column of words
DOMAINS = {
    "status": "status", "state": "line", "step": "step", "purpose": "purpose", "kind": "kind",
    "hold_of": "hold_of", "aml_scenario": "aml_scenario", "aml_outcome": "aml_outcome",
    "screened_as": "screened_as", "screening_outcome": "screening_outcome",
    "factor": "warning_factor", "warning_level": "warning_level",
    "warning_subject": "warning_subject",
    "fraud_effect": "fraud_effect", "fraud_outcome": "fraud_outcome",
    "alarm_subject": "alarm_subject", "verification_cause": "verification_cause",
    "verification_answer": "verification_answer",
    "payee_check": "check", "scope": "scope", "binding_scope": "scope", "part": "part",
    "frees": "freed_by", "dispute_code": "dispute",
    "dispute_status": "dispute_status", "dispute_step": "dispute_step", "next_act": "next_act",
    "party_kind": "party", "outbox_kind": "outbox", "what": "what", "decision": "decision",
    "expected_status": "expected", "why": "why", "payment_means": "means",
    "instrument_step": "instrument_step", "mandate_state": "mandate_state",
    "sequence_type": "sequence", "role": "role", "guarantee_cause": "guarantee",
    "charge_code": "charge", "fee_code": "charge", "fee_vat": "fee_vat",
    "clause": "clause", "event_kind": "event_kind",
    "operation": "operation", "grid": "grid", "product": "product", "scenario": "scenario",
    "charge_unit": "charge_unit", "wait_reason": "wait", "step_kind": "step_kind",
    "order_state": "order_state", "payable_state": "payable_state",
    "payable_step": "payable_step", "supplier_step": "supplier_step", "guard": "guard",
    "signature_kind": "signature_kind", "signature_way": "signature_way",
    "signature_state": "signature_state",
    "opening_state": "opening_state", "exit_step": "exit_step", "takeover_step": "takeover_step",
    "sweep_state": "sweep_state", "sweep_alert": "sweep_alert",
    "ledger_difference": "ledger_difference",
    "number_scheme": "number_scheme", "delegation_state": "delegation_state",
    "way": "feed_way", "arrival_state": "arrival_state", "answer_state": "answer_state",
    "commission_base": "commission_base", "vat_class": "commission_vat",
    "commission_counted": "commission_counted", "commission_kind": "commission_kind",
    "callback_state": "callback_state", "call_outcome": "call_outcome",
    "bank_statement_state": "bank_statement_state", "statement_state": "statement_state",
    "given_by": "given_by", "stage": "stage",
    "channel": "channel", "sent_by": "sent_by", "reminder_state": "reminder_state",
    "uninsured_reason": "uninsured_reason", "next_cover_step": "next_cover_step",
    "policy_decision": "policy_decision", "cover_step": "cover_step",
    "insured_base": "insured_base", "claim_state": "claim_state", "claim_step": "claim_step",
    "gap_cause": "gap_cause",
    "evidence_kind": "evidence", "recourse_step": "recourse_step",
    "reminder_wait": "reminder_wait", "promise_state": "promise_state", "part_kind": "part_kind",
    "plan_cover": "plan_cover", "penalty_state": "penalty_state", "penalty_owner": "penalty_owner",
    "buyer_answer": "buyer_answer", "link_state": "link_state",
    "garnishment_kind": "garnishment_kind", "garnishment_step": "garnishment_step",
    "next_garnishment_step": "next_garnishment_step",
    "counterparty": "counterparty",
    "failed_part": "failed_part", "insolvency_step": "insolvency_step",
    "next_insolvency_step": "next_insolvency_step", "proceeding": "proceeding",
    "administrator_answer": "administrator_answer", "notice_kind": "notice_kind",
    "notice_effect": "notice_effect", "notice_doubt": "notice_doubt",
    "left_why": "left_why", "policy_duty": "policy_duty", "premium_state": "premium_state",
    "message_kind": "message_kind", "message_state": "message_state",
    "answer_outcome": "answer_outcome", "deal_stage": "deal_stage",
}  # fmt: skip
EVIDENCE = {  # of a dispute that the program itself opened or changed
    "payment short": words.Both("payment short", "paiement incomplet"),
    "payment taken back": words.Both("payment taken back", "paiement repris"),
}


def console(*, is_error: bool = False) -> "Console":
    """A console on the stream of the moment."""
    from rich.console import Console

    stream = sys.stderr if is_error else sys.stdout
    width = None if stream.isatty() else WIDTH_UNSEEN
    return Console(file=stream, width=width, highlight=False, emoji=False)


def show(rows: Sequence[Row], columns: Sequence[str], title: str = "") -> None:
    """Rows as a table: amounts, dates and codes in the reader's form, headed by their words.

    A column without a value in any row is left out. Where the terminal is too narrow for the
    others, each row is a block of `heading: value` lines: no word, date or number is ever cut.
    """
    if not rows:
        dim(say("Nothing.", "Rien."))
        return
    if title:
        line(title)
    texts = {name: [shown(name, row) for row in rows] for name in columns}
    kept = [name for name in columns if any(texts[name])] or list(columns[:1])
    cells = {name: texts[name] for name in kept}
    if drawn := table_lines(cells, console().width):
        _, heading, *others = drawn
        line()
        console().print(heading, style="bold", markup=False, soft_wrap=True)
        for text in others:
            line(text)
    else:
        for text in block_lines(cells, console().width):
            line(text)


def table_lines(cells: Mapping[str, Sequence[str]], width: int) -> list[str]:
    """The lines of a table of these columns that fits a width; none when it cannot."""
    for gap in (3, 2):
        widths = _widths(cells, width - 1 - gap * (len(cells) - 1))
        if widths:
            return _drawn(cells, widths, " " * gap)
    return []


def block_lines(cells: Mapping[str, Sequence[str]], width: int) -> list[str]:
    """The lines of rows one under another, each a block of headings and what they hold."""
    heads = {name: words.column(name) for name in cells}
    lines = [""]
    for number in range(max(map(len, cells.values()))):
        said = [(heads[name], texts[number]) for name, texts in cells.items() if texts[number]]
        for head, text in said:
            first, *more = wrapped(f"{head}: {text}", width - 4)
            lines += [f" {first}", *(f"    {each}" for each in more)]
        lines.append("")
    return lines


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines that end between words; a word longer than the width stays whole."""
    from textwrap import wrap

    return wrap(text, max(width, 1), break_long_words=False, break_on_hyphens=False) or [""]


def _widths(cells: Mapping[str, Sequence[str]], room: int) -> dict[str, int]:
    """How wide each column is; empty when there is no room for the least of each.

    What is left beyond the least goes first to the columns that need little to be whole.
    """
    whole = {name: max(map(cell_len, [words.column(name), *texts]))
             for name, texts in cells.items()}  # fmt: skip
    least = {name: _least(name, texts) for name, texts in cells.items()}
    left = room - sum(least.values())
    if left < 0:
        return {}
    for name in sorted(cells, key=lambda each: whole[each] - least[each]):
        given = min(left, whole[name] - least[name])
        least[name] += given
        left -= given
    return least


def _least(name: str, texts: Sequence[str]) -> int:
    """The least width of a column: its longest word, a line of prose, or all of what is one."""
    longest = max(map(cell_len, texts))
    if not is_whole(name):
        inside = max(cell_len(word) for text in texts for word in wrapped(text, 1))
        longest = max(inside, min(longest, LEAST_PROSE))
    return max(longest, *(cell_len(word) for word in wrapped(words.column(name), 1)))


def _drawn(cells: Mapping[str, Sequence[str]], widths: dict[str, int], gap: str) -> list[str]:
    """Headings, a rule, and each row on as many lines as its longest cell."""

    def lines(texts: Iterable[str]) -> Iterator[str]:
        parts = [wrapped(text, widths[name]) for name, text in zip(cells, texts, strict=True)]
        for each in zip_longest(*parts, fillvalue=""):
            fitted = (
                _fit(name, text, widths[name]) for name, text in zip(cells, each, strict=True)
            )
            yield " " + gap.join(fitted).rstrip(" ")

    rule = " " + "─" * (sum(widths.values()) + len(gap) * (len(cells) - 1))
    rows = (found for texts in zip(*cells.values(), strict=True) for found in lines(texts))
    headings = list(lines(map(words.column, cells)))
    return ["", "\n".join(headings), rule, *rows, ""]


def _fit(name: str, text: str, width: int) -> str:
    space = " " * (width - cell_len(text))
    return space + text if is_number(name) else text + space


def shown(name: str, row: Row) -> str:
    """One value of a row in the reader's form; nothing for a null."""
    value = row.get(name)
    if value is None:
        return ""
    if name in DOMAINS:
        return words.word(DOMAINS[name], str(value))
    if name == "evidence" and value in EVIDENCE:
        return EVIDENCE[value].said()
    if name == "guess_evidence":
        return ", ".join(words.word("evidence", code) for code in str(value).split())
    if name == "source":
        return said_by(str(value))
    if name == "roles":
        return ", ".join(words.word("role", role) for role in value)
    return words.value_of(name, value, str(row.get("currency") or "EUR"))


def said_by(source: str) -> str:
    """Who or what said something: in words where the program itself did."""
    known = words.table("codes").get(f"said_by.{source}")
    return known.said() if known else source


def pairs(facts: Sequence[tuple[str, str]], title: str = "") -> None:
    """Names and values, one a line."""
    from rich.text import Text

    if title:
        line(title)
    width = max((cell_len(name) for name, _ in facts), default=0)
    for name, value in facts:
        first, *more = wrapped(value, console().width - width - 3)
        told = Text.assemble((f" {name}{' ' * (width - cell_len(name))}", "dim"), f"  {first}")
        console().print(told, soft_wrap=True)
        for text in more:
            line(f"{' ' * (width + 3)}{text}")


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
    return name.endswith(("_cents", "_ppm", "_count", "_days", "_tenths")) or name == "row_number"


def is_whole(name: str) -> bool:
    """Whether a column holds what is never spread over lines: a number, a day, a reference."""
    return is_number(name) or name in WHOLE or name.endswith(("_on", "_at", "_id", "_number"))


def cell_len(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from rich.cells import cell_len as measured

    return measured(text)
