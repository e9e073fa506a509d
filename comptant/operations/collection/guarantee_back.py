"""What the guarantee has taken by mistake, given back by two people: the debt is the client's again
as if it had never been taken, with its approval, and what was paid of it has paid the invoice.

Source: DOMAIN 1.6, C-3, 5.8; I-22; docs/decisions/0113.
"""

from collections import defaultdict
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.cash import allocate_as_told, payment_of
from comptant.operations.collection.reallocation import take_recovered_back
from comptant.operations.portfolio.claimed import check_no_claim
from comptant.operations.portfolio.guarantee import recovered_by
from comptant.operations.portfolio.owed_again import check_owed_again
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import c
from comptant.rules.money import pro_rata
from comptant.store import bulk

NOTHING = pl.lit(0, pl.Int64)
# What the guarantee has taken of an invoice by one entry (taken_by_guarantee).
TAKEN = {
    **dict.fromkeys(("contract_id", "invoice_id", "buyer_id"), pl.Int64),
    "invoice_number": pl.String, "entry_id": pl.Int64, "value_on": pl.Date,
    **dict.fromkeys(("taken_cents", "guaranteed_cents", "uncovered_cents", "uncovered_entry_id"),
                    pl.Int64),
}  # fmt: skip


@operation
def give_guarantee_back(
    do: Act, *, contract_id: int, invoice_ids: list[int], is_whole_buyer: bool, reason: str
) -> Answer:
    """Propose that the guarantee had taken invoices by mistake, or all of their buyers in the
    contract (`is_whole_buyer`); another person's approval gives them back to the contract. Whoever
    corrects what it was taken for does so before the close, which takes it again if it still holds.

    Refused: nothing_named, reason_missing, guarantee_unknown (nothing of an invoice is taken),
    invoice_given_back (what was left of it has gone back to the client since), claim_stands,
    claim_took_over (accepted, or written off).
    """
    if not invoice_ids:
        raise Refused("nothing_named")
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    taken = _taken(do, contract_id, invoice_ids, is_whole_buyer=is_whole_buyer)
    ids, cents = taken["invoice_id"].unique().sort().to_list(), int(taken["taken_cents"].sum())
    said = {"what": "guarantee", "invoice_ids": ids, "reason": reason}
    approval_id = propose(
        do, "reallocation", said, amount_cents=cents, currency=contract.currency,
        contract_id=contract_id,
    )  # fmt: skip
    return {"invoice_ids": ids, "approval_id": approval_id, "amount_cents": cents,
            "reason": reason}  # fmt: skip


def guarantee_back_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved giving back does, if nothing stands in its way by now: what was paid of the
    debts since waits, they are owed to the contract, and it pays them with its value dates."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    taken = _taken(do, contract_id, asked["invoice_ids"], is_whole_buyer=False)
    check_agreed(approval, int(taken["taken_cents"].sum()))
    ids = taken["invoice_id"].unique().sort().to_list()
    paid = _recovered(do, contract_id, ids)
    if paid.height:
        take_recovered_back(do, contract.batch, paid)
    _book(do, taken)
    bulk.execute(do.conn, "drop_guarantees", contract_id=contract_id, ids=ids)
    changes = taken.group_by("invoice_id", maintain_order=True).agg(
        c.taken_cents.sum().alias("amount_cents"), c.taken_cents.sum().alias("restored_cents"),
        pl.col("value_on").min(),
    )  # fmt: skip
    judge_again_one(do, contract_id, ids, taken["buyer_id"], changes)
    _pay_again(do, contract, paid)
    return {"contract_id": contract_id, "invoice_ids": ids,
            "given_back_cents": int(taken["taken_cents"].sum()),
            "paid_again_cents": int(paid["back_cents"].sum())}  # fmt: skip


def _taken(
    do: Act, contract_id: int, invoice_ids: list[int], *, is_whole_buyer: bool
) -> pl.DataFrame:
    """What the guarantee has taken of invoices (TAKEN), if it can be given back."""
    found = bulk.rows(do.conn, "taken_by_guarantee", contract_id=contract_id, ids=invoice_ids,
                      is_whole_buyer=is_whole_buyer)  # fmt: skip
    taken = pl.DataFrame(found, schema=TAKEN)
    if missing := sorted(set(invoice_ids) - set(taken["invoice_id"])):
        raise Refused("guarantee_unknown", invoice_id=missing[0])
    ids = taken["invoice_id"].unique().to_list()
    check_no_claim(do, contract_id, ids)
    check_owed_again(do, taken.select("contract_id", "invoice_id", "entry_id").rows())
    return taken


def _recovered(do: Act, contract_id: int, ids: list[int]) -> pl.DataFrame:
    """What payments have paid of these debts (RECOVERED_BY)."""
    found = bulk.rows(do.conn, "payments_of_guaranteed", contract_id=contract_id, ids=ids)
    paid = recovered_by(do, [(contract_id, row["payment_id"]) for row in found])
    return paid.filter(c.invoice_id.is_in(ids))


def _book(do: Act, taken: pl.DataFrame) -> None:
    """One entry against each by which the guarantee had taken, and against each that had left a
    share to the client, with the same value date."""
    so_far = c.taken_cents.cum_sum().over("invoice_id")
    before = so_far - c.taken_cents
    left = [pro_rata(c.uncovered_cents, part, c.guaranteed_cents) for part in (so_far, before)]
    rows = taken.with_columns((left[0] - left[1]).alias("left_cents"))
    against = _against(do, rows, "entry_id", "guarantee_taken", "guaranteed", "taken_cents")
    moved = rows.join(
        against.select("reverses_id", back_id="entry_id"), left_on="entry_id",
        right_on="reverses_id", maintain_order="left",
    ).select(
        "contract_id", pl.col("back_id").alias("entry_id"),
        pl.col("invoice_id").alias("item_id"), pl.lit("DEB").alias("account"),
        NOTHING.alias("against_id"), c.taken_cents.alias("amount_cents"),
        NOTHING.alias("approved_cents"),
    )  # fmt: skip
    shares = _against(do, rows.filter(pl.col("left_cents") != 0), "uncovered_entry_id",
                      "guarantee_uncovered", "uncovered", "left_cents")  # fmt: skip
    entries = pl.concat([against, shares])
    book_many(do, entries, entries.select("entry_id", "name", -pl.col("cents")), moved)


def _against(
    do: Act, rows: pl.DataFrame, of: str, event: str, name: str, cents: str
) -> pl.DataFrame:  # fmt: skip
    """The entries against those that `of` names, with their amounts."""
    sums = rows.group_by("contract_id", pl.col(of).alias("reverses_id"), "value_on",
                         maintain_order=True).agg(pl.col(cents).sum().alias("cents"))  # fmt: skip
    return numbered(do, sums).with_columns(
        pl.lit(event).alias("event"), pl.lit(name).alias("name"),
        pl.format("undone/{}/{}", "reverses_id", pl.lit(do.id)).alias("key"),
    )  # fmt: skip


def _pay_again(do: Act, contract: Contract, paid: pl.DataFrame) -> None:
    """What had paid the debts pays the invoices, with the value dates that it had."""
    given: dict[tuple[int, date], dict[int, int]] = defaultdict(dict)
    for row in paid.iter_rows(named=True):
        of = given[row["payment_id"], row["value_on"]]
        of[row["invoice_id"]] = of.get(row["invoice_id"], 0) + row["back_cents"]
    for (payment_id, value_on), items in given.items():
        payment = payment_of(do, contract.id, payment_id)
        allocate_as_told(do, contract, payment, items, value_on)
