"""What an operation would do, told before it is done: the real thing, rolled back.

Nothing is kept, not even the key: the same form may then be sent. The entries that it would book
are the entries themselves, read back before they vanish. Source: decision 0006.
"""

from collections.abc import Callable
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, check_scope, check_signed
from comptant.operations.acts.rights import may
from comptant.operations.drawing.availability import look
from comptant.store import bulk, transactions


def preview(
    conn: Connection, asked: Asked, operation: Callable[..., Answer], **arguments: Any
) -> Answer:
    """What `operation` would answer (`answer`), the lines that it would book (`lines`), and, of a
    contract, what may be drawn before and after (`drawable_before_cents`, `drawable_after_cents`).

    Refused: whatever the operation refuses, and not_your_right.
    """
    body = operation.__wrapped__  # type: ignore[attr-defined]
    if not may(body.__name__, asked.by.roles):
        raise Refused("not_your_right", operation=body.__name__, login=asked.by.login)
    check_signed(body.__name__, asked.by)
    contract_id = arguments.get("contract_id")
    before = _drawable(conn, asked, contract_id)
    with transactions.undone(conn):
        check_scope(conn, asked.by, contract_id)
        do = Act(conn, bulk.take_ids(conn, 1)[0], asked)
        answer = body(do, **arguments)
        lines = bulk.rows(conn, "previewed_lines", act_id=do.id)
        after = _drawable(conn, asked, contract_id) if before is not None else None
    return {"answer": answer, "lines": lines, "drawable_before_cents": before,
            "drawable_after_cents": after}  # fmt: skip


def _drawable(conn: Connection, asked: Asked, contract_id: int | None) -> int | None:
    """What may be drawn on a contract; None where no contract is meant, or nothing can be said of
    it yet (no terms in force, no rate)."""
    if not contract_id:
        return None
    try:
        return look(conn, asked.by, contract_id, asked.on, asked.at).drawable_cents
    except Refused:
        return None
