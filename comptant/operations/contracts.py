"""Contracts and their terms: opened, amended, read as they stood on any day."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.approval import propose
from comptant.operations.repricing import repriced
from comptant.rules.money import ONE_PPM
from comptant.rules.terms import (
    DRAWING_STATUSES,
    TERMS,
    BadTerm,
    Value,
    check,
    defaults,
    needs_two,
)
from comptant.store import bulk

_KINDS = {
    "cents": pl.Int64(), "ppm": pl.Int64(), "days": pl.Int64(), "count": pl.Int64(),
    "flag": pl.Boolean(), "code": pl.String(), "text": pl.String(),
}  # fmt: skip
# Contracts as a batch: one row each, in the order of their ids, with a column per term.
CONTRACTS = pl.Schema({
    "contract_id": pl.Int64(), "number": pl.String(), "client_id": pl.Int64(),
    "contract_currency": pl.String(), "suspended_on": pl.Date(), "terms_change_on": pl.Date(),
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

    @cached_property
    def batch(self) -> pl.DataFrame:
        """The same as a batch of one row of CONTRACTS."""
        return _batch([self])


@operation
def open_contract(
    do: Act, *, client_id: int, number: str, currency: str, from_on: date, terms: dict[str, Value]
) -> Answer:
    """A new contract with its terms from a day on; what is not said takes its default. Where its
    financing differs from the defaults it is OPENING, and another person makes it draw.

    Refused: term_unknown, term_wrong, term_missing, contract_number_known, client_unknown.
    """
    _check(terms)
    missing = [name for name, term in TERMS.items() if term.required and name not in terms]
    if missing:
        raise Refused("term_missing", terms=missing)
    kind = do.conn.execute("SELECT kind FROM party WHERE id = %s", (client_id,)).fetchone()
    if kind is None or kind[0] not in ("COMPANY", "PUBLIC"):
        raise Refused("client_unknown", party_id=client_id)
    found = do.conn.execute(
        """INSERT INTO contract (number, client_id, currency, act_id) VALUES (%s, %s, %s, %s)
           ON CONFLICT (number) DO NOTHING RETURNING id""",
        (number, client_id, currency, do.id),
    ).fetchone()
    if found is None:
        raise Refused("contract_number_known", number=number)
    standard = defaults(terms)
    said = {**standard, **terms}
    guarded = {name: value for name, value in said.items()
               if needs_two(name, value) and value != standard[name]}  # fmt: skip
    source, waits = f"contract {number}", None
    if guarded and said["status"] in DRAWING_STATUSES:
        wanted = {"status": said["status"]}
        waits = _propose(do, found[0], from_on, wanted, source, shown=guarded)
        said["status"] = "OPENING"
    _write_terms(do, found[0], from_on, said, source)
    return {"contract_id": found[0], "number": number, "status": said["status"],
            "approval_id": waits, "waiting": sorted(guarded) if waits else []}  # fmt: skip


@operation
def amend_contract(
    do: Act, *, contract_id: int, from_on: date, terms: dict[str, Value], source: str
) -> Answer:
    """Change terms from a day on; earlier days keep what they had, and the past is recomputed
    with the past's terms. Open invoices are judged again, for terms to come too: each invoice
    knows the next day that changes its answer.

    What decides how much may be drawn waits for another person (`approval_id`, `waiting`), and so
    does a price of money dated into days that are billed: the next close corrects them. Refused:
    contract_unknown, term_unknown, term_wrong, term_settled, before_the_contract, term_in_the_past.
    """
    lock_contracts(do, [contract_id])
    if contract_id not in contracts_in_force(do.conn, [contract_id], do.on):
        raise Refused("contract_unknown", contract_id=contract_id)  # the house's own has no terms
    _check(terms)
    first = do.conn.execute(
        "SELECT min(valid_from_on) FROM term WHERE contract_id = %s AND subject = 'CONTRACT'"
        " AND name = 'status'",
        (contract_id,),
    ).fetchone()
    if first and first[0] and from_on < first[0]:
        raise Refused("before_the_contract", contract_id=contract_id, first_on=first[0])
    before = contracts_in_force(do.conn, [contract_id], from_on)[contract_id].terms
    in_arrears = before.get("charge_timing") == "ARREARS"
    back = repriced(do, contract_id, from_on, terms, in_arrears=in_arrears)
    guarded = {name: value for name, value in terms.items()
               if needs_two(name, value) or name in back}  # fmt: skip
    free = {name: value for name, value in terms.items() if name not in guarded}
    judged = _set(do, contract_id, from_on, free, source) if free else 0
    waits = _propose(do, contract_id, from_on, guarded, source, shown=guarded) if guarded else None
    return {"contract_id": contract_id, "terms": sorted(free), "judged": judged,
            "approval_id": waits, "waiting": sorted(guarded)}  # fmt: skip


def set_terms(do: Act, approval: bulk.Row) -> Answer:
    """What approved terms do: they are in force from their day."""
    asked, contract_id = approval["arguments"], approval["contract_id"]
    lock_contracts(do, [contract_id])
    from_on = date.fromisoformat(asked["from_on"])
    judged = _set(do, contract_id, from_on, asked["terms"], asked["source"])
    return {"contract_id": contract_id, "terms": sorted(asked["terms"]), "judged": judged}


def _propose(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str, *,
    shown: dict[str, Value],
) -> int:  # fmt: skip
    """Terms that wait for another person; `shown` is what that person decides on."""
    currency = do.conn.execute("SELECT currency FROM contract WHERE id = %s", (contract_id,))
    line = shown.get("line_cents")
    return propose(
        do, "contract_terms",
        {"from_on": from_on.isoformat(), "terms": terms, "source": source, "shown": shown},
        amount_cents=line if isinstance(line, int) else 0, contract_id=contract_id,
        currency=currency.fetchall()[0][0],
    )  # fmt: skip


def _set(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str
) -> int:  # fmt: skip
    """Write terms of a locked contract, and do what they change; how many invoices moved."""
    from comptant.operations.funding import fund_freed  # these read contracts
    from comptant.operations.positions import judge_again_one

    _check_timing(do, contract_id, from_on, terms)
    _write_terms(do, contract_id, from_on, terms, source)
    is_in_force = contracts_in_force(do.conn, [contract_id], do.on)[contract_id].terms
    judged = judge_again_one(do, contract_id, None) if is_in_force else 0
    fund_freed(do, [contract_id])
    return judged


def contracts_in_force(
    conn: Connection, contract_ids: list[int], on: date, known_at: datetime | None = None
) -> dict[int, Contract]:
    """The contracts with their terms as in force on a day and known at an instant."""
    found = bulk.rows(conn, "terms_in_force", contract_ids=contract_ids, on=on, known_at=known_at)
    return {
        row["contract_id"]: Contract(
            row["contract_id"], row["number"], row["client_id"], row["currency"], row["terms"],
            row["suspended_on"], row["terms_change_on"],
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
            row["suspended_on"], row["terms_change_on"],
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
    rows = [
        (
            one.id, one.number, one.client_id, one.currency, one.suspended_on, one.terms_change_on,
            *(one.terms.get(name, term.default) for name, term in TERMS.items()),
        )
        for one in contracts
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=CONTRACTS, orient="row", strict=True)


def _check(terms: dict[str, Value]) -> None:
    for name, value in terms.items():
        if name not in TERMS:
            raise Refused("term_unknown", term=name)
        try:
            check(TERMS[name], value)
        except BadTerm as error:
            raise Refused(
                "term_wrong", term=name, value=value, expected=error.expected,
                clause=TERMS[name].clause,
            ) from None  # fmt: skip
        if TERMS[name].kind == "ppm" and isinstance(value, int) and value > ONE_PPM:
            raise Refused(
                "term_wrong", term=name, value=value, expected="at most 100 %",
                clause=TERMS[name].clause,
            )  # fmt: skip


def _check_timing(do: Act, contract_id: int, from_on: date, terms: dict[str, Value]) -> None:
    """A charge taken in advance and one in arrears would count the same days twice, or not at all:
    once money is on a contract, the other timing is for a new contract. Refused: term_settled."""
    wanted = terms.get("charge_timing")
    before = contracts_in_force(do.conn, [contract_id], from_on)[contract_id].terms
    if wanted is None or wanted == before.get("charge_timing"):
        return
    moved = do.conn.execute(
        "SELECT 1 FROM balance WHERE contract_id = %s LIMIT 1", (contract_id,)
    ).fetchone()
    if moved:
        raise Refused("term_settled", term="charge_timing", value=before.get("charge_timing"))


def _write_terms(
    do: Act, contract_id: int, from_on: date, terms: dict[str, Value], source: str
) -> None:
    for name, value in terms.items():
        bulk.execute(
            do.conn, "insert_term", contract_id=contract_id, subject="CONTRACT",
            subject_id=contract_id, name=name, valid_from_on=from_on, value=json.dumps(value),
            source=source, act_id=do.id,
        )  # fmt: skip
