"""What pages tell after an act, before a draw and in forms: what was done, what is next."""

import re

import pytest

from comptant.doors import words
from comptant.doors.charts import waterfall
from comptant.doors.portal.notices import notice
from comptant.doors.waterfall import sentence
from comptant.operations.acts.approval import KEY, KINDS
from comptant.operations.acts.rights import RIGHTS
from comptant.rules.terms import TERMS
from tests import facts
from tests.portal.conftest import browser, visible


def test_every_act_has_words_and_what_is_next_is_of_acts_that_exist() -> None:
    told = words.domain("operation")
    assert set(told) == set(RIGHTS) | {"init", "stress"}  # a look refused by its name
    for done in words.domain("next"):
        answer, _, kind = done.partition(".")
        is_decided = answer in ("approved", "refused") and kind in KINDS | {KEY}
        assert done in RIGHTS or is_decided, done


def test_nothing_typed_in_an_address_is_said_by_us() -> None:
    for done in ("<b>Pay here</b>", "approved.nothing", "next", "refused."):
        found = notice(done, "7; DROP")
        assert found == {"sentence": "Done.", "next": "", "waits": ""}
    assert notice("", "") is None


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Approved: payment. It leaves with the next payment file."),
    ("fr", "Approuvé : règlement. Il part avec le prochain fichier de virements."),
])  # fmt: skip
def test_an_approval_says_what_was_done_and_what_is_next(
    world: facts.World, language: str, said: str
) -> None:
    browser(world, "alice").post("/contracts/C-1/draw", act="draw", key="d", cents="100000")
    id_ = world.one("SELECT max(id) FROM approval WHERE kind = 'payment_order'")
    tania = browser(world, "tania", language)
    to = tania.post("/approvals", act="answer", key="k", id=id_, answer="yes").headers["Location"]
    assert to == "/approvals?done=approved.payment_order"
    assert said in visible(tania.get(to))


def test_what_waits_for_another_person_is_told_with_what_was_asked(world: facts.World) -> None:
    anna = browser(world, "anna")
    to = anna.post("/rates/propose", act="do", key="k", index_name="EURIBOR3M",
                   fixing_on="2026-01-15", rate="2,015", rate_ppm="2.015",
                   source="EMMI").headers["Location"]  # fmt: skip
    told = visible(anna.get(to))
    assert re.search(r"Done: reference rate proposed\. It waits for another person", told)


def test_home_tells_what_may_be_drawn_and_leads_to_it(world: facts.World) -> None:
    home = browser(world, "alice").get("/")
    assert "What you can draw now €18,000.00" in visible(home)
    assert 'href="/contracts/C-1/draw"' in home
    bob = browser(world, "bob").get("/")  # reads, and draws nothing
    assert "€18,000.00" in visible(bob)
    assert "/draw" not in bob


def test_choices_of_terms_are_words(world: facts.World) -> None:
    page = browser(world, "anna", "fr").get("/contracts/C-1/amend")
    codes = {one for term in TERMS.values() for one in term.choices or () if "_" in one}
    assert codes
    assert {one for one in codes if one in visible(page)} == set()
    with words.speaking("fr"):
        for term in TERMS.values():
            for one in term.choices or ():
                assert words.word(f"choice.{term.name}", one) != one, (term.name, one)


@pytest.mark.parametrize("layout", [waterfall.WIDE, waterfall.NARROW])
def test_the_waterfall_says_its_sentences_to_the_end(layout: waterfall.Layout) -> None:
    long = "The buyer's limit is used up by older invoices, " * 6 + "and so it ends."
    parts = [
        {"part": "over_limit", "reason": "R", "amount_cents": 40, "sentence": long},
        {"part": "available", "reason": "A", "amount_cents": 60, "sentence": "It is yours."},
    ]
    drawn = waterfall.draw(parts, 100, "EUR", layout=layout)
    text = " ".join(one.text or "" for one in drawn.root.iter() if one.tag.endswith("text"))
    assert sentence({"sentences": {long: parts[0]}}) in text
    assert "…" not in text
    for one in drawn.root.iter():
        if one.tag.endswith("rect"):
            assert 0 <= int(one.get("x")) + int(one.get("width")) <= layout.width
        if one.tag.endswith(("rect", "text")):
            assert int(one.get("y")) < int(drawn.root.get("height"))
