"""The turnover that an insurer is told, period by period, computed from the ledger.

By accounting days: what was assigned under a policy's cover, less credit notes and what was
withdrawn; a period that is over stays as it is. Source: DOMAIN 6.1, W6-4.
"""

from datetime import date
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.insurance.policies import known_policy
from comptant.rules.batch import decide
from comptant.rules.policy_terms import complete
from comptant.rules.premiums import TURNOVER, TURNOVERS
from comptant.store import bulk

Row = dict[str, Any]
TOLD = ("declared_turnover_cents", "premium_share_base_cents")


@operation
def declare_turnover(
    do: Act, *, policy_id: int, until_on: date, declared_on: date, reference: str,
    is_slip: bool = False,
) -> Answer:  # fmt: skip
    """Keep that the turnover of a policy's next period, which ends on `until_on`, was declared to
    the insurer: the amount is the ledger's. A declaration after its last day is kept as it was
    made, and says so (`is_late`). `reference`: its number, or where it is said. `is_slip`: the last
    one was told by slip; it is taken back, and its last day runs again.

    Refused: policy_unknown, reference_missing, no_turnover_asked, period_not_next (with the one
    that is), period_not_over, cover_step_dates_wrong, nothing_to_undo (it is not the last one).
    """
    if is_slip:
        return _taken_back(do, policy_id, until_on, reference)
    return keep_declaration(do, policy_id=policy_id, until_on=until_on, declared_on=declared_on,
                            reference=reference)  # fmt: skip


def keep_declaration(
    do: Act, *, policy_id: int, until_on: date, declared_on: date, reference: str
) -> Answer:
    """declare_turnover within another operation."""
    if not reference.strip():
        raise Refused("reference_missing")
    policy = known_policy(do, policy_id)
    lock_policy(do, policy_id)
    period = period_of(do.conn, policy_id, do.on, is_premium=False)
    if period is None:
        raise Refused("no_turnover_asked", policy_number=policy["policy_number"])
    if until_on != period["until_on"]:
        raise Refused("period_not_next", until_on=until_on, next_on=period["until_on"])
    if period["until_on"] >= do.on:
        raise Refused("period_not_over", until_on=until_on)
    if not until_on < declared_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=declared_on, on=do.on)
    terms = complete(period["terms"])
    told = turnover_of(do.conn, policy_id, period["from_on"], until_on, terms)
    cents = sum(row["declared_turnover_cents"] for row in told)
    bulk.execute(do.conn, "insert_turnover", policy_id=policy_id, from_on=period["from_on"],
                 until_on=until_on, turnover_cents=cents, insured_base=terms["insured_base"],
                 declared_on=declared_on, reference=reference.strip(), is_slip=False,
                 act_id=do.id)  # fmt: skip
    last = until_on.toordinal() + int(str(terms["turnover_days"]))
    return {"policy_id": policy_id, "from_on": period["from_on"], "until_on": until_on,
            "declared_turnover_cents": cents, "currency": policy["currency"],
            "is_late": declared_on.toordinal() > last}  # fmt: skip


def _taken_back(do: Act, policy_id: int, until_on: date, reason: str) -> Answer:
    """The last declaration of a policy counts no more."""
    if not reason.strip():
        raise Refused("reference_missing")
    policy = known_policy(do, policy_id)
    lock_policy(do, policy_id)
    rows = bulk.rows(do.conn, "read_turnover_declarations", policy_id=policy_id)
    if not rows or rows[0]["until_on"] != until_on:
        raise Refused("nothing_to_undo", number=policy["policy_number"])
    last = rows[0]
    bulk.execute(do.conn, "insert_turnover", policy_id=policy_id, from_on=last["from_on"],
                 until_on=until_on, turnover_cents=last["declared_turnover_cents"],
                 insured_base=last["insured_base"], declared_on=do.on, reference=reason.strip(),
                 is_slip=True, act_id=do.id)  # fmt: skip
    return {"policy_id": policy_id, "from_on": last["from_on"], "until_on": until_on,
            "declared_turnover_cents": 0, "currency": policy["currency"],
            "is_late": False}  # fmt: skip


def lock_policy(do: Act, policy_id: int) -> None:
    """One change of a policy at a time."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('policy', %s))", (policy_id,))


def period_of(conn: Connection, policy_id: int, on: date, *, is_premium: bool) -> Row | None:
    """A policy's first period of premium, or of turnover, that is not done; None: none is asked."""
    return bulk.row(
        conn, "read_policy_period", policy_id=policy_id, on=on, is_premium=is_premium,
        every="premium_months" if is_premium else "turnover_months",
    )  # fmt: skip


def turnover_of(
    conn: Connection, policy_id: int, from_on: date, until_on: date, terms: Row
) -> list[Row]:
    """What was assigned under a policy in a period, contract by contract and buyer by buyer."""
    rows = bulk.rows(conn, "read_policy_turnover", policy_id=policy_id, from_on=from_on,
                     until_on=until_on)  # fmt: skip
    return weighed(rows, terms)


def weighed(rows: list[Row], terms: Row) -> list[Row]:
    """Rows of read_policy_turnover with what is declared of each, and the base of the premium."""
    facts = [
        {"contract_id": row["contract_id"], "buyer_id": row["buyer_id"],
         "period_turnover_cents": row["turnover_cents"],
         "period_outstanding_cents": row["outstanding_cents"],
         "vat_off_ppm": terms["vat_ppm"] if terms["insured_base"] == "NET" else 0,
         "is_in_turnover": terms["premium_base"] == "TURNOVER"}
        for row in rows
    ]  # fmt: skip
    found = decide(TURNOVERS.frame(facts), TURNOVER)
    return [{**row, **dict(zip(TOLD, told, strict=True))}
            for row, told in zip(rows, found.select(TOLD).iter_rows(), strict=True)]  # fmt: skip
