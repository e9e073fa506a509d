"""Bank files of others: genkgo's camt with what that library reads, three sets of CFONB 120, MT940.

The samples are not in the repository: they are looked for in COMPTANT_SAMPLES, else beside it.
"""

import json
import os
from pathlib import Path

import pytest
from lxml import etree

from comptant.formats import bankfile
from comptant.formats.reading import BankRead

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("COMPTANT_SAMPLES") or REPOSITORY.parent / "shared" / "data")
BANK = Path(__file__).parent / "fixtures" / "bank"

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"no samples in {SAMPLES}; set COMPTANT_SAMPLES to their folder"
)

# File -> statements, movements, and the sum of all movements in cents.
GOOD_CFONB = {
    "pennylane/example.txt": (2, 6, 2_668),
    "silarhi/complex-test.txt": (8, 5, -521_090),
    "silarhi/non-strict-test.txt": (8, 5, -521_090),
    "silarhi/simple-test.txt": (1, 0, 0),
    "silarhi/test-unused-parts.txt": (8, 0, 0),
}

# File -> the places and causes for which it must be refused.
BAD_CFONB = {
    # The closing balance is that of another day.
    "akretion/bank_statement.cfo": [("line 1", "statement_does_not_add_up")],
    # A balance 07 of an account that was never opened; the first account lacks movements.
    "pennylane/end_of_statement_without_beginning.txt": [
        ("line 1", "statement_does_not_add_up"),
        ("line 9", "record_out_of_place"),
    ],
    # A second 01 before the first 07; the second account lacks movements.
    "pennylane/new_statement_without_previous_ended.txt": [
        ("line 1", "statement_without_end"),
        ("line 6", "statement_does_not_add_up"),
    ],
    # Movements without any balance.
    "pennylane/operation_already_defined.txt": [
        (f"line {line}", "record_out_of_place") for line in range(1, 7)
    ],
    # A movement before the 01.
    "pennylane/operation_out_of_statement.txt": [
        ("line 1", "record_out_of_place"),
        ("line 3", "statement_does_not_add_up"),
    ],
    # Complements without a movement.
    "pennylane/operation_unstarted.txt": [
        (f"line {line}", "record_out_of_place") for line in range(1, 5)
    ],
    # Another format of the same family.
    "silarhi/cfonb.240-complex-test.txt": [("file", "format_unknown")],
}


# File -> statements, movements, and the sum of all movements in cents.
GOOD_MT940 = {
    "ASNB/mt940.txt": (31, 8, 5_694),
    "ASNB/mt940_with_spaces_for_entry_date.txt": (31, 8, 5_694),
    "betterplace/with_binary_character.sta": (2, 4, -17_906_675),
    "citi/mt940.txt": (1, 5, -114_275),
    "jejik/generic.sta": (2, 2, -2_000),
    "mBank/mt940.sta": (1, 3, 3),
    "sberbank/171011_01234945.sta": (1, 3, -943_700),
    "self-provided/february_30.sta": (1, 1, -600),
}
UNTIED = "statement_does_not_add_up"

# File -> the places and causes for which it must be refused: most were shortened or made
# anonymous by their authors without keeping the balances; others are a field alone.
BAD_MT940 = {
    "betterplace/empty_86.sta": [("file", "format_unknown")],
    "betterplace/sepa_snippet.sta": [("line 25", UNTIED)],
    "cmxl/account_identification_iban.sta": [("file", "format_unknown")],
    # Marks of before the euro.
    "cmxl/mt940.sta": [("line 1", "currency_unreadable")],
    "cmxl/reference.sta": [("file", "format_unknown")],
    "cmxl/statement_details.sta": [("file", "format_unknown")],
    "cmxl/statement_number.sta": [("file", "format_unknown")],
    "jejik/knab.sta": [("line 10", UNTIED)],
    "jejik/postfinance.sta": [("line 1", UNTIED)],
    "jejik/rabobank.sta": [("line 2", UNTIED), ("line 19", UNTIED)],
    "mBank/with_newline_in_tnr.sta": [("line 2", UNTIED)],
    # Two statements without a balance.
    "self-provided/account_identification.sta": [
        ("line 1", "statement_without_end"),
        ("line 4", "statement_without_end"),
    ],
    "self-provided/details_60-63.sta": [("line 1", UNTIED)],
    "self-provided/empty_non_swift.sta": [("file", "format_unknown")],
    "self-provided/multiline.sta": [("line 1", UNTIED)],
    "self-provided/overly_long_details.sta": [("line 1", UNTIED)],
    "self-provided/raiffeisen-cmi.sta": [("line 1", UNTIED)],
    # Closing balances without a currency.
    "self-provided/raphaelm.sta": [
        ("line 1", "currency_unreadable"),
        ("line 36", "currency_unreadable"),
    ],
    "self-provided/sparkassen.sta": [("file", "format_unknown")],
    "self-provided/whitespace.sta": [("line 1", UNTIED)],
}


def answer_to(path: Path) -> BankRead:
    return bankfile.read(path.name, path.read_bytes())


@pytest.mark.parametrize("name", GOOD_CFONB)
def test_a_good_cfonb_file_is_read_to_the_cent(name: str):
    answer = answer_to(SAMPLES / "cfonb" / name)
    assert [fault for fault in answer.faults if not fault.warns] == []
    assert GOOD_CFONB[name] == (
        answer.statements.height,
        answer.movements.height,
        answer.movements["amount_cents"].sum(),
    )


@pytest.mark.parametrize("name", BAD_CFONB)
def test_a_broken_cfonb_file_is_refused_for_its_own_reason(name: str):
    answer = answer_to(SAMPLES / "cfonb" / name)
    assert [(f.place, f.code) for f in answer.faults if not f.warns] == BAD_CFONB[name]
    assert (answer.statements.height, answer.movements.height) == (0, 0)


def test_every_cfonb_sample_is_in_one_of_the_tables():
    folder = SAMPLES / "cfonb"
    files = {
        path.relative_to(folder).as_posix()
        for path in folder.glob("*/*")
        if "LICENSE" not in path.name
    }
    assert files == GOOD_CFONB.keys() | BAD_CFONB.keys()


@pytest.mark.parametrize("name", GOOD_MT940)
def test_a_good_mt940_file_is_read_to_the_cent(name: str):
    answer = answer_to(SAMPLES / "mt940" / "wolph" / name)
    assert answer.faults == ()
    assert GOOD_MT940[name] == (
        answer.statements.height,
        answer.movements.height,
        answer.movements["amount_cents"].sum(),
    )


@pytest.mark.parametrize("name", BAD_MT940)
def test_an_mt940_file_that_does_not_tie_is_refused_for_its_own_reason(name: str):
    answer = answer_to(SAMPLES / "mt940" / "wolph" / name)
    assert [(f.place, f.code) for f in answer.faults if not f.warns] == BAD_MT940[name]
    assert (answer.statements.height, answer.movements.height) == (0, 0)


def test_every_mt940_sample_is_in_one_of_the_tables():
    folder = SAMPLES / "mt940" / "wolph"
    files = {
        path.relative_to(folder).as_posix()
        for path in folder.glob("*/*")
        if path.suffix in (".sta", ".txt")
    }
    assert files == GOOD_MT940.keys() | BAD_MT940.keys()


def camt_samples() -> list[Path]:
    return sorted((SAMPLES / "camt" / "genkgo").glob("*.xml"))


@pytest.mark.parametrize("path", camt_samples(), ids=lambda path: path.name)
def test_a_camt_file_is_read_as_another_library_reads_it(path: Path):
    answer = answer_to(path)
    assert [fault for fault in answer.faults if not fault.warns] == []
    oracle = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert told(answer) == expected(oracle)


def told(answer: BankRead) -> dict:
    first = answer.statements.row(0, named=True)
    payments = ("amount_cents", "currency", "booked_on", "value_on", "bank_reference")
    return {
        "statements": answer.statements.height,
        "account": first["account_iban"],
        "reference": first["statement_reference"],
        "sequence": first["sequence"],
        "opening": first["opening_cents"],
        "closing": first["closing_cents"],
        "payments": [
            tuple(str(value) if value is not None else None for value in row)
            for row in answer.movements.select(payments).rows()
        ],
        "not booked": sum(
            int(fault.detail.split()[0])
            for fault in answer.faults
            if fault.code == "entry_not_booked"
        ),
    }


def expected(oracle: dict) -> dict:
    """The oracle's words for the same; it repeats an object as a mark where it comes again."""
    entries = oracle["getEntries"]
    records = oracle["getRecords"]
    record = entries[0]["getRecord"] if entries else records[0]
    balances = {
        balance["getType"]: int(balance["getAmount"]["getAmount"])
        for balance in record["getBalances"]
        if balance != "__RECURSIVITY__"
    }
    sequence = record["getElectronicSequenceNumber"]
    day = record["getCreatedOn"]["0"][:10]
    return {
        "statements": len(records),
        "account": record["getAccount"]["getIdentification"],
        "reference": record["getId"],
        "sequence": int(sequence) if sequence else None,
        "opening": balances.get("opening"),
        "closing": balances.get("closing"),
        "payments": [payment(entry, day) for entry in entries if entry["getStatus"] == "BOOK"],
        "not booked": sum(entry["getStatus"] != "BOOK" for entry in entries),
    }


def payment(entry: dict, day: str) -> tuple:
    amount = entry["getAmount"]
    booked = (entry["getBookingDate"] or {"0": day})["0"][:10]
    valued = (entry["getValueDate"] or {"0": booked})["0"][:10]
    reference = entry["getAccountServicerReference"]
    return (amount["getAmount"], amount["getCurrency"]["getCode"], booked, valued, reference)


@pytest.mark.parametrize("path", sorted(BANK.glob("camt*.xml")), ids=lambda path: path.name)
def test_our_own_camt_files_are_valid_against_the_schema_of_the_standard(path: Path):
    version = path.name.removeprefix("camt").removesuffix(".xml")
    schema = etree.XMLSchema(etree.parse(SAMPLES / "camt" / "xsd" / f"camt.{version}.xsd"))
    assert schema.validate(etree.parse(path))


def test_all_good_samples_are_exact():
    good = [SAMPLES / "cfonb" / name for name in GOOD_CFONB] + camt_samples()
    refused = [path.name for path in good if any(not f.warns for f in answer_to(path).faults)]
    assert (len(good), refused) == (14, [])
