"""Lists of requests for money: what is understood, and what is said of the rest."""

import pytest

from comptant.formats import requests
from comptant.formats.requests import read_requests


def rows(data: bytes) -> list[tuple[object, ...]]:
    read = read_requests("draws.csv", data)
    assert read.faults == ()
    return read.rows.select("row_number", "contract_number", "wanted_cents").rows()


@pytest.mark.parametrize(
    "data",
    [
        b"contract;amount\nC-1;18 000,00\nC-2;\n",
        b"\xef\xbb\xbfContrat;Montant\r\nC-1;18000\r\nC-2\r\n",
        "contrat;montant\nC-1;18\u202f000,00 \N{EURO SIGN}\nC-2;\n".encode(),
        b"contract\tamount\nC-1\t18000.0\nC-2\t\n",
        b"contract,amount\nC-1,18000.00\nC-2,\n",
    ],
)
def test_a_list_may_be_written_in_several_ways(data: bytes) -> None:
    assert rows(data) == [(2, "C-1", 1_800_000), (3, "C-2", None)]


def test_titles_are_not_needed_and_blank_lines_are_skipped() -> None:
    assert rows(b"C-1;1\n\n;;\nC-2\n") == [(1, "C-1", 100), (4, "C-2", None)]


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        (b"", "file", "file_empty"),
        (b" \n\n", "file", "file_empty"),
        (b"contract;amount\n", "file", "lines_missing"),
        (b"C-1;abc", "line 1, column 2", "amount_unreadable"),
        (b"C-1;1,234", "line 1, column 2", "amount_unreadable"),
        (b"C-1;=1+1", "line 1, column 2", "amount_unreadable"),
        (b"C-1;-5", "line 1, column 2", "amount_unreadable"),
        (b"C-1;0", "line 1, column 2", "amount_out_of_range"),
        (b"C-1;" + b"9" * 15, "line 1, column 2", "amount_out_of_range"),
        (b"C-1;1\n;2", "line 2, column 1", "value_missing"),
        (b"C-1;1\nC-1;2", "line 2, column 1", "contract_twice"),
        (b"C" * 101 + b";1", "line 1, column 1", "value_too_long"),
        (b"C-1\0;1", "file", "encoding_unreadable"),
        (bytes(range(128, 160)), "file", "encoding_unreadable"),
        (b'"' + b"x" * 200_000, "file", "format_unknown"),
    ],
)
def test_a_fault_has_its_place_and_takes_the_whole_list_down(
    data: bytes, place: str, code: str
) -> None:
    read = read_requests("draws.csv", b"" + data)
    assert [(fault.place, fault.code) for fault in read.faults] == [(place, code)]
    assert read.rows.height == 0


def test_faults_are_cut_short_and_a_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_requests("draws.csv", b"C;x\n" * 500)
    assert len(read.faults) == requests.FAULTS_MAX + 1
    assert read.faults[-1].code == "faults_cut_short"
    monkeypatch.setattr(requests, "BYTES_MAX", 3)
    assert [fault.code for fault in read_requests("draws.csv", b"C-1;1").faults] == [
        "file_too_large"]  # fmt: skip
