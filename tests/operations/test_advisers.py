"""An adviser quotes for the companies that it advises, compares, exchanges files, has the house
call; and reads what it made, and nobody else's."""

from typing import Any

import psycopg
import pytest

from comptant.doors import reads
from comptant.doors.offer_files import file_of
from comptant.operations.acts.act import Refused
from comptant.operations.quoting import callbacks, links, offer_files
from comptant.store.access import reading
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.operations.offering import compare, in_force, quote
from tests.partners import add_partners
from tests.traces import refused

SECRET = "c" * 32


@house
def world(writer: psycopg.Connection) -> World:
    """CONSEIL SAS advises on C-1, and ines works there; iris works for another adviser."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    add_partners(opened, opened.ids["C-1"])
    add_user(opened, "iris", opened.ids["DELTA SARL"], ["adviser"], False)
    in_force(opened)
    return opened


def seen(world: World, login: str, query: str, **given: Any) -> list[dict[str, Any]]:
    user = world.users[login]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        if query in reads.READS:
            return reads.listed(see, query, given, world.on, world.asked(login).at)[0]
        return see(query, **given)


def test_an_adviser_quotes_for_its_prospects_and_reads_these_alone(world: World) -> None:
    mine = quote(world, login="ines", prospect="OMEGA")
    assert (mine["party_id"], mine["broker"]) == (None, None)
    quote(world, prospect="PHI")
    quote(world, login="iris", prospect="OMEGA")
    assert [row["id"] for row in seen(world, "ines", "read_quotes")] == [mine["quote_id"]]
    (one,) = seen(world, "ines", "read_prospects")
    assert (one["prospect"], one["quote_count"], one["call_count"]) == ("OMEGA", 1, 0)
    assert seen(world, "ines", "read_quote_floors", id=mine["quote_id"]) == []
    assert seen(world, "ines", "read_commissions", party_id=None, contract_id=None) == []
    assert {row["prospect"] for row in seen(world, "anna", "read_prospects")} == {"OMEGA", "PHI"}


def test_offers_side_by_side_are_kept_for_whom_it_advises(world: World) -> None:
    told = compare(world, {"product": "whole_turnover"}, {"product": "selective"}, login="ines",
                   prospect="OMEGA")  # fmt: skip
    assert len(told["quotes"]) == 2
    (one,) = seen(world, "ines", "read_prospects")
    assert one["quote_count"] == 2


def test_its_files_and_its_calls_are_its_own(world: World) -> None:
    made = quote(world, login="ines", prospect="OMEGA")["quote_id"]
    user = world.users["ines"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        name, content = file_of(see, [made])
    taken = offer_files.take_file(world.conn, world.asked("ines"), file_name=name, content=content)
    given: dict[str, Any] = {"quote_id": None, "file_id": taken["file_id"], "caller": "Ines",
                             "phone": "0102030405", "question": ""}  # fmt: skip
    with refused(world.conn, "file_unknown"):
        callbacks.ask_callback(world.conn, world.asked("iris"), **given)
    asked = callbacks.ask_callback(world.conn, world.asked("ines"), **given)
    assert [row["id"] for row in seen(world, "ines", "read_callbacks", state=None)] == [
        asked["callback_id"]]  # fmt: skip
    assert [row["id"] for row in seen(world, "ines", "read_offer_files")] == [taken["file_id"]]
    (one,) = seen(world, "ines", "read_prospects")
    assert (one["file_count"], one["call_count"]) == (1, 1)
    for query in ("read_offer_files", "read_quotes", "read_prospects"):
        assert seen(world, "iris", query) == []
    assert seen(world, "iris", "read_callbacks", state=None) == []


def test_it_shares_what_it_made_and_nothing_else(world: World) -> None:
    mine = quote(world, login="ines", prospect="OMEGA")["quote_id"]
    theirs = quote(world, prospect="PHI")["quote_id"]
    links.share_quote(world.conn, world.asked("ines"), quote_id=mine, token=SECRET)
    with pytest.raises(Refused, match="quote_unknown"):
        links.share_quote(world.conn, world.asked("ines"), quote_id=theirs, token="d" * 32)
    with refused(world.conn, "quote_unknown"):
        links.share_quote(world.conn, world.asked("iris"), quote_id=mine, token="e" * 32)


def test_a_broker_has_the_same_list_of_companies(world: World) -> None:
    assert seen(world, "brice", "read_prospects") == []
    with refused(world.conn, "orias_unchecked"):
        quote(world, login="brice", prospect="OMEGA")
