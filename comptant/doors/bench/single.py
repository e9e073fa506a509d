"""One invoice, one availability, one draw: on a contract with few open invoices and with many.

The two contracts take turns within one run, so that the ratio holds when the machine's speed does
not. Each act has a connection of its own, as each door has: a preview is rolled back, and psycopg
forgets what a connection has prepared at each rollback. A figure is from the call to the commit.
"""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from time import perf_counter

from comptant.doors.bench import stage
from comptant.doors.sandbox import Sandbox
from comptant.operations.assigning.remit import LINES_MAX, remit
from comptant.operations.drawing import payments
from comptant.operations.drawing.availability import look
from comptant.store.connection import Connection, connect

Row = dict[str, object]
ACTS = REMIT, LOOK, DRAW = "remit one invoice", "availability", "draw"
WARM_UP = 5  # turns on each contract: psycopg prepares a statement when it comes for the sixth time


def measure(box: Sandbox, few: int, many: int, turns: int) -> list[Row]:
    """Rows {"what", "few_ms", "many_ms", "ratio"}: medians over `turns`."""
    client_id, buyers = stage.client(box)
    contracts = {}
    for size in (few, many):
        contracts[size] = stage.contract(box, client_id, buyers, f"C-{size}")
        for start in range(0, size, LINES_MAX):
            send(box, contracts[size], min(LINES_MAX, size - start), f"fill-{size}-{start}")
    times: dict[str, dict[int, list[float]]] = {}
    with ExitStack() as open_ones:
        doors = {what: open_ones.enter_context(connect("comptant_writer")) for what in ACTS}
        for door in doors.values():
            door.autocommit = True
        for turn in range(turns + WARM_UP):
            for size, contract_id in contracts.items():
                for what, act in _acts(box, doors, contract_id, f"{size}-{turn}").items():
                    took = _seconds(act)
                    if turn >= WARM_UP:
                        times.setdefault(what, {}).setdefault(size, []).append(took)
    return [_row(what, by_size[few], by_size[many]) for what, by_size in times.items()]


def _acts(
    box: Sandbox, doors: dict[str, Connection], contract_id: int, tag: str
) -> dict[str, Callable[[], object]]:
    rows = stage.invoices(1, f"one-{tag}")
    digest = hashlib.sha256(tag.encode()).digest()
    asked = box.asked("alice")
    return {
        REMIT: lambda: remit(
            doors[REMIT], asked, contract_id=contract_id, sent=rows, file_name=tag, digest=digest,
            received_at=box.now,
        ),
        LOOK: lambda: look(doors[LOOK], asked.by, contract_id, box.on, box.now),
        DRAW: lambda: payments.draw(
            doors[DRAW], box.asked("alice"), contract_id=contract_id, amount_cents=100,
            payee_account_id=None,
        ),
    }  # fmt: skip


def send(box: Sandbox, contract_id: int, count: int, tag: str) -> None:
    """One remittance of so many invoices."""
    remit(
        box.conn, box.asked("alice"), contract_id=contract_id, sent=stage.invoices(count, tag),
        file_name=tag, digest=hashlib.sha256(tag.encode()).digest(), received_at=box.now,
    )  # fmt: skip


def _seconds(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def _row(what: str, few: list[float], many: list[float]) -> Row:
    ratio = median(b / a for a, b in zip(few, many, strict=True))
    return {
        "what": what, "few_ms": round(1000 * median(few), 1),
        "many_ms": round(1000 * median(many), 1), "ratio": round(ratio, 2),
    }  # fmt: skip
