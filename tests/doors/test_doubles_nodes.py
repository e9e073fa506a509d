"""Two nodes, each a process of its own, over HTTP: they find the invoice that was ceded to both,
and learn nothing else."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from comptant.doors.doubles.asking import Peer, find, strongest, tell
from comptant.doors.doubles.token_set import TokenSet, digest, read
from comptant.formats.blind_tokens import BATCH, BadAnswer, Keeper, Known

CHILD = """
import json, sys
from datetime import date
from pathlib import Path
from comptant.doors.doubles.node import Node, server
from comptant.doors.doubles.token_set import TokenSet
from comptant.formats.blind_tokens import Keeper, Known
said = json.loads(sys.argv[1])
folder = Path(said["folder"])
def told(word, peer, kind):
    with (folder / "heard").open("a") as file:
        file.write(f"{word} {peer} {kind}\\n")
tokens = TokenSet(Keeper(bytes.fromhex(said["seed"])), folder / "set")
if said["invoices"]:
    tokens.make({word: Known(*of[:3], date.fromisoformat(of[3]), *of[4:])
                 for word, of in said["invoices"].items()}, "2027-03-05")
made = server(Node(tokens, said["peers"], told, folder / "journal", said["most"]), "127.0.0.1", 0)
print(made.server_port, flush=True)
made.serve_forever()
"""
SEEDS = {"A": "11" * 32, "B": "22" * 32}
KEYS = {name: Keeper(bytes.fromhex(seed)).public_key.hex() for name, seed in SEEDS.items()}
A = {"a1": ["732829320", "443061841", "FA-1", "2027-03-01", 120_000, "EUR"],
     "a2": ["732829320", "443061841", "FA-2", "2027-03-02", 77_000, "EUR"],
     "a3": ["732829320", "572015246", "FA-3", "2027-03-03", 5_500, "EUR"]}  # fmt: skip
B = {"b1": ["732829320", "443061841", "FA 1", "2027-03-01", 120_000, "EUR"],
     "b3": ["732829320", "572015246", "fa3", "2027-03-04", 5_600, "EUR"],
     "b9": ["542065479", "572015246", "X-9", "2027-03-03", 9_900, "EUR"]}  # fmt: skip
OF_B = "secret of A"


@contextmanager
def serving(name: str, invoices: dict[str, Any], folder: Path, most: int = 3) -> Iterator[str]:
    """A node in a process of its own; so many questions a day for the other."""
    other = "B" if name == "A" else "A"
    folder.mkdir(exist_ok=True)
    said = {"invoices": invoices, "seed": SEEDS[name], "folder": str(folder), "most": most * BATCH,
            "peers": {other: hashlib.sha256(OF_B.encode()).hexdigest()}}  # fmt: skip
    child = subprocess.Popen([sys.executable, "-c", CHILD, json.dumps(said)],
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert child.stdout is not None
    try:
        yield f"http://127.0.0.1:{child.stdout.readline().strip()}"
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with serving("A", A, tmp_path / "a") as made:
        yield made


def peer(url: str, folder: Path, name: str = "A", **agreed: Any) -> Peer:
    """A node as the other one asks it."""
    given = {"our_name": "B" if name == "A" else "A", "key": KEYS[name], "kept": folder / "kept",
             **agreed}  # fmt: skip
    return Peer(url, OF_B, **given)


def known(invoices: dict[str, Any]) -> dict[str, Known]:
    return {word: Known(*of[:3], date.fromisoformat(of[3]), *of[4:])
            for word, of in invoices.items()}  # fmt: skip


def sent(url: str, path: str, told: dict[str, Any] | None, secret: str = OF_B) -> bytes:
    data = None if told is None else json.dumps(told).encode()
    request = Request(url + path, data, {"Authorization": f"Bearer {secret}"})
    with urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def test_the_same_invoice_is_found_and_nothing_else_is_learnt(url: str, tmp_path: Path) -> None:
    hits, left = find(peer(url, tmp_path), known(B))
    assert (strongest(hits), left) == ([("b1", "EXACT"), ("b3", "NUMBER")], 0)
    # A learns nothing by being asked, but that it was asked.
    assert not (tmp_path / "a" / "heard").exists()
    journal = [json.loads(line) for line in (tmp_path / "a" / "journal").read_text().splitlines()]
    assert [(line["peer"], line["inputs"]) for line in journal] == [("B", BATCH)]
    everything = (tmp_path / "a" / "journal").read_text()
    assert not any(fact in everything for fact in ("X9", "542065479", "9900"))
    # B learns nothing of what A alone holds: no fact, and not how many.
    tokens = list(read(tmp_path / "kept"))
    assert len(tokens) == 1_024
    plain = {hashlib.sha256(text.encode()).digest()[:16] for text in (
        "EXACT|732829320|443061841|FA2|2027-03-02|77000|EUR", "FA2", "FA-2")}  # fmt: skip
    assert plain.isdisjoint(tokens)
    # A finds by itself what it holds too, when it asks in turn.
    with serving("B", B, tmp_path / "b") as theirs:
        (tmp_path / "mine").mkdir()
        found, _ = find(peer(theirs, tmp_path / "mine", "B"), known(A))
    assert strongest(found) == [("a1", "EXACT"), ("a3", "NUMBER")]


def test_whoever_publishes_guesses_learns_of_no_hit(tmp_path: Path) -> None:
    guesses = {f"g{n}": ["732829320", "443061841", f"FA-{n}", "2027-01-01", 0, "EUR"]
               for n in range(200)}  # fmt: skip
    with serving("A", guesses, tmp_path / "a") as url:
        hits, _ = find(peer(url, tmp_path), known(B))
        assert strongest(hits) == [("b1", "NUMBER")]
        assert not (tmp_path / "a" / "heard").exists()
        heard = (tmp_path / "a" / "journal").read_text()
        assert heard.count("\n") == 1  # as many inputs as for anything
        # Only what somebody says is told, and nothing of the rest.
        tell(peer(url, tmp_path), hits)
        assert (tmp_path / "a" / "heard").read_text() == "g1 B NUMBER\n"


def test_a_set_is_held_to_what_was_agreed(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    with serving("A", A, folder) as url:
        with pytest.raises(BadAnswer, match="more than the 1000"):
            find(peer(url, tmp_path, tokens_most=1_000), known(B))
        assert not (tmp_path / "kept").exists()
        find(peer(url, tmp_path), known(B))
        before = digest(tmp_path / "kept")
        ours = TokenSet(Keeper(bytes.fromhex(SEEDS["A"])), folder / "set")
        ours.make(known({f"g{n}": [*A["a1"][:2], f"G-{n}", *A["a1"][3:]] for n in range(30)}), "n")
        yesterday = (tmp_path / "kept").stat().st_mtime - 86_400
        find(peer(url, tmp_path, new_most=0), known(B))  # once a day: the one that is kept
        os.utime(tmp_path / "kept", (yesterday, yesterday))
        with pytest.raises(BadAnswer, match="60 tokens of its set are new, of the 59"):
            find(peer(url, tmp_path, new_most=59), known(B))
        assert digest(tmp_path / "kept") == before
        find(peer(url, tmp_path, new_most=60), known(B))
    lines = (tmp_path / "kept.journal").read_text().splitlines()
    assert [json.loads(line)["digest"] for line in lines] == [before, digest(tmp_path / "kept")]


def test_two_looks_at_a_set_show_no_more_than_one(tmp_path: Path) -> None:
    ours = TokenSet(Keeper(b"k" * 32), tmp_path / "set")
    of = known({f"i{n}": [*A["a1"][:2], f"N-{n}", *A["a1"][3:]] for n in range(30)})
    ours.make(of, "2027-03-05")
    first = digest(ours.tokens)
    ours.make(of, "2027-03-06")
    assert digest(ours.tokens) == first  # whoever has books and key makes the same
    assert (tmp_path / "set").stat().st_mode & 0o777 == 0o600
    again = TokenSet(Keeper(b"k" * 32), tmp_path / "other")
    again.make(of, "2027-03-06")
    assert digest(again.tokens) == first
    ours.make({}, "2027-03-07")
    assert ours.find(next(read(again.tokens))) is None


def test_what_was_evaluated_is_not_evaluated_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    output = Keeper.output

    def counting(keeper: Keeper, kind: str, of: Known) -> bytes:
        counted.append(kind)
        return output(keeper, kind, of)

    monkeypatch.setattr(Keeper, "output", counting)
    ours = TokenSet(Keeper(b"k" * 32), tmp_path / "set")
    ours.make(known(A), "2027-03-05")
    ours.make(known({**A, "a1": B["b9"]}), "2027-03-06")
    assert len(counted) == 6 + 2


def test_a_peer_that_guesses_is_stopped_also_after_a_new_start(tmp_path: Path) -> None:
    guesses = {f"g{n}": ["732829320", "443061841", f"FA-{n}", "2027-03-02", 77_000, "EUR"]
               for n in range(100, 300)}  # fmt: skip
    with serving("A", A, tmp_path / "a") as url:
        assert find(peer(url, tmp_path), known(guesses)) == ([], 400 - 3 * BATCH)
    with serving("A", A, tmp_path / "a") as url:
        assert find(peer(url, tmp_path), known(guesses)) == ([], 400 - 3 * BATCH)
        with pytest.raises(HTTPError, match="429"):
            sent(url, "/evaluate", {"blinded": ["00" * 32] * BATCH})


def test_a_set_that_is_not_made_yet_is_told(tmp_path: Path) -> None:
    with serving("A", {}, tmp_path / "a") as url, pytest.raises(HTTPError, match="503"):
        find(peer(url, tmp_path), known(B))


def test_a_hit_that_was_only_read_in_the_set_is_not_believed(url: str, tmp_path: Path) -> None:
    find(peer(url, tmp_path), known(B))
    hits = [{"token": token.hex(), "proof": "0" * 64} for token in read(tmp_path / "kept")]
    assert json.loads(sent(url, "/hits", {"hits": hits[:500]})) == {"heard": 0}
    assert not (tmp_path / "a" / "heard").exists()


def test_a_stranger_finds_nothing_there(url: str) -> None:
    for path in ("/key", "/tokens"):
        with pytest.raises(HTTPError, match="404"):
            sent(url, path, None, "another secret")


@pytest.mark.parametrize("blinded", [[], ["00" * 32], ["zz"] * BATCH, ["ff" * 32] * BATCH, 7])
def test_a_question_that_is_none_is_refused(url: str, blinded: object) -> None:
    with pytest.raises(HTTPError, match="400"):
        sent(url, "/evaluate", {"blinded": blinded})


@pytest.mark.parametrize(("agreed", "why"), [
    ({"key": KEYS["B"]}, "another key"), ({"our_name": "FACTOR B"}, "not know us"),
])  # fmt: skip
def test_another_key_or_name_than_agreed_is_noticed(
    url: str, tmp_path: Path, agreed: dict[str, str], why: str
) -> None:
    with pytest.raises(BadAnswer, match=why):
        find(peer(url, tmp_path, **agreed), known(B))
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


@pytest.mark.parametrize("where", ["http://example.org", "http://localhost.example.org",
                                   "http://127.0.0.1.example.org"])  # fmt: skip
def test_a_peer_is_not_asked_in_the_clear(tmp_path: Path, where: str) -> None:
    with pytest.raises(BadAnswer, match="https"):
        find(peer(where, tmp_path), known(B))
