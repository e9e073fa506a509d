"""The factoring fee, its minimum, and the VAT of a bill."""

from datetime import date

import oracle
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules import pricing
from comptant.rules.batch import BrokenBatch, decide, roll_up
from comptant.rules.columns import shape

LINES = shape("bill_id", "currency", "vat_class", "vat_territory?", "charged_on", "net_cents")

INVOICES = shape("gross_cents", "is_credit_note", "fee_ppm", "fee_minimum_cents", "fee_base")
FEE_BASES = ("GROSS_INVOICES", "GROSS_INVOICES_PLUS_CREDIT_NOTES", "NET_OF_CREDIT_NOTES")


def fees(*rows):
    """Rows of (gross, credit note, fee ppm, minimum, base) to their fees."""
    facts = pl.DataFrame(list(rows), schema=INVOICES.schema(), orient="row")
    return decide(facts, (pricing.factoring_fee_cents,))["factoring_fee_cents"].to_list()


def line(net_cents, vat_class="TAXABLE_STD", **changed):
    return {
        "bill_id": 1,
        "currency": "EUR",
        "vat_class": vat_class,
        "vat_territory": "FR",
        "charged_on": date(2026, 1, 31),
        "net_cents": net_cents,
    } | changed


def bills(*lines):
    """Lines to bills: the nets of one bill are summed before they are taxed."""
    by = [name for name in LINES.names if name != "net_cents"]
    return pricing.billed(roll_up(LINES.frame(lines), by, ("net_cents",)))


def billed(*lines):
    """Lines to rows of (class, rate, net, VAT, total)."""
    told = ("vat_class", "vat_ppm", "net_cents", "bill_vat_cents", "bill_total_cents")
    return bills(*lines).select(told).rows()


def test_the_worked_bill_of_three_invoices():
    """W4-1: 0.45 %, minimum 4.50."""
    terms = (False, 4_500, 4_50, "GROSS_INVOICES")
    fee = fees((12_000_00, *terms), (850_00, *terms), (45_780_50, *terms))
    assert fee == [54_00, 4_50, 206_01]
    assert billed(*map(line, fee)) == [("TAXABLE_STD", 200_000, 264_51, 52_90, 317_41)]


def test_the_worked_bill_without_the_minimum():
    terms = (False, 4_500, 0, "GROSS_INVOICES")
    fee = fees((12_000_00, *terms), (850_00, *terms), (45_780_50, *terms))
    assert fee == [54_00, 3_83, 206_01]
    assert sum(fee) == 263_84


def test_the_minimum_gives_way_with_the_first_cent_above_it():
    terms = (False, 4_500, 4_50, "GROSS_INVOICES")
    assert fees((1_000_00, *terms), (1_001_11, *terms), (1_001_12, *terms)) == [450, 450, 451]


@pytest.mark.parametrize(
    ("fee_base", "expected"),
    [
        ("GROSS_INVOICES", [54_00, 0, 0]),
        ("GROSS_INVOICES_PLUS_CREDIT_NOTES", [54_00, 4_50, 5_40]),
        ("NET_OF_CREDIT_NOTES", [54_00, -2_70, -5_40]),
    ],
)
def test_a_credit_note_is_charged_as_the_base_of_the_contract_says(fee_base, expected):
    invoice = (12_000_00, False, 4_500, 4_50, fee_base)
    small = (600_00, True, 4_500, 4_50, fee_base)
    large = (1_200_00, True, 4_500, 4_50, fee_base)
    assert fees(invoice, small, large) == expected


@pytest.mark.parametrize("fee_base", FEE_BASES)
def test_the_sign_of_a_credit_note_in_its_file_does_not_matter(fee_base):
    positive, negative = fees(
        (600_00, True, 4_500, 1_00, fee_base), (-600_00, True, 4_500, 1_00, fee_base)
    )
    assert positive == negative


@pytest.mark.parametrize("is_credit_note", [True, False])
def test_an_unknown_base_stops_the_batch(is_credit_note):
    with pytest.raises(BrokenBatch, match=r"^factoring_fee_cents is null in 1 of 1 rows$"):
        fees((600_00, is_credit_note, 4_500, 4_50, "NET"))


def test_vat_is_computed_on_the_sum_and_not_line_by_line():
    """Three lines of 0.12: 0.02 each would be 0.06, but 20 % of 0.36 is 0.07."""
    assert billed(line(12), line(12), line(12)) == [("TAXABLE_STD", 200_000, 36, 7, 43)]


def test_each_rate_of_a_bill_has_its_own_vat():
    lines = (
        line(100_00),
        line(50_00, vat_territory="RE"),
        line(66_15, "EXEMPT_FIN"),
        line(40_00, "OUT_OF_SCOPE"),
        line(10_00, "REVERSE_CHARGE", vat_territory="DE"),
        line(20_00, vat_territory="GF"),
        line(11),
    )
    assert billed(*lines) == [
        ("TAXABLE_STD", 200_000, 100_11, 20_02, 120_13),
        ("TAXABLE_STD", 85_000, 50_00, 4_25, 54_25),
        ("EXEMPT_FIN", 0, 66_15, 0, 66_15),
        ("OUT_OF_SCOPE", 0, 40_00, 0, 40_00),
        ("REVERSE_CHARGE", 0, 10_00, 0, 10_00),
        ("TAXABLE_STD", 0, 20_00, 0, 20_00),
    ]


@pytest.mark.parametrize(
    ("territory", "ppm"),
    [
        ("FR", 200_000),
        ("MC", 200_000),
        ("GP", 85_000),
        ("MQ", 85_000),
        ("RE", 85_000),
        ("GF", 0),
        ("YT", 0),
    ],
)
def test_the_rate_follows_the_territory(territory, ppm):
    assert [row[1] for row in billed(line(1_00, vat_territory=territory))] == [ppm]


def test_a_line_takes_the_rate_of_its_own_day():
    lines = (line(1_00, charged_on=date(2013, 12, 31)), line(1_00, charged_on=date(2014, 1, 1)))
    assert [row[1:4] for row in billed(*lines)] == [(196_000, 1_00, 20), (200_000, 1_00, 20)]


def test_an_untaxed_line_needs_no_territory():
    assert billed(line(66_15, "EXEMPT_FIN", vat_territory=None)) == [
        ("EXEMPT_FIN", 0, 66_15, 0, 66_15)
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"vat_class": "TAXABLE"},
        {"vat_territory": "DE"},
        {"vat_territory": None},
        {"charged_on": date(1995, 7, 31)},
    ],
)
def test_a_line_without_a_rate_stops_the_batch(changed):
    with pytest.raises(BrokenBatch, match=r"^vat_ppm is null in 1 of 2 rows$"):
        billed(line(1_00), line(1_00) | changed)


def test_bills_and_currencies_are_kept_apart():
    lines = (line(12), line(12, bill_id=2), line(12, currency="USD"), line(12))
    told = ("bill_id", "currency", "net_cents", "bill_vat_cents", "bill_total_cents")
    assert bills(*lines).select(told).rows() == [
        (1, "EUR", 24, 5, 29),
        (2, "EUR", 12, 2, 14),
        (1, "USD", 12, 2, 14),
    ]


@pytest.mark.parametrize(
    ("in_force_days", "billed_cents", "prorated", "shortfall"),
    [
        (365, 4_812_36, 6_000_00, 1_187_64),
        (366, 4_812_36, 6_000_00, 1_187_64),
        (297, 4_812_36, 4_882_19, 69_83),
        (297, 4_882_19, 4_882_19, 0),
        (297, 5_000_00, 4_882_19, 0),
        (0, 0, 0, 0),
    ],
)
def test_the_annual_minimum_is_completed(in_force_days, billed_cents, prorated, shortfall):
    """W4-2."""
    wanted = shape("annual_minimum_cents", "in_force_days", "billed_fee_cents")
    facts = pl.DataFrame(
        [(6_000_00, in_force_days, billed_cents)], schema=wanted.schema(), orient="row"
    )
    rules = (pricing.prorated_minimum_cents, pricing.minimum_shortfall_cents)
    decided = decide(facts, rules)
    assert decided.select("prorated_minimum_cents", "minimum_shortfall_cents").rows() == [
        (prorated, shortfall)
    ]


def test_the_shortfall_is_billed_with_vat():
    """W4-2: 1187.64, VAT 237.53, debit 1425.17."""
    assert billed(line(1_187_64)) == [("TAXABLE_STD", 200_000, 1_187_64, 237_53, 1_425_17)]


INVOICE_ROWS = st.tuples(
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.integers(0, 50_000),
    st.integers(0, 100_00),
    st.sampled_from(FEE_BASES),
)


@given(st.lists(INVOICE_ROWS, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_fees_equal_the_oracle_and_one_by_one_equals_all_at_once(rows):
    expected = [
        oracle.factoring_fee(gross, ppm, minimum, base, is_credit_note)
        for gross, is_credit_note, ppm, minimum, base in rows
    ]
    assert fees(*rows) == expected
    assert [fees(row)[0] for row in rows] == expected


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_the_vat_of_a_bill_is_that_of_the_sum_of_its_nets(nets):
    """I-10."""
    vat = oracle.bill_vat(nets, 200_000)
    net = sum(nets)
    assert billed(*map(line, nets)) == [("TAXABLE_STD", 200_000, net, vat, net + vat)]
