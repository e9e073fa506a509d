"""What was written off of over-advances is owed still, and repaid first: what frees up on the
client's account pays it before the client draws. Source: DOMAIN 1.9 (connected debts), W8-D.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book, book_many
from comptant.operations.portfolio.waterfall import availability
from comptant.rules.columns import c, shape
from comptant.store import bulk

LOSSES = shape("contract_id", "written_off_cents")
REPAID = shape("contract_id", "regained_cents")
ACCOUNT = "CCA"  # what has repaid, where no payment has


Free = dict[int, tuple[int, int]]  # by contract: for what was written off, and beyond that


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
        keep_step(do, contract_id, "REGAINED", cents, ACCOUNT, do.on)
    return rows


def free_of_repaid(do: Act, contracts: pl.DataFrame) -> Free:
    """What contracts (CONTRACTS, locked) have free whose accounts have repaid a loss: asked before
    money is taken back, and told to `lose_again` then."""
    ids = contracts["contract_id"].to_list()
    found = [row["contract_id"] for row in bulk.rows(do.conn, "accounts_repaid", ids=ids)]
    return _free(do, contracts, found)


def lose_again(
    do: Act, contracts: pl.DataFrame, free: Free, back_on: Mapping[int, date]
) -> None:  # fmt: skip
    """What accounts had repaid of losses with money that is taken back is lost again, as far as the
    clients' own does not make up for it: an over-advance that two people have written off is none
    again. `back_on`: from which day the money is back, by contract. Source: docs/decisions/0142."""
    if not free:
        return
    now, left = _free(do, contracts, free), dict.fromkeys(free, 0)
    for contract_id in now:
        (before, own), (after, _) = free[contract_id], now[contract_id]
        left[contract_id] = before - after - max(own, 0)
    for step in bulk.rows(do.conn, "losses_repaid", ids=list(free)):
        contract_id = step["contract_id"]
        cents = min(step["most_cents"], left[contract_id])
        if cents > 0:
            left[contract_id] -= cents
            _lose(do, contract_id, step, cents, back_on[contract_id])


def _lose(do: Act, contract_id: int, step: bulk.Row, cents: int, back_on: date) -> None:
    """So much of a step (row of losses_repaid) is lost again; the rest is repaid anew with the same
    value date, since what stays repaid it."""
    value_on, rest = max(step["value_on"], back_on), step["amount_cents"] - cents
    book(do, contract_id, "loss_repaid", f"undone/{step['entry_id']}/{do.id}", value_on,
         {"repaid": -step["amount_cents"]}, reverses_id=step["entry_id"])  # fmt: skip
    keep_step(do, contract_id, "UNDONE", step["amount_cents"], ACCOUNT, do.on,
              undoes_id=step["step_id"])  # fmt: skip
    if rest:
        key = f"loss_repaid/{do.id}/{step['first_id']}"
        book(do, contract_id, "loss_repaid", key, value_on, {"repaid": rest})
        keep_step(do, contract_id, "REGAINED", rest, ACCOUNT, do.on)


def lost_again(do: Act) -> dict[str, int]:
    """What the act has made losses again of what accounts had repaid, by currency."""
    rows = bulk.rows(do.conn, "lost_again", act_id=do.id)
    return {row["currency"]: row["cents"] for row in rows}


def _free(do: Act, contracts: pl.DataFrame, of: Collection[int]) -> Free:
    """What contracts have free for what was written off, below zero what they lack, and what of it
    is left beyond that; where a rate is missing, not told."""
    asked = contracts.filter(pl.col("contract_id").is_in(list(of)))
    if asked.is_empty():
        return {}
    held = availability(do, asked, leave_unknown=True).contracts.select(
        "contract_id", c.written_off_held_cents, own=c.headroom_cents + c.garnished_held_cents
    )
    return {id_: (own + kept, own) for id_, kept, own in held.iter_rows()}


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
