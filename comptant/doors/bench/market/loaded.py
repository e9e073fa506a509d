"""A market that is loaded: the house, and where its numbers begin."""

from dataclasses import dataclass
from datetime import date, timedelta

from comptant.doors.bench.market.world import World
from comptant.doors.sandbox import Sandbox

DAYS_BEFORE = 135  # the house opens so long before the day


@dataclass
class Market:
    """A loaded market: the house, and where the numbers of its clients and buyers begin."""

    world: World
    box: Sandbox
    ibans: list[str]  # of the accounts that buyers pay to
    own_accounts: list[int]
    act_id: int
    first_client: int
    first_buyer: int
    first_contract: int
    first_payee: int
    first_ceiling: int
    first_invoice: int
    drawn_cents: int = 0

    @property
    def eve(self) -> date:
        return self.world.on - timedelta(days=1)

    @property
    def opened_on(self) -> date:
        return self.world.on - timedelta(days=DAYS_BEFORE)
