"""What a PDF tells of itself: who made it, whether it was changed since, how many fonts it has, and
the total of the data within. Nothing of it proves fraud: it says where to look. Source: FR-19."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

import pikepdf

from comptant.formats import facturx

PAGES_MAX = 200
CHANGED_AFTER = timedelta(minutes=5)  # a program that saves twice is no editor
# Programs by which documents are edited, not made.
EDITORS = ("ilovepdf", "pdfescape", "sejda", "smallpdf", "foxit phantom", "acrobat pro", "canva",
           "gimp", "photoshop", "preview", "quartz pdfcontext")  # fmt: skip


class NoPdf(Exception):
    """Bytes that are no PDF that can be opened."""


@dataclass(frozen=True)
class Examined:
    """One document. `xml_cents`: the amount to pay of the invoice's data, where it has some."""

    producer: str
    is_rewritten: bool
    revision_count: int
    font_count: int
    xml_cents: int | None


def examine(content: bytes) -> Examined:
    """Look at a PDF. NoPdf where it cannot be opened."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            info = {str(key): str(value) for key, value in pdf.docinfo.items()}
            fonts = {
                str(font.get("/BaseFont", ""))
                for page in list(pdf.pages)[:PAGES_MAX]
                for font in _fonts(page)
            }
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoPdf(str(error)) from error
    producer = (info.get("/Producer") or info.get("/Creator") or "").strip()
    made, changed = _instant(info.get("/CreationDate")), _instant(info.get("/ModDate"))
    is_later = made is not None and changed is not None and changed - made > CHANGED_AFTER
    edited = any(name in f"{producer} {info.get('/Creator', '')}".lower() for name in EDITORS)
    revisions = max(1, content.count(b"%%EOF"))
    return Examined(producer or "?", is_later or edited or revisions > 2, revisions, len(fonts),
                    _xml_cents(content))  # fmt: skip


def _fonts(page: pikepdf.Page) -> list[pikepdf.Object]:
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    fonts = resources.get("/Font", pikepdf.Dictionary())
    return [fonts[name] for name in dict(fonts)]


def _instant(told: str | None) -> datetime | None:
    """A date of a PDF, its zone aside: both are of the same program."""
    digits = "".join(sign for sign in (told or "")[2:16] if sign.isdigit())
    if len(digits) < 14:
        return None
    try:
        return datetime.strptime(digits + "+0000", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None


def _xml_cents(content: bytes) -> int | None:
    """What the data of a Factur-X says is to be paid; None where there is none to read."""
    reading = facturx.read("examined.pdf", content)
    cents = reading.rows["payable_cents"].to_list() if reading.rows.height == 1 else []
    return int(cents[0]) if cents and cents[0] is not None else None
