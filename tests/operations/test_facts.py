"""Dated facts that people enter: their effect on what is funded, at once and on their day."""

from datetime import date, timedelta
from importlib import resources

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.drawing.availability import explain, look
from comptant.operations.registry import own_accounts
from comptant.operations.risk import facts
from comptant.operations.risk.fraud import LINES
from comptant.rules.facts import FACTS, Value
from tests.cast import add_cast, approved, send
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import refused

FEBRUARY = date(2026, 2, 1)


@house
def world(writer: psycopg.Connection) -> World:
    """Each client has one invoice of 10 000.00 on BETA, all of it approved, advanced at 90 %."""
    opened = open_world(writer)
    add_cast(opened)
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        opened.limit(opened.ids[number], "BETA SA", 5_000_000)
        send(opened, login, opened.ids[number], {"number": f"{number}-1", "cents": 1_000_000})
        found = opened.conn.execute(
            "SELECT id FROM invoice WHERE contract_id = %s", (opened.ids[number],)
        ).fetchone()
        assert found is not None
        opened.ids[f"{number}-1"] = found[0]
    return opened


def say(
    world: World, subject: str, of: str, name: str, value: Value,
    from_on: date | None = None, contract: str = "A-1",
) -> Answer:  # fmt: skip
    return facts.record_fact(
        world.conn, world.asked("carl"), contract_id=world.ids[contract], subject=subject,
        subject_id=world.ids[of], name=name, value=value, from_on=from_on or world.on,
        source="letter",
    )  # fmt: skip


def available(world: World, contract: str = "A-1", on: date | None = None) -> int:
    at = world.asked("anna").at
    day = on or world.on
    return look(world.conn, world.users["anna"], world.ids[contract], day, at).available_cents


def test_a_retained_part_is_no_longer_funded_and_comes_back(world: World) -> None:
    say(world, "INVOICE", "A-1-1", "retention_cents", 400_000)
    assert approved(world, world.ids["A-1"]) == [600_000]
    assert available(world) == 540_000
    say(world, "INVOICE", "A-1-1", "retention_cents", 0)
    assert approved(world, world.ids["A-1"]) == [1_000_000]
    assert available(world) == 900_000


def test_what_was_drawn_for_verification_waits_for_the_buyers_word(world: World) -> None:
    world.amend(world.ids["A-1"], {"sample_ppm": 1_000_000})
    held = "SELECT hold FROM invoice WHERE contract_id = %s"
    story = []
    for answer in (None, "NO_ANSWER", "CONFIRMED", "NOT_RECOGNISED", "CONFIRMED"):
        say(world, "INVOICE", "A-1-1", "verification_answer", answer)
        story.append((world.one(held, world.ids["A-1"]), available(world)))
    assert story == [
        ("delivery_not_proved", 0), ("delivery_not_proved", 0), (None, 900_000),
        ("not_recognised", 0), (None, 900_000),
    ]  # fmt: skip


def test_an_invoice_that_the_buyer_does_not_know_is_explained(world: World) -> None:
    say(world, "INVOICE", "A-1-1", "verification_answer", "NOT_RECOGNISED")
    at = world.asked("anna").at
    _, parts = explain(world.conn, world.users["anna"], world.ids["A-1"], world.on, at)
    row = parts.row(by_predicate=pl.col("reason") == "not_recognised", named=True)
    assert (row["amount_cents"], row["freed_by"]) == (1_000_000, "confirm_with_buyer")
    assert parts["amount_cents"].sum() == 1_000_000


def test_a_fact_of_a_buyer_concerns_one_contract(world: World) -> None:
    assert say(world, "BUYER", "BETA SA", "is_linked", True)["judged"] == 1
    assert (available(world), available(world, "C-1")) == (0, 900_000)


def test_a_fact_of_a_party_concerns_every_contract_that_knows_it(world: World) -> None:
    assert say(world, "PARTY", "BETA SA", "is_sanctioned", True)["judged"] == 2
    assert (available(world), available(world, "C-1")) == (0, 0)
    assert say(world, "PARTY", "BETA SA", "is_sanctioned", False)["judged"] == 2
    assert (available(world), available(world, "C-1")) == (900_000, 900_000)


def test_a_reserve_lowers_what_is_available_by_its_amount(world: World) -> None:
    say(world, "CONTRACT", "A-1", "manual_reserve_cents", 100_000)
    assert available(world) == 800_000


@pytest.mark.parametrize(("subject", "of", "name", "value"), [
    ("INVOICE", "A-1-1", "payment_means_excluded", True), ("BUYER", "BETA SA", "is_linked", True),
    ("PARTY", "BETA SA", "is_sanctioned", True),
    ("CONTRACT", "A-1", "manual_reserve_cents", 900_000),
])  # fmt: skip
def test_a_fact_of_a_later_day_counts_on_that_day(
    world: World, subject: str, of: str, name: str, value: Value
) -> None:
    say(world, subject, of, name, value, from_on=FEBRUARY)
    assert available(world, on=FEBRUARY - timedelta(days=1)) == 900_000
    assert available(world, on=FEBRUARY) == 0
    assert available(world, on=FEBRUARY + timedelta(days=1)) == 0


@pytest.mark.parametrize(("subject", "of", "name", "value", "code"), [
    ("INVOICE", "A-1-1", "colour", "blue", "fact_unknown"),
    ("UNIVERSE", "A-1-1", "is_linked", True, "fact_unknown"),
    ("BUYER", "BETA SA", "is_linked", 1, "fact_wrong"),
    ("INVOICE", "A-1-1", "verification_answer", "PERHAPS", "fact_wrong"),
    ("INVOICE", "A-1-1", "retention_cents", True, "fact_wrong"),
    ("INVOICE", "A-1-1", "retention_cents", -1, "fact_wrong"),
    ("PARTY", "BETA SA", "insolvent_on", "yesterday", "fact_wrong"),
    ("BUYER", "ALPHA SAS", "is_linked", True, "subject_unknown"),
    ("INVOICE", "C-1-1", "is_deposit", True, "subject_unknown"),
    ("CONTRACT", "C-1", "manual_reserve_cents", 1, "subject_unknown"),
])  # fmt: skip
def test_a_fact_of_no_meaning_is_refused(
    world: World, subject: str, of: str, name: str, value: Value, code: str
) -> None:
    with refused(world.conn, code):
        say(world, subject, of, name, value)


def test_a_client_states_no_facts(world: World) -> None:
    with refused(world.conn, "not_your_right", operation="record_fact"):
        facts.record_fact(
            world.conn, world.asked("alice"), contract_id=world.ids["A-1"], subject="BUYER",
            subject_id=world.ids["BETA SA"], name="is_notified", value=True, from_on=world.on,
            source="mine",
        )  # fmt: skip


def test_a_rate_counts_only_once_another_person_approves(world: World) -> None:
    proposed = facts.propose_rate(
        world.conn, world.asked("tania"), index_name="ESTR", fixing_on=FEBRUARY, rate_ppm=19_300,
        source="ECB",
    )  # fmt: skip
    count = "SELECT count(*) FROM rate_fixing WHERE index_name = 'ESTR'"
    assert world.conn.execute(count).fetchone() == (0,)
    with refused(world.conn, "same_person", login="tania"):
        world.approve(proposed, "tania")
    with refused(world.conn, "beyond_role", kind="rate"):
        world.approve(proposed, "carl")
    world.approve(proposed, "aron")
    assert world.conn.execute(count).fetchone() == (1,)


def test_a_rate_beyond_all_sense_is_refused(world: World) -> None:
    with refused(world.conn, "rate_wrong", rate_ppm=1_000_001):
        world.rate("ESTR", 1_000_001, FEBRUARY)


def test_an_account_of_ours_is_declared_once(world: World) -> None:
    for iban, code in (
        (FACTOR_IBAN, "account_known"),
        ("FR7630006000011234567890180", "iban_wrong"),
    ):
        with refused(world.conn, code):
            own_accounts.add_own_account(
                world.conn, world.asked("tania"), iban=iban, bic="AGRIFRPP", name="FACTOR SA",
                currency="EUR", books_from="camt.053", parent_iban=None, contract_id=0, buyer_id=0,
            )  # fmt: skip


def test_every_fact_that_may_be_said_is_read_by_a_query() -> None:
    folder = resources.files("comptant.store").joinpath("sql")
    texts = "\n".join(each.read_text("utf-8") for each in folder.iterdir())
    said = {name for _, name in FACTS} - set(LINES.values())  # told to their query by name
    assert {name for name in said if f"'{name}'" not in texts} == set()


def test_a_buyer_is_spoken_of_before_his_first_invoice(world: World) -> None:
    """The notice leaves when the contract begins (DOMAIN 1.4): nobody waits for a first invoice."""
    contract_id, buyer_id = world.ids["C-1"], world.ids["DELTA SARL"]
    known = "SELECT count(*) FROM contract_buyer WHERE contract_id = %s AND buyer_id = %s"
    assert world.one(known, contract_id, buyer_id) == 0
    answer = facts.record_fact(
        world.conn, world.asked("carl"), contract_id=contract_id, subject="BUYER",
        subject_id=buyer_id, name="is_notified", value=True, from_on=world.on, source="letter",
    )  # fmt: skip
    assert answer["judged"] == 0
    assert world.one(known, contract_id, buyer_id) == 1
    with refused(world.conn, "subject_unknown"):
        facts.record_fact(
            world.conn, world.asked("carl"), contract_id=contract_id, subject="BUYER",
            subject_id=world.ids["GAMMA SA"] + 10_000, name="is_notified", value=True,
            from_on=world.on, source="letter",
        )  # fmt: skip
