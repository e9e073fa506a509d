"""What each role may and must not do, over every table that the catalogue knows."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, tables

Connect = Callable[[str], psycopg.Connection]

ROLES = ("comptant_writer", "comptant_reader", "comptant_auditor", "comptant_owner")
NOT_OURS = {"django_migrations"}  # Django's own
# The only columns that are ever written again, and the only rows that are ever removed.
UPDATED = {
    "bank_movement": {"withdrawn_act_id"},
    "bank_statement": {"withdrawn_act_id", "withdrawn_for"},
    "address_tries": {"minute_at", "tries"},
    "api_key": {"agreed_at", "ended_at", "expires_at"},
    "api_use": {"calls", "minute_at"},
    "app_user": {"once_until", "password"},
    "ceiling": {"turn"},
    "contract": {"turn"},
    "delivery": {"delivered_at", "last_answer", "next_at", "tries"},
    "exposure": {
        "outstanding_cents", "ineligible_cents", "reduction_cents", "approved_cents",
        "unapplied_credit_cents", "unallocated_cash_cents", "open_count",
    },
    "held": {"contract_id", "invoice_id", "returned_for"},
    "invoice": {
        "fee_bill_id", "open_cents", "ineligible_cents", "reduction_cents", "approved_cents",
        "advance_class", "hold", "holds", "next_change_on",
    },
    "penalty": {"open_cents", "is_undone"},
    "party": {"name"},
    "payment": {"open_cents", "buyer_id", "wait_reason", "moved_cents"},
    "guarantee": {"again_entry_id", "client_open_cents", "factor_open_cents", "guaranteed_cents",
                  "uncovered_cents"},
    "claim_item": {"factor_cents", "had_cents", "is_dropped", "owed_cents", "share_cents"},
    "insurer_call": {"answer", "job", "last_answer", "next_at", "sent_on", "state", "tries"},
    "charged_advance": {"entry_id", "financing_rate_ppm", "interest_cents"},
    "proved_sum": {
        "entry_id", "deb_cents", "unal_cents", "cca_cents", "tran_cents", "coll_cents",
        "inco_cents", "proved_on", "act_id",
    },
    "envelope": {
        "reference", "state", "tries", "next_at", "last_answer", "signed_file", "evidence_file",
        "signer", "signed_at",
    },
    "mail_answer": {"next_at", "begun_at", "sent_at", "tries"},
    "reminder": {
        "state", "next_at", "tries", "taken_at", "done_at", "sent_to", "told", "said",
        "done_act_id", "left_on", "language",
    },
    "signing_code": {"code", "next_at", "sent_at", "tries", "used_at"},
    "callback_contact": {"caller", "phone"},
    "recovery_code": {"ended_at", "used_at"},
    "second_factor": {"ended_at", "last_step"},
    "identity": {"ended_at"},
    "session": {"browser", "challenge", "challenge_at", "ended_at", "factor_at", "is_new_browser"},
    "sign_in_link": {"used_at"},
    "user_email": {"ended_at"},
    "user_mail": {"next_at", "secret", "sent_at", "tries", "used_at"},
    "webhook": {"ended_at", "token", "token_before", "token_before_until"},
}  # fmt: skip
DELETED = {"guarantee", "held", "party_identifier", "used_challenge"}
# Written again or removed by design; every other table is history, and final for its owner too.
NOT_HISTORY = {
    "address_tries", "api_key", "api_use", "app_user", "balance", "delivery", "webhook",
    "bank_ledger", "ceiling", "contract", "exposure", "held", "invoice",
    "advance_day", "moved", "own_account",
    "charged_advance", "claim_item", "guarantee", "insurer_call",
    "party", "party_identifier", "payment",
    "proved_sum", "recovery_code", "second_factor", "session", "identity", "sign_in_failure",
    "sign_in_link", "used_challenge", "signing_code", "envelope", "mail_answer",
    "callback_contact", "user_email", "user_mail", "reminder", "penalty", *NOT_OURS,
}  # fmt: skip
UNSEEN_BY_READER = {
    "address_tries", "api_use", "password_reset", "sign_in_failure", "sign_in_link", "signing_code",
    "used_challenge", "user_mail", *NOT_OURS,
}  # fmt: skip
UNSEEN_BY_AUDITOR = {"session", *NOT_OURS}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def allowed(conn: psycopg.Connection, right: str) -> set[str]:
    """The tables on which the connection's role has a right, on the whole or on a column."""
    found = conn.execute(
        """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
           AND relkind IN ('r', 'p') AND (has_table_privilege(oid, %(right)s) OR CASE
               WHEN %(right)s IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
               THEN has_any_column_privilege(oid, %(right)s) ELSE false END)""",
        {"right": right},
    ).fetchall()
    return {name for (name,) in found}


def columns(conn: psycopg.Connection, table: str, right: str) -> set[str]:
    """The columns of a table on which the connection's role has a right."""
    found = conn.execute(
        """SELECT attname FROM pg_attribute WHERE attrelid = %(table)s::regclass AND attnum > 0
           AND NOT attisdropped AND has_column_privilege(attrelid, attnum, %(right)s)""",
        {"table": table, "right": right},
    ).fetchall()
    return {name for (name,) in found}


def attempt(conn: psycopg.Connection, statement: str, table: str, column: str = "") -> None:
    """Run a statement on a table, in a transaction of its own."""
    with conn.transaction():
        text = sql.SQL(statement).format(t=sql.Identifier(table), c=sql.Identifier(column))
        conn.execute(text)


def first_column(conn: psycopg.Connection, table: str) -> str:
    found = conn.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", (table,)
    ).fetchone()
    assert found is not None
    return str(found[0])


# The catalogue ----------------------------------------------------------------------------------


def test_the_writer_reads_and_adds_and_writes_again_only_what_is_listed(
    writer: psycopg.Connection,
) -> None:
    every = set(tables(writer))
    assert allowed(writer, "SELECT") == every - NOT_OURS
    kept = {"advance_day", "balance", "bank_ledger", "moved"}  # by triggers
    assert allowed(writer, "INSERT") == every - NOT_OURS - kept
    assert {t: columns(writer, t, "UPDATE") for t in allowed(writer, "UPDATE")} == UPDATED
    assert allowed(writer, "DELETE") == DELETED
    assert allowed(writer, "TRUNCATE") == set()
    assert allowed(writer, "REFERENCES") == set()
    assert allowed(writer, "TRIGGER") == set()


def test_the_database_alone_says_when_and_in_which_transaction_an_entry_was_booked(
    writer: psycopg.Connection,
) -> None:
    every = columns(writer, "entry", "SELECT")
    assert every - columns(writer, "entry", "INSERT") == {"booked_at", "xact"}


def test_the_reader_reads_all_but_secrets_and_writes_nothing(reader: psycopg.Connection) -> None:
    assert allowed(reader, "SELECT") == set(tables(reader)) - UNSEEN_BY_READER
    assert columns(reader, "app_user", "SELECT") == {"id", "login", "name"}
    for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
        assert allowed(reader, right) == set()


def test_the_auditor_reads_all_but_secrets_and_writes_nothing(auditor: psycopg.Connection) -> None:
    assert allowed(auditor, "SELECT") == set(tables(auditor)) - UNSEEN_BY_AUDITOR
    assert columns(auditor, "app_user", "SELECT") == {"id", "login", "name"}
    for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
        assert allowed(auditor, right) == set()


def test_every_table_belongs_to_the_owner_and_is_under_row_security(
    auditor: psycopg.Connection,
) -> None:
    found = auditor.execute(
        """SELECT relname, relrowsecurity, pg_get_userbyid(relowner) FROM pg_class
           WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"""
    ).fetchall()
    assert {owner for _, _, owner in found} == {"comptant_owner"}
    assert {name for name, is_secured, _ in found if not is_secured} == NOT_OURS


def test_every_policy_lets_its_role_read_and_nothing_else(auditor: psycopg.Connection) -> None:
    found = auditor.execute(
        "SELECT tablename, policyname, roles::text[], cmd FROM pg_policies ORDER BY 1, 2"
    ).fetchall()
    for table, name, roles, command in found:
        assert (roles, command) == ([f"comptant_{name.partition('_')[0]}"], "SELECT"), table
    ours = set(tables(auditor)) - NOT_OURS
    assert {table for table, name, _, _ in found if name == "auditor"} == ours
    assert {table for table, name, _, _ in found if name == "reader"} == (ours - UNSEEN_BY_READER)


def test_only_the_owner_may_run_what_guards_the_books(auditor: psycopg.Connection) -> None:
    found = auditor.execute(
        """SELECT r.rolname, p.proname FROM pg_proc p CROSS JOIN pg_roles r
           WHERE p.pronamespace = 'public'::regnamespace AND r.rolname = ANY (%s)
           AND has_function_privilege(r.oid, p.oid, 'EXECUTE') AND p.proname LIKE '%%guard'""",
        (list(ROLES),),
    ).fetchall()
    assert {role for role, _ in found} == {"comptant_owner"}


# The attempts -----------------------------------------------------------------------------------


def test_the_writer_is_refused_each_change_of_each_table_of_history(
    world: World, writer: psycopg.Connection
) -> None:
    before = contents(writer)
    for table in sorted(set(before) - set(UPDATED) - DELETED):
        column = first_column(writer, table)
        for statement in ("UPDATE {t} SET {c} = {c}", "DELETE FROM {t}", "TRUNCATE {t}"):
            with pytest.raises(InsufficientPrivilege):
                attempt(writer, statement, table, column)
    assert contents(writer) == before


def test_the_writer_is_refused_each_column_that_is_not_listed(
    world: World, writer: psycopg.Connection
) -> None:
    before = contents(writer)
    for table, listed in UPDATED.items():
        for column in sorted(columns(writer, table, "SELECT") - listed):
            with pytest.raises(InsufficientPrivilege):
                attempt(writer, "UPDATE {t} SET {c} = {c}", table, column)
        wiped = () if table in DELETED else ("DELETE FROM {t}",)
        for statement in (*wiped, "TRUNCATE {t}"):
            with pytest.raises(InsufficientPrivilege):
                attempt(writer, statement, table)
    assert contents(writer) == before


@pytest.mark.parametrize("statement", [
    "INSERT INTO balance VALUES (1, 'CCA', 0, 'EUR', '2026-01-16', 100)",
    "UPDATE balance SET amount_cents = 0",
    "INSERT INTO bank_ledger VALUES (1, 'EUR', 100)",
    "UPDATE bank_ledger SET amount_cents = 0",
    "INSERT INTO advance_day VALUES (1, '2026-01-16', 100, 0)",
    "UPDATE advance_day SET advance_cents = 0",
    "INSERT INTO moved VALUES (1, 'DEB', 100, 0)",
    "UPDATE moved SET amount_cents = 0",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '0002_x', now())",
    "CREATE TABLE public.mine (n int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql RETURN 1",
    "ALTER TABLE posting DISABLE TRIGGER posting_guard",
    "ALTER TABLE act DISABLE TRIGGER ALL",
    "DROP TRIGGER history_is_final ON act",
    "CREATE TRIGGER mine BEFORE INSERT ON act EXECUTE FUNCTION history_is_final()",
    "ALTER TABLE act DISABLE ROW LEVEL SECURITY",
    "CREATE OR REPLACE FUNCTION posting_guard() RETURNS trigger LANGUAGE sql AS ''",
    "SELECT setval('ids', 1)",
    "SET ROLE comptant_owner",
    "SET ROLE comptant_auditor",
    "SET SESSION AUTHORIZATION comptant_owner",
])  # fmt: skip
def test_the_writer_is_refused_what_would_undo_the_guards(
    writer: psycopg.Connection, statement: str
) -> None:
    before = contents(writer)
    with pytest.raises(InsufficientPrivilege), writer.transaction():
        writer.execute(statement)
    assert contents(writer) == before


@pytest.mark.parametrize("role", ROLES)
def test_nobody_passes_the_triggers_by_playing_a_replica(connect_to: Connect, role: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        connect_to(role).execute("SET session_replication_role = replica")


@pytest.mark.parametrize("role", ["comptant_reader", "comptant_auditor"])
def test_those_who_read_are_refused_every_way_of_writing(
    world: World, connect_to: Connect, role: str
) -> None:
    conn = connect_to(role)
    conn.autocommit = True
    before = contents(world.conn)
    for table in before:
        column = first_column(conn, table)
        for statement in (
            "INSERT INTO {t} DEFAULT VALUES", "UPDATE {t} SET {c} = {c}", "DELETE FROM {t}",
            "TRUNCATE {t}", "COPY {t} FROM STDIN",
        ):  # fmt: skip
            with pytest.raises(InsufficientPrivilege):
                attempt(conn, statement, table, column)
    assert contents(world.conn) == before


def test_history_is_final_for_the_owner_too(world: World, connect_to: Connect) -> None:
    owner = connect_to("comptant_owner")
    owner.autocommit = True
    before = contents(world.conn)
    for table in sorted(set(before) - NOT_HISTORY):
        column = first_column(owner, table)
        for statement in (
            "UPDATE {t} SET {c} = {c} WHERE false", "DELETE FROM {t} WHERE false",
            "TRUNCATE {t} CASCADE",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.IntegrityError) as caught:
                attempt(owner, statement, table, column)
            assert caught.value.diag.constraint_name == "history_is_final"
    assert contents(world.conn) == before


def test_the_auditor_sees_every_row_and_neither_passwords_nor_sessions(
    world: World, auditor: psycopg.Connection
) -> None:
    auditor.autocommit = True
    counts = {name: count for name, (count, _) in contents(world.conn).items()}
    seen = {}
    for table in sorted(set(counts) - UNSEEN_BY_AUDITOR):
        found = auditor.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        seen[table] = found[0] if found else None
    assert seen == {name: counts[name] for name in seen}
    assert seen["app_user"] == 6
    for secret in ("SELECT password FROM app_user", "SELECT * FROM app_user",
                   "SELECT user_id FROM session", "SELECT secret FROM second_factor",
                   "SELECT code_digest FROM recovery_code",
                   "SELECT password FROM password_reset",
                   "SELECT token_digest FROM api_key", "SELECT token FROM webhook"):  # fmt: skip
        with pytest.raises(InsufficientPrivilege):
            auditor.execute(secret)


def test_the_reader_reads_no_password_and_no_session(reader: psycopg.Connection) -> None:
    reader.autocommit = True
    for secret in ("SELECT password FROM app_user", "SELECT token_digest FROM session",
                   "SELECT secret FROM second_factor", "SELECT token_digest FROM api_key",
                   "SELECT user_id FROM sign_in_link",
                   "SELECT * FROM sign_in_failure"):  # fmt: skip
        with pytest.raises(InsufficientPrivilege):
            reader.execute(secret)
