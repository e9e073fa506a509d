"""Figures as our two languages write them: French with a comma and no-break blanks, English."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from comptant.formats.currencies import EXPONENTS

ENGLISH, FRENCH = "en", "fr"
NBSP = "\N{NO-BREAK SPACE}"
_SYMBOLS = {"EUR": "€"}


def money(cents: int, currency: str, language: str) -> str:
    """An amount of minor units: €18,000.00 or 18 000,00 €; other currencies by their code."""
    number = grouped(abs(cents), EXPONENTS.get(currency, 2), language)
    sign = "-" if cents < 0 else ""
    symbol = _SYMBOLS.get(currency, currency)
    if language == FRENCH:
        return f"{sign}{number}{NBSP}{symbol}"
    return f"{sign}{symbol}{'' if len(symbol) == 1 else NBSP}{number}"


def grouped(units: int, decimals: int, language: str) -> str:
    """Units of the last decimal, zero or more, as a number grouped by three."""
    digits = str(units).rjust(decimals + 1, "0")
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    comma, point = (NBSP, ",") if language == FRENCH else (",", ".")
    whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", comma, whole)
    return whole + (point + rest if rest else "")


def percent(ppm: int, language: str) -> str:
    """Parts per million as a percentage: 3.615% or 3,615 %, at least two decimals."""
    digits = str(abs(ppm)).rjust(5, "0")
    rest = digits[-4:].rstrip("0").ljust(2, "0")
    point, space = (",", NBSP) if language == FRENCH else (".", "")
    return f"{'-' if ppm < 0 else ''}{digits[:-4]}{point}{rest}{space}%"


def day(on: date, language: str) -> str:
    """A date: 16/01/2026 in French, 2026-01-16 in English."""
    return on.strftime("%d/%m/%Y") if language == FRENCH else on.isoformat()


def by_fours(text: str, blank: str = NBSP) -> str:
    """An IBAN as it is printed, in groups of four that stay on one line unless `blank` breaks."""
    return blank.join(text[at : at + 4] for at in range(0, len(text), 4))


def by_threes(text: str) -> str:
    """A SIREN as it is printed, in groups of three that stay on one line."""
    return NBSP.join(text[at : at + 3] for at in range(0, len(text), 3))


def instant(at: datetime, language: str) -> str:
    """An instant, in Paris; at the ends of the calendar, where there is no other hour, as it is."""
    try:
        local = at.astimezone(ZoneInfo("Europe/Paris"))
    except OverflowError:
        return at.isoformat()
    return f"{day(local.date(), language)} {local:%H:%M}"
