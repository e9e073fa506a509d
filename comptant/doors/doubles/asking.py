"""What we ask of a peer: which of our invoices it holds too. Source: docs/double-financing.md.

`find` tells it nothing of what is found. `tell` tells it of some, by somebody's word.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from comptant.doors.doubles.token_set import (
    Opened,
    ascending,
    digest,
    new_count,
    read,
    write_whole,
)
from comptant.formats.blind_tokens import (
    KINDS,
    TOKEN_BYTES,
    BadAnswer,
    Known,
    hit_proof,
    normalised,
    published,
    questions,
)

TIMEOUT_SECONDS = 30  # without a byte
ANSWER_MAX = 1_000_000
HITS_AT_ONCE = 500
TOKENS_MOST, NEW_MOST = 8_000_000, 200_000  # unless agreed otherwise
ASKED_ENOUGH = 429
# What a peer has evaluated for us under its key.
ASKED = """CREATE TABLE IF NOT EXISTS asked (facts BLOB, key TEXT, token BLOB, output BLOB,
    PRIMARY KEY (facts, key));"""
Row = dict[str, Any]
Invoices = Mapping[str, Known]


@dataclass(frozen=True)
class Peer:
    """Whom we ask. `our_name`: what it calls us; `key`: the public key that it has published;
    `kept`: the file of the set that it published last; how many tokens its set may have, and how
    many of them may be new since, as agreed with it."""

    url: str
    secret: str
    our_name: str
    key: str
    kept: Path
    tokens_most: int = TOKENS_MOST
    new_most: int = NEW_MOST


@dataclass(frozen=True)
class Hit:
    """An invoice of ours that a peer holds too, and what shows that we know its token."""

    word: str
    kind: str
    token: bytes
    output: bytes


def find(peer: Peer, invoices: Invoices) -> tuple[list[Hit], int]:
    """Which invoices a peer holds too, and how many could not be asked about today. It learns how
    many were asked, filled up, and no more; what was asked before is not asked again.

    BadAnswer: another key or name than agreed, a set that is larger than agreed, or has more that
    is new: then nothing is looked up. OSError where it cannot be reached.
    """
    _meet(peer)
    _take_set(peer)
    with Opened(peer.kept.with_name(peer.kept.name + ".asked"), ASKED) as kept:
        known = {row[0] for row in kept.execute("SELECT facts FROM asked WHERE key = ?",
                                                (peer.key,))}  # fmt: skip
        words: dict[bytes, tuple[str, Known, list[str]]] = {}
        for word, of in invoices.items():
            for kind in KINDS:
                words.setdefault(_digest(kind, of), (kind, of, []))[2].append(word)
        left = _ask_about(peer, kept, [words[facts][:2] for facts in words.keys() - known])
        ours = {
            token: [Hit(word, words[facts][0], token, output) for word in words[facts][2]]
            for facts, token, output in kept.execute(
                "SELECT facts, token, output FROM asked WHERE key = ?", (peer.key,))
            if facts in words
        }  # fmt: skip
    found = [hit for token in read(peer.kept) for hit in ours.get(token, ())]
    return sorted(found, key=lambda hit: (hit.word, hit.kind)), left


def _ask_about(
    peer: Peer, kept: sqlite3.Connection, wanted: Sequence[tuple[str, Known]]
) -> int:  # fmt: skip
    """Keep what a peer answers; how many inputs it would not take any more today."""
    asked = 0
    for question in questions(wanted):
        sent = {"blinded": [one.hex() for one in question.blinded]}
        try:
            answer = [bytes.fromhex(one) for one in _ask(peer, "/evaluate", "answer", sent)]
        except HTTPError as error:
            if error.code != ASKED_ENOUGH:
                raise
            break
        for kind, of, output in question.opened(answer, bytes.fromhex(peer.key)):
            kept.execute("REPLACE INTO asked VALUES (?, ?, ?, ?)",
                         (_digest(kind, of), peer.key, published(output), output))  # fmt: skip
            asked += 1
        kept.commit()
    return len(wanted) - asked


def tell(peer: Peer, hits: list[Hit]) -> int:
    """Tell a peer of invoices that it holds too: how many. BadAnswer where it does not take all."""
    for start in range(0, len(hits), HITS_AT_ONCE):
        part = hits[start : start + HITS_AT_ONCE]
        sent = {"hits": [{"token": hit.token.hex(), "proof": hit_proof(hit.output, peer.our_name)}
                         for hit in part]}  # fmt: skip
        heard = _ask(peer, "/hits", "heard", sent)
        if heard != len(part):
            raise BadAnswer(f"{heard} of {len(part)} invoices were taken")
    _note(peer, told=len(hits))
    return len(hits)


def strongest(hits: Iterable[Hit]) -> list[tuple[str, str]]:
    """Each invoice once, EXACT before NUMBER."""
    kinds: dict[str, str] = {}
    for word, kind in sorted((hit.word, hit.kind) for hit in hits):
        kinds.setdefault(word, kind)
    return sorted(kinds.items())


def _digest(kind: str, of: Known) -> bytes:
    return hashlib.sha256(normalised(kind, of)).digest()


def _meet(peer: Peer) -> None:
    if _ask(peer, "/key", "key") != peer.key:
        raise BadAnswer("it answers under another key than the one that was given")
    if _ask(peer, "/key", "peer") != peer.our_name:
        raise BadAnswer("it does not know us under this name")


def _take_set(peer: Peer) -> None:
    """The set of a peer, once a day, where it is as agreed; else the one before stays."""
    today = datetime.now(UTC).date()
    days = 0
    if peer.kept.exists():
        days = (today - datetime.fromtimestamp(peer.kept.stat().st_mtime, UTC).date()).days
        if days < 1:
            return
    coming = peer.kept.with_name(peer.kept.name + ".coming")
    try:
        with _opened(peer, "/tokens", None) as answer:
            write_whole(coming, ascending(_tokens(answer), peer.tokens_most))
        if days:
            new, most = new_count(read(coming), read(peer.kept)), peer.new_most * days
            if new > most:
                raise BadAnswer(f"{new} tokens of its set are new, of the {most} that were agreed")
        coming.replace(peer.kept)
    finally:
        coming.unlink(missing_ok=True)
    _note(peer, digest=digest(peer.kept), tokens=peer.kept.stat().st_size // TOKEN_BYTES)


def _note(peer: Peer, **facts: object) -> None:
    line = {"at": datetime.now(UTC).isoformat(), "peer": peer.url, **facts}
    with peer.kept.with_name(peer.kept.name + ".journal").open("a") as file:
        file.write(json.dumps(line) + "\n")


def _tokens(answer: Any) -> Iterator[bytes]:
    left = b""
    while block := answer.read(65_536):
        left += block
        whole = len(left) - len(left) % TOKEN_BYTES
        yield from (left[at : at + TOKEN_BYTES] for at in range(0, whole, TOKEN_BYTES))
        left = left[whole:]
    if left:
        raise BadAnswer("the set is cut")


def _ask(peer: Peer, path: str, name: str, sent: Row | None = None) -> Any:
    """What a peer answers under a name. BadAnswer where it does not."""
    with _opened(peer, path, sent) as answer:
        try:
            return json.loads(answer.read(ANSWER_MAX))[name]
        except (ValueError, KeyError, TypeError) as error:
            raise BadAnswer(f"{path} was not answered as agreed") from error


@contextmanager
def _opened(peer: Peer, path: str, sent: Row | None) -> Iterator[Any]:
    where = urlsplit(peer.url)
    if where.scheme != "https" and where.hostname not in ("127.0.0.1", "localhost"):
        raise BadAnswer("a peer is asked over https")
    data = None if sent is None else json.dumps(sent).encode()
    request = Request(peer.url + path, data, {"Authorization": f"Bearer {peer.secret}"})
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        yield answer
