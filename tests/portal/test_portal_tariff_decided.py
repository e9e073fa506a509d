"""A tariff is decided by somebody who sees its rows; what readers of lists and forms are told."""

import re
from typing import Any

import pytest

from comptant.doors import words
from comptant.doors.commands import elsewhere, without_commands
from comptant.doors.sold import named_buyer
from comptant.operations.registry import webhooks
from tests import facts
from tests.operations import offering
from tests.portal.conftest import browser, visible
from tests.traces import refused


def test_the_second_person_reads_every_row_of_a_tariff(world: facts.World) -> None:
    waits = offering.propose(world, login="anna")["approval_id"]
    count = len(offering.rows())
    ada, path = browser(world, "ada"), f"/approvals/{waits}"
    page = ada.get(path)
    shown = visible(page)
    assert "Rows proposed" in shown
    names = [row["row_name"] for row in offering.rows().to_dicts()]
    assert names[0] in shown
    (following,) = re.findall(r"href=\"\?(after=[^\"]+)\"", page)
    assert names[count - 1] in visible(ada.get(f"{path}?{following}"))
    looked = visible(ada.post(path, 200, act="look", key="l", reason="").content.decode())
    assert "Another person must approve it first" not in looked


def test_a_list_links_to_what_its_reader_may_open_and_gives_the_example(
    world: facts.World,
) -> None:
    carl, tania = browser(world, "carl"), browser(world, "tania")
    assert "/tariffs-propose" in carl.get("/tariffs")
    assert "/tariffs-propose" not in tania.get("/tariffs")
    assert "comptant" not in visible(carl.get("/tariffs-propose")).partition("<footer")[0].replace(
        "Comptant", "")  # fmt: skip
    assert carl.get("/tariffs-example").startswith("grid")


def test_no_sentence_told_elsewhere_ends_in_a_stump() -> None:
    stump = re.compile(r"(?:^|[.;] ?)(?:See|Voyez|see|voir)(?: them|-les| it)?\s?[.:;]")
    for code, both in words.table("refusals").items():
        for sentence in both:
            with elsewhere():
                assert not stump.search(without_commands(sentence)), code


@pytest.mark.parametrize(("code", "told", "english"), [
    ("ledger_wrong", {"cause": "turnover_cents"}, "usable sales"),
    ("cover_lost", {"number": "FA-1", "policy_number": "POL-1",
                    "uninsured_reason": "delivered_after_stop"}, "delivered while an older debt"),
])  # fmt: skip
def test_no_code_stands_in_a_sentence(code: str, told: dict[str, Any], english: str) -> None:
    for language in (words.ENGLISH, words.FRENCH):
        with words.speaking(language):
            sentence = words.refusal(code, told)
        assert not re.search(r"[a-z]+_[a-z]+", sentence), sentence
    with words.speaking(words.ENGLISH):
        assert english in words.refusal(code, told)


def test_named_buyers_are_typed_with_either_sign() -> None:
    assert named_buyer("BETA SA ; 40 ; DE") == named_buyer("BETA SA:40:DE")


@pytest.mark.parametrize(("url", "code"), [
    ("https://0/x", "url_private"), ("https://2130706433/", "url_private"),
    ("https://0x7f.1/", "url_private"), ("https://017700000001/", "url_private"),
    (f"https://{'a' * 3_000}/", "url_wrong"), (f"https://{'a' * 64}.example/", "url_wrong"),
    ("https://a..example/", "url_wrong"), ("https://a.example/\x00x", "text_turns"),
    ("https://a.example/\tx", "url_wrong"),
])  # fmt: skip
def test_a_webhook_is_not_added_for_a_host_that_is_none(
    world: facts.World, url: str, code: str
) -> None:
    with refused(world.conn, code):
        webhooks.add_webhook(world.conn, world.asked("alice"), url=url, kinds=[],
                             token=webhooks.new_token())  # fmt: skip
