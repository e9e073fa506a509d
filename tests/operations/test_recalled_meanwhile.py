"""Money that the bank takes back does not leave a second time: the order that would give it away,
and is not at the bank yet, is taken back with it."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.banking import debits
from comptant.operations.banking.bank_proof import prove
from comptant.operations.collection import unknown_money
from comptant.operations.drawing import client_money
from comptant.operations.registry import parties
from tests.cast import called_long_ago
from tests.facts import World, open_world
from tests.houses import house
from tests.withdrawing import withdraw

CENTS = 500_000
NAMED = {"text": "NO WORD", "bank_reference": "R1"}
BETA_IBAN = "FR7630004000031234567890143"


@house
def world(writer: psycopg.Connection) -> World:
    """A contract with an invoice of BETA SA, money without a word, and an account of BETA SA."""
    made = open_world(writer)
    made.ids["C-1"] = made.contract(fee_ppm=0, is_interest_reserved=False)
    made.limit(made.ids["C-1"], "BETA SA", 50_000_000)
    made.remit(made.ids["C-1"], {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 10)})
    made.ids["account"] = made.approve(parties.propose_payee_account(
        made.conn, made.asked("anna"), party_id=made.ids["BETA SA"], bic=None, holder="BETA SA",
        iban=BETA_IBAN))["payee_account_id"]  # fmt: skip
    called_long_ago(made, made.ids["account"])
    return made


def received(world: World, **told: Any) -> int:
    world.bank({"cents": CENTS, **NAMED, **told})
    return int(world.one("SELECT max(id) FROM payment"))


def sent_back(world: World) -> Answer:
    """Money of nobody goes back to the account that it came from."""
    return unknown_money.return_unknown(
        world.conn, world.asked("tania"), payment_id=received(world), reason="nobody's",
        payee_account_id=world.ids["account"])  # fmt: skip


def refunded(world: World) -> Answer:
    """A part of a buyer's money goes back to it."""
    payment = received(world, payer_name="BETA SA")
    return client_money.refund(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"], payment_id=payment,
        amount_cents=CENTS - 1, payee_account_id=world.ids["account"])  # fmt: skip


def passed_on(world: World) -> Answer:
    """A buyer's money goes to the client."""
    payment = received(world, payer_name="BETA SA")
    world.on = date(2026, 1, 21)
    return client_money.forward(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=payment,
        amount_cents=None, payee_account_id=None, reason="his")  # fmt: skip


def recalled(world: World) -> tuple[int, int]:
    told = world.bank({"cents": -CENTS, "is_reversal": True, **NAMED})
    return told["reversed"], told["debits_to_explain"]


@pytest.mark.parametrize("ask", [sent_back, refunded, passed_on])
@pytest.mark.parametrize("is_released", [True, False])
def test_an_order_in_no_file_is_taken_back_with_its_money(
    world: World, ask: Any, is_released: bool
) -> None:
    order = ask(world)
    if is_released:
        world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "ada")
    assert recalled(world) == (1, 0)
    check_gone(world, order, is_released=is_released)


@pytest.mark.parametrize("ask", [sent_back, refunded, passed_on])
@pytest.mark.parametrize("is_released", [True, False])
def test_two_people_explain_a_debit_by_money_that_an_order_in_no_file_gives_away(
    world: World, ask: Any, is_released: bool
) -> None:
    order = ask(world)
    if is_released:
        world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "ada")
    assert world.bank({"cents": -CENTS, "text": "PRLV"})["debits_to_explain"] == 1
    before = steps_of(world, order)
    asked = debits.explain_debit(
        world.conn, world.asked("aron"), account=None, order_ids=[], reason="recalled",
        movement_id=world.one("SELECT max(id) FROM bank_movement"),
        payment_ids=[world.one("SELECT max(id) FROM payment")])  # fmt: skip
    assert steps_of(world, order) == before  # nothing before the second's word
    world.approve(asked, "ada")
    check_gone(world, order, is_released=is_released)


def steps_of(world: World, order: Answer) -> list[tuple[str]]:
    return world.rows("SELECT step FROM payment_order_step WHERE order_id = %s ORDER BY at",
                      order["order_id"])  # fmt: skip


def check_gone(world: World, order: Answer, *, is_released: bool) -> None:
    """The order is taken back, and nothing of the money is left anywhere."""
    steps = [("RELEASED",), ("REJECTED",)] if is_released else [("REFUSED",)]
    assert steps_of(world, order) == steps
    assert world.payout()["orders"] == []
    assert world.one("SELECT sum(open_cents)::bigint FROM payment") == 0
    assert all(world.one("SELECT coalesce(sum(amount_cents), 0)::bigint FROM balance"
                         " WHERE account = %s", account) == 0
               for account in ("UNAL", "TRAN", "SUSP", "BNK"))  # fmt: skip
    prove(world.conn)


def left(world: World) -> None:
    """The order is released, and its file is at the bank."""
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "ada")
    world.payout()


def owed(world: World) -> tuple[int, int]:
    """What the client's account owes more than before it came, and what its buyer owes us."""
    contract = world.ids["C-1"]
    return world.balance(contract, "CCA"), world.balance(contract, "DEBD")


@pytest.mark.parametrize("has_recourse", [True, False])
@pytest.mark.parametrize(("ask", "cents"), [(refunded, CENTS - 1), (passed_on, CENTS)])
def test_what_has_left_of_money_recalled_is_owed_by_who_has_it(
    world: World, ask: Any, cents: int, has_recourse: bool
) -> None:
    if not has_recourse:
        world.amend(world.ids["C-1"], {"has_recourse": False})
    before = owed(world)
    ask(world)
    left(world)
    assert recalled(world) == (1, 0)
    of_client = has_recourse or ask is passed_on
    client, buyer = (now - then for now, then in zip(owed(world), before, strict=True))
    assert (client, buyer) == ((cents, 0) if of_client else (0, cents))
    assert world.one("SELECT sum(open_cents)::bigint FROM payment") == 0
    prove(world.conn)


def test_nobody_owes_what_left_of_nobodys_money_a_person_explains_the_debit(world: World) -> None:
    sent_back(world)
    left(world)
    assert recalled(world) == (0, 1)


@pytest.mark.parametrize("has_recourse", [True, False])
@pytest.mark.parametrize("ask", [refunded, passed_on])
def test_nobody_owes_it_once_the_recall_is_withdrawn(
    world: World, ask: Any, has_recourse: bool
) -> None:
    if not has_recourse:
        world.amend(world.ids["C-1"], {"has_recourse": False})
    ask(world)
    left(world)
    before = owed(world), world.rows("SELECT amount_cents, open_cents FROM payment ORDER BY id")
    recalled(world)
    withdraw(world)
    assert (owed(world), world.rows("SELECT amount_cents, open_cents FROM payment ORDER BY id")
            ) == before  # fmt: skip
    prove(world.conn)


@pytest.mark.parametrize("told", [{"bank_reference": "R1"}, {"end_to_end_reference": "E-1"}])
def test_a_debit_that_bears_a_receipts_reference_pays_no_file_of_its_sum(
    world: World, told: dict[str, str]
) -> None:
    payment = received(world, payer_name="BETA SA", end_to_end_reference="E-1")
    world.draw(world.ids["C-1"], CENTS)
    world.payout()
    answer = world.bank({"cents": -CENTS, "text": "RETOUR", **told})
    assert (answer["executed"], answer["reversed"], answer["debits_to_explain"]) == (0, 1, 0)
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", payment) == 0
    answer = world.bank({"cents": -CENTS, "text": "VIREMENTS"})
    assert (answer["executed"], answer["reversed"], answer["debits_to_explain"]) == (1, 0, 0)
    prove(world.conn)
