"""An over-advance: more is in use than may be, and the client repays it by a plan that two people
have agreed; each day says what is late of it. Source: DOMAIN 3.7, W8-D."""

from datetime import date

import polars as pl

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.approval import propose
from comptant.operations.availability import availability, judge_due
from comptant.rules.columns import c
from comptant.rules.repayment import INSTALMENTS, follow
from comptant.store import bulk

INSTALMENTS_MAX = 120


@operation
def propose_plan(do: Act, *, contract_id: int, instalments: dict[str, int]) -> Answer:
    """Propose that the client repays today's over-advance by instalments (ISO date -> cents).

    Refused: no_over_advance, plan_wrong (dates not to come, amounts that are not the over-advance).
    """
    lock_contracts(do, [contract_id])
    judge_due(do, contract_id)
    seen = availability(do, contract_id)
    owed = -seen.available_cents
    if owed <= 0:
        raise Refused("no_over_advance", available_cents=seen.available_cents)
    days = sorted(_day(text) for text in instalments)
    total = sum(instalments.values())
    if (
        not 0 < len(days) <= INSTALMENTS_MAX
        or days[0] < do.on
        or min(instalments.values()) <= 0
        or total != owed
    ):
        raise Refused("plan_wrong", owed_cents=owed, total_cents=total, on=do.on)
    arguments = {"instalments": instalments, "owed_cents": owed}
    approval_id = propose(
        do, "repayment_plan", arguments, amount_cents=owed, currency=seen.contract.currency,
        contract_id=contract_id,
    )  # fmt: skip
    return {"contract_id": contract_id, "approval_id": approval_id, **arguments}


def agree_plan(do: Act, approval: bulk.Row) -> Answer:
    """What an approved plan does: it counts from today, in place of any before."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    plan_id = bulk.take_ids(do.conn, 1)[0]
    do.conn.execute(
        """INSERT INTO repayment_plan (contract_id, id, owed_cents, agreed_on, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (contract_id, plan_id, asked["owed_cents"], do.on, approval["id"], do.id),
    )
    rows = [(contract_id, plan_id, day, cents) for day, cents in asked["instalments"].items()]
    with do.conn.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO repayment_instalment (contract_id, plan_id, due_on, amount_cents)
               VALUES (%s, %s, %s, %s)""",
            rows,
        )
    return {"plan_id": plan_id, "instalments": len(rows)}


def late_cents(do: Act, contract_id: int) -> int:
    """What is late on the contract's plan in force today."""
    rows = bulk.read(do.conn, "read_instalments", INSTALMENTS, contract_id=contract_id, on=do.on)
    return int(follow(rows).select(c.instalment_late_cents.sum()).item()) if rows.height else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("fact_wrong", name="due_on", value=text, expected="YYYY-MM-DD") from None


def plans(rows: list[bulk.Row]) -> list[bulk.Row]:
    """Rows of the query `instalments`, with what is paid and late of each instalment."""
    frame = pl.DataFrame(rows, schema=INSTALMENTS.frame([]).schema)
    return follow(frame).to_dicts() if frame.height else []
