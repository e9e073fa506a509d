"""Money out: released by two, sent once, cleared or brought back by the bank's word, once."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any

import psycopg
import pytest
from lxml import etree

from comptant.doors.reporting import TURNS
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.banking.bank_proof import prove
from comptant.operations.closing import decide
from comptant.operations.drawing import payments
from comptant.operations.paying import outcomes, preparing
from comptant.operations.registry import parties
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}
CENTS = 2_000_000


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract()
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 3, 1)},
        {"number": "FA-2", "cents": CENTS, "due_on": date(2026, 3, 1)},
    )
    return world


def asks(world: World, cents: int | None, at: datetime | None = None) -> Answer:
    """The client asks; nobody has released yet."""
    asked = world.asked("alice")
    if at:
        asked = type(asked)(asked.by, asked.key, at, asked.on)
    return payments.draw(
        world.conn, asked, contract_id=world.ids["C-1"], amount_cents=cents, payee_account_id=None
    )


def settle(world: World, order: Answer, outcome: str) -> Answer:
    """The treasurer says it, the accountant approves."""
    return world.approve(says(world, order, outcome), "aron")


def says(world: World, order: Answer, outcome: str) -> Answer:
    return outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=order["contract_id"],
        order_id=order["order_id"], outcome=outcome, value_on=None, reason="AC04",
    )  # fmt: skip


def check_payee(world: World, outcome: str) -> None:
    parties.record_payee_check(
        world.conn, world.asked("tania"), outcome=outcome, source="bank",
        payee_account_id=world.one("SELECT id FROM payee_account"),
    )  # fmt: skip


def balances(world: World) -> dict[str, int]:
    """What is left of a payment in the contract and on the house."""
    mine = {name: world.balance(world.ids["C-1"], name) for name in ("CCA", "TRAN", "BNK")}
    return {**mine, "SUSP": world.balance(world.house, "SUSP")}


def steps(world: World, order: Answer) -> list[str]:
    return [step for (step,) in world.rows(
        "SELECT step FROM payment_order_step WHERE order_id = %s ORDER BY at",
        order["order_id"])]  # fmt: skip


def test_a_debit_with_our_reference_clears_the_transit(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    assert balances(world) == {"CCA": -3_900_000, "TRAN": -100_000, "BNK": 0, "SUSP": 0}
    world.payout()
    answer = world.bank({"cents": -100_000, "end_to_end_reference": order["reference"]})
    assert (answer["executed"], answer["debits_to_explain"]) == (1, 0)
    assert balances(world) == {"CCA": -3_900_000, "TRAN": 0, "BNK": -100_000, "SUSP": 0}
    assert steps(world, order) == ["RELEASED", "SENT", "EXECUTED"]


def test_one_debit_for_the_whole_file_clears_each_of_its_orders(world: World) -> None:
    first, second = (world.draw(world.ids["C-1"], cents) for cents in (100_000, 250_000))
    assert world.payout()["total_cents"] == 350_000
    answer = world.bank({"cents": -350_000, "text": "VIREMENTS DU JOUR"})
    assert (answer["executed"], answer["debits_to_explain"]) == (2, 0)
    assert steps(world, first) == steps(world, second) == ["RELEASED", "SENT", "EXECUTED"]
    assert balances(world) == {"CCA": -3_650_000, "TRAN": 0, "BNK": -350_000, "SUSP": 0}


def test_of_two_files_of_one_total_the_one_that_is_named_is_cleared(world: World) -> None:
    first = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    second = world.draw(world.ids["C-1"], 100_000)
    file = world.payout()["file"].removesuffix(".xml").rpartition("-")[2]
    assert world.bank({"cents": -100_000, "text": "VIREMENT"})["debits_to_explain"] == 1
    assert world.bank({"cents": -100_000, "text": f"REMISE CPT-{file}"})["executed"] == 1
    assert steps(world, first) == ["RELEASED", "SENT"]
    assert steps(world, second) == ["RELEASED", "SENT", "EXECUTED"]


def test_a_debit_that_nothing_explains_waits_in_suspense(world: World) -> None:
    world.draw(world.ids["C-1"], 100_000)
    world.payout()
    answer = world.bank({"cents": -99_999, "text": "FRAIS"})
    assert (answer["executed"], answer["debits_to_explain"]) == (0, 1)
    assert world.balance(world.house, "SUSP") == 99_999
    assert world.balance(world.house, "BNK") == -99_999


def test_our_reference_with_another_amount_explains_nothing(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    answer = world.bank({"cents": -100_001, "end_to_end_reference": order["reference"]})
    assert (answer["executed"], answer["debits_to_explain"]) == (0, 1)
    assert steps(world, order) == ["RELEASED", "SENT"]


def test_a_payment_debited_twice_does_not_pass_for_another_of_the_same_sum(world: World) -> None:
    first = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    named = {"cents": -100_000, "end_to_end_reference": first["reference"]}
    assert world.bank(named)["executed"] == 1
    second = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    answer = world.bank({**named, "text": "AGAIN"})
    assert (answer["executed"], answer["debits_to_explain"]) == (0, 1)
    assert steps(world, second) == ["RELEASED", "SENT"]


def test_a_debit_told_before_the_release_explains_nothing(world: World) -> None:
    order = asks(world, 100_000)
    answer = world.bank({"cents": -100_000, "end_to_end_reference": order["reference"]})
    assert (answer["executed"], answer["debits_to_explain"]) == (0, 1)
    assert steps(world, order) == []


def test_what_the_bank_has_paid_already_is_not_sent(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    assert world.bank({"cents": -100_000, "end_to_end_reference": order["reference"]})[
        "executed"] == 1  # fmt: skip
    assert world.payout()["orders"] == []


@pytest.mark.parametrize(("told", "credited", "interest"), [
    (date(2026, 1, 21), date(2026, 1, 21), 20),  # 1 000.00 were out for two days
    (date(2026, 1, 20), date(2026, 1, 20), 10),
    (date(2026, 1, 19), date(2026, 1, 19), 0),  # the bank restores the day of its debit
    (date(2026, 1, 16), date(2026, 1, 19), 0),
])  # fmt: skip
def test_a_return_is_credited_once_with_the_value_date_that_the_bank_gives(
    world: World, told: date, credited: date, interest: int
) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    world.on = date(2026, 1, 19)
    world.bank({"cents": -100_000, "end_to_end_reference": order["reference"]})
    world.on = date(2026, 1, 21)
    answer = world.bank(
        {
            "cents": 100_000,
            "end_to_end_reference": order["reference"],
            "return_reason": "AC04",
            "value_on": told,
        }
    )
    assert (answer["came_back"], answer["received"]) == (1, 0)
    assert balances(world) == {"CCA": -4_000_000, "TRAN": 0, "BNK": 0, "SUSP": 0}
    assert world.rows("SELECT value_on, entry_on FROM entry WHERE key LIKE '%%/returned'") == [
        (credited, date(2026, 1, 21))]  # fmt: skip
    assert steps(world, order) == ["RELEASED", "SENT", "EXECUTED", "RETURNED"]
    assert world.available(world.ids["C-1"]) == 3_600_000 - interest


def test_a_return_the_day_of_its_debit_in_one_statement_is_credited_once(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    named = {"end_to_end_reference": order["reference"]}
    answer = world.bank({"cents": 100_000, **named}, {"cents": -100_000, **named})
    assert (answer["executed"], answer["came_back"]) == (1, 1)
    assert balances(world) == {"CCA": -4_000_000, "TRAN": 0, "BNK": 0, "SUSP": 0}


def test_a_return_said_by_hand_first_is_not_credited_twice(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    named = {"end_to_end_reference": order["reference"]}
    world.bank({"cents": -100_000, **named})
    settle(world, order, "RETURNED")
    assert balances(world) == {"CCA": -4_000_000, "TRAN": 100_000, "BNK": -100_000, "SUSP": 0}
    world.on = date(2026, 1, 19)
    assert world.bank({"cents": 100_000, **named})["came_back"] == 1
    assert balances(world) == {"CCA": -4_000_000, "TRAN": 0, "BNK": 0, "SUSP": 0}


def test_a_rejection_by_hand_then_debit_and_return_leaves_nothing_in_transit(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    settle(world, order, "REJECTED")
    named = {"end_to_end_reference": order["reference"]}
    answer = world.bank({"cents": -100_000, **named}, {"cents": 100_000, **named})
    assert (answer["executed"], answer["came_back"]) == (1, 1)
    assert balances(world) == {"CCA": -4_000_000, "TRAN": 0, "BNK": 0, "SUSP": 0}


def test_a_second_return_of_one_order_is_money_received(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    named = {"end_to_end_reference": order["reference"]}
    world.bank({"cents": -100_000, **named})
    answer = world.bank({"cents": 100_000, **named}, {"cents": 100_000, **named})
    assert (answer["came_back"], answer["received"]) == (1, 1)
    world.on = date(2026, 1, 19)
    again = world.bank({"cents": 100_000, **named})
    assert (again["came_back"], again["received"]) == (0, 1)
    assert balances(world) == {"CCA": -4_000_000, "TRAN": 0, "BNK": 0, "SUSP": 0}
    assert world.balance(world.house, "UNAL") == -200_000
    world.on = date(2026, 1, 16)
    world.close(date(2026, 1, 19))


def test_our_reference_on_a_credit_before_any_debit_is_money_received(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    answer = world.bank({"cents": 100_000, "end_to_end_reference": order["reference"]})
    assert (answer["came_back"], answer["received"]) == (0, 1)
    assert balances(world)["TRAN"] == -100_000


def test_a_transit_account_that_orders_do_not_explain_stops_the_close(world: World) -> None:
    world.draw(world.ids["C-1"], 100_000)
    with world.conn.transaction():
        entry = world.one("INSERT INTO entry (contract_id, key, journal, entry_on, value_on,"
                          " act_id) VALUES (%s, 'lost', 'BQ', %s, %s, 1) RETURNING id",
                          world.ids["C-1"], world.on, world.on)  # fmt: skip
        world.rows("INSERT INTO posting (contract_id, entry_id, line, account, currency,"
                   " amount_cents) SELECT %s, %s, n, a, 'EUR', x FROM (VALUES (1, 'TRAN', 7),"
                   " (2, 'SUSP', -7)) v (n, a, x) RETURNING line",
                   world.ids["C-1"], entry)  # fmt: skip
    with pytest.raises(Refused, match="TRAN is -99993, orders under way is -100000"):
        world.close()


def test_many_orders_of_several_contracts_are_executed_at_once_as_one_by_one(world: World) -> None:
    """By reference, in one sum, and one that comes back in the same statement."""
    second = world.contract("C-2")
    world.limit(second, "BETA SA", 50_000_000)
    world.remit(second, {"number": "GA-1", "cents": CENTS, "due_on": date(2026, 3, 1)})
    orders = [world.draw(contract, 10_000 + n) for n in range(3)
              for contract in (world.ids["C-1"], second)]  # fmt: skip
    world.payout()
    lump = [world.draw(contract, 70_000) for contract in (world.ids["C-1"], second)]
    world.payout()
    named = [{"cents": -order["amount_cents"], "end_to_end_reference": order["reference"]}
             for order in orders]  # fmt: skip
    back = {"cents": 10_000, "end_to_end_reference": orders[0]["reference"]}
    answer = world.bank(*named, back, {"cents": -140_000, "text": "REMISE"}, {"cents": -1})
    assert (answer["executed"], answer["came_back"], answer["debits_to_explain"]) == (8, 1, 1)
    assert [steps(world, order)[-1] for order in (*orders, *lump)] == ["RETURNED"] + [
        "EXECUTED"] * 7  # fmt: skip
    for contract in (world.ids["C-1"], second):
        assert world.balance(contract, "TRAN") == 0
    assert prove(world.conn) == 1
    world.close()


@pytest.mark.parametrize("outcome", ["REJECTED", "RETURNED"])
def test_an_order_fails_once(world: World, outcome: str) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    settle(world, order, outcome)
    with refused(world.conn, "order_settled", order_id=order["order_id"]):
        settle(world, order, "REJECTED")
    with refused(world.conn, "order_settled", order_id=order["order_id"]):
        settle(world, order, "RETURNED")


def test_what_is_not_released_or_is_executed_cannot_be_rejected(world: World) -> None:
    asked = asks(world, 50_000)
    with refused(world.conn, "order_not_sent", order_id=asked["order_id"]):
        settle(world, asked, "REJECTED")
    order = world.draw(world.ids["C-1"], 100_000)
    world.payout()
    world.bank({"cents": -100_000, "end_to_end_reference": order["reference"]})
    with refused(world.conn, "order_settled", order_id=order["order_id"]):
        settle(world, order, "REJECTED")
    with refused(world.conn, "outcome_unknown", outcome="LOST"):
        settle(world, order, "LOST")


def test_sending_twice_pays_once(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    assert world.payout()["orders"] == [order["order_id"]]
    again = world.payout()
    assert (again["orders"], again["count"], again["total_cents"]) == ([], 0, 0)
    assert world.rows("SELECT count(*) FROM document") == [(1,)]
    assert world.rows("SELECT kind, count(*) FROM outbox GROUP BY kind") == [("payment_file", 1)]


def test_a_payee_that_does_not_match_is_not_asked_for_nor_sent(world: World) -> None:
    order = world.draw(world.ids["C-1"], 100_000)
    check_payee(world, "NO_MATCH")
    with refused(world.conn, "payee_check_failed", holder="ALPHA SAS"):
        asks(world, 100_000)
    sent = world.payout()
    assert (sent["orders"], sent["left_out"]) == (
        [], [{"order_id": order["order_id"], "reason": "payee_check_failed"}])  # fmt: skip
    world.on += timedelta(days=3)
    check_payee(world, "MATCH")
    assert world.payout()["orders"] == [order["order_id"]]


def test_the_payment_file_is_valid_and_adds_up_to_its_orders(world: World) -> None:
    orders = [world.draw(world.ids["C-1"], cents) for cents in (100_001, 250_000, 5)]
    answer = world.payout()
    content = bytes(world.one("SELECT content FROM document"))
    assert hashlib.sha256(content).hexdigest() == answer["digest"]
    message = etree.fromstring(content)
    schema = resources.files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").read_bytes()
    assert etree.XMLSchema(etree.fromstring(schema)).validate(message)

    def texts(path: str) -> list[Any]:
        return [found.text for found in message.iterfind(f".//{path}", NS)]

    assert texts("p:GrpHdr/p:CtrlSum") == ["3500.06"]
    assert texts("p:InstdAmt") == ["1000.01", "2500.00", "0.05"]
    assert texts("p:EndToEndId") == [order["reference"] for order in orders]
    assert texts("p:CdtrAcct/p:Id/p:IBAN") == [order["iban"] for order in orders]


def test_a_draw_is_within_the_availability_and_holds_it_back(world: World) -> None:
    with refused(world.conn, "beyond_availability", amount_cents=3_600_001,
                 available_cents=3_600_000):  # fmt: skip
        asks(world, 3_600_001)
    asks(world, 3_600_000)
    with refused(world.conn, "nothing_available", available_cents=0):
        asks(world, None)


def test_a_refused_order_gives_back_what_it_held(world: World) -> None:
    order = asks(world, 3_600_000)
    decide.decide(
        world.conn, world.asked("tania"), approval_id=order["approval_id"], approve=False,
        reason="not expected",
    )  # fmt: skip
    assert world.available(world.ids["C-1"]) == 3_600_000
    assert steps(world, order) == ["REFUSED"]
    assert world.payout()["orders"] == []


def test_an_order_is_not_released_once_the_availability_is_gone(world: World) -> None:
    order = asks(world, 3_600_000)
    world.remit(
        world.ids["C-1"],
        {"number": "AV-1", "cents": 50_000, "type_code": "381", "credited_number": "FA-1"},
    )
    with refused(world.conn, "availability_fell", order_id=order["order_id"], missing_cents=45_000):
        world.approve(order)


@pytest.mark.parametrize(
    ("asked_at", "promised_at"),
    [  # the cut-off is 11:00 in Paris, 10:00 UTC in winter; 16 January 2026 is a Friday
        (datetime(2026, 1, 16, 9, 59, tzinfo=UTC), datetime(2026, 1, 16, 17, 0, tzinfo=UTC)),
        (datetime(2026, 1, 15, 10, 0, tzinfo=UTC), datetime(2026, 1, 19, 10, 0, tzinfo=UTC)),
        (datetime(2026, 1, 17, 8, 0, tzinfo=UTC), datetime(2026, 1, 19, 8, 0, tzinfo=UTC)),
        (datetime(2026, 4, 3, 8, 0, tzinfo=UTC), datetime(2026, 4, 7, 8, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), datetime(2026, 7, 1, 16, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 9, 0, tzinfo=UTC), datetime(2026, 7, 3, 9, 0, tzinfo=UTC)),
    ],
)
def test_the_promised_hour_follows_the_cut_off_in_paris(
    asked_at: datetime, promised_at: datetime
) -> None:
    terms = {"cutoff_hour": 11, "promised_hours": 48}
    assert preparing.promised_at(terms, asked_at).astimezone(UTC) == promised_at


def test_money_asked_for_on_a_closed_day_leaves_on_the_next_open_one(world: World) -> None:
    world.on = date(2026, 1, 17)
    order = asks(world, 100_000)
    assert world.approve(order)["execute_on"] == "2026-01-19"
    assert world.payout()["execute_on"] == "2026-01-19"
    assert world.rows("SELECT value_on FROM entry WHERE key LIKE '%%/released'") == [
        (date(2026, 1, 19),)]  # fmt: skip


def test_the_turn_of_an_order_whose_payee_fails_its_check_is_the_check(world: World) -> None:
    """Neither its release nor its payout would let it go, whoever looks at it."""

    def turns() -> set[str]:
        found = bulk.rows(world.conn, "late_orders", from_id=0, on=date(2026, 2, 16))
        found += bulk.rows(
            world.conn,
            "read_late_orders",
            on=date(2026, 2, 16),
            at=datetime(2026, 2, 16, 12, tzinfo=UTC),
        )
        return {row["turn"] for row in found}

    order = asks(world, 100_000)
    assert turns() == {"release"}
    check_payee(world, "NO_MATCH")
    assert turns() == {"payee_check"}
    world.on += timedelta(days=3)
    check_payee(world, "MATCH")
    world.approve(order)
    assert turns() == {"payout"}
    check_payee(world, "NO_MATCH")
    assert turns() == {"payee_check"}
    assert "check of the payee" in TURNS["payee_check"].english


def test_a_funding_is_late_once_its_promised_hour_has_passed(world: World) -> None:
    """Not in the morning of the day for whose evening it is promised."""
    asks(world, 100_000)
    promised_at = world.one("SELECT max(promised_at) FROM payment_order")
    on = promised_at.date()
    found = [bulk.rows(world.conn, "read_late_orders", on=on, at=promised_at + after)
             for after in (timedelta(0), timedelta(seconds=1))]  # fmt: skip
    assert [len(rows) for rows in found] == [0, 1]
