"""A quote in another currency: the tariff exchanged at the rate of the day; its paper and its
contract."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors import offer_costs, words
from comptant.doors.papers.asked import paper
from comptant.doors.sold import of_file
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.drawing.quoted import open_from_quote
from comptant.operations.quoting import accepting
from comptant.store.access import reading
from tests.dollars import tell
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, compare, in_force, quote
from tests.reading_papers import text_of
from tests.traces import refused

RATES = {"EUR_USD": 1_085_000, "EUR_JPY": 160_000_000, "EUR_GBP": 1_000_000}


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    in_force(opened)
    for index, rate in RATES.items():
        tell(opened, opened.on, rate, index)
    return opened


def asked(world: World, currency: str, turnover: int = 120_000_000, **told: Any) -> Answer:
    buyer = {**ONE_BUYER, "turnover_cents": turnover}
    return quote(world, "whole_turnover", buyer, party_id=world.ids["ALPHA SAS"],
                 currency=currency, **told)  # fmt: skip


def amounts(made: Answer) -> list[tuple[str, int]]:
    return [(one["fee_code"], one["unit_cents"]) for one in made["charges"]]


def test_the_amounts_of_the_tariff_are_exchanged_at_the_days_rate(world: World) -> None:
    euros = asked(world, "EUR")
    assert (euros["currency"], euros["exchange"]) == ("EUR", None)
    assert amounts(euros) == [("FEE-DOS", 30_000), ("FEE-WEB", 4_000), ("FEE-LIM", 2_000)]
    dollars = asked(world, "USD")
    assert amounts(dollars) == [("FEE-DOS", 32_550), ("FEE-WEB", 4_340), ("FEE-LIM", 2_170)]
    assert dollars["exchange"] == {"currency": "USD", "per_euro_millionths": 1_085_000,
                                   "fixing_on": world.on, "source": "ECB"}  # fmt: skip
    yens = asked(world, "JPY", 192_000_000)  # 1 200 000.00 euros
    assert amounts(yens) == [("FEE-DOS", 48_000), ("FEE-WEB", 6_400), ("FEE-LIM", 3_200)]
    assert yens["terms"]["fee_minimum_cents"] == 720  # 4.50 euros
    assert yens["price"] == euros["price"]
    assert yens["figures"]["yearly_fee_cents"] * 100 == euros["figures"]["yearly_fee_cents"] * 160


def test_at_one_for_one_every_figure_is_that_of_the_euro(world: World) -> None:
    pounds, euros = asked(world, "GBP"), asked(world, "EUR")
    assert pounds["figures"] == euros["figures"]
    floors = world.rows("SELECT cost_floor_cents, margin_cents FROM quote_floor ORDER BY quote_id")
    assert floors[0] == floors[1]
    assert world.rows("SELECT currency FROM quote ORDER BY id") == [("GBP",), ("EUR",)]


def test_the_row_of_the_tariff_is_that_of_the_worth_in_euros(world: World) -> None:
    """1 050 000.00 dollars are 967 741.94 euros: below the row of a million."""
    fees = [step["row"] for made in (asked(world, "EUR", 105_000_000),
                                     asked(world, "USD", 105_000_000))
            for step in made["price"] if step["term"] == "fee_ppm"]  # fmt: skip
    assert fees == ["F2 grosses factures", "F1 grosses factures"]


def test_without_a_rate_of_these_days_nothing_is_quoted_in_it(world: World) -> None:
    with refused(world.conn, "rate_missing", rate_index="EUR_CHF"):
        asked(world, "CHF")
    for currency in ("XAF", "EURO", ""):
        with refused(world.conn, "currency_unknown", currency=currency):
            asked(world, currency)
    world.on = date(2026, 1, 26)
    with refused(world.conn, "rate_missing", rate_index="EUR_USD", day="2026-01-26"):
        compare(world, {"product": "selective"}, currency="USD")


def test_offers_side_by_side_say_their_currency_and_its_rate(world: World) -> None:
    told = compare(world, {"product": "selective"}, {"product": "overdraft", "offer_terms":
                   '{"margin_ppm": 60000, "line_cents": 1000000}'}, currency="USD")  # fmt: skip
    assert told["currency"] == "USD"
    assert offer_costs.references(told)[-1] == "The tariff's euro: 1.085000 USD (2026-01-16)"


def test_its_paper_and_its_contract_are_in_its_currency(world: World) -> None:
    made = asked(world, "USD")
    user = world.users["alice"]
    for language, figure, rate in (("en", "USD 325.50", "1.085000 USD"),
                                   ("fr", "325,50 USD", "1,085000 USD")):  # fmt: skip
        with words.speaking(language), reading(user.id, user.company_id, user.roles,
                                               world.on) as see:  # fmt: skip
            told = text_of(paper(see, "quote", on=world.on, contract="", first=None, last=None,
                                 number=made["quote_id"]).content)  # fmt: skip
        assert figure in told
        assert rate in told
        assert "€" not in told
    accepting.accept_quote(world.conn, world.asked("alice"), quote_id=made["quote_id"],
                           capacity="manager", language="en")  # fmt: skip
    opened = open_from_quote(
        world.conn, world.asked("anna"), quote_id=made["quote_id"], client_id=None, number="U-1",
        from_on=world.on, terms={"standing_consent": "2026-01"},
    )  # fmt: skip
    assert world.one("SELECT currency FROM contract WHERE number = 'U-1'") == "USD"
    assert world.rows("SELECT fee_code, unit_cents FROM contract_fee ORDER BY fee_code") == [
        ("FEE-DOS", [32_550]), ("FEE-LIM", [2_170]), ("FEE-WEB", [4_340])]  # fmt: skip
    assert opened["agreed_terms"]["fee_minimum_cents"] == made["terms"]["fee_minimum_cents"] == 488


def test_a_list_is_read_in_minor_units_and_a_fec_is_in_euros() -> None:
    data = b"invoice number,invoice date,gross,customer\n1,2025-01-15,120000,BETA\n"
    yens = of_file("sales.csv", data, date(2025, 12, 31), None, "JPY")
    assert yens.buyers["turnover_cents"].to_list() == [120_000]
    head = "JournalCode|EcritureNum|EcritureDate|CompteNum|CompteLib|Debit|Credit\n"
    fec = head + "VE|1|20250115|411|BETA|100,00|0,00\nVE|1|20250115|706|x|0,00|100,00\n"
    with pytest.raises(Refused) as caught:
        of_file("732829320FEC20251231.txt", fec.encode(), date(2026, 1, 16), None, "USD")
    assert caught.value.code == "ledger_in_euros"
