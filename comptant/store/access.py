"""All reading for doors: under row security, so that everyone sees what is theirs and no more.

    with reading(user_id) as see:
        see("read_contracts", number="C-1")
        see("read_orders", page=Paging(("id",), size=50), contract_id=7, id=None)

Each name is a file of store/sql whose first line says what one row is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
from psycopg import Connection, errors

from comptant.store import bulk, kept_reads
from comptant.store.bulk import NoSuchKey as NoSuchKey
from comptant.store.bulk import Paging as Paging
from comptant.store.bulk import query as query
from comptant.store.kept_reads import Reads
from comptant.store.pool import lent

keep_read = kept_reads.keep  # of what no query for doors reads

See = Callable[..., list[bulk.Row]]
Stream = Callable[..., Iterator[list[bulk.Row]]]
Among = tuple[str, list[int]]  # a column of a query, and the values that are wanted of it
STREAMED = 500  # rows at a time
# What people of partners may ask at all, by their role: the second wall behind row security. Roles
# that are not here ask anything and see what row security leaves them.
OWN_WAY_IN = frozenset({
    "read_companies", "read_email", "read_identities", "read_keys", "read_parties",
    "read_recovery_codes", "read_second_factors", "read_sessions",
})  # fmt: skip
ASKED_BY: dict[str, frozenset[str]] = {
    "broker": OWN_WAY_IN | {
        "read_brokered", "read_broker_mandates", "read_brokers", "read_commission_statements",
        "read_callback", "read_callback_steps", "read_callbacks", "read_commission_lines",
        "read_commission_terms",
        "read_commissions", "read_factor", "read_offer_file",
        "read_offer_files", "read_prospects", "read_quote", "read_quotes",
    },
    "adviser": OWN_WAY_IN | {
        "read_advised", "read_callback", "read_callback_steps", "read_callbacks", "read_factor",
        "read_offer_file", "read_offer_files", "read_prospects", "read_quote", "read_quotes",
    },
    "buyer": OWN_WAY_IN | {"read_owed"},
    "supplier": OWN_WAY_IN | {"read_sold", "read_offered", "read_offered_programmes"},
    "insurer": OWN_WAY_IN | {
        "read_insured", "read_own_claims", "read_own_limits", "read_own_overdues",
        "read_own_policies", "read_own_recoveries", "read_own_turnover",
    },
    "guarantor": OWN_WAY_IN | {"read_guaranteed"},
}  # fmt: skip
# All that somebody reads by a link to a buyer's account or to a quote, without one of theirs.
BY_LINK = frozenset({
    "read_linked_account", "read_linked_answers", "read_linked_invoices", "read_linked_penalties",
    "read_linked_quote", "read_linked_totals", "read_public_offer",
})  # fmt: skip
WAITED = (
    errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected,
    errors.SerializationFailure,
)  # fmt: skip
# What no column holds. The driver refuses a NUL by itself, without a state of PostgreSQL.
UNHELD = (
    errors.NumericValueOutOfRange, errors.DatetimeFieldOverflow, errors.CharacterNotInRepertoire,
    errors.UntranslatableCharacter,
)  # fmt: skip


@contextmanager
def reading(
    user_id: int, company_id: int | None = None, roles: frozenset[str] | None = None,
    on: date | None = None, *, key_id: int | None = None, is_told_after: bool = False,
) -> Iterator[See]:  # fmt: skip
    """A look at the database as one user: one instant, read only, row security on. For one of the
    user's companies (None: for all), in the roles held there (None: whatever row security leaves),
    on a day of business (None: today), by a program's key.

    What it reads of sensitive data is kept (kept_reads) before `see` gives it; `is_told_after`:
    nothing is told before the look is over, and it is all kept then, at once.

    Gives `see(query, **arguments)` -> rows as dictionaries; `among`: of these values of a column
    alone, the others are not made. Raises DatabaseUnavailable.
    """
    with _looking(Reads(user_id, company_id, key_id, at_once=not is_told_after), roles, on) as both:
        yield both[0]


@contextmanager
def streaming(
    user_id: int, company_id: int | None = None, roles: frozenset[str] | None = None,
    on: date | None = None, *, key_id: int | None = None,
) -> Iterator[tuple[See, Stream]]:  # fmt: skip
    """The same look, with `stream(query, **arguments)` -> blocks of at most STREAMED rows beside
    `see`: of the same instant, however many follow."""
    with _looking(Reads(user_id, company_id, key_id, at_once=True), roles, on) as both:
        yield both


@contextmanager
def reading_by_link(digest: bytes, on: date) -> Iterator[See]:
    """A look as nobody, by the digest of a link's secret, on a day of business: row security leaves
    what that link opens, and nothing else is asked."""
    with lent("comptant_reader") as conn, conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        bulk.rows(conn, "reading_link", digest=digest.hex(), on=on)

        def see(name: str, page: Paging | None = None, **arguments: object) -> list[bulk.Row]:
            if name not in BY_LINK:
                raise ValueError(f"{name} is not a query for links")
            if page is None:
                return bulk.rows(conn, name, **arguments)
            return bulk.page(conn, name, page, **arguments)

        yield see


@contextmanager
def _looking(
    reads: Reads, roles: frozenset[str] | None, on: date | None
) -> Iterator[tuple[See, Stream]]:
    try:
        with lent("comptant_reader") as conn, conn.transaction():
            conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            bulk.rows(conn, "reading_as", user_id=reads.user_id, company_id=reads.company_id,
                      on=on)  # fmt: skip
            yield _see(conn, roles, reads), _stream(conn, roles, reads)
    finally:
        reads.keep()


def _see(conn: Connection, roles: frozenset[str] | None, reads: Reads) -> See:
    def see(
        name: str, page: Paging | None = None, *, among: Among | None = None, **arguments: object
    ) -> list[bulk.Row]:
        _check_for_doors(name)
        if roles is not None and not may_ask(name, roles):
            return []
        if among is not None:
            found = bulk.rows_of(conn, name, *among, **arguments)
            reads.note(name, arguments, found, len(found))
            return found
        if page is None:
            found = bulk.rows(conn, name, **arguments)
            reads.note(name, arguments, found, len(found))
            return found
        found = bulk.page(conn, name, page, **arguments)
        is_later = page.after is not None
        reads.note(name, arguments, found, min(len(found), page.size), is_later=is_later)
        return found

    return see


def _stream(conn: Connection, roles: frozenset[str] | None, reads: Reads) -> Stream:
    """Each block is kept before it is told."""

    def stream(name: str, **arguments: object) -> Iterator[list[bulk.Row]]:
        _check_for_doors(name)
        if roles is None or may_ask(name, roles):
            for number, block in enumerate(bulk.stream(conn, name, STREAMED, **arguments)):
                reads.note(name, arguments, block, len(block), is_later=number > 0)
                yield block

    return stream


def _check_for_doors(name: str) -> None:
    if not name.startswith("read_"):
        raise ValueError(f"{name} is not a query for doors")


def may_ask(query: str, roles: frozenset[str]) -> bool:
    """Whether someone in these roles may ask a query at all; what they may not is empty to them."""
    return any(role not in ASKED_BY or query in ASKED_BY[role] for role in roles)


def is_sandbox(conn: Connection) -> bool:
    """Whether the factor works with invented data: a question asked before a user is known."""
    row = bulk.row(conn, "read_sandbox")
    return bool(row and row["is_sandbox"])


def clock(conn: Connection) -> bulk.Row:
    """The database's instant (`now_at`) and that of the last act (`last_act_at`, or None)."""
    row = bulk.row(conn, "read_clock")
    assert row is not None
    return row


def only(found: list[bulk.Row]) -> dict[str, Any] | None:
    """The one row of a look that gives at most one."""
    if len(found) > 1:
        raise AssertionError(f"{len(found)} rows where one was expected")
    return found[0] if found else None


def told_by_database(error: BaseException) -> tuple[str, str] | None:
    """What an error of PostgreSQL means for whoever asked: its kind and PostgreSQL's own words.

    "busy": another holds what was wanted; "guard": a constraint of ours, by name; "value": what
    was given is beyond what a column holds, or has a NUL character; "not_set_up": no tables yet;
    "full": its disk; "lost": the connection. None for any other error: our fault.
    """
    if isinstance(error, WAITED):
        return "busy", ""
    if isinstance(error, psycopg.IntegrityError):
        return "guard", error.diag.constraint_name or ""
    if isinstance(error, UNHELD) or (isinstance(error, psycopg.DataError) and not error.sqlstate):
        return "value", str(error).split("\n")[0]
    if isinstance(error, errors.UndefinedTable):
        return "not_set_up", str(error).split("\n")[0]
    if isinstance(error, errors.DiskFull):
        return "full", str(error).split("\n")[0]
    if isinstance(error, psycopg.OperationalError):
        return "lost", " ".join(str(error).split())
    return None
