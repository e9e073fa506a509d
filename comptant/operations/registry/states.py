"""The states of a contract: which may follow which, and what must hold before one begins.

Source: DOMAIN 2.2; decision 0053.
"""

from datetime import date, timedelta

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.books.financing import interest_due, periods_until
from comptant.operations.registry.lenders import check_lender
from comptant.operations.registry.opening import check_opening
from comptant.operations.terms.contracts import Contract, contracts_in_force
from comptant.rules.opening import NEXT
from comptant.rules.terms import DRAWING_STATUSES
from comptant.store import bulk

# What is left once all is collected: it is paid out, and hinders no payment of it.
OF_THE_CLIENT = frozenset({"account.CCA", "account.FDG", "account.ACCR", "approval",
                           "garnishment"})  # fmt: skip


def check_state(do: Act, contract_id: int, from_on: date, wanted: str) -> None:
    """Whether a locked contract may take a state from a day on.

    Refused: status_not_next, opening_incomplete, lender_not_paid, cover_missing,
    contract_still_open.
    """
    contract = contracts_in_force(do.conn, [contract_id], from_on)[contract_id]
    before = contract.terms.get("status", "PROSPECT")
    if wanted == before:
        if wanted == "CLOSED":
            check_nothing_open(do, contract)
        return
    if wanted not in NEXT[before] or (before == "CLOSED" and not left_open(do, contract)):
        raise Refused("status_not_next", number=contract.number, old_status=before,
                      wanted_status=wanted, next_statuses=list(NEXT[before]))  # fmt: skip
    if wanted in DRAWING_STATUSES:
        check_opening(do, contract_id, from_on, str(contract.terms.get("disclosure_mode")))
        check_lender(do, contract)
        _check_cover(do, contract, from_on)
    if wanted == "CLOSED":
        check_nothing_open(do, contract)


def _check_cover(do: Act, contract: Contract, from_on: date) -> None:
    """A contract sold as insured draws once a policy covers it. Refused: cover_missing."""
    if not contract.terms.get("is_insured"):
        return
    (found,) = bulk.rows(do.conn, "is_covered", contract_id=contract.id, on=from_on)
    if not found["is_covered"]:
        raise Refused("cover_missing", number=contract.number)


def check_nothing_open(do: Act, contract: Contract) -> None:
    """Refused: contract_still_open, with all that is open."""
    left = left_open(do, contract)
    if left:
        raise still_open(contract, left)


def still_open(contract: Contract, left: list[Answer]) -> Refused:
    """The refusal that tells what is still open."""
    return Refused("contract_still_open", contract_id=contract.id, number=contract.number,
                   currency=contract.currency, left_open=left)  # fmt: skip


def left_open(do: Act, contract: Contract) -> list[Answer]:
    """All that keeps a contract from being closed (what, count, amount_cents: debit positive):
    items, orders, approvals, accounts that are not 0.00, and the charge run up."""
    left = [dict(row) for row in bulk.rows(do.conn, "left_open", contract_id=contract.id)]
    if contract.terms:
        until = pl.lit(do.on + timedelta(days=1))
        owed = int(interest_due(do, periods_until(do, contract.batch, until))["interest_cents"]
                   .sum())  # fmt: skip
        if owed:
            left.append({"what": "interest", "count": 1, "amount_cents": owed})
    return left
