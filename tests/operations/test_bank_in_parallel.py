"""Bank files at the same time, each on a connection of its own: every euro once, nothing lost."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl
import psycopg

from comptant.operations.banking import bank
from comptant.operations.banking.bank_proof import prove
from comptant.operations.collection import cash, unknown_money
from tests.cast import add_cast, draw, send
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import house
from tests.traces import at_once

Connect = Callable[[str], psycopg.Connection]
Told = tuple[pl.DataFrame, pl.DataFrame]
IBAN_2 = "FR7630006000010000000000152"
CENTS = 100_000


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA (A-1) and GAMMA (C-1) each sold twelve invoices of 1 000.00 to BETA; two accounts."""
    opened = open_world(writer)
    add_cast(opened)
    opened.own_account(IBAN_2)
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        contract = opened.ids[number]
        opened.amend(contract, {"fee_ppm": 0})
        opened.limit(contract, "BETA SA", 90_000_000)
        send(opened, login, contract, *(
            {"number": f"{number}-{n:03d}", "cents": CENTS} for n in range(12)
        ))  # fmt: skip
    return opened


def take(conn: psycopg.Connection, world: World, told: Told, key: str) -> Any:
    statements, movements = told
    content = (statements.write_csv() + movements.write_csv()).encode()
    return bank.take_in(
        conn, world.asked("tania", key), statements=statements, movements=movements,
        source="camt.053", file_name=f"{key}.xml", content=content,
    )  # fmt: skip


def pays(world: World, numbers: range, iban: str = FACTOR_IBAN) -> Told:
    """A statement on which BETA pays these invoices of both clients, one transfer for each."""
    return world.statement(*(
        {"cents": CENTS, "text": f"FACTURE {client}-{n:03d}"}
        for n in numbers for client in ("A-1", "C-1")
    ), iban=iban)  # fmt: skip


def opens(world: World) -> Counter[int]:
    """How many invoices have which amount open."""
    return Counter(cents for (cents,) in world.rows("SELECT open_cents FROM invoice"))


def proved(world: World, balance_cents: int) -> None:
    """Bank = ledger = what is kept of each item, by the proof of the bank and by the close."""
    prove(world.conn)
    banked = "SELECT sum(amount_cents)::bigint FROM balance WHERE account = 'BNK'"
    assert world.one(banked) == balance_cents
    world.close()


def test_two_files_that_pay_the_same_invoices_pay_each_once(
    world: World, connect_to: Connect
) -> None:
    files = pays(world, range(9)), pays(world, range(3, 12), IBAN_2)
    given = at_once(connect_to, *(
        lambda conn, told=told, n=n: take(conn, world, told, f"file-{n}")
        for n, told in enumerate(files)
    ))  # fmt: skip
    assert [(one["new"], one["received_cents"]) for one in given] == [(18, 18 * CENTS)] * 2
    # Invoices 3 to 8 of both were paid by both: whoever came second has its money waiting.
    assert opens(world) == {0: 24}
    assert sorted(one["allocated_cents"] for one in given) == [6 * CENTS, 18 * CENTS]
    waiting = world.rows("SELECT open_cents FROM payment WHERE open_cents > 0")
    assert waiting == [(CENTS,)] * 12
    proved(world, 36 * CENTS)


def test_the_same_file_twice_at_once_is_booked_once(world: World, connect_to: Connect) -> None:
    told = pays(world, range(6))
    given = at_once(
        connect_to, *(lambda conn, n=n: take(conn, world, told, f"try-{n}") for n in range(4))
    )
    assert sorted(one["new"] for one in given) == [0, 0, 0, 12]
    assert sorted(one["allocated_cents"] for one in given) == [0, 0, 0, 12 * CENTS]
    assert world.one("SELECT count(*) FROM bank_statement") == 1
    assert world.one("SELECT count(*) FROM bank_movement") == 12
    assert opens(world) == {0: 12, CENTS: 12}
    proved(world, 12 * CENTS)


def test_the_same_file_twice_at_once_under_one_key_has_one_answer(
    world: World, connect_to: Connect
) -> None:
    told = pays(world, range(2))
    given = at_once(connect_to, *(lambda conn: take(conn, world, told, "day") for _ in range(3)))
    assert given == [given[0]] * 3
    assert given[0]["new"] == 4
    assert world.one("SELECT count(*) FROM act WHERE operation = 'bank'") == 1


def test_a_file_against_draws_on_its_contracts_gives_what_is_paid_and_no_more(
    world: World, connect_to: Connect
) -> None:
    """12 000.00 approved bring 10 800.00; each 1 000.00 paid brings 100.00 more. A draw sees all of
    the file or nothing of it."""
    told = pays(world, range(12))
    actions: list[Callable[[psycopg.Connection], Any]] = [
        lambda conn: take(conn, world, told, "day")
    ]
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        actions += [
            lambda conn, g=(login, number, n): draw(
                world, g[0], world.ids[g[1]], 300_000, conn, f"{g[1]}-{g[2]}")
            for n in range(4)
        ]  # fmt: skip
    given = at_once(connect_to, *actions)
    assert given[0]["allocated_cents"] == 24 * CENTS
    for number, mine in (("A-1", given[1:5]), ("C-1", given[5:])):
        done = [one for one in mine if isinstance(one, dict)]
        assert {one for one in mine if not isinstance(one, dict)} <= {"beyond_availability"}
        assert len(done) in (3, 4)
        seen = sorted((one["available_cents"] for one in done), reverse=True)
        for before, available in enumerate(seen):
            left = available + 300_000 * before
            assert left in (1_080_000, 1_200_000)
        assert world.available(world.ids[number]) == 1_200_000 - 300_000 * len(done)
    assert opens(world) == {0: 24}
    proved(world, 24 * CENTS)


def test_a_file_against_allocations_by_hand_pays_each_invoice_once(
    world: World, connect_to: Connect
) -> None:
    contract = world.ids["A-1"]
    world.bank(*({"cents": CENTS, "text": "SANS NUMERO"},) * 4)
    for (payment,) in world.rows("SELECT id FROM payment ORDER BY id"):
        unknown_money.identify(
            world.conn, world.asked("anna"), payment_id=payment, contract_id=contract,
            buyer_id=world.ids["BETA SA"],
        )  # fmt: skip
    waits = world.rows("SELECT id FROM payment WHERE open_cents > 0 ORDER BY id")
    invoices = world.rows("SELECT id FROM invoice WHERE contract_id = %s ORDER BY id", contract)
    told = pays(world, range(4), IBAN_2)
    actions: list[Callable[[psycopg.Connection], Any]] = [
        lambda conn: take(conn, world, told, "day")
    ]
    for n in range(4):
        actions.append(lambda conn, n=n: cash.allocate(
            conn, world.asked("anna", f"hand-{n}"), contract_id=contract,
            payment_id=waits[n][0], invoices={str(invoices[n][0]): CENTS}))  # fmt: skip
    given = at_once(connect_to, *actions)
    by_hand = sum(isinstance(one, dict) for one in given[1:])
    assert {one for one in given[1:] if not isinstance(one, dict)} <= {"amount_too_large"}
    assert given[0]["received_cents"] == 8 * CENTS
    assert given[0]["allocated_cents"] == (8 - by_hand) * CENTS
    assert opens(world) == {0: 8, CENTS: 16}
    assert world.one("SELECT sum(open_cents)::bigint FROM payment") == 4 * CENTS
    proved(world, 12 * CENTS)
