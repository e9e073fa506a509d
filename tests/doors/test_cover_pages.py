"""Pages of covers read the invoices of their own buyers and no others, and tell what the whole
list tells."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import cover_told, insolvency_told
from comptant.operations.acts.act import Refused
from comptant.store.access import reading
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured, step

DUE_ON = date(2026, 2, 10)
BUYERS = ("BETA SA", "GAMMA SA", "DELTA SARL")
Row = dict[str, Any]


@house
def world(writer: psycopg.Connection) -> World:
    """Three invoices on each of three buyers of C-1, which a policy covers; the first buyer's
    are due first."""
    made = open_world(writer)
    made.ids["C-1"] = made.contract("C-1")
    made.remit(made.ids["C-1"], *(
        {"number": f"F{one}{place}", "cents": 100_000, "buyer": buyer,
         "issued_on": date(2026, 1, 10), "due_on": DUE_ON + timedelta(days=10 * place)}
        for one in range(3) for place, buyer in enumerate(BUYERS)))  # fmt: skip
    made.ids["P-1"] = insured(made, made.ids["C-1"], 250_000)
    return made


class Counted:
    """A look at the house, with the rows that each query gave."""

    def __init__(self, see: Callable[..., list[Row]]) -> None:
        self.see, self.given = see, []

    def __call__(self, name: str, *page: object, **told: object) -> list[Row]:
        found = self.see(name, *page, **told)
        self.given.append((name, len(found)))
        return found


def pages(look: Callable[..., tuple[list[Row], str]], see: Counted, world: World) -> list[Row]:
    """All pages of three rows, one after the other; each reads one buyer's invoices."""
    rows, after = look(see, world.on, world.ids["C-1"], "", 3)
    while after:
        more, after = look(see, world.on, world.ids["C-1"], after, 3)
        rows += more
    return rows


def test_a_page_of_covers_reads_its_own_buyers_and_shares_their_limits(world: World) -> None:
    with reading(world.users["anna"].id) as plain:
        see = Counted(plain)
        whole = cover_told.insured(plain, world.on, world.ids["C-1"])
        found = pages(cover_told.insured_page, see, world)
        ordered = sorted(whole, key=lambda row: (row["buyer_id"], row["invoice_id"]))
        assert (len(found), found) == (9, ordered)
        assert [row["covered_cents"] for row in found[:3]] == [100_000, 100_000, 50_000]
        read = [count for name, count in see.given if name == "read_insured_invoices"]
        assert read == [3, 3, 3]
        with pytest.raises(Refused, match="cursor_wrong"):
            cover_told.insured_page(plain, world.on, None, "no cursor", 3)


def test_deadlines_read_what_is_due_or_failed_or_declared(world: World) -> None:
    def read() -> tuple[list[Row], list[int]]:
        with reading(world.users["anna"].id) as plain:
            see = Counted(plain)
            found = pages(cover_told.deadlines_page, see, world)
            assert sorted(row["invoice_id"] for row in found) == sorted(
                row["invoice_id"] for row in cover_told.deadlines(plain, world.on, world.ids["C-1"])
            )
        return found, [count for name, count in see.given if name == "read_insured_invoices"]

    assert read() == ([], [])
    world.on = DUE_ON + timedelta(days=11)
    found, counts = read()
    assert [row["buyer_name"] for row in found] == ["BETA SA"] * 3 + ["GAMMA SA"] * 3
    assert counts == [3, 3]


def test_expected_claims_read_the_buyers_that_were_declared(world: World) -> None:
    (ids,) = zip(*world.rows("SELECT id FROM invoice WHERE buyer_id = %s", world.ids["BETA SA"]),
                 strict=True)  # fmt: skip
    step(world, world.ids["C-1"], world.ids["P-1"], *ids)
    with reading(world.users["anna"].id) as plain:
        see = Counted(plain)
        found, after = cover_told.claims_page(see, world.on, None)
        assert (found, after) == (cover_told.claims(plain, world.on, None), "")
    assert [row["buyer_name"] for row in found] == ["BETA SA"]
    assert see.given == [("read_declared_buyers", 1), ("read_insured_invoices", 3)]


def test_who_bears_a_failed_buyers_debt_reads_that_buyer_alone(world: World) -> None:
    with reading(world.users["anna"].id) as plain:
        see = Counted(plain)
        (row,) = insolvency_told.exposure(see, world.on, world.ids["BETA SA"])
    assert (row["invoice_count"], row["insurer_bears_cents"]) == (3, 225_000)
    assert see.given == [("read_failed_invoices", 3), ("read_insured_invoices", 3)]
