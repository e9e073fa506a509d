"""A quote without an account, gone on with, accepted; a client accepts its own; the contract opened
from it; the tariff's page."""

import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.operations.quoting import tariffs
from comptant.operations.quoting.tariffs import example_file
from tests import facts
from tests.operations.offering import ONE_BUYER, in_force, quote
from tests.portal.conftest import Browser, browser, visible
from tests.reading_papers import text_of

SAID = {"prospect": "OMEGA SARL", "product": "whole_turnover", "turnover": "600000",
        "agreed": "45", "days": "55", "invoices": "120", "buyers": "8",
        "named": "BETA SA ; 40 ; FR\nNU GMBH;10;de"}  # fmt: skip
WHO = {"person": "Zoé Roy", "capacity": "gérante", "agreed": "1"}


@pytest.fixture
def public(world: facts.World) -> facts.World:
    """A tariff in force that is shown to the public."""
    world.ids["tariff"] = in_force(world)
    shown = tariffs.set_public_tariff(world.conn, world.asked("anna"), source="committee",
                                      tariff_id=world.ids["tariff"], is_public=True)  # fmt: skip
    world.approve(shown, "ada")
    return world


def stranger(world: facts.World, language: str = "fr") -> Browser:
    """Somebody without an account."""
    found = browser(world, "cora", language)
    found.client.cookies.pop("comptant")
    return found


def test_the_public_quotes_goes_on_and_accepts_and_the_staff_opens_the_contract(
    public: facts.World,
) -> None:
    reader = stranger(public)
    page = visible(reader.get("/prospect"))
    assert "Affacturage : un devis en une minute" in page
    assert "FACTOR SA" in page
    reader.post("/prospect", 422, **{**SAID, "named": "<b>x</b> ; 10 ; 1!"})  # no country
    wrong = reader.post("/prospect", 422, **{**SAID, "named": "BETA"})
    assert "« BETA » n&#x27;est pas lisible" in visible(wrong.content.decode())
    first = reader.post("/prospect", 303, **SAID).headers["Location"]
    shown = reader.get(first)
    told = visible(shown)
    assert "Enregistré. Gardez l'adresse de cette page" in told
    assert "OMEGA SARL" in told
    assert "BETA SA ; 40 ; FR\nNU GMBH ; 10 ; DE" in shown.replace("\r", "")
    assert 'name="turnover" required inputmode="decimal" value="600000"' in shown
    again = reader.post(first, 303, act="again", **{**SAID, "product": "selective"})
    second = again.headers["Location"]
    assert second.partition("?")[0] != first.partition("?")[0]
    assert "sélectif" in visible(reader.get(second)).lower()
    no_word = reader.post(second, 422, act="accept", key="x", **{**WHO, "agreed": ""})
    assert "Zoé Roy" in no_word.content.decode()
    led = reader.post(second, 303, act="accept", key="a", **WHO).headers["Location"]
    told = visible(reader.get(unquote(led)))
    assert "par Zoé Roy" in told
    assert "Chiffrer à nouveau" not in told
    anna = browser(public, "anna", "fr")
    assert visible(anna.get("/quotes")).count("OMEGA SARL") == 2
    made = public.one("SELECT max(id) FROM quote")
    assert f"/quotes/{made}/open" in anna.get(f"/quotes/{made}")
    fields = anna.get(f"/quotes/{made}/open")
    assert 'name="term_standing_consent"' in fields
    assert 'name="term_fee_ppm"' not in fields
    terms = {"number": "Q-1", "client_id": "GAMMA SA", "from_on": f"{public.on}",
             "term_standing_consent": "2026-01"}  # fmt: skip
    seen = anna.post(f"/quotes/{made}/open", 200, act="look", key="o", **terms).content.decode()
    found = re.search(r'name="seen" value="(\w+)"', seen)
    assert found is not None
    anna.post(f"/quotes/{made}/open", 303, act="do", key="o", seen=found[1], **terms)
    assert "Q-1" in visible(anna.get(f"/quotes/{made}"))
    assert "Zoé Roy" in visible(anna.get("/contracts/Q-1/quote"))
    assert "OMEGA SARL" not in visible(browser(public, "alice", "fr").get("/quotes"))


def test_the_quote_of_the_public_is_a_paper_in_both_languages(public: facts.World) -> None:
    reader = stranger(public)
    first = reader.post("/prospect", 303, **SAID).headers["Location"]
    address = first.partition("?")[0]
    assert f'href="{address}/quote.pdf?language=en"' in reader.get(first)
    for language, title in (("fr", "Devis d’affacturage"), ("en", "Factoring quote")):
        sent = reader.client.get(f"{address}/quote.pdf?language={language}")
        printed = text_of(sent.content)
        assert (sent.status_code, sent.headers["X-Robots-Tag"]) == (200, "noindex")
        assert title in printed.replace("'", "’")
        assert "OMEGA SARL" in printed
        assert "FACTOR SA · SIREN 552 100 554" in printed
    reader.get(f"{address}x/quote.pdf", 404)


def test_without_a_public_tariff_nobody_is_quoted_without_an_account(world: facts.World) -> None:
    reader = stranger(world)
    assert "ne fait pas ici de devis sans compte" in visible(reader.get("/prospect", 404))
    in_force(world)
    reader.get("/prospect", 404)
    assert world.one("SELECT count(*) FROM quote") == 0


def test_a_client_accepts_its_own_quote_and_no_other(world: facts.World) -> None:
    in_force(world)
    made = quote(world, "whole_turnover", ONE_BUYER, login="alice")["quote_id"]
    alice = browser(world, "alice")
    assert f"/quotes/{made}/accept" in alice.get(f"/quotes/{made}")
    browser(world, "cora").get(f"/quotes/{made}/accept", 404)
    browser(world, "anna").get(f"/quotes/{made}/accept", 404)
    alice.post(f"/quotes/{made}/accept", 303, act="do", key="a", capacity="manager")
    shown = alice.get(f"/quotes/{made}")
    assert "by Alice." in visible(shown)
    assert f"/quotes/{made}/accept" not in shown


def test_the_tariff_is_proposed_read_and_shown_to_the_public_on_its_pages(
    world: facts.World,
) -> None:
    anna = browser(world, "anna", "fr")
    bad = SimpleUploadedFile("t.csv", b"a;b\n1;2\n")
    anna.post("/tariffs-propose", 422, act="do", key="b", content=bad, source="comité",
              valid_from_on=f"{world.on}")  # fmt: skip
    file = SimpleUploadedFile("t.csv", example_file())
    anna.post("/tariffs-propose", 303, act="do", key="p", content=file, source="comité",
              valid_from_on=f"{world.on}")  # fmt: skip
    waiting = world.one("SELECT max(id) FROM approval WHERE kind = 'tariff'")
    world.approve({"approval_id": waiting}, "ada")
    (href,) = set(re.findall(r'href="(/tariffs/\d+)"', anna.get("/tariffs")))
    told = visible(anna.get(href))
    assert "F2 grosses factures" in told
    assert "comité" in told
    anna.post(f"{href}/public", 303, act="do", key="w", is_public="1", source="comité")
    stranger(world).get("/prospect", 404)  # one person's word
    ada = browser(world, "ada", "fr")
    waiting = world.one("SELECT max(id) FROM approval WHERE kind = 'tariff'")
    assert "ouvert au public (comité)" in visible(ada.get(f"/approvals/{waiting}"))
    world.approve({"approval_id": waiting}, "ada")
    stranger(world).get("/prospect")
    assert world.one("SELECT count(*) FROM tariff_public WHERE is_public") == 1
    browser(world, "alice").get("/tariffs", 404)
    browser(world, "alice").get(href, 404)


def test_offers_compared_are_kept_as_quotes_on_the_page(world: facts.World) -> None:
    in_force(world)
    alice = browser(world, "alice")
    shown = alice.post("/compare", 200, act="compare", key="c", turnover="600000", agreed="45",
                       days="50", invoices="100", offer=["whole_turnover", "selective"],
                       keep="ALPHA SAS").content.decode()  # fmt: skip
    kept = set(re.findall(r'href="(/quotes/\d+)"', shown))
    assert len(kept) == 2
    for href in kept:
        assert "ALPHA SAS" in visible(alice.get(href))
