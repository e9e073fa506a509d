"""The proof of a night: what was booked since the last one, carried forward; what it finds."""

import re
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from typing import Any

import psycopg
import pytest

from comptant.doors import proof_told
from comptant.doors.words import speaking
from comptant.operations.acts.act import Refused
from comptant.operations.closing import close, manual
from comptant.operations.closing.books_proof import contradictions, contradictions_of_house
from comptant.store.connection import superuser_connect
from tests.facts import World, open_world
from tests.houses import house

CENTS = 1_000_000


@house
def world(writer: psycopg.Connection) -> World:
    """Two contracts with an invoice each; the day is closed and the next has come."""
    opened = open_world(writer)
    for number in ("C-1", "C-2"):
        contract = opened.ids[number] = opened.contract(number)
        opened.limit(contract, "BETA SA", 5_000_000)
        invoice(opened, number, "1")
    opened.close()
    opened.on += timedelta(days=1)
    return opened


def invoice(world: World, contract: str, number: str) -> None:
    world.remit(world.ids[contract], {
        "number": f"{contract}-{number}", "cents": CENTS, "due_on": world.on + timedelta(days=50)
    })  # fmt: skip


def as_owner(world: World, statement: str) -> None:
    """What nobody but a superuser can do, past every guard."""
    with superuser_connect(world.conn.info.dbname) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(statement)


def change(world: World, entry: int, **cents: int) -> None:
    """What another hand adds to lines of an entry, so that it still balances."""
    for account, added in cents.items():
        as_owner(world, f"UPDATE posting SET amount_cents = amount_cents + {added}"
                 f" WHERE account = '{account}' AND entry_id = {entry}")  # fmt: skip


def close_one(world: World, day: Any = None) -> Any:
    """Close the day; the contracts that had to be proved from their first line on."""
    told = close.close(world.conn, world.asked("aron"), day or world.on, lambda done, of: None)
    return told["to_look_at"]["proved_anew"]


def proved(world: World, contract: str) -> tuple[int, bool]:
    """What was proved of the receivables, and whether it counts the contract's last entry."""
    (row,) = world.rows(
        """SELECT deb_cents, entry_id = (SELECT max(id) FROM entry WHERE contract_id = %(id)s)
           FROM proved_sum WHERE contract_id = %(id)s""".replace("%(id)s", "%s"),
        world.ids[contract], world.ids[contract],
    )  # fmt: skip
    return row


def test_each_night_adds_to_what_the_last_one_has_proved(world: World) -> None:
    assert proved(world, "C-1") == (CENTS, True)
    invoice(world, "C-1", "2")
    assert proved(world, "C-1") == (CENTS, False)
    assert close_one(world) == []
    assert proved(world, "C-1") == (2 * CENTS, True)
    # Nothing was booked on the other: its proof is the one that it had.
    assert world.rows("SELECT contract_id, proved_on FROM proved_sum ORDER BY contract_id") == [
        (world.ids["C-1"], world.on), (world.ids["C-2"], world.on - timedelta(days=1))]  # fmt: skip


def test_movements_kept_that_another_hand_has_changed_stop_the_close(world: World) -> None:
    as_owner(world, "UPDATE moved SET amount_cents = amount_cents + 7 WHERE account = 'DEB'"
             f" AND contract_id = {world.ids['C-2']}")  # fmt: skip
    said = f"contract {world.ids['C-2']}: movements kept of DEB is .*, movements DEB is"
    with pytest.raises(Refused, match=said):
        close_one(world)
    assert world.rows("SELECT count(*) FROM day_close") == [(1,)]


def test_a_balance_that_another_hand_has_changed_stops_the_close(world: World) -> None:
    as_owner(world, "UPDATE balance SET amount_cents = amount_cents + 7 WHERE account = 'CCA'"
             f" AND contract_id = {world.ids['C-2']}")  # fmt: skip
    with pytest.raises(Refused, match="ledger balance CCA is -999993, postings CCA is"):
        close_one(world)


def test_a_line_of_before_the_last_proof_is_for_the_whole_proof_alone(world: World) -> None:
    as_owner(world, "UPDATE posting SET amount_cents = amount_cents + 7 WHERE account = 'DEB'"
             f" AND contract_id = {world.ids['C-2']}")  # fmt: skip
    ids = [world.ids["C-1"], world.ids["C-2"]]
    assert contradictions(world.conn, ids) == []
    assert contradictions(world.conn, ids, whole=True) == [{
        "contract_id": world.ids["C-2"], "what": "ledger balance DEB", "left_cents": CENTS,
        "against": "postings DEB", "right_cents": CENTS + 7}]  # fmt: skip


def test_a_line_of_any_account_and_a_value_date_that_another_hand_has_changed_are_found(
    world: World, connect_to: Callable[[str], psycopg.Connection]
) -> None:
    auditor = connect_to("comptant_auditor")
    booked = world.approve(manual.propose_entry(
        world.conn, world.asked("aron"), contract_id=world.ids["C-2"],
        lines={"CCA": -5_000, "FEE": 3_000, "VATC": 2_000}, value_on=world.on, reason="test",
    ), "ada")  # fmt: skip
    assert contradictions_of_house(auditor) == []
    entry, day = booked["entry_id"], world.on
    change(world, entry, FEE=1_000, VATC=-1_000)
    common = {"contract_number": "C-2", "currency": "EUR"}
    assert contradictions_of_house(auditor) == [
        {**common, "what": f"balance FEE {day}", "left_cents": 3_000,
         "against": f"lines FEE {day}", "right_cents": 4_000},
        {**common, "what": f"balance VATC {day}", "left_cents": 2_000,
         "against": f"lines VATC {day}", "right_cents": 1_000},
    ]  # fmt: skip
    change(world, entry, FEE=-1_000, VATC=1_000)
    as_owner(world, f"UPDATE entry SET value_on = value_on + 3 WHERE id = {entry}")
    later = day + timedelta(days=3)
    found = {row["what"]: row["left_cents"] for row in contradictions_of_house(auditor)}
    assert (found[f"balance FEE {day}"], found[f"balance FEE {later}"]) == (3_000, 0)


def test_every_figure_of_the_proof_has_its_words(world: World) -> None:
    text = (files("comptant.store") / "sql" / "contradictions.sql").read_text("utf-8")
    lines = re.findall(r"\(\d+,\s+'([^']+)',.*?,\s+'([^']+)',", text, re.DOTALL)
    assert len(lines) == 33
    with speaking("fr"):
        for figure in {figure for line in lines for figure in line}:
            assert proof_told.named(figure) != figure
        row = {"what": proof_told.COUNTED, "against": "open invoices (count)", "left_cents": 3,
               "right_cents": 1_200}  # fmt: skip
        assert proof_told.told(row)["left_cents"] == "3"


def test_a_line_of_tonight_that_another_hand_has_changed_stops_the_close(world: World) -> None:
    invoice(world, "C-1", "2")
    as_owner(world, "UPDATE posting SET amount_cents = amount_cents + 7 WHERE account = 'DEB'"
             " AND entry_id > (SELECT max(entry_id) FROM proved_sum)")  # fmt: skip
    with pytest.raises(Refused, match="postings DEB"):
        close_one(world)


def test_a_proof_that_another_hand_has_changed_is_told_and_made_anew(world: World) -> None:
    as_owner(world, "UPDATE proved_sum SET deb_cents = deb_cents - 7"
             f" WHERE contract_id = {world.ids['C-2']}")  # fmt: skip
    assert close_one(world) == ["C-2"]
    assert proved(world, "C-2") == (CENTS, True)
    world.on += timedelta(days=1)
    assert close_one(world) == []


def test_an_entry_numbered_before_the_proof_and_booked_after_it_is_counted(world: World) -> None:
    """It took its number, then waited for the close, and came in after it."""
    late = world.rows("SELECT nextval('ids')")[0][0]
    invoice(world, "C-1", "2")
    assert close_one(world) == []
    world.on += timedelta(days=1)
    invoice(world, "C-1", "3")
    (came,) = world.rows(
        """SELECT max(p.entry_id) FROM posting p JOIN proved_sum r ON r.contract_id = p.contract_id
           WHERE p.contract_id = %s AND p.account = 'DEB' AND p.entry_id > r.entry_id""",
        world.ids["C-1"],
    )[0]  # fmt: skip
    for table, column in (("entry", "id"), ("posting", "entry_id"), ("movement", "entry_id")):
        as_owner(world, f"UPDATE {table} SET {column} = {late} WHERE {column} = {came}")
    assert close_one(world) == ["C-1"]
    assert proved(world, "C-1")[0] == 3 * CENTS
    world.on += timedelta(days=1)
    assert close_one(world) == []


def test_what_comes_in_between_two_slices_is_counted_once(world: World) -> None:
    """The close is stopped after the first contract, more is booked on it, the close goes on."""

    def stop(done: int, of: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    invoice(world, "C-1", "2")
    with pytest.raises(KeyboardInterrupt):
        close.close(world.conn, world.asked("aron"), world.on, stop, size=1)
    assert proved(world, "C-1") == (2 * CENTS, True)
    invoice(world, "C-1", "3")
    assert close_one(world) == []
    assert proved(world, "C-1") == (2 * CENTS, False)
    world.on += timedelta(days=1)
    assert close_one(world) == []
    assert proved(world, "C-1") == (3 * CENTS, True)


def test_a_stop_within_a_slice_keeps_no_proof(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    invoice(world, "C-1", "2")
    with monkeypatch.context() as patch:
        patch.setattr(close, "attention_of_slice", killed)
        with pytest.raises(KeyboardInterrupt):
            close_one(world)
    assert proved(world, "C-1") == (CENTS, False)
    assert close_one(world) == []
    assert proved(world, "C-1") == (2 * CENTS, True)


def test_a_night_reads_no_history(world: World) -> None:
    """The plan reads the movements' kept sums and no line of before the last proof."""
    text = (files("comptant.store") / "sql" / "contradictions.sql").read_text()
    ids = [world.ids["C-1"], world.ids["C-2"]]
    explain = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) "
    found = world.conn.execute(explain + text, {"ids": ids, "whole": False}).fetchall()
    plan = "\n".join(row[0] for row in found)
    assert "on moved" in plan
    scans = [line for line in plan.splitlines() if " on movement" in line]
    assert all("never executed" in line for line in scans)
    lines = [line for line in plan.splitlines() if " on posting" in line]
    assert lines
    assert all("rows=0" in line or "never executed" in line for line in lines)
