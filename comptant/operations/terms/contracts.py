"""Contracts and their terms, read as they stood on any day. `contracting` opens and amends them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Refused
from comptant.rules.terms import TERMS
from comptant.store import bulk

_KINDS = {
    "cents": pl.Int64(), "ppm": pl.Int64(), "days": pl.Int64(), "count": pl.Int64(),
    "flag": pl.Boolean(), "code": pl.String(), "text": pl.String(),
}  # fmt: skip
# Contracts as a batch: one row each, in the order of their ids, with a column per term.
CONTRACTS = pl.Schema({
    "contract_id": pl.Int64(), "number": pl.String(), "client_id": pl.Int64(),
    "contract_currency": pl.String(), "suspended_on": pl.Date(), "terms_change_on": pl.Date(),
    "vat_territory": pl.String(),
    **{name: _KINDS[term.kind] for name, term in TERMS.items()},
})  # fmt: skip


@dataclass(frozen=True)
class Contract:
    """A contract with its terms in force on a day: `contract.terms["fee_ppm"]`."""

    id: int
    number: str
    client_id: int
    currency: str
    terms: dict[str, Any]
    suspended_on: date | None  # since when the client is suspended, on that day
    terms_change_on: date | None  # the next day from which terms already said count
    vat_territory: str  # of the client

    @cached_property
    def batch(self) -> pl.DataFrame:
        """The same as a batch of one row of CONTRACTS."""
        return _batch([self])


def contracts_in_force(
    conn: Connection, contract_ids: list[int], on: date, known_at: datetime | None = None
) -> dict[int, Contract]:
    """The contracts with their terms as in force on a day and known at an instant."""
    found = bulk.rows(conn, "terms_in_force", contract_ids=contract_ids, on=on, known_at=known_at)
    return {
        row["contract_id"]: Contract(
            row["contract_id"], row["number"], row["client_id"], row["currency"], row["terms"],
            row["suspended_on"], row["terms_change_on"], row["vat_territory"],
        )
        for row in found
    }  # fmt: skip


def contract_in_force(
    conn: Connection, contract_id: int, on: date, known_at: datetime | None = None
) -> Contract:
    """One contract with its terms; Refused when it does not exist or has no terms yet."""
    return _all_in_force(conn, [contract_id], on, known_at)[0]


def contracts_batch(
    conn: Connection, contract_ids: Iterable[int], on: date, known_at: datetime | None = None
) -> pl.DataFrame:
    """CONTRACTS for those asked for; Refused as contract_in_force refuses."""
    return _batch(_all_in_force(conn, sorted(set(contract_ids)), on, known_at))


def of_contracts(
    contracts: pl.DataFrame, contract_ids: pl.Series, names: Iterable[str]
) -> list[pl.Series]:
    """Columns of CONTRACTS for the rows of another batch, by their contract ids."""
    known = contracts["contract_id"]
    if len(known) == 1 and (contract_ids == known[0]).all():  # nothing to look up
        count = len(contract_ids)
        return [contracts[name].new_from_index(0, count) for name in names]
    places = known.search_sorted(contract_ids)
    if contract_ids.null_count() or not (known.gather(places) == contract_ids).all():
        raise AssertionError("a row is of no contract of the batch")
    return contracts[list(names)][places].get_columns()


def each(contracts: pl.DataFrame) -> Iterator[Contract]:
    """The contracts of a batch one by one."""
    for row in contracts.iter_rows(named=True):
        terms = {name: row[name] for name in TERMS}
        yield Contract(
            row["contract_id"], row["number"], row["client_id"], row["contract_currency"], terms,
            row["suspended_on"], row["terms_change_on"], row["vat_territory"],
        )  # fmt: skip


def _all_in_force(
    conn: Connection, contract_ids: list[int], on: date, known_at: datetime | None
) -> list[Contract]:
    found = contracts_in_force(conn, contract_ids, on, known_at)
    for id_ in contract_ids:
        if id_ not in found:
            raise Refused("contract_unknown", contract_id=id_)
        if not found[id_].terms:
            raise Refused("contract_not_in_force", contract_id=id_, on=on.isoformat())
    return [found[id_] for id_ in contract_ids]


def _batch(contracts: list[Contract]) -> pl.DataFrame:
    """CONTRACTS; a term that a contract has never said has its default."""
    return _frame(tuple(
        (
            one.id, one.number, one.client_id, one.currency, one.suspended_on, one.terms_change_on,
            one.vat_territory,
            *(one.terms.get(name, term.default) for name, term in TERMS.items()),
        )
        for one in contracts
    ))  # fmt: skip


@lru_cache(maxsize=32)
def _frame(rows: tuple[tuple[object, ...], ...]) -> pl.DataFrame:
    """Terms seldom change between two acts, and a contract has sixty: the same make one batch."""
    return pl.DataFrame(rows, schema=CONTRACTS, orient="row", strict=True)


def no_buyer_of(do: Act, contract_id: int, buyer_id: int) -> Refused:
    """The refusal of a company that is no buyer of the contract. What it is called is for us: a
    client reads the number that it gave."""
    found = do.conn.execute(
        "SELECT k.number, p.name FROM contract k LEFT JOIN party p ON p.id = %s WHERE k.id = %s",
        (buyer_id, contract_id),
    ).fetchone()
    number, name = found or (str(contract_id), None)
    is_told = do.by.is_factor and name
    return Refused("buyer_not_of_contract", buyer_id=buyer_id, contract_number=number,
                   buyer_name=name if is_told else str(buyer_id))  # fmt: skip
