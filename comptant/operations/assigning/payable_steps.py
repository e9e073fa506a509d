"""Payables as they stand, and the steps that are written of them. Source: DOMAIN 7.2."""

from collections.abc import Iterable

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.portfolio.positions import buyer_facts
from comptant.operations.terms.contracts import Contract
from comptant.rules.batch import decide
from comptant.rules.purchase_orders import buyer_is_stopped
from comptant.store import bulk

STEPS = {
    "contract_id": pl.Int64, "payable_id": pl.Int64, "step": pl.String, "value_on": pl.Date,
    "amount_cents": pl.Int64, "discount_cents": pl.Int64, "rebate_cents": pl.Int64,
    "rate_ppm": pl.Int64, "used_cents": pl.Int64, "line_cents": pl.Int64, "order_id": pl.Int64,
    "entry_id": pl.Int64, "reason": pl.String, "act_id": pl.Int64,
}  # fmt: skip
PAYABLES = {
    "contract_id": pl.Int64, "payable_id": pl.Int64, "buyer_id": pl.Int64, "supplier_id": pl.Int64,
    "invoice_number": pl.String, "issued_on": pl.Date, "due_on": pl.Date, "currency": pl.String,
    "amount_cents": pl.Int64, "payable_state": pl.String, "is_bought": pl.Boolean,
    "is_defaulted": pl.Boolean, "open_cents": pl.Int64, "owed_supplier_cents": pl.Int64,
    "supplier_step": pl.String, "is_held": pl.Boolean,
}  # fmt: skip


def payables_of(
    do: Act, contract_ids: Iterable[int], ids: Iterable[int], *, automatic: bool = False
) -> pl.DataFrame:
    """Payables of some programmes (PAYABLES): those named, or, `automatic`, those approved whose
    suppliers are paid early without asking."""
    found = bulk.rows(do.conn, "payables", contract_ids=sorted(set(contract_ids)),
                      ids=sorted(set(ids)), automatic=automatic, on=do.on)  # fmt: skip
    return pl.DataFrame(found, schema=PAYABLES, orient="row")


def keep_steps(do: Act, rows: pl.DataFrame, step: str, *, reason: str = "") -> None:
    """Write a step of payables (contract_id, payable_id, and what STEPS has of it)."""
    if rows.is_empty():
        return
    told = {"step": step, "value_on": do.on, "amount_cents": 0, "discount_cents": 0,
            "rebate_cents": 0, "entry_id": 0, "reason": reason, "act_id": do.id}  # fmt: skip
    bulk.copy_in(do.conn, "payable_step", rows.select(
        pl.col(name) if name in rows.columns else pl.lit(told.get(name), dtype).alias(name)
        for name, dtype in STEPS.items()
    ))  # fmt: skip


def claim(do: Act, rows: pl.DataFrame) -> int:
    """Hold payables that are bought (supplier_id, buyer_id, number_key, issued_on, amount_cents: of
    the payable, contract_id, payable_id), so that they are never bought again, as an invoice or a
    payable; how many are held now. One that is held for itself already counts."""
    claims = rows.select("supplier_id", "buyer_id", "number_key", "issued_on", "amount_cents",
                         "contract_id", "payable_id")  # fmt: skip
    claimed = bulk.row(do.conn, "claim_payables", **bulk.arrays(claims)) or {"claimed": 0}
    return int(claimed["claimed"])


def is_stopped(do: Act, contract: Contract) -> bool:
    """Whether the buyer of a programme is sanctioned, insolvent or gone: nothing more is taken."""
    pair = pl.DataFrame({"contract_id": [contract.id], "buyer_id": [contract.client_id]})
    facts = buyer_facts(do, pair).with_columns(pl.lit(do.on).alias("today_on"))
    return bool(decide(facts, (buyer_is_stopped,))["buyer_is_stopped"].any())


def refuse_stopped(do: Act, contract: Contract) -> None:
    """Refused: programme_stopped."""
    if is_stopped(do, contract):
        raise Refused("programme_stopped", number=contract.number)
