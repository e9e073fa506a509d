"""The bank's word: statements taken in once, what they tell booked, money received allocated.

Two identical movements on one day are two payments; the same money told twice is one: a movement's
key is its account, booking day and the bank's reference (or else amount, value day and text), with
an occurrence number. Only the declared end-of-day source of an account books.
"""

import hashlib

import polars as pl

from comptant.operations.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.cash import collect
from comptant.operations.collected import tell_instruments
from comptant.operations.documents import keep_document
from comptant.operations.ledger import book
from comptant.operations.outgoing import tell_outgoing
from comptant.rules.batch import check
from comptant.rules.columns import BANK_MOVEMENTS, STATEMENTS, c, shape
from comptant.store import bulk

NEW_MOVEMENTS = shape(
    "movement_id", "own_account_id", "booked_on", "value_on", "currency", "amount_cents",
    "bank_reference?", "end_to_end_reference?", "payer_name?", "payer_iban?", "credited_iban?",
    "remittance_text", "creditor_reference?", "operation_code?", "return_reason?", "is_reversal",
)  # fmt: skip


@operation
def bank(
    do: Act, *, statements: pl.DataFrame, movements: pl.DataFrame, source: str, file_name: str,
    content: bytes,
) -> Answer:  # fmt: skip
    """Take in a bank file (STATEMENTS, BANK_MOVEMENTS) read from `source` (camt.053, cfonb120).

    All of it or nothing. Answers statements and movements that were new, what was allocated, what
    waits, what left. Refused: account_not_ours, source_does_not_book, statement_gap,
    statement_in_future, currency_differs.
    """
    check(statements, STATEMENTS)
    check(movements, BANK_MOVEMENTS)
    lock_many(do)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/octet-stream", content)
    taken, new_ids = [], []
    for statement in statements.sort("closed_on", "sequence", nulls_last=True).to_dicts():
        account = _account(do, statement, source)
        if not statement["ends_the_day"]:
            continue
        lines = movements.filter(c.statement_number == statement["statement_number"])
        chained = _check_sequence(do, account, statement)
        ids = _keep_movements(do, account, statement, lines, chained, digest)
        _open_account(do, account)
        taken.append({"account": account["iban"], "closed_on": statement["closed_on"].isoformat(),
                      "movements": lines.height, "new": len(ids)})  # fmt: skip
        new_ids += ids
    new = bulk.copy_out(do.conn, "new_movements", NEW_MOVEMENTS, ids=new_ids)
    instruments = tell_instruments(do, new)
    new = new.filter(~c.movement_id.is_in(instruments.movement_ids))
    told = tell_outgoing(do, new)
    received = collect(do, new.filter(~c.movement_id.is_in(told.movement_ids)))
    return {
        "file": file_name, "statements": taken, "movements": movements.height,
        "new": len(new_ids), **instruments.counts, **told.counts, **received,
    }  # fmt: skip


def _account(do: Act, statement: bulk.Row, source: str) -> bulk.Row:
    found = bulk.row(do.conn, "own_account_by_iban", iban=statement["account_iban"])
    if found is None:
        raise Refused("account_not_ours", iban=statement["account_iban"], file=statement["file"])
    if found["books_from"] != source:
        raise Refused(
            "source_does_not_book", iban=found["iban"], source=source, books=found["books_from"]
        )
    if found["currency"] != statement["currency"]:
        raise Refused("currency_differs", iban=found["iban"], currency=statement["currency"])
    if statement["closed_on"] > do.on:
        raise Refused("statement_in_future", closed_on=statement["closed_on"], on=do.on)
    return found


def _check_sequence(do: Act, account: bulk.Row, statement: bulk.Row) -> bool:
    """Whether the statement follows the last one, so that all it tells is new; a gap is refused.

    A statement that starts before the end of what we have is a re-issue or an overlap: its
    movements are compared with those we know.
    """
    last = bulk.row(do.conn, "last_statement", own_account_id=account["id"])
    if last is None:
        return True
    same = bulk.row(
        do.conn, "same_statement", own_account_id=account["id"], closed_on=statement["closed_on"],
        reference=_reference(statement),
    )  # fmt: skip
    if same:
        return False
    follows = statement["opening_cents"] in (None, last["closing_cents"])
    starts_on = statement["opened_on"] or statement["closed_on"]
    if follows and starts_on >= last["closed_on"] and _next_in_sequence(last, statement):
        return True
    overlaps = starts_on == last["closed_on"] and not _skips(last, statement)
    if starts_on < last["closed_on"] or overlaps:
        return False
    raise Refused(
        "statement_gap", iban=account["iban"], closed_on=statement["closed_on"],
        opening_cents=statement["opening_cents"], expected_cents=last["closing_cents"],
        last_on=last["closed_on"], sequence=statement["sequence"], last_sequence=last["sequence"],
    )  # fmt: skip


def _open_account(do: Act, account: bulk.Row) -> None:
    """What stood on the account before its first statement, so that the ledger has its balance."""
    house = bulk.row(do.conn, "house") or {}
    key = f"opening/{account['id']}"
    first = bulk.row(
        do.conn, "opening_balance", own_account_id=account["id"], house_id=house["id"], key=key
    )
    if first is None or not first["opening_cents"]:
        return
    lock_contracts(do, [house["id"]])
    book(do, house["id"], "bank_opening", key, first["opened_on"],
         {"opening": first["opening_cents"]}, sub_id=account["id"],
         currency=account["currency"])  # fmt: skip


def _next_in_sequence(last: bulk.Row, statement: bulk.Row) -> bool:
    """The next number, or a sequence that starts again with the year, or none told."""
    before, now = last["sequence"], statement["sequence"]
    if before is None or now is None:
        return True
    return now == before + 1 or (now == 1 and statement["closed_on"].year > last["closed_on"].year)


def _skips(last: bulk.Row, statement: bulk.Row) -> bool:
    """A number beyond the next one: what another statement of the same day told is missing."""
    before, now = last["sequence"], statement["sequence"]
    return before is not None and now is not None and now > before + 1


def _reference(statement: bulk.Row) -> str:
    return str(statement["statement_reference"] or statement["sequence"] or "")


def _keep_movements(
    do: Act, account: bulk.Row, statement: bulk.Row, lines: pl.DataFrame, chained: bool,
    digest: bytes,
) -> list[int]:  # fmt: skip
    """Keep what is new of a statement; the ids of the new movements."""
    statement_id = bulk.take_ids(do.conn, 1)[0]
    bulk.execute(
        do.conn, "insert_statement", id=statement_id, own_account_id=account["id"],
        reference=_reference(statement), sequence=statement["sequence"],
        opened_on=statement["opened_on"], closed_on=statement["closed_on"],
        opening_cents=statement["opening_cents"], closing_cents=statement["closing_cents"] or 0,
        digest=digest, act_id=do.id,
    )  # fmt: skip
    lines = lines.filter(c.amount_cents != 0)
    if lines.is_empty():
        return []
    bulk.copy_to_temporary(do.conn, "statement_line", lines.drop("statement_number", "entry_cents"))
    return [
        row["id"]
        for row in bulk.rows(
            do.conn, "insert_movements", own_account_id=account["id"], statement_id=statement_id,
            chained=chained,
        )
    ]  # fmt: skip
