"""Disputes of invoices: opened, answered, narrowed, settled. Each is an item; the sum of its steps
is what is still disputed, and the rules read it as dated facts of the invoice or the buyer.

Source: DOMAIN §5.4, EL-09, EL-12.
"""

import polars as pl

from comptant.operations.act import (
    Act,
    Answer,
    Refused,
    check_scopes,
    lock_contracts,
    operation,
    told,
)
from comptant.operations.contracts import contracts_batch
from comptant.operations.dispute_facts import disputes_of, say
from comptant.operations.funding import fund_freed
from comptant.operations.positions import judge_again, of_one
from comptant.rules.batch import check
from comptant.rules.columns import c, shape
from comptant.rules.disputes import DISPUTES, KINDS, RESERVED, follow
from comptant.store import bulk

DISPUTES_MAX = 10_000  # in one act: a longer list is cut by whoever sends it
# One row per invoice that is disputed; no amount: all that is open of it.
ASKED = shape(
    "contract_id", "invoice_id", "dispute_code", "amount_cents?", "dispute_rest_confirmed",
    "source", "evidence",
)  # fmt: skip


@operation
def open_dispute(
    do: Act, *, contract_id: int, invoice_id: int, code: str, amount_cents: int | None,
    is_rest_confirmed: bool, source: str, evidence: str,
) -> Answer:  # fmt: skip
    """Note that an invoice is disputed: the whole open amount, or `amount_cents` of it. The rest
    stays financed only where the buyer confirms it in writing, or the kind is partial by nature.

    Refused: dispute_code_unknown, invoice_unknown, amount_too_large, evidence_missing.
    """
    asked = ASKED.frame([{
        "contract_id": contract_id, "invoice_id": invoice_id, "dispute_code": code,
        "amount_cents": amount_cents, "dispute_rest_confirmed": is_rest_confirmed,
        "source": source, "evidence": evidence,
    }])  # fmt: skip
    opened, refused, judged = _open_all(do, asked)
    for refusal in refused:
        raise refusal
    return {**opened[0], "judged": judged}


@operation
def open_disputes(do: Act, *, listed: pl.DataFrame) -> Answer:
    """Note the disputes of a list (ASKED, at most DISPUTES_MAX), in one act.

    Each has its own answer: the dispute, as open_dispute() gives it, or the reason why not, with
    its `place` in the list. Refused as a whole: contract_unknown, too_many_lines.
    """
    asked = check(listed, ASKED)
    if asked.height > DISPUTES_MAX:
        raise Refused("too_many_lines", lines=asked.height, most=DISPUTES_MAX)
    check_scopes(do.conn, do.by, asked["contract_id"])
    opened, refused, judged = _open_all(do, asked)
    return {"disputes": opened, "refused": [told(each) for each in refused], "count": len(opened),
            "judged": judged}  # fmt: skip


@operation
def answer_dispute(do: Act, *, contract_id: int, dispute_id: int, evidence: str) -> Answer:
    """Note the client's answer, which changes no amount. Refused: as settle_dispute."""
    dispute = _open_one(do, contract_id, dispute_id)
    _check_evidence(evidence)
    _step(do, contract_id, dispute_id, "ANSWERED", 0, evidence)
    return {"dispute_id": dispute_id, "left_cents": _left(dispute)}


@operation
def confirm_rest(
    do: Act, *, contract_id: int, dispute_id: int, amount_cents: int, evidence: str
) -> Answer:
    """The buyer confirms in writing that he owes all but `amount_cents`. Refused: as
    settle_dispute."""
    dispute = _open_one(do, contract_id, dispute_id)
    _check_amount(amount_cents, 1, _left(dispute))
    _check_evidence(evidence)
    no_more = amount_cents - dispute["dispute_cents"]
    _step(do, contract_id, dispute_id, "REST_CONFIRMED", no_more, evidence)
    changed = _tell(do, of_one(contract_id, "invoice_id", [dispute["invoice_id"]]))
    return {"dispute_id": dispute_id, "left_cents": amount_cents, "judged": changed}


@operation
def settle_dispute(
    do: Act, *, contract_id: int, dispute_id: int, credit_cents: int, evidence: str
) -> Answer:
    """Settle: the buyer pays all but `credit_cents`, for which a credit note is agreed; that part
    stays out of the base until the credit note is there.

    Refused: dispute_unknown, dispute_over, amount_too_large, evidence_missing.
    """
    dispute = _open_one(do, contract_id, dispute_id)
    _check_amount(credit_cents, 0, _left(dispute))
    _check_evidence(evidence)
    kind = "CREDIT_AGREED" if credit_cents else "SETTLED"
    no_more = credit_cents - dispute["dispute_cents"]
    _step(do, contract_id, dispute_id, kind, no_more, evidence)
    changed = _tell(do, of_one(contract_id, "invoice_id", [dispute["invoice_id"]]))
    return {"dispute_id": dispute_id, "left_cents": credit_cents, "judged": changed}


def followed(rows: list[bulk.Row]) -> list[bulk.Row]:
    """Rows of the query read_disputes, with what is still disputed, its status and the next act."""
    if not rows:
        return []
    frame = pl.DataFrame([{name: row[name] for name in DISPUTES.names} for row in rows],
                         schema=DISPUTES.schema())  # fmt: skip
    told = follow(frame).to_dicts()
    return [{**row, **seen} for row, seen in zip(rows, told, strict=True)]


def open_for_short_payments(do: Act, short: pl.DataFrame) -> None:
    """Payments short beyond tolerance (contract_id, invoice_id, short_cents) are disputes on price
    until somebody says otherwise. The caller judges the invoices again."""
    if short.is_empty():
        return
    rows = short.select(
        "contract_id", "invoice_id", amount_cents="short_cents", dispute_code=pl.lit("LIT-PRX"),
        source=pl.lit("PAYMENT"), evidence=pl.lit("payment short"),
    )  # fmt: skip
    _write(do, rows, pl.repeat(True, rows.height, eager=True))
    say(do, short[["contract_id", "invoice_id"]])


def credited(do: Act, contract_id: int, credits: pl.DataFrame) -> None:
    """Credit notes (invoice_id, amount_cents) answer the disputes of their invoices: those for
    which one was agreed first, then the oldest. The caller judges the invoices again."""
    ids = credits["invoice_id"].unique().to_list()
    room = dict(credits.group_by("invoice_id").agg(c.amount_cents.sum()).iter_rows())
    disputes = disputes_of(do, of_one(contract_id, "invoice_id", ids))
    if not disputes:
        return
    for dispute in sorted(disputes, key=lambda row: not row["is_credit_expected"]):
        amount = min(dispute["dispute_cents"], room[dispute["invoice_id"]])
        if amount > 0:
            room[dispute["invoice_id"]] -= amount
            _step(do, contract_id, dispute["dispute_id"], "CREDITED", -amount, "credit note")
    say(do, of_one(contract_id, "invoice_id", ids))


def _open_all(do: Act, asked: pl.DataFrame) -> tuple[list[Answer], list[Refused], int]:
    """Open what may be opened of ASKED; the disputes, the refusals, how many invoices changed."""
    contract_ids = asked["contract_id"].unique().to_list()
    lock_contracts(do, contract_ids)
    pairs = asked[["contract_id", "invoice_id"]]
    found = bulk.rows(do.conn, "disputable", **bulk.arrays(pairs))
    most = {(row["contract_id"], row["id"]): row["open_cents"] for row in found}
    good: list[bulk.Row] = []
    refused: list[Refused] = []
    for place, row in enumerate(asked.iter_rows(named=True)):
        try:
            good.append(_checked(row, most.get((row["contract_id"], row["invoice_id"]))))
        except Refused as refusal:
            refused.append(Refused(refusal.code, **refusal.facts, place=place))
    if not good:
        return [], refused, 0
    rows = pl.DataFrame(good, schema=asked.schema)
    ids = _write(do, rows.drop("dispute_rest_confirmed"), rows["dispute_rest_confirmed"])
    judged = _tell(do, rows[["contract_id", "invoice_id"]])
    opened = [
        {"dispute_id": dispute_id, "contract_id": row["contract_id"],
         "invoice_id": row["invoice_id"], "amount_cents": row["amount_cents"],
         "is_fraud_case": KINDS[row["dispute_code"]].is_fraud_case}
        for dispute_id, row in zip(ids, good, strict=True)
    ]  # fmt: skip
    return opened, refused, judged


def _checked(row: bulk.Row, most: int | None) -> bulk.Row:
    """One of ASKED with its amount, `most` of its invoice being open; or Refused."""
    if row["dispute_code"] not in KINDS:
        raise Refused("dispute_code_unknown", dispute_code=row["dispute_code"],
                      known=" ".join(KINDS))  # fmt: skip
    if most is None:
        raise Refused("invoice_unknown", invoice_id=row["invoice_id"])
    amount = most if row["amount_cents"] is None else row["amount_cents"]
    _check_amount(amount, 1, most)
    if row["dispute_rest_confirmed"]:
        _check_evidence(row["evidence"])
    return {**row, "amount_cents": amount}


def _write(do: Act, rows: pl.DataFrame, is_confirmed: pl.Series) -> list[int]:
    """Write disputes (contract_id, invoice_id, dispute_code, source, evidence, amount_cents) with
    their first steps; their ids."""
    ids = bulk.take_ids(do.conn, rows.height)
    opened = rows.with_columns(pl.Series("dispute_id", ids, pl.Int64))
    act_id = pl.lit(do.id, pl.Int64)
    bulk.copy_in(do.conn, "dispute", opened.select(
        "contract_id", "invoice_id", "source", id="dispute_id", code="dispute_code",
        disputed_on=pl.lit(do.on), act_id=act_id,
    ))  # fmt: skip
    nothing = pl.lit(0, pl.Int64)
    for kind, cents, some in (
        ("OPENED", pl.col("amount_cents"), opened),
        ("REST_CONFIRMED", nothing, opened.filter(is_confirmed)),
    ):
        if some.height:
            bulk.copy_in(do.conn, "dispute_step", some.select(
                "contract_id", "dispute_id", "evidence", kind=pl.lit(kind), amount_cents=cents,
                step_on=pl.lit(do.on), act_id=act_id,
            ))  # fmt: skip
    return ids


def _step(
    do: Act, contract_id: int, dispute_id: int, kind: str, cents: int, evidence: str
) -> None:  # fmt: skip
    do.conn.execute(
        """INSERT INTO dispute_step
               (contract_id, dispute_id, kind, amount_cents, step_on, evidence, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, dispute_id, kind, cents, do.on, evidence, do.id),
    )


def _open_one(do: Act, contract_id: int, dispute_id: int) -> bulk.Row:
    """A dispute that is not over, its contract locked."""
    lock_contracts(do, [contract_id])
    found = bulk.rows(
        do.conn, "disputes", contract_ids=[], invoice_ids=[], contract_id=contract_id,
        dispute_id=dispute_id, on=do.on,
    )  # fmt: skip
    if not found:
        raise Refused("dispute_unknown", dispute_id=dispute_id)
    if _left(found[0]) <= 0:
        raise Refused("dispute_over", dispute_id=dispute_id)
    return found[0]


def _left(dispute: bulk.Row) -> int:
    cents = int(dispute["dispute_cents"])
    return cents if dispute["dispute_code"] in RESERVED else min(cents, int(dispute["open_cents"]))


def _tell(do: Act, invoices: pl.DataFrame) -> int:
    """What follows for disputed invoices (contract_id, invoice_id); how many changed."""
    say(do, invoices)
    contract_ids = invoices["contract_id"].unique().to_list()
    invoices = invoices.unique(maintain_order=True)
    judged = judge_again(do, contracts_batch(do.conn, contract_ids, do.on), invoices)
    fund_freed(do, contract_ids)
    return judged


def _check_amount(amount: int, least: int, most: int) -> None:
    if not least <= amount <= most:
        raise Refused("amount_too_large", amount_cents=amount, most_cents=most)


def _check_evidence(evidence: str) -> None:
    if not evidence.strip():
        raise Refused("evidence_missing")
