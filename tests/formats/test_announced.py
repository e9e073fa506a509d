"""What a camt.052 or camt.054 announces: pending and booked, with the references of its entry."""

from datetime import date

import pytest

from comptant.formats import bankfile

HEAD = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{message}.001.08"><M>
<{statement}><Id>N1</Id><CreDtTm>2026-01-05T12:00:00Z</CreDtTm>
<Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>"""
ENTRY = """<Ntry><NtryRef>{number}</NtryRef><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>{more}</Ntry>"""
BATCH = """<AcctSvcrRef>BNK-1</AcctSvcrRef><NtryDtls><Btch><MsgId>MSG-1</MsgId>
<PmtInfId>INF-1</PmtInfId></Btch><TxDtls><Refs><EndToEndId>E-1</EndToEndId></Refs>
<Amt Ccy="EUR">4.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>
<TxDtls><Amt Ccy="EUR">6.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls></NtryDtls>"""
STATEMENTS = {"052": "Rpt", "053": "Stmt", "054": "Ntfctn"}


def message(number: str, *entries: str) -> bytes:
    statement = STATEMENTS[number]
    head = HEAD.format(message=number, statement=statement)
    return f"{head}{''.join(entries)}</{statement}></M></Document>".encode()


PENDING = ENTRY.format(number="7", amount="5.00", status="PDNG", more="")
BOOKED = ENTRY.format(number="8", amount="10.00", status="BOOK", more=BATCH)
FUTURE = ENTRY.format(number="9", amount="1.00", status="FUTR",
                      more="<ValDt><Dt>2026-01-07</Dt></ValDt>")  # fmt: skip
FOR_INFORMATION = ENTRY.format(number="10", amount="2.00", status="INFO", more="")
DAY = date(2026, 1, 5)


@pytest.mark.parametrize("number", ["052", "054"])
def test_a_notice_announces_what_is_booked_pending_or_to_come(number: str) -> None:
    answer = bankfile.read("f", message(number, PENDING, BOOKED, FUTURE, FOR_INFORMATION))
    assert answer.source == f"camt.{number}"
    assert answer.announced.select(
        "entry_number", "amount_cents", "entry_cents", "entry_status", "entry_references",
        "end_to_end_reference", "booked_on", "value_on",
    ).rows() == [
        (1, 500, 500, "PDNG", "7", None, DAY, DAY),
        (2, 400, 1_000, "BOOK", "BNK-1\n8\nINF-1\nMSG-1", "E-1", DAY, DAY),
        (2, 600, 1_000, "BOOK", "BNK-1\n8\nINF-1\nMSG-1", None, DAY, DAY),
        (3, 100, 100, "FUTR", "9", None, date(2026, 1, 7), date(2026, 1, 7)),
    ]  # fmt: skip
    assert answer.movements["amount_cents"].to_list() == [400, 600]


def test_a_statement_announces_nothing_and_a_batch_without_detail_keeps_its_reference() -> None:
    alone = BATCH.partition("<TxDtls>")[0] + "</NtryDtls>"
    entry = ENTRY.format(number="8", amount="10.00", status="BOOK", more=alone)
    answer = bankfile.read("f", message("053", PENDING, entry))
    assert answer.announced.height == 0
    assert answer.movements.select("bank_reference", "end_to_end_reference").rows() == [
        ("BNK-1", "INF-1")
    ]


def test_a_refused_notice_announces_nothing() -> None:
    answer = bankfile.read("f", message("052", PENDING, BOOKED.replace("10.00", "ten")))
    assert (answer.announced.height, answer.source) == (0, "")
    assert [fault.place for fault in answer.faults if fault.refuses_file] == [
        "statement 1, entry 2"
    ]
