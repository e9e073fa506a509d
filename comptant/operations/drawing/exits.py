"""What leaving a contract would cost and when, before notice is given: nothing is written.

From what is open and due today, each buyer as late as in the last twelve months; nothing more is
assigned or drawn. Source: DOMAIN 2.2, 2.4, 3.2, 4.2.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, User, check_scope
from comptant.operations.books.financing import interest_due, periods_until
from comptant.operations.books.minimum import shortfall_of
from comptant.operations.drawing.availability import availability_seen, looked
from comptant.operations.drawing.exit_fees import (
    billed_at,
    ending_fees,
    fees_ahead,
    unused_ahead,
)
from comptant.operations.portfolio.waterfall import Availability
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.operations.terms.rates import rates_today, reference_of
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import shape
from comptant.rules.leaving import (
    CLIENT,
    Held,
    Paid,
    Price,
    minimum_years,
    months_later,
    netted,
    notice_ends_on,
    weeks,
)
from comptant.rules.pricing import billed
from comptant.store import bulk

ENDING = ("NOTICE", "RUNOFF")
YEARS = shape("in_force_days", "minimum_numbers", "billed_fee_cents")


def simulate_exit(
    conn: Connection, by: User, contract_id: int, notice_on: date | None, on: date, at: datetime
) -> Answer:
    """What leaving by a notice of a day (None: today) brings: its dates, what must be repaid to
    take the invoices back at once (`buy_back_cents`), what leaving alone costs (`exit_cost_cents`,
    with VAT), the weeks to the last payment, and what is owed on which day (`days`). Of a contract
    under notice or in run-off, the dates are those of its notice.

    Refused: contract_unknown, contract_not_in_force, notice_past, contract_ended, rate_missing.
    """

    def simulated(do: Act) -> Answer:
        check_scope(conn, by, contract_id)
        seen = availability_seen(do, [contract_id])
        contract = contract_in_force(conn, contract_id, on)
        return _told(do, contract, notice_on or on, seen)

    return looked(conn, Asked(by, "preview", at, on), simulated, [contract_id])


def _told(do: Act, contract: Contract, notice_on: date, seen: Availability) -> Answer:
    starts_on, ends_on = _dates(do, contract, notice_on)
    rows = bulk.rows(do.conn, "exit_items", contract_id=contract.id, on=do.on)
    held, price = _held(do, contract, rows, seen.pending_cents), _price(do, contract)
    paid = netted(_expected(do, contract, rows), held.unallocated_cents)
    last_on = max((one.on for one in paid), default=None)
    final_on = next_business_day_of(max((last_on or do.on) + timedelta(days=1), ends_on))
    run_up = int(interest_due(do, periods_until(do, contract.batch, pl.lit(do.on)))
                 ["interest_cents"].sum())  # fmt: skip
    others = fees_ahead(do, contract, ends_on, final_on)
    packages = _packages(do, contract, ends_on, final_on)
    bills = [*others, *packages]
    debited = run_up + sum(one.fee_cents for one in bills if one.on <= do.on)
    billed_now = replace(held, current_account_cents=held.current_account_cents - debited)
    run = weeks(do.on, final_on, billed_now, [*paid, *bills], price)
    minimum = _minimum(do, contract, ends_on)
    (minimum_total,) = _vat(do, contract, [minimum])
    unused, ending = unused_ahead(do, contract, ends_on, run), ending_fees(do, contract, ends_on)
    fees, package, other = (sum(one.fee_cents for one in some)
                            for some in (paid, packages, others))  # fmt: skip
    at_end = minimum_total + unused + ending
    lost = seen.totals["written_off_cents"]
    final = (run[-1]["current_account_cents"] + held.fund_balance_cents - held.order_owed_cents
             - at_end - lost)  # fmt: skip
    # DOMAIN 2.4: S + FDG less what is taken back, fees and the shortfall; here what is owed to us.
    buy_back = (
        held.in_use_cents + held.order_owed_cents + run_up + fees + at_end + package + other + lost
    )
    return {
        "contract_id": contract.id, "number": contract.number, "currency": contract.currency,
        "on": do.on, "contract_status": contract.terms["status"], "notice_on": starts_on,
        "ends_on": ends_on, "last_collection_on": last_on, "final_on": final_on,
        "drawable_cents": seen.drawable_cents, "open_cents": held.open_cents,
        "in_use_cents": held.in_use_cents, "fund_balance_cents": held.fund_balance_cents,
        "current_account_cents": held.current_account_cents,
        "order_owed_cents": held.order_owed_cents, "written_off_cents": lost,
        "run_up_cents": run_up, "rate_ppm": price.rate_ppm,
        "reference": {"rate_index": contract.terms["reference_index"],
                      **reference_of(do, contract)},
        "interest_cents": sum(row["interest_cents"] for row in run), "fee_cents": fees,
        "minimum_shortfall_cents": minimum, "exit_cost_cents": minimum_total,
        "package_cents": package, "other_fee_cents": other + unused, "ending_fee_cents": ending,
        "buy_back_cents": buy_back, "final_cents": final, "weeks": run,
        "days": _days(starts_on, ends_on, last_on, final_on, minimum_total, final),
    }  # fmt: skip


def _dates(do: Act, contract: Contract, notice_on: date) -> tuple[date, date]:
    """The day of the notice and the first day of the run-off."""
    terms = contract.terms
    if terms["status"] == "CLOSED":
        raise Refused("contract_ended", number=contract.number)
    if terms["status"] in ENDING:
        said = bulk.rows(do.conn, "notice_days", contract_id=contract.id)[0]
        return said["notice_on"] or do.on, said["ends_on"] or do.on
    if notice_on < do.on:
        raise Refused("notice_past", notice_on=notice_on, today_on=do.on)
    return notice_on, notice_ends_on(notice_on, CLIENT, terms["notice_client_months"],
                                     terms["notice_factor_days"])  # fmt: skip


def _expected(do: Act, contract: Contract, rows: list[bulk.Row]) -> list[Paid]:
    """What is open, on the days on which it is expected, with the fees and VAT billed then."""
    fees = _vat(do, contract, [row["fee_cents"] for row in rows])
    return [Paid(row["expected_on"], row["open_cents"], fee)
            for row, fee in zip(rows, fees, strict=True)]  # fmt: skip


def _vat(do: Act, contract: Contract, nets: list[int]) -> list[int]:
    """Nets with the VAT of a fee today."""
    if not any(nets):
        return [0] * len(nets)
    bills = pl.DataFrame({"net_cents": nets}, schema={"net_cents": pl.Int64}).with_columns(
        pl.lit("TAXABLE_STD").alias("vat_class"), pl.lit(do.on).alias("charged_on"),
        pl.lit(contract.vat_territory).alias("vat_territory"),
    )  # fmt: skip
    return [int(cents) for cents in billed(bills)["bill_total_cents"]]


def _held(do: Act, contract: Contract, rows: list[bulk.Row], pending: int) -> Held:
    """What the contract holds; what was asked for and is not paid yet counts as paid."""
    (found,) = bulk.rows(do.conn, "exit_balances", contract_id=contract.id)
    return Held(
        sum(row["open_cents"] for row in rows), found["current_account_cents"] - pending,
        found["fund_balance_cents"], found["unallocated_cents"], found["order_owed_cents"],
    )  # fmt: skip


def _price(do: Act, contract: Contract) -> Price:
    terms = contract.terms
    return Price(
        int(rates_today(do, contract.batch)["financing_rate_ppm"][0]),
        billing=terms["interest_billing"],
        with_fund=terms["interest_base"] == "FUNDS_IN_USE_AND_FUND",
        in_arrears=terms["charge_timing"] == "ARREARS",
    )


def _minimum(do: Act, contract: Contract, ends_on: date) -> int:
    """What the fees lack to the annual minimum of the years up to the end, before VAT: those billed
    until today count, for the rest of the notice none are expected."""
    annual = int(contract.terms["annual_minimum_cents"])
    first_on = bulk.rows(do.conn, "notice_days", contract_id=contract.id)[0]["first_on"]
    (known,) = bulk.rows(do.conn, "minimum_facts", ids=[contract.id], on=do.on)
    none = dict.fromkeys(("in_force_days", "minimum_numbers", "billed_fee_cents"), 0)
    facts = []
    for last, days in minimum_years(first_on, do.on, ends_on) if first_on else []:
        so_far = known if last.year == do.on.year else none  # the days to come at today's minimum
        facts.append({
            "in_force_days": days, "billed_fee_cents": so_far["billed_fee_cents"],
            "minimum_numbers": so_far["minimum_numbers"]
            + annual * (days - so_far["in_force_days"]),
        })  # fmt: skip
    return int(shortfall_of(YEARS.frame(facts))["minimum_shortfall_cents"].sum())


def _packages(do: Act, contract: Contract, ends_on: date, final_on: date) -> list[Paid]:
    """The flat packages of the months up to the end of the notice that have no bill yet, with VAT,
    each on the day of its bill."""
    monthly = int(contract.terms["package_month_cents"])
    if not monthly:
        return []
    known = bulk.rows(do.conn, "packages_unbilled", ids=[contract.id], on=do.on)
    last = max(ends_on - timedelta(days=1), do.on)
    later = (last.year - do.on.year) * 12 + last.month - do.on.month
    (cents,) = _vat(do, contract, [monthly])
    months = range(0 if known else 1, later + 1)
    return [billed_at(months_later(do.on.replace(day=1), one), final_on, cents) for one in months]


def _days(
    notice_on: date, ends_on: date, last_on: date | None, final_on: date, minimum: int, final: int
) -> list[Answer]:
    """What happens and what is owed, day by day: to the client above zero, by the client below."""
    told: list[tuple[date, str, int | None]] = [
        (notice_on, "notice", None), (ends_on, "run_off", None),
    ]  # fmt: skip
    if last_on:
        told.append((last_on, "last_collection", None))
    if minimum:
        told.append((final_on, "minimum", -minimum))
    told.append((final_on, "final_payment", final))
    return [{"day": day, "exit_step": step, "amount_cents": cents}
            for day, step, cents in sorted(told, key=lambda one: one[0])]  # fmt: skip
