"""A quote says who brings the company, and what the house would pay for it, to the cent."""

import psycopg

from comptant.doors import offers_told, reads
from comptant.store.access import reading
from tests.brokers import add_broker, agreed, look_up
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.operations.offering import TYPED, quote
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """COURTAGE SAS is registered; brice works there."""
    opened = open_world(writer)
    broker = add_broker(opened, opened.contract("C-1"))
    add_user(opened, "brice", broker, ["broker"], False)
    look_up(opened)
    return opened


def test_a_quote_tells_what_its_broker_would_earn_in_a_year(world: World) -> None:
    """The offer of W4-9: 7 200.00 of fee; 10 % of it and 500.00 once = 1 220.00."""
    broker = world.ids["COURTAGE SAS"]
    with refused(world.conn, "commission_terms_missing"):
        quote(world, terms=TYPED, broker_id=broker)
    agreed(world, one_off_cents=50_000)
    told = quote(world, terms=TYPED, broker_id=broker)
    assert told["figures"]["yearly_fee_cents"] == 720_000
    assert (told["broker"]["base_cents"], told["broker"]["earned_cents"]) == (720_000, 122_000)
    assert told["broker"]["orias_number"] == "07000123"
    sentence = offers_told.brokered(told)
    assert "Brought by COURTAGE SAS, registered with ORIAS under 07000123" in sentence
    assert "1,220.00" in sentence
    assert offers_told.brokered(quote(world, terms=TYPED)) == ""
    agreed(world, base="FEE_AND_CHARGE", one_off_cents=0)
    both = quote(world, terms=TYPED, broker_id=broker)
    charge = both["figures"]["financing_charge_cents"]
    assert both["broker"]["base_cents"] == 720_000 + charge


def test_terms_that_are_not_disclosed_are_not_in_the_quote(world: World) -> None:
    agreed(world, is_disclosed=False)
    told = quote(world, terms=TYPED, broker_id=world.ids["COURTAGE SAS"])
    assert set(told["broker"]) == {"party_id", "broker_name", "orias_number"}
    look_up(world, is_registered=False)
    with refused(world.conn, "orias_lapsed"):
        quote(world, terms=TYPED, broker_id=world.ids["COURTAGE SAS"])


def test_a_broker_quotes_for_its_prospects_and_reads_these_quotes_alone(world: World) -> None:
    agreed(world)
    mine = quote(world, terms=TYPED, login="brice", prospect="OMEGA")
    assert (mine["party_id"], mine["broker"]["party_id"]) == (None, world.ids["COURTAGE SAS"])
    quote(world, terms=TYPED, prospect="PHI")
    quote(world, terms=TYPED, login="alice", prospect="ALPHA")
    with refused(world.conn, "broker_not_yours"):
        quote(world, terms=TYPED, login="brice", broker_id=world.ids["BETA SA"])
    with refused(world.conn, "broker_not_yours"):
        quote(world, terms=TYPED, login="alice", broker_id=world.ids["COURTAGE SAS"])
    user = world.users["brice"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        rows, _ = reads.listed(see, "read_quotes", {}, world.on, world.asked("brice").at)
        assert [row["prospect"] for row in rows] == ["OMEGA"]
        assert see("read_quote_floors", id=mine["quote_id"]) == []
