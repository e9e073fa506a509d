"""The same bytes sent by two companies: each has its file, and nothing of the other's."""

import hashlib
from datetime import timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import remit
from comptant.operations.assigning.sent_files import SentFile
from comptant.store.access import reading
from tests.cast import add_cast
from tests.facts import World, open_world, sent_invoices
from tests.houses import house

BYTES = b"the same list, from the same software"
DIGEST = hashlib.sha256(BYTES).digest()


@house
def world(writer: psycopg.Connection) -> World:
    """alice owns ALPHA SAS (A-1), celine GAMMA SA (C-1); both sell to BETA SA."""
    opened = open_world(writer)
    add_cast(opened)
    return opened


def send(world: World, login: str, number: str, name: str) -> Answer:
    due = world.on + timedelta(days=40)
    sent = sent_invoices(world.on, {"number": f"{login}-1", "cents": 100_000, "due_on": due})
    asked = world.asked(login)
    return remit.remit(
        world.conn, asked, contract_id=world.ids[number], sent=sent, file_name=name,
        digest=DIGEST, received_at=asked.at, files=(SentFile(name, DIGEST, BYTES),),
    )  # fmt: skip


def looks(world: World, login: str, number: str) -> tuple[list[Any], list[Any]]:
    """The files of a contract as somebody sees them, and the bytes under the digest."""
    user = world.users[login]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        rows = see("read_documents", contract_id=world.ids[number])
        found = see("read_document", digest=DIGEST.hex())
    return ([(row["name"], row["by_login"]) for row in rows],
            [(row["name"], bytes(row["content"])) for row in found])  # fmt: skip


def test_each_has_the_file_it_sent_under_its_own_name(world: World) -> None:
    send(world, "alice", "A-1", "march.csv")
    assert looks(world, "celine", "C-1") == ([], [])
    before = send(world, "celine", "C-1", "mine.csv")
    assert before["repeated"] is False
    assert looks(world, "alice", "A-1") == ([("march.csv", "alice")], [("march.csv", BYTES)])
    assert looks(world, "celine", "C-1") == ([("mine.csv", "celine")], [("mine.csv", BYTES)])
    assert looks(world, "celine", "A-1")[0] == []
    assert world.rows("SELECT count(*) FROM document WHERE digest = %s", DIGEST) == [(1,)]


def test_the_second_answer_says_nothing_of_the_first(world: World) -> None:
    first = send(world, "alice", "A-1", "march.csv")
    second = send(world, "celine", "C-1", "march.csv")
    assert set(first) == set(second)
    numbers = {"remittance_id", "entry_id", "contract_id"}
    same = {one for one in first if first[one] == second[one]}
    assert {one for one in set(first) - numbers if one not in same} <= {"lines", "invoice_ids"}
