"""Lists of invoices: what is understood, what is refused and where; hostile bytes included."""

import io
import zipfile
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from comptant.formats.reading import FAULTS, InvoicesRead
from comptant.formats.spreadsheet import read_csv, read_csv_slices, read_xlsx
from comptant.formats.spreadsheet.cells import FAULTS_MAX
from comptant.formats.spreadsheet.headers import NAMES, VAGUE_NAMES
from comptant.rules.batch import check
from comptant.rules.columns import SENT_INVOICES

HEADER = "facture;date;montant TTC;client"


def csv_read(text: str, encoding: str = "utf-8") -> InvoicesRead:
    return read_csv("list.csv", text.encode(encoding))


def told(read: InvoicesRead) -> list[tuple[str, str]]:
    return [(fault.place, fault.code) for fault in read.faults]


def sound(read: InvoicesRead) -> bool:
    """Rows in shape, known codes, and either rows or a reason."""
    check(read.rows, SENT_INVOICES)
    known = all(fault.code in FAULTS and fault.place for fault in read.faults)
    return known and (read.rows.height > 0 or len(read.faults) > 0)


def cents(amount: str, currency: str = "EUR") -> int | str:
    """What an amount is read as: its minor units, or the code of its fault."""
    read = csv_read(f'{HEADER};devise\nF1;2026-03-01;"{amount}";ALPHA;{currency}\n')
    sign = {"380": 1, "381": -1}
    for row in read.rows.iter_rows(named=True):
        return int(row["gross_cents"]) * sign[row["type_code"]]
    return read.faults[0].code


def day(written: str) -> date | str:
    read = csv_read(f"{HEADER}\nF1;{written};10;ALPHA\n")
    return read.rows["issued_on"][0] if read.rows.height else read.faults[0].code


def test_a_french_list_is_read_to_the_last_column() -> None:
    read = csv_read(
        "N° de Facture;Type;Date facture;Échéance;Livrée le;Devise;Montant HT;TVA;Montant TTC;"
        "Net à payer;Raison sociale;SIREN;SIRET;TVA intracom;LEI;Pays;N° commande;"
        "Facture d'origine;Bénéficiaire;IBAN\n"
        "F-1;FA;01/03/2026;30/04/2026;28/02/26;EUR;1 000,00;200,00;1 200,00;1 100,00;BETA SA;"
        "732 829 320;732 829 320 00074;FR44732829320;969500TJ5KRTCJQWXH05;fr;C-7;;FACTOR SA;"
        "FR76 3000 6000 0112 3456 7890 189\n"
    )
    assert read.faults == ()
    assert read.rows.to_dicts() == [
        {
            "file": "list.csv",
            "row_number": 2,
            "invoice_number": "F-1",
            "type_code": "380",
            "issued_on": date(2026, 3, 1),
            "due_on": date(2026, 4, 30),
            "delivered_on": date(2026, 2, 28),
            "currency": "EUR",
            "gross_cents": 120000,
            "net_cents": 100000,
            "vat_cents": 20000,
            "payable_cents": 110000,
            "seller_name": None,
            "seller_siren": None,
            "seller_siret": None,
            "seller_vat": None,
            "buyer_name": "BETA SA",
            "buyer_siren": "732829320",
            "buyer_siret": "73282932000074",
            "buyer_vat": "FR44732829320",
            "buyer_lei": "969500TJ5KRTCJQWXH05",
            "buyer_foreign": None,
            "buyer_country": "FR",
            "order_reference": "C-7",
            "credited_number": None,
            "payee_name": "FACTOR SA",
            "payee_identifier": None,
            "payment_iban": "FR7630006000011234567890189",
            "assignment_note": None,
        }
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("1234.56", "EUR", 123456),
        ("1234,5", "EUR", 123450),
        ("1 234,56", "EUR", 123456),
        ("1\u00a0234,56", "EUR", 123456),
        ("1\u202f234\u202f567,89 €", "EUR", 123456789),
        ("1.234,56", "EUR", 123456),
        ("1,234.56", "EUR", 123456),
        ("1.234.567", "EUR", 123456700),
        ("1.234.567,8", "EUR", 123456780),
        ("€ 12", "EUR", 1200),
        ("12 EUR", "EUR", 1200),
        ("-12,30", "EUR", -1230),
        ("12,30-", "EUR", -1230),
        ("(12,30)", "EUR", -1230),
        ("\u221212,30", "EUR", -1230),
        ("+12,30", "EUR", 1230),
        ("0", "EUR", 0),
        ("1.234", "EUR", "amount_unreadable"),
        ("12,345", "EUR", "amount_unreadable"),
        ("1 23,45", "EUR", "amount_unreadable"),
        ("12 USD", "EUR", "amount_unreadable"),
        ("1e5", "EUR", "amount_unreadable"),
        ("12,3,4", "EUR", "amount_unreadable"),
        ("NaN", "EUR", "amount_unreadable"),
        ("=1+1", "EUR", "cell_is_formula"),
        ("-1+cmd", "EUR", "cell_is_formula"),
        ("", "EUR", "value_missing"),
        ("-", "EUR", "value_missing"),
        ("1234", "JPY", 1234),
        ("1 234", "JPY", 1234),
        ("1234,5", "JPY", "amount_unreadable"),
        ("1234,567", "TND", 1234567),
        ("1,2", "TND", 1200),
        ("1,2345", "TND", "amount_unreadable"),
        ("10000000000000,00", "EUR", 10**15),
        ("10000000000000,01", "EUR", "amount_out_of_range"),
        ("9" * 60, "EUR", "amount_out_of_range"),
        ("12", "XYZ", "currency_unreadable"),
        ("12", "€", 1200),
    ],
)
def test_amounts_are_exact_to_the_currency_or_refused(
    amount: str, currency: str, expected: int | str
) -> None:
    assert cents(amount, currency) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T00:00:00", date(2026, 3, 1)),
        ("2026-03-01 12:30:00", date(2026, 3, 1)),
        ("01/03/2026", date(2026, 3, 1)),
        ("1/3/26", date(2026, 3, 1)),
        ("01-03-2026", date(2026, 3, 1)),
        ("01.03.2026", date(2026, 3, 1)),
        ("20260301", date(2026, 3, 1)),
        ("2026/03/01", date(2026, 3, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2026", "date_unreadable"),
        ("30/02/2026", "date_unreadable"),
        ("03/13/2026", "date_unreadable"),
        ("31/12/9999", "date_unreadable"),
        ("0000-00-00", "date_unreadable"),
        ("46082", "date_unreadable"),
        ("demain", "date_unreadable"),
        ("=TODAY()", "cell_is_formula"),
        ("", "value_missing"),
    ],
)
def test_dates_put_the_day_or_the_year_first(written: str, expected: date | str) -> None:
    assert day(written) == expected


@pytest.mark.parametrize(
    ("word", "amount", "expected"),
    [
        ("facture", "10", ("380", 1000)),
        ("FA", "-10", ("381", 1000)),
        ("", "10", ("380", 1000)),
        ("Avoir", "10", ("381", 1000)),
        ("AV", "-10", ("381", 1000)),
        ("Credit Note", "10", ("381", 1000)),
        ("381", "10", ("381", 1000)),
        ("393", "-10", ("396", 1000)),
        ("396", "-10", ("396", 1000)),
        ("389", "-10", ("261", 1000)),
        ("386", "-10", ("503", 1000)),
        ("Acompte", "10", ("386", 1000)),
    ],
)
def test_a_credit_note_is_always_positive(
    word: str, amount: str, expected: tuple[str, int]
) -> None:
    read = csv_read(f"{HEADER};type\nF1;2026-03-01;{amount};ALPHA;{word}\n")
    assert read.rows.select("type_code", "gross_cents").rows() == [expected]


def test_all_amounts_of_a_negative_invoice_change_sign() -> None:
    read = csv_read(f"{HEADER};HT;TVA\nF1;2026-03-01;-120;ALPHA;-100;-20\n")
    assert read.rows.select(
        "type_code", "gross_cents", "net_cents", "vat_cents", "payable_cents"
    ).rows() == [("381", 12000, 10000, 2000, 12000)]


def test_an_unknown_type_is_a_fault() -> None:
    assert told(csv_read(f"{HEADER};type\nF1;2026-03-01;10;ALPHA;devis\n")) == [
        ("line 2, column type", "type_unreadable")
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_separator_and_encoding_gives_the_same_row(separator: str, encoding: str) -> None:
    lines = ["n° facture;échéance;date;montant;acheteur", "F1;2026-04-01;2026-03-01;12.5;Café €"]
    read = csv_read("\r\n".join(lines).replace(";", separator), encoding)
    assert read.faults == ()
    assert read.rows.select("invoice_number", "due_on", "gross_cents", "buyer_name").rows() == [
        ("F1", date(2026, 4, 1), 1250, "Café €")
    ]


def test_a_bad_cell_costs_its_row_only_and_says_where() -> None:
    read = csv_read(
        f"{HEADER}\nF1;2026-03-01;10;ALPHA\nF2;30/02/2026;dix;\n\nF4;2026-03-01;10;=cmd()\n"
        "F5;2026-03-01;10;ALPHA\n"
    )
    assert read.rows["row_number"].to_list() == [2, 6]
    assert told(read) == [
        ("line 3, column date", "date_unreadable"),
        ("line 3, column montant TTC", "amount_unreadable"),
        ("line 3, column client", "value_missing"),
        ("line 5, column client", "cell_is_formula"),
    ]


def test_a_missing_column_refuses_the_file_and_says_what_was_understood() -> None:
    read = csv_read("facture;date;client\nF1;2026-03-01;ALPHA\n")
    (fault,) = read.faults
    assert (fault.place, fault.code, fault.refuses_file) == ("line 1", "column_missing", True)
    assert fault.detail == (
        "missing: gross_cents; understood: facture = invoice_number, date = issued_on, "
        "client = buyer_name"
    )
    assert read.rows.height == 0


def test_the_better_word_wins_and_the_same_word_twice_refuses() -> None:
    better = csv_read(
        "facture;date;date facture;montant;montant TTC;client;nom client\n"
        "F1;x;2026-03-01;x;10;77;ALPHA\n"
    )
    assert better.rows.select("gross_cents", "buyer_name").rows() == [(1000, "ALPHA")]
    assert told(csv_read(f"{HEADER};TTC\nF1;2026-03-01;10;ALPHA;10\n")) == [
        ("line 1", "column_twice")
    ]


def test_lines_above_the_header_are_passed_over() -> None:
    read = csv_read(f"sep=;\nExport du 01/03/2026\n\n{HEADER}\nF1;2026-03-01;10;ALPHA\n")
    assert read.rows["row_number"].to_list() == [5]


def test_a_row_with_too_many_cells_or_a_stray_quote_is_not_guessed() -> None:
    read = csv_read(
        f'{HEADER}\nF1;2026-03-01;10;ALPHA;rest\nF2;2026-03-01;10;"ALPHA" SA\n'
        "F3;2026-03-01;10;ALPHA;;\nF4;2026-03-01;10\n"
    )
    assert read.rows["invoice_number"].to_list() == ["F3"]
    assert told(read) == [
        ("line 2", "spreadsheet_unreadable"),
        ("line 3", "spreadsheet_unreadable"),
        ("line 5, column client", "value_missing"),
    ]


def test_an_unclosed_quote_never_swallows_invoices_in_silence() -> None:
    read = csv_read(f'{HEADER}\nF1;2026-03-01;10;"ALPHA\nF2;2026-03-01;10;BETA\n')
    assert read.rows.height == 0
    assert told(read) == [("line 2", "spreadsheet_unreadable")]


def test_long_and_unprintable_cells_are_faults() -> None:
    read = csv_read(f"{HEADER}\n{'F' * 501};2026-03-01;10;ALPHA\nF\0;2026-03-01;10;ALPHA\n")
    assert told(read) == [
        ("line 2, column facture", "value_too_long"),
        ("line 3, column facture", "text_unreadable"),
    ]


def test_a_number_in_other_letters_is_the_same_number() -> None:
    read = csv_read(f"{HEADER}\nZZ-\uff15\uff10\uff11;2026-03-01;10;ALPHA\n")
    assert read.rows["invoice_number"].to_list() == ["ZZ-501"]


@pytest.mark.parametrize("sign", ["\t", "\u202a", "\u202e", "\u2066", "\u2069"])
def test_a_sign_that_turns_the_reading_is_a_fault_of_its_cell(sign: str) -> None:
    read = csv_read(f"{HEADER}\nH-{sign}01;2026-03-01;10;ALPHA\nF2;2026-03-01;10;AL{sign}PHA\n")
    assert told(read) == [
        ("line 2, column facture", "text_unreadable"),
        ("line 3, column client", "text_unreadable"),
    ]


def test_an_endless_line_is_one_fault_and_reading_goes_on() -> None:
    read = csv_read(f"{HEADER}\n{'x' * 400_000}\nF3;2026-03-01;10;ALPHA\n")
    assert told(read) == [("line 2", "spreadsheet_unreadable")]
    assert read.rows["row_number"].to_list() == [3]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (HEADER.encode(), "lines_missing"),
        (HEADER.encode() + b"\n;;;\n\n", "lines_missing"),
        (b"\x81\x8d\x8f\xff", "encoding_unreadable"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "encoding_unreadable"),
        (b"\x00" * 1000, "column_missing"),
        (b";".join([b"montant"] * 10**6), "column_missing"),
        ((HEADER + ";x" * 600 + "\n").encode(), "spreadsheet_unreadable"),
    ],
)
def test_what_is_no_list_is_refused_whole(data: bytes, code: str) -> None:
    read = read_csv("list.csv", data)
    assert [(fault.code, fault.refuses_file) for fault in read.faults] == [(code, True)]
    assert read.rows.height == 0


def test_millions_of_empty_lines_are_refused_before_they_are_read() -> None:
    data = HEADER.encode() + b"\n" * 10_000_001
    assert told(read_csv("list.csv", data)) == [("file", "too_many_rows")]


def test_slices_give_the_same_rows_as_the_whole() -> None:
    text = (
        HEADER
        + "\n"
        + "".join(
            f"F{i};2026-03-{1 + i % 30:02};{i},10;{'' if i % 7 == 0 else 'ALPHA'}\n"
            for i in range(100)
        )
    )
    whole = csv_read(text)
    parts = list(read_csv_slices("list.csv", io.BytesIO(text.encode()), 30))
    assert [part.rows.height + len(part.faults) for part in parts] == [30, 30, 30, 10]
    assert pl.concat([part.rows for part in parts]).equals(whole.rows)
    assert tuple(fault for part in parts for fault in part.faults) == whole.faults


def test_a_slice_of_a_file_without_invoices_has_one_fault() -> None:
    parts = list(read_csv_slices("list.csv", io.BytesIO(b"bonjour"), 10))
    assert [told(part) for part in parts] == [[("line 1", "column_missing")]]


def test_a_hopeless_file_gets_a_bounded_number_of_faults() -> None:
    read = csv_read(HEADER + "\n" + "x;;;\n" * 5_000)
    assert len(read.faults) == FAULTS_MAX + 1
    assert (read.faults[-1].code, read.faults[-1].detail) == (
        "faults_cut_short",
        "5000 more faults",
    )


def test_no_accepted_header_is_both_exact_and_vague() -> None:
    assert set(NAMES) & set(VAGUE_NAMES) == set()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_give_faults_and_never_an_exception(data: bytes) -> None:
    assert sound(read_csv("list.csv", data))
    assert sound(read_xlsx("list.xlsx", data))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.integers(0, 8), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_hostile_cell_gives_a_row_or_a_fault(cell: str, place: int, encoding: str) -> None:
    names = f"{HEADER};type;devise;échéance;iban;HT"
    cells = ["F1", "2026-03-01", "10", "ALPHA", "", "", "", "", ""]
    cells[place] = cell
    data = f"{names}\n{';'.join(cells)}\n".encode(encoding, errors="replace")
    assert sound(read_csv("list.csv", data))


def xlsx(rows: list[list[object]], before: str | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    if before is not None:
        sheet.append([before])
        sheet = book.create_sheet("factures")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TITLES: list[object] = ["N° facture", "Date", "Échéance", "Montant TTC", "Client", "SIREN"]


def test_a_workbook_is_read_like_the_same_list_in_csv() -> None:
    rows: list[list[object]] = [
        TITLES,
        [
            "F1",
            datetime.fromisoformat("2026-03-01"),
            date(2026, 4, 30),
            0.1 + 0.2,
            "BETA SA",
            732829320,
        ],
        [2024001.0, "01/03/2026", None, -1234.56, "BETA SA", "732 829 320"],
        ["F3", "30/02/2026", None, 12.345, "@SUM(1)", None],
    ]
    read = read_xlsx("list.xlsx", xlsx(rows, before="Sommaire"))
    assert read.rows.select(
        "row_number",
        "invoice_number",
        "type_code",
        "issued_on",
        "due_on",
        "gross_cents",
        "buyer_siren",
    ).rows() == [
        (2, "F1", "380", date(2026, 3, 1), date(2026, 4, 30), 30, "732829320"),
        (3, "2024001", "381", date(2026, 3, 1), None, 123456, "732829320"),
    ]
    assert told(read) == [
        ("line 4, column Date", "date_unreadable"),
        ("line 4, column Montant TTC", "amount_unreadable"),
        ("line 4, column Client", "cell_is_formula"),
    ]


def test_a_workbook_without_a_list_says_what_is_missing() -> None:
    read = read_xlsx("list.xlsx", xlsx([["N° facture", "Date"]]))
    assert told(read) == [("line 1", "column_missing")]


def test_an_empty_list_in_a_workbook_is_said() -> None:
    assert told(read_xlsx("list.xlsx", xlsx([TITLES]))) == [("file", "lines_missing")]


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


FAR_CELL = (
    b'<worksheet><sheetData><row><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"xl/worksheets/sheet1.xml": b"0" * 50_000_000}), "packed more than 200 times"),
        (zipped({f"xl/{n}.xml": b"" for n in range(2001)}), "2001 entries, at most 2000"),
        (
            zipped({"xl/worksheets/sheet1.xml": FAR_CELL}),
            "a sheet of 1048576 rows by 16384 columns",
        ),
        (
            zipped({"elsewhere.xml": FAR_CELL}),
            "a sheet of 1048576 rows by 16384 columns",
        ),
        (
            zipped({"s.xml": b"<row r='1'>" + b"<c/>" * 16384 + b"</row><row r='1048576'><c/>"}),
            "a sheet of 1048576 rows by 16384 columns",
        ),
        (b"PK\x03\x04" + b"\0" * 50, "not a sound zip: File is not a zip file"),
    ],
)
def test_a_dangerous_archive_is_not_opened(data: bytes, reason: str) -> None:
    (fault,) = read_xlsx("list.xlsx", data).faults
    assert (fault.code, fault.detail, fault.refuses_file) == ("archive_dangerous", reason, True)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert [fault.code for fault in read_xlsx("a.zip", zipped({"a.txt": b"x"})).faults] == [
        "spreadsheet_unreadable"
    ]


WORKBOOK = xlsx([TITLES, ["F1", "2026-03-01", "2026-04-01", 10, "BETA SA", "732829320"]])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=8))
def test_a_broken_workbook_gives_faults_and_never_an_exception(at: int, noise: bytes) -> None:
    assert sound(read_xlsx("list.xlsx", WORKBOOK[:at] + noise + WORKBOOK[at + len(noise) :]))
    assert sound(read_xlsx("list.xlsx", WORKBOOK[:at]))
