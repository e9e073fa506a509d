"""Three Factur-X dropped, the money drawn, the bank's file imported, the reserve back: by the
browser alone. The bank is the demonstration's: it reads the payment file and writes statements."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comptant.doors.bench.einvoice_files import factur_x
from comptant.doors.demo.bank import Bank
from tests import facts
from tests.browser.test_browser_client import said

PAID_ON = date(2026, 3, 2)


def drawable(walk: Any) -> str:
    """What the contract's page says may be drawn."""
    walk.go("/contracts/C-1")
    return said(walk.page.locator("#drawable").inner_text())


def on_day(walk: Any, day: date) -> None:
    """The trial's day, as the browser keeps it."""
    walk.page.context.add_cookies([{"name": "day", "value": str(day), "url": walk.base}])


def taken_in(tania: Any, file: Path) -> str:
    """A bank file imported; what the page answers."""
    tania.go("/bank")
    tania.page.locator("#files").set_input_files(str(file))
    tania.page.locator("main form[enctype] button").click()
    tania.page.locator("#answers section").wait_for()
    return said(tania.page.locator("#answers").inner_text())


def quoted_then_sent(alice: Any, world: facts.World, files: list[Path]) -> None:
    """What the files bring and cost is told before they are sent."""
    alice.go("/contracts/C-1/send")
    alice.page.locator("#files").set_input_files([str(file) for file in files])
    alice.page.locator("button[value=quote]").click()
    alice.page.locator("#freed").wait_for(timeout=120_000)
    alice.checked("journey-quote")
    assert said(alice.page.locator("#freed").inner_text()) == "32 400,00 €"
    assert "216,00 €" in said(alice.page.locator("#quote").inner_text())
    assert world.one("SELECT count(*) FROM invoice") == 2
    alice.page.locator("button[value=remit]").click()
    alice.page.wait_for_url("**/remittances/*", timeout=120_000)
    alice.checked("journey-remittance")


def drawn_and_paid(alice: Any, tania: Any, bank: Bank) -> None:
    """Drawn in two clicks; another person releases, the treasurer sends, the bank pays."""
    alice.page.locator("#amount").fill("32 400")
    alice.page.locator("#amount").press("Enter")
    alice.page.locator("main button.btn-primary").click()
    alice.page.locator("#promised").wait_for()
    alice.checked("journey-order")
    tania.go("/approvals")
    tania.page.keyboard.press("j")
    tania.page.keyboard.press("a")
    tania.page.get_by_text("Rien n'attend.").wait_for()
    tania.go("/payout")
    tania.page.locator("button[value=look]").click()
    tania.page.locator("#preview").wait_for()
    tania.checked("journey-payout")
    tania.page.locator("button[value=do]").click()
    tania.page.wait_for_url("**/outbox*")
    tania.page.locator("tbody a").first.click()
    with tania.page.expect_download() as download:
        tania.page.locator("main a.btn-primary").click()
    assert bank.execute(download.value.path().read_bytes()) == 1


def test_from_three_files_to_the_reserve(walk: Any, world: facts.World, tmp_path: Path) -> None:
    world.limit(world.ids["C-1"], "GAMMA SA", 5_000_000)
    files = [tmp_path / f"E-{number}.pdf" for number in (1, 2, 3)]
    for file in files:
        file.write_bytes(factur_x(file.stem, "GAMMA SA", facts.SIRENS["GAMMA SA"], 1_000_000,
                                  world.on, date(2026, 2, 28)))  # fmt: skip
    alice, tania, bank = walk("alice", "fr"), walk("tania", "fr"), Bank(facts.FACTOR_IBAN, "AGRI")
    assert drawable(alice) == "27 000,00 €"
    quoted_then_sent(alice, world, files)
    assert drawable(alice) == "59 400,00 €"
    drawn_and_paid(alice, tania, bank)
    statement = tmp_path / "16.xml"
    statement.write_bytes(bank.statement(world.on))
    assert "nos virements exécutés" in taken_in(tania, statement).lower()
    tania.checked("journey-bank")
    assert drawable(alice) == "27 000,00 €"

    # The buyer pays all three; the reserve comes back, less what it cost.
    for walker in (alice, tania):
        on_day(walker, PAID_ON)
    before = drawable(alice)
    bank.receive(3_600_000, "GAMMA SA", "E-1 E-2 E-3")
    statement.write_bytes(bank.statement(PAID_ON))
    assert "36 000,00 €" in taken_in(tania, statement)
    after = drawable(alice)
    alice.checked("journey-reserve")
    assert world.one("SELECT count(*) FROM invoice WHERE open_cents = 0") == 3
    world.on = PAID_ON
    assert cents(after) == world.available(world.ids["C-1"])
    # 10 % of 36 000.00, less the fee of 216.00 and its VAT of 43.20; the commission of 45 days
    # counted before already.
    assert cents(after) - cents(before) == 360_000 - 25_920


def cents(text: str) -> int:
    """An amount as the French page writes it."""
    return int("".join(letter for letter in text if letter.isdigit()))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_client_finds_what_is_theirs(walk: Any, world: facts.World, language: str) -> None:
    alice = walk("alice", language)
    names = ("account", "aged", "invoices", "figures", "charges", "documents", "ask-limit",
             "ledger", "buyers", "journal")  # fmt: skip
    for name in names:
        alice.go(f"/contracts/C-1/{name}")
        alice.checked(f"client-{name}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_portfolio_and_the_forms(walk: Any, world: facts.World, language: str) -> None:
    for login, paths in (
        ("anna", ("portfolio", "limits/propose", "contracts/C-1/amend", "parties/add",
                  "open-contract")),
        ("ada", ("users/add",)),
        ("tania", ("bank", "payout", "rates/propose", "payees/propose", "accounts/add")),
        ("aron", ("close", "ledger", "contracts/C-1/entry")),
    ):  # fmt: skip
        one = walk(login, language)
        for path in paths:
            one.go(f"/{path}")
            one.checked(path.replace("/", "-").lower())
