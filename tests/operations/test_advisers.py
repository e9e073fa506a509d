"""An adviser quotes for the companies that it advises, compares, exchanges files, has the house
call; and reads what it made, and nobody else's."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import reads
from comptant.doors.offer_files import file_of
from comptant.operations.acts.act import Refused
from comptant.operations.drawing import quoted
from comptant.operations.quoting import accepting, callbacks, links, offer_files
from comptant.operations.registry import opening
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


def stage(world: World, login: str = "anna") -> str:
    (one,) = seen(world, login, "read_prospects")
    return str(one["deal_stage"])


def test_how_far_a_company_has_come_is_read_from_what_there_is(world: World) -> None:
    """DOMAIN §2.2, from QUOTED on: nobody sets it."""
    made = quote(world, login="alice", prospect="ALPHA SAS")
    assert stage(world) == "QUOTED"
    world.on = made["last_on"] + timedelta(days=1)
    assert stage(world) == "QUOTE_EXPIRED"
    world.on = made["last_on"]
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                           capacity="gérante", language="fr")  # fmt: skip
    assert stage(world) == "QUOTE_ACCEPTED"
    answer = quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=made["quote_id"], client_id=None, number="Q-1",
        from_on=world.on, terms={"standing_consent": "acte", "status": "OPENING"},
    )  # fmt: skip
    assert stage(world) == "KYC_IN_PROGRESS"
    opening.record_opening_fact(
        world.conn, world.asked("anna"), contract_id=answer["contract_id"], guard="KYC_FILE",
        label="", fact_on=world.on, until_on=None, source="file",
    )  # fmt: skip
    assert stage(world) == "CREDIT_REVIEW"
    world.amend(answer["contract_id"], {"status": "ACTIVE"})
    assert stage(world) == "ACTIVE"


def test_a_company_that_declined_on_the_phone_is_lost(world: World) -> None:
    made = quote(world, login="ines", prospect="OMEGA")["quote_id"]
    asked = callbacks.ask_callback(
        world.conn, world.asked("ines"), quote_id=made, file_id=None, caller="Ines",
        phone="0102030405", question="",
    )  # fmt: skip
    given: dict[str, Any] = {"callback_id": asked["callback_id"]}
    callbacks.note_call(world.conn, world.asked("anna"), **given, outcome="SPOKEN",
                        call_by_on=world.on, note="")  # fmt: skip
    callbacks.close_callback(world.conn, world.asked("anna"), **given, outcome="DECLINED", note="")
    assert stage(world, "ines") == stage(world) == "LOST"
