"""A scenario: lines and objects are the same shocks, and what is none says its place and cause."""

from typing import Any

import pytest

from comptant.rules.stress_scenario import BadScenario, Shock, scenario


@pytest.mark.parametrize(("line", "row", "shock"), [
    ("fail largest=3", {"shock": "fail", "largest": 3}, Shock(1, "fail", largest=3)),
    ("fail buyer=1 buyer='2 3'", {"shock": "fail", "buyer": ["1", "23"]},
     Shock(1, "fail", buyers=("1", "23"))),
    ("delay days=20 country=de sector=Public",
     {"shock": "delay", "days": "20", "country": "DE", "sector": "PUBLIC"},
     Shock(1, "delay", days=20, country="DE", sector="PUBLIC")),
    ("limits kept=62,5% insurer='Allianz Trade'",
     {"shock": "limits", "kept": 62.5, "insurer": "Allianz Trade"},
     Shock(1, "limits", kept_ppm=625_000, insurer="Allianz Trade")),
    ("insurer insurer=ASSUR", {"shock": "insurer", "insurer": "ASSUR"},
     Shock(1, "insurer", insurer="ASSUR")),
    ("dilution rate=0.0001", {"shock": "dilution", "rate": "0.0001"},
     Shock(1, "dilution", rate_ppm=1)),
    ("reference rate=100 index=estr", {"shock": "reference", "rate": 100, "index": "ESTR"},
     Shock(1, "reference", rate_ppm=1_000_000, index="ESTR")),
])  # fmt: skip
def test_a_line_and_an_object_are_the_same_shock(
    line: str, row: dict[str, Any], shock: Shock
) -> None:
    assert scenario([line]).shocks == scenario([row]).shocks == (shock,)


def test_a_scenario_keeps_its_shocks_in_order_and_by_kind() -> None:
    found = scenario(["delay days=1", "fail largest=1", {"shock": "delay", "days": 2}])
    assert [shock.number for shock in found.shocks] == [1, 2, 3]
    assert [shock.days for shock in found.of("delay")] == [1, 2]
    assert scenario([]).shocks == ()


@pytest.mark.parametrize(("told", "code"), [
    ("", "stress_unread"), ("delay days=", "stress_unread"), (["delay"], "stress_unread"),
    ({}, "stress_shock_wrong"), ({"shock": ["fail"]}, "stress_shock_wrong"),
    ({"shock": "fail", "buyer": []}, "stress_key_missing"),
    ({"shock": "limits", "insurer": "A"}, "stress_key_missing"),
    ({"shock": "fail", "largest": 101}, "stress_value_wrong"),
    ({"shock": "fail", "largest": -1}, "stress_value_wrong"),
    ({"shock": "delay", "days": "٣"}, "stress_value_wrong"),
    ({"shock": "delay", "days": "1e2"}, "stress_value_wrong"),
    ({"shock": "delay", "days": True}, "stress_value_wrong"),
    ({"shock": "reference", "rate": 1, "index": "LIBOR"}, "stress_word_wrong"),
    ({"shock": "delay", "days": 1, "country": "1A"}, "stress_word_wrong"),
    ({"shock": "insurer", "insurer": " "}, "stress_word_wrong"),
])  # fmt: skip
def test_what_is_no_shock_says_where_and_why(told: Any, code: str) -> None:
    with pytest.raises(BadScenario) as caught:
        scenario(["delay days=1", told])
    assert (caught.value.code, caught.value.facts["shock_number"]) == (code, 2)
