"""Telling addresses of events, side by side: one delivery at a time to each, so that one that is
slow keeps nobody waiting but itself."""

import json
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from psycopg import Connection

from comptant.operations.registry.webhooks import signed
from comptant.store import bulk

ADDRESSES_AT_ONCE = 16
LEASE_SECONDS = 120  # a delivery whose worker died is taken again after that
# After each failed try, how long until the next; then it is given up, and may be replayed.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
# Sends one delivery, within a time of its own; True once it was heard, and what was answered or
# went wrong.
Send = Callable[[str, bytes, dict[str, str]], tuple[bool, str]]
Told = tuple[bool, str]


class Sender:
    """Deliveries under way. `conn` is in autocommit: no transaction is open while an address is
    waited for, and it is used by one thread only."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._pool = ThreadPoolExecutor(ADDRESSES_AT_ONCE, thread_name_prefix="deliver")
        self._under_way: dict[Future[Told], tuple[bulk.Row, datetime]] = {}

    @property
    def is_busy(self) -> bool:
        """Whether an address has not answered yet."""
        return bool(self._under_way)

    def turn(self, conn: Connection, at: datetime) -> int:
        """Write down what was answered since, and begin the first due delivery of every address
        that is not being told already; how many were begun."""
        self._note(conn)
        busy = [row["webhook_id"] for row, _ in self._under_way.values()]
        room = ADDRESSES_AT_ONCE - len(busy)
        if not room:
            return 0
        due = bulk.rows(conn, "take_deliveries", most=room, busy=busy, at=at,
                        lease_seconds=LEASE_SECONDS)  # fmt: skip
        for row in due:
            body = json.dumps(
                {"type": row["kind"], "timestamp": row["at"].isoformat(), "data": row["data"]},
                ensure_ascii=False, separators=(",", ":"),
            ).encode()  # fmt: skip
            # A replay is the same message: whoever heard it knows it by its id.
            tokens = [row["token"], *([row["token_before"]] if row["token_before"] else [])]
            headers = signed(f"evt_{row['event_id']}", at, body, *tokens)
            self._under_way[self._pool.submit(self._send, row["url"], body, headers)] = (row, at)
        return len(due)

    def wait(self, seconds: float | None) -> None:
        """Until an address has answered, or for so long."""
        wait(self._under_way, seconds, FIRST_COMPLETED)

    def finish(self, conn: Connection) -> None:
        """Wait for every answer, write them down, and begin nothing more."""
        wait(self._under_way)
        self._note(conn)
        self._pool.shutdown()

    def _note(self, conn: Connection) -> None:
        for future in [one for one in self._under_way if one.done()]:
            row, at = self._under_way.pop(future)
            error = future.exception()
            is_heard, said = (False, type(error).__name__) if error else future.result()
            again = WAITS[row["tries"] - 1] if row["tries"] <= len(WAITS) else None
            conn.execute(
                """UPDATE delivery SET last_answer = %s, next_at = %s,
                       delivered_at = CASE WHEN %s THEN clock_timestamp() END WHERE id = %s""",
                (said[:500], None if is_heard or again is None else at + again, is_heard,
                 row["id"]),
            )  # fmt: skip
