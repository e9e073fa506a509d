"""Money taken back from invoices, and given to others: both traces stay, the value date too.

Past 30 days, or where the factor bears the buyer's risk, it takes two people. Source: DOMAIN 5.8.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.cash import allocate_as_told, open_payments, payment_of
from comptant.operations.collection.taken import check_not_taken
from comptant.operations.portfolio.exposures import move_notes
from comptant.operations.portfolio.guarantee import owe_recovered_again, recovered_by
from comptant.operations.portfolio.losses import free_of_repaid, lose_again, lost_again
from comptant.operations.portfolio.owed_again import (
    OF_ACT,
    check_owed_again,
    owed_again,
    takes_two,
)
from comptant.operations.portfolio.positions import judge_again, judge_again_one
from comptant.operations.risk.short_payments import no_longer_short
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import c
from comptant.store import bulk

EVENTS = {"UNAL": "allocation", "DIFF": "difference", "CCA": "difference_charged"}
AMOUNTS = {"UNAL": "allocated", "DIFF": "difference", "CCA": "difference"}


class Given(NamedTuple):
    """What payments have given: to items (rows of allocated_pairs), and to debts guaranteed."""

    pairs: list[bulk.Row]
    recovered: pl.DataFrame  # RECOVERED_BY

    @property
    def invoice_ids(self) -> set[int]:
        return {row["invoice_id"] for row in self.pairs} | set(self.recovered["invoice_id"])

    @property
    def days(self) -> list[date]:
        return [row["value_on"] for row in self.pairs] + self.recovered["value_on"].to_list()

    @property
    def cents(self) -> int:
        given = sum(abs(row["amount_cents"]) for row in self.pairs)
        return int(given + self.recovered["back_cents"].sum())


@operation
def reallocate(
    do: Act, *, contract_id: int, payment_id: int, invoice_ids: list[int], to: dict[str, int]
) -> Answer:
    """Take a payment back from invoices (none named: from all), or from debts that the guarantee
    had taken, and give it to others (id -> cents; none: it waits again). Value dates stay those of
    the first allocation.

    Answers `approval_id` and does nothing yet where a second person must agree. Refused:
    payment_unknown, not_allocated, invoice_unknown, invoice_under_claim, amount_too_large,
    invoice_given_back, money_of_claim, money_of_recourse (have what took it undone first).
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    given = _given(do, contract_id, payment_id, invoice_ids)
    asked = {"payment_id": payment_id, "invoice_ids": sorted(given.invoice_ids), "to": to,
             "is_all": not invoice_ids}  # fmt: skip
    if takes_two(do, contract, min(given.days)):
        approval_id = propose(
            do, "reallocation", asked, amount_cents=given.cents,
            currency=contract.currency, contract_id=contract_id, subject_id=payment_id,
        )  # fmt: skip
        return {"payment_id": payment_id, "approval_id": approval_id}
    return _reallocate(do, contract, payment, given, to)


def reallocate_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved reallocation does, with what is still there to take back of what was
    allocated when it was proposed."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, asked["payment_id"])
    given = _given(do, contract_id, payment["id"], asked["invoice_ids"],
                   is_rest=asked.get("is_all", False))  # fmt: skip
    check_agreed(approval, given.cents)
    return _reallocate(do, contract, payment, given, asked["to"])


def _reallocate(
    do: Act, contract: Contract, payment: dict[str, Any], given: Given, to: dict[str, int]
) -> Answer:  # fmt: skip
    """Take back, then give. The new allocation has the latest value date of those undone."""
    free = free_of_repaid(do, contract.batch)
    taken = take_back(do, contract.batch, given.pairs)
    taken += take_recovered_back(do, contract.batch, given.recovered)
    answer = {"payment_id": payment["id"], "taken_back_cents": taken, "allocated_cents": 0,
              "invoice_ids": sorted(given.invoice_ids)}  # fmt: skip
    payment = payment_of(do, contract.id, payment["id"])
    if to:
        wanted = {int(id_): cents for id_, cents in to.items()}
        answer |= allocate_as_told(do, contract, payment, wanted, max(given.days))
    elif payment["buyer_id"]:
        judge_again_one(do, contract.id, [], [payment["buyer_id"]])
    lose_again(do, contract.batch, free, {contract.id: max(given.days)})
    return answer | {"open_cents": payment_of(do, contract.id, payment["id"])["open_cents"],
                     "lost_again_in": lost_again(do)}  # fmt: skip


def take_back(
    do: Act, contracts: pl.DataFrame, pairs: list[bulk.Row], also: pl.DataFrame | None = None
) -> int:  # fmt: skip
    """Undo allocations (rows of allocated_pairs) on contracts (CONTRACTS): invoices reopen with
    their due dates, money waits again; the cents of money taken back. Fees billed at the
    collection stay earned. As many statements for many as for one. `also`: what else the same acts
    took off invoices and the caller undoes (OF_ACT, amount_cents, value_on), before this.

    The caller judges the payers' buyers once it has said where the money goes: an invoice that
    reopens does not lose its approval to money that is about to leave. (I-19)
    """
    if not pairs:
        return 0
    frame = pl.DataFrame(pairs, infer_schema_length=None)
    taken = frame.filter(pl.col("amount_cents") > 0).select(*OF_ACT, "amount_cents", "value_on")
    changes = owed_again(do, taken if also is None else pl.concat([taken, also]))
    _book_undone(do, frame)
    no_longer_short(do, frame.filter(pl.col("amount_cents") > 0))
    move_notes(do, contracts, frame.filter(pl.col("amount_cents") < 0).select(
        "contract_id", "buyer_id", "amount_cents", note_id="invoice_id"))  # fmt: skip
    touched = contracts.filter(pl.col("contract_id").is_in(frame["contract_id"].implode()))
    judge_again(
        do, touched, changes.select("contract_id", "invoice_id"),
        frame.select("contract_id", "buyer_id").unique(), changes,
    )  # fmt: skip
    money = frame.filter(pl.col("account") == "UNAL")
    open_payments(do, contracts, money.group_by("contract_id", "payment_id").agg(
        pl.col("payer_id").first().alias("buyer_id"), pl.col("amount_cents").sum().alias("cents"),
    ))  # fmt: skip
    return int(money["amount_cents"].sum())


def take_recovered_back(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> int:
    """Undo what payments have paid of debts guaranteed (RECOVERED_BY): the buyer owes it again, and
    the money waits; its cents. The contracts are locked by the caller."""
    owe_recovered_again(do, rows)
    open_payments(do, contracts, rows.group_by("contract_id", "payment_id", "buyer_id").agg(
        cents=c.back_cents.sum()))  # fmt: skip
    return int(rows["back_cents"].sum())


def _book_undone(do: Act, pairs: pl.DataFrame) -> None:
    """One entry against each that had allocated, whatever payments it was of."""
    entries = pairs.group_by(
        "contract_id", reverses_id="entry_id", account="account", value_on="value_on",
        maintain_order=True,
    ).agg(pl.col("amount_cents").sum(), pl.col("payment_id").min())  # fmt: skip
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.col("account").replace_strict(EVENTS).alias("event"),
        pl.col("account").replace_strict(AMOUNTS).alias("name"),
        pl.format("undone/{}/{}/{}", "reverses_id", pl.lit(do.id), "payment_id").alias("key"),
        (-pl.col("amount_cents")).alias("cents"),
    )
    rows = pairs.rename({"entry_id": "reverses_id"}).join(
        entries.select("contract_id", "reverses_id", "entry_id"), on=["contract_id", "reverses_id"],
        maintain_order="left",
    )  # fmt: skip
    nothing = pl.lit(0, pl.Int64)
    back = rows.select(
        "contract_id", "entry_id", pl.col("invoice_id").alias("item_id"),
        pl.lit("DEB").alias("account"), pl.col("payment_id").alias("against_id"), "amount_cents",
        nothing.alias("approved_cents"),
    )  # fmt: skip
    waits = rows.filter(pl.col("account") == "UNAL").group_by(
        "contract_id", "entry_id", "payment_id", maintain_order=True
    ).agg(-pl.col("amount_cents").sum()).select(
        "contract_id", "entry_id", pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), nothing.alias("against_id"), "amount_cents",
        nothing.alias("approved_cents"),
    )  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"), pl.concat([back, waits]))


def allocated_pairs(do: Act, keys: Sequence[tuple[int, int]]) -> list[bulk.Row]:
    """What payments (contract, payment) have given to items and is not taken back yet."""
    if not keys:
        return []
    return bulk.rows(do.conn, "allocated_pairs", contract_ids=[key[0] for key in keys],
                     payment_ids=[key[1] for key in keys])  # fmt: skip


def _given(
    do: Act, contract_id: int, payment_id: int, invoice_ids: list[int], *, is_rest: bool = False
) -> Given:  # fmt: skip
    """What a payment has given to invoices (none named: to all), if they can be owed it again;
    `is_rest`: those it gives nothing to any more are left out."""
    key = [(contract_id, payment_id)]
    all_ = Given(allocated_pairs(do, key), recovered_by(do, key))
    wanted = set(invoice_ids) or all_.invoice_ids
    if is_rest:
        wanted &= all_.invoice_ids
    missing = sorted(wanted - all_.invoice_ids)
    if missing or not wanted:
        check_not_taken(do, contract_id, payment_id)
        raise Refused(
            "not_allocated", payment_id=payment_id, invoice_id=missing[0] if missing else None
        )
    pairs = [row for row in all_.pairs if row["invoice_id"] in wanted]
    recovered = all_.recovered.filter(c.invoice_id.is_in(list(wanted)))
    entries = {row["entry_id"] for row in pairs} | set(recovered["entry_id"])
    check_not_taken(do, contract_id, payment_id, entries)
    check_owed_again(do, ((contract_id, row["invoice_id"], row["entry_id"]) for row in pairs))
    return Given(pairs, recovered)
