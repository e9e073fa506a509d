"""Run by `pdf` in a process of its own: a PDF on stdin, the lines of its text on stdout as JSON
lines, blanks kept as they stand on the page.

A PDF may unpack without end or draw a million signs: this process has a limit of memory and of
time, and dies alone. It imports pypdf and nothing of ours: the limit is on all that is mapped.
"""

import io
import json
import logging
import sys

MEMORY_BYTES_MAX = 2_000_000_000
SECONDS_MAX = 30
PAGES_MAX = 100
LOCKED = 4  # exit code: it wants a password


def limit() -> None:
    """Bound memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # no such thing on Windows: the caller's time-out still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """[null, "pdf"], then [line number from 1, [the line]] for each line that says something."""
    limit()
    logging.disable()
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted and not reader.decrypt(""):
        sys.exit(LOCKED)
    print(json.dumps([None, "pdf"]))
    number = 0
    for page in reader.pages[:PAGES_MAX]:
        for line in page.extract_text(extraction_mode="layout").splitlines():
            number += 1
            if line.strip():
                print(json.dumps([number, [line]]))


if __name__ == "__main__":
    try:
        main()
    except (MemoryError, RecursionError):
        sys.exit(3)
    except Exception as error:  # a broken file raises anything
        sys.stderr.write(str(error)[:500])
        sys.exit(2)
