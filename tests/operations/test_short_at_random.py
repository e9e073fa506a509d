"""Random payments, whole, short or of nothing named, all of them taken back in any order, while the
limit is cut, the buyer fails or nights pass: as in the twin that never had any of them."""

import random
from collections.abc import Iterator

import psycopg
import pytest

from comptant.operations.closing.books_proof import contradictions_of_house
from tests.facts import World
from tests.houses import Houses, house
from tests.operations.test_short_taken_back import cut, failed, night, of_two, state
from tests.withdrawing import rewind, twin_of, withdraw

OTHER_IBAN = "FR7630006000010000000000152"
STEPS = 10


@house
def world(writer: psycopg.Connection) -> World:
    made = of_two(writer)
    made.own_account(OTHER_IBAN)
    made.bank(iban=OTHER_IBAN)
    return made


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    with twin_of(houses, request, database) as other:
        yield other


class Playing:
    def __init__(self, world: World, twin: World, seed: int) -> None:
        self.world, self.twin, self.dice = world, twin, random.Random(seed)
        self.here: dict[str, int] = {}
        self.is_loaded = self.has_failed = False
        self.told: list[str] = []

    def both(self) -> None:
        step = self.dice.choice([cut, night, night, failed])
        if step is failed:
            if self.has_failed or self.dice.random() < 0.5:
                return
            self.has_failed = True
        for each in (self.world, self.twin):
            step(each)
        self.told.append(step.__name__)

    def line(self, reference: str) -> dict[str, object]:
        text = self.dice.choice(["NR-1", "NR-2", "NR-2", "NO WORD"])
        cents = self.dice.choice([2_000_000, self.dice.randrange(1_000, 2_000_000)])
        self.told.append(f"{reference} {text} {cents}")
        return {"cents": cents, "text": text, "payer_name": "BETA SA", "bank_reference": reference}

    def pay(self) -> None:
        lines = [self.line(f"R-{len(self.told)}") for _ in range(self.dice.choice([1, 1, 2]))]
        self.world.bank(*lines)
        self.here |= {str(line["bank_reference"]): int(str(line["cents"])) for line in lines}

    def load(self) -> None:
        if not self.is_loaded:
            line = self.line(f"W-{len(self.told)}")
            self.world.bank(line, {"cents": -int(str(line["cents"])), "text": "PRLV"},
                            iban=OTHER_IBAN)  # fmt: skip
            self.is_loaded = True

    def unload(self) -> None:
        if self.is_loaded:
            before = self.world.told[OTHER_IBAN]
            withdraw(self.world, self.world.one(
                "SELECT max(s.id) FROM bank_statement s JOIN own_account a"
                " ON a.id = s.own_account_id WHERE a.iban = %s", OTHER_IBAN))  # fmt: skip
            rewind(self.world, (before[0] - 1, 0), OTHER_IBAN)
            self.is_loaded = False
            self.told.append("unload")

    def recall(self) -> None:
        if self.here:
            reference = self.dice.choice(sorted(self.here))
            cents = self.here.pop(reference)
            self.world.bank({"cents": -cents, "bank_reference": reference, "is_reversal": True})
            self.told.append(f"recall {reference}")

    def play(self) -> None:
        self.dice.choice([self.pay, self.pay, self.load, self.recall, self.unload, self.both])()
        assert contradictions_of_house(self.world.conn) == [], "; ".join(self.told)

    def all(self) -> None:
        for _ in range(STEPS):
            self.play()
        self.both()
        while self.here or self.is_loaded:
            self.dice.choice([self.recall, self.unload])()
        for each in (self.world, self.twin):
            night(each)
            night(each)


@pytest.mark.parametrize("seed", [1, 2, 3, 32])
def test_all_taken_back_it_is_as_in_the_twin(world: World, twin: World, seed: int) -> None:
    play = Playing(world, twin, seed)
    play.all()
    assert state(world) == state(twin), "; ".join(play.told)
    assert contradictions_of_house(world.conn) == []
