"""Instruments that come back: by the statement or by hand, before and after their credit."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.banking import unpaid
from comptant.operations.collection import cash, instruments
from comptant.rules.collecting import short_reference
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import assigned, back, bill, cheque, invoice, opens, remit, sums
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def incidents(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT subject_id, value, source FROM term"
                      " WHERE name = 'payment_incident_on'")  # fmt: skip


def paid_by_cheque(world: World, **terms: Any) -> tuple[int, Answer]:
    """FA-1 paid by a cheque remitted on Friday 16 January, worth Tuesday 20."""
    contract = assigned(world, **terms)
    entered = cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    remit(world)
    return contract, entered


def test_before_its_credit_an_unpaid_cheque_leaves_the_invoice_as_it_was(world: World) -> None:
    contract, entered = paid_by_cheque(world)
    before = world.available(contract)
    world.on = date(2026, 1, 19)
    back(world, entered)
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    world.close(date(2026, 1, 20))
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    assert world.available(contract) == before
    assert world.rows("SELECT count(*) FROM payment") == [(0,)]
    assert incidents(world) == [(world.ids["BETA SA"], "2026-01-19", "CHQ 1234567: AM04")]


def test_after_its_credit_the_invoice_reopens_from_its_due_date(world: World) -> None:
    contract, entered = paid_by_cheque(world)
    world.close(date(2026, 1, 20))
    assert world.available(contract) == 1_200_000
    world.on = date(2026, 1, 28)
    back(world, entered)
    assert opens(world) == [("FA-1", 1_200_000, date(2026, 3, 31))]
    assert world.rows("SELECT approved_cents FROM invoice") == [(1_200_000,)]
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    assert world.available(contract) == 1_080_000
    # The money came and went with one value date: that of the credit.
    values = world.rows(
        "SELECT DISTINCT e.value_on FROM movement m JOIN entry e ON e.id = m.entry_id"
        " WHERE m.account = 'UNAL' OR m.amount_cents < 0"
    )
    assert values == [(date(2026, 1, 20),)]
    assert world.rows("SELECT sum(amount_cents)::bigint FROM balance WHERE value_on ="
                      " '2026-01-20' AND account IN ('DEB', 'UNAL')") == [(0,)]  # fmt: skip
    world.close()


def test_the_charge_that_a_return_makes_owed_is_billed_with_its_days(world: World) -> None:
    """10 800.00 drawn on 16 January. The cheque worth the 20th stops the charge, its return on
    10 February owes it from the 20th again: 12 days of January that were not billed."""
    contract, entered = paid_by_cheque(world, interest_billing="MONTHLY")
    world.draw(contract)
    world.close(date(2026, 2, 9))
    billed = world.rows("SELECT amount_cents FROM charge WHERE code = 'INT'")
    assert billed == [(434,)]  # 4 days to the 20th: 1 080 000 x 36 150 ppm x 4 / 360 = 433.80
    world.on = date(2026, 2, 10)
    back(world, entered)
    world.close(date(2026, 2, 10))
    billed = world.rows("SELECT amount_cents FROM charge WHERE code = 'INT' ORDER BY id")
    # 16 days: 1735.20, and 434 cents more used since 31 January bear nothing in January.
    assert billed == [(434,), (1_301,)]


def test_the_bank_debits_what_it_had_credited(world: World) -> None:
    contract, _ = paid_by_cheque(world)
    world.on = date(2026, 1, 19)
    world.bank({"cents": 1_200_000, "text": "REMISE CHEQUES"})
    world.close(date(2026, 1, 20))
    world.on = date(2026, 1, 23)
    told = world.bank({"cents": -1_200_000, "text": "CHEQUE IMPAYE 1234567"})
    assert (told["unpaid"], told["debits_to_explain"]) == (1, 0)
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    assert world.balance(contract, "BNK") == 0
    assert opens(world) == [("FA-1", 1_200_000, date(2026, 3, 31))]
    assert incidents(world)[0][2] == "CHQ 1234567: CHEQUE IMPAYE 1234567"
    world.close()


def test_a_bill_unpaid_after_its_settlement_and_before_its_credit(world: World) -> None:
    contract = assigned(world)
    world.agree_with_bank()
    entered = bill(world, contract, 1_200_000, date(2026, 1, 30), pays={"FA-1": 1_200_000})
    remit(world, "BILL")
    world.on = date(2026, 1, 30)
    assert world.bank({"cents": 1_200_000, "text": "EFFETS A L'ENCAISSEMENT"})["collected"] == 1
    world.on = date(2026, 1, 31)
    text = f"IMPAYE {short_reference(entered['instrument_id'])}"
    told = world.bank({"cents": -1_200_000, "text": text})
    assert told["unpaid"] == 1
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    world.close(date(2026, 2, 2))
    assert sums(world, contract) == (0, 0, 1_200_000, 0)


def test_an_unpaid_item_of_an_amount_that_two_have_waits_in_suspense(world: World) -> None:
    contract = assigned(world)
    first = cheque(world, contract, 300_000, "1111111")
    cheque(world, contract, 300_000, "2222222")
    sent = remit(world)
    world.bank({"cents": 600_000, "text": sent["reference"]})
    told = world.bank({"cents": -300_000, "text": "CHEQUE IMPAYE", "operation_code": "03"})
    assert (told["unpaid"], told["debits_to_explain"]) == (0, 1)
    debit = int(world.one("SELECT max(id) FROM bank_movement"))
    back(world, first, debit)
    assert sums(world, contract) == (0, -300_000, 1_200_000, 0)
    assert [world.balance(world.house, each) for each in ("SUSP", "LINK")] == [0, 300_000]
    assert world.balance(contract, "LINK") == -300_000
    with refused(world.conn, "debit_unknown", movement_id=debit):
        back(world, first, debit)
    world.close(date(2026, 1, 20))


def test_a_return_told_by_hand_waits_for_its_debit_in_collection(world: World) -> None:
    """The notice comes by post before the statement: our bank's claim is on the account."""
    contract, entered = paid_by_cheque(world)
    world.on = date(2026, 1, 19)
    world.bank({"cents": 1_200_000, "text": "REMISE CHEQUES"})
    back(world, entered)
    assert sums(world, contract) == (-1_200_000, 0, 1_200_000, 0)
    with refused(world.conn, "instrument_step_taken", instrument_step="RETURNED"):
        back(world, entered)
    world.close(date(2026, 1, 20))
    world.on = date(2026, 1, 21)
    assert world.bank({"cents": -1_200_000, "text": "CHQ 1234567"})["unpaid"] == 1
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    assert len(incidents(world)) == 1
    world.close()


def test_a_cheque_comes_again_after_it_was_returned(world: World) -> None:
    contract, entered = paid_by_cheque(world)
    with refused(world.conn, "instrument_known", number="1234567"):
        cheque(world, contract, 1_200_000)
    back(world, entered)
    again = cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    assert again["presentation"] == 2
    remit(world)
    world.close(date(2026, 1, 20))
    assert opens(world) == [("FA-1", 0, date(2026, 3, 31))]


def test_a_cheque_that_paid_two_invoices_with_the_rest_waiting_comes_back_whole(
    world: World,
) -> None:
    contract = assigned(world)
    world.remit(contract, {"number": "FA-2", "cents": 500_000, "due_on": date(2026, 4, 30)})
    entered = cheque(world, contract, 1_900_000, pays={"FA-1": 1_200_000, "FA-2": 500_000})
    remit(world)
    world.close(date(2026, 1, 20))
    waits = world.rows("SELECT id, open_cents FROM payment")
    assert [cents for _, cents in waits] == [200_000]
    world.remit(contract, {"number": "FA-3", "cents": 150_000, "due_on": date(2026, 4, 30)})
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=waits[0][0],
                  invoices={str(invoice(world, "FA-3")): 150_000})  # fmt: skip
    back(world, entered)
    assert [row[1] for row in opens(world)] == [1_200_000, 500_000, 150_000]
    assert sums(world, contract) == (0, 0, 1_850_000, 0)
    world.close()


def test_what_was_never_remitted_is_cancelled_not_returned(world: World) -> None:
    contract = assigned(world)
    entered = cheque(world, contract, 300_000)
    with refused(world.conn, "instrument_not_remitted", instrument_id=entered["instrument_id"]):
        back(world, entered)
    with refused(world.conn, "reason_missing"):
        back(world, entered, reason=" ")
    ask = {"contract_id": contract, "instrument_id": entered["instrument_id"]}
    instruments.cancel_instrument(world.conn, world.asked("anna"), reason="given back", **ask)
    with refused(world.conn, "instrument_step_taken", instrument_step="CANCELLED"):
        instruments.cancel_instrument(world.conn, world.asked("anna"), reason="again", **ask)
    assert remit(world)["count"] == 0
    cheque(world, contract, 300_000)


def test_a_return_under_one_key_is_done_once(world: World) -> None:
    contract, entered = paid_by_cheque(world)
    ask = {"contract_id": contract, "instrument_id": entered["instrument_id"], "reason": "AM04",
           "movement_id": None}  # fmt: skip
    first = unpaid.return_instrument(world.conn, world.asked("tania", "one"), **ask)
    assert unpaid.return_instrument(world.conn, world.asked("tania", "one"), **ask) == first
    assert world.rows("SELECT count(*) FROM instrument_step WHERE step = 'RETURNED'") == [(1,)]


def test_an_unpaid_item_is_billed_once_with_vat_where_the_contract_says_so(world: World) -> None:
    contract, entered = paid_by_cheque(world, unpaid_fee_cents=1_500)
    back(world, entered)
    lines = "SELECT code, clause, vat_class, base_cents, rate_ppm, amount_cents FROM charge" \
        " WHERE contract_id = %s ORDER BY id"  # fmt: skip
    assert world.rows(lines, contract) == [
        ("FEE-IMP", "price, fee per unpaid item", "TAXABLE_STD", 1_200_000, 0, 1_500),
        ("VAT", "CGI art. 278", "TAXABLE_STD", 1_500, 200_000, 300),
    ]  # 15.00 and 20 % of it: 18.00 on the client's account
    assert world.rows(
        "SELECT p.account, p.amount_cents FROM posting p JOIN entry e ON e.id = p.entry_id"
        " WHERE e.event = 'unpaid_fee' ORDER BY 1") == [
        ("CCA", 1_800), ("FEE", -1_500), ("VATC", -300)]  # fmt: skip
    with refused(world.conn, "instrument_step_taken"):
        back(world, entered)
    world.close()
    assert len(world.rows(lines, contract)) == 2


def test_an_unpaid_item_is_free_where_the_contract_says_nothing(world: World) -> None:
    contract, entered = paid_by_cheque(world)
    back(world, entered)
    assert world.rows("SELECT code FROM charge WHERE contract_id = %s", contract) == []
