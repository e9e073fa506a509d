"""Bank files as banks write them: read, taken in, allocated; camt.053 and CFONB 120 agree."""

from datetime import date
from pathlib import Path

import psycopg

from comptant.formats import bankfile
from comptant.operations.acts.act import Answer
from comptant.operations.banking import bank
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

BANK = Path(__file__).parents[1] / "formats" / "fixtures" / "bank"
CFONB = (BANK / "cfonb120.txt").read_bytes()
IBAN = "FR7630006000011234567890189"
IBAN_2 = "FR7630006000010000000000152"
LCL = "FR7730002004470000888899H78"

# The day of the CFONB fixture as its bank would tell it in camt.053.
CAMT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-01-06T05:10:00</CreDtTm></GrpHdr>
<Stmt><Id>2026-005</Id><ElctrncSeqNb>5</ElctrncSeqNb><CreDtTm>2026-01-06T05:10:00</CreDtTm>
<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1000.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">12900.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-05</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">12000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-06</Dt></ValDt>
<AcctSvcrRef>BNK0001</AcctSvcrRef>
<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>BETA SA</Nm></Dbtr></RltdPties>
<RmtInf><Ustrd>REGLEMENT FA-2026-0101 FA-2026-0102</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-01-05</Dt></BookgDt><ValDt><Dt>2026-01-05</Dt></ValDt>
<NtryDtls><TxDtls><RmtInf><Ustrd>COMMISSIONS</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>""".encode()


@house
def world(writer: psycopg.Connection) -> World:
    """On the day after, with two invoices that the statement pays."""
    world = open_world(writer, date(2026, 1, 2))
    contract = world.contract()
    world.ids["contract"] = contract
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": "FA-2026-0101", "cents": 500_000, "due_on": date(2026, 2, 1)},
        {"number": "FA-2026-0102", "cents": 700_000, "due_on": date(2026, 2, 1)},
    )
    world.on = date(2026, 1, 6)
    return world


def take(world: World, content: bytes, source: str) -> Answer:
    """What the door does: read by content, take in under the format's name."""
    read = bankfile.read("day", content)
    assert read.faults == ()
    return bank.bank(
        world.conn, world.asked("tania"), statements=read.statements, movements=read.movements,
        source=source, file_name="day", content=content,
    )  # fmt: skip


def paid(world: World) -> list[tuple[object, ...]]:
    return world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id")


def test_a_camt_053_pays_the_invoices_that_it_quotes(world: World) -> None:
    answer = take(world, CAMT, "camt.053")
    assert (answer["new"], answer["allocated_cents"]) == (2, 1_200_000)
    assert (answer["matched"], answer["debits_to_explain"]) == ({"NUMBER_AND_AMOUNT": 1}, 1)
    assert paid(world) == [("FA-2026-0101", 0), ("FA-2026-0102", 0)]
    assert world.rows("SELECT value_on FROM payment") == [(date(2026, 1, 6),)]
    assert world.balance(world.house, "SUSP") == 10_000
    assert take(world, CAMT, "camt.053")["new"] == 0


def test_the_file_of_the_day_is_kept_byte_for_byte(world: World) -> None:
    take(world, CAMT, "camt.053")
    assert world.rows("SELECT content FROM document") == [(CAMT,)]


def test_an_account_fed_by_camt_053_refuses_its_cfonb_120(world: World) -> None:
    with refused(
        world.conn, "source_does_not_book", iban=IBAN, source="cfonb120", books="camt.053"
    ):
        take(world, CFONB, "cfonb120")


def test_a_cfonb_120_pays_the_invoices_that_it_quotes(world: World) -> None:
    world.own_account(IBAN_2, books_from="cfonb120")
    world.own_account(LCL, books_from="cfonb120")
    content = CFONB.replace(b"12345678901", b"00000000001")
    answer = take(world, content, "cfonb120")
    assert [(each["account"], each["new"]) for each in answer["statements"]] == [
        (IBAN_2, 3), (LCL, 1), (IBAN_2, 0)]  # fmt: skip
    assert (answer["received"], answer["received_cents"]) == (2, 1_201_250)
    assert (answer["allocated_cents"], answer["debits_to_explain"]) == (1_200_000, 2)
    assert paid(world) == [("FA-2026-0101", 0), ("FA-2026-0102", 0)]
    assert world.balance(world.house, "SUSP") == 85_100 + 200_000
    assert world.balance(world.house, "UNAL") == -1_250
    again = take(world, content, "cfonb120")
    assert (again["new"], again["received"]) == (0, 0)


def test_both_formats_tell_the_same_payment_in_the_same_words(world: World) -> None:
    take(world, CAMT, "camt.053")
    world.own_account(IBAN_2, books_from="cfonb120")
    world.own_account(LCL, books_from="cfonb120")
    take(world, CFONB.replace(b"12345678901", b"00000000001"), "cfonb120")
    told = world.rows(
        "SELECT booked_on, value_on, currency, amount_cents, bank_reference, payer_name"
        " FROM bank_movement WHERE amount_cents = 1200000"
    )
    one = (date(2026, 1, 5), date(2026, 1, 6), "EUR", 1_200_000, "BNK0001", "BETA SA")
    assert told == [one, one]
