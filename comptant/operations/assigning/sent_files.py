"""The files of a remittance: kept as they came, and many small ones ceded in one remittance."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from comptant.formats.reading import Fault, InvoicesRead
from comptant.operations.acts.act import Act, Answer
from comptant.operations.acts.documents import keep_documents
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.columns import SENT_INVOICES
from comptant.store import bulk

FILES_MAX = 10_000  # of one remittance
TOGETHER_LINES = 4_000  # of short lists in one act: whoever works on one of their contracts waits
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


def content_digests(sent: pl.DataFrame) -> dict[int, bytes]:
    """Per contract, the digest of what its rows say: the same invoices in whatever file or order
    are the same sending."""
    names = [name for name in SENT_INVOICES.names if name not in ("file", "row_number")]
    said = pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("\0") for name in names], separator="\x1f"
    )
    texts = sent.select("contract_id", said.alias("said")).group_by("contract_id").agg(
        pl.col("said").sort().str.join("\x1e")
    )  # fmt: skip
    return {id_: hashlib.sha256(text.encode()).digest() for id_, text in texts.iter_rows()}


def keep_contents(do: Act, digests: dict[int, bytes], files: Sequence[SentFile]) -> None:
    """Keep the files of remittances (contract -> digest) byte for byte, unless all of them were
    taken in before. A file of several contracts is read by the factor only."""
    contents = [file for file in files if file.content is not None]
    if not contents or set(digests) <= {row["contract_id"] for row in _before(do, digests)}:
        return
    keep_documents(do, contents, next(iter(digests)) if len(digests) == 1 else None)


def name_files(do: Act, heads: pl.DataFrame, sent: pl.DataFrame, files: Sequence[SentFile]) -> None:
    """Write down which file each number means in the remittance of each contract that has rows of
    it."""
    if not files:
        return
    told = pl.DataFrame({
        "file": [file.name for file in files],
        "digest": [f"\\x{file.digest.hex()}" for file in files],
        "file_number": range(1, len(files) + 1),
    }).unique("file", keep="first")  # fmt: skip
    rows = sent[["contract_id", "file"]].unique().join(told, on="file")
    ids = of_contracts(heads, rows["contract_id"], ["remittance_id"])
    told = rows.hstack(ids).rename({"file": "name"})
    bulk.copy_in(do.conn, "remittance_file", told)


def _before(do: Act, digests: dict[int, bytes]) -> list[bulk.Row]:
    return bulk.rows(do.conn, "remittances_by_digest", contract_ids=list(digests),
                     digests=list(digests.values()))  # fmt: skip


def given_before(do: Act, digests: dict[int, bytes]) -> dict[int, Answer]:
    """The answers given to those contracts of which the same bytes were taken in before."""
    found = _before(do, digests)
    acts = {
        row["id"]: row["answer"]
        for row in bulk.rows(do.conn, "answers", ids=sorted({row["act_id"] for row in found}))
    } if found else {}  # fmt: skip
    given = {
        one["remittance_id"]: one
        for answer in acts.values()
        for one in answer.get("remittances", [answer])
    }
    return {
        row["contract_id"]: {
            **given[row["remittance_id"]], "repeated": True, "may_change": row["may_change"]
        } for row in found
    }  # fmt: skip
