"""Double financing at the command line: a peer is asked, and told by somebody's word only."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comptant.store import bulk
from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_doubles_nodes import KEYS, OF_B, serving

WHO = ("--user", "anna", *DAY)


@pytest.fixture
def sent(world: facts.World) -> dict[str, Any]:
    """FA-1 of BETA SA, open; its word, and its facts as a node has them."""
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 1_000_000,
                                   "due_on": date(2026, 2, 28)})  # fmt: skip
    (row,) = bulk.rows(world.conn, "read_blind_facts")
    return {"word": f"{row['contract_id']}/{row['invoice_id']}", "facts": [
        row["seller_siren"], row["buyer_siren"], row["number_key"], str(row["issued_on"]),
        row["amount_cents"], row["currency"]]}  # fmt: skip


def agreed(url: str, folder: Path, **told: str) -> tuple[object, ...]:
    secret = folder / "secret"
    secret.write_text(OF_B)
    return (url, "--name", told.get("name", "B"), "--secret", secret, "--peer-key", KEYS["A"],
            "--kept", folder / "peer.set", "--tokens", told.get("tokens", "5000"))  # fmt: skip


def test_what_a_peer_holds_too_is_blocked_and_told_by_somebody_only(
    cli: Cli, world: facts.World, sent: dict[str, Any], tmp_path: Path
) -> None:
    heard = tmp_path / "a" / "heard"
    with serving("A", {"a1": sent["facts"]}, tmp_path / "a") as url:
        found = cli.json("doubles", "check", *agreed(url, tmp_path), "--peer", "FACTOR A", *WHO)
        assert (found["count"], found["left"], found["doubles"][0]["kind"]) == (1, 0, "EXACT")
        assert world.one("SELECT hold FROM invoice") == "fraud_suspected"
        assert world.one("SELECT evidence ->> 'peer' FROM fraud_alarm") == "FACTOR A"
        assert not heard.exists()
        wrong = cli.run("doubles", "tell", *agreed(url, tmp_path), "1/2", *WHO, code=2)
        assert "1/2 is no open invoice" in wrong.stderr
        told = cli.json("doubles", "tell", *agreed(url, tmp_path), sent["word"], *WHO)
        assert told["count"] == 2
        assert sorted(heard.read_text().splitlines()) == ["a1 B EXACT", "a1 B NUMBER"]


@pytest.mark.parametrize(("told", "why"), [
    ({"name": "FACTOR B"}, "does not know us"), ({"tokens": "1000"}, "more than the 1000"),
])  # fmt: skip
def test_a_peer_that_is_not_as_agreed_is_told_as_a_fault(
    cli: Cli, world: facts.World, sent: dict[str, Any], tmp_path: Path, told: dict[str, str],
    why: str,
) -> None:  # fmt: skip
    with serving("A", {"a1": sent["facts"]}, tmp_path / "a") as url:
        found = cli.run("doubles", "check", *agreed(url, tmp_path, **told), *WHO, code=2)
        assert why in found.stderr
    gone = cli.run("doubles", "check", *agreed(url, tmp_path), *WHO, code=2)
    assert "was not asked" in gone.stderr
    assert world.one("SELECT count(*) FROM fraud_alarm") == 0
