"""Rows of a tariff in words: no code of ours where a reader looks."""

import pytest

from comptant.doors.tariffs_told import condition_told, row_told
from comptant.doors.words import speaking
from comptant.operations.quoting.tariffs import example

TOLD = [
    ("assignment_scope=CHOSEN_INVOICES", "factures choisies une à une", "invoices chosen one by"),
    ("export_ppm>=20", "≥ 20 %", "≥ 20%"),
    ("is_insured=yes", "oui", "yes"),
    ("", "", ""),
]


@pytest.mark.parametrize(("condition", "french", "english"), TOLD)
def test_a_condition_is_told_in_both_languages(condition: str, french: str, english: str) -> None:
    with speaking("fr"):
        assert french in condition_told(condition)
    with speaking("en"):
        assert english in condition_told(condition)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_row_of_the_example_shows_a_code(language: str) -> None:
    with speaking(language):
        for row in example():
            told = row_told({"grid": row.grid, "row_name": row.row_name,
                             "condition": row.condition})  # fmt: skip
            assert "_" not in told["row_name"] + told["condition"], told
