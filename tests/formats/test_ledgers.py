"""A company's own ledger: what is read of it for a quote, and what is told when it cannot be."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from comptant.formats.ledgers import LedgerRead, read_ledger
from comptant.formats.ledgers.cells import cents, day

AS_OF = date(2025, 12, 31)


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def buyers(read: LedgerRead, *names: str) -> list[tuple[Any, ...]]:
    """The buyers read, or the faults."""
    assert [fault for fault in read.faults if fault.refuses_file] == []
    return read.buyers.select(names).rows()


LIST = (
    "N° facture;Date facture;Echéance;Date règlement;Montant TTC;Client;SIREN;Pays",
    "F1;15/01/2025;16/03/2025;18/03/2025;12 000,00;BETA SA;443061841;FR",
    "F2;01/11/2025;31/12/2025;;24 000,00;BETA SA;443061841;FR",
    "F3;10/06/2025;10/07/2025;30/07/2025;6 000,00;GAMMA;;DE",
    "A1;01/07/2025;;;-1 200,00;GAMMA;;DE",
    "F4;01/09/2025;01/10/2025;;3 000,00;GAMMA;;DE",
)


def test_a_list_of_invoices_says_terms_real_delays_and_what_is_late() -> None:
    read = read_ledger("ventes.csv", csv_of(*LIST), AS_OF)
    assert read.kind == "invoices"
    assert buyers(read, "buyer_name", "buyer_siren", "buyer_country", "turnover_cents",
                  "invoice_count", "largest_invoice_cents") == [
        ("BETA SA", "443061841", "FR", 3_600_000, 2, 2_400_000),
        ("GAMMA", None, "DE", 900_000, 2, 600_000),
    ]  # fmt: skip
    # BETA: 60 days agreed, 62 until the payment of F1. GAMMA: 30 and 50; F4 is 91 days late.
    assert buyers(read, "term_days", "payment_days", "credited_cents", "ledger_open_cents",
                  "stale_30_cents", "stale_60_cents") == [
        (60, 62, 0, 2_400_000, 0, 0), (30, 50, 120_000, 180_000, 180_000, 180_000),
    ]  # fmt: skip
    assert read.notes == ()
    assert read.understood["paid_on"] == "Date règlement"


def test_the_seasons_of_a_list_are_those_of_its_twelfths_of_a_year() -> None:
    read = read_ledger("ventes.csv", csv_of(*LIST), AS_OF)
    assert read.sales.rows() == [
        (1, 1, 1_200_000), (1, 11, 2_400_000), (2, 6, 600_000), (2, 9, 300_000),
    ]  # fmt: skip


def test_a_short_list_is_carried_to_a_year_and_tells_no_season() -> None:
    short = ("invoice number,invoice date,gross,customer", "1,2025-10-03,1000.00,BETA",
             "2,2025-12-01,2650.00,BETA")  # fmt: skip
    read = read_ledger("sales.csv", csv_of(*short), AS_OF)
    # 3 650.00 in 90 days.
    assert buyers(read, "turnover_cents", "invoice_count", "payment_days", "term_days") == [
        (1_480_277, 8, None, 30)
    ]  # fmt: skip
    assert read.sales.is_empty()
    assert read.notes == (
        ("ledger_carried_to_a_year", "90"), ("ledger_term_supposed", "30"),
        ("ledger_delay_unknown", "1"), ("ledger_paid_on_missing", ""),
    )  # fmt: skip


def billed(*days: date) -> bytes:
    """A list of one invoice of 1 000.00 to BETA on each of these days."""
    lines = (f"{number},{on},1000.00,BETA" for number, on in enumerate(days, 1))
    return csv_of("invoice number,invoice date,gross,customer", *lines)


def working_ends(first: date, count: int) -> list[date]:
    """The last working day of so many months, from that of `first`."""
    ends = [date(first.year + (first.month + n) // 12, (first.month + n) % 12 + 1, 1)
            - timedelta(days=1) for n in range(count)]  # fmt: skip
    return [end - timedelta(days=max(end.weekday() - 4, 0)) for end in ends]


@pytest.mark.parametrize(
    ("days", "as_of"),
    [  # 364 days from one to the other: thirteen calendar months, or twelve that straddle
        (working_ends(date(2025, 2, 1), 13), date(2026, 2, 27)),
        (working_ends(date(2025, 1, 1), 13), date(2026, 1, 30)),
        ([date(2025, n, 15) for n in range(1, 13)] + [date(2026, 1, 14)], date(2026, 1, 14)),
        ([date(2024, n, 1) for n in range(1, 13)], date(2024, 12, 31)),
        ([date(2024, n, 1) for n in range(2, 13)] + [date(2025, 1, 1)], date(2025, 1, 31)),
    ],
)  # fmt: skip
def test_a_year_is_twelve_months_of_bills(days: list[date], as_of: date) -> None:
    read = read_ledger("sales.csv", billed(*days), as_of)
    assert buyers(read, "turnover_cents", "invoice_count") == [(1_200_000, 12)]
    assert read.sales.rows() == [(1, month, 100_000) for month in range(1, 13)]


def test_a_buyer_who_is_new_since_the_last_month_counts_with_what_it_bought() -> None:
    days = [date(2025, n, 15) for n in range(1, 13)]
    data = billed(*days, date(2026, 1, 14)) + b"\n99,2026-01-12,500.00,GAMMA"
    read = read_ledger("sales.csv", data, date(2026, 1, 16))
    assert buyers(read, "buyer_name", "turnover_cents") == [("BETA", 1_200_000), ("GAMMA", 50_000)]
    assert read.sales.rows()[-1] == (2, 12, 50_000)


def test_the_same_list_in_a_workbook_reads_the_same() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Ventes 2025"])
    sheet.append(LIST[0].split(";"))
    for line in LIST[1:]:
        cells: list[Any] = line.split(";")
        for place in (1, 2, 3):
            cells[place] = day(cells[place])
        cells[4] = cents(cells[4]) / 100  # type: ignore[operator]
        sheet.append(cells)
    told = io.BytesIO()
    book.save(told)
    read = read_ledger("ventes.xlsx", told.getvalue(), AS_OF)
    assert read.buyers.equals(read_ledger("v.csv", csv_of(*LIST), AS_OF).buyers)


BALANCE = (
    "Client;Solde;Non échu;1-30;31-60;61-90;> 90;CA annuel",
    "BETA SA;10 000,00;6 000,00;2 000,00;1 000,00;600,00;400,00;73 000,00",
    "GAMMA;5 000,00;5 000,00;;;;;36 500,00",
    "Total;15 000,00;;;;;;",
)


def test_an_aged_balance_says_delays_by_days_of_sales_and_what_is_late() -> None:
    read = read_ledger("balance.csv", csv_of(*BALANCE), AS_OF)
    assert read.kind == "aged"
    assert buyers(read, "buyer_name", "turnover_cents", "payment_days", "ledger_open_cents",
                  "stale_30_cents", "stale_60_cents") == [
        ("BETA SA", 7_300_000, 50, 1_000_000, 200_000, 100_000),
        ("GAMMA", 3_650_000, 50, 500_000, 0, 0),
    ]  # fmt: skip
    assert read.notes == (("ledger_delay_from_balance", ""), ("ledger_term_supposed", "30"))


def test_an_aged_balance_without_sales_asks_for_them_and_takes_them() -> None:
    without = [line.rpartition(";")[0] for line in BALANCE]
    read = read_ledger("balance.csv", csv_of(*without), AS_OF)
    assert [(fault.code, fault.place, fault.detail) for fault in read.faults] == [
        ("ledger_column_missing", "line 1", "missing: turnover_cents; understood: Client = "
         "buyer_name, Solde = total_cents, Non échu = not_due_cents, 1-30 = late_1_cents, 31-60 = "
         "late_31_cents, 61-90 = late_61_cents, > 90 = late_91_cents"),
    ]  # fmt: skip
    read = read_ledger("balance.csv", csv_of(*without), AS_OF, 10_950_000)
    assert buyers(read, "turnover_cents", "payment_days") == [(7_300_000, 50), (3_650_000, 50)]


FEC_HEAD = ("JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|"
            "CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|"
            "Montantdevise|Idevise")  # fmt: skip


def entry(
    journal: str, number: int, on: str, *lines: tuple[str, str, str, str, str]
) -> list[str]:  # fmt: skip
    """Lines of a FEC: account, buyer, debit, credit, letter."""
    return [
        f"{journal}|{journal}|{number}|{on}|{account}|Compte|{buyer}|{buyer}|P{number}|{on}|x|"
        f"{debit}|{credit}|{letter}||{on}||"
        for account, buyer, debit, credit, letter in lines
    ]


def sold(number: int, on: str, amount: str, letter: str = "", buyer: str = "BETA") -> list[str]:
    return entry("VE", number, on, ("411000", buyer, amount, "0,00", letter),
                 ("706000", "", "0,00", amount, ""))  # fmt: skip


def paid(number: int, on: str, amount: str, letter: str = "", buyer: str = "BETA") -> list[str]:
    return entry("BQ", number, on, ("512000", "", amount, "0,00", ""),
                 ("411000", buyer, "0,00", amount, letter))  # fmt: skip


FEC = (
    FEC_HEAD,
    *entry("AN", 1, "20250101", ("411000", "BETA", "5000,00", "0,00", "Z"),
           ("101000", "", "0,00", "5000,00", "")),
    *paid(1, "20250110", "5000,00", "Z"),
    *sold(1, "20250115", "12000,00", "A"), *paid(2, "20250317", "12000,00", "A"),
    *sold(2, "20250601", "8000,00", "B"), *paid(3, "20250721", "8000,00", "B"),
    *sold(3, "20250901", "3000,00"), *sold(4, "20251215", "4000,00"),
    *entry("VE", 5, "20250701", ("706000", "", "1000,00", "0,00", ""),
           ("411000", "BETA", "0,00", "1000,00", "")),
)  # fmt: skip


@pytest.mark.parametrize("mark", ["|", "\t"])
def test_a_fec_says_buyers_real_delays_seasons_and_what_is_open(mark: str) -> None:
    data = csv_of(*FEC).replace(b"|", mark.encode())
    read = read_ledger("732829320FEC20251231.txt", data, date(2026, 1, 16))
    assert (read.kind, read.as_of_on) == ("fec", date(2025, 12, 15))
    # 12 000.00 after 61 days and 8 000.00 after 50: 57 on average; the usual term below is 45.
    assert buyers(read, "buyer_name", "turnover_cents", "invoice_count", "payment_days",
                  "term_days", "credited_cents", "ledger_open_cents") == [
        ("BETA", 2_700_000, 4, 57, 45, 100_000, 600_000),
    ]  # fmt: skip
    # F3 is 105 days old on 15 December, 60 more than the term.
    assert buyers(read, "stale_30_cents", "stale_60_cents") == [(300_000, 0)]
    assert sum(read.sales["sold_cents"]) == 2_700_000
    assert read.notes == (("ledger_term_from_delay", ""),)


def season(first: str = "20250101", last: str = "20251228") -> tuple[str, ...]:
    """A company that sells in summer alone and whose books have entries from one day to another."""
    lines = [FEC_HEAD, *entry("AN", 1, first, ("512000", "", "1,00", "0,00", ""),
                              ("101000", "", "0,00", "1,00", ""))]  # fmt: skip
    for number in range(12):
        on = date(2025, 6 + number // 4, 2 + number % 4 * 7)
        lines += sold(number, f"{on:%Y%m%d}", "12000,00", f"L{number}")
        lines += paid(number, f"{on + timedelta(days=45):%Y%m%d}", "12000,00", f"L{number}")
    return (*lines, *entry("OD", 9, last, ("613000", "", "1,00", "0,00", ""),
                           ("512000", "", "0,00", "1,00", "")))  # fmt: skip


def test_a_fec_of_a_year_whose_sales_are_seasonal_tells_the_sales_of_that_year() -> None:
    read = read_ledger("732829320FEC20251231.txt", csv_of(*season()), date(2026, 1, 16))
    assert buyers(read, "turnover_cents", "invoice_count", "payment_days") == [(14_400_000, 12, 45)]
    months: dict[int, int] = {}
    for _, month, cents_ in read.sales.iter_rows():
        months[month] = months.get(month, 0) + cents_
    assert months == {6: 4_800_000, 7: 4_800_000, 8: 4_800_000}
    assert read.notes == (("ledger_term_from_delay", ""),)


@pytest.mark.parametrize(
    ("file", "read_on", "turnover_cents"),
    [  # Books of 299 days to the last entry, of 365 to the end of the year.
        ("732829320FEC20251231.txt", date(2026, 1, 16), 14_400_000),
        ("732829320FEC20251231.txt", date(2025, 11, 3), 14_400_000 * 365 // 299),
        ("books.txt", date(2026, 1, 16), 14_400_000 * 365 // 299),
    ],
)  # fmt: skip
def test_a_fec_covers_its_year_to_the_end_that_its_name_tells_once_it_is_over(
    file: str, read_on: date, turnover_cents: int
) -> None:
    read = read_ledger(file, csv_of(*season(last="20251026")), read_on)
    assert buyers(read, "turnover_cents") == [(turnover_cents,)]


def test_a_fec_tells_how_the_delay_of_a_buyer_without_lettered_payments_is_known() -> None:
    lines = (FEC_HEAD, *sold(1, "20250101", "36500,00"), *sold(2, "20251231", "36500,00"),
             *sold(3, "20250601", "100,00", buyer="PAID"),
             *paid(3, "20250620", "100,00", buyer="PAID"))  # fmt: skip
    read = read_ledger("fec.txt", csv_of(*lines), AS_OF)
    assert buyers(read, "buyer_name", "payment_days", "term_days") == [
        ("BETA", 365, 60), ("PAID", None, 30),
    ]  # fmt: skip
    assert read.notes == (("ledger_delay_of_balance", "1"), ("ledger_delay_unknown", "1"),
                          ("ledger_term_from_delay", ""))  # fmt: skip


def test_a_fec_that_letters_nothing_gives_the_delay_of_its_balance() -> None:
    lines = (FEC_HEAD, *sold(1, "20250101", "36500,00"), *sold(2, "20251231", "36500,00"),
             *paid(1, "20250310", "36500,00"))  # fmt: skip
    read = read_ledger("fec.txt", csv_of(*lines), AS_OF)
    # 36 500.00 open for 73 000.00 sold: 182.5 days.
    assert buyers(read, "payment_days", "ledger_open_cents") == [(183, 3_650_000)]


def test_a_fec_by_amount_and_side_is_read_as_one_by_debit_and_credit() -> None:
    head = FEC_HEAD.replace("Debit|Credit", "Montant|Sens")
    lines = [head]
    for account, side in (("411000", "D"), ("706000", "C")):
        lines.append(f"VE|VE|1|20250115|{account}|C|B|B|P|20250115|x|12000,00|{side}|||20250115||")
    read = read_ledger("fec.txt", csv_of(*lines), AS_OF)
    assert buyers(read, "ledger_open_cents") == [(1_200_000,)]


@pytest.mark.parametrize(
    ("lines", "code", "place", "detail"),
    [
        (("a;b", "1;2"), "ledger_column_missing", "line 1",
         "missing: buyer_name, issued_on, gross_cents; understood: nothing"),
        ((LIST[0], "F1;soon;;;12,00;BETA;;"), "date_unreadable", "line 2, column Date facture",
         "soon"),
        ((LIST[0], "F1;01/01/2025;;;1.234;BETA;;"), "amount_unreadable",
         "line 2, column Montant TTC", "1.234"),
        ((LIST[0], "F1;01/01/2025;;;;BETA;;"), "value_missing", "line 2, column Montant TTC", ""),
        ((LIST[0], "F1;01/01/2020;;;10,00;BETA;;"), "ledger_sells_nothing", "file", "2025-12-31"),
        ((BALANCE[0], "BETA;many;;;;;;10"), "amount_unreadable", "line 2, column Solde", "many"),
        ((FEC_HEAD.replace("CompteNum", "Compte"), "x"), "ledger_column_missing", "line 1",
         "missing: account; understood: JournalCode = journal, JournalLib = journal_name, "
         "EcritureNum = entry, EcritureDate = entry_on, CompteLib = account_name, CompAuxNum = "
         "buyer, CompAuxLib = buyer_name, Debit = debit, Credit = credit, EcritureLet = letter"),
        ((FEC_HEAD, *entry("OD", 1, "20250101", ("606000", "", "1,00", "0,00", ""))),
         "ledger_without_buyers", "file", "411"),
        ((FEC_HEAD, *entry("OD", 1, "2025131", ("411000", "", "1,00", "0,00", ""))),
         "date_unreadable", "line 2, column EcritureDate", "2025131"),
    ],
)  # fmt: skip
def test_a_ledger_that_cannot_be_read_says_what_it_lacks(
    lines: tuple[str, ...], code: str, place: str, detail: str
) -> None:
    read = read_ledger("file", csv_of(*lines), AS_OF)
    assert [(fault.code, fault.place, fault.detail) for fault in read.faults] == [
        (code, place, detail)
    ]
    assert read.buyers.is_empty()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "file_empty"), (b"\x89PNG\r\n\x1a\n" + bytes(500), "format_unknown"),
     (b"PK\x03\x04broken", "archive_dangerous"), (b"\xff\xfe\x00", "encoding_unreadable")],
)  # fmt: skip
def test_what_is_no_ledger_at_all_is_refused(data: bytes, code: str) -> None:
    assert [fault.code for fault in read_ledger("file", data, AS_OF).faults] == [code]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 200,50", 120_050), ("1,200.50", 120_050), ("1.200,50", 120_050), ("(12)", -1_200),
     ("12-", -1_200), ("", 0), ("-", 0), ("1.234", None), ("1.500,000", None), ("douze", None),
     ("12 €", 1_200), ("1200.000", 120_000)],
)  # fmt: skip
def test_an_amount_is_read_or_not_at_all(text: str, value: int | None) -> None:
    assert cents(text) == value
