"""Which lines of a statement are the bank's own, by the codes that the formats give."""

import polars as pl
import pytest

from comptant.rules.bank_natures import EVENTS, NATURES, bank_nature
from comptant.rules.batch import decide
from comptant.rules.postings import TEMPLATES


def nature(*codes: str | None) -> list[str | None]:
    rows = pl.DataFrame({"operation_code": codes}, schema={"operation_code": pl.String})
    return decide(rows, (bank_nature,), nullable=("bank_nature",))["bank_nature"].to_list()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("62", "FEES"), ("66", "FEES"), ("61", "INTEREST"), ("63", "INTEREST"),  # CFONB 120
        ("PMNT-ICDT-CHRG", "FEES"), ("ACMT-MDOP-COMM", "FEES"), ("CAMT-MCOP-INTR", "INTEREST"),
        ("NCHG", "FEES"), ("NINT", "INTEREST"),
        ("05", None), ("PMNT-RCDT-ESCT", None), ("NTRF", None), ("99", None), ("", None),
        (None, None), ("62x", None), ("162", None), ("CHRG-PMNT-ICDT", None),
    ],
)  # fmt: skip
def test_the_last_step_of_a_code_tells_whose_the_line_is(
    code: str | None, said: str | None
) -> None:
    assert nature(code) == [said]


def test_many_lines_are_told_at_once_and_none_at_all_is_none() -> None:
    assert nature("62", None, "63", "05") == ["FEES", None, "INTEREST", None]
    assert nature() == []


def test_each_nature_has_an_entry_of_the_bank_journal() -> None:
    assert set(NATURES.values()) == set(EVENTS) == {"FEES", "INTEREST"}
    assert {TEMPLATES[event].journal for event in EVENTS.values()} == {"BQ"}
