"""What is in hand for a buyer of several clients, or announced by it, is asked for by none of them,
and counts once."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import visits
from comptant.operations.buyer_page.answers import advise_by_link
from comptant.operations.collection.cash import allocate
from comptant.operations.collection.unknown_money import identify
from comptant.operations.reminding.facts import last_business_day
from comptant.store.access import reading
from tests.buyers import SECRET, say, share, tell_buyer
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.operations.test_announcements import announce
from tests.operations.test_to_ask import dispute
from tests.reminding import DUE, bank_of, contact, invoice, remind, set_plan

PAYER = {"payer_name": "BETA SA", "payer_iban": "FR7630004000031234567890143"}


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA owes 12 000.00 and 3 000.00 to C-1, and 7 000.00, due the same day, to C-2."""
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1001", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-1002", "cents": 300_000, "due_on": DUE})  # fmt: skip
    alice = opened.users["alice"]
    opened.users["alice"] = opened.users["cora"]
    opened.limit(opened.ids["C-2"], "BETA SA", 5_000_000)
    opened.remit(opened.ids["C-2"], {"number": "GA-77", "cents": 700_000, "due_on": DUE})
    opened.users["alice"] = alice
    contact(opened, "BETA SA")
    set_plan(opened)
    set_plan(opened, contract_id=opened.ids["C-2"])
    return opened


def asked(world: World, contract: str) -> list[int]:
    """What is left to ask of each invoice of a contract."""
    return [row[0] for row in world.rows(
        "SELECT asked_cents FROM to_ask(ARRAY[%s::bigint], NULL, %s) ORDER BY due_on, invoice_id",
        world.ids[contract], world.on)]  # fmt: skip


@pytest.mark.parametrize(("cents", "left"), [
    (2_200_000, [0, 0, 0]), (1_600_000, [0, 0, 600_000]), (100_000, [1_100_000, 300_000, 700_000]),
])  # fmt: skip
def test_what_waits_for_a_buyer_under_no_contract_is_in_hand_once(
    world: World, cents: int, left: list[int]
) -> None:
    bank_of(world, DUE + timedelta(days=2), {"cents": cents, "text": "merci", **PAYER})
    assert world.rows("SELECT contract_id, open_cents FROM payment") == [(world.house, cents)]
    run = remind(world, DUE + timedelta(days=3))
    assert run["claimed_cents"] == sum(left)
    assert [*asked(world, "C-1"), *asked(world, "C-2")] == left


def test_its_page_asks_for_what_is_not_in_hand_with_the_house(world: World) -> None:
    world.on = DUE
    tell_buyer(world, "BETA SA")
    bank_of(world, DUE + timedelta(days=2), {"cents": 1_250_000, "text": "merci", **PAYER})
    share(world)
    with visits.by_link(SECRET, world.on) as see:
        rows = see("read_linked_invoices", id=None)
    assert [row["payable_cents"] for row in rows] == [0, 250_000]


def test_a_client_is_not_told_of_money_that_nobody_knows_to_be_its(world: World) -> None:
    bank_of(world, DUE + timedelta(days=2), {"cents": 2_200_000, "text": "merci", **PAYER})

    def in_hand(login: str) -> list[int]:
        user = world.users[login]
        with reading(user.id, user.company_id, user.roles, world.on) as look:
            rows = look("read_asked_by_due", contract_ids=[world.ids["C-2"]], on=world.on)
        return [row["in_hand_cents"] for row in rows if row["in_hand_cents"]]

    assert (in_hand("anna"), in_hand("cora")) == ([700_000], [])


def test_what_is_disputed_elsewhere_takes_nothing_of_what_waits(world: World) -> None:
    dispute(world, "FA-1001", "LIT-QUA")
    bank_of(world, DUE + timedelta(days=2), {"cents": 1_100_000, "text": "merci", **PAYER})
    assert [*asked(world, "C-1"), *asked(world, "C-2")] == [0, 0, 0]


@pytest.mark.parametrize("text", ["merci", "FA-1001 FA-1002 GA-77"])
def test_what_the_bank_announces_for_several_contracts_is_asked_for_by_none(
    world: World, text: str
) -> None:
    bank_of(world, DUE + timedelta(days=2))
    world.on = DUE + timedelta(days=3)
    announce(world, {"cents": 2_200_000, "text": text, **PAYER}, source="camt.052",
             references="R-1")  # fmt: skip
    assert remind(world, world.on)["claimed_cents"] == 0
    bank_of(world, world.on)  # a statement of the day that does not book it: it did not come
    assert [*asked(world, "C-1"), *asked(world, "C-2")] == [1_200_000, 300_000, 700_000]


def advise(world: World, numbers: dict[str, int]) -> None:
    told: dict[str, Any] = {str(invoice(world, number)): cents for number, cents in numbers.items()}
    say(world, advise_by_link, paid_on=world.on, invoices=told, amount_cents=sum(told.values()))


def test_a_transfer_announced_again_stops_no_reminder(world: World) -> None:
    tell_buyer(world, "BETA SA")
    bank_of(world, DUE + timedelta(days=2))
    share(world, days=60)
    claimed = []
    for days in (3, 8, 9, 10):
        on = DUE + timedelta(days=days)
        bank_of(world, last_business_day(on))
        world.on = on
        advise(world, {"FA-1001": 1_200_000})
        claimed.append(asked(world, "C-1")[0])
    assert claimed == [0, 0, 1_200_000, 1_200_000]


def test_an_announcement_of_which_money_came_is_followed_by_another(world: World) -> None:
    tell_buyer(world, "BETA SA")
    bank_of(world, DUE + timedelta(days=2))
    share(world, days=60)
    advise(world, {"FA-1001": 500_000})
    bank_of(world, DUE + timedelta(days=4), {"cents": 400_000, "text": "acompte",
                                             "payer_name": "HOLDING"})  # fmt: skip
    ((payment_id, contract_id),) = world.rows("SELECT id, contract_id FROM payment")
    assert contract_id == world.house
    moved = identify(
        world.conn, world.asked("anna"), payment_id=payment_id, contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"],
    )  # fmt: skip
    allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
             payment_id=moved["payment_id"],
             invoices={str(invoice(world, "FA-1001")): 400_000})  # fmt: skip
    bank_of(world, DUE + timedelta(days=15))
    world.on = DUE + timedelta(days=16)
    assert asked(world, "C-1") == [800_000, 300_000]
    advise(world, {"FA-1001": 300_000})
    assert asked(world, "C-1") == [500_000, 300_000]
