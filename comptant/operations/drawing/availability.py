"""What clients can draw now, why not more, and what would free it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import TypeVar

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Asked, User, check_scope, lock_contracts
from comptant.operations.collection.crediting import credit_due
from comptant.operations.portfolio.positions import buyer_facts, judge_again
from comptant.operations.portfolio.waterfall import Availability, availability
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.columns import c, shape
from comptant.rules.explanation import parts
from comptant.rules.reasons import REASONS
from comptant.store import bulk, transactions

DUE = shape("contract_id", "invoice_id")
INELIGIBLE = shape("contract_id", "buyer_id", "invoice_id", "hold", "ineligible_cents")
SHARED_OUT = ("BUYER", "BUYER_GROUP", "INSURER_POLICY")  # scopes on buyers, across contracts
_OVER_SHARE = {
    "reason": REASONS["over_share"].code, "rule": REASONS["over_share"].rule,
    "source": REASONS["over_share"].source, "freed_by": REASONS["over_share"].freed_by,
}  # fmt: skip
LOOKS = 3  # before a look waits its turn
Seen = TypeVar("Seen")


def look(conn: Connection, by: User, contract_id: int, on: date, at: datetime) -> Availability:
    """The availability as a draw would see it at this instant; nothing is kept.

    Invoices that time alone has changed since the last close are judged first, in a transaction
    that is rolled back: a preview is the real thing, not saved.
    """

    def seen(do: Act) -> Availability:
        check_scope(conn, by, contract_id)
        return availability_seen(do, [contract_id])

    return looked(conn, Asked(by, "preview", at, on), seen, [contract_id])


def looked(
    conn: Connection, asked: Asked, see: Callable[[Act], Seen], contract_ids: Iterable[int]
) -> Seen:
    """What `see` finds in a transaction that keeps nothing.

    It sees the database of one instant and waits for nobody's act. Where it would change what an
    act changes meanwhile, it looks again; after LOOKS, or within an act, it takes its turn.
    """
    do = Act(conn, 0, asked)
    for _ in range(0 if transactions.is_within(conn) else LOOKS):
        with suppress(*transactions.IN_THE_WAY), transactions.undone(conn, at_one_instant=True):
            return see(do)
    with transactions.undone(conn):
        lock_contracts(do, contract_ids)
        return see(do)


def shares(conn: Connection, by: User, contract_id: int, on: date) -> list[bulk.Row]:
    """What a contract was given of the ceilings that span contracts: its share of each, and nothing
    else of the ceiling. `is_stale`: the ceiling fell since, and what is in use is the share."""
    check_scope(conn, by, contract_id)
    return bulk.rows(conn, "shares_of_contract", contract_id=contract_id, on=on)


def drawable(
    conn: Connection, by: User, contract_ids: list[int], on: date, at: datetime
) -> dict[int, int]:
    """What a client may draw now on each of its own contracts, in one look that keeps nothing; the
    contracts of others, and those whose charge waits for a rate, are left out."""
    found = conn.execute(
        "SELECT id FROM contract WHERE id = ANY(%s) AND client_id = %s",
        (contract_ids, by.company_id),
    ).fetchall()
    own = [id_ for (id_,) in found]
    if not own:
        return {}
    see = partial(availability_seen, contract_ids=own, leave_unknown=True)
    seen = looked(conn, Asked(by, "preview", at, on), see, own)
    rows = seen.contracts.select("contract_id", "drawable_cents").iter_rows()
    return {int(contract_id): int(cents) for contract_id, cents in rows}


def availability_now(
    do: Act, contract_ids: Iterable[int], *, leave_unknown: bool = False
) -> Availability:
    """The availability of some contracts, locked, with what time has changed up to today."""
    ids = sorted(set(contract_ids))
    lock_contracts(do, ids)
    return availability_seen(do, ids, leave_unknown=leave_unknown)


def availability_seen(
    do: Act, contract_ids: list[int], *, leave_unknown: bool = False
) -> Availability:
    """availability_now of contracts that are locked, or looked at."""
    transactions.plan_for_few(do.conn, len(contract_ids))
    contracts = contracts_batch(do.conn, contract_ids, do.on)
    judge_due(do, contracts)
    return availability(do, contracts, leave_unknown=leave_unknown)


def judge_due(do: Act, contracts: pl.DataFrame) -> int:
    """Judge again the invoices whose answer changes by the passing of time, up to today: after
    crediting the instruments whose value date has come."""
    ids = contracts["contract_id"].to_list()
    credit_due(do, ids)
    due = bulk.read(do.conn, "due_to_change", DUE, ids=ids, on=do.on)
    return judge_again(do, contracts, due) if due.height else 0


def explain(
    conn: Connection, by: User, contract_id: int, on: date, at: datetime
) -> tuple[Availability, pl.DataFrame]:
    """The availability, and every euro between what was assigned and it (PARTS), summing to E."""

    def seen_and_told(do: Act) -> tuple[Availability, pl.DataFrame]:
        check_scope(conn, by, contract_id)
        seen = availability_seen(do, [contract_id])
        held = bulk.copy_out(
            conn, "ineligible_invoices", INELIGIBLE, contract_id=contract_id, on=on
        )
        told = parts(seen.exposures, seen.contracts, held)
        return seen, _with_ceilings(do, seen, told)

    return looked(conn, Asked(by, "preview", at, on), seen_and_told, [contract_id])


def _with_ceilings(do: Act, seen: Availability, told: pl.DataFrame) -> pl.DataFrame:
    """The parts with `binding_scope`: which ceiling keeps back what is over a limit or the line;
    a scope only, so that nothing is told of whoever shares it. Where a ceiling that the factor
    shares out binds, the reason is that one: no limit of the contract's own frees anything."""
    over = told.filter((c.part == "over_limit") & c.buyer_id.is_not_null())
    pairs = over.select("contract_id", "buyer_id").unique(maintain_order=True)
    buyers = buyer_facts(do, pairs).select("contract_id", "buyer_id", "binding_scope")
    line, share = seen.totals["line_cents"], seen.totals["line_allotment_cents"]
    is_shared = share is not None and (line is None or share < line)
    of_line = pl.lit("CLIENT_GROUP_LINE" if is_shared else "CONTRACT_LINE")
    keys = ["contract_id", "buyer_id"]
    scoped = told.join(buyers, on=keys, how="left", maintain_order="left").with_columns(
        pl.when(c.part == "over_limit")
        .then(c.binding_scope)
        .when(c.part == "line_cut")
        .then(of_line)
        .alias("binding_scope")
    )
    by_share = ((c.part == "over_limit") & c.binding_scope.is_in(SHARED_OUT)).fill_null(False)
    return scoped.with_columns(
        pl.when(by_share).then(pl.lit(said)).otherwise(pl.col(name)).alias(name)
        for name, said in _OVER_SHARE.items()
    )
