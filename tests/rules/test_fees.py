"""Fees of the catalogue: as typed, by tiers, of the line not used; the days left of a year."""

from datetime import date

import pytest

from comptant.rules.fees import (
    FEES,
    FEES_DUE,
    BadFee,
    days_to_anniversary,
    fees_due,
    priced,
    typed,
)


def due(unit: str, **told: object) -> dict[str, object]:
    return {"contract_id": 1, "fee_code": "FEE-NOT", "charge_unit": unit, "fee_cause": "x",
            "unit_count": 0, "base_cents": 0, "before_cents": 0, "tier_from": 0, "unit_cents": 0,
            "charge_ppm": 0, "fee_ppm": 6_000, **told}  # fmt: skip


def cents(*rows: dict[str, object]) -> list[int]:
    return fees_due(FEES_DUE.frame(list(rows)))["other_fee_cents"].to_list()


def test_w4_6_the_line_not_used_of_january() -> None:
    """400 000.00 less 86 305.05 on average: 313 694.95 x 0.20 % x 31 / 360 = 54.03."""
    assert cents(due("UNUSED", base_cents=31_369_495, charge_ppm=2_000,
                     from_on=date(2026, 1, 1), until_on=date(2026, 2, 1))) == [5_403]  # fmt: skip


@pytest.mark.parametrize(("count", "amounts"), [
    (2, [400]), (3, [600]), (5, [600, 300]), (9, [600, 450, 300]), (-1, [-200]), (0, []),
])  # fmt: skip
def test_each_number_is_at_the_price_of_its_tier(count: int, amounts: list[int]) -> None:
    """2.00 each, 1.50 beyond 3, 1.00 beyond 6; what is taken back, at the first price."""
    tiers = {0: 200, 3: 150, 6: 100}
    rows = [due("NOTICE", unit_count=count, tier_from=start, unit_cents=price)
            for start, price in tiers.items()]  # fmt: skip
    assert cents(*rows) == amounts


@pytest.mark.parametrize(("before", "base", "amounts"), [
    (0, 5_000_000, []), (0, 15_000_000, [-10_000]), (9_000_000, 12_000_000, [-20_000, -4_000]),
    (21_000_000, -12_000_000, [20_000, 4_000]),
])  # fmt: skip
def test_the_volume_of_the_year_moves_through_tiers_and_back(
    before: int, base: int, amounts: list[int]
) -> None:
    """0.60 %, 0.40 % beyond 100 000.00, 0.20 % beyond 200 000.00: what they take off."""
    rows = [due("VOLUME", before_cents=before, base_cents=base, tier_from=start, charge_ppm=ppm)
            for start, ppm in ((10_000_000, 4_000), (20_000_000, 2_000))]  # fmt: skip
    assert cents(*rows) == amounts


def test_a_fee_is_typed_as_it_is_written() -> None:
    assert typed("FEE-NOT=2.00 100:1.50").rows() == [
        ("FEE-NOT", "NOTICE", 0, 200, 0), ("FEE-NOT", "NOTICE", 100, 150, 0)]  # fmt: skip
    assert typed("FEE-TIE=100000.00:0.40%").rows() == [("FEE-TIE", "VOLUME", 10_000_000, 0, 4_000)]
    assert typed("FEE-WEB:MONTH=none").rows() == [("FEE-WEB", "MONTH", 0, 0, 0)]
    for text, fault in (("FEE-WEB=40.00", "unit_unknown"), ("FEE-DOS=x", "price_unread"),
                        ("FEE-DOS", "price_unread"), ("DOS=1.00", "code_unknown"),
                        ("FEE-NOT=x:1.00", "price_unread")):  # fmt: skip
        with pytest.raises(BadFee) as caught:
            typed(text)
        assert caught.value.fault == fault


def test_tiers_come_in_their_order_whatever_the_order_told() -> None:
    prices = priced(typed("FEE-NOT=100:1.50 0:2.00"))
    assert prices["FEE-NOT", "NOTICE"]["tier_from"].to_list() == [0, 100]


@pytest.mark.parametrize(("first_on", "ended_on", "days"), [
    (date(2026, 1, 16), date(2026, 2, 16), 334), (date(2026, 1, 16), date(2027, 1, 16), 0),
    (date(2026, 1, 16), date(2028, 1, 17), 365), (date(2024, 2, 29), date(2026, 2, 1), 27),
])  # fmt: skip
def test_the_days_left_of_a_contract_year(first_on: date, ended_on: date, days: int) -> None:
    assert days_to_anniversary(first_on, ended_on) == days


def test_each_fee_has_its_vat_class_and_its_clause() -> None:
    assert {fee.vat_class for fee in FEES.values()} == {
        "TAXABLE_STD", "EXEMPT_FIN", "OUT_OF_SCOPE"}  # fmt: skip
    assert {code for code, fee in FEES.items() if fee.is_in_teg} == {
        "FEE-DOS", "FEE-DER", "FEE-NUT", "FEE-ENG"}  # fmt: skip
    assert len({fee.clause for fee in FEES.values()}) == len(FEES)
