"""A withdrawal told by mistake, undone by two people: its invoices and credit notes are ours again
as they were, with their rank, their due dates and what was approved of them.

All that one act withdrew comes back: its fees were given back together. Source: I-19, I-22; DOMAIN
2.3; docs/decisions/0114.
"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.books.charges_back import reverse_charges
from comptant.operations.books.reversing import against
from comptant.operations.portfolio.claimed import check_unsettled_since
from comptant.operations.portfolio.exposures import move_notes
from comptant.operations.portfolio.owed_again import OF_ACT, check_owed_again, owed_again
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.portfolio.twins import contracts_with_twins, doubt_twins
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import c
from comptant.store import bulk

WITHDRAWALS = ("withdrawal", "credit_note_withdrawal")
ITEMS = {
    **dict.fromkeys(("entry_id", "act_id"), pl.Int64), "event": pl.String, "value_on": pl.Date,
    **dict.fromkeys(("item_id", "buyer_id"), pl.Int64), "invoice_number": pl.String,
    "amount_cents": pl.Int64,
}  # fmt: skip
NOTHING = pl.lit(0, pl.Int64)


def withdrawn_by(do: Act, contract_id: int, entry_id: int) -> pl.DataFrame:
    """What the withdrawal that an entry tells took out (ITEMS), with all of its act; no rows where
    it tells none that holds. Refused: invoice_assigned_again (sent again since),
    claim_took_over."""
    found = bulk.rows(do.conn, "withdrawn_by", contract_id=contract_id, entry_id=entry_id)
    items = pl.DataFrame(found, schema=ITEMS)
    named = [(contract_id, row["item_id"], row["entry_id"]) for row in found]
    check_owed_again(do, named, is_reassignment=True)
    check_unsettled_since(do, contract_id, [of[1:] for of in named], is_whole=True)
    return items


def propose_in_again(
    do: Act, contract: Contract, entry_id: int, items: pl.DataFrame, invoice_ids: list[int],
    reason: str,
) -> Answer:  # fmt: skip
    """Propose to undo a withdrawal (ITEMS). Refused: withdrawal_whole (some of it was named)."""
    ids = items["item_id"].sort().to_list()
    if invoice_ids and sorted(set(invoice_ids)) != ids:
        raise Refused("withdrawal_whole", entry_id=entry_id, count=len(ids))
    cents = _cents(items)
    said = {"what": "undo", "entry_id": entry_id, "event": items["event"][0], "invoice_ids": ids,
            "also_contract_ids": sorted(contracts_with_twins(do, contract.id, ids)),
            "reason": reason}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=cents, currency=contract.currency,
        contract_id=contract.id, subject_id=entry_id,
    )  # fmt: skip
    return {"entry_id": entry_id, "approval_id": approval_id, "amount_cents": cents}


def _cents(items: pl.DataFrame) -> int:
    return int(items["amount_cents"].abs().sum())


def in_again_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved undoing of a withdrawal does, if nothing stands in its way by now: each of
    its entries gets one against it with the same value date, and the fees are charged again. What
    credit notes had met before waits to be applied."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, {contract_id, *asked["also_contract_ids"]})
    contract = contract_in_force(do.conn, contract_id, do.on)
    items = withdrawn_by(do, contract_id, asked["entry_id"])
    if items.is_empty():
        raise Refused("entry_reversed", entry_id=asked["entry_id"])
    check_agreed(approval, _cents(items))
    taken = items.filter(c.amount_cents < 0)  # off what was owed; those of credit notes bring it
    changes = owed_again(do, taken.select(
        pl.lit(contract_id, pl.Int64).alias("contract_id"), pl.col("item_id").alias("invoice_id"),
        *OF_ACT[2:], -c.amount_cents, "value_on"))  # fmt: skip
    made = {of: _book_against(do, contract_id, of, rows) for (of,), rows in items.group_by(
        "entry_id", maintain_order=True)}  # fmt: skip
    ids = items["item_id"].to_list()
    bulk.execute(do.conn, "hold_again", contract_id=contract_id, ids=ids)
    bulk.execute(do.conn, "bill_fees_again", contract_id=contract_id, ids=ids,
                 entry_ids=list(made))  # fmt: skip
    _charge_fees(do, contract_id, int(items["act_id"][0]))
    move_notes(do, contract.batch, items.filter(c.amount_cents > 0).select(
        pl.lit(contract_id, pl.Int64).alias("contract_id"), "buyer_id", -c.amount_cents,
        note_id="item_id"))  # fmt: skip
    doubt_twins(do, contract_id, ids)
    judge_again_one(do, contract_id, changes["invoice_id"], items["buyer_id"], changes)
    return {"contract_id": contract_id, "entry_id": made[asked["entry_id"]],
            "reverses_id": asked["entry_id"]}  # fmt: skip


def _book_against(do: Act, contract_id: int, entry_id: object, rows: pl.DataFrame) -> int:
    return against(do, contract_id, int(str(entry_id)), rows.select(
        "item_id", pl.lit("DEB").alias("account"), NOTHING.alias("against_id"), -c.amount_cents,
        NOTHING.alias("approved_cents")))  # fmt: skip


def _charge_fees(do: Act, contract_id: int, act_id: int) -> None:
    """What was given back of bills that hold is charged again."""
    for bill in bulk.rows(do.conn, "fees_of_withdrawal", contract_id=contract_id, act_id=act_id):
        reverse_charges(do, contract_id, bill["entry_id"],
                        against(do, contract_id, bill["entry_id"], None))  # fmt: skip
