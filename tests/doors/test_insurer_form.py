"""The form of a message to an insurer is read by people: nothing of it lies over anything else."""

import subprocess
import xml.etree.ElementTree as Tree
from datetime import date
from pathlib import Path

import psycopg
import pytest

from comptant.doors.papers import insurer_message
from comptant.doors.words import speaking
from comptant.operations.insurance import insurer_messages
from comptant.store.access import reading
from tests.claims import sold
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import insured

NUMBERS = ("FACTURE-2026-CLIENT-000001", "FACTURE2026CLIENT00000000000000001", "FA-3")


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def boxes(content: bytes, folder: Path) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right and bottom of each word of a paper."""
    path = folder / "form.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", "-bbox", str(path), "-"], check=True, capture_output=True)
    found = Tree.fromstring(told.stdout)
    sides = ("xMin", "yMin", "xMax", "yMax")
    return [(*(float(word.attrib[name]) for name in sides), word.text or "")
            for word in found.iter("{http://www.w3.org/1999/xhtml}word")]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_word_of_an_overdue_lies_over_another(
    world: World, tmp_path: Path, language: str
) -> None:
    contract = sold(world)
    policy = insured(world, contract)
    world.remit(contract, *(
        {"number": number, "cents": 123_456_789, "issued_on": date(2026, 1, 12),
         "due_on": date(2026, 3, 12)} for number in NUMBERS))  # fmt: skip
    world.on = date(2026, 3, 20)
    ids = [row[0] for row in world.rows("SELECT id FROM invoice WHERE amount_cents = 123456789")]
    told = insurer_messages.tell_insurer(
        world.conn, world.asked("anna"), contract_id=contract, policy_id=policy, kind="OVERDUE",
        invoice_ids=ids, reason="unpaid",
    )  # fmt: skip
    with speaking(language), reading(world.users["anna"].id) as see:
        paper = insurer_message.message(see, told["message_id"], world.on)
    words = boxes(paper.content, tmp_path)
    assert sum(word[4] == "FA-3" for word in words) == 1
    over = [(one[4], other[4]) for number, one in enumerate(words) for other in words[number + 1:]
            if min(one[2], other[2]) - max(one[0], other[0]) > 0.5
            and min(one[3], other[3]) - max(one[1], other[1]) > 3]  # fmt: skip
    assert over == []
    assert max(word[2] for word in words) < 595 - 55
