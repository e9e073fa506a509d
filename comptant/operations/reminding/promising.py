"""Promises of buyers to pay, in one day or by instalments: recorded, followed, taken back."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.reminding.plan_looking import plan_effects
from comptant.rules.batch import check
from comptant.rules.columns import shape
from comptant.store import bulk

# One row per day on which a part is to be paid.
INSTALMENTS = shape("due_on", "instalment_cents")
INSTALMENTS_MAX = 60
DAYS_MAX = 1_100
Row = dict[str, Any]


@operation
def record_promise(
    do: Act, *, contract_id: int, buyer_id: int, invoice_ids: list[int],
    instalments: pl.DataFrame, evidence: str, consent: str,
) -> Answer:  # fmt: skip
    """A buyer promises to pay invoices on a day, or by instalments (INSTALMENTS): the oldest first,
    as far as the amount goes. While it runs, what is promised is not claimed; it is kept once all
    is paid, broken three days after a day that was missed.

    By instalments, under a contract that a policy covers, only with the insurer's `consent` (where
    it is said). Refused: contract_unknown, promise_wrong (why: empty, day, amount, too_many),
    invoice_unknown, promise_too_large, evidence_missing, already_promised, insurer_consent_missing,
    cover_extension_beyond (a day after the extension that a policy allows).
    Source: DOMAIN §5.1 (PTP).
    """
    return promise(do, contract_id=contract_id, buyer_id=buyer_id, invoice_ids=invoice_ids,
                   instalments=instalments, evidence=evidence, consent=consent)  # fmt: skip


def promise(
    do: Act, *, contract_id: int, buyer_id: int, invoice_ids: list[int],
    instalments: pl.DataFrame, evidence: str, consent: str, days_most: int = DAYS_MAX,
) -> Answer:  # fmt: skip
    """The same inside another operation; its last day is at most so many days away."""
    if not evidence.strip():
        raise Refused("evidence_missing")
    days = checked_days(do, instalments, days_most)
    lock_contracts(do, [contract_id])
    lines = promised_lines(do, contract_id, buyer_id, invoice_ids, sum(cents for _, cents in days))
    if len(days) > 1 and not consent.strip():
        check_consent(do, contract_id, buyer_id)
    _check_extension(do, contract_id, lines, days)
    (promise_id,) = bulk.take_ids(do.conn, 1)
    bulk.execute(
        do.conn, "insert_promise", contract_id=contract_id, id=promise_id, buyer_id=buyer_id,
        currency=lines[0]["currency"], promised_on=do.on, evidence=evidence.strip(),
        consent=consent.strip(), act_id=do.id,
        invoice_ids=[one["invoice_id"] for one in lines],
        open_cents=[one["open_cents"] for one in lines],
        promised_cents=[one["promised_cents"] for one in lines],
        days=[day for day, _ in days], amounts=[cents for _, cents in days],
    )  # fmt: skip
    return {"contract_id": contract_id, "promise_id": promise_id, "buyer_id": buyer_id,
            "promised_cents": sum(one["promised_cents"] for one in lines),
            "currency": lines[0]["currency"], "last_on": days[-1][0],
            "invoice_ids": [one["invoice_id"] for one in lines]}  # fmt: skip


@operation
def end_promise(do: Act, *, contract_id: int, promise_id: int, reason: str) -> Answer:
    """Take a promise back: what was promised is claimed again. Refused: contract_unknown,
    promise_unknown, promise_over, reason_missing."""
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    found = bulk.row(do.conn, "promise_to_end", contract_id=contract_id, id=promise_id)
    if found is None:
        raise Refused("promise_unknown", promise_id=promise_id)
    if found["is_taken_back"]:
        raise Refused("promise_over", promise_id=promise_id)
    do.conn.execute(
        """INSERT INTO promise_end (contract_id, promise_id, ended_on, reason, act_id)
           VALUES (%s, %s, %s, %s, %s)""",
        (contract_id, promise_id, do.on, reason.strip(), do.id),
    )
    return {"contract_id": contract_id, "promise_id": promise_id}


def checked_days(
    do: Act, instalments: pl.DataFrame, days_most: int = DAYS_MAX
) -> list[tuple[date, int]]:
    days = check(instalments, INSTALMENTS).sort("due_on").rows()
    last = do.on + timedelta(days=days_most)
    wrongs = {
        "empty": not days,
        "too_late": days_most < DAYS_MAX and bool(days) and days[-1][0] > last,
        "too_many": len(days) > INSTALMENTS_MAX,
        "day": any(not do.on <= day <= last for day, _ in days)
        or len({day for day, _ in days}) != len(days),
        "amount": any(cents <= 0 for _, cents in days),
    }
    for why, is_wrong in wrongs.items():
        if is_wrong:
            raise Refused("promise_wrong", promise_fault=why)
    return days


def promised_lines(
    do: Act, contract_id: int, buyer_id: int, invoice_ids: list[int], cents: int
) -> list[Row]:
    """What of each invoice is promised, the oldest first."""
    found = bulk.rows(do.conn, "promisable", contract_id=contract_id, buyer_id=buyer_id,
                      invoice_ids=invoice_ids, on=do.on)  # fmt: skip
    missing = sorted(set(invoice_ids) - {row["invoice_id"] for row in found})
    if missing or not found:
        raise Refused("invoice_unknown", invoice_id=missing[0] if missing else 0)
    busy = [row["promise_id"] for row in found if row["promise_id"]]
    if busy:
        raise Refused("already_promised", promise_id=busy[0])
    most = sum(row["open_cents"] for row in found)
    if cents > most or len({row["currency"] for row in found}) > 1:
        raise Refused("promise_too_large", amount_cents=cents, most_cents=most)
    lines, left = [], cents
    for row in found:
        promised = min(left, row["open_cents"])
        left -= promised
        if promised:
            lines.append({**row, "promised_cents": promised})
    return lines


def check_consent(do: Act, contract_id: int, buyer_id: int) -> None:
    """Refused: insurer_consent_missing (a policy covers the contract)."""
    found = bulk.row(do.conn, "is_insured", contract_id=contract_id, on=do.on)
    if found and found["is_insured"]:
        raise Refused("insurer_consent_missing", buyer_id=buyer_id)


def _check_extension(
    do: Act, contract_id: int, lines: list[Row], days: list[tuple[date, int]]
) -> None:
    """To wait longer than a policy allows would lose its cover. What is declared waits by the
    insurer's own rules, what is not covered loses nothing. Source: DOMAIN 6.1, 6.5."""
    for row in plan_effects(do, contract_id, lines, days):
        if row["plan_cover"] in ("CONSENT_NEEDED", "LOST"):
            raise Refused("cover_extension_beyond", number=row["invoice_number"],
                          policy_number=row["policy_number"], last_on=row["extension_allowed_on"]
            )  # fmt: skip
