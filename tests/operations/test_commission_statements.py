"""A broker's statement, its payment by two people, the bank's debit that clears it."""

from datetime import date

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.brokerage import commission_statements
from comptant.operations.paying import outcomes
from tests.brokers import agreed, brought, look_up, payable
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 brought by COURTAGE SAS: 12.00 earned on the first night."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract(fee_billing="AT_ASSIGNMENT")
    brought(opened, opened.ids["C-1"])
    sell(opened, "F-1", 2_000_000)
    opened.close()
    return opened


def sell(world: World, number: str, cents: int) -> None:
    world.remit(world.ids["C-1"], {"number": number, "cents": cents, "due_on": date(2026, 3, 16)})


def state(world: World, until_on: date | None = None) -> Answer:
    return commission_statements.state_commissions(
        world.conn, world.asked("aron"), party_id=world.ids["COURTAGE SAS"], currency="EUR",
        until_on=until_on,
    )  # fmt: skip


def pay(world: World, statement: int, login: str = "aron") -> Answer:
    return commission_statements.pay_commissions(
        world.conn, world.asked(login), statement_id=statement, payee_account_id=None
    )


def owed(world: World) -> tuple[int, ...]:
    return tuple(world.balance(world.house, account)
                 for account in ("BRKC", "VATD", "BRKA", "BRKP", "TRAN", "BNK"))  # fmt: skip


def test_a_statement_tells_each_line_once_and_is_paid_by_two_people(world: World) -> None:
    told = state(world)
    assert (told["number"], told["net_cents"], told["vat_cents"], told["total_cents"]) == (
        1, 1_200, 0, 1_200)  # fmt: skip
    assert owed(world) == (1_200, 0, 0, -1_200, 0, 0)
    with refused(world.conn, "nothing_to_state", net_cents=0):
        state(world)
    with refused(world.conn, "payee_unknown"):
        pay(world, told["statement_id"])
    payable(world)
    order = pay(world, told["statement_id"])
    assert (order["purpose"], order["amount_cents"], order["holder"]) == (
        "BROKER", 1_200, "COURTAGE SAS")  # fmt: skip
    with refused(world.conn, "statement_ordered"):
        pay(world, told["statement_id"])
    with refused(world.conn, "same_person"):
        world.approve(order, "aron")
    world.approve(order)
    assert owed(world) == (1_200, 0, 0, 0, -1_200, 0)
    world.payout()
    world.bank({"cents": -1_200, "text": order["reference"],
                "end_to_end_reference": order["reference"]})  # fmt: skip
    assert owed(world) == (1_200, 0, 0, 0, 0, -1_200)
    assert world.rows("SELECT statement_state FROM seen_commission_statement") == []  # of nobody
    world.close()


def test_a_payment_that_fails_is_owed_again_and_ordered_again(world: World) -> None:
    statement = state(world)["statement_id"]
    payable(world)
    order = pay(world, statement)
    world.approve(order)
    world.payout()
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=world.house, order_id=order["order_id"],
        outcome="REJECTED", value_on=None, reason="AC04",
    ), "aron")  # fmt: skip
    assert owed(world) == (1_200, 0, 0, -1_200, 0, 0)
    assert pay(world, statement)["amount_cents"] == 1_200
    # The bank executes the first all the same: it is paid once, and the second may be refused.
    world.bank({"cents": -1_200, "text": order["reference"],
                "end_to_end_reference": order["reference"]})  # fmt: skip
    assert owed(world) == (1_200, 0, 0, 0, 0, -1_200)


def test_vat_is_counted_once_on_what_bears_it(world: World) -> None:
    """10 % of 120.00 exempt; from the 17th 10 % of 6.03 of fee, with VAT: 0.60 and 0.12."""
    world.on = date(2026, 1, 17)
    agreed(world, valid_from_on=world.on, vat_class="TAXABLE_STD")
    sell(world, "F-2", 100_500)
    world.close()
    told = state(world)
    assert (told["net_cents"], told["vat_cents"], told["total_cents"]) == (1_260, 12, 1_272)
    assert owed(world) == (1_260, 12, 0, -1_272, 0, 0)


def test_what_was_taken_back_waits_for_what_comes(world: World) -> None:
    state(world)
    world.on = date(2026, 1, 17)
    agreed(world, valid_from_on=date(2026, 1, 16), rate_ppm=80_000)
    world.close()
    with refused(world.conn, "nothing_to_state", net_cents=-240):
        state(world)
    world.on = date(2026, 1, 18)
    sell(world, "F-2", 1_000_000)
    world.close()
    told = state(world)  # 8 % of 60.00 = 4.80, less 2.40
    assert (told["number"], told["net_cents"], told["line_count"]) == (2, 240, 2)
    with refused(world.conn, "day_in_future"):
        state(world, date(2026, 1, 19))


def test_who_is_no_longer_registered_is_not_paid(world: World) -> None:
    statement = state(world)["statement_id"]
    payable(world)
    look_up(world, until_on=world.on)
    world.on = date(2026, 1, 17)
    with refused(world.conn, "orias_lapsed"):
        pay(world, statement)
    look_up(world)
    assert pay(world, statement)["amount_cents"] == 1_200
    with refused(world.conn, "statement_unknown"):
        pay(world, 999_999)
