"""Cheques, bills and debits from the desk to the bank: entered, remitted, credited, settled."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.banking import collected
from comptant.operations.closing import control
from comptant.operations.collection import cash, collecting
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.instruments import (
    assigned,
    back,
    bill,
    cheque,
    invoice,
    opens,
    receive,
    remit,
    step,
    sums,
)
from tests.traces import refused, takes_its_turn


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def test_a_cheque_is_money_two_business_days_after_its_remittance(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    remit(world)  # on Friday 16 January
    assert sums(world, contract) == (1_200_000, -1_200_000, 1_200_000, 0)
    before = world.available(contract)
    assert before == 1_080_000
    world.on = date(2026, 1, 19)
    assert world.available(contract) == before
    world.on = date(2026, 1, 20)
    assert world.available(contract) == 1_200_000
    world.close(date(2026, 1, 20))
    assert sums(world, contract) == (1_200_000, 0, 0, 0)
    assert opens(world) == [("FA-1", 0, date(2026, 3, 31))]
    assert world.bank({"cents": 1_200_000, "text": "REMISE CHEQUES"})["collected"] == 1
    assert sums(world, contract) == (0, 0, 0, 0)
    world.close()


def test_a_cheque_before_easter_waits_for_two_open_days(world: World) -> None:
    world.on = date(2026, 4, 2)  # Thursday; Friday 3 and Monday 6 April are closed
    contract = world.contract(fee_ppm=0, is_interest_reserved=False)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 1_200_000, "due_on": date(2026, 5, 31)})
    cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    remit(world)
    assert step(world, "REMITTED", "value_on") == date(2026, 4, 8)
    world.on = date(2026, 4, 7)
    assert world.available(contract) == 1_080_000
    world.on = date(2026, 4, 8)
    assert world.available(contract) == 1_200_000


@pytest.mark.parametrize(
    ("due_on", "collect_on", "value_on"),
    [
        (date(2026, 1, 30), date(2026, 1, 30), date(2026, 2, 2)),  # Friday: Monday
        (date(2026, 1, 31), date(2026, 2, 2), date(2026, 2, 3)),  # Saturday: collected on Monday
        (date(2026, 4, 3), date(2026, 4, 7), date(2026, 4, 8)),  # Good Friday
        (date(2026, 4, 30), date(2026, 4, 30), date(2026, 5, 4)),  # before 1 May, a Friday
        (date(2026, 1, 10), date(2026, 1, 16), date(2026, 1, 19)),  # due before it is remitted
    ],
)
def test_a_bill_is_worth_the_day_after_its_collection(
    world: World, due_on: date, collect_on: date, value_on: date
) -> None:
    contract = assigned(world)
    world.agree_with_bank()
    bill(world, contract, 1_200_000, due_on, issued_on=date(2026, 1, 5))
    remit(world, "BILL")
    found = world.rows("SELECT collect_on, value_on FROM instrument_step")
    assert found == [(collect_on, value_on)]


def test_a_bill_from_the_desk_to_the_bank(world: World) -> None:
    contract = assigned(world)
    world.agree_with_bank()
    entered = bill(world, contract, 1_200_000, date(2026, 1, 30), pays={"FA-1": 1_200_000})
    sent = remit(world, "BILL")
    assert (sent["count"], sent["total_cents"]) == (1, 1_200_000)
    assert sent["lots"] == [{
        "lot": f"{sent['reference']}-0001", "collect_on": "2026-01-30", "count": 1,
        "sequence_type": None, "total_cents": 1_200_000}]  # fmt: skip
    world.close(date(2026, 1, 30))
    # The bank credits on the due date, the contract on the next business day, Monday.
    settled = world.bank({"cents": 1_200_000, "text": f"REMISE LCR {sent['reference']}"})
    assert (settled["collected"], settled["received"]) == (1, 0)
    assert sums(world, contract) == (0, -1_200_000, 1_200_000, 0)
    assert world.balance(contract, "BNK") == 1_200_000
    assert world.available(contract) == 1_080_000
    world.close(date(2026, 2, 2))
    assert sums(world, contract) == (0, 0, 0, 0)
    assert world.available(contract) == 1_200_000
    paid = world.rows("SELECT value_on, amount_cents, open_cents, bank_movement_id FROM payment")
    assert paid == [(date(2026, 2, 2), 1_200_000, 0, 0)]
    steps = world.rows("SELECT step FROM instrument_step WHERE instrument_id = %s ORDER BY at",
                       entered["instrument_id"])  # fmt: skip
    assert steps == [("REMITTED",), ("SETTLED",), ("CREDITED",)]


def test_what_waits_is_financed_and_costs_as_before_until_its_value_date(world: World) -> None:
    """10 800.00 drawn on 16 January at 3.615 %; cheque remitted on Monday 19, worth Wednesday 21:
    five days and not three, 5.42 €."""
    contract = assigned(world, interest_billing="AT_COLLECTION")
    world.draw(contract)
    world.on = date(2026, 1, 19)
    cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    remit(world)
    world.close(date(2026, 1, 21))
    charged = world.rows("SELECT amount_cents, from_on, until_on FROM charge WHERE code <> 'VAT'"
                         " AND amount_cents <> 0")  # fmt: skip
    # 1 080 000 x 36 150 ppm x 5 / 360 = 542.25
    assert charged == [(542, date(2026, 1, 16), date(2026, 1, 21))]
    assert world.available(contract) == 120_000 - 542


def test_what_no_invoice_was_told_for_is_matched_by_its_text(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 1_200_000, text="votre facture FA-1")
    remit(world)
    world.close(date(2026, 1, 20))
    assert opens(world) == [("FA-1", 0, date(2026, 3, 31))]


def test_what_nothing_tells_waits_on_the_buyer(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 700_000)
    remit(world)
    world.close(date(2026, 1, 20))
    assert sums(world, contract) == (700_000, 0, 1_200_000, -700_000)
    assert world.rows("SELECT open_cents, buyer_id FROM payment") == [
        (700_000, world.ids["BETA SA"])
    ]


def test_an_invoice_paid_meanwhile_leaves_the_rest_waiting(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    remit(world)
    world.bank({"cents": 500_000, "text": "FA-1", "payer_name": "BETA SA"})
    world.close(date(2026, 1, 20))
    assert opens(world) == [("FA-1", 0, date(2026, 3, 31))]
    assert world.rows("SELECT open_cents FROM payment WHERE bank_movement_id = 0") == [(500_000,)]


def test_two_instruments_do_not_promise_the_same_invoice_twice(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 800_000, pays={"FA-1": 800_000})
    with refused(world.conn, "amount_too_large", amount_cents=500_000, most_cents=400_000):
        cheque(world, contract, 500_000, "7654321", pays={"FA-1": 500_000})
    cheque(world, contract, 500_000, "7654321", pays={"FA-1": 400_000})


def test_money_of_an_instrument_is_allocated_by_hand_with_its_own_value_date(world: World) -> None:
    contract = assigned(world, collection_value_days=3)
    cheque(world, contract, 700_000)
    remit(world)
    world.close(date(2026, 1, 20))
    waits = int(world.one("SELECT id FROM payment"))
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=waits,
                  invoices={str(invoice(world, "FA-1")): 700_000})  # fmt: skip
    assert world.rows("SELECT value_on FROM entry WHERE key LIKE 'allocation/%%'") == [
        (date(2026, 1, 20),)
    ]
    world.close()


def test_instruments_of_two_contracts_go_in_one_slip_and_come_in_one_credit(world: World) -> None:
    first = assigned(world)
    second = world.contract("C-2", fee_ppm=0)
    world.limit(second, "BETA SA", 5_000_000)
    world.remit(second, {"number": "FB-1", "cents": 500_000, "due_on": date(2026, 3, 31)})
    cheque(world, first, 1_200_000, pays={"FA-1": 1_200_000})
    cheque(world, second, 500_000, "7654321", pays={"FB-1": 500_000})
    sent = remit(world)
    assert (sent["count"], sent["total_cents"]) == (2, 1_700_000)
    told = world.bank({"cents": 1_700_000, "text": "REMISE CHQ 2"})
    assert (told["collected"], told["received"]) == (2, 0)
    assert [world.balance(each, "BNK") for each in (first, second)] == [1_200_000, 500_000]
    world.close(date(2026, 1, 20))
    assert sums(world, first) == sums(world, second) == (0, 0, 0, 0)


def test_a_transfer_of_the_same_amount_is_not_taken_for_the_slip(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 1_200_000)
    remit(world)
    told = world.bank({"cents": 1_200_000, "text": "FA-1", "payer_name": "BETA SA"})
    assert (told["collected"], told["received"]) == (0, 1)
    assert sums(world, contract)[0] == 1_200_000


def test_two_slips_of_one_amount_are_told_by_their_reference_only(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 300_000, "1111111")
    first = remit(world)
    cheque(world, contract, 300_000, "2222222")
    second = remit(world)
    assert world.bank({"cents": 300_000, "text": "REMISE CHEQUES"})["collected"] == 0
    told = world.bank({"cents": 300_000, "text": f"REMISE {second['reference']}"})
    assert told["collected"] == 1
    done = world.rows("SELECT collection_id FROM instrument_step r WHERE step = 'REMITTED' AND"
                      " EXISTS (SELECT FROM instrument_step s WHERE s.step = 'SETTLED'"
                      " AND s.instrument_id = r.instrument_id)")  # fmt: skip
    assert done == [(second["collection_id"],)]
    assert first["collection_id"] != second["collection_id"]


def test_a_credit_that_waits_is_named_by_hand(
    world: World, connect_to: Callable[[str], psycopg.Connection]
) -> None:
    contract = assigned(world)
    cheque(world, contract, 300_000, "1111111")
    first = remit(world)
    cheque(world, contract, 300_000, "2222222")
    remit(world)
    world.bank({"cents": 300_000, "text": "REMISE CHEQUES"})
    waits = int(world.one("SELECT id FROM payment WHERE contract_id = %s", world.house))
    settled = takes_its_turn(connect_to, world.asked("tania"), lambda: collected.settle_collection(
        world.conn, world.asked("tania"), collection_id=first["collection_id"], payment_id=waits,
        instrument_ids=[],
    ))  # fmt: skip
    assert (settled["count"], settled["settled_cents"]) == (1, 300_000)
    assert sums(world, contract)[:2] == (300_000, -600_000)
    assert [world.balance(world.house, each) for each in ("UNAL", "LINK")] == [0, -300_000]
    assert world.balance(contract, "LINK") == 300_000
    world.close(date(2026, 1, 20))
    with refused(world.conn, "payment_unknown", payment_id=waits):
        collected.settle_collection(
            world.conn, world.asked("tania"), collection_id=first["collection_id"],
            payment_id=waits, instrument_ids=[],
        )  # fmt: skip


def test_one_credit_for_two_remittances_is_parted_first(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 300_000)
    first = remit(world)
    cheque(world, contract, 50_000, number="7654321")
    second = remit(world)
    world.bank({"cents": 350_000, "text": "NO WORD"})
    waits = int(world.one("SELECT id FROM payment WHERE contract_id = %s", world.house))
    for slip, cents in ((first, 300_000), (second, 50_000)):
        with refused(world.conn, "credit_differs", payment_cents=350_000, items_cents=cents):
            collected.settle_collection(
                world.conn, world.asked("tania"), collection_id=slip["collection_id"],
                payment_id=waits, instrument_ids=[])  # fmt: skip


def test_what_is_remitted_is_remitted_once(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 300_000)
    asked = {"payment_means": "CHQ", "own_account_id": world.ids["bank"], "scheme": "CORE",
             "instrument_ids": None}  # fmt: skip
    first = collecting.remit_instruments(world.conn, world.asked("tania", "one"), **asked)
    assert collecting.remit_instruments(world.conn, world.asked("tania", "one"), **asked) == first
    assert remit(world) == {"payment_means": "CHQ", "count": 0, "total_cents": 0, "lots": [],
                            "instruments": [], "left_out": []}  # fmt: skip
    slip = bytes(world.one("SELECT content FROM document")).decode("utf-8-sig")
    assert slip.splitlines() == [
        f"Bordereau de remise de chèques;{first['reference']};16/01/2026",
        "Bénéficiaire;FACTOR SA;FR7630006000011234567890189",
        "Numéro;Tireur;Compte;Émis le;Montant;Devise",
        "1234567;BETA SA;;16/01/2026;3000,00;EUR", "Total;1;;;3000,00;EUR",
    ]  # fmt: skip
    assert world.rows("SELECT kind, payload ->> 'name' FROM outbox") == [
        ("collection_file", first["file"])
    ]


def test_bills_need_what_the_bank_has_agreed(world: World) -> None:
    contract = assigned(world)
    bill(world, contract, 300_000, date(2026, 3, 31))
    with refused(world.conn, "issuer_missing", iban=FACTOR_IBAN):
        remit(world, "BILL")
    with refused(world.conn, "collecting_term_wrong", name="issuer_number", value="12345"):
        world.agree_with_bank(issuer_number="12345")
    with refused(world.conn, "collecting_term_wrong", name="creditor_identifier"):
        world.agree_with_bank(creditor_identifier="FR73ZZZ123456")
    with refused(world.conn, "collecting_term_wrong", name="cutoff_hour", value=24):
        world.agree_with_bank(cutoff_hour=24)
    with refused(world.conn, "own_account_unknown"):
        collecting.remit_instruments(
            world.conn, world.asked("tania"), payment_means="BILL", own_account_id=1,
            scheme="CORE", instrument_ids=None,
        )  # fmt: skip
    world.agree_with_bank()
    sent = remit(world, "BILL")
    lines = bytes(world.one("SELECT content FROM document")).decode("ascii").split("\r\n")
    assert (sent["count"], [len(line) for line in lines]) == (1, [160, 160, 160, 0])


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"cents": 0}, "amount_wrong"),
        ({"cents": 10**15}, "amount_wrong"),
        ({"number": "  "}, "instrument_wrong"),
        ({"number": "1" * 36}, "instrument_wrong"),
        ({"number": "12\x0034"}, "text_turns"),
        ({"issued_on": date(2026, 1, 17)}, "instrument_wrong"),
        ({"issued_on": date(2025, 1, 7)}, "cheque_too_old"),
        ({"account": "FR7630004000031234567890144"}, "iban_wrong"),
        ({"account": "'; DROP TABLE instrument; --"}, "iban_wrong"),
        ({"payment_means": "SDD"}, "means_unknown"),
        ({"buyer_id": 1}, "buyer_not_of_contract"),
        ({"payment_means": "LCR"}, "instrument_wrong"),
        ({"payment_means": "LCR", "due_on": date(2026, 1, 15)}, "instrument_wrong"),
        ({"payment_means": "BOR", "due_on": date(2026, 3, 31)}, "bill_account_wrong"),
        ({"payment_means": "BOR", "due_on": date(2026, 3, 31),
          "account": "DE89370400440532013000"}, "bill_account_wrong"),
        ({"pays": {"FA-1": 1_200_001}}, "amount_too_large"),
        ({"pays": {"FA-1": 300_001}}, "amount_too_large"),
    ],
)  # fmt: skip
def test_what_is_entered_wrong_is_refused(world: World, told: dict[str, Any], code: str) -> None:
    contract = assigned(world)
    told = {"cents": 300_000, "payment_means": "CHQ", "number": "1234567", **told}
    with refused(world.conn, code):
        receive(world, contract, told.pop("cents"), **told)


def test_a_cheque_may_be_paid_until_a_year_after_its_eight_days(world: World) -> None:
    contract = assigned(world)
    receive(world, contract, 300_000, payment_means="CHQ", number="1234567",
            issued_on=date(2025, 1, 8))  # fmt: skip
    assert world.rows("SELECT number, amount_cents, issued_on FROM instrument") == [
        ("1234567", 300_000, date(2025, 1, 8))]  # fmt: skip


def test_a_client_does_not_enter_instruments(world: World) -> None:
    contract = assigned(world)
    with refused(world.conn, "not_your_right", login="alice"):
        cheque(world, contract, 300_000, login="alice")
    with refused(world.conn, "not_your_right", login="anna"):
        collecting.remit_instruments(
            world.conn, world.asked("anna"), payment_means="CHQ", scheme="CORE",
            own_account_id=world.ids["bank"], instrument_ids=None,
        )  # fmt: skip


def uncredited(world: World, day: date) -> list[tuple[Any, ...]]:
    told = control.sheet(world.conn, world.conn, world.asked("aron"), day)["uncredited"]
    return [(row["payment_means"], row["value_on"], row["age_days"], row["amount_cents"])
            for row in told]  # fmt: skip


def test_what_our_bank_never_credits_is_named_until_it_is_credited_or_returned(
    world: World,
) -> None:
    contract = assigned(world)
    world.agree_with_bank()
    cheque(world, contract, 300_000, pays={"FA-1": 300_000})
    slip = remit(world)  # Friday 16 January, worth Tuesday 20
    due = bill(world, contract, 500_000, date(2026, 1, 26), pays={"FA-1": 500_000})
    remit(world, "BILL")  # worth Tuesday 27
    assert world.close(date(2026, 1, 22))["to_look_at"]["uncredited"]["count"] == 0
    told = world.close(date(2026, 1, 23))["to_look_at"]["uncredited"]
    assert told["sums"] == [{"currency": "EUR", "amount_cents": 300_000}]
    late = ("CHQ", date(2026, 1, 20), 3, 300_000)
    assert (uncredited(world, date(2026, 1, 22)), uncredited(world, world.on)) == ([], [late])
    told = world.close(date(2026, 1, 30))["to_look_at"]["uncredited"]
    assert [row["amount_cents"] for row in told["rows"]] == [300_000, 500_000]
    world.on = date(2026, 1, 31)
    world.bank({"cents": 300_000, "text": "of January"})
    collected.settle_collection(
        world.conn, world.asked("tania"), collection_id=told["rows"][0]["id"], instrument_ids=[],
        payment_id=int(world.one("SELECT id FROM payment WHERE contract_id = %s", world.house)),
    )  # fmt: skip
    told = world.close()["to_look_at"]
    assert [row["amount_cents"] for row in told["uncredited"]["rows"]] == [500_000]
    assert told["uncredited_from_on"] == "2026-01-26"  # what is older is not read again
    back(world, due)  # lost: the buyer owes it again
    assert world.close(date(2026, 2, 1))["to_look_at"]["uncredited"]["count"] == 0
    # What was so on a day stays so.
    assert uncredited(world, date(2026, 1, 23)) == [late]
    assert uncredited(world, world.on) == []
    assert (slip["total_cents"], world.balance(contract, "COLL")) == (300_000, 0)
