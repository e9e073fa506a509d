"""A garnishment in a browser: registered after a look, answered by a paper, read by the client."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from comptant.operations.drawing import garnishment_steps
from comptant.operations.drawing.garnishments import register_garnishment
from comptant.operations.registry import parties
from tests import facts
from tests.portal.conftest import browser, seen, visible
from tests.reading_papers import text_of


def test_it_is_registered_after_a_look_answered_and_read_by_the_client(world: facts.World) -> None:
    parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="SIE PARIS 8",
                      country="FR", numbers={})  # fmt: skip
    world.on += timedelta(days=1)
    anna = browser(world, "anna", "fr")
    anna.client.cookies["day"] = str(world.on)
    form = "/contracts/C-1/garnishments/register"
    given = {"kind": "SATD", "creditor_id": "SIE PARIS 8", "reference": "SATD-1", "buyer_id": "",
             "served_at": "2026-01-16T12:00", "amount_cents": "500,00"}  # fmt: skip
    looked = anna.post(form, 200, act="look", key="a", **given).content.decode()
    assert world.one("SELECT count(*) FROM garnishment") == 0
    anna.post(form, act="do", key="a", seen=seen(looked), **given)
    shown = visible(anna.get("/garnishments"))
    assert "faire la déclaration" in shown
    assert "SATD-1" in shown
    here = f"/contracts/C-1/garnishments/{world.one('SELECT id FROM garnishment')}"
    anna.post(f"{here}/answer", act="do", key="b", language="fr")
    digest = world.one("SELECT encode(digest, 'hex') FROM garnishment_step")
    assert f"/documents/{digest}" in anna.get(here)
    alice = browser(world, "alice")
    assert "SATD-1" in visible(alice.get("/contracts/C-1/garnishments"))
    assert "garnished" in visible(alice.get("/contracts/C-1/why")).lower()
    letter = alice.client.get(f"/documents/{digest}")
    assert (letter.status_code, letter.headers["Content-Type"]) == (200, "application/pdf")
    alice.get("/garnishments", 404)
    browser(world, "cora").get(here, 404)
    anna.post(f"{here}/told", act="do", key="c", step="LIFTED", amount_cents="",
              step_on=str(world.on), reference="mainlevée")  # fmt: skip
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "carl")
    assert "mainlevée" in visible(anna.get(here))
    looked = anna.post(f"{here}/undo", 200, act="look", key="d", reason="une autre").content
    anna.post(f"{here}/undo", act="do", key="d", reason="une autre", seen=seen(looked.decode()))
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "carl")
    assert "une autre" in visible(anna.get(here))


def test_its_invoices_are_read_page_by_page_and_the_paper_sums_the_small_ones(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [f"N-{place:03}" for place in range(60)]
    world.remit(world.ids["C-1"], *({"number": number, "cents": 1_000, "buyer": "BETA SA",
                                     "due_on": date(2026, 3, 20)} for number in numbers)
                )  # fmt: skip
    world.on += timedelta(days=1)
    garnishment = register_garnishment(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], kind="SATD",
        creditor_id=world.ids["DELTA SARL"], reference="SATD-1", buyer_id=0, amount_cents=100,
        served_at=datetime(2026, 1, 16, 12, tzinfo=UTC),
    )["garnishment_id"]  # fmt: skip
    here = f"/contracts/C-1/garnishments/{garnishment}"
    alice = browser(world, "alice")
    first = alice.get(here)
    (after,) = re.findall(r"after=[^\"&]+", first)
    second = alice.get(f"{here}?{after}")
    shown = [[number for number in numbers if number in page] for page in (first, second)]
    assert [len(one) for one in shown] == [49, 11]
    assert sorted(shown[0] + shown[1]) == numbers
    monkeypatch.setattr(garnishment_steps, "PRINTED_MOST", 3)
    made = garnishment_steps.answer_garnishment(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], language="en",
        garnishment_id=garnishment,
    )  # fmt: skip
    words = text_of(bytes(world.one("SELECT content FROM document WHERE encode(digest, 'hex') = %s",
                                    made["digest"])))  # fmt: skip
    assert sum(number in words for number in numbers) == 2  # and the larger one
    assert "And 58 other invoice(s), of €580.00" in " ".join(words.split())
    assert "61 open invoice(s)" in " ".join(words.split())
