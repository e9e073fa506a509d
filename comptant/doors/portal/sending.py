"""Files dropped in a browser become remittances."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

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


def take(call: Call, found: Row) -> str:
    """Every file through the operation, under key/1, key/2...; the page to go to.

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
    told = [
        f"{one.file}|{one.place}|{one.code}|{one.detail[:DETAIL_SHOWN]}"
        for one in faults[:FAULTS_SHOWN]
    ]
    query = f"?{urlencode({'faults': chr(10).join(told)})}" if told else ""
    return f"/remittances/{answers[0]['remittance_id']}{query}"


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
    told["faults"] = [
        {"file": one.file, "place": places.place(one.place),
         "detail": places.detail(one.code, one.detail), "sentence": words.fault(one.code)}
        for one in faults[:FAULTS_SHOWN]
    ]  # fmt: skip
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


def faults_of(text: str) -> list[Row]:
    """The faults of the readers, as sentences, from the address that told them."""
    rows = []
    for line in text.splitlines()[:FAULTS_SHOWN]:
        file, place, code, detail = (*line.split("|"), "", "", "", "")[:4]
        if code in words.table("faults"):
            rows.append({"file": file, "place": places.place(place),
                         "detail": places.detail(code, detail),
                         "sentence": words.fault(code)})  # fmt: skip
    return rows


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
