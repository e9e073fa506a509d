"""The close of a day: slices of contracts, one act each, then one act for the house.

A close that was stopped is taken up where it stopped: each slice's act has the day and its number
in its key and says which contracts it closed; what is closed stays closed, the rest follows.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
from psycopg import Connection
from psycopg.types.json import Jsonb

from comptant.operations.acts.act import Act, Answer, Asked, Refused, lock_contracts, operation
from comptant.operations.acts.audit import seal_acts
from comptant.operations.acts.kept import plain
from comptant.operations.assigning.order_advances import claim_late_orders
from comptant.operations.banking.bank_proof import prove
from comptant.operations.books.advance_interest import bill_waiting_advances
from comptant.operations.books.billing import bill_month_fees, month_end, release_fund
from comptant.operations.books.fees import bill_due, due, keep_counted
from comptant.operations.books.financing import (
    accrue,
    bill_interest,
    bill_left_interest,
    correct_interest,
    reverse_accruals,
)
from comptant.operations.books.minimum import bill_minimum
from comptant.operations.books.packages import bill_packages
from comptant.operations.books.waiting_interest import bill_waited_interest, rates_missing, told
from comptant.operations.brokerage.commissions import accrue_commissions
from comptant.operations.claiming.claims import impair_again
from comptant.operations.closing.around import after_slices, before_slices
from comptant.operations.closing.books_proof import InvariantBroken, prove_contracts
from comptant.operations.closing.close_facts import (
    attention_of_house,
    attention_of_slice,
    by_currency,
    merged,
)
from comptant.operations.closing.decay import judge_day
from comptant.operations.closing.narrowing import Stopped, in_slices
from comptant.operations.collection.payables_due import settle_day
from comptant.operations.drawing.excess import bill_excess, keep_over_advances
from comptant.operations.paying.funding import fund_automatically
from comptant.operations.portfolio.guarantee import take_guarantees
from comptant.operations.portfolio.losses import repay_losses
from comptant.operations.risk.fraud import watch_fraud
from comptant.operations.risk.warnings import warned_on
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.columns import c, shape
from comptant.store import bulk

__all__ = ["InvariantBroken", "charge_day", "close", "close_day", "close_slice"]

SLICE = 200  # contracts in one act: whoever works on one of them waits for the act
QUARTER_ENDS = (3, 6, 9, 12)
SLICES_MAX = 10_000
WATCHED = ("/fraud/", "watch_fraud")
FUND_MOVED = shape("contract_id", "fund_levied_cents", "fund_released_cents")


def close(
    conn: Connection, asked: Asked, day: date, progress: Callable[[int, int], None],
    size: int = SLICE,
) -> Answer:  # fmt: skip
    """Close a day: every contract, then the house. `progress(done, of)` is called as it goes.

    Run it again after a stop: what is done is not done again. Gives the day's report. Refused:
    contract_stops_close and step_stops_close (the others are closed), day_closed, day_skipped.
    """
    house = replace(asked, key=f"close/{day}", on=day)
    if conn.execute("SELECT FROM day_close WHERE day = %s", (day,)).fetchone() is not None:
        return close_day(conn, house, day=day)  # whoever did not hear the answer hears it again
    _check_day(conn, day)
    with conn.transaction():  # of its own: it holds the large tables for an instant
        bulk.rows(conn, "make_partitions")
    stopped = Stopped()
    before_slices(conn, asked, day, stopped)
    done = _slices(conn, asked.by.company_id, day)
    # A contract whose stops or promises could not be followed is not closed on them.
    left = [id_ for id_ in _left(conn, done, day) if id_ not in stopped.contracts]
    number = len(done) + 1
    closed = sum(len(answer["contract_ids"]) for answer in done)
    progress(closed, closed + len(left))

    def run(ids: list[int]) -> None:
        nonlocal number
        asked_here = replace(asked, key=f"close/{day}/{number}", on=day)
        close_slice(conn, asked_here, number=number, contract_ids=ids)
        number += 1

    of = closed + len(left)
    in_slices(left, size, run, lambda now: progress(closed + now, of), stopped)
    stopped.check(conn, day)
    _watch(conn, asked, day, size, stopped)
    after_slices(conn, asked, day, stopped)
    stopped.check(conn, day)
    return close_day(conn, house, day=day)


def _watch(conn: Connection, asked: Asked, day: date, size: int, stopped: Stopped) -> None:
    """Look for fraud at the contracts in which something happened since the last close, and at
    each once a week. Each slice is an act of its own, and waits for nobody; those done before a
    stop are not done again."""
    done = _slices(conn, asked.by.company_id, day, *WATCHED)
    due = {row["id"] for row in bulk.rows(conn, "fraud_due", on=day)}
    left = [id_ for id_ in _left(conn, done, day) if id_ in due]
    number = len(done) + 1

    def run(ids: list[int]) -> None:
        nonlocal number
        asked_here = replace(asked, key=f"close/{day}{WATCHED[0]}{number}", on=day)
        watch_fraud(conn, asked_here, contract_ids=ids, from_on=None)
        number += 1

    in_slices(left, size, run, lambda now: None, stopped)


@operation
def close_slice(do: Act, *, number: int, contract_ids: list[int]) -> Answer:
    """Close the day of the act for some contracts: what time changes, fund, charges, fees, proof.

    Refused: day_closed, day_skipped, and slice_out_of_turn where the slices before it, or what
    they have left, are not what the caller says.
    """
    _check_day(do.conn, do.on)
    stands = bulk.row(do.conn, "slices_closed", company_id=do.by.company_id, on=do.on,
                      ids=contract_ids, most=number) or {}  # fmt: skip
    if number != stands["slices"] + 1 or stands["refused"]:
        raise Refused("slice_out_of_turn", number=number)
    lock_contracts(do, contract_ids)
    contracts = contracts_batch(do.conn, contract_ids, do.on)
    answer: Answer = {"number": number, "contract_ids": contract_ids}
    answer |= judge_day(do, contracts)
    programmes, answer["suppliers_waiting"] = settle_day(do, contracts)
    programmes["regained_cents"] = repay_losses(do, contracts)
    answer |= charge_day(do, contracts, programmes)
    anew = prove_contracts(do, contract_ids)
    answer["proved_anew"] = contracts.filter(c.contract_id.is_in(anew))["number"].to_list()
    # Once more at the end of the day: a limit, a release or a fact may have freed money.
    answer["orders_prepared"] = len(fund_automatically(do, contracts))
    return answer | attention_of_slice(do, contracts)


@operation
def close_day(do: Act, *, day: date) -> Answer:
    """Close the house's day once every contract is closed: journal numbers, months that are over,
    the day's report, which is kept. Refused: contract_not_closed, day_closed, day_skipped."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('close', 0))")
    _check_day(do.conn, day)
    done = _slices(do.conn, do.by.company_id, day)
    left = _left(do.conn, done, day)
    if left:
        raise Refused("contract_not_closed", contract_id=left[0], day=day)
    commissions = accrue_commissions(do)  # before the numbers: an entry of the day
    proved = prove(do.conn)
    numbered = bulk.execute(do.conn, "number_entries", day=day)
    chain = seal_acts(do)
    report: Answer = {
        "day": day.isoformat(), "numbered": numbered, "accounts_proved": proved,
        "sealed": chain["sealed"],
        "chain": {"position": chain["position"], "head": chain["head"]}, "reads": chain["reads"],
        "months_closed": _close_months(do, day), "commissions": commissions,
        "revalued": bulk.rows(do.conn, "revalued_on", on=day),
        **merged(do, done),
        "fraud_watched": sum(
            answer["contracts"] for answer in _slices(do.conn, do.by.company_id, day, *WATCHED)),
    } | warned_on(do.conn, day)  # fmt: skip
    report["to_look_at"] |= attention_of_house(do, day)
    report = plain(report)
    do.conn.execute(
        "INSERT INTO day_close (day, report, act_id) VALUES (%s, %s, %s)",
        (day, Jsonb(report), do.id),
    )
    return report


@operation
def close_period(do: Act, *, month_on: date) -> Answer:
    """Close an accounting month before the close of the next one's first day does. For good: what
    is late goes to the first open day, and keeps its value date.

    Refused: no_day_closed, days_not_closed.
    """
    month_on = month_on.replace(day=1)
    last = do.conn.execute("SELECT max(day) FROM day_close").fetchone()
    ends_on = (month_on + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if last is None or last[0] is None or last[0] < ends_on:
        if last is None or last[0] is None:
            raise Refused("no_day_closed", month_on=month_on)
        raise Refused("days_not_closed", month_on=month_on, last_on=last[0])
    _close_month(do, month_on)
    return {"month_on": month_on.isoformat(), "is_closed": True}


def charge_day(
    do: Act, contracts: pl.DataFrame, programmes: dict[str, pl.DataFrame] | None = None
) -> Answer:
    """Fund, corrections, accruals, bills of the month: how many accruals were undone, what was
    booked per currency, and whose interest waits for a rate."""
    events = contracts.select(
        "contract_id", pl.lit(f"close/{do.on}").alias("event"), pl.lit(do.on).alias("value_on")
    )
    taken = take_guarantees(do, contracts)
    impair_again(do, contracts["contract_id"].to_list())
    # Before the charge: where the fund bears interest, what is given back today no longer does.
    release_fund(do, contracts, events, also_ended=True)
    booked = (programmes or {}) | _fund_moved(do, contracts) | {"guaranteed_cents": taken}
    booked["order_claimed_cents"] = claim_late_orders(do, contracts)
    booked["corrected_cents"], left = correct_interest(do, contracts)
    reversed_ = reverse_accruals(do, contracts).height
    keep_over_advances(do, contracts)  # before the bills, which count from tomorrow
    after = do.on + timedelta(days=1)
    missing = rates_missing(do, contracts, after if month_end(do.on) else do.on)
    known = contracts.join(missing, on="contract_id", how="anti", maintain_order="left")
    billed = [bill_left_interest(do, known), bill_waited_interest(do, known),
              bill_waiting_advances(do, contracts)]  # fmt: skip
    if month_end(do.on):
        monthly = pl.col("interest_billing") == "MONTHLY"
        if do.on.month in QUARTER_ENDS:
            monthly |= pl.col("interest_billing") == "QUARTERLY"
        until = known.filter(monthly).select("contract_id", pl.lit(after).alias("until_on"))
        billed.append(bill_interest(do, known, until))
        booked["accrued_cents"] = accrue(do, known.filter(~monthly), after)
        booked["fee_cents"] = bill_month_fees(do, contracts, f"close/{do.on}")
        booked["package_cents"] = bill_packages(do, contracts, f"close/{do.on}")
    # After the fees of the month, whose volume they count; worth tomorrow, as the charge billed.
    fees = due(do, contracts, is_month=month_end(do.on))
    worth_on = after if month_end(do.on) else do.on
    booked["other_fee_cents"] = bill_due(do, contracts, fees, f"close/{do.on}", worth_on)
    if month_end(do.on):
        keep_counted(do, contracts)
    if (do.on.month, do.on.day) == (12, 31):  # after the fees of the month, which count
        booked["minimum_fee_cents"] = bill_minimum(do, contracts, f"close/{do.on}")
    booked["interest_cents"] = pl.concat(billed)
    if month_end(do.on):
        booked["excess_fee_cents"] = bill_excess(do, contracts, after)
    return {"accrual_reversed": reversed_, "amounts": by_currency(contracts, booked),
            "interest_waits": told(contracts, pl.concat([missing, left]))}  # fmt: skip


def _fund_moved(do: Act, contracts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What the whole day has put into the guarantee funds, and given back."""
    moved = bulk.read(do.conn, "fund_moved", FUND_MOVED, on=do.on,
                      ids=contracts["contract_id"].to_list())  # fmt: skip
    return {name: moved.select("contract_id", name) for name in FUND_MOVED.names[1:]}


def _check_day(conn: Connection, day: date) -> None:
    """The day after the last one closed; the first close may be any day."""
    last = conn.execute("SELECT max(day) FROM day_close").fetchone()
    if last is None or last[0] is None:
        return
    if day <= last[0]:
        raise Refused("day_closed", day=day)
    if day != last[0] + timedelta(days=1):
        raise Refused("day_skipped", day=day, next_on=last[0] + timedelta(days=1))


def _slices(
    conn: Connection, company_id: int, day: date, step: str = "/", operation: str = "close_slice"
) -> list[Answer]:
    """What the slices closed (or watched) so far have answered, in their order."""
    found = bulk.rows(conn, "closed_slices", company_id=company_id, on=day, most=SLICES_MAX,
                      step=step, operation=operation)  # fmt: skip
    return [row["answer"] for row in found]


def _left(conn: Connection, done: list[Answer], day: date) -> list[int]:
    """The contracts of the day that no slice has closed, in the order of their ids."""
    closed = {id_ for answer in done for id_ in answer["contract_ids"]}
    contracts = bulk.rows(conn, "contracts_to_close", on=day)
    return [row["id"] for row in contracts if row["id"] not in closed]


def _close_months(do: Act, day: date) -> list[str]:
    """Close the months that are over."""
    months = [row["month_on"] for row in bulk.rows(do.conn, "months_to_close", on=day)]
    for month_on in months:
        _close_month(do, month_on)
    return [month_on.isoformat() for month_on in months]


def _close_month(do: Act, month_on: date) -> None:
    do.conn.execute(
        "INSERT INTO period_change (month_on, is_closed, act_id) VALUES (%s, true, %s)",
        (month_on, do.id),
    )
