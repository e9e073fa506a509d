"""The files of a remittance: kept as they came, and many small ones ceded in one remittance."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from comptant.formats.reading import Fault, InvoicesRead
from comptant.operations.act import Act
from comptant.operations.documents import keep_document
from comptant.rules.columns import SENT_INVOICES

FILES_MAX = 10_000  # of one remittance
BYTES_MAX = 200_000_000  # a larger file is alone in its remittance


@dataclass(frozen=True)
class SentFile:
    """One file, or a slice of it: `content` comes with the first slice and is kept then."""

    name: str
    digest: bytes
    content: bytes | None = None


@dataclass(frozen=True)
class Bundle:
    """What becomes one remittance: rows of one or several files, and the digest of it all."""

    rows: pl.DataFrame
    files: tuple[SentFile, ...]
    digest: bytes


Slice = tuple[SentFile, InvoicesRead]


def bundles(slices: Iterable[Slice], most: int, faults: list[Fault]) -> Iterator[Bundle]:
    """Slices of files in order, gathered into remittances of at most `most` rows, FILES_MAX files
    and some BYTES_MAX of contents, so that memory does not grow with what is sent.

    The same files in the same order make the same bundles, so that a second send finishes what a
    crash left. Faults of the readers are added to `faults` as they come.
    """
    waiting: list[Slice] = []
    rows = size = 0
    for file, read in slices:
        faults.extend(read.faults)
        if read.rows.is_empty():
            continue
        here = len(file.content or b"")
        is_full = rows + read.rows.height > most or size + here > BYTES_MAX
        if waiting and (is_full or len(waiting) >= FILES_MAX):
            yield _bundle(waiting)
            waiting, rows, size = [], 0, 0
        waiting.append((file, read))
        rows, size = rows + read.rows.height, size + here
    if waiting:
        yield _bundle(waiting)


def _bundle(slices: list[Slice]) -> Bundle:
    digest = hashlib.sha256()
    files = {}
    for file, read in slices:
        digest.update(file.digest + int(read.rows["row_number"].min() or 0).to_bytes(8, "big"))
        files.setdefault(file.name, file)
    rows = pl.concat([read.rows for _, read in slices]) if slices else SENT_INVOICES.empty()
    return Bundle(rows, tuple(files.values()), digest.digest())


def keep_files(do: Act, contract_id: int, remittance_id: int, files: Iterable[SentFile]) -> None:
    """Keep the files of a remittance byte for byte, and which of them each number means."""
    for number, file in enumerate(files, 1):
        if file.content is not None:
            media_type = "application/octet-stream"
            keep_document(do, file.digest, file.name, media_type, file.content, contract_id)
        do.conn.execute(
            """INSERT INTO remittance_file (contract_id, remittance_id, file_number, name, digest)
               VALUES (%s, %s, %s, %s, %s)""",
            (contract_id, remittance_id, number, file.name, file.digest),
        )
