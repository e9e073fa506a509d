"""Money asked for, within what is available at that instant."""

from typing import Any

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import (
    Act,
    Answer,
    Asked,
    Refused,
    check_scope,
    lock_contracts,
    operation,
    told,
)
from comptant.operations.books.waiting_interest import rates_missing
from comptant.operations.drawing.availability import availability_now
from comptant.operations.paying.orders import CANCELLED, take_step
from comptant.operations.paying.preparing import (
    payee_blocked,
    payees_of,
    prepare_many,
    promised,
)
from comptant.operations.portfolio.waterfall import Availability
from comptant.operations.registry import delegations
from comptant.operations.terms.contracts import contracts_batch, of_contracts
from comptant.rules.batch import check, collected, decide
from comptant.rules.columns import c, shape
from comptant.rules.drawing import DRAWING
from comptant.store import bulk, transactions

DRAWS_MAX = 2_000  # contracts in one act: a longer list is cut by whoever sends it
# One row per contract on which money is asked for; no amount: all of it; no account: the only one.
DRAWS = shape("contract_id", "wanted_cents?", "payee_account_id?")

MEANT = shape("payee_count", "payee_account_id?", "iban?", "holder?", "payee_check?")
OF_CONTRACT = ("client_id", "contract_currency", "cutoff_hour", "promised_hours")


@operation
def draw(
    do: Act, *, contract_id: int, amount_cents: int | None, payee_account_id: int | None
) -> Answer:
    """Ask for money: within the availability computed here, under the contract's lock.

    No amount: all of it. Answers the order, its approval, what was available, and the promised
    hour. Who keeps the books for an accountant's firm draws what the client has delegated: the
    answer then says for whom (`client_id`) and under which delegation (`delegation_id`), and all of
    it is no more than the limit.

    Refused: contract_not_drawing, draw_not_positive, beyond_availability, nothing_available,
    payee_unknown, payee_to_choose, payee_check_failed, payee_not_called_back, payee_too_new,
    not_delegated, beyond_delegation,
    delegate_in_person.
    """
    wanted = DRAWS.frame([{"contract_id": contract_id, "wanted_cents": amount_cents,
                           "payee_account_id": payee_account_id}])  # fmt: skip
    seen = availability_now(do, [contract_id])  # under the lock, which a revocation takes too
    held = delegations.delegated(do, contract_id)
    granted, refused = _grant(do, seen, _limited(seen, held, wanted))
    for refusal in refused:
        raise refusal
    if held is None:
        return granted[0]
    delegations.keep_draw(do, contract_id, held, granted[0])
    return {**granted[0], "client_id": held["client_id"], "delegation_id": held["approval_id"]}


@operation
def draw_many(do: Act, *, wanted: pl.DataFrame) -> Answer:
    """Ask for money on many contracts (DRAWS, each once, at most DRAWS_MAX) in one act.

    Each contract has its own answer: an order, as draw() gives it, or the reason why not. Refused
    as a whole: contract_unknown, contract_not_in_force, contract_twice, too_many_contracts.
    """
    wanted = check(wanted, DRAWS)
    if wanted.height > DRAWS_MAX:
        raise Refused("too_many_contracts", contracts=wanted.height, most=DRAWS_MAX)
    twice = wanted.filter(c.contract_id.is_duplicated())["contract_id"]
    if len(twice):
        raise Refused("contract_twice", contract_id=twice[0])
    ids = wanted["contract_id"].to_list()
    _check_scope(do, ids)
    granted, refused = _grant_known(do, wanted) if ids else ([], [])
    return {"orders": granted, "refused": [told(each) for each in refused], "count": len(granted),
            "total_cents": sum(order["amount_cents"] for order in granted)}  # fmt: skip


@operation
def cancel_draw(do: Act, *, contract_id: int, order_id: int) -> Answer:
    """Take back money asked for, while nobody has released it: it may be asked for again at once.

    Refused: order_unknown, order_not_a_draw, draw_released, step_taken.
    """
    lock_contracts(do, [contract_id])
    order = bulk.row(do.conn, "order", contract_id=contract_id, id=order_id)
    if order is None:
        raise Refused("order_unknown", order_id=order_id)
    if order["purpose"] != "DRAW":
        raise Refused("order_not_a_draw", order_id=order_id)
    if set(order["steps"]) - {"REFUSED"}:
        raise Refused("draw_released", order_id=order_id)
    take_step(do, order, "REFUSED", reason=CANCELLED)
    return {"order_id": order_id, "amount_cents": order["amount_cents"],
            "currency": order["currency"]}  # fmt: skip


def preview_draws(conn: Connection, asked: Asked, wanted: pl.DataFrame) -> Answer:
    """What draw_many would answer at this instant, or, of one contract, draw: rolled back."""
    do = Act(conn, 0, asked)
    with transactions.undone(conn):
        ids = wanted["contract_id"].to_list()
        held = _held(do, ids)
        if held is None:
            granted, refused = _grant_known(do, wanted)
        else:
            seen = availability_now(do, ids)
            granted, refused = _grant(do, seen, _limited(seen, held, wanted))
            for order in granted:
                delegations.check_limit(held, order)
        return {"orders": granted, "refused": [told(each) for each in refused]}


def _held(do: Act, contract_ids: list[int]) -> bulk.Row | None:
    """Under which delegation one contract is drawn on; many are one's own."""
    if len(contract_ids) != 1:
        _check_scope(do, contract_ids)
        return None
    check_scope(do.conn, do.by, contract_ids[0])
    return delegations.delegated(do, contract_ids[0])


def _limited(seen: Availability, held: bulk.Row | None, wanted: pl.DataFrame) -> pl.DataFrame:
    """What is asked for (DRAWS); of who draws for a client, all of it is no more than the limit."""
    if held is None:
        return wanted
    limit = held["draw_limit_cents"]
    (drawable,) = of_contracts(seen.contracts, wanted["contract_id"], ("drawable_cents",))
    most = pl.when(drawable > limit).then(pl.lit(limit, pl.Int64))
    return wanted.with_columns(wanted_cents=c.wanted_cents.fill_null(most))


def _check_scope(do: Act, contract_ids: list[int]) -> None:
    """A client acts on its own contracts only; another's is as if it did not exist."""
    if do.by.is_factor:
        return
    found = do.conn.execute(
        "SELECT id FROM contract WHERE id = ANY (%s) AND client_id = %s",
        (contract_ids, do.by.company_id),
    ).fetchall()
    missing = sorted(set(contract_ids) - {id_ for (id_,) in found})
    if missing:
        raise Refused("contract_unknown", contract_id=missing[0])


def _grant_known(do: Act, wanted: pl.DataFrame) -> tuple[list[Answer], list[Refused]]:
    """_grant, where a contract whose charge waits for a rate is refused alone."""
    seen = availability_now(do, wanted["contract_id"], leave_unknown=True)
    known = wanted.join(seen.contracts, on="contract_id", how="semi", maintain_order="left")
    granted, refused = _grant(do, seen, known)
    if known.height == wanted.height:
        return granted, refused
    left = wanted.join(known, on="contract_id", how="anti")["contract_id"]
    contracts = contracts_batch(do.conn, left, do.on)
    missing = rates_missing(do, contracts, do.on).iter_rows(named=True)
    waits = [Refused("rate_missing", rate_index=row["rate_index"], day=row["from_on"],
                     contract_id=row["contract_id"]) for row in missing]  # fmt: skip
    return granted, [*refused, *waits]


def _grant(do: Act, seen: Availability, wanted: pl.DataFrame) -> tuple[list[Answer], list[Refused]]:
    """Orders for what may be drawn of DRAWS, and the refusals."""
    of = wanted["contract_id"]
    facts = wanted.hstack([
        *of_contracts(seen.terms, of, OF_CONTRACT),
        *of_contracts(seen.contracts, of, ("available_cents", "drawable_cents", "contract_status")),
    ])  # fmt: skip
    payees = payees_of(do, facts["client_id"])
    facts = decide(_with_payees(facts, payees), DRAWING, nullable=("draw_refusal",))
    granted = facts.hstack([promised(facts, do.asked.at)]).lazy().filter(c.draw_refusal.is_null())
    rows = collected(granted.with_columns(
        c.contract_currency.alias("currency"), pl.lit("DRAW").alias("purpose"),
        c.asked_cents.alias("amount_cents"), c.drawable_cents.alias("available_cents"),
        pl.lit(0, pl.Int64).alias("item_id"),
    ))  # fmt: skip
    orders = prepare_many(do, rows)
    available = dict(rows[["contract_id", "drawable_cents"]].iter_rows())
    for order in orders:
        order["available_cents"] = available[order["contract_id"]]
    refused = (row for row in facts.iter_rows(named=True) if row["draw_refusal"])
    return orders, [_refusal(row, payees) for row in refused]


def _refusal(row: dict[str, Any], payees: pl.DataFrame) -> Refused:
    """The refusal of one request, as a value."""
    contract_id, party_id = row["contract_id"], row["client_id"]
    match row["draw_refusal"]:
        case "draw_not_positive":
            return Refused("draw_not_positive", amount_cents=row["asked_cents"],
                           contract_id=contract_id)  # fmt: skip
        case "contract_not_drawing":
            return Refused("contract_not_drawing", contract_status=row["contract_status"],
                           contract_id=contract_id)  # fmt: skip
        case "nothing_available":
            return Refused("nothing_available", available_cents=row["available_cents"],
                           contract_id=contract_id)  # fmt: skip
        case "beyond_availability":
            return Refused(
                "beyond_availability", amount_cents=row["asked_cents"],
                available_cents=row["drawable_cents"], contract_id=contract_id,
            )  # fmt: skip
        case "payee_unknown":
            return Refused("payee_unknown", party_id=party_id, contract_id=contract_id)
        case "payee_to_choose":
            ibans = payees.filter(c.party_id == party_id)["iban"].to_list()
            return Refused("payee_to_choose", party_id=party_id, ibans=ibans,
                           contract_id=contract_id)  # fmt: skip
        case _:
            blocked = payee_blocked(row)
            return Refused(blocked.code, **blocked.facts, contract_id=contract_id)


def _with_payees(rows: pl.DataFrame, payees: pl.DataFrame) -> pl.DataFrame:
    """The rows (client_id, payee_account_id) with the account named or the client's only one."""
    of_party: dict[int, list[bulk.Row]] = {}
    for account in payees.iter_rows(named=True):
        of_party.setdefault(account["party_id"], []).append(account)
    meant = []
    for client_id, named in rows[["client_id", "payee_account_id"]].iter_rows():
        found = [account for account in of_party.get(client_id, [])
                 if named in (None, account["payee_account_id"])]  # fmt: skip
        meant.append({**(found[0] if found else {}), "payee_count": len(found)})
    told = MEANT.frame({name: account.get(name) for name in MEANT.names} for account in meant)
    kept = [name for name in rows.columns if name != "payee_account_id"]
    return rows[kept].hstack(told.get_columns())
