"""Statements taken in: in sequence, each line once.

Two identical movements on one day are two payments; the same money told twice is one: a movement's
key is its account, booking day and the bank's reference (or else amount, value day and text), with
an occurrence number. What a statement issued again tells otherwise is kept beside the first, and
what it adds is what its closing balance adds, under whatever references.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Refused, lock_contracts
from comptant.operations.books.ledger import book
from comptant.rules.columns import c
from comptant.store import bulk

OPENINGS_MAX = 100  # of one account


class _Differs(Exception):
    pass


@dataclass(frozen=True)
class Kept:
    """What a statement has given: the ids of its new movements, or the act that had it before."""

    new_ids: list[int]
    known_act_id: int | None = None


def keep_statement(
    do: Act, account: bulk.Row, statement: bulk.Row, lines: pl.DataFrame, content_digest: bytes,
    *, is_again: bool,
) -> Kept:  # fmt: skip
    """Keep a statement of an account of ours (rows of STATEMENTS, BANK_MOVEMENTS), and what is new
    of it; one that was withdrawn only where that is meant (`is_again`). Refused: statement_gap,
    statement_without_balance, statement_contradicts, statement_was_withdrawn."""
    lines = lines.filter(c.amount_cents != 0)
    last = bulk.row(do.conn, "last_statement", own_account_id=account["id"])
    _check_balances(account, statement, last is None)
    reference = _reference(statement)
    same = bulk.rows(
        do.conn, "same_statement", own_account_id=account["id"], closed_on=statement["closed_on"],
        reference=reference,
    )  # fmt: skip
    _check_issue(account, statement, same)
    follows = not same and (last is None or _follows(account, last, statement))
    if same and same[-1]["closing_cents"] != statement["closing_cents"]:
        reference += f" ~{len(same) + 1}"  # issued again, and more is told: the last word counts
    bulk.copy_to_temporary(do.conn, "statement_line", lines.drop("statement_number", "entry_cents"))
    if not is_again:
        _check_not_withdrawn(do, account, statement, content_digest)
    if follows and last and _starts_on(statement) <= last["closed_on"]:
        # Of a day that we know: new only what the closing balance cannot do without.
        known = bulk.row(do.conn, "known_lines", own_account_id=account["id"]) or {}
        moved = int(lines["amount_cents"].sum()) - known["known_cents"]
        follows = last["closing_cents"] + moved != statement["closing_cents"]
    before = same[-1] if same else bulk.row(
        do.conn, "statement_before", own_account_id=account["id"], closed_on=statement["closed_on"]
    )  # fmt: skip
    statement_id = bulk.take_ids(do.conn, 1)[0]
    bulk.execute(
        do.conn, "insert_statement", id=statement_id, own_account_id=account["id"],
        reference=reference, sequence=statement["sequence"], opened_on=statement["opened_on"],
        closed_on=statement["closed_on"], opening_cents=statement["opening_cents"],
        closing_cents=statement["closing_cents"], digest=content_digest, act_id=do.id,
    )  # fmt: skip
    told = None  # of the first statement nothing is known before
    if last:  # one from before the first brings nothing: its money is in the opening balance
        told = statement["closing_cents"] - before["closing_cents"] if before else 0
    new_ids = _keep_lines(do, account, statement, statement_id, told, follows)
    return Kept(new_ids, same[0]["act_id"] if same else None)


def _keep_lines(
    do: Act, account: bulk.Row, statement: bulk.Row, statement_id: int, told: int | None,
    follows: bool,
) -> list[int]:  # fmt: skip
    """The ids of the new lines. What they add is what the closing balance adds to the one before
    (`told`): money that a statement tells twice, or under other references, is not booked twice."""
    for way in ("chained", "all_new") if follows else ("by_key", "by_amount"):
        with suppress(_Differs), do.conn.transaction():
            found = do.conn.execute(
                bulk.query("insert_movements"),
                {"own_account_id": account["id"], "statement_id": statement_id, "way": way},
            ).fetchall()
            added = sum(cents for _, cents in found)
            if told is not None and added != told:
                raise _Differs
            return [id_ for id_, _ in found]
    raise Refused(
        "statement_contradicts", iban=account["iban"], closed_on=statement["closed_on"],
        closing_cents=statement["closing_cents"], told_cents=told, added_cents=added,
    )  # fmt: skip


def _check_not_withdrawn(do: Act, account: bulk.Row, statement: bulk.Row, digest: bytes) -> None:
    """Whether the same was not withdrawn before: two people said that it was not the bank's last
    word."""
    found = bulk.row(
        do.conn, "withdrawn_alike", own_account_id=account["id"], digest=digest,
        reference=_reference(statement),
        **{name: statement[name] for name in ("closed_on", "opening_cents", "closing_cents")},
    )  # fmt: skip
    if found is not None:
        raise Refused(
            "statement_was_withdrawn", iban=account["iban"], reference=_reference(statement),
            closed_on=statement["closed_on"], bank_statement_id=found["id"],
            withdrawn_on=found["withdrawn_on"], login=found["login"], reason=found["reason"],
        )  # fmt: skip


def _check_balances(account: bulk.Row, statement: bulk.Row, is_first: bool) -> None:
    """Whether the bank itself proves that all came: by the balances where the statement opens and
    closes, or by its closing balance and that of the one before."""
    has_opening = statement["opening_cents"] is not None or not is_first
    if statement["closing_cents"] is None or not has_opening:
        raise Refused(
            "statement_without_balance", iban=account["iban"], closed_on=statement["closed_on"]
        )


def _check_issue(account: bulk.Row, statement: bulk.Row, same: list[bulk.Row]) -> None:
    """Whether a statement of a number that was taken before is that one, issued again: it opens
    where that one does."""
    for one in same:
        openings = {one["opening_cents"], statement["opening_cents"]} - {None}
        if one["sequence"] == statement["sequence"] is not None and len(openings) > 1:
            raise Refused("statement_number_again", iban=account["iban"],
                          closed_on=statement["closed_on"], sequence=statement["sequence"],
                          last_sequence=one["sequence"])  # fmt: skip


def _follows(account: bulk.Row, last: bulk.Row, statement: bulk.Row) -> bool:
    """Whether the statement follows the last one, so that all it tells is new; a gap is refused,
    a number taken before, an opening balance that the number before it does not explain.

    A statement that starts before the end of what we have is a re-issue or an overlap: its
    movements are compared with those we know.
    """
    follows = statement["opening_cents"] in (None, last["closing_cents"])
    starts_on = _starts_on(statement)
    if follows and starts_on >= last["closed_on"] and _next_in_sequence(last, statement):
        return True
    overlaps = starts_on == last["closed_on"] and not _skips(last, statement)
    if starts_on < last["closed_on"] or overlaps:
        return False
    before, now = last["sequence"], statement["sequence"]
    iban, closed_on, last_on = account["iban"], statement["closed_on"], last["closed_on"]
    opening, expected = statement["opening_cents"], last["closing_cents"]
    if follows and not _skips(last, statement):
        raise Refused("statement_number_again", iban=iban, closed_on=closed_on, sequence=now,
                      last_sequence=before)  # fmt: skip
    if not follows and before is not None and now == before + 1:
        raise Refused("statement_opening_wrong", iban=iban, sequence=now, last_sequence=before,
                      opening_cents=opening, expected_cents=expected, last_on=last_on)  # fmt: skip
    raise Refused(
        "statement_gap", iban=iban, closed_on=closed_on, opening_cents=opening,
        expected_cents=expected, last_on=last_on, sequence=now, last_sequence=before,
    )  # fmt: skip


def _starts_on(statement: bulk.Row) -> date:
    day: date = statement["opened_on"] or statement["closed_on"]
    return day


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
    """What tells a statement from the others of its day: the bank's number, else where it opens."""
    told = statement["statement_reference"] or statement["sequence"]
    opening = statement["opening_cents"]
    return str(told or ("" if opening is None else f"from {opening}"))


def open_account(do: Act, account: bulk.Row) -> None:
    """What stood on the account before its first statement, so that the ledger has its balance: on
    the house's own contract, or the one to which the account is dedicated."""
    house = bulk.row(do.conn, "house") or {}
    of = account["contract_id"] if account["is_client_owned"] else house["id"]
    keys = opening_keys(account["id"])
    first = bulk.row(
        do.conn, "opening_balance", own_account_id=account["id"], house_id=of, keys=keys
    )
    if first is None or not first["opening_cents"]:
        return
    lock_contracts(do, [of])
    event = "dedicated_opening" if account["is_client_owned"] else "bank_opening"
    book(do, of, event, keys[first["booked_count"]], first["opened_on"],
         {"opening": first["opening_cents"]}, sub_id=account["id"],
         currency=account["currency"])  # fmt: skip


def opening_keys(own_account_id: int) -> list[str]:
    """The keys of the balance that stood on an account before its first statement: one more for
    each first statement that was withdrawn."""
    key = f"opening/{own_account_id}"
    return [key, *(f"{key}/{number}" for number in range(2, OPENINGS_MAX + 1))]
