"""Exceptions (dérogations): proposed by one person, approved by another, read by the rules as dated
facts of an invoice or a buyer until their last day. Source: DOMAIN §2.1, contract."""

import json
from datetime import date, timedelta

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.risk.facts import judge_subject
from comptant.rules.exceptions import EXCEPTABLE, HELD, excused_cents, remaining_reasons
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.store import bulk

DAYS_MAX = 366


@operation
def propose_exception(
    do: Act, *, contract_id: int, subject: str, subject_id: int, reason_code: str,
    amount_cents: int, until_on: date, why: str,
) -> Answer:  # fmt: skip
    """Propose to let a reason be for an INVOICE or a BUYER of the contract: up to an amount, until
    a day included. It counts from the day on which another person approves. Answers in
    `remaining` which other reasons would hold invoices all the same.

    Refused: exception_not_possible, subject_unknown, amount_too_large, until_wrong,
    evidence_missing.
    """
    if reason_code not in EXCEPTABLE:
        raise Refused("exception_not_possible", reason_code=reason_code, known=" ".join(EXCEPTABLE))
    if not 0 < amount_cents <= AMOUNT_CENTS_MAX:
        raise Refused("amount_too_large", amount_cents=amount_cents, most_cents=AMOUNT_CENTS_MAX)
    last_on = do.on + timedelta(days=DAYS_MAX)
    if not do.on <= until_on <= last_on:
        raise Refused("until_wrong", until_on=until_on, on=do.on, last_on=last_on)
    if not why.strip():
        raise Refused("evidence_missing")
    contract = _contract(do, contract_id, subject, subject_id)
    about = {"subject": subject, "subject_id": subject_id, "reason_code": reason_code}
    judge_subject(do, contract_id, subject, subject_id)
    arguments = {
        **about,
        "amount_cents": amount_cents,
        "until_on": until_on.isoformat(),
        "why": why,
        "remaining": _remaining(do, contract_id, **about),
    }
    approval_id = propose(
        do, "exception", arguments, amount_cents=amount_cents, currency=contract["currency"],
        contract_id=contract_id, subject_id=subject_id,
    )  # fmt: skip
    return {"contract_id": contract_id, "approval_id": approval_id, **arguments}


def grant(do: Act, approval: bulk.Row) -> Answer:
    """What an approved exception does: it counts from today until its last day. `remaining`: the
    other reasons that hold its invoices all the same."""
    asked, contract_id = approval["arguments"], approval["contract_id"]
    until_on = date.fromisoformat(asked["until_on"])
    if until_on < do.on:
        raise Refused("until_wrong", until_on=until_on, on=do.on,
                      last_on=do.on + timedelta(days=DAYS_MAX))  # fmt: skip
    lock_contracts(do, [contract_id])
    value = {"amount_cents": asked["amount_cents"], "until_on": asked["until_on"],
             "approval_id": approval["id"]}  # fmt: skip
    about = {name: asked[name] for name in ("subject", "subject_id", "reason_code")}
    # Whatever an earlier one says of later days is replaced there too.
    later = _later(do, contract_id, **about)
    for day in {do.on, *(one for one in later if one <= until_on)}:
        _say(do, contract_id, day, value, asked["why"], **about)
    for day in {until_on + timedelta(days=1), *(one for one in later if one > until_on)}:
        _say(do, contract_id, day, None, "end of the exception", **about)
    judged = judge_subject(do, contract_id, asked["subject"], asked["subject_id"])
    return {**about, **value, "judged": judged,
            "remaining": _remaining(do, contract_id, **about)}  # fmt: skip


@operation
def end_exception(
    do: Act, *, contract_id: int, subject: str, subject_id: int, reason_code: str, why: str
) -> Answer:
    """End an exception today, with all that it would be later. Refused: subject_unknown,
    exception_unknown, evidence_missing."""
    if not why.strip():
        raise Refused("evidence_missing")
    _contract(do, contract_id, subject, subject_id)
    about = {"subject": subject, "subject_id": subject_id, "reason_code": reason_code}
    found = bulk.rows(
        do.conn, "exceptions_in_force", contract_id=contract_id, on=do.on, subject=subject,
        subject_id=subject_id, name=f"exception.{reason_code}",
    )  # fmt: skip
    if not found:
        raise Refused("exception_unknown", reason_code=reason_code)
    for day in {do.on, *_later(do, contract_id, **about)}:
        _say(do, contract_id, day, None, why, **about)
    return {**about, "judged": judge_subject(do, contract_id, subject, subject_id)}


def excused(rows: list[bulk.Row]) -> list[bulk.Row]:
    """Rows of the query read_excused that an exception keeps financed, with their excused_cents."""
    if not rows:
        return []
    cents = excused_cents(_held(rows)).to_list()
    told = [{**row, "excused_cents": each} for row, each in zip(rows, cents, strict=True)]
    return [row for row in told if row["excused_cents"]]


def held_all_the_same(rows: list[bulk.Row], code: str | None = None) -> list[bulk.Row]:
    """Rows of read_excused of which an exception lets a reason be (`code`: that one) and others
    hold the whole, with their remaining_reasons."""
    if not rows:
        return []
    left = remaining_reasons(_held(rows), code).to_list()
    told = [{**row, "remaining_reasons": each} for row, each in zip(rows, left, strict=True)]
    lets_be = (set(row["holds"].split()) - set(row["remaining_reasons"].split()) for row in told)
    return [row for row, codes in zip(told, lets_be, strict=True)
            if row["remaining_reasons"] and (code in codes if code else codes)]  # fmt: skip


def with_remaining(exceptions: list[bulk.Row], rows: list[bulk.Row]) -> list[bulk.Row]:
    """Rows of read_exceptions, those in force with the remaining_reasons of their invoices: rows of
    read_excused, of all their contracts."""
    held = held_all_the_same(rows)
    told = []
    for row in exceptions:
        column = "invoice_id" if row["subject"] == "INVOICE" else "buyer_id"
        codes = {
            code for each in held
            if row["is_in_force"] and each["contract_id"] == row["contract_id"]
            and each[column] == row["subject_id"] and row["reason_code"] in each["holds"].split()
            for code in each["remaining_reasons"].split()
        }  # fmt: skip
        told.append({**row, "remaining_reasons": " ".join(sorted(codes)) or None})
    return told


def _held(rows: list[bulk.Row]) -> pl.DataFrame:
    return HELD.frame([{name: row[name] for name in HELD.names} for row in rows])


def _remaining(
    do: Act, contract_id: int, *, subject: str, subject_id: int, reason_code: str
) -> list[Answer]:  # fmt: skip
    """Which other reasons hold invoices of the subject all the same, with how many and what is open
    of them."""
    rows = bulk.rows(do.conn, "held_of_subject", contract_id=contract_id, on=do.on,
                     subject=subject, subject_id=subject_id)  # fmt: skip
    told: dict[str, Answer] = {}
    for row in held_all_the_same(rows, reason_code):
        codes = row["remaining_reasons"]
        of = told.setdefault(codes, {"remaining_reasons": codes, "invoices": 0, "open_cents": 0,
                                     "currency": row["currency"]})  # fmt: skip
        of["invoices"] += 1
        of["open_cents"] += row["held_cents"]
    return list(told.values())


def _contract(do: Act, contract_id: int, subject: str, subject_id: int) -> bulk.Row:
    """The contract, locked, once the subject is one of its own."""
    lock_contracts(do, [contract_id])
    known = subject in ("INVOICE", "BUYER") and bulk.rows(
        do.conn, "fact_contracts", contract_id=contract_id, subject=subject, subject_id=subject_id
    )
    if not known:
        raise Refused("subject_unknown", subject=subject, subject_id=subject_id)
    found = do.conn.execute("SELECT currency FROM contract WHERE id = %s", (contract_id,))
    return {"currency": found.fetchall()[0][0]}


def _later(
    do: Act, contract_id: int, *, subject: str, subject_id: int, reason_code: str
) -> list[date]:  # fmt: skip
    """The days to come on which something else would count of the same exception."""
    rows = do.conn.execute(
        """SELECT DISTINCT valid_from_on FROM term WHERE contract_id = %s AND subject = %s
               AND subject_id = %s AND name = %s AND valid_from_on > %s""",
        (contract_id, subject, subject_id, f"exception.{reason_code}", do.on),
    )
    return [day for (day,) in rows.fetchall()]


def _say(
    do: Act, contract_id: int, from_on: date, value: object, source: str, *, subject: str,
    subject_id: int, reason_code: str,
) -> None:  # fmt: skip
    bulk.execute(
        do.conn, "insert_term", contract_id=contract_id, subject=subject, subject_id=subject_id,
        name=f"exception.{reason_code}", valid_from_on=from_on, value=json.dumps(value),
        source=source, act_id=do.id,
    )  # fmt: skip
