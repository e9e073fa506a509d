"""What one invoice costs over its whole life: rows, index entries, log, disk.

The invoices are assigned, financed, paid by their buyers and closed by the real operations; what
the database wrote is then read from its own log and counters.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from time import perf_counter

from comptant.doors.bench import stage
from comptant.doors.demo.bank import Bank
from comptant.doors.sandbox import FACTOR_BIC, FACTOR_IBAN, Sandbox
from comptant.formats.bankfile import read as read_bank
from comptant.operations.assigning.remit import remit
from comptant.operations.banking import bank
from comptant.operations.closing import close
from comptant.operations.drawing import payments
from comptant.operations.paying import payout
from comptant.store.connection import Connection, superuser_connect

Row = dict[str, object]
PAID_AFTER_DAYS = 3  # calendar days until the buyers have paid: time itself writes nothing
# Rows written, as the log tells them: records of one row; records of many are counted by tables.
LOG = """SELECT "resource_manager/record_type" AS kind, count, record_size + fpi_size AS bytes,
    fpi_size FROM pg_get_wal_stats(%s::pg_lsn, %s::pg_lsn, true) WHERE count > 0"""
TABLES = """SELECT coalesce(p.relname, s.relname) AS name, sum(n_tup_ins)::bigint,
        sum(n_tup_upd)::bigint, sum(n_tup_del)::bigint
    FROM pg_stat_user_tables s LEFT JOIN pg_inherits i ON i.inhrelid = s.relid
    LEFT JOIN pg_class p ON p.oid = i.inhparent WHERE schemaname = 'public' GROUP BY 1"""


def measure(box: Sandbox, contracts: int, each: int) -> list[Row]:
    """Rows {"stage", "rows_inserted", "rows_updated", "index_entries", "wal_bytes", ...}, all per
    invoice, one per stage of the life and one for the whole."""
    client_id, buyers = stage.client(box)
    numbers = [stage.contract(box, client_id, buyers, f"C-{n}") for n in range(contracts)]
    theirs = Bank(FACTOR_IBAN, FACTOR_BIC)
    lines = [stage.invoices(each, f"K{n}") for n in range(contracts)]
    told: list[Row] = []
    with superuser_connect() as meter:
        meter.autocommit = True
        meter.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect")
        for name, act in (
            ("assigned", lambda: _assign(box, numbers, lines)),
            ("financed", lambda: _finance(box, numbers, theirs)),
            ("collected", lambda: _collect(box, lines, theirs)),
            ("closed", lambda: _close(box)),
        ):
            told.append(_metered(box, meter, name, act, contracts * each))
        opened = meter.execute("SELECT count(*) FROM invoice WHERE open_cents <> 0").fetchone()
    if opened != (0,):
        raise AssertionError(f"{opened} invoices are still open at the end of their life")
    whole = {"stage": "whole life"} | {
        name: round(sum(row[name] for row in told), 2)  # type: ignore[misc]
        for name in told[0] if name != "stage"
    }  # fmt: skip
    return [*told, whole]


def _assign(box: Sandbox, numbers: list[int], lines: list) -> None:
    for contract_id, sent in zip(numbers, lines, strict=True):
        digest = hashlib.sha256(str(contract_id).encode()).digest()
        remit(
            box.conn, box.asked("alice"), contract_id=contract_id, sent=sent,
            file_name=f"{contract_id}.csv", digest=digest, received_at=box.now,
        )  # fmt: skip


def _finance(box: Sandbox, numbers: list[int], theirs: Bank) -> None:
    """Each client draws all that is available; the treasurer releases and sends."""
    for contract_id in numbers:
        box.approve(payments.draw(
            box.conn, box.asked("alice"), contract_id=contract_id, amount_cents=None,
            payee_account_id=None,
        ), "tania")  # fmt: skip
    sent = payout.payout(
        box.conn, box.asked("tania"), own_account_id=box.own_account_id, execute_on=None
    )
    content = box.conn.execute(
        "SELECT content FROM document WHERE digest = decode(%s, 'hex')", (sent["digest"],)
    ).fetchone()
    assert content is not None
    theirs.execute(content[0])
    _statement(box, theirs)


def _collect(box: Sandbox, lines: list, theirs: Bank) -> None:
    """Every buyer pays every invoice, one transfer each, and names it."""
    close.close(box.conn, box.asked("aron"), box.on, lambda done, of: None)
    for _ in range(PAID_AFTER_DAYS):
        box.on += timedelta(days=1)
        if box.on.isoweekday() < 6:
            break
        close.close(box.conn, box.asked("aron"), box.on, lambda done, of: None)
    for sent in lines:
        for number, cents, name in sent.select(
            "invoice_number", "gross_cents", "buyer_name"
        ).rows():
            theirs.receive(cents, name, f"FACTURE {number}")
    _statement(box, theirs)


def _statement(box: Sandbox, theirs: Bank) -> None:
    data = theirs.statement(box.on)
    read = read_bank("day.xml", data)
    bank.take_in(
        box.conn, box.asked("tania"), statements=read.statements, movements=read.movements,
        source="camt.053", file_name="day.xml", content=data,
    )  # fmt: skip


def _close(box: Sandbox) -> None:
    close.close(box.conn, box.asked("aron"), box.on, lambda done, of: None)


def _metered(
    box: Sandbox, meter: Connection, name: str, act: Callable[[], None], invoices: int
) -> Row:
    """What an act of the house wrote, per invoice."""
    meter.execute("CHECKPOINT")  # from here on each page is logged whole once, as in the morning
    before, since = _rows(box, meter), _place(meter)
    start = perf_counter()
    act()
    took = perf_counter() - start
    logged = meter.execute(LOG, (since, _place(meter))).fetchall()
    after = _rows(box, meter)
    counts = [after[table][n] - before.get(table, (0, 0, 0))[n] for table in after for n in (0, 1)]
    leaves = sum(count for kind, count, _, _ in logged if kind.startswith("Btree/INSERT_LEAF"))
    whole_pages = sum(size for _, _, _, size in logged)
    written = sum(size for _, _, size, _ in logged)
    return {
        "stage": name,
        "ms": round(1000 * took / invoices, 2),
        "rows_inserted": round(sum(counts[0::2]) / invoices, 2),
        "rows_updated": round(sum(counts[1::2]) / invoices, 2),
        "index_entries": round(leaves / invoices, 2),
        "wal_bytes": round((written - whole_pages) / invoices),
        "wal_whole_pages_bytes": round(whole_pages / invoices),
    }


def _place(meter: Connection) -> str:
    found = meter.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone()
    assert found is not None
    return str(found[0])


def _rows(box: Sandbox, meter: Connection) -> dict[str, tuple[int, int, int]]:
    """Rows inserted, updated and deleted so far, by table; the session tells all that it knows."""
    box.conn.execute("SELECT pg_stat_force_next_flush()")
    box.conn.execute("SELECT 1")
    meter.execute("SELECT pg_stat_clear_snapshot()")
    return {name: tuple(counts) for name, *counts in meter.execute(TABLES).fetchall()}  # type: ignore[misc]
