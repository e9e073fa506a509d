"""What people type: amounts, rates, dates, contracts by number, buyers by SIREN or name."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NoReturn

import click

from comptant.doors.words import FRENCH, language, say

_BLANKS = re.compile("[\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_AMOUNT = re.compile(r"(\d+)(?:[.,](\d{1,3}))?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?", re.ASCII)
# Counting from a day of these years, or by one, never leaves the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2099
_RATE = re.compile("([-\N{MINUS SIGN}]?)" r"(\d{1,3})(?:[.,](\d{1,4}))?%?", re.ASCII)


def _refuse(english: str, french: str) -> NoReturn:
    """What was typed is not what it must be: said in the reader's language."""
    raise click.BadParameter(say(english, french))


def is_told(day: date) -> bool:
    """Whether a day, or that of an instant, can be one of business."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _within(cents: int, value: object) -> int:
    """An amount that is reckoned with."""
    from comptant.rules.money import AMOUNT_CENTS_MAX

    if cents > AMOUNT_CENTS_MAX:
        _refuse(
            f"{value} is more than is counted with; write 18000.00",
            f"{value} est plus que ce qui se compte ; écrivez 18 000,00",
        )
    return cents


class Typed(int):
    """An amount as typed: cents, until it is known of which currency it is (`in_currency`), whose
    minor units may be others. `mills`: thousandths of the unit; `decimals`: how many were typed."""

    mills: int
    decimals: int

    def __new__(cls, mills: int, decimals: int = 2) -> "Typed":
        """Of thousandths."""
        cents = abs(mills) // 10
        found = super().__new__(cls, -cents if mills < 0 else cents)
        found.mills, found.decimals = mills, decimals
        return found

    def __neg__(self) -> "Typed":
        return Typed(-self.mills, self.decimals)

    def plus(self, other: "Typed") -> "Typed":
        """The sum of two amounts of one currency."""
        return Typed(self.mills + other.mills, max(self.decimals, other.decimals))

    def minor(self, exponent: int) -> int | None:
        """Minor units of a currency of so many decimals; None where more were typed."""
        units, left = divmod(self.mills * 10**exponent, 1000)
        return None if left or self.decimals > max(exponent, 2) else units


def typed(text: str) -> Typed:
    """An amount that is of a contract or a named currency: `in_currency` says of how many minor
    units. BadParameter otherwise."""
    return _typed(text, 3)


def _typed(value: object, decimals: int) -> Typed:
    plain = _BLANKS.sub("", str(value)).removesuffix("€").removeprefix("€")
    # 1,200.00 and 1,200 would be twelve hundred for one reader and 1.2 for the other.
    if _GROUPED.fullmatch(plain) and ("." in plain or language() != FRENCH):
        plain = plain.replace(",", "")
    found = _AMOUNT.fullmatch(plain)
    if not found or len(found[1]) > 13 or len(found[2] or "") > decimals:
        no_amount(value)
    mills = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
    _within(-(-mills // 10), value)
    return Typed(mills, len(found[2] or ""))


def no_amount(value: object) -> NoReturn:
    """What was typed is no amount."""
    _refuse(
        f"{value} is no amount; write 18000.00",
        f"{value} n'est pas un montant ; écrivez 18 000,00",
    )


# Commands with one of these say whose currency an amount is in.
_SAYS = frozenset({"contract", "currency"})


class _Amount(click.ParamType):
    """18000.00, 18 000,00 or 18000: cents, or what the currency of the contract has instead."""

    name = "amount"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        if isinstance(value, int):
            return value
        says = ctx is not None and any(each.name in _SAYS for each in ctx.command.params)
        return _typed(value, 3 if says else 2)


class _InCurrency(_Amount):
    """An amount of a contract or currency that the caller names beside it, up to three decimals:
    `in_currency`, through which it must go, says of how many minor units."""

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        return value if isinstance(value, int) else typed(str(value))


class _Rate(click.ParamType):
    """3.615, 3,615, 3.615 % or -0.350: parts per million."""

    name = "percent"
    is_signed = True

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        if isinstance(value, int):
            return value
        found = _RATE.fullmatch(_BLANKS.sub("", str(value)))
        if not found:
            _refuse(
                f"{value} is no rate; write 3.615 for 3.615%",
                f"{value} n'est pas un taux ; écrivez 3,615 pour 3,615 %",
            )
        ppm = int(found[2]) * 10_000 + int((found[3] or "").ljust(4, "0"))
        return -ppm if found[1] else ppm


class _Day(click.ParamType):
    """2026-01-16 or 16/01/2026."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                found = datetime.strptime(str(value), form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
            if is_told(found):
                return found
        _refuse(
            f"{value} is no date; write 2026-01-16 or 16/01/2026",
            f"{value} n'est pas une date ; écrivez 16/01/2026 ou 2026-01-16",
        )


class _Instant(click.ParamType):
    """2026-01-16T18:00 in Paris unless a zone is given, or a date: the end of that day."""

    name = "instant"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        from zoneinfo import ZoneInfo

        if isinstance(value, datetime):
            return value
        paris = ZoneInfo("Europe/Paris")
        text = str(value)
        try:
            if len(text) == 10:
                day = DAY.convert(text, param, ctx)
                return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=paris)
            found = datetime.fromisoformat(text)
        except ValueError:
            _refuse(
                f"{value} is no instant; write 2026-01-16T18:00",
                f"{value} n'est pas un instant ; écrivez 2026-01-16T18:00",
            )
        if not is_told(found.date()):
            _refuse(
                f"{value} is no instant of our time; write 2026-01-16T18:00",
                f"{value} n'est pas un instant de notre temps ; écrivez 2026-01-16T18:00",
            )
        return found if found.tzinfo else found.replace(tzinfo=paris)


class _Word(click.ParamType):
    """One word of a list, in any case; codes are given back in capitals."""

    name = "word"

    def __init__(self, *words: str, upper: bool = True) -> None:
        self.words, self.upper = words, upper

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        text = str(value).replace("-", "_")
        text = text.upper() if self.upper else text.lower()
        if text not in self.words:
            listed = ", ".join(word.lower() for word in self.words)
            _refuse(
                f"{value} is not one of: {listed}", f"{value} n'est pas dans la liste : {listed}"
            )
        return text

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "[" + "|".join(word.lower() for word in self.words) + "]"


def is_id(text: str) -> bool:
    """Whether a text is a number that a column of ids holds."""
    return text.isascii() and text.isdigit() and len(text) < 19


class _Id(click.ParamType):
    """A whole number above zero."""

    name = "id"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        if is_id(str(value)):
            return int(value)
        _refuse(f"{value} is no number", f"{value} n'est pas un numéro")


class _Count(_Id):
    """How many: days, invoices, an hour."""

    name = "number"


AMOUNT, IN_CURRENCY, RATE = _Amount(), _InCurrency(), _Rate()
DAY, INSTANT = _Day(), _Instant()
ID, COUNT = _Id(), _Count()


def word(words: Sequence[str], *, upper: bool = True) -> click.ParamType:
    """A parameter that takes one of some words."""
    return _Word(*words, upper=upper)
