"""The run of reminders: what is due is chosen and queued at once, one or a hundred thousand."""

import json
from datetime import date
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import (
    Act,
    Answer,
    Asked,
    Refused,
    check_scope,
    check_signed,
    operation,
)
from comptant.operations.acts.rights import may
from comptant.operations.reminding.facts import PAIR, Facts, facts
from comptant.operations.reminding.plans import checked_plan
from comptant.rules import reminders
from comptant.rules.columns import c
from comptant.store import bulk

DAYS_MAX = 92  # of a simulation
TOLD_MOST = 100  # buyers that wait, in an answer


@operation
def remind(do: Act, *, contract_id: int | None) -> Answer:
    """Queue the reminders that are due today by the plans in force, of a contract or of all:
    e-mails leave by the worker, letters with `print_reminders`, calls and hand-overs wait for a
    person.

    Nothing is claimed of what is paid (money in hand included), disputed or promised. Buyers whose
    account has no statement of the last business day wait (`waiting`, by why), and so does everyone
    on a weekend or a holiday of their country; ask again later. Asked twice, each is queued once.
    Refused: contract_unknown. Source: DOMAIN §5.1.
    """
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('reminders', 0))")
    known = facts(do.conn, do.on, contract_id)
    due = reminders.due_stages(known.claimed, known.stages, do.on)
    made = reminders.reminders(due, known.buyers)
    leaving = made.filter(c.reminder_wait.is_null())
    _queue(do, leaving, known)
    return {
        "contract_id": contract_id, "count": leaving.height,
        "claimed_cents": int(leaving["claimed_cents"].sum()),
        "by_channel": _counts(leaving, "sent_by"), "by_stage": _counts(leaving, "stage"),
        "waiting": _counts(made.filter(c.reminder_wait.is_not_null()), "reminder_wait"),
        "stopped": _counts(known.claimed.filter(c.reminder_stop.is_not_null()
                                                & (c.due_on < do.on)), "reminder_stop"),
        "waiting_for": _waiting(made, known),
    }  # fmt: skip


def simulate(
    conn: Connection, asked: Asked, *, contract_id: int | None, stages: pl.DataFrame | None,
    days: int,
) -> Answer:  # fmt: skip
    """What would leave from today on for so many days (`reminders`: when, to whom, how, how much),
    were nothing paid: under the plans in force, or under `stages` (PLAN) before they are. Nothing
    is kept. Refused: not_your_right, contract_unknown, stages_wrong, simulation_days_wrong."""
    if not may("remind", asked.by.roles):
        raise Refused("not_your_right", operation="remind", login=asked.by.login)
    check_signed("remind", asked.by)
    if not 1 <= days <= DAYS_MAX:
        raise Refused("simulation_days_wrong", days=days, most=DAYS_MAX)
    check_scope(conn, asked.by, contract_id)
    plan = None if stages is None else checked_plan(stages)
    known = facts(conn, asked.on, contract_id, plan=plan)
    made = reminders.schedule(known.claimed, known.stages, known.buyers, known.told, asked.on,
                              days)  # fmt: skip
    rows = _with_names(made, known)
    return {"contract_id": contract_id, "count": len(rows), "reminders": rows}


def _queue(do: Act, made: pl.DataFrame, known: Facts) -> None:
    if made.is_empty():
        return
    languages = known.told.select(*PAIR, "language")
    made = made.join(languages, on=PAIR, maintain_order="left").with_columns(
        pl.Series("id", bulk.take_ids(do.conn, made.height), pl.Int64)
    )
    bulk.copy_in(do.conn, "reminder", made.select(
        "contract_id", "id", "buyer_id", "plan_id", "stage", "language", "currency", "line_count",
        channel="sent_by", amount_cents="claimed_cents", run_on=pl.lit(do.on),
        act_id=pl.lit(do.id, pl.Int64),
        next_at=pl.when(c.sent_by == "EMAIL").then(pl.lit(do.asked.at.isoformat())),
    ))  # fmt: skip
    bulk.copy_in(do.conn, "reminder_line", made.select(
        "contract_id", reminder_id="id", invoice_id="invoice_ids", claimed_cents="claims",
        stage_number="stage_numbers", offset_days="offsets",
    ).explode("invoice_id", "claimed_cents", "stage_number", "offset_days"))  # fmt: skip


def _counts(rows: pl.DataFrame, by: str) -> dict[str, int]:
    return dict(sorted(rows.group_by(by).len().iter_rows()))


def _waiting(made: pl.DataFrame, known: Facts) -> list[dict[str, Any]]:
    rows = _with_names(made.filter(c.reminder_wait == "bank_late"), known)
    seen = {}
    for row in rows:
        on = row["statement_on"]
        seen.setdefault((row["contract_number"], row["currency"]), {
            "contract_number": row["contract_number"], "currency": row["currency"],
            "statement_on": on and date.isoformat(on),
        })  # fmt: skip
    return list(seen.values())[:TOLD_MOST]


def _with_names(made: pl.DataFrame, known: Facts) -> list[dict[str, Any]]:
    if made.is_empty():
        return []
    told = ("contract_number", "buyer_name", "statement_on", "email", "postal_address", "language")
    made = made.drop("invoice_ids", "claims", "stage_numbers", "offsets")
    joined = made.join(known.told.select(*PAIR, *told), on=PAIR, maintain_order="left")
    return [{**row, "sent_to": _where(row)} for row in joined.iter_rows(named=True)]


def _where(row: dict[str, Any]) -> str:
    """Where a reminder goes: an address of mail, the lines of a postal address."""
    if row["sent_by"] == "EMAIL":
        return str(row["email"])
    return " · ".join(str(row["postal_address"]).splitlines())


def told_lines(lines: list[dict[str, Any]]) -> str:
    """The invoices of a reminder as they are kept with it when it leaves."""
    return json.dumps([{"invoice_id": one["invoice_id"], "claimed_cents": one["claimed_cents"]}
                       for one in lines])  # fmt: skip
