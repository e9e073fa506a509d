"""Accounts in other currencies, revalued in euro: at each month-end by the close, or when an
accountant asks. What is booked is what rates have done since; the rest was booked before.

Source: DOMAIN 7.7 (monthly for the ledger), W7-5, W8-J.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.ledger import book
from comptant.operations.terms.references import value_on
from comptant.rules.batch import decide
from comptant.rules.columns import c, shape
from comptant.rules.exchange import REVALUATION, REVALUED, euro_of
from comptant.rules.postings import ACCOUNTS
from comptant.rules.reference_values import DAILY_HOLDS_DAYS, EURO, exchange_index
from comptant.store import bulk

Row = dict[str, Any]
POSITION = "FXP"  # what the house holds of a currency beyond what it owes
RESULTS = ("6", "7")  # charges and income keep the rate of their day
ACCOUNT = ("contract_id", "book_account", "currency")
MOVED = shape(*ACCOUNT, "value_on", "moved_cents", "per_euro_millionths?", "booked_euro_cents")
_UNITS = {currency: 10**digits for currency, digits in EXPONENTS.items()}


@operation
def revalue(do: Act, *, contract_id: int) -> Answer:
    """Book what rates have done to the accounts of a contract that are in another currency than
    euro, until today: each account's worth at today's rate, less what its movements were worth on
    their days and what was booked before.

    Refused: contract_unknown, nothing_to_revalue, value_missing_on (the currency's, and the day).
    """
    lock_contracts(do, [contract_id])
    moved = _moved(do.conn, [contract_id], do.on)
    if moved.is_empty():
        raise Refused("nothing_to_revalue", contract_id=contract_id)
    _check_known(moved)
    rates = rates_of(do.conn, sorted(set(moved["currency"])), do.on)
    accounts = _revalued(moved, rates)
    sums = {currency: _book(do, contract_id, currency, accounts.filter(c.currency == currency))
            for currency in rates}  # fmt: skip
    told = accounts.select(
        "currency", account="book_account", balance_cents=c.balance_cents, euro_cents=c.euro_cents,
        exchange_cents=c.revalued_cents,
    )  # fmt: skip
    return {"contract_id": contract_id, "revalued_on": do.on, "exchange_cents": sum(sums.values()),
            "accounts": told.rows(named=True)}  # fmt: skip


def to_revalue(conn: Connection, day: date) -> list[Row]:
    """The contracts (id, number, is_house) that the last month-end until a day has not seen
    revalued."""
    next_day = day + timedelta(days=1)
    since = day if next_day.day == 1 else day.replace(day=1) - timedelta(days=1)
    return bulk.rows(conn, "contracts_to_revalue", since=since)


def ready_to_revalue(conn: Connection, day: date) -> list[int]:
    """Of those, the ones of which every rate is known."""
    waiting = to_revalue(conn, day)
    return [row["id"] for row in waiting if _is_known(conn, row["id"], day)]


def rates_of(conn: Connection, currencies: list[str], day: date) -> dict[str, int]:
    """What one euro is in currencies on a day, in millionths; Refused: index_unknown,
    value_missing_on."""
    return {currency: value_on(conn, exchange_index(currency), day)["rate_ppm"]
            for currency in currencies}  # fmt: skip


def worth_of(cents: int, currency: str, per_euro_millionths: int) -> int:
    """euro_of() of one amount."""
    facts = pl.DataFrame({"cents": [cents]}, schema={"cents": pl.Int64})
    units, rate = pl.lit(_UNITS[currency], pl.Int64), pl.lit(per_euro_millionths, pl.Int64)
    return int(facts.select(euro_of(pl.col("cents"), units, rate)).item())


def _is_known(conn: Connection, contract_id: int, day: date) -> bool:
    moved = _moved(conn, [contract_id], day)
    try:
        _check_known(moved)
        rates_of(conn, moved["currency"].unique().to_list(), day)
    except Refused:
        return False
    return True


def _moved(conn: Connection, contract_ids: list[int], day: date) -> pl.DataFrame:
    """MOVED of contracts until a day."""
    left_out = [code for code, one in ACCOUNTS.items()
                if code == POSITION or one.number.startswith(RESULTS)]  # fmt: skip
    return bulk.read(conn, "revaluation_facts", MOVED, ids=contract_ids, on=day,
                     holds_days=DAILY_HOLDS_DAYS, left_out=left_out)  # fmt: skip


def _check_known(moved: pl.DataFrame) -> None:
    """Whether the rate of each movement's day is told; Refused: value_missing_on."""
    lacking = moved.filter(c.per_euro_millionths.is_null()).sort("value_on", "currency")
    for row in lacking.head(1).iter_rows(named=True):
        raise Refused("value_missing_on", index_name=exchange_index(row["currency"]),
                      day=row["value_on"], last_on=None)  # fmt: skip


def _revalued(moved: pl.DataFrame, rates: dict[str, int]) -> pl.DataFrame:
    """REVALUED, decided: one row per account and currency."""
    units = c.currency.replace_strict(_UNITS, return_dtype=pl.Int64)
    worth = euro_of(c.moved_cents, pl.col("minor_units"), c.per_euro_millionths)
    accounts = moved.with_columns(units.alias("minor_units")).with_columns(
        worth.alias("worth")
    ).group_by(ACCOUNT, maintain_order=True).agg(
        c.moved_cents.sum().alias("balance_cents"), c.minor_units.first(),
        pl.col("worth").sum().alias("moved_euro_cents"), c.booked_euro_cents.first(),
    ).with_columns(
        c.currency.replace_strict(rates, return_dtype=pl.Int64).alias("per_euro_millionths")
    )  # fmt: skip
    return decide(accounts.select(REVALUED.names), REVALUATION)


def _book(do: Act, contract_id: int, currency: str, accounts: pl.DataFrame) -> int:
    """The entry of what a currency's rate has done, and what it is made of; in cents of euro."""
    cents = int(accounts["revalued_cents"].sum())
    entry_id = None
    if cents:
        event, name = ("exchange_gain", "gained") if cents > 0 else ("exchange_loss", "lost")
        entry_id = book(do, contract_id, event, f"revaluation/{do.on}/{currency}/{do.id}", do.on,
                        {name: abs(cents)}, currency=EURO)  # fmt: skip
    ids = pl.Series("id", bulk.take_ids(do.conn, accounts.height), pl.Int64)
    bulk.copy_in(do.conn, "revaluation", accounts.hstack([ids]).select(
        "contract_id", "id", pl.lit(do.on).alias("revalued_on"), account="book_account",
        currency="currency", balance_cents="balance_cents", euro_cents="euro_cents",
        amount_cents="revalued_cents", per_euro_millionths="per_euro_millionths",
        entry_id=pl.lit(entry_id, pl.Int64), act_id=pl.lit(do.id),
    ))  # fmt: skip
    return cents
