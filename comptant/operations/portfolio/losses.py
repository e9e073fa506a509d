"""What was written off of over-advances is owed still, and repaid first: what frees up on the
client's account pays it before the client draws. Source: DOMAIN 1.9 (connected debts), W8-D.
"""

from datetime import date
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book_many
from comptant.operations.portfolio.waterfall import availability
from comptant.rules.columns import c, shape
from comptant.store import bulk

LOSSES = shape("contract_id", "written_off_cents")
REPAID = shape("contract_id", "regained_cents")


def sums_of(do: Act, contract_id: int, party_id: int | None = None) -> dict[str, Any]:
    """What was done about the over-advances of a contract, of one guarantor or of all:
    called_cents, paid_cents, lost_cents, regained_cents."""
    found = bulk.row(do.conn, "recourse_sums", contract_id=contract_id, party_id=party_id)
    assert found is not None
    return found


def left_of_loss(do: Act, contract_id: int) -> int:
    """What was written off on a contract and has not come in since."""
    sums = sums_of(do, contract_id)
    return int(sums["lost_cents"] - sums["regained_cents"])


def repay_losses(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """What is kept back of contracts (CONTRACTS, locked) for what was written off pays it: REPAID,
    of each that has paid. Where a rate is missing, they wait for it."""
    losses = bulk.read(do.conn, "losses_left", LOSSES, ids=contracts["contract_id"].to_list())
    owing = contracts.join(losses, on="contract_id", how="semi", maintain_order="left")
    if owing.is_empty():
        return REPAID.empty()
    held = availability(do, owing, leave_unknown=True).contracts
    return repay(do, held.select("contract_id", regained_cents=c.written_off_held_cents))


def repay(do: Act, rows: pl.DataFrame) -> pl.DataFrame:
    """Charge the accounts of contracts with what they repay of what was written off (REPAID)."""
    rows = rows.filter(c.regained_cents > 0)
    if rows.is_empty():
        return REPAID.empty()
    entries = rows.select(
        "contract_id", pl.lit("loss_repaid").alias("event"),
        pl.lit(f"loss_repaid/{do.id}").alias("key"), pl.lit(do.on).alias("value_on"),
        entry_id=pl.Series(bulk.take_ids(do.conn, rows.height), dtype=pl.Int64),
    )  # fmt: skip
    book_many(do, entries, entries.select(
        "entry_id", pl.lit("repaid").alias("name"), cents=rows["regained_cents"]))  # fmt: skip
    for contract_id, cents in rows[["contract_id", "regained_cents"]].iter_rows():
        keep_step(do, contract_id, "REGAINED", cents, "CCA", do.on)
    return rows


def keep_step(
    do: Act, contract_id: int, step: str, cents: int, reference: str, step_on: date, *,
    party_id: int | None = None, payment_id: int | None = None,
    other_contract_id: int | None = None, of_loss_cents: int = 0, undoes_id: int | None = None,
) -> None:  # fmt: skip
    """Keep what was done about an over-advance; `reference`: a paper, or the house's own reason."""
    do.conn.execute(
        """INSERT INTO recourse_step (contract_id, id, step, step_on, amount_cents, party_id,
               other_contract_id, payment_id, of_loss_cents, undoes_id, reference, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, bulk.take_ids(do.conn, 1)[0], step, step_on, cents, party_id,
         other_contract_id, payment_id, of_loss_cents, undoes_id, reference.strip(), do.id),
    )  # fmt: skip
