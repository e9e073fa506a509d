"""What the close of a day tells people: totals, and what they must look at."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer
from comptant.operations.acts.approval import DEAD
from comptant.operations.assigning.sales_ledgers import ledgers_late
from comptant.operations.books.exchange import to_revalue
from comptant.operations.closing.control import ASTRAY, CREDIT_MAY_WAIT, uncredited, undebited
from comptant.operations.closing.unheard import announced_late, silent_accounts, sweeps_missing
from comptant.operations.drawing.over_advance import late_plans
from comptant.operations.insurance.covering import cover_of, to_do
from comptant.operations.portfolio.waterfall import availability
from comptant.operations.risk.dispute_notices import to_notify
from comptant.rules.ageing import OPEN, aged
from comptant.rules.batch import decide
from comptant.rules.calendar import not_late_from
from comptant.rules.columns import Shape, c, shape
from comptant.rules.defunding import defund_reason
from comptant.store import bulk

LISTED = 50  # the largest of each kind are listed; all of them are counted
OPEN_BY_DUE = Shape((*OPEN.names, "is_credit_note"))
DEFUNDABLE = shape(
    "contract_id", "invoice_id", "buyer_id", "invoice_number", "currency", "due_on", "open_cents",
    "defund_from_on?", "insolvent_on?", "today_on",
)  # fmt: skip
COUNTS = (
    "judged", "buyers_stopped", "buyers_let_go", "accrual_reversed", "orders_prepared",
    "suppliers_waiting",
)  # fmt: skip
AMOUNTS = (
    "guaranteed_cents", "order_claimed_cents", "fund_levied_cents", "fund_released_cents",
    "corrected_cents", "interest_cents", "excess_fee_cents", "accrued_cents", "fee_cents",
    "minimum_fee_cents", "package_cents", "other_fee_cents", "decayed_cents", "cured_cents",
    "payables_paid_cents", "payables_defaulted_cents", "discount_earned_cents",
)  # fmt: skip


UNSETTLED = ("contract_number", "invoice_number", "buyer_name", "dispute_id", "disputed_on",
             "currency", "still_disputed_cents")  # fmt: skip
CASH_MAY_WAIT = 5  # business days, then it is asked for (DOMAIN §5.8)


def attention_of_slice(do: Act, contracts: pl.DataFrame) -> Answer:
    """The aged balance of some contracts at the end of the day, the invoices that people may
    de-fund, and the over-advances: `run_up` are those that the charges of these days make alone, on
    a client that has drawn all it may; nobody has to do anything about them."""
    seen = availability(do, contracts, leave_unknown=True).contracts.join(
        contracts.select("contract_id", "number"), on="contract_id"
    )
    over = seen.filter(c.over_advance_cents > 0)
    is_run_up = c.over_advance_cents <= c.accrued_unbilled_cents
    others, run_up = (
        some.select("over_advance_cents", contract_number="number", currency="currency")
        for some in (over.filter(~is_run_up), over.filter(is_run_up))
    )
    return {
        "ageing": ageing(do, contracts["contract_id"].to_list()),
        "defunding": _told(_defundable(do, contracts), "open_cents"),
        "over_advances": _told(others, "over_advance_cents"),
        "run_up": _told(run_up, "over_advance_cents"),
        "ledgers_late": ledgers_late(do, contracts),
    }  # fmt: skip


def ageing(do: Act, contract_ids: list[int]) -> list[Answer]:
    """currency, bucket and open_cents at the end of the day; open credit notes apart, under CN."""
    rows = bulk.copy_out(
        do.conn, "read_open_by_due", OPEN_BY_DUE, contract_ids=contract_ids, on=do.on,
        by_buyer=False,
    )  # fmt: skip
    invoices = rows.filter(~c.is_credit_note)
    notes = rows.filter(c.is_credit_note).group_by("currency").agg(c.open_cents.sum())
    told = pl.concat([
        aged(invoices.select(OPEN.names), ("currency",)).select("currency", "bucket", "open_cents"),
        notes.select("currency", pl.lit("CN").alias("bucket"), "open_cents"),
    ])  # fmt: skip
    return told.rows(named=True)


def _defundable(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    clauses = contracts.select("contract_id", "number", "has_recourse", "overdue_cutoff_days")
    given = bulk.arrays(clauses.select("contract_id", "overdue_cutoff_days"))
    facts = bulk.read(do.conn, "defunding_facts", DEFUNDABLE, **given, on=do.on,
                      lapsed=sorted(DEAD["reallocation"]))  # fmt: skip
    facts = facts.join(clauses, on="contract_id", maintain_order="left")
    decided = decide(facts, (defund_reason,), nullable=("defund_reason",))
    return decided.filter(c.defund_reason.is_not_null()).select(
        "invoice_number", "currency", "due_on", "open_cents", "defund_reason",
        contract_number="number",
    )  # fmt: skip


def _told(rows: pl.DataFrame, amount: str) -> Answer:
    """How many, their sums per currency, and the largest of them."""
    sums = rows.group_by("currency").agg(pl.col(amount).sum()).sort("currency")
    return {
        "count": rows.height, "sums": sums.rows(named=True),
        "rows": rows.sort(amount, descending=True).head(LISTED).rows(named=True),
    }  # fmt: skip


def attention_of_house(do: Act, day: date) -> Answer:
    """Payments promised and late, and whose turn it is; those said failed that were executed;
    alarms of fraud found on the day; instalments late; disputes of which their client is due
    notice; promises of buyers found broken; covers of insurers that are lost unless somebody acts;
    bank debits that nobody has explained; money received that waits too long;
    remittances of instruments that our bank should have credited, and what it has not taken back of
    those unpaid; accounts of ours without a statement for long, and what was announced and did not
    come; dedicated accounts not swept.

    `oldest_open_order_id`: orders before it have come to their end, and are not read tomorrow;
    `uncredited_from_on`: so are instruments to be collected before it."""
    from_id, uncredited_from = _looked_from(do)
    late = bulk.rows(do.conn, "late_orders", on=day, from_id=from_id)
    oldest = bulk.row(do.conn, "oldest_open_order", from_id=from_id) or {}
    astray = bulk.rows(do.conn, "orders_astray", day=day, failed_only=True, **ASTRAY)
    plans = late_plans(do)
    unsettled = [{name: row[name] for name in UNSETTLED} for row in to_notify(do, None)]
    broken = bulk.rows(do.conn, "promises_broken", day=day)
    alarms = bulk.rows(do.conn, "fraud_found", day=day)
    debits = bulk.rows(do.conn, "debits_waiting", day=day)
    cash = bulk.rows(do.conn, "cash_waiting", day=day, before_on=not_late_from(day, CASH_MAY_WAIT))
    remitted = uncredited(do.conn, day, uncredited_from)
    open_on = [row["collect_on"] for row in remitted]
    return {
        "late_orders": _list(late, "amount_cents"),
        "orders_astray": _list(astray, "amount_cents"),
        "fraud_alarms": _list(alarms, "alarm_cents"),
        "covers": _list(_covers(do, day), "cover_due_cents"),
        "late_instalments": _list(plans, "instalment_late_cents"),
        "dispute_notices": _list(unsettled, "still_disputed_cents"),
        "promises_broken": _list(broken, "instalment_late_cents"),
        "debits": _list(debits, "amount_cents"),
        "cash": _list(cash, "amount_cents"),
        "uncredited": _list([row for row in remitted if row["amount_cents"]], "amount_cents"),
        "undebited": _list(undebited(do.conn, day), "amount_cents"),
        "uncredited_from_on": min(open_on, default=not_late_from(day, CREDIT_MAY_WAIT)),
        "silent_accounts": _list(silent_accounts(do, day), "ledger_cents"),
        "sweeps_missing": _list(sweeps_missing(do, day), "sweep_missing_cents"),
        "announced_late": _list(announced_late(do, day), "amount_cents"),
        "unrevalued": [row["number"] for row in to_revalue(do.conn, day)][:LISTED],
        "oldest_open_order_id": oldest["id"],
    }  # fmt: skip


def _covers(do: Act, day: date) -> list[bulk.Row]:
    """What is to be done to keep covers, what is lost first on top; what was lost, once."""
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=None, on=day)
    names = ("contract_number", "invoice_number", "policy_number", "currency", "next_cover_step",
             "act_by_on", "cover_due_cents")  # fmt: skip
    return [{name: row[name] for name in names} for row in to_do(cover_of(rows, day))
            if row["cover_days_left_days"] >= -1]  # fmt: skip


def _list(rows: list[bulk.Row], amount: str) -> Answer:
    """As _told, of rows already in the order in which to list them."""
    sums: dict[str, Answer] = {}
    for row in rows:
        total = sums.setdefault(row["currency"], {"currency": row["currency"], amount: 0})
        total[amount] += row[amount]
    return {"count": len(rows), "sums": list(sums.values()), "rows": rows[:LISTED]}


def _looked_from(do: Act) -> tuple[int, str | None]:
    """The first order, and the first day of collection, that the last close has left open."""
    last = bulk.row(do.conn, "read_day_close", day=None)
    if last is None or "to_look_at" not in last["report"]:
        return 0, None
    told = last["report"]["to_look_at"]
    return int(told["oldest_open_order_id"] or last["act_id"]), told.get("uncredited_from_on")


def merged(do: Act, slices: list[Answer]) -> Answer:
    """What the slices have answered, together: counts, amounts per currency (those of the house's
    currency by their own names too), the aged balance, what to look at."""
    house = do.conn.execute("SELECT currency FROM contract WHERE is_house").fetchone()
    own = house[0] if house else "EUR"
    amounts = _added([row for answer in slices
                      for row in (*answer["amounts"], *answer["eligibility"])], ("currency",)
    )  # fmt: skip
    of_own: Answer = next((row for row in amounts if row["currency"] == own), {})
    return {
        "contracts": sum(len(answer["contract_ids"]) for answer in slices),
        "slices": len(slices),
        **{name: sum(answer[name] for answer in slices) for name in COUNTS},
        **{name: of_own.get(name, 0) for name in AMOUNTS},
        "currency": own,
        "amounts": amounts,
        "ageing": _added((row for answer in slices for row in answer["ageing"]),
                         ("currency", "bucket")),
        "to_look_at": {
            "defunding": _joined([answer["defunding"] for answer in slices], "open_cents"),
            "over_advances": _joined([answer["over_advances"] for answer in slices],
                                     "over_advance_cents"),
            "run_up": _joined([answer["run_up"] for answer in slices if "run_up" in answer],
                              "over_advance_cents"),
            "interest_waits": _waits(slices, "interest_waits"),
            "ledgers_late": _waits(slices, "ledgers_late"),
            "proved_anew": _proved_anew(slices),
        },
    }  # fmt: skip


def _waits(slices: list[Answer], what: str) -> Answer:
    """The contracts whose interest waits for a rate, or whose client's sales ledger is late; a
    slice closed by an older program says nothing of it."""
    rows = [row for answer in slices for row in answer.get(what, [])]
    return {"count": len(rows), "rows": rows[:LISTED]}


def _proved_anew(slices: list[Answer]) -> list[str]:
    """The numbers of the contracts whose history was read again, since the sums carried forward
    from the last proof were not those kept."""
    return sorted(number for answer in slices for number in answer.get("proved_anew", []))


def _added(rows: Iterable[Answer], keys: tuple[str, ...]) -> list[Answer]:
    """Rows of the same keys become one, their amounts added."""
    sums: dict[tuple[Any, ...], Answer] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        total = sums.setdefault(key, dict(zip(keys, key, strict=True)))
        for name, value in row.items():
            if name not in keys:
                total[name] = total.get(name, 0) + value
    return [sums[key] for key in sorted(sums)]


def _joined(told: list[Answer], amount: str) -> Answer:
    rows = [row for each in told for row in each["rows"]]
    return {
        "count": sum(each["count"] for each in told),
        "sums": _added((row for each in told for row in each["sums"]), ("currency",)),
        "rows": sorted(rows, key=lambda row: -row[amount])[:LISTED],
    }  # fmt: skip


def by_currency(contracts: pl.DataFrame, booked: dict[str, pl.DataFrame]) -> list[Answer]:
    """Amounts per contract (contract_id and one amount each) summed per currency."""
    keys = contracts.select("contract_id", c.contract_currency.alias("currency"))
    sums: dict[str, Answer] = {}
    for name, rows in booked.items():
        cents = rows.columns[1]
        found = keys.join(rows, on="contract_id").group_by("currency").agg(pl.col(cents).sum())
        for currency, total in found.rows():
            sums.setdefault(currency, {"currency": currency})[name] = total
    return [sums[currency] for currency in sorted(sums)]
