"""Files that nobody would send on purpose, through each place that takes a file: never a mistake of
ours (500), and what was refused left nothing.

Files of each kind are cut, turned and mixed by a seed: the same ones each run.
"""

import base64
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from tests import facts
from tests.portal.conftest import ON, browser, visible
from tests.traces import contents

FIXTURES = Path(__file__).parents[1] / "formats" / "fixtures"
SEEDS = range(4)
CSV = (b"numero;siren;acheteur;date;echeance;ttc\n"
       b"F-1;443061841;BETA SA;2026-01-10;2026-03-10;1200,00\n")  # fmt: skip
NAMES = ("list.csv", "invoice.xml", "invoice.pdf", "book.xlsx", "bank.txt", "é\u202e.csv",
         "../../etc/passwd", "a" * 300 + ".csv", "none")  # fmt: skip
# What a refused file may still change: how often a key called.
OF_THE_DOOR = {"address_tries", "api_use"}


def workbook() -> bytes:
    """A workbook with one invoice."""
    book, kept = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in CSV.decode().splitlines():
        book.active.append(row.split(";"))
    book.save(kept)
    return kept.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet would fill the memory."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 20_000_000)
    return kept.getvalue()


def whole() -> list[bytes]:
    """Files that can be read, or nearly."""
    found = sorted(one for one in FIXTURES.rglob("*") if one.is_file())
    return [CSV, workbook(), *(one.read_bytes()[:200_000] for one in found[::4])]


def spoiled() -> Iterator[tuple[str, bytes]]:
    """Names and bytes: nothing, noise, and every file cut, turned, repeated or mixed."""
    files = whole()
    fixed = [
        b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"<",
        b"<a>" * 9_000,
        b";" * 50_000, b"\n" * 50_000, b'"' * 9_999, CSV.replace(b"1200,00", b"1e999"),
        CSV.replace(b"1200,00", b"9" * 400), CSV.replace(b"2026-01-10", b"0000-00-00"),
        CSV.replace(b"F-1", b"\0"), CSV.replace(b"F-1", "\ud800".encode("utf-16", "surrogatepass")),
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "'
        + b"&b;" * 500 + b'">]><a>' + b"&c;" * 500 + b"</a>",
        bomb(),
    ]  # fmt: skip
    for number, content in enumerate(fixed):
        yield NAMES[number % len(NAMES)], content
    for seed in SEEDS:
        chance = random.Random(seed)
        yield chance.choice(NAMES), chance.randbytes(chance.randrange(1, 5_000))
        for content in files:
            yield chance.choice(NAMES), _turned(chance, content, files)


def _turned(chance: random.Random, content: bytes, others: list[bytes]) -> bytes:
    cut = chance.randrange(len(content)) if content else 0
    way = chance.randrange(5)
    if way == 0:
        return content[:cut]
    if way == 1:
        return content[:cut] + chance.randbytes(8) + content[cut + 8 :]
    if way == 2:
        return content[:cut] + chance.choice(others)[:5_000] + content[cut:]
    if way == 3:
        turned = bytearray(content)
        for _ in range(20):
            turned[chance.randrange(len(turned))] = chance.randrange(256)
        return bytes(turned)
    return content.replace(b"2026", b"9999").replace(b"00", b"-1")


Send = Callable[[int, str, bytes], Any]


def portal(world: facts.World, login: str, path: str, act: str, field: str, **more: str) -> Send:
    """A file dropped on a page."""
    client = browser(world, login).client

    def send(number: int, name: str, content: bytes) -> Any:
        file = SimpleUploadedFile(name.replace("/", "_")[:200] or "x", content)
        return client.post(path, {"act": act, "key": f"{path}{number}", field: file, **more})

    return send


def program(world: facts.World, login: str, *scopes: str) -> Client:
    """A program of somebody."""
    token = login.ljust(43, "x")
    world.give_key(login, token, *scopes, name="all")
    return Client(headers={"authorization": f"Bearer {token}", "comptant-day": ON,
                           "host": "localhost"})  # fmt: skip


def stream(world: facts.World, kind: str) -> Send:
    """A list sent to the API as a stream."""
    client = program(world, "alice", "remit")

    def send(number: int, name: str, content: bytes) -> Any:
        return client.generic(
            "POST", f"/api/v1/bulk/remit?contract_id={world.ids['C-1']}", content,
            content_type=kind, headers={"idempotency-key": f"{kind}{number}"},
        )  # fmt: skip

    return send


def in_json(world: facts.World, operation: str) -> Send:
    """A file of the bank sent to the API, as base64."""
    client = program(world, "aron", operation)

    def send(number: int, name: str, content: bytes) -> Any:
        body = {"file_name": name, "content": base64.b64encode(content).decode()}
        return client.post(f"/api/v1/{operation}", json.dumps(body),
                           content_type="application/json",
                           headers={"idempotency-key": f"{operation}{number}"})  # fmt: skip

    return send


DOORS: dict[str, Callable[[facts.World], Send]] = {
    "invoices sent": lambda world: portal(world, "alice", "/contracts/C-1/send", "remit", "files"),
    "invoices quoted": lambda world: portal(world, "alice", "/contracts/C-1/send", "quote",
                                            "files"),
    "a ledger to quote": lambda world: portal(world, "anna", "/quote", "quote", "ledger",
                                              product="whole_turnover", client_class="C"),
    "a bank file": lambda world: portal(world, "aron", "/bank", "take", "files"),
    "a list as CSV": lambda world: stream(world, "text/csv"),
    "a list as JSON": lambda world: stream(world, "application/x-ndjson"),
    "a bank file by a program": lambda world: in_json(world, "bank"),
    "payment statuses by a program": lambda world: in_json(world, "hear_payment_status"),
}  # fmt: skip


@pytest.mark.parametrize("door", sorted(DOORS))
def test_no_file_breaks_us_and_what_is_refused_leaves_nothing(
    world: facts.World, door: str
) -> None:
    send = DOORS[door](world)
    acts, kept = world.one("SELECT count(*) FROM act"), contents(world.conn)
    answered: set[int] = set()
    for number, (name, content) in enumerate(spoiled()):
        response = send(number, name, content)
        answered.add(response.status_code)
        assert response.status_code < 500, (number, name, content[:200])
        after = world.one("SELECT count(*) FROM act")
        if after != acts:  # it could be read after all, and was done whole
            acts, kept = after, contents(world.conn)
        elif number % 10 == 0:
            now_kept = contents(world.conn)
            changed = {one for one in kept if now_kept[one] != kept[one]}
            assert changed <= OF_THE_DOOR, (number, name, changed)
    # The page of bank files tells each file's answer among the others.
    assert answered & ({200} if door == "a bank file" else {413, 422})
    now_kept = contents(world.conn)
    assert {one for one in kept if now_kept[one] != kept[one]} <= OF_THE_DOOR


def test_a_picture_sent_as_a_bank_file_is_told_without_its_bytes(world: facts.World) -> None:
    tania = browser(world, "tania", "fr")
    picture = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(40))
    told = visible(tania.post("/bank", 200, act="take", key="b1", files=picture).content.decode())
    assert "des octets qui ne sont pas du texte" in told
    assert "\N{REPLACEMENT CHARACTER}" not in told
    listed = SimpleUploadedFile("list.csv", CSV)
    told = visible(tania.post("/bank", 200, act="take", key="b2", files=listed).content.decode())
    assert "numero;siren;acheteu" in told
