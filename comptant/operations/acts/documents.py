"""Files that came in or went out, kept byte for byte under their own digest. The same bytes may be
sent by several companies: each has the file, and learns nothing of the others."""

from collections.abc import Sequence
from typing import Protocol

from comptant.operations.acts.act import Act
from comptant.store import bulk

BYTES_AT_ONCE = 8_000_000


class Kept(Protocol):
    """A file with its digest and its bytes."""

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def content(self) -> bytes | None: ...


def keep_document(
    do: Act, digest: bytes, name: str, media_type: str, content: bytes,
    contract_id: int | None = None,
) -> None:  # fmt: skip
    """Keep a file byte for byte, once, whoever has it. Before the locks of the operation: a
    large one takes a while, and nobody else should wait for it."""
    bulk.execute(
        do.conn, "keep_documents", media_type=media_type, act_id=do.id, contract_id=contract_id,
        digests=[digest], names=[name], contents=[content],
    )  # fmt: skip


def keep_documents(do: Act, files: Sequence[Kept], contract_id: int | None) -> None:
    """Keep files byte for byte, once each: few large ones or thousands of small ones. Before the
    locks of the operation, and in one order, as whoever keeps the same bytes waits for us."""
    waiting: list[Kept] = []
    size = 0
    for file in sorted(files, key=lambda file: file.digest):
        waiting.append(file)
        size += len(file.content or b"")
        if size >= BYTES_AT_ONCE:
            _write(do, waiting, contract_id)
            waiting, size = [], 0
    if waiting:
        _write(do, waiting, contract_id)


def _write(do: Act, files: Sequence[Kept], contract_id: int | None) -> None:
    bulk.execute(
        do.conn, "keep_documents", media_type="application/octet-stream", act_id=do.id,
        contract_id=contract_id, digests=[file.digest for file in files],
        names=[file.name for file in files], contents=[file.content for file in files],
    )  # fmt: skip
