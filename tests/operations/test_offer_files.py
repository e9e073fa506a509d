"""A quote goes out as a file, comes back with another factor's offer: both stand side by side."""

import json
from typing import Any

import psycopg
import pytest

from comptant.doors.offer_files import file_of, taken_file
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.quoting import offer_files
from comptant.store.access import reading
from tests.brokers import add_broker, agreed, look_up
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, TYPED, in_force, quote
from tests.traces import refused

OURS = {**TYPED, "is_ours": True}


@house
def world(writer: psycopg.Connection) -> World:
    """COURTAGE SAS is registered; brice works there; cora owns GAMMA SA."""
    opened = open_world(writer)
    broker = add_broker(opened, opened.contract("C-1"))
    add_user(opened, "brice", broker, ["broker"], False)
    add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    look_up(opened)
    agreed(opened)
    return opened


def written(world: World, *quotes: Answer, login: str = "anna") -> bytes:
    user = world.users[login]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return file_of(see, [one["quote_id"] for one in quotes])[1]


def load(world: World, content: bytes, login: str = "anna") -> Answer:
    return offer_files.take_file(
        world.conn, world.asked(login), file_name="offers.json", content=content
    )


def compare(world: World, *files: Answer, login: str = "anna", products: tuple[str, ...] = ()
            ) -> Answer:  # fmt: skip
    return offer_files.compare_files(
        world.conn, world.asked(login), file_ids=[one["file_id"] for one in files],
        products=list(products), client_class="B" if world.users[login].is_factor else "C",
    )  # fmt: skip


def usual(told: Answer) -> list[dict[str, Any]]:
    return [row for row in told["scenarios"] if row["scenario"] == "USUAL"] or [
        row for row in told["scenarios"]
        if row["scenario"] == told["scenarios"][0]["scenario"]]  # fmt: skip


@pytest.mark.parametrize(
    ("product", "terms", "turnover_cents"),
    [("whole_turnover", OURS, 120_000_000), ("whole_turnover", {}, 120_000_000),
     ("confidential", {}, 120_000_000), ("package", {}, 6_000_000),
     ("whole_turnover", {"assigned_ppm": 500, "line_fee_ppm": 1_000, "line_cents": 10_000_000},
      120_000_000)],
)  # fmt: skip
def test_an_offer_that_went_out_comes_back_with_the_same_costs(
    world: World, product: str, terms: dict[str, Any], turnover_cents: int
) -> None:
    in_force(world)
    buyer = {**ONE_BUYER, "buyer_class": None, "turnover_cents": turnover_cents}
    mine = quote(world, product, buyer, terms=terms, broker_id=world.ids["COURTAGE SAS"],
                 prospect="OMEGA", client_class="C", needs=["finance", "management"])  # fmt: skip
    content = written(world, mine, login="brice")
    told = json.loads(content)
    assert (told["version"], told["request"]["currency"], told["request"]["needs"]) == (
        2, "EUR", ["finance", "management"])  # fmt: skip
    assert told["offers"][0]["commission"] == {
        "base": "FEE", "rate_ppm": 100_000, "one_off_cents": 0,
        "first_year_cents": mine["broker"]["earned_cents"],
    }  # fmt: skip
    assert told["request"]["broker"] == {"name": "COURTAGE SAS", "orias_number": "07000123"}
    assert told["offers"][0]["factor"] == {"country": "FR", "name": "FACTOR SA",
                                           "siren": "552100554"}  # fmt: skip
    assert "margin_cents" not in content.decode()
    assert "class" not in content.decode()
    found = load(world, content, "brice")
    assert (found["prospect"], found["offer_count"]) == ("OMEGA", 1)
    (back,) = usual(compare(world, found, login="brice"))
    for figure in ("yearly_fee_cents", "financing_charge_cents", "yearly_cost_cents",
                   "starting_cash_cents", "teg_ppm", "teg_with_fee_ppm"):  # fmt: skip
        assert back[figure] == mine["figures"][figure], figure


def test_a_file_of_version_1_is_read_and_given_again_as_it_was(world: World) -> None:
    in_force(world)
    told = json.loads(written(world, quote(world, prospect="OMEGA")))
    for name in ("currency", "needs"):
        del told["request"][name]
    found = load(world, json.dumps({**told, "version": 1}).encode())
    user = world.users["anna"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        _, content = taken_file(see, found["file_id"])
    assert json.loads(content) == {**told, "version": 1}
    assert load(world, content)["offer_count"] == 1
    assert len(usual(compare(world, found))) == 1


def test_offers_of_several_factors_stand_side_by_side_each_once(world: World) -> None:
    in_force(world)
    mine = quote(world, terms=OURS, prospect="OMEGA")
    first = json.loads(written(world, mine))
    theirs = {
        **first["offers"][0],
        "factor": {"name": "FACTOR X"},
        "label": "global",
        "terms": {"fee_ppm": 7_000, "margin_ppm": 13_000, "advance_standard_ppm": 850_000},
    }
    second = {**first, "offers": [*first["offers"], theirs]}
    files = [load(world, json.dumps(one).encode()) for one in (first, second)]
    told = compare(world, *files, products=("whole_turnover",))
    labels = [offer["offer_label"] for offer in told["offers"]]
    assert labels == ["", "FACTOR SA · whole turnover", "FACTOR X · global"]
    assert told["recommendation"]
    other = load(world, json.dumps({**first, "request": {
        **first["request"], "company": {"name": "PHI"}}}).encode())  # fmt: skip
    with refused(world.conn, "files_differ", prospect="OMEGA", other="PHI"):
        compare(world, files[0], other)
    with refused(world.conn, "offers_count_wrong"):
        offer_files.compare_files(world.conn, world.asked("anna"), file_ids=[], products=[],
                                  client_class="B")  # fmt: skip


def test_a_hostile_file_is_refused_with_its_place_and_leaves_no_trace(world: World) -> None:
    in_force(world)
    good = json.loads(written(world, quote(world, terms=OURS)))
    with refused(world.conn, "offer_file_wrong", place="$", cause="json_invalid"):
        load(world, b"<html>")
    with refused(world.conn, "offer_file_wrong", place="$.request.buyers"):
        load(world, json.dumps({**good, "request": {**good["request"], "buyers": []}}).encode())
    for terms, name in (({"status": "CLOSED; DROP"}, "status"), ({"fee_ppm": 2_000_000}, "fee_ppm"),
                        ({"fee_ppm": True}, "fee_ppm")):  # fmt: skip
        bad = {**good, "offers": [{**good["offers"][0], "terms": terms}]}
        with refused(world.conn, "offer_term_wrong", term=name):
            load(world, json.dumps(bad).encode())


def test_a_company_sees_and_compares_the_files_that_it_sent(world: World) -> None:
    in_force(world)
    content = written(world, quote(world, terms=OURS, prospect="OMEGA"))
    mine, theirs = load(world, content, "brice"), load(world, content, "cora")
    with refused(world.conn, "file_unknown", file_id=theirs["file_id"]):
        compare(world, theirs, login="brice")
    for login, ids in (("brice", [mine]), ("cora", [theirs]), ("alice", []),
                       ("anna", [theirs, mine])):  # fmt: skip
        user = world.users[login]
        with reading(user.id, user.company_id, user.roles, world.on) as see:
            assert [row["id"] for row in see("read_offer_files")] == [
                one["file_id"] for one in ids]  # fmt: skip
    assert compare(world, mine, theirs)["prospect"] == "OMEGA"


def test_terms_of_another_do_not_go_out_in_the_houses_name(world: World) -> None:
    """The factor of a file is FACTOR SA: what another offers is not its offer."""
    in_force(world)
    ours = quote(world, prospect="OMEGA")
    theirs = quote(world, "other_factor", prospect="OMEGA", terms={
        name: value for name, value in TYPED.items() if name != "is_ours"})  # fmt: skip
    assert len(json.loads(written(world, ours))["offers"]) == 1
    with pytest.raises(Refused) as caught:
        written(world, ours, theirs)
    assert (caught.value.code, caught.value.facts["quote_id"]) == (
        "offer_not_ours", theirs["quote_id"])  # fmt: skip
