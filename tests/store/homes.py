"""Homes that no server has seen, for the tests that try what a server survives."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comptant.store import server
from tests import home


@contextmanager
def new_home() -> Iterator[Path]:
    """The home is not made yet; it is in a folder that any account may enter."""
    parent = home.new()
    try:
        yield parent / "home"
    finally:
        server.stop(parent / "home")
        shutil.rmtree(parent)
