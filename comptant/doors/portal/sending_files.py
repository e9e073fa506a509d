"""Files as answers of a page: as they were kept, or made from what the database says now."""

import re
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from comptant.operations.acts.act import Refused
from comptant.store.access import See

Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)
_DIGEST = re.compile(r"[0-9a-f]{64}")


def attachment(see: See, digest: str) -> HttpResponse:
    """A document byte for byte, to be saved; Refused: document_unknown."""
    found = see("read_document", digest=digest) if _DIGEST.fullmatch(digest) else []
    if not found:
        raise Refused("document_unknown")
    return named(bytes(found[0]["content"]), found[0]["name"], found[0]["media_type"])


def named(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to be saved under a name."""
    return _saved(HttpResponse(content, content_type=media_type), name)


def streamed(parts: Iterator[bytes], name: str, media_type: str) -> StreamingHttpResponse:
    """A file of any length to be saved under a name, made while it is sent, never whole."""
    return _saved(StreamingHttpResponse(parts, content_type=media_type), name)


def _saved(response: Answer, name: str) -> Answer:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return response


def drawn(svg: str, form: str, name: str) -> HttpResponse:
    """A drawing as svg, png or pdf; Refused: document_unknown for another form."""
    from comptant.doors.charts import drawing

    make = drawing.FORMS.get(form)
    if make is None:
        raise Refused("document_unknown")
    types = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
    return named(make(svg), f"{name}.{form}", types[form])
