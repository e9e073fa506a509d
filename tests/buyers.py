"""What tests of buyers' links share: a buyer that was told, its link, what is said by it."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from comptant.operations.acts.act import Answer, Asked
from comptant.operations.buyer_page import links
from comptant.operations.closing.keeper import keeper
from comptant.operations.risk import facts
from tests.facts import World

SECRET = "b" * 32


def tell_buyer(world: World, buyer: str, contract: str = "C-1") -> None:
    """A notice told a buyer of a contract whom to pay."""
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=world.ids[contract], subject="BUYER",
        subject_id=world.ids[buyer], name="is_notified", value=True, from_on=world.on,
        source="notice",
    )  # fmt: skip


def share(
    world: World, buyer: str = "BETA SA", contract: str = "C-1", token: str = SECRET,
    days: int = 30, login: str = "anna",
) -> Answer:  # fmt: skip
    """A link to the account of a buyer."""
    return links.share_buyer_account(
        world.conn, world.asked(login), contract_id=world.ids[contract],
        buyer_id=world.ids[buyer], days=days, token=token,
    )  # fmt: skip


def say(
    world: World, operation: Callable[..., Answer], token: str = SECRET, contract: str = "C-1",
    **said: Any,
) -> Answer:  # fmt: skip
    """What a buyer says by its link: the house acts."""
    by = keeper(world.conn)
    assert by is not None
    asked = Asked(by, str(uuid.uuid4()), datetime.combine(world.on, time(9, 0), UTC), world.on)
    return operation(world.conn, asked, contract_id=world.ids[contract], link=token,
                     **{"note": "", **said})  # fmt: skip
