"""Factur-X and ZUGFeRD: the XML invoice attached to a PDF."""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf

from comptant.formats import einvoice
from comptant.formats.limits import XML_BYTES_MAX
from comptant.formats.reading import Fault, InvoicesRead, shown

NAMES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"})  # in any case
PDF_BYTES_MAX = 50_000_000
ATTACHMENTS_MAX = 200
_STREAM = re.compile(r"(stream )?<_io\.BytesIO[^>]*>:? ?")  # how qpdf names bytes in memory

# For the whole process: no part of a PDF may unpack to more than this in memory.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=100_000_000,
    run_length_max_memory=100_000_000,
    png_max_memory=100_000_000,
    tiff_max_memory=100_000_000,
)


def read(file: str, data: bytes) -> InvoicesRead:
    """The invoice attached to a PDF as one row, or the fault that refuses the file."""
    found, faults = told(file, data)
    return InvoicesRead(einvoice.frame([] if found is None else [found]), tuple(faults))


def told(file: str, data: bytes) -> tuple[dict[str, object] | None, list[Fault]]:
    """The same before it is a table: what one file says, none where it is refused."""
    xml = extract(file, data)
    return (None, [xml]) if isinstance(xml, Fault) else einvoice.told(file, xml)


def extract(file: str, data: bytes) -> bytes | Fault:
    """The bytes of the one XML invoice in a PDF; two different ones are refused, not chosen."""
    if len(data) > PDF_BYTES_MAX:
        return _refusal(file, "file_too_large", f"more than {PDF_BYTES_MAX} bytes")
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return _refusal(file, "pdf_encrypted")
            # Mostly one stream, named in both places: it is unpacked once.
            streams = {stream.objgen: stream for stream in _invoice_streams(pdf)}
            found = {_content(stream) for stream in streams.values()}
    except pikepdf.PasswordError:
        return _refusal(file, "pdf_encrypted")
    except (pikepdf.PdfError, _TooLarge, zlib.error, *_BROKEN) as error:
        return _refusal(file, "pdf_unreadable", shown(_STREAM.sub("", str(error))))
    if len(found) > 1:
        return _refusal(file, "pdf_with_two_invoices")
    return found.pop() if found else _refusal(file, "pdf_without_invoice")


# What pikepdf raises where an object is not of the kind that it should be.
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, RuntimeError, MemoryError)


class _TooLarge(Exception):
    """An attachment unpacks to more than an invoice may have."""


def _refusal(file: str, code: str, detail: str = "") -> Fault:
    return Fault(file, "file", code, detail, refuses_file=True)


def _invoice_streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Attachments with an invoice's name, from the tree of names and from the associated files."""
    specifications: list[pikepdf.Object] = [
        attachment.obj for attachment in pdf.attachments.values()
    ]
    associated = pdf.Root.get("/AF")
    if isinstance(associated, pikepdf.Array):
        specifications += [associated[n] for n in range(min(len(associated), ATTACHMENTS_MAX))]
    for specification in specifications[: 2 * ATTACHMENTS_MAX]:
        if not isinstance(specification, pikepdf.Dictionary):
            continue
        names = {str(specification.get(key, "")).lower() for key in ("/UF", "/F")}
        embedded = specification.get("/EF")
        if names & NAMES and isinstance(embedded, pikepdf.Dictionary):
            stream = embedded.get("/UF", embedded.get("/F"))
            if isinstance(stream, pikepdf.Stream):
                yield stream


def _content(stream: pikepdf.Object) -> bytes:
    """What the attachment holds; qpdf bounds each step, here the invoice's own limit applies."""
    filters = stream.get("/Filter")
    kinds = (
        {str(kind) for kind in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
    )
    if not kinds <= {"None", "/FlateDecode", "/Fl"}:
        raise _TooLarge(f"attachment packed with {', '.join(sorted(kinds))}")
    content = stream.read_bytes()
    if len(content) > XML_BYTES_MAX:
        raise _TooLarge(f"attachment of more than {XML_BYTES_MAX} bytes")
    return content
