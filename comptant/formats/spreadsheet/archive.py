"""Is it safe to unpack this zip? Measured by unpacking it bit by bit, not by what it declares."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

ENTRIES_MAX = 2_000
UNPACKED_BYTES_MAX = 1_000_000_000
RATIO_MAX = 200
RATIO_FROM_BYTES = 10_000_000  # small files may well be very regular
CELLS_MAX = 20_000_000  # a sheet is laid out as a full rectangle

_CHUNK = 1 << 20
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_TAG_LENGTH = 32


def danger(data: bytes) -> str | None:
    """Why the archive must not be opened, or None: bomb, overlap, encryption, sheet too wide."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        if len(entries) > ENTRIES_MAX:
            return f"{len(entries)} entries, at most {ENTRIES_MAX}"
        if sum(entry.compress_size for entry in entries) > len(data):
            return "entries overlap"
        return _excess(data, entries)
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as error:
        return f"not a sound zip: {error}"[:200]


def _excess(data: bytes, entries: list[zipfile.ZipInfo]) -> str | None:
    """What the entries have too much of once unpacked. Any of them may be named as a sheet."""
    total = 0
    for entry in entries:
        reach, before = _Reach(0, 0, 0), b""
        for chunk in _unpacked(data, entry):
            total += len(chunk)
            if total > UNPACKED_BYTES_MAX:
                return f"more than {UNPACKED_BYTES_MAX} bytes unpacked"
            if total > RATIO_FROM_BYTES and total > RATIO_MAX * len(data):
                return f"packed more than {RATIO_MAX} times"
            # The end of the last chunk comes again: a tag may be cut in two.
            reach = _further(reach, before + chunk)
            before = chunk[-_TAG_LENGTH:]
            if reach.columns * reach.rows > CELLS_MAX:
                return f"a sheet of {reach.rows} rows by {reach.columns} columns"
    return None


def _unpacked(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of an entry, a chunk at a time, as long as its compressed bytes give any."""
    at = entry.header_offset
    signature, name_length, extra_length = struct.unpack("<4s22xHH", data[at : at + 30])
    if signature != b"PK\x03\x04":
        raise ValueError("entry without header")
    if entry.flag_bits & 1:
        raise ValueError("entry is encrypted")
    begins = at + 30 + name_length + extra_length
    packed = data[begins : begins + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _CHUNK):
            yield packed[start : start + _CHUNK]
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise ValueError(f"compression {entry.compress_type}")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not inflate.eof:
        yield inflate.decompress(packed, _CHUNK)
        packed = inflate.unconsumed_tail


class _Reach(NamedTuple):
    """How far a sheet goes; `in_row` cells were seen since its last row began."""

    columns: int
    rows: int
    in_row: int


def _further(reach: _Reach, chunk: bytes) -> _Reach:
    """The reach with a chunk more: by references ("AB12"), or by counting cells that have none."""
    found = _REFERENCE.findall(chunk)
    columns = [_column(letters) for letters in {letters for letters, _ in found}]
    rows = [int(row) for _, row in found]
    begun, *others = (len(_CELL.findall(row)) for row in _ROW.split(chunk))
    cells = [reach.in_row + begun, *others]
    return _Reach(max([reach.columns, *columns, *cells]), max([reach.rows, *rows]), cells[-1])


def _column(letters: bytes) -> int:
    """A is 1, XFD is 16384; no letters are 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
