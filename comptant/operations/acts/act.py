"""What every operation shares: one transaction, one act under its key, one answer for ever.

    @operation
    def draw(do: Act, *, contract_id: int, amount_cents: int) -> Answer: ...

    draw(conn, asked, contract_id=7, amount_cents=100_000)

The same key of the same caller (a person, or a program's key) with the same arguments gives the
first answer again and does nothing; with other arguments it is refused. The act is written in the
transaction of what it did.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.types.json import Jsonb

from comptant.operations.acts import events, refusals
from comptant.operations.acts.kept import Answer, plain_value, to_text
from comptant.operations.acts.proofs import CHOOSING, PROVED, UNPROVED
from comptant.operations.acts.rights import may
from comptant.operations.acts.roles import CLIENT_ROLES, EXTERNAL_ACCOUNTANT
from comptant.operations.acts.texts import NAME_MAX, TEXT_MAX, wrong_text
from comptant.store import bulk, transactions

KEY_LENGTH_MAX = 200
TRIES = 5
SECRETS = frozenset({"password", "new_password", "secret", "code", "token"})
CLOCKS = frozenset({"received_at"})  # the instant of a second try is another one


class Refused(Exception):
    """The caller asked for what cannot be: `code` is a word of the catalogue, `facts` fill its
    sentence. Nothing was written."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


class Overtaken(Refused):
    """Another act changed what was looked at before it was written: nothing was, and the operation
    begins anew, TRIES times before its caller hears of it."""


@dataclass(frozen=True)
class User:
    """A person who has proved who they are, acting for one company."""

    id: int
    login: str
    company_id: int
    is_factor: bool
    roles: frozenset[str]
    must_prove: bool = False  # a browser's session whose second factor is still to be proved
    has_factor: bool = False  # has a second factor to prove
    must_choose: bool = False  # signed in by a password that serves once: to choose another
    scopes: frozenset[str] | None = None  # of a program's key; None: all that the roles may
    key_id: int | None = None  # of the program's key, where one calls

    @property
    def is_half_in(self) -> bool:
        """Signed in by a password alone though there is more to prove: nothing is shown yet.

        Staff always have more; a client who has no second factor yet reads, and does nothing of
        PROVED."""
        return self.must_prove and (self.is_factor or self.has_factor)


@dataclass(frozen=True)
class Asked:
    """Who asks, under which key, and the clock: the instant and the legal day (in Paris)."""

    by: User
    key: str
    at: datetime
    on: date


@dataclass(frozen=True)
class Act:
    """An operation under way: its connection, its id and who asked."""

    conn: Connection
    id: int
    asked: Asked

    @property
    def on(self) -> date:
        return self.asked.on

    @property
    def by(self) -> User:
        return self.asked.by


P = ParamSpec("P")


def operation(
    body: Callable[Concatenate[Act, P], Answer],
) -> Callable[Concatenate[Connection, Asked, P], Answer]:
    """Make a use case of a function: right, transaction, act, answer."""
    name = body.__name__

    @wraps(body)
    def run(conn: Connection, asked: Asked, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if args:
            raise TypeError(f"{name} takes its arguments by name")
        if not may(name, asked.by.roles):
            raise Refused("not_your_right", operation=name, login=asked.by.login)
        check_signed(name, asked.by)
        if not 0 < len(asked.key) <= KEY_LENGTH_MAX:
            raise Refused("key_wrong", most=KEY_LENGTH_MAX)
        check_texts(name, kwargs)
        if not conn.autocommit or conn.info.transaction_status != TransactionStatus.IDLE:
            raise RuntimeError(
                f"{name} is one transaction: it needs a connection that has none open"
            )
        digest = _digest(name, kwargs)
        for _ in range(TRIES - 1):
            try:
                return once(conn, asked, digest, kwargs)
            except Overtaken:
                continue
        return once(conn, asked, digest, kwargs)

    def once(conn: Connection, asked: Asked, digest: bytes, arguments: dict[str, Any]) -> Answer:
        contract_id = arguments.get("contract_id")
        with conn.transaction():
            first, act_id = _begin(conn, asked, name, digest, contract_id)
            if first is not None:
                return first
            do = Act(conn, act_id, asked)
            try:
                answer = body(do, **arguments)
            except Refused as refusal:
                refusals.in_currency(conn, refusal.facts, contract_id)
                raise
            by = asked.by
            with transactions.together(conn):
                write_act(do, by.company_id, by.id, name, digest, contract_id, answer)
                events.note(conn, do.id, asked.on, by.company_id, name, arguments, answer)
        return answer

    return run


def check_signed(name: str, by: User) -> None:
    """What was proved at the sign-in is enough, and a key's scopes reach so far."""
    if by.must_choose and name != CHOOSING:
        raise Refused("password_must_change")
    if name not in UNPROVED and (by.is_half_in or (by.must_prove and name in PROVED)):
        raise Refused("second_factor_needed", operation=name)
    if by.scopes is not None and name not in by.scopes:
        raise Refused("not_in_scope", operation=name)


def check_texts(name: str, arguments: dict[str, Any]) -> None:
    """Refused: text_turns, text_too_long, name_wrong: what is written cannot be read as it is."""
    field, why = wrong_text(name, arguments) or ("", None)
    if why == "text_turns":
        raise Refused("text_turns", name=field)
    if why == "name_wrong":
        raise Refused("name_wrong", name=field, most=NAME_MAX)
    if why == "text_too_long":
        raise Refused("text_too_long", most=TEXT_MAX)


def check_days(do: Act, first_on: date, last_on: date | None) -> None:
    """Whether a document is of a day that has come, and ends after it. Refused: fact_to_come,
    fact_dates_wrong."""
    if first_on > do.on:
        raise Refused("fact_to_come", fact_on=first_on, today_on=do.on)
    if last_on is not None and last_on < first_on:
        raise Refused("fact_dates_wrong", fact_on=first_on, until_on=last_on)


def check_source(source: str) -> None:
    """Whether it is said what an act rests on; Refused: source_missing."""
    if not source.strip():
        raise Refused("source_missing")


def lock_contracts(do: Act, contract_ids: Iterable[int]) -> None:
    """Take the contracts' locks, in id order, before the first write on any of them.

    Whoever takes several goes one at a time: a bank file learns which contracts it concerns as it
    goes, and may take more.
    """
    wanted = sorted(set(contract_ids))
    if len(wanted) > 1:
        lock_many(do)
    found = do.conn.execute(
        "SELECT id FROM contract WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (wanted,)
    ).fetchall()
    if len(found) != len(wanted):
        missing = sorted(set(wanted) - {id_ for (id_,) in found})
        raise Refused("contract_unknown", contract_id=missing[0])


def lock_many(do: Act) -> None:
    """The turn of those who lock several contracts, held to the end of the transaction."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('several contracts', 0))")


def _begin(
    conn: Connection, asked: Asked, name: str, digest: bytes, contract_id: object
) -> tuple[Answer | None, int]:
    """The answer already given to this caller under this key, or none and the id of a new act. A
    second run of a key waits here for the first."""
    by = asked.by
    with transactions.together(conn):
        conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
                     (f"{by.company_id} {asked.key}", by.id))  # fmt: skip
        begun = bulk.asked(
            conn, "begin_act", company_id=by.company_id, key=asked.key, by_id=by.id,
            key_id=by.key_id, contract_id=contract_id,
        )  # fmt: skip
    (found,) = begun()
    if found["operation"] is None:
        _check_client(conn, asked.by, contract_id, found["client_id"])
        return None, found["id"]
    if found["operation"] != name or bytes(found["digest"]) != digest:
        raise Refused("key_used_for_something_else", key=asked.key, operation=found["operation"])
    return dict(found["answer"]), found["id"]


def check_scope(conn: Connection, by: User, contract_id: object) -> None:
    """A client acts on its own contracts only, an accountant's firm on those that it keeps;
    another's is as if it did not exist."""
    found = conn.execute("SELECT client_id FROM contract WHERE id = %s", (contract_id,)).fetchone()
    _check_client(conn, by, contract_id, found[0] if found else None)


def _check_client(conn: Connection, by: User, contract_id: object, client_id: int | None) -> None:
    if contract_id is None or by.is_factor:
        return
    is_own = client_id == by.company_id
    if is_own and by.roles & CLIENT_ROLES - {EXTERNAL_ACCOUNTANT}:
        return
    if EXTERNAL_ACCOUNTANT in by.roles and bulk.row(
        conn, "partner_now", contract_id=contract_id, party_id=by.company_id,
        role=EXTERNAL_ACCOUNTANT,
    ):  # fmt: skip
        return
    raise Refused("contract_unknown", contract_id=contract_id)


def check_scopes(conn: Connection, by: User, contract_ids: Iterable[int]) -> None:
    """check_scope for many contracts, in one statement; the first that is not one's own is told."""
    if by.is_factor:
        return
    asked = sorted(set(contract_ids))
    found = conn.execute(
        "SELECT id FROM contract WHERE id = ANY(%s) AND client_id = %s", (asked, by.company_id)
    ).fetchall()
    for contract_id in asked:
        if (contract_id,) not in found:
            raise Refused("contract_unknown", contract_id=contract_id)


def write_act(
    do: Act, company_id: int, by_id: int, name: str, digest: bytes, contract_id: object,
    answer: Answer,
) -> None:  # fmt: skip
    """The act itself, in the transaction of what it did, with the program's key that asked."""
    do.conn.execute(
        """INSERT INTO act (id, company_id, key, operation, digest, by_id, contract_id, on_date,
               answer, key_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (do.id, company_id, do.asked.key, name, digest, by_id, contract_id, do.on,
         Jsonb(answer, dumps=to_text), do.by.key_id),
    )  # fmt: skip


def _digest(name: str, arguments: dict[str, Any]) -> bytes:
    """What was asked, as 32 bytes: the same question has the same digest. Secrets stay out of it:
    a digest that is fast to compute would let them be guessed."""
    told = {word: value for word, value in arguments.items() if word not in SECRETS | CLOCKS}
    text = json.dumps([name, told], sort_keys=True, default=plain_value, ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def told(refusal: Refused) -> Answer:
    """A refusal as part of an answer: `refusal`, its code, and its facts."""
    return {"refusal": refusal.code, **refusal.facts}
