"""What the lines of a withdrawn statement had told, undone: one entry against each, with its own
value date, and what follows from it. Source: DOMAIN 5.8, I-22; docs/decisions/0123.
"""

from collections import defaultdict

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.banking.explained import wait_again
from comptant.operations.banking.statement_lines import CAME_BACK, REVERSED, Row, Told
from comptant.operations.books.ledger import Entry, book_entries
from comptant.operations.collection.homes import bring_back, key_of
from comptant.operations.collection.instruments import take_steps as take_instrument_steps
from comptant.operations.collection.reversals import unbooked
from comptant.operations.paying.dropping import drop_orders
from comptant.operations.paying.orders import take_steps
from comptant.operations.paying.value_dates import date_debits
from comptant.store import bulk

WITHDRAWN = "withdrawn"  # at the end of the keys of these entries


def against_entries(do: Act, statement: Row, rows: list[Row]) -> dict[int, int]:
    """Book the opposite lines of entries that move no item (contract_id, entry_id, event, value_on,
    new_key) of one account of ours; the new entries by the old."""
    if not rows:
        return {}
    lines: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for line in bulk.rows(do.conn, "lines_of_entries",
                          contract_ids=[row["contract_id"] for row in rows],
                          entry_ids=[row["entry_id"] for row in rows]):  # fmt: skip
        lines[line["entry_id"]].append((line["account"], -line["amount_cents"]))
    ids = dict(zip((row["entry_id"] for row in rows), bulk.take_ids(do.conn, len(rows)),
                   strict=True))  # fmt: skip
    book_entries(do, [
        Entry(row["contract_id"], ids[row["entry_id"]], row["event"], row["new_key"],
              row["value_on"], lines[row["entry_id"]], statement["own_account_id"],
              statement["currency"], row["entry_id"])
        for row in rows
    ])  # fmt: skip
    return ids


def debits_wait_no_more(do: Act, told: Told) -> None:
    """Debits that waited or were ours to bear, and explanations by orders, are undone; payments
    that debits took back wait again."""
    house_id = told.statement["house_id"]
    plain = [
        {**row, "new_key": f"{row['key']}/{WITHDRAWN}"} for row in told.entries
        if not row["order_id"] and row["event"] not in (*REVERSED, CAME_BACK)
        and not row["event"].startswith("instrument_")
    ]  # fmt: skip
    explained = [{**row, "contract_id": house_id, "new_key": f"{row['key']}/{WITHDRAWN}"}
                 for row in told.explained]  # fmt: skip
    against_entries(do, told.statement, [*plain, *explained])
    wait_again(do, [
        {**row, "name": "received", "sub_id": told.statement["own_account_id"],
         "key": f"{row['key']}/{WITHDRAWN}"} for row in told.reversed
    ])  # fmt: skip


def orders_under_way(do: Act, told: Told) -> None:
    """Orders that lines had executed are at the bank again, debited on the day that they had before
    the bank told another."""
    executed = [row for row in told.entries if row["order_id"]]
    if not executed:
        return
    ids = against_entries(do, told.statement, [
        {**row, "new_key": f"{row['key']}/{WITHDRAWN}"} for row in executed
    ])  # fmt: skip
    take_steps(do, pl.DataFrame([
        {"contract_id": row["contract_id"], "order_id": row["order_id"],
         "on_date": do.on, "entry_id": ids[row["entry_id"]],
         "own_account_id": told.statement["own_account_id"],
         "bank_movement_id": row["movement_id"]}
        for row in executed
    ]), "UNEXECUTED")  # fmt: skip
    names = ("contract_id", "order_id", "act_id")
    dated = bulk.rows(do.conn, "dated_before",
                      **{f"{name}s": [row[name] for row in executed]
                         for name in names})  # fmt: skip
    date_debits(do, [{**told.orders[row["order_id"]], "value_on": row["before_on"]}
                     for row in dated])  # fmt: skip


def instruments_wait(do: Act, told: Told) -> None:
    """Instruments that lines had credited are to be collected, and those that they had debited are
    not debited any more: an entry against each of a contract and line."""
    of = [row for row in told.entries if row["event"].startswith("instrument_")]
    ids = against_entries(do, told.statement, [
        {**row, "new_key": f"{row['key']}/{WITHDRAWN}"} for row in of
    ])  # fmt: skip
    steps = [
        {"contract_id": row["contract_id"], "instrument_id": row["instrument_id"],
         "step": f"UN{row['step']}", "turn": row["turn"], "value_on": row["value_on"],
         "entry_id": ids[row["entry_id"]], "bank_movement_id": row["movement_id"]}
        for row in told.instruments if row["entry_id"] in ids
    ]  # fmt: skip
    if steps:
        take_instrument_steps(do, steps)


def money_gone_again(do: Act, told: Told) -> None:
    """Money that lines had brought is taken out, from wherever it is: what it pays is owed again,
    and orders that would send it away and are not at the bank are taken back."""
    drop_orders(do, [key_of(home) for home in told.homes])
    account_id = told.statement["own_account_id"]
    bring_back(do, told.homes, [
        unbooked(
            row["contract_id"], row["payment_id"], "collection_withdrawn", "received",
            f"bank/{do.id}/{account_id}/{row['payment_id']}/{WITHDRAWN}",
            movement_id=row["movement_id"], value_on=row["value_on"], own_account_id=account_id,
        )
        for row in told.brought
    ])  # fmt: skip
