"""The engine: what it refuses at the entrance, the order of rules, and the way to a coarser grain.

Each test uses words of the real vocabulary with rules of its own.
"""

from datetime import date

import polars as pl
import pytest

from comptant.rules import batch
from comptant.rules.batch import BrokenBatch, all_reasons, check, decide, first_reason, roll_up
from comptant.rules.columns import c, shape
from comptant.rules.money import RATE_PPM_MAX, SUM_CENTS_MAX, share

INVOICES = shape("currency", "gross_cents", "vat_ppm", "due_on?")


def invoices(**changed):
    columns = {
        "currency": ["EUR", "EUR"],
        "gross_cents": [12_000_00, 850_00],
        "vat_ppm": [200_000, 85_000],
        "due_on": [date(2026, 3, 16), None],
    }
    return pl.DataFrame(columns | changed)


def rule(name, expression):
    """A rule made on the spot."""

    def computed():
        return expression

    computed.__name__ = name
    return computed


# The entrance.


def test_a_batch_in_its_shape_passes_unchanged():
    assert check(invoices(), INVOICES).equals(invoices())


def test_only_the_declared_columns_pass_in_their_order():
    given = invoices().with_columns(net_cents=pl.lit(1)).select(pl.all().reverse())
    assert check(given, shape("gross_cents", "currency")).columns == ["gross_cents", "currency"]


def test_missing_columns_are_all_named():
    with pytest.raises(BrokenBatch, match=r"^columns missing: currency, vat_ppm$"):
        check(invoices().drop("vat_ppm", "currency"), INVOICES)


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("gross_cents", [12_000.0, 850.0], "Float64"),
        ("gross_cents", ["12000", "850"], "String"),
        ("gross_cents", [None, None], "Null"),
        ("due_on", ["2026-03-16", None], "String"),
        ("currency", [1, 2], "Int64"),
    ],
)
def test_a_column_of_another_type_is_refused(name, values, found):
    with pytest.raises(BrokenBatch, match=f"^column {name} is {found}, declared "):
        check(invoices(**{name: values}), INVOICES)


def test_a_narrower_integer_is_refused_too():
    narrow = invoices().with_columns(c.gross_cents.cast(pl.Int32))
    with pytest.raises(BrokenBatch, match=r"^column gross_cents is Int32, declared Int64$"):
        check(narrow, INVOICES)


def test_a_null_is_refused_where_none_may_be():
    with pytest.raises(BrokenBatch, match=r"^gross_cents is null in 1 of 2 rows$"):
        check(invoices(gross_cents=[None, 850_00]), INVOICES)


@pytest.mark.parametrize(
    ("name", "largest"), [("gross_cents", SUM_CENTS_MAX), ("vat_ppm", RATE_PPM_MAX)]
)
def test_the_limit_is_allowed_and_one_more_is_refused_on_both_sides(name, largest):
    at_the_limit = invoices(**{name: [largest, -largest]})
    assert check(at_the_limit, INVOICES).equals(at_the_limit)
    for beyond in (largest + 1, -largest - 1, -(2**63)):
        with pytest.raises(BrokenBatch, match=f"^{name} beyond {largest} in 1 of 2 rows$"):
            check(invoices(**{name: [beyond, 0]}), INVOICES)


def test_an_empty_batch_passes_and_is_decided():
    empty = check(INVOICES.empty(), INVOICES)
    decided = decide(empty, (rule("vat_cents", share(c.gross_cents, c.vat_ppm)),))
    assert decided.height == 0
    assert decided.schema["vat_cents"] == pl.Int64()


# Deciding.


def test_each_rule_adds_the_column_of_its_name():
    def vat_cents():
        return share(c.gross_cents, c.vat_ppm)

    decided = decide(invoices(), (vat_cents,))
    assert decided["vat_cents"].to_list() == [2_400_00, 72_25]
    assert decided.columns == ["currency", "gross_cents", "vat_ppm", "due_on", "vat_cents"]


def test_rules_run_in_the_order_of_what_they_read_and_not_of_the_list():
    vat = rule("vat_cents", share(c.gross_cents, c.vat_ppm))
    net = rule("net_cents", c.gross_cents - c.vat_cents)
    payable = rule("payable_cents", c.net_cents + c.vat_cents)
    for rules in ((vat, net, payable), (payable, net, vat)):
        decided = decide(invoices(), rules)
        assert decided["payable_cents"].to_list() == [12_000_00, 850_00]


def test_independent_rules_run_in_one_pass():
    vat = rule("vat_cents", share(c.gross_cents, c.vat_ppm))
    half = rule("amount_cents", share(c.gross_cents, 500_000))
    net = rule("net_cents", c.gross_cents - c.vat_cents)
    layers = batch._layers((net, half, vat), frozenset(invoices().columns))
    names = [{each.meta.output_name() for each in layer} for layer in layers]
    assert names == [{"vat_cents", "amount_cents"}, {"net_cents"}]


def test_a_cycle_of_rules_is_refused_with_what_each_lacks():
    net = rule("net_cents", c.gross_cents - c.vat_cents)
    vat = rule("vat_cents", c.gross_cents - c.net_cents)
    lacks = r"\{'net_cents': \['vat_cents'\], 'vat_cents': \['net_cents'\]\}"
    with pytest.raises(BrokenBatch, match=f"^rules read columns that nothing gives: {lacks}$"):
        decide(invoices(), (net, vat))


def test_a_rule_that_reads_a_column_that_is_not_there_is_refused():
    with pytest.raises(BrokenBatch, match=r"nothing gives: \{'net_cents': \['vat_cents'\]\}$"):
        decide(invoices(), (rule("net_cents", c.gross_cents - c.vat_cents),))


def test_a_rule_that_is_not_a_word_of_the_vocabulary_is_refused():
    expected = r"^rule colour is not a column of the vocabulary$"
    with pytest.raises(BrokenBatch, match=expected):
        decide(invoices(), (rule("colour", pl.lit("red")),))


@pytest.mark.parametrize("names", [("gross_cents",), ("vat_cents", "vat_cents")])
def test_a_column_may_not_be_computed_twice(names):
    with pytest.raises(BrokenBatch, match=f"^column {names[0]} is computed twice$"):
        decide(invoices(), [rule(name, pl.lit(1)) for name in names])


@pytest.mark.parametrize(
    ("name", "expression", "found"),
    [
        ("vat_cents", pl.lit(0.9), "Float64"),
        ("vat_cents", pl.lit("12"), "String"),
        ("vat_cents", pl.lit(True), "Boolean"),
        ("is_reversal", pl.lit(1), "Int32"),
        ("value_on", pl.lit("2026-01-31"), "String"),
    ],
)
def test_a_rule_of_another_type_is_refused_and_not_cast(name, expression, found):
    with pytest.raises(BrokenBatch, match=f"^rule {name} gave {found}, declared "):
        decide(invoices(), (rule(name, expression),))


def test_a_whole_number_of_another_width_takes_the_declared_one():
    decided = decide(invoices(), (rule("vat_cents", pl.lit(7, pl.Int32)),))
    assert decided["vat_cents"].to_list() == [7, 7]
    assert decided.schema["vat_cents"] == pl.Int64()


def test_a_rule_may_not_return_an_unexpected_null():
    vat = rule("vat_cents", pl.when(c.vat_ppm == 200_000).then(1))
    with pytest.raises(BrokenBatch, match=r"^vat_cents is null in 1 of 2 rows$"):
        decide(invoices(), (vat,))
    assert decide(invoices(), (vat,), nullable=("vat_cents",))["vat_cents"].to_list() == [1, None]


def test_a_rule_of_nothing_but_null_keeps_the_declared_type():
    decided = decide(invoices(), (rule("refusal", pl.lit(None)),), nullable=("refusal",))
    assert decided.schema["refusal"] == pl.String()


def test_an_amount_beyond_the_limit_is_refused():
    vat = rule("vat_cents", c.gross_cents * 0 + SUM_CENTS_MAX + 1)
    with pytest.raises(BrokenBatch, match=r"^vat_cents beyond 100000000000000000 in 2 of 2 rows$"):
        decide(invoices(), (vat,))


def test_a_product_that_does_not_fit_stops_the_batch_instead_of_wrapping():
    facts = invoices(gross_cents=[2**62, 1], vat_ppm=[RATE_PPM_MAX, 1])
    with pytest.raises(BrokenBatch, match=r"^rules vat_cents: "):
        decide(facts, (rule("vat_cents", share(c.gross_cents, c.vat_ppm)),))


def test_a_wide_number_that_does_not_fit_its_declared_type_stops_the_batch():
    wide = pl.lit(2**63, pl.Int128)
    with pytest.raises(BrokenBatch, match=r"^rules vat_cents: "):
        decide(invoices(), (rule("vat_cents", wide),))


def test_the_facts_are_left_as_they_were():
    facts = invoices()
    decide(facts, (rule("vat_cents", pl.lit(1)),))
    assert facts.equals(invoices())


# The way to a coarser grain.


def test_roll_up_adds_amounts_per_key_in_the_order_of_the_batch():
    lines = pl.DataFrame(
        {
            "contract_id": [2, 1, 2],
            "currency": ["EUR", "EUR", "EUR"],
            "gross_cents": [100, 20, 3],
            "interest_numbers": pl.Series([2**100, 1, 2**100], dtype=pl.Int128),
        }
    )
    rolled = roll_up(lines, ("contract_id", "currency"), ("gross_cents", "interest_numbers"))
    assert rolled.rows() == [(2, "EUR", 103, 2**101), (1, "EUR", 20, 1)]
    assert rolled.schema["gross_cents"] == pl.Int64()
    assert rolled.schema["interest_numbers"] == pl.Int128()


def test_roll_up_refuses_a_sum_that_would_wrap():
    lines = pl.DataFrame({"contract_id": [1, 1], "gross_cents": [2**62, 2**62]})
    with pytest.raises(BrokenBatch, match=r"^sums of gross_cents: "):
        roll_up(lines, ("contract_id",), ("gross_cents",))


def test_roll_up_does_not_add_currencies():
    lines = pl.DataFrame(
        {"contract_id": [1, 1], "currency": ["EUR", "USD"], "gross_cents": [100, 100]}
    )
    with pytest.raises(BrokenBatch, match=r"^gross_cents summed across currencies: add currency"):
        roll_up(lines, ("contract_id",), ("gross_cents",))


def test_roll_up_of_no_rows_is_no_rows():
    lines = shape("contract_id", "gross_cents").empty()
    assert roll_up(lines, ("contract_id",), ("gross_cents",)).height == 0


# Reasons.

REASONS = {"too_large": c.gross_cents > 10_000_00, "standard_vat": c.vat_ppm == 200_000}


def test_the_first_reason_is_the_first_of_the_table():
    answer = invoices().select(first_reason(REASONS)).to_series()
    assert answer.to_list() == ["too_large", None]
    reordered = dict(reversed(REASONS.items()))
    assert invoices().select(first_reason(reordered)).to_series()[0] == "standard_vat"


def test_all_reasons_are_kept_in_the_order_of_the_table():
    answer = invoices().select(all_reasons(REASONS)).to_series()
    assert answer.to_list() == ["too_large standard_vat", ""]
