"""The special conditions of a contract, signed: the part SIGNATURES of its opening file, until a
term is said anew."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.doors.signatures_told import conditions_to_sign
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.assigning import signatures
from comptant.operations.registry import agreed_fees, contracting, opening
from comptant.rules.fees import typed
from comptant.store.access import reading
from tests.brokers import agreed, brought
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.operations.offering import in_force, quote
from tests.reading_papers import text_of
from tests.signing import code_for, content, empower, sign
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """FACTOR SA wants signed conditions before a contract draws; C-1 is to be opened."""
    opened = open_world(writer)
    empower(opened)
    wanted = opening.set_opening_guards(writer, opened.asked("ada"), guards=["SIGNATURES"],
                                        from_on=opened.on, source="policy")  # fmt: skip
    if wanted["approval_id"]:
        opened.approve(wanted, "carl")
    made = contracting.open_contract(
        writer, opened.asked("anna"), client_id=opened.ids["ALPHA SAS"], number="C-1",
        currency="EUR", from_on=opened.on, terms=SEED_TERMS,
    )  # fmt: skip
    assert made["missing_guards"] == [{"guard": "SIGNATURES", "why": "NOT_RECORDED", "label": ""}]
    opened.ids["C-1"] = made["contract_id"]
    in_force(opened)
    quote(opened, party_id=opened.ids["ALPHA SAS"])
    return opened


def agree(world: World, *told: str) -> None:
    prices = pl.concat([typed(text) for text in told])
    agreed_fees.set_fees(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                         from_on=world.on, fees=prices, source="rider")  # fmt: skip


def paper(world: World, language: str = "fr") -> dict[str, Any]:
    user = world.users["anna"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return conditions_to_sign(see, {"id": world.ids["C-1"], "number": "C-1"}, language,
                                  world.on)  # fmt: skip


def ask(world: World, **told: Any) -> Answer:
    return signatures.ask_conditions_signature(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        **{"login": "alice", "way": "SIMPLE", "language": "fr", "last_on": None, **paper(world),
           **told},
    )  # fmt: skip


def signed(world: World) -> Answer:
    id_ = ask(world)["signature_id"]
    return sign(world, code_for(world, id_, number="C-1"), id_, number="C-1")


def activate(world: World) -> Answer:
    return contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], from_on=world.on,
        terms={"status": "ACTIVE"}, source="signed contract",
    )  # fmt: skip


def missing(why: str) -> list[dict[str, str]]:
    return [{"guard": "SIGNATURES", "why": why, "label": ""}]


def test_a_contract_draws_once_its_conditions_are_signed(world: World) -> None:
    with refused(world.conn, "opening_incomplete", missing_guards=missing("NOT_RECORDED")):
        activate(world)
    asked = ask(world)
    assert (asked["name"], asked["last_on"]) == ("C-1-conditions-2026-01-16-fr.pdf",
                                                 world.on + timedelta(days=30))  # fmt: skip
    world.on += timedelta(days=30)
    code = code_for(world, asked["signature_id"], number="C-1")
    (one,) = sign(world, code, asked["signature_id"], number="C-1")["signed"]
    assert "Conditions particulières du contrat C-1" in text_of(content(world, one["digest"]))
    world.approve(activate(world), "ada")
    assert world.one("SELECT count(*) FROM paper") == 0


def test_a_term_said_anew_makes_the_signature_count_no_more(world: World) -> None:
    signed(world)
    world.amend(world.ids["C-1"], {"fee_ppm": 7_000})
    with refused(world.conn, "opening_incomplete", missing_guards=missing("CHANGED")):
        activate(world)
    signed(world)
    world.approve(activate(world), "ada")


def test_a_term_said_before_it_is_signed_makes_the_paper_void(world: World) -> None:
    id_ = ask(world)["signature_id"]
    code = code_for(world, id_, number="C-1")
    world.amend(world.ids["C-1"], {"fee_ppm": 7_000})
    answer = sign(world, code, id_, number="C-1")
    assert (answer["signed"], answer["void"]) == ([], [id_])
    with refused(world.conn, "opening_incomplete", missing_guards=missing("NOT_RECORDED")):
        activate(world)


def test_the_paper_is_that_of_the_terms_when_it_is_asked(world: World) -> None:
    before = paper(world)
    world.amend(world.ids["C-1"], {"fee_ppm": 7_000})
    with refused(world.conn, "document_changed", number="C-1"):
        ask(world, **before)
    with refused(world.conn, "document_changed", number="C-1"):
        ask(world, paper=b"terms")


@pytest.mark.parametrize(("wrong", "code"), [
    ({"last_on": date(2026, 1, 15)}, "last_day_wrong"),
    ({"last_on": date(2026, 4, 17)}, "last_day_wrong"),
    ({"language": "de"}, "paper_language_unknown"), ({"way": "QUALIFIED"}, "way_unknown"),
    ({"way": "ADVANCED"}, "provider_missing"), ({"login": "nobody"}, "signatory_unknown"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused(world: World, wrong: dict[str, Any], code: str) -> None:
    with refused(world.conn, code):
        ask(world, **wrong)


def test_conditions_signed_by_hand_count_too(world: World) -> None:
    waits = signatures.propose_paper_signature(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], kind="CONDITIONS",
        subject_id=0, signed_by="Alice", signed_on=world.on, proof="safe 12",
    )  # fmt: skip
    with refused(world.conn, "opening_incomplete"):
        activate(world)
    world.approve(waits, "ada")
    world.approve(activate(world), "ada")


def test_terms_said_between_the_two_people_refuse_the_second(world: World) -> None:
    waits = signatures.propose_paper_signature(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], kind="CONDITIONS",
        subject_id=0, signed_by="Alice", signed_on=world.on, proof="safe 12",
    )  # fmt: skip
    world.amend(world.ids["C-1"], {"fee_ppm": 7_000})
    with refused(world.conn, "document_changed", number="C-1"):
        world.approve(waits, "ada")


def test_a_fee_agreed_anew_makes_the_signature_count_no_more(world: World) -> None:
    signed(world)
    agree(world, "FEE-WEB:MONTH=900.00", "FEE-AVT=5000.00")
    with refused(world.conn, "opening_incomplete", missing_guards=missing("CHANGED")):
        activate(world)
    signed(world)
    world.approve(activate(world), "ada")


def test_a_fee_agreed_before_it_is_signed_makes_the_paper_void(world: World) -> None:
    id_ = ask(world)["signature_id"]
    code = code_for(world, id_, number="C-1")
    agree(world, "FEE-WEB:MONTH=900.00")
    answer = sign(world, code, id_, number="C-1")
    assert (answer["signed"], answer["void"]) == ([], [id_])
    before = paper(world)
    agree(world, "FEE-WEB:MONTH=950.00")
    with refused(world.conn, "document_changed", number="C-1"):
        ask(world, **before)


def test_a_broker_told_after_the_signature_makes_it_count_no_more(world: World) -> None:
    """The paper says who brought the contract, and what the house pays for it where disclosed."""
    signed(world)
    versions = [paper(world)["version"]]
    brought(world, world.ids["C-1"])
    versions.append(paper(world)["version"])
    agreed(world, world.ids["C-1"])
    versions.append(paper(world)["version"])
    assert len(set(versions)) == 3
    with refused(world.conn, "opening_incomplete", missing_guards=missing("CHANGED")):
        activate(world)


def test_the_signatory_and_the_house_compare_the_same_version(world: World) -> None:
    brought(world, world.ids["C-1"])
    agreed(world, world.ids["C-1"])
    id_ = ask(world)["signature_id"]
    alice = world.users["alice"]
    with reading(alice.id, alice.company_id, alice.roles, world.on) as see:
        (row,) = see("read_conditions_version", contract_id=world.ids["C-1"])
    assert row["version"] == world.one("SELECT version FROM signature WHERE id = %s", id_)


def test_a_paper_asked_before_fees_were_in_its_version_still_counts(world: World) -> None:
    """Until a fee is agreed after it."""
    contract_id = world.ids["C-1"]
    answer = ask(world)
    held = "SELECT conditions_hold(%s, terms_version(%s), act_id) FROM signature WHERE id = %s"
    asked = (contract_id, contract_id, answer["signature_id"])
    assert world.one(held, *asked) is True
    agree(world, "FEE-WEB:MONTH=900.00")
    assert world.one(held, *asked) is False


def test_conditions_of_a_client_without_a_quote_are_not_signed(world: World) -> None:
    """Their TEG rests on what the client sells: no quote says it."""
    contract = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["GAMMA SA"], number="C-9",
        currency="EUR", from_on=world.on, terms=SEED_TERMS,
    )["contract_id"]  # fmt: skip
    user = world.users["anna"]
    with (
        reading(user.id, user.company_id, user.roles, world.on) as see,
        pytest.raises(Refused) as caught,
    ):
        conditions_to_sign(see, {"id": contract, "number": "C-9"}, "fr", world.on)
    assert caught.value.code == "teg_missing"
    with refused(world.conn, "teg_missing", number="C-9", client="GAMMA SA"):
        signatures.propose_paper_signature(
            world.conn, world.asked("anna"), contract_id=contract, kind="CONDITIONS",
            subject_id=0, signed_by="Cora", signed_on=world.on, proof="safe 12",
        )  # fmt: skip
