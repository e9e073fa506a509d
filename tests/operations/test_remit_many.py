"""Cession of many contracts in one act: as if each had been sent alone."""

from datetime import date
from typing import Any

import polars as pl
import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import remit
from comptant.rules.columns import SENT_TO_CONTRACTS
from tests.facts import World, add_user, open_world, sent_invoices
from tests.houses import house
from tests.simulation.state import state
from tests.traces import contents, refused

DUE = date(2026, 3, 1)
TERMS: dict[str, dict[str, Any]] = {
    "1": {"fee_billing": "AT_ASSIGNMENT", "has_auto_funding": True},
    "2": {"fund_ppm": 100_000, "notice_required": True},
    "3": {"charge_timing": "ADVANCE", "fee_base": "NET_OF_CREDIT_NOTES"},
}


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def opened(world: World, prefix: str) -> list[int]:
    """Three contracts, each with terms of its own, and room for a part of what will come."""
    ids = []
    for number, terms in TERMS.items():
        ids.append(world.contract(f"{prefix}-{number}", **terms))
        world.limit(ids[-1], "BETA SA", 1_500_000)
    return ids


def line(number: str, cents: int, **changes: Any) -> dict[str, Any]:
    return {"number": number, "cents": cents, "due_on": DUE, **changes}


def lines(prefix: str) -> list[list[dict[str, Any]]]:
    """Per contract: more than the limit, a buyer not known, a credit note, lines refused."""
    return [
        [line(f"{prefix}{place}-1", 1_000_000), line(f"{prefix}{place}-2", 900_000 + place),
         line(f"{prefix}{place}-3", 70_000, buyer="DELTA SARL"),
         line(f"{prefix}{place}-4", 40_000, type_code="381", credited_number=f"{prefix}{place}-1"),
         line(f"{prefix}{place}-5", 500, currency="USD"), line(f"{prefix}{place}-1", 1_000_000)]
        for place in range(3)
    ]  # fmt: skip


def together(world: World, ids: list[int], sent: list[list[dict[str, Any]]]) -> pl.DataFrame:
    """The lines of all contracts, mixed as a day's list is."""
    frames = [
        sent_invoices(world.on, *some).with_columns(pl.lit(id_, pl.Int64).alias("contract_id"))
        for id_, some in zip(ids, sent, strict=True)
    ]
    mixed = pl.concat(frames).with_row_index("place").sort(pl.col("place") % len(sent[0]), "place")
    return mixed.select(SENT_TO_CONTRACTS.names)


def take(world: World, sent: pl.DataFrame, login: str = "anna") -> Answer:
    asked = world.asked(login)
    return remit.remit_many(world.conn, asked, sent=sent, file_name="day.csv", received_at=asked.at)


def told(answer: Answer) -> Answer:
    """An answer without ids and names of its own."""
    order = answer["order"] and answer["order"]["amount_cents"]
    own = {"contract_id", "remittance_id", "file", "order"}
    return {**{name: value for name, value in answer.items() if name not in own}, "order": order}


def of(world: World, prefix: str) -> list[str]:
    """All that the contracts of a prefix came to, but for the row numbers of refused lines."""
    everything = {name: rows for name, rows in state(world.conn).items() if name != "refusals"}
    reasons = world.rows(
        "SELECT k.number, l.invoice_number, l.reason FROM refused_line l"
        " JOIN contract k ON k.id = l.contract_id"
    )
    rows = [repr(row) for some in (*everything.values(), reasons) for row in some]
    return sorted(row.replace(f"{prefix}", "X") for row in rows if f"'{prefix}-" in row)


def test_all_at_once_equals_one_by_one(world: World) -> None:
    one_by_one = opened(world, "KA")
    first = [
        world.remit(id_, *some)
        for id_, some in zip(one_by_one, lines("KA"), strict=True)
    ]  # fmt: skip
    at_once = opened(world, "KB")
    answer = take(world, together(world, at_once, lines("KB")))
    assert [told(one) for one in answer["remittances"]] == [told(one) for one in first]
    assert (answer["lines"], answer["accepted"], answer["refused"]) == (18, 9, 6)
    assert of(world, "KB") == of(world, "KA")


def test_the_same_lines_again_change_nothing_and_new_ones_are_taken(world: World) -> None:
    ids = opened(world, "C")
    sent = together(world, ids, lines("C"))
    first = take(world, sent)["remittances"]
    before = contents(world.conn)
    again = take(world, sent.reverse())
    assert again["remittances"] == [{**one, "repeated": True} for one in first]
    after = contents(world.conn)
    assert {name for name in after if after[name] != before[name]} == {"act"}
    more = sent_invoices(world.on, line("NEW", 5_000)).with_columns(
        pl.lit(ids[1], pl.Int64).alias("contract_id")
    )
    third = take(world, pl.concat([sent.filter(pl.col("contract_id") != ids[1]),
                                   more.select(SENT_TO_CONTRACTS.names)]))  # fmt: skip
    assert [one["repeated"] for one in third["remittances"]] == [True, False, True]
    assert third["remittances"][1]["title_number"] == 2


def test_one_invoice_in_two_contracts_is_bought_once(world: World) -> None:
    ids = opened(world, "C")
    sent = together(world, ids, [[line("SAME", 1_000)], [line("SAME", 1_000)], [line("O", 1)]])
    assert [one["accepted"] for one in take(world, sent)["remittances"]] == [1, 0, 1]
    assert world.rows("SELECT contract_id, reason FROM refused_line") == [
        (ids[1], "held_elsewhere")
    ]


def test_a_client_sends_for_its_own_contracts_only(world: World) -> None:
    ids = opened(world, "C")
    other = world.contract("E-1", "GAMMA SA")
    add_user(world, "gina", world.ids["GAMMA SA"], ["client_owner"], False)
    sent = together(world, [*ids, other], [*lines("C"), lines("E")[0]])
    before = contents(world.conn)
    for login, first in (("alice", other), ("gina", ids[0])):
        with refused(world.conn, "contract_unknown", contract_id=first):
            take(world, sent, login)
    with refused(world.conn, "not_your_right", operation="remit_many", login="tania"):
        take(world, sent, "tania")
    assert contents(world.conn) == before
