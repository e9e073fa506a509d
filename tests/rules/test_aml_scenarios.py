"""Scenarios of laundering: each finds what is planted just beyond its threshold and nothing just
within; what honest simulated years raise is counted, so that no change makes it worse unseen."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest

from comptant.doors.bench.fraud import laundering, measured
from comptant.rules.aml import SCENARIOS, catalogue, found_suspect, risk_countries
from comptant.rules.fraud import TABLES, in_force, months_before

ON = date(2026, 9, 1)
Rows = dict[str, list[dict[str, Any]]]
# Of one year of each kind: alarms.
FALSE = {"first": {"AML-05": 1}, "second": {"AML-05": 4}}


def paid(number: int, **said: Any) -> dict[str, Any]:
    """A payment of a buyer for an invoice, made by the buyer itself."""
    return {"contract_id": 1, "buyer_id": 20, "payment_id": number, "invoice_id": number,
            "paid_on": ON - timedelta(days=5), "amount_cents": 100_000, "payer_name": "Beta SA",
            "payer_iban": "FR1420041010050500013M02606", "is_direct": False,
            **said}  # fmt: skip


def sold(number: int, **said: Any) -> dict[str, Any]:
    return {"contract_id": 1, "client_id": 10, "invoice_id": number, "buyer_id": 20,
            "number_key": f"FA{number}", "issued_on": ON - timedelta(days=40),
            "due_on": ON + timedelta(days=20), "sent_on": ON - timedelta(days=40),
            "gross_cents": 100_000, "currency": "EUR", **said}  # fmt: skip


def suspected(rows: Rows, from_on: date = ON - timedelta(days=31)) -> list[tuple[str, int]]:
    """Which scenario finds what, in a house of one client and two buyers."""
    known: Rows = {
        "contracts": [{"contract_id": 1, "client_id": 10}],
        "parties": [{"party_id": 20, "party_name": "BETA SA"},
                    {"party_id": 21, "party_name": "GAMMA SA"}],
        **rows,
    }  # fmt: skip
    tables = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in form.schema()} for row in known.get(name, [])],
            schema=form.schema(),
        )
        for name, form in TABLES.items()
    }
    found = found_suspect(tables, from_on, ON, in_force(ON))
    return found.select("fraud_rule", "alarm_subject_id").rows()


def strange(number: int, **said: Any) -> dict[str, Any]:
    return paid(number, payer_name="Oméga Trading", payer_iban="LT601010012345678901", **said)


def monthly(last_cents: int) -> list[dict[str, Any]]:
    """Six months of ten payments of 1 000.00 and a last one, with one payment more."""
    each = [
        paid(20 * back + n, paid_on=months_before(ON, back) + timedelta(days=3))
        for back in range(1, 8) for n in range(14 if back == 1 else 10)
    ]  # fmt: skip
    last = paid(999, paid_on=months_before(ON, 1), amount_cents=last_cents - 1_400_000)
    return [*each, last]


def at_once(count: int, **said: Any) -> Rows:
    day = ON - timedelta(days=6)
    due_on = ON + timedelta(days=24)
    return {"invoices": [sold(n, **{"sent_on": day, "due_on": due_on, **said})
                         for n in range(count)],
            "payments": [paid(n, paid_on=day + timedelta(days=3)) for n in range(count)]
            }  # fmt: skip


OTHERS = [paid(100 + n) for n in range(26)]
CASES: list[tuple[str, Rows, Rows, int]] = [
    ("AML-01", {"payments": [strange(1), strange(2, buyer_id=21)]},
     {"payments": [strange(1), strange(2)]}, 1),
    ("AML-01", {"payments": [*OTHERS, strange(1), strange(2), strange(3)]},
     {"payments": [*OTHERS, paid(99), strange(1), strange(2), strange(3)]}, 1),
    ("AML-02", {"payments": [paid(7, payer_iban="MC5810096180790123456789085",
                                  amount_cents=100_001)]},
     {"payments": [paid(7, payer_iban="MC5810096180790123456789085")]}, 7),
    ("AML-03", {"returned": [{"contract_id": 1, "buyer_id": 20, "payment_id": 7, "paid_on": ON,
                              "amount_cents": 500_001}]},
     {"returned": [{"contract_id": 1, "buyer_id": 20, "payment_id": 7, "paid_on": ON,
                    "amount_cents": 500_000}]}, 7),
    ("AML-04", {"sales": [{"client_id": 10, "buyer_id": 20}, {"client_id": 20, "buyer_id": 10}]},
     {"sales": [{"client_id": 10, "buyer_id": 20}, {"client_id": 20, "buyer_id": 21},
                {"client_id": 21, "buyer_id": 10}]}, 1),
    ("AML-05", {"payments": [*monthly(1_500_000), paid(1, amount_cents=1)]},
     {"payments": monthly(9_000_000)}, 1),
    ("AML-06", {"cash": [{"contract_id": 1, "payment_id": 7, "paid_on": ON, "amount_cents": 100_001,
                          "remittance_text": "VERSEMENT ESPECES"}]},
     {"cash": [{"contract_id": 1, "payment_id": 7, "paid_on": ON, "amount_cents": 100_000,
                "remittance_text": "VERSEMENT ESPECES"}]}, 7),
    ("AML-07", at_once(5), at_once(4), 1),
    ("AML-07", at_once(5), at_once(5, due_on=ON + timedelta(days=23)), 1),
    ("AML-07", at_once(5), at_once(5, sent_on=ON - timedelta(days=7)), 1),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "beyond", "within", "subject_id"), CASES)
def test_a_scenario_finds_what_is_beyond_and_nothing_within(
    scenario: str, beyond: Rows, within: Rows, subject_id: int
) -> None:
    assert suspected(beyond) == [(scenario, subject_id)]
    assert suspected(within) == []


def test_three_small_returns_of_one_buyer_are_as_good_as_a_large_one() -> None:
    back = [{"contract_id": 1, "buyer_id": 20, "payment_id": n, "amount_cents": 1,
             "paid_on": ON - timedelta(days=60 * n)} for n in range(3)]  # fmt: skip
    assert suspected({"returned": back}) == [("AML-03", 0)]
    assert suspected({"returned": back[:2]}) == []


def test_what_was_looked_at_before_is_not_found_again() -> None:
    rows: Rows = {"payments": [paid(7, payer_iban="KP00", amount_cents=200_000)]}
    assert suspected(rows) == [("AML-02", 7)]
    assert suspected(rows, from_on=ON - timedelta(days=5)) == []


def test_countries_at_high_risk_are_those_of_the_day() -> None:
    assert ("AE" in risk_countries(date(2025, 8, 4)), "AE" in risk_countries(date(2025, 8, 5))) == (
        True, False)  # fmt: skip
    assert ("MC" in risk_countries(date(2025, 8, 4)), "MC" in risk_countries(date(2025, 8, 5))) == (
        False, True)  # fmt: skip
    assert "FR" not in risk_countries(ON)


def test_every_scenario_is_in_the_catalogue() -> None:
    assert list(catalogue()) == list(SCENARIOS)


@cache
def found_in(kind: str, *, is_planted: bool) -> pl.DataFrame:
    year = laundering.planted if is_planted else laundering.honest
    return laundering.suspicions(measured.frames(year(kind, 1)))


@pytest.mark.parametrize("kind", ["first", "second"])
def test_what_an_honest_year_raises_is_counted(kind: str) -> None:
    counted = found_in(kind, is_planted=False).group_by("fraud_rule").len().rows()
    assert dict(counted) == FALSE[kind]


@pytest.mark.parametrize("kind", ["first", "second"])
@pytest.mark.parametrize("scenario", list(SCENARIOS))
def test_what_is_planted_in_a_year_is_found(kind: str, scenario: str) -> None:
    (truth,) = [row for row in laundering.planted(kind, 1)["truth"] if row["rule"] == scenario]
    planted = found_in(kind, is_planted=True).filter(pl.col("fraud_rule") == scenario)
    at = set(planted.select("contract_id", "alarm_subject_id").rows())
    clean = found_in(kind, is_planted=False).filter(pl.col("fraud_rule") == scenario)
    assert truth["contract_id"] not in clean["contract_id"].to_list()  # the plant made it
    subject_id = truth["subject_id"] or truth["contract_id"]
    assert (truth["contract_id"], subject_id) in at
