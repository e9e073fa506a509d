"""Offers side by side in a browser: the house's, another factor's and a bank's on one ledger."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.operations.offering import in_force
from tests.portal.conftest import browser
from tests.portal.test_portal_offers import plain

WORDS = {"act": "compare", "key": "c", "client_class": "B", "turnover": "1 200 000",
         "agreed": "45", "days": "50", "invoices": "240", "need": "90 000"}  # fmt: skip
CHOSEN = ["whole_turnover", "confidential"]
OTHERS = {"other_factor_label": "Factor X", "other_fee": "0,70", "other_margin": "1,30",
          "other_advance": "85", "other_setup": "500", "overdraft_margin": "8",
          "overdraft_line": "50 000"}  # fmt: skip


def test_offers_of_the_house_and_of_others_stand_side_by_side(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "anna").client
    form = plain(client.get("/compare").content)
    # Where none is ticked, what the company needs picks them.
    assert form.count('name="offer"') > 4
    assert " checked" not in form
    shown = client.post("/compare", {**WORDS, **OTHERS, "offer": CHOSEN, "want": "discretion"},
                        headers={"Accept-Language": "fr"})  # fmt: skip
    told = plain(shown.content)
    assert shown.status_code == 200
    assert "Factor X" in told
    assert "8 400,00 €" in told  # 0,70 % of 1 200 000,00
    assert re.search(r"Recommandé :\s+confidentiel", told)
    assert "Les acheteurs n&#x27;en voient rien." in told
    assert told.count("Les acheteurs voient :") == 4
    assert told.count("Si : ") == 6  # the usual course and six others
    assert 'value="Factor X"' in told
    assert told.count(" checked") == 3  # two offers and what is wanted
    # One more click and an offer of the house is a quote of the same company; another's is none.
    assert told.count('href="/quote?') == 2
    (link,) = re.findall(r'href="(/quote\?[^"]*product=confidential)"', told)
    quoting = plain(client.get(link.replace("&amp;", "&")).content)
    assert 'value="1 200 000"' in quoting
    assert '<option value="confidential" selected>' in quoting


def test_savings_and_a_file_count_and_nothing_is_recorded_but_the_act(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "alice").client
    file = SimpleUploadedFile("b.csv", b"Client;Solde;CA annuel\nBETA;10 000,00;73 000,00\n")
    told = plain(client.post("/compare", {
        **WORDS, "turnover": "", "ledger": file, "offer": CHOSEN, "saves_bank": "6 000",
    }, headers={"Accept-Language": "fr"}).content)  # fmt: skip
    assert "6 000,00 €" in told
    assert world.one("SELECT count(*) FROM quote") == 0


def test_what_cannot_be_compared_is_told_with_what_was_typed(world: facts.World) -> None:
    client = browser(world, "anna").client
    for asked, wrong in (
        ({"offer": CHOSEN}, "No tariff is in force on 2026-01-16"),
        ({}, "No tariff is in force on 2026-01-16"),
        ({"offer": CHOSEN, "other_fee": "much"}, "much"),
        ({"offer": CHOSEN, "turnover": ""}, "Say what is sold: its ledger"),
    ):
        refused = client.post("/compare", {**WORDS, "key": wrong, **asked})
        assert refused.status_code in (400, 422), asked
        told = plain(refused.content)
        assert wrong in told
        assert 'value="240"' in told


def test_who_may_not_compare_finds_no_page(world: facts.World) -> None:
    assert browser(world, "bob").client.get("/compare").status_code == 404


def test_an_offer_without_a_price_is_told_apart_and_alone_is_refused(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "anna").client
    told = plain(client.post("/compare", {**WORDS, "offer": [*CHOSEN, "package"]}).content)
    assert "flat package: The tariff in force has no row of flat package for this client." in told
    assert "Recommended:" in told
    alone = client.post("/compare", {**WORDS, "key": "d", "offer": "package"})
    assert alone.status_code == 422
    assert "The tariff in force has no row of flat package" in plain(alone.content)


def test_another_factors_other_fees_are_typed_too(world: facts.World) -> None:
    """Its fund, minimum and monthly fee, its recourse and its notice are in what is compared."""
    in_force(world)
    client = browser(world, "anna").client
    more = {"other_fund": "10", "other_minimum": "20 000", "other_monthly": "150",
            "other_recourse": "no", "other_notice": "6", "other_told": "CONFIDENTIAL"}  # fmt: skip
    asked = {**WORDS, **OTHERS, "offer": ["whole_turnover"]}
    form = plain(client.get("/compare").content)
    assert all(f'name="{name}"' in form for name in more)
    bare = plain(client.post("/compare", asked).content)
    told = plain(client.post("/compare", {**asked, "key": "d", **more}).content)
    assert "€2,300.00" not in bare
    assert "€2,300.00" in told  # 500.00 and twelve times 150.00
    assert 'value="20 000"' in told
