"""A quote is accepted and becomes a contract with its terms: what was promised is held."""

import hashlib
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.formats.papers.consent import acceptance
from comptant.operations.acts.act import Answer, Asked
from comptant.operations.closing.keeper import keeper
from comptant.operations.drawing import quoted
from comptant.operations.quoting import accepting, links
from comptant.operations.registry import contracting, opening
from comptant.operations.terms.contracts import contracts_in_force
from comptant.rules.agreement import (
    COMPUTED,
    FEES,
    HYPOTHESES,
    RENAMED,
    TOLD_ELSEWHERE,
    fees_of,
    prices_of,
    promised,
)
from comptant.rules.offer_terms import OF_CONTRACTS, OFFER_TERMS, PRODUCTS
from comptant.rules.terms import TERMS
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.operations.offering import ONE_BUYER, TYPED, compare, in_force, quote
from tests.policies import insured
from tests.traces import refused

SECRET = "a" * 32
OURS = sorted(name for name, terms in PRODUCTS.items()
              if terms.get("is_ours", True) and name != "reverse")  # fmt: skip
LEFT_OPEN: dict[str, Any] = {"standing_consent": "quittance 2026-01"}
BUYERS = (
    {**ONE_BUYER, "buyer_siren": "443061841"},
    {**ONE_BUYER, "row_number": 2, "buyer_name": "OMICRON SA", "buyer_siren": "552032534"},
    {**ONE_BUYER, "row_number": 3, "buyer_name": "NU GMBH", "buyer_country": "DE"},
    {**ONE_BUYER, "row_number": 4, "buyer_name": "others", "buyer_count": 5,
     "turnover_cents": 10_000_000},
)  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """A tariff in force; alice owns ALPHA, cora GAMMA."""
    found = open_world(writer)
    add_user(found, "cora", found.ids["GAMMA SA"], ["client_owner"], False)
    in_force(found)
    return found


def accept(world: World, quote_id: int, login: str = "alice", **told: Any) -> Answer:
    return accepting.accept_quote(
        world.conn, world.asked(login),
        **{"quote_id": quote_id, "capacity": "gérante", "language": "fr", **told},
    )  # fmt: skip


def open_it(world: World, quote_id: int, number: str = "Q-1", **terms: Any) -> Answer:
    return quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=quote_id, client_id=None, number=number,
        from_on=world.on, terms={**LEFT_OPEN, **terms},
    )  # fmt: skip


def held(world: World, contract_id: int) -> dict[str, Any]:
    return contracts_in_force(world.conn, [contract_id], world.on)[contract_id].terms


def test_every_term_of_an_offer_has_one_place() -> None:
    places = [*OF_CONTRACTS, *RENAMED, *COMPUTED, *FEES, *TOLD_ELSEWHERE, *HYPOTHESES]
    assert sorted(places) == sorted(OFFER_TERMS)


@pytest.mark.parametrize("product", OURS)
def test_the_contract_has_each_term_that_the_quote_of_its_product_promised(
    world: World, product: str
) -> None:
    """Term by term, as the quote told it: by its own name, or by the name or amount here."""
    buyer = {**ONE_BUYER, "turnover_cents": 6_000_000} if product == "package" else ONE_BUYER
    made = quote(world, product, buyer, login="alice")
    accept(world, made["quote_id"])
    answer = open_it(world, made["quote_id"])
    if answer["approval_id"]:
        world.approve(answer, "ada")
    found, told = held(world, answer["contract_id"]), made["terms"]
    for name in OF_CONTRACTS:
        assert found[name] == told[name], name
    assert found["notice_client_months"] == told["notice_months"]
    assert found["annual_minimum_cents"] == made["figures"]["annual_minimum_cents"]
    if told["is_insured"] or not told["has_recourse"]:
        assert found["guaranteed_ppm"] == told["cover_ppm"]
    assert found["status"] == ("OPENING" if told["is_insured"] else "ACTIVE")
    (kept,) = world.rows("SELECT promised, fees FROM contract_quote WHERE contract_id = %s",
                         answer["contract_id"])  # fmt: skip
    assert kept[0] == promised(told, made["figures"])
    assert {name: found[name] for name in kept[0]} == kept[0]
    assert kept[1] == fees_of(told, made["charges"])
    agreed = world.rows(
        "SELECT fee_code, charge_unit, unit_cents[1], charge_ppm[1] FROM contract_fee"
        " WHERE contract_id = %s", answer["contract_id"])  # fmt: skip
    assert sorted(agreed) == sorted(
        (row["fee_code"], row["charge_unit"], row["unit_cents"], row["charge_ppm"])
        for row in made["charges"] if not row["is_package_fee"])  # fmt: skip
    assert answer["fees_left"] == []


def test_what_differs_by_product_is_really_told(world: World) -> None:
    """The promises that were lost: notice of spot and selective, the minimum of whole turnover."""
    spot, some, whole = (quote(world, name) for name in ("spot", "selective", "whole_turnover"))
    assert [promised(one["terms"], one["figures"])["notice_client_months"]
            for one in (spot, some, whole)] == [0, 1, 3]  # fmt: skip
    assert promised(whole["terms"], whole["figures"])["annual_minimum_cents"] == 504_000
    fees = fees_of(whole["terms"], whole["charges"])
    assert [row["fee_code"] for row in fees["charges"]] == ["FEE-DOS", "FEE-WEB", "FEE-LIM"]


def test_a_quote_is_accepted_once_by_its_company_until_its_last_day(world: World) -> None:
    made = quote(world, login="alice")["quote_id"]
    with refused(world.conn, "quote_unknown"):
        accept(world, made, "cora")
    with refused(world.conn, "not_your_right"):
        accept(world, made, "anna")
    with refused(world.conn, "capacity_missing"):
        accept(world, made, capacity=" ")
    answer = accept(world, made)
    text = world.one("SELECT offer::text FROM quote WHERE id = %s", made)
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (answer["digest"], answer["accepted_by"]) == (digest, "Alice")
    assert world.one("SELECT consent FROM quote_acceptance") == acceptance(
        "fr", person="Alice", capacity="gérante", company="ALPHA SAS", quote_id=made, digest=digest
    )
    with refused(world.conn, "quote_taken"):
        accept(world, made)
    late = quote(world, login="alice")
    world.on = late["last_on"] + timedelta(days=1)
    with refused(world.conn, "quote_over"):
        accept(world, late["quote_id"])
    world.on = late["last_on"]
    accept(world, late["quote_id"])
    assert world.one("SELECT count(*) FROM event WHERE kind = 'quote.accepted'") == 2


def test_of_offers_compared_and_kept_one_is_accepted(world: World) -> None:
    told = compare(world, {"product": "whole_turnover"}, {"product": "selective"},
                   {"product": "other_factor", "offer_terms": '{"fee_ppm":6000,"margin_ppm":9000}'},
                   login="alice", prospect="ALPHA SAS")  # fmt: skip
    assert [(one["offer_number"], one["product"]) for one in told["quotes"]] == [
        (1, "whole_turnover"), (2, "selective")]  # fmt: skip
    first, second = (one["quote_id"] for one in told["quotes"])
    alone = quote(world, "selective", login="alice")
    assert world.one("SELECT offer->'figures' FROM quote WHERE id = %s", second) == alone["figures"]
    accept(world, second)
    with refused(world.conn, "quote_taken"):
        accept(world, first)
    assert compare(world, {"product": "spot"}, login="alice").get("quotes") is None


def test_whoever_has_the_link_accepts_without_an_account(world: World) -> None:
    """And the contract waits for another person, who sees what was typed in place of the tariff."""
    usual = {name: TERMS[name].default for name in ("fund_ppm", "concentration_ppm")}
    made = quote(world, prospect="OMEGA", terms=usual)["quote_id"]
    shared = links.share_quote(world.conn, world.asked("anna"), quote_id=made, token=SECRET)
    by = keeper(world.conn)
    assert by is not None
    told = {"person": "Zoé Roy", "capacity": "présidente", "language": "fr"}

    def by_link(link: str, **changed: str) -> Answer:
        asked = Asked(by, f"link-{changed}-{link}", world.asked("anna").at, world.on)
        return accepting.accept_quote_by_link(world.conn, asked, link=link, **told | changed)

    for link, changed, code in (
        ("b" * 32, {}, "link_unknown"),
        (SECRET, {"person": ""}, "person_missing"),
        (SECRET, {"language": "de"}, "paper_language_unknown"),
    ):
        with refused(world.conn, code):
            by_link(link, **changed)
    assert by_link(SECRET)["accepted_by"] == "Zoé Roy"
    assert world.rows("SELECT link_id, user_id FROM quote_acceptance") == [
        (shared["link_id"], None)]  # fmt: skip
    with refused(world.conn, "client_unknown"):
        open_it(world, made)
    answer = quoted.open_from_quote(
        world.conn, world.asked("anna"), quote_id=made, client_id=world.ids["GAMMA SA"],
        number="Q-1", from_on=world.on, terms=LEFT_OPEN)  # fmt: skip
    assert world.one("SELECT client_id FROM contract WHERE id = %s", answer["contract_id"]
                     ) == world.ids["GAMMA SA"]  # fmt: skip
    assert (answer["status"], answer["waiting"]) == ("OPENING", ["fund_ppm"])
    with refused(world.conn, "same_person"):
        world.approve(answer, "anna")
    (waits,) = world.rows("SELECT arguments FROM approval WHERE id = %s", answer["approval_id"])
    assert (waits[0]["accepted_by"], waits[0]["link_by"]) == ("Zoé Roy", "anna")
    world.approve(answer, "ada")
    assert held(world, answer["contract_id"])["status"] == "ACTIVE"


def test_a_link_does_not_accept_for_a_company_whose_owners_have_accounts(world: World) -> None:
    """Nor under the name of its owner, whoever made the link."""
    add_user(world, "theo", world.ids["ALPHA SAS"], ["client_treasurer"], False)
    made = quote(world, login="alice")["quote_id"]
    by = keeper(world.conn)
    assert by is not None
    for number, login in enumerate(("theo", "anna")):
        token = f"{number}" * 32
        links.share_quote(world.conn, world.asked(login), quote_id=made, token=token)
        with refused(world.conn, "quote_owner_accepts", prospect="ALPHA SAS"):
            accepting.accept_quote_by_link(
                world.conn, Asked(by, token, world.asked("anna").at, world.on), link=token,
                person="Alice Martin", capacity="Présidente", language="fr",
            )  # fmt: skip
    with refused(world.conn, "not_your_right"):
        accept(world, made, "theo")
    assert accept(world, made)["accepted_by"]


def test_a_contract_is_opened_once_from_an_accepted_quote_and_says_nothing_else(
    world: World,
) -> None:
    made = quote(world, "whole_turnover", *BUYERS, login="alice")["quote_id"]
    with refused(world.conn, "quote_not_accepted"):
        open_it(world, made)
    with refused(world.conn, "quote_unknown"):
        open_it(world, 1)
    accept(world, made)
    with refused(world.conn, "term_agreed", term="notice_client_months"):
        open_it(world, made, notice_client_months=6)
    with refused(world.conn, "quote_of_another"):
        quoted.open_from_quote(
            world.conn, world.asked("anna"), quote_id=made, client_id=world.ids["GAMMA SA"],
            number="Q-1", from_on=world.on, terms=LEFT_OPEN)  # fmt: skip
    answer = open_it(world, made, notice_client_months=3)
    assert [(one["buyer_name"], one["buyer_id"] == world.ids["BETA SA"])
            for one in answer["limits_asked"]] == [
        ("BETA SA", True), ("OMICRON SA", False)]  # fmt: skip
    assert [(one["buyer_name"], one["left_why"]) for one in answer["limits_left"]] == [
        ("others", "SEVERAL")]  # fmt: skip
    waiting = world.rows("SELECT kind, amount_cents FROM approval WHERE contract_id = %s"
                         " AND kind = 'limit' ORDER BY id", answer["contract_id"])  # fmt: skip
    assert waiting == [("limit", one["amount_cents"]) for one in answer["limits_asked"]]
    with refused(world.conn, "quote_opened", number="Q-1"):
        open_it(world, made, "Q-2")


def test_the_file_that_the_house_wants_is_wanted_of_it_too(world: World) -> None:
    wanted = opening.set_opening_guards(
        world.conn, world.asked("ada"), guards=["KYC_FILE", "COMMITTEE", "SIGNATURES"],
        from_on=world.on, source="policy")  # fmt: skip
    if wanted["approval_id"]:
        world.approve(wanted, "anna")
    made = quote(world, login="alice")["quote_id"]
    accept(world, made)
    answer = open_it(world, made)
    assert answer["status"] == "OPENING"
    assert [one["guard"] for one in answer["missing_guards"]] == [
        "KYC_FILE", "COMMITTEE", "SIGNATURES"]  # fmt: skip


def test_a_contract_sold_as_insured_draws_once_a_policy_covers_it(world: World) -> None:
    made = quote(world, "whole_turnover_insured", login="alice")["quote_id"]
    accept(world, made)
    contract_id = open_it(world, made)["contract_id"]
    proposed = contracting.amend_contract
    told = {"contract_id": contract_id, "from_on": world.on, "terms": {"status": "ACTIVE"},
            "source": "file complete"}  # fmt: skip
    with refused(world.conn, "cover_missing", number="Q-1"):
        proposed(world.conn, world.asked("anna"), **told)
    insured(world, contract_id)
    world.approve(proposed(world.conn, world.asked("anna"), **told), "ada")
    assert held(world, contract_id)["status"] == "ACTIVE"


@pytest.mark.parametrize(("product", "terms", "told"), [
    ("confidential", {"collection_mode": "FACTOR"}, ("collection_mode", "CLIENT_MANDATE")),
    ("whole_turnover", {"disclosure_mode": "CONFIDENTIAL"}, ("collection_mode", "CLIENT_MANDATE")),
    ("whole_turnover", {"cash_base": "LINE", "line_cents": 5_000_000},
     ("cash_base", "RECEIVABLES or PAYABLES")),
    ("whole_turnover", {"notice_months": 36}, ("notice_months", "0 to 24")),
])  # fmt: skip
def test_what_no_contract_can_hold_is_refused_at_the_quote(
    world: World, product: str, terms: dict[str, Any], told: tuple[str, str]
) -> None:
    with refused(world.conn, "offer_term_wrong", term=told[0], expected=told[1]):
        quote(world, product, terms=terms)
    assert quote(world, terms={**TYPED, **terms})["quote_id"]  # another house may


def test_a_clause_keeps_advance_and_fund_within_the_whole(world: World) -> None:
    made = quote(world, party_id=world.ids["ALPHA SAS"], terms={"caps_whole": True})
    accept(world, made["quote_id"])
    contract_id = open_it(world, made["quote_id"])["contract_id"]
    with refused(world.conn, "term_wrong", term="fund_ppm"):
        contracting.amend_contract(
            world.conn, world.asked("anna"), contract_id=contract_id, from_on=date(2026, 2, 1),
            terms={"fund_ppm": 150_000}, source="amendment")  # fmt: skip


def test_nobody_is_quoted_without_a_name(world: World) -> None:
    for name in ("", "   "):
        with refused(world.conn, "prospect_missing"):
            quote(world, prospect=name)


def test_tiers_and_the_line_not_used_become_fees_of_the_contract() -> None:
    terms = {"unused_ppm": 2_500, "fee_tiers": "500000:0.40 1000000:0.20"}
    of_no_catalogue = {"fee_code": "FEE-OWN", "charge_unit": "MONTH", "unit_cents": 100,
                       "charge_ppm": 0, "is_package_fee": False}  # fmt: skip
    prices, left = prices_of(terms, [of_no_catalogue])
    assert left == ["FEE-OWN"]
    assert prices.rows() == [
        ("FEE-NUT", "UNUSED", 0, 0, 2_500), ("FEE-TIE", "VOLUME", 50_000_000, 0, 4_000),
        ("FEE-TIE", "VOLUME", 100_000_000, 0, 2_000),
    ]  # fmt: skip
