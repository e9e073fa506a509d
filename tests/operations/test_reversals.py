"""Money that the bank takes back: un-booked by its statement, or once two people explain it."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.banking import debits
from comptant.operations.banking.bank_proof import prove
from comptant.operations.collection import reallocation, unknown_money
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FIRST, SECOND = 1_200_000, 750_000
BETA = {"text": "FA-1", "payer_name": "BETA SA"}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def funded(world: World, **terms: Any) -> int:
    """A contract with two open invoices of BETA SA, drawn, a month later."""
    contract = world.contract(**terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 2, 10)},
        {"number": "FA-2", "cents": SECOND, "due_on": date(2026, 2, 20)},
    )
    world.on = date(2026, 2, 16)
    return contract


def reversal(cents: int, **told: Any) -> dict[str, Any]:
    """A debit that the bank calls a reversal."""
    return {"cents": -cents, "is_reversal": True, **BETA, **told}


def invoices(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT invoice_number, open_cents, approved_cents, due_on FROM invoice ORDER BY id"
    )


def cash_of(world: World) -> list[tuple[int, int]]:
    """Each payment: received, still waiting."""
    return world.rows("SELECT amount_cents, open_cents FROM payment ORDER BY id")


def explain(world: World, movement: int, *payments: int, account: str | None = None,
            reason: str = "recall") -> Answer:  # fmt: skip
    return debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=movement, account=account,
        order_ids=[], payment_ids=list(payments), reason=reason,
    )  # fmt: skip


def last_debit(world: World) -> int:
    return int(world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0"))


def payment_of(world: World, contract: int) -> int:
    return int(world.one("SELECT max(id) FROM payment WHERE contract_id = %s", contract))


REOPENED = [("FA-1", FIRST, FIRST, date(2026, 2, 10)), ("FA-2", SECOND, SECOND, date(2026, 2, 20))]


def test_a_reversal_reopens_the_invoices_with_their_due_dates(world: World) -> None:
    contract = funded(world)
    before = world.available(contract)
    world.bank({"cents": FIRST, **BETA})
    assert invoices(world)[0][:3] == ("FA-1", 0, 0)
    world.on = date(2026, 2, 18)
    answer = world.bank(reversal(FIRST))
    assert (answer["reversed"], answer["debits_to_explain"]) == (1, 0)
    assert invoices(world) == REOPENED
    assert cash_of(world) == [(FIRST, 0)]
    balances = {name: world.balance(contract, name) for name in ("BNK", "UNAL", "DEB")}
    assert balances == {"BNK": 0, "UNAL": 0, "DEB": FIRST + SECOND}
    # The fee of FA-1 was billed at its collection and stays earned.
    assert world.available(contract) == before - world.one(
        "SELECT sum(amount_cents)::bigint FROM charge WHERE code IN ('FEE-AFF', 'VAT')"
    )
    assert world.rows("SELECT value_on FROM entry WHERE key LIKE 'movement/%%'") == [(world.on,)]
    assert prove(world.conn) == 1
    world.close()


def test_the_charge_counts_again_from_the_value_date_of_the_reversal(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": FIRST, **BETA})
    world.on = date(2026, 2, 18)
    world.bank(reversal(FIRST, value_on=date(2026, 2, 17)))
    changes = world.rows(
        "SELECT value_on, sum(amount_cents)::bigint FROM balance WHERE contract_id = %s"
        " AND account IN ('DEB', 'UNAL') AND value_on > '2026-02-01' GROUP BY 1 ORDER BY 1",
        contract,
    )
    assert changes == [(date(2026, 2, 16), -FIRST), (date(2026, 2, 17), FIRST)]


def test_what_went_back_to_the_client_goes_back_with_the_part_that_was_paid(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 700_000, **BETA})
    (of,) = world.rows("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=list(of),
                     reason="DISPUTE")  # fmt: skip
    account = world.balance(contract, "CCA")
    assert invoices(world)[0][:3] == ("FA-1", 0, 0)
    world.on = date(2026, 2, 18)
    assert world.bank(reversal(700_000))["reversed"] == 1
    assert invoices(world)[0][:3] == ("FA-1", 0, 0)
    assert invoices(world)[1:] == REOPENED[1:]
    assert world.balance(contract, "DEB") == SECOND
    assert world.balance(contract, "CCA") == account + 700_000
    assert prove(world.conn) == 1
    world.close()


def test_a_reversal_of_money_that_waits_takes_it_out_of_the_exposure(world: World) -> None:
    contract = funded(world)
    before = world.available(contract), invoices(world)
    world.bank({"cents": 5_000, "text": "NO NUMBER", "payer_name": "BETA SA"})
    assert world.available(contract) == before[0] + 500
    assert world.bank(reversal(5_000, text="NO NUMBER"))["reversed"] == 1
    assert (world.available(contract), invoices(world)) == before
    world.close()


def test_a_reversal_of_money_of_nobody_leaves_the_house(world: World) -> None:
    world.bank({"cents": 5_000, "text": "WHO"})
    assert world.bank(reversal(5_000, text="WHO"))["reversed"] == 1
    assert (world.balance(world.house, "UNAL"), world.balance(world.house, "BNK")) == (0, 0)
    assert cash_of(world) == [(5_000, 0)]


def test_one_transfer_that_paid_several_contracts_is_taken_back_from_each(world: World) -> None:
    first = funded(world)
    second = world.contract("C-2")
    world.limit(second, "GAMMA SA", 5_000_000)
    world.remit(second, {"number": "GA-1", "cents": 30_000, "buyer": "GAMMA SA",
                         "due_on": date(2026, 3, 1)})  # fmt: skip
    world.bank({"cents": FIRST + 30_000, "text": "FA-1 GA-1"})
    assert [row[1] for row in invoices(world)] == [0, SECOND, 0]
    assert world.bank(reversal(FIRST + 30_000, text="FA-1 GA-1"))["reversed"] == 1
    assert [row[1] for row in invoices(world)] == [FIRST, SECOND, 30_000]
    for contract in (first, second):
        assert (world.balance(contract, "BNK"), world.balance(contract, "UNAL")) == (0, 0)
    assert prove(world.conn) == 1


def test_a_credit_and_its_reversal_in_one_statement_leave_the_invoice_open(world: World) -> None:
    funded(world)
    answer = world.bank({"cents": FIRST, **BETA}, reversal(FIRST))
    assert (answer["received"], answer["reversed"], answer["debits_to_explain"]) == (1, 1, 0)
    assert invoices(world) == REOPENED
    assert prove(world.conn) == 1


def test_the_second_of_two_debits_of_one_reversal_waits_for_an_explanation(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": FIRST, **BETA})
    answer = world.bank(reversal(FIRST), reversal(FIRST))
    assert (answer["reversed"], answer["debits_to_explain"]) == (1, 1)
    assert invoices(world) == REOPENED
    assert world.balance(world.house, "SUSP") == FIRST
    assert world.balance(contract, "BNK") == 0
    # The same again another day: the payment is gone already.
    assert world.bank(reversal(FIRST))["debits_to_explain"] == 1
    assert prove(world.conn) == 1


def test_two_payments_alike_are_not_told_apart_by_a_reversal(world: World) -> None:
    funded(world)
    world.bank({"cents": 5_000, "text": "WHO"}, {"cents": 5_000, "text": "WHO"})
    answer = world.bank(reversal(5_000, text="WHO"))
    assert (answer["reversed"], answer["debits_to_explain"]) == (0, 1)
    assert cash_of(world) == [(5_000, 5_000)] * 2


def test_the_bank_reference_tells_which_of_two_payments_is_reversed(world: World) -> None:
    world.bank({"cents": 5_000, "text": "WHO", "bank_reference": "R-1"},
               {"cents": 5_000, "text": "WHO", "bank_reference": "R-2"})  # fmt: skip
    answer = world.bank(reversal(5_000, text="ANNULATION", bank_reference="R-2"))
    assert answer["reversed"] == 1
    assert cash_of(world) == [(5_000, 5_000), (5_000, 0)]


def test_a_partial_reversal_is_explained_and_taken_from_what_waits(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": FIRST, **BETA})
    assert world.bank(reversal(300_000))["debits_to_explain"] == 1
    payment, debit = payment_of(world, contract), last_debit(world)
    with refused(world.conn, "payment_allocated", payment_id=payment, open_cents=0,
                 debit_cents=300_000):  # fmt: skip
        explain(world, debit, payment)
    reallocation.reallocate(world.conn, world.asked("anna"), contract_id=contract,
                            payment_id=payment, invoice_ids=[], to={})  # fmt: skip
    world.approve(explain(world, debit, payment), "aron")
    assert cash_of(world) == [(FIRST, FIRST - 300_000)]
    assert world.balance(world.house, "SUSP") == 0
    assert world.balance(contract, "UNAL") == -(FIRST - 300_000)
    # The rest of the same reversal comes as a second debit: nobody guesses, a person says.
    assert world.bank(reversal(FIRST - 300_000))["debits_to_explain"] == 1
    world.approve(explain(world, last_debit(world), payment), "aron")
    assert cash_of(world) == [(FIRST, 0)]
    assert invoices(world) == REOPENED
    assert (world.balance(world.house, "SUSP"), world.balance(contract, "UNAL")) == (0, 0)
    world.close()


def test_after_a_part_was_taken_back_the_whole_is_not_reversed_by_itself(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 5_000, "text": "NO NUMBER", "payer_name": "BETA SA"})
    world.bank(reversal(2_000, text="NO NUMBER"))
    world.approve(explain(world, last_debit(world), payment_of(world, contract)), "aron")
    answer = world.bank(reversal(5_000, text="NO NUMBER"))
    assert (answer["reversed"], answer["debits_to_explain"]) == (0, 1)
    assert cash_of(world) == [(5_000, 3_000)]


def test_two_people_explain_a_debit_as_a_payment_taken_back(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": FIRST, **BETA})
    world.bank({"cents": -FIRST, "text": "RAPPEL DE VIREMENT"})
    assert world.balance(world.house, "SUSP") == FIRST
    proposed = explain(world, last_debit(world), payment_of(world, contract))
    assert proposed["amount_cents"] == FIRST
    assert invoices(world)[0][1] == 0  # nothing yet
    with refused(world.conn, "same_person"):
        world.approve(proposed, "tania")
    world.approve(proposed, "aron")
    assert invoices(world) == REOPENED
    assert (world.balance(world.house, "SUSP"), world.balance(contract, "UNAL")) == (0, 0)
    assert (world.balance(world.house, "LINK"), world.balance(contract, "LINK")) == (
        FIRST, -FIRST)  # fmt: skip
    assert prove(world.conn) == 1
    world.close()


@pytest.mark.parametrize("account", ["BFEE", "BINT", "VATC", "DIFF"])
def test_two_people_explain_a_debit_as_a_cost(world: World, account: str) -> None:
    world.bank({"cents": -4_200, "text": "STAMP"})
    world.approve(explain(world, last_debit(world), account=account), "aron")
    assert (world.balance(world.house, "SUSP"), world.balance(world.house, account)) == (0, 4_200)
    with refused(world.conn, "debit_unknown", movement_id=last_debit(world)):
        explain(world, last_debit(world), account=account)


def test_a_debit_proposed_twice_is_booked_once(world: World) -> None:
    world.bank({"cents": -4_200, "text": "STAMP"})
    first, second = (explain(world, last_debit(world), account=name) for name in ("BFEE", "DIFF"))
    world.approve(first, "aron")
    world.lapses(second, "debit_unknown", "aron")
    assert world.balance(world.house, "BFEE") == 4_200


def test_what_does_not_explain_a_debit_is_refused(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 5_000, "text": "NO NUMBER", "payer_name": "BETA SA"})
    payment = payment_of(world, contract)
    world.bank({"cents": -6_000, "text": "UNKNOWN"}, {"cents": -1, "operation_code": "62"})
    debit, charge = (int(id_) for (id_,) in world.rows(
        "SELECT id FROM bank_movement WHERE amount_cents < 0 ORDER BY id"))  # fmt: skip
    with refused(world.conn, "payments_differ", payments_cents=5_000, debit_cents=6_000):
        explain(world, debit, payment)
    with refused(world.conn, "payment_not_received", payment_id=7):
        explain(world, debit, payment, 7)
    for told in ({}, {"account": "BFEE"}):
        with refused(world.conn, "account_or_payments"):
            explain(world, debit, *([payment] if told else []), **told)
    with refused(world.conn, "account_not_by_hand", account="BNK"):
        explain(world, debit, account="BNK")
    with refused(world.conn, "reason_missing"):
        explain(world, debit, account="BFEE", reason=" ")
    with refused(world.conn, "debit_unknown", movement_id=charge):
        explain(world, charge, account="BFEE")
    with refused(world.conn, "debit_unknown", movement_id=12):
        explain(world, 12, account="BFEE")


def test_money_that_was_sent_back_already_is_not_taken_back_again(world: World) -> None:
    world.bank({"cents": 5_000, "text": "WHO"})
    payment = payment_of(world, world.house)
    payee = world.one("SELECT id FROM payee_account")
    world.approve(unknown_money.return_unknown(world.conn, world.asked("tania"), payment_id=payment,
                                      payee_account_id=payee), "ada")  # fmt: skip
    world.payout()
    answer = world.bank(reversal(5_000, text="WHO"))
    assert (answer["reversed"], answer["debits_to_explain"]) == (0, 1)
    with refused(world.conn, "payment_not_whole", payment_id=payment):
        explain(world, last_debit(world), payment)


def test_money_identified_since_is_taken_back_from_where_it_is(world: World) -> None:
    contract = funded(world)
    world.bank({"cents": 5_000, "text": "WHO"})
    unknown = payment_of(world, world.house)
    unknown_money.identify(world.conn, world.asked("anna"), payment_id=unknown,
                  contract_id=contract, buyer_id=world.ids["BETA SA"])  # fmt: skip
    assert world.bank(reversal(5_000, text="WHO"))["reversed"] == 1
    assert (world.balance(contract, "UNAL"), world.balance(world.house, "UNAL")) == (0, 0)
    assert prove(world.conn) == 1
