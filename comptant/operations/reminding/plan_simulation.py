"""A plan of a buyer simulated before it is agreed: what it changes of what is financed, covered and
expected. Nothing is kept."""

from datetime import date, datetime
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, check_scope, check_signed
from comptant.operations.acts.rights import may
from comptant.operations.drawing.availability import look
from comptant.operations.reminding.plan_looking import plan_effects
from comptant.operations.reminding.promising import (
    check_consent,
    checked_days,
    promised_lines,
)

TOLD = ("invoice_id", "invoice_number", "due_on", "open_cents", "promised_cents", "paid_off_on",
        "later_days", "unfunded_on", "unfunded_cents", "lost_advance_cents", "policy_number",
        "insurer_name", "cover_due_cents", "extension_allowed_on", "extended_at_most_on",
        "plan_cover")  # fmt: skip


def simulate_plan(
    conn: Connection, asked: Asked, *, contract_id: int, buyer_id: int, invoice_ids: list[int],
    instalments: pl.DataFrame, consent: str = "",
) -> Answer:  # fmt: skip
    """What a plan (INSTALMENTS) would change, before it is recorded (record_promise): of each
    invoice (`invoices`) the day on which it is paid, how much later than due, from when and for how
    much it would no longer be financed, and whether its cover allows it; what may be drawn now, and
    how much less from which day (`days`); what recording it would be refused for (`refusal`).

    Refused: not_your_right, contract_unknown, contract_not_in_force, and as record_promise for what
    makes no plan: promise_wrong, invoice_unknown, promise_too_large, already_promised.
    """
    if not may("record_promise", asked.by.roles):
        raise Refused("not_your_right", operation="record_promise", login=asked.by.login)
    check_signed("record_promise", asked.by)
    check_scope(conn, asked.by, contract_id)
    do = Act(conn, 0, asked)
    days = checked_days(do, instalments)
    lines = promised_lines(do, contract_id, buyer_id, invoice_ids, sum(cents for _, cents in days))
    rows = plan_effects(do, contract_id, lines, days)
    now = _drawable(conn, asked, contract_id)
    return {
        "contract_id": contract_id, "buyer_id": buyer_id, "currency": lines[0]["currency"],
        "promised_cents": sum(row["promised_cents"] for row in rows), "last_on": days[-1][0],
        "drawable_cents": now, "lost_advance_cents": sum(row["lost_advance_cents"] for row in rows),
        "days": _days(rows, now), "refusal": _refusal(do, contract_id, buyer_id, days, rows,
                                                      consent),
        "invoices": [{name: row[name] for name in TOLD} for row in rows],
    }  # fmt: skip


def _days(rows: list[dict[str, Any]], now: int | None) -> list[Answer]:
    """From which day how much less may be drawn, all else as it is today."""
    lost: dict[date, int] = {}
    for row in rows:
        if row["lost_advance_cents"]:
            lost[row["unfunded_on"]] = lost.get(row["unfunded_on"], 0) + row["lost_advance_cents"]
    told, total = [], 0
    for day in sorted(lost):
        total += lost[day]
        left = None if now is None else max(now - total, 0)
        told.append({"day": day, "lost_advance_cents": lost[day], "drawable_cents": left})
    return told


def _refusal(
    do: Act, contract_id: int, buyer_id: int, days: list[tuple[date, int]],
    rows: list[dict[str, Any]], consent: str,
) -> str | None:  # fmt: skip
    """What recording the plan would be refused for; None: nothing."""
    try:
        if len(days) > 1 and not consent.strip():
            check_consent(do, contract_id, buyer_id)
    except Refused as refusal:
        return refusal.code
    beyond = any(row["plan_cover"] in ("CONSENT_NEEDED", "LOST") for row in rows)
    return "cover_extension_beyond" if beyond else None


def _drawable(conn: Connection, asked: Asked, contract_id: int) -> int | None:
    """What may be drawn today; None where nothing can be said of it (no rate)."""
    at: datetime = asked.at
    try:
        return look(conn, asked.by, contract_id, asked.on, at).drawable_cents
    except Refused:
        return None
