"""Money of an instrument given away before the instrument came back unpaid: who owes it then, and
how long a refund waits. Money of nobody goes back to whoever had paid it."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import outbox
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import moving, unknown_money
from comptant.operations.drawing import client_money, releases
from comptant.operations.paying import outcomes
from comptant.operations.registry import parties
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import BETA_IBAN, assigned, back, cheque, opens, remit
from tests.traces import refused

SETTLED_ON = date(2026, 1, 20)
ACCOUNTS = ("BNK", "TRAN", "COLL", "INCO", "UNAL", "DEB", "DEBD", "CCA")
STRANGER = "DE89370400440532013000"


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def surplus(world: World, **terms: Any) -> tuple[int, Answer]:
    """FA-1 (12 000.00) paid by a cheque of 15 000.00 that our bank has credited on 20 January."""
    contract = assigned(world, **terms)
    entered = cheque(world, contract, 1_500_000, pays={"FA-1": 1_200_000})
    remit(world)
    world.close(SETTLED_ON)
    world.on = SETTLED_ON
    assert world.bank({"cents": 1_500_000, "text": "REMISE CHEQUES"})["collected"] == 1
    return contract, entered


def account_of(world: World, name: str, iban: str) -> int:
    asked = parties.propose_payee_account(world.conn, world.asked("anna"), bic=None, iban=iban,
                                          party_id=world.ids[name], holder=name)  # fmt: skip
    return int(world.approve(asked)["payee_account_id"])


def waiting(world: World, contract: int) -> int:
    return int(world.one("SELECT min(id) FROM payment WHERE contract_id = %s", contract))


def refund(world: World, contract: int, payee: int, reason: str = "") -> Answer:
    return client_money.refund(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=None, reason=reason,
        payment_id=waiting(world, contract), payee_account_id=payee,
    )  # fmt: skip


def refunded(world: World, contract: int) -> Answer:
    """3 000.00 given back to BETA early, with a reason, released and sent."""
    order = refund(world, contract, account_of(world, "BETA SA", BETA_IBAN), "known for years")
    world.approve(order, "ada")
    world.payout()
    return order


def books(world: World, contract: int) -> dict[str, int]:
    told = {account: world.balance(contract, account) for account in ACCOUNTS}
    return {account: cents for account, cents in told.items() if cents}


def proved(world: World) -> bool:
    """Ledger and sub-ledgers agree, by night and over the whole history."""
    return not contradictions_of_house(world.conn)


def test_a_refund_of_a_cheque_waits_for_the_bank_then_thirty_days(world: World) -> None:
    contract = assigned(world)
    entered = cheque(world, contract, 1_500_000, pays={"FA-1": 1_200_000})
    remit(world)
    world.close(SETTLED_ON)
    payee = account_of(world, "BETA SA", BETA_IBAN)
    with refused(world.conn, "refund_uncredited", instrument_id=entered["instrument_id"]):
        refund(world, contract, payee, "a good buyer")
    world.on = SETTLED_ON
    world.bank({"cents": 1_500_000, "text": "REMISE CHEQUES"})
    last = SETTLED_ON + timedelta(days=30)
    with refused(world.conn, "refund_too_early", first_on=last, settled_on=SETTLED_ON):
        refund(world, contract, payee)
    world.on = last - timedelta(days=1)
    with refused(world.conn, "refund_too_early", first_on=last, settled_on=SETTLED_ON):
        refund(world, contract, payee, "  ")
    early = refund(world, contract, payee, "a good buyer")
    said = world.one("SELECT arguments -> 'said' FROM approval WHERE id = %s",
                     early["approval_id"])  # fmt: skip
    assert said == {"payer_name": "BETA SA", "payer_iban": None, "reason": "a good buyer",
                    "first_on": last.isoformat()}  # fmt: skip
    world.approve(early, "ada", is_yes=False)
    world.on = last
    assert refund(world, contract, payee)["amount_cents"] == 300_000


def test_a_refunded_surplus_of_an_unpaid_cheque_is_the_clients_with_recourse(world: World) -> None:
    contract, entered = surplus(world)
    before = world.available(contract)
    order = refunded(world, contract)
    world.on = date(2026, 1, 21)
    world.bank({"cents": -300_000, "end_to_end_reference": order["reference"]})
    world.on = date(2026, 1, 28)
    told = world.bank({"cents": -1_500_000, "text": "CHEQUE IMPAYE 1234567"})
    assert (told["unpaid"], told["debits_to_explain"]) == (1, 0)
    assert opens(world) == [("FA-1", 1_200_000, date(2026, 3, 31))]
    # 15 000.00 came and went, 3 000.00 left: our bank and the client's account say the same.
    assert books(world, contract) == {"BNK": -300_000, "DEB": 1_200_000, "CCA": -900_000}
    assert world.available(contract) == before - 120_000 - 300_000
    assert world.rows("SELECT open_cents FROM payment") == [(0,)]
    assert world.rows("SELECT value_on FROM entry WHERE event = 'surplus_charged'") == [
        (date(2026, 1, 21),)]  # fmt: skip
    world.bank({"cents": 300_000, "text": "x", "payer_name": "BETA SA"})
    with refused(world.conn, "claim_unknown"):
        client_money.pay_claim(
            world.conn, world.asked("anna"), contract_id=contract, amount_cents=None,
            payment_id=world.one("SELECT max(id) FROM payment WHERE open_cents > 0"),
            instrument_id=entered["instrument_id"])  # fmt: skip
    assert proved(world)
    world.close(date(2026, 1, 30))


def test_without_recourse_the_buyer_owes_it_and_pays_it(world: World) -> None:
    contract, entered = surplus(world, has_recourse=False)
    refunded(world, contract)
    charged = world.balance(contract, "CCA")
    world.on = date(2026, 1, 28)
    answer = back(world, entered)
    assert (answer["charged_cents"], answer["claimed_cents"]) == (0, 300_000)
    assert opens(world) == [("FA-1", 1_200_000, date(2026, 3, 31))]
    assert books(world, contract) == {
        "BNK": 1_500_000, "TRAN": -300_000, "COLL": -1_500_000, "DEB": 1_200_000,
        "DEBD": 300_000, "CCA": charged}  # fmt: skip
    assert proved(world)
    world.close(date(2026, 1, 29))
    world.on = date(2026, 1, 30)
    world.bank({"cents": 400_000, "text": "sorry", "payer_name": "BETA SA"})
    paying = {"contract_id": contract, "instrument_id": entered["instrument_id"],
              "payment_id": world.one("SELECT id FROM payment WHERE open_cents > 0")}  # fmt: skip
    with refused(world.conn, "amount_too_large", amount_cents=300_001, most_cents=300_000):
        client_money.pay_claim(world.conn, world.asked("anna"), amount_cents=300_001, **paying)
    part = client_money.pay_claim(world.conn, world.asked("anna"), amount_cents=100_000, **paying)
    assert (part["paid_cents"], part["left_cents"]) == (100_000, 200_000)
    rest = client_money.pay_claim(world.conn, world.asked("anna"), amount_cents=None, **paying)
    assert (rest["paid_cents"], rest["left_cents"]) == (200_000, 0)
    assert world.balance(contract, "DEBD") == 0
    assert world.rows("SELECT open_cents FROM payment ORDER BY id") == [(0,), (100_000,)]
    assert proved(world)
    world.close(date(2026, 1, 30))


def test_a_refund_that_comes_back_ends_the_claim(world: World) -> None:
    """The buyer has paid a part of the claim meanwhile: so much waits for him again."""
    contract, entered = surplus(world, has_recourse=False)
    order = refunded(world, contract)
    world.on = date(2026, 1, 28)
    back(world, entered)
    world.bank({"cents": 100_000, "text": "sorry", "payer_name": "BETA SA"})
    client_money.pay_claim(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=None,
        payment_id=world.one("SELECT id FROM payment WHERE open_cents > 0"),
        instrument_id=entered["instrument_id"])  # fmt: skip
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=contract, order_id=order["order_id"],
        outcome="REJECTED", value_on=None, reason="AC04"), "aron")  # fmt: skip
    told = books(world, contract)
    assert (told.get("DEBD"), told.get("TRAN"), told["UNAL"]) == (None, None, -100_000)
    assert world.rows("SELECT open_cents FROM payment ORDER BY id") == [(100_000,), (0,)]
    assert proved(world)


def test_what_was_passed_on_to_the_client_is_his_to_give_back(world: World) -> None:
    """Without recourse too; an order that nobody has released yet is taken back."""
    contract, entered = surplus(world, has_recourse=False)
    world.on = date(2026, 1, 23)
    order = forward(world, contract)
    early = refund(world, contract, account_of(world, "BETA SA", BETA_IBAN), "they ask")
    before = world.balance(contract, "CCA")
    answer = back(world, entered)
    assert (answer["charged_cents"], answer["claimed_cents"]) == (200_000, 0)
    assert world.balance(contract, "CCA") == before + 200_000
    told = releases.release_many(
        world.conn, world.asked("tania"), order_ids=[order["order_id"], early["order_id"]]
    )
    assert [row["refusal"] for row in told["refused"]] == ["order_cancelled"] * 2
    assert world.balance(contract, "TRAN") == 0
    assert proved(world)
    world.close(date(2026, 1, 26))


def forward(world: World, contract: int, reason: str = "his own") -> Answer:
    """A cheque does not tell that the buyer has paid: two people agree; the order waits."""
    done = world.approve(client_money.forward(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=200_000, reason=reason,
        payment_id=waiting(world, contract), payee_account_id=None), "aron")  # fmt: skip
    return {**done, "approval_id": world.one("SELECT max(id) FROM approval")}


def put_aside(world: World) -> Answer:
    """Two people say that the last payment file has not left and will not."""
    line = world.one("SELECT max(id) FROM outbox WHERE kind = 'payment_file'")
    return world.approve(
        outbox.mark_sent(
            world.conn, world.asked("tania"), outbox_id=line, outcome="CANCELLED", proof=""
        ),
        "aron",
    )


def steps(world: World, order: Answer) -> list[str]:
    return [
        name
        for (name,) in world.rows(
            "SELECT step FROM payment_order_step WHERE order_id = %s ORDER BY at", order["order_id"]
        )
    ]


@pytest.mark.parametrize("is_put_aside", [False, True])
def test_a_refund_released_and_not_at_the_bank_leaves_no_more(
    world: World, is_put_aside: bool
) -> None:
    """No file has it, or the file that had it was put aside: it is credited back, and nobody is
    charged with what has not gone."""
    contract, entered = surplus(world)
    world.on = date(2026, 1, 23)
    his = forward(world, contract)
    early = refund(world, contract, account_of(world, "BETA SA", BETA_IBAN), "they ask")
    for order in (early, his):
        world.approve(order, "ada")
    told = ["RELEASED"]
    if is_put_aside:
        assert world.payout()["count"] == 2
        put_aside(world)
        told += ["SENT", "UNSENT"]
    assert [steps(world, order) for order in (early, his)] == [told, told]
    answer = back(world, entered)
    assert (answer["charged_cents"], answer["claimed_cents"]) == (200_000, 0)
    assert [steps(world, order) for order in (early, his)] == [[*told, "REJECTED"]] * 2
    assert world.payout()["count"] == 0
    # What was passed on to the client stays on his account, and is taken from there.
    assert books(world, contract) == {"BNK": 1_500_000, "COLL": -1_500_000, "DEB": 1_200_000,
                                      "CCA": -1_200_000}  # fmt: skip
    assert opens(world) == [("FA-1", 1_200_000, date(2026, 3, 31))]
    assert proved(world)
    world.close(date(2026, 1, 26))


@pytest.mark.parametrize("has_recourse", [False, True])
def test_a_refund_in_a_file_is_claimed_and_the_claim_ends_if_the_file_is_put_aside(
    world: World, has_recourse: bool
) -> None:
    contract, entered = surplus(world, has_recourse=has_recourse)
    charged = world.balance(contract, "CCA")
    order = refunded(world, contract)
    world.on = date(2026, 1, 23)
    answer = back(world, entered)
    claimed = (300_000, 0) if has_recourse else (0, 300_000)
    assert (answer["charged_cents"], answer["claimed_cents"]) == claimed
    put_aside(world)
    assert steps(world, order) == ["RELEASED", "SENT", "UNSENT", "REJECTED"]
    assert world.payout()["count"] == 0
    assert world.balance(contract, "CCA") == charged
    assert [world.balance(contract, name) for name in ("TRAN", "DEBD", "UNAL")] == [0, 0, 0]
    assert world.rows("SELECT open_cents FROM payment") == [(0,)]
    assert proved(world)
    world.close(date(2026, 1, 26))


def test_what_a_cheque_has_brought_is_passed_on_and_sent_back_as_late_as_it_is_refunded(
    world: World,
) -> None:
    """Through whatever homes it has had."""
    contract = assigned(world)
    entered = cheque(world, contract, 1_500_000, pays={"FA-1": 1_200_000})
    remit(world)
    world.close(date(2026, 1, 23))
    payee, last = account_of(world, "BETA SA", BETA_IBAN), date(2026, 1, 24) + timedelta(days=30)
    nobodys = world.approve(moving.move_payment(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=waiting(world, contract),
        to_contract_id=None, buyer_id=0, amount_cents=100_000, reason="whose"), "aron")  # fmt: skip

    def send_back(reason: str) -> Answer:
        return unknown_money.return_unknown(
            world.conn, world.asked("tania"), payment_id=nobodys["payment_id"], reason=reason,
            payee_account_id=payee)  # fmt: skip

    for act in (lambda: forward(world, contract), lambda: send_back("theirs")):
        with refused(world.conn, "refund_uncredited", instrument_id=entered["instrument_id"]):
            act()
    world.on = date(2026, 1, 24)
    world.bank({"cents": 1_500_000, "text": "REMISE CHEQUES"})
    for act in (lambda: forward(world, contract, ""), lambda: send_back(" ")):
        with refused(world.conn, "refund_too_early", first_on=last, settled_on=world.on):
            act()
    for order, why in ((forward(world, contract), "his own"), (send_back("theirs"), "theirs")):
        said = world.one("SELECT arguments -> 'said' FROM approval WHERE id = %s",
                         order["approval_id"])  # fmt: skip
        assert said == {"payer_name": "BETA SA", "payer_iban": None, "reason": why,
                        "first_on": last.isoformat()}  # fmt: skip


def test_a_cheque_that_paid_a_claim_may_be_unpaid_too(world: World) -> None:
    contract, entered = surplus(world, has_recourse=False)
    refunded(world, contract)
    world.on = date(2026, 1, 21)
    back(world, entered)
    second = cheque(world, contract, 300_000, "7654321")
    remit(world)
    world.close(date(2026, 1, 23))
    client_money.pay_claim(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=None,
        payment_id=world.one("SELECT max(id) FROM payment"),
        instrument_id=entered["instrument_id"])  # fmt: skip
    assert world.balance(contract, "DEBD") == 0
    answer = back(world, second)
    assert (answer["charged_cents"], answer["claimed_cents"]) == (0, 0)
    assert (world.balance(contract, "DEBD"), world.balance(contract, "UNAL")) == (300_000, 0)
    assert proved(world)


def test_unknown_money_goes_back_to_its_payers_account_or_says_why(world: World) -> None:
    world.bank({"cents": 900_000, "text": "HELLO", "payer_name": "STRANGER LTD",
                "payer_iban": STRANGER})  # fmt: skip
    payment = int(world.one("SELECT id FROM payment"))
    elsewhere = int(world.one("SELECT id FROM payee_account"))
    ask = {"payment_id": payment}
    with refused(world.conn, "payee_not_the_payer", payer_name="STRANGER LTD",
                 payer_iban=STRANGER):  # fmt: skip
        unknown_money.return_unknown(world.conn, world.asked("tania"), **ask,
                                     payee_account_id=elsewhere)  # fmt: skip
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payee_account_id=elsewhere, reason="they moved", **ask
    )
    said = world.one("SELECT arguments -> 'said' FROM approval WHERE id = %s",
                     order["approval_id"])  # fmt: skip
    assert said == {"payer_name": "STRANGER LTD", "payer_iban": STRANGER, "reason": "they moved"}
    world.approve(order, "ada", is_yes=False)
    own = account_of(world, "GAMMA SA", STRANGER)
    order = unknown_money.return_unknown(
        world.conn, world.asked("tania"), payee_account_id=own, **ask
    )
    world.approve(order, "ada")
    assert world.balance(world.house, "TRAN") == -900_000
