"""A portfolio under stress, worked by hand: who bears what, what is available, when cash comes."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.stressing.results import Result
from comptant.operations.stressing.run import stress
from tests.claims import CENTS, FACTOR_NO_FEE, sold
from tests.facts import SIRENS, World, open_world
from tests.houses import house
from tests.policies import cover_proposed, decided, insured, opened, terms_proposed
from tests.traces import contents, refused

BETA = {"shock": "fail", "buyer": SIRENS["BETA SA"]}
BEARS = ("insurer_bears_cents", "deductible_bears_cents", "factor_bears_cents",
         "client_bears_cents", "fund_bears_cents")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def run(world: World, *shocks: Any, contract: str | None = None) -> Result:
    return stress(world.conn, world.asked("carl"), shocks=shocks,
                  contract_id=world.ids[contract] if contract else None)  # fmt: skip


def borne(result: Result) -> tuple[int, ...]:
    (row,) = result.sums
    assert row["loss_cents"] == sum(row[name] for name in BEARS)
    return tuple(row[name] for name in BEARS)


def available(result: Result) -> tuple[int, int, int]:
    (row,) = result.sums
    return (row["available_before_cents"], row["available_after_cents"],
            row["over_advance_after_cents"])  # fmt: skip


def test_with_recourse_the_client_bears_it_and_owes_what_he_has_drawn(world: World) -> None:
    """50 000.00 approved, 45 000.00 drawn: nothing is financed any more."""
    sold(world)
    result = run(world, BETA)
    assert borne(result) == (0, 0, 0, CENTS, 0)
    assert available(result) == (0, -4_500_000, 4_500_000)
    (row,) = result.buyers
    assert (row["buyer_name"], row["debt_cents"], row["factor_risk_cents"],
            row["client_risk_cents"]) == ("BETA SA", CENTS, 0, CENTS)  # fmt: skip
    assert {(cause["part"], cause["reason"], cause["rule"]): (
        cause["amount_before_cents"], cause["amount_after_cents"]) for cause in result.causes} == {
        ("ineligible", "buyer_insolvent", "EL-20"): (0, CENTS),
        ("retained", "retained", "§3.4"): (500_000, 0),
        ("available", "over_advance", "§3.4"): (0, -4_500_000),
    }  # fmt: skip


def test_the_fund_answers_for_what_the_client_owes_more(world: World) -> None:
    """A fund of 10 %: 5 000.00 of the 45 000.00 that are taken back come out of it."""
    sold(world, fund_ppm=100_000, advance_standard_ppm=1_000_000)
    (row,) = run(world, BETA).sums
    assert row["over_advance_before_cents"] == 0
    assert [row[name] for name in BEARS] == [0, 0, 0, CENTS - 500_000, 500_000]


def test_without_recourse_the_factor_bears_what_is_approved(world: World) -> None:
    """40 000.00 of 50 000.00 approved, 90 % guaranteed: 36 000.00 are ours, 14 000.00 his; the
    guarantee leaves 4 000.00 on his account, and 10 000.00 are not approved (W8-E5b)."""
    sold(world, limit=4_000_000, has_recourse=False, guaranteed_ppm=900_000)
    world.draw(world.ids["C-1"], 3_600_000)
    result = run(world, BETA)
    assert borne(result) == (0, 0, 3_600_000, 1_400_000, 0)
    # in use: 10 000.00 - (50 000.00 - 36 000.00 drawn - 4 000.00) = 0.00; nothing is financed
    assert available(result) == (0, 0, 0)
    (row,) = result.sums
    assert (row["outstanding_after_cents"], row["funds_in_use_after_cents"]) == (1_000_000, 0)


def test_the_insurer_pays_its_share_and_keeps_the_deductible(world: World) -> None:
    """W6-3: 50 000.00 at 90 % less 1 000.00 is 44 000.00; 5 000.00 stay with the factor."""
    insured(world, sold(world, has_recourse=False), insured_ppm=900_000,
            loss_deductible_cents=100_000, waiting_days=60)  # fmt: skip
    result = run(world, BETA)
    assert borne(result) == (4_400_000, 100_000, 500_000, 0, 0)
    (claim,) = result.claims
    assert (claim["insurer_name"], claim["indemnity_due_cents"], claim["indemnity_on"]) == (
        "ASSUR", 4_400_000, world.on + timedelta(days=60))  # fmt: skip
    # ten days after the judgment, long before 90 days past due
    assert claim["declare_by_on"] == date(2026, 1, 26)
    assert [row["indemnity_due_cents"] for row in result.weeks if row["indemnity_due_cents"]] == [
        4_400_000]  # fmt: skip


def test_an_insurer_that_fails_pays_nothing_and_one_that_cuts_pays_what_it_covered(
    world: World,
) -> None:
    """What was delivered before a limit falls keeps the limit of its day (6.3, I-19)."""
    insured(world, sold(world, has_recourse=False))
    half = {"shock": "limits", "insurer": "assur", "kept": 50}
    assert borne(run(world, BETA, half)) == (4_500_000, 0, 500_000, 0, 0)
    gone = run(world, BETA, {"shock": "insurer", "insurer": "ASSUR"})
    assert borne(gone) == (0, 0, CENTS, 0, 0)
    assert gone.claims[0]["uninsured_reason"] == "insurer_fails"
    cut = run(world, half)
    (row,) = cut.sums
    assert available(cut)[0] == available(cut)[1]
    # approved 50 000.00 under a limit of 25 000.00: half of it is not renewed once it is paid
    assert (row["approved_after_cents"], row["not_renewed_cents"]) == (CENTS, 2_500_000)


def test_two_failures_use_up_one_maximum(world: World) -> None:
    """A policy that pays 60 000.00 a year at most: the larger debt comes first."""
    contract = sold(world, has_recourse=False)
    world.limit(contract, "GAMMA SA", 4_000_000)
    world.remit(contract, {"number": "FB-1", "cents": 4_000_000, "buyer": "GAMMA SA",
                           "issued_on": date(2026, 1, 10), "due_on": date(2026, 3, 1)})  # fmt: skip
    insured(world, contract, liability_cap_cents=6_000_000, blind_cents=4_000_000)
    result = run(world, "fail largest=2")
    assert [claim["indemnity_due_cents"] for claim in result.claims] == [4_500_000, 1_500_000]
    assert borne(result) == (6_000_000, 0, 3_000_000, 0, 0)


def test_each_insurance_year_has_its_maximum_and_each_loss_its_deductible(world: World) -> None:
    """The policy of 12 January: deliveries of the 10th and of the 12th are of two years, 60 000.00
    each; they are one failure, with one deductible of 1 000.00."""
    contract = sold(world, has_recourse=False, limit=2 * CENTS)
    world.remit(contract, {"number": "FA-2", "cents": 4_000_000, "issued_on": date(2026, 1, 12),
                           "due_on": date(2026, 3, 1)})  # fmt: skip
    from_on = date(2025, 1, 12)
    policy = opened(world, from_on=from_on)
    world.approve(terms_proposed(world, policy, from_on, liability_cap_cents=6_000_000,
                                 loss_deductible_cents=100_000), "carl")  # fmt: skip
    world.approve(cover_proposed(world, policy, contract, from_on=from_on), "carl")
    decided(world, policy, 2 * CENTS, valid_from_on=from_on)
    result = run(world, BETA)
    assert [claim["indemnity_due_cents"] for claim in result.claims] == [4_400_000, 3_600_000]
    assert borne(result) == (8_000_000, 100_000, 900_000, 0, 0)


def test_later_payment_takes_invoices_out_and_moves_the_cash(world: World) -> None:
    """Due on 11 March: with 60 days allowed, 114 more than the 54 to run are within, 115 not."""
    sold(world)
    assert available(run(world, "delay days=114"))[1] == 0
    result = run(world, "delay days=115")
    assert available(result)[1:] == (-4_500_000, 4_500_000)
    assert [cause["reason"] for cause in result.causes if cause["part"] == "ineligible"] == [
        "overdue"]  # fmt: skip
    assert available(run(world, "delay days=115 country=DE"))[1] == 0
    result = run(world, "delay days=20")
    weeks = {row["from_on"]: (row["expected_before_cents"], row["expected_after_cents"],
                              row["gap_cents"]) for row in result.weeks}  # fmt: skip
    assert len(weeks) == 14
    assert weeks[date(2026, 3, 7)] == (CENTS, 0, CENTS)
    assert weeks[date(2026, 3, 28)] == (0, CENTS, 0)


def test_later_than_the_guarantee_allows_the_debt_is_the_factors(world: World) -> None:
    sold(world, has_recourse=False, guarantee_delay_days=30)
    assert run(world, "delay days=83").sums[0]["outstanding_after_cents"] == CENTS
    (row,) = run(world, "delay days=84").sums
    assert (row["outstanding_after_cents"], row["available_after_cents"],
            row["loss_cents"]) == (0, 500_000, 0)  # fmt: skip


def test_credit_notes_to_come_lower_what_is_financed(world: World) -> None:
    """2 % of 50 000.00 is 1 000.00: 49 000.00 at 90 % is 44 100.00, of which 45 000.00 is drawn."""
    sold(world)
    assert available(run(world, "dilution rate=2"))[1:] == (-90_000, 90_000)


def test_a_higher_reference_costs_thirteen_weeks_of_what_is_in_use(world: World) -> None:
    """45 000.00 at one point more for 91 days of 360: 113.75; a fixed rate follows nothing."""
    sold(world, reference_index="EURIBOR3M")
    (row,) = run(world, "reference rate=1").sums
    assert (row["extra_charge_cents"], row["available_after_cents"]) == (11_375, -11_375)
    (row,) = run(world, "reference rate=1 index=ESTR").sums
    assert row["extra_charge_cents"] == 0


def test_one_contract_tells_each_invoice(world: World) -> None:
    sold(world)
    other = world.ids["C-2"] = world.contract("C-2", **FACTOR_NO_FEE)
    world.limit(other, "BETA SA", CENTS)
    world.remit(other, {"number": "FB-1", "cents": 1_000_000, "due_on": date(2026, 3, 1)})
    assert len(run(world, BETA).invoices) == 0
    result = run(world, BETA, contract="C-2")
    (row,) = result.invoices
    assert (row["invoice_number"], row["buyer_name"], row["was_hold"], row["hold_after"],
            row["approved_before_cents"], row["approved_after_cents"],
            row["client_bears_cents"]) == (
        "FB-1", "BETA SA", None, "buyer_insolvent", 1_000_000, 0, 1_000_000)  # fmt: skip
    assert [one["contract_id"] for one in result.buyers] == [other]


@pytest.mark.parametrize(("shock", "code", "told"), [
    ("quake", "stress_shock_wrong", {"given": "quake"}),
    ("delay", "stress_key_missing", {"key": "days"}),
    ("fail", "stress_key_missing", {"key": "largest|buyer"}),
    ("delay days=0", "stress_value_wrong", {"least": 1, "most": 365}),
    ("delay days=2.5", "stress_value_wrong", {"given": "2.5"}),
    ("limits kept=101", "stress_value_wrong", {"most": 100}),
    ("dilution rate=1.23456", "stress_value_wrong", {"key": "rate"}),
    ("delay days=20 colour=red", "stress_key_wrong", {"key": "colour"}),
    ("delay days=20 country=Germany", "stress_word_wrong", {"given": "Germany"}),
    ("delay days=20 sector=steel", "stress_word_wrong", {"known": "PUBLIC PRIVATE"}),
    ("delay 20", "stress_unread", {"given": "delay 20"}),
    ("delay 'days=20", "stress_unread", {"shock_number": 2}),
    (7, "stress_unread", {"given": "7"}),
    ("fail buyer=123456789", "stress_buyer_unknown", {"given": "123456789"}),
    ("insurer insurer=NOBODY", "stress_insurer_unknown", {"given": "NOBODY"}),
])  # fmt: skip
def test_what_is_no_scenario_is_refused_with_its_place(
    world: World, shock: Any, code: str, told: dict[str, Any]
) -> None:
    before = contents(world.conn)
    with pytest.raises(Refused) as caught:
        run(world, "reference rate=1", shock)
    assert caught.value.code == code
    assert {"shock_number": 2, **told}.items() <= caught.value.facts.items()
    assert contents(world.conn) == before


def test_only_the_factor_may_and_nothing_is_kept(world: World) -> None:
    sold(world)
    before = contents(world.conn)
    run(world, "fail largest=1", "delay days=200", "dilution rate=5")
    with refused(world.conn, "not_your_right"):
        stress(world.conn, world.asked("alice"), shocks=[], contract_id=world.ids["C-1"])
    with refused(world.conn, "stress_too_many", count=51):
        run(world, *["delay days=1"] * 51)
    assert contents(world.conn) == before


def test_nobody_is_the_largest_of_an_empty_portfolio(world: World) -> None:
    world.contract("C-1")
    assert run(world).contracts["available_after_cents"].to_list() == [0]
    with refused(world.conn, "stress_nobody_largest"):
        run(world, "fail largest=1")
