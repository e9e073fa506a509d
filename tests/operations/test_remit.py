"""Cession: titles, buyers met for the first time, files sent again, stopped and cut."""

import hashlib
from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Answer, Overtaken
from comptant.operations.assigning import remit, withdrawal
from tests.facts import World, open_world, sent_invoices
from tests.houses import house
from tests.traces import contents, refused

DUE = date(2026, 3, 1)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def line(number: str, cents: int = 1_000_000, **changes: Any) -> dict[str, Any]:
    return {"number": number, "cents": cents, "due_on": DUE, **changes}


def opened(world: World, **terms: Any) -> int:
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000)
    return contract


def take(world: World, contract: int, sent: pl.DataFrame, digest: bytes) -> Answer:
    asked = world.asked("alice")
    return remit.remit(
        world.conn, asked, contract_id=contract, sent=sent, file_name="list.csv",
        digest=digest, received_at=asked.at,
    )  # fmt: skip


def test_the_title_is_the_credit_to_the_client_of_the_same_day_without_a_gap(world: World) -> None:
    """I-02."""
    contract = opened(world)
    world.remit(contract, line("FA-1"), line("FA-2", 250_001), line("FA-3", currency="USD"))
    world.remit(contract, line("FA-4", due_on=None))
    world.on = date(2026, 1, 19)
    world.remit(contract, line("FA-5", 42))
    assert world.rows(
        "SELECT r.title_number, r.line_count, r.total_cents, r.refused_count, -p.amount_cents,"
        " e.value_on = r.posted_on AND e.entry_on = r.posted_on"
        " FROM remittance r LEFT JOIN entry e ON e.contract_id = r.contract_id AND e.id ="
        " r.entry_id LEFT JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id"
        " AND p.account = 'CCA' ORDER BY r.id"
    ) == [
        (1, 2, 1_250_001, 1, 1_250_001, True),
        (None, 0, 0, 1, None, None),
        (2, 1, 42, 0, 42, True),
    ]
    assert world.rows(
        "SELECT r.title_number, sum(i.amount_cents)::bigint FROM remittance r JOIN invoice i"
        " ON i.remittance_id = r.id GROUP BY 1 ORDER BY 1"
    ) == [(1, 1_250_001), (2, 42)]


def test_titles_are_numbered_in_each_contract(world: World) -> None:
    first, second = opened(world), world.contract("C-2")
    assert [world.remit(c, line(n))["title_number"]
            for c, n in ((first, "A1"), (second, "B1"), (first, "A2"))] == [1, 1, 2]  # fmt: skip


def test_a_contract_may_transfer_by_dailly(world: World) -> None:
    contract = opened(world, transfer_mode="DAILLY", standing_consent="bordereau 2026")
    world.remit(contract, line("FA-1"))
    assert world.rows("SELECT transfer_mode, standing_consent FROM remittance") == [
        ("DAILLY", "bordereau 2026")]  # fmt: skip


def test_the_same_file_again_changes_nothing_but_the_act(world: World) -> None:
    contract = opened(world)
    first = world.remit(contract, line("FA-1"), line("FA-2", due_on=None))
    before = contents(world.conn)
    again = world.remit(contract, line("FA-1"), line("FA-2", due_on=None))
    assert again == {**first, "repeated": True}
    after = contents(world.conn)
    assert {name for name in after if after[name] != before[name]} == {"act"}


def test_the_same_invoice_in_another_file_is_not_taken_twice(world: World) -> None:
    contract = opened(world)
    world.remit(contract, line("FA-1"))
    answer = world.remit(contract, line("fa 1"), line("FA-2"))
    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert world.rows("SELECT invoice_number, reason FROM refused_line") == [
        ("fa 1", "already_assigned")]  # fmt: skip
    assert world.balance(contract, "DEB") == 2_000_000


def test_the_same_invoice_twice_in_one_file_is_taken_once(world: World) -> None:
    contract = opened(world)
    answer = world.remit(contract, line("FA-1"), line("FA/1"), line("FA-1", 1_000_001))
    assert (answer["accepted"], answer["accepted_cents"], answer["refused"]) == (2, 2_000_001, 1)
    assert world.rows("SELECT row_number, reason FROM refused_line") == [(2, "already_assigned")]


def test_a_line_that_is_refused_does_not_keep_out_its_corrected_twin(world: World) -> None:
    contract = opened(world)
    answer = world.remit(contract, line("FA-1", due_on=None), line("FA-1"))
    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert world.rows("SELECT row_number, reason FROM refused_line") == [(1, "due_missing")]


def test_an_unknown_buyer_is_opened_and_a_limit_asked_for_once(world: World) -> None:
    contract = opened(world)
    new = {"buyer": "NEUF SAS", "buyer_siren": "552032534"}
    answer = world.remit(contract, line("FA-1", 700_000, **new), line("FA-2", 400_000, **new))
    assert (answer["accepted"], answer["not_fundable"], answer["limit_requests"]) == (2, 2, 1)
    buyer = world.one("SELECT party_id FROM party_identifier WHERE identifier = '552032534'")
    assert world.rows("SELECT name, kind, country FROM party WHERE id = %s", buyer) == [
        ("NEUF SAS", "COMPANY", "FR")]  # fmt: skip
    assert world.remit(contract, line("FA-3", 1, **new))["limit_requests"] == 0
    asked = "SELECT id, amount_cents FROM approval WHERE kind = 'limit' AND subject_id = %s"
    ((approval, cents),) = world.rows(asked, buyer)
    assert cents == 1_500_000  # 11 000.00 in steps of 5 000.00
    assert world.available(contract) == 0
    world.approve({"approval_id": approval}, "carl")
    assert world.rows("SELECT hold, approved_cents FROM invoice ORDER BY id") == [
        (None, 700_000), (None, 400_000), (None, 1)]  # fmt: skip
    assert world.available(contract) == 990_000


def test_a_buyer_is_one_party_whatever_number_names_it(world: World) -> None:
    contract = opened(world)
    world.remit(
        contract,
        line("FA-1", buyer="BETA", buyer_siren=None, buyer_siret="44306184100005"),
        line("FA-2", buyer="BETA FRANCE", buyer_siren=None, buyer_vat="FR64443061841"),
        line("FA-3"),
    )
    assert world.rows("SELECT buyer_id FROM invoice") == [(world.ids["BETA SA"],)] * 3


def test_a_number_of_another_company_is_refused_and_never_becomes_the_buyers(world: World) -> None:
    contract = opened(world)
    before = world.rows("SELECT * FROM party_identifier")
    answer = world.remit(
        contract,
        line("FA-1", buyer_siren="572015246", buyer_siret="44306184100005"),
        line("FA-2", buyer_vat="FR44732829320"),
    )
    assert (answer["accepted"], answer["refused"]) == (1, 1)
    assert world.rows("SELECT invoice_number, reason FROM refused_line") == [
        ("FA-1", "buyer_number_invalid")]  # fmt: skip
    assert world.rows("SELECT buyer_id FROM invoice") == [(world.ids["BETA SA"],)]
    assert world.rows("SELECT * FROM party_identifier") == before


def test_a_stop_in_the_middle_of_a_slice_leaves_nothing_and_the_second_send_finishes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = opened(world)
    rows = sent_invoices(world.on, *(line(f"FA-{n}", 1_000 + n) for n in range(4)))
    parts = [(rows.slice(2 * n, 2), hashlib.sha256(b"%d" % n).digest()) for n in range(2)]
    first = take(world, contract, *parts[0])
    before = contents(world.conn)
    with monkeypatch.context() as patch:
        patch.setattr(remit.billing, "levy_fund", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            take(world, contract, *parts[1])
    assert contents(world.conn) == before
    assert take(world, contract, *parts[0]) == {**first, "repeated": True}
    second = take(world, contract, *parts[1])
    assert (second["title_number"], second["accepted"], second["repeated"]) == (2, 2, False)
    assert world.balance(contract, "DEB") == 4_006


def test_more_lines_than_one_transaction_takes_are_refused_whole(world: World) -> None:
    contract = opened(world)
    one = sent_invoices(world.on, line("FA-1"))
    many = pl.concat([one] * 100_001)
    with refused(world.conn, "too_many_lines", lines=100_001, most=100_000):
        take(world, contract, many, hashlib.sha256(b"many").digest())


def test_another_clients_contract_does_not_exist_for_the_client(world: World) -> None:
    other = world.contract("C-2", "GAMMA SA")
    with refused(world.conn, "contract_unknown", contract_id=other):
        world.remit(other, line("FA-1"))


def test_approval_follows_the_invoices_dates_and_numbers_within_the_limit(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 1_500_000)
    world.remit(
        contract, line("FA-9", issued_on=date(2026, 1, 10)), line("FA-2"), line("FA-1", 600_000)
    )
    assert world.rows("SELECT invoice_number, approved_cents FROM invoice ORDER BY id") == [
        ("FA-9", 1_000_000), ("FA-1", 500_000), ("FA-2", 0)]  # fmt: skip
    assert world.available(contract) == 1_350_000


# The same file again ------------------------------------------------------------------------------


def test_what_was_refused_may_be_taken_of_the_same_file_later(world: World) -> None:
    contract = world.contract()
    lines = (
        {"number": "F-1", "cents": 100_000, "issued_on": date(2026, 1, 16), "due_on": DUE},
        {"number": "F-2", "cents": 50_000, "issued_on": date(2026, 1, 19), "due_on": DUE},
    )
    first = world.remit(contract, *lines)
    assert (first["accepted"], first["refused"], first["repeated"]) == (1, 1, False)
    again = world.remit(contract, *lines)
    assert again == {**first, "repeated": True}
    world.on = date(2026, 1, 19)
    later = world.remit(contract, *lines)
    assert (later["again"], later["accepted"], later["accepted_cents"]) == (True, 1, 50_000)
    assert later["title_number"] == first["title_number"] + 1
    assert world.remit(contract, *lines) == {**first, "repeated": True}
    assert world.one("SELECT count(*) FROM invoice") == 2
    assert world.balance(contract, "DEB") == 150_000


def test_a_withdrawn_invoice_is_assigned_again_by_the_same_file(world: World) -> None:
    contract = world.contract()
    sent = {"number": "F-1", "cents": 100_000, "due_on": DUE}
    world.remit(contract, sent)
    withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=contract, reason="mistake",
                        invoice_ids=[world.one("SELECT id FROM invoice")])  # fmt: skip
    assert world.balance(contract, "DEB") == 0
    assert world.remit(contract, sent)["accepted"] == 1
    assert world.balance(contract, "DEB") == 100_000


def test_a_buyer_told_by_its_name_alone_is_opened_as_pending(world: World) -> None:
    contract = world.contract()
    told = {"cents": 100_000, "due_on": DUE, "buyer": "SANS NUMERO", "buyer_siren": None}
    for number in ("F-1", "F-2"):
        answer = world.remit(contract, {"number": number, **told})
        assert (answer["accepted"], answer["not_fundable"]) == (1, 1)
    assert world.rows("SELECT DISTINCT hold FROM invoice") == [("buyer_pending",)]
    assert world.one("SELECT count(*) FROM party WHERE name = 'SANS NUMERO'") == 1


def test_a_title_made_after_the_close_has_the_day_of_its_posting(world: World) -> None:
    contract = opened(world)
    world.close()
    world.remit(contract, line("FA-1"), line("FA-2", due_on=world.on))
    posted = world.rows(
        "SELECT r.posted_on, e.entry_on, e.value_on, r.sent_on FROM remittance r"
        " JOIN entry e ON e.id = r.entry_id"
    )
    assert posted == [(date(2026, 1, 17), date(2026, 1, 17), world.on, world.on)]
    # What is judged again is judged by the day on which it came.
    world.limit(contract, "BETA SA", 6_000_000)
    assert world.rows("SELECT hold FROM invoice ORDER BY id") == [(None,), (None,)]


@pytest.mark.parametrize("times", [4, 5])
def test_who_is_overtaken_begins_anew_and_is_told_the_fifth_time(
    world: World, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    contract = opened(world)
    before, sent = contents(world.conn), sent_invoices(world.on, line("FA-1"))
    overtaken = [Overtaken("busy", contract_id=contract) for _ in range(times)]
    whole = remit.write_records

    def overtaken_first(*given: Any) -> Any:
        written = whole(*given)
        if overtaken:
            raise overtaken.pop()
        return written

    monkeypatch.setattr(remit, "write_records", overtaken_first)
    if times == 5:
        with refused(world.conn, "busy", contract_id=contract):
            take(world, contract, sent, b"once")
        assert contents(world.conn) == before
    assert take(world, contract, sent, b"once")["title_number"] == 1
    assert world.rows("SELECT count(*) FROM remittance") == [(1,)]
