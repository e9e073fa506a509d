"""Names and free texts, wherever one is kept: a sign that turns the reading, or that nobody sees,
is refused by every operation, and so is a name that names nothing."""

import inspect
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.doors.catalogue import endpoints
from comptant.operations.acts.act import Asked, Refused
from comptant.operations.acts.texts import AS_WRITTEN, NAME_MAX, UNREAD, wrong_text
from comptant.operations.registry import keys, party_words
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.traces import contents, refused

TURNED = ("a\u202eb", "\u202e", "x\u2067y", "a\u200fb", "a\u061cb", "a\0b", "a\x1bb", "a\u2028b")
TEXTS = sorted(
    (name, one.name) for name, endpoint in endpoints().items() if name not in AS_WRITTEN
    for one in inspect.signature(endpoint.run).parameters.values()
    if one.annotation in (str, str | None) and one.name not in UNREAD
)  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


@pytest.mark.parametrize("sign", TURNED)
def test_no_operation_keeps_a_sign_that_turns_the_reading(sign: str) -> None:
    assert len(TEXTS) > 250
    for name, field in TEXTS:
        assert wrong_text(name, {field: sign}) == (field, "text_turns"), name


@pytest.mark.parametrize("given", [
    {"owners": {"a\u202eb": 5}}, {"also": ["ok", "\u202e"]}, {"terms": {"x": "\u202e"}},
    {"buyers": pl.DataFrame({"buyer_name": ["ok", None, "\u202e"], "n": [1, 2, 3]})},
])  # fmt: skip
def test_texts_within_objects_lists_and_batches_are_seen_too(given: dict[str, Any]) -> None:
    found = wrong_text("quote", given)
    assert found
    assert found[1] == "text_turns"


@pytest.mark.parametrize(("name", "text", "why"), [
    ("name", "a" * (NAME_MAX + 1), "name_wrong"), ("name", "…", "name_wrong"),
    ("prospect", "a\nb", "name_wrong"), ("person", "\u200b", "name_wrong"),
    ("name", "L'Été & Cie (France) n° 2", None), ("name", "株式会社", None), ("name", "", None),
    ("reason", "one\ntwo\tthree", None), ("reason", "a" * 20_001, "text_too_long"),
    ("holder", "a" * NAME_MAX, None), ("password", "\u202e", None),
])  # fmt: skip
def test_a_name_has_letters_on_one_line_and_a_text_its_lines(
    name: str, text: str, why: str | None
) -> None:
    assert wrong_text("quote", {name: text}) == ((name, why) if why else None)


def rename(world: World, of: str, name: str, login: str = "anna") -> dict[str, Any]:
    return party_words.rename_party(world.conn, world.asked(login), party_id=world.ids[of],
                                    name=name, source="Kbis")  # fmt: skip


@pytest.mark.parametrize(("name", "code"), [
    ("\u202e", "text_turns"), ("a" * 9_000, "name_wrong"), ("--", "name_wrong"),
])  # fmt: skip
def test_no_party_is_called_by_a_name_that_cannot_be_read(
    world: World, name: str, code: str
) -> None:
    for of in ("FACTOR SA", "ALPHA SAS", "BETA SA"):
        with refused(world.conn, code):
            rename(world, of, name)


def test_the_house_and_who_has_a_contract_or_people_here_are_renamed_by_two(world: World) -> None:
    add_user(world, "dora", world.ids["DELTA SARL"], ["broker"], False)
    world.contract("C-1", "GAMMA SA")
    for of in ("FACTOR SA", "ALPHA SAS", "GAMMA SA", "DELTA SARL"):
        waits = rename(world, of, f"{of} 2")
        assert world.one("SELECT name FROM party WHERE id = %s", world.ids[of]) == of
        with refused(world.conn, "same_person"):
            world.approve(waits, "anna")
        world.approve(waits, "carl")
        assert world.one("SELECT name FROM party WHERE id = %s", world.ids[of]) == f"{of} 2"
    refused_one = rename(world, "ALPHA SAS", "OTHER")
    world.approve(refused_one, "carl", is_yes=False)
    assert world.one("SELECT name FROM party WHERE id = %s", world.ids["ALPHA SAS"]
                     ) == "ALPHA SAS 2"  # fmt: skip


def test_a_buyer_without_accounts_is_renamed_at_once(world: World) -> None:
    assert rename(world, "BETA SA", "BETA FRANCE")["approval_id"] is None
    assert world.one("SELECT name FROM party WHERE id = %s", world.ids["BETA SA"]) == "BETA FRANCE"


def test_what_is_refused_leaves_nothing(world: World) -> None:
    before = contents(world.conn)
    with pytest.raises(Refused) as told:
        keys.add_key(world.conn, Asked(world.users["ada"], "k", world.asked("ada").at, world.on),
                     login="ada", company_id=world.ids["FACTOR SA"], name="a\u202eb",
                     scopes=["read"], networks=[], days=5, token="t" * 43)  # fmt: skip
    assert (told.value.code, told.value.facts["name"]) == ("text_turns", "name")
    assert contents(world.conn) == before
