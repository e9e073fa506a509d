"""The invented market at a small scale: loaded books that hold, files that readers take whole, a
day whose totals balance. Nothing is timed."""

import time
from datetime import timedelta
from pathlib import Path

import polars as pl
import psycopg
import pytest

from comptant.doors.bench.market import day, interactive, lists, load, statements, transfers
from comptant.doors.bench.market.world import MEAN_CENTS, World
from comptant.doors.bench.stage import ON
from comptant.formats import bankfile, intake
from comptant.operations.acts.act import Act
from comptant.operations.assigning.remit import remit
from comptant.operations.portfolio.positions import judge_again_one
from comptant.store import bulk

MIDDLE = 0.01  # 330 clients, 110 000 open invoices: the totals of the whole day must balance
SMALL = 0.001  # 33 clients, 11 000 open invoices, 316 invoices and as many payments


@pytest.fixture(scope="module")
def small() -> World:
    return World(SMALL, ON)


@pytest.fixture
def market(writer: psycopg.Connection, small: World) -> load.Market:
    writer.autocommit = True
    return load.load(writer, small)


def test_the_market_has_the_size_and_shape_that_its_scale_says() -> None:
    world = World(1, ON)
    told = world.clients.select(pl.col("open_count", "sent_count", "paid_count").sum()).row(0)
    assert (world.clients.height, *told) == (33_000, 11_000_000, 316_000, 316_000)
    assert world.clients["open_count"].median() < 60  # most are tiny
    assert world.clients["open_count"].max() > 100_000
    part = next(world.slices())
    mean = world.open_invoices(part)["cents"].mean()
    assert mean is not None
    assert abs(mean - MEAN_CENTS) < MEAN_CENTS * 0.02


def test_a_slice_is_the_same_whoever_asks_for_it(small: World) -> None:
    again = World(SMALL, ON)
    whole = pl.concat([small.open_invoices(part) for part in small.slices()])
    parts = pl.concat([again.open_invoices(part) for part in again.slices(500)])
    assert whole.equals(parts)
    assert not whole.equals(pl.concat(
        [World(SMALL, ON, seed=2).open_invoices(part) for part in small.slices()]
    ))  # fmt: skip


def test_loaded_books_hold_for_every_contract_and_account(market: load.Market) -> None:
    conn = market.box.conn
    first = market.first_contract
    contract_ids = list(range(first, first + market.world.clients.height))
    assert bulk.rows(conn, "contradictions", ids=contract_ids, whole=True) == []
    assert [row["off_cents"] for row in bulk.rows(conn, "bank_proof", whole=True)] == [0, 0, 0]
    assert conn.execute("SELECT count(*) FROM invoice").fetchone() == (11_000,)
    unnumbered = """SELECT count(*) FROM entry e
        WHERE NOT EXISTS (SELECT FROM entry_number n WHERE n.entry_id = e.id)"""
    assert conn.execute(unnumbered).fetchone() == (0,)


def test_what_is_loaded_is_what_the_rules_say_of_it(market: load.Market) -> None:
    """Judged again on the eve, not one of the loaded invoices changes."""
    conn = market.box.conn
    market.box.on = market.eve
    with conn.transaction():
        for client in range(0, market.world.clients.height, 4):
            do = Act(conn, 0, market.box.asked("anna"))
            assert judge_again_one(do, market.first_contract + client, None) == 0


def test_a_loaded_document_sent_again_is_known(market: load.Market, tmp_path: Path) -> None:
    box = market.box
    found = box.conn.execute(
        """SELECT i.contract_id, i.invoice_number, i.issued_on, i.due_on, i.amount_cents,
               n.identifier
           FROM invoice i JOIN party_identifier n ON n.party_id = i.buyer_id
           WHERE i.issued_on > %s ORDER BY i.id LIMIT 1""",
        (ON - timedelta(days=20),),
    ).fetchone()
    assert found is not None
    contract_id, number, issued_on, due_on, cents, siren = found
    line = f"{number},{issued_on},{due_on},{cents // 100}.{cents % 100:02d},SAME,{siren}\n"
    data = f"Invoice number,Invoice date,Due date,Total incl VAT,Buyer,SIREN\n{line}".encode()
    answer = remit(
        box.conn, box.asked("anna"), contract_id=contract_id,
        sent=intake.read("again.csv", data).rows, file_name="again.csv", digest=b"1",
        received_at=box.now,
    )  # fmt: skip
    assert (answer["accepted"], answer["refused"]) == (0, 1)
    assert box.conn.execute("SELECT reason FROM refused_line").fetchall() == [("already_assigned",)]


def test_the_lists_of_the_day_are_read_whole(small: World, tmp_path: Path) -> None:
    files = list(lists.write_lists(small, tmp_path))
    assert sum(file.lines for file in files) == 316
    for file in files:
        read = intake.read(file.path.name, file.path.read_bytes())
        assert read.faults == ()
        good = read.rows.filter(pl.col("due_on") >= pl.col("issued_on"))
        assert (read.rows.height, good.height) == (file.lines, file.good_lines)
        assert good["gross_cents"].sum() == file.good_cents


def test_a_part_of_the_clients_works_and_all_are_loaded(tmp_path: Path) -> None:
    whole, some = World(SMALL, ON), World(SMALL, ON, part=0.25)
    assert (whole.at_work, some.at_work) == (33, 8)
    assert some.clients["open_count"].to_list() == whole.clients["open_count"].to_list()
    sent = some.clients.filter(pl.col("sent_count") > 0)
    assert sent["client"].max() < 8
    assert sent["sent_count"].to_list() == whole.clients[sent["client"]]["sent_count"].to_list()
    files = list(lists.write_lists(some, tmp_path))
    assert sum(file.lines for file in files) == some.lines_at_work < whole.lines_at_work == 316
    payments = pl.concat(
        [transfers.paid_and_disputed(some, part)[0] for part in some.day_slices()])  # fmt: skip
    assert payments["client"].max() < 8


def test_the_statements_of_the_day_are_read_whole(small: World, tmp_path: Path) -> None:
    ibans = ["FR7610107001010000123456745", "FR7610107001010000123456842"]
    files = list(statements.write_statements(small, tmp_path, ibans, 10**12))
    assert [file.source for file in files] == ["camt.053", "cfonb120"]
    assert sum(file.payments for file in files) == 316
    for file, iban in zip(files, ibans, strict=True):
        read = bankfile.read(file.path.name, file.path.read_bytes())
        assert read.faults == ()
        assert read.statements["account_iban"].to_list() == [iban]
        assert read.statements["closing_cents"].to_list() == [10**12 + file.cents]
        assert read.movements["amount_cents"].sum() == file.cents


def test_payments_are_partial_grouped_and_wrong_as_often_as_told() -> None:
    world = World(MIDDLE, ON)
    payments = pl.concat([transfers.paid_and_disputed(world, part)[0] for part in world.slices()])
    shares = payments.select(pl.col("is_partial", "is_grouped", "is_wrong").mean()).row(0)
    assert payments.height == 3_160
    assert abs(sum(shares[:2]) - 0.12) < 0.025
    assert abs(shares[2] - 0.05) < 0.01


def test_the_totals_of_a_day_balance_after_each_stage(
    writer: psycopg.Connection, tmp_path: Path
) -> None:
    writer.autocommit = True
    seen: list[str] = []
    result = day.measure(writer, MIDDLE, tmp_path / "day", step=seen.append, is_profiled=True)
    assert seen == ["load", *day.STAGES, "floor"]
    rows = {row["stage"]: row for row in result.rows}
    assert rows["invoices"]["accepted"] + rows["invoices"]["refused"] == 3_160
    assert rows["payments"]["received"] == 3_160
    assert rows["payments"]["allocated_cents"] > rows["payments"]["received_cents"] * 0.9
    assert rows["payout"]["paid_cents"] == rows["draw"]["drawn_cents"] > 0
    assert rows["close"]["rows"] == 330
    facts = {kind: count for kind, (count, _) in result.floor.items()}
    assert facts["invoice"] == rows["invoices"]["accepted"]
    assert facts["payment"] == rows["payments"]["inserted_by_table"]["payment"]
    posted = [row["inserted_by_table"].get("posting", 0) for row in result.rows[1:-1]]
    assert facts["line"] == sum(posted)
    closed = writer.execute("SELECT max(day) FROM day_close").fetchone()
    assert closed == (ON,)
    _profiled(result)


def _profiled(result: day.Result) -> None:
    """Each stage tells its own queries, the rules' engine, and nothing twice."""
    assert list(result.profile) == list(day.STAGES)
    for seen in result.profile.values():
        assert len({(one["kind"], one["what"]) for one in seen}) == len(seen)
        assert abs(sum(one["share"] for one in seen) - 100) < len(seen) * 0.05 + 1e-6
    paid = {(one["kind"], one["what"]) for one in result.profile["payments"]}
    assert {("server", "positions"), ("engine", "rules/batch:collected")} <= paid


def test_figures_that_disagree_stop_the_day(market: load.Market) -> None:
    conn = market.box.conn
    day.proved(conn, "load")
    with conn.transaction(force_rollback=True):
        conn.execute("UPDATE exposure SET outstanding_cents = outstanding_cents + 1")
        with pytest.raises(day.DoesNotBalance, match="after load: outstanding_cents"):
            day.proved(conn, "load")


def test_people_at_work_are_timed_and_leave_the_books_right(market: load.Market) -> None:
    with interactive.people_at_work(market) as seen:
        time.sleep(8)
    told = {row["what"]: row for row in seen.rows()}
    assert set(told) == {"availability", "draw", "remit one invoice"}
    assert all(row["p50_ms"] <= row["p99_ms"] <= row["max_ms"] for row in told.values())
    totals = day.proved(market.box.conn, "people")
    assert totals["invoices"] == 11_000 + told["remit one invoice"]["count"]
