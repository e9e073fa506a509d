"""The close of a day: one act per contract, then one for the house. A close that was stopped is
taken up where it stopped, since each contract's act has the day in its key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from psycopg import Connection
from psycopg.types.json import Jsonb

from comptant.operations.act import Act, Answer, Asked, Refused, lock_contracts, operation
from comptant.operations.availability import judge_due
from comptant.operations.bank_proof import prove
from comptant.operations.billing import (
    bill_interest,
    billed_until,
    correct_interest,
    in_arrears,
    interest_due,
    month_end,
    release_fund,
)
from comptant.operations.ceilings import ceilings_to_fit, fit_ceiling
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.ledger import book
from comptant.operations.positions import judge_again_one
from comptant.store import bulk


class InvariantBroken(Exception):
    """The books contradict themselves: our fault. The close stops and writes nothing more."""


def close(
    conn: Connection, asked: Asked, day: date, progress: Callable[[int, int], None]
) -> Answer:
    """Close a day: every contract, then the house. `progress(done, of)` is called as it goes.

    Run it again after a stop: what is done answers what it answered.
    """
    _check_day(conn, day)
    for ceiling_id in ceilings_to_fit(conn, day):
        key = f"close/{day}/ceiling/{ceiling_id}"
        fit_ceiling(conn, replace(asked, key=key, on=day), ceiling_id=ceiling_id)
    contracts = [row["id"] for row in bulk.rows(conn, "contracts_to_close", on=day)]
    totals: dict[str, int] = {}
    for number, contract_id in enumerate(contracts):
        progress(number, len(contracts))
        asked_here = replace(asked, key=f"close/{day}/{contract_id}", on=day)
        for name, value in close_contract(conn, asked_here, contract_id=contract_id).items():
            if isinstance(value, int) and name != "contract_id":
                totals[name] = totals.get(name, 0) + value
    progress(len(contracts), len(contracts))
    return close_day(
        conn, replace(asked, key=f"close/{day}", on=day), day=day, contracts=len(contracts),
        totals=totals,
    )  # fmt: skip


@operation
def close_contract(do: Act, *, contract_id: int) -> Answer:
    """Close the day of the act for one contract: what time changes, charges, fund, proof."""
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    answer: Answer = {"contract_id": contract_id, "judged": judge_due(do, contract_id)}
    answer["judged"] += _judge_contagion(do, contract)
    # Before the charge: where the fund bears interest, what is given back today no longer does.
    answer["fund_released_cents"] = release_fund(do, contract, f"close/{do.on}", do.on)
    answer["corrected_cents"] = correct_interest(do, contract)
    answer["accrual_reversed"] = _reverse_accrual(do, contract)
    answer["interest_cents"], answer["accrued_cents"] = 0, 0
    if month_end(do.on):
        after = do.on + timedelta(days=1)
        if contract.terms["interest_billing"] == "MONTHLY":
            answer["interest_cents"] = bill_interest(do, contract, after)
        else:
            answer["accrued_cents"] = _accrue(do, contract, after)
    _prove(do, contract_id)
    return answer


@operation
def close_day(do: Act, *, day: date, contracts: int, totals: dict[str, int]) -> Answer:
    """Close the house's day once every contract is closed: journal numbers, the day's record."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('close', 0))")
    _check_day(do.conn, day)
    missing = bulk.rows(do.conn, "contracts_not_closed", on=day, company_id=do.by.company_id)
    if missing:
        raise Refused("contract_not_closed", contract_id=missing[0]["id"], day=day)
    proved = prove(do.conn)
    numbered = bulk.execute(do.conn, "number_entries", day=day)
    report = {"day": day.isoformat(), "contracts": contracts, "numbered": numbered,
              "accounts_proved": proved, **totals}  # fmt: skip
    do.conn.execute(
        "INSERT INTO day_close (day, report, act_id) VALUES (%s, %s, %s)",
        (day, Jsonb(report), do.id),
    )
    return report


@operation
def change_period(do: Act, *, month_on: date, is_closed: bool) -> Answer:
    """Close an accounting month, or open it again. Every day of a month must be closed first."""
    month_on = month_on.replace(day=1)
    last = do.conn.execute("SELECT max(day) FROM day_close").fetchone()
    ends_on = (month_on + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if is_closed and (last is None or last[0] is None or last[0] < ends_on):
        raise Refused("days_not_closed", month_on=month_on, last_on=last[0] if last else None)
    do.conn.execute(
        "INSERT INTO period_change (month_on, is_closed, act_id) VALUES (%s, %s, %s)",
        (month_on, is_closed, do.id),
    )
    return {"month_on": month_on.isoformat(), "is_closed": is_closed}


def _check_day(conn: Connection, day: date) -> None:
    """The day after the last one closed; the first close may be any day."""
    last = conn.execute("SELECT max(day) FROM day_close").fetchone()
    if last is None or last[0] is None:
        return
    if day <= last[0]:
        raise Refused("day_closed", day=day)
    if day != last[0] + timedelta(days=1):
        raise Refused("day_skipped", day=day, next_on=last[0] + timedelta(days=1))


def _judge_contagion(do: Act, contract: Contract) -> int:
    """Buyers of whose balance too much is late, and those that are well again. (EL-19)"""
    changed = bulk.rows(
        do.conn, "contagion", contract_id=contract.id, on=do.on,
        days=contract.terms["cross_ageing_days"], share_ppm=contract.terms["cross_ageing_ppm"],
    )  # fmt: skip
    judged = 0
    for row in changed:
        bulk.execute(
            do.conn, "insert_term", contract_id=contract.id, subject="BUYER",
            subject_id=row["buyer_id"], name="is_cross_aged", valid_from_on=do.on,
            value="true" if row["is_cross_aged"] else "false", source="close of day",
            act_id=do.id,
        )  # fmt: skip
        invoices = bulk.rows(
            do.conn, "open_invoices_of_buyer", contract_id=contract.id, buyer_id=row["buyer_id"]
        )
        judged += judge_again_one(do, contract.id, [invoice["id"] for invoice in invoices])
    return judged


def _accrue(do: Act, contract: Contract, until_on: date) -> int:
    """The charge run up at month end and not billed: in the month's income, reversed on day 1."""
    from_on = billed_until(do, contract)
    if from_on is None or not in_arrears(contract):
        return 0
    cents = interest_due(do, contract, from_on, until_on)[0]
    if cents:
        book(do, contract.id, "accrual", f"accrual/{do.on}", do.on, {"interest": cents})
    return cents


def _reverse_accrual(do: Act, contract: Contract) -> int:
    """Undo last month's accrual, line by line, on the first close after it."""
    reversed_ = 0
    for row in bulk.rows(do.conn, "accruals_to_reverse", contract_id=contract.id, on=do.on):
        book(
            do, contract.id, "accrual", f"{row['key']}/reversal", do.on,
            {"interest": -row["amount_cents"]}, reverses_id=row["id"],
        )  # fmt: skip
        reversed_ += 1
    return reversed_


def _prove(do: Act, contract_id: int) -> None:
    """Ledger, sub-ledger, positions and sums tell the same story, or the close stops. (I-04)"""
    for row in bulk.rows(do.conn, "contradictions", contract_id=contract_id):
        raise InvariantBroken(
            f"contract {contract_id}: {row['what']} is {row['left_cents']}, {row['against']} is"
            f" {row['right_cents']}"
        )
