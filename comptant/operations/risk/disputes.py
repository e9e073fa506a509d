"""Disputes of invoices: opened, answered, narrowed, settled. Each is an item; the sum of its steps
is what is still disputed, and the rules read it as dated facts of the invoice or the buyer.

One dispute or a list of them: the same batch. Source: DOMAIN §5.4, EL-09, EL-12.
"""

from datetime import date

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_scopes,
    lock_contracts,
    operation,
    told,
)
from comptant.operations.portfolio.guarantee import not_open
from comptant.operations.risk.dispute_steps import (
    INVOICE,
    disputes_named,
    disputes_of,
    tell,
    write_opened,
    write_steps,
)
from comptant.rules.batch import check
from comptant.rules.columns import shape
from comptant.rules.disputes import DISPUTES, KINDS, RESERVED, SOURCES, follow
from comptant.store import bulk

LINES_MAX = 10_000  # disputes in one act
# One row per dispute to open (no amount: all that is open), or to settle.
TO_OPEN = shape("row_number", *INVOICE, "dispute_code", "disputed_cents?",
                "dispute_rest_confirmed", "source", "evidence")  # fmt: skip
TO_SETTLE = shape("row_number", "contract_id", "dispute_id", "credit_agreed_cents", "evidence")
DISPUTABLE = shape(*INVOICE, "open_cents", "disputed_cents")


@operation
def open_dispute(
    do: Act, *, contract_id: int, invoice_id: int, code: str, amount_cents: int | None,
    is_rest_confirmed: bool, source: str, evidence: str,
) -> Answer:  # fmt: skip
    """Note that an invoice is disputed: all that is open and not disputed yet, or `amount_cents` of
    it. The rest stays financed only where the buyer confirms it in writing, or the kind is partial
    by nature.

    Refused: dispute_code_unknown, dispute_source_unknown, invoice_unknown, invoice_disputed
    (whole, already), amount_too_large, evidence_missing.
    """
    return dispute(do, contract_id=contract_id, invoice_id=invoice_id, code=code,
                   amount_cents=amount_cents, is_rest_confirmed=is_rest_confirmed, source=source,
                   evidence=evidence)  # fmt: skip


def dispute(
    do: Act, *, contract_id: int, invoice_id: int, code: str, amount_cents: int | None,
    is_rest_confirmed: bool, source: str, evidence: str,
) -> Answer:  # fmt: skip
    """The same inside another operation."""
    opened, refused, judged = _open(do, TO_OPEN.frame([{
        "row_number": 1, "contract_id": contract_id, "invoice_id": invoice_id,
        "dispute_code": code, "disputed_cents": amount_cents,
        "dispute_rest_confirmed": is_rest_confirmed, "source": source, "evidence": evidence,
    }]))  # fmt: skip
    for refusal in refused.values():
        raise refusal
    return {"dispute_id": opened[0]["dispute_id"], "invoice_id": invoice_id,
            "amount_cents": opened[0]["amount_cents"],
            "is_fraud_case": KINDS[code].is_fraud_case, "judged": judged}  # fmt: skip


@operation
def open_disputes(do: Act, *, wanted: pl.DataFrame) -> Answer:
    """Open the disputes of a list (TO_OPEN, at most LINES_MAX). Each line is opened, or refused as
    open_dispute would refuse it. Refused as a whole: too_many_lines, contract_unknown."""
    _check_size(check(wanted, TO_OPEN))
    opened, refused, judged = _open(do, wanted)
    return {"opened": opened, "refused": _told(refused), "count": len(opened), "judged": judged}


@operation
def answer_dispute(do: Act, *, contract_id: int, dispute_id: int, evidence: str) -> Answer:
    """Note the client's answer, which changes no amount. Refused: as settle_dispute."""
    dispute = _open_one(do, contract_id, dispute_id)
    _check_evidence(evidence)
    _step(do, dispute, "ANSWERED", 0, evidence)
    return {"dispute_id": dispute_id, "left_cents": _left(dispute),
            "invoice_disputed_cents": _of_invoice(do, dispute)}  # fmt: skip


@operation
def confirm_rest(
    do: Act, *, contract_id: int, dispute_id: int, amount_cents: int, evidence: str
) -> Answer:
    """The buyer confirms in writing that he owes all but `amount_cents`. Refused: as
    settle_dispute."""
    dispute = _open_one(do, contract_id, dispute_id)
    _check_amount(amount_cents, 1, _left(dispute))
    _check_evidence(evidence)
    _step(do, dispute, "REST_CONFIRMED", amount_cents - dispute["dispute_cents"], evidence)
    changed = tell(do, pl.DataFrame([{name: dispute[name] for name in INVOICE}]))
    return {"dispute_id": dispute_id, "left_cents": amount_cents,
            "invoice_disputed_cents": _of_invoice(do, dispute), "judged": changed}  # fmt: skip


@operation
def settle_dispute(
    do: Act, *, contract_id: int, dispute_id: int, credit_cents: int, evidence: str
) -> Answer:
    """Settle: the buyer pays all but `credit_cents`, for which a credit note is agreed; that part
    stays out of the base until the credit note is there.

    Refused: dispute_unknown, dispute_over, amount_too_large, evidence_missing.
    """
    settled, refused, judged = _settle(do, TO_SETTLE.frame([{
        "row_number": 1, "contract_id": contract_id, "dispute_id": dispute_id,
        "credit_agreed_cents": credit_cents, "evidence": evidence,
    }]))  # fmt: skip
    for refusal in refused.values():
        raise refusal
    return {"dispute_id": dispute_id, "left_cents": credit_cents,
            "invoice_disputed_cents": _of_invoice(do, settled[0]), "judged": judged}  # fmt: skip


@operation
def settle_disputes(do: Act, *, settled: pl.DataFrame) -> Answer:
    """Settle the disputes of a list (TO_SETTLE, at most LINES_MAX). Each line is settled, or
    refused as settle_dispute would refuse it; a dispute twice is settled by its first line.
    Refused as a whole: too_many_lines, contract_unknown."""
    _check_size(check(settled, TO_SETTLE))
    done, refused, judged = _settle(do, settled)
    return {"settled": done, "refused": _told(refused), "count": len(done), "judged": judged}


def followed(rows: list[bulk.Row]) -> list[bulk.Row]:
    """Rows of the query read_disputes, with what is still disputed, its status and the next act."""
    if not rows:
        return []
    frame = pl.DataFrame([{name: row[name] for name in DISPUTES.names} for row in rows],
                         schema=DISPUTES.schema())  # fmt: skip
    seen_rows = follow(frame).to_dicts()
    return [{**row, **seen} for row, seen in zip(rows, seen_rows, strict=True)]


def dispute_since(do: Act, wanted: pl.DataFrame, days: dict[int, date]) -> int:
    """Disputes (TO_OPEN) of invoices taken over, each since its day (by row number); how many."""
    opened, refused, _ = _open(do, wanted, days)
    for refusal in refused.values():
        raise refusal
    return len(opened)


def _open(
    do: Act, wanted: pl.DataFrame, days: dict[int, date] | None = None
) -> tuple[list[Answer], dict[int, Refused], int]:  # fmt: skip
    """What was opened of TO_OPEN, the refusals by row number, and how many invoices changed."""
    check_scopes(do.conn, do.by, wanted["contract_id"])
    lock_contracts(do, wanted["contract_id"])
    rooms = {
        (row["contract_id"], row["invoice_id"]): row
        for row in bulk.read(do.conn, "disputable", DISPUTABLE,
                             **bulk.arrays(wanted.select(INVOICE))).iter_rows(named=True)
    } if wanted.height else {}  # fmt: skip
    rows, refused = [], {}
    for row in wanted.iter_rows(named=True):
        try:
            since = (days or {}).get(row["row_number"], do.on)
            rows.append({**row, "amount_cents": _take_room(do, row, rooms),
                         "disputed_on": min(since, do.on)})  # fmt: skip
        except Refused as refusal:
            refused[row["row_number"]] = refusal
    if not rows:
        return [], refused, 0
    opened = write_opened(do, pl.DataFrame(rows).rename(
        {"dispute_code": "code", "dispute_rest_confirmed": "is_rest_confirmed"}))  # fmt: skip
    judged = tell(do, opened)
    told_of = ("row_number", *INVOICE, "dispute_id", "amount_cents")
    return opened.select(told_of).rows(named=True), refused, judged


def _take_room(do: Act, row: bulk.Row, rooms: dict[tuple[int, int], bulk.Row]) -> int:
    """The cents that a dispute (TO_OPEN) is of. The disputes of an invoice never come to more than
    is open: what this one takes is left to none of the next. A claim that is reserved takes none.
    """
    _check_kind(row["dispute_code"])
    _check_source(row["source"])
    room = rooms.get((row["contract_id"], row["invoice_id"]))
    if room is None:
        raise not_open(do, row["contract_id"], row["invoice_id"])
    if row["dispute_rest_confirmed"]:
        _check_evidence(row["evidence"])
    is_reserved = row["dispute_code"] in RESERVED
    most = room["open_cents"] - (0 if is_reserved else room["disputed_cents"])
    if not most:
        raise Refused("invoice_disputed", invoice_id=row["invoice_id"])
    amount: int = most if row["disputed_cents"] is None else row["disputed_cents"]
    _check_amount(amount, 1, most)
    if not is_reserved:
        room["disputed_cents"] += amount
    return amount


def _settle(do: Act, settled: pl.DataFrame) -> tuple[list[Answer], dict[int, Refused], int]:
    """What was settled of TO_SETTLE, the refusals by row number, how many invoices changed."""
    check_scopes(do.conn, do.by, settled["contract_id"])
    lock_contracts(do, settled["contract_id"])
    disputes = disputes_named(do, settled)
    steps, refused = [], {}
    for row in settled.iter_rows(named=True):
        try:
            found = disputes.get((row["contract_id"], row["dispute_id"]))
            dispute = _check_open(found, row["dispute_id"])
            _check_amount(row["credit_agreed_cents"], 0, _left(dispute))
            _check_evidence(row["evidence"])
        except Refused as refusal:
            refused[row["row_number"]] = refusal
            continue
        steps.append({
            **{name: dispute[name] for name in (*INVOICE, "dispute_id")},
            "row_number": row["row_number"], "left_cents": row["credit_agreed_cents"],
            "kind": "CREDIT_AGREED" if row["credit_agreed_cents"] else "SETTLED",
            "amount_cents": row["credit_agreed_cents"] - dispute["dispute_cents"],
            "evidence": row["evidence"],
        })  # fmt: skip
        dispute["dispute_cents"] = 0  # the first line of a list settles it
    if not steps:
        return [], refused, 0
    written = pl.DataFrame(steps)
    write_steps(do, written)
    judged = tell(do, written)
    told_of = ("row_number", *INVOICE, "dispute_id", "left_cents")
    return written.select(told_of).rows(named=True), refused, judged


def _of_invoice(do: Act, dispute: bulk.Row) -> int:
    """What is disputed of an invoice, by all its disputes, within what is open."""
    rows = disputes_of(do, pl.DataFrame([{name: dispute[name] for name in INVOICE}]))
    return sum(max(_left(row), 0) for row in rows if row["dispute_code"] not in RESERVED)


def _step(do: Act, dispute: bulk.Row, kind: str, cents: int, evidence: str) -> None:
    write_steps(do, pl.DataFrame([{
        "contract_id": dispute["contract_id"], "dispute_id": dispute["dispute_id"], "kind": kind,
        "amount_cents": cents, "evidence": evidence,
    }]))  # fmt: skip


def _open_one(do: Act, contract_id: int, dispute_id: int) -> bulk.Row:
    """A dispute that is not over, its contract locked."""
    lock_contracts(do, [contract_id])
    named = pl.DataFrame({"contract_id": [contract_id], "dispute_id": [dispute_id]})
    return _check_open(disputes_named(do, named).get((contract_id, dispute_id)), dispute_id)


def _check_open(dispute: bulk.Row | None, dispute_id: int) -> bulk.Row:
    if dispute is None:
        raise Refused("dispute_unknown", dispute_id=dispute_id)
    if _left(dispute) <= 0:
        raise Refused("dispute_over", dispute_id=dispute_id)
    return dispute


def _left(dispute: bulk.Row) -> int:
    cents = int(dispute["dispute_cents"])
    is_reserved = dispute["dispute_code"] in RESERVED
    return cents if is_reserved else min(cents, int(dispute["disputable_cents"]))


def _check_size(lines: pl.DataFrame) -> None:
    if lines.height > LINES_MAX:
        raise Refused("too_many_lines", lines=lines.height, most=LINES_MAX)


def _check_kind(code: str) -> None:
    if code not in KINDS:
        raise Refused("dispute_code_unknown", dispute_code=code, known=" ".join(KINDS))


def _check_source(source: str) -> None:
    """That a payment was short of an invoice the program says by itself."""
    if source not in SOURCES:
        raise Refused("dispute_source_unknown", dispute_source=source, known=" ".join(SOURCES))


def _check_amount(amount: int, least: int, most: int) -> None:
    if not least <= amount <= most:
        raise Refused("amount_too_large", amount_cents=amount, most_cents=most)


def _check_evidence(evidence: str) -> None:
    if not evidence.strip():
        raise Refused("evidence_missing")


def _told(refused: dict[int, Refused]) -> list[Answer]:
    return [{"row_number": number, **told(refusal)} for number, refusal in refused.items()]
