"""Tries to sign in are counted once, whichever process answers."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from comptant.doors import tries
from comptant.operations.registry import signing
from tests import facts

ELSEWHERE = """
import django; django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
for one in range(30):
    assert client.post("/sign-in", {"login": f"x{one}"}).status_code == 401
"""


def try_once(address: str) -> int:
    client = Client(headers={"host": "localhost"})
    return int(client.post("/sign-in", {"login": "y"}, REMOTE_ADDR=address).status_code)


def test_what_one_process_has_counted_another_knows(world: facts.World, database: str) -> None:
    subprocess.run(
        [sys.executable, "-c", ELSEWHERE], check=True, timeout=120,
        env={**os.environ, "COMPTANT_DATABASE": database, "PYTHONPATH": ".",
             "DJANGO_SETTINGS_MODULE": "comptant.doors.web"},
    )  # fmt: skip
    # The minute may have turned meanwhile: then all thirty are counted in the one before.
    counted = world.one("SELECT sum(tries) FROM address_tries")
    assert counted <= 30
    assert world.one("SELECT count(*) FROM address_tries") == 1
    world.conn.execute("UPDATE address_tries SET minute_at = date_trunc('minute', now()),"
                       " tries = 30")  # fmt: skip
    assert try_once("127.0.0.1") == 429
    assert try_once("192.0.2.9") == 401


def test_so_many_a_minute_and_again_in_the_next(world: facts.World) -> None:
    at = datetime(2026, 1, 16, 9, 30, 42, tzinfo=UTC)
    bucket = tries.bucket("192.0.2.1")
    for _ in range(30):
        signing.count_try(world.conn, bucket, at, 30)
    with pytest.raises(signing.Refused, match="too_many_requests") as caught:
        signing.count_try(world.conn, bucket, at, 30)
    assert caught.value.facts == {"seconds": 18}
    signing.count_try(world.conn, bucket, at + timedelta(seconds=18), 30)
    signing.count_try(world.conn, tries.bucket("192.0.2.2"), at, 30)
    assert world.rows("SELECT tries FROM address_tries ORDER BY tries") == [(1,), (1,)]


def test_no_address_is_kept_and_buckets_are_few() -> None:
    assert {0 <= tries.bucket(f"192.0.2.{one}") < tries.BUCKETS for one in range(256)} == {True}
    assert len({tries.bucket(f"192.0.2.{one}") for one in range(256)}) > 250
