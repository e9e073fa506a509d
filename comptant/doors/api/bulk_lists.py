"""A list of invoices as a stream: it goes to disk as it comes, and is one remittance."""

import base64
import hashlib
import re
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl
from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import ValidationError as RowError

from comptant.doors import words
from comptant.doors.api.problems import read_json
from comptant.doors.catalogue import row_model, written
from comptant.doors.failures import UNENDED
from comptant.doors.visits import Row, Visit
from comptant.formats import intake
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.operations.acts.act import Refused
from comptant.operations.assigning.remit import LINES_MAX, remit
from comptant.operations.assigning.sent_files import SentFile
from comptant.rules.columns import SENT_INVOICES

NDJSON, CSV = "application/x-ndjson", "text/csv"
KINDS = (NDJSON, CSV)
BYTES_MAX = 256_000_000
DIGEST = re.compile(r"\bsha-256=:([A-Za-z0-9+/]{43}=):")
BLOCK_BYTES, BLOCK_ROWS = 64 * 1024, 5_000
ERRORS_MAX = 100


def remit_stream(visit: Visit, request: HttpRequest, contract_id: int, name: str, key: str) -> Row:
    """A list of up to 100 000 invoices of a contract, as a stream: application/x-ndjson (each line
    an invoice as `remit` takes it) or text/csv (as a file that is dropped in the portal).

    It is one remittance, as `remit` makes it. Where a line cannot be read nothing is done, and the
    lines are told. Refused: content_type_wrong, too_many_lines, files_too_large,
    and what remit refuses. It comes whole, or nothing is done: with its length (Content-Length), or
    with its digest (Content-Digest: sha-256=:…:); length_missing, body_cut.
    """
    if request.content_type not in KINDS:
        raise Refused("content_type_wrong", given=request.content_type[:100], wanted=KINDS)
    wanted = _digest_said(request)
    try:
        written(name)
    except ValueError as wrong:
        raise ValidationError([{"loc": ("name",), "type": "name", "msg": str(wrong)}]) from None
    with tempfile.TemporaryFile() as spool:
        digest, size = _spooled(request, spool)
        if wanted not in (None, digest):
            raise Refused("body_cut")
        spool.seek(0)
        read = _ndjson if request.content_type == NDJSON else _csv
        sent = pl.concat([SENT_INVOICES.empty(), *_counted(read(name, spool))])
        spool.seek(0)
        content = spool.read() if size <= FILE_BYTES_MAX else None
    return visit.run(
        remit, key, contract_id=contract_id, sent=sent, file_name=name, digest=digest,
        received_at=visit.at, files=(SentFile(name, digest, content),),
    )  # fmt: skip


def _digest_said(request: HttpRequest) -> bytes | None:
    """The digest that the body is said to have (RFC 9530); Refused: length_missing: neither that
    nor a length says where the body ends."""
    said = DIGEST.search(request.headers.get("Content-Digest", ""))
    if not said and UNENDED in request.META:
        raise Refused("length_missing")
    return base64.b64decode(said[1]) if said else None


def _spooled(request: HttpRequest, spool: BinaryIO) -> tuple[bytes, int]:
    """The body on disk, as it comes: its digest and its size."""
    digest, size = hashlib.sha256(), 0
    while block := request.read(BLOCK_BYTES):
        size += len(block)
        if size > BYTES_MAX:
            raise Refused("files_too_large", megabytes=BYTES_MAX // 1_000_000)
        digest.update(block)
        spool.write(block)
    return digest.digest(), size


def _counted(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    lines = 0
    for frame in frames:
        lines += frame.height
        if lines > LINES_MAX:
            raise Refused("too_many_lines", lines=lines, most=LINES_MAX)
        yield frame


def _csv(name: str, spool: BinaryIO) -> Iterator[pl.DataFrame]:
    """The rows of a table; ValidationError with the lines that cannot be read."""
    for read in intake.slices(name, spool):
        if read.faults:
            raise ValidationError([
                {"loc": ("sent", fault.place), "type": fault.code, "msg": words.fault(fault.code)}
                for fault in read.faults[:ERRORS_MAX]
            ])  # fmt: skip
        yield read.rows


def _ndjson(name: str, spool: BinaryIO) -> Iterator[pl.DataFrame]:
    """The rows of lines of JSON, a block at a time; ValidationError with the wrong lines."""
    model = row_model("remit", "sent")
    rows: list[Row] = []
    errors: list[Row] = []
    for number, line in enumerate(spool, 1):
        if not line.strip():
            continue
        try:
            row = model.model_validate(read_json(line)).model_dump()
        except RowError as wrong:
            errors += [{**one, "loc": ("sent", number, *one["loc"])} for one in wrong.errors()]
        except (ValueError, RecursionError) as wrong:
            errors.append(
                {"loc": ("sent", number), "type": "json_invalid", "msg": str(wrong)[:200]}
            )
        else:
            rows.append({**row, "file": name, "row_number": number})
        if len(errors) >= ERRORS_MAX:
            break
        if len(rows) == BLOCK_ROWS:
            yield SENT_INVOICES.frame(rows)
            rows = []
    if errors:
        raise ValidationError(errors[:ERRORS_MAX])
    yield SENT_INVOICES.frame(rows)
