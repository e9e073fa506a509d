"""Reads of sensitive data: kept before they are told, sealed into a chain, shown to few."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from comptant import settings
from comptant.doors import reads
from comptant.doors.reads_told import KINDS
from comptant.doors.unlisted import NOT_LISTS
from comptant.operations.acts import audit
from comptant.operations.closing import keeper
from comptant.store import bulk, kept_reads
from comptant.store.access import Paging, reading
from comptant.store.connection import superuser_connect
from tests.facts import World, three_of_two_clients
from tests.houses import house

Connect = Callable[[str], psycopg.Connection]
LOOKED = (
    "SELECT u.login, r.kind, r.name, r.about, r.row_count FROM kept_read r"
    " JOIN app_user u ON u.id = r.user_id ORDER BY r.id"
)
# What tells an account, a person or a file by the name of its column, and is not sensitive.
NOT_SENSITIVE = {
    "read_collections": "our own account", "read_debits": "our own account",
    "read_bank_statements": "our own account, and who withdrew, beside why",
    "read_expected": "our own account", "read_own_accounts": "our own account",
    "read_owed": "our own account, told to those who pay to it",
    "read_linked_invoices": "our own account, told to those who pay to it",
    "read_linked_totals": "our own account, told to those who pay to it",
    "read_buyer_links": "who made a link, beside the link",
    "read_buyer_answers": "the digest of a file, which read_document opens",
    "read_day_close": "who closed a day: the report of the house",
    "read_penalty_steps": "who claimed and waived, beside why",
    "read_erasure_proofs": "the digest of what went, which opens nothing",
    "read_garnishments": "the digest of an answer, which read_document opens",
    "read_garnishment_steps": "the digest of an answer, which read_document opens",
    "read_dispute_notices": "the digest of a letter, which read_document opens",
    "read_dispute_steps": "who answered, beside the answer", "read_exceptions": "who decided",
    "read_facts": "who recorded, beside the fact", "read_movements": "who booked, beside the line",
    "read_release_letters": "who recorded, beside the letter", "read_tariffs": "who decided",
    "read_sandbox": "no user", "read_companies": "the reader's own companies",
    "read_payment_homes": "searches by accounts and shows none",
    "read_insurer_messages": "what an insurer is told of companies",
    "read_insurer_answers": "what an insurer decides on companies",
    "read_claim_evidence": "the digest of a file, which read_document opens",
    "read_quote": "who accepted, beside the offer", "read_quotes": "who accepted, beside the offer",
    "read_contract_quote": "who accepted, beside the offer",
    "read_linked_quote": "who accepted, told to whoever has its link",
    "read_offer_file": "a request and its offers: no account and no person",
    "read_outbox": "the digest of a file, which read_document opens",
    "read_remittances": "the digest of a file, which read_document opens",
}  # fmt: skip
TELLS = re.compile(
    r"\b(?:\w+_)?(?:iban|login)\b(?=,|\s*$|\s+FROM| AS by_login)|\bcontent\b|AS digest|AS \w+_by\b",
    re.M,
)


@house
def world(writer: psycopg.Connection) -> World:
    """Two clients beside each other, the house's auditor, and nothing read yet."""
    return three_of_two_clients(writer)


def look(world: World, who: str, name: str, /, **arguments: object) -> list[bulk.Row]:
    user = world.users[who]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return see(name, **arguments)


def seal(world: World) -> None:
    audit.seal(world.conn, world.asked("aron"))


@contextmanager
def tampering() -> Iterator[psycopg.Connection]:
    """A superuser for whom no trigger and no foreign key counts."""
    with superuser_connect(settings.DATABASE) as conn:
        conn.execute("SET session_replication_role = replica")
        yield conn


def test_a_look_at_accounts_is_kept_with_its_filter_and_its_rows(world: World) -> None:
    alpha = world.ids["ALPHA SAS"]
    rows = look(world, "ugo", "read_payees", party_id=alpha)
    assert [row["party_id"] for row in rows] == [alpha]
    look(world, "ugo", "read_contracts", number=None, on=world.on)  # nothing sensitive
    look(world, "ugo", "read_opening_facts", contract_id=world.ids["C-1"])
    assert world.rows(LOOKED) == [
        ("ugo", "account", "payees", {"party_id": alpha}, 1),
        ("ugo", "opening", "opening_facts", {"contract_id": world.ids["C-1"]}, 0),
    ]
    assert world.rows("SELECT DISTINCT company_id, key_id FROM kept_read") == [
        (world.ids["FACTOR SA"], None)
    ]


def test_a_text_that_may_be_a_name_is_not_kept(world: World) -> None:
    with reading(world.users["alice"].id) as see:
        see("read_team_acts", Paging(("id",), 2, ("9999999",), True), login="bob")
        see("read_document", digest="ab" * 32)
    assert world.rows("SELECT about, row_count FROM kept_read ORDER BY id") == [
        ({"login": "*", "after": "*"}, 0), ({"digest": "ab" * 32}, 0),
    ]  # fmt: skip


def test_a_page_counts_the_rows_that_it_shows(world: World) -> None:
    user = world.users["ada"]
    with reading(user.id) as see:
        rows = see("read_users", Paging(("login", "company_name"), 2))
    assert len(rows) == 3  # one more: another page follows
    assert world.rows(LOOKED) == [("ada", "person", "users", {}, 2)]


def test_who_reads_only_themselves_leaves_no_trace(world: World) -> None:
    (row,) = look(world, "cora", "read_team")  # she is alone
    assert row["login"] == "cora"
    for name in ("read_companies", "read_email", "read_identities", "read_recovery_codes",
                 "read_second_factors", "read_sessions"):  # fmt: skip
        given = {"at": world.asked("cora").at} if "at" in reads.parameters(name) else {}
        look(world, "cora", name, **given)
    assert world.rows(LOOKED) == []
    look(world, "alice", "read_team")  # her colleagues
    assert [row[:3] for row in world.rows(LOOKED)] == [("alice", "person", "team")]


def test_a_look_that_is_told_after_is_kept_at_once_at_its_end(world: World) -> None:
    user = world.users["ugo"]
    with reading(user.id, is_told_after=True) as see:
        see("read_payees", party_id=None)
        see("read_users")
        assert world.rows(LOOKED) == []
    assert world.one("SELECT count(DISTINCT xmin::text) FROM kept_read") == 1
    assert [row[2] for row in world.rows(LOOKED)] == ["payees", "users"]
    with (
        pytest.raises(ValueError, match="not a query"),
        reading(user.id, is_told_after=True) as see,
    ):
        _ = see("read_payees", party_id=None), see("acts_to_seal")  # it has read, and then failed
    assert len(world.rows(LOOKED)) == 3


def test_a_read_that_cannot_be_kept_is_refused(world: World) -> None:
    with tampering() as conn:
        conn.execute("ALTER TABLE kept_read ADD CONSTRAINT no_room CHECK (row_count < 0) NOT VALID")
    rows: list[bulk.Row] = []
    with pytest.raises(psycopg.errors.CheckViolation):
        rows = look(world, "ugo", "read_payees", party_id=None)
    assert rows == []
    with (
        pytest.raises(psycopg.errors.CheckViolation),
        reading(world.users["ugo"].id, is_told_after=True) as see,
    ):
        see("read_payees", party_id=None)
    look(world, "ugo", "read_contracts", number=None, on=world.on)  # the rest goes on


def test_administrators_and_auditors_read_the_reads_and_nobody_else(world: World) -> None:
    look(world, "ugo", "read_payees", party_id=None)
    wanted = {"login": None, "kind": None, "from_on": None}
    for login in ("anna", "carl", "tania", "aron", "alice", "bob", "cora"):
        assert look(world, login, "read_kept_reads", **wanted) == [], login
    seen = look(world, "ada", "read_kept_reads", **{**wanted, "kind": "account"})
    assert [(row["login"], row["read_name"], row["row_count"]) for row in seen] == [
        ("ugo", "payees", len(look(world, "ada", "read_payees", party_id=None)))
    ]
    # Who looked at the reads is among them.
    seen = look(world, "ugo", "read_kept_reads", **{**wanted, "login": "ada"})
    assert [row["read_name"] for row in seen] == ["kept_reads", "payees"]
    tomorrow = world.on.replace(year=world.on.year + 90)
    assert look(world, "ugo", "read_kept_reads", **{**wanted, "from_on": tomorrow}) == []


def test_reads_are_sealed_in_their_order_and_the_chain_is_whole(world: World) -> None:
    for _ in range(3):
        look(world, "ugo", "read_payees", party_id=None)
    assert audit.verify(world.conn)["reads"]["unsealed"] == 3
    seal(world)
    found = audit.verify(world.conn)
    head = world.one("SELECT encode(hash, 'hex') FROM read_seal ORDER BY position DESC LIMIT 1")
    assert found["is_whole"]
    assert found["reads"] == {
        "is_whole": True, "sealed": 3, "unsealed": 0, "head": head, "broken_at": None,
        "broken_read_id": None, "cut_by": None,
    }  # fmt: skip
    seals = world.rows("SELECT position, read_id FROM read_seal ORDER BY position")
    assert seals == [
        (n, id_) for n, (id_,) in enumerate(world.rows("SELECT id FROM kept_read ORDER BY id"), 1)
    ]


def test_the_keeper_seals_reads_that_wait(world: World) -> None:
    at = world.asked("ada").at
    keeper.seal_acts(world.conn, at, world.on)
    assert keeper.seal_acts(world.conn, at, world.on) == 0
    look(world, "ugo", "read_payees", party_id=None)
    assert keeper.seal_acts(world.conn, at, world.on) == 2  # the seal before it, and the read
    assert keeper.seal_acts(world.conn, at, world.on) == 0


@pytest.mark.parametrize("change", [
    "user_id = user_id + 1", "company_id = 7", "key_id = 7", "kind = 'person'", "name = 'users'",
    "about = about || '{\"party_id\": 7}'", "row_count = 0", "at = at - interval '1 microsecond'",
])  # fmt: skip
def test_a_changed_read_breaks_its_chain_at_its_place(world: World, change: str) -> None:
    for _ in range(3):
        look(world, "ugo", "read_payees", party_id=None)
    seal(world)
    read_id = world.one("SELECT read_id FROM read_seal WHERE position = 2")
    with tampering() as conn:
        conn.execute(f"UPDATE kept_read SET {change} WHERE id = %s", (read_id,))  # type: ignore[arg-type]
    found = audit.verify(world.conn)
    assert (found["is_whole"], found["broken_at"]) == (False, None)
    assert (found["reads"]["broken_at"], found["reads"]["broken_read_id"]) == (2, read_id)


def test_reads_taken_off_the_end_are_known_by_the_act_that_sealed_them(world: World) -> None:
    for _ in range(3):
        look(world, "ugo", "read_payees", party_id=None)
    seal(world)
    sealed_by = world.one("SELECT max(id) FROM act WHERE operation = 'seal'")
    with tampering() as conn:
        conn.execute("DELETE FROM read_seal WHERE position = 3")
        conn.execute("DELETE FROM kept_read WHERE id = (SELECT max(id) FROM kept_read)")
    found = audit.verify(world.conn)["reads"]
    assert (found["is_whole"], found["broken_at"], found["cut_by"]) == (False, None, sealed_by)


def test_the_close_keeps_the_head_of_the_reads_too(world: World) -> None:
    look(world, "ugo", "read_payees", party_id=None)
    report = world.close()
    assert report["reads"]["position"] == 1
    with tampering() as conn:
        conn.execute("DELETE FROM read_seal")
        conn.execute("DELETE FROM kept_read")
    closed_by = world.one("SELECT act_id FROM day_close")
    assert audit.verify(world.conn)["reads"]["cut_by"] == closed_by


def test_every_query_that_tells_an_account_a_person_or_a_file_is_sensitive_or_says_why() -> None:
    own = {
        "read_email",
        "read_identities",
        "read_recovery_codes",
        "read_second_factors",
        "read_sessions",
    }
    found = set()
    for name in set(reads.READS) | set(NOT_LISTS):
        if TELLS.search(bulk.query(name)):
            found.add(name)
    kept = {name for name in kept_reads.SENSITIVE if name.startswith("read_")}
    assert found - kept - own - set(NOT_SENSITIVE) == set()
    assert kept <= set(reads.READS) | set(NOT_LISTS)
    assert not kept & set(NOT_SENSITIVE)
    assert tuple(sorted(set(kept_reads.SENSITIVE.values()))) == KINDS
