"""A limit on what is uploaded: told before the disk is full, not after."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from comptant.doors.web import FILE_MEGABYTES_MAX

BYTES_MAX = FILE_MEGABYTES_MAX * 1_000_000


class Limited(FileUploadHandler):
    """Stops a request whose files are larger than what one upload may hold."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count, and let the next handler keep."""
        self.seen += len(raw_data)
        if self.seen > BYTES_MAX:
            if self.request is not None:
                self.request.META["comptant.too_large"] = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler makes the file."""
        return
