"""The set of tokens that a node publishes: made once a day, kept in files of its own.

`PATH` holds what was evaluated (SQLite, mode 0600): an invoice is evaluated once, not each day.
`PATH.tokens` is the set: 16 bytes a token, in ascending order, replaced whole.
Source: docs/double-financing.md.
"""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from comptant.formats.blind_tokens import (
    KINDS,
    TOKEN_BYTES,
    BadAnswer,
    Keeper,
    Known,
    normalised,
    published,
)

BLOCK = 4_096  # tokens read at once
COMMITTED_EVERY = 5_000  # invoices evaluated between two commits: one killed goes on from there
TABLES = """
CREATE TABLE IF NOT EXISTS token (word TEXT, kind TEXT, facts BLOB, output BLOB, token BLOB,
    day TEXT, PRIMARY KEY (word, kind));
CREATE INDEX IF NOT EXISTS token_token ON token (token);
"""
Invoices = Mapping[str, Known]


@dataclass(frozen=True)
class Mine:
    """What a token is of: our word of the invoice, the kind, the whole output."""

    word: str
    kind: str
    output: bytes


@dataclass(frozen=True)
class TokenSet:
    """Our set, kept at a path."""

    keeper: Keeper
    path: Path

    @property
    def tokens(self) -> Path:
        """The file that is published."""
        return self.path.with_name(self.path.name + ".tokens")

    def make(self, invoices: Invoices, day: str) -> None:
        """The set of a day, of the invoices of that day; what is evaluated already is not again."""
        with self._opened() as kept:
            for number, (word, of) in enumerate(invoices.items()):
                for kind in KINDS:
                    self._evaluate(kept, word, kind, of, day)
                if number % COMMITTED_EVERY == COMMITTED_EVERY - 1:
                    kept.commit()
            kept.execute("DELETE FROM token WHERE day <> ?", (day,))
            kept.commit()
            (count,) = kept.execute("SELECT count(DISTINCT token) FROM token").fetchone()
            filled = [(one,) for one in self.keeper.filling(count)]
            kept.execute("CREATE TEMP TABLE filling (token BLOB)")
            kept.executemany("INSERT INTO filling VALUES (?)", filled)
            rows = kept.execute("SELECT token FROM token UNION SELECT token FROM filling"
                                " ORDER BY 1")  # fmt: skip
            write_whole(self.tokens, (token for (token,) in rows))

    def find(self, token: bytes) -> Mine | None:
        """Whose a token is."""
        with self._opened() as kept:
            row = kept.execute("SELECT word, kind, output FROM token WHERE token = ? LIMIT 1",
                               (token,)).fetchone()  # fmt: skip
        return None if row is None else Mine(*row)

    def _evaluate(
        self, kept: sqlite3.Connection, word: str, kind: str, of: Known, day: str
    ) -> None:
        facts = self.keeper.named(normalised(kind, of))
        done = kept.execute("UPDATE token SET day = ? WHERE word = ? AND kind = ? AND facts = ?",
                            (day, word, kind, facts))  # fmt: skip
        if not done.rowcount:
            output = self.keeper.output(kind, of)
            kept.execute("REPLACE INTO token VALUES (?, ?, ?, ?, ?, ?)",
                         (word, kind, facts, output, published(output), day))  # fmt: skip

    def _opened(self) -> "Opened":
        return Opened(self.path, TABLES)


class Opened:
    """A database of SQLite that only we read, closed at the end."""

    def __init__(self, path: Path, tables: str) -> None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self.kept = sqlite3.connect(path, timeout=60)
        self.kept.executescript(tables)

    def __enter__(self) -> sqlite3.Connection:
        return self.kept

    def __exit__(self, *_: object) -> None:
        self.kept.close()


def write_whole(path: Path, tokens: Iterable[bytes]) -> None:
    """A set, there whole or as it was before."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(tokens)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def read(path: Path) -> Iterator[bytes]:
    """The tokens of a file, in its order."""
    with path.open("rb") as file:
        while block := file.read(BLOCK * TOKEN_BYTES):
            for start in range(0, len(block), TOKEN_BYTES):
                yield block[start : start + TOKEN_BYTES]


def ascending(tokens: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Tokens of a peer's as they come. BadAnswer: out of order, one twice, one cut, or more than
    `most`."""
    last = b""
    for number, token in enumerate(tokens, 1):
        if len(token) != TOKEN_BYTES or token <= last:
            raise BadAnswer("a set is tokens of 16 bytes in ascending order")
        if number > most:
            raise BadAnswer(f"a set of more than the {most} tokens that were agreed")
        last = token
        yield token


def new_count(now: Iterable[bytes], before: Iterable[bytes]) -> int:
    """How many tokens of a set were not in the one before; both ascending."""
    count, earlier = 0, iter(before)
    other = next(earlier, None)
    for token in now:
        while other is not None and other < token:
            other = next(earlier, None)
        count += token != other
    return count


def digest(path: Path) -> str:
    """The SHA-256 of a set, in hexadecimal: what its maker is held to."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
