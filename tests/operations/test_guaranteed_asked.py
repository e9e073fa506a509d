"""What the guarantee has taken is owed by the buyer as before: it is asked, shown, promised,
claimed and handed over like any other debt."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.doors import forecasting, watching
from comptant.operations.acts.act import Answer
from comptant.operations.acts.tokens import token_digest
from comptant.operations.assigning import returns
from comptant.operations.buyer_page.answers import promise_by_link
from comptant.operations.reminding import promising
from comptant.operations.reminding.handing_over import hand_over
from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.operations.reminding.promised import followed, instalments
from comptant.operations.risk import disputes, facts
from comptant.rules.penalties import INDEX
from comptant.rules.reminders import PLAN
from comptant.store import bulk
from comptant.store.access import See, reading, reading_by_link
from tests.buyers import SECRET, say, share
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.test_guarantee import CENTS, DUE_ON, GUARANTEED_ON, bank, close_on, unpaid
from tests.reminding import contact, invoice, remind, set_plan
from tests.traces import refused

WEEK = GUARANTEED_ON + timedelta(days=6)  # a Monday


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def told(world: World, **terms: Any) -> int:
    """FA-1 of 50 000.00, due on 16 February, of a buyer that was told; a plan of reminders."""
    contract = unpaid(world, **terms)
    world.ids["C-1"] = contract
    contact(world, "BETA SA")
    return contract


def taken(world: World, **terms: Any) -> int:
    """The same, taken by the guarantee on 16 June."""
    contract = told(world, **terms)
    close_on(world, GUARANTEED_ON)
    return contract


def asked(world: World) -> list[tuple[Any, ...]]:
    """Of each invoice: owed, in hand, to pay, promised, asked."""
    return world.rows(
        """SELECT open_cents, in_hand_cents, payable_cents, promised_cents, asked_cents
           FROM to_ask(NULL, NULL, %s) ORDER BY due_on, invoice_id""", world.on)  # fmt: skip


def stages(*rows: tuple[str, int, str]) -> pl.DataFrame:
    return PLAN.frame([
        {"stage_number": number, "stage": stage, "offset_days": days, "least_cents": 0,
         "channel": channel} for number, (stage, days, channel) in enumerate(rows, 1)
    ])  # fmt: skip


def to_hand_over(world: World) -> int:
    """A hand-over queued four days before the guarantee is taken."""
    set_plan(world, stages=stages(("CTX", 45, "HANDOVER")))
    world.on = GUARANTEED_ON - timedelta(days=5)
    world.bank()
    assert remind(world, world.on + timedelta(days=1))["claimed_cents"] == CENTS
    return int(world.one("SELECT id FROM reminder"))


def claim(world: World, contract: int) -> Answer:
    return claim_penalties(world.conn, world.asked("anna"), contract_id=contract,
                           buyer_id=world.ids["BETA SA"], invoice_ids=[])  # fmt: skip


def promise(world: World, contract: int, day: date, cents: int = CENTS) -> Answer:
    return promising.record_promise(
        world.conn, world.asked("anna"), contract_id=contract, buyer_id=world.ids["BETA SA"],
        invoice_ids=[invoice(world, "FA-1")], evidence="mail", consent="",
        instalments=promising.INSTALMENTS.frame([{"due_on": day, "instalment_cents": cents}]),
    )  # fmt: skip


def linked(world: World) -> tuple[list[tuple[Any, ...]], list[int]]:
    """What the buyer's page shows: number, owed, to pay of each; the sums to pay."""
    with reading_by_link(token_digest(SECRET), world.on) as look:
        rows = [(row["invoice_number"], row["open_cents"], row["payable_cents"])
                for row in look("read_linked_invoices", id=None)]  # fmt: skip
        return rows, [row["payable_cents"] for row in look("read_linked_totals")]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=";"))[1:]


def insolvent(world: World, on: date) -> None:
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids["BETA SA"], name="insolvent_on", value=on.isoformat(), from_on=on,
        source="BODACC",
    )  # fmt: skip


def test_it_is_reminded_of(world: World) -> None:
    taken(world)
    set_plan(world)
    assert asked(world) == [(CENTS, 0, CENTS, 0, CENTS)]
    world.on = WEEK
    world.bank()
    run = remind(world, WEEK + timedelta(days=1))
    assert (run["claimed_cents"], run["stopped"], run["waiting"]) == (CENTS, {}, {})


def test_what_is_paid_of_it_is_asked_no_more(world: World) -> None:
    contract = taken(world, limit=3_000_000, drawn=2_700_000)
    # 20 000.00 are open, 30 000.00 are taken: one debt.
    assert asked(world) == [(CENTS, 0, CENTS, 0, CENTS)]
    bank(world, 1_000_000)
    assert (world.balance(contract, "DEB"), world.balance(contract, "DEBD")) == (
        1_600_000, 2_400_000)  # fmt: skip
    assert asked(world) == [(4_000_000, 0, 4_000_000, 0, 4_000_000)]
    bank(world, 4_000_000)
    assert asked(world) == []


def test_what_the_guarantee_left_to_the_client_is_asked_with_it(world: World) -> None:
    taken(world, guaranteed_ppm=900_000)
    assert asked(world) == [(CENTS, 0, CENTS, 0, CENTS)]


def test_money_that_waits_is_in_hand_for_it(world: World) -> None:
    taken(world)
    world.on = WEEK
    bank(world, 2_000_000, "thank you")
    assert asked(world) == [(CENTS, 2_000_000, 3_000_000, 0, 3_000_000)]


def test_a_hand_over_queued_before_is_made_after(world: World) -> None:
    contract = told(world)
    id_ = to_hand_over(world)
    close_on(world, GUARANTEED_ON)
    world.on = GUARANTEED_ON + timedelta(days=1)
    bank(world, 1_000_000)
    world.on = GUARANTEED_ON + timedelta(days=2)
    made = hand_over(world.conn, world.asked("anna"), contract_id=contract, reminder_id=id_)
    assert made["count"] == 1
    content = world.one("SELECT content FROM document WHERE digest = %s",
                        bytes.fromhex(made["digest"]))  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        lists = {name: kept.read(name).decode() for name in kept.namelist()}
    # what is owed and claimed; what was remitted and paid, and nothing of the guarantee
    assert [row[1:8] for row in rows_of(lists["invoices.csv"])] == [
        ["FA-1", "2026-01-16", "2026-02-16", "EUR", "50000,00", "40000,00", "40000,00"]
    ]
    assert [row[4:] for row in rows_of(lists["ledger.csv"]) if row[6] != "0,00"] == [
        ["DEB", "EUR", "50000,00"], ["DEBD", "EUR", "-10000,00"]]  # fmt: skip


def test_of_an_insolvent_buyer_it_is_not_asked(world: World) -> None:
    contract = told(world)
    id_ = to_hand_over(world)
    close_on(world, GUARANTEED_ON)
    insolvent(world, GUARANTEED_ON)
    world.on = GUARANTEED_ON + timedelta(days=1)
    with refused(world.conn, "reminder_waits", reminder_id=id_, reminder_wait="buyer_insolvent"):
        hand_over(world.conn, world.asked("anna"), contract_id=contract, reminder_id=id_)
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    with refused(world.conn, "nothing_to_claim", penalty_stop="insolvent"):
        claim(world, contract)


@pytest.mark.parametrize("is_paid", [False, True])
def test_penalties_are_claimed_of_it_open_or_paid(world: World, is_paid: bool) -> None:
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    world.rate(INDEX, 21_500, date(2026, 7, 1))
    contract = taken(world)
    world.on = DUE_ON + timedelta(days=140)
    if is_paid:
        bank(world, CENTS)
        assert world.balance(contract, "DEBD") == 0
        world.on += timedelta(days=30)
    made = claim(world, contract)
    # 50 000.00 for 134 days to the end of June and 6 after, at 12.15 %; and 40.00
    assert [(row["penalty_cents"], row["indemnity_cents"]) for row in made["penalties"]] == [
        (223_027 + 9_986, 4_000)]  # fmt: skip


def test_the_buyers_page_shows_it(world: World) -> None:
    told(world)
    share(world, days=180)
    close_on(world, GUARANTEED_ON)
    assert linked(world) == ([("FA-1", CENTS, CENTS)], [CENTS])
    bank(world, 2_000_000)
    assert linked(world) == ([("FA-1", 3_000_000, 3_000_000)], [3_000_000])
    said = say(world, promise_by_link, invoice_ids=[world.one("SELECT id FROM invoice")],
               pay_on=WEEK, amount_cents=None)  # fmt: skip
    assert said["promised_cents"] == 3_000_000


def test_it_is_promised_and_the_promise_is_kept_by_what_is_paid(world: World) -> None:
    contract = taken(world)
    made = promise(world, contract, WEEK)
    assert made["promised_cents"] == CENTS
    assert asked(world) == [(CENTS, 0, CENTS, CENTS, 0)]
    bank(world, 2_000_000)
    assert (asked(world), repaid(world)) == ([(3_000_000, 0, 3_000_000, 3_000_000, 0)], [2_000_000])
    bank(world, 3_000_000)
    assert repaid(world) == [CENTS]


def test_a_promise_is_not_kept_by_the_guarantee(world: World) -> None:
    contract = told(world)
    world.on = GUARANTEED_ON - timedelta(days=5)
    promise(world, contract, WEEK)
    close_on(world, GUARANTEED_ON)
    assert (asked(world), repaid(world)) == ([(CENTS, 0, CENTS, CENTS, 0)], [0])
    world.on = WEEK + timedelta(days=4)
    assert [row["promise_state"] for row in followed(instalments(world.conn, world.on, None))] == [
        "BROKEN"]  # fmt: skip


def test_a_reminder_says_paid_of_nothing_that_nobody_has_paid(world: World) -> None:
    contract = told(world, has_recourse=True)
    id_ = to_hand_over(world)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, reason="OVERDUE",
                     invoice_ids=[world.one("SELECT id FROM invoice")])  # fmt: skip
    with refused(world.conn, "nothing_open", reminder_id=id_, reminder_stop="given_back"):
        hand_over(world.conn, world.asked("anna"), contract_id=contract, reminder_id=id_)


def test_the_collectors_list_and_the_forecast_have_it(world: World) -> None:
    contract = told(world, limit=3_000_000, drawn=2_700_000)
    world.remit(contract, {"number": "FA-2", "cents": 100_000, "due_on": date(2026, 1, 20)})
    world.on = date(2026, 6, 1)
    bank(world, 100_000, "FA-2")  # its habit: 132 days late
    close_on(world, GUARANTEED_ON)
    dispute(world, contract, 1_000_000)
    with looking(world) as look:
        (row,) = watching.collectors(look, world.on, contract)
        coming = watching.coming_rows(look, world.on, contract)
        weeks = forecasting.weeks(look, world.on, contract)
    assert (row["overdue_cents"], row["guaranteed_cents"], row["disputed_cents"]) == (
        CENTS, 3_000_000, 1_000_000)  # fmt: skip
    assert row["soon_cents"] + row["at_risk_cents"] == 4_000_000
    assert coming["open_cents"].to_list() == [4_000_000]
    assert weeks[-1]["expected_cents"] == 4_000_000
    promise(world, contract, WEEK, 4_000_000)
    with looking(world) as look:
        coming = watching.coming_rows(look, world.on, contract)
    assert coming.select("due_on", "open_cents").rows() == [(WEEK, 4_000_000)]


@pytest.mark.parametrize("ppm", [1_000_000, 900_000])
def test_the_aged_balance_tells_it_apart_on_every_day(world: World, ppm: int) -> None:
    contract = taken(world, limit=3_000_000, drawn=2_700_000, guaranteed_ppm=ppm)
    bank(world, 1_000_000)
    world.on = WEEK
    bank(world, 500_000)
    days = [date(2026, 6, 15), GUARANTEED_ON, date(2026, 6, 21), WEEK]
    assert {aged(world, contract, day) for day in days} >= {
        (5_000_000, 0), (1_600_000, 2_400_000 * ppm // 1_000_000)}  # fmt: skip
    for day in days:
        posted = tuple(world.one(
            "SELECT coalesce(sum(p.amount_cents), 0)::bigint FROM posting p JOIN entry e"
            " ON e.contract_id = p.contract_id AND e.id = p.entry_id WHERE p.contract_id = %s"
            " AND p.account = %s AND e.value_on <= %s", contract, account, day)
            for account in ("DEB", "DEBD"))  # fmt: skip
        assert aged(world, contract, day) == posted


def test_the_client_plans_with_his_part_of_what_comes(world: World) -> None:
    contract = taken(world, limit=3_000_000, drawn=2_700_000)
    dispute(world, contract, 1_000_000)
    # 40 000.00 of 50 000.00 come, of which 20 000.00 are assigned still
    assert [(row["open_cents"], row["coming_cents"]) for row in bulk.rows(
        world.conn, "plan_invoices", contract_id=contract, on=world.on)] == [
        (2_000_000, 1_600_000)]  # fmt: skip


def aged(world: World, contract: int, day: date) -> tuple[int, int]:
    """Open and held by the guarantee, of the one buyer; the same of the contract."""
    with looking(world) as look:
        (buyer,) = look("read_aged_buyers", contract_id=contract, on=day, known_at=None)
        (whole,) = look("read_aged_contracts", on=day, known_at=None)
    told = (buyer["open_cents"], buyer["guaranteed_cents"])
    assert told == (whole["open_cents"], whole["guaranteed_cents"])
    return told


def dispute(world: World, contract: int, cents: int) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract, code="LIT-QUA",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
        amount_cents=cents, is_rest_confirmed=True, source="BUYER", evidence="mail",
    )  # fmt: skip


@contextmanager
def looking(world: World) -> Iterator[See]:
    anna = world.users["anna"]
    with reading(anna.id, anna.company_id, anna.roles, world.on) as look:
        yield look


def repaid(world: World) -> list[int]:
    """What was paid of each instalment."""
    with looking(world) as look:
        rows = look("read_promises", contract_id=None, on=world.on)
        return [row["repaid_cents"] for row in rows]
