"""What policies cost: computed from the ledger by periods, booked, re-invoiced, paid.

Each period adds to its insurance year what the year comes to, less what was kept before. A policy
that a client holds costs the client: its premium is told, and not booked. Source: DOMAIN 6.1, W6-5;
docs/decisions/0130-a-policy-costs-by-periods.md.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.fees import bill_due, of_premium
from comptant.operations.books.ledger import book
from comptant.operations.brokerage.commissions import house_id
from comptant.operations.insurance.policies import known_policy
from comptant.operations.insurance.turnover import lock_policy, period_of, turnover_of
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.money import pro_rata
from comptant.rules.policy_terms import complete
from comptant.rules.premiums import PERIOD, PERIODS, YEAR_MONTHS
from comptant.store import bulk

Row = dict[str, Any]
# Of the house's own orders: within two days.
PROMISED = {"cutoff_hour": 0, "promised_hours": 48}
OF_PERIOD = ("premium_base_cents", "premium_to_date_cents", "period_premium_cents",
             "period_tax_cents", "limit_count", "limit_fees_cents", "limit_fees_vat_cents",
             "period_total_cents")  # fmt: skip


def premiums_to_book(conn: Connection, day: date) -> list[tuple[int, date]]:
    """Each period of premium that is over at the end of a day, and not kept: its policy, its last
    day."""
    return [(row["policy_id"], row["until_on"])
            for row in bulk.rows(conn, "premiums_to_book", on=day)]  # fmt: skip


@operation
def book_premium(do: Act, *, policy_id: int) -> Answer:
    """Keep what the first period of a policy that is over costs: its premium from the ledger with
    the tax, fees of limits with their VAT. Held by us it is booked as owed to the insurer, and each
    contract that has agreed to it (FEE-ASS) is billed its share at cost, tax included.

    Refused: policy_unknown, no_premium_asked, period_not_over.
    """
    policy = known_policy(do, policy_id)
    lock_policy(do, policy_id)
    period = period_of(do.conn, policy_id, do.on, is_premium=True)
    if period is None:
        raise Refused("no_premium_asked", policy_number=policy["policy_number"])
    if period["until_on"] > do.on:
        raise Refused("period_not_over", until_on=period["until_on"])
    shares, told = premium_of(do.conn, period)
    id_ = bulk.take_ids(do.conn, 1)[0]
    is_ours = policy["holder_kind"] == "FACTOR"
    entry_id = (
        _book(do, id_, told, policy["currency"]) if is_ours and told["period_total_cents"] else None
    )
    due_on = period["until_on"] + timedelta(days=complete(period["terms"])["premium_days"])
    bulk.execute(
        do.conn, "insert_premium", id=id_, policy_id=policy_id, from_on=period["from_on"],
        until_on=period["until_on"], due_on=due_on, year_on=period["year_on"],
        base_cents=told["premium_base_cents"], premium_cents=told["period_premium_cents"],
        tax_cents=told["period_tax_cents"], limit_count=told["limit_count"],
        limit_fees_cents=told["limit_fees_cents"], fees_vat_cents=told["limit_fees_vat_cents"],
        total_cents=told["period_total_cents"], entry_id=entry_id, act_id=do.id,
    )  # fmt: skip
    if not told["period_total_cents"]:
        _paid(do, id_, do.on, "0.00")
    billed = _rebill(do, id_, shares) if is_ours else 0
    return {"premium_id": id_, "policy_id": policy_id, "from_on": period["from_on"],
            "until_on": period["until_on"], "due_on": due_on, "currency": policy["currency"],
            **{name: told[name] for name in OF_PERIOD}, "rebilled_cents": billed}  # fmt: skip


@operation
def pay_premium(do: Act, *, premium_id: int, payee_account_id: int | None) -> Answer:
    """Prepare the payment of a premium to an account of the insurer's (None: the only one); another
    person releases it. One that failed is prepared again.

    Refused: premium_unknown, premium_not_ours, premium_taken_back, premium_ordered, payee_unknown,
    payee_to_choose, payee_check_failed.
    """
    house = house_id(do)
    lock_contracts(do, [house])
    found = _premium(do, premium_id)
    if found["entry_id"] is None:
        raise Refused("premium_not_ours", premium_id=premium_id)
    if found["premium_state"] == "TAKEN_BACK":
        raise Refused("premium_taken_back", premium_id=premium_id)
    if found["premium_state"] != "DUE":
        raise Refused("premium_ordered", premium_id=premium_id)
    payee = payee_account(do, found["insurer_id"], payee_account_id)
    order = prepare(
        do, house, "PREMIUM", payee, found["total_cents"], found["currency"],
        promised_at(PROMISED, do.asked.at), item_id=premium_id,
    )  # fmt: skip
    return {**order, "premium_id": premium_id}


@operation
def record_premium_paid(do: Act, *, premium_id: int, paid_on: date, reference: str) -> Answer:
    """Keep that the client who holds a policy has paid a premium: what shows it, and when.

    Refused: premium_unknown, premium_is_ours (a payment order pays it), premium_ordered,
    reference_missing, cover_step_dates_wrong.
    """
    if not reference.strip():
        raise Refused("reference_missing")
    found = _premium(do, premium_id)
    lock_policy(do, found["policy_id"])
    if found["entry_id"] is not None:
        raise Refused("premium_is_ours", premium_id=premium_id)
    if _premium(do, premium_id)["premium_state"] != "DUE":
        raise Refused("premium_ordered", premium_id=premium_id)
    if paid_on > do.on:
        raise Refused("cover_step_dates_wrong", step_on=paid_on, on=do.on)
    _paid(do, premium_id, paid_on, reference.strip())
    return {"premium_id": premium_id, "paid_on": paid_on}


def premium_of(conn: Connection, period: Row) -> tuple[list[Row], Row]:
    """What a period (period_of) costs: the base of each contract in it, and PERIOD's figures."""
    terms = complete(period["terms"])
    of_year = turnover_of(conn, period["policy_id"], period["year_on"], period["until_on"], terms)
    of_period = turnover_of(conn, period["policy_id"], period["from_on"], period["until_on"], terms)
    told = figures_of(period, terms, of_year)
    bases: dict[int, int] = {}
    for row in of_period:
        known = bases.get(row["contract_id"], 0)
        bases[row["contract_id"]] = known + row["premium_share_base_cents"]
    return _shared(bases, told["period_premium_cents"] + told["period_tax_cents"]), told


def figures_of(period: Row, terms: Row, of_year: list[Row]) -> Row:
    """PERIOD's figures of a period, by the turnover of its insurance year so far."""
    facts = {
        "policy_id": period["policy_id"],
        "premium_base_cents": sum(row["premium_share_base_cents"] for row in of_year),
        "elapsed_months": _months(period["year_on"], period["until_on"] + timedelta(days=1)),
        **{name: period[name] for name in ("premium_before_cents", "limit_count")},
        **{name: terms[name] for name in PERIODS.names if name in terms},
    }  # fmt: skip
    return decide(PERIODS.frame([facts]), PERIOD).row(0, named=True)


def _months(first: date, until: date) -> int:
    """Whole months from a day to another of the same insurance year, at most twelve."""
    months = (until.year - first.year) * YEAR_MONTHS + until.month - first.month
    return min(max(months, 0), YEAR_MONTHS)


def _shared(bases: dict[int, int], cents: int) -> list[Row]:
    """A premium and its tax among contracts by what they brought, the last one the rest (R-6); of a
    period that brought nothing no contract bears any."""
    rows = [{"contract_id": id_, "base_cents": base} for id_, base in sorted(bases.items())
            if base > 0]  # fmt: skip
    if not rows:
        return []
    frame = pl.DataFrame(rows, schema_overrides={"base_cents": pl.Int64})
    whole = frame["base_cents"].sum()
    parts = frame.select(
        pro_rata(pl.lit(cents, pl.Int64), c.base_cents, pl.lit(whole, pl.Int64)).alias("part")
    )["part"].to_list()
    parts[-1] = cents - sum(parts[:-1])
    return [{**row, "part_cents": part} for row, part in zip(rows, parts, strict=True)]


def _book(do: Act, premium_id: int, told: Row, currency: str) -> int:
    house = house_id(do)
    lock_contracts(do, [house])
    cost = told["period_premium_cents"] + told["period_tax_cents"] + told["limit_fees_cents"]
    return book(
        do, house, "premium_due", f"premium/{premium_id}", do.on,
        {"cost": cost, "vat": told["limit_fees_vat_cents"], "total": told["period_total_cents"]},
        currency=currency,
    )  # fmt: skip


def _rebill(do: Act, premium_id: int, shares: list[Row]) -> int:
    """Bill its share to each contract that has agreed to it; what was billed of all."""
    ids = [row["contract_id"] for row in shares]
    passed = {row["contract_id"]: row["charge_ppm"]
              for row in bulk.rows(do.conn, "premium_passed", ids=ids, on=do.on)}  # fmt: skip
    billed: dict[int, int] = {}
    if passed:
        lock_contracts(do, sorted(passed))
        contracts = contracts_batch(do.conn, passed, do.on)
        due = [{**row, "charge_ppm": passed[row["contract_id"]]} for row in shares
               if row["contract_id"] in passed]  # fmt: skip
        rows = of_premium(contracts, due, f"premium/{premium_id}")
        billed = dict(bill_due(do, contracts, rows, f"premium/{premium_id}").rows())
    for row in shares:
        do.conn.execute(
            """INSERT INTO premium_share (contract_id, premium_id, base_cents, part_cents,
                   billed_cents, act_id) VALUES (%s, %s, %s, %s, %s, %s)""",
            (row["contract_id"], premium_id, row["base_cents"], row["part_cents"],
             billed.get(row["contract_id"], 0), do.id),
        )  # fmt: skip
    return sum(billed.values())


def _premium(do: Act, premium_id: int) -> Row:
    found = bulk.row(do.conn, "premium_of", premium_id=premium_id)
    if found is None:
        raise Refused("premium_unknown", premium_id=premium_id)
    return found


def _paid(do: Act, premium_id: int, paid_on: date, reference: str) -> None:
    do.conn.execute(
        """INSERT INTO premium_paid (premium_id, paid_on, reference, act_id)
           VALUES (%s, %s, %s, %s)""",
        (premium_id, paid_on, reference, do.id),
    )  # fmt: skip
