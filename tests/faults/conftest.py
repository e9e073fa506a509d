"""The command line's world serves here too."""

from tests.doors.conftest import cli, csv, world

__all__ = ["cli", "csv", "world"]
