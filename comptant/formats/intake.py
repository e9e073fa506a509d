"""Whatever a client sends: what it is, told by its first bytes and never by its name."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from comptant.formats import einvoice, facturx, spreadsheet
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import Fault, InvoicesRead
from comptant.rules.columns import SENT_INVOICES

HEAD_BYTES = 4_096
SLICE_ROWS = 100_000

_BOMS_16 = (b"\xff\xfe", b"\xfe\xff")
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
# The first entry of an ODS is not packed and says what the rest is.
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r")
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def read(file: str, data: bytes) -> InvoicesRead:
    """The invoices of one file: CSV, XLSX, XLS, ODS, CII or UBL, Factur-X in PDF. Never raises."""
    if len(data) > FILE_BYTES_MAX:
        return _refused(file, "file_too_large", f"more than {FILE_BYTES_MAX} bytes")
    match kind(data[:HEAD_BYTES]):
        case "pdf":
            return facturx.read(file, data)
        case "xml":
            return einvoice.read(file, data)
        case "zip":
            return spreadsheet.read_xlsx(file, data)
        case "ods" | "ole2" as found:
            return spreadsheet.read_confined(file, data, is_zip=found == "ods")
        case "text":
            return spreadsheet.read_csv(file, data)
        case "empty":
            return _refused(file, "file_empty")
        case _:
            return _refused(file, "format_unknown", data[:8].hex(" "))


def lists(file: str, stream: BinaryIO, rows: int = SLICE_ROWS) -> Iterator[InvoicesRead]:
    """A list whose lines name their contracts, slice by slice: rows have `contract_number` too.
    CSV, XLSX, XLS or ODS; anything else is refused. `stream` must be seekable."""
    stream.seek(0)
    found = kind(stream.read(HEAD_BYTES))
    stream.seek(0)
    if found == "text":
        yield from _told(file, spreadsheet.read_csv_slices(file, stream, rows, by_contract=True))
        return
    data = stream.read(FILE_BYTES_MAX + 1)
    match found:
        case "zip":
            yield spreadsheet.read_xlsx(file, data, by_contract=True)
        case "ods" | "ole2":
            yield spreadsheet.read_confined(file, data, is_zip=found == "ods", by_contract=True)
        case "empty":
            yield _refused(file, "file_empty")
        case _:
            code = "contract_not_named" if found in ("pdf", "xml") else "format_unknown"
            yield _refused(file, code, found)


def _told(file: str, reads: Iterable[InvoicesRead]) -> Iterator[InvoicesRead]:
    """The slices that say something; a file whose lines are all blank or dashes is empty."""
    empty = True
    for read in reads:
        if read.rows.height or read.faults:
            empty = False
            yield read
    if empty:
        yield _refused(file, "lines_missing")


def slices(file: str, stream: BinaryIO, rows: int = SLICE_ROWS) -> Iterator[InvoicesRead]:
    """The same in slices of at most `rows` rows: several for CSV, one for any other format.

    `stream` must be seekable.
    """
    stream.seek(0)
    if kind(stream.read(HEAD_BYTES)) == "text":
        yield from _told(file, spreadsheet.read_csv_slices(file, stream, rows))
        return
    stream.seek(0)
    yield read(file, stream.read(FILE_BYTES_MAX + 1))


def kind(head: bytes) -> str:
    """pdf, xml, zip, ods, ole2, text, empty or unknown, from the first bytes of a file."""
    if not head:
        return "empty"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "ods" if _ODS in head[:256] else "zip"
    if head.startswith(_OLE2):
        return "ole2"
    # In UTF-16 every other byte of plain text is NUL; without them the markup shows.
    wide = head.startswith(_BOMS_16) or b"\0" in head[:2]
    plain = head.replace(b"\0", b"") if wide else head
    if plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return "xml"
    controls = len(plain) - len(plain.translate(None, _CONTROLS))
    # One stray control is a fault of its cell; many are no text at all.
    return "unknown" if controls * 50 > len(plain) else "text"


def _refused(file: str, code: str, detail: str = "") -> InvoicesRead:
    fault = Fault(file, "file", code, detail, refuses_file=True)
    return InvoicesRead(SENT_INVOICES.empty(), (fault,))
