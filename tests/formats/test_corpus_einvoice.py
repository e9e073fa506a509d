"""The public corpora of e-invoices: which share is read, and why each other file is not.

The tables of docs/corpora.md must be the ones computed here; to renew them after a change, run
this file as a script.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from facturx import parse_ubl_cii_xml
from lxml import etree

from comptant.formats import einvoice, intake
from comptant.formats.currencies import EXPONENTS
from comptant.formats.reading import FAULTS, InvoicesRead
from comptant.rules.batch import check
from comptant.rules.columns import SENT_INVOICES

ROOT = Path(__file__).parents[2]
SAMPLES = Path(os.environ.get("COMPTANT_SAMPLES") or ROOT.parent / "shared" / "data")
CORPORA = ("facturx_zugferd", "en16931", "xrechnung_3_0_2", "peppol_2026_5")
DOC = ROOT / "docs" / "corpora.md"
BEGIN, END = "<!-- computed: begin -->\n", "<!-- computed: end -->\n"
TRIPLETS = SAMPLES / "facturx_zugferd" / "xml_rechnung"

pytestmark = pytest.mark.skipif(
    not all((SAMPLES / corpus).is_dir() for corpus in CORPORA),
    reason=f"no sample corpora in {SAMPLES} (set COMPTANT_SAMPLES)",
)


def files(corpus: str) -> list[Path]:
    found = (SAMPLES / corpus).rglob("*")
    return sorted(path for path in found if path.suffix.lower() in (".xml", ".pdf"))


def read(path: Path) -> InvoicesRead:
    return intake.read(path.relative_to(SAMPLES).as_posix(), path.read_bytes())


@pytest.fixture(scope="module")
def readings() -> dict[Path, InvoicesRead]:
    return {path: read(path) for corpus in CORPORA for path in files(corpus)}


def tables(readings: dict[Path, InvoicesRead]) -> str:
    """The two tables of docs/corpora.md: shares per folder, then each file that is not read."""
    folders: dict[str, list[InvoicesRead]] = {}
    unread: dict[tuple[str, str, str], list[str]] = {}
    for path, reading in readings.items():
        folder = path.parent.relative_to(SAMPLES).as_posix()
        folders.setdefault(folder, []).append(reading)
        for fault in reading.faults:
            if fault.refuses_file:
                reason = f"{fault.code}: {fault.detail}"
                unread.setdefault((folder, fault.place, reason), []).append(path.name)
    counts = {folder: _counts(found) for folder, found in folders.items()}
    lines = [
        "| Folder | Files | Not invoices | Read | Share of the invoices | With a schema warning |"
    ]
    lines += ["|---|---|---|---|---|---|"]
    lines += [_share(folder, *of_folder) for folder, of_folder in counts.items()]
    lines += [_share("**All**", *map(sum, zip(*counts.values(), strict=True)))]
    lines += ["", "| Folder | Place | Reason | Files not read |", "|---|---|---|---|"]
    for (folder, place, reason), names in unread.items():
        lines.append(f"| {folder} | {place} | {reason} | {len(names)}: {', '.join(names)} |")
    return "\n".join(lines) + "\n"


def _counts(found: list[InvoicesRead]) -> tuple[int, int, int, int]:
    """Files, files that hold no invoice at all, invoices read, invoices read with a warning."""
    codes = [{fault.code for fault in reading.faults} for reading in found]
    taken = [reading for reading in found if reading.rows.height == 1]
    warned = sum(any(fault.warns for fault in reading.faults) for reading in taken)
    return len(found), sum("xml_not_an_invoice" in code for code in codes), len(taken), warned


def _share(folder: str, files_count: int, others: int, taken: int, warned: int) -> str:
    invoices = files_count - others
    # In tenths of a percent, down: 100 % is said of nothing less.
    tenths = 1000 * taken // invoices if invoices else 0
    share = f"{tenths // 10}.{tenths % 10} %" if invoices else "no invoice"
    return f"| {folder} | {files_count} | {others} | {taken} | {share} | {warned} |"


def test_the_documented_shares_are_the_computed_ones(readings: dict[Path, InvoicesRead]) -> None:
    documented = DOC.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert documented == tables(readings)


def test_every_answer_is_one_row_or_one_reason(readings: dict[Path, InvoicesRead]) -> None:
    for reading in readings.values():
        check(reading.rows, SENT_INVOICES)
        refusals = sum(fault.refuses_file for fault in reading.faults)
        assert reading.rows.height + refusals == 1


def test_every_real_invoice_is_read_but_the_one_with_a_broken_declaration(
    readings: dict[Path, InvoicesRead],
) -> None:
    missed = {
        path.name: reading.faults[0].code
        for path, reading in readings.items()
        if reading.rows.height == 0 and reading.faults[0].code != "xml_not_an_invoice"
    }
    assert missed == {"factur-x-invalid-xml-encoding-attribute.pdf": "xml_malformed"}


def triplets() -> Iterator[tuple[str, dict[str, Path]]]:
    """The invoices of xml_rechnung with the files that say them in PDF, CII and UBL."""
    for ubl in sorted((TRIPLETS / "UBL").glob("*.ubl.xml")):
        name = ubl.name.removesuffix(".ubl.xml")
        ways = {
            "FX": TRIPLETS / "FX" / f"{name}.pdf",
            "CII": TRIPLETS / "CII" / f"{name}.cii.xml",
            "UBL": ubl,
        }
        yield name, {way: path for way, path in ways.items() if path.exists()}


def differences() -> dict[tuple[str, str, str], tuple[object, object]]:
    """(invoice, other way, column) -> what CII says and what the other way says, where unequal."""
    found: dict[tuple[str, str, str], tuple[object, object]] = {}
    for name, ways in triplets():
        rows = {way: read(path).rows.row(0, named=True) for way, path in ways.items()}
        for way in sorted(set(rows) - {"CII"}):
            for column in SENT_INVOICES.names:
                pair = (rows["CII"][column], rows[way][column])
                if column != "file" and pair[0] != pair[1]:
                    found[name, way, column] = pair
    return found


def test_the_same_invoice_in_three_syntaxes_gives_the_same_row() -> None:
    assert Counter(len(ways) for _, ways in triplets()) == {3: 18, 2: 4}
    # What is left differs in the files themselves, not in what is made of them.
    rewritten, full = "XRECHNUNG_Einfach", "not_validating_full_invoice_based_onTest_EeISI_300_"
    full += "CENfullmodel"
    assert differences() == {
        (rewritten, "FX", "issued_on"): (date(2024, 11, 15), date(2018, 3, 5)),
        (rewritten, "FX", "delivered_on"): (date(2024, 11, 14), date(2018, 3, 5)),
        (full, "UBL", "vat_cents"): (500, 5000),
        (full, "UBL", "payee_identifier"): (
            "Payee legal registration identifier",
            "Payee identifier",
        ),
        (full, "UBL", "payment_iban"): ("IT1212341234123412", None),
    }


ORACLE = {
    "BT-1": "invoice_number",
    "BT-2": "issued_on",
    "BT-5": "currency",
    "BT-9": "due_on",
    "BT-109": "net_cents",
    "BT-112": "gross_cents",
    "BT-115": "payable_cents",
}


def test_the_reference_library_reads_the_same_values(readings: dict[Path, InvoicesRead]) -> None:
    compared, unequal = Counter[str](), {}
    for path, reading in readings.items():
        if path.suffix == ".pdf" or reading.rows.height == 0:
            continue
        oracle = parse_ubl_cii_xml(path.read_bytes(), check_xsd=False)
        row = reading.rows.row(0, named=True)
        sign = -1 if Decimal(oracle["BT-112"]) < 0 else 1
        for term, name in ORACLE.items():
            said = oracle.get(term)
            if name.endswith("_cents"):
                places = EXPONENTS[oracle["BT-5"]]
                said = sign * int(Decimal(said).scaleb(places)) if said is not None else None
            compared[name] += 1
            if said != row[name]:
                unequal[path.relative_to(SAMPLES).as_posix(), name] = (said, row[name])
    assert compared == dict.fromkeys(ORACLE.values(), 148)
    # Paid in two parts: the library lists both days, a row has the last one.
    first, last = date(2026, 6, 6), date(2026, 6, 13)
    folder = "facturx_zugferd/zugferd_2_5_2_xml/extended"
    assert unequal == {
        (f"{folder}/factur-x-22.xml", "due_on"): ([first, last], last),
        (f"{folder}/factur-x-23.xml", "due_on"): ([first, last], last),
        (f"{folder}/factur-x-25.xml", "due_on"): ([first, last], last),
        (f"{folder}/factur-x-9.xml", "due_on"): (
            [date(2025, 6, 20), date(2025, 6, 27)],
            date(2025, 6, 27),
        ),
    }


def test_the_factoring_samples_show_the_payee_or_the_assignment_note() -> None:
    columns = ("type_code", "payee_name", "payee_identifier", "payment_iban", "assignment_note")
    for name in ("FX/{}.pdf", "CII/{}.cii.xml", "UBL/{}.ubl.xml"):
        path = TRIPLETS / name.format("EN16931_AbweichenderZahlungsempf")
        assert read(path).rows.select(columns).rows() == [
            ("380", "Factoring GmbH", "4711", "DE12123456781234567890", None)
        ]
    ferd = SAMPLES / "facturx_zugferd" / "zugferd_2_5_2_xml" / "en16931" / "factur-x-3.xml"
    assert read(ferd).rows.select(columns).rows() == [
        (
            "380",
            "Factoring GmbH",
            "4711",
            "DE89370400440532013000",
            "Die Forderung aus dieser Rechnung wurde an die Factoring GmbH abgetreten.",
        )
    ]
    swedish = SAMPLES / "en16931" / "testfiles" / "BIS_Billing_30-Factoring.xml"
    assert read(swedish).rows.select(columns).rows() == [
        ("380", "Likviditet o. Finans AB", None, None, None)
    ]


def test_a_negative_invoice_and_a_credit_note_mean_the_same() -> None:
    folder = SAMPLES / "en16931" / "testfiles"
    negative = read(folder / "BIS_Billing_30-Kreditering_med_negativ_faktura.xml").rows
    credit = read(folder / "BIS_Billing_30-Kreditering_med_kreditnota.xml").rows
    amounts = ("type_code", "gross_cents", "net_cents", "vat_cents", "payable_cents")
    assert negative.select(amounts).rows() == credit.select(amounts).rows()
    assert negative["type_code"].to_list() == ["381"]


def test_fragments_of_invoices_in_the_rule_tests_give_one_row_or_one_reason() -> None:
    answers: Counter[str] = Counter()
    for path in files("en16931"):
        if not path.parent.name.startswith("unit_"):
            continue
        for fragment in etree.parse(path).getroot().iterfind("{*}test/*"):
            if not str(fragment.tag).endswith(("Invoice", "CreditNote")):
                continue
            answer = einvoice.read(path.name, etree.tostring(fragment, with_tail=False))
            refusals = [fault.code for fault in answer.faults if fault.refuses_file]
            assert answer.rows.height + len(refusals) == 1
            assert set(refusals) <= FAULTS
            answers[refusals[0] if refusals else "read"] += 1
    assert answers == {"value_missing": 694, "currency_unreadable": 3, "type_unreadable": 2}


if __name__ == "__main__":
    before, _, rest = DOC.read_text("utf-8").partition(BEGIN)
    computed = tables({path: read(path) for corpus in CORPORA for path in files(corpus)})
    DOC.write_text(before + BEGIN + computed + END + rest.partition(END)[2], "utf-8")
