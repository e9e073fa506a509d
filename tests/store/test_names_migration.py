"""Names and numbers of before: each becomes the word of who said it, and companies are found."""

import psycopg
import pytest

from comptant.operations.registry import parties
from tests.facts import World, add_user, open_world
from tests.store.earlier import awake, earlier

BEFORE = "0046_sign_on"
PAUL = {"cents": 500_000, "buyer_siren": "410000079"}
SHOWN = """SELECT k.number, b.name FROM buyer_shown b JOIN contract k ON k.id = b.contract_id
    WHERE b.id = %s AND NOT k.is_house ORDER BY 1"""


@pytest.fixture
def lived(writer: psycopg.Connection) -> World:
    """ALPHA, then GAMMA, sold to a company that ALPHA's file opened; one was added by its SIRET."""
    world = open_world(writer)
    add_user(world, "cora", world.ids["GAMMA SA"], ["client_owner"], False)
    due_on = world.on.replace(month=3)
    for number, client, login, name in (("C-1", "ALPHA SAS", "alice", "our friend Paul"),
                                        ("C-2", "GAMMA SA", "cora", "PAULUS SAS")):  # fmt: skip
        world.ids[number] = world.contract(number, client=client)
        world.users["alice"] = world.users[login]
        world.remit(world.ids[number], {**PAUL, "number": number, "buyer": name,
                                        "due_on": due_on})  # fmt: skip
    world.ids["PAUL"] = world.one("SELECT min(buyer_id) FROM invoice")
    world.ids["LAMBDA"] = parties.add_party(
        writer, world.asked("anna"), kind="COMPANY", name="LAMBDA", country="FR",
        numbers={"siret": "40483304800022"},
    )["party_id"]  # fmt: skip
    return world


def test_what_was_everybodys_becomes_the_word_of_who_said_it(
    lived: World, template: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with earlier(template, monkeypatch, BEFORE) as old:
        old.execute("DELETE FROM party_identifier WHERE scheme = 'siren' AND party_id = %s",
                    (lived.ids["LAMBDA"],))  # fmt: skip
        awake(old)
        paul = (lived.ids["PAUL"],)
        assert old.execute(SHOWN, paul).fetchall() == [
            ("C-1", "our friend Paul"), ("C-2", "410000079")]  # fmt: skip
        assert old.execute(SHOWN, (lived.ids["BETA SA"],)).fetchall() == [
            ("C-1", "BETA SA"), ("C-2", "BETA SA")]  # fmt: skip
        found = "SELECT identifier FROM party_identifier WHERE scheme = 'siren' AND party_id = %s"
        assert old.execute(found, (lived.ids["LAMBDA"],)).fetchall() == [("404833048",)]
        assert old.execute("SELECT count(*) FROM known_name WHERE contract_id <> 0").fetchone() == (
            1,
        )
