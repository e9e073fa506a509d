"""Amounts that were typed, in the minor units of the currency that they are of.

A yen has none, a Tunisian dinar has three: what is typed is known as an amount of a contract only
where the contract is. Source: ISO 4217, DESIGN §5.
"""

from collections.abc import Mapping
from typing import Any

import click

from comptant.doors.values import Typed
from comptant.doors.words import say
from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.refusals import currency_of
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.terms import BadTerm, Term, Value, parse
from comptant.store.connection import Connection


def in_currency(conn: Connection, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an operation with what was typed in minor units of their `currency`, else of
    that of their contract, else of a euro. UsageError: it has fewer decimals."""
    if not any(_holds(value) for value in arguments.values()):
        return dict(arguments)
    currency = arguments.get("currency") or currency_of(conn, arguments.get("contract_id"))
    return all_of(arguments, str(currency))


def all_of(arguments: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """The same, of a currency that is known."""
    exponent = EXPONENTS.get(currency, 2)
    return {name: _told(value, currency, exponent) for name, value in arguments.items()}


def of(cents: int, currency: str) -> int:
    """One amount in minor units of a currency; what was not typed is so already."""
    return int(_told(cents, currency, EXPONENTS.get(currency, 2)))


def of_term(term: Term, text: str) -> Value:
    """A term as it was typed; BadTerm. The currency of an amount is not known yet: three decimals
    may be."""
    is_third = term.kind == "cents" and len(text.strip().partition(".")[2]) == 3
    value = parse(term, text.strip()[:-1] if is_third else text)
    if term.kind != "cents" or value is None:
        return value
    third = text.strip()[-1] if is_third else "0"
    if not (third.isascii() and third.isdigit()):
        raise BadTerm(term.name, text, "a number with at most 3 decimals")
    return Typed(10 * int(value) + int(third), 3 if is_third else 2)


def plain(units: int, currency: str) -> str:
    """An amount as a command takes it: 100.48, or 10048 of a yen."""
    digits = EXPONENTS.get(currency, 2)
    whole, rest = divmod(units, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)


def listed(cents: int, currency: str) -> int:
    """An amount of a list, read with two decimals, in minor units of its currency."""
    return of(Typed(10 * cents), currency)


def _holds(value: object) -> bool:
    if isinstance(value, dict):
        return any(_holds(each) for each in value.values())
    if isinstance(value, list | tuple):
        return any(_holds(each) for each in value)
    return isinstance(value, Typed)


def _told(value: Any, currency: str, exponent: int) -> Any:
    if isinstance(value, dict):
        return {name: _told(each, currency, exponent) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_told(each, currency, exponent) for each in value)
    if not isinstance(value, Typed):
        return value
    units = value.minor(exponent)
    if units is None or abs(units) > AMOUNT_CENTS_MAX:
        whole, rest = divmod(abs(value.mills), 1000)
        shown = f"{whole}.{rest:03d}"
        raise click.UsageError(say(
            f"{shown} is no amount in {currency}, which has {exponent} decimals.",
            f"{shown} n'est pas un montant en {currency}, qui a {exponent} décimales.",
        ))  # fmt: skip
    return units
