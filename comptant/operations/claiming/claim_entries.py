"""The entries of a step of a claim, reversed: the same lines and items with the opposite signs, on
the same value dates; what the step's money had paid of invoices is owed again. Source: I-22."""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import open_payment, payment_of
from comptant.operations.collection.reallocation import (
    allocated_pairs,
    take_back,
    take_recovered_back,
)
from comptant.operations.portfolio.guarantee import recovered_by
from comptant.operations.portfolio.owed_again import OF_ACT, check_owed_again, owed_again
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import c
from comptant.store import bulk

Row = dict[str, Any]
# What steps of claims book. None of it is reversed by hand, or the step would go on counting.
EVENTS = (
    "claim_accepted", "indemnity_received", "indemnity_passed_on", "indemnity_returned",
    "indemnity_kept", "indemnity_kept_guaranteed", "claim_rest_charged", "claim_loss",
    "claim_recovery", "claim_recovery_passed_on", "claim_recovery_returned",
    "claim_recovery_entrusted", "insurer_share_back",
)  # fmt: skip
LEFT = ("indemnity_kept", "claim_rest_charged")  # invoices that left the receivables
IMPAIRING = ("impairment", "impairment_released")


def check_entries(do: Act, contract_id: int, found: Row) -> None:
    """Whether what a step took off invoices can be owed again; Refused: invoice_given_back."""
    taken = [(contract_id, row["invoice_id"], row["entry_id"]) for row in _pairs(
        do, contract_id, found)]  # fmt: skip
    for entry in _entries(do, contract_id, found, LEFT):
        taken += [(contract_id, row["item_id"], entry["id"]) for row in entry["moved"]]
    check_owed_again(do, taken)


def reverse_entries(do: Act, contract_id: int, found: Row) -> None:
    """Book the entries against those of a step, the last first; its money waits again."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    entries = _entries(do, contract_id, found, (*EVENTS, *IMPAIRING))
    pairs = _pairs(do, contract_id, found)
    left = _left(contract_id, found, entries)
    changes = owed_again(do, left) if not pairs and left.height else None
    for entry in entries:
        _reverse(do, contract, entry)
    if pairs:
        take_back(do, contract.batch, pairs, left)
    elif changes is not None:
        judge_again_one(do, contract_id, changes["invoice_id"].to_list(), (), changes)
    if found["payment_id"] is not None:
        key = [(contract_id, found["payment_id"])]
        recovered = recovered_by(do, key).filter(c.entry_id.is_in(_of_act(do, contract_id, found)))
        if recovered.height:
            take_recovered_back(do, contract.batch, recovered)


def _of_act(do: Act, contract_id: int, found: Row) -> list[int]:
    rows = bulk.rows(do.conn, "claim_entries", contract_id=contract_id, act_id=found["act_id"],
                     events=["allocation", "difference", "difference_charged", "recovery"]
                     )  # fmt: skip
    return [row["id"] for row in rows]


def _pairs(do: Act, contract_id: int, found: Row) -> list[Row]:
    """What the step's money has paid of invoices (rows of allocated_pairs)."""
    if found["payment_id"] is None:
        return []
    ids = set(_of_act(do, contract_id, found))
    return [row for row in allocated_pairs(do, [(contract_id, found["payment_id"])])
            if row["entry_id"] in ids]  # fmt: skip


def _entries(do: Act, contract_id: int, found: Row, events: tuple[str, ...]) -> list[Row]:
    """The entries of a step, the last first, with their lines and what they moved of items."""
    of = {"contract_id": contract_id}
    rows = bulk.rows(do.conn, "claim_entries", **of, act_id=found["act_id"], events=list(events))
    return [{**row, "lines": bulk.rows(do.conn, "entry_lines", **of, entry_id=row["id"]),
             "moved": bulk.rows(do.conn, "undoable", **of, entry_id=row["id"])}
            for row in rows]  # fmt: skip


def _left(contract_id: int, found: Row, entries: list[Row]) -> pl.DataFrame:
    """What the step took off invoices without paying them (OF_ACT, amount_cents, value_on)."""
    rows = [
        {"contract_id": contract_id, "invoice_id": moved["item_id"], "act_id": found["act_id"],
         "amount_cents": -moved["amount_cents"], "value_on": entry["value_on"]}
        for entry in entries if entry["event"] in LEFT for moved in entry["moved"]
    ]  # fmt: skip
    types = {**dict.fromkeys((*OF_ACT, "amount_cents"), pl.Int64), "value_on": pl.Date}
    return pl.DataFrame(rows, schema=types)


def _reverse(do: Act, contract: Contract, entry: Row) -> None:
    """The entry against one of a step; what of money it had spent waits again."""
    back = [{"item_id": row["item_id"], "account": row["account"],
             "against_id": row["against_id"], "amount_cents": -row["amount_cents"],
             "approved_cents": 0} for row in entry["moved"]]  # fmt: skip
    book(do, contract.id, entry["event"], f"undone/{entry['id']}/{do.id}", entry["value_on"], {},
         pl.DataFrame(back) if back else None, reverses_id=entry["id"],
         said=[(row["account"], -row["amount_cents"]) for row in entry["lines"]])  # fmt: skip
    for row in entry["moved"]:
        if row["account"] == "UNAL":
            payment = payment_of(do, contract.id, row["item_id"])
            open_payment(do, contract, payment, row["amount_cents"])
