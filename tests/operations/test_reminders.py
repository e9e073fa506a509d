"""Reminders to buyers are chosen by the plan, never for what is paid, disputed or promised."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.reminding import promising, run
from comptant.operations.reminding.penalties import penalties
from comptant.operations.reminding.promised import followed, instalments
from comptant.operations.risk import disputes
from comptant.rules.penalties import INDEX
from comptant.rules.reminders import PLAN, standard_plan
from comptant.store.access import reading
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of, contact, invoice, remind, set_plan
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], {"number": "FA-1", "cents": 1_200_000, "due_on": DUE},
                 {"number": "FA-2", "cents": 300_000, "due_on": DUE},
                 {"number": "FA-3", "cents": 50_000, "due_on": DUE + timedelta(days=1),
                  "buyer": "DELTA SARL"})  # fmt: skip
    contact(opened, "BETA SA")
    contact(opened, "DELTA SARL", email="", language="en")
    set_plan(opened)
    return opened


def told(world: World) -> list[tuple[Any, ...]]:
    """Of every reminder: the day, the stage, the channel, the buyer's invoices, what is claimed."""
    return world.rows(
        """SELECT r.run_on, r.stage, r.channel, string_agg(i.invoice_number, ' ' ORDER BY i.id),
               sum(l.claimed_cents)::bigint FROM reminder r
           JOIN reminder_line l ON l.contract_id = r.contract_id AND l.reminder_id = r.id
           JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
           GROUP BY r.id, r.run_on, r.stage, r.channel ORDER BY r.id""")  # fmt: skip


def test_each_stage_leaves_on_its_day_by_its_channels_and_once(world: World) -> None:
    day = DUE - timedelta(days=11)
    while day <= DUE + timedelta(days=47):
        bank_of(world, day)
        remind(world, day)
        assert remind(world, day)["count"] == 0
        leave(world)
        day += timedelta(days=1)
    both = "FA-1 FA-2"
    assert [row for row in told(world) if row[3] != "FA-3"] == [
        (date(2026, 2, 6), "PRE", "EMAIL", "FA-1", 1_200_000),
        (date(2026, 2, 19), "R1", "EMAIL", both, 1_500_000),
        (date(2026, 2, 26), "R2", "CALL", both, 1_500_000),
        (date(2026, 2, 26), "R2", "EMAIL", both, 1_500_000),
        # the 8th is a Sunday, and the stages after keep their distance
        (date(2026, 3, 9), "R3", "CALL", both, 1_500_000),
        (date(2026, 3, 9), "R3", "LETTER", both, 1_500_000),
        (date(2026, 3, 19), "MED", "REGISTERED", both, 1_500_000),
        # Good Friday is no holiday in France, 3 April is a working day
        (date(2026, 4, 3), "CTX", "HANDOVER", both, 1_500_000),
    ]
    # without an address of mail the first stages go by post
    assert [row[:3] for row in told(world) if row[3] == "FA-3"][:2] == [
        (date(2026, 2, 20), "R1", "LETTER"), (date(2026, 2, 27), "R2", "CALL")]  # fmt: skip


def leave(world: World) -> None:
    """What is queued leaves."""
    world.conn.execute("UPDATE reminder SET state = 'SENT', next_at = NULL, left_on = %s"
                       " WHERE state = 'WAITING'", (world.on,))  # fmt: skip


def test_what_the_run_would_send_is_simulated_before_the_plan_is_switched_on(world: World) -> None:
    set_plan(world, stages=PLAN.empty())
    bank_of(world, DUE)
    assert remind(world, DUE + timedelta(days=3))["count"] == 0
    world.on = DUE
    asked = world.asked("anna")

    def simulated(days: int, stages: pl.DataFrame | None) -> list[tuple[Any, ...]]:
        rows = run.simulate(world.conn, asked, contract_id=world.ids["C-1"], stages=stages,
                            days=days)["reminders"]  # fmt: skip
        told = ("stage", "sent_by", "buyer_name", "claimed_cents", "reminder_wait", "sent_to")
        return [(str(row["today_on"]), *(row[name] for name in told)) for row in rows]

    assert simulated(10, None) == []
    mail, post = "compta@beta.example", "12 rue des Lilas · 44000 NANTES"
    assert simulated(11, standard_plan()) == [
        ("2026-02-19", "R1", "EMAIL", "BETA SA", 1_500_000, None, mail),
        ("2026-02-20", "R1", "LETTER", "DELTA SARL", 50_000, None, post),
        ("2026-02-26", "R2", "CALL", "BETA SA", 1_500_000, None, post),
        ("2026-02-26", "R2", "EMAIL", "BETA SA", 1_500_000, None, mail),
    ]
    assert world.one("SELECT count(*) FROM reminder") == 0
    with refused(world.conn, "not_your_right", operation="remind", login="alice"):
        run.simulate(world.conn, world.asked("alice"), contract_id=world.ids["C-1"], stages=None,
                     days=3)  # fmt: skip


def test_nothing_leaves_while_the_bank_has_not_told_of_the_last_business_day(world: World) -> None:
    bank_of(world, date(2026, 2, 18))
    monday = date(2026, 2, 23)
    late = remind(world, monday)
    assert (late["count"], late["waiting"]) == (0, {"bank_late": 2})
    assert late["waiting_for"] == [
        {"contract_number": "C-1", "currency": "EUR", "statement_on": "2026-02-18"}]  # fmt: skip
    world.on = date(2026, 2, 21)  # a Saturday
    bank_of(world, date(2026, 2, 20))
    assert remind(world, date(2026, 2, 21))["waiting"] == {"quiet_day": 2}
    assert remind(world, monday)["count"] == 2


def test_what_is_paid_disputed_or_promised_is_not_claimed(world: World) -> None:
    bank_of(world, DUE, {"cents": 200_000, "text": "merci", "payer_name": "BETA SA"})
    assert world.one("SELECT open_cents FROM payment WHERE buyer_id = %s",
                     world.ids["BETA SA"]) == 200_000  # fmt: skip
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        invoice_id=invoice(world, "FA-1"), code="LIT-PRX", amount_cents=150_000,
        is_rest_confirmed=True, source="BUYER", evidence="mail",
    )  # fmt: skip
    promised = promise(world, "FA-2", 300_000, date(2026, 3, 2))
    bank_of(world, DUE + timedelta(days=2))
    answer = remind(world, DUE + timedelta(days=3))
    assert (answer["claimed_cents"], answer["stopped"]) == (850_000, {"promised": 1})
    leave(world)
    # broken: the day and three more have passed without money
    bank_of(world, date(2026, 3, 5))
    assert remind(world, date(2026, 3, 6))["by_stage"] == {"R1": 1, "R2": 2}
    (state,) = {row["promise_state"] for row in followed(
        instalments(world.conn, world.on, world.ids["C-1"]))}  # fmt: skip
    assert state == "BROKEN"
    assert promised["last_on"] == date(2026, 3, 2)


def promise(world: World, number: str, cents: int, *days: date, **said: Any) -> dict[str, Any]:
    rows = [{"due_on": day, "instalment_cents": cents} for day in days]
    return promising.record_promise(world.conn, world.asked("anna"), **{
        "contract_id": world.ids["C-1"], "buyer_id": world.ids["BETA SA"],
        "invoice_ids": [invoice(world, number)], "evidence": "call of today", "consent": "",
        "instalments": promising.INSTALMENTS.frame(rows), **said})  # fmt: skip


@pytest.mark.parametrize(("row", "why"), [
    ({"stage": "R9"}, "stage"), ({"channel": "FAX"}, "channel"), ({"stage_number": 0}, "number"),
    ({"offset_days": 2}, "order"), ({"channel": "HANDOVER"}, "order"),
    ({"stage_number": 2, "stage": "R1", "offset_days": 3, "channel": "EMAIL"}, "repeated"),
])  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused_with_its_row(
    world: World, row: dict[str, Any], why: str
) -> None:
    stages = standard_plan()[:2].to_dicts()
    stages.append({"stage_number": 3, "stage": "R2", "offset_days": 10, "least_cents": 0,
                   "channel": "CALL", **row})  # fmt: skip
    before = world.one("SELECT count(*) FROM reminder_plan")
    with refused(world.conn, "stages_wrong", row_number=3, stage_fault=why):
        set_plan(world, stages=PLAN.frame(stages))
    assert world.one("SELECT count(*) FROM reminder_plan") == before


def test_what_was_paid_late_and_what_is_late_cost_their_penalties(world: World) -> None:
    world.rate(INDEX, 21_500, date(2026, 1, 1))
    bank_of(world, date(2026, 4, 7), {"cents": 300_000, "text": "FA-2", "payer_name": "BETA SA"})
    anna = world.users["anna"]
    with reading(anna.id, anna.company_id, anna.roles, world.on) as see:
        parts = see("read_late_parts", contract_id=world.ids["C-1"], on=world.on)
        found = penalties(parts, lambda name: see("read_rates", index_name=name))
        with pytest.raises(Refused, match="late_rate_missing"):
            penalties(parts, lambda _: [])
    assert [(row["invoice_number"], row["part_kind"], row["half_year_late_days"],
             row["penalty_cents"], row["indemnity_cents"]) for row in found] == [
        ("FA-1", "OPEN", 50, 19_973, 4_000), ("FA-2", "PAID", 50, 4_993, 4_000),
        ("FA-3", "OPEN", 49, 816, 4_000),
    ]  # fmt: skip
