"""What the API has told a program that it may call stays, and each version says what is new."""

from dataclasses import replace
from pathlib import Path

import pytest

from comptant.doors.documents import calls
from comptant.doors.documents.calls import Call

DOCS = Path(__file__).parents[2] / "docs"
DRAW = Call("POST /draw", "1.0.0", frozenset({"contract_id*", "amount_cents"}),
            frozenset({"order_id"}))  # fmt: skip


def test_the_document_tells_every_call_and_nothing_told_has_left() -> None:
    before, now = calls.told(DOCS), calls.described_now()
    assert calls.breaking(before, now) == []
    assert before == calls.grown(before, now), "write it again: see documents/calls.py"
    assert (DOCS / calls.FILE).read_text("utf-8") == calls.written(before.values())


def test_the_changelog_names_each_version_that_added_a_call() -> None:
    text = (DOCS / "api.md").read_text("utf-8").partition("### Changelog")[2]
    assert {call.since for call in calls.told(DOCS).values()} == {
        line.removeprefix("#### ") for line in text.splitlines() if line.startswith("#### ")
    }


@pytest.mark.parametrize(("now", "told"), [
    ({}, ["POST /draw has left"]),
    ({"takes": frozenset({"contract_id*"})}, ["POST /draw no longer takes amount_cents"]),
    ({"answers": frozenset()}, ["POST /draw no longer answers order_id"]),
    ({"takes": frozenset({"contract_id*", "amount_cents*"})},
     ["POST /draw must now be given amount_cents"]),
    ({"takes": frozenset({"contract_id*", "amount_cents", "reason*"})},
     ["POST /draw must now be given reason"]),
    ({"takes": frozenset({"contract_id", "amount_cents", "reason"})}, []),
    ({"answers": frozenset({"order_id", "promised_at"})}, []),
])  # fmt: skip
def test_what_would_break_a_program_is_named(
    now: dict[str, frozenset[str]], told: list[str]
) -> None:
    there = {DRAW.name: replace(DRAW, **now)} if now else {}
    assert calls.breaking({DRAW.name: DRAW}, there) == told


def test_the_document_grows_and_forgets_nothing() -> None:
    ask = Call("POST /ask", "1.1.0", frozenset(), frozenset())
    now = replace(DRAW, since="1.1.0", takes=frozenset({"contract_id*", "reason"}),
                  answers=frozenset({"promised_at"}))  # fmt: skip
    grown = calls.grown({DRAW.name: DRAW}, {DRAW.name: now, ask.name: ask})
    assert grown == {
        ask.name: ask,
        DRAW.name: replace(DRAW, takes=frozenset({"contract_id*", "amount_cents", "reason"}),
                           answers=frozenset({"order_id", "promised_at"})),
    }  # fmt: skip
    assert calls.written(grown.values()).splitlines() == [
        "since,call,takes,answers", "1.1.0,POST /ask,,",
        "1.0.0,POST /draw,amount_cents contract_id* reason,order_id promised_at",
    ]  # fmt: skip
