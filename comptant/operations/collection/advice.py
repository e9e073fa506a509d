"""What a buyer says that a payment pays (remittance advice): done as told when the money waits,
kept for it when it comes: step 5 of the matching, after numbers and amounts. Source: DOMAIN 5.8.
"""

import hashlib
import re
from datetime import date
from typing import Any

import polars as pl

from comptant.formats.advice import ADVICE_LINES
from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.collection.cash import allocate_as_told, payment_of
from comptant.operations.collection.unknown_money import move_to_contract
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.batch import check
from comptant.rules.calendar import value_day
from comptant.store import bulk

NOT_IN_A_KEY = re.compile("[^A-Z0-9]")


@operation
def advise(
    do: Act, *, lines: pl.DataFrame, amount_cents: int, currency: str, paid_on: date | None,
    reference: str, contract_id: int | None, payment_id: int | None, file_name: str, content: bytes,
) -> Answer:  # fmt: skip
    """Take in an advice (ADVICE_LINES): allocate the waiting payment of that sum and buyer as told,
    or keep the advice until it comes. `payment_id`: it is for that payment.

    What is deducted stays open, in dispute. Answers the advice, the payment if it was there, what
    was allocated. Refused: advice_does_not_fit (with each line and why), contract_unknown,
    contract_to_choose, payment_to_choose, payment_differs, advice_known, advice_empty.
    """
    return take_advice(do, lines=lines, amount_cents=amount_cents, currency=currency,
                       paid_on=paid_on, reference=reference, contract_id=contract_id,
                       payment_id=payment_id, file_name=file_name, content=content)  # fmt: skip


def take_advice(
    do: Act, *, lines: pl.DataFrame, amount_cents: int, currency: str, paid_on: date | None,
    reference: str, contract_id: int | None, payment_id: int | None, file_name: str, content: bytes,
    buyer_id: int | None = None,
) -> Answer:  # fmt: skip
    """The same inside another operation; of the invoices of one buyer alone, where it is known."""
    check(lines, ADVICE_LINES)
    if lines.is_empty():
        raise Refused("advice_empty", file=file_name)
    digest = hashlib.sha256(content).digest()
    if do.conn.execute("SELECT 1 FROM advice WHERE digest = %s", (digest,)).fetchone():
        raise Refused("advice_known", file=file_name)
    found = _found(do, lines, currency, contract_id, buyer_id)
    contract_id = found[0]["contract_id"]
    house = bulk.row(do.conn, "house") or {}
    keep_document(do, digest, file_name, "application/octet-stream", content, contract_id)
    lock_contracts(do, {house["id"], contract_id})
    contract = contract_in_force(do.conn, contract_id, do.on)
    # Once more, now that nobody else writes.
    found = _found(do, lines, currency, contract_id, buyer_id)
    advice = {
        "contract_id": contract_id, "id": bulk.take_ids(do.conn, 1)[0],
        "buyer_id": found[0]["buyer_id"], "reference": reference, "paid_on": paid_on,
        "amount_cents": amount_cents, "currency": currency,
    }  # fmt: skip
    if _is_known(do, advice, found):
        raise Refused("advice_known", file=file_name)
    payments = _payments(do, advice, payment_id)
    if payment_id is not None and not payments:
        raise Refused("payment_differs", payment_id=payment_id, amount_cents=amount_cents,
                      currency=currency)  # fmt: skip
    if len(payments) > 1:
        raise Refused("payment_to_choose", ids=[row["id"] for row in payments])
    _keep(do, advice | {"digest": digest, "act_id": do.id}, found)
    answer = {"advice_id": advice["id"], "contract_id": contract_id, "payment_id": None,
              "allocated_cents": 0, "amount_cents": amount_cents}  # fmt: skip
    return answer | (_use(do, contract, advice, payments[0], house["id"]) if payments else {})


def use_advices(do: Act, received: pl.DataFrame) -> Answer:
    """Step 5: payments of this operation that still wait whole, allocated as an advice that came
    before them says. One that fits no more, or fits several, is left to people."""
    used = 0
    house = bulk.row(do.conn, "house") or {}
    for advice in _waiting(do, received):
        lock_contracts(do, {house["id"], advice["contract_id"]})
        contract = contract_in_force(do.conn, advice["contract_id"], do.on)
        came = set(received["movement_id"])
        payments = [row for row in _payments(do, advice, None) if row["bank_movement_id"] in came]
        lines = _lines(do, advice)
        if len(payments) == 1 and _fits(do, contract, lines):
            _use(do, contract, advice, payments[0], house["id"])
            used += 1
    return {"advised": used}


def _waiting(do: Act, received: pl.DataFrame) -> list[bulk.Row]:
    if received.is_empty():
        return []
    sums = received["amount_cents"].unique().to_list()
    return bulk.rows(do.conn, "advices_waiting", sums=sums)


def _found(
    do: Act, lines: pl.DataFrame, currency: str, contract_id: int | None, buyer_id: int | None
) -> list[dict[str, Any]]:
    """Each line with its invoice, all of one contract and buyer. Refused as `advise` says."""
    keys = [NOT_IN_A_KEY.sub("", number.upper()) for number in lines["invoice_number"]]
    items = bulk.rows(do.conn, "items_by_number", keys=keys, contract_id=contract_id)
    items = [one for one in items if buyer_id in (None, one["buyer_id"])]
    homes: dict[tuple[int, int], dict[str, bulk.Row]] = {}
    for item in items:
        if item["currency"] == currency:
            home = homes.setdefault((item["contract_id"], item["buyer_id"]), {})
            if not home.get(item["number_key"], {}).get("open_cents"):
                home[item["number_key"]] = item
    most = max((len(home) for home in homes.values()), default=0)
    best = [key for key, home in homes.items() if len(home) == most]
    if len(best) > 1 and len({contract for contract, _ in best}) > 1:
        raise Refused("contract_to_choose", ids=sorted({contract for contract, _ in best}))
    home = homes[best[0]] if best else {}
    others = {item["number_key"] for item in items} - home.keys()
    wrong, done, seen = [], [], set()
    for row, key in zip(lines.iter_rows(named=True), keys, strict=True):
        item = home.get(key)
        why = _why_not(row, item, key in others, key in seen)
        seen.add(key)
        if why:
            wrong.append({"row_number": row["row_number"], "invoice_number": row["invoice_number"],
                          "amount_cents": row["amount_cents"], "why": why, "currency": currency,
                          "open_cents": item["open_cents"] if item else None})  # fmt: skip
        elif item:
            done.append({**item, **row})
    if wrong:
        numbers = [row["row_number"] for row in wrong]
        raise Refused("advice_does_not_fit", lines=numbers, told=wrong)
    return done


def _why_not(
    row: dict[str, Any], item: bulk.Row | None, is_of_other: bool, is_twice: bool
) -> str | None:
    """Why a line cannot be done, or None."""
    if item is None:
        return "OTHER_ACCOUNT" if is_of_other else "NUMBER_UNKNOWN"
    if is_twice:
        return "NUMBER_TWICE"
    open_cents, taken = item["open_cents"], row["amount_cents"] + row["deduction_cents"]
    if not open_cents:
        return "NOTHING_OPEN"
    if open_cents < 0 < taken or taken < 0 < open_cents:
        return "OTHER_SIDE"
    if row["amount_cents"] == 0 or abs(taken) > abs(open_cents):
        return "MORE_THAN_OPEN" if row["amount_cents"] else "NOTHING_PAID"
    return None


def _is_known(do: Act, advice: dict[str, Any], found: list[dict[str, Any]]) -> bool:
    """Whether the same was told before in other bytes: the same lines of the same payment, which
    waits, or whose day or reference says that it is no second one."""
    asked = ("contract_id", "buyer_id", "reference", "currency", "paid_on", "amount_cents")
    lines = {name: [row[name] for row in found]
             for name in ("invoice_id", "amount_cents", "deduction_cents")}  # fmt: skip
    same = bulk.row(
        do.conn, "same_advice", **{name: advice[name] for name in asked},
        invoice_ids=lines["invoice_id"], cents=lines["amount_cents"],
        deductions=lines["deduction_cents"],
    )  # fmt: skip
    return same is not None


def _payments(do: Act, advice: dict[str, Any], payment_id: int | None) -> list[bulk.Row]:
    """The payments that may be the one announced; those that name the advice, if any does."""
    asked = ("contract_id", "buyer_id", "reference", "currency", "paid_on")
    found = bulk.rows(
        do.conn, "payments_advised", cents=advice["amount_cents"], payment_id=payment_id,
        **{name: advice[name] for name in asked},
    )  # fmt: skip
    return [row for row in found if row["is_named"]] or found


def _keep(do: Act, advice: dict[str, Any], found: list[dict[str, Any]]) -> None:
    names = list(advice)
    do.conn.execute(
        """INSERT INTO advice (contract_id, id, buyer_id, reference, paid_on, amount_cents,
               currency, digest, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        [advice[name] for name in names],
    )
    bulk.copy_in(do.conn, "advice_line", pl.DataFrame([
        {"contract_id": advice["contract_id"], "advice_id": advice["id"],
         "invoice_id": row["invoice_id"], "amount_cents": row["amount_cents"],
         "deduction_cents": row["deduction_cents"], "reason": row["deduction_reason"] or ""}
        for row in found
    ]))  # fmt: skip


def _lines(do: Act, advice: dict[str, Any]) -> list[bulk.Row]:
    asked = {"contract_id": advice["contract_id"], "advice_id": advice["id"]}
    return bulk.rows(do.conn, "advice_lines", **asked)


def _fits(do: Act, contract: Contract, lines: list[bulk.Row]) -> bool:
    """Whether each invoice is still open for what the advice gives it."""
    ids = [line["invoice_id"] for line in lines]
    found = bulk.rows(do.conn, "open_items_by_id", contract_id=contract.id, ids=ids)
    opens = {row["id"]: row for row in found}
    return not any(item["is_claimed"] for item in found) and all(
        _why_not(line, opens.get(line["invoice_id"]), False, False) is None for line in lines
    )


def _use(
    do: Act, contract: Contract, advice: dict[str, Any], payment: bulk.Row, house_id: int
) -> Answer:
    """Allocate a payment as an advice says, and write that it did."""
    payment_id = payment["id"]
    if payment["contract_id"] == house_id:
        moved = move_to_contract(do, payment_id, contract.id, advice["buyer_id"])
        payment_id = moved["payment_id"]
    lines = _lines(do, advice)
    found = payment_of(do, contract.id, payment_id)
    day = value_day(found["value_on"], contract.terms["collection_value_days"])
    answer = allocate_as_told(
        do, contract, found, {line["invoice_id"]: line["amount_cents"] for line in lines}, day,
        {line["invoice_id"]: line["deduction_cents"] for line in lines},
    )  # fmt: skip
    do.conn.execute(
        """INSERT INTO advice_use (contract_id, advice_id, payment_id, used_on, act_id)
           VALUES (%s, %s, %s, %s, %s)""",
        (contract.id, advice["id"], payment_id, do.on, do.id),
    )
    return answer
