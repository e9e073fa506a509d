"""Default, stages and expected losses to the cent: W9-1, W9-2, W9-3 and the thresholds."""

from typing import Any

import polars as pl
import pytest

from comptant.rules.batch import decide
from comptant.rules.money import ONE_PPB
from comptant.rules.provisions import (
    AGED,
    EXPOSED,
    MATRIX,
    PAST_DUE,
    PROVISIONS,
    TERMS,
    is_material,
    matrix_cents,
    pd_of,
)


def provided(**said: Any) -> dict[str, Any]:
    row = {"contract_id": 1, "party_id": 2, "counterparty": "BUYER", "ead_cents": 13_500_000,
           "insurer_cents": 0, "remaining_days": 60, "breached_days": 0, "oldest_late_days": 0,
           "technical_days": 30, "is_insolvent": False, "is_watched": False,
           "pd_ppb": pd_of(12_000, 60), "pd_lifetime_ppm": 80_000, "loss_ppm": 450_000,
           "lgd_default_ppm": 600_000, **said}  # fmt: skip
    return decide(EXPOSED.frame([row]), PROVISIONS).row(0, named=True)


def test_w9_1_twelve_months_are_limited_to_the_maturity() -> None:
    assert pd_of(12_000, 60) == 1_982_566  # 0.00198257
    assert provided()["credit_loss_cents"] == 12_044
    # 120 000.00 insured at 90 %: blended loss 9.0000 %
    assert provided(insurer_cents=10_800_000)["credit_loss_cents"] == 2_409


@pytest.mark.parametrize(("days", "ppb"), [
    (365, 12_000_000), (730, 12_000_000), (0, pd_of(12_000, 1)), (-5, pd_of(12_000, 1)),
])  # fmt: skip
def test_a_probability_is_of_a_year_at_most_and_a_day_at_least(days: int, ppb: int) -> None:
    assert pd_of(12_000, days) == ppb
    assert pd_of(1_000_000, days) == ONE_PPB
    assert pd_of(0, days) == 0


def test_w9_2_lifetime_and_default() -> None:
    second = provided(ead_cents=4_000_000, oldest_late_days=31)
    assert (second["risk_stage"], second["credit_loss_cents"]) == (2, 144_000)
    third = provided(ead_cents=2_000_000, insurer_cents=1_800_000, is_insolvent=True)
    assert (third["risk_stage"], third["credit_loss_cents"]) == (3, 120_000)


def test_w9_3_the_matrix_of_an_aged_balance() -> None:
    open_cents = {"NE": 90_000_000, "B1": 12_000_000, "B2": 4_500_000, "B3": 1_800_000,
                  "B4": 700_000}  # fmt: skip
    rows = [{"bucket": name, "open_cents": cents, "matrix_ppm": TERMS[MATRIX[name]]}
            for name, cents in open_cents.items()]  # fmt: skip
    found = decide(AGED.frame(rows), (matrix_cents,))["matrix_cents"].to_list()
    assert found == [270_000, 144_000, 202_500, 270_000, 350_000]
    assert sum(found) == 1_236_500


@pytest.mark.parametrize(("said", "stage", "is_default"), [
    ({"oldest_late_days": 30}, 1, False), ({"oldest_late_days": 31}, 2, False),
    ({"is_watched": True}, 2, False), ({"is_insolvent": True}, 3, True),
    ({"breached_days": 90, "oldest_late_days": 90}, 2, False),
    ({"breached_days": 91, "oldest_late_days": 91}, 3, True),
    # by technique: no invoice late by more than 30 days, since 2026 by more than 90
    ({"breached_days": 91, "oldest_late_days": 30}, 1, False),
    ({"breached_days": 91, "oldest_late_days": 31}, 3, True),
    ({"breached_days": 91, "oldest_late_days": 90, "technical_days": 90}, 2, False),
    ({"breached_days": 91, "oldest_late_days": 91, "technical_days": 90}, 3, True),
    # a client beyond its advances has no technique
    ({"breached_days": 91, "oldest_late_days": 20, "counterparty": "CLIENT"}, 3, True),
])  # fmt: skip
def test_an_exposure_is_in_the_stage_of_its_lateness(
    said: dict[str, Any], stage: int, is_default: bool
) -> None:
    found = provided(**said)
    assert (found["risk_stage"], found["is_default"]) == (stage, is_default)


@pytest.mark.parametrize(("past_due", "exposure", "is_retail", "material"), [
    (50_000, 4_500_000, False, False), (50_001, 4_500_000, False, True),  # 1 % is 450.00
    (50_001, 5_000_100, False, False), (50_002, 5_000_100, False, True),
    (10_000, 100_000, True, False), (10_001, 100_000, True, True),
])  # fmt: skip
def test_what_is_past_due_is_material_above_both_thresholds(
    past_due: int, exposure: int, is_retail: bool, material: bool
) -> None:
    row = {"past_due_cents": past_due, "exposure_cents": exposure, "is_retail": is_retail}
    found = decide(PAST_DUE.frame([row]), (is_material,))
    assert found["is_material"].to_list() == [material]


def test_one_by_one_is_all_at_once() -> None:
    base = {**provided(), "contract_id": 1}
    rows = [{**{name: base[name] for name in EXPOSED.names}, "ead_cents": cents}
            for cents in (1, 99, 10**14)]  # fmt: skip
    whole = decide(EXPOSED.frame(rows), PROVISIONS)
    alone = pl.concat([decide(EXPOSED.frame([row]), PROVISIONS) for row in rows])
    assert whole.equals(alone)
