"""A large invoice list from its file to the ledger, against the bare COPY of the same rows."""

import hashlib
import resource
from pathlib import Path
from time import perf_counter

import polars as pl

from comptant.doors.bench import stage
from comptant.doors.sandbox import Sandbox
from comptant.formats import intake
from comptant.operations.assigning.remit import LINES_MAX, remit
from comptant.operations.assigning.sent_files import SentFile, bundles
from comptant.store import bulk
from comptant.store.connection import superuser_connect


def measure(box: Sandbox, lines: int, folder: Path) -> dict[str, object]:
    """{"lines", "bare_copy_s", "remit_s", "ratio", "lines_per_s", "peak_mb", ...}."""
    client_id, buyers = stage.client(box)
    contract_id = stage.contract(box, client_id, buyers, "C-BULK")
    path = folder / f"list-{lines}.csv"
    _write(path, lines)
    before_mb = _peak_mb()
    bare = _bare_copy(path)
    start = perf_counter()
    accepted, slices = _remit(box, contract_id, path)
    took = perf_counter() - start
    if accepted != lines:
        raise AssertionError(f"{accepted} of {lines} lines were accepted")
    return {
        "lines": lines, "remittances": slices, "bare_copy_s": round(bare, 2),
        "remit_s": round(took, 2), "ratio": round(took / bare, 1),
        "lines_per_s": round(lines / took), "peak_mb_before": before_mb, "peak_mb": _peak_mb(),
    }  # fmt: skip


def _write(path: Path, lines: int) -> None:
    with path.open("wb") as file:
        for start in range(0, lines, LINES_MAX):
            rows = stage.invoices(min(LINES_MAX, lines - start), f"L{start}")
            euros = pl.col("gross_cents") // 100
            cents = (pl.col("gross_cents") % 100).cast(pl.String).str.zfill(2)
            told = rows.select(
                number="invoice_number", issued_on="issued_on", due_on="due_on",
                amount=pl.concat_str([euros.cast(pl.String), cents], separator="."),
                buyer="buyer_name", siren="buyer_siren",
            )  # fmt: skip
            told.write_csv(file, include_header=start == 0)


def _bare_copy(path: Path) -> float:
    """Seconds of a COPY of the same rows into a table with a primary key only, committed."""
    rows = pl.read_csv(path).select(
        number="number", buyer="siren", issued_on="issued_on", due_on="due_on",
        amount_cents=(pl.col("amount") * 100).round().cast(pl.Int64),
    )  # fmt: skip
    with superuser_connect() as owner:
        owner.execute(
            """CREATE TABLE bare (number text PRIMARY KEY, buyer bigint, issued_on date,
               due_on date, amount_cents bigint)"""
        )
        owner.commit()
        start = perf_counter()
        with owner.transaction():
            bulk.copy_in(owner, "bare", rows)
        return perf_counter() - start


def _remit(box: Sandbox, contract_id: int, path: Path) -> tuple[int, int]:
    accepted = slices = 0
    with path.open("rb") as stream:
        file = SentFile(path.name, hashlib.file_digest(stream, "sha256").digest())
        stream.seek(0)
        reads = ((file, read) for read in intake.slices(path.name, stream, LINES_MAX))
        for bundle in bundles(reads, LINES_MAX, []):
            answer = remit(
                box.conn, box.asked("alice"), contract_id=contract_id, sent=bundle.rows,
                file_name=path.name, digest=bundle.digest, received_at=box.now,
                files=bundle.files,
            )  # fmt: skip
            accepted, slices = accepted + answer["accepted"], slices + 1
    return accepted, slices


def _peak_mb() -> int:
    """The largest this process has been."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
