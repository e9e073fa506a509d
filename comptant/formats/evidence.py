"""What may come as evidence from people without an account: papers and pictures, known by their
bytes, whatever they are called."""

BYTES_MAX = 10_000_000
# The first bytes of what is taken, what a whole file of its kind has near its end, its media type.
KINDS = (
    (b"%PDF-", b"%%EOF", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", b"IEND", "image/png"),
    (b"\xff\xd8\xff", b"\xff\xd9", "image/jpeg"),
)
TAIL_BYTES = 1_024
# What makes a PDF act by itself once it is opened.
ACTS = (b"/JavaScript", b"/Launch", b"/RichMedia")


def evidence_type(content: bytes) -> str | None:
    """The media type of a file that may be kept as evidence; None: it is too large, no PDF, PNG or
    JPEG, cut off, or a PDF that says that it acts by itself."""
    if len(content) > BYTES_MAX or any(word in content for word in ACTS):
        return None
    for begins, ends, media_type in KINDS:
        if content.startswith(begins) and ends in content[-TAIL_BYTES:]:
            return media_type
    return None
