"""Receivers that are slow: each keeps only itself waiting, and none of our jobs."""

import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from comptant.doors.worker import loop, post
from comptant.operations.registry import deliveries, webhooks
from tests.delivering import deliver
from tests.facts import World, open_world
from tests.houses import house

SLOW, QUICK = "https://slow.example/hooks", "https://quick.example/hooks"


@house
def world(writer: psycopg.Connection) -> World:
    """Two addresses of the factor are told of all."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    for url in (SLOW, QUICK):
        webhooks.add_webhook(
            opened.conn, opened.asked("ada"), url=url, kinds=[], token=webhooks.new_token()
        )
    return opened


class Receivers:
    """The slow one answers when it is let; the quick one at once."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.heard: list[str] = []

    def send(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[bool, str]:
        if url == SLOW:
            self.may_answer.wait(30)
        self.heard.append(url)
        return True, "200"


def sent(world: World, url: str) -> list[tuple[int, bool]]:
    """The deliveries of an address: their tries, and whether they were heard."""
    return world.rows(
        "SELECT d.tries, d.delivered_at IS NOT NULL FROM delivery d"
        " JOIN webhook w ON w.id = d.webhook_id WHERE w.url = %s ORDER BY d.id", url)  # fmt: skip


def test_who_is_slow_keeps_nobody_waiting_but_itself(world: World) -> None:
    world.conn.autocommit = True
    for number in ("C-2", "C-3"):  # two events each: proposed, and decided
        world.contract(number)
    receivers = Receivers()
    sender = deliveries.Sender(receivers.send)
    at = datetime.now(UTC) + timedelta(minutes=1)
    for _ in range(200):
        sender.turn(world.conn, at)
        if all(is_heard for _, is_heard in sent(world, QUICK)):
            break
        time.sleep(0.02)
    assert receivers.heard == [QUICK] * 4
    assert sent(world, QUICK) == [(1, True)] * 4
    # One at a time to each: what follows was not even begun.
    assert sent(world, SLOW) == [(1, False), (0, False), (0, False), (0, False)]
    receivers.may_answer.set()
    sender.finish(world.conn)
    assert sent(world, SLOW)[0] == (1, True)
    assert deliver(world.conn, receivers.send, at) == 3
    assert sent(world, SLOW) == [(1, True)] * 4


def test_a_sender_that_breaks_is_a_failed_try(world: World) -> None:
    world.conn.autocommit = True
    world.contract("C-2")

    def broken(url: str, body: bytes, headers: dict[str, str]) -> tuple[bool, str]:
        raise ZeroDivisionError

    at = datetime.now(UTC) + timedelta(minutes=1)
    assert deliver(world.conn, broken, at) == 4
    assert world.rows("SELECT DISTINCT last_answer, next_at - %s FROM delivery", at) == [
        ("ZeroDivisionError", deliveries.WAITS[0])]  # fmt: skip


def test_jobs_of_the_house_do_not_wait_for_a_receiver(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.contract("C-2")
    receivers, stop = Receivers(), threading.Event()
    monkeypatch.setattr(loop.post, "send", receivers.send)
    running = threading.Thread(target=loop.run, args=(stop,))
    running.start()
    try:
        for _ in range(200):
            if world.one("SELECT count(*) FROM act_seal") and len(receivers.heard) == 2:
                break
            time.sleep(0.05)
        assert receivers.heard == [QUICK] * 2
        assert world.one("SELECT count(*) FROM act_seal") > 0
    finally:
        stop.set()
        receivers.may_answer.set()
        running.join(30)
    assert not running.is_alive()
    assert sent(world, SLOW)[0] == (1, True)  # what was under way is written down at the end


@pytest.fixture
def dripping(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a receiver that says a byte now and then, each in time."""
    monkeypatch.setenv("COMPTANT_PRIVATE_WEBHOOKS", "1")
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        line, _ = listening.accept()
        with line:
            try:
                for byte in b"HTTP/1.1 200 OK\r\nx: " + b"y" * 10_000:
                    line.sendall(bytes([byte]))
                    time.sleep(0.05)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/hooks"
    listening.close()


def test_a_message_has_one_time_for_all_of_it(
    dripping: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post, "TIMEOUT_SECONDS", 1)
    began = time.monotonic()
    assert post.send(dripping, b"{}", {}) == (False, post.SLOW)
    assert time.monotonic() - began < 10
