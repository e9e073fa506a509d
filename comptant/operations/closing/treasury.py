"""What a contract will let its client draw on each day of thirteen weeks: the days are lived
through, with the operations' own booking and judging, in a transaction that keeps nothing.

Invoices are paid on the days that the caller expects; what the client has planned is paid from its
cash and, where that lacks, from draws. Each night is the close's: what time changes, fees, charges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, User, check_scope
from comptant.operations.books.ledger import book
from comptant.operations.closing.close import charge_day
from comptant.operations.closing.decay import judge_day
from comptant.operations.collection.settlement import settle
from comptant.operations.drawing.availability import availability_seen, looked
from comptant.operations.drawing.plans import WEEKS
from comptant.operations.portfolio.waterfall import Availability, availability
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import c, shape
from comptant.rules.explanation import parts
from comptant.rules.treasury import by_week, drawn_cents, lowest
from comptant.store import bulk

INELIGIBLE = shape("contract_id", "buyer_id", "invoice_id", "hold", "ineligible_cents")
FEES = ("fee", "unpaid_fee", "minimum_fee", "package_fee", "excess_fee")
CHARGES = ("interest", "advance_interest", "advance_true_up")
RELEASES = ("fund_release", "fund_levy")
SUMS = ("collected_cents", "released_cents", "fees_cents", "charges_cents", "defunded_cents",
        "planned_cents", "drawn_cents")  # fmt: skip
ENDS = ("drawable_cents", "funds_in_use_cents", "own_cash_cents", "room_cents")
LIFTS_MAX = 5
LENT = ("funds_in_use", "in_credit", "available")  # of the explanation: nothing is kept back by it


class Plan:
    """The days of one contract as they are lived through."""

    def __init__(
        self, do: Act, contract_id: int, cash_cents: int, paid_on: Mapping[tuple[int, date], date],
        planned: Mapping[date, int],
    ) -> None:  # fmt: skip
        self.do, self.contract_id, self.cash = do, contract_id, cash_cents
        self.paid_on, self.planned = paid_on, planned
        self.invoices = bulk.rows(do.conn, "plan_invoices", contract_id=contract_id, on=do.on)
        (terms,) = contracts_batch(do.conn, [contract_id], do.on)["cross_ageing_days"].to_list()
        self.ageing_days = int(terms)
        self.days: list[Answer] = []
        self.lifts: list[Answer] = []

    def live(self, until_on: date) -> None:
        """Each day up to `until_on`; where nothing happens only the charge runs up."""
        seen, day = availability_seen(self.do, [self.contract_id]), self.do.on
        self._tell(day, seen, dict.fromkeys(SUMS, 0) | self._draw(day, seen))
        busy = self._busy(until_on)
        while day < until_on:
            day += timedelta(days=1)
            if day in busy:
                self._night(day)
            else:
                self._quiet(day)

    def _busy(self, until_on: date) -> set[date]:
        """The days on which something happens: money comes or goes, time changes an invoice, a
        month ends or begins."""
        days = {self._comes(row) for row in self.invoices} | set(self.planned)
        days |= {row["next_change_on"] for row in self.invoices if row["next_change_on"]}
        late = timedelta(days=self.ageing_days + 1)
        days |= {row["due_on"] + late for row in self.invoices}
        month = self.do.on.replace(day=1)
        while month <= until_on:
            month = (month + timedelta(days=32)).replace(day=1)
            days |= {month - timedelta(days=1), month}
        return {day for day in days if self.do.on < day <= until_on}

    def _comes(self, row: bulk.Row) -> date:
        """The day on which what is to come of an invoice does; the last of all: nothing."""
        if row["coming_cents"] <= 0:
            return date.max
        if row["comes_on"]:
            return next_business_day_of(max(row["comes_on"], self.do.on + timedelta(days=1)))
        return self.paid_on.get((row["buyer_id"], row["due_on"]), date.max)

    def _act(self, day: date) -> tuple[Act, pl.DataFrame]:
        """The act of a day to come, and the contract's terms on it."""
        at = self.do.asked.at + (day - self.do.on)
        do = Act(self.do.conn, self.do.id, replace(self.do.asked, on=day, at=at))
        return do, contracts_batch(do.conn, [self.contract_id], day)

    def _quiet(self, day: date) -> None:
        do, contracts = self._act(day)
        seen = availability(do, contracts)
        self._tell(day, seen, dict.fromkeys(SUMS, 0) | self._draw(day, seen, do))

    def _night(self, day: date) -> None:
        """A day: the buyers' money, what time changes, the bills, the client's plan."""
        do, contracts = self._act(day)
        (since,) = bulk.take_ids(do.conn, 1)
        collected = self._collect(do, contracts, day)
        judged = judge_day(do, contracts)
        charge_day(do, contracts)
        seen = availability(do, contracts)
        moves = {row["event"]: row["cents"] for row in bulk.rows(
            do.conn, "plan_moves", contract_id=self.contract_id, since_id=since)}  # fmt: skip
        told = {
            "collected_cents": collected,
            "released_cents": sum(moves.get(name, 0) for name in RELEASES),
            "fees_cents": -sum(moves.get(name, 0) for name in FEES),
            "charges_cents": -sum(moves.get(name, 0) for name in CHARGES),
            "defunded_cents": sum(row["decayed_cents"] - row["cured_cents"]
                                  for row in judged["eligibility"]),
        }  # fmt: skip
        drawn = self._draw(day, seen, do)
        if drawn["drawn_cents"]:
            seen = availability(do, contracts)
        self._tell(day, seen, told | drawn)

    def _collect(self, do: Act, contracts: pl.DataFrame, day: date) -> int:
        """What is to come of the invoices expected on the day is paid, by one payment."""
        due = [row for row in self.invoices if self._comes(row) == day]
        now = {row["invoice_id"]: row["open_cents"] for row in bulk.rows(
            do.conn, "plan_invoices", contract_id=self.contract_id, on=self.do.on)
            } if due else {}  # fmt: skip
        rows = [{**row, "open_cents": min(row["coming_cents"], now[row["invoice_id"]])}
                for row in due if row["invoice_id"] in now]  # fmt: skip
        if not rows:
            return 0
        cents = sum(row["open_cents"] for row in rows)
        (payment_id,) = bulk.take_ids(do.conn, 1)
        currency = contracts["contract_currency"][0]
        do.conn.execute(
            """INSERT INTO payment (contract_id, id, bank_movement_id, buyer_id, value_on, currency,
                   amount_cents, open_cents, act_id) VALUES (%s, %s, 0, %s, %s, %s, %s, 0, %s)""",
            (self.contract_id, payment_id, rows[0]["buyer_id"], day, currency, cents, do.id),
        )
        movement = pl.DataFrame([{"item_id": payment_id, "account": "UNAL", "against_id": 0,
                                  "amount_cents": -cents, "approved_cents": 0}])  # fmt: skip
        book(do, self.contract_id, "collection", f"plan/{day}/received", day, {"received": cents},
             movement, currency=currency)  # fmt: skip
        allocations = pl.DataFrame([
            {"contract_id": self.contract_id, "payment_id": payment_id,
             "invoice_id": row["invoice_id"], "buyer_id": row["buyer_id"],
             "allocated_cents": row["open_cents"], "difference_cents": 0, "short_cents": 0}
            for row in rows
        ])  # fmt: skip
        days = pl.DataFrame({"contract_id": [self.contract_id], "value_on": [day]})
        settle(do, contracts, days, allocations)
        return cents

    def _draw(self, day: date, seen: Availability, do: Act | None = None) -> Answer:
        """What the client pays and receives by its plan, and draws for it."""
        planned = self.planned.get(day, 0)
        self.cash += planned
        drawn = drawn_cents(self.cash, seen.drawable_cents)
        self.cash += drawn
        if drawn:
            book(do or self.do, self.contract_id, "order_released", f"plan/{day}/drawn", day,
                 {"paid": drawn}, currency=seen.currency)  # fmt: skip
        return {"planned_cents": planned, "drawn_cents": drawn,
                "drawable_cents": seen.drawable_cents - drawn}  # fmt: skip

    def _tell(self, day: date, seen: Availability, told: Answer) -> None:
        row = {
            "day": day, **told, "own_cash_cents": self.cash,
            "funds_in_use_cents": int(seen.totals["funds_in_use_cents"]),
            "room_cents": self.cash + told["drawable_cents"],
        }  # fmt: skip
        if not self.days or row["room_cents"] < min(one["room_cents"] for one in self.days):
            self.lifts = _lifts(self.do, seen, self.contract_id, day)
        self.days.append(row)


def _lifts(do: Act, seen: Availability, contract_id: int, day: date) -> list[Answer]:
    """What keeps most back on a day, of which invoice or buyer, and what would free it."""
    held = bulk.copy_out(
        do.conn, "ineligible_invoices", INELIGIBLE, contract_id=contract_id, on=day
    )
    told = parts(seen.exposures, seen.contracts, held)
    kept = ~c.part.is_in(LENT) & (c.freed_by != "nothing") & (c.amount_cents > 0)
    rows = told.filter(kept).sort(c.amount_cents, descending=True)
    return rows.head(LIFTS_MAX).rows(named=True)


def plan_treasury(
    conn: Connection, by: User, contract_id: int, on: date, at: datetime, *, cash_cents: int,
    paid_on: Mapping[tuple[int, date], date], planned: Sequence[tuple[date, int]],
) -> Answer:  # fmt: skip
    """The days and weeks of a contract from today, thirteen weeks of them.

    `paid_on`: (buyer, due day) -> the day on which what is open of it is expected, none: not within
    them; it moves to a business day. `planned`: days and amounts of the client's own plan, what is
    before today counting today. Nothing is kept. Refused: contract_unknown, contract_not_in_force,
    rate_missing.
    """
    until_on = on + timedelta(days=7 * WEEKS)
    by_day: dict[date, int] = {}
    for day, cents in planned:
        by_day[max(day, on)] = by_day.get(max(day, on), 0) + cents
    comes = {key: next_business_day_of(max(day, on + timedelta(days=1)))
             for key, day in paid_on.items()}  # fmt: skip

    def lived(do: Act) -> Answer:
        check_scope(conn, by, contract_id)
        plan = Plan(do, contract_id, cash_cents, comes, by_day)
        plan.live(until_on)
        least: Any = lowest(plan.days)
        return {
            "contract_id": contract_id, "on": on, "days": plan.days,
            "weeks": by_week(plan.days, SUMS, ENDS), "lowest_on": least.day,
            "lowest_cents": least.room_cents, "lifts": plan.lifts,
        }  # fmt: skip

    return looked(conn, Asked(by, "preview", at, on), lived, [contract_id])
