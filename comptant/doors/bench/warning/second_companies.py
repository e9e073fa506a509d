"""Who lives in the second ledger: buyers and clients, and what they are like. Frozen with it."""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

TRADES = ("FOOD", "BUILDING", "FASHION", "MACHINES")
SEASON = {  # twelve months, in hundredths
    "FOOD": (92, 90, 95, 98, 101, 104, 108, 106, 97, 97, 102, 110),
    "BUILDING": (66, 78, 99, 112, 118, 122, 120, 58, 115, 118, 108, 86),
    "FASHION": (118, 82, 96, 104, 99, 92, 121, 64, 108, 112, 98, 106),
    "MACHINES": (88, 94, 108, 98, 99, 112, 90, 68, 106, 104, 105, 128),
}
# Odds of a week.
HEALTH = {"decline": 0.008, "recovery": 0.01, "overnight": 0.00035, "client_decline": 0.008,
          "buyer_lost": 0.006}  # fmt: skip


@dataclass
class Buyer:
    """A company that buys. `owed`: due day, cents, invoice, client, until when it disputes."""

    id: int
    trade: str
    week_cents: int  # what it buys in a week
    margin: float  # of its sales, three times what it buys
    till: int
    line: int  # of its bank
    habit: int  # days after the due day on which it likes to pay
    run_day: int
    patience: int  # weeks that its creditors wait
    limit: int
    from_clients: float = 0.0  # the part of what it buys that our clients sell
    critical: frozenset[int] = frozenset()
    decline: float = 0.0
    slope: float = 0.0
    depth: float = 0.0
    short_weeks: int = 0
    failed_on: date | None = None
    owed: list[list[Any]] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)


@dataclass
class Client:
    """A company that sells. `buyers`: with their share of what they buy, in thousandths."""

    id: int
    trade: str
    buyers: list[tuple[Buyer, int]]
    term_days: int
    pace: float  # odds that a buyer orders in a week
    costs: float  # of what it sells in a week
    defects: float
    till: int
    patience: int
    is_bold: bool  # invoices what is not there when it lacks money
    appetite: float
    is_hollow: bool = False
    short_weeks: int = 0
    failed_on: date | None = None
    credits: list[Any] = field(default_factory=list)


def buyer_of(chance: Random, id_: int) -> Buyer:
    """A buyer as it starts."""
    week = int(chance.lognormvariate(13.5, 1.0))
    return Buyer(
        id=id_, trade=chance.choice(TRADES), week_cents=week, margin=chance.gauss(0.03, 0.02),
        till=int(week * chance.uniform(2, 12)), line=int(week * chance.uniform(1, 4)),
        habit=chance.choice((0, 0, 0, 4, 8, 15, 38)), run_day=chance.randint(0, 4),
        patience=chance.randint(5, 18), limit=int(week * chance.uniform(5, 12)),
    )  # fmt: skip


def client_of(chance: Random, id_: int, buyers: list[Buyer]) -> Client:
    """A client as it starts, with who buys from it; for some of them it cannot be done without."""
    known = chance.sample(buyers, chance.randint(4, 16))
    shares = [(one, chance.choice((60, 120, 200, 350))) for one in known]
    for one, share in shares:
        one.from_clients += share / 1000
        if chance.random() < 0.3:
            one.critical |= {id_}
    week = sum(one.week_cents * share // 1000 for one, share in shares)
    return Client(
        id=id_, trade=chance.choice(TRADES), buyers=shares, term_days=chance.choice((30, 45, 60)),
        pace=chance.uniform(0.35, 0.9), costs=chance.uniform(0.80, 0.95),
        defects=chance.uniform(0.005, 0.035), till=int(week * chance.uniform(2, 10)),
        patience=chance.randint(6, 20), is_bold=chance.random() < 0.4,
        appetite=chance.uniform(0.9, 1.1),
    )  # fmt: skip
