"""The payment file: every released order in one pain.001, once; the file waits in the outbox."""

import hashlib
from datetime import date

import polars as pl
from psycopg.types.json import Jsonb

from comptant.formats import pain001
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.paying.orders import take_steps
from comptant.operations.paying.preparing import PREFIX
from comptant.operations.paying.stopped import guarded, judged
from comptant.operations.paying.value_dates import date_debits
from comptant.operations.portfolio.waterfall import availability
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.calendar import next_business_day_of
from comptant.store import bulk

SLICE = 500  # contracts looked at at once


@operation
def payout(do: Act, *, own_account_id: int, execute_on: date | None) -> Answer:
    """Put every released order in one pain.001 file for one of our accounts, once. The clients are
    debited on the day on which the file is executed.

    Answers the file's digest (it is in the outbox), the orders in it and those left out with why:
    the check of the payee, a contract that was stopped since, a garnishment that came before;
    where there is none to pay, `waiting`: how many orders wait for what, by state and currency.
    Refused: own_account_unknown, account_of_client (only a sweep leaves a dedicated account).
    """
    lock_many(do)
    account = _paying(do, own_account_id)
    waiting = _waiting(do, account["currency"])
    why = _why_not(do, waiting)
    sent = [row for row in waiting if not why[row["id"]]]
    left_out = [{"order_id": row["id"], "reason": why[row["id"]]}
                for row in waiting if why[row["id"]]]  # fmt: skip
    if not sent:
        waiting = bulk.rows(do.conn, "read_orders_not_sent")
        return {"orders": [], "count": 0, "total_cents": 0, "left_out": left_out,
                "currency": account["currency"], "waiting": waiting}  # fmt: skip
    day = next_business_day_of(max(execute_on or do.on, do.on))
    content = pain001.write(
        message_id=f"{PREFIX}-{do.id}",
        created_at=do.asked.at,
        debtor=pain001.Debtor(account["name"], account["iban"], account["bic"]),
        orders=_orders_out(sent, day),
    )
    digest = hashlib.sha256(content).digest()
    name = f"pain001-{do.on:%Y%m%d}-{do.id}.xml"
    keep_document(do, digest, name, "application/xml", content)
    steps = pl.DataFrame([{"contract_id": row["contract_id"], "order_id": row["id"]}
                          for row in sent]).with_columns(
        pl.lit(own_account_id).alias("own_account_id"), pl.lit(day).alias("on_date"))  # fmt: skip
    take_steps(do, steps, "SENT", digest=digest)
    date_debits(do, [{**row, "value_on": day} for row in sent])
    bulk.execute(
        do.conn, "insert_outbox", kind="payment_file", contract_id=0, due_at=do.asked.at,
        payload=Jsonb({"name": name, "own_account_id": own_account_id}), digest=digest,
        act_id=do.id,
    )  # fmt: skip
    return {
        "file": name, "digest": digest.hex(), "count": len(sent),
        "total_cents": sum(row["amount_cents"] for row in sent), "execute_on": day.isoformat(),
        "orders": [row["id"] for row in sent], "left_out": left_out,
    }  # fmt: skip


def _paying(do: Act, own_account_id: int) -> bulk.Row:
    account = bulk.row(do.conn, "own_account", id=own_account_id)
    if account is None:
        raise Refused("own_account_unknown", own_account_id=own_account_id)
    if account["is_client_owned"]:
        raise Refused("account_of_client", iban=account["iban"])
    return account


def _waiting(do: Act, currency: str) -> list[bulk.Row]:
    """The orders released and not sent, their contracts locked."""
    waiting = bulk.rows(do.conn, "released_orders", currency=currency)
    lock_contracts(do, [row["contract_id"] for row in waiting])
    # Once more: one may have been rejected by hand before we had its lock.
    locked = {row["id"] for row in waiting}
    return [
        row
        for row in bulk.rows(do.conn, "released_orders", currency=currency)
        if row["id"] in locked
    ]


def _why_not(do: Act, waiting: list[bulk.Row]) -> dict[int, str | None]:
    """Of each order why it stays out of the file: what stops money stops it until it has left.
    Looked at in slices of contracts: memory does not follow the file."""
    if not waiting:
        return {}
    orders = pl.DataFrame(waiting, infer_schema_length=None).rename({"id": "order_id"})
    ids = orders["contract_id"].unique().sort()
    why: dict[int, str | None] = {}
    for start in range(0, len(ids), SLICE):
        part = orders.filter(pl.col("contract_id").is_in(ids[start : start + SLICE].implode()))
        why |= _why_not_of(do, part)
    return {row["id"]: "under_verification" if row["is_stopped"] else why[row["id"]]
            for row in waiting}  # fmt: skip


def _why_not_of(do: Act, orders: pl.DataFrame) -> dict[int, str | None]:
    """The same of the orders of some contracts."""
    ids = sorted(set(guarded(orders)["contract_id"]))
    seen = None
    if ids:
        seen = availability(do, contracts_batch(do.conn, ids, do.on), leave_unknown=True)
    return dict(judged(do, orders, seen)["order_id", "file_refusal"].rows())


def _orders_out(sent: list[bulk.Row], day: date) -> pl.DataFrame:
    return pain001.PAYMENT_ORDERS_OUT.frame([
        {
            "end_to_end_reference": row["end_to_end_reference"], "payee_name": row["holder"],
            "payment_iban": row["iban"], "payee_bic": row["bic"],
            "amount_cents": row["amount_cents"], "currency": row["currency"],
            "remittance_text": f"{row['purpose']} {row['number']} {row['end_to_end_reference']}",
            "execute_on": day,
        }
        for row in sent
    ])  # fmt: skip
