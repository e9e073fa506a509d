"""What a text may be that people write and others read: one function for every operation.

A sign that turns the direction of reading shows another text than the one that is kept; a name of
nothing that prints names nobody. What comes from elsewhere as it was written (a bank's file, mail,
a client's list) is judged by its own reader, line by line.
"""

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from comptant.formats.reading import TURNS

NAME_MAX, TEXT_MAX = 200, 20_000
# Arguments that name somebody or something, on one line.
NAMES = frozenset({
    "name", "prospect", "person", "capacity", "caller", "holder", "payer_name", "supplier_name",
    "signed_by", "given_by", "owners", "buyer_name", "offer_label", "label", "number",
    "policy_number", "order_number", "peer", "reference",
})  # fmt: skip
SIGNS = frozenset({"reference"})  # of these, signs alone will do: a payer writes "?"
# Secrets, and what a machine sends back: nobody reads them.
UNREAD = frozenset({
    "password", "new_password", "once_password", "secret", "code", "token", "credential",
})  # fmt: skip
# Operations that keep what others wrote, as they wrote it.
AS_WRITTEN = frozenset({
    "bank", "announce", "hear_payment_status", "record_arrival", "record_bounce", "remit",
    "remit_many", "cede_ledger", "compare_ledger", "take_over", "send_payables",
})  # fmt: skip
_TURNED = re.compile(f"[{TURNS}\u061c\u200e\u200f]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINES = re.compile("[\t\n\r]")


def wrong_text(operation: str, arguments: dict[str, Any]) -> tuple[str, str] | None:
    """The first argument whose text cannot be kept, and why: text_turns, text_too_long or
    name_wrong."""
    if operation in AS_WRITTEN:
        return None
    for field, text in _texts(arguments):
        if why := _why(field.rpartition(".")[2], text):
            return field, why
    return None


def _why(name: str, text: str) -> str | None:
    if _TURNED.search(text) or _CONTROLS.search(text):
        return "text_turns"
    if name in NAMES:
        says = name in SIGNS or not text.strip() or any(map(str.isalnum, text))
        is_name = says and not _LINES.search(text)
        return None if is_name and len(text) <= NAME_MAX else "name_wrong"
    return "text_too_long" if len(text) > TEXT_MAX else None


def _texts(arguments: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text of some arguments, with the name of its place."""
    for name, value in arguments.items():
        if name in UNREAD:
            continue
        yield from _inside(name, value)


def _inside(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield name, str(key)
            yield from _inside(name, one)
    elif isinstance(value, list):
        for one in value:
            yield from _inside(name, one)
    elif isinstance(value, pl.DataFrame):
        for column in value.select(pl.selectors.string()):
            for one in column.drop_nulls().unique(maintain_order=True):
                yield f"{name}.{column.name}", one
