"""A quote leaves a browser as a file, and comes back with another factor's offer."""

import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.operations.offering import in_force, quote
from tests.portal.conftest import browser, visible


def test_a_file_goes_out_comes_back_and_its_offers_stand_side_by_side(world: facts.World) -> None:
    in_force(world)
    made = quote(world, login="alice", prospect="ALPHA SAS")["quote_id"]
    alice = browser(world, "alice")
    assert f"/quotes/{made}/file.json" in alice.get(f"/quotes/{made}")
    told = json.loads(alice.get(f"/quotes/{made}/file.json"))
    assert told["offers"][0]["factor"]["name"] == "FACTOR SA"
    other = {**told["offers"][0], "factor": {"name": "FACTOR X"},
             "terms": {"fee_ppm": 7_000, "margin_ppm": 13_000}}  # fmt: skip
    content = json.dumps({**told, "offers": [*told["offers"], other]}).encode()
    alice.post("/files/load", act="do", key="a",
               content=SimpleUploadedFile("a.json", content))  # fmt: skip
    (href,) = set(re.findall(r'href="(/files/\d+)"', alice.get("/files")))
    assert "FACTOR X" not in visible(alice.get(href))
    shown = alice.post(href, 200, act="compare", key="b")
    text = visible(shown.content.decode())
    assert "Recommended:" in text
    assert "FACTOR X" in text
    browser(world, "cora").get(href, 404)
    wrong = alice.post("/files/load", 422, act="do", key="c",
                       content=SimpleUploadedFile("a.json", b"<html>"))  # fmt: skip
    assert "json_invalid" in visible(wrong.content.decode())
    assert world.one("SELECT count(*) FROM offer_file") == 1


def test_files_that_came_back_from_several_factors_stand_side_by_side(world: facts.World) -> None:
    in_force(world)
    made = quote(world, login="alice", prospect="ALPHA SAS")["quote_id"]
    alice = browser(world, "alice")
    told = json.loads(alice.get(f"/quotes/{made}/file.json"))
    for name in ("FACTOR X", "FACTOR Y"):
        offer = {**told["offers"][0], "factor": {"name": name},
                 "terms": {"fee_ppm": 7_000, "margin_ppm": 13_000}}  # fmt: skip
        content = json.dumps({**told, "offers": [offer]}).encode()
        alice.post("/files/load", act="do", key=name,
                   content=SimpleUploadedFile("a.json", content))  # fmt: skip
    last, first = re.findall(r'href="(/files/\d+)"', alice.get("/files"))
    page = alice.get(first)
    (other,) = re.findall(r'name="other" id="[^"]+" value="(\d+)"', page)
    assert f"/files/{other}" == last
    text = visible(alice.post(first, 200, act="compare", key="c", other=other).content.decode())
    assert "FACTOR X" in text
    assert "FACTOR Y" in text
    assert json.loads(alice.get(f"{first}/file.json"))["offers"][0]["factor"]["name"] == "FACTOR X"
    browser(world, "cora").get(f"{first}/file.json", 404)
