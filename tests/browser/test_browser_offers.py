"""A company compares offers in a real browser and has one quoted, at a desk and by phone."""

from typing import Any

import pytest

from tests import facts
from tests.operations.offering import in_force


@pytest.mark.parametrize(("language", "width"), [("fr", 1_280), ("en", 390)])
def test_offers_are_compared_and_one_is_quoted(
    walk: Any, world: facts.World, language: str, width: int
) -> None:
    in_force(world)
    alice = walk("alice", language, width)
    alice.go("/compare")
    alice.checked(f"compare-form-{width}")
    for name, typed in {"turnover": "1 200 000", "days": "50", "invoices": "240", "need": "90 000",
                        "other_factor_label": "Factor X", "other_fee": "0,70",
                        "other_margin": "1,30", "overdraft_margin": "8",
                        "overdraft_line": "50 000"}.items():  # fmt: skip
        alice.page.locator(f"#{name}").fill(typed)
    alice.page.locator("#want-cover").check()
    alice.page.locator("main form button.btn-primary").click()
    alice.page.locator(".alert-success").wait_for()
    for summary in alice.page.locator("main section summary").all():
        summary.click()
    alice.checked(f"compared-{width}")
    assert alice.page.evaluate("document.documentElement.scrollWidth") <= width
    assert "Factor X" in alice.page.locator("main").inner_text()
    alice.page.locator("main td a").first.click()
    alice.page.locator("#prospect").fill("ALPHA SAS")
    alice.page.locator("main form button.btn-primary").click()
    alice.page.locator("main > details").wait_for()
    alice.checked(f"quoted-{width}")
    assert world.one("SELECT product FROM quote") == "whole_turnover_insured"  # cover is wanted
    alice.page.locator("nav a[href$='/callback']").click()
    for name, typed in {"caller": "Alice Martin", "phone": "06 12 34 56 78"}.items():
        alice.page.locator(f"main [name={name}]").fill(typed)
    alice.checked(f"callback-asked-{width}")
    alice.page.locator("main form button.btn-primary").click()
    alice.page.locator(".alert-success").wait_for()
    alice.checked(f"callback-{width}")
    assert alice.page.evaluate("document.documentElement.scrollWidth") <= width
    answer_the_call(walk, language, width)
    assert world.one("SELECT callback_state FROM callback_now") == "CALLED"


def answer_the_call(walk: Any, language: str, width: int) -> None:
    """The desk opens the queue by keys, notes a call, and sends somebody a link to the quote."""
    anna = walk("anna", language, width)
    anna.go("/callbacks")
    anna.checked(f"callbacks-{width}")
    anna.page.keyboard.press("j")
    anna.page.keyboard.press("Enter")
    anna.page.locator("a[href$='/note']").click()
    anna.page.locator("main [name=outcome]").select_option("NO_ANSWER")
    anna.checked(f"callback-note-{width}")
    anna.page.locator("main form button.btn-primary").click()
    anna.page.locator(".alert-success").wait_for()
    anna.go("/quotes")
    anna.page.locator("main td a").first.click()
    anna.page.locator("nav a[href$='/share']").click()
    anna.page.locator("main form button.btn-primary").click()
    address = anna.page.locator("#secret").inner_text()
    anna.checked(f"quote-shared-{width}")
    anna.go(address[address.index("/offer/") :])
    anna.checked(f"quote-by-link-{width}")
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= width
