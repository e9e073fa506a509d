"""The command line's world serves here too."""

from tests.doors.conftest import cli, csv, opened, world

__all__ = ["cli", "csv", "opened", "world"]
