"""Terms are time series: each day is recomputed with the terms of that day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import words
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.drawing import payments
from comptant.operations.drawing.availability import look
from comptant.operations.registry import contracting
from comptant.operations.terms import contracts
from tests.cast import send
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.traces import refused

FEBRUARY = date(2026, 2, 1)


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA's contract with one invoice of 10 000.00, all of it approved, advanced at 90 %."""
    opened = open_world(writer)
    opened.ids["A-1"] = opened.contract("A-1")
    opened.limit(opened.ids["A-1"], "BETA SA", 5_000_000)
    send(opened, "alice", opened.ids["A-1"], {"number": "F-1", "cents": 1_000_000})
    return opened


def amend(world: World, from_on: date, contract: str = "A-1", **terms: object) -> Answer:
    return world.amend(world.ids[contract], terms, from_on)


def open_contract(
    world: World, number: str = "A-2", client: str = "ALPHA SAS", **terms: object
) -> Answer:
    return contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids[client], number=number,
        currency="EUR", from_on=world.on, terms={**SEED_TERMS, **terms},  # type: ignore[dict-item]
    )  # fmt: skip


def term(world: World, name: str, on: date, known_at: datetime | None = None) -> object:
    found = contracts.contract_in_force(world.conn, world.ids["A-1"], on, known_at)
    return found.terms[name]


def available(world: World, on: date) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], world.ids["A-1"], on, at).available_cents


def invoice(world: World) -> tuple[str | None, int]:
    found = world.conn.execute("SELECT hold, approved_cents FROM invoice").fetchone()
    assert found is not None
    return found[0], found[1]


@pytest.mark.parametrize(
    ("terms", "term", "clause"),
    [({"advance_standard_ppm": 950_000, "fund_ppm": 100_000, "caps_whole": True}, "fund_ppm",
      "guarantee fund"),
     ({"term_cap_days": 76}, "term_cap_days", "eligibility"),
     ({"term_cap_days": 76, "open_countries": "FR"}, "term_cap_days", "eligibility")],
)  # fmt: skip
def test_terms_that_law_or_a_clause_forbids_together_are_refused_with_the_clause(
    world: World, terms: dict[str, object], term: str, clause: str
) -> None:
    with refused(world.conn, "term_wrong", term=term, clause=clause):
        open_contract(world, **terms)
    with refused(world.conn, "term_wrong", term=term, clause=clause):
        amend(world, FEBRUARY, **terms)


def test_terms_that_bound_each_other_are_judged_with_those_in_force(world: World) -> None:
    amend(world, FEBRUARY, fund_ppm=100_000)
    with refused(world.conn, "term_wrong", term="fund_ppm"):
        amend(world, FEBRUARY, advance_standard_ppm=950_000, caps_whole=True)
    amend(world, FEBRUARY, advance_standard_ppm=900_000, caps_whole=True)
    with refused(world.conn, "term_wrong", term="fund_ppm"):
        amend(world, FEBRUARY + timedelta(days=1), advance_standard_ppm=900_001)
    amend(world, FEBRUARY, term_cap_days=75)
    amend(world, FEBRUARY, term_cap_days=120, open_countries="FR DE")
    with refused(world.conn, "term_wrong", term="term_cap_days"):
        amend(world, FEBRUARY, open_countries="FR MC")
    facts = {"term": "term_cap_days", "value": 76, "clause": "eligibility",
             "expected": "at most 75 (C. com. L441-10 I)"}  # fmt: skip
    with words.speaking("fr"):
        told = words.refusal("term_wrong", facts)
    assert told.startswith("76 ne convient pas à la condition délai de paiement maximal du contrat"
                           " (éligibilité) : "
                           "attendu au plus 75 (C. com. L441-10 I).")  # fmt: skip


# Days ---------------------------------------------------------------------------------------------


def test_an_amendment_of_tomorrow_does_not_act_today(world: World) -> None:
    amend(world, FEBRUARY, advance_standard_ppm=800_000)
    assert available(world, FEBRUARY - timedelta(days=1)) == 900_000
    assert available(world, FEBRUARY) == 800_000


def test_yesterday_is_recomputed_with_yesterdays_terms(world: World) -> None:
    world.on = FEBRUARY
    amend(world, FEBRUARY, advance_standard_ppm=800_000)
    assert available(world, FEBRUARY) == 800_000
    assert available(world, FEBRUARY - timedelta(days=1)) == 900_000


def test_an_amendment_that_judges_invoices_does_so_on_its_day(world: World) -> None:
    """Notice becomes required in February: the invoice is not notified, and waits from then on."""
    amend(world, FEBRUARY, notice_required=True)
    assert invoice(world) == (None, 1_000_000)
    assert available(world, FEBRUARY - timedelta(days=1)) == 900_000
    assert available(world, FEBRUARY) == 0
    assert invoice(world) == (None, 1_000_000)  # a look keeps nothing


def test_an_amendment_of_today_judges_the_open_invoices_at_once(world: World) -> None:
    assert amend(world, world.on, notice_required=True)["judged"] == 1
    assert invoice(world) == ("buyer_not_notified", 0)
    assert available(world, world.on) == 0
    assert amend(world, world.on, notice_required=False)["judged"] == 1
    assert invoice(world) == (None, 1_000_000)


def test_of_two_amendments_of_one_day_the_later_word_counts(world: World) -> None:
    amend(world, FEBRUARY, fee_ppm=7_000)
    amend(world, FEBRUARY, fee_ppm=8_000)
    assert term(world, "fee_ppm", FEBRUARY) == 8_000


def test_an_amendment_of_an_earlier_day_leaves_a_later_one_in_force(world: World) -> None:
    amend(world, date(2026, 3, 1), fee_ppm=7_000)
    amend(world, FEBRUARY, fee_ppm=8_000)
    days = (date(2026, 1, 31), FEBRUARY, date(2026, 2, 28), date(2026, 3, 1))
    assert [term(world, "fee_ppm", day) for day in days] == [6_000, 8_000, 8_000, 7_000]


def test_a_contract_is_read_as_it_was_known_at_an_instant(world: World) -> None:
    before = datetime.now(UTC)
    amend(world, world.on, fee_ppm=7_000)
    between = datetime.now(UTC)
    amend(world, world.on, fee_ppm=8_000)
    known = [term(world, "fee_ppm", world.on, at) for at in (before, between, None)]
    assert known == [6_000, 7_000, 8_000]


def test_before_its_first_day_a_contract_is_not_in_force(world: World) -> None:
    with refused(world.conn, "contract_not_in_force", on="2026-01-15"):
        contracts.contract_in_force(world.conn, world.ids["A-1"], date(2026, 1, 15))


def test_terms_that_are_not_amended_stay(world: World) -> None:
    before = contracts.contract_in_force(world.conn, world.ids["A-1"], FEBRUARY).terms
    amend(world, FEBRUARY, fee_ppm=7_000)
    after = contracts.contract_in_force(world.conn, world.ids["A-1"], FEBRUARY).terms
    assert after == {**before, "fee_ppm": 7_000}


# By two people ------------------------------------------------------------------------------------


def test_what_decides_how_much_may_be_drawn_waits_for_another_person(world: World) -> None:
    contract = world.ids["A-1"]
    asked = contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=contract, from_on=world.on, source="test",
        terms={"unapproved_advance_ppm": 1_000_000, "fee_ppm": 7_000},
    )  # fmt: skip
    assert (asked["terms"], asked["waiting"]) == (["fee_ppm"], ["unapproved_advance_ppm"])
    assert term(world, "fee_ppm", world.on) == 7_000
    assert term(world, "unapproved_advance_ppm", world.on) == 0
    with refused(world.conn, "same_person", login="anna"):
        world.approve(asked, "anna")
    world.approve(asked, "ada")
    assert term(world, "unapproved_advance_ppm", world.on) == 1_000_000


def test_one_person_stops_a_contract_and_two_start_it_again(world: World) -> None:
    contract = world.ids["A-1"]
    ask: dict[str, Any] = {"contract_id": contract, "from_on": world.on, "source": "test"}
    contracting.amend_contract(
        world.conn, world.asked("anna"), terms={"status": "SUSPENDED"}, **ask
    )
    assert term(world, "status", world.on) == "SUSPENDED"
    again = contracting.amend_contract(
        world.conn, world.asked("anna"), terms={"status": "ACTIVE"}, **ask
    )
    assert term(world, "status", world.on) == "SUSPENDED"
    world.approve(again, "ada")
    assert term(world, "status", world.on) == "ACTIVE"


def test_a_contract_with_financing_of_its_own_draws_once_another_person_agrees(
    world: World,
) -> None:
    opened = open_contract(world, "A-2", advance_standard_ppm=1_000_000)
    assert (opened["status"], opened["waiting"]) == (
        "OPENING", ["advance_standard_ppm", "concentration_ppm"])  # fmt: skip
    second = opened["contract_id"]
    world.limit(second, "BETA SA", 5_000_000)
    send(world, "alice", second, {"number": "F-9", "cents": 100_000})
    with pytest.raises(Refused, match="contract_not_drawing"):
        payments.draw(world.conn, world.asked("alice"), contract_id=second, amount_cents=None,
                      payee_account_id=None)  # fmt: skip
    world.approve(opened, "ada")
    drawn = payments.draw(world.conn, world.asked("alice"), contract_id=second,
                          amount_cents=None, payee_account_id=None)  # fmt: skip
    assert drawn["amount_cents"] == 100_000


def test_a_contract_with_the_usual_financing_is_open_at_once(world: World) -> None:
    opened = open_contract(world, "A-2", concentration_ppm=400_000)
    assert (opened["status"], opened["approval_id"]) == ("ACTIVE", None)


@pytest.mark.parametrize(("has_recourse", "days"), [(True, 30), (False, 60)])
def test_without_recourse_the_factor_waits_longer_for_the_buyer(
    world: World, has_recourse: bool, days: int
) -> None:
    said = {name: value for name, value in SEED_TERMS.items()
            if name not in ("overdue_cutoff_days", "concentration_ppm")}  # fmt: skip
    opened = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="A-3",
        currency="EUR", from_on=world.on, terms={**said, "has_recourse": has_recourse},
    )  # fmt: skip
    found = contracts.contract_in_force(world.conn, opened["contract_id"], world.on).terms
    assert (found["overdue_cutoff_days"], found["concentration_ppm"]) == (days, 400_000)


# What is refused ----------------------------------------------------------------------------------


def test_a_contract_says_what_it_must(world: World) -> None:
    with refused(world.conn, "term_missing", terms=["standing_consent", "fee_ppm", "margin_ppm"]):
        contracting.open_contract(
            world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="A-2",
            currency="EUR", from_on=world.on, terms={},
        )  # fmt: skip


@pytest.mark.parametrize(("name", "value", "code"), [
    ("standing_consent", "", "term_wrong"), ("standing_consent", " \t", "term_wrong"),
    ("colour", "blue", "term_unknown"), ("fee_ppm", -1, "term_wrong"),
    ("fee_ppm", "6000", "term_wrong"), ("fee_ppm", None, "term_wrong"),
    ("fee_ppm", True, "term_wrong"), ("status", "HAPPY", "term_wrong"),
    ("notice_required", 1, "term_wrong"), ("advance_standard_ppm", 1_000_001, "term_wrong"),
    ("cutoff_hour", 99, "term_wrong"), ("promised_hours", 721, "term_wrong"),
    ("unapproved_advance_ppm", 1_000_001, "term_wrong"), ("fund_ppm", 1_000_001, "term_wrong"),
])  # fmt: skip
def test_a_wrong_term_is_refused_at_opening_and_at_amending(
    world: World, name: str, value: object, code: str
) -> None:
    with refused(world.conn, code, term=name):
        open_contract(world, **{name: value})
    with refused(world.conn, code, term=name):
        amend(world, world.on, **{name: value})


def test_the_first_wrong_term_stops_all_of_them(world: World) -> None:
    with refused(world.conn, "term_wrong", term="margin_ppm"):
        amend(world, world.on, fee_ppm=7_000, margin_ppm="x")


def test_a_number_names_one_contract_and_a_client_must_exist(world: World) -> None:
    with refused(world.conn, "contract_number_known", number="A-1"):
        open_contract(world, "A-1", "GAMMA SA")
    with refused(world.conn, "client_unknown"):
        open_contract(world, "A-2", "FACTOR SA")


def test_only_the_account_manager_opens_and_amends(world: World) -> None:
    for login in ("alice", "carl", "tania", "aron", "ada"):
        with pytest.raises(Refused, match="not_your_right"):
            contracting.amend_contract(
                world.conn, world.asked(login), contract_id=world.ids["A-1"], from_on=world.on,
                terms={"fee_ppm": 0}, source="test",
            )  # fmt: skip
    assert term(world, "fee_ppm", FEBRUARY) == 6_000


def test_the_house_is_not_a_contract_to_amend(world: World) -> None:
    found = world.conn.execute("SELECT id FROM contract WHERE is_house").fetchone()
    assert found is not None
    world.ids["house"] = found[0]
    for day in (world.on, FEBRUARY):
        with refused(world.conn, "contract_unknown", contract_id=found[0]):
            amend(world, day, "house", fee_ppm=1)
