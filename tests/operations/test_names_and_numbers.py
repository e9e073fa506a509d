"""What a client's file says of a company is its own word; what the house says is for all."""

from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import programmes
from comptant.operations.collection import instruments
from comptant.operations.registry import contracting, parties, partners, party_words
from comptant.operations.risk import facts
from comptant.store.access import reading
from tests.facts import SEED_TERMS, World, add_user, open_world
from tests.houses import house
from tests.traces import contents, refused

VAT, LEI = "DE136695976", "5493001KJTIIGC8Y1R12"
PAUL = {"buyer_siren": "410000079"}


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA (alice) under C-1 and GAMMA (cora) under C-2 sell to the same buyers."""
    opened = open_world(writer)
    add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    for number, client in (("C-1", "ALPHA SAS"), ("C-2", "GAMMA SA")):
        opened.ids[number] = opened.contract(number, client=client)
        opened.limit(opened.ids[number], "BETA SA", 10_000_000)
    return opened


def send(world: World, contract: str, number: str, name: str, **told: Any) -> Answer:
    """One invoice of a client on a buyer that it calls so."""
    alice = world.users["alice"]
    world.users["alice"] = world.users["cora"] if contract == "C-2" else alice
    try:
        return world.remit(world.ids[contract], {
            "number": number, "cents": 500_000, "due_on": world.on.replace(month=3), "buyer": name,
            **told,
        })  # fmt: skip
    finally:
        world.users["alice"] = alice


def say(world: World, party_id: int, scheme: str, number: str, **told: Any) -> Answer:
    given = {"is_borne": True, "source": "VIES", **told}
    return party_words.set_number(
        world.conn, world.asked("anna"), party_id=party_id, scheme=scheme, number=number, **given
    )


def rename(world: World, party_id: int, name: str) -> Answer:
    return party_words.rename_party(
        world.conn, world.asked("anna"), party_id=party_id, name=name, source="SIRENE"
    )


def numbers_of(world: World, party_id: int) -> list[tuple[str, str]]:
    return world.rows("SELECT scheme, identifier FROM party_identifier WHERE party_id = %s"
                      " ORDER BY 1, 2", party_id)  # fmt: skip


def buyer_of(world: World, number: str) -> int:
    return int(world.one("SELECT buyer_id FROM invoice WHERE invoice_number = %s", number))


def claims(world: World, login: str = "anna") -> list[dict[str, Any]]:
    with reading(world.users[login].id) as see:
        return see("read_number_claims")


def names_seen(world: World, login: str, contract: str) -> list[str]:
    """What someone reads the buyers of a contract to be called, in its lists."""
    contract_id = world.ids[contract]
    with reading(world.users[login].id) as see:
        rows = see("read_invoices", contract_id=contract_id, numbers=None, everything=True)
        bought = see("read_buyers", contract_id=contract_id, on=world.on)
    assert {row["buyer_name"] for row in rows} <= {row["name"] for row in bought}
    return [row["buyer_name"] for row in rows]


# Numbers that a file gives ------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "number"), [("vat", VAT), ("lei", LEI), ("foreign", "HRB 77")])
def test_a_number_that_proves_nothing_is_a_claim_and_binds_nobody(
    world: World, scheme: str, number: str
) -> None:
    beta = world.ids["BETA SA"]
    before = numbers_of(world, beta)
    send(world, "C-1", "A-1", "BETA SA", **{f"buyer_{scheme}": number})
    assert numbers_of(world, beta) == before
    (claim,) = claims(world)
    assert [claim[name] for name in ("contract_number", "party_id", "number_scheme", "party_number",
                                     "name_told", "bearer_id")] == [
        "C-1", beta, scheme, number, "BETA SA", None]  # fmt: skip
    # The neighbour's invoice that bears only this number is on a buyer of its own, who waits.
    answer = send(world, "C-2", "D-1", "MUELLER GMBH", buyer_siren=None, buyer_country="DE",
                  **{f"buyer_{scheme}": number})  # fmt: skip
    assert (answer["accepted"], answer["not_fundable"]) == (1, 1)
    mueller = buyer_of(world, "D-1")
    assert mueller != beta
    assert world.rows("SELECT name, country FROM party WHERE id = %s", mueller) == [
        ("MUELLER GMBH", "DE")]  # fmt: skip
    assert claims(world)[0]["bearer_name"] == "MUELLER GMBH"
    assert claims(world, "alice") == claims(world, "cora") == []


def test_a_new_buyer_too_bears_only_the_number_that_names_it(world: World) -> None:
    send(world, "C-1", "A-1", "PAULUS SAS", **PAUL, buyer_siret="41000007900013", buyer_vat=VAT)
    assert numbers_of(world, buyer_of(world, "A-1")) == [
        ("siren", "410000079"), ("siret", "41000007900013")]  # fmt: skip
    assert [one["party_number"] for one in claims(world)] == [VAT]


def test_the_siren_decides_against_every_other_number(world: World) -> None:
    mueller = parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="MUELLER",
                                country="DE", numbers={"vat": VAT})["party_id"]  # fmt: skip
    send(world, "C-1", "A-1", "PAULUS SAS", **PAUL, buyer_vat=VAT)
    assert buyer_of(world, "A-1") != mueller
    assert world.rows("SELECT buyer_id FROM contract_buyer WHERE buyer_id = %s", mueller) == []
    (claim,) = claims(world)
    assert (claim["bearer_id"], claim["bearer_name"]) == (mueller, "MUELLER")


def test_what_a_file_said_once_makes_the_next_no_slower(world: World) -> None:
    """The further number and the name are known: nothing is opened or written again."""
    send(world, "C-1", "A-1", "BETA SA", buyer_vat=VAT, buyer_lei=LEI)
    tables = ("known_name", "number_claim", "party_identifier", "contract_buyer", "party")
    before = {name: contents(world.conn)[name] for name in tables}
    send(world, "C-1", "A-2", "BETA SA", buyer_vat=VAT, buyer_lei=LEI)
    assert {name: contents(world.conn)[name] for name in tables} == before
    assert len(claims(world)) == 2


# What the house says of numbers -------------------------------------------------------------------


def test_a_claim_that_two_people_confirm_binds_the_number(world: World) -> None:
    beta = world.ids["BETA SA"]
    send(world, "C-1", "A-1", "BETA SA", buyer_vat=VAT)
    said = say(world, beta, "vat", "de 136 695 976")
    assert said["approval_id"] is not None
    assert ("vat", VAT) not in numbers_of(world, beta)
    with refused(world.conn, "same_person", approval_id=said["approval_id"], login="anna"):
        world.approve(said, "anna")
    world.approve(said, "carl")
    assert ("vat", VAT) in numbers_of(world, beta)
    assert claims(world) == []
    send(world, "C-2", "D-1", "BETA", buyer_siren=None, buyer_vat=VAT)
    assert buyer_of(world, "D-1") == beta


def test_a_claim_that_is_refused_leaves_the_list_and_stays_out(world: World) -> None:
    send(world, "C-1", "A-1", "BETA SA", buyer_vat=VAT)
    assert say(world, world.ids["BETA SA"], "vat", VAT, is_borne=False)["approval_id"] is None
    send(world, "C-1", "A-2", "BETA SA", buyer_vat=VAT)
    assert claims(world) == []
    with refused(world.conn, "number_not_theirs", party_id=world.ids["BETA SA"]):
        say(world, world.ids["BETA SA"], "vat", VAT, is_borne=False)


@pytest.mark.parametrize(("scheme", "number"), [("siret", "44306184100005"),
                                                ("vat", "FR64443061841")])  # fmt: skip
def test_a_number_that_the_siren_proves_counts_at_once(
    world: World, scheme: str, number: str
) -> None:
    beta = world.ids["BETA SA"]
    assert say(world, beta, scheme, number)["approval_id"] is None
    assert (scheme, number) in numbers_of(world, beta)
    with refused(world.conn, "number_known", scheme=scheme, number=number, party_id=beta):
        say(world, beta, scheme, number)


def test_what_cannot_be_theirs_is_refused(world: World) -> None:
    beta = world.ids["BETA SA"]
    with refused(world.conn, "numbers_disagree", sirens=["410000079", "443061841"]):
        say(world, beta, "siret", "41000007900013")
    with refused(world.conn, "number_known", number="732829320", party_id=world.ids["ALPHA SAS"]):
        say(world, beta, "siret", "73282932000074")
    with refused(world.conn, "number_wrong", scheme="vat", number="DE1"):
        say(world, beta, "vat", "DE1")
    with refused(world.conn, "number_wrong", scheme="iban", number="1"):
        say(world, beta, "iban", "1")
    with refused(world.conn, "source_missing"):
        say(world, beta, "vat", VAT, source=" ")
    with refused(world.conn, "party_unknown", party_id=1):
        say(world, 1, "vat", VAT)
    with refused(world.conn, "not_your_right", operation="set_number", login="alice"):
        party_words.set_number(
            world.conn, world.asked("alice"), party_id=beta, scheme="vat", number=VAT,
            is_borne=True, source="me",
        )  # fmt: skip


def test_a_number_is_taken_away_by_two_people_and_may_then_be_anothers(world: World) -> None:
    beta, delta = world.ids["BETA SA"], world.ids["DELTA SARL"]
    world.approve(say(world, beta, "lei", LEI), "carl")
    with refused(world.conn, "number_known", scheme="lei", number=LEI, party_id=beta):
        say(world, delta, "lei", LEI)
    away = say(world, beta, "lei", LEI, is_borne=False)
    assert ("lei", LEI) in numbers_of(world, beta)
    world.approve(away, "carl")
    world.approve(say(world, delta, "lei", LEI), "carl")
    assert ("lei", LEI) in numbers_of(world, delta)
    assert world.rows("SELECT party_id, is_borne FROM number_word ORDER BY id") == [
        (beta, True), (beta, False), (delta, True)]  # fmt: skip


def test_with_a_siren_go_the_numbers_that_would_prove_it_again(world: World) -> None:
    send(world, "C-1", "A-1", "PAULUS SAS", **PAUL, buyer_siret="41000007900013")
    paulus = buyer_of(world, "A-1")
    world.approve(say(world, paulus, "siren", "410000079", is_borne=False), "carl")
    assert numbers_of(world, paulus) == []


def test_what_changed_meanwhile_refuses_the_approval(world: World) -> None:
    beta, delta = world.ids["BETA SA"], world.ids["DELTA SARL"]
    first, second = say(world, beta, "lei", LEI), say(world, delta, "lei", LEI)
    world.approve(first, "carl")
    with refused(world.conn, "number_known", scheme="lei", number=LEI, party_id=beta):
        world.approve(second, "carl")


# A company added by hand --------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", [{"siret": "41000007900013"}, {"vat": "FR91410000079"}])
def test_a_company_added_under_any_number_is_found_by_its_siren(
    world: World, numbers: dict[str, str]
) -> None:
    added = parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="PAULUS SAS",
                              country="FR", numbers=numbers)["party_id"]  # fmt: skip
    assert ("siren", "410000079") in numbers_of(world, added)
    world.ids["PAULUS SAS"] = added
    world.limit(world.ids["C-1"], "PAULUS SAS", 3_000_000)
    answer = send(world, "C-1", "A-1", "PAULUS SAS", **PAUL)
    assert (answer["accepted"], answer["not_fundable"]) == (1, 0)
    assert buyer_of(world, "A-1") == added


def test_a_company_is_not_added_twice_under_numbers_that_hold_its_siren(world: World) -> None:
    alpha = world.ids["ALPHA SAS"]
    for numbers in ({"siret": "73282932000074"}, {"vat": "FR44732829320"}):
        with refused(world.conn, "number_known", number="732829320", party_id=alpha):
            parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="ALPHA",
                              country="FR", numbers=numbers)  # fmt: skip
    with refused(world.conn, "numbers_disagree"):
        parties.add_party(
            world.conn, world.asked("anna"), kind="COMPANY", name="X", country="FR",
            numbers={"siret": "41000007900013", "vat": "FR83404833048"},
        )  # fmt: skip


def test_the_sellers_other_number_is_added_to_the_client_and_its_invoice_taken(
    world: World,
) -> None:
    of_germany = {"seller_vat": VAT}
    assert send(world, "C-1", "A-1", "BETA SA", **of_germany)["refused"] == 1
    world.approve(say(world, world.ids["ALPHA SAS"], "vat", VAT), "carl")
    assert send(world, "C-1", "A-1", "BETA SA", **of_germany)["accepted"] == 1


# Names --------------------------------------------------------------------------------------------


def test_each_client_reads_the_name_that_it_sent_itself(world: World) -> None:
    send(world, "C-1", "A-1", "our friend Paul (pays late!)", **PAUL)
    send(world, "C-2", "D-1", "PAULUS SAS", **PAUL)
    assert buyer_of(world, "A-1") == buyer_of(world, "D-1")
    assert names_seen(world, "alice", "C-1") == ["our friend Paul (pays late!)"]
    assert names_seen(world, "cora", "C-2") == ["PAULUS SAS"]
    for login, own in (("alice", "our friend Paul (pays late!)"), ("cora", "PAULUS SAS")):
        with reading(world.users[login].id) as see:
            (party,) = see("read_parties", text="410000079", number="410000079", kinds=None,
                           role=None)  # fmt: skip
            assert party["name"] == own
            assert see("read_concentration", contract_id=None)[0]["buyer_name"] == own
    rename(world, buyer_of(world, "A-1"), "PAULUS")
    for login, contract in (("alice", "C-1"), ("cora", "C-2"), ("anna", "C-1")):
        assert names_seen(world, login, contract) == ["PAULUS"]
    assert world.one("SELECT name FROM party WHERE id = %s", buyer_of(world, "A-1")) == "PAULUS"


def test_the_newest_name_of_a_client_is_the_one_that_it_reads(world: World) -> None:
    send(world, "C-1", "A-1", "PAULSU SAS", **PAUL)
    send(world, "C-1", "A-2", "PAULUS SAS", **PAUL)
    assert names_seen(world, "alice", "C-1") == ["PAULUS SAS"] * 2


def test_a_buyer_that_a_client_never_named_is_shown_by_its_number(world: World) -> None:
    send(world, "C-1", "A-1", "our friend Paul", **PAUL)
    world.ids["PAUL"] = buyer_of(world, "A-1")
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=world.ids["C-2"], subject="BUYER",
        subject_id=world.ids["PAUL"], name="is_notified", value=True, from_on=world.on, source="x",
    )  # fmt: skip
    instruments.receive_instrument(
        world.conn, world.asked("anna"), contract_id=world.ids["C-2"], payment_means="CHQ",
        buyer_id=world.ids["PAUL"], amount_cents=1_000, number="7", issued_on=world.on,
        due_on=None, account=None, payer_name=None, is_accepted=False, text="", invoices={},
    )  # fmt: skip
    with reading(world.users["cora"].id) as see:
        (row,) = see("read_instruments", contract_id=world.ids["C-2"], id=None)
    assert (row["buyer_name"], row["payer_name"]) == ("410000079", "410000079")


def test_the_name_that_the_house_says_is_that_of_its_payer_whatever_clients_call_others(
    world: World,
) -> None:
    """ALPHA calls another company as BETA SA is called: BETA's money is BETA's all the same."""
    send(world, "C-2", "B-1", "BETA SA")
    send(world, "C-1", "A-1", "BETA SA", **PAUL)
    world.bank({"cents": 123_456, "text": "sans référence", "payer_name": "BETA SA"})
    beta = world.ids["BETA SA"]
    assert world.rows("SELECT buyer_id FROM payment WHERE amount_cents = 123456") == [(beta,)]


def test_a_payer_is_known_by_every_name_of_the_buyer(world: World) -> None:
    send(world, "C-1", "A-1", "our friend Paul", **PAUL)
    paul = buyer_of(world, "A-1")
    rename(world, paul, "PAULUS")
    rename(world, paul, "PAULUS GROUP")
    for number, name in enumerate(("Our Friend Paul", "PAULUS", "Paulus Group"), 1):
        world.bank({"cents": 1_000 * number, "text": "?", "payer_name": name})
        assert world.rows("SELECT buyer_id FROM payment ORDER BY id DESC LIMIT 1") == [(paul,)]


def test_a_buyer_told_by_its_name_is_found_by_the_clients_own_word_only(world: World) -> None:
    nobody = {"buyer_siren": None}
    send(world, "C-1", "A-1", "SANS NUMERO", **nobody)
    send(world, "C-2", "D-1", "SANS NUMERO", **nobody)
    assert buyer_of(world, "A-1") != buyer_of(world, "D-1")
    send(world, "C-1", "A-2", "sans numero", **nobody)
    assert buyer_of(world, "A-2") == buyer_of(world, "A-1")
    send(world, "C-1", "A-3", "BETA", buyer_siren="443061841")
    send(world, "C-1", "A-4", "BETA SA", **nobody)
    send(world, "C-1", "A-5", "beta", **nobody)
    assert buyer_of(world, "A-4") == buyer_of(world, "A-5") == world.ids["BETA SA"]


def test_a_company_that_only_a_client_named_takes_no_part_before_the_house_names_it(
    world: World,
) -> None:
    send(world, "C-1", "A-1", "our friend Paul", **PAUL)
    paul = buyer_of(world, "A-1")
    with refused(world.conn, "party_unnamed", party_id=paul):
        contracting.open_contract(
            world.conn, world.asked("anna"), client_id=paul, number="C-9", currency="EUR",
            from_on=world.on, terms=SEED_TERMS,
        )  # fmt: skip
    with refused(world.conn, "party_unnamed", party_id=paul):
        add_user(world, "paul", paul, ["buyer"], False)
    with refused(world.conn, "party_unnamed", party_id=paul):
        partners.set_partner(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], party_id=paul,
            role="broker", is_granted=True, amount_cents=None, source="letter",
        )  # fmt: skip
    invited = {"contract_id": world.contract("P-1", payables_line_cents=1),
               "supplier_number": PAUL["buyer_siren"], "supplier_name": None, "is_invited": True,
               "source": "letter"}  # fmt: skip
    with refused(world.conn, "party_unnamed", party_id=paul):
        programmes.invite_supplier(world.conn, world.asked("anna"), **invited)
    with refused(world.conn, "supplier_to_name", supplier=PAUL["buyer_siren"]):
        programmes.invite_supplier(world.conn, world.asked("alice"), **invited)
    rename(world, paul, "PAULUS")
    add_user(world, "paul", paul, ["buyer"], False)
    programmes.invite_supplier(world.conn, world.asked("alice"), **invited)


@pytest.mark.parametrize(("name", "source", "code"), [(" ", "x", "name_missing"),
                                                      ("X", " ", "source_missing")])  # fmt: skip
def test_a_name_and_its_source_are_said(world: World, name: str, source: str, code: str) -> None:
    with refused(world.conn, code):
        party_words.rename_party(world.conn, world.asked("anna"), party_id=world.ids["BETA SA"],
                                 name=name, source=source)  # fmt: skip
