"""Files dropped in a browser become remittances."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from comptant.doors import places, words
from comptant.doors.portal.call import Call
from comptant.doors.visits import Row
from comptant.formats import intake
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import Fault
from comptant.operations.acts.act import Refused
from comptant.operations.assigning.remit import LINES_MAX, remit
from comptant.operations.assigning.sent_files import Bundle, SentFile, Slice, bundles
from comptant.operations.drawing.quotes_of_files import quote_remittance

WORST_FIRST = ("REFUSED", "NOT_FUNDABLE", "CREDIT_NOTE", "ACCEPTED")
FAULTS_SHOWN = 20
DETAIL_SHOWN = 200  # of what was found


def take(call: Call, found: Row) -> str | Row:
    """Every file through the operation, under key/1, key/2...; the page to go to, or what could
    not be read of them, with that page.

    Refused: no_file, and what remit() refuses.
    """
    faults: list[Fault] = []
    answers = []
    key = call.typed("key")
    for part, bundle in enumerate(_bundles(call, faults), 1):
        answers.append(call.visit.run(
            remit, f"{key}/{part}", contract_id=found["id"], received_at=call.visit.at,
            **_told(bundle),
        ))  # fmt: skip
    if not answers:
        raise _unread(faults)
    first = f"/remittances/{answers[0]['remittance_id']}"
    if not faults:
        return first
    return {"sent": {"href": first, "faults": told_faults(faults), "fault_count": len(faults),
                     "more": max(len(faults) - FAULTS_SHOWN, 0)}}  # fmt: skip


def quote(call: Call, found: Row) -> Row:
    """What the files would bring and cost, and each of their lines; nothing is kept.

    Refused: no_file, files_unread, and what remit() refuses.
    """
    faults: list[Fault] = []
    first = next(iter(_bundles(call, faults)), None)
    if first is None:
        raise _unread(faults)
    with call.visit.looking() as (conn, asked):
        told = quote_remittance(conn, asked, contract_id=found["id"],
                                received_at=call.visit.at, **_told(first))  # fmt: skip
    told["faults"] = told_faults(faults)
    return told


def _bundles(call: Call, faults: list[Fault]) -> Iterator[Bundle]:
    if not call.request.FILES.getlist("files"):
        raise Refused("no_file")
    yield from bundles(_slices(call), LINES_MAX, faults)


def _told(bundle: Bundle) -> Row:
    """What remit() is told of a bundle."""
    names = ", ".join(file.name for file in bundle.files[:3])
    return {"sent": bundle.rows, "file_name": names, "digest": bundle.digest,
            "files": bundle.files}  # fmt: skip


def _unread(faults: list[Fault]) -> Refused:
    first = faults[0] if faults else Fault("", "", "file_empty")
    return Refused("files_unread", file=first.file, place=places.place(first.place),
                   cause=words.fault(first.code))  # fmt: skip


def told_faults(faults: list[Fault]) -> list[Row]:
    """The first faults of the readers, as sentences."""
    return [
        {"file": one.file, "place": places.place(one.place),
         "detail": places.detail(one.code, one.detail[:DETAIL_SHOWN]),
         "sentence": words.fault(one.code)}
        for one in faults[:FAULTS_SHOWN]
    ]  # fmt: skip


def _slices(call: Call) -> Iterator[Slice]:
    for upload in call.request.FILES.getlist("files"):
        name = str(upload.name)[:200]
        upload.seek(0)
        digest = hashlib.file_digest(upload.file, "sha256").digest()
        upload.seek(0)
        content = upload.read() if (upload.size or 0) <= FILE_BYTES_MAX else None
        upload.seek(0)
        file = SentFile(name, digest, content)
        for read in intake.slices(name, upload.file):
            yield file, read
            file = replace(file, content=None)
