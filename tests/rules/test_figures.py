"""Each figure that an offer tells can be opened, and its inputs are told with it."""

from comptant.rules.columns import VOCABULARY
from comptant.rules.curve import STARTING_RULES
from comptant.rules.figures import figures
from comptant.rules.offers import CASE_RULES
from comptant.rules.savings import SAVING_RULES
from tests.rules.test_offering import weighed


def test_every_rule_of_a_case_is_a_figure_that_can_be_opened() -> None:
    rules = {rule.__name__ for rule in (*CASE_RULES, *SAVING_RULES, *STARTING_RULES)}
    steps = {"mean_term_days", "starting_days"}  # told among what the figures are made of
    assert rules - set(figures()) == steps
    assert {name for name in figures() if name not in VOCABULARY} == set()


def test_what_a_figure_is_made_of_is_told_with_it() -> None:
    case = weighed().cases.row(0, named=True)
    missing = {
        name: figure.inputs for name, figure in figures().items()
        if name not in case or not set(figure.inputs) <= set(case)
    }  # fmt: skip
    assert missing == {}


def test_a_figure_says_the_columns_that_its_rule_reads() -> None:
    assert figures()["available_cents"].inputs == (
        "fundable_cents", "fund_held_cents", "order_available_cents")  # fmt: skip
    assert set(figures()["financing_charge_cents"].inputs) == {
        "charge_base_cents", "financing_rate_ppm",
    }  # fmt: skip
    assert figures()["assigned_cents"].inputs == ()


def test_a_formula_has_both_languages_and_a_source() -> None:
    told = figures().values()
    wrong = [one.name for one in told if "" in (one.english, one.french, one.source)]
    wrong += [one.name for one in told if one.english == one.french]
    assert wrong == []
