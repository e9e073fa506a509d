"""Frauds played through the real operations, each seen by its rule: its evidence, what it holds at
once, and how people lift it."""

from datetime import UTC, date, datetime, timedelta

import psycopg

from comptant.operations.assigning import returns, withdrawal
from comptant.operations.drawing import payments
from comptant.operations.registry import people
from comptant.operations.risk import exceptions
from tests.facts import PASSWORD, World
from tests.fraud_desk import (
    does_its_effect_and_is_lifted,
    evidence,
    invoice,
    opened,
    remitted,
    said,
    watched,
)
from tests.houses import house


@house
def world(writer: psycopg.Connection) -> World:
    return opened(writer)


def credited(world: World, number: str, cents: int) -> None:
    """A credit note of so much on an invoice."""
    remitted(world, {"number": f"AV-{number}", "cents": cents, "type_code": "381",
                     "credited_number": number})  # fmt: skip


def test_what_was_taken_back_is_sold_again(world: World) -> None:
    line = {"number": "FA-1", "cents": 1_000_123, "issued_on": world.on}
    remitted(world, line)
    first = invoice(world, "FA-1")
    returns.reassign(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                     invoice_ids=[first], reason="DISPUTE")  # fmt: skip
    assert watched(world) == []
    world.on += timedelta(days=3)
    remitted(world, line)
    assert watched(world) == [("FR-01", "INVOICE")]
    assert evidence(world, "FR-01") == {"first_id": first, "number_key": "FA1"}
    does_its_effect_and_is_lifted(world, "FR-01")


def test_what_was_withdrawn_may_be_sent_again(world: World) -> None:
    line = {"number": "FA-1", "cents": 1_000_123, "issued_on": world.on}
    remitted(world, line)
    withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                        invoice_ids=[invoice(world, "FA-1")], reason="sent by mistake"
                        )  # fmt: skip
    remitted(world, line)
    assert watched(world) == []


def test_numbers_jump_by_more_than_twenty(world: World) -> None:
    remitted(world, *({"number": f"FA-{n}", "cents": 100_123 + 7_100 * n} for n in range(1, 9)))
    remitted(world, {"number": "FA-28", "cents": 310_127})
    assert watched(world) == []  # by twenty
    remitted(world, {"number": "FA-49", "cents": 420_131})
    world.on += timedelta(days=6)
    assert watched(world) == []  # those between may come yet
    world.on += timedelta(days=1)
    assert watched(world) == [("FR-03", "CONTRACT")]
    assert evidence(world, "FR-03") == {
        "gaps": 1, "jump": 21, "usual": None, "number_key": "FA49"}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-03")


def test_numbers_that_always_jump_are_of_a_client_that_assigns_a_part(world: World) -> None:
    remitted(world, *({"number": f"FA-{30 * n}", "cents": 100_123 + 7_100 * n}
                      for n in range(1, 9)))  # fmt: skip
    world.on += timedelta(days=40)
    remitted(world, {"number": "FA-300", "cents": 310_127})
    assert watched(world) == []
    remitted(world, {"number": "FA-391", "cents": 420_131})  # three times the usual thirty, and one
    world.on += timedelta(days=7)
    assert watched(world) == [("FR-03", "CONTRACT")]
    assert evidence(world, "FR-03")["usual"] == 30


def test_amounts_that_are_made_up(world: World) -> None:
    remitted(world, *({"number": f"FA-{n:04d}", "cents": int(10 ** (4 + n % 50 * 3 / 50)) + n}
                      for n in range(1, 151)))  # fmt: skip
    world.on += timedelta(days=100)
    remitted(world, *({"number": f"FA-{150 + n:04d}", "cents": 500_003 + 611 * n}
                      for n in range(1, 151)))  # fmt: skip
    assert watched(world) == [("FR-05", "CONTRACT")]
    seen = evidence(world, "FR-05")
    assert (seen["n"], seen["recent"]) == (300, 150)
    assert seen["chi"] > 20_090
    assert seen["shift"] > 31_830
    does_its_effect_and_is_lifted(world, "FR-05")


def test_what_was_financed_is_credited_out(world: World) -> None:
    remitted(world, *({"number": f"FA-{n}", "cents": 100_100 + 10_011 * n} for n in range(10)))
    world.on += timedelta(days=10)
    credited(world, "FA-9", 70_000)
    world.on += timedelta(days=25)
    funded = sum(100_100 + 10_011 * n for n in range(10))
    assert watched(world) == []  # 4.8 %
    world.on -= timedelta(days=20)
    credited(world, "FA-8", 5_000)
    world.on += timedelta(days=20)
    assert watched(world) == [("FR-06", "CONTRACT")]
    assert evidence(world, "FR-06") == {
        "note_cents": 75_000, "funded": funded, "share": 75_000 * 1_000_000 // funded}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-06")


def test_too_much_is_paid_to_the_client(world: World) -> None:
    remitted(world, {"number": "FA-1", "cents": 979_900}, {"number": "FA-2", "cents": 50_000})
    world.on += timedelta(days=20)
    world.bank({"cents": 979_900, "text": "FA-1"})

    def kept(cents: int) -> None:
        returns.keep_direct_payment(
            world.conn, world.asked("anna"), contract_id=world.ids["C"], amount_cents=cents,
            invoice_id=invoice(world, "FA-2"), evidence="statement of the client",
        )  # fmt: skip

    kept(19_800)
    kept(300)
    assert watched(world) == []  # 2.01 %, by two: a mistake and another
    kept(100)
    assert watched(world) == [("FR-07", "CONTRACT")]
    assert evidence(world, "FR-07") == {"paid": 1_000_100, "direct": 20_200, "payments": 3,
                                         "share": 20_197}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-07")


def test_far_more_is_assigned_than_ever(world: World) -> None:
    for month in range(1, 8):
        world.on = date(2026, month, 16)
        many = 3 if month == 7 else 1
        remitted(world, *({"number": f"FA-{3 * month + n}", "cents": 1_000_100 + 37 * month + n}
                          for n in range(many)))  # fmt: skip
    world.on = date(2026, 7, 31)
    assert watched(world) == []  # a month is judged when it is over
    world.on = date(2026, 8, 3)
    assert watched(world) == [("FR-12", "CONTRACT")]
    before = sum(1_000_100 + 37 * month for month in range(1, 7))
    assert evidence(world, "FR-12") == {
        "month": 3_000_966, "before": before, "best": 1_000_322,
        "share": 3_000_966 * 6 * 1_000_000 // before}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-12")


def test_a_buyer_pays_this_client_ever_later(world: World) -> None:
    for first, paid_on in ((1, date(2026, 2, 15)), (11, date(2026, 6, 5))):
        world.on = paid_on - timedelta(days=30 if first == 1 else 46)
        remitted(world, *({"number": f"FA-{first + n}", "cents": 100_100 + 11_011 * (first + n)}
                          for n in range(5)))  # fmt: skip
        world.on = paid_on
        world.bank(*({"cents": 100_100 + 11_011 * (first + n), "text": f"FA-{first + n}"}
                     for n in range(5)))  # fmt: skip
    assert watched(world) == [("FR-15", "BUYER")]
    assert evidence(world, "FR-15") == {
        "late_now": 16, "average": 0, "now_count": 5, "others_count": 0}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-15")


def test_no_platform_has_seen_it(world: World) -> None:
    world.on = date(2026, 9, 7)
    remitted(world, {"number": "FA-1", "cents": 100_123}, {"number": "FA-2", "cents": 200_123})
    said(world, "INVOICE", invoice(world, "FA-1"), "einvoice_status", "203")
    world.on += timedelta(days=2)
    assert watched(world) == []
    world.on += timedelta(days=1)
    assert watched(world) == [("FR-16", "INVOICE")]
    seen = evidence(world, "FR-16")
    assert (seen["einvoice_status"], seen["sent_on"]) == (None, "2026-09-07")
    does_its_effect_and_is_lifted(world, "FR-16")


def test_a_slow_platform_is_no_fraud_where_the_buyer_is_known_to_pay(world: World) -> None:
    world.on = date(2026, 9, 7)
    remitted(world, {"number": "FA-1", "cents": 100_123}, {"number": "FA-2", "cents": 200_123})
    said(world, "INVOICE", invoice(world, "FA-1"), "einvoice_status", "203")
    said(world, "INVOICE", invoice(world, "FA-2"), "einvoice_status", "200")
    world.bank({"cents": 100_123, "text": "FA-1"})
    world.on += timedelta(days=5)
    assert watched(world) == []


def test_a_month_is_dressed_in_its_last_days(world: World) -> None:
    world.on = date(2026, 1, 20)
    remitted(world, {"number": "FA-1", "cents": 400_100})
    world.on = date(2026, 1, 30)
    remitted(world, {"number": "FA-2", "cents": 350_100}, {"number": "FA-3", "cents": 350_200})
    world.on = date(2026, 2, 10)
    credited(world, "FA-3", 40_000)
    world.on = date(2026, 3, 4)
    assert watched(world) == [("FR-21", "CONTRACT")]
    assert evidence(world, "FR-21") == {
        "share": 700_300 * 1_000_000 // 1_100_400, "credited": 40_000,
        "credited_share": 40_000 * 1_000_000 // 700_300}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-21")


def test_a_stolen_password_sends_and_draws_within_the_hour(world: World) -> None:
    world.on = datetime.now(UTC).date()  # sessions and acts are kept by the clock of the wall
    at = datetime.now(UTC)
    for agent in ("office", "phone of a stranger"):
        people.sign_in(world.conn, login="alice", password=PASSWORD, at=at, agent=agent)
    remitted(world, {"number": "FA-1", "cents": 1_000_123})
    assert watched(world) == []
    payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C"], amount_cents=500,
                  payee_account_id=None)  # fmt: skip
    assert watched(world) == [("FR-23", "USER")]
    assert evidence(world, "FR-23")["device_name"] == "phone of a stranger"
    does_its_effect_and_is_lifted(world, "FR-23")


def test_one_person_agrees_to_everything(world: World) -> None:
    remitted(world, *({"number": f"FA-{n}", "cents": 100_123 + 11_000 * n} for n in range(6)))
    world.on += timedelta(days=95)

    def granted(number: int, login: str) -> None:
        world.approve(exceptions.propose_exception(
            world.conn, world.asked("anna"), contract_id=world.ids["C"], subject="INVOICE",
            subject_id=invoice(world, f"FA-{number}"), amount_cents=100_000, why="letter",
            reason_code="overdue", until_on=world.on + timedelta(days=10)), login)  # fmt: skip

    for number in range(5):
        granted(number, "ada" if number else "carl")
    assert watched(world) == []  # four of five
    granted(5, "ada")
    assert watched(world) == [("FR-24", "CONTRACT")]
    assert evidence(world, "FR-24") == {
        "whole": 6, "most": 5, "share": 833_333,
        "decider_id": world.users["ada"].id}  # fmt: skip
    does_its_effect_and_is_lifted(world, "FR-24")
