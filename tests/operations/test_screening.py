"""Everybody is looked for on lists: found with its reason, decided by two, remembered, and money
stopped without the client being told why."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.registry.opening import record_owners
from comptant.operations.risk.screening import screen_all, screen_new
from comptant.operations.risk.screening_words import decide_hit
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

LIST = b"Entity_LogicalId;NameAlias_WholeName\n7;Beta\n8;Alise MARTIN-DUPOND\n9;Payeur Louche\n"


@house
def world(writer: psycopg.Connection) -> World:
    """A contract of ALPHA SAS, owned by Alice Martin Dupont; BETA SA and GAMMA SA buy."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    for buyer in ("BETA SA", "GAMMA SA"):
        opened.limit(contract, buyer, 50_000_000)
    due_on = opened.on + timedelta(days=30)
    opened.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": due_on},
                 {"number": "FA-2", "cents": 2_000_000, "due_on": due_on,
                  "buyer": "GAMMA SA"})  # fmt: skip
    record_owners(writer, opened.asked("anna"), contract_id=contract, fact_on=opened.on,
                  owners={"Alice Martin Dupont": 1_000_000}, source="RBE")  # fmt: skip
    return opened


def screened(world: World, content: bytes = LIST, login: str = "carl", **told: Any) -> Answer:
    return screen_all(world.conn, world.asked(login), list_name="eu.csv", content=content,
                      **{"list_on": world.on, **told})  # fmt: skip


def hits(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT subject, name, listed_name, entry_key FROM screening_hit"
                      " ORDER BY entry_key, id")  # fmt: skip


def said(world: World, key: str, outcome: str, login: str = "carl") -> Answer:
    hit_id = world.one("SELECT max(id) FROM screening_hit WHERE entry_key = %s", key)
    return decide_hit(world.conn, world.asked(login), hit_id=hit_id, outcome=outcome,
                      reason="passport")  # fmt: skip


def doubts(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT invoice_number, hold FROM invoice ORDER BY invoice_number")


def test_buyers_and_owners_are_found_with_the_reason(world: World) -> None:
    assert screened(world)["found_count"] == 2
    assert hits(world) == [
        ("PARTY", "BETA SA", "Beta", "7"),
        ("OWNER", "Alice Martin Dupont", "Alise MARTIN-DUPOND", "8")]  # fmt: skip
    why = world.one("SELECT why FROM screening_hit WHERE entry_key = '8'")
    assert ["alice", "alise", "SPELLING"] in why["pairs"]
    assert ["martin", "martin", "SAME"] in why["pairs"]


def test_the_same_entry_is_told_once_and_anew_once_it_changes(world: World) -> None:
    screened(world)
    world.approve(said(world, "7", "FALSE"), "ada")
    assert screened(world)["found_count"] == 0
    changed = LIST.replace(b"7;Beta\n", b"7;Beta\n7;Beta Holding\n")
    assert screened(world, changed)["found_count"] == 1


def test_new_payers_and_buyers_are_looked_for_on_the_last_list(world: World) -> None:
    assert screen_new(world.conn, world.asked("carl"))["lists"] == []
    screened(world)
    world.bank({"cents": 5_000, "text": "?", "payer_name": "M. Louche, payeur"})
    answer = screen_new(world.conn, world.asked("carl"))
    assert (answer["found_count"], hits(world)[-1][:2]) == (1, ("PAYER", "M. Louche, payeur"))
    assert screen_new(world.conn, world.asked("carl"))["found_count"] == 0


def test_the_close_of_a_day_looks_for_new_payers(world: World) -> None:
    screened(world)
    world.bank({"cents": 5_000, "text": "?", "payer_name": "M. Louche, payeur"})
    world.close()
    assert hits(world)[-1][:2] == ("PAYER", "M. Louche, payeur")


def test_a_buyer_said_true_by_one_is_not_financed_at_once(world: World) -> None:
    screened(world)
    before = world.available(world.ids["C"])
    asked = said(world, "7", "TRUE")
    assert doubts(world) == [("FA-1", "fraud_suspected"), ("FA-2", None)]
    assert 0 < world.available(world.ids["C"]) < before
    with refused(world.conn, "hit_asked"):
        said(world, "7", "FALSE")
    with refused(world.conn, "same_person"):
        world.approve(asked, "carl")
    assert world.approve(asked, "ada")["screening_outcome"] == "TRUE"
    world.approve(said(world, "7", "FALSE"), "ada")
    assert doubts(world) == [("FA-1", None), ("FA-2", None)]
    assert world.available(world.ids["C"]) == before


def test_an_owner_said_true_stops_the_contract_and_a_refusal_lets_it_go(world: World) -> None:
    screened(world)
    before = world.available(world.ids["C"])
    world.draw(world.ids["C"], 100_000)
    asked = said(world, "8", "TRUE")
    with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
        world.draw(world.ids["C"], 100_000)
    paid = world.payout()
    assert (paid["count"], [row["reason"] for row in paid["left_out"]]) == (
        0, ["under_verification"])  # fmt: skip
    assert world.approve(asked, "ada", is_yes=False)["screening_outcome"] == "LET_GO"
    assert world.available(world.ids["C"]) == before - 100_000
    assert world.payout()["count"] == 1


def test_a_false_hit_needs_two_and_stops_nothing_meanwhile(world: World) -> None:
    screened(world)
    before = world.available(world.ids["C"])
    asked = said(world, "8", "FALSE")
    assert (doubts(world), world.available(world.ids["C"])) == (
        [("FA-1", None), ("FA-2", None)], before)  # fmt: skip
    world.approve(asked, "ada", is_yes=False)
    assert world.one("SELECT count(*) FROM screening_word") == 0


def test_no_event_tells_the_client(world: World) -> None:
    events = world.one("SELECT count(*) FROM event")
    screened(world)
    world.approve(said(world, "8", "TRUE"), "ada")
    kinds = world.rows("SELECT kind, contract_id FROM event ORDER BY id OFFSET %s", events)
    assert kinds == [("approval.decided", 0)]


@pytest.mark.parametrize(("told", "refusal"), [
    ({"content": b"id\n1\n"}, "list_unread"), ({"content": b""}, "list_unread"),
    ({"login": "anna"}, "not_your_right"), ({"login": "alice"}, "not_your_right"),
])  # fmt: skip
def test_what_is_no_list_or_no_compliance_is_refused(
    world: World, told: dict[str, Any], refusal: str
) -> None:
    with refused(world.conn, refusal):
        screened(world, **told)


def test_an_older_list_and_unknown_hits_are_refused(world: World) -> None:
    screened(world)
    with refused(world.conn, "list_older"):
        screened(world, list_on=world.on - timedelta(days=1))
    for outcome, reason, refusal in (("MAYBE", "x", "hit_outcome_wrong"),
                                     ("TRUE", " ", "reason_missing"),
                                     ("TRUE", "x", "hit_unknown")):  # fmt: skip
        with refused(world.conn, refusal):
            decide_hit(world.conn, world.asked("carl"), hit_id=1, outcome=outcome, reason=reason)
    world.approve(said(world, "7", "FALSE"), "ada")
    with refused(world.conn, "hit_decided"):
        said(world, "7", "FALSE")
