"""The server killed under people who work."""

from pathlib import Path

import pytest

from comptant import settings
from tests.faults import campaign

ROUNDS = 50


def test_fifty_kills_of_the_server_lose_nothing_and_do_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    where = Path(settings.HOME) / f"campaign-{tmp_path_factory.getbasetemp().name}"
    where.mkdir(mode=0o711)
    monkeypatch.setattr(settings, "HOME", where)
    worked, is_same = campaign.run(where, ROUNDS, seed=11)
    assert worked.kills == ROUNDS
    assert worked.tries > worked.typed  # some kills fell in the middle of a command
    assert is_same
