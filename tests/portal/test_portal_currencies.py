"""Other currencies by their pages: revalued by an accountant, euros taken as dollars by two."""

import io

import openpyxl
import psycopg
from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.operations.registry.contracting import open_contract
from comptant.operations.risk import limits
from tests.dollars import (
    COLLECTION,
    DUE_ON,
    PAID_ON,
    SOLD_ON,
    TERMS,
    open_dollars,
    sold_and_advanced,
    tell,
)
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.portal.conftest import browser, seen, visible

PAGE, FACTS = "/contracts/C-USD/currencies", "/contracts/J-1/facts"


@house
def dollars(writer: psycopg.Connection) -> World:
    """An invoice in dollars, paid in euros that are nobody's yet."""
    world = open_dollars(writer)
    sold_and_advanced(world)
    world.on = PAID_ON
    tell(world, PAID_ON, COLLECTION)
    world.bank({"cents": 9_100_000, "text": "FA-1"})
    return world


def test_money_is_exchanged_and_the_contract_revalued_on_their_pages(dollars: World) -> None:
    anna, aron = browser(dollars, "anna"), browser(dollars, "aron")
    payment = dollars.one("SELECT id FROM payment WHERE open_cents > 0")
    form = visible(anna.get(f"{PAGE}/exchange"))
    assert "FA-1" in form
    anna.post(f"{PAGE}/exchange", act="do", key="x", payment_id=str(payment),
              taken_cents="99463.00", buyer_id="443061841", invoice_ids="FA-1",
              source="FX-77")  # fmt: skip
    approval = dollars.one("SELECT max(id) FROM approval")
    page = visible(aron.get(f"/approvals/{approval}"))
    assert "exchanged for" in page
    assert "FX-77" in page
    aron.post(f"/approvals/{approval}", act="do", key="y", answer="yes", reason="")
    assert dollars.rows("SELECT from_cents, amount_cents FROM exchange") == [
        (9_100_000, 9_946_300)]  # fmt: skip
    aron.post(f"{PAGE}/revalue", act="do", key="z")
    listed = visible(aron.get(PAGE))
    assert "1.085000 €91,670.97 €0.00" in listed


@house
def yen(writer: psycopg.Connection) -> World:
    """A contract in yen, an invoice of a million sold."""
    world = open_world(writer)
    world.rate("FIXED", 0, world.on)
    tell(world, world.on, 160_000_000, "EUR_JPY")
    opened = open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="J-1",
        currency="JPY", from_on=world.on, terms={**SEED_TERMS, **TERMS},
    )  # fmt: skip
    if opened["approval_id"]:
        world.approve(opened, "ada")
    contract_id = world.ids["yen"] = opened["contract_id"]
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER", contract_id=contract_id,
        party_id=world.ids["BETA SA"], amount_cents=10_000_000, currency="JPY",
        from_on=world.on, source="test"), "ada")  # fmt: skip
    world.remit(contract_id, {"number": "FA-1", "cents": 1_000_000, "currency": "JPY",
                              "due_on": DUE_ON})  # fmt: skip
    return world


def test_a_yen_has_no_cents_on_any_page(yen: World) -> None:
    anna, alice = browser(yen, "anna"), browser(yen, "alice")
    shown = visible(alice.get("/contracts/J-1/draw?amount=500"))
    assert "JPY 500 " in shown
    assert "JPY 50,000" not in shown
    terms = {"from_on": yen.on.isoformat(), "source": "s", "signed_by": "",
             "term_line_cents": "2000000"}  # fmt: skip
    told = anna.post("/contracts/J-1/amend", 200, act="look", key="t", **terms).content.decode()
    anna.post("/contracts/J-1/amend", act="do", key="t", seen=seen(told), **terms)
    waits = yen.one("SELECT max(id) FROM approval")
    assert "JPY 2,000,000" in visible(browser(yen, "ada").get(f"/approvals/{waits}"))
    yen.approve({"approval_id": waits}, "ada")
    assert yen.one("SELECT value FROM term WHERE name = 'line_cents' AND value <> 'null'"
                   " AND contract_id = %s", yen.ids["yen"]) == 2_000_000  # fmt: skip
    assert "JPY 2,000,000" in visible(anna.get("/contracts/J-1/terms"))
    wrong = anna.post("/contracts/J-1/amend", 422, act="look", key="u",
                      **{**terms, "term_line_cents": "2000000.50"})  # fmt: skip
    assert "2000000.500 is no amount in JPY" in visible(wrong.content.decode())
    said = {"buyer_id": "443061841", "invoice_ids": "FA-1", "instalments": "2026-04-10=600000",
            "evidence": "call", "consent": ""}  # fmt: skip
    plan = anna.post("/contracts/J-1/promises/record", 200, act="look", key="p", **said)
    assert "JPY 600,000" in visible(plan.content.decode())
    anna.post("/contracts/J-1/promises/record", act="do", key="p",
              seen=seen(plan.content.decode()), **said)  # fmt: skip
    assert yen.rows("SELECT amount_cents FROM promise_instalment") == [(600_000,)]


def test_a_client_s_fec_is_in_euros_and_beside_them_in_dollars(dollars: World) -> None:
    alice = browser(dollars, "alice")
    asked = f"from={SOLD_ON}&until={PAID_ON}"
    answer = alice.client.get(f"/contracts/C-USD/books.txt?{asked}")
    assert answer.status_code == 200, visible(answer.content.decode())
    lines = [line.split("\t") for line in answer.content.decode().splitlines()[1:]]
    assert [(line[4], line[11], line[12], *line[16:]) for line in lines] == [
        ("4671", "92165,90", "0,00", "100000,00", "USD"),
        ("411", "0,00", "92165,90", "-100000,00", "USD"),
        ("512", "78341,01", "0,00", "85000,00", "USD"),
        ("4671", "0,00", "78341,01", "-85000,00", "USD"),
    ]


def test_a_fact_in_yen_is_recorded_as_it_was_typed_and_shown(yen: World) -> None:
    anna = browser(yen, "anna")
    fact = {"fact": "CONTRACT/manual_reserve_cents", "which": "", "value": "500",
            "from_on": yen.on.isoformat(), "source": "letter"}  # fmt: skip
    told = anna.post(f"{FACTS}/record", 200, act="look", key="f", **fact).content.decode()
    assert "JPY 500" in visible(told)
    anna.post(f"{FACTS}/record", act="do", key="f", seen=seen(told), **fact)
    assert yen.one("SELECT value FROM term WHERE name = 'manual_reserve_cents'") == 500


def test_the_plan_of_a_client_in_yen_is_in_yen(yen: World) -> None:
    alice = browser(yen, "alice")
    planned = b"date,amount,label\n2026-02-20,-500000,Salaries\n"
    alice.post("/contracts/J-1/planned", act="do", key="p",
               file=SimpleUploadedFile("p.csv", planned))  # fmt: skip
    assert yen.rows("SELECT amount_cents FROM planned_payment") == [(-500_000,)]
    asked = "cash=1000000&case=middle"
    assert "JPY 1,000,000" in visible(alice.get(f"/contracts/J-1/treasury?{asked}"))
    book = alice.client.get(f"/contracts/J-1/treasury.xlsx?{asked}").content
    weeks, _, listed = openpyxl.load_workbook(io.BytesIO(book))
    assert [row[2].value for row in listed][1:] == [-500_000]
    assert weeks["I2"].number_format.startswith("#,##0;")
    wrong = alice.post(
        "/contracts/J-1/planned",
        422,
        act="do",
        key="q",
        file=SimpleUploadedFile("p.csv", planned.replace(b"0000,", b"0000.50,")),
    )
    assert "500000.500 is no amount in JPY" in visible(wrong.content.decode())


def test_the_books_of_a_client_in_yen_are_in_yen(yen: World) -> None:
    alice = browser(yen, "alice")
    asked = f"from={yen.on}&until={yen.on}"
    csv = alice.client.get(f"/contracts/J-1/books.csv?{asked}").content.decode("utf-8-sig")
    heading, first, *_ = (line.split(";") for line in csv.splitlines())
    assert (heading[8], heading[-1], first[8], first[-1]) == (
        "debit", "currency", "1000000", "JPY")  # fmt: skip
    fec = alice.client.get(f"/contracts/J-1/books.txt?{asked}").content.decode()
    line = fec.splitlines()[1].split("\t")
    assert (line[11], line[12], line[16], line[17]) == ("6250,00", "0,00", "1000000", "JPY")
