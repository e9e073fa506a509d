"""What people type: amounts, rates, days in the forms of both languages, and nothing doubtful."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import click
import pytest

from comptant.doors import words
from comptant.doors.values import AMOUNT, DAY, ID, INSTANT, RATE


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("18000.00", 1_800_000), ("18 000,00", 1_800_000), ("18000", 1_800_000), ("0.01", 1),
        ("18\N{NO-BREAK SPACE}000,5", 1_800_050), ("€18,000.00", 1_800_000), ("18,000", 1_800_000),
        ("18\N{NARROW NO-BREAK SPACE}000,00 €", 1_800_000), ("0", 0), ("1,5", 150),
        ("1,234,567.89", 123_456_789), ("9999999999999.99", 999_999_999_999_999),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    words.speak("en")
    assert AMOUNT.convert(text, None, None) == cents


@pytest.mark.parametrize("text", ["", "x", "-5", "1.234", "1.2.3", "12,34,56", "99999999999999",
                                  "1e5", "٣", "1 2 x"])  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        AMOUNT.convert(text, None, None)


def test_a_comma_and_three_digits_is_no_amount_for_a_french_reader() -> None:
    words.speak("fr")
    try:
        with pytest.raises(click.BadParameter):
            AMOUNT.convert("18,000", None, None)
        assert AMOUNT.convert("18,000.00", None, None) == 1_800_000
    finally:
        words.speak("en")


@pytest.mark.parametrize(("text", "ppm"), [("3.615", 36_150), ("3,615 %", 36_150), ("0.60", 6_000),
                                           ("-0.5", -5_000), ("2", 20_000)])  # fmt: skip
def test_a_rate_is_typed_in_percent(text: str, ppm: int) -> None:
    assert RATE.convert(text, None, None) == ppm


@pytest.mark.parametrize("text", ["", "x", "1.23456", "1000", "--1"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        RATE.convert(text, None, None)


def test_a_day_is_typed_the_iso_way_or_the_french_way() -> None:
    assert DAY.convert("2026-01-16", None, None) == date(2026, 1, 16)
    assert DAY.convert("16/01/2026", None, None) == date(2026, 1, 16)
    for text in ("01/16/2026", "2026-02-30", "today", ""):
        with pytest.raises(click.BadParameter):
            DAY.convert(text, None, None)


def test_an_instant_is_in_paris_and_a_bare_day_is_its_end() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert INSTANT.convert("2026-01-16T18:00", None, None) == datetime(
        2026, 1, 16, 18, tzinfo=paris
    )
    end = datetime(2026, 1, 16, 23, 59, 59, 999_999, tzinfo=paris)
    assert INSTANT.convert("2026-01-16", None, None) == end
    with pytest.raises(click.BadParameter):
        INSTANT.convert("yesterday", None, None)


@pytest.mark.parametrize("text", ["", "x", "-1", "1.0", "1" * 19])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        ID.convert(text, None, None)
