"""A thousand histories of unpaid invoices: whoever does what the desk says, on its last day, misses
none. Source: DOMAIN 6.5."""

import random
from datetime import date, timedelta

import polars as pl

from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.cover_days import COVER_DAYS, DAYS, NULLABLE

START, LAST, COUNT = date(2026, 1, 1), 330, 1_000


def histories() -> list[dict[str, object]]:
    """Invoices under all kinds of policies; of some the buyer fails, before or after the due day,
    and all know it that day."""
    dice = random.Random(66)
    return [
        {"contract_id": 1, "invoice_id": number, "policy_id": 5, "is_extension_agreed": False,
         "due_on": START + timedelta(days=dice.randrange(90)),
         "extension_days": dice.choice([0, 30, 60, 90]),
         "consent_extension_days": dice.choice([0, 30]),
         "declaration_days": dice.choice([30, 60, 90, 120]),
         "insolvency_days": dice.choice([None, 3, 10]), "waiting_days": 150,
         "claim_days": dice.choice([None, 150, 180]),
         "fails_on": dice.choice([None, START + timedelta(days=dice.randrange(200))])}
        for number in range(COUNT)
    ]  # fmt: skip


def as_known(told: list[dict[str, object]], on: date) -> pl.DataFrame:
    """The facts of a day, with what the rules say of them."""
    rows = [{**{name: value for name, value in row.items() if name != "fails_on"}, "today_on": on,
             "insolvent_on": row["fails_on"] if row["fails_on"] and row["fails_on"] <= on else None}
            for row in told]  # fmt: skip
    return decide(COVER_DAYS.frame(rows), DAYS, nullable=NULLABLE)


def test_whoever_acts_on_the_last_day_misses_none() -> None:
    told = histories()
    done = {"declare": 0, "watch": 0, "ask_extension": 0, "claim": 0}
    for number in range(LAST):
        on = START + timedelta(days=number)
        for _ in range(3):  # an extension that is agreed may leave a declaration for the same day
            found = as_known(told, on)
            assert found.filter(c.cover_days_left_days < 0).is_empty(), on
            due = found.filter(c.act_by_on == on).select("invoice_id", "next_cover_step")
            for invoice_id, step in due.iter_rows():
                done[step] += 1
                told[invoice_id] |= {"ask_extension": {"is_extension_agreed": True},
                                     "claim": {"claimed_on": on}}.get(step, {"declared_on": on}
                )  # fmt: skip
    assert all(row.get("declared_on") for row in told)
    assert found.filter(c.declared_on > c.declare_by_on).is_empty()
    assert min(done.values()) > 50


def test_whoever_acts_a_day_late_loses_the_cover_and_is_told() -> None:
    told = histories()
    rows = [{**row, "fails_on": None} for row in told]
    last = as_known(rows, START + timedelta(days=90 + 120))
    assert last["next_cover_step"].to_list() == ["lost"] * COUNT
