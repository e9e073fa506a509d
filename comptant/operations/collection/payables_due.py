"""What the buyer of a programme pays of its approved payables: what we bought is repaid to us, what
nobody took early goes on to its supplier, once the buyer's money is here. The buyer's default is
ours; its supplier is never charged. Source: DOMAIN 7.2, W7-2, W8-I."""

import polars as pl

from comptant.operations.acts.act import Act, Answer, lock_contracts, operation
from comptant.operations.assigning.early_payments import order_early
from comptant.operations.assigning.payable_steps import is_stopped, keep_steps, payables_of
from comptant.operations.assigning.programmes import is_running, programme
from comptant.operations.books.billing import month_end, numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.cash import credited_on, open_payments
from comptant.operations.paying.preparing import payees_of, prepare_many, promised
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contract_in_force, contracts_in_force
from comptant.rules.batch import check, decide
from comptant.rules.columns import c
from comptant.rules.drawing import BLOCKING
from comptant.rules.payables import BOUGHT, DUE, paid_now_cents, unearned_cents
from comptant.store import bulk

CONTRACT = ["contract_id"]
AMOUNTS = {"REPAID": "repaid", "COLLECTED": "collected", "RECOVERED": "recovered"}
NOTHING = pl.DataFrame(schema={"contract_id": pl.Int64, "paid_now_cents": pl.Int64})


@operation
def settle_payables(do: Act, *, contract_id: int) -> Answer:
    """Use the buyer's money that waits on its programme for its payables that are due, as each
    close of day does: the oldest first. Orders to the suppliers whom nobody has paid early are
    prepared; another person releases them.

    Refused: payables_not_taken.
    """
    lock_contracts(do, [contract_id])
    contract = programme(do, contract_id)
    paid = _settle(do, contract.batch)
    orders, waiting = _pay_suppliers(do, contract.batch)
    return {
        "contract_id": contract_id, "currency": contract.currency,
        "paid_cents": int(paid["paid_now_cents"].sum()),
        "rebate_cents": _rebate(do, [contract_id]), "orders": orders,
        "suppliers_waiting": waiting,
    }  # fmt: skip


def settle_day(do: Act, contracts: pl.DataFrame) -> tuple[dict[str, pl.DataFrame], int]:
    """What a close does for programmes: money, rebates, defaults, orders to suppliers, early
    payments without asking, and the discount earned. Sums per contract, and how many suppliers
    wait for an account to be paid on. Other contracts cost one question."""
    ids = contracts["contract_id"].to_list()
    known = {row["contract_id"] for row in bulk.rows(do.conn, "programmes", ids=ids)}
    if not known:
        return {}, 0
    mine = contracts.filter(c.contract_id.is_in(list(known)))
    paid = _settle(do, mine)
    _rebate(do, mine["contract_id"].to_list())
    defaulted = _default(do, mine)
    _, waiting = _pay_suppliers(do, mine)
    _order_automatic(do, mine)
    earned = _earn(do, mine if month_end(do.on) else _with_due(do, mine))
    return {
        "payables_paid_cents": paid.group_by(CONTRACT).agg(c.paid_now_cents.sum()),
        "payables_defaulted_cents": defaulted, "discount_earned_cents": earned,
    }, waiting  # fmt: skip


def _settle(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Pay what is due with what waits; contract_id and paid_now_cents of each payable paid."""
    ids = contracts["contract_id"].to_list()
    cash = pl.DataFrame(bulk.rows(do.conn, "payables_cash", contract_ids=ids))
    due = pl.DataFrame(bulk.rows(do.conn, "payables_due", contract_ids=ids, on=do.on))
    if cash.is_empty() or due.is_empty():
        return NOTHING
    paid = _filled(due, cash.group_by(CONTRACT).agg(cash_cents=c.open_cents.sum()))
    if paid.is_empty():
        return NOTHING
    used = _filled(cash.rename({"open_cents": "due_cents"}),
                   paid.group_by(CONTRACT).agg(cash_cents=c.paid_now_cents.sum()))  # fmt: skip
    step = (
        pl.when(~pl.col("is_bought")).then(pl.lit("COLLECTED"))
        .when(pl.col("is_defaulted")).then(pl.lit("RECOVERED")).otherwise(pl.lit("REPAID"))
    )  # fmt: skip
    _pay(do, contracts, paid.with_columns(step.alias("step")), used)
    return paid.select("contract_id", "paid_now_cents")


def _filled(rows: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """The rows (contract_id, due_cents, in their order) that a sum per contract pays, and how much
    of each."""
    rows = rows.join(sums, on="contract_id", maintain_order="left")
    check(rows.select(DUE.names), DUE)
    return decide(rows, (paid_now_cents,)).filter(c.paid_now_cents > 0)


def _pay(do: Act, contracts: pl.DataFrame, paid: pl.DataFrame, used: pl.DataFrame) -> None:
    """One entry per contract: the payments are used, the payables paid. The money counts from its
    own value date, where that is to come."""
    known = contracts_in_force(do.conn, used["contract_id"].unique().to_list(), do.on)
    credited = [credited_on(known[row["contract_id"]], row) for row in used.iter_rows(named=True)]
    days = used.select("contract_id", pl.Series("value_on", credited, pl.Date)).group_by(
        CONTRACT).agg(pl.max_horizontal(pl.col("value_on").max(), pl.lit(do.on)))  # fmt: skip
    sums = numbered(do, paid.group_by(CONTRACT, maintain_order=True).agg(
        c.paid_now_cents.sum().alias("paid"),
        *(c.paid_now_cents.filter(pl.col("step") == step).sum().alias(name)
          for step, name in AMOUNTS.items()),
    ).join(days, on="contract_id", maintain_order="left"))  # fmt: skip
    entry = sums.select("contract_id", "entry_id")
    entries = sums.select(
        "contract_id", "entry_id", "value_on", pl.lit("payables_paid").alias("event"),
        pl.lit(f"payables_paid/{do.id}").alias("key"),
    )  # fmt: skip
    used = used.join(entry, on="contract_id", maintain_order="left")
    movements = used.select(
        "contract_id", "entry_id", pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), pl.lit(0, pl.Int64).alias("against_id"),
        c.paid_now_cents.alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    book_many(do, entries, sums.unpivot(["paid", *AMOUNTS.values()], index="entry_id",
                                        variable_name="name", value_name="cents"),
              movements)  # fmt: skip
    open_payments(do, contracts, used.select("contract_id", "payment_id", "buyer_id",
                                             cents=-c.paid_now_cents))  # fmt: skip
    judge_again(do, contracts, NO_INVOICES, used.select("contract_id", "buyer_id").unique())
    paid = paid.join(entry, on="contract_id", maintain_order="left")
    for (step,), rows in paid.group_by("step", maintain_order=True):
        keep_steps(do, rows.select("contract_id", "payable_id", "entry_id",
                                   c.paid_now_cents.alias("amount_cents")), str(step))  # fmt: skip


def _rebate(do: Act, contract_ids: list[int]) -> int:
    """Give the buyer its share of the margin of what it has paid whole; in cents."""
    rows = pl.DataFrame(bulk.rows(do.conn, "payables_to_rebate", contract_ids=contract_ids))
    if rows.is_empty():
        return 0
    sums = _moved(do, rows.rename({"rebate_cents": "amount_cents"}), "payable_rebate", "rebate")
    keep_steps(do, rows.rename({"rebate_cents": "amount_cents"}).join(
        sums, on="contract_id", maintain_order="left"), "REBATED")  # fmt: skip
    return int(rows["rebate_cents"].sum())


def _default(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Take what the buyer does not pay as in default: what was bought is our loss to recover; what
    was not is its supplier's claim on the buyer again. contract_id and amount_cents."""
    clauses = contracts.select("contract_id", "payables_default_days")
    found = bulk.rows(do.conn, "payables_late", **bulk.arrays(clauses), on=do.on)
    schema = {"contract_id": pl.Int64, "payable_id": pl.Int64, "is_bought": pl.Boolean,
              "open_cents": pl.Int64}  # fmt: skip
    late = pl.DataFrame(found, schema=schema)
    late = late.rename({"open_cents": "amount_cents"})
    bought = late.filter(pl.col("is_bought"))
    if bought.height:
        sums = _moved(do, bought, "payables_defaulted", "defaulted")
        keep_steps(do, bought.join(sums, on="contract_id", maintain_order="left"), "DEFAULTED")
    keep_steps(do, late.filter(~pl.col("is_bought")).select("contract_id", "payable_id"),
               "RETURNED")  # fmt: skip
    return bought.group_by(CONTRACT).agg(c.amount_cents.sum())


def _moved(do: Act, rows: pl.DataFrame, event: str, name: str) -> pl.DataFrame:
    """One entry per contract of an event with one amount; contract_id and entry_id."""
    sums = numbered(do, rows.group_by(CONTRACT, maintain_order=True).agg(c.amount_cents.sum()))
    book_many(
        do,
        sums.select("contract_id", "entry_id", pl.lit(event).alias("event"),
                    pl.lit(f"{event}/{do.id}").alias("key"), pl.lit(do.on).alias("value_on")),
        sums.select("entry_id", pl.lit(name).alias("name"), cents="amount_cents"),
    )  # fmt: skip
    return sums.select("contract_id", "entry_id")


def _pay_suppliers(do: Act, contracts: pl.DataFrame) -> tuple[list[Answer], int]:
    """Prepare orders for what suppliers are owed and nothing brings yet; and how many payables
    wait: their supplier has no account, or several, that may be paid, or has sold us the invoice
    under its own contract, and the buyer's money is of that contract."""
    ids = contracts["contract_id"].to_list()
    owed = pl.DataFrame(bulk.rows(do.conn, "payables_to_pay", contract_ids=ids, on=do.on))
    if owed.is_empty():
        return [], 0
    payees = payees_of(do, owed["supplier_id"]).filter(
        ~c.payee_check.is_in(BLOCKING).fill_null(False)
    )
    payees = payees.filter(c.party_id.is_unique()).rename({"party_id": "supplier_id"})
    rows = owed.filter(~pl.col("is_held")).join(payees, on="supplier_id", maintain_order="left")
    clauses = rows.join(contracts, on="contract_id", maintain_order="left")
    orders = prepare_many(do, rows.with_columns(
        pl.lit("SUPPLIER").alias("purpose"), pl.col("owed_supplier_cents").alias("amount_cents"),
        pl.lit(None, pl.Int64).alias("available_cents"), c.payable_id.alias("item_id"),
        promised(clauses, do.asked.at),
    ))  # fmt: skip
    return orders, owed.height - rows.height


def _order_automatic(do: Act, contracts: pl.DataFrame) -> None:
    """Ask again for the early payments that suppliers want without asking and that could not be
    ordered when the buyer approved."""
    rows = payables_of(do, contracts["contract_id"], [], automatic=True)
    for (contract_id,), waiting in rows.group_by("contract_id", maintain_order=True):
        contract = contract_in_force(do.conn, int(str(contract_id)), do.on)
        if is_running(contract) and not is_stopped(do, contract):
            order_early(do, contract, waiting)


def _with_due(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """The programmes of which a discount is all earned today."""
    ended = bulk.rows(do.conn, "payables_earned", on=do.on,
                      contract_ids=contracts["contract_id"].to_list())  # fmt: skip
    return contracts.filter(c.contract_id.is_in([row["contract_id"] for row in ended]))


def _earn(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Move what is earned of the discounts at the end of today to our income: contract_id and
    earned_cents."""
    ids = contracts["contract_id"].to_list()
    held = pl.DataFrame(bulk.rows(do.conn, "payables_deferred", contract_ids=ids),
                        schema={"contract_id": pl.Int64, "deferred_cents": pl.Int64})  # fmt: skip
    to_come = bulk.read(do.conn, "payables_unearned", BOUGHT, contract_ids=ids, on=do.on)
    to_come = decide(to_come, (unearned_cents,)).group_by(CONTRACT).agg(c.unearned_cents.sum())
    rows = held.join(to_come, on="contract_id", how="left", maintain_order="left").select(
        "contract_id", amount_cents=pl.col("deferred_cents") - c.unearned_cents.fill_null(0)
    ).filter(c.amount_cents != 0)  # less than nothing: an early payment failed  # fmt: skip
    if rows.height:
        _moved(do, rows, "discount_earned", "earned")
    return rows
