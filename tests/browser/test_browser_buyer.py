"""A buyer without an account, in a real browser: by keyboard and by phone, in both languages; and
the client sees its availability move."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from comptant.doors import tries
from tests import facts
from tests.browser.conftest import TIMEOUT_MS, Walk
from tests.buyers import tell_buyer

WORDS = {
    "fr": ("Vos factures à payer", "Votre litige est enregistré", "Votre promesse est enregistrée",
           "votre virement ira à ces factures", "votre confirmation est enregistrée"),
    "en": ("Your invoices to pay", "Your dispute is recorded", "Your promise is recorded",
           "your transfer will go to these invoices", "your confirmation is recorded"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk asks more often than a person does."""
    monkeypatch.setattr(tries, "TRIES_MAX", 1_000)


@pytest.fixture
def arrive(engine: Any, served: str, world: facts.World) -> Iterator[Any]:
    """`arrive(path, "fr", 390)`: somebody who has no account opens an address."""
    contexts = []

    def start(path: str, language: str, width: int) -> Walk:
        context = engine.new_context(
            locale="fr-FR" if language == "fr" else "en-GB", timezone_id="Europe/Paris",
            viewport={"width": width, "height": 900},
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        context.add_cookies(
            [
                {"name": "day", "value": str(world.on), "url": served},
                {"name": "language", "value": language, "url": served},
            ]
        )
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: told.append(str(error)))
        found = Walk(page, served, language, told)
        found.go(path)
        return found

    yield start
    for context in contexts:
        context.close()


def drawable(client: Walk, world: facts.World) -> int:
    """What the client's own page says it may draw, in cents."""
    client.go("/contracts/C-1")
    text = client.page.locator("#drawable").first.inner_text()
    return int("".join(letter for letter in text if letter.isdigit()))


def shared(walk: Any, language: str) -> str:
    """The desk makes a link: its address."""
    anna = walk("anna", language)
    anna.go("/contracts/C-1/buyer-links/share")
    anna.page.locator("[name=buyer_id]").fill("BETA SA")
    anna.checked("buyer-link-share")
    anna.page.locator("main form button.btn-primary").click()
    address = str(anna.page.locator("#secret").inner_text())
    anna.checked("buyer-link-made")
    return address[address.index("/account/") :]


def told(buyer: Walk, words: str, name: str, width: int) -> None:
    """The page says that it is done."""
    buyer.page.get_by_text(words).wait_for()
    buyer.checked(f"{name}-{width}")
    assert buyer.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("language", "width"), [("fr", 390), ("en", 1_280)])
def test_a_buyer_disputes_confirms_promises_and_announces_without_an_account(
    walk: Any, arrive: Any, world: facts.World, tmp_path: Path, language: str, width: int
) -> None:
    tell_buyer(world, "BETA SA")
    title, disputed, promised, advised, confirmed = WORDS[language]
    alice, path = walk("alice", language), shared(walk, language)
    before = drawable(alice, world)
    buyer = arrive(path, language, width)
    told(buyer, title, "buyer-account", width)
    page = buyer.page
    paper = tmp_path / "bon.pdf"
    paper.write_bytes(b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n")
    page.locator("li", has_text="FA-1").locator("a").click()
    page.locator("#code").wait_for()
    buyer.checked(f"buyer-invoice-{width}")
    page.locator("#code").select_option("LIT-QTE")
    page.locator("#disputed").fill("12 000,00" if language == "fr" else "12,000.00")
    page.locator("#why").fill("3 palettes manquent")
    page.locator("#file").set_input_files(str(paper))
    page.locator("button[value=dispute]").press("Enter")
    told(buyer, disputed, "buyer-disputed", width)
    assert before == 2_700_000  # 90 % of the limit of 30 000.00
    assert drawable(alice, world) == 1_620_000  # 90 % of FA-2: the whole of FA-1 is out
    page.locator("li", has_text="FA-1").locator("a").click()
    page.locator("#confirmed").fill("8000")
    page.locator("button[value=confirm]").press("Enter")
    told(buyer, confirmed, "buyer-confirmed", width)
    assert drawable(alice, world) == 2_340_000  # and 90 % of the 8 000.00 of FA-1
    page.get_by_label("FA-2", exact=True).check()
    page.locator("#pay_on").fill("2026-02-02")
    page.locator("button[value=promise]").press("Enter")
    told(buyer, promised, "buyer-promised", width)
    page.get_by_label("FA-2", exact=True).check()
    page.locator("#amount").fill("18000")
    page.locator("button[value=advise]").press("Enter")
    told(buyer, advised, "buyer-advised", width)
    assert world.rows("SELECT answer FROM buyer_answer ORDER BY id") == [
        ("DISPUTED",), ("CONFIRMED",), ("PROMISED",), ("ADVISED",)]  # fmt: skip
    assert world.one("SELECT content FROM document WHERE name = 'bon.pdf'") == paper.read_bytes()
    world.bank({"cents": 1_800_000, "text": "?", "payer_name": "BETA SA"})
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'FA-2'") == 0
    read_by_the_desk(walk("anna", language, width), world)


def read_by_the_desk(anna: Walk, world: facts.World) -> None:
    """The queue of answers, the links, one of them and its end: axe-core finds nothing at all."""
    link = world.one("SELECT id FROM buyer_link")
    links = "/contracts/C-1/buyer-links"
    for path in ("/buyer-answers", links, f"{links}/share", f"{links}/{link}",
                 f"{links}/{link}/end"):  # fmt: skip
        anna.go(path)
        assert anna.found()[0] == [], path
        wide = anna.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
    anna.go("/buyer-answers")
    anna.page.get_by_text("3 palettes manquent").wait_for()
    anna.checked("buyer-answers")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_file_that_is_none_and_a_link_that_opens_nothing_are_told(
    walk: Any, arrive: Any, world: facts.World, tmp_path: Path, language: str
) -> None:
    tell_buyer(world, "BETA SA")
    buyer = arrive(shared(walk, language), language, 390)
    page = buyer.page
    page.locator("li", has_text="FA-1").locator("a").click()
    page.locator("#code").select_option("LIT-QTE")
    bad = tmp_path / "bon.pdf"
    bad.write_bytes(b"<html><script>alert(1)</script></html>")
    page.locator("#file").set_input_files(str(bad))
    page.locator("button[value=dispute]").click()
    page.locator("#failure").wait_for()
    assert "bon.pdf" in page.locator("#failure").inner_text()
    assert world.one("SELECT count(*) FROM dispute") == 0
    other = {"fr": "English", "en": "Français"}[language]
    page.get_by_role("button", name=other).click()
    page.get_by_text(WORDS["en" if language == "fr" else "fr"][0]).wait_for()
    buyer.go("/account/" + "x" * 32)
    assert page.locator("h1").inner_text() in ("It cannot be done", "C'est impossible")
