"""Disputes of invoices: opened, answered, narrowed, settled. Each is an item; the sum of its steps
is what is still disputed, and the rules read it as dated facts of the invoice or the buyer.

Source: DOMAIN §5.4, EL-09, EL-12.
"""

import json
from collections import defaultdict

import polars as pl

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.funding import fund_freed
from comptant.operations.positions import judge_again_one, of_one
from comptant.rules.columns import c
from comptant.rules.disputes import DISPUTES, KINDS, RESERVED, follow
from comptant.store import bulk

_Fact = tuple[int, str, int, str, object]  # contract, subject, its id, name, value


@operation
def open_dispute(
    do: Act, *, contract_id: int, invoice_id: int, code: str, amount_cents: int | None,
    is_rest_confirmed: bool, source: str, evidence: str,
) -> Answer:  # fmt: skip
    """Note that an invoice is disputed: the whole open amount, or `amount_cents` of it. The rest
    stays financed only where the buyer confirms it in writing, or the kind is partial by nature.

    Refused: dispute_code_unknown, invoice_unknown, amount_too_large, evidence_missing.
    """
    if code not in KINDS:
        raise Refused("dispute_code_unknown", dispute_code=code, known=" ".join(KINDS))
    lock_contracts(do, [contract_id])
    found = bulk.rows(do.conn, "open_by_id", contract_id=contract_id, ids=[invoice_id])
    if not found:
        raise Refused("invoice_unknown", invoice_id=invoice_id)
    most = found[0]["open_cents"]
    amount = most if amount_cents is None else amount_cents
    _check_amount(amount, 1, most)
    if is_rest_confirmed:
        _check_evidence(evidence)
    dispute_id = _open(do, contract_id, invoice_id, code, source, amount, evidence)
    if is_rest_confirmed:
        _step(do, contract_id, dispute_id, "REST_CONFIRMED", 0, evidence)
    changed = _tell(do, contract_id, [invoice_id])
    return {"dispute_id": dispute_id, "invoice_id": invoice_id, "amount_cents": amount,
            "is_fraud_case": KINDS[code].is_fraud_case, "judged": changed}  # fmt: skip


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
    changed = _tell(do, contract_id, [dispute["invoice_id"]])
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
    changed = _tell(do, contract_id, [dispute["invoice_id"]])
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
    ids = pl.Series("dispute_id", bulk.take_ids(do.conn, short.height), pl.Int64)
    opened = short.select("contract_id", "invoice_id", "short_cents", ids)
    act_id, evidence = pl.lit(do.id, pl.Int64), pl.lit("payment short")
    bulk.copy_in(do.conn, "dispute", opened.select(
        "contract_id", "invoice_id", id="dispute_id", code=pl.lit("LIT-PRX"),
        source=pl.lit("PAYMENT"), disputed_on=pl.lit(do.on), act_id=act_id,
    ))  # fmt: skip
    for kind, cents in (("OPENED", pl.col("short_cents")), ("REST_CONFIRMED", pl.lit(0, pl.Int64))):
        bulk.copy_in(do.conn, "dispute_step", opened.select(
            "contract_id", "dispute_id", kind=pl.lit(kind), amount_cents=cents,
            step_on=pl.lit(do.on), evidence=evidence, act_id=act_id,
        ))  # fmt: skip
    _say(do, opened[["contract_id", "invoice_id"]])


def credited(do: Act, contract_id: int, credits: pl.DataFrame) -> None:
    """Credit notes (invoice_id, amount_cents) answer the disputes of their invoices: those for
    which one was agreed first, then the oldest. The caller judges the invoices again."""
    ids = credits["invoice_id"].unique().to_list()
    room = dict(credits.group_by("invoice_id").agg(c.amount_cents.sum()).iter_rows())
    disputes = _disputes(do, of_one(contract_id, "invoice_id", ids))
    if not disputes:
        return
    for dispute in sorted(disputes, key=lambda row: not row["is_credit_expected"]):
        amount = min(dispute["dispute_cents"], room[dispute["invoice_id"]])
        if amount > 0:
            room[dispute["invoice_id"]] -= amount
            _step(do, contract_id, dispute["dispute_id"], "CREDITED", -amount, "credit note")
    _say(do, of_one(contract_id, "invoice_id", ids))


def _open(
    do: Act, contract_id: int, invoice_id: int, code: str, source: str, cents: int, evidence: str
) -> int:  # fmt: skip
    dispute_id = bulk.take_ids(do.conn, 1)[0]
    do.conn.execute(
        """INSERT INTO dispute (contract_id, id, invoice_id, code, source, disputed_on, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, dispute_id, invoice_id, code, source, do.on, do.id),
    )
    _step(do, contract_id, dispute_id, "OPENED", cents, evidence)
    return dispute_id


def _step(
    do: Act, contract_id: int, dispute_id: int, kind: str, cents: int, evidence: str
) -> None:  # fmt: skip
    do.conn.execute(
        """INSERT INTO dispute_step
               (contract_id, dispute_id, kind, amount_cents, step_on, evidence, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, dispute_id, kind, cents, do.on, evidence, do.id),
    )


def _disputes(do: Act, invoices: pl.DataFrame) -> list[bulk.Row]:
    """The disputes of some invoices (contract_id, invoice_id)."""
    return bulk.rows(
        do.conn, "disputes", contract_ids=invoices["contract_id"].to_list(),
        invoice_ids=invoices["invoice_id"].to_list(), contract_id=0, dispute_id=0, on=do.on,
    )  # fmt: skip


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


def _tell(do: Act, contract_id: int, invoice_ids: list[int]) -> int:
    _say(do, of_one(contract_id, "invoice_id", invoice_ids))
    judged = judge_again_one(do, contract_id, invoice_ids)
    fund_freed(do, [contract_id])
    return judged


def _say(do: Act, invoices: pl.DataFrame) -> None:
    """What the disputes of some invoices (contract_id, invoice_id) come to, as the facts that the
    rules read."""
    disputes = _disputes(do, invoices.unique(maintain_order=True))
    of_invoice: dict[tuple[int, int], list[bulk.Row]] = defaultdict(list)
    for row in disputes:
        of_invoice[row["contract_id"], row["invoice_id"]].append(row)
    facts: list[_Fact] = []
    for (contract_id, invoice_id), rows in of_invoice.items():
        facts += _of_invoice(contract_id, invoice_id, rows)
    reserved = [row for row in disputes if row["dispute_code"] in RESERVED]
    claims = bulk.rows(
        do.conn, "reserved_claims", contract_ids=[row["contract_id"] for row in reserved],
        buyer_ids=[row["buyer_id"] for row in reserved], codes=list(RESERVED),
    ) if reserved else []  # fmt: skip
    facts += [
        (row["contract_id"], "BUYER", row["buyer_id"], "claimed_cents", row["claimed_cents"])
        for row in claims
    ]
    columns = list(zip(*facts, strict=True)) or [()] * 5
    contract_ids, subjects, subject_ids, names, values = map(list, columns)
    bulk.execute(
        do.conn, "insert_terms", contract_id=contract_ids, subject=subjects,
        subject_id=subject_ids, name=names, value=[json.dumps(value) for value in values],
        valid_from_on=do.on, source="disputes", act_id=do.id,
    )  # fmt: skip


def _of_invoice(contract_id: int, invoice_id: int, disputes: list[bulk.Row]) -> list[_Fact]:
    """The facts of one invoice by its disputes."""
    live = [
        row for row in disputes
        if row["dispute_cents"] > 0 and row["dispute_code"] not in RESERVED
    ]  # fmt: skip
    whole = any(
        KINDS[row["dispute_code"]].effect == "WHOLE" and not row["is_confirmed"] for row in live
    )
    of = (contract_id, "INVOICE", invoice_id)
    facts: list[_Fact] = [
        (*of, "disputed_cents", sum(row["dispute_cents"] for row in live)),
        (*of, "dispute_rest_confirmed", not whole),
    ]
    return [*facts, (*of, "dispute_code", live[0]["dispute_code"])] if live else facts


def _check_amount(amount: int, least: int, most: int) -> None:
    if not least <= amount <= most:
        raise Refused("amount_too_large", amount_cents=amount, most_cents=most)


def _check_evidence(evidence: str) -> None:
    if not evidence.strip():
        raise Refused("evidence_missing")
