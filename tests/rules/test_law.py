"""Values of the law: add a line, never edit one."""

from datetime import date

import polars as pl
import pytest

from comptant.rules import law, money
from comptant.rules.law import LegalValue, NotInForce

# What was ever published here. A new text adds a line to both tables; a line never changes.
PUBLISHED = {
    "STANDARD_VAT_PPM": [
        (date(1995, 8, 1), 206_000),
        (date(2000, 4, 1), 196_000),
        (date(2014, 1, 1), 200_000),
    ],
    "OVERSEAS_VAT_PPM": [(date(2001, 3, 31), 85_000)],
    "GUYANE_MAYOTTE_VAT_PPM": [(date(2014, 1, 1), 0)],
    "AGREED_TERM_DAYS": [(date(2009, 1, 1), 60)],
    "END_OF_MONTH_TERM_DAYS": [(date(2009, 1, 1), 45)],
    "PERIODIC_TERM_DAYS": [(date(2014, 3, 19), 45)],
    "NO_AGREEMENT_TERM_DAYS": [(date(2009, 1, 1), 30)],
    "FREIGHT_TERM_DAYS": [(date(2019, 4, 26), 30)],
    "PERISHABLE_FOOD_TERM_DAYS": [(date(2019, 4, 26), 30)],
    "FRESH_MEAT_TERM_DAYS": [(date(2019, 4, 26), 20)],
    "EXCISE_ALCOHOL_TERM_DAYS": [(date(2019, 4, 26), 30)],
    "PUBLIC_TERM_DAYS": [(date(2019, 4, 1), 30)],
    "PUBLIC_HOSPITAL_TERM_DAYS": [(date(2019, 4, 1), 50)],
    "PUBLIC_COMPANY_TERM_DAYS": [(date(2019, 4, 1), 60)],
    "RECOVERY_INDEMNITY_CENTS": [(date(2013, 1, 1), 4_000)],
    "LATE_PENALTY_MARGIN_PPM": [(date(2009, 1, 1), 100_000)],
    "PUBLIC_LATE_PENALTY_MARGIN_PPM": [(date(2013, 5, 1), 80_000)],
    "CHEQUE_PRESENTATION_DAYS": [(date(2001, 1, 1), 8)],
    "INTEREST_YEAR_DAYS": [(date(1999, 1, 1), 360)],
    "PENALTY_YEAR_DAYS": [(date(2009, 1, 1), 365)],
}
VALUES = {name: value for name, value in vars(law).items() if isinstance(value, LegalValue)}


def test_no_published_value_has_been_edited():
    held = {name: [line[:2] for line in value.lines] for name, value in VALUES.items()}
    assert held == PUBLISHED


@pytest.mark.parametrize("name", VALUES)
def test_a_value_bears_its_own_name_and_every_line_cites_a_text(name):
    assert VALUES[name].name == name
    assert [text for _, _, text in VALUES[name].lines if len(text) < 10] == []


@pytest.mark.parametrize(
    ("day", "ppm"),
    [
        (date(1995, 8, 1), 206_000),
        (date(2000, 3, 31), 206_000),
        (date(2000, 4, 1), 196_000),
        (date(2013, 12, 31), 196_000),
        (date(2014, 1, 1), 200_000),
        (date(2026, 6, 30), 200_000),
    ],
)
def test_the_rate_of_a_day_is_that_of_the_latest_text_before_it(day, ppm):
    assert law.STANDARD_VAT_PPM.on(day) == ppm
    column = pl.DataFrame({"charged_on": [day]}).select(
        law.STANDARD_VAT_PPM.at(pl.col("charged_on"))
    )
    assert column.to_series().to_list() == [ppm]
    assert column.to_series().dtype == pl.Int64()


def test_a_column_of_days_takes_each_its_own_rate():
    days = pl.DataFrame({"d": [date(2014, 1, 1), date(1995, 7, 31), date(2013, 12, 31), None]})
    rates = days.select(law.STANDARD_VAT_PPM.at(pl.col("d"))).to_series()
    assert rates.to_list() == [200_000, None, 196_000, None]


def test_before_the_first_text_there_is_no_value():
    expected = r"^STANDARD_VAT_PPM has no text in force on 1995-07-31$"
    with pytest.raises(NotInForce, match=expected):
        law.STANDARD_VAT_PPM.on(date(1995, 7, 31))
    with pytest.raises(NotInForce, match=expected):
        law.STANDARD_VAT_PPM.text_on(date(1995, 7, 31))


def test_the_text_of_a_day_is_told():
    assert law.STANDARD_VAT_PPM.text_on(date(2014, 1, 1)) == (
        "Loi 2012-1510 du 29/12/2012, art. 68; CGI art. 278"
    )


@pytest.mark.parametrize("days", [(), ("2014-01-01", "2000-04-01"), ("2014-01-01", "2014-01-01")])
def test_lines_out_of_order_twice_or_absent_are_refused(days):
    with pytest.raises(ValueError, match=r"^RATE must have lines, each later than the one before$"):
        LegalValue("RATE", *((day, 1, "a text") for day in days))


def test_money_counts_interest_over_the_year_that_the_convention_sets():
    assert law.INTEREST_YEAR_DAYS.on(date(2026, 1, 1)) == money.YEAR_DAYS
