"""Invoices owed again, because what was taken off them is undone: whether they still can be, and
what they are owed with which approval. Source: I-19, I-22."""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.portfolio.position_state import PASSED_ON
from comptant.operations.terms.contracts import Contract
from comptant.rules.columns import c
from comptant.rules.disputes import SHORT
from comptant.store import bulk

ITEM = ("contract_id", "invoice_id")
OF_ACT = (*ITEM, "act_id")
# What acts took of approvals, and what has come back of it; the most ever approved, and what is.
LOST = dict.fromkeys((*OF_ACT, "approved_lost_cents", "taken_cents", "undone_cents",
                      "approved_back_cents", "most_cents", "approved_cents"),
                     pl.Int64)  # fmt: skip
ALONE_DAYS = 30
Taken = tuple[int, int, int]  # contract, invoice, the entry that took something off it


def takes_two(do: Act, contract: Contract, first_on: date) -> bool:
    """Whether two people must agree to put right what has counted since a day: past 30 days, or
    where the factor bears the buyer's risk. Source: DOMAIN 5.8, réimputation."""
    return (do.on - first_on).days > ALONE_DAYS or not contract.terms["has_recourse"]


def check_owed_again(do: Act, items: Iterable[Taken], *, is_reassignment: bool = False) -> None:
    """Whether nothing done since stands in the way of invoices being owed again; `is_reassignment`:
    because it is undone that they went back to the client. What the guarantee has taken stays
    taken, and at its next close it takes what is owed again and approved.

    Refused: invoice_assigned_again (of a reassignment), invoice_given_back.
    """
    named = sorted(set(items))
    if not named:
        return
    for row in in_the_way(do, named):
        if is_reassignment and row["is_assigned_again"]:
            raise Refused("invoice_assigned_again", number=row["invoice_number"])
        if not is_reassignment and row["is_given_back"]:
            raise Refused("invoice_given_back", number=row["invoice_number"])


def in_the_way(do: Act, named: Sequence[Taken]) -> list[bulk.Row]:
    """The invoices of these that something done since keeps from being owed again: what it is."""
    return bulk.rows(do.conn, "in_the_way", contract_id=[of[0] for of in named],
                     invoice_id=[of[1] for of in named], entry_id=[of[2] for of in named]
    )  # fmt: skip


def owed_again(do: Act, taken: pl.DataFrame) -> pl.DataFrame:
    """What invoices are owed again (contract_id, invoice_id, amount_cents, restored_cents,
    value_on) once so much that acts took off them is undone (OF_ACT, amount_cents, value_on): as
    if it had never been taken. What an act took of the approval comes back, once, whatever the
    limit is now, with what was suspended because the act was short of the invoice; what is
    disputed or reduced still is left out by the judging. Asked before the undoing is booked.
    (I-19)"""
    by_act = taken.group_by(OF_ACT).agg(c.amount_cents.sum(), pl.col("value_on").min()).sort(OF_ACT)
    asked = bulk.arrays(by_act[list(OF_ACT)])
    told = {"short": SHORT, "passed_on": f"%{PASSED_ON}"}
    lost = pl.DataFrame(bulk.rows(do.conn, "approval_lost", **asked, **told), schema=LOST)
    restored = lost.join(
        by_act[[*OF_ACT, "amount_cents"]], on=OF_ACT, how="left", maintain_order="left"
    ).select(
        *ITEM, "approved_cents", "most_cents", pl.min_horizontal(
            pl.col("approved_lost_cents") - pl.col("approved_back_cents"), _undone_cents(),
        ).clip(lower_bound=0).alias("restored_cents"),
    ).group_by(ITEM).agg(pl.min_horizontal(
        pl.col("restored_cents").sum(),
        (pl.col("most_cents").first() - pl.col("approved_cents").first()).clip(0),
    ).alias("restored_cents"))  # fmt: skip
    return by_act.group_by(ITEM, maintain_order=True).agg(
        c.amount_cents.sum(), pl.col("value_on").min()
    ).join(restored, on=ITEM, how="left", maintain_order="left")  # fmt: skip


def _undone_cents() -> pl.Expr:
    """The most that comes back of what an act took of an approval: what is undone of it now, or was
    before and had brought nothing back, and what it took beyond its own amount, by a dispute."""
    earlier = (pl.col("undone_cents") - pl.col("approved_back_cents")).clip(lower_bound=0)
    beyond = (pl.col("approved_lost_cents") - pl.col("taken_cents")).clip(lower_bound=0)
    return c.amount_cents.fill_null(0) + earlier + beyond
