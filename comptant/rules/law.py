"""Values set by law, each with the day from which it holds and its text: add a line, never edit.

`VALUE.at(day)` is the column of what holds on each row's day, null before the first line (the
engine then refuses the batch, so nothing is ever taken by default); `VALUE.on(day)` is one number.
"""

from datetime import date

import polars as pl


class NotInForce(Exception):
    """A value of the law was asked for a day before its first text."""


class LegalValue:
    """A whole number (ppm, days or cents) that texts change from a day on.

    Each line is (first day, value, text), oldest first.
    """

    def __init__(self, name: str, *lines: tuple[str, int, str]) -> None:
        self.name = name
        self.lines = tuple((date.fromisoformat(day), value, text) for day, value, text in lines)
        days = [day for day, _, _ in self.lines]
        if not days or days != sorted(set(days)):
            raise ValueError(f"{name} must have lines, each later than the one before")

    def at(self, day: pl.Expr) -> pl.Expr:
        """What holds on each row's day (Int64); null before the first text."""
        value = pl.lit(None, pl.Int64)
        for first_day, number, _ in self.lines:
            value = pl.when(day >= first_day).then(pl.lit(number, pl.Int64)).otherwise(value)
        return value

    def on(self, day: date) -> int:
        """What holds on one day; NotInForce before the first text."""
        return self._line(day)[1]

    def text_on(self, day: date) -> str:
        """The text that sets the value on one day; NotInForce before the first text."""
        return self._line(day)[2]

    def _line(self, day: date) -> tuple[date, int, str]:
        in_force = [line for line in self.lines if line[0] <= day]
        if not in_force:
            raise NotInForce(f"{self.name} has no text in force on {day}")
        return in_force[-1]


# Value added tax on what a factor charges (ppm).
STANDARD_VAT_PPM = LegalValue(
    "STANDARD_VAT_PPM",
    ("1995-08-01", 206_000, "Loi 95-885 du 04/08/1995; CGI art. 278"),
    ("2000-04-01", 196_000, "Loi 2000-656 du 13/07/2000; CGI art. 278"),
    ("2014-01-01", 200_000, "Loi 2012-1510 du 29/12/2012, art. 68; CGI art. 278"),
)
OVERSEAS_VAT_PPM = LegalValue(
    "OVERSEAS_VAT_PPM",
    ("2001-03-31", 85_000, "CGI art. 296, 1° b: Guadeloupe, Martinique, La Réunion"),
)
GUYANE_MAYOTTE_VAT_PPM = LegalValue(
    "GUYANE_MAYOTTE_VAT_PPM",
    ("2014-01-01", 0, "CGI art. 294, 1: the tax does not apply there for the time being"),
)

# Longest payment terms between businesses (calendar days), counted as rules/calendar.py says.
AGREED_TERM_DAYS = LegalValue(
    "AGREED_TERM_DAYS",
    ("2009-01-01", 60, "Loi 2008-776 du 04/08/2008, art. 21; C. com. L441-10 I (ex L441-6)"),
)
END_OF_MONTH_TERM_DAYS = LegalValue(
    "END_OF_MONTH_TERM_DAYS",
    ("2009-01-01", 45, "Loi 2008-776 du 04/08/2008, art. 21; C. com. L441-10 I (ex L441-6)"),
)
PERIODIC_TERM_DAYS = LegalValue(
    "PERIODIC_TERM_DAYS",
    ("2014-03-19", 45, "Loi 2014-344 du 17/03/2014, art. 123; C. com. L441-10 I (ex L441-6)"),
)
NO_AGREEMENT_TERM_DAYS = LegalValue(
    "NO_AGREEMENT_TERM_DAYS",
    ("2009-01-01", 30, "C. com. L441-10 I (ex L441-6): no term was agreed"),
)
FREIGHT_TERM_DAYS = LegalValue(
    "FREIGHT_TERM_DAYS",
    ("2019-04-26", 30, "Ordonnance 2019-359 du 24/04/2019; C. com. L441-11 II 5°"),
)
PERISHABLE_FOOD_TERM_DAYS = LegalValue(
    "PERISHABLE_FOOD_TERM_DAYS",
    ("2019-04-26", 30, "Ordonnance 2019-359 du 24/04/2019; C. com. L441-11 II 1°"),
)
FRESH_MEAT_TERM_DAYS = LegalValue(
    "FRESH_MEAT_TERM_DAYS",
    ("2019-04-26", 20, "Ordonnance 2019-359 du 24/04/2019; C. com. L441-11 II 2°"),
)
EXCISE_ALCOHOL_TERM_DAYS = LegalValue(
    "EXCISE_ALCOHOL_TERM_DAYS",
    ("2019-04-26", 30, "Ordonnance 2019-359 du 24/04/2019; C. com. L441-11 II 3°"),
)
PUBLIC_TERM_DAYS = LegalValue(
    "PUBLIC_TERM_DAYS",
    ("2019-04-01", 30, "Code de la commande publique R2192-10: State and local authorities"),
)
PUBLIC_HOSPITAL_TERM_DAYS = LegalValue(
    "PUBLIC_HOSPITAL_TERM_DAYS",
    ("2019-04-01", 50, "Code de la commande publique R2192-11, 1°: public health"),
)
PUBLIC_COMPANY_TERM_DAYS = LegalValue(
    "PUBLIC_COMPANY_TERM_DAYS",
    ("2019-04-01", 60, "Code de la commande publique R2192-11, 2°: public companies"),
)

# Late payment.
RECOVERY_INDEMNITY_CENTS = LegalValue(
    "RECOVERY_INDEMNITY_CENTS",
    ("2013-01-01", 4_000, "Décret 2012-1115 du 02/10/2012; C. com. D441-5: 40 EUR an invoice"),
)
LATE_PENALTY_MARGIN_PPM = LegalValue(
    "LATE_PENALTY_MARGIN_PPM",
    ("2009-01-01", 100_000, "Loi 2008-776 du 04/08/2008, art. 21; C. com. L441-10 II"),
)
PUBLIC_LATE_PENALTY_MARGIN_PPM = LegalValue(
    "PUBLIC_LATE_PENALTY_MARGIN_PPM",
    ("2013-05-01", 80_000, "Décret 2013-269 du 29/03/2013; CCP R2192-31"),
)

# Cheques.
CHEQUE_PRESENTATION_DAYS = LegalValue(
    "CHEQUE_PRESENTATION_DAYS",
    ("2001-01-01", 8, "C. mon. fin. L131-32: payable in France; L131-59 II: one year after it"),
)

# Days in a year. Interest follows the market (ACT/360), penalties the civil year (ACT/365).
INTEREST_YEAR_DAYS = LegalValue(
    "INTEREST_YEAR_DAYS",
    ("1999-01-01", 360, "Convention of EURIBOR and of the contracts indexed on it: ACT/360"),
)
PENALTY_YEAR_DAYS = LegalValue(
    "PENALTY_YEAR_DAYS",
    ("2009-01-01", 365, "Usage for the penalties of C. com. L441-10 II: ACT/365"),
)
