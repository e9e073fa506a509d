"""An over-advance: more is in use than may be, and the client repays it by a plan that two people
have agreed; each day says what is late of it. Source: DOMAIN 3.7, W8-D."""

from datetime import date
from functools import partial

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.drawing.availability import availability_now, availability_seen, looked
from comptant.rules.columns import c
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.repayment import INSTALMENTS, follow
from comptant.store import bulk

INSTALMENTS_MAX = 120


@operation
def propose_plan(do: Act, *, contract_id: int, instalments: dict[str, int]) -> Answer:
    """Propose that the client repays today's over-advance by instalments (ISO date -> cents).

    Refused: no_over_advance, plan_wrong (dates not to come, amounts that are not the over-advance).
    """
    seen = availability_now(do, [contract_id])
    owed = int(seen.totals["over_advance_cents"])
    if owed <= 0:
        raise Refused("no_over_advance", available_cents=seen.available_cents)
    days = sorted(_day(text) for text in instalments)
    total = sum(instalments.values())
    is_whole = 0 < len(days) <= INSTALMENTS_MAX and min(instalments.values()) > 0
    if not is_whole or days[0] < do.on or total != owed:
        raise Refused("plan_wrong", owed_cents=owed, total_cents=total, on=do.on)
    arguments = {"instalments": instalments, "owed_cents": owed}
    approval_id = propose(
        do, "repayment_plan", arguments, amount_cents=owed, currency=seen.currency,
        contract_id=contract_id,
    )  # fmt: skip
    return {"contract_id": contract_id, "approval_id": approval_id, **arguments}


@operation
def propose_plan_end(do: Act, *, contract_id: int, reason: str) -> Answer:
    """Propose that the plan in force ends though something of it is left: the client has no more
    days to repay by, and owes the over-advance at once. A plan of which nothing is left has ended
    by itself.

    Refused: reason_missing, plan_unknown (none, or nothing of it is left).
    """
    if not reason.strip():
        raise Refused("reason_missing")
    seen = availability_now(do, [contract_id])
    plan_id, left = _left(do, contract_id, int(seen.totals["over_advance_cents"]))
    if not left:
        raise Refused("plan_unknown")
    approval_id = propose(
        do, "repayment_plan", {"what": "end", "plan_id": plan_id, "reason": reason.strip()},
        amount_cents=left, currency=seen.currency, contract_id=contract_id,
    )  # fmt: skip
    return {"contract_id": contract_id, "plan_id": plan_id, "approval_id": approval_id,
            "left_cents": left, "currency": seen.currency}  # fmt: skip


def _left(do: Act, contract_id: int, over_cents: int) -> tuple[int, int]:
    """The plan in force on a contract (0: none) and what of it is left to repay."""
    rows = bulk.rows(do.conn, "read_instalments", contract_id=contract_id, on=do.on)
    told = plans(rows, {contract_id: max(over_cents, 0)})
    left = sum(row["instalment_cents"] - row["instalment_paid_cents"]
               - row["instalment_guaranteed_cents"] for row in told)  # fmt: skip
    return (told[0]["plan_id"] if told else 0), left


def _ended(do: Act, approval: bulk.Row) -> Answer:
    """What an approved end does: a plan without instalments takes the place of the one that ends.

    Refused: plan_unknown (another has taken its place, or nothing of it is left by now).
    """
    contract_id, asked = approval["contract_id"], approval["arguments"]
    seen = availability_now(do, [contract_id])
    plan_id, left = _left(do, contract_id, int(seen.totals["over_advance_cents"]))
    if plan_id != asked["plan_id"] or not left:
        raise Refused("plan_unknown")
    check_agreed(approval, left)
    return _keep(do, approval, left, {})


def agree_plan(do: Act, approval: bulk.Row) -> Answer:
    """What an approved plan does: it counts from today, in place of any before; or the plan in
    force ends.

    Refused: no_over_advance, plan_wrong (a day that is over, or more than is owed by now; what has
    run up since it was proposed does not stop it), plan_unknown.
    """
    contract_id, asked = approval["contract_id"], approval["arguments"]
    if asked.get("what") == "end":
        return _ended(do, approval)
    seen = availability_now(do, [contract_id])
    owed, total = int(seen.totals["over_advance_cents"]), sum(asked["instalments"].values())
    if owed <= 0:
        raise Refused("no_over_advance", available_cents=seen.available_cents)
    if total > owed or min(map(_day, asked["instalments"])) < do.on:
        raise Refused("plan_wrong", owed_cents=owed, total_cents=total, on=do.on)
    return _keep(do, approval, asked["owed_cents"], asked["instalments"])


def _keep(
    do: Act, approval: bulk.Row, owed_cents: int, instalments: dict[str, int]
) -> Answer:  # fmt: skip
    contract_id, plan_id = approval["contract_id"], bulk.take_ids(do.conn, 1)[0]
    do.conn.execute(
        """INSERT INTO repayment_plan (contract_id, id, owed_cents, agreed_on, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (contract_id, plan_id, owed_cents, do.on, approval["id"], do.id),
    )
    rows = [(contract_id, plan_id, day, cents) for day, cents in instalments.items()]
    with do.conn.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO repayment_instalment (contract_id, plan_id, due_on, amount_cents)
               VALUES (%s, %s, %s, %s)""",
            rows,
        )
    return {"plan_id": plan_id, "instalments": len(rows)}


def late_plans(do: Act) -> list[bulk.Row]:
    """What is late of the plans in force today: contract_number, currency, how many instalments,
    the oldest one's day, instalment_late_cents."""
    rows = bulk.read(do.conn, "read_instalments", INSTALMENTS, contract_id=None, on=do.on)
    late = follow(rows).filter(c.instalment_late_cents > 0) if rows.height else rows
    if late.is_empty():
        return []
    told = late.group_by("contract_id", maintain_order=True).agg(
        pl.len().alias("instalments"), c.due_on.min(), c.instalment_late_cents.sum()
    )
    names = do.conn.execute(
        "SELECT id, number, currency FROM contract WHERE id = ANY (%s)",
        (told["contract_id"].to_list(),),
    ).fetchall()
    of = {id_: {"contract_number": number, "currency": currency} for id_, number, currency in names}
    return [{**of[row.pop("contract_id")], **row} for row in told.rows(named=True)]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("fact_wrong", name="due_on", value=text, expected="YYYY-MM-DD") from None


def plans(rows: list[bulk.Row], owed: dict[int, int]) -> list[bulk.Row]:
    """Rows of the query `read_instalments`, with what is paid and late of each instalment; no more
    of a plan is left than its contract's over-advance now (`owed`: contract -> cents)."""
    frame = pl.DataFrame(rows, schema=INSTALMENTS.frame([]).schema)
    if frame.is_empty():
        return []
    over = c.contract_id.replace_strict(owed, default=AMOUNT_CENTS_MAX, return_dtype=pl.Int64)
    cured = c.instalment_cents.sum().over("plan_id") - over
    return follow(frame.with_columns(pl.max_horizontal(c.repaid_cents, cured))).to_dicts()


def owed_now(conn: Connection, asked: Asked, contract_ids: list[int]) -> dict[int, int]:
    """The over-advance of some contracts as of this instant, in cents; nothing is kept. One whose
    charge waits for a rate is left out."""
    ids = sorted(set(contract_ids))
    see = partial(availability_seen, contract_ids=ids, leave_unknown=True)
    if not ids:
        return {}
    seen = looked(conn, asked, see, ids).contracts
    return dict(seen.select("contract_id", "over_advance_cents").iter_rows())
