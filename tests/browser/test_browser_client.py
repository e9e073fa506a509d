"""The client's journey in a real browser, in both languages, by mouse and by keyboard."""

from pathlib import Path
from typing import Any

import pytest

from comptant.doors import words
from comptant.operations.registry import parties
from tests import facts
from tests.cast import called_long_ago

CSV = ("Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN\n"
       "FA-9;2026-01-16;2026-03-17;1000,00;BETA SA;443061841\n"
       "FA-10;2026-01-16;2026-03-17;abc;BETA SA;443061841\n"
       "FA-1;2026-01-16;2026-03-17;20000,00;BETA SA;443061841\n")  # fmt: skip


def said(text: str) -> str:
    return text.replace(words.NBSP, " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_client_draws_in_two_clicks(walk: Any, world: facts.World, language: str) -> None:
    alice = walk("alice", language)
    alice.checked("home")
    alice.page.get_by_role("link", name="C-1").first.click()
    alice.checked("contract")
    figure = said(alice.page.locator("#drawable").inner_text())
    assert figure == ("27 000,00 €" if language == "fr" else "€27,000.00")
    alice.page.locator("#amount").fill("10000")
    alice.page.locator("#amount").press("Enter")
    alice.checked("draw")
    alice.page.locator("main button.btn-primary").click()
    alice.page.locator("#promised").wait_for()
    alice.checked("order")
    assert world.one("SELECT amount_cents FROM payment_order") == 1_000_000


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bar_opens_to_its_invoices(walk: Any, language: str) -> None:
    alice = walk("alice", language)
    alice.go("/contracts/C-1")
    alice.page.locator(".chart a").first.click()
    alice.checked("why")
    assert "BETA SA" in alice.page.locator("table").inner_text()
    alice.page.locator("table a").first.click()
    alice.page.get_by_role("link", name="FA-1").wait_for()
    alice.checked("why-invoices")
    alice.page.get_by_role("link", name="FA-1").click()
    alice.page.get_by_text("BETA SA").first.wait_for()


def test_the_account_to_pay_is_chosen_by_keys_alone(walk: Any, world: facts.World) -> None:
    called_long_ago(
        world,
        world.approve(
            parties.propose_payee_account(
                world.conn,
                world.asked("alice"),
                party_id=world.ids["ALPHA SAS"],
                iban="FR7612345987650123456789014",
                bic=None,
                holder="ALPHA SAS",
            )
        )["payee_account_id"],
    )
    alice = walk("alice", "fr", 390)
    alice.go("/contracts/C-1/draw")
    alice.checked("draw-account")
    alice.page.locator("#account").focus()
    alice.page.keyboard.press("ArrowDown")
    alice.page.keyboard.press("Tab")
    alice.page.keyboard.press("Enter")
    alice.page.locator("#wanted").wait_for()
    alice.checked("draw-chosen")
    assert alice.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_amount_is_never_broken_on_a_phone(walk: Any) -> None:
    anna = walk("anna", "fr", 390)
    anna.go("/portfolio")
    amount = f"13{words.NBSP}011{words.NBSP}000,00{words.NBSP}€"
    lines = anna.page.evaluate(
        """amount => [...document.querySelectorAll(".total")].map(each => {
        each.textContent = amount;
        const range = document.createRange();
        range.selectNodeContents(each);
        return range.getClientRects().length;
    })""",
        amount,
    )
    assert lines == [1] * len(lines)
    assert lines
    assert anna.page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("language", ["fr", "en"])
def test_files_dropped_are_told_line_by_line(walk: Any, tmp_path: Path, language: str) -> None:
    file = tmp_path / "january.csv"
    file.write_text(CSV, "utf-8")
    alice = walk("alice", language)
    alice.go("/contracts/C-1/send")
    alice.checked("send")
    alice.page.locator("#files").set_input_files(str(file))
    alice.page.locator("main form[enctype] button[value=remit]").click()
    taken = alice.page.locator("main a[href^='/remittances/']").first
    taken.wait_for()
    alice.checked("not-read")
    assert "abc" in alice.page.locator("main").inner_text()
    taken.click()
    alice.page.get_by_text("FA-9").first.wait_for()
    alice.checked("remittance")
    told = alice.page.locator("main").inner_text()
    assert "FA-9" in told
    assert "FA-1" in told


def test_a_phone_shows_the_contract_without_scrolling_sideways(walk: Any) -> None:
    alice = walk("alice", "fr", 390)
    alice.go("/contracts/C-1")
    alice.checked("phone")
    wide = alice.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


@pytest.mark.parametrize(("login", "language"), [("tania", "fr"), ("ada", "en")])
def test_the_staff_see_what_waits(walk: Any, login: str, language: str) -> None:
    one = walk(login, language)
    one.checked(f"staff-{login}")
    for path in ("/approvals", "/orders", "/me"):
        one.go(path)
        one.checked(f"staff-{path.strip('/')}")
