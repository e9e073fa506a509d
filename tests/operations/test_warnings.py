"""Companies are scored on what is in the store: kept when it changes, explained, told once."""

from datetime import timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.risk.warnings import score_warnings
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """A contract of ALPHA SAS; BETA SA owes it two invoices, one of them for sixty days too long;
    its limit was cut by half."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 50_000_000)
    opened.remit(contract, {"number": "FA-1", "cents": 1_000_000,
                            "due_on": opened.on + timedelta(days=30)},
                 {"number": "FA-2", "cents": 3_000_000,
                  "due_on": opened.on + timedelta(days=50)})  # fmt: skip
    opened.on += timedelta(days=95)
    opened.limit(contract, "BETA SA", 25_000_000)
    return opened


def scored(world: World, login: str = "anna") -> Answer:
    return score_warnings(world.conn, world.asked(login))


def kept(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT subject, score, level, scored_on FROM warning_score ORDER BY id")


def told(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT contract_id, data -> 'answer' FROM event"
        " WHERE kind = 'warning.level_crossed' ORDER BY id")  # fmt: skip


def test_a_company_is_scored_and_told_why(world: World) -> None:
    answer = scored(world)
    assert (answer["companies"], answer["changed"], answer["alerts"]) == (2, 2, 1)
    ((crossed,), on) = (answer["crossed"], world.on)
    assert {name: crossed[name] for name in ("warning_subject", "party_id", "score")} == {
        "warning_subject": "BUYER", "party_id": world.ids["BETA SA"], "score": 46}  # fmt: skip
    assert kept(world) == [("BUYER", 46, "ALERT", on), ("CLIENT", 18, "QUIET", on)]
    factors = world.one("SELECT factors FROM warning_score WHERE subject = 'BUYER'")
    heavy = [(one["factor"], one["measured"], one["points"]) for one in factors if one["points"]]
    assert heavy == [("BACKLOG", 1_000_000, 30), ("LIMIT_CUT", 500_000, 16)]
    shown = factors[0]["invoices"]
    assert [one["shown_cents"] for one in shown] == [3_000_000, 1_000_000]
    assert {one["contract_id"] for one in shown} == {world.ids["C"]}
    # The house is told, and no client.
    assert told(world) == [(0, None)]


def test_what_does_not_change_is_not_kept_again(world: World) -> None:
    scored(world)
    before = kept(world)
    world.on += timedelta(days=1)
    answer = scored(world, "carl")
    assert (answer["changed"], answer["crossed"], kept(world)) == (0, [], before)
    assert len(told(world)) == 1


def test_a_company_that_pays_is_quiet_again(world: World) -> None:
    scored(world)
    world.bank({"cents": 1_000_000, "text": "FA-1"}, {"cents": 3_000_000, "text": "FA-2"})
    world.on += timedelta(days=1)
    answer = scored(world)
    assert [(row["warning_subject"], row["before_level"], row["warning_level"], row["score"])
            for row in answer["crossed"]] == [("BUYER", "ALERT", "QUIET", 16)]  # fmt: skip


def test_who_has_no_invoice_any_more_has_no_score(world: World) -> None:
    scored(world)
    world.bank({"cents": 1_000_000, "text": "FA-1"}, {"cents": 3_000_000, "text": "FA-2"})
    world.on += timedelta(days=600)
    assert scored(world)["companies"] == 2
    assert [row[1:3] for row in kept(world)[2:]] == [(0, "QUIET"), (0, "QUIET")]


def test_a_day_is_scored_once_and_by_staff_alone(world: World) -> None:
    scored(world)
    with refused(world.conn, "warning_scored"):
        scored(world)
    world.on += timedelta(days=1)
    for login in ("alice", "tania"):
        with refused(world.conn, "not_your_right"):
            scored(world, login)


def test_the_close_scores_a_house_anew_a_week_after_it_was_scored(world: World) -> None:
    world.close()
    assert world.rows("SELECT * FROM warning_day") == []  # never scored: nobody wants scores
    world.on += timedelta(days=1)
    first = scored(world)
    day = "SELECT report -> 'warned' FROM day_close ORDER BY day DESC LIMIT 1"
    for _ in range(8):
        world.close()
        on, told = world.on, world.one(day)
        world.on += timedelta(days=1)
    assert on == world.one("SELECT min(scored_on) FROM warning_day") + timedelta(days=7)
    assert world.rows("SELECT scored_on FROM warning_day ORDER BY 1 DESC LIMIT 1") == [(on,)]
    assert told == {"companies": first["companies"], "watched": 0, "alerts": 1,
                    "crossed_count": 0}  # fmt: skip
    assert world.one("SELECT count(*) FROM warning_day") == 2
