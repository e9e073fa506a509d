"""Lists of frozen assets as they are published, and the names that look alike."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.formats.frozen_assets import ListUnread, alike, read, words

EUROPEAN = (
    "fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n"
    "14/01/2026;13;Saddam Hussein Al-Tikriti\n14/01/2026;13;Abu Ali\n14/01/2026;99;\n"
)
FRENCH = json.dumps({"Publications": {"DatePublication": "14/01/2026", "PublicationDetail": [
    {"IdRegistre": 1, "Nature": "Personne physique", "Nom": "DÜPONT", "RegistreDetail": [
        {"TypeChamp": "PRENOM", "Valeur": [{"Prenom": "Jean"}]},
        {"TypeChamp": "ALIAS", "Valeur": [{"Alias": "Le Grand"}]}]},
    {"IdRegistre": 2, "Nature": "Personne morale", "Nom": "ALPHA SHIPPING LTD",
     "RegistreDetail": []},
]}})  # fmt: skip


@pytest.mark.parametrize(("content", "listed"), [
    (EUROPEAN.encode(), ["Saddam Hussein Al-Tikriti", "Abu Ali"]),
    (EUROPEAN.encode("utf-8-sig"), ["Saddam Hussein Al-Tikriti", "Abu Ali"]),
    (FRENCH.encode(), ["Jean DÜPONT", "Le Grand", "ALPHA SHIPPING LTD"]),
    ("Nom,Né le\nÉmile Zola,1840\n".encode("cp1252"), ["Émile Zola"]),
])  # fmt: skip
def test_each_form_of_list_is_read(content: bytes, listed: list[str]) -> None:
    assert read(content) == listed


@pytest.mark.parametrize(("content", "cause"), [
    (b"id;born\n1;1950\n", "column"), (b"name\n\n", "empty"), (b"{}", "json"), (b"{", "json"),
    (b"name\n" + b'"' + b"x" * 200_000 + b'"', "column"), (b"{" * 100_000, "json"),
    (b'{"Publications": {"PublicationDetail": "x"}}', "json"),
    (b'{"Publications": {"PublicationDetail": 7}}', "json"),
    (b'{"Publications": {"PublicationDetail": [{"RegistreDetail": ["x"]}]}}', "json"),
    (b'{"Publications": {"PublicationDetail": [{"RegistreDetail": [{"TypeChamp": []}]}]}}', "json"),
])  # fmt: skip
def test_what_is_no_list_is_told(content: bytes, cause: str) -> None:
    with pytest.raises(ListUnread) as told:
        read(content)
    assert told.value.cause == cause


@pytest.mark.parametrize(("name", "listed", "is_alike"), [
    ("Jean Dupont", "Jean DÜPONT", True), ("Jean Dupont", "DUPONT Jean-Pierre", True),
    ("Jean Duponts", "Jean Dupont", True), ("Jean Dupont", "Jean Martin", False),
    ("Jean Dupont", "Dupont", False), ("ALPHA SAS", "Alpha Shipping Ltd", False),
    ("ALPHA SHIPPING SAS", "Alpha Shipping Ltd", True), ("SA", "SA", True),
    ("ALPHA SAS", "GAMMA SAS", False),
])  # fmt: skip
def test_names_look_alike_whatever_their_order_accents_and_form(
    name: str, listed: str, is_alike: bool
) -> None:
    assert bool(alike([name], [listed])) is is_alike


def test_lines_that_end_in_the_old_way_are_lines() -> None:
    assert read(b"name\rAbu Ali\rJean Dupont\r") == ["Abu Ali", "Jean Dupont"]


@pytest.mark.parametrize(("asked", "listed"), [
    ("Иван Иванов", "Иван Иванов"), ("Ivan Ivanov", "Иван Иванов"),
    ("Bjørn Łukasz", "BJORN LUKASZ"), ("Αλέξης Παππάς", "Αλέξης Παππάς"),
])  # fmt: skip
def test_a_name_is_alike_in_whatever_letters(asked: str, listed: str) -> None:
    assert read(f"name\n{listed}\n".encode()) == [listed]
    assert [(one.name, one.listed) for one in alike([asked], [listed])] == [(asked, listed)]


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_hostile_bytes_are_a_list_or_none(data: bytes) -> None:
    for prefix in (b"", b"name\n", b'{"Publications": {"PublicationDetail": '):
        with suppress(ListUnread):
            assert all(words(name) for name in read(prefix + data))
