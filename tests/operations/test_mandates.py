"""Mandates and the debits under them: two people, sequences, days to present, pain.008."""

from datetime import date
from typing import Any

import psycopg
import pytest
from lxml import etree

from comptant.operations.acts.act import Answer
from comptant.operations.collection import instruments
from comptant.operations.registry import mandates
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import BETA_IBAN, BETA_RIB, assigned, back, opens, remit, sums
from tests.traces import refused

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}
DUE_ON = date(2026, 1, 30)


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.agree_with_bank()
    return world


def propose(world: World, login: str = "anna", **told: Any) -> Answer:
    return mandates.propose_mandate(
        world.conn, world.asked(login), **{
            "buyer_id": world.ids["BETA SA"], "own_account_id": world.ids["bank"],
            "reference": "RUM-0001", "scheme": "CORE", "iban": BETA_RIB, "bic": None,
            "holder": "BETA SA", "signed_on": date(2026, 1, 5), "is_one_off": False, **told,
        })  # fmt: skip


def signed(world: World, **told: Any) -> int:
    return int(world.approve(propose(world, **told))["mandate_id"])


def order(world: World, contract: int, mandate_id: int, cents: int, **told: Any) -> Answer:
    return instruments.order_debit(
        world.conn, world.asked("anna"), contract_id=contract, mandate_id=mandate_id,
        amount_cents=cents, **{"due_on": DUE_ON, "text": "facture FA-1", "is_last": False,
                               "invoices": {}, **told},
    )  # fmt: skip


def sent_file(world: World, answer: Answer) -> etree._Element:
    found = world.one("SELECT content FROM document WHERE digest = %s",
                      bytes.fromhex(answer["digest"]))  # fmt: skip
    return etree.fromstring(bytes(found))


def texts(message: etree._Element, name: str) -> list[str | None]:
    return [found.text for found in message.iterfind(f".//p:{name}", NS)]


def test_a_mandate_takes_two_people(world: World) -> None:
    asked = propose(world)
    assert world.rows("SELECT count(*) FROM mandate") == [(0,)]
    with refused(world.conn, "same_person", login="anna"):
        world.approve(asked, "anna")
    world.approve(asked)
    assert world.rows("SELECT reference, iban, creditor_identifier FROM mandate") == [
        ("RUM-0001", BETA_IBAN, "FR72ZZZ123456")
    ]
    with refused(world.conn, "mandate_known", reference="RUM-0001"):
        propose(world)


def test_two_proposals_of_one_mandate_make_one(world: World) -> None:
    first, second = propose(world), propose(world)
    world.approve(first)
    world.lapses(second, "mandate_known")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"iban": "FR7630004000031234567890144"}, "iban_wrong"),
        ({"iban": ""}, "iban_wrong"),
        ({"bic": "NOBANK"}, "mandate_wrong"),
        ({"reference": ""}, "mandate_wrong"),
        ({"reference": "R" * 36}, "mandate_wrong"),
        ({"reference": "RUM\n1"}, "name_wrong"),
        ({"reference": "RÜM"}, "mandate_wrong"),
        ({"scheme": "COR1"}, "mandate_wrong"),
        ({"holder": " "}, "mandate_wrong"),
        ({"signed_on": date(2026, 1, 17)}, "mandate_wrong"),
        ({"buyer_id": 1}, "party_unknown"),
    ],
)
def test_a_mandate_that_is_wrong_is_refused(world: World, told: dict[str, Any], code: str) -> None:
    with refused(world.conn, code):
        propose(world, **told)


def test_a_mandate_names_our_creditor_identifier(writer: psycopg.Connection) -> None:
    world = open_world(writer)
    with refused(world.conn, "creditor_missing"):
        propose(world)


def test_a_debit_from_the_order_to_the_bank(world: World) -> None:
    """Ordered on Friday 16 January for Friday 30; worth Monday 2 February."""
    contract = assigned(world)
    entered = order(world, contract, signed(world), 1_200_000)
    assert world.rows("SELECT kind, payload ->> 'mandate_reference' FROM outbox") == [
        ("debit_notice", "RUM-0001")
    ]
    sent = remit(world, "SDD")
    message = sent_file(world, sent)
    assert texts(message, "EndToEndId") == [entered["reference"]]
    assert texts(message, "SeqTp") == ["FRST"]
    assert texts(message, "ReqdColltnDt") == ["2026-01-30"]
    assert texts(message, "PmtInfId") == [f"{sent['reference']}-0001"]
    assert texts(message, "MndtId") == ["RUM-0001"]
    world.close(date(2026, 1, 30))
    told = world.bank({"cents": 1_200_000, "end_to_end_reference": entered["reference"],
                       "payer_name": "BETA SA", "payer_iban": BETA_IBAN})  # fmt: skip
    assert (told["collected"], told["received"]) == (1, 0)
    assert world.available(contract) == 1_080_000
    world.close(date(2026, 2, 2))
    assert opens(world) == [("FA-1", 0, date(2026, 3, 31))]
    assert (sums(world, contract), world.available(contract)) == ((0, 0, 0, 0), 1_200_000)
    # Eight weeks later the buyer has it back.
    world.on = date(2026, 3, 25)
    told = world.bank({"cents": -1_200_000, "end_to_end_reference": entered["reference"],
                       "return_reason": "MD06"})  # fmt: skip
    assert told["unpaid"] == 1
    assert opens(world) == [("FA-1", 1_200_000, date(2026, 3, 31))]
    found = world.rows("SELECT reason, value_on FROM instrument_step WHERE step = 'RETURNED'")
    assert found == [("MD06", date(2026, 2, 2))]


def test_a_lot_is_credited_at_once_or_debit_by_debit(world: World) -> None:
    contract = assigned(world)
    mandate_id = signed(world)
    orders = [order(world, contract, mandate_id, cents) for cents in (100_000, 200_000, 300_000)]
    sent = remit(world, "SDD")
    # The first of a mandate, then the others: two lots on one day.
    assert [(lot["sequence_type"], lot["total_cents"]) for lot in sent["lots"]] == [
        ("FRST", 100_000), ("RCUR", 500_000)
    ]  # fmt: skip
    world.on = DUE_ON
    told = world.bank(
        {"cents": 500_000, "text": "PRLV SEPA EMIS", "operation_code": "A1"},
        {"cents": 100_000, "end_to_end_reference": orders[0]["reference"]},
    )
    assert (told["collected"], told["received"]) == (3, 0)
    assert world.balance(contract, "COLL") == 0


def test_sequences_follow_the_use_of_the_mandate(world: World) -> None:
    contract = assigned(world)
    mandate_id = signed(world)
    first = order(world, contract, mandate_id, 100_000)
    assert remit(world, "SDD")["lots"][0]["sequence_type"] == "FRST"
    back(world, first)  # rejected before its settlement: the next one is first again
    order(world, contract, mandate_id, 100_000)
    assert remit(world, "SDD")["lots"][0]["sequence_type"] == "FRST"
    order(world, contract, mandate_id, 100_000)
    assert remit(world, "SDD")["lots"][0]["sequence_type"] == "RCUR"
    order(world, contract, mandate_id, 100_000, is_last=True)
    assert remit(world, "SDD")["lots"][0]["sequence_type"] == "FNAL"
    with refused(world.conn, "mandate_not_active", state="ENDED"):
        order(world, contract, mandate_id, 100_000)


def test_a_one_off_mandate_is_used_once(world: World) -> None:
    contract = assigned(world)
    mandate_id = signed(world, is_one_off=True)
    order(world, contract, mandate_id, 100_000)
    second = order(world, contract, mandate_id, 100_000)
    sent = remit(world, "SDD")
    assert [(lot["sequence_type"], lot["count"]) for lot in sent["lots"]] == [("OOFF", 1)]
    (left_out,) = sent["left_out"]
    assert (left_out["instrument_id"], left_out["why"]) == (
        second["instrument_id"],
        "mandate_ended",
    )


def test_a_revoked_mandate_stops_what_was_ordered(world: World) -> None:
    contract = assigned(world)
    mandate_id = signed(world)
    order(world, contract, mandate_id, 100_000)
    mandates.revoke_mandate(world.conn, world.asked("anna"), mandate_id=mandate_id, reason="letter")
    with refused(world.conn, "mandate_not_active", state="REVOKED"):
        order(world, contract, mandate_id, 100_000)
    with refused(world.conn, "mandate_not_active", state="REVOKED"):
        mandates.revoke_mandate(
            world.conn, world.asked("anna"), mandate_id=mandate_id, reason="again"
        )
    sent = remit(world, "SDD")
    assert (sent["count"], sent["left_out"][0]["why"]) == (0, "mandate_revoked")
    assert world.rows("SELECT count(*) FROM collection") == [(0,)]


def test_a_mandate_lapses_after_thirty_six_months_without_use(world: World) -> None:
    contract = assigned(world)
    mandate_id = signed(world, signed_on=date(2023, 1, 16))
    with refused(world.conn, "mandate_not_active", state="LAPSED"):
        order(world, contract, mandate_id, 100_000)
    order(world, contract, signed(world, reference="RUM-2", signed_on=date(2023, 1, 17)), 100_000)


def test_the_buyer_is_told_before(world: World) -> None:
    contract = assigned(world, debit_notice_days=5)
    mandate_id = signed(world)
    with refused(world.conn, "notice_too_short", first_on=date(2026, 1, 21), notice_days=5):
        order(world, contract, mandate_id, 100_000, due_on=date(2026, 1, 20))
    order(world, contract, mandate_id, 100_000, due_on=date(2026, 1, 21))


@pytest.mark.parametrize(
    ("on", "hour_ends", "lead", "collect_on"),
    [
        (date(2026, 1, 16), 23, 2, date(2026, 1, 21)),  # in time: the day ordered
        (date(2026, 1, 20), 23, 2, date(2026, 1, 22)),  # two business days
        (date(2026, 1, 20), 10, 2, date(2026, 1, 23)),  # past the hour: from the next day
        (date(2026, 1, 24), 23, 1, date(2026, 1, 27)),  # on a Saturday: from Monday
    ],
)
def test_a_debit_is_sent_so_many_days_before(
    world: World, on: date, hour_ends: int, lead: int, collect_on: date
) -> None:
    contract = assigned(world, debit_notice_days=1)
    world.agree_with_bank(cutoff_hour=hour_ends, debit_lead_days=lead)
    entered = order(world, contract, signed(world), 100_000, due_on=date(2026, 1, 21))
    world.on = on
    sent = remit(world, "SDD")
    assert sent["lots"][0]["collect_on"] == collect_on.isoformat()
    late = collect_on > date(2026, 1, 21)
    assert sent["moved"] == ([entered["instrument_id"]] if late else [])


def test_what_is_owed_no_more_is_not_debited(world: World) -> None:
    contract = assigned(world)
    ((invoice_id, number, open_cents),) = world.rows(
        "SELECT id, invoice_number, open_cents FROM invoice ORDER BY id LIMIT 1"
    )
    order(world, contract, signed(world), 100_000, invoices={str(invoice_id): 100_000})
    world.remit(contract, {"number": "AV-9", "cents": open_cents - 99_999, "type_code": "381",
                           "credited_number": number})  # fmt: skip
    sent = remit(world, "SDD")
    assert (sent["count"], [each["why"] for each in sent["left_out"]]) == (0, ["over_open"])


def test_what_is_too_early_or_of_the_other_scheme_waits(world: World) -> None:
    contract = assigned(world)
    order(world, contract, signed(world), 100_000, due_on=date(2026, 1, 31))
    order(world, contract, signed(world, reference="RUM-2", scheme="B2B"), 200_000)
    sent = remit(world, "SDD")
    # Saturday 31 January is collected on Monday 2 February: 17 days ahead.
    assert [each["why"] for each in sent["left_out"]] == ["other_scheme", "too_early"]
    b2b = remit(world, "SDD", "B2B")
    assert (b2b["count"], texts(sent_file(world, b2b), "LclInstrm/p:Cd")) == (1, ["B2B"])
    world.on = date(2026, 1, 19)
    assert remit(world, "SDD")["count"] == 1
