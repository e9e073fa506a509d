"""Files that were sent, from a browser or a program, become remittances; or are quoted before."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from comptant.doors import places, words
from comptant.doors.visits import Row, Visit
from comptant.formats import intake
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import Fault
from comptant.operations.acts.act import KEY_LENGTH_MAX, Refused
from comptant.operations.assigning.remit import LINES_MAX, remit
from comptant.operations.assigning.sent_files import Bundle, SentFile, Slice, bundles
from comptant.operations.drawing.quotes_of_files import quote_remittance

FAULTS_SHOWN = 20
DETAIL_SHOWN = 200  # of what was found
NAME_LENGTH_MAX = 200
PART_LENGTH = 7  # of the number of a remittance, at the end of its key


@dataclass(frozen=True)
class Sent:
    """One file as it came: on disk where it is large."""

    name: str
    size: int
    content: BinaryIO


def take(
    visit: Visit, contract_id: int, key: str, sent: Sequence[Sent]
) -> tuple[list[Row], list[Fault]]:
    """Every file through the operation, under key/1, key/2...: the answers, and what could not be
    read.

    Refused: no_file, key_wrong, files_unread (nothing could be), and what remit() refuses.
    """
    if not 0 < len(key) <= KEY_LENGTH_MAX - PART_LENGTH:
        raise Refused("key_wrong", most=KEY_LENGTH_MAX - PART_LENGTH)
    faults: list[Fault] = []
    answers = [
        visit.run(remit, f"{key}/{part}", contract_id=contract_id, received_at=visit.at,
                  **_told(bundle))
        for part, bundle in enumerate(_bundles(sent, faults), 1)
    ]  # fmt: skip
    if not answers:
        raise unread(faults)
    return answers, faults


def quote(visit: Visit, contract_id: int, sent: Sequence[Sent]) -> tuple[Row, list[Fault]]:
    """What the files would bring and cost, and each of their lines; nothing is kept. Of more than
    one remittance holds, the first.

    Refused: no_file, files_unread, and what remit() refuses.
    """
    faults: list[Fault] = []
    first = next(iter(_bundles(sent, faults)), None)
    if first is None:
        raise unread(faults)
    with visit.looking() as (conn, asked):
        told = quote_remittance(conn, asked, contract_id=contract_id, received_at=visit.at,
                                **_told(first))  # fmt: skip
    return told, faults


def told_faults(faults: list[Fault], most: int = FAULTS_SHOWN) -> list[Row]:
    """The first faults of the readers, as sentences."""
    return [
        {"file": one.file, "place": places.place(one.place), "code": one.code,
         "detail": places.detail(one.code, one.detail[:DETAIL_SHOWN]),
         "sentence": words.fault(one.code)}
        for one in faults[:most]
    ]  # fmt: skip


def _bundles(sent: Sequence[Sent], faults: list[Fault]) -> Iterator[Bundle]:
    if not sent:
        raise Refused("no_file")
    yield from bundles(_slices(sent), LINES_MAX, faults)


def _told(bundle: Bundle) -> Row:
    """What remit() is told of a bundle."""
    names = ", ".join(file.name for file in bundle.files[:3])
    return {"sent": bundle.rows, "file_name": names, "digest": bundle.digest,
            "files": bundle.files}  # fmt: skip


def unread(faults: list[Fault]) -> Refused:
    """Nothing of what was sent could be read: the first fault says why."""
    first = faults[0] if faults else Fault("", "", "file_empty")
    return Refused("files_unread", file=first.file, place=places.place(first.place),
                   cause=words.fault(first.code))  # fmt: skip


def _slices(sent: Sequence[Sent]) -> Iterator[Slice]:
    for one in sent:
        name = one.name[:NAME_LENGTH_MAX]
        one.content.seek(0)
        digest = hashlib.file_digest(one.content, "sha256").digest()
        one.content.seek(0)
        content = one.content.read() if one.size <= FILE_BYTES_MAX else None
        one.content.seek(0)
        file = SentFile(name, digest, content)
        for read in intake.slices(name, one.content):
            yield file, read
            file = replace(file, content=None)
