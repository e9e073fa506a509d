"""The fraud desk: rules raise alarms on what clients really sent, alarms hold money at once, one
person may stop, two let go."""

from datetime import timedelta

import psycopg
import pytest

from comptant.operations.assigning import remit
from comptant.operations.closing import decide
from comptant.operations.registry.parties import propose_payee_account
from comptant.operations.risk.examining import examine_document
from comptant.operations.risk.facts import record_fact
from comptant.operations.risk.fraud_decisions import decide_alarm, propose_threshold
from tests.cast import OTHER_IBAN, draw
from tests.facts import CLIENT_IBAN, World, sent_invoices
from tests.formats.test_forensics import document
from tests.fraud_desk import (
    decided,
    does_its_effect_and_is_lifted,
    evidence,
    opened,
    remitted,
    said,
    watched,
)
from tests.houses import house
from tests.traces import refused

NEAR = ({"number": "FA-100", "cents": 1_000_000}, {"number": "FA-10O", "cents": 1_002_000})


@house
def world(writer: psycopg.Connection) -> World:
    return opened(writer)


def holds(world: World) -> dict[str, str]:
    return dict(world.rows("SELECT invoice_number, coalesce(holds, '') FROM invoice ORDER BY id"))


def test_a_near_duplicate_is_held_at_once_and_two_people_let_it_go(world: World) -> None:
    remitted(world, *NEAR)
    before = world.available(world.ids["C"])
    assert watched(world) == [("FR-02", "INVOICE")]
    assert evidence(world, "FR-02")["number_key_other"] == "FA100"
    assert holds(world) == {"FA-100": "", "FA-10O": "fraud_suspected"}
    assert before - world.available(world.ids["C"]) == 1_002_000 * 90 // 100
    assert watched(world) == []  # once
    asked = decided(world, "FR-02", "CLEARED")
    assert holds(world)["FA-10O"] == "fraud_suspected"
    with refused(world.conn, "same_person"):
        decide.decide(world.conn, world.asked("anna"), approval_id=asked["approval_id"],
                      approve=True, reason="")  # fmt: skip
    world.approve(asked, "ada")
    assert holds(world) == {"FA-100": "", "FA-10O": ""}
    assert world.available(world.ids["C"]) == before
    world.on += timedelta(days=5)
    assert watched(world) == []
    with refused(world.conn, "alarm_decided"):
        decided(world, "FR-02", "CONFIRMED")


def test_what_is_not_recognised_freezes_the_contract(world: World) -> None:
    remitted(world, {"number": "FA-1", "cents": 1_000_000},
                {"number": "FA-2", "cents": 2_000_000})  # fmt: skip
    first = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    said(world, "INVOICE", first, "verification_answer", "NOT_RECOGNISED")
    assert watched(world) == [("FR-18", "INVOICE")]
    assert holds(world) == {"FA-1": "not_recognised fraud_suspected", "FA-2": ""}
    with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
        draw(world, "alice", world.ids["C"], 100)
    world.approve(decided(world, "FR-18", "CLEARED"), "ada")
    assert draw(world, "alice", world.ids["C"], 100)["amount_cents"] == 100


def test_a_review_is_cleared_by_one_and_confirmed_it_freezes(world: World) -> None:
    remitted(
        world, *({"number": f"FA-{number}", "cents": 100_000 * number} for number in range(1, 25))
    )
    assert watched(world) == [("FR-04", "CONTRACT")]
    assert evidence(world, "FR-04") == {"invoices": 24, "round": 24, "share": 1_000_000}
    assert draw(world, "alice", world.ids["C"], 100)["amount_cents"] == 100
    decided(world, "FR-04", "CONFIRMED")
    with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
        draw(world, "alice", world.ids["C"], 100)
    asked = decided(world, "FR-04", "CLEARED")
    assert asked["approval_id"]
    world.approve(asked, "ada")
    world.on += timedelta(days=29)
    assert watched(world) == []
    world.on += timedelta(days=2)
    assert watched(world) == [("FR-04", "CONTRACT")]
    assert decided(world, "FR-04", "CLEARED")["approval_id"] is None


def test_a_threshold_counts_from_its_day(world: World) -> None:
    remitted(
        world, *({"number": f"FA-{number}", "cents": 100_000 * number} for number in range(1, 25))
    )
    told = propose_threshold(world.conn, world.asked("anna"), rule="FR-04", name="least", value=25,
                             from_on=world.on, source="committee")  # fmt: skip
    world.approve(told, "ada")
    assert watched(world) == []
    world.on -= timedelta(days=1)
    with refused(world.conn, "threshold_unknown"):
        propose_threshold(world.conn, world.asked("anna"), rule="FR-04", name="gap", value=25,
                          from_on=world.on, source="committee")  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "name", "value", "other"),
    [
        ("FR-10", "delivered_on", "2026-01-30", None),
        ("FR-22", "delivery_place", "98799", {"delivery_sites": "75001\n69003"}),
    ],
)
def test_facts_told_of_an_invoice_raise(
    world: World, rule: str, name: str, value: str, other: dict[str, str] | None
) -> None:
    remitted(world, {"number": "FA-1", "cents": 1_000_123})
    for fact, text in (other or {}).items():
        said(world, "PARTY", world.ids["BETA SA"], fact, text)
    said(world, "INVOICE", world.one("SELECT id FROM invoice"), name, value)
    assert watched(world) == [(rule, "INVOICE")]
    assert evidence(world, rule)[name] == value
    does_its_effect_and_is_lifted(world, rule)


def test_client_and_buyer_with_one_telephone_are_linked(world: World) -> None:
    remitted(world, {"number": "FA-1", "cents": 1_000_123})
    said(world, "PARTY", world.ids["BETA SA"], "phone", "01 02 03")
    said(world, "PARTY", world.ids["ALPHA SAS"], "phone", "010203")
    assert watched(world) == [("FR-17", "BUYER")]
    assert holds(world) == {"FA-1": "buyer_linked"}
    assert evidence(world, "FR-17") == {"kind": "PHONE", "value": "010203"}
    does_its_effect_and_is_lifted(world, "FR-17")
    assert holds(world) == {"FA-1": ""}


def test_money_of_a_stranger_and_of_the_client_itself(world: World) -> None:
    remitted(world, {"number": "FA-1", "cents": 1_000_123},
                {"number": "FA-2", "cents": 500_321})  # fmt: skip
    world.on += timedelta(days=1)
    world.bank({"cents": 1_000_123, "text": "FA-1", "payer_name": "STRANGER LTD"},
               {"cents": 500_321, "text": "FA-2", "payer_name": "BETA SA",
                "payer_iban": CLIENT_IBAN})  # fmt: skip
    assert sorted(watched(world)) == [("FR-08", "PAYMENT"), ("FR-09", "PAYMENT")]
    assert evidence(world, "FR-08") == {"payer_name": "STRANGER LTD", "payer_iban": None}
    assert evidence(world, "FR-09") == {
        "payer_iban": CLIENT_IBAN, "owner_id": world.ids["ALPHA SAS"]}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-09")
    does_its_effect_and_is_lifted(world, "FR-08")


def test_too_many_contracts_or_an_unknown_alarm_are_refused(world: World) -> None:
    with refused(world.conn, "too_many_contracts", most=500):
        watched(world, contract_ids=list(range(501)))
    with refused(world.conn, "alarm_unknown", alarm_id=9):
        decide_alarm(world.conn, world.asked("anna"), contract_id=world.ids["C"], alarm_id=9,
                     outcome="CLEARED", reason="x")  # fmt: skip


def test_a_first_invoice_on_a_young_company_is_asked_about(world: World) -> None:
    said(world, "PARTY", world.ids["BETA SA"], "registered_on", "2025-11-03")
    remitted(world, {"number": "FA-1", "cents": 1_000_123})
    assert watched(world) == [("FR-11", "INVOICE")]
    assert holds(world) == {"FA-1": ""}  # asked, not held
    assert evidence(world, "FR-11") == {
        "outstanding": 1_000_123, "share": 1_000_000, "registered_on": "2025-11-03"}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-11")


def test_more_assigned_than_declared_freezes(world: World) -> None:
    for month in (10, 11, 12):
        record_fact(
            world.conn, world.asked("anna"), contract_id=world.ids["C"], subject="PARTY",
            subject_id=world.ids["ALPHA SAS"], name="vat_turnover_cents", value=200_000,
            from_on=world.on.replace(year=2025, month=month, day=1), source="CA3",
        )  # fmt: skip
    issued_on = world.on - timedelta(days=20)
    remitted(world, {"number": "FA-1", "cents": 756_000, "issued_on": issued_on})
    assert watched(world) == []  # to the cent 105 %
    remitted(world, {"number": "FA-7", "cents": 1_123, "issued_on": issued_on})
    assert watched(world) == [("FR-13", "CONTRACT")]
    assert evidence(world, "FR-13") == {
        "sold": 757_123, "declared": 600_000,
        "share": 757_123 * 1_000_000 // 720_000}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-13")


def test_an_altered_document_is_told_by_the_next_watch(world: World) -> None:
    remitted(world, {"number": "FA-1", "cents": 1_000_123})
    invoice_id = world.one("SELECT id FROM invoice")
    given = {"contract_id": world.ids["C"], "invoice_id": invoice_id, "file_name": "FA-1.pdf",
             "printed_cents": None}  # fmt: skip
    with refused(world.conn, "document_not_pdf", file="FA-1.pdf"):
        examine_document(world.conn, world.asked("anna"), content=b"none", **given)
    examine_document(world.conn, world.asked("anna"), content=document(), **given)
    assert watched(world) == []
    edited = document("D:20270304100000+01'00'", "iLovePDF")
    told = examine_document(world.conn, world.asked("anna"), content=edited, **given)
    assert (told["producer"], told["is_rewritten"], told["pdf_cents"]) == (
        "iLovePDF", True, 1_000_123)  # fmt: skip
    assert watched(world) == [("FR-19", "INVOICE")]
    assert evidence(world, "FR-19")["producer"] == "iLovePDF"
    does_its_effect_and_is_lifted(world, "FR-19")


def test_an_account_changed_without_a_call_is_told(world: World) -> None:
    world.approve(propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS"))  # fmt: skip
    assert watched(world) == [("FR-14", "ACCOUNT")]
    assert watched(world) == []
    seen = evidence(world, "FR-14")
    assert (seen["is_agreed_by_two"], seen["is_called_back"]) == (True, False)
    does_its_effect_and_is_lifted(world, "FR-14")


def test_two_clients_that_sell_to_each_other_are_a_ring(world: World) -> None:
    world.ids["G"] = world.contract("G-1", client="GAMMA SA")
    due_on = world.on + timedelta(days=30)
    world.remit(world.ids["C"], {"number": "FA-1", "cents": 1_000_123, "buyer": "GAMMA SA",
                                 "due_on": due_on})  # fmt: skip
    sent = sent_invoices(world.on, {"number": "GA-1", "cents": 900_321, "buyer": "ALPHA SAS",
                                    "due_on": due_on})  # fmt: skip
    asked = world.asked("anna")
    remit.remit(world.conn, asked, contract_id=world.ids["G"], sent=sent, file_name="g.csv",
                digest=b"g" * 32, received_at=asked.at)  # fmt: skip
    both = [world.ids["C"], world.ids["G"]]
    assert watched(world, contract_ids=both) == [("FR-20", "CONTRACT")] * 2
    for contract_id in both:
        with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
            draw(world, "anna", contract_id, 100)
    alpha, gamma = world.ids["ALPHA SAS"], world.ids["GAMMA SA"]
    assert evidence(world, "FR-20") == {"ring": f"{gamma} {alpha} {gamma}"}
