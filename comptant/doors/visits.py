"""One call of a browser or a program: who it is, on which day, and the two ways in.

with visit.reading() as see: rows = see("read_contracts", number=None, on=visit.on)
answer = visit.run(payments.draw, key, contract_id=7, amount_cents=100_000, ...)
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from comptant.doors import clocks
from comptant.doors.minor_units import in_currency
from comptant.operations.acts.act import Asked, Refused, User
from comptant.operations.acts.proofs import READ_SCOPE
from comptant.operations.acts.rights import may
from comptant.operations.acts.tokens import token_digest
from comptant.operations.closing.keeper import keeper
from comptant.operations.registry import people, signing
from comptant.store import access
from comptant.store.access import See, Stream
from comptant.store.connection import Connection
from comptant.store.pool import lent

Row = dict[str, Any]


@dataclass(frozen=True)
class Visit:
    """Who calls, for which company, on which day of business."""

    user: User
    on: date
    at: datetime
    is_sandbox: bool

    def may(self, operation: str) -> bool:
        """Whether the caller may ask for an operation, were everything about them proved."""
        return may(operation, self.user.roles)

    @contextmanager
    def reading(self) -> Iterator[See]:
        """A look at the database as the caller; nothing of it is told before it is over.

        Refused: second_factor_needed, not_in_scope.
        """
        self._check_read()
        by = self.user
        with access.reading(
            by.id, by.company_id, by.roles, self.on, key_id=by.key_id, is_told_after=True
        ) as see:
            yield see

    @contextmanager
    def streaming(self) -> Iterator[tuple[See, Stream]]:
        """The same, with blocks of rows of that instant beside it: for files of any length."""
        self._check_read()
        by = self.user
        who = (by.id, by.company_id, by.roles, self.on)
        with access.streaming(*who, key_id=by.key_id) as both:
            yield both

    def _check_read(self) -> None:
        self._check()
        if self.user.scopes is not None and READ_SCOPE not in self.user.scopes:
            raise Refused("not_in_scope", operation="read")

    @contextmanager
    def looking(self) -> Iterator[tuple[Connection, Asked]]:
        """A connection for previews, which are the real thing rolled back."""
        self._check()
        with _writing() as conn:
            yield conn, Asked(self.user, "look", self.at, self.on)

    def _check(self) -> None:
        if self.user.must_choose:
            raise Refused("password_must_change")
        if self.user.is_half_in:
            raise Refused("second_factor_needed", operation="read")

    def run(self, operation: Callable[..., Row], key: str, **arguments: Any) -> Row:
        """Call an operation under a key; its answer."""
        with _writing() as conn:
            clocks.check(conn)
            given = in_currency(conn, arguments)
            return operation(conn, Asked(self.user, key, self.at, self.on), **given)


def by_session(token: str, company_id: int | None, wanted_on: date | None) -> Visit:
    """The visit of a browser; Refused: session_over, no_company, day_not_today..."""
    with _writing() as conn:
        user = people.user_of(conn, token, datetime.now(UTC), company_id)
        return _visit(conn, user, wanted_on)


def by_key(
    token: str | int, address: str, wanted_on: date | None, most: int,
    within: frozenset[str] | None = None,
) -> Visit:  # fmt: skip
    """The visit of a program by its key, or by the id of one that was proved before, then perhaps
    within fewer scopes; `most`: calls a minute.

    Refused: key_over, no_company, too_many_requests, day_not_today...
    """
    with _writing() as conn:
        now = datetime.now(UTC)
        user = signing.key_user(conn, token, now, address)
        if user.key_id:
            signing.count_call(conn, user.key_id, now, most)
        if within is not None and user.scopes is not None:
            user = replace(user, scopes=user.scopes & within)
        # A program that plays a day where there is no trial is told so.
        on, at = clocks.moment(conn, wanted_on)
        return Visit(user, on, at, access.is_sandbox(conn))


def by_house(wanted_on: date | None) -> Visit | None:
    """The visit of somebody without an account, for whom the house acts itself; None before its
    first day. Nothing is read with it: a page without an account reads by what its link opens."""
    with _writing() as conn:
        user = keeper(conn)
        return _visit(conn, user, wanted_on) if user else None


@contextmanager
def by_link(link: str, on: date) -> Iterator[See]:
    """A look by a link to a buyer's account, without an account of one's own."""
    with access.reading_by_link(token_digest(link), on) as see:
        yield see


def address(request: HttpRequest) -> str:
    """Who calls: the neighbour, or what the nearest of our own proxies says of its neighbour."""
    proxies = settings.PROXIES
    told = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one]
    if proxies and len(told) >= proxies:
        return str(told[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


@contextmanager
def signing_in() -> Iterator[Connection]:
    """A connection for those who are not known yet."""
    with _writing() as conn:
        yield conn


def _visit(conn: Connection, user: User, wanted_on: date | None) -> Visit:
    is_sandbox = access.is_sandbox(conn)
    # A day kept by a browser from a trial means nothing in a real house.
    on, at = clocks.moment(conn, wanted_on if is_sandbox else None)
    return Visit(user, on, at, is_sandbox)


@contextmanager
def _writing() -> Iterator[Connection]:
    with lent("comptant_writer") as conn:
        conn.autocommit = True
        yield conn
