"""What is wrong with a statement is said as it is: a number taken before, a wrong
opening balance."""

from datetime import date, timedelta

import polars as pl
import psycopg
import pytest

from comptant.doors import tables
from comptant.doors.cli.main import _language
from comptant.operations.drawing.plans import PLANNED, plan_payments
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C"] = opened.contract()
    opened.bank({"cents": 1_000, "text": "x"})
    opened.on += timedelta(days=1)
    return opened


@pytest.mark.parametrize(("said", "code"), [
    ({"sequence": 1}, "statement_number_again"),
    ({"opening_cents": 995, "closing_cents": 1_295}, "statement_opening_wrong"),
    ({"sequence": 9}, "statement_gap"),
])  # fmt: skip
def test_what_is_wrong_is_said(world: World, said: dict[str, int], code: str) -> None:
    statements, told = world.statement({"cents": 300, "text": "y"})
    wrong = statements.with_columns(**{
        name: pl.lit(value, statements.schema[name]) for name, value in said.items()})  # fmt: skip
    with refused(world.conn, code):
        world.take(wrong, told)


def test_a_plan_with_a_payment_that_is_over_changes_nothing(world: World) -> None:
    old = PLANNED.frame([
        {"row_number": number, "planned_on": on, "amount_cents": -100, "label": "rent"}
        for number, on in ((2, world.on), (3, date(2020, 12, 10)))])  # fmt: skip
    with refused(world.conn, "planned_in_the_past", on=world.on, row_number=3):
        plan_payments(world.conn, world.asked("alice"), contract_id=world.ids["C"],
                              payments=old)  # fmt: skip


def test_a_plan_that_nothing_would_show_of_changes_nothing(world: World) -> None:
    last_on = world.on + timedelta(days=91)
    far = PLANNED.frame([{"row_number": 1, "planned_on": last_on + timedelta(days=1),
                          "amount_cents": -100, "label": "rent"}])  # fmt: skip
    told = {"contract_id": world.ids["C"]}
    with refused(world.conn, "planned_too_far", last_on=last_on):
        plan_payments(world.conn, world.asked("alice"), payments=far, **told)
    near = PLANNED.frame([{**far.row(0, named=True), "planned_on": last_on}])
    assert plan_payments(world.conn, world.asked("alice"), payments=near, **told)["count"] == 1


def test_what_the_program_says_of_a_dispute_is_said_in_words() -> None:
    with tables.words.speaking("fr"):
        assert tables.shown("evidence", {"evidence": "payment short"}) == "paiement incomplet"
        assert tables.shown("evidence", {"evidence": "mail of May"}) == "mail of May"


@pytest.mark.parametrize(("given", "spoken"), [
    (["reminder", "contact", "B", "--in", "fr"], "en"), (["--language", "fr", "list"], "fr"),
    (["list", "--language=fr"], "fr"), (["--language=en", "fr"], "en")])  # fmt: skip
def test_a_word_of_a_command_is_no_choice_of_language(
    monkeypatch: pytest.MonkeyPatch, given: list[str], spoken: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    assert _language(given) == spoken


def test_a_number_taken_before_that_opens_elsewhere_is_no_reissue(world: World) -> None:
    statements, told = world.statement({"cents": 300, "text": "y"})
    named = [pl.lit("S2").alias("statement_reference")]
    world.take(statements.with_columns(named), told)
    number = statements["sequence"].item()
    again, other = world.statement({"cents": 1, "text": "z"})
    again = again.with_columns(*named, sequence=pl.lit(number, pl.Int64))
    with refused(world.conn, "statement_number_again"):
        world.take(again, other)
    assert world.take(statements.with_columns(named), told)["new"] == 0
