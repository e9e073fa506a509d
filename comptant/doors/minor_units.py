"""Amounts that were typed, in the minor units of the currency that they are of.

A yen has none, a Tunisian dinar has three: what is typed is known as an amount of a contract only
where the contract is. Source: ISO 4217, DESIGN §5.
"""

from collections.abc import Mapping
from typing import Any

import click
from psycopg import Connection

from comptant.doors.values import Typed
from comptant.doors.words import say
from comptant.formats.currencies import EXPONENTS
from comptant.rules.money import AMOUNT_CENTS_MAX


def in_currency(conn: Connection, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an operation with what was typed in minor units of their `currency`, else of
    that of their contract, else of a euro. UsageError: it has fewer decimals."""
    if not any(_holds(value) for value in arguments.values()):
        return dict(arguments)
    currency = arguments.get("currency") or _of_contract(conn, arguments.get("contract_id"))
    exponent = EXPONENTS.get(str(currency), 2)
    return {name: _told(value, str(currency), exponent) for name, value in arguments.items()}


def of(cents: int, currency: str) -> int:
    """One amount in minor units of a currency; what was not typed is so already."""
    return int(_told(cents, currency, EXPONENTS.get(currency, 2)))


def _of_contract(conn: Connection, contract_id: object) -> str:
    found = conn.execute("SELECT currency FROM contract WHERE id = %s", (contract_id,)).fetchone()
    return str(found[0]) if found else "EUR"


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
