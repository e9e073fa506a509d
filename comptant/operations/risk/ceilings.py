"""Ceilings that span contracts: their shares are fitted when they fall, so that contracts together
never pass what is left. Draws and remittances read their own share and lock only their contract.
"""

from datetime import date, timedelta

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again_one
from comptant.rules.ceilings import CEILING_SHARES, fit
from comptant.rules.columns import c
from comptant.rules.postings import FUNDS_IN_USE_ACCOUNTS
from comptant.store import bulk

TRIES = 5  # a contract may be given its first share between our look and our locks


def shares(do: Act, ceiling_id: int, on: date) -> list[bulk.Row]:
    """The contracts under a ceiling: what each was given of it, and what it carries under it."""
    return bulk.rows(
        do.conn, "ceiling_shares", ceiling_id=ceiling_id, on=on,
        accounts=list(FUNDS_IN_USE_ACCOUNTS),
    )  # fmt: skip


def amount_cents(do: Act, ceiling_id: int, on: date) -> int:
    """What a ceiling amounts to on a day; nothing before its first day."""
    found = bulk.row(do.conn, "ceiling_amount", ceiling_id=ceiling_id, on=on)
    return int(found["amount_cents"]) if found else 0


def lock_ceilings(do: Act, ceiling_ids: list[int], also: list[int]) -> None:
    """Lock the contracts under ceilings (and others) in id order, then the ceilings themselves."""
    lock_many(do)
    for _ in range(TRIES):
        sharing = _sharing(do, ceiling_ids)
        try:
            with do.conn.transaction():
                lock_contracts(do, sharing | set(also))
                do.conn.execute(
                    "SELECT 1 FROM ceiling WHERE id = ANY (%s) ORDER BY id FOR UPDATE",
                    (ceiling_ids,),
                )
                if _sharing(do, ceiling_ids) - sharing:
                    raise _SharedMeanwhile
                return
        except _SharedMeanwhile:
            continue
    raise Refused("busy", contract_id=0)


def _sharing(do: Act, ceiling_ids: list[int]) -> set[int]:
    return {row["contract_id"] for id_ in ceiling_ids for row in shares(do, id_, do.on)}


class _SharedMeanwhile(Exception):
    pass


def fit_shares(do: Act, ceiling_id: int, on: date) -> list[int]:
    """Cut the shares of a locked ceiling to what it amounts to on a day; the contracts whose share
    was written again. Nothing is written where no share is older than the ceiling's fall."""
    found = shares(do, ceiling_id, on)
    if not any(row["is_stale"] for row in found) and not _is_passed(do, ceiling_id, found):
        return []
    ceiling_cents = amount_cents(do, ceiling_id, on)
    given = pl.DataFrame({"contract_id": [row["contract_id"] for row in found if row["is_given"]]},
                         schema={"contract_id": pl.Int64})  # fmt: skip
    fitted = fit(CEILING_SHARES.frame([
        {"contract_id": row["contract_id"], "ceiling_cents": ceiling_cents,
         "share_cents": row["share_cents"], "carried_cents": row["carried_cents"]}
        for row in found
    ])).join(given, on="contract_id", how="semi")  # fmt: skip
    write_shares(do, ceiling_id, fitted.select(
        "contract_id", c.fitted_share_cents.alias("share_cents")), on)  # fmt: skip
    return fitted["contract_id"].to_list()


def _is_passed(do: Act, ceiling_id: int, found: list[bulk.Row]) -> bool:
    """Whether the shares, or what is carried beyond them, pass the ceiling of today."""
    most = sum(max(row["share_cents"], row["carried_cents"]) for row in found)
    return most > amount_cents(do, ceiling_id, do.on)


def write_shares(do: Act, ceiling_id: int, rows: pl.DataFrame, on: date) -> None:
    """Give contracts their shares (contract_id, share_cents), as of a day."""
    bulk.execute(do.conn, "allot", ceiling_id=ceiling_id, act_id=do.id, on=on, **bulk.arrays(rows))


@operation
def fit_ceiling(do: Act, *, ceiling_id: int) -> Answer:
    """At the close: a ceiling that falls tomorrow, or fell, has its shares cut to what is left."""
    lock_ceilings(do, [ceiling_id], [])
    fitted = fit_shares(do, ceiling_id, do.on + timedelta(days=1))
    judged = sum(judge_under(do, ceiling_id, contract_id) for contract_id in fitted)
    return {"ceiling_id": ceiling_id, "shares": len(fitted), "judged": judged}


def ceilings_to_fit(conn: Connection, day: date) -> list[int]:
    """The ceilings whose shares were given before a fall that counts on the day after."""
    found = bulk.rows(conn, "stale_ceilings", on=day + timedelta(days=1))
    return [row["ceiling_id"] for row in found]


def judge_under(do: Act, ceiling_id: int, contract_id: int) -> int:
    """Judge again the buyers of a contract that a ceiling covers, and pay what that frees where the
    contract pays by itself; how many invoices moved."""
    found = do.conn.execute("SELECT scope, party_id FROM ceiling WHERE id = %s", (ceiling_id,))
    ((scope, party_id),) = found.fetchall()
    buyers = bulk.rows(
        do.conn, "buyers_under", contract_id=contract_id, scope=scope, party_id=party_id, on=do.on
    )
    return judge_buyers_of(do, contract_id, [row["buyer_id"] for row in buyers])


def judge_buyers_of(do: Act, contract_id: int, buyer_ids: list[int]) -> int:
    """A buyer's limit moves its waiting amounts, a first one also ends 'buyer pending'; then what
    is free is paid where the contract pays by itself. How many invoices moved."""
    pending = bulk.rows(do.conn, "invoices_pending", contract_id=contract_id, buyer_ids=buyer_ids)
    changed = judge_again_one(do, contract_id, [row["id"] for row in pending], buyer_ids)
    fund_freed(do, [contract_id])
    return changed
