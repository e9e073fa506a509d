"""The chain of acts: sealed in batches, verified from the first, broken by any change."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from comptant import settings
from comptant.operations.acts import audit
from comptant.operations.acts.act import Answer
from comptant.store.connection import superuser_connect
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import at_once, contents, refused

Connect = Callable[[str], psycopg.Connection]

NO_READS = {
    "is_whole": True, "sealed": 0, "unsealed": 0, "head": "00" * 32, "broken_at": None,
    "broken_read_id": None, "cut_by": None,
}  # fmt: skip
WHOLE = {
    "is_whole": True, "broken_at": None, "broken_act_id": None, "cut_on": None, "missing": [],
    "reads": NO_READS,
}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """A house whose first acts are sealed."""
    opened = open_world(writer)
    opened.contract()
    seal(opened)
    return opened


def seal(world: World, login: str = "aron") -> Answer:
    return audit.seal(world.conn, world.asked(login))


def act_at(world: World, position: int) -> int:
    found = world.conn.execute(
        "SELECT act_id FROM act_seal WHERE position = %s", (position,)
    ).fetchone()
    assert found is not None
    return int(found[0])


def count(world: World, table: str) -> int:
    return contents(world.conn)[table][0]


@contextmanager
def tampering() -> Iterator[psycopg.Connection]:
    """A superuser for whom no trigger and no foreign key counts."""
    with superuser_connect(settings.DATABASE) as conn:
        conn.execute("SET session_replication_role = replica")
        yield conn


def test_every_act_is_sealed_in_order_and_the_chain_is_whole(world: World) -> None:
    sealed = count(world, "act_seal")
    assert sealed == count(world, "act") - 1  # the sealing itself waits for the next
    found = world.conn.execute("SELECT position, act_id FROM act_seal ORDER BY position").fetchall()
    acts = world.conn.execute("SELECT id FROM act ORDER BY id").fetchall()
    assert found == [(n, id_) for n, (id_,) in enumerate(acts[:-1], 1)]
    checked = audit.verify(world.conn)
    head = checked.pop("head")
    assert checked == {"sealed": sealed, "unsealed": 1, **WHOLE}
    last = world.conn.execute(
        "SELECT encode(hash, 'hex') FROM act_seal ORDER BY position DESC LIMIT 1"
    ).fetchone()
    assert last == (head,)


def test_an_empty_house_has_an_empty_chain(writer: psycopg.Connection) -> None:
    nothing = {"sealed": 0, "unsealed": 0, "head": "00" * 32, **WHOLE}
    assert audit.verify(writer) == nothing


def test_sealing_again_seals_what_came_since_and_keeps_the_rest(world: World) -> None:
    before = world.conn.execute("SELECT * FROM act_seal ORDER BY position").fetchall()
    world.contract("C-2")
    answer = seal(world)
    # The sealing before it, the contract opened, and the other person who approved it.
    assert (answer["sealed"], answer["position"]) == (3, len(before) + 3)
    after = world.conn.execute("SELECT * FROM act_seal ORDER BY position").fetchall()
    assert after[: len(before)] == before
    assert audit.verify(world.conn)["head"] == answer["head"]


def test_a_chain_longer_than_a_slice_is_sealed_and_verified_in_slices(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "SEALED_AT_ONCE", 3)
    for number in range(2, 7):
        world.contract(f"C-{number}")
    # Ten acts of five contracts and a sealing; each sealing leaves itself to the next.
    assert [seal(world)["sealed"] for _ in range(6)] == [3, 3, 3, 3, 3, 1]
    checked = audit.verify(world.conn)
    assert (checked["broken_at"], checked["unsealed"]) == (None, 1)
    assert checked["sealed"] == count(world, "act") - 1


def test_two_who_seal_at_once_make_one_chain(world: World, connect_to: Connect) -> None:
    for number in range(2, 6):
        world.contract(f"C-{number}")
    asked = [world.asked("aron"), world.asked("ada")]
    given = at_once(
        connect_to,
        lambda conn: audit.seal(conn, asked[0]),
        lambda conn: audit.seal(conn, asked[1]),
    )
    # The first seals the four contracts, opened and approved, and the sealing before it; the
    # second may add the first.
    assert sorted(answer["sealed"] for answer in given) in ([0, 9], [1, 9])
    checked = audit.verify(world.conn)
    assert (checked["broken_at"], checked["sealed"]) == (None, max(a["position"] for a in given))


@pytest.mark.parametrize("change", [
    "answer = answer || '{\"fee\": 1}'", "by_id = by_id + 1", "key = key || '-'",
    "operation = 'decide'", "digest = '\\x00'", "contract_id = 7", "company_id = 7",
    "key_id = 7", "on_date = on_date - 1", "at = at - interval '1 microsecond'",
])  # fmt: skip
def test_a_changed_act_breaks_the_chain_at_its_place(world: World, change: str) -> None:
    act_id = act_at(world, 4)
    with tampering() as conn:
        changed = conn.execute(
            f"UPDATE act SET {change} WHERE id = %s",  # type: ignore[arg-type]
            (act_id,),
        )
        assert changed.rowcount == 1
    assert audit.verify(world.conn) == {
        **WHOLE, "is_whole": False, "sealed": 4, "unsealed": 0, "head": None, "broken_at": 4,
        "broken_act_id": act_id,
    }  # fmt: skip


def test_a_removed_act_breaks_the_chain_at_its_place_even_the_last(world: World) -> None:
    last = count(world, "act_seal")
    for position in (last, 4):
        act_id = act_at(world, position)
        with tampering() as conn:
            assert conn.execute("DELETE FROM act WHERE id = %s", (act_id,)).rowcount == 1
        assert audit.verify(world.conn)["broken_at"] == position


def cut(world: World, acts: int) -> list[int]:
    """Take the last sealed acts away with their seals, and what was not sealed."""
    with tampering() as conn:
        gone = conn.execute(
            """DELETE FROM act_seal WHERE position > (SELECT max(position) FROM act_seal) - %s
               RETURNING act_id""", (acts,),
        ).fetchall()  # fmt: skip
        conn.execute("DELETE FROM act WHERE NOT EXISTS (SELECT FROM act_seal WHERE act_id = id)")
    return [id_ for (id_,) in gone]


def test_a_chain_cut_off_at_its_end_is_known_by_the_rows_that_name_its_acts(world: World) -> None:
    last = cut(world, 1)
    checked = audit.verify(world.conn)
    assert (checked["is_whole"], checked["broken_at"], checked["cut_on"]) == (False, None, None)
    named = {(row["act_id"], row["named_by"]) for row in checked["missing"]}
    assert named == {(last[0], "approval_decision")}


def test_a_chain_cut_off_at_its_end_is_known_by_the_close(world: World) -> None:
    report = world.close()
    position = count(world, "act_seal")
    assert report["chain"]["position"] == position
    assert audit.verify(world.conn)["is_whole"]
    seal(world)  # an act that no row names
    assert audit.verify(world.conn)["cut_on"] is None
    cut(world, count(world, "act_seal") - position + 1)
    checked = audit.verify(world.conn)
    assert (checked["is_whole"], checked["cut_on"]) == (False, world.on.isoformat())


def test_a_chain_sealed_again_after_a_cut_is_not_that_of_the_close(world: World) -> None:
    world.close()
    cut(world, 1)
    for _ in range(2):
        seal(world)
    checked = audit.verify(world.conn)
    assert (checked["broken_at"], checked["cut_on"]) == (None, world.on.isoformat())


def test_a_removed_seal_breaks_the_chain_at_its_place(world: World) -> None:
    with tampering() as conn:
        conn.execute("DELETE FROM act_seal WHERE position = 4")
    assert audit.verify(world.conn)["broken_at"] == 4


def test_two_acts_put_in_each_others_place_break_the_chain(world: World) -> None:
    with tampering() as conn:
        conn.execute("UPDATE act_seal SET act_id = -act_id WHERE position IN (4, 5)")
        conn.execute(
            """UPDATE act_seal s SET act_id = -o.act_id FROM act_seal o
               WHERE s.position + o.position = 9 AND s.position IN (4, 5)"""
        )
    assert audit.verify(world.conn)["broken_at"] == 4


def test_sealing_on_a_broken_chain_does_not_mend_it(world: World) -> None:
    with tampering() as conn:
        conn.execute("UPDATE act SET on_date = on_date - 1 WHERE id = %s", (act_at(world, 4),))
    world.contract("C-2")
    seal(world)
    assert audit.verify(world.conn)["broken_at"] == 4


def test_a_client_does_not_seal(world: World) -> None:
    with refused(world.conn, "not_your_right", operation="seal"):
        seal(world, "alice")


def test_an_auditor_verifies_with_his_own_connection(world: World, connect_to: Connect) -> None:
    assert audit.verify(connect_to("comptant_auditor")) == audit.verify(world.conn)
