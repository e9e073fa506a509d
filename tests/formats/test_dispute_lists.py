"""Lists of disputes: what is understood, and what is said of the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.formats.dispute_lists import DISPUTED, read_disputes
from comptant.rules.disputes import KINDS


@pytest.mark.parametrize(
    "data",
    [
        b"contract;invoice;kind;amount;evidence\nC-1;FA-1;qte;1 200,50;mail\nC-2;FA-2;LIT-PRX\n",
        b"\xef\xbb\xbfContrat\tFacture\tNature\nC-1\tFA-1\tQTE\t1200.5\tmail\r\nC-2\tFA-2\tprx\n",
        b'contract,invoice\nC-1,FA-1,lit-qte,"1200,50",mail\nC-2,FA-2,prx,,\n',
    ],
)
def test_a_list_may_be_written_in_several_ways(data: bytes) -> None:
    read = read_disputes("d.csv", data, KINDS)
    assert read.faults == ()
    assert read.rows.rows() == [
        (2, "C-1", "FA-1", "LIT-QTE", 120_050, "mail"),
        (3, "C-2", "FA-2", "LIT-PRX", None, ""),
    ]


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        (b"", "file", "file_empty"),
        (b"contract;invoice;kind\n", "file", "file_empty"),
        (b"C-1;FA-1", "line 1, column 3", "value_missing"),
        (b"C-1;;qte", "line 1, column 2", "value_missing"),
        (b"C-1;FA-1;colour", "line 1, column 3", "dispute_kind_unknown"),
        (b"C-1;FA-1;qte;=1+1", "line 1, column 4", "amount_unreadable"),
        (b"C-1;FA-1;qte;0", "line 1, column 4", "amount_out_of_range"),
        (b"C-1;FA-1;qte;1;" + b"x" * 1_001, "line 1, column 5", "value_too_long"),
        (b"C-1;FA-1;qte;1;a;b", "line 1, column 6", "cells_too_many"),
        (b"C-1\0;FA-1;qte", "file", "encoding_unreadable"),
        (b'"' + b"x" * 200_000, "file", "format_unknown"),
    ],
)
def test_a_fault_has_its_place_and_takes_the_whole_list_down(
    data: bytes, place: str, code: str
) -> None:
    read = read_disputes("d.csv", data, KINDS)
    assert [(fault.place, fault.code) for fault in read.faults] == [(place, code)]
    assert read.rows.height == 0


def test_one_wrong_line_of_many_is_told_and_nothing_is_taken() -> None:
    read = read_disputes("d.csv", b"C-1;FA-1;qte\nC-1;FA-2;nope\nC-1;FA-3;qte;x\n", KINDS)
    assert [fault.place for fault in read.faults] == ["line 2, column 3", "line 3, column 4"]
    assert read.rows.equals(DISPUTED.empty())


@given(st.binary(max_size=400))
def test_hostile_bytes_are_rows_or_faults(data: bytes) -> None:
    read = read_disputes("d.csv", data, KINDS)
    assert bool(read.faults) == read.rows.is_empty()
