"""A bank statement that the bank replaces by another, or that was loaded by slip, taken back by two
people: each of its entries has one against it with its own value date, and its place is free.

Source: DOMAIN 5.8, I-04, I-22; docs/decisions/0123.
"""

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.banking.bank_statements import opening_keys
from comptant.operations.banking.statement_lines import Row, Told, in_the_way, told_by
from comptant.operations.banking.statement_undone import (
    against_entries,
    debits_wait_no_more,
    instruments_wait,
    money_gone_again,
    orders_under_way,
)
from comptant.operations.banking.sweeps import sweeps_back
from comptant.operations.portfolio.losses import lost_again
from comptant.store import bulk


@operation
def withdraw_statement(do: Act, *, bank_statement_id: int, reason: str) -> Answer:
    """Propose to withdraw a statement of an account of ours, with all its issues; another person's
    approval does it. What its money pays comes back from there; orders that it executed are under
    way again, instruments that it credited are to be collected.

    Refused: reason_missing, bank_statement_unknown, statement_is_withdrawn, statement_is_first
    (others follow on it), statement_day_goes_on (another follows within its day),
    statement_lines_used (`lines_used`: where what a line became cannot be taken back, and how it is
    undone first), withdrawal_waits.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_many(do)
    told = _withdrawable(do, bank_statement_id)
    for waiting in bulk.rows(do.conn, "read_approvals", kind="bank_statement", subject_id=None):
        if waiting["subject_id"] in told.ids:
            raise Refused("withdrawal_waits", approval_id=waiting["id"])
    cents = _cents(told)
    statement = _named(told.statement)
    approval_id = propose(
        do, "bank_statement",
        {**statement, "bank_statement_id": bank_statement_id, "count": len(told.lines),
         "reason": reason.strip(), "also_contract_ids": []},
        amount_cents=cents, currency=told.statement["currency"],
        contract_id=told.statement["house_id"], subject_id=bank_statement_id,
    )  # fmt: skip
    return {"bank_statement_id": bank_statement_id, "approval_id": approval_id, **statement,
            "line_count": len(told.lines), "amount_cents": cents,
            "currency": told.statement["currency"]}  # fmt: skip


def _cents(told: Told) -> int:
    return sum(abs(line["amount_cents"]) for line in told.lines)


def withdraw_statement_approved(do: Act, approval: Row) -> Answer:
    """What an approved withdrawal does, if nothing stands in its way by now."""
    asked = approval["arguments"]
    lock_many(do)
    lock_contracts(do, told_by(do, asked["bank_statement_id"]).contract_ids)
    told = _withdrawable(do, asked["bank_statement_id"])
    check_agreed(approval, _cents(told))
    before = _ledger(do, told.statement)
    opening_cents = _undo(do, told)
    gone = bulk.rows(do.conn, "statement_withdrawn", ids=told.ids, act_id=do.id,
                     reason=asked["reason"],
                     own_account_id=told.statement["own_account_id"])  # fmt: skip
    cents = sum(line["amount_cents"] for line in told.lines)
    sweeps = sweeps_back(do, told.statement["own_account_id"], asked["reason"])
    if (
        len(gone) != len(told.lines)
        or before - _ledger(do, told.statement) != cents + opening_cents
    ):
        raise AssertionError("the ledger does not lose what the statement had told")
    return {"bank_statement_id": asked["bank_statement_id"], **_named(told.statement),
            "line_count": len(told.lines), "withdrawn_cents": cents,
            "currency": told.statement["currency"],
            "returns_left": _returns_left(told), "lost_again_in": lost_again(do),
            "sweeps_back": sweeps}  # fmt: skip


def _withdrawable(do: Act, bank_statement_id: int) -> Told:
    """A statement that may be withdrawn as things stand."""
    told = told_by(do, bank_statement_id)
    statement = told.statement
    iban, reference, closed_on = (statement[name] for name in ("iban", "reference", "closed_on"))
    if statement["is_first"] and statement["has_others"]:
        raise Refused("statement_is_first", iban=iban, reference=reference, closed_on=closed_on)
    if statement["day_goes_on"]:  # its place would be after theirs
        raise Refused("statement_day_goes_on", iban=iban, reference=reference,
                      closed_on=closed_on)  # fmt: skip
    if used := in_the_way(do, told):
        raise Refused("statement_lines_used", iban=iban, reference=reference, closed_on=closed_on,
                      count=len(used), lines_used=used)  # fmt: skip
    return told


def _named(statement: Row) -> Row:
    return {"iban": statement["iban"], "reference": statement["reference"],
            "closed_on": statement["closed_on"].isoformat()}  # fmt: skip


def _undo(do: Act, told: Told) -> int:
    """All that the statement told, undone: debits first, since money that one took back waits again
    before it goes. The balance that stood on the account before it, if it was the only one."""
    debits_wait_no_more(do, told)
    orders_under_way(do, told)
    instruments_wait(do, told)
    money_gone_again(do, told)
    return 0 if told.statement["has_others"] else _opening_gone(do, told.statement)


def _opening_gone(do: Act, statement: Row) -> int:
    """The balance before the first statement is not known any more."""
    contract_id, account_id = statement["opening_contract_id"], statement["own_account_id"]
    found = bulk.rows(do.conn, "opening_entry", contract_id=contract_id,
                      keys=opening_keys(account_id))  # fmt: skip
    against_entries(do, statement, [
        {**row, "contract_id": contract_id,
         "new_key": f"opening/{account_id}/withdrawn/{statement['id']}"} for row in found
    ])  # fmt: skip
    return sum(row["bank_cents"] for row in found)


def _ledger(do: Act, statement: Row) -> int:
    """What the ledger has on the account."""
    rows = do.conn.execute(
        "SELECT amount_cents FROM bank_ledger WHERE own_account_id = %s AND currency = %s",
        (statement["own_account_id"], statement["currency"]),
    ).fetchall()
    return int(rows[0][0]) if rows else 0


def _returns_left(told: Told) -> list[Row]:
    """The returns of instruments that the statement's debits told: they stand until they are undone
    by themselves, since the bank's right statement will mostly tell them again."""
    return [
        {"contract_number": row["contract_number"], "number": row["number"],
         "instrument_id": row["instrument_id"], "entry_id": row["return_entry_id"]}
        for row in told.instruments if row["step"] == "DEBITED" and row["return_entry_id"]
    ]  # fmt: skip
