"""What a policy costs by periods, to the cent; its declaration of turnover; what lapses."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors import fees_told
from comptant.operations.acts.act import Answer
from comptant.operations.closing import manual
from comptant.operations.insurance import premiums, turnover
from comptant.operations.insurance.covering import cover_of
from comptant.operations.registry import agreed_fees
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import FROM, cover_proposed, insured, insurer, opened, payee_of, terms_proposed
from tests.traces import refused

MONTHLY: dict[str, Any] = {
    "premium_months": 1, "turnover_months": 1, "policy_rate_ppm": 3_000, "limit_fee_cents": 1_500,
    "premium_minimum_cents": 0,
}  # fmt: skip
JANUARY = date(2026, 1, 31)


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 and C-2 under P-1: 0.30 % of what is assigned, billed by the month."""
    made = open_world(writer, date(2026, 1, 28))
    made.ids["C-1"] = made.contract("C-1")
    made.ids["C-2"] = made.contract("C-2")
    made.limit(made.ids["C-1"], "BETA SA", 5_000_000)
    return made


def sell(world: World, number: str = "F-1", cents: int = 2_000_000, contract: str = "C-1") -> None:
    world.remit(world.ids[contract], {"number": number, "cents": cents,
                                      "issued_on": world.on, "due_on": date(2026, 4, 15)}
    )  # fmt: skip


def passed_on(world: World, contract: str, price: str = "FEE-ASS=100%") -> None:
    agreed_fees.set_fees(
        world.conn, world.asked("anna"), contract_id=world.ids[contract], from_on=world.on,
        fees=fees_told.typed((price,)), source="endorsement",
    )  # fmt: skip


def declared(world: World, policy_id: int, until_on: date = JANUARY, **told: Any) -> Answer:
    given = {"declared_on": world.on, "reference": "DCA-1", **told}
    return turnover.declare_turnover(world.conn, world.asked("anna"), policy_id=policy_id,
                                     until_on=until_on, **given)  # fmt: skip


def kept(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        """SELECT from_on, until_on, base_cents, premium_cents, tax_cents, limit_fees_cents,
               fees_vat_cents, total_cents FROM premium ORDER BY id"""
    )


def owed(world: World) -> tuple[int, ...]:
    return tuple(world.balance(world.house, account) for account in ("PREM", "VATD", "INSP"))


def test_a_premium_is_booked_at_the_end_of_its_period_with_its_tax(world: World) -> None:
    """20 000.00 x 0.30 % = 60.00, tax 9 % 5.40; one decision at 15.00, VAT 3.00."""
    insured(world, world.ids["C-1"], **MONTHLY)
    sell(world)
    world.close(date(2026, 1, 30))
    assert kept(world) == []
    world.close(JANUARY)
    assert kept(world) == [(FROM, JANUARY, 2_000_000, 6_000, 540, 1_500, 300, 8_340)]
    assert owed(world) == (8_040, 300, -8_340)


def test_the_year_is_reckoned_to_date_and_its_minimum_as_it_runs(world: World) -> None:
    """A minimum of 1 200.00 a year: 100.00 of it in January; in February 500 000.00 x 0.30 % =
    1 500.00 to date, more than the minimum to date, less what was kept."""
    insured(world, world.ids["C-1"], **{**MONTHLY, "premium_minimum_cents": 120_000})
    sell(world)
    world.close(JANUARY)
    sell(world, "F-2", 48_000_000)
    world.close(date(2026, 2, 28))
    assert [row[2:5] for row in kept(world)] == [
        (2_000_000, 10_000, 900), (50_000_000, 140_000, 12_600)]  # fmt: skip


def test_a_premium_on_what_is_open_counts_the_ends_of_months(world: World) -> None:
    """20 000.00 open at the ends of January and February, at 0.05 % each."""
    terms = {**MONTHLY, "premium_months": 2, "premium_base": "OUTSTANDING", "policy_rate_ppm": 500}
    insured(world, world.ids["C-1"], **terms)
    sell(world)
    world.close(date(2026, 2, 28))
    assert [row[1:4] for row in kept(world)] == [(date(2026, 2, 28), 4_000_000, 2_000)]


def test_each_contract_that_agreed_bears_its_share_at_cost_and_without_vat(world: World) -> None:
    """65.40 of premium and tax on 20 000.00, 5 000.00 of which are of C-2, who agreed to half."""
    policy_id = insured(world, world.ids["C-1"], **MONTHLY)
    world.approve(cover_proposed(world, policy_id, world.ids["C-2"]), "carl")
    passed_on(world, "C-1")
    passed_on(world, "C-2", "FEE-ASS=50%")
    sell(world, "F-1", 1_500_000)
    sell(world, "F-2", 500_000, "C-2")
    world.close(JANUARY)
    told = world.rows("SELECT contract_id, base_cents, part_cents, billed_cents FROM premium_share"
                      " ORDER BY contract_id")  # fmt: skip
    assert told == [(world.ids["C-1"], 1_500_000, 4_905, 4_905),
                    (world.ids["C-2"], 500_000, 1_635, 818)]  # fmt: skip
    assert world.rows("SELECT code, vat_class, amount_cents FROM charge WHERE code = 'FEE-ASS'"
                      " ORDER BY contract_id") == [
        ("FEE-ASS", "EXEMPT_FIN", 4_905), ("FEE-ASS", "EXEMPT_FIN", 818)]  # fmt: skip
    assert world.balance(world.ids["C-2"], "FEEX") == -818


def test_a_premium_is_paid_by_two_people_and_once(world: World) -> None:
    insured(world, world.ids["C-1"], **MONTHLY)
    sell(world)
    world.close(JANUARY)
    id_ = world.one("SELECT id FROM premium")
    with refused(world.conn, "payee_unknown"):
        pay(world, id_)
    payee_of(world, insurer(world))
    order = pay(world, id_)
    assert (order["purpose"], order["amount_cents"], order["holder"]) == (
        "PREMIUM", 8_340, "ASSUR")  # fmt: skip
    with refused(world.conn, "premium_ordered"):
        pay(world, id_)
    with refused(world.conn, "premium_is_ours"):
        paid(world, id_)
    world.approve(order)
    assert owed(world)[2] == 0
    world.payout()
    world.bank({"cents": -8_340, "text": order["reference"],
                "end_to_end_reference": order["reference"]})  # fmt: skip
    state = world.rows("SELECT premium_state, paid_on FROM premium_standing(%s)", id_)
    assert state == [("PAID", world.on)]
    world.close()


def pay(world: World, premium_id: int) -> Answer:
    return premiums.pay_premium(world.conn, world.asked("aron"), premium_id=premium_id,
                                payee_account_id=None)  # fmt: skip


def paid(world: World, premium_id: int) -> Answer:
    return premiums.record_premium_paid(world.conn, world.asked("anna"), premium_id=premium_id,
                                        paid_on=world.on, reference="receipt")  # fmt: skip


def test_a_premium_taken_back_is_not_paid_and_the_next_period_makes_it_up(world: World) -> None:
    """3 % for 0.3 %: 600.00 in January; put right, the year to the end of February is 60.00, and
    the two limits' decisions come once."""
    policy_id = insured(world, world.ids["C-1"], **{**MONTHLY, "policy_rate_ppm": 30_000})
    sell(world)
    world.close(JANUARY)
    id_, entry_id = world.rows("SELECT id, entry_id FROM premium")[0]
    payee_of(world, insurer(world))
    order = pay(world, id_)
    with refused(world.conn, "premium_ordered"):
        taken_back(world, entry_id)
    world.approve(order, is_yes=False)
    world.approve(terms_proposed(world, policy_id, FROM, **{**MONTHLY, "insured_ppm": 900_000}),
                  "carl")  # fmt: skip
    world.approve(taken_back(world, entry_id), "ada")
    assert owed(world) == (0, 0, 0)
    with refused(world.conn, "premium_taken_back"):
        pay(world, id_)
    with reading(world.users["anna"].id) as see:
        assert [row["premium_state"] for row in see("read_premiums", policy_id=policy_id)] == [
            "TAKEN_BACK"]  # fmt: skip
    world.close(date(2026, 2, 28))
    assert [row[:1] + row[3:] for row in kept(world)][1] == (
        date(2026, 2, 1), 6_000, 540, 1_500, 300, 8_340)  # fmt: skip


def taken_back(world: World, entry_id: int) -> Answer:
    return manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.house,
                                   entry_id=entry_id, reason="ten times too high")  # fmt: skip


def test_a_clients_own_premium_is_told_and_not_booked(world: World) -> None:
    insured(world, world.ids["C-1"], holder="ALPHA SAS", **MONTHLY)
    sell(world)
    world.close(JANUARY)
    id_ = world.one("SELECT id FROM premium")
    assert (kept(world)[0][-1], owed(world)) == (8_340, (0, 0, 0))
    with refused(world.conn, "premium_not_ours"):
        pay(world, id_)
    paid(world, id_)
    with refused(world.conn, "premium_ordered"):
        paid(world, id_)


def test_the_turnover_of_a_period_is_the_ledgers_and_declared_once(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], insured_base="NET", **MONTHLY)
    sell(world, "F-1", 5_000_000)
    with refused(world.conn, "period_not_over"):
        declared(world, policy_id)
    with refused(world.conn, "period_not_next", next_on=JANUARY):
        declared(world, policy_id, date(2026, 2, 28))
    world.close(date(2026, 2, 1))
    sell(world, "F-2", 1_000_000)  # of the next period
    told = declared(world, policy_id)
    assert (told["declared_turnover_cents"], told["is_late"]) == (4_166_667, False)  # W6-4
    with refused(world.conn, "period_not_next", next_on=date(2026, 2, 28)):
        declared(world, policy_id)
    assert world.rows("SELECT until_on, turnover_cents FROM turnover_declaration") == [
        (JANUARY, 4_166_667)]  # fmt: skip


def test_a_declaration_after_its_last_day_is_kept_and_says_so(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], **{**MONTHLY, "turnover_days": 2})
    world.close(date(2026, 2, 3))
    with refused(world.conn, "cover_step_dates_wrong"):
        declared(world, policy_id, declared_on=JANUARY)
    with refused(world.conn, "reference_missing"):
        declared(world, policy_id, reference=" ")
    assert declared(world, policy_id)["is_late"] is True


def duties(world: World, login: str = "anna") -> list[tuple[Any, ...]]:
    with reading(world.users[login].id) as see:
        return [(row["policy_duty"], row["until_on"], row["act_by_on"], row["cover_days_left_days"])
                for row in see("read_policy_duties", on=world.on)]  # fmt: skip


def test_what_is_to_be_done_for_a_policy_has_its_last_day(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], **MONTHLY)
    sell(world)
    running = ("TURNOVER", JANUARY, date(2026, 3, 2), 33)
    assert duties(world) == [running]
    world.close(date(2026, 2, 1))
    assert duties(world) == [
        ("PREMIUM", JANUARY, date(2026, 3, 2), 29), ("TURNOVER", JANUARY, date(2026, 3, 2), 29),
        ("TURNOVER", date(2026, 2, 28), date(2026, 3, 30), 57)]  # fmt: skip
    declared(world, policy_id)
    assert [row[0] for row in duties(world)] == ["PREMIUM", "TURNOVER"]
    assert duties(world, "alice") == []


def stopped(world: World) -> list[Any]:
    found = world.rows("SELECT value #>> '{}' FROM term WHERE name = 'insurer_stop_on'"
                       " ORDER BY valid_from_on")  # fmt: skip
    return [row[0] for row in found]


def test_a_turnover_not_declared_stops_new_deliveries_until_it_is(world: World) -> None:
    policy_id = insured(world, world.ids["C-1"], turnover_months=1, turnover_days=2)
    sell(world)
    world.close(date(2026, 2, 1))
    assert stopped(world) == []
    world.close(date(2026, 2, 2))  # the last day: tomorrow it is too late
    assert stopped(world) == ["2026-02-03"]
    declared(world, policy_id)
    world.close(date(2026, 2, 3))
    assert stopped(world) == ["2026-02-03", None]


def test_a_premium_not_paid_within_its_grace_stops_the_cover_until_it_is(world: World) -> None:
    """Due on 1 February, two days of grace: no cover from the 4th."""
    insured(world, world.ids["C-1"], holder="ALPHA SAS", premium_months=1, policy_rate_ppm=3_000,
            premium_days=1, premium_grace_days=2)  # fmt: skip
    sell(world)
    world.close(date(2026, 2, 2))
    assert (stopped(world), uninsured(world)) == ([], None)
    world.close(date(2026, 2, 3))
    assert (stopped(world), uninsured(world)) == (["2026-02-04"], None)
    world.on = date(2026, 2, 4)
    assert uninsured(world) == "premium_unpaid"
    for (id_,) in world.rows("SELECT id FROM premium WHERE total_cents > 0"):
        paid(world, id_)
    assert uninsured(world) is None


def uninsured(world: World) -> str | None:
    with reading(world.users["anna"].id) as see:
        (row,) = cover_of(see("read_insured_invoices", contract_id=None, on=world.on), world.on)
    return row["uninsured_reason"]


def test_a_turnover_has_a_day_at_least_to_be_declared(world: World) -> None:
    policy_id = opened(world)
    with refused(world.conn, "policy_term_wrong", term="turnover_days"):
        terms_proposed(world, policy_id, turnover_days=0)


@pytest.mark.parametrize("months", [0, 5, 13])
def test_periods_make_whole_years(world: World, months: int) -> None:
    policy_id = opened(world)
    with refused(world.conn, "policy_term_wrong", term="premium_months"):
        terms_proposed(world, policy_id, premium_months=months)
