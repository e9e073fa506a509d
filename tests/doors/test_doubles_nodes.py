"""Two nodes, each a process of its own, over HTTP: they find the invoice that was ceded to both,
and learn nothing else."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from comptant.doors.doubles.node import check
from comptant.formats.blind_tokens import BATCH, BadAnswer, Keeper, Known

CHILD = """
import json, sys
from datetime import date
from pathlib import Path
from comptant.doors.doubles.node import Node, check, server
from comptant.formats.blind_tokens import Keeper, Known
said = json.loads(sys.argv[1])
invoices = {word: Known(*of[:3], date.fromisoformat(of[3]), *of[4:])
            for word, of in said["invoices"].items()}
heard = Path(said["folder"]) / "heard"
def told(word, peer, kind):
    with heard.open("a") as file:
        file.write(f"{word} {peer} {kind}\\n")
if said.get("ask"):
    found = check(said["ask"], said["secret"], said["name"], said["key"], invoices)
    print(json.dumps(found), flush=True)
else:
    node = Node(Keeper(bytes.fromhex(said["seed"])), lambda: invoices, said["peers"], told,
                Path(said["folder"]) / "journal", said["most"])
    made = server(node, "127.0.0.1", 0)
    print(made.server_port, flush=True)
    made.serve_forever()
"""
SEED = "11" * 32
KEY = Keeper(bytes.fromhex(SEED)).public_key.hex()
SECRET = "secret of B"
A = {"a1": ["732829320", "443061841", "FA-1", "2027-03-01", 120_000, "EUR"],
     "a2": ["732829320", "443061841", "FA-2", "2027-03-02", 77_000, "EUR"],
     "a3": ["732829320", "572015246", "FA-3", "2027-03-03", 5_500, "EUR"]}  # fmt: skip
B = {"b1": ["732829320", "443061841", "FA 1", "2027-03-01", 120_000, "EUR"],
     "b3": ["732829320", "572015246", "fa3", "2027-03-04", 5_600, "EUR"],
     "b9": ["542065479", "572015246", "X-9", "2027-03-03", 9_900, "EUR"]}  # fmt: skip


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Node A, in a process of its own; three questions a day for B."""
    said = {"invoices": A, "seed": SEED, "folder": str(tmp_path), "most": 3 * BATCH,
            "peers": {"B": hashlib.sha256(SECRET.encode()).hexdigest()}}  # fmt: skip
    child = subprocess.Popen([sys.executable, "-c", CHILD, json.dumps(said)],
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert child.stdout is not None
    try:
        yield f"http://127.0.0.1:{child.stdout.readline().strip()}"
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()


def asked(url: str, folder: Path, invoices: dict[str, Any]) -> list[list[str]]:
    """Node B asks A, from a process of its own."""
    said = {"invoices": invoices, "ask": url, "secret": SECRET, "name": "B", "key": KEY,
            "folder": str(folder)}  # fmt: skip
    told = subprocess.run([sys.executable, "-c", CHILD, json.dumps(said)], check=True,
                          capture_output=True, text=True)  # fmt: skip
    found: list[list[str]] = json.loads(told.stdout)
    return found


def sent(url: str, path: str, told: dict[str, Any] | None, secret: str = SECRET) -> Any:
    data = None if told is None else json.dumps(told).encode()
    request = Request(url + path, data, {"Authorization": f"Bearer {secret}"})
    with urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def test_the_same_invoice_is_found_and_nothing_else_is_learnt(url: str, tmp_path: Path) -> None:
    assert asked(url, tmp_path, B) == [["b1", "EXACT"], ["b3", "NUMBER"]]
    # A learns of what both hold, and of nothing that B alone holds.
    heard = (tmp_path / "heard").read_text().splitlines()
    assert sorted(set(heard)) == ["a1 B EXACT", "a1 B NUMBER", "a3 B NUMBER"]
    journal = [json.loads(line) for line in (tmp_path / "journal").read_text().splitlines()]
    assert [(line["peer"], line["inputs"]) for line in journal] == [("B", BATCH)]
    everything = (tmp_path / "journal").read_text()
    assert not any(fact in everything for fact in ("X9", "542065479", "9900"))
    # B learns nothing of what A alone holds: no fact, and not how many.
    tokens = sent(url, "/tokens", None)["tokens"]
    assert len(tokens) == 1_024
    plain = {hashlib.sha256(text.encode()).hexdigest()[:32] for text in (
        "EXACT|732829320|443061841|FA2|2027-03-02|77000|EUR", "FA2", "FA-2")}  # fmt: skip
    assert plain.isdisjoint(tokens)


def test_a_peer_that_guesses_is_stopped(url: str, tmp_path: Path) -> None:
    guesses = {f"g{number}": ["732829320", "443061841", f"FA-{number}", "2027-03-02", 77_000, "EUR"]
               for number in range(100, 292)}  # fmt: skip
    assert asked(url, tmp_path, guesses) == []  # 192 invoices: three questions
    with pytest.raises(HTTPError, match="429"):
        check(url, SECRET, "B", KEY, known(B))


def test_a_hit_that_was_only_read_in_the_set_is_not_believed(url: str, tmp_path: Path) -> None:
    hits = [{"token": token, "proof": "0" * 64} for token in sent(url, "/tokens", None)["tokens"]]
    assert sent(url, "/hits", {"hits": hits}) == {"heard": 0}
    assert not (tmp_path / "heard").exists()


def test_a_stranger_finds_nothing_there(url: str) -> None:
    for path in ("/key", "/tokens"):
        with pytest.raises(HTTPError, match="404"):
            sent(url, path, None, "another secret")


@pytest.mark.parametrize("blinded", [[], ["00" * 32], ["zz"] * BATCH, ["ff" * 32] * BATCH, 7])
def test_a_question_that_is_none_is_refused(url: str, blinded: object) -> None:
    with pytest.raises(HTTPError, match="400"):
        sent(url, "/evaluate", {"blinded": blinded})


def test_another_key_than_the_published_one_is_noticed(url: str) -> None:
    other = Keeper(b"o" * 32).public_key.hex()
    with pytest.raises(BadAnswer):
        check(url, SECRET, "B", other, known(B))


def test_a_peer_is_not_asked_in_the_clear() -> None:
    with pytest.raises(BadAnswer, match="https"):
        check("http://example.org", SECRET, "B", KEY, known(B))


def known(invoices: dict[str, Any]) -> dict[str, Known]:
    return {word: Known(*of[:3], date.fromisoformat(of[3]), *of[4:])
            for word, of in invoices.items()}  # fmt: skip
