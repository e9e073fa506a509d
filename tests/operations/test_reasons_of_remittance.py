"""Every reason that a file can meet, one test each: refused, taken and not funded, taken."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.registry import parties
from comptant.operations.risk import facts
from tests.facts import FACTOR_IBAN, SIRENS, World, add_user, open_world
from tests.houses import house
from tests.traces import contents

CONSUMER, PUBLIC, ABROAD = "334173226", "130005481", "DE136695976"
LINE = {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 1)}
Setup = Callable[[World, int], Any]


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def party_fact(name: str, value: object) -> Setup:
    def say(world: World, contract: int) -> None:
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=contract, subject="PARTY",
            subject_id=world.ids["BETA SA"], name=name, value=value, from_on=world.on,
            source="test",
        )  # fmt: skip

    return say


def buyer_fact(name: str, value: object) -> Setup:
    def say(world: World, contract: int) -> None:
        world.remit(contract, {"number": "FA-0", "cents": 1, "due_on": date(2026, 3, 1)})
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=contract, subject="BUYER",
            subject_id=world.ids["BETA SA"], name=name, value=value, from_on=world.on,
            source="test",
        )  # fmt: skip

    return say


def terms(**said: Any) -> Setup:
    def amend(world: World, contract: int) -> None:
        world.amend(contract, said)

    return amend


def running_off(world: World, contract: int) -> None:
    for status in ("SUSPENDED", "RUNOFF"):
        world.amend(contract, {"status": status})


def nothing(world: World, contract: int) -> None:
    """The facts are as they are."""


def sent_before(world: World, contract: int) -> None:
    world.remit(contract, LINE)


def sent_to_another_contract(world: World, contract: int) -> None:
    other = world.contract("C-2")
    world.limit(other, "BETA SA", 5_000_000)
    world.remit(other, LINE)


def party(kind: str, name: str, siren: str) -> Setup:
    def add(world: World, contract: int) -> None:
        world.ids[name] = parties.add_party(
            world.conn, world.asked("anna"), kind=kind, name=name, country="FR",
            numbers={"siren": siren},
        )["party_id"]  # fmt: skip
        world.limit(contract, name, 5_000_000)

    return add


REFUSED: dict[str, tuple[Setup, dict[str, Any]]] = {
    "buyer_sanctioned": (party_fact("is_sanctioned", True), {}),
    "held_elsewhere": (sent_to_another_contract, {}),
    "already_assigned": (sent_before, {}),
    "contract_closed": (running_off, {}),
    "buyer_consumer": (
        party("CONSUMER", "M. DUPONT", CONSUMER),
        {"buyer": "M. DUPONT", "buyer_siren": CONSUMER},
    ),
    "buyer_client": (nothing, {"buyer": "ALPHA SAS"}),
    "buyer_ceased": (party_fact("ceased_on", "2026-01-10"), {}),
    "buyer_number_invalid": (nothing, {"buyer_siren": "443061842"}),
    "currency_not_open": (nothing, {"currency": "USD"}),
    "amount_not_positive": (nothing, {"cents": 0}),
    "issued_in_future": (nothing, {"issued_on": date(2026, 1, 17)}),
    "due_missing": (nothing, {"due_on": None}),
    "due_before_issue": (nothing, {"due_on": date(2026, 1, 15)}),
    "sent_too_late": (nothing, {"issued_on": date(2025, 12, 16)}),
}


def money(world: World) -> dict[str, Any]:
    """All that an invoice may write, as it is now."""
    tables = ("invoice", "entry", "movement", "posting", "balance", "exposure", "held", "charge")
    everything = contents(world.conn)
    return {name: everything[name] for name in tables}


def test_what_we_owe_ourselves_is_no_receivable(world: World) -> None:
    contract = world.contract()
    ours = world.one("SELECT name FROM party WHERE kind = 'FACTOR'")
    answer = world.remit(contract, {**LINE, "buyer": ours})
    assert (answer["accepted"], answer["refused"]) == (0, 1)
    assert world.rows("SELECT reason FROM refused_line") == [("buyer_client",)]


@pytest.mark.parametrize("reason", REFUSED)
def test_it_is_not_taken(world: World, reason: str) -> None:
    setup, changes = REFUSED[reason]
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    setup(world, contract)
    before = money(world)
    answer = world.remit(contract, LINE | changes | {"order_reference": "as another file"})
    assert (answer["accepted"], answer["refused"], answer["title_number"]) == (0, 1, None)
    assert world.rows(
        "SELECT row_number, reason FROM refused_line WHERE remittance_id = %s",
        answer["remittance_id"],
    ) == [(1, reason)]  # fmt: skip
    assert money(world) == before


@pytest.mark.parametrize(
    "marks",
    [
        {"type_code": "393", "payment_iban": "FR7630006000010000000000152"},
        {"type_code": "472", "payment_iban": "FR7630006000010000000000152"},
        {"payee_name": "OTHER FACTOR SA"},
        {"payee_identifier": "334173226"},
        {"assignment_note": "CEDEE A OTHER FACTOR"},
    ],
)
def test_an_invoice_that_another_factor_holds_is_not_taken(
    world: World, marks: dict[str, Any]
) -> None:
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    answer = world.remit(contract, LINE | marks)
    assert (answer["accepted"], answer["refused"]) == (0, 1)
    assert world.rows("SELECT reason FROM refused_line") == [("factored_elsewhere",)]


@pytest.mark.parametrize(
    "marks",
    [
        {"type_code": "393", "payment_iban": FACTOR_IBAN},
        {"payment_iban": FACTOR_IBAN},
        {"payee_name": "factor sa"},
        {"payee_identifier": SIRENS["FACTOR SA"], "payee_name": "ANY NAME"},
        {"assignment_note": "SUBROGATION", "payment_iban": FACTOR_IBAN},
    ],
)
def test_an_invoice_that_names_us_is_taken_and_is_the_notice(
    world: World, marks: dict[str, Any]
) -> None:
    contract = world.contract(notice_required=True)
    world.limit(contract, "BETA SA", 5_000_000)
    answer = world.remit(contract, LINE | marks)
    assert (answer["accepted"], answer["not_fundable"]) == (1, 0)
    assert answer["approved_cents"] == 1_000_000
    assert world.rows("SELECT is_mentioned, hold FROM invoice") == [(True, None)]


HELD: dict[str, tuple[Setup, dict[str, Any]]] = {
    "buyer_insolvent": (party_fact("insolvent_on", "2026-01-16"), {}),
    "insurer_stop": (buyer_fact("insurer_stop_on", "2026-01-16"), {}),
    "client_suspended": (terms(status="SUSPENDED"), {}),
    "title_unsigned": (terms(transfer_mode="DAILLY"), {}),
    "buyer_linked": (buyer_fact("is_linked", True), {}),
    "sector_excluded": (buyer_fact("is_sector_excluded", True), {}),
    "deposit": (nothing, {"type_code": "386"}),
    "country_not_open": (
        party("COMPANY", "CLOSED", CONSUMER),
        {"buyer": "KUNDE GMBH", "buyer_siren": None, "buyer_vat": ABROAD, "buyer_country": "DE"},
    ),
    "buyer_pending": (nothing, {"buyer": "GAMMA SA"}),
    "public_buyer_not_notified": (
        party("PUBLIC", "MAIRIE", PUBLIC), {"buyer": "MAIRIE", "buyer_siren": PUBLIC},
    ),
    "buyer_not_notified": (terms(notice_required=True), {}),
    "delivery_not_proved": (terms(delivery_proof_above_cents=999_999), {}),
    "overdue_when_sent": (
        nothing, {"issued_on": date(2025, 12, 20), "due_on": date(2026, 1, 15)},
    ),
    "buyer_cross_aged": (buyer_fact("is_cross_aged", True), {}),
    "term_too_long": (nothing, {"due_on": date(2026, 4, 1)}),
}  # fmt: skip


@pytest.mark.parametrize("reason", HELD)
def test_it_is_taken_and_not_funded(world: World, reason: str) -> None:
    setup, changes = HELD[reason]
    contract = world.contract()
    world.limit(contract, "BETA SA", 5_000_000)
    setup(world, contract)
    before = world.balance(contract, "DEB")
    answer = world.remit(contract, LINE | changes)
    assert (answer["accepted"], answer["not_fundable"], answer["refused"]) == (1, 1, 0)
    assert answer["approved_cents"] == 0
    assert world.rows(
        "SELECT open_cents, approved_cents, ineligible_cents, hold FROM invoice"
        " WHERE remittance_id = %s", answer["remittance_id"],
    ) == [(1_000_000, 0, 1_000_000, reason)]  # fmt: skip
    assert world.balance(contract, "DEB") == before + 1_000_000


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("overdue", {"issued_on": date(2025, 10, 1), "due_on": date(2025, 11, 16)}),
        ("too_old", {"issued_on": date(2025, 8, 18), "due_on": date(2025, 11, 17)}),
    ],
)
def test_what_is_sent_very_late_is_held_for_every_reason(
    world: World, reason: str, changes: dict[str, Any]
) -> None:
    contract = world.contract(max_invoice_age_days=365)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, LINE | changes)
    assert reason in world.one("SELECT holds FROM invoice").split()
    assert world.one("SELECT hold FROM invoice") == "overdue_when_sent"


def test_the_same_invoice_of_another_client_is_another_invoice(world: World) -> None:
    contract = world.contract()
    world.remit(contract, LINE)
    other = world.contract("C-2", "GAMMA SA")
    add_user(world, "gus", world.ids["GAMMA SA"], ["client_owner"], False)
    world.users["alice"] = world.users["gus"]
    assert world.remit(other, LINE)["accepted"] == 1
