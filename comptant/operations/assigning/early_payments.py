"""Early payment of approved payables: priced before it is asked for, bought when another person
releases the order, without recourse on the supplier. Source: DOMAIN 7.2, W7-2, W8-I."""

from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Answer, Overtaken, Refused, lock_contracts, operation
from comptant.operations.assigning.payable_steps import (
    claim,
    is_stopped,
    keep_steps,
    payables_of,
)
from comptant.operations.assigning.programmes import is_running, term
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.paying.preparing import (
    PARIS,
    payee_blocked,
    payees_of,
    prepare_many,
    promised_at,
)
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.operations.terms.rates import rates_on
from comptant.rules.batch import check, decide
from comptant.rules.calendar import next_business_day_of
from comptant.rules.columns import c
from comptant.rules.drawing import BLOCKING
from comptant.rules.payables import (
    EARLY,
    discount_cents,
    early_days,
    early_net_cents,
    rebate_cents,
)
from comptant.store import bulk

JOINED = ("BY_CHOICE", "AUTOMATIC")
PRICE = (early_days, discount_cents, early_net_cents, rebate_cents)
ASKED = {
    "contract_id": pl.Int64, "order_id": pl.Int64, "payable_id": pl.Int64, "early_on": pl.Date,
    "amount_cents": pl.Int64, "discount_cents": pl.Int64, "rebate_cents": pl.Int64,
    "rate_ppm": pl.Int64, "supplier_id": pl.Int64, "buyer_id": pl.Int64, "number_key": pl.String,
    "issued_on": pl.Date,
}  # fmt: skip


@operation
def ask_early(do: Act, *, payable_ids: list[int]) -> Answer:
    """A supplier asks to be paid now what the buyer of one programme has approved: all of the list,
    or none. The price is the discount shown, for the day promised, and nothing else is ever asked
    of the supplier; another person releases the payment.

    Refused: payable_unknown, payables_of_several, supplier_not_joined, payable_not_open,
    payable_held, payable_due_soon, contract_not_drawing, programme_stopped, rate_missing,
    payee_unknown, payee_to_choose, payee_check_failed.
    """
    contract, found = _offered(do, payable_ids)
    if not is_running(contract):
        raise Refused("contract_not_drawing", contract_status=contract.terms["status"],
                      contract_id=contract.id)  # fmt: skip
    if is_stopped(do, contract):
        raise Refused("programme_stopped", number=contract.number)
    orders, left = order_early(do, contract, found)
    for refusal in left:
        raise refusal
    sums = {name: int(orders[name].sum())
            for name in ("amount_cents", "discount_cents", "early_net_cents")}  # fmt: skip
    return {
        "contract_id": contract.id, "count": orders.height, **sums, "currency": contract.currency,
        "rate_ppm": orders["financing_rate_ppm"][0], "early_on": orders["early_on"][0].isoformat(),
        "orders": orders_told(orders),
    }  # fmt: skip


def order_early(
    do: Act, contract: Contract, rows: pl.DataFrame
) -> tuple[pl.DataFrame, list[Refused]]:
    """Order the early payment of payables of a programme (PAYABLES) where it may be: those ordered
    with their price, and why not of the others. The contract is locked by the caller."""
    if rows.is_empty():
        return rows, []
    at = promised_at(contract.terms, do.asked.at)
    early_on = at.astimezone(PARIS).date()
    rates, missing = rates_on(do, pl.DataFrame(
        [(contract.id, contract.currency, do.on)], orient="row",
        schema={"contract_id": pl.Int64, "currency": pl.String, "value_on": pl.Date},
    ))  # fmt: skip
    for row in missing.iter_rows(named=True):
        return rows.clear(), [Refused("rate_missing", rate_index=row["rate_index"],
                                      day=row["from_on"], contract_id=contract.id)]  # fmt: skip
    payees = payees_of(do, rows["supplier_id"])
    kept, left = [], []
    for row in rows.iter_rows(named=True):
        payee = payees.filter(c.party_id == row["supplier_id"]).rows(named=True)
        refusal = _why_not(row, early_on, payee)
        if refusal is None:
            kept.append({**row, **payee[0], "promised_at": at})
        else:
            left.append(refusal)
    if not kept:
        return rows.clear(), left
    schema = {**rows.schema, **payees.schema, "promised_at": pl.Datetime("us", "Europe/Paris")}
    priced = _priced(contract, pl.DataFrame(kept, schema=schema), rates, early_on)
    return _ordered(do, priced), left


def orders_told(orders: pl.DataFrame) -> list[Answer]:
    """Early payments ordered, as answers tell them."""
    if orders.is_empty():
        return []
    names = ["payable_id", "order_id", "approval_id", "invoice_number", "amount_cents",
             "discount_cents", "early_net_cents", "early_days", "currency"]  # fmt: skip
    return orders.select(names).rows(named=True)


def fallen(do: Act, orders: pl.DataFrame) -> dict[int, Refused]:
    """Why orders (contract_id, order_id, item_id, purpose) to suppliers may not be released any
    more: those of early payment, and those of what the buyer's bank has taken back since, or of an
    invoice that the supplier has sold us meanwhile."""
    owed = orders.filter(pl.col("purpose") == "SUPPLIER")
    found = _supplier_fallen(do, owed) if owed.height else {}
    return found | _early_fallen(do, orders.filter(pl.col("purpose") == "EARLY"))


def _supplier_fallen(do: Act, orders: pl.DataFrame) -> dict[int, Refused]:
    states = payables_of(do, orders["contract_id"], orders["item_id"])
    known = {row["payable_id"]: row for row in states.iter_rows(named=True)}
    found: dict[int, Refused] = {}
    for order_id, payable_id in orders.select("order_id", "item_id").iter_rows():
        number = known[payable_id]["invoice_number"]
        if known[payable_id]["owed_supplier_cents"] < 0:
            found[order_id] = Refused("supplier_not_owed", order_id=order_id, invoice_number=number)
        elif known[payable_id]["is_held"]:
            found[order_id] = Refused("payable_held", order_id=order_id, invoice_number=number)
    return found


def _early_fallen(do: Act, orders: pl.DataFrame) -> dict[int, Refused]:
    if orders.is_empty():
        return {}
    asked = _asked(do, orders)
    states = payables_of(do, asked["contract_id"], asked["payable_id"])
    held = {row["payable_id"]: row for row in states.iter_rows(named=True)}
    contracts = {id_: contract_in_force(do.conn, id_, do.on) for id_ in set(asked["contract_id"])}
    stopped = {id_ for id_, one in contracts.items() if not is_running(one) or is_stopped(do, one)}
    execute_on = next_business_day_of(do.on)
    found: dict[int, Refused] = {}
    for row in asked.iter_rows(named=True):
        order_id = row["order_id"]
        if row["contract_id"] in stopped:
            number = contracts[row["contract_id"]].number
            found[order_id] = Refused("programme_stopped", number=number, order_id=order_id)
        elif execute_on > row["early_on"]:
            found[order_id] = Refused("early_day_passed", order_id=order_id,
                                      early_on=row["early_on"])  # fmt: skip
        elif held[row["payable_id"]]["is_held"]:
            found[order_id] = Refused("payable_held", order_id=order_id,
                                      invoice_number=held[row["payable_id"]]["invoice_number"]
                                      )  # fmt: skip
    return found


def buy(do: Act, orders: pl.DataFrame, value_on: date) -> None:
    """Buy the payables whose early payment is released (contract_id, order_id): the buyer owes them
    to us, their suppliers are owed the price, the discount is earned day by day."""
    if orders.is_empty():
        return
    rows = _asked(do, orders)
    if claim(do, rows) < rows.height:  # sold to us as an invoice at this same moment
        raise Overtaken("busy", contract_id=rows["contract_id"][0])
    sums = numbered(do, rows.group_by("contract_id", maintain_order=True).agg(
        bought=c.amount_cents.sum(), discount=c.discount_cents.sum(),
    ).with_columns(net=pl.col("bought") - pl.col("discount")))  # fmt: skip
    entries = sums.select(
        "contract_id", "entry_id", pl.lit("payables_bought").alias("event"),
        pl.lit(f"payables_bought/{do.id}").alias("key"), pl.lit(value_on).alias("value_on"),
    )  # fmt: skip
    book_many(do, entries, sums.unpivot(["bought", "discount", "net"], index="entry_id",
                                        variable_name="name", value_name="cents"))  # fmt: skip
    rows = rows.join(sums.select("contract_id", "entry_id"), on="contract_id",
                     maintain_order="left")  # fmt: skip
    keep_steps(do, rows.rename({"early_on": "value_on"}), "BOUGHT")


def _offered(do: Act, payable_ids: list[int]) -> tuple[Contract, pl.DataFrame]:
    """Payables of one programme, locked, as the supplier who asks may have them."""
    ids = sorted(set(payable_ids))
    homes = bulk.rows(do.conn, "payable_homes", ids=ids)
    if not do.by.is_factor:
        homes = [row for row in homes if row["supplier_id"] == do.by.company_id]
    missing = set(ids) - {row["payable_id"] for row in homes}
    if missing or not ids:
        raise Refused("payable_unknown", payable_id=min(missing, default=0))
    contract_ids = {row["contract_id"] for row in homes}
    if len(contract_ids) > 1:
        raise Refused("payables_of_several")
    lock_contracts(do, contract_ids)
    contract = contract_in_force(do.conn, contract_ids.pop(), do.on)
    found = payables_of(do, [contract.id], ids)
    unseen = found.filter(pl.col("payable_state").is_in(["UPLOADED", "CANCELLED"]))
    for row in unseen.iter_rows(named=True):  # not approved: its supplier does not know of it
        raise Refused("payable_unknown", payable_id=row["payable_id"])
    return contract, found


def _why_not(row: bulk.Row, early_on: date, payees: list[bulk.Row]) -> Refused | None:
    """Why a payable is not paid early; None where it may be."""
    number = row["invoice_number"]
    if row["supplier_step"] not in JOINED:
        return Refused("supplier_not_joined", invoice_number=number)
    if row["payable_state"] != "APPROVED":
        return Refused("payable_not_open", invoice_number=number,
                       payable_state=row["payable_state"])  # fmt: skip
    if row["is_held"]:
        return Refused("payable_held", invoice_number=number)
    if row["due_on"] <= early_on:
        return Refused("payable_due_soon", invoice_number=number, due_on=row["due_on"],
                       early_on=early_on)  # fmt: skip
    if not payees:
        return Refused("payee_unknown", party_id=row["supplier_id"])
    if len(payees) > 1:
        return Refused("payee_to_choose", party_id=row["supplier_id"],
                       ibans=[one["iban"] for one in payees])  # fmt: skip
    if payees[0]["payee_check"] in BLOCKING:
        return payee_blocked(payees[0])
    return None


def _priced(
    contract: Contract, rows: pl.DataFrame, rates: pl.DataFrame, early_on: date
) -> pl.DataFrame:
    facts = rows.with_columns(
        pl.lit(early_on).alias("early_on"),
        pl.lit(rates["financing_rate_ppm"][0], pl.Int64).alias("financing_rate_ppm"),
        *(pl.lit(value, pl.Int64).alias(name) for name, value in (
            ("margin_ppm", max(contract.terms["margin_ppm"], 0)),
            ("payables_rebate_ppm", term(contract, "payables_rebate_ppm")),
        )),
    )  # fmt: skip
    check(facts.select(EARLY.names), EARLY)
    return decide(facts, PRICE)


def _ordered(do: Act, rows: pl.DataFrame) -> pl.DataFrame:
    """The payables priced, with the order that would pay each and its approval; what was shown of
    the price is kept."""
    orders = prepare_many(do, rows.select(
        "contract_id", pl.lit("EARLY").alias("purpose"), "payee_account_id", "currency",
        c.early_net_cents.alias("amount_cents"), pl.lit(None, pl.Int64).alias("available_cents"),
        c.payable_id.alias("item_id"), "promised_at", "iban", "holder",
    ))  # fmt: skip
    told = pl.DataFrame(orders).select("order_id", "approval_id")
    rows = rows.hstack(told)
    keep_steps(do, rows.select(
        "contract_id", "payable_id", c.early_on.alias("value_on"), "amount_cents",
        "discount_cents", "rebate_cents", c.financing_rate_ppm.alias("rate_ppm"), "order_id",
    ), "ASKED")  # fmt: skip
    return rows


def _asked(do: Act, orders: pl.DataFrame) -> pl.DataFrame:
    found = bulk.rows(do.conn, "payables_asked",
                      **bulk.arrays(orders.select("contract_id", "order_id")))  # fmt: skip
    return pl.DataFrame(found, schema=ASKED, orient="row")
