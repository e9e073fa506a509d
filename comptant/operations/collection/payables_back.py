"""Money that has paid approved payables and is taken back, by the bank or by a person: the buyer
owes them again. A supplier who was paid meanwhile keeps what it has: the payable is ours for that
much. Source: DOMAIN 7.2."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.assigning.payable_steps import claim, keep_steps, payables_of
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.cash import open_payments, payment_of
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk

Key = tuple[int, int]  # contract, and payment or entry
NAMES = {"REPAID": "repaid", "COLLECTED": "collected", "RECOVERED": "recovered"}
SOLD = "payable_held"  # as reason of a step: the code of what is wrong with it


@operation
def take_back_payables(do: Act, *, contract_id: int, payment_id: int, reason: str) -> Answer:
    """Say that money of a programme should not have paid its payables: it waits again, with all
    that was used with it, and the buyer owes the payables again. Say what the money is before the
    next close, which uses what still waits. `sold_numbers`: invoices whose suppliers we have paid
    with that money and that they have sold us too, so that we have paid them twice.

    Answers `approval_id` and does nothing yet where a supplier was paid with that money: we would
    take what it has on ourselves (`amount_cents`), and a second person must agree.

    Refused: reason_missing, payment_unknown, payables_not_paid_by.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    payment = payment_of(do, contract_id, payment_id)
    asked = {"what": "payables", "payment_id": payment_id, "reason": reason.strip()}
    ours = _would_be_ours(do, (contract_id, payment_id))
    if not ours:
        return _taken_back(do, contract_id, asked)
    approval_id = propose(
        do, "reallocation", asked, amount_cents=ours, currency=payment["currency"],
        contract_id=contract_id, subject_id=payment_id,
    )  # fmt: skip
    return {"contract_id": contract_id, "payment_id": payment_id, "approval_id": approval_id,
            "amount_cents": ours, "freed_cents": 0, "sold_numbers": []}  # fmt: skip


def take_back_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved taking back does, if the payment still pays payables."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    check_agreed(approval, _would_be_ours(do, (contract_id, asked["payment_id"])))
    return _taken_back(do, contract_id, asked)


def _taken_back(do: Act, contract_id: int, asked: dict[str, Any]) -> Answer:
    payment_id = asked["payment_id"]
    cents, sold = free_payments(do, [(contract_id, payment_id)], asked["reason"])
    if not cents:
        raise Refused("payables_not_paid_by", payment_id=payment_id)
    return {"contract_id": contract_id, "payment_id": payment_id, "freed_cents": cents,
            "sold_numbers": sold}  # fmt: skip


def _would_be_ours(do: Act, key: Key) -> int:
    """What suppliers were paid with money that would go back, in cents."""
    uses = _uses(do, [key])
    payables = pl.DataFrame(bulk.rows(
        do.conn, "payables_of_entries", contract_ids=[row["contract_id"] for row in uses],
        ids=[row["entry_id"] for row in uses],
    ), schema_overrides={"amount_cents": pl.Int64})  # fmt: skip
    if payables.is_empty():
        return 0
    back = payables.filter(pl.col("step") == "COLLECTED")
    return sum(row["amount_cents"] for row in _overpaid(do, back))


def used_for_payables(do: Act, keys: Sequence[Key]) -> dict[Key, int]:
    """How much of some payments has paid approved payables."""
    used: dict[Key, int] = {}
    for row in _uses(do, keys):
        key = (row["contract_id"], row["payment_id"])
        used[key] = used.get(key, 0) + row["used_cents"]
    return used


def free_payments(do: Act, keys: Sequence[Key], reason: str = "") -> tuple[int, list[str]]:
    """Undo the entries by which payments have paid payables, whole; what waits again of all the
    payments that they used, in cents, and the invoices that we took in their suppliers' place while
    they had sold them to us. The contracts are locked by the caller."""
    uses = _uses(do, keys)
    entries = sorted({(row["contract_id"], row["entry_id"]) for row in uses})
    if not entries:
        return 0, []
    told = {"contract_ids": [key[0] for key in entries], "ids": [key[1] for key in entries]}
    payables = pl.DataFrame(bulk.rows(do.conn, "payables_of_entries", **told))
    payments = pl.DataFrame(bulk.rows(do.conn, "payments_of_entries", **told))
    _book_back(do, uses, payables, payments, reason)
    _rebates_back(do, payables, reason)
    contracts = contracts_batch(do.conn, {key[0] for key in entries}, do.on)
    open_payments(do, contracts, payments.select("contract_id", "payment_id", "buyer_id",
                                                 cents="used_cents"))  # fmt: skip
    judge_again(do, contracts, NO_INVOICES, payments.select("contract_id", "buyer_id").unique())
    return int(payments["used_cents"].sum()), _take_over(do, payables)


def _uses(do: Act, keys: Sequence[Key]) -> list[bulk.Row]:
    return bulk.rows(do.conn, "payables_uses", contract_ids=[key[0] for key in keys],
                     ids=[key[1] for key in keys])  # fmt: skip


def _book_back(
    do: Act, uses: list[bulk.Row], payables: pl.DataFrame, payments: pl.DataFrame, reason: str
) -> None:
    """One entry against each by which payments had paid, and its steps with the opposite sign."""
    days = pl.DataFrame(uses).select("contract_id", "value_on", reverses_id="entry_id").unique()
    entries = numbered(do, days.sort("contract_id", "reverses_id").with_columns(
        pl.lit("payables_paid").alias("event"),
        pl.format("payables_paid/{}/back", "reverses_id").alias("key"),
    ))  # fmt: skip
    number = entries.select("reverses_id", back_id="entry_id")
    steps, used = (rows.join(number, left_on="entry_id", right_on="reverses_id",
                             maintain_order="left") for rows in (payables, payments))  # fmt: skip
    sums = steps.group_by("back_id").agg(
        (-pl.col("amount_cents").sum()).alias("paid"),
        *((-pl.col("amount_cents").filter(pl.col("step") == step).sum()).alias(name)
          for step, name in NAMES.items()),
    )  # fmt: skip
    amounts = sums.rename({"back_id": "entry_id"}).unpivot(
        ["paid", *NAMES.values()], index="entry_id", variable_name="name", value_name="cents"
    )
    book_many(do, entries, amounts, used.select(
        "contract_id", pl.col("back_id").alias("entry_id"), pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), pl.lit(0, pl.Int64).alias("against_id"),
        (-pl.col("used_cents")).alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    ))  # fmt: skip
    back = steps.select("contract_id", "payable_id", "step", -pl.col("amount_cents"),
                        entry_id="back_id")  # fmt: skip
    for (step,), some in back.group_by("step", maintain_order=True):
        keep_steps(do, some.drop("step"), str(step), reason=reason)


def _rebates_back(do: Act, payables: pl.DataFrame, reason: str) -> None:
    """What the buyer was given for payables that it owes again, whatever entries had paid them."""
    given = payables.filter(pl.col("rebated_cents") > 0).group_by(
        "contract_id", "payable_id", maintain_order=True,
    ).agg(pl.col("rebated_cents").first(), pl.col("entry_id").min().alias("of_id"))  # fmt: skip
    if given.is_empty():
        return
    sums = numbered(do, given.group_by("contract_id", maintain_order=True).agg(
        (-pl.col("rebated_cents").sum()).alias("cents"), pl.col("of_id").min(),
    )).with_columns(
        pl.lit("payable_rebate").alias("event"), pl.lit("rebate").alias("name"),
        pl.format("payable_rebate/{}/back", "of_id").alias("key"),
        pl.lit(do.on).alias("value_on"),
    )  # fmt: skip
    book_many(do, sums, sums)
    keep_steps(do, given.join(sums.select("contract_id", "entry_id"), on="contract_id",
                              maintain_order="left").select(
        "contract_id", "payable_id", "entry_id", (-pl.col("rebated_cents")).alias("amount_cents"),
    ), "REBATED", reason=reason)  # fmt: skip


def _overpaid(do: Act, back: pl.DataFrame) -> list[bulk.Row]:
    """Payables (contract_id, payable_id) whose suppliers will have been paid on with money of the
    buyer that went back, once `amount_cents` more of each goes back."""
    sums = back.group_by("contract_id", "payable_id").agg(pl.col("amount_cents").sum())
    return bulk.rows(
        do.conn, "payables_overpaid", contract_ids=sums["contract_id"].to_list(),
        ids=sums["payable_id"].to_list(), back_cents=sums["amount_cents"].to_list(),
    )  # fmt: skip


def _take_over(do: Act, payables: pl.DataFrame) -> list[str]:
    """What was paid to suppliers out of money that went back: the buyer owes it to us. Bought once
    for all, as any payable: its supplier cannot sell it to us later. The numbers of those that it
    had sold us before: the step tells it too."""
    found = _overpaid(do, payables.with_columns(amount_cents=0))
    if not found:
        return []
    rows = numbered(do, pl.DataFrame(found).with_columns(
        bought=pl.col("amount_cents"), net=pl.col("amount_cents"), discount=pl.lit(0, pl.Int64),
    )).with_columns(
        pl.lit("payables_bought").alias("event"), pl.lit(do.on).alias("value_on"),
        pl.format("payables_bought/{}/{}", "payable_id", pl.lit(do.id)).alias("key"),
    )  # fmt: skip
    claim(do, rows.with_columns(amount_cents="payable_cents"))
    states = payables_of(do, rows["contract_id"].unique(), rows["payable_id"])
    sold = states.filter(pl.col("is_held"))
    book_many(do, rows, rows.unpivot(["bought", "net", "discount"], index="entry_id",
                                     variable_name="name", value_name="cents"))  # fmt: skip
    reason = pl.when(pl.col("payable_id").is_in(sold["payable_id"].implode())).then(
        pl.lit(SOLD)).otherwise(pl.lit(""))  # fmt: skip
    keep_steps(do, rows.select("contract_id", "payable_id", "entry_id", "amount_cents",
                               reason.alias("reason")), "BOUGHT")  # fmt: skip
    return [str(number) for number in sold["invoice_number"]]
