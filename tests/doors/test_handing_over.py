"""A contract leaves one house as open files and is taken over by another: balances equal to the
cent; a pack that was touched, or lacks a file, is told."""

import csv
import io
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from comptant.doors import handing_over
from comptant.formats import handover
from comptant.operations.assigning.outbox import mark_sent
from comptant.operations.collection import cash
from comptant.operations.drawing import takeovers
from comptant.operations.drawing.availability import look
from comptant.operations.registry import lenders, parties
from comptant.operations.risk import disputes
from comptant.store import access, bulk
from comptant.store.connection import connect
from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken
from tests.facts import World, open_world
from tests.guaranteed import taken_whole
from tests.houses import Houses, house
from tests.traces import refused

ACCOUNTS = ("DEB", "UNAL", "CCA", "FDG")


@house
def left(writer: psycopg.Connection) -> World:
    """Factor A: ALPHA has sold to BETA and GAMMA, one invoice is paid in part, a credit note and
    some money wait, 5 000.00 were drawn."""
    world = open_world(writer)
    contract = world.ids["A-1"] = world.contract("A-1", fund_ppm=100_000)
    for buyer in ("BETA SA", "GAMMA SA"):
        world.limit(contract, buyer, 2_000_000)
    world.remit(
        contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 10)},
        {"number": "F-2", "cents": 333_333, "due_on": date(2026, 3, 1), "buyer": "GAMMA SA"},
        {"number": "N-1", "cents": 12_345, "type_code": "381", "buyer": "GAMMA SA",
         "due_on": date(2026, 3, 1), "credited_number": "F-0"},
    )  # fmt: skip
    order = world.draw(contract, 500_000)
    world.payout()
    world.bank(
        {"cents": -500_000, "text": order["reference"], "end_to_end_reference": order["reference"]},
        {"cents": 400_001, "text": "?", "payer_name": "BETA SA"},
        {"cents": 7_700, "text": "??", "payer_name": "BETA SA"},
    )
    waiting = world.rows("SELECT id, contract_id, open_cents FROM payment ORDER BY id")
    for id_, _, _ in waiting:
        from comptant.operations.collection import unknown_money

        if world.one("SELECT contract_id FROM payment WHERE id = %s", id_) != contract:
            unknown_money.identify(world.conn, world.asked("anna"), payment_id=id_,
                                   contract_id=contract, buyer_id=world.ids["BETA SA"])  # fmt: skip
    part = world.rows("SELECT id, open_cents FROM payment WHERE contract_id = %s AND open_cents > 0"
                      " ORDER BY open_cents DESC", contract)[0]  # fmt: skip
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'F-1'")
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=part[0],
                  invoices={str(invoice): 400_000})  # fmt: skip
    return world


@pytest.fixture
def other(houses: Houses) -> Iterator[World]:
    """Factor B, in a database of its own: ALPHA's contract is being opened."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_other"
    houses.copy(houses.template, name)
    with connect("comptant_writer", name) as conn:
        world = open_world(conn)
        world.ids["B-1"] = world.contract("B-1", status="OPENING", notice_required=True)
        yield world
    houses.drop(name)


def packed(world: World, login: str = "alice") -> dict[str, bytes]:
    user = world.users[login]
    with access.reading(user.id, user.company_id, user.roles, world.on) as see:
        (found,) = see("read_contracts", number="A-1", on=world.on)
        return handing_over.pack(see, found, world.on)


def taken(files: dict[str, bytes]) -> dict[str, Any]:
    given, faults = handing_over.taken("pack.zip", handover.zipped(files))
    assert faults == []
    return given


def balances(world: World, contract: int) -> dict[str, int]:
    return {account: world.balance(contract, account) for account in ACCOUNTS}


def lender_paid(world: World, contract: int) -> None:
    """The factor before has released the contract, and what it had lent is ordered for it."""
    lenders.record_lender_release(
        world.conn, world.asked("anna"), contract_id=contract, received_on=world.on,
        source="letter of release",
    )  # fmt: skip
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["DELTA SARL"], bic=None,
        iban="FR7630004000031234567890143", holder="DELTA SARL"))  # fmt: skip
    world.approve(
        lenders.pay_lender(
            world.conn, world.asked("anna"), contract_id=contract, payee_account_id=None
        )
    )


def test_a_contract_goes_from_one_factor_to_another_equal_to_the_cent(
    left: World, other: World
) -> None:
    files = packed(left)
    contract = other.ids["B-1"]
    answer = takeovers.take_over(
        other.conn, other.asked("anna"), contract_id=contract, lender_id=other.ids["DELTA SARL"],
        file_name="pack.zip", content=handover.zipped(files), **taken(files),
    )  # fmt: skip
    assert balances(other, contract) == balances(left, left.ids["A-1"])
    assert sum(balances(other, contract).values()) == answer["funds_in_use_cents"] > 0
    assert bulk.rows(other.conn, "contradictions", ids=[contract], whole=True) == []
    items = "SELECT invoice_number, abs(open_cents), due_on FROM invoice WHERE open_cents <> 0"
    assert sorted(other.rows(items)) == sorted(left.rows(items))
    assert answer["unallocated_cents"] == 7_701
    for approval_id in answer["approval_ids"]:
        other.approve({"approval_id": approval_id}, "ada")
    assert other.rows("SELECT kind FROM outbox ORDER BY kind") == [
        ("buyer_notice",), ("buyer_notice",), ("release_letter",)]  # fmt: skip
    notices = [id_ for (id_,) in other.rows("SELECT id FROM outbox WHERE kind = 'buyer_notice'")]
    with refused(other.conn, "lender_not_paid", number="B-1"):
        mark_sent(other.conn, other.asked("anna"), outbox_id=notices[0], outcome="SENT",
                  proof="post")  # fmt: skip
    lender_paid(other, contract)
    for id_ in notices:
        mark_sent(other.conn, other.asked("anna"), outbox_id=id_, outcome="SENT", proof="post")
    at = other.asked("anna").at
    seen = [look(world.conn, world.users["anna"], id_, world.on, at).available_cents
            for world, id_ in ((left, left.ids["A-1"]), (other, contract))]  # fmt: skip
    assert seen[1] > 0
    other.close()


def test_the_pack_describes_itself_and_ties_to_the_books(left: World) -> None:
    files = packed(left)
    head = json.loads(files["handover.json"])
    assert (head["number"], head["client_siren"], head["currency"]) == ("A-1", "732829320", "EUR")
    contract = left.ids["A-1"]
    stated = {name: -left.balance(contract, account) for name, account in (
        ("current_account_cents", "CCA"), ("fund_balance_cents", "FDG"),
        ("unallocated_cents", "UNAL"))}  # fmt: skip
    assert {
        name: handover._cents(head["statement"][name.removesuffix("_cents")], 2) for name in stated
    } == stated
    assert set(head["files"]) == set(files) - {"handover.json"}
    for name, told in head["files"].items():
        titles = next(csv.reader(io.StringIO(files[name].decode())))
        assert [column["name"] for column in told["columns"]] == titles
    rows = list(csv.DictReader(io.StringIO(files["invoices.csv"].decode())))
    assert [(row["invoice_number"], row["amount"], row["open"], row["buyer_siren"])
            for row in rows] == [
        ("F-1", "10000.00", "6000.00", "443061841"), ("F-2", "3333.33", "3333.33", "572015246"),
        ("N-1", "123.45", "123.45", "572015246")]  # fmt: skip
    entries = list(csv.DictReader(io.StringIO(files["entries.csv"].decode())))
    total = left.one("SELECT count(*) FROM posting WHERE contract_id = %s", contract)
    assert len(entries) == total
    assert packed(left) == files


def test_what_is_another_clients_is_in_no_pack(left: World) -> None:
    facts.add_user(left, "cora", left.ids["GAMMA SA"], ["client_owner"], False)
    user = left.users["cora"]
    with access.reading(user.id, user.company_id, user.roles, left.on) as see:
        for query in ("read_handover_invoices", "read_handover_payments"):
            assert see(query, contract_id=left.ids["A-1"]) == []
        assert see("read_handover_buyers", contract_id=left.ids["A-1"], on=left.on) == []
        assert see("read_takeovers", contract_id=None) == []


@pytest.mark.parametrize(("change", "code", "place"), [
    ({"invoices.csv": b""}, "handover_hash_differs", "file"),
    ({"limits.csv": None}, "handover_file_missing", "file"),
    ({"handover.json": b"{}"}, "handover_head_wrong", "file"),
    ({"handover.json": None}, "handover_file_missing", "file"),
])  # fmt: skip
def test_a_pack_that_was_touched_is_told(
    left: World, change: dict[str, bytes | None], code: str, place: str
) -> None:
    files: dict[str, Any] = packed(left) | change
    files = {name: content for name, content in files.items() if content is not None}
    _, faults = handing_over.taken("pack.zip", handover.zipped(files))
    assert (faults[0].code, faults[0].place) == (code, place)


def test_a_contract_is_packed_and_loaded_by_commands(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    world.remit(world.ids["C-1"], {"number": "F-1", "cents": 1_000_000,
                                   "due_on": date(2026, 2, 10)})  # fmt: skip
    alice, anna = ("--user", "alice", *DAY), ("--user", "anna", *DAY)
    told = spoken(cli, "exit", "pack", "C-1", "--to", tmp_path / "pack", *alice)
    assert "20 files in" in told
    assert "is not empty" in cli.run("exit", "pack", "C-1", "--to", tmp_path / "pack", *alice,
                                     code=2).stderr  # fmt: skip
    world.contract("N-1", status="OPENING")
    load = ("takeover", "load", "N-1", tmp_path / "pack", "--lender", "542065479", *anna)
    refused = cli.error(*load, code=1)
    (line,) = refused["facts"]["refused_lines"]  # ours already, under C-1
    assert (line["invoice_number"], line["refusal"]) == ("F-1", "held_elsewhere")
    assert "F-1: This invoice is already assigned under another contract" in refused["message"]
    invoices = tmp_path / "pack" / "invoices.csv"
    invoices.write_text(invoices.read_text().replace("F-1", "X-1"))
    touched = cli.run(*load, code=3).stderr.replace("\n", " ")
    assert "SHA-256" in touched
    limits = tmp_path / "pack" / "limits.csv"
    whole = limits.read_text()
    limits.write_text("x")
    told = cli.json(*load, code=3)["faults"]
    assert {(row["file"], row["code"]) for row in told} == {
        ("invoices.csv", "handover_hash_differs"), ("limits.csv", "handover_hash_differs"),
        ("limits.csv", "column_missing")}  # fmt: skip
    french = cli.run(*load, "--language", "fr", code=3).stderr.replace("\n", " ")
    assert "limits.csv, ligne 1 « buyer_name » :" in french
    assert "Rien n'a été repris." in french
    assert world.one("SELECT count(*) FROM takeover") == 0
    limits.write_text(whole)
    head = tmp_path / "pack" / "handover.json"  # another factor's list has no seals
    head.write_text(json.dumps(json.loads(head.read_text()) | {"files": {}}))
    said = spoken(cli, *load)
    assert "Taken over as the statement of 2026-01-16 says: 1 invoices" in said
    assert "limits that wait for another person: 1" in said
    shown = spoken(cli, "takeover", "show", "N-1", *anna, french=True)
    assert "lettre de mainlevée demandée" in shown
    assert "Next: comptant takeover pay N-1" in spoken(
        cli, "takeover", "letter", "N-1", "--source", "letter", *anna
    )
    assert cli.error("takeover", "pay", "N-1", *anna, code=1)["error"] == "lender_paid"


def test_what_was_disputed_is_disputed_at_the_next_factor_since_its_day(
    left: World, other: World
) -> None:
    invoice = left.one("SELECT id FROM invoice WHERE invoice_number = 'F-2'")
    disputes.open_dispute(
        left.conn, left.asked("anna"), contract_id=left.ids["A-1"], invoice_id=invoice,
        code="LIT-QTE", amount_cents=100_000, is_rest_confirmed=True, source="BUYER",
        evidence="letter",
    )  # fmt: skip
    files = packed(left)
    assert files["disputes.csv"].decode().splitlines()[1:] == [
        "F-2,2026-01-16,GAMMA SA,LIT-QTE,2026-01-16,EUR,1000.00,True,BUYER,letter"]  # fmt: skip
    contract, told = other.ids["B-1"], {"lender_id": 0, "file_name": "pack.zip"}
    began_on, other.on = other.on, date(2026, 1, 20)
    answer = takeovers.take_over(
        other.conn, other.asked("anna"), contract_id=contract, **told,
        content=handover.zipped(files), **taken(files),
    )  # fmt: skip
    assert answer["disputes"] == 1
    found = ("SELECT d.code, d.source, d.disputed_on, sum(t.amount_cents)::bigint FROM dispute d"
             " JOIN dispute_step t ON t.dispute_id = d.id GROUP BY 1, 2, 3")  # fmt: skip
    assert other.rows(found) == left.rows(found) == [("LIT-QTE", "BUYER", began_on, 100_000)]
    fact = "SELECT value FROM term WHERE name = 'disputed_cents' ORDER BY recorded_at DESC LIMIT 1"
    assert (other.one(fact), left.one(fact)) == (100_000, 100_000)


def test_a_dispute_of_an_invoice_that_is_not_in_the_list_is_refused(
    left: World, other: World
) -> None:
    given = taken(packed(left))
    given["disputes"] = handover.DISPUTES.frame([{
        "invoice_number": "F-9", "issued_on": date(2026, 1, 10), "dispute_code": "LIT-QTE",
        "disputed_on": date(2026, 1, 12), "currency": "EUR", "disputed_cents": 1,
    }])  # fmt: skip
    with refused(other.conn, "takeover_dispute_unknown", number="F-9"):
        takeovers.take_over(other.conn, other.asked("anna"), contract_id=other.ids["B-1"],
                            lender_id=0, file_name="x", content=b"x", **given)  # fmt: skip


def test_the_pack_tells_what_was_paid_and_ordered(left: World) -> None:
    files = packed(left)
    rows = {name: list(csv.DictReader(io.StringIO(files[name].decode()))) for name in (
        "allocated.csv", "orders.csv")}  # fmt: skip
    assert [(row["invoice_number"], row["paid"]) for row in rows["allocated.csv"]] == [
        ("F-1", "4000.00")]  # fmt: skip
    assert [(row["purpose"], row["amount"]) for row in rows["orders.csv"]] == [
        ("DRAW", "5000.00")]  # fmt: skip


@house
def guaranteed(writer: psycopg.Connection) -> World:
    """NR-1 is ours under the guarantee, 4 000.00 wait for it; NR-2 is open, nothing was drawn."""
    world = open_world(writer)
    taken_whole(world)
    return world


def test_what_the_factor_keeps_is_told_beside_the_statement(guaranteed: World) -> None:
    user = guaranteed.users["alice"]
    with access.reading(user.id, user.company_id, user.roles, guaranteed.on) as see:
        (found,) = see("read_contracts", number="NR", on=guaranteed.on)
        files = handing_over.pack(see, found, guaranteed.on)
    head = json.loads(files["handover.json"])
    assert head["statement"] == {
        "open": "10000.00", "unallocated": "0.00", "current_account": "10000.00",
        "fund_balance": "0.00", "funds_in_use": "0.00"}  # fmt: skip
    assert head["beside"] == {
        "doubtful": "10000.00", "orders": "0.00", "penalties": "0.00", "accrued": "0.00",
        "kept_unallocated": "4000.00", "client_to_pay": "10000.00"}  # fmt: skip
    assert len(files["payments.csv"].decode().splitlines()) == 1
    (kept,) = csv.DictReader(io.StringIO(files["guaranteed.csv"].decode()))
    assert (kept["invoice_number"], kept["factor_open"]) == ("NR-1", "10000.00")


def test_a_drawn_price_and_an_advance_on_an_order_are_no_figure_of_the_statement() -> None:
    drawn = {"DEB": 1_000_000, "DEBD": 1_000_000, "CCA": -200_000, "ORD": 300_000}
    stated, beside = handing_over.statement(drawn)
    assert stated == dict(zip(handover.STATEMENT, (1_000_000, 0, 200_000, 0, 800_000), strict=True))
    assert {name: cents for name, cents in beside.items() if cents} == {
        "doubtful_cents": 1_000_000, "orders_cents": 300_000}  # fmt: skip
