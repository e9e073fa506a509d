"""What was written off of over-advances is owed still, and repaid first: what frees up on the
client's account pays it before the client draws. Source: DOMAIN 1.9 (connected debts), W8-D.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book, book_many
from comptant.operations.portfolio.waterfall import availability
from comptant.rules.columns import c, shape
from comptant.store import bulk

LOSSES = shape("contract_id", "written_off_cents")
REPAID = shape("contract_id", "regained_cents")
ACCOUNT = "CCA"  # what has repaid, where no payment has


class Repaid(NamedTuple):
    """Rows of losses_repaid by contract, and what each is over-advanced by."""

    steps: dict[int, list[bulk.Row]]
    over_cents: dict[int, int]


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


def repaid_since(do: Act, contracts: pl.DataFrame, since: Mapping[int, int]) -> Repaid:
    """The losses that accounts of contracts (CONTRACTS, locked) have repaid since money came or was
    given (by contract: the payment or the entry) that is about to be taken back, with what they
    are over-advanced by before that."""
    rows = bulk.rows(do.conn, "losses_repaid", contract_id=list(since),
                     since_id=list(since.values())) if since else []  # fmt: skip
    steps: dict[int, list[bulk.Row]] = {}
    for row in rows:
        steps.setdefault(row["contract_id"], []).append(row)
    return Repaid(steps, _over(do, contracts, steps))


def lose_again(
    do: Act, contracts: pl.DataFrame, repaid: Repaid, back_on: Mapping[int, date]
) -> None:  # fmt: skip
    """What accounts had repaid of losses with money that is taken back now is lost again, as far as
    they are over-advanced by it: nobody is owed an over-advance that two people have written off.
    `back_on`: from which day the money is back, by contract. Source: docs/decisions/0142."""
    over = _over(do, contracts, repaid.steps)
    for contract_id, steps in repaid.steps.items():
        left = over.get(contract_id, 0) - repaid.over_cents.get(contract_id, 0)
        for step in steps:
            if left <= 0:
                break
            cents, value_on = step["amount_cents"], max(step["value_on"], back_on[contract_id])
            book(do, contract_id, "loss_repaid", f"undone/{step['entry_id']}/{do.id}", value_on,
                 {"repaid": -cents}, reverses_id=step["entry_id"])  # fmt: skip
            keep_step(do, contract_id, "UNDONE", cents, ACCOUNT, do.on, undoes_id=step["step_id"])
            if cents > left:  # the rest was repaid by what stays
                book(do, contract_id, "loss_repaid", f"loss_repaid/{do.id}/{step['step_id']}",
                     value_on, {"repaid": cents - left})  # fmt: skip
                keep_step(do, contract_id, "REGAINED", cents - left, ACCOUNT, do.on)
            left -= cents


def lost_again(do: Act) -> dict[str, int]:
    """What the act has made losses again of what accounts had repaid, by currency."""
    rows = bulk.rows(do.conn, "lost_again", act_id=do.id)
    return {row["currency"]: row["cents"] for row in rows}


def _over(do: Act, contracts: pl.DataFrame, of: Collection[int]) -> dict[int, int]:
    """What contracts are over-advanced by; where a rate is missing, not told."""
    asked = contracts.filter(pl.col("contract_id").is_in(list(of)))
    if asked.is_empty():
        return {}
    held = availability(do, asked, leave_unknown=True).contracts
    return dict(held.select("contract_id", c.over_advance_cents).iter_rows())


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
