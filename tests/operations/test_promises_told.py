"""What is asked of a buyer follows the state of its promises: the database that asks and the rule
that follows them tell the same, whatever was promised and paid."""

import random
from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.reminding import promising
from comptant.operations.reminding.promised import followed, instalments
from tests import instruments
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of, invoice

OPEN = {"FA-1001": 1_200_000, "FA-1002": 300_000}
HISTORIES = 5


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], *(
        {"number": number, "cents": cents, "due_on": DUE} for number, cents in OPEN.items()
    ))  # fmt: skip
    return opened


def promise(world: World, number: str, days: list[tuple[date, int]]) -> None:
    rows = [{"due_on": day, "instalment_cents": cents} for day, cents in days]
    promising.record_promise(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"], invoice_ids=[invoice(world, number)],
        instalments=promising.INSTALMENTS.frame(rows), evidence="mail", consent="",
    )  # fmt: skip


def by_the_rule(world: World) -> dict[int, int]:
    """Of each invoice, what is left of its promises that run (one invoice each)."""
    left = dict.fromkeys((invoice(world, number) for number in OPEN), 0)
    rows = followed(instalments(world.conn, world.on, world.ids["C-1"]))
    for row in rows:
        if row["promise_state"] == "RUNNING":
            (of,) = world.rows("SELECT invoice_id FROM promise_line WHERE promise_id = %s",
                               row["promise_id"])  # fmt: skip
            left[of[0]] += row["instalment_cents"] - row["instalment_paid_cents"]
    return left


def by_the_database(world: World) -> dict[int, tuple[int, int]]:
    """Of each invoice: what is promised, and what is to pay: in hand or in dispute, the rest is
    not (a part paid by transfer disputes the rest)."""
    return {of: (promised, payable) for of, promised, payable in world.rows(
        """SELECT invoice_id, promised_cents, payable_cents
           FROM to_ask(ARRAY[%s::bigint], NULL, %s)""", world.ids["C-1"], world.on)}  # fmt: skip


def pay(world: World, draw: random.Random, number: str) -> None:
    """A part of an invoice, or all that is left, by cheque or by transfer."""
    _, payable = by_the_database(world).get(invoice(world, number), (0, 0))
    cents = min(payable, draw.randrange(1, OPEN[number]))
    if cents and draw.random() < 0.7:
        instruments.cheque(world, world.ids["C-1"], cents, f"{draw.randrange(10**7):07}",
                           pays={number: cents})  # fmt: skip
    elif cents:
        world.bank({"cents": cents, "text": number})


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_what_is_promised_is_what_the_rule_says_is_left_of_running_promises(
    world: World, seed: int
) -> None:
    draw = random.Random(seed)
    bank_of(world, DUE)
    for number, cents in OPEN.items():
        days = sorted(DUE + timedelta(days=each) for each in draw.sample(range(1, 12), 2))
        first = draw.randrange(1, cents // 200) * 100
        second = draw.randrange(1, (cents - first) // 100 + 1) * 100
        promise(world, number, [(days[0], first), (days[1], second)])
    told = set()
    for day in range(1, 17):
        bank_of(world, DUE + timedelta(days=day))
        if draw.random() < 0.35:
            pay(world, draw, draw.choice(list(OPEN)))
        asked, left = by_the_database(world), by_the_rule(world)
        assert {of: promised for of, (promised, _) in asked.items()} == {
            of: min(left[of], payable) for of, (_, payable) in asked.items()
        }, world.on
        told.update(row["promise_state"] for row in followed(
            instalments(world.conn, world.on, world.ids["C-1"])))  # fmt: skip
    assert told & {"KEPT", "BROKEN"}
