"""What cannot be shown is told within the page's frame, in full words; a figure says as of when."""

import html
from datetime import timedelta

import pytest

from comptant.doors import words
from comptant.store.connection import connect
from tests import facts
from tests.portal.conftest import browser, visible


def without_fixings() -> None:
    """No reference rate is known any more, as before a house has entered its first."""
    with connect("comptant_owner") as conn:
        conn.execute("ALTER TABLE rate_fixing DISABLE TRIGGER USER")
        conn.execute("DELETE FROM rate_fixing")
        conn.execute("ALTER TABLE rate_fixing ENABLE TRIGGER USER")


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "3-month Euribor (EURIBOR3M): no value is known for 2026-01-16, so nothing is priced "
     "with it. The house enters it under Reference rates and another person there approves it; "
     "then try again."),
    ("fr", "Euribor 3 mois (EURIBOR3M) : aucune valeur n'est connue pour le 16/01/2026, rien n'est "
     "donc calculé avec. L'établissement la saisit sous Taux de référence et une autre personne "
     "l'y approuve ; puis recommencez."),
])  # fmt: skip
def test_a_draw_that_cannot_be_priced_is_told_in_full_and_keeps_the_menu(
    world: facts.World, language: str, sentence: str
) -> None:
    without_fixings()
    alice = browser(world, "alice", language)
    page = alice.get("/contracts/C-1/draw?amount=100", 422)
    assert sentence in html.unescape(visible(page))
    menu = page[: page.index("<main")]
    assert 'href="/contracts"' in menu
    assert 'action="/sign-out"' in menu
    assert 'action="/sign-out"' in alice.get("/portfolio", 404)  # one of the house alone


def test_a_missing_rate_of_penalties_is_told_in_full_words() -> None:
    told = {"rate_index": "ECB_REFI", "fixing_on": "2026-01-01"}
    with words.speaking("en"):
        assert words.refusal("late_rate_missing", told) == (
            "ECB main refinancing rate (ECB_REFI): no value is known on 2026-01-01, from which "
            "penalties for late payment are counted. Enter it (comptant rate propose), have "
            "another person approve it, and try again.")  # fmt: skip
    with words.speaking("fr"):
        assert words.refusal("late_rate_missing", {**told, "rate_index": "OTHER"}).startswith(
            "OTHER : aucune valeur n'est connue au 01/01/2026"
        )


@pytest.mark.parametrize(("language", "title", "axis"), [
    ("en", "Aged balance as of 2026-01-16", "open amount, by days past the due date"),
    ("fr", "Balance âgée au 16/01/2026", "reste dû, par jours de retard après l'échéance"),
])  # fmt: skip
def test_the_aged_balance_says_as_of_when_and_what_its_columns_are(
    world: facts.World, language: str, title: str, axis: str
) -> None:
    world.close()
    world.on += timedelta(days=3)
    page = html.unescape(browser(world, "anna", language).get("/portfolio"))
    assert f'<h2 class="h6">{title}</h2>' in page
    assert axis in page
    svg = browser(world, "anna", language).get("/portfolio/ageing.svg?currency=EUR")
    assert title in html.unescape(svg)
