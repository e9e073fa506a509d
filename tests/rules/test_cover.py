"""What policies cover of invoices, to the cent. Source: DOMAIN 6.1, 6.3, 6.7, W6-4."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.cover import INSURED, LayersBeyondWhole, covered

TOLD = ("invoice_id", "policy_id", "covered_cents", "cover_due_cents", "uninsured_reason")


def row(**told: object) -> dict[str, object]:
    """50 000,00 incl. VAT delivered on 10 January, under a policy of 90 % with 50 000,00."""
    return {
        "contract_id": 1, "invoice_id": 1, "buyer_id": 7, "policy_id": 5, "layer": 1,
        "share_ppm": 1_000_000, "currency": "EUR", "open_cents": 5_000_000,
        "gross_cents": 5_000_000, "net_cents": 4_166_667, "disputed_cents": 0,
        "issued_on": date(2026, 1, 10), "due_on": date(2026, 3, 11),
        "delivered_on": date(2026, 1, 10), "cover_from_on": date(2026, 1, 1),
        "declare_by_on": date(2026, 6, 9), "is_paid_up": True, "is_country_covered": True,
        "insured_base": "GROSS", "insured_ppm": 900_000, "max_term_days": 90,
        "policy_limit_cents": 5_000_000, "is_limit_refused": False, "blind_cents": 0,
        "today_on": date(2026, 2, 1), "limit_claimed_cents": 0, **told,
    }  # fmt: skip


def told(*rows: dict[str, object]) -> list[tuple]:
    return covered(INSURED.frame(rows)).select(TOLD).rows()


def test_an_invoice_within_its_limit_is_covered_at_the_insured_share() -> None:
    assert told(row()) == [(1, 5, 5_000_000, 4_500_000, None)]


def test_a_policy_before_vat_covers_no_vat() -> None:
    found = covered(INSURED.frame([row(insured_base="NET")])).row(0, named=True)
    assert (found["base_open_cents"], found["vat_gap_cents"]) == (4_166_667, 833_333)
    assert found["cover_due_cents"] == 3_750_000
    assert found["open_cents"] - found["cover_due_cents"] == 1_250_000


def test_what_is_disputed_is_not_covered() -> None:
    assert told(row(disputed_cents=1_000_000)) == [(1, 5, 4_000_000, 3_600_000, None)]
    assert told(row(disputed_cents=5_000_000)) == [(1, 5, 0, 0, "all_disputed")]
    half = row(insured_base="NET", disputed_cents=2_500_000)
    assert told(half) == [(1, 5, 2_083_333, 1_875_000, None)]


def test_older_invoices_use_the_limit_first() -> None:
    found = told(row(invoice_id=2, open_cents=4_000_000, gross_cents=4_000_000,
                     delivered_on=date(2026, 1, 20)), row(open_cents=2_200_000))  # fmt: skip
    assert found == [(1, 5, 2_200_000, 1_980_000, None), (2, 5, 2_800_000, 2_520_000, None)]


def test_what_accepted_claims_have_used_of_the_limit_covers_nothing_else() -> None:
    assert told(row(limit_claimed_cents=4_000_000)) == [(1, 5, 1_000_000, 900_000, None)]
    assert told(row(limit_claimed_cents=5_000_000)) == [(1, 5, 0, 0, None)]


def test_a_reduced_limit_runs_off_and_takes_nothing_of_what_was_delivered_before() -> None:
    later = row(invoice_id=2, policy_limit_cents=2_000_000, delivered_on=date(2026, 1, 20))
    found = told(row(open_cents=3_000_000), later)
    assert found == [(1, 5, 3_000_000, 2_700_000, None), (2, 5, 0, 0, None)]
    partly = told(row(open_cents=1_500_000), later)
    assert partly == [(1, 5, 1_500_000, 1_350_000, None), (2, 5, 500_000, 450_000, None)]


def test_a_buyer_without_a_decision_is_covered_blindly_and_a_refused_one_is_not() -> None:
    blind = {"policy_limit_cents": None, "blind_cents": 1_000_000}
    assert told(row(**blind)) == [(1, 5, 1_000_000, 900_000, None)]
    assert told(row(**blind, is_limit_refused=True)) == [(1, 5, 0, 0, "no_limit")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cover_from_on": date(2026, 1, 11)}, "before_cover"),
        ({"cover_until_on": date(2026, 1, 9)}, "after_cover"),
        ({"is_paid_up": False}, "premium_unpaid"),
        ({"is_country_covered": False}, "country_uncovered"),
        ({"cover_stopped_on": date(2026, 1, 10)}, "delivered_after_stop"),
        ({"due_on": date(2026, 4, 11)}, "term_beyond_policy"),
        ({"today_on": date(2026, 6, 10)}, "declared_late"),
        ({"declared_on": date(2026, 6, 10)}, "declared_late"),
        ({"limit_ends_on": date(2026, 1, 9)}, "no_limit"),
        ({"delivered_on": None, "issued_on": date(2025, 12, 31)}, "before_cover"),
    ],
)
def test_an_invoice_is_not_covered_at_all(change: dict[str, object], reason: str) -> None:
    assert told(row(**change)) == [(1, 5, 0, 0, reason)]


@pytest.mark.parametrize(
    "change",
    [
        {"cover_until_on": date(2026, 1, 10)},
        {"cover_stopped_on": date(2026, 1, 11)},
        {"due_on": date(2026, 4, 10)},
        {"today_on": date(2026, 6, 9)},
        {"today_on": date(2026, 8, 1), "declared_on": date(2026, 6, 9)},
        {"limit_ends_on": date(2026, 1, 10)},
    ],
)
def test_an_invoice_on_the_last_day_is_covered(change: dict[str, object]) -> None:
    assert told(row(**change)) == [(1, 5, 5_000_000, 4_500_000, None)]


def test_a_top_up_covers_what_the_first_layer_leaves() -> None:
    first = row(policy_limit_cents=3_000_000)
    top = row(policy_id=6, layer=2, policy_limit_cents=1_500_000, insured_ppm=800_000)
    assert told(first, top) == [(1, 5, 3_000_000, 2_700_000, None),
                                (1, 6, 1_500_000, 1_200_000, None)]  # fmt: skip


def test_a_top_up_does_not_take_the_place_of_a_layer_whose_cover_is_lost() -> None:
    lost = row(policy_limit_cents=3_000_000, is_paid_up=False)
    top = row(policy_id=6, layer=2, policy_limit_cents=1_500_000)
    assert told(lost, top) == [(1, 5, 0, 0, "premium_unpaid"), (1, 6, 0, 0, "layer_below")]


def test_co_insurers_have_their_shares_and_their_own_limits() -> None:
    lead = row(share_ppm=600_000)
    other = row(policy_id=6, share_ppm=400_000, policy_limit_cents=1_000_000, insured_ppm=950_000)
    assert told(lead, other) == [(1, 5, 3_000_000, 2_700_000, None),
                                 (1, 6, 1_000_000, 950_000, None)]  # fmt: skip


def test_shares_beyond_the_whole_are_refused() -> None:
    beyond = INSURED.frame([row(share_ppm=600_000), row(policy_id=6, share_ppm=400_001)])
    with pytest.raises(LayersBeyondWhole, match=r"^layer 1 covers 1000001 ppm$"):
        covered(beyond)


CENTS = st.integers(0, 10_000_000)
INVOICES = st.lists(
    st.tuples(CENTS, CENTS, st.integers(0, 40), CENTS, CENTS, st.sampled_from(["NET", "GROSS"]),
              st.integers(0, 1_000_000), st.integers(500_000, 1_000_000)),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(deadline=None)
@given(INVOICES)
def test_no_cent_is_covered_twice_and_every_cent_is_explained(invoices: list[tuple]) -> None:
    rows = []
    for number, (open_, disputed, day, low, high, base, part, insured) in enumerate(invoices):
        one = {"invoice_id": number, "open_cents": open_, "gross_cents": 12_000_000,
               "net_cents": 10_000_000, "disputed_cents": disputed,
               "delivered_on": date(2026, 1, 1) + timedelta(days=day), "insured_base": base,
               "insured_ppm": insured}  # fmt: skip
        rows += [row(**one, share_ppm=part, policy_limit_cents=low),
                 row(**one, policy_id=6, share_ppm=1_000_000 - part, policy_limit_cents=high),
                 row(**one, policy_id=7, layer=2, policy_limit_cents=high)]  # fmt: skip
    found = covered(INSURED.frame(rows))
    for one in found.iter_rows(named=True):
        parts = ("vat_gap_cents", "base_disputed_cents", "uninsured_cents", "beyond_cover_cents",
                 "own_share_cents", "cover_due_cents")  # fmt: skip
        assert one["open_cents"] == sum(one[name] for name in parts)
        assert all(one[name] >= 0 for name in parts)
    for invoice in found.partition_by("invoice_id"):
        assert invoice["covered_cents"].sum() <= invoice["open_cents"][0]


@settings(deadline=None)
@given(INVOICES)
def test_the_run_off_is_that_of_one_invoice_after_the_other(invoices: list[tuple]) -> None:
    rows = [row(invoice_id=number, open_cents=open_, gross_cents=12_000_000, policy_limit_cents=low,
                delivered_on=date(2026, 1, 1) + timedelta(days=day))
            for number, (open_, _, day, low, *_) in enumerate(invoices)]  # fmt: skip
    used, wanted = 0, {}
    for one in sorted(rows, key=lambda r: (r["delivered_on"], r["invoice_id"])):
        wanted[one["invoice_id"]] = max(0, min(one["open_cents"],
                                               one["policy_limit_cents"] - used))  # fmt: skip
        used += wanted[one["invoice_id"]]
    found = covered(INSURED.frame(rows))
    assert dict(found.select("invoice_id", "covered_cents").iter_rows()) == wanted
