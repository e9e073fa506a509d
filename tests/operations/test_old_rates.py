"""A reference rate past the last day on which it holds: it counts, and whoever reads a price is
told which day's it is. Source: docs/decisions/0120-an-old-rate-counts-and-says-so.md."""

from datetime import date, timedelta

import psycopg

from comptant.doors import leaving_told, offer_costs, offers_told, references_told, words
from comptant.operations.drawing.exits import simulate_exit
from comptant.operations.terms import references
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import TYPED, compare, in_force, quote
from tests.traces import refused

TOLD_ON = date(2026, 1, 16)
LATER = date(2026, 3, 5)
OLD = ("3-month Euribor: no value has been told since 2026-01-16. That day's, 2.015%, holds until "
       "2026-01-21 and is old: the price counts with it until another is told.")  # fmt: skip
ANCIENNE = ("Euribor 3 mois : aucune valeur n'a été donnée depuis le 16/01/2026. Celle de ce jour, "
            "2,015\N{NO-BREAK SPACE}%, vaut jusqu'au 21/01/2026 et est ancienne : le prix est "
            "calculé avec elle jusqu'à la prochaine.")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """The only rate was told on 16 January."""
    opened = open_world(writer)
    assert opened.on == TOLD_ON
    return opened


def test_a_quote_and_a_comparison_say_that_their_rate_is_old_and_of_which_day(world: World) -> None:
    fresh = quote(world, terms=TYPED)
    assert fresh["hypotheses"]["reference"]["is_old"] is False
    assert offers_told.old_rates(fresh) == []
    world.on = LATER
    told = quote(world, terms=TYPED)
    assert told["hypotheses"]["reference"] == {
        "rate_index": "EURIBOR3M", "rate_ppm": 20_150, "fixing_on": TOLD_ON, "source": "test",
        "last_on": date(2026, 1, 21), "is_old": True,
    }  # fmt: skip
    assert offers_told.warnings(told)[0] == OLD
    with words.speaking("fr"):
        assert offers_told.warnings(told)[0] == ANCIENNE
    in_force(world)
    both = compare(world, {"product": "whole_turnover"})
    assert offers_told.old_rates(both) == [OLD]


def test_nothing_is_quoted_on_a_rate_older_than_a_quarter(world: World) -> None:
    in_force(world)
    world.on = TOLD_ON + timedelta(days=92)
    assert quote(world, terms=TYPED)["hypotheses"]["reference"]["fixing_on"] == TOLD_ON
    world.on += timedelta(days=1)
    wrong = {"rate_index": "EURIBOR3M", "fixing_on": TOLD_ON, "days": 93, "most": 92}
    with refused(world.conn, "rate_too_old", **wrong):
        quote(world)
    with refused(world.conn, "rate_too_old", **wrong):
        compare(world, {"product": "whole_turnover"})
    world.rate("EURIBOR3M", 20_000, world.on)
    told = quote(world)
    assert offer_costs.reference(told["hypotheses"]["reference"]) == [
        ("Reference rate", "3-month Euribor 2.00% (2026-04-19)")]  # fmt: skip
    assert offer_costs.references(compare(world, {"product": "selective"})) == [
        "Reference rate: 3-month Euribor 2.00% (2026-04-19)"]  # fmt: skip


def test_a_teg_above_the_usury_threshold_is_told_and_no_more(world: World) -> None:
    """None known, none supposed; 4 % is above the TEG of 3.67 %, 3.6 % is not. DOMAIN 4.7."""
    assert quote(world, terms=TYPED)["usury"] is None
    world.rate("USURY_OVERDRAFT", 40_000, date(2026, 1, 1))
    told = quote(world, terms=TYPED)
    assert (told["usury"]["threshold_ppm"], told["usury"]["is_above"]) == (40_000, False)
    assert offers_told.warnings(told) == []
    world.rate("USURY_OVERDRAFT", 36_000, date(2026, 1, 1))
    told = quote(world, terms=TYPED)
    assert told["usury"]["is_above"] is True
    assert offers_told.warnings(told) == [
        "The TEG of 3.67% is above the usury threshold of overdrafts of businesses, 3.60% (test; "
        "CMF L313-5-1)."]  # fmt: skip


def test_an_exit_and_the_rate_itself_say_the_same(world: World) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 4, 10)})
    world.on = LATER
    at = world.asked("alice").at
    told = simulate_exit(world.conn, world.users["alice"], contract, None, LATER, at)
    assert leaving_told.sentences(told)[-1] == OLD
    row = references.value_on(world.conn, "EURIBOR3M", LATER)
    assert (row["rate_ppm"], row["last_on"], row["is_old"]) == (20_150, date(2026, 1, 21), True)
    (shown,) = (one for one in references_told.values_on(world.conn, LATER)
                if one["index_name"] == "EURIBOR3M")  # fmt: skip
    assert (shown["rate_ppm"], shown["source"]) == (20_150, "test (old)")


def test_a_rate_of_its_day_is_not_told_to_be_old(world: World) -> None:
    contract = world.contract()
    at = world.asked("alice").at
    told = simulate_exit(world.conn, world.users["alice"], contract, None, TOLD_ON, at)
    assert told["reference"]["is_old"] is False
    assert not any("is old" in line for line in leaving_told.sentences(told))
