"""The bank's word: statements taken in once, what they tell booked, money received allocated.

A file is taken in whole: its statements, every line of them, and the first lines' bookings are one
act. What is beyond SLICE lines is booked by acts of their own, each once: `take_in` goes through
them, and whoever sends the file again goes on where it stopped. Only the declared end-of-day source
of an account books.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.banking.bank_statements import keep_statement, open_account
from comptant.operations.banking.collected import tell_instruments
from comptant.operations.banking.dedicated import tell_sweeps, tell_taken
from comptant.operations.banking.outgoing import tell_outgoing, tell_reversed
from comptant.operations.collection.advice import use_advices
from comptant.operations.collection.cash import collect
from comptant.operations.collection.line_details import with_details
from comptant.operations.collection.penalty_payments import use_penalties
from comptant.operations.collection.reminded import use_reminders
from comptant.operations.portfolio.losses import lost_again
from comptant.rules.batch import check
from comptant.rules.columns import BANK_MOVEMENTS, STATEMENTS, c, shape
from comptant.store import bulk

SLICE = 1_000  # lines booked in one act: whoever works on a contract of theirs waits for it
# Of each slice, by way or by currency.
SUMMED = ("matched", "received_in", "allocated_in", "lost_again_in")
NEW_MOVEMENTS = shape(
    "movement_id", "own_account_id", "booked_on", "value_on", "currency", "amount_cents",
    "bank_reference?", "end_to_end_reference?", "payer_name?", "payer_iban?", "credited_iban?",
    "remittance_text", "creditor_reference?", "operation_code?", "return_reason?", "is_reversal",
)  # fmt: skip


def take_in(
    conn: Connection, asked: Asked, *, statements: pl.DataFrame, movements: pl.DataFrame,
    source: str, file_name: str, content: bytes, is_again: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Answer:  # fmt: skip
    """`bank`, then every slice that its file still has to book; the sums of all of them.

    Run it again after a stop, under any key: what is done answers what it answered.
    """
    answer = bank(
        conn, asked, statements=statements, movements=movements, source=source,
        file_name=file_name, content=content,
        **({"is_again": True} if is_again else {}),  # what is not meant is not asked
    )  # fmt: skip
    parts = [answer]
    for done, (act_id, number, *_) in enumerate(answer["slices"], 1):
        progress(done, len(answer["slices"]) + 1)
        asked_here = replace(asked, key=slice_key(act_id, number))
        parts.append(bank_slice(conn, asked_here, act_id=act_id, number=number))
    counts = {
        name: sum(part[name] for part in parts)
        for name, value in answer.items() if isinstance(value, int) and name in parts[-1]
    }  # fmt: skip
    sums = {}
    for name in SUMMED:
        total = sum((Counter(part.get(name, {})) for part in parts), Counter[str]())
        sums[name] = dict(sorted(total.items()))
    return {**answer, **counts, **sums}


@operation
def bank(
    do: Act, *, statements: pl.DataFrame, movements: pl.DataFrame, source: str, file_name: str,
    content: bytes, is_again: bool = False,
) -> Answer:  # fmt: skip
    """Take in a bank file (STATEMENTS, BANK_MOVEMENTS) read from `source` (camt.053, cfonb120,
    mt940). `is_again`: also a statement that was withdrawn, as it was.

    All of it or nothing. Answers statements and movements that were new, what was allocated, what
    waits, what left; the first and last movement that this act booked (`booked_between`); and the
    `slices` that `take_in` has still to book: the act that took them in, their number, their first
    and last movement. Refused: account_not_ours, source_does_not_book,
    statement_gap, statement_in_future, statement_without_balance, currency_differs,
    statement_was_withdrawn.
    """
    check(statements, STATEMENTS)
    check(movements, BANK_MOVEMENTS)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/octet-stream", content)
    lock_many(do)
    taken, new_ids, known_acts = [], [], set()
    for statement in statements.sort("closed_on", "sequence", nulls_last=True).to_dicts():
        account = _account(do, statement, source)
        if not statement["ends_the_day"]:
            continue
        lines = movements.filter(c.statement_number == statement["statement_number"])
        kept = keep_statement(do, account, statement, lines, digest, is_again=is_again)
        open_account(do, account)
        taken.append({"account": account["iban"], "closed_on": statement["closed_on"].isoformat(),
                      "movements": lines.height, "new": len(kept.new_ids)})  # fmt: skip
        new_ids += kept.new_ids
        known_acts |= {kept.known_act_id} - {None}
    booked = _book(do, bulk.copy_out(do.conn, "new_movements", NEW_MOVEMENTS, ids=new_ids[:SLICE],
                                     first_id=None, last_id=None))  # fmt: skip
    begun = bulk.rows(do.conn, "slices_begun", act_ids=sorted(known_acts))
    return {
        "file": file_name, "statements": taken, "movements": movements.height,
        "new": len(new_ids), **booked,
        "slices": [*(part for row in begun for part in row["slices"]), *_slices(do.id, new_ids)],
    }  # fmt: skip


@operation
def bank_slice(do: Act, *, act_id: int, number: int) -> Answer:
    """Book one slice of a file taken in by `bank`, by its act and its number, under the one key
    that it has (`bank/act/number`): so it is booked once.

    Refused: slice_unknown, slice_key_wrong.
    """
    begun = bulk.rows(do.conn, "slices_begun", act_ids=[act_id])
    parts = [part for row in begun for part in row["slices"] if part[1] == number]
    if not parts:
        raise Refused("slice_unknown", act_id=act_id, number=number)
    if do.asked.key != slice_key(act_id, number):
        raise Refused("slice_key_wrong", key=slice_key(act_id, number))
    lock_many(do)
    _, _, first_id, last_id = parts[0]
    return _book(do, bulk.copy_out(do.conn, "new_movements", NEW_MOVEMENTS, ids=[],
                                   first_id=first_id, last_id=last_id))  # fmt: skip


def slice_key(act_id: int, number: int) -> str:
    """The one key under which a slice of a file is booked."""
    return f"bank/{act_id}/{number}"


def _slices(act_id: int, new_ids: list[int]) -> list[list[int]]:
    """What is beyond the first slice, in the order of the file."""
    parts = range(SLICE, len(new_ids), SLICE)
    return [
        [act_id, number, new_ids[start], new_ids[min(start + SLICE, len(new_ids)) - 1]]
        for number, start in enumerate(parts, 2)
    ]


def _book(do: Act, new: pl.DataFrame) -> Answer:
    """Book movements of our accounts (NEW_MOVEMENTS), each by what it is."""
    new = with_details(do, new)
    ids = new["movement_id"]
    sweeps = tell_sweeps(do, new)
    new = new.filter(~c.movement_id.is_in(sweeps.movement_ids))
    instruments = tell_instruments(do, new)
    new = new.filter(~c.movement_id.is_in(instruments.movement_ids))
    ours = new.filter(~c.own_account_id.is_in(list(sweeps.accounts)))
    told = tell_outgoing(do, ours)
    received, short = collect(do, new.filter(~c.movement_id.is_in(told.movement_ids)))
    tell_reversed(do, ours, told)
    tell_taken(do, new, sweeps)
    advised = use_advices(do, new.filter(c.amount_cents > 0))
    advised["advised"] += use_reminders(do, new.filter(c.amount_cents > 0), short)
    use_penalties(do, new.filter(c.amount_cents > 0))
    return {**sweeps.counts, **instruments.counts, **told.counts, **received, **advised,
            "lost_again_in": lost_again(do),
            "booked_between": [ids.min(), ids.max()] if ids.len() else []}  # fmt: skip


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
