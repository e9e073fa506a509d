"""Amounts of other currencies in euro, to the cent: W7-5, W7-6, W8-J."""

import polars as pl
import pytest

from comptant.rules.batch import decide
from comptant.rules.exchange import FUNDED, FUNDING, REVALUATION, REVALUED, euro_of, of_euro

TRANSFER, MONTH_END, COLLECTION = 1_085_000, 1_102_000, 1_093_000
# A receivable of USD 100,000.00, 85,000.00 refinanced in dollars, 15,000.00 due to the client.
BOOKS = {"DEB": 10_000_000, "BNK": -8_500_000, "CCA": -1_500_000}


def euros(cents: int, rate: int, minor_units: int = 100) -> int:
    """One amount in cents of a euro."""
    facts = pl.DataFrame({"cents": [cents], "units": [minor_units], "rate": [rate]})
    return int(facts.select(euro_of(pl.col("cents"), pl.col("units"), pl.col("rate"))).item())


def units(cents: int, rate: int, minor_units: int = 100) -> int:
    """One amount of euros in another currency."""
    facts = pl.DataFrame({"cents": [cents], "units": [minor_units], "rate": [rate]})
    return int(facts.select(of_euro(pl.col("cents"), pl.col("units"), pl.col("rate"))).item())


def revalued(rate: int, booked: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Each account's worth at a rate, and what is to be booked of it."""
    facts = REVALUED.frame(
        {"contract_id": 1, "book_account": account, "currency": "USD", "balance_cents": cents,
         "minor_units": 100, "per_euro_millionths": rate,
         "moved_euro_cents": euros(cents, TRANSFER), "booked_euro_cents": booked.get(account, 0)}
        for account, cents in BOOKS.items()
    )  # fmt: skip
    found = decide(facts, REVALUATION)
    return {row["book_account"]: (row["euro_cents"], row["revalued_cents"])
            for row in found.iter_rows(named=True)}  # fmt: skip


@pytest.mark.parametrize(
    ("cents", "rate", "minor_units", "wanted"),
    [
        (10_000_000, TRANSFER, 100, 9_216_590),  # W7-5
        (10_000_000, MONTH_END, 100, 9_074_410),
        (10_000_000, COLLECTION, 100, 9_149_131),
        (8_500_000, TRANSFER, 100, 7_834_101),
        (-8_500_000, MONTH_END, 100, -7_713_249),
        (1_500_000, 160_250_000, 1, 936_037),  # yen have no cents: 9 360.37 for 1 500 000
        (1_000_000, 3_390_000, 1000, 29_499),  # dinars have thousandths: 294.99 for 1 000.000
        (0, TRANSFER, 100, 0),
    ],
)  # fmt: skip
def test_an_amount_in_euro_is_rounded_once(
    cents: int, rate: int, minor_units: int, wanted: int
) -> None:
    assert euros(cents, rate, minor_units) == wanted


def test_euros_in_another_currency() -> None:
    assert units(9_100_000, COLLECTION) == 9_946_300
    assert units(936_037, 160_250_000, 1) == 1_499_999
    assert units(-9_100_000, COLLECTION) == -9_946_300


def test_a_receivable_and_what_finances_it_move_together_at_the_month_end() -> None:
    """W7-5 and W8-J: -1,421.80 against 1,208.52 and 213.26; three roundings leave -0.02."""
    found = revalued(MONTH_END, {})
    assert found == {"DEB": (9_074_410, -142_180), "BNK": (-7_713_249, 120_852),
                     "CCA": (-1_361_162, 21_326)}  # fmt: skip
    assert sum(cents for _, cents in found.values()) == -2


def test_what_was_booked_before_is_not_booked_again() -> None:
    """W7-5 at collection: 747.21 since the month-end, -674.59 in all; the advance 635.12 less."""
    before = {account: cents for account, (_, cents) in revalued(MONTH_END, {}).items()}
    found = revalued(COLLECTION, before)
    assert found["DEB"] == (9_149_131, 74_721)
    assert before["DEB"] + found["DEB"][1] == -67_459
    assert found["BNK"] == (-7_776_761, -63_512)
    assert revalued(MONTH_END, before) == {"DEB": (9_074_410, 0), "BNK": (-7_713_249, 0),
                                           "CCA": (-1_361_162, 0)}  # fmt: skip


def funded(rate: int, haircut_ppm: int, advanced: int) -> dict[str, int]:
    """Euros on a receivable of USD 100,000.00, at 85 %."""
    facts = {"open_cents": 10_000_000, "minor_units": 100, "per_euro_millionths": rate,
             "haircut_ppm": haircut_ppm, "advance_ppm": 850_000,
             "euro_advanced_cents": advanced}  # fmt: skip
    row: dict[str, int] = decide(FUNDED.frame([facts]), FUNDING).row(0, named=True)
    return row


def test_a_haircut_forgotten_on_day_one_is_an_over_advance_later() -> None:
    """W7-6: 78,341.01 were advanced without a haircut; with one 73,275.85 may be."""
    later = funded(MONTH_END, 50_000, 7_834_101)
    assert later["worth_cents"] == 8_620_689
    assert later["fundable_cents"] == 7_327_585
    assert later["over_advance_cents"] == 506_516


def test_a_haircut_from_day_one_leaves_room_for_the_rate() -> None:
    first = funded(TRANSFER, 50_000, 0)
    assert (first["worth_cents"], first["fundable_cents"]) == (8_755_760, 7_442_396)
    assert funded(MONTH_END, 0, first["fundable_cents"])["over_advance_cents"] == 0
