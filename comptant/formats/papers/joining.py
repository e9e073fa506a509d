"""A paper and the papers behind it, as one file."""

import io
from collections.abc import Sequence

import pikepdf


def can_follow(content: bytes) -> bool:
    """Whether a file may stand behind a paper: a PDF that opens, neither locked nor cut short."""
    try:
        with pikepdf.open(io.BytesIO(content)) as one:
            return len(one.pages) > 0
    except pikepdf.PdfError:  # a locked one too
        return False


def joined(first: bytes, others: Sequence[bytes]) -> bytes:
    """The first paper with the pages of the others (can_follow) after it. The same papers give the
    same bytes."""
    with pikepdf.open(io.BytesIO(first)) as whole:
        for content in others:
            with pikepdf.open(io.BytesIO(content)) as one:
                whole.pages.extend(one.pages)
        made = io.BytesIO()
        whole.save(made, deterministic_id=True, fix_metadata_version=False)
    return made.getvalue()
