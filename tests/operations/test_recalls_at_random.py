"""Random histories of a buyer's money, found to pay this or that before and after a cut of the
limit; all of it recalled in any order: as in the twin that never had it (I-19)."""

import random
from collections.abc import Iterator

import psycopg
import pytest

from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash
from tests.facts import World, open_world
from tests.houses import Houses, house
from tests.operations.test_short_taken_back import DUE, cut, night, state
from tests.withdrawing import twin_of

SUMS = (4_000_000, 2_000_000, 3_000_000, 900_000)
PARTS = (500_000, 900_000, 1_234_567, 3_000_000)
STEPS, FOUND = 8, 200_000


@house
def world(writer: psycopg.Connection) -> World:
    """Four invoices without recourse, all approved."""
    made = open_world(writer)
    made.ids["NR"] = contract = made.contract(
        "NR", has_recourse=False, fee_ppm=0, is_interest_reserved=False, guaranteed_ppm=900_000
    )
    made.limit(contract, "BETA SA", 10_000_000)
    made.remit(contract, *({"number": f"NR-{n}", "cents": cents, "due_on": DUE}
                           for n, cents in enumerate(SUMS, 1)))  # fmt: skip
    made.bank({"cents": 5_000, "text": "NOBODY'S"})
    return made


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """Where nothing was ever paid."""
    with twin_of(houses, request, database) as other:
        yield other


class Play:
    """What is told of a contract: money that comes, that is found to pay, that is recalled."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.received: list[int] = []

    def any_of(self, what: str) -> int | None:
        """An invoice or payment of the contract of which enough is open, if there is one."""
        found = self.world.rows(f"SELECT id FROM {what} WHERE contract_id = %s AND open_cents >= %s"
                                " ORDER BY id", self.world.ids["NR"], FOUND)  # fmt: skip
        return self.dice.choice(found)[0] if found else None

    def receive(self) -> None:
        """Of the buyer, for nothing that it says."""
        cents, number = self.dice.choice(PARTS), len(self.received)
        self.received.append(cents)
        self.world.bank({"cents": cents, "text": "NO WORD", "payer_name": "BETA SA",
                         "bank_reference": f"R-{number}"})  # fmt: skip

    def find(self) -> None:
        payment, invoice = self.any_of("payment"), self.any_of("invoice")
        if payment and invoice:
            cash.allocate(self.world.conn, self.world.asked("anna"), payment_id=payment,
                          contract_id=self.world.ids["NR"],
                          invoices={str(invoice): FOUND})  # fmt: skip

    def step(self) -> None:
        self.dice.choice((self.receive, self.find, self.find))()

    def recall_all(self) -> None:
        count = len(self.received)
        for number in self.dice.sample(range(count), count):
            told = self.world.bank({"cents": -self.received[number], "is_reversal": True,
                                    "bank_reference": f"R-{number}"})  # fmt: skip
            assert told["reversed"] == 1


@pytest.mark.parametrize("seed", [2, 5, 13])
def test_money_recalled_leaves_no_trace_wherever_it_was_found_to_belong(
    world: World, twin: World, seed: int
) -> None:
    play = Play(world, seed)
    for number in range(STEPS):
        if number == STEPS // 2:
            for each in (world, twin):
                cut(each)
        play.step()
    play.recall_all()
    for each in (world, twin):
        night(each)
    assert state(world) == state(twin)
    assert contradictions_of_house(world.conn) == []
