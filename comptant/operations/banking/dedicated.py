"""What statements say of the accounts dedicated to collection: sweeps that have left, arrived or
come back, and what has left such an account otherwise, which the client owes us."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.banking.sweeps import REFERENCE, keep_sweep, take_step
from comptant.operations.books.ledger import book
from comptant.operations.collection.reversals import take_back_payments
from comptant.rules.columns import c
from comptant.store import bulk

Row = dict[str, Any]
UNDER_WAY = timedelta(days=10)  # longer, no transfer takes


@dataclass
class Sweeps:
    """The dedicated accounts, our own by IBAN, the sweeps that are not over, and what was told."""

    accounts: dict[int, Row]
    by_iban: dict[str, Row]
    ours: dict[str, int]
    open: list[Row]
    movement_ids: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: {"sweeps_left": 0, "sweeps_arrived": 0, "sweeps_returned": 0,
                                 "taken": 0})  # fmt: skip


def tell_sweeps(do: Act, new: pl.DataFrame) -> Sweeps:
    """Book the sweeps that lines (NEW_MOVEMENTS) tell: debits of dedicated accounts, credits of
    ours, and credits by which one comes back. One that no file ordered is the bank's own."""
    told = _known(do)
    if not told.accounts or new.is_empty():
        return told
    ids = set(told.accounts)
    mine = new.filter(
        c.own_account_id.is_in(list(ids))
        | c.payer_iban.is_in(list(told.by_iban)).fill_null(False)
        | c.end_to_end_reference.str.starts_with(REFERENCE).fill_null(False)
    )
    if mine.height:
        lock_contracts(do, {row["contract_id"] for row in told.accounts.values()})
    for row in mine.sort("amount_cents").iter_rows(named=True):
        if row["own_account_id"] in ids:
            if row["amount_cents"] < 0:
                _left(do, told, row)
            else:
                _returned(do, told, row)
        elif row["amount_cents"] > 0:
            _arrived(do, told, row)
    return told


def tell_taken(do: Act, new: pl.DataFrame, told: Sweeps) -> None:
    """Book the other debits of dedicated accounts, once what came there is booked: payments that
    the bank takes back; and what the client has taken, or its bank, which it owes us."""
    left = new.filter(
        c.own_account_id.is_in(list(told.accounts)), c.amount_cents < 0,
        ~c.movement_id.is_in(told.movement_ids),
    )  # fmt: skip
    taken_back = take_back_payments(do, left)
    for row in left.iter_rows(named=True):
        if row["movement_id"] not in taken_back:
            account = told.accounts[row["own_account_id"]]
            lock_contracts(do, [account["contract_id"]])
            _booked(do, account, "dedicated_taken", "taken", row, -row["amount_cents"])
            told.counts["taken"] += 1


def _known(do: Act) -> Sweeps:
    accounts = {row["own_account_id"]: row for row in bulk.rows(do.conn, "dedicated_accounts")}
    if not accounts:
        return Sweeps({}, {}, {}, [])
    found = do.conn.execute("SELECT iban, id FROM own_account WHERE NOT is_client_owned")
    opens = bulk.rows(do.conn, "open_sweeps", own_account_ids=list(accounts))
    return Sweeps(accounts, {row["iban"]: row for row in accounts.values()},
                  dict(found.fetchall()), opens)  # fmt: skip


def _left(do: Act, told: Sweeps, row: Row) -> None:
    """A debit of a dedicated account that is a sweep: by its reference, by the account that it
    pays, or by the sum of one that is to leave."""
    cents = -row["amount_cents"]
    may = [one for one in told.open if "LEFT" not in one["steps"]
           and one["own_account_id"] == row["own_account_id"]]  # fmt: skip
    to_id = told.ours.get(row["credited_iban"] or "")
    sweep = _named(may, row, cents) or (
        None if to_id is None and row["credited_iban"] else _of_sum(may, cents)
    )
    account = told.accounts[row["own_account_id"]]
    if sweep is None and to_id is None:
        return
    sweep = sweep or _of_the_bank(do, told, account, int(to_id or 0), row, cents)
    _tell(do, told, account, sweep, row, ("LEFT", "sweep_left", "left"))
    told.counts["sweeps_left"] += 1


def _arrived(do: Act, told: Sweeps, row: Row) -> None:
    """A credit of an account of ours that is a sweep: by its reference, or by who pays it."""
    cents = row["amount_cents"]
    may = [one for one in told.open if "ARRIVED" not in one["steps"]]
    sweep = _named(may, row, cents)
    payer = told.by_iban.get(row["payer_iban"] or "")
    if sweep is None and payer is None:
        return
    if sweep is None and payer is not None:
        of_it = [one for one in may if one["own_account_id"] == payer["own_account_id"]]
        sweep = _of_sum(of_it, cents) or _of_the_bank(
            do, told, payer, row["own_account_id"], row, cents)  # fmt: skip
    assert sweep is not None
    account = told.accounts[sweep["own_account_id"]]
    if "LEFT" not in sweep["steps"]:
        _not_taken(do, account, sweep, row)
    _tell(do, told, account, sweep, row, ("ARRIVED", "sweep_arrived", "arrived"))
    told.counts["sweeps_arrived"] += 1


def _not_taken(do: Act, account: Row, sweep: Row, row: Row) -> None:
    """A debit that named nobody (CFONB tells no payee) and was charged to the client has come to us
    after all: it was this sweep's."""
    found = bulk.row(
        do.conn, "taken_for_sweep", contract_id=account["contract_id"],
        own_account_id=account["own_account_id"], cents=sweep["amount_cents"],
        since_on=row["value_on"] - UNDER_WAY,
    )  # fmt: skip
    if found is None:
        return
    key, cents = f"movement/{found['movement_id']}", sweep["amount_cents"]
    of = {"sub_id": account["own_account_id"], "currency": account["currency"]}
    book(do, account["contract_id"], "dedicated_taken", f"{key}/taken/undone", found["value_on"],
         {}, said=[("CCA", -cents), ("DEDI", cents)], reverses_id=found["id"], **of)  # fmt: skip
    entry_id = book(do, account["contract_id"], "sweep_left", f"{key}/left", found["value_on"],
                    {"swept": cents}, **of)  # fmt: skip
    take_step(do, account["contract_id"], sweep["id"], "LEFT", found["value_on"],
              entry_id=entry_id, movement_id=found["movement_id"])  # fmt: skip
    sweep["steps"].append("LEFT")


def _returned(do: Act, told: Sweeps, row: Row) -> None:
    """A credit of a dedicated account by which a sweep comes back: it bears its reference."""
    gone = [one for one in told.open if "LEFT" in one["steps"] and "ARRIVED" not in one["steps"]
            and one["own_account_id"] == row["own_account_id"]]  # fmt: skip
    sweep = _named(gone, row, row["amount_cents"])
    if sweep is not None:
        account = told.accounts[row["own_account_id"]]
        _tell(do, told, account, sweep, row, ("RETURNED", "sweep_returned", "returned"))
        told.open.remove(sweep)
        told.counts["sweeps_returned"] += 1


def _named(sweeps: list[Row], row: Row, cents: int) -> Row | None:
    reference = row["end_to_end_reference"] or ""
    return next((one for one in sweeps if reference == f"{REFERENCE}{one['id']}"
                 and one["amount_cents"] == cents), None)  # fmt: skip


def _of_sum(sweeps: list[Row], cents: int) -> Row | None:
    """The oldest of this sum: where two are alike, which is which says nothing more."""
    living = [one for one in sweeps if "CANCELLED" not in one["steps"]]
    return next((one for one in living if one["amount_cents"] == cents), None)


def _of_the_bank(
    do: Act, told: Sweeps, account: Row, to_account_id: int, row: Row, cents: int
) -> Row:  # fmt: skip
    """A sweep that no file of ours has ordered: the client's bank does it by itself."""
    (sweep_id,) = bulk.take_ids(do.conn, 1)
    keep_sweep(do, sweep_id, account, to_account_id, cents, row["value_on"], None)
    sweep = {"id": sweep_id, "contract_id": account["contract_id"], "amount_cents": cents,
             "own_account_id": account["own_account_id"], "steps": []}  # fmt: skip
    told.open.append(sweep)
    return sweep


def _tell(
    do: Act, told: Sweeps, account: Row, sweep: Row, row: Row, what: tuple[str, str, str]
) -> None:  # fmt: skip
    step, event, name = what
    entry_id = _booked(do, account, event, name, row, sweep["amount_cents"])
    take_step(do, account["contract_id"], sweep["id"], step, row["value_on"], entry_id=entry_id,
              movement_id=row["movement_id"])  # fmt: skip
    sweep["steps"].append(step)
    told.movement_ids.append(row["movement_id"])


def _booked(do: Act, account: Row, event: str, name: str, row: Row, cents: int) -> int:
    amount = "taken" if event == "dedicated_taken" else "swept"
    return book(
        do, account["contract_id"], event, f"movement/{row['movement_id']}/{name}",
        row["value_on"], {amount: cents}, sub_id=row["own_account_id"], currency=row["currency"],
    )  # fmt: skip
