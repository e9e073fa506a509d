"""Random portfolios under stress: without a shock they are what production says they are; a buyer
that fails does what its insolvency does; whoever reads them in whatever slices reads the same."""

import random
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Act
from comptant.operations.portfolio.guarantee import take_guarantees
from comptant.operations.portfolio.positions import POSITIONS, capped
from comptant.operations.risk import disputes, facts
from comptant.operations.stressing.reading import positions
from comptant.operations.stressing.results import Result
from comptant.operations.stressing.run import stress
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk
from tests.facts import SIRENS, World, open_world
from tests.houses import house
from tests.policies import insured

BUYERS = ("BETA SA", "GAMMA SA", "DELTA SARL")
START = date(2026, 1, 16)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def portfolio(world: World, seed: int) -> None:
    """Three contracts of one client: invoices, credit notes, cash that waits, disputes, draws."""
    dice = random.Random(seed)
    for place in range(3):
        terms: dict[str, Any] = {
            "has_recourse": place == 0 or dice.random() < 0.3,
            "concentration_ppm": dice.choice([400_000, 1_000_000]),
            "unapproved_advance_ppm": dice.choice([0, 0, 500_000]),
            "fund_ppm": dice.choice([0, 50_000]), "fund_build_up": "IMMEDIATE",
            "guaranteed_ppm": dice.choice([1_000_000, 900_000]),
            "guarantee_delay_days": dice.choice([30, 60, 120]),
            "advance_progress_ppm": 750_000, "overdue_cutoff_days": dice.choice([30, 60]),
            "line_cents": dice.choice([None, 4_000_000]),
            "fee_billing": dice.choice(["AT_COLLECTION", "AT_ASSIGNMENT"]),
        }  # fmt: skip
        contract = world.ids[f"R-{place}"] = world.contract(f"R-{place}", **terms)
        for buyer in BUYERS:
            if dice.random() < 0.9:
                world.limit(contract, buyer, dice.choice([500_000, 1_500_000, 4_000_000]))
        world.remit(contract, *_lines(dice, place, "A", 9))
        if world.available(contract) > 100_000:
            world.draw(contract, dice.randrange(50_000, world.available(contract)))
    insured(world, world.ids["R-0"], 2_000_000)
    world.on = START + timedelta(days=dice.choice([3, 40, 75]))
    for place in range(3):
        contract = world.ids[f"R-{place}"]
        world.remit(contract, *_lines(dice, place, "B", 4, since=world.on - timedelta(days=4)))
        _spoil(world, dice, contract)
    world.close()
    world.on += timedelta(days=1)


def _lines(
    dice: random.Random, place: int, tag: str, count: int, since: date = date(2026, 1, 5)
) -> list[dict[str, Any]]:  # fmt: skip
    rows: list[dict[str, Any]] = [
        {"number": f"{tag}{place}-{n}", "cents": dice.randrange(10_000, 900_000),
         "buyer": dice.choice(BUYERS), "issued_on": since + timedelta(days=dice.randrange(3)),
         "due_on": since + timedelta(days=dice.randrange(10, 60))}
        for n in range(count)
    ]  # fmt: skip
    rows.append({"number": f"AV{tag}{place}", "cents": dice.randrange(1_000, 200_000),
                 "type_code": "381", "buyer": dice.choice(BUYERS), "issued_on": since})  # fmt: skip
    return rows


def _spoil(world: World, dice: random.Random, contract: int) -> None:
    """Money of a buyer that pays no invoice by name, and disputes."""
    world.bank({"cents": dice.randrange(1_000, 300_000), "text": "ACOMPTE",
                "payer_name": dice.choice(BUYERS)})  # fmt: skip
    ids = [id_ for (id_,) in world.rows(
        "SELECT id FROM invoice WHERE contract_id = %s AND open_cents > 0 ORDER BY id", contract)
    ]  # fmt: skip
    for id_ in dice.sample(ids, min(2, len(ids))):
        disputes.open_dispute(
            world.conn, world.asked("anna"), contract_id=contract, invoice_id=id_,
            code=dice.choice(["LIT-QTE", "LIT-PRX"]), amount_cents=dice.randrange(1_000, 9_000),
            is_rest_confirmed=dice.random() < 0.5, source="BUYER", evidence="mail",
        )  # fmt: skip


def run(world: World, *shocks: Any, size: int = 100_000) -> Result:
    return stress(world.conn, world.asked("carl"), shocks=shocks, size=size)


def told(result: Result) -> list[tuple[int, ...]]:
    return sorted(result.contracts.select(
        "contract_id", "available_after_cents", "drawable_after_cents",
        "over_advance_after_cents", "outstanding_after_cents").rows())  # fmt: skip


def before(result: Result) -> list[tuple[int, ...]]:
    return sorted(result.contracts.select(
        "contract_id", "available_before_cents", "drawable_before_cents",
        "over_advance_before_cents", "outstanding_before_cents").rows())  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_without_a_shock_each_contract_has_what_production_says(world: World, seed: int) -> None:
    portfolio(world, seed)
    result = run(world)
    assert result.contracts.height == 3
    for contract_id, available in result.contracts.select(
        "contract_id", "available_after_cents").rows():  # fmt: skip
        assert available == world.available(contract_id)
    assert told(result) == before(result)
    assert (result.causes, result.buyers, result.invoices, result.left_out) == ([], [], [], [])
    assert all(row["expected_before_cents"] == row["expected_after_cents"]
               for row in result.weeks)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_what_is_read_at_once_is_what_each_judgment_reads(world: World, seed: int) -> None:
    portfolio(world, seed)
    do = Act(world.conn, 0, world.asked("carl"))
    ids = [world.ids[f"R-{place}"] for place in range(3)]
    contracts = contracts_batch(world.conn, ids, world.on)
    one_by_one = bulk.copy_out(
        world.conn, "positions", POSITIONS, contract_ids=ids,
        sample_ppms=contracts["sample_ppm"].to_list(), all_open=True, invoices_of=None,
        invoice_ids=None, buyers_of=None, buyer_ids=None, most=2_000, on=world.on,
    )  # fmt: skip
    assert one_by_one.height > 10
    assert positions(do, contracts).equals(
        capped(one_by_one.sort("contract_id", "invoice_id")))  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_a_buyer_that_fails_does_what_its_insolvency_does(world: World, seed: int) -> None:
    portfolio(world, seed)
    buyer = BUYERS[seed % 3]
    result = run(world, {"shock": "fail", "buyer": SIRENS[buyer]})
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids[buyer], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    asked = world.asked("aron")
    with world.conn.transaction():
        do = Act(world.conn, world.one("SELECT max(id) FROM act"), asked)
        take_guarantees(do, contracts_batch(world.conn, result.contracts["contract_id"], world.on))
    for row in result.contracts.rows(named=True):
        id_ = row["contract_id"]
        assert row["loss_cents"] == sum(row[name] for name in (
            "insurer_bears_cents", "deductible_bears_cents", "factor_bears_cents",
            "client_bears_cents", "fund_bears_cents"))  # fmt: skip
        outstanding = world.one("SELECT coalesce(sum(outstanding_cents), 0)::bigint FROM exposure"
                                " WHERE contract_id = %s", id_)  # fmt: skip
        assert row["outstanding_after_cents"] == outstanding
        approved = world.one("SELECT coalesce(sum(approved_cents), 0)::bigint FROM exposure"
                             " WHERE contract_id = %s", id_)  # fmt: skip
        assert row["approved_after_cents"] == approved
        assert row["available_after_cents"] == world.available(id_)


@pytest.mark.parametrize("seed", range(4))
def test_slices_of_any_size_give_the_same_answer(world: World, seed: int) -> None:
    portfolio(world, seed)
    shocks = ("fail largest=1", "delay days=35", "dilution rate=3.5", "limits kept=50",
              "reference rate=1", "insurer insurer=ASSUR")  # fmt: skip
    whole = run(world, *shocks)
    for size in (1, 15, 40):
        part = run(world, *shocks, size=size)
        assert part.contracts.equals(whole.contracts)
        assert (part.sums, part.buyers, part.claims, part.weeks, part.causes) == (
            whole.sums, whole.buyers, whole.claims, whole.weeks, whole.causes)  # fmt: skip
