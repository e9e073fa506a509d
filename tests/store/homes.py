"""Homes that no server has seen, for the tests that try what a server survives."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comptant.store import server


@contextmanager
def new_home() -> Iterator[Path]:
    """The home is not made yet; it is in a folder that any account may enter."""
    parent = Path(tempfile.mkdtemp(prefix=f"comptant-test-{os.getpid()}-", dir="/tmp"))
    parent.chmod(0o711)
    try:
        yield parent / "home"
    finally:
        server.stop(parent / "home")
        shutil.rmtree(parent)
