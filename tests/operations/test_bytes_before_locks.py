"""The bytes of a file are stored before its contract is locked: nobody waits for them."""

import hashlib
from collections.abc import Callable

import psycopg
import pytest

from comptant.operations.acts.documents import keep_document, keep_documents
from comptant.operations.assigning import remit, sent_files
from comptant.operations.assigning.sent_files import SentFile
from comptant.operations.banking import bank
from tests.facts import World, open_world, sent_invoices
from tests.traces import refused

CONTENT = b"what was sent"
DIGEST = hashlib.sha256(CONTENT).digest()


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.ids["C-1"] = world.contract()
    return world


def send(world: World, contract: int, number: str = "FA-1") -> None:
    sent = sent_invoices(world.on, {"number": number, "cents": 100_000})
    asked = world.asked("alice")
    remit.remit(
        world.conn, asked, contract_id=contract, sent=sent, file_name="test.csv",
        digest=hashlib.sha256(number.encode()).digest(), received_at=asked.at,
        files=[SentFile("test.csv", DIGEST, CONTENT)],
    )  # fmt: skip


def test_a_contract_is_free_while_the_bytes_of_its_file_are_stored(
    world: World, connect_to: Callable[[str], psycopg.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = connect_to("comptant_writer")
    free = []

    def stored(*arguments: object) -> None:
        keep_documents(*arguments)  # type: ignore[arg-type]
        with other.transaction():
            free.append(other.execute("SELECT id FROM contract FOR UPDATE NOWAIT").fetchall())

    monkeypatch.setattr(sent_files, "keep_documents", stored)
    send(world, world.ids["C-1"])
    send(world, world.ids["C-1"])  # the same again: nothing to store
    assert [(world.ids["C-1"],) in ids for ids in free] == [True]
    assert world.rows("SELECT content, contract_id FROM document") == [(CONTENT, world.ids["C-1"])]
    assert world.one("SELECT count(*) FROM remittance_file") == 1


def test_what_is_refused_stores_no_bytes(world: World) -> None:
    with refused(world.conn, "contract_unknown", contract_id=999_999):
        send(world, 999_999)
    assert world.one("SELECT count(*) FROM document") == 0


def test_others_may_lock_contracts_while_a_bank_file_is_stored(
    world: World, connect_to: Callable[[str], psycopg.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = connect_to("comptant_writer")
    free = []

    def stored(*arguments: object) -> None:
        keep_document(*arguments)  # type: ignore[arg-type]
        lock = "SELECT pg_try_advisory_xact_lock(hashtextextended('several contracts', 0))"
        with other.transaction():
            free.append(other.execute(lock).fetchone())

    monkeypatch.setattr(bank, "keep_document", stored)
    world.bank({"cents": 100, "text": "who knows"})
    assert free == [(True,)]
    assert world.one("SELECT count(*) FROM document") == 1
