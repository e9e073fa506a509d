"""What a buyer says by its link moves the client's availability as the same act of the staff."""

import json
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.buyer_page import answers
from comptant.operations.risk import facts
from tests.buyers import SECRET, say, share, tell_buyer
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, refused

DUE = date(2026, 3, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes FA-1 and FA-2 of C-1, DELTA SARL FD-1, all financed at 90 %; BETA has a link."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    for buyer in ("BETA SA", "DELTA SARL"):
        opened.limit(opened.ids["C-1"], buyer, 5_000_000)
    opened.remit(
        opened.ids["C-1"], {"number": "FA-1", "cents": 1_000_000, "due_on": DUE},
        {"number": "FA-2", "cents": 200_000, "due_on": DUE + timedelta(days=1)},
        {"number": "FD-1", "cents": 300_000, "due_on": DUE, "buyer": "DELTA SARL"},
    )  # fmt: skip
    tell_buyer(opened, "BETA SA")
    opened.ids["link"] = share(opened)["link_id"]
    return opened


def available(world: World) -> int:
    return world.available(world.ids["C-1"])


def invoice(world: World, number: str = "FA-1") -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def dispute(world: World, **said: Any) -> dict[str, Any]:
    return say(world, answers.dispute_by_link, **{
        "invoice_id": invoice(world), "code": "LIT-QTE", "amount_cents": 300_000,
        "is_rest_confirmed": False, "file_name": "", "content": b"", **said})  # fmt: skip


def confirm(world: World, cents: int | None, number: str = "FA-1") -> dict[str, Any]:
    return say(world, answers.confirm_by_link, invoice_id=invoice(world, number),
               amount_cents=cents)  # fmt: skip


def test_a_dispute_takes_the_invoice_out_at_once_and_what_is_confirmed_comes_back(
    world: World,
) -> None:
    assert available(world) == 1_350_000
    dispute(world)
    assert available(world) == 450_000
    confirm(world, 700_000)
    assert available(world) == 1_080_000
    confirm(world, 800_000)
    assert available(world) == 1_170_000
    confirm(world, None)
    assert available(world) == 1_350_000
    assert world.rows("SELECT kind, amount_cents, evidence FROM dispute_step ORDER BY id") == [
        ("OPENED", 300_000, f"link {world.ids['link']}"),
        ("REST_CONFIRMED", 0, f"link {world.ids['link']}"),
        ("REST_CONFIRMED", -100_000, f"link {world.ids['link']}"),
        ("SETTLED", -200_000, f"link {world.ids['link']}"),
    ]  # fmt: skip


def test_a_part_disputed_with_the_rest_confirmed_keeps_the_rest_financed(world: World) -> None:
    answer = dispute(world, is_rest_confirmed=True, note="3 missing", file_name="../bon\n.pdf",
                     content=PDF)  # fmt: skip
    assert available(world) == 1_080_000
    assert world.rows("SELECT source, code FROM dispute") == [("BUYER", "LIT-QTE")]
    assert world.rows(
        """SELECT a.link_id, a.answer, a.amount_cents, a.said, d.content, d.media_type, o.name,
               t.by_id, t.answer ->> 'link_id'
           FROM buyer_answer a JOIN document d ON d.digest = a.digest
           JOIN document_of o ON o.digest = d.digest JOIN act t ON t.id = a.act_id"""
    ) == [(world.ids["link"], "DISPUTED", 300_000, "3 missing", PDF, "application/pdf",
           "../bon.pdf", 0, str(world.ids["link"]))]  # fmt: skip
    assert answer["is_fraud_case"] is False


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(world: World) -> None:
    for name, content in {
        "page.pdf": b"<html><script>alert(1)</script></html>", "cut.pdf": PDF[:-8],
        "program.png": b"MZ" + b"\0" * 100, "acts.pdf": PDF.replace(b"<< >>", b"<</JavaScript 1>>"),
        "large.png": PNG[:8] + b"\0" * 10_000_000 + PNG[8:],
        "both.pdf": b"GIF89a" + PDF,
    }.items():  # fmt: skip
        with refused(world.conn, "evidence_file_wrong", file=name):
            dispute(world, file_name=name, content=content)
    dispute(world, file_name="photo.png", content=PNG)
    assert world.rows("SELECT media_type FROM document WHERE name = 'photo.png'") == [
        ("image/png",)]  # fmt: skip


def test_nothing_of_another_buyer_contract_or_link_can_be_named(world: World) -> None:
    before = contents(world.conn)
    theirs = invoice(world, "FD-1")
    for operation, said in (
        (answers.confirm_by_link, {"invoice_id": theirs, "amount_cents": None}),
        (answers.promise_by_link, {"invoice_ids": [theirs], "pay_on": DUE, "amount_cents": None}),
        (answers.advise_by_link, {"invoices": {str(theirs): 300_000}, "amount_cents": 300_000,
                                  "paid_on": None}),
    ):  # fmt: skip
        with refused(world.conn, "invoice_unknown", invoice_id=theirs):
            say(world, operation, **said)
    with refused(world.conn, "invoice_unknown", invoice_id=theirs):
        dispute(world, invoice_id=theirs, file_name="f.pdf", content=PDF)
    for token in ("", SECRET[:-1], SECRET.upper()):
        with refused(world.conn, "link_unknown"):
            say(world, answers.confirm_by_link, token, invoice_id=invoice(world),
                amount_cents=None)  # fmt: skip
    world.ids["C-2"] = world.contract("C-2", client="GAMMA SA")
    with refused(world.conn, "link_unknown"):
        say(world, answers.confirm_by_link, contract="C-2", invoice_id=invoice(world),
            amount_cents=None)  # fmt: skip
    assert contents(world.conn)["buyer_answer"] == before["buyer_answer"]


def test_what_was_denied_or_looks_like_fraud_is_left_to_a_person(world: World) -> None:
    dispute(world, code="LIT-INC", amount_cents=None)
    assert available(world) == 450_000
    with refused(world.conn, "denied_before"):
        confirm(world, None)
    facts.record_fact(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                      subject="INVOICE", subject_id=invoice(world, "FA-2"), from_on=world.on,
                      name="verification_answer", value="NOT_RECOGNISED", source="call",
                      )  # fmt: skip
    with refused(world.conn, "denied_before"):
        confirm(world, None, "FA-2")


def test_a_confirmation_says_no_less_than_is_undisputed_and_no_more_than_is_open(
    world: World,
) -> None:
    dispute(world)
    with refused(world.conn, "confirmed_too_little", least_cents=700_000):
        confirm(world, 699_999)
    for cents in (0, 1_000_001):
        with refused(world.conn, "amount_too_large", most_cents=1_000_000):
            confirm(world, cents)


def test_a_confirmation_stands_for_the_proof_of_delivery(world: World) -> None:
    world.amend(world.ids["C-1"], {"delivery_proof_above_cents": 0})
    world.remit(world.ids["C-1"], {"number": "FA-9", "cents": 100_000, "due_on": DUE})
    assert world.one("SELECT hold FROM invoice WHERE invoice_number = 'FA-9'") == (
        "delivery_not_proved")  # fmt: skip
    before = available(world)
    confirm(world, None, "FA-9")
    assert available(world) == before + 90_000


def test_a_promise_is_one_of_the_buyer_and_made_once(world: World) -> None:
    ids = [invoice(world), invoice(world, "FA-2")]
    made = say(world, answers.promise_by_link, invoice_ids=ids, pay_on=DUE, amount_cents=None,
               note="after the holidays")  # fmt: skip
    assert (made["promised_cents"], made["last_on"]) == (1_200_000, DUE)
    assert world.rows("SELECT buyer_id, evidence FROM promise") == [
        (world.ids["BETA SA"], f"link {world.ids['link']}: after the holidays")]  # fmt: skip
    with refused(world.conn, "promised_before"):
        say(world, answers.promise_by_link, invoice_ids=ids[:1], pay_on=DUE, amount_cents=None)
    with refused(world.conn, "invoice_unknown"):
        say(world, answers.promise_by_link, invoice_ids=[], pay_on=DUE, amount_cents=None)


def test_a_transfer_announced_meets_its_payment_and_no_stranger_s(world: World) -> None:
    said = {str(invoice(world)): 100_000, str(invoice(world, "FA-2")): 200_000}
    with refused(world.conn, "advice_sum_wrong", amount_cents=299_999, sum_cents=300_000):
        say(world, answers.advise_by_link, invoices=said, amount_cents=299_999, paid_on=None)
    say(world, answers.advise_by_link, invoices=said, amount_cents=300_000, paid_on=None,
        note="VIR 12")  # fmt: skip
    world.bank({"cents": 300_000, "text": "VIR 12", "payer_name": "SOMEBODY ELSE"})
    assert world.one("SELECT count(*) FROM advice_use") == 0  # its text names a stranger's money
    world.on += timedelta(days=1)
    world.bank({"cents": 300_000, "text": "see our advice", "payer_name": "BETA SA"})
    assert world.one("SELECT count(*) FROM advice_use") == 1
    assert world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id") == [
        ("FA-1", 900_000), ("FA-2", 0), ("FD-1", 300_000)]  # fmt: skip
    (content,) = world.rows("SELECT d.content FROM advice a JOIN document d USING (digest)")
    assert json.loads(content[0])["link_id"] == world.ids["link"]


def test_a_transfer_that_waits_is_allocated_as_the_buyer_says(world: World) -> None:
    world.bank({"cents": 150_000, "text": "acompte", "payer_name": "BETA SA"})
    waiting = world.one("SELECT sum(open_cents) FROM payment")
    assert waiting == 150_000
    answer = say(world, answers.advise_by_link, invoices={str(invoice(world, "FA-2")): 150_000},
                 amount_cents=150_000, paid_on=None)  # fmt: skip
    assert answer["allocated_cents"] == 150_000
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'FA-2'") == 50_000


@pytest.mark.parametrize("operation", ["confirm", "dispute", "promise", "advise"])
def test_only_the_house_acts_by_a_link(world: World, operation: str) -> None:
    from comptant.operations.acts.proofs import PERSONAL
    from comptant.operations.acts.rights import RIGHTS

    assert RIGHTS[f"{operation}_by_link"] == frozenset({"accountant"})
    assert f"{operation}_by_link" in PERSONAL  # no key reaches it
