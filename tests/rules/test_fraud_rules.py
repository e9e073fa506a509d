"""The rules on fraud: each finds what is planted in two kinds of years; what honest years raise is
counted, so that no change makes it worse unseen."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from comptant.doors.bench.fraud import first, first_plants, measured, second, second_schemes
from comptant.rules.aml import SCENARIOS
from comptant.rules.fraud import TABLES, Threshold, catalogue, in_force
from comptant.rules.fraud_invoices import edit_count, last_business_days
from comptant.rules.fraud_watch import RULES, watch

MISSED = {"second": {"FR-04"}}  # diluted among honest ones: docs/fraud.md
FALSE = {
    "first": {"FR-12": 1},
    "second": {
        "FR-06": 10,
        "FR-11": 1,
        "FR-12": 2,
        "FR-15": 9,
        "FR-16": 3,
    },
}
FROZEN = "4af7040ebbd8f83a93fb4e0743de39a7ec379291b335179e9ca4afb613528941"


@cache
def raised(kind: str, honest: bool) -> tuple[pl.DataFrame, list[dict[str, object]]]:
    tables = {
        ("first", True): lambda: first.Honest(1).tables,
        ("first", False): lambda: first_plants.planted(1).tables,
        ("second", True): lambda: second.year(1).tables,
        ("second", False): lambda: second_schemes.planted(1).tables,
    }[kind, honest]()
    return measured.alarms(measured.frames(tables)), tables.get("truth", [])


@pytest.mark.parametrize("kind", ["first", "second"])
@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_is_planted(rule: str, kind: str) -> None:
    alarms, truth = raised(kind, False)
    (plant,) = [row for row in truth if row["rule"] == rule]
    subjects = alarms.filter(
        (pl.col("fraud_rule") == rule) & (pl.col("contract_id") == plant["contract_id"])
    )["alarm_subject_id"].to_list()
    wanted = plant["subject_id"] if plant["subject_id"] is not None else plant["contract_id"]
    is_found = wanted in subjects or (plant["subject_id"] is None and bool(subjects))
    assert is_found is (rule not in MISSED.get(kind, ()))


@pytest.mark.parametrize("kind", ["first", "second"])
def test_what_an_honest_year_raises_is_counted(kind: str) -> None:
    alarms, _ = raised(kind, True)
    counted = dict(sorted(alarms["fraud_rule"].value_counts().iter_rows()))
    assert counted == FALSE[kind]


def test_the_second_year_is_frozen() -> None:
    rows = json.dumps(second_schemes.planted(1).tables, default=str, sort_keys=True)
    assert hashlib.sha256(rows.encode()).hexdigest() == FROZEN


def test_the_second_year_knows_nothing_of_rules_or_of_the_first() -> None:
    for module in (second, second_schemes):
        source = Path(str(module.__file__)).read_text()
        assert "comptant.rules" not in source
        assert "fraud.first" not in source


def test_each_rule_is_in_the_catalogue_and_thresholds_are_of_rules() -> None:
    assert list(RULES) == list(catalogue()) == [f"FR-{number:02d}" for number in range(1, 25)]
    assert set(in_force(date(2027, 1, 1))) <= {*RULES, *SCENARIOS}


def test_a_threshold_said_counts_from_its_day() -> None:
    said = [Threshold("FR-04", "least", "count", date(2027, 2, 1), 7, "committee")]
    assert in_force(date(2027, 1, 31), said)["FR-04"]["least"] == 20
    assert in_force(date(2027, 2, 1), said)["FR-04"]["least"] == 7


def test_no_status_is_asked_before_the_reform() -> None:
    assert "FR-16" not in in_force(date(2026, 8, 31))


def test_nothing_at_all_raises_nothing() -> None:
    empty = {name: shape.empty() for name, shape in TABLES.items()}
    day = date(2027, 1, 1)
    assert watch(empty, day, day, in_force(day)).is_empty()


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("FA1", "FA1", 0), ("FA1", "FA2", 1), ("FA12", "FA21", 2), ("FA1", "FA123", 2),
     ("FA1", "FB23", 3), ("A", "ABCDEF", 3), ("", "AB", 2)],
)  # fmt: skip
def test_edits_between_numbers(one: str, other: str, count: int) -> None:
    assert edit_count(one, other, 2) == count


@pytest.mark.parametrize(
    ("end", "day"),
    [(date(2027, 6, 30), date(2027, 6, 29)), (date(2027, 1, 31), date(2027, 1, 28)),
     (date(2026, 12, 31), date(2026, 12, 30))],
)  # fmt: skip
def test_the_last_two_business_days(end: date, day: date) -> None:
    assert last_business_days(end) == day


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(3, 3, (43, 100)), (0, 120, (0, 4)), (26, 120, (15, 30)), (0, 3, (0, 57))],
)
def test_where_a_share_lies(part: int, whole: int, told: tuple[int, int]) -> None:
    assert measured.interval(part, whole) == told
