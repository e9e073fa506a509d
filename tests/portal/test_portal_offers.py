"""A quote in a browser: typed or read from a file, shown open, its margin to the house alone."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.operations.offering import in_force
from tests.portal.conftest import browser

WORDS = {"act": "quote", "key": "q", "prospect": "OMEGA", "product": "whole_turnover",
         "client_class": "B", "turnover": "1 200 000", "agreed": "45", "days": "50",
         "invoices": "240"}  # fmt: skip


def plain(content: bytes) -> str:
    return content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_quote_is_made_from_a_few_words_and_shown_with_both_costs(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "anna").client
    made = client.post("/quote", WORDS)
    assert (made.status_code, made.headers["Location"][:8]) == (303, "/quotes/")
    told = plain(client.get(made.headers["Location"], headers={"Accept-Language": "fr"}).content)
    for wanted in ("1. Commission d", "2. Commission de financement", "Pour la maison seule",
                   "7 200,00 €", "Chaque chiffre ouvert", "ses prix sont inventés"):  # fmt: skip
        assert wanted in told
    assert client.post("/quote", WORDS).headers["Location"] == made.headers["Location"]
    assert world.one("SELECT count(*) FROM quote") == 1


def test_a_client_quotes_its_own_ledger_and_sees_no_margin(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "alice").client
    file = SimpleUploadedFile("b.csv", b"Client;Solde;CA annuel\nBETA;10 000,00;73 000,00\n")
    made = client.post("/quote", {**WORDS, "turnover": "", "ledger": file})
    told = plain(client.get(made.headers["Location"]).content)
    assert "BETA" in told
    assert "For the house alone" not in told


def test_a_page_takes_the_shares_and_countries_of_buyers(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "anna").client
    words_ = {**WORDS, "buyers": "10", "named": "BETA SA:40\r\nGAMMA:30,5:de\r\n"}
    client.post("/quote", words_)
    (asked,) = world.rows("SELECT request -> 'buyers' FROM quote")[0]
    told = [(row["buyer_name"], row["buyer_country"], row["buyer_count"]) for row in asked]
    assert told == [("BETA SA", "FR", 1), ("GAMMA", "DE", 1), ("other buyers", "FR", 10)]
    whole = sum(row["turnover_cents"] for row in asked)
    assert [row["turnover_cents"] * 1000 // whole for row in asked] == [400, 305, 295]
    shown = client.get("/quotes/" + str(world.one("SELECT max(id) FROM quote")), {"lang": "fr"},
                       headers={"Accept-Language": "fr"})  # fmt: skip
    assert "GAMMA" in plain(shown.content)
    wrong = client.post("/quote", {**WORDS, "named": "BETA SA"})
    assert wrong.status_code == 422
    assert "« BETA SA » does not say a buyer" in plain(wrong.content)
    assert world.one("SELECT count(*) FROM quote") == 1


def test_what_cannot_be_quoted_is_told_on_the_form_with_what_was_typed(
    world: facts.World,
) -> None:
    client = browser(world, "anna").client
    refused = client.post("/quote", WORDS)
    assert refused.status_code == 422
    assert "No tariff is in force on 2026-01-16" in plain(refused.content)
    assert 'value="OMEGA"' in plain(refused.content)
    file = SimpleUploadedFile("b.csv", b"Client;Solde\nBETA;10\n")
    refused = client.post("/quote", {**WORDS, "turnover": "", "ledger": file})
    told = "missing: sales of a year incl. VAT. Understood: Client = buyer"
    assert told in plain(refused.content)


def test_the_page_names_each_other_fee_the_minimum_and_the_notice(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "anna").client
    made = client.post("/quote", WORDS).headers["Location"]
    told = plain(client.get(made, headers={"Accept-Language": "fr"}).content)
    for wanted in ("Les frais annexes, un par un", "frais de dossier", "accès internet",
                   "40,00", "480,00", "Minimum annuel de commission d&#x27;affacturage",
                   "5 040,00 €", "3 mois"):  # fmt: skip
        assert wanted in told, wanted


def test_a_buyer_that_brings_no_cash_is_named_and_asks_no_limit(world: facts.World) -> None:
    in_force(world)
    client = browser(world, "anna").client
    words_ = {**WORDS, "buyers": "10", "named": "BETA SA:40\r\nHANS GMBH:30:de\r\n"}
    made = client.post("/quote", words_).headers["Location"]
    told = plain(client.get(made).content)
    assert "HANS GMBH (DE) brings no cash: buyers of FR MC alone are financed." in told
    assert "no buyer counts for more than 40.00%" in told
    limits = {row["buyer_name"]: row["needed_limit_cents"]
              for row in world.one("SELECT offer -> 'limits' FROM quote")}  # fmt: skip
    assert limits["HANS GMBH"] == 0 < limits["BETA SA"]
    assert told.count("HANS GMBH") == 1
