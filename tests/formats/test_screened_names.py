"""Names that look like names on a list, however they are written; and names that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.formats.frozen_assets import Entry, entries
from comptant.formats.screened_names import LEAST_PPM, Index, edits, sound, words_of

LISTED = Index([
    Entry("1", ("Jean-François DÜPONT DE L'ÉTANG", "Le Grand")),
    Entry("2", ("Mohammed Al Rashid", "Muhammad Ar-Rachid")),
    Entry("3", ("ALPHA SHIPPING LTD",)),
    Entry("4", ("Établissements Lefèvre Frères et Compagnie",)),
    Entry("5", ("Rosneft",)),
])  # fmt: skip


@pytest.mark.parametrize(("name", "key", "how"), [
    ("Dupont de l'Etang, Jean François", "1", {"SAME"}),
    ("DUPONT ETANG Jean-Francois", "1", {"SAME"}),
    ("J-F Dupont de l'Étang", "1", {"INITIAL", "SAME"}),
    ("Jeanfrançois Dupont de l'Etang", "1", {"SAME"}),
    ("Mr Mohamed El Rashid", "2", {"SAME", "SPELLING"}),
    ("RACHID MUHAMMAD", "2", {"SAME"}),
    ("Alfa Shiping SARL", "3", {"SPELLING"}),
    ("Alpha Shipping Marseille", "3", {"SAME"}),
    ("Ets Lefevre Frs & Cie", "4", {"SAME"}),
    ("Rosneft SA", "5", {"SAME"}),
])  # fmt: skip
def test_a_name_is_found_however_it_is_written(name: str, key: str, how: set[str]) -> None:
    (found,) = LISTED.look(name)
    assert found.entry.key == key
    assert {pair[2] for pair in found.pairs} <= how | {"SAME"}
    assert LEAST_PPM <= found.near_ppm <= 1_000_000


@pytest.mark.parametrize("name", [
    "Jean Martin", "Alpha Transports", "Shipping Partners", "Mohamed Benali", "Lefèvre et Fils",
    "Compagnie générale", "Rosny", "BETA SA", "Étangs de France", "",
])  # fmt: skip
def test_one_common_word_is_nobody(name: str) -> None:
    assert LISTED.look(name) == []


def test_what_is_found_says_why() -> None:
    (found,) = LISTED.look("Alfa Shipping Marseille")
    assert found.pairs == (("shipping", "shipping", "SAME"), ("alfa", "alpha", "SPELLING"))
    assert (found.left_asked, found.left_listed) == (("marseille",), ())


def test_particles_titles_and_forms_say_nothing() -> None:
    assert words_of("Mme de La Tour d'Auvergne") == ("tour", "auvergne")
    assert words_of("SARL") == ("sarl",)


def test_entries_keep_their_number_and_change_with_a_name() -> None:
    listed = b"Entity_LogicalId;NameAlias_WholeName\n13;Saddam Hussein\n13;Abu Ali\n14;Uday\n"
    first, second = entries(listed)
    assert (first.key, first.names, second.key) == ("13", ("Saddam Hussein", "Abu Ali"), "14")
    assert Entry("13", ("Saddam Hussein",)).digest() != first.digest()


@pytest.mark.parametrize(("one", "other", "apart"), [
    ("martin", "martin", 0), ("martin", "matrin", 1), ("martin", "martins", 1),
    ("martin", "mortan", 2), ("martin", "durand", 3),
])  # fmt: skip
def test_edits_are_counted(one: str, other: str, apart: int) -> None:
    assert edits(one, other, 2) == apart


def test_words_that_sound_alike() -> None:
    assert sound("mohammed") == sound("muhamad")
    assert sound("rachid") != sound("rashed")


@given(st.permutations(["jean", "francois", "dupont", "etang"]))
def test_order_says_nothing(words: list[str]) -> None:
    (found,) = LISTED.look(" ".join(words))
    assert (found.entry.key, found.near_ppm) == ("1", 1_000_000)


@given(st.text(max_size=60))
def test_any_text_may_be_asked(name: str) -> None:
    for found in LISTED.look(name):
        assert LEAST_PPM <= found.near_ppm <= 1_000_000
