"""Notices taken in, fetched from a server, followed and told as people type and read it."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests import facts
from tests.claims import sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken
from tests.notices import PUBLISHED_ON, record, undoing

PRIVATE = "COMPTANT_PRIVATE_WEBHOOKS"


def by(login: str) -> tuple[str, ...]:
    return ("--user", login, "--on", str(PUBLISHED_ON))


def written(folder: Path, *records: dict[str, Any]) -> str:
    file = folder / "bodacc.json"
    file.write_text(json.dumps(list(records)), "utf-8")
    return str(file)


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A portal that answers what `answer` holds; `asked` keeps the paths."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            portal.asked.append(self.path)  # type: ignore[attr-defined]
            status, body, length = portal.answer  # type: ignore[attr-defined]
            self.send_response(status)
            self.send_header("Content-Length", str(length or len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    portal = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    portal.asked = []  # type: ignore[attr-defined]
    Thread(target=portal.serve_forever, daemon=True).start()
    yield portal
    portal.shutdown()
    portal.server_close()


def test_a_failed_buyer_from_the_file_to_our_claim(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    sold(world, number="I-1")
    told = spoken(cli, "insolvency", "take", written(tmp_path, record(1)), *by("anna"), french=True)
    assert "1 annonces, dont 1 nouvelles" in told
    assert "BETA SA : en procédure (A202600651)" in told
    listed = spoken(cli, "insolvency", "list", *by("anna"), french=True)
    assert "déclarer notre créance" in listed
    rows = cli.json("insolvency", "list", "I-1", *by("anna"))
    assert [(row["failed_part"], row["act_by_on"]) for row in rows] == [("BUYER", "2026-06-03")]
    shown = cli.json("insolvency", "exposure", "BETA SA", *by("anna"))
    assert [row["client_bears_cents"] for row in shown["rows"]] == [5_000_000]
    assert "€50,000.00" in spoken(cli, "insolvency", "exposure", "BETA SA", *by("anna"))
    cli.run("insolvency", "told", "I-1", "BETA SA", "buyer", "declared", "--reference", "letter",
            *by("anna"))  # fmt: skip
    assert "our claim declared" in spoken(cli, "insolvency", "steps", "I-1", *by("anna"))
    lifted = spoken(cli, "insolvency", "take", written(tmp_path, undoing(9, of=1)), *by("anna"))
    assert "BETA SA : no longer in proceedings" in lifted
    assert len(cli.json("insolvency", "notices", *by("anna"))) == 2


def test_doubts_contradictions_and_broken_files_are_told(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    sold(world, number="I-1")
    old = record(1, dateparution="2025-12-20", judged="2025-12-10")
    told = spoken(cli, "insolvency", "take", written(tmp_path, old), *by("anna"))
    assert "published long ago" in told
    (notice,) = cli.json("insolvency", "notices", *by("anna"))
    assert f"comptant insolvency judge {notice['id']} --counts" in told
    cli.run("insolvency", "judge", notice["id"], "--counts", "--reason", "x", *by("anna"))
    assert len(cli.json("insolvency", "list", *by("anna"))) == 1
    other = {**old, "dateparution": "2025-12-21"}
    assert "contradicts" in spoken(cli, "insolvency", "take", written(tmp_path, other),
                                   *by("anna"))  # fmt: skip
    (tmp_path / "cut.json").write_text("[{", "utf-8")
    wrong = cli.run("insolvency", "take", str(tmp_path / "cut.json"), *by("anna"), code=1,
                    LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "cut.json, ligne 1:3 : pas du JSON, ou tronqué" in wrong


def test_notices_are_fetched_and_a_server_that_fails_changes_nothing(
    cli: Cli, world: facts.World, server: Any
) -> None:
    sold(world, number="I-1")
    url = f"http://127.0.0.1:{server.server_port}/exports/json?where=dateparution>={{day}}"
    body = json.dumps([record(1)]).encode()
    server.answer = (200, body, 0)
    refused = cli.run("insolvency", "fetch", url, *by("anna"), code=1).stderr
    assert "NotAllowed" in refused  # an address of our own network, unless the house says so
    open_ = {PRIVATE: "1"}
    assert "BETA SA" in cli.run("insolvency", "fetch", url, *by("anna"), **open_).stdout
    assert server.asked == ["/exports/json?where=dateparution>=2026-03-27"]
    for answer in ((503, b"", 0), (200, body[:40], 0), (200, body[:40], len(body))):
        server.answer = answer
        assert cli.run("insolvency", "fetch", url, *by("anna"), code=1, **open_).stderr
    assert cli.run("insolvency", "fetch", *by("anna"), code=1, **open_).stderr
    assert cli.run("insolvency", "fetch", "file:///etc/passwd", *by("anna"), code=1).stderr
    assert len(cli.json("insolvency", "notices", *by("anna"))) == 1
    server.answer = (200, json.dumps([undoing(9, of=1)]).encode(), 0)
    told = cli.run("insolvency", "fetch", *by("anna"), COMPTANT_BODACC_URL=url, **open_).stdout
    assert "no longer in proceedings" in told
    assert server.asked[-1].endswith("2026-03-27")  # a week before the last one published


def test_a_failed_clients_debt_is_impaired(cli: Cli, world: facts.World, tmp_path: Path) -> None:
    sold(world, number="I-1")
    cli.run("insolvency", "take", written(tmp_path, record(1, "ALPHA SAS")), *by("anna"))
    cli.run("reassign", "I-1", "FA-1", "--reason", "BREACH", *by("anna"))
    told = spoken(cli, "insolvency", "impair", "I-1", "--amount", "1000.00", "--reference", "x",
                  *by("anna"), french=True)  # fmt: skip
    assert "1 000,00 €" in told
    assert "dépréciation" in spoken(cli, "insolvency", "steps", *by("anna"), french=True)
