"""Keys end by the clock of the wall, whatever the day played."""

from dataclasses import replace
from datetime import UTC, datetime

from comptant.operations.acts.act import Asked
from tests.facts import World


def now(world: World) -> Asked:
    """The administrator asks at this very instant."""
    return replace(world.asked("ada"), at=datetime.now(UTC))
