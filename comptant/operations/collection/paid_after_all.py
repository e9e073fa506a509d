"""The return of an instrument that was told by mistake, undone by two people as long as our bank
has not debited it: its money is again where it had been, and pays again what it had paid.

Source: DOMAIN 4.3, 5.8.
"""

import json
from collections import defaultdict

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many
from comptant.operations.acts.approval import propose
from comptant.operations.books.charges_back import reverse_charges
from comptant.operations.books.reversing import against
from comptant.operations.collection.cash import allocate_as_told, open_payments, payment_of
from comptant.operations.collection.debit_unnamed import naming, unname
from comptant.operations.collection.homes import moved_on
from comptant.operations.collection.instruments import take_steps
from comptant.operations.collection.reversals import payments_of
from comptant.operations.paying.claims import (
    CHARGED,
    CLAIMED,
    PAID,
    REPAID,
    drop_claims,
    spend_again,
)
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contract_in_force, contracts_batch
from comptant.store import bulk

# The events that tell a return, and those by which its money has come back to it.
RETURNS = ("instrument_returned", "instrument_uncredited")
BROUGHT = (*RETURNS, "payment_moved_in", "payment_moved_out")
Rows = list[bulk.Row]


def return_of(do: Act, contract_id: int, entry_id: int) -> bulk.Row | None:
    """The return of an instrument that an entry tells (return_to_undo), if it is one and holds,
    with the `naming` of its debit, if somebody has named one.

    Refused: return_debited, instrument_again (the same one was entered again since).
    """
    found = bulk.rows(do.conn, "return_to_undo", contract_id=contract_id, entry_id=entry_id)
    if not found:
        return None
    (row,) = found
    row["naming"] = naming(do, contract_id, instrument_id=row["instrument_id"])
    if row["is_debited"] and row["naming"] is None:
        raise Refused("return_debited", instrument_id=row["instrument_id"])
    if row["again_id"] is not None:
        raise Refused("instrument_again", instrument_id=row["instrument_id"],
                      other_id=row["again_id"])  # fmt: skip
    return row


def propose_paid(do: Act, row: bulk.Row, reason: str) -> Answer:
    """Propose that an instrument said unpaid (return_of) was not."""
    also = {*row["contract_ids"], *([row["naming"]["house_id"]] if row["naming"] else [])}
    said = {"what": "undo", "entry_id": row["entry_id"], "event": row["event"],
            "invoice_ids": [], "number": row["number"], "reason": reason,
            "also_contract_ids": sorted(also)}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=row["amount_cents"], currency=row["currency"],
        contract_id=row["contract_id"], subject_id=row["entry_id"],
    )  # fmt: skip
    return {"entry_id": row["entry_id"], "approval_id": approval_id,
            "amount_cents": row["amount_cents"]}  # fmt: skip


def paid_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved undoing of a return does, if nothing stands in its way by now: the money is
    where it was before, a debit that was named as its own waits, the claims made are dropped, what
    was paid is paid again as far as it is still owed, and the fee for the unpaid item is given
    back."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_many(do)
    lock_contracts(do, {contract_id, *asked["also_contract_ids"]})
    row = return_of(do, contract_id, asked["entry_id"])
    if row is None:
        raise Refused("entry_reversed", entry_id=asked["entry_id"])
    if row["naming"]:
        unname(do, row["naming"], asked["reason"])
    done = bulk.rows(do.conn, "done_by_return", contract_ids=row["contract_ids"],
                     act_id=row["act_id"])  # fmt: skip
    entry_id, buyers = _brought_back(do, row, done)
    _claims_dropped(do, row, done)
    take_steps(do, [
        {"contract_id": contract_id, "instrument_id": row["instrument_id"], "step": "UNRETURNED",
         "turn": row["turn"], "value_on": row["value_on"], "entry_id": entry_id,
         "reason": asked["reason"]}
    ])  # fmt: skip
    _paid_again(do, done)
    # Not before: what pays again suspends no approval on its way.
    if buyers.height:
        contracts = contracts_batch(do.conn, set(buyers["contract_id"]), do.on)
        judge_again(do, contracts, NO_INVOICES, buyers)
    _no_incident(do, row, asked["reason"])
    for fee in bulk.rows(do.conn, "unpaid_fee_of", contract_id=contract_id, act_id=row["act_id"]):
        reversal_id = against(do, contract_id, fee["entry_id"], None)
        reverse_charges(do, contract_id, fee["entry_id"], reversal_id)
    return {"contract_id": contract_id, "entry_id": entry_id, "reverses_id": row["entry_id"]}


def _brought_back(do: Act, row: bulk.Row, done: Rows) -> tuple[int, pl.DataFrame]:
    """The entries by which the money came back and left, each with one against it; the id of the
    one against the return, and the buyers (contract_id, buyer_id) of whom more, or less, waits."""
    moved: dict[tuple[int, int], Rows] = defaultdict(list)
    for one in done:
        if one["event"] in BROUGHT:
            moved[one["contract_id"], one["entry_id"]].append(one)
    moved.setdefault((row["contract_id"], row["entry_id"]), [])  # one that had brought nothing yet
    ids = {key: against(do, *key, _opposite(rows)) for key, rows in moved.items()}
    waits: dict[tuple[int, int], int] = defaultdict(int)
    for one in (one for rows in moved.values() for one in rows):
        waits[one["contract_id"], one["item_id"]] += one["amount_cents"]
    first = (row["contract_id"], row["payment_id"])
    homes = [one for rows in moved.values() for one in rows if one["event"] == "payment_moved_out"]
    moved_on(do, [on for one in homes for on in (
        (one["contract_id"], one["item_id"], -one["amount_cents"]),
        (*first, one["amount_cents"]))])  # fmt: skip
    return ids[row["contract_id"], row["entry_id"]], _wait(do, waits)


def _opposite(rows: Rows) -> pl.DataFrame | None:
    if not rows:
        return None
    return pl.DataFrame([
        {"item_id": one["item_id"], "account": one["account"], "against_id": one["against_id"],
         "amount_cents": -one["amount_cents"], "approved_cents": 0}
        for one in rows
    ])  # fmt: skip


def _wait(do: Act, waits: dict[tuple[int, int], int]) -> pl.DataFrame:
    """So much more of payments (contract, payment) waits, on their buyers where they are known:
    these (contract_id, buyer_id), to be judged once it is said what is paid again."""
    known = payments_of(do, list(waits))
    rows = pl.DataFrame([
        {"contract_id": key[0], "payment_id": key[1], "buyer_id": known[key]["buyer_id"],
         "cents": cents} for key, cents in waits.items() if cents
    ], schema=dict.fromkeys(("contract_id", "payment_id", "buyer_id", "cents"), pl.Int64)
    )  # fmt: skip
    pairs = rows.select("contract_id", "buyer_id").unique()
    if rows.is_empty():
        return pairs
    house = bulk.row(do.conn, "house") or {}
    contracts = contracts_batch(do.conn, set(rows["contract_id"]) - {house["id"]}, do.on)
    open_payments(do, contracts, rows)
    return pairs.filter((pl.col("contract_id") != house["id"]) & (pl.col("buyer_id") != 0))


def _claims_dropped(do: Act, row: bulk.Row, done: Rows) -> None:
    """Nobody owes what had gone of the money; what its return had undone is done again."""
    money = [one for one in done if one["account"] == "UNAL"]
    claimed = [one for one in money if one["event"] in (CHARGED, CLAIMED)]
    if claimed:
        drop_claims(do, pl.DataFrame([
            {"contract_id": one["contract_id"], "item_id": one["item_id"],
             "order_id": one["against_id"]} for one in claimed
        ]).unique(maintain_order=True))  # fmt: skip
        # What had gone out of nobody's money was claimed as if it had gone from the first payment.
        moved_on(do, [(one["contract_id"], one["item_id"], -one["amount_cents"])
                      for one in claimed if one["is_house_order"]])  # fmt: skip
    again = []
    for one in money:
        if one["event"] not in (PAID, REPAID):
            continue
        is_paid = one["event"] == PAID
        cents = -one["amount_cents"]
        of_id = one["against_id"] if is_paid else one["reverses_id"]
        again.append({
            "contract_id": one["contract_id"], "payment_id": one["item_id"], "of_id": of_id,
            "owed_id": of_id, "event": one["event"], "value_on": one["value_on"],
            "currency": row["currency"],
            "cents": max(min(cents, one["owed_cents"]), 0) if is_paid else cents,
        })  # fmt: skip
    spend_again(do, again)


def _paid_again(do: Act, done: Rows) -> None:
    """What the return had taken back from invoices and debts guaranteed is given again, as far as
    it is owed, with its value date; what is not, waits."""
    given: dict[tuple[int, int, object], dict[int, int]] = defaultdict(dict)
    for one in done:
        if one["event"] == "allocation" and one["account"] == "DEB":
            payment_id, item_id, cents = one["against_id"], one["item_id"], one["amount_cents"]
        elif one["event"] == "recovery" and one["account"] == "UNAL":
            payment_id, item_id, cents = one["item_id"], one["against_id"], -one["amount_cents"]
        else:
            continue
        if one["reverses_id"] is not None:
            of = given[one["contract_id"], payment_id, one["first_value_on"]]
            of[item_id] = of.get(item_id, 0) + cents
    for (contract_id, payment_id, value_on), items in given.items():
        contract = contract_in_force(do.conn, contract_id, do.on)
        payment = payment_of(do, contract_id, payment_id)
        wanted = _possible(do, contract_id, items, payment["open_cents"])
        if wanted:
            allocate_as_told(do, contract, payment, wanted, value_on)


def _possible(do: Act, contract_id: int, items: dict[int, int], most: int) -> dict[int, int]:
    """The items as far as they are open and the money goes; without credit notes where not all of
    it can be given."""
    found = bulk.rows(do.conn, "open_items_by_id", contract_id=contract_id, ids=list(items))
    opens = {row["id"]: row["open_cents"] for row in found if not row["is_claimed"]}
    if all((cents > 0 and cents <= opens.get(id_, 0)) or opens.get(id_, 0) <= cents < 0
           for id_, cents in items.items()) and 0 < sum(items.values()) <= most:  # fmt: skip
        return items
    wanted = {}
    for id_, cents in items.items():
        cents = min(cents, opens.get(id_, 0), most)
        if cents > 0:
            wanted[id_] = cents
            most -= cents
    return wanted


def _no_incident(do: Act, row: bulk.Row, reason: str) -> None:
    """The buyer has had no incident, where this was his last: what was told before holds again."""
    before = bulk.rows(do.conn, "incident_before", contract_id=row["contract_id"],
                       buyer_id=row["buyer_id"], act_id=row["act_id"])  # fmt: skip
    if not before:
        return
    bulk.execute(
        do.conn, "insert_buyer_facts", name="payment_incident_on", valid_from_on=do.on,
        value=json.dumps(before[0]["before_on"] or None), act_id=do.id,
        contract_ids=[row["contract_id"]], buyer_ids=[row["buyer_id"]],
        sources=[f"{row['payment_means']} {row['number']}: {reason}"],
    )  # fmt: skip
