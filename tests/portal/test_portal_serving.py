"""For whoever keeps the machine running: health, readiness, figures, lines of the log."""

import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import click
import pytest
from django.conf import settings
from django.test import Client

from comptant.doors.cli import serving
from comptant.doors.log_lines import JsonLines
from comptant.doors.portal.bodies import STREAM_BYTES_MAX
from comptant.doors.worker import loop
from comptant.operations.acts import audit
from comptant.operations.closing import close
from comptant.settings import BadSetting
from comptant.store import pool
from comptant.store.connection import DatabaseUnavailable
from tests import facts
from tests.portal.conftest import browser

APP = "wsgiref.simple_server:demo_app"


def figure(text: str, name: str) -> float:
    """A figure without labels."""
    (line,) = [one for one in text.splitlines() if one.startswith(f"{name} ")]
    return float(line.split()[1])


def test_health_readiness_and_figures_are_told_to_the_machine(world: facts.World) -> None:
    client = Client(headers={"host": "localhost"})
    assert client.get("/health").content == b"ok\n"
    assert client.get("/ready").content == b"ok\n"
    browser(world, "alice").get("/contracts/C-1")
    text = client.get("/metrics").content.decode()
    assert figure(text, "comptant_database_up") == 1
    assert figure(text, "comptant_unsealed_acts") == world.one("SELECT count(*) FROM act")
    assert 'comptant_requests_total{method="GET",page="contracts/<str:contract>",status="200"}' in (
        text)  # fmt: skip
    assert [word for word in ("C-1", "ALPHA", "alice") if word in text] == []


def test_the_days_since_the_last_close_have_no_sample_before_the_first(world: facts.World) -> None:
    client = Client(headers={"host": "localhost"})
    before = client.get("/metrics").content.decode()
    assert "# TYPE comptant_last_close_days gauge" in before
    assert [line for line in before.splitlines() if line.startswith("comptant_last_close_d")] == []
    world.close()
    assert figure(client.get("/metrics").content.decode(), "comptant_last_close_days") > 0


def test_what_is_served_is_told_once_it_answers() -> None:
    """A port that is open and does not answer yet tells nothing; an answer of any kind does."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        told = threading.Event()
        serving.when_it_answers("127.0.0.1", port, told.set)
        asked, _ = listening.accept()
        assert asked.recv(1_000).startswith(b"GET /health ")
        assert not told.wait(0.3)
        asked.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        assert told.wait(10)
        asked.close()
        with pytest.raises(click.UsageError, match=f"127.0.0.1:{port} cannot be listened on"):
            serving._check_free("127.0.0.1", port)
    serving._check_free("127.0.0.1", port)


@contextmanager
def own_process(target: str, threads: int = 1) -> Iterator[int]:
    """An application served as `comptant serve` does, with one process; its port."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    program = f"from comptant.doors.cli.serving import granian; granian({target!r}, '127.0.0.1', "
    process = subprocess.Popen([sys.executable, "-c", f"{program}{port}, 1, {threads})"],
                               stderr=subprocess.DEVNULL)  # fmt: skip
    told = threading.Event()
    serving.when_it_answers("127.0.0.1", port, told.set)
    try:
        assert told.wait(60)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_connections_that_rest_keep_nobody_out() -> None:
    """Browsers and proxies keep theirs open: one thread answers forty that have been heard."""
    with own_process(APP) as port:
        kept = [HTTPConnection("127.0.0.1", port, timeout=20) for _ in range(40)]
        for each in kept:
            each.request("GET", "/health")
            assert each.getresponse().read().startswith(b"Hello")


@pytest.mark.parametrize("told", ["Content-Length: 1000", "Transfer-Encoding: chunked"])
def test_bodies_that_trickle_keep_nobody_out(told: str) -> None:
    """As many slow senders as there are threads, and more: whoever sends nothing is answered."""
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\n{told}\r\n\r\n".encode()
    with own_process("tests.echoing:patient", threads=4) as port:
        slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
        for each in slow:
            each.sendall(head)
        begun = time.monotonic()
        for _ in range(5):
            asked = HTTPConnection("127.0.0.1", port, timeout=15)
            asked.request("GET", "/health")
            assert asked.getresponse().status == 200
            asked.close()
        assert time.monotonic() - begun < 12
        said = [each.recv(12) for each in slow if _has_answer(each)]
        assert said == [b"HTTP/1.1 503"] * 6  # all but the two that one address may have
        for each in slow:
            each.close()
        asked = HTTPConnection("127.0.0.1", port, timeout=15)
        asked.request("POST", "/", b"x" * 300_000)
        assert asked.getresponse().read() == b"300000 300000"


def _has_answer(of: socket.socket) -> bool:
    of.settimeout(0.5)
    try:
        return bool(of.recv(1, socket.MSG_PEEK))
    except TimeoutError:
        return False


@pytest.mark.parametrize(("size", "length"), [
    (0, "0"), (5, "5"), (8_000_000, "8000000"), (8_000_001, str(STREAM_BYTES_MAX))])  # fmt: skip
def test_a_body_that_does_not_say_its_length_is_read_whole(size: int, length: str) -> None:
    with own_process("tests.echoing:application") as port:
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        body = (bytes(part) for part in (size - size // 2, size // 2))
        chunked = {"Transfer-Encoding": "chunked"}
        connection.request("POST", "/", body=body, encode_chunked=True, headers=chunked)
        assert connection.getresponse().read().decode() == f"{length} {size}"


def test_without_its_database_a_process_lives_and_is_not_ready(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("gone", "start it")

    monkeypatch.setattr(pool, "connect", gone)
    client = Client(headers={"host": "localhost"})
    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 503
    text = client.get("/metrics").content.decode()
    assert figure(text, "comptant_database_up") == 0


def test_figures_are_for_the_machine_or_for_whoever_has_the_token(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(headers={"host": "localhost"})
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://portal.example.com")
    assert client.get("/metrics").status_code == 404
    monkeypatch.setenv("COMPTANT_METRICS_TOKEN", "t" * 40)
    assert client.get("/metrics").status_code == 404
    for given, status in (("t" * 40, 200), ("u" * 40, 404)):
        headers = {"authorization": f"Bearer {given}"}
        response = client.get("/metrics", headers=headers, REMOTE_ADDR="203.0.113.9")
        assert response.status_code == status


def test_each_request_leaves_one_line_with_the_number_it_was_given(
    world: facts.World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "comptant.requests"):
        response = browser(world, "alice").client.get("/contracts?q=secret")
    (line,) = [json.loads(one.message) for one in caplog.records if one.name == "comptant.requests"]
    assert line["request_id"] == response.headers["X-Request-Id"]
    assert (line["path"], line["status"]) == ("/contracts", 200)
    assert line["user_id"] == world.users["alice"].id
    assert "secret" not in json.dumps(line)


@pytest.mark.parametrize("way", ["enter", "offer"])
def test_an_address_that_opens_by_itself_is_not_in_the_log(
    world: facts.World, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    with caplog.at_level(logging.INFO, "comptant.requests"):
        Client(headers={"host": "localhost"}).get(f"/{way}/{'s' * 43}")
    (line,) = [json.loads(one.message) for one in caplog.records if one.name == "comptant.requests"]
    assert line["path"] == f"/{way}/*"


@pytest.mark.parametrize("way", ["enter", "offer", "account"])
def test_every_line_of_the_log_is_json_and_keeps_the_secrets_of_addresses(
    world: facts.World, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    with caplog.at_level(logging.INFO):
        client.get(f"/{way}/{'s' * 43}?a=b")
        client.post(f"/{way}/{'s' * 43}", {"act": "x"})
    lines = [json.loads(JsonLines().format(one)) for one in caplog.records]
    assert {one.name for one in caplog.records} > {"comptant.requests"}  # Django's own, too
    assert "sss" not in json.dumps(lines)
    assert f"/{way}/*" in json.dumps(lines)


def test_a_trace_in_the_log_leaves_out_what_a_row_holds() -> None:
    error = ValueError("null value in column\nDETAIL:  Failing row contains (FR76, alice)")
    record = logging.LogRecord("comptant.failures", logging.ERROR, "", 1, "%s a mistake", ("n",),
                               (ValueError, error, None))  # fmt: skip
    line = json.loads(JsonLines().format(record))
    assert (line["message"], line["level"]) == ("n a mistake", "ERROR")
    assert line["trace"] == "ValueError: null value in column\nDETAIL: (left out)"


# The worker -------------------------------------------------------------------------------------


def run_once(turn: loop.Turn, at: datetime | None = None) -> int:
    turn.next_at = loop.BEGINNING
    return loop.step(turn, at or datetime.now(UTC))


def named(name: str) -> loop.Turn:
    (turn,) = [one for one in loop.turns() if one.name == name]
    return turn


def test_the_worker_seals_what_people_did_and_not_its_own_seals_for_ever(
    world: facts.World,
) -> None:
    acts = world.one("SELECT count(*) FROM act")
    assert run_once(named("seal")) == acts
    assert run_once(named("seal")) == 0
    world.limit(world.ids["C-1"], "DELTA SARL", 100)
    assert run_once(named("seal")) == 3  # the two acts of the limit, and the seal before
    assert audit.verify(world.conn)["broken_at"] is None


def test_the_worker_closes_the_days_that_are_open_at_its_hour_and_not_before(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPTANT_CLOSE_AT", "20:30")
    monkeypatch.setattr(loop.access, "is_sandbox", lambda conn: False)
    early, late = (datetime(2026, 1, 18, hour, 0, tzinfo=UTC) for hour in (19, 20))
    assert run_once(named("close"), late) == 0  # a house that never closed closes by hand first
    close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)
    assert run_once(named("close"), early) == 1  # of yesterday
    assert world.one("SELECT max(day) FROM day_close") == date(2026, 1, 17)
    assert run_once(named("close"), late) == 1
    assert run_once(named("close"), late) == 0
    assert world.one("SELECT max(day) FROM day_close") == date(2026, 1, 18)


@pytest.mark.parametrize("said", ["25:00", "20h30", "8:30", " "])
def test_an_hour_that_is_none_is_told_at_the_start(
    said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPTANT_CLOSE_AT", said)
    with pytest.raises(BadSetting, match="COMPTANT_CLOSE_AT"):
        loop.turns()


def test_a_job_that_fails_is_told_and_left_for_its_next_turn(
    world: facts.World, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError

    turn = loop.Turn("broken", fail, timedelta(minutes=1))
    at = datetime.now(UTC)
    with caplog.at_level(logging.INFO, "comptant.worker"):
        assert loop.step(turn, at) == 0
    assert json.loads(caplog.records[0].message)["failed"] == "ZeroDivisionError"
    assert turn.next_at == at + timedelta(minutes=1)


def test_the_loop_ends_when_it_is_told(world: facts.World) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=(stop,))
    thread.start()
    time.sleep(0.2)
    stop.set()
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_the_command_works_until_it_is_ended(database: str, tmp_path: Path) -> None:
    """As systemd runs it: a process of its own, ended by SIGTERM, with code 0."""
    import os

    process = subprocess.Popen(
        [sys.executable, "-m", "comptant.doors.cli", "worker"], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "COMPTANT_DATABASE": database, "PYTHONPATH": "."},
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text()
            caught = next(one for one in status.splitlines() if one.startswith("SigCgt"))
            if int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1:
                break
            time.sleep(0.1)
        process.terminate()
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
