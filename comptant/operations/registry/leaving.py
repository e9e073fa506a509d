"""Leaving a contract: notice, run-off, the last payment, closure. Source: DOMAIN 2.2, 2.4.

During the run-off nothing more is assigned or drawn; what is held is collected. Once nothing is
open, what remains is paid to the client, and the contract is closed at 0.00.
"""

from datetime import date

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.books.fees import bill_due, due, due_at_end, keep_counted
from comptant.operations.books.financing import bill_interest
from comptant.operations.books.ledger import book
from comptant.operations.books.minimum import bill_minimum
from comptant.operations.books.packages import bill_packages
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.paying.stopped import check_paying, garnished_cents
from comptant.operations.portfolio.losses import REPAID, left_of_loss, repay
from comptant.operations.registry.contracting import write_terms
from comptant.operations.registry.states import OF_THE_CLIENT, check_state, left_open, still_open
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import shape
from comptant.rules.leaving import CLIENT, FACTOR, notice_ends_on
from comptant.store import bulk

ENDED = shape("contract_id", "until_on")


@operation
def give_notice(
    do: Act, *, contract_id: int, given_by: str, received_on: date, source: str
) -> Answer:
    """End a contract with notice: until `ends_on` it goes on, from then nothing more is assigned or
    drawn. The client's notice counts in months, the factor's in days, from the day on which it
    was received (a client who gives it here: today).

    Refused: contract_unknown, contract_not_in_force, notice_day_wrong, given_by_wrong,
    notice_given (already), source_missing, status_not_next.
    """
    check_source(source)
    if given_by not in (CLIENT, FACTOR) or (given_by == FACTOR and not do.by.is_factor):
        raise Refused("given_by_wrong", given_by=given_by)
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    if received_on > do.on or (not do.by.is_factor and received_on != do.on):
        raise Refused("notice_day_wrong", received_on=received_on, today_on=do.on)
    if contract.terms["status"] == "NOTICE":
        raise Refused("notice_given", number=contract.number, ends_on=contract.terms_change_on)
    check_state(do, contract_id, do.on, "NOTICE")
    terms = contract.terms
    ends_on = notice_ends_on(received_on, given_by, terms["notice_client_months"],
                             terms["notice_factor_days"])  # fmt: skip
    said = f"{given_by} {received_on.isoformat()}: {source}"
    if ends_on > do.on:
        write_terms(do, contract_id, do.on, {"status": "NOTICE"}, said)
    write_terms(do, contract_id, max(ends_on, do.on), {"status": "RUNOFF"}, said)
    return {"contract_id": contract_id, "number": contract.number, "given_by": given_by,
            "received_on": received_on.isoformat(), "ends_on": max(ends_on, do.on).isoformat(),
            "source": source}  # fmt: skip


@operation
def pay_balance(do: Act, *, contract_id: int, payee_account_id: int | None) -> Answer:
    """Of a contract in run-off with nothing left to collect: bill the charge run up and what the
    year's fees lack to the minimum, give the fund back, repay what was written off, and prepare the
    payment of what remains to the client, which another person releases. Where the client owes us,
    `owed_cents` says how much; what garnishments hold stays (`garnished_cents`).

    Refused: contract_unknown, not_in_run_off, contract_not_drawing (frozen), contract_still_open,
    rate_missing, payee_unknown, payee_to_choose, payee_check_failed.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    if contract.terms["status"] != "RUNOFF":
        raise Refused("not_in_run_off", number=contract.number,
                      contract_status=contract.terms["status"])  # fmt: skip
    check_paying(do, contract)
    left = [one for one in left_open(do, contract)
            if one["what"] not in OF_THE_CLIENT and one["what"] != "interest"]  # fmt: skip
    if left:
        raise still_open(contract, left)
    _settle(do, contract)
    remains = _repaid_first(do, contract_id, -_balance(do, contract_id, "CCA"))
    garnished = garnished_cents(do, contract)
    answer: Answer = {"contract_id": contract_id, "number": contract.number, "order_id": None,
                      "currency": contract.currency, "owed_cents": max(0, -remains),
                      "garnished_cents": garnished}  # fmt: skip
    if remains <= garnished:
        return answer
    payee = payee_account(do, contract.client_id, payee_account_id)
    order = prepare(do, contract_id, "BALANCE", payee, remains - garnished, contract.currency,
                    promised_at(contract.terms, do.asked.at))  # fmt: skip
    return {**answer, **order}


@operation
def close_contract(do: Act, *, contract_id: int, source: str) -> Answer:
    """Close a contract for good: every account is at 0.00 and nothing is open.

    Refused: contract_unknown, contract_not_in_force, source_missing, status_not_next,
    contract_still_open (with all that is open).
    """
    check_source(source)
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    check_state(do, contract_id, do.on, "CLOSED")
    write_terms(do, contract_id, do.on, {"status": "CLOSED"}, source)
    return {"contract_id": contract_id, "number": contract.number, "closed_on": do.on.isoformat()}


def _settle(do: Act, contract: Contract) -> None:
    """The last bills, and the fund given back whole."""
    event = f"end/{do.id}"
    ended = ENDED.frame([{"contract_id": contract.id, "until_on": do.on}])
    bill_interest(do, contract.batch, ended)
    bill_packages(do, contract.batch, event)
    fees = due(do, contract.batch, is_month=True)
    ending = due_at_end(do, contract.batch, _ended_on(do, contract.id))
    bill_due(do, contract.batch, pl.concat([fees, ending]), event)
    keep_counted(do, contract.batch)
    bill_minimum(do, contract.batch, event)
    fund = -_balance(do, contract.id, "FDG")
    if fund > 0:
        book(do, contract.id, "fund_release", f"{event}/fund_release", do.on, {"release": fund})


def _repaid_first(do: Act, contract_id: int, remains_cents: int) -> int:
    """What remains of the account once it has repaid what was written off, as far as it can."""
    cents = max(0, min(remains_cents, left_of_loss(do, contract_id)))
    repay(do, REPAID.frame([{"contract_id": contract_id, "regained_cents": cents}]))
    return remains_cents - cents


def _ended_on(do: Act, contract_id: int) -> date:
    """The first day of the run-off: what ends early ends then, however long it is collected."""
    found = bulk.rows(do.conn, "notice_days", contract_id=contract_id)[0]["ends_on"]
    return found or do.on


def _balance(do: Act, contract_id: int, account: str) -> int:
    found = do.conn.execute(
        "SELECT coalesce(sum(amount_cents), 0)::bigint FROM balance"
        " WHERE contract_id = %s AND account = %s",
        (contract_id, account),
    )
    return int(found.fetchall()[0][0])
