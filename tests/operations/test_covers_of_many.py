"""What many invoices of a buyer have in common is read once, not for each of them."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import cover_told
from comptant.operations.insurance import covering
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured


@house
def world(writer: psycopg.Connection) -> World:
    """Forty invoices of 100.00 on BETA SA, under one policy with a limit of 3 000.00."""
    opened = open_world(writer)
    contract = opened.ids["C"] = opened.contract("C-1")
    opened.limit(contract, "BETA SA", 900_000)
    due_on = opened.on + timedelta(days=30)
    opened.remit(contract, *({"number": f"F-{one:02}", "cents": 10_000, "due_on": due_on}
                             for one in range(40)))  # fmt: skip
    insured(opened, contract, 300_000)
    return opened


def test_terms_are_read_once_and_the_limit_is_still_shared_by_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Any] = []
    complete = covering.complete

    def counted(told: dict[str, Any]) -> dict[str, Any]:
        read.append(told)
        return complete(told)

    covering.terms_said.cache_clear()
    monkeypatch.setattr(covering, "complete", counted)
    user = world.users["anna"]
    told, after = [], ""
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        while True:
            rows, after = cover_told.insured_page(see, world.on, world.ids["C"], after, 15)
            told += rows
            if not after:
                break
    assert len(read) == 1
    assert len({row["invoice_id"] for row in told}) == len(told) == 40
    assert sum(row["covered_cents"] for row in told) == 300_000
