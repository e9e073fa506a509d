"""Which terms and which reference rate a day bears, and what happens when one is missing."""

from datetime import date

import polars as pl
import pytest
from interest_facts import EURIBOR, JANUARY, OPENED_ON, WORKED, changes, fixings, terms

from comptant.rules import interest
from comptant.rules.batch import BrokenBatch, decide
from comptant.rules.interest import MissingRate, MissingTerms, interest_due, segments


def test_new_terms_apply_from_their_day():
    agreed = terms((OPENED_ON, "DAILY", 16_000, 0), (date(2026, 1, 16), "DAILY", 10_000, 0))
    cut = segments(changes(WORKED[0]), fixings(), agreed, *JANUARY)
    decided = decide(cut, interest.SEGMENT_RULES)
    assert decided.select("from_on", "until_on", "financing_rate_ppm").rows() == [
        (date(2026, 1, 1), date(2026, 1, 16), 36_150),
        (date(2026, 1, 16), date(2026, 2, 1), 30_150),
    ]


def test_a_contract_opened_in_the_period_starts_on_its_first_day():
    opened = date(2026, 1, 20)
    cut = segments(
        changes((opened, 100_00)), fixings(), terms((opened, "DAILY", 16_000, 0)), *JANUARY
    )
    assert cut.select("from_on", "until_on").rows() == [(opened, JANUARY[1])]


# November's mean is 20 000.5 ppm, kept as 20 001; the first business day of January is the 2nd.
SEVERAL = {
    date(2025, 11, 3): 20_000,
    date(2025, 11, 4): 20_001,
    date(2025, 12, 1): 20_100,
    date(2025, 12, 31): 20_200,
    date(2026, 1, 2): 20_300,
    date(2026, 1, 15): 20_300,
    date(2026, 1, 20): 20_400,
}


@pytest.mark.parametrize(
    ("convention", "expected"),
    [
        (
            "DAILY",
            [
                (date(2025, 12, 29), date(2025, 12, 31), 20_100),
                (date(2025, 12, 31), date(2026, 1, 2), 20_200),
                (date(2026, 1, 2), date(2026, 1, 20), 20_300),
                (date(2026, 1, 20), date(2026, 2, 1), 20_400),
            ],
        ),
        (
            "MONTH_AVERAGE",
            [
                (date(2025, 12, 29), date(2026, 1, 1), 20_001),
                (date(2026, 1, 1), date(2026, 2, 1), 20_150),
            ],
        ),
        (
            "FIRST_BUSINESS_DAY",
            [
                (date(2025, 12, 29), date(2026, 1, 1), 20_100),
                (date(2026, 1, 1), date(2026, 2, 1), 20_300),
            ],
        ),
    ],
)
def test_a_day_bears_the_rate_that_the_convention_gives_it(convention, expected):
    agreed = terms((OPENED_ON, convention, 0, None))
    cut = segments(
        changes(WORKED[0]), fixings(SEVERAL), agreed, date(2025, 12, 29), date(2026, 2, 1)
    )
    assert cut.select("from_on", "until_on", "reference_ppm").rows() == expected


@pytest.mark.parametrize(
    ("convention", "values", "day"),
    [
        ("DAILY", {date(2026, 1, 2): 20_000}, date(2026, 1, 1)),
        ("MONTH_AVERAGE", {date(2025, 11, 30): 20_000, date(2026, 1, 2): 20_000}, JANUARY[0]),
        ("FIRST_BUSINESS_DAY", {date(2026, 1, 5): 20_000}, JANUARY[0]),
        ("WEEKLY", EURIBOR, JANUARY[0]),
    ],
)
def test_a_missing_rate_names_its_index_and_its_day(convention, values, day):
    agreed = terms((OPENED_ON, convention, 16_000, 0))
    with pytest.raises(MissingRate) as missing:
        segments(changes(*WORKED), fixings(values), agreed, *JANUARY)
    assert str(missing.value) == f"no rate of EURIBOR_3M ({convention}) for {day}"
    assert (missing.value.rate_index, missing.value.day) == ("EURIBOR_3M", day)


def test_the_rate_of_another_index_is_not_taken_instead():
    agreed = terms(rate_index="ESTR")
    with pytest.raises(MissingRate, match=r"^no rate of ESTR \(DAILY\) for 2026-01-01$"):
        segments(changes(*WORKED), fixings(), agreed, *JANUARY)


def test_a_base_that_moves_without_terms_is_refused():
    with pytest.raises(MissingTerms, match=r"^contract 2 \(EUR\) has no terms on 2025-12-20$"):
        segments(changes(*WORKED, contract_id=2), fixings(), terms(), *JANUARY)
    late = terms((date(2026, 1, 5), "DAILY", 16_000, 0))
    with pytest.raises(MissingTerms, match=r"^contract 1 \(EUR\) has no terms on 2025-12-20$"):
        segments(changes(*WORKED), fixings(), late, *JANUARY)


def test_two_fixings_of_one_day_are_refused():
    twice = pl.concat([fixings(), fixings({OPENED_ON: 20_160})])
    with pytest.raises(BrokenBatch, match=r"^two lines for .'rate_index': 'EURIBOR_3M'"):
        segments(changes(*WORKED), twice, terms(), *JANUARY)
    with pytest.raises(BrokenBatch, match=r"^two lines for .'contract_id': 1"):
        segments(changes(*WORKED), fixings(), pl.concat([terms(), terms()]), *JANUARY)


def test_currencies_of_a_contract_are_kept_apart_each_on_its_index():
    moved = pl.concat([changes(WORKED[0]), changes((date(2026, 1, 1), 50_000_00), currency="USD")])
    rates = pl.concat([fixings(), fixings({OPENED_ON: 43_000}, "SOFR")])
    agreed = pl.concat([terms(), terms(currency="USD", rate_index="SOFR")])
    owed = interest_due(segments(moved, rates, agreed, *JANUARY))
    assert owed.select("contract_id", "currency", "interest_cents").rows() == [
        (1, "EUR", 249_03),
        (1, "USD", 254_03),
    ]
