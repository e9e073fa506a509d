"""A PDF read back: its words, its pages, the marks of PDF/A."""

import io
import re
import unicodedata

import pikepdf
from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """All the words of a paper, blanks folded, in the order of reading."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    told = unicodedata.normalize("NFKC", "\n".join(pages)).replace("\u200b", "")
    return re.sub(r"\s+", " ", told)


def page_count(content: bytes) -> int:
    """How many pages it has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def archive_marks(content: bytes) -> tuple[str, str, bool]:
    """The part and level of PDF/A that a paper says it keeps, and whether its colours are told."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        said = pdf.open_metadata()
        part, level = said.get("pdfaid:part", ""), said.get("pdfaid:conformance", "")
        return str(part), str(level), "/OutputIntents" in pdf.Root
