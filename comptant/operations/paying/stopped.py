"""What keeps orders from being released or written to a payment file, found in one place for all
purposes. Source: comptant/rules/paying_out.py."""

from collections.abc import Collection
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.books.run_up import charged_since_asked
from comptant.operations.paying.preparing import payees_of
from comptant.operations.portfolio.garnished import contestable, payable_cents
from comptant.operations.portfolio.waterfall import Availability
from comptant.operations.terms.contracts import Contract, contracts_in_force
from comptant.rules.availability import FROZEN
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.paying_out import GUARDED, NULLABLE, ORDERS, PAYING_OUT, STOPPED
from comptant.store import bulk

Row = dict[str, Any]


def guarded(orders: pl.DataFrame) -> pl.DataFrame:
    """The orders that pay the client, or for him."""
    return orders.filter(pl.col("purpose").is_in(GUARDED))


def judged(do: Act, orders: pl.DataFrame, seen: Availability | None) -> pl.DataFrame:
    """Orders (contract_id, order_id, purpose, amount_cents, item_id, payee_account_id,
    payee_party_id) with `release_refusal`, `file_refusal` and what they say. `seen`: the
    contracts of those that are guarded, locked; None where none is."""
    if orders.is_empty():
        return orders
    contracts, charged = {}, {}
    if seen is not None:
        contracts = {row["contract_id"]: row for row in seen.contracts.rows(named=True)}
        # A contract whose charge waits for a rate has no waterfall.
        contracts |= standing(do, set(guarded(orders)["contract_id"]) - set(contracts))
        charged = _charged(do, seen, orders)
    checks = dict(payees_of(do, orders["payee_party_id"])["payee_account_id", "payee_check"].rows())
    facts = [_facts(do, row, contracts.get(row["contract_id"]), charged, checks)
             for row in orders.rows(named=True)]  # fmt: skip
    rows = [{name: row[name] for name in ORDERS.names} for row in facts]
    told = decide(ORDERS.frame(rows), PAYING_OUT, nullable=NULLABLE)
    given = [name for name in orders.columns if name not in told.columns]
    contested = pl.Series("garnishment_reference", [row["contestable"] for row in facts], pl.String)
    return orders.select(given).hstack([*told.get_columns(), contested])


def refusal_of(row: Row) -> Refused:
    """Why an order is not released, as a value."""
    order_id = row["order_id"]
    match row["release_refusal"]:
        case "contract_stopped":
            return Refused("contract_stopped", contract_status=row["contract_status"],
                           order_id=order_id)  # fmt: skip
        case "availability_fell":
            return Refused("availability_fell", order_id=order_id,
                           missing_cents=row["missing_cents"])  # fmt: skip
        case "garnishment_not_confirmed":
            return Refused("garnishment_not_confirmed", reference=row["garnishment_reference"],
                           order_id=order_id)  # fmt: skip
        case code:
            return Refused(code, iban=row["iban"], holder=row["holder"], order_id=order_id)


def check_paying(do: Act, contract: Contract) -> None:
    """Whether a locked contract may pay anything to its client, or for him. Refused:
    contract_not_drawing."""
    status = standing(do, [contract.id])[contract.id]["contract_status"]
    if status in STOPPED:
        raise Refused("contract_not_drawing", contract_status=status, contract_id=contract.id)


def garnished_cents(do: Act, contract: Contract) -> int:
    """What garnishments hold of a locked contract."""
    return int(standing(do, [contract.id])[contract.id]["garnished_cents"])


def standing(do: Act, ids: Collection[int]) -> dict[int, Row]:
    """The state of locked contracts, FROZEN instead where suspicion of fraud freezes them, and what
    garnishments hold, taken as not kept back."""
    if not ids:
        return {}
    known = contracts_in_force(do.conn, sorted(ids), do.on)
    rows = bulk.rows(do.conn, "availability_facts", ids=sorted(ids), on=do.on)
    none = {"available_cents": 0, "garnished_held_cents": 0}
    return {row["contract_id"]: {
        **row, **none,
        "contract_status": FROZEN if row["is_frozen"] else known[row["contract_id"]].terms["status"]
    } for row in rows}  # fmt: skip


def _facts(
    do: Act, row: Row, contract: Row | None, charged: dict[int, int], checks: dict[int, Any]
) -> Row:
    """ORDERS of one order, and the garnishment `contestable` that it pays; `contract`: its
    waterfall, None where the order is not guarded."""
    purpose = row["purpose"]
    facts = {"order_id": row["order_id"], "purpose": purpose, "contract_status": "",
             "payee_check": checks.get(row["payee_account_id"]), "missing_cents": 0,
             "unkept_cents": 0, "is_contestable": False, "contestable": None}  # fmt: skip
    if contract is None:
        return facts
    kept = contract["garnished_held_cents"]
    facts["contract_status"] = contract["contract_status"]
    facts["unkept_cents"] = contract["garnished_cents"] - kept
    if purpose in ("DRAW", "FORWARD"):
        missing = -contract["available_cents"]
        facts["missing_cents"] = missing - (
            charged.get(row["contract_id"], 0) if missing > 0 else 0
        )
    elif purpose == "BALANCE":
        facts["missing_cents"] = row["amount_cents"] - balance_cents(contract)
    elif purpose == "GARNISHMENT":
        of = (row["contract_id"], row["item_id"])
        facts["missing_cents"] = row["amount_cents"] - payable_cents(do, *of, kept)
        facts["contestable"] = contestable(do, *of)
        facts["is_contestable"] = facts["contestable"] is not None
    return facts


def balance_cents(contract: Row) -> int:
    """What of the account of a contract in run-off is the client's to have: less what garnishments
    hold of it (a row of the waterfall)."""
    account = int(contract["current_account_cents"] + contract["pending_cents"])
    return account - int(contract["garnished_cents"])


def _charged(do: Act, seen: Availability, orders: pl.DataFrame) -> dict[int, int]:
    """What charges alone have taken since draws were asked for, of contracts that lack."""
    draws = orders.filter(pl.col("purpose").is_in(("DRAW", "FORWARD")))
    short = seen.contracts.filter(c.available_cents < 0).join(draws, on="contract_id", how="semi")
    if short.is_empty():
        return {}
    terms = seen.terms.join(short, on="contract_id", how="semi", maintain_order="left")
    found = charged_since_asked(do, terms)
    return dict(found["contract_id", "charged_since_cents"].rows())
