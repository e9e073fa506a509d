"""Money that has paid approved payables and is taken back, by the bank or by a person: the buyer
owes them again. A supplier who was paid meanwhile keeps what it has: the payable is ours at its
full amount. Source: DOMAIN 7.2."""

from collections.abc import Sequence

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.assigning.payable_steps import keep_steps
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import open_payments, payment_of
from comptant.operations.paying.orders import NO_INVOICES
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk

Key = tuple[int, int]  # contract, and payment or entry
NAMES = {"REPAID": "repaid", "COLLECTED": "collected", "RECOVERED": "recovered"}


@operation
def take_back_payables(do: Act, *, contract_id: int, payment_id: int, reason: str) -> Answer:
    """Say that money of a programme should not have paid its payables: it waits again, with all
    that was used with it, and the buyer owes the payables again. Say what the money is before the
    next close, which uses what still waits.

    Refused: reason_missing, payment_unknown, payables_not_paid_by.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    payment_of(do, contract_id, payment_id)
    cents = free_payments(do, [(contract_id, payment_id)], reason.strip())
    if not cents:
        raise Refused("payables_not_paid_by", payment_id=payment_id)
    return {"contract_id": contract_id, "payment_id": payment_id, "freed_cents": cents}


def used_for_payables(do: Act, keys: Sequence[Key]) -> dict[Key, int]:
    """How much of some payments has paid approved payables."""
    used: dict[Key, int] = {}
    for row in _uses(do, keys):
        key = (row["contract_id"], row["payment_id"])
        used[key] = used.get(key, 0) + row["used_cents"]
    return used


def free_payments(do: Act, keys: Sequence[Key], reason: str = "") -> int:
    """Undo the entries by which payments have paid payables, whole; what waits again of all the
    payments that they used, in cents. The contracts are locked by the caller."""
    uses = _uses(do, keys)
    entries = sorted({(row["contract_id"], row["entry_id"]) for row in uses})
    if not entries:
        return 0
    value_on = {(row["contract_id"], row["entry_id"]): row["value_on"] for row in uses}
    told = {"contract_ids": [key[0] for key in entries], "ids": [key[1] for key in entries]}
    payables = pl.DataFrame(bulk.rows(do.conn, "payables_of_entries", **told))
    payments = pl.DataFrame(bulk.rows(do.conn, "payments_of_entries", **told))
    for key in entries:
        of_entry = (pl.col("contract_id") == key[0]) & (pl.col("entry_id") == key[1])
        mine, used = payables.filter(of_entry), payments.filter(of_entry)
        amounts = {name: -int(mine.filter(pl.col("step") == step)["amount_cents"].sum())
                   for step, name in NAMES.items()}  # fmt: skip
        movements = used.select(
            pl.col("payment_id").alias("item_id"), pl.lit("UNAL").alias("account"),
            pl.lit(0, pl.Int64).alias("against_id"), (-pl.col("used_cents")).alias("amount_cents"),
            pl.lit(0, pl.Int64).alias("approved_cents"),
        )  # fmt: skip
        entry_id = book(
            do, key[0], "payables_paid", f"payables_paid/{key[1]}/back", value_on[key],
            {"paid": sum(amounts.values()), **amounts}, movements, reverses_id=key[1],
        )  # fmt: skip
        _steps_back(do, mine, entry_id, reason)
    contracts = contracts_batch(do.conn, {key[0] for key in entries}, do.on)
    open_payments(do, contracts, payments.select("contract_id", "payment_id", "buyer_id",
                                                 cents="used_cents"))  # fmt: skip
    judge_again(do, contracts, NO_INVOICES, payments.select("contract_id", "buyer_id").unique())
    _take_over(do, payables)
    return int(payments["used_cents"].sum())


def _uses(do: Act, keys: Sequence[Key]) -> list[bulk.Row]:
    return bulk.rows(do.conn, "payables_uses", contract_ids=[key[0] for key in keys],
                     ids=[key[1] for key in keys])  # fmt: skip


def _steps_back(do: Act, rows: pl.DataFrame, entry_id: int, reason: str) -> None:
    """The steps of an entry with the opposite sign, and the rebates that it brought."""
    back = rows.with_columns(-pl.col("amount_cents"), pl.lit(entry_id).alias("entry_id"))
    for (step,), some in back.group_by("step", maintain_order=True):
        keep_steps(do, some.drop("step", "rebated_cents"), str(step), reason=reason)
    given = rows.filter(pl.col("rebated_cents") > 0)
    if given.is_empty():
        return
    cents = int(given["rebated_cents"].sum())
    rebate_id = book(do, given["contract_id"][0], "payable_rebate",
                     f"payable_rebate/{rows['entry_id'][0]}/back", do.on,
                     {"rebate": -cents})  # fmt: skip
    keep_steps(do, given.select("contract_id", "payable_id", pl.lit(rebate_id).alias("entry_id"),
                                (-pl.col("rebated_cents")).alias("amount_cents")),
               "REBATED", reason=reason)  # fmt: skip


def _take_over(do: Act, payables: pl.DataFrame) -> None:
    """What was paid to suppliers out of money that went back: the buyer owes it to us."""
    found = bulk.rows(do.conn, "payables_overpaid",
                      contract_ids=payables["contract_id"].unique().to_list(),
                      ids=payables["payable_id"].unique().to_list())  # fmt: skip
    for row in found:
        cents = row["amount_cents"]
        entry_id = book(do, row["contract_id"], "payables_bought",
                        f"payables_bought/{row['payable_id']}/{do.id}", do.on,
                        {"bought": cents, "net": cents, "discount": 0})  # fmt: skip
        keep_steps(do, pl.DataFrame([{**row, "entry_id": entry_id}]), "BOUGHT")
