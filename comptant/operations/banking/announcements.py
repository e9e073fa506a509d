"""What a bank announces besides its statements: camt.052 is shown as expected and never booked,
camt.054 is the detail of a line that a statement books.

Decision 0015 says how the detail meets its line, whichever comes first.
"""

import hashlib
from collections import Counter

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_many, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.collection.line_details import replace_lumps
from comptant.operations.collection.recognition import (
    matched,
    payments_told,
    to_dedicated_accounts,
)
from comptant.rules.batch import check
from comptant.rules.columns import ANNOUNCED, STATEMENTS, c
from comptant.store import bulk

SOURCES = ("camt.052", "camt.054")
TEXTS = ("bank_reference", "end_to_end_reference", "payer_name", "payer_iban", "remittance_text")


@operation
def announce(
    do: Act, *, statements: pl.DataFrame, announced: pl.DataFrame, source: str, file_name: str,
    content: bytes,
) -> Answer:  # fmt: skip
    """Keep what a camt.052 or camt.054 (STATEMENTS, ANNOUNCED) tells; the same told again is one.

    A camt.054 whose line is booked already and waits whole replaces it by its payments; one that
    corrects an earlier one of the same line counts in its place until the line is made of it.
    Answers what is new, the lines detailed and those that people have touched (`touched`), or that
    an earlier notice has made (`used_before`): payment ids; and what was allocated.
    Refused: source_does_not_announce, account_not_ours, currency_differs.
    """
    check(statements, STATEMENTS)
    check(announced, ANNOUNCED)
    if source not in SOURCES:
        raise Refused("source_does_not_announce", source=source)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/xml", content)
    lock_many(do)
    accounts = {row["statement_number"]: _account(do, row) for row in statements.to_dicts()}
    rows = _whose(do, _keyed(announced, accounts, source))
    bulk.copy_to_temporary(do.conn, "notice", rows)
    new = bulk.execute(do.conn, "insert_expected", source=source, digest=digest, act_id=do.id)
    answer = {"file": file_name, "source": source, "announced": announced.height, "new": new}
    if source == "camt.054":
        answer |= replace_lumps(do, sorted(set(rows["entry_key"])))
    return answer


def _account(do: Act, statement: bulk.Row) -> int:
    """Our account of a notice; a virtual IBAN's is the one that books it."""
    found = bulk.row(do.conn, "own_account_by_iban", iban=statement["account_iban"])
    if found is None:
        raise Refused("account_not_ours", iban=statement["account_iban"], file=statement["file"])
    if found["currency"] != statement["currency"]:
        raise Refused("currency_differs", iban=found["iban"], currency=statement["currency"])
    return int(found["parent_id"] or found["id"])


def _keyed(announced: pl.DataFrame, accounts: dict[int, int], source: str) -> pl.DataFrame:
    """The table `notice`: each row with the key of its entry and its own, and which of its like."""
    seen: Counter[str] = Counter()
    keys = []
    said = _said(announced) if source == "camt.054" else {}
    for row in announced.iter_rows(named=True):
        account = accounts[row["statement_number"]]
        day = None if row["entry_references"] else row["value_on"]
        entry = _key(source, account, row["entry_references"], row["entry_cents"], day,
                     *said.get((row["statement_number"], row["entry_number"]), ()))  # fmt: skip
        own = _key(entry, row["amount_cents"], *(row[name] for name in TEXTS))
        seen[own] += 1
        keys.append((account, entry, own, seen[own]))
    schema = {"own_account_id": pl.Int64, "entry_key": pl.String, "movement_key": pl.String,
              "occurrence": pl.Int64}  # fmt: skip
    told = announced.drop("statement_number", "entry_number")
    return told.hstack(pl.DataFrame(keys, schema=schema, orient="row"))


def _whose(do: Act, notice: pl.DataFrame) -> pl.DataFrame:
    """The notice with the contract and the buyer of each payment, as its matching would tell them
    now: what is announced is not asked for. The buyer alone, where it may be for several of its
    contracts. Nothing of it is booked."""
    (at_id,) = bulk.take_ids(do.conn, 1)
    received = notice.with_row_index("payment_number").with_columns(
        c.payment_number.cast(pl.Int64), movement_id=pl.lit(at_id, pl.Int64)
    )
    credits = received.filter(c.amount_cents > 0)
    if credits.is_empty():
        return notice.with_columns(contract_id=pl.lit(None, pl.Int64),
                                   buyer_id=pl.lit(None, pl.Int64))  # fmt: skip
    payments = payments_told(do, credits)
    allocations, outcomes, _ = matched(do, payments, to_dedicated_accounts(do, credits))
    told = pl.concat([_of_one(rows) for rows in (allocations, outcomes)])
    told = told.unique("payment_number", keep="first", maintain_order=True)
    return received.join(told, on="payment_number", how="left", maintain_order="left").drop(
        "payment_number", "movement_id")  # fmt: skip


def _of_one(rows: pl.DataFrame) -> pl.DataFrame:
    """Each payment with its buyer, if it is of one, and its contract, if that is one."""
    known = rows.filter(c.buyer_id.is_not_null()).group_by("payment_number", maintain_order=True)
    one = known.agg(
        pl.when(c.contract_id.n_unique() == 1).then(c.contract_id.first()).alias("contract_id"),
        c.buyer_id.first(), buyers=c.buyer_id.n_unique(),
    )  # fmt: skip
    return one.filter(pl.col("buyers") == 1).drop("buyers")


def _said(announced: pl.DataFrame) -> dict[tuple[int, int], list[object]]:
    """All that each entry says of its payments: told otherwise, it is another notice."""
    said: dict[tuple[int, int], list[object]] = {}
    for row in announced.sort("amount_cents", *TEXTS).iter_rows(named=True):
        of = said.setdefault((row["statement_number"], row["entry_number"]), [])
        of += [row["amount_cents"], *(row[name] for name in TEXTS)]
    return said


def _key(*parts: object) -> str:
    """A key of 32 hex digits for what these parts say."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]
