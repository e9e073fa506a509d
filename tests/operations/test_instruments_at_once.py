"""Cheques, bills, debits and mandates worked by several people at the same instant: each instrument
entered, sent, credited and returned once."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.banking import unpaid
from comptant.operations.collection import instruments as entering
from comptant.operations.registry import mandates
from tests import instruments
from tests.facts import World, open_world
from tests.traces import at_once

Connect = Callable[[str], psycopg.Connection]
SIGNED = {"reference": "RUM-1", "scheme": "CORE", "bic": None, "iban": instruments.BETA_IBAN,
          "holder": "BETA SA", "signed_on": date(2026, 1, 5), "is_one_off": False}  # fmt: skip


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.agree_with_bank()
    world.ids["C-1"] = instruments.assigned(world)
    return world


def together(
    world: World, connect_to: Connect, act: Callable[[World], Any], times: int
) -> list[Any]:
    """The same act by so many at once, each under a key of its own; what each gave."""

    started = world.count + 1_000
    world.count += 1_000 * (times + 1)

    def by(number: int) -> Callable[[psycopg.Connection], Any]:
        count = started + 1_000 * number
        return lambda conn: act(replace(world, conn=conn, count=count))

    return at_once(connect_to, *(by(number) for number in range(times)))


def codes(given: list[Any]) -> Counter[str]:
    return Counter("done" if isinstance(one, (dict, int)) else str(one) for one in given)


def test_a_cheque_entered_by_several_is_one(world: World, connect_to: Connect) -> None:
    given = together(
        world, connect_to, lambda one: instruments.cheque(one, world.ids["C-1"], 100_000), 4
    )
    assert codes(given) == {"done": 1, "instrument_known": 3}
    assert world.one("SELECT count(*) FROM instrument") == 1


def test_an_invoice_is_promised_once_whoever_enters_the_cheques(
    world: World, connect_to: Connect
) -> None:
    """FA-1 of 12 000.00; each cheque is to pay 5 000.00 of it."""
    given = together(
        world, connect_to, lambda one: instruments.cheque(
            one, world.ids["C-1"], 500_000, number=f"N-{one.count}", pays={"FA-1": 500_000}), 4,
    )  # fmt: skip
    assert codes(given) == {"done": 2, "amount_too_large": 2}
    assert world.one("SELECT sum(amount_cents)::bigint FROM instrument_invoice") == 1_000_000


def test_what_is_remitted_by_several_is_in_one_file(world: World, connect_to: Connect) -> None:
    for number in range(3):
        instruments.cheque(world, world.ids["C-1"], 100_000, number=f"N-{number}")
    given = together(world, connect_to, instruments.remit, 4)
    assert sorted(one["count"] for one in given) == [0, 0, 0, 3]
    assert world.balance(world.ids["C-1"], "COLL") == 300_000
    assert world.one("SELECT count(*) FROM collection") == 1


def test_what_is_cancelled_while_it_is_remitted_is_one_or_the_other(
    world: World, connect_to: Connect
) -> None:
    entered = instruments.cheque(world, world.ids["C-1"], 100_000)
    given = at_once(
        connect_to,
        lambda conn: instruments.remit(replace(world, conn=conn, count=world.count + 1_000)),
        lambda conn: entering.cancel_instrument(
            conn, world.asked("anna", "cancel"), contract_id=world.ids["C-1"],
            instrument_id=entered["instrument_id"], reason="given back"),
    )  # fmt: skip
    steps = world.rows("SELECT step FROM instrument_step")
    if given[1] == "instrument_step_taken":
        assert (given[0]["count"], steps) == (1, [("REMITTED",)])
    else:
        assert (given[0]["count"], steps) == (0, [("CANCELLED",)])


def test_on_its_value_date_an_instrument_is_credited_once_whoever_looks(
    world: World, connect_to: Connect
) -> None:
    instruments.cheque(world, world.ids["C-1"], 100_000, pays={"FA-1": 100_000})
    instruments.remit(world)
    world.on = date(2026, 1, 20)
    given = together(world, connect_to, lambda one: one.draw(world.ids["C-1"], 1_000), 3)
    assert codes(given) == {"done": 3}
    assert world.rows("SELECT amount_cents, open_cents FROM payment") == [(100_000, 0)]
    assert instruments.opens(world)[0][1] == 1_100_000


def test_an_unpaid_item_is_taken_back_once(world: World, connect_to: Connect) -> None:
    entered = instruments.cheque(world, world.ids["C-1"], 100_000, pays={"FA-1": 100_000})
    instruments.remit(world)
    world.on = date(2026, 1, 20)
    world.available(world.ids["C-1"])
    given = together(
        world, connect_to, lambda one: unpaid.return_instrument(
            one.conn, one.asked("tania"), contract_id=world.ids["C-1"],
            instrument_id=entered["instrument_id"], reason="AM04", movement_id=None), 3,
    )  # fmt: skip
    assert codes(given) == {"done": 1, "instrument_step_taken": 2}
    assert instruments.opens(world)[0][1] == 1_200_000
    assert instruments.sums(world, world.ids["C-1"]) == (0, 0, 1_200_000, 0)


def test_a_mandate_signed_once_is_one_and_its_first_debit_too(
    world: World, connect_to: Connect
) -> None:
    """Two proposals of one mandate approved at once; then two debits of it remitted at once."""
    asked = [
        mandates.propose_mandate(
            world.conn, world.asked("anna"), buyer_id=world.ids["BETA SA"],
            own_account_id=world.ids["bank"], **SIGNED)
        for _ in range(2)
    ]  # fmt: skip
    waiting = iter(asked)
    given = together(world, connect_to, lambda one: one.approve(next(waiting), "ada"), 2)
    assert codes(given) == {"done": 2}
    assert sorted(one["decision"] for one in given) == ["APPROVED", "REFUSED"]
    mandate_id = world.one("SELECT id FROM mandate")
    for cents in (100_000, 200_000):
        entering.order_debit(
            world.conn, world.asked("anna"), contract_id=world.ids["C-1"], mandate_id=mandate_id,
            amount_cents=cents, due_on=date(2026, 1, 30), text="", is_last=False, invoices={},
        )  # fmt: skip
    sent = together(world, connect_to, lambda one: instruments.remit(one, "SDD"), 3)
    assert codes(sent) == {"done": 3}
    assert sorted(one["count"] for one in sent) == [0, 0, 2]
    sequences = world.rows("SELECT sequence_type FROM instrument_step WHERE step = 'REMITTED'"
                           " ORDER BY 1")  # fmt: skip
    assert sequences == [("FRST",), ("RCUR",)]


def test_a_debit_ordered_while_its_mandate_is_revoked_never_leaves(
    world: World, connect_to: Connect
) -> None:
    asked = mandates.propose_mandate(
        world.conn, world.asked("anna"), buyer_id=world.ids["BETA SA"],
        own_account_id=world.ids["bank"], **SIGNED)  # fmt: skip
    mandate_id = world.approve(asked)["mandate_id"]
    given = at_once(
        connect_to,
        lambda conn: entering.order_debit(
            conn, world.asked("anna", "debit"), contract_id=world.ids["C-1"],
            mandate_id=mandate_id, amount_cents=100_000, due_on=date(2026, 1, 30), text="",
            is_last=False, invoices={}),
        lambda conn: mandates.revoke_mandate(
            conn, world.asked("anna", "revoke"), mandate_id=mandate_id, reason="by letter"),
    )  # fmt: skip
    assert isinstance(given[1], dict)
    assert codes(given[:1]) in ({"done": 1}, {"mandate_not_active": 1})
    assert instruments.remit(world, "SDD")["count"] == 0
