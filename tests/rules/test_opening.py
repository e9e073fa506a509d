"""What a contract lacks before it draws, and the dates of a notice."""

from datetime import date, timedelta
from typing import Any

import pytest

from comptant.rules.leaving import months_later, notice_ends_on
from comptant.rules.opening import GUARDS, NEXT, Missing, missing, names, of_contract
from comptant.rules.terms import TERMS

DAY = date(2026, 1, 16)


def fact(id_: int, guard: str, label: str = "", until: date | None = None,
         on: date = DAY, **detail: Any) -> dict[str, Any]:  # fmt: skip
    return {"id": id_, "guard": guard, "label": label, "fact_on": on, "until_on": until,
            "detail": detail}  # fmt: skip


COMPLETE = [
    fact(1, "KYC_FILE", until=DAY + timedelta(days=365)),
    fact(2, "OWNERS", owners={"Alice Martin": 600_000}),
    fact(3, "POWERS", "Paul Durand"),
    fact(4, "SCREENING", names=["ALPHA SAS", "Alice Martin", "Paul Durand"], alike=[]),
    fact(5, "COMMITTEE", conditions=["IBAN checked"]),
    fact(6, "CONDITION", "IBAN checked", committee_id=5),
    fact(6, "ACCOUNT", "FR76"),
    fact(6, "PLEDGE", until=DAY + timedelta(days=365)),
    fact(6, "SIGNATURES", "Paul Durand", is_changed=False),
]


def left(facts: list[dict[str, Any]], on: date = DAY) -> list[Missing]:
    return missing(GUARDS, "ALPHA SAS", facts, on)


def test_a_complete_file_lacks_nothing_and_an_empty_one_everything() -> None:
    assert left(COMPLETE) == []
    without = [guard for guard in GUARDS if guard not in ("CONDITIONS", "DEDICATED")]
    account = [Missing("DEDICATED", why) for why in ("NO_ACCOUNT", "NO_PLEDGE")]
    nothing = [Missing(guard, "NOT_RECORDED") for guard in without]
    assert left([]) == [*nothing[:-1], *account, nothing[-1]]
    assert missing((), "ALPHA SAS", [], DAY) == []


@pytest.mark.parametrize(("changed", "found"), [
    (fact(7, "KYC_FILE", until=DAY - timedelta(days=1), on=date(2025, 1, 1)),
     Missing("KYC_FILE", "EXPIRED")),
    (fact(7, "OWNERS", owners={"Carla Blanc": 0}), Missing("SCREENING", "NAMES_CHANGED")),
    (fact(7, "POWERS", "Nina Roux"), Missing("SCREENING", "NAMES_CHANGED")),
    (fact(7, "POWERS", "Paul Durand", until=DAY - timedelta(days=1), on=date(2025, 1, 1)),
     Missing("POWERS", "EXPIRED")),
    (fact(7, "SCREENING", names=["ALPHA SAS", "Alice Martin", "Paul Durand"],
          alike=[{"name": "Alice Martin", "listed": "MARTIN Alice"}]),
     Missing("SCREENING", "ALIKE", "MARTIN Alice")),
    (fact(7, "COMMITTEE", conditions=["release letter"]),
     Missing("CONDITIONS", "NOT_MET", "release letter")),
    (fact(7, "CONDITION", "IBAN checked", until=DAY - timedelta(days=1), on=date(2025, 1, 1),
          committee_id=5), Missing("CONDITIONS", "NOT_MET", "IBAN checked")),
])  # fmt: skip
def test_the_latest_word_on_each_part_counts(changed: dict[str, Any], found: Missing) -> None:
    assert left([*COMPLETE, changed]) == [found]


def test_signed_conditions_count_until_a_term_is_said_anew() -> None:
    changed = [*COMPLETE[:-1], fact(6, "SIGNATURES", "Paul Durand", is_changed=True)]
    assert left(changed) == [Missing("SIGNATURES", "CHANGED")]
    assert left([*changed, fact(7, "SIGNATURES", "Paul Durand", is_changed=False)]) == []


def test_a_power_that_was_ended_is_over_on_the_same_day() -> None:
    ended = fact(7, "POWERS", "Paul Durand", until=DAY, is_ended=True)
    assert left([*COMPLETE, ended]) == [Missing("POWERS", "EXPIRED")]


def test_a_condition_met_for_another_committee_is_to_be_met_anew() -> None:
    again = [*COMPLETE, fact(7, "COMMITTEE", conditions=["IBAN checked"])]
    assert left(again) == [Missing("CONDITIONS", "NOT_MET", "IBAN checked")]
    assert left([*again, fact(8, "CONDITION", "IBAN checked", committee_id=7)]) == []


def test_a_look_on_a_list_serves_seven_days_and_what_was_cleared_is_clear() -> None:
    assert left(COMPLETE, DAY + timedelta(days=7)) == []
    assert left(COMPLETE, DAY + timedelta(days=8)) == [Missing("SCREENING", "TOO_OLD")]
    alike = [*COMPLETE, fact(7, "SCREENING", names=names("ALPHA SAS", COMPLETE, DAY),
                             alike=[{"name": "Alice Martin", "listed": "A. Martin"}])]  # fmt: skip
    assert left([*alike, fact(8, "CLEARED", screening_id=4)]) != []
    assert left([*alike, fact(8, "CLEARED", screening_id=7)]) == []


def test_every_state_of_the_terms_has_its_next_ones() -> None:
    assert set(NEXT) == set(TERMS["status"].choices)
    assert {after for many in NEXT.values() for after in many} <= set(NEXT)


@pytest.mark.parametrize(("received", "months", "ends"), [
    (date(2026, 1, 16), 3, date(2026, 4, 16)), (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2027, 11, 30), 3, date(2028, 2, 29)), (date(2026, 12, 31), 1, date(2027, 1, 31)),
    (date(2026, 1, 16), 0, date(2026, 1, 16)),
])  # fmt: skip
def test_a_clients_notice_counts_from_date_to_date(received: date, months: int, ends: date) -> None:
    assert months_later(received, months) == ends
    assert notice_ends_on(received, "CLIENT", months, 60) == ends
    assert notice_ends_on(received, "FACTOR", months, 60) == received + timedelta(days=60)


def test_a_dedicated_account_is_wanted_of_a_confidential_contract_alone() -> None:
    assert of_contract(GUARDS, "NOTIFIED") == [one for one in GUARDS if one != "DEDICATED"]
    assert of_contract(GUARDS, "CONFIDENTIAL") == list(GUARDS)
    later = DAY + timedelta(days=366)
    assert Missing("DEDICATED", "NO_PLEDGE") in left(COMPLETE, later)
    assert Missing("DEDICATED", "NO_ACCOUNT") not in left(COMPLETE, later)
