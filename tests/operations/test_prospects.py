"""A quote without an account: behind a public tariff, under a link, gone on with, accepted."""

from datetime import timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer, Asked
from comptant.operations.acts.tokens import token_digest
from comptant.operations.closing.keeper import keeper
from comptant.operations.quoting import accepting, prospects, tariffs
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.store.access import reading, reading_by_link
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, in_force, quote
from tests.traces import refused

FIRST, SECOND = "a" * 32, "b" * 32


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force that is public."""
    opened = open_world(writer)
    opened.ids["tariff"] = in_force(opened)
    opened.approve(shown(opened), "ada")
    return opened


def shown(world: World, *, is_public: bool = True) -> Answer:
    return tariffs.set_public_tariff(
        world.conn, world.asked("anna"), tariff_id=world.ids["tariff"], is_public=is_public,
        source="committee",
    )  # fmt: skip


def ask(world: World, token: str = FIRST, **told: Any) -> Answer:
    """Somebody without an account: the house asks for it."""
    by = keeper(world.conn)
    assert by is not None
    world.count += 1
    asked = Asked(by, f"prospect-{world.count}", world.asked("anna").at, world.on)
    buyers = told.pop("buyers", [ONE_BUYER])
    given = {"prospect": "OMEGA SARL", "product": "whole_turnover", "need_cents": None,
             "language": "fr", "buyers": ASKED_BUYERS.frame(buyers), **told}  # fmt: skip
    return prospects.quote_prospect(world.conn, asked, token=token, **given)


def opened_by(world: World, token: str) -> list[dict[str, Any]]:
    with reading_by_link(token_digest(token), world.on) as see:
        return see("read_linked_quote")


def is_open(world: World) -> bool:
    with reading_by_link(token_digest(""), world.on) as see:
        return bool(see("read_public_offer"))


def test_the_public_is_quoted_by_a_tariff_that_two_people_made_public(world: World) -> None:
    assert is_open(world)
    answer = ask(world, buyers=[{**ONE_BUYER, "buyer_class": "A"}])
    own = quote(world, "whole_turnover", {**ONE_BUYER, "buyer_class": None}, client_class="C")
    assert answer["figures"] == own["figures"]  # its own word on a class prices nothing
    assert answer["until_on"] == own["last_on"]
    world.approve(shown(world, is_public=False), "ada")
    assert not is_open(world)
    with refused(world.conn, "prospects_closed"):
        ask(world, SECOND)
    again = shown(world)
    with refused(world.conn, "same_person"):
        world.approve(again, "anna")
    with refused(world.conn, "tariff_unknown"):
        tariffs.set_public_tariff(world.conn, world.asked("anna"), tariff_id=1, is_public=True,
                                  source="x")  # fmt: skip


def test_a_tariff_that_follows_is_not_public_by_itself(world: World) -> None:
    world.on += timedelta(days=1)
    in_force(world)
    assert not is_open(world)
    with refused(world.conn, "prospects_closed"):
        ask(world)


def test_a_link_opens_its_quote_and_no_other_until_its_last_day(world: World) -> None:
    mine = ask(world)
    ask(world, SECOND, prospect="PSI")
    (row,) = opened_by(world, FIRST)
    assert (row["id"], row["prospect"], row["is_public"], row["accepted_on"]) == (
        mine["quote_id"], "OMEGA SARL", True, None)  # fmt: skip
    assert row["request"]["buyers"][0]["buyer_name"] == "BETA SA"
    assert opened_by(world, "c" * 32) == []
    world.on = mine["until_on"] + timedelta(days=1)
    assert opened_by(world, FIRST) == []


def test_a_quote_is_gone_on_with_under_another_link_and_accepted_from_it(world: World) -> None:
    first = ask(world)
    second = ask(world, SECOND, product="selective", continues_link=FIRST)
    user = world.users["anna"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        rows = see("read_quotes", party_id=None)
    assert [(row["id"], row["is_public"], row["continues_id"]) for row in rows] == [
        (first["quote_id"], True, None), (second["quote_id"], True, first["quote_id"])]  # fmt: skip
    by = keeper(world.conn)
    assert by is not None
    accepting.accept_quote_by_link(
        world.conn, Asked(by, "accept", world.asked("anna").at, world.on), link=SECOND,
        person="Zoé Roy", capacity="gérante", language="fr",
    )  # fmt: skip
    (row,) = opened_by(world, SECOND)
    assert (row["accepted_on"], row["accepted_by"], row["is_taken"]) == (world.on, "Zoé Roy", True)
    with refused(world.conn, "quote_taken"):
        ask(world, "d" * 32, continues_link=SECOND)
    with refused(world.conn, "link_unknown"):
        ask(world, "d" * 32, continues_link="e" * 32)


def test_who_asks_says_what_it_is_and_not_too_often(world: World, monkeypatch: Any) -> None:
    for told, code in (({"prospect": " "}, "prospect_missing"),
                       ({"product": "other_factor"}, "product_unknown"),
                       ({"product": "none"}, "product_unknown"),
                       ({"language": "de"}, "paper_language_unknown"),
                       ({"buyers": []}, "ledger_wrong")):  # fmt: skip
        with refused(world.conn, code):
            ask(world, **told)
    many = [{**ONE_BUYER, "row_number": number} for number in range(1, 202)]
    with refused(world.conn, "buyers_too_many"):
        ask(world, buyers=many)
    monkeypatch.setattr(prospects, "DAY_MAX", 1)
    ask(world)
    with refused(world.conn, "prospects_busy"):
        ask(world, SECOND)
    world.on += timedelta(days=1)
    ask(world, SECOND)


def test_a_link_of_the_staff_s_does_not_tell_what_was_asked(world: World) -> None:
    from comptant.operations.quoting.links import share_quote

    made = quote(world)["quote_id"]
    share_quote(world.conn, world.asked("anna"), quote_id=made, token=FIRST)
    (row,) = opened_by(world, FIRST)
    assert (row["id"], row["is_public"], row["request"]) == (made, False, None)
