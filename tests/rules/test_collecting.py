"""Whose a credit of our bank is: named, or the only one that fits; never a guess."""

from datetime import date

import polars as pl
import pytest

from comptant.rules.batch import decide
from comptant.rules.collecting import (
    Lot,
    collected_means,
    lot_of,
    names_item,
    remittance_reference,
    unpaid_means,
)

ON = date(2026, 1, 30)


def lot(number: int, cents: int = 100, means: str = "BILL", **more: object) -> Lot:
    told = {
        "references": frozenset({f"R{number}"}), "means": means, "own_account_id": 1,
        "collect_on": ON, "remitted_on": date(2026, 1, 16), "total_cents": cents,
        "ids": frozenset({(1, number)}), **more,
    }  # fmt: skip
    return Lot(**told)  # type: ignore[arg-type]


def found(*lots: Lot, **more: object) -> Lot | None:
    told = {"amount_cents": 100, "own_account_id": 1, "booked_on": ON, "told": "", "means": None,
            "has_payer": False, **more}  # fmt: skip
    return lot_of(lots, **told)  # type: ignore[arg-type]


def test_the_only_lot_of_its_amount_is_found() -> None:
    assert found(lot(11), lot(12, 200)) == lot(11)


def test_two_lots_of_one_amount_are_told_by_their_reference() -> None:
    assert found(lot(11), lot(12)) is None
    assert found(lot(11), lot(12), told="remise r-12 du 16/01") == lot(12)
    assert found(lot(11), lot(12), told="R11 R12") is None


@pytest.mark.parametrize(
    "more",
    [
        {"amount_cents": 101},
        {"own_account_id": 2},
        {"booked_on": date(2026, 1, 15)},  # before it was remitted
        {"booked_on": date(2026, 2, 10)},  # eleven days after its day
        {"means": "CHQ"},
        {"has_payer": True},
    ],
)
def test_what_does_not_fit_is_left(more: dict[str, object]) -> None:
    assert found(lot(11), **more) is None


def test_a_credit_of_its_code_may_name_a_payer() -> None:
    assert found(lot(11), has_payer=True, means="BILL") == lot(11)
    assert found(lot(11), has_payer=True, told="R11") == lot(11)


def test_a_late_credit_is_found_by_its_reference_only() -> None:
    assert found(lot(11), booked_on=date(2026, 2, 10), told="R11") == lot(11)


def test_one_item_of_a_lot_is_credited_alone_only_when_named() -> None:
    alone = lot(11, is_alone=True)
    assert found(alone) is None
    assert found(alone, told="R11") == alone


@pytest.mark.parametrize(
    ("code", "collected", "unpaid"),
    [
        ("02", "CHQ", None), ("35", "BILL", None), ("A1", "SDD", None), ("03", None, "CHQ"),
        ("33", None, "BILL"), ("A3", None, "SDD"), ("B3", None, "SDD"),
        ("PMNT-IDDT-ESDD", "SDD", None), ("PMNT-IDDT-UPDD", None, "SDD"),
        ("PMNT-DRFT-UDFT", None, "BILL"), ("NRTI", None, "ANY"), ("05", None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_codes_of_the_bank(code: str | None, collected: str | None, unpaid: str | None) -> None:
    batch = pl.DataFrame({"operation_code": [code]}, schema={"operation_code": pl.String})
    names = ("collected_means", "unpaid_means")
    told = decide(batch, (collected_means, unpaid_means), nullable=names)
    assert told.select(names).row(0) == (collected, unpaid)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("EFFET IMPAYE E-2077", True), ("EFFET IMPAYE E 2077", True), ("IMPAYE E2077X", False),
        ("IMPAYE 0000001402", True), ("IMPAYE 1402", False), ("CPI12-1402/RUM", True), ("", False),
    ],
)  # fmt: skip
def test_a_text_names_an_instrument(text: str, is_named: bool) -> None:
    assert names_item(text, "CPI12-1402", "E-2077", 1402) is is_named


def test_a_short_number_names_nothing() -> None:
    assert not names_item("IMPAYE E-77", "CPI12-1402", "E-77", 1402)


@pytest.mark.parametrize(
    ("number", "reference"),
    [(1, "REM00000001"), (35, "REM0000000Z"), (36, "REM00000010"), (2**40, "REME13WU1OG")],
)
def test_a_remittance_has_a_reference_of_eleven(number: int, reference: str) -> None:
    assert len(remittance_reference(number)) == 11
    assert remittance_reference(number) == reference
