"""camt.052, camt.053, camt.054: what each entry and detail gives, to the cent."""

from datetime import date
from pathlib import Path

import pytest

from comptant.formats import camt

BANK = Path(__file__).parent / "fixtures" / "bank"
V2 = (BANK / "camt053.001.02.xml").read_text("utf-8")
V8 = (BANK / "camt053.001.08.xml").read_text("utf-8")
FACTOR_IBAN = "FR7630006000011234567890189"


def read(text: str):
    return camt.read("f", text.encode())


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def faults(text: str) -> list[tuple[str, str, str]]:
    """Refusals only, as place, code and detail; the file gave no row if there is one."""
    answer = read(text)
    refusals = [f for f in answer.faults if f.refuses_file]
    assert (answer.movements.height == 0) == bool(refusals)
    return [(fault.place, fault.code, fault.detail) for fault in refusals]


def test_a_statement_tells_account_balances_and_days():
    assert read(V2).statements.row(0, named=True) == {
        "file": "f",
        "statement_number": 1,
        "account_iban": FACTOR_IBAN,
        "currency": "EUR",
        "statement_reference": "RELEVE-20260105-1",
        "sequence": 4,
        "opened_on": date(2026, 1, 3),
        "closed_on": date(2026, 1, 5),
        "opening_cents": 100_000,
        "closing_cents": 1_814_933,
        "ends_the_day": True,
    }
    row = read(V8).statements.row(0, named=True)
    assert (row["sequence"], row["opening_cents"], row["closing_cents"]) == (17, -5_000, 34_999)
    assert (row["opened_on"], row["currency"]) == (date(2026, 1, 5), "EUR")


def test_a_payment_tells_who_paid_and_what():
    assert read(V2).movements.row(0, named=True) == {
        "statement_number": 1,
        "row_number": 1,
        "entry_number": 1,
        "entry_cents": 1_200_000,
        "booked_on": date(2026, 1, 5),
        "value_on": date(2026, 1, 6),
        "amount_cents": 1_200_000,
        "currency": "EUR",
        "bank_reference": "BNK0001",
        "end_to_end_reference": "BETA-2026-77",
        "payer_name": "BETA SA",
        "credited_iban": None,
        "payer_iban": "FR1420041010050500013M02606",
        "remittance_text": "Règlement FA-2026-0101 FA-2026-0102",
        "creditor_reference": None,
        "operation_code": "PMNT-RCDT-ESCT",
        "return_reason": None,
        "is_reversal": False,
    }


def test_a_batch_gives_one_row_per_payment_in_it():
    rows = read(V2).movements.select(
        "row_number", "entry_number", "entry_cents", "amount_cents", "payer_name",
        "remittance_text", "creditor_reference", "end_to_end_reference", "bank_reference",
    ).rows()[1:4]  # fmt: skip
    assert rows == [
        (2, 2, 600_033, 100_010, "GAMMA SARL", "FA-2026-0200 FA-2026-0201", "RF18539007547034",
         None, "BNK0002-1"),
        (3, 2, 600_033, 200_020, "DELTA GMBH", "WIRE DELTA", None, None, "BNK0002"),
        (4, 2, 600_033, 300_003, None, "REMISE DE VIREMENTS", None, None, "BNK0002"),
    ]  # fmt: skip


def test_a_returned_debit_is_negative_and_says_why():
    row = read(V2).movements.row(4, named=True)
    assert (row["amount_cents"], row["is_reversal"], row["return_reason"]) == (
        -85_100,
        True,
        "AM04",
    )
    # BookgDt as a time only; without ValDt the booking day counts.
    assert (row["booked_on"], row["value_on"]) == (date(2026, 1, 5), date(2026, 1, 5))


def test_a_detail_of_the_other_sign_lessens_its_entry():
    rows = read(V8).movements.select("entry_cents", "amount_cents", "payer_iban").rows()
    assert rows == [(40_000, 50_000, "99-1234-5"), (40_000, -10_000, None), (-1, -1, None)]


def test_a_pending_entry_is_left_out_and_told():
    answer = read(V2)
    assert [(f.place, f.code, f.detail, f.warns) for f in answer.faults] == [
        ("statement 1", "entry_not_booked", "1 of 4", True)
    ]
    assert 7_700 not in answer.movements["amount_cents"].to_list()


def test_an_advice_of_three_payments_gives_three_rows_and_does_not_end_the_day():
    answer = camt.read("f", (BANK / "camt054.001.08.xml").read_bytes())
    assert answer.faults == ()
    assert answer.movements["amount_cents"].to_list() == [1_000, 900, 1_100]
    assert answer.statements.select("ends_the_day", "opening_cents").rows() == [(False, None)]


def test_an_intraday_report_is_read_and_does_not_end_the_day():
    report = V8.replace("camt.053", "camt.052").replace("Stmt>", "Rpt>")
    report = report.replace("BkToCstmrRpt>", "BkToCstmrAcctRpt>")
    report = report.replace("349.99", "1.00")  # a balance of the moment need not tie
    answer = read(report)
    assert (answer.faults, answer.movements.height) == ((), 3)
    assert answer.statements["ends_the_day"].to_list() == [False]


def test_a_page_that_is_not_the_last_does_not_end_the_day():
    page = changed(V8, ("<LastPgInd>true", "<LastPgInd>false"))
    assert read(page).statements["ends_the_day"].to_list() == [False]


def test_a_batch_that_does_not_add_up_is_one_row_with_all_texts():
    answer = read(changed(V2, (">2000.20<", ">2000.21<")))
    assert [(f.place, f.code, f.detail) for f in answer.faults if f.code != "entry_not_booked"] == [
        ("statement 1, entry 2", "detail_does_not_add_up", "3 not adding to 600033")
    ]
    row = answer.movements.row(1, named=True)
    assert (row["entry_cents"], row["amount_cents"]) == (600_033, 600_033)
    assert row["remittance_text"] == "FA-2026-0200 FA-2026-0201 WIRE DELTA"
    assert (row["payer_name"], row["bank_reference"]) == (None, "BNK0002")
    assert answer.movements["row_number"].to_list() == [1, 2, 3]


def test_a_batch_with_an_amount_only_in_another_currency_does_not_add_up():
    answer = read(changed(V2, ('<TxAmt><Amt Ccy="EUR">3000.03</Amt></TxAmt>', "")))
    assert "detail_does_not_add_up" in [f.code for f in answer.faults]
    assert answer.movements["amount_cents"].to_list() == [1_200_000, 600_033, -85_100]


def test_a_lone_detail_of_another_amount_keeps_its_words_and_gets_the_entrys_amount():
    told = ('<RltdPties>\n              <Dbtr><Nm>BETA', '<AmtDtls><TxAmt><Amt Ccy="EUR">12010.00'
            '</Amt></TxAmt></AmtDtls><RltdPties>\n              <Dbtr><Nm>BETA')  # fmt: skip
    answer = read(changed(V2, told))
    assert answer.faults[0].code == "detail_does_not_add_up"
    row = answer.movements.row(0, named=True)
    assert (row["amount_cents"], row["payer_name"]) == (1_200_000, "BETA SA")


def test_a_statement_that_does_not_add_up_is_refused():
    assert faults(changed(V2, ("18149.33", "18149.34"))) == [
        ("statement 1", "statement_does_not_add_up", "1000.00 + 17149.33 is not 18149.34 EUR")
    ]


def test_one_bad_statement_refuses_the_whole_file():
    second = V2[V2.index("<Stmt>") : V2.index("</Stmt>") + len("</Stmt>")]
    both = changed(V2, ("</BkToCstmrStmt>", second + "</BkToCstmrStmt>"))
    assert read(both).statements["statement_number"].to_list() == [1, 2]
    assert read(both).movements["row_number"].to_list() == list(range(1, 11))
    assert faults(changed(both, ("18149.33", "18149.32"))) == [
        ("statement 1", "statement_does_not_add_up", "1000.00 + 17149.33 is not 18149.32 EUR")
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ((">12000.00<", ">12000.001<"), ("statement 1, entry 1", "amount_unreadable", "12000.001")),
        ((">12000.00<", ">-12000.00<"), ("statement 1, entry 1", "amount_unreadable", "-12000.00")),
        ((">12000.00<", "><"), ("statement 1, entry 1", "amount_unreadable", "")),
        (
            (">12000.00<", ">99999999999999<"),
            ("statement 1, entry 1", "amount_out_of_range", "99999999999999"),
        ),
        (
            ('"EUR">12000.00', '"EUX">12000.00'),
            ("statement 1, entry 1", "currency_unreadable", "EUX"),
        ),
        (('"EUR">12000.00', '"USD">12000.00'),
         ("statement 1", "currency_unreadable", "USD in EUR")),
        (("<Sts>BOOK</Sts>", ""), ("statement 1, entry 1", "value_missing", "Sts")),
        (
            ("CRDT</CdtDbtInd>\n        <Sts>", "X</CdtDbtInd>\n        <Sts>"),
            ("statement 1, entry 1", "value_missing", "CdtDbtInd"),
        ),
        (
            ("<Dt>2026-01-06</Dt>", "<Dt>2026-02-30</Dt>"),
            ("statement 1, entry 1", "date_unreadable", "2026-02-30"),
        ),
        (
            ("<Dt>2026-01-06</Dt>", "<Dt>9999-12-31</Dt>"),
            ("statement 1, entry 1", "date_unreadable", "9999-12-31"),
        ),
        (("90189</IBAN>", "90188</IBAN>"),
         ("statement 1", "account_unreadable", "FR7630006000011234567890188")),
        (("<IBAN>FR7630006000011234567890189</IBAN>", ""),
         ("statement 1", "account_unreadable", "Acct/Id")),
        (("<Ccy>EUR</Ccy>", "<Ccy>€</Ccy>"), ("statement 1", "currency_unreadable", "€")),
        (("camt.053.001.02", "pain.001.001.09"),
         ("file", "format_unknown", "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09 Document")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_refuses_the_file_and_says_where(change, fault):
    assert faults(changed(V2, change)) == [fault]


def test_a_balance_that_is_missing_is_told_and_the_rows_are_taken():
    answer = read(changed(V2, ("<Cd>CLBD</Cd>", "<Cd>CLAV</Cd>")))
    assert [f.code for f in answer.faults] == ["entry_not_booked", "statement_without_end"]
    assert answer.statements.select("opening_cents", "closing_cents", "closed_on").rows() == [
        (100_000, None, date(2026, 1, 6))
    ]
    assert answer.movements.height == 5


def test_a_balance_in_another_currency_is_not_the_accounts():
    in_yen = changed(V8, ('"EUR">50.00000', '"JPY">50'))
    answer = read(in_yen)
    assert [f.code for f in answer.faults] == ["statement_without_start"]
    assert answer.statements["opening_cents"].to_list() == [None]


def test_an_entry_without_days_gets_the_statements_last_day_and_is_told():
    undated = changed(V2, ("<BookgDt><DtTm>2026-01-05T23:30:00+01:00</DtTm></BookgDt>", ""))
    answer = read(undated)
    assert ("value_missing", "1 without BookgDt: 2026-01-05") in [
        (f.code, f.detail) for f in answer.faults
    ]
    assert answer.movements["booked_on"].to_list()[4] == date(2026, 1, 5)


def test_an_account_that_is_no_iban_is_kept_as_it_is():
    other = f"<IBAN>{FACTOR_IBAN}</IBAN>", "<Othr><Id> 30006-00001 12345678901 </Id></Othr>"
    answer = read(changed(V2, other))
    assert answer.statements["account_iban"].to_list() == ["30006-00001 12345678901"]


def test_a_sequence_number_of_a_mad_size_is_left_out():
    for mad in ("9" * 18, "9" * 5_000, "12a", "²"):
        number = "<ElctrncSeqNb>4<", f"<ElctrncSeqNb>{mad}<"
        assert read(changed(V2, number)).statements["sequence"].to_list() == [None]


def test_comments_and_cdata_inside_a_text_do_not_cut_it():
    text = changed(V2, ("BETA  SA", "BE<!-- x -->TA <![CDATA[& Co]]>"))
    assert read(text).movements["payer_name"].to_list()[0] == "BETA & Co"


def test_a_hundred_faults_are_enough():
    entry = "<Ntry><Amt Ccy='EUR'>x</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>"
    assert len(faults(changed(V2, ("<Ntry>", entry * 500 + "<Ntry>")))) == 100


def test_a_payment_to_a_virtual_iban_tells_which_one_was_credited():
    told = "<CdtrAcct><Id><IBAN>FR7610107001011234567890129</IBAN></Id></CdtrAcct>"
    assert "</DbtrAcct>" in V2
    answer = read(V2.replace("</DbtrAcct>", f"</DbtrAcct>{told}", 1))
    assert answer.movements["credited_iban"].to_list()[0] == "FR7610107001011234567890129"
