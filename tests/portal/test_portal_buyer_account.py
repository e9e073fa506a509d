"""What a buyer reads and says by its link, without an account; and what no link opens."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comptant.doors import tries
from comptant.doors.portal import buyer_account
from comptant.doors.words import money
from comptant.operations.buyer_page import links
from comptant.operations.quoting.links import share_quote
from comptant.rules.disputes import KINDS
from tests import facts
from tests.buyers import share, tell_buyer
from tests.operations.offering import TYPED, in_force, quote
from tests.portal.conftest import Browser, browser, visible

OURS, THEIRS = "b" * 32, "d" * 32


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test asks more often than a person does."""
    monkeypatch.setattr(tries, "TRIES_MAX", 1_000)


def stranger(world: facts.World, language: str = "en") -> Browser:
    """Somebody without an account."""
    found = browser(world, "alice", language)
    found.client.cookies.pop("comptant")
    return found


def linked(world: facts.World) -> Browser:
    """A link to BETA SA's account under C-1, one to DELTA SARL's under C-2."""
    world.limit(world.ids["C-2"], "DELTA SARL", 5_000_000)
    world.users["alice"], alice = world.users["cora"], world.users["alice"]
    world.remit(world.ids["C-2"], {"number": "GA-77", "cents": 700_000, "buyer": "DELTA SARL",
                                   "due_on": date(2026, 3, 16)})  # fmt: skip
    world.users["alice"] = alice
    for buyer, contract, token in (("BETA SA", "C-1", OURS), ("DELTA SARL", "C-2", THEIRS)):
        tell_buyer(world, buyer, contract)
        share(world, buyer, contract, token)
    return stranger(world)


def page(reader: Browser, token: str = OURS, query: str = "") -> str:
    return visible(reader.get(f"/account/{token}{query}"))


def say(reader: Browser, status: int = 303, **said: Any) -> Any:
    return reader.post(f"/account/{OURS}", status, **said)


def id_of(world: facts.World, number: str = "FA-1") -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def test_the_desk_makes_a_link_shown_once_and_ends_it(world: facts.World) -> None:
    tell_buyer(world, "BETA SA")
    anna = browser(world, "anna")
    shown = anna.post("/contracts/C-1/buyer-links/share", 200, act="do", key="s",
                      buyer_id="BETA SA", days="30").content.decode()  # fmt: skip
    found = re.search(r"http://localhost(/account/[\w-]{32})<", shown)
    assert found is not None, visible(shown)
    assert "Send it to the buyer alone" in visible(shown)
    again = anna.post("/contracts/C-1/buyer-links/share", 200, act="do", key="s",
                      buyer_id="BETA SA", days="30").content.decode()  # fmt: skip
    assert "shown then" in visible(again)
    reader = stranger(world)
    assert "FA-1" in visible(reader.get(found[1]))
    link = world.one("SELECT id FROM buyer_link")
    assert "open" in visible(anna.get("/contracts/C-1/buyer-links"))
    anna.post(f"/contracts/C-1/buyer-links/{link}/end", act="do", key="e", reason="wrong address")
    reader.get(found[1], 404)
    assert "wrong address" in visible(anna.get(f"/contracts/C-1/buyer-links/{link}"))
    browser(world, "alice").get("/contracts/C-1/buyer-links", 404)


def test_a_link_shows_its_buyer_s_account_alone_in_both_languages(world: facts.World) -> None:
    reader = linked(world)
    reader.post("/choose", language="en", next=f"/account/{OURS}")
    shown = page(reader)
    assert "What BETA SA owes to FACTOR SA for the invoices of ALPHA SAS" in shown
    for theirs in ("GAMMA SA", "GA-77", "DELTA", "C-2"):
        assert theirs not in shown
    assert "FR76 3000 6000 0112 3456 7890 189" in shown
    assert "We never announce another account" in shown
    assert "<svg" in reader.get(f"/account/{OURS}")
    assert "GA-77" in page(reader, THEIRS)
    assert "GA-77" not in page(reader, OURS, f"?invoice={id_of(world, 'GA-77')}")
    for language, words in (("fr", "Vos factures à payer"), ("en", "Your invoices to pay")):
        reader.post("/choose", language=language, next=f"/account/{OURS}")
        assert words in page(reader)


def test_the_page_speaks_the_buyer_s_language_until_another_is_chosen(world: facts.World) -> None:
    linked(world)
    english = stranger(world, "en")
    response = english.client.get(f"/account/{OURS}")
    assert "Vos factures à payer" in response.content.decode()
    assert response.headers["Content-Language"] == "fr"
    english.post("/choose", language="en", next=f"/account/{OURS}")
    assert "Your invoices to pay" in page(english)


def test_what_a_buyer_says_is_done_and_shown(world: facts.World) -> None:
    reader = linked(world)
    reader.post("/choose", language="en", next=f"/account/{OURS}")
    before = world.available(world.ids["C-1"])
    fa_1 = id_of(world)
    paper = SimpleUploadedFile("bon.pdf", b"%PDF-1.7\n<< >>\n%%EOF\n")
    led = say(reader, act="dispute", key="d", invoice=fa_1, code="LIT-QTE", amount="100,00",
              note="3 missing", file=paper)  # fmt: skip
    assert led.headers["Location"] == f"/account/{OURS}?done=dispute"
    assert world.available(world.ids["C-1"]) < before
    shown = page(reader, query="?done=dispute")
    assert "Your dispute is recorded" in shown
    assert "€100.00 disputed" in shown
    assert "“3 missing” (with a file)" in shown
    open_cents = world.one("SELECT open_cents FROM invoice WHERE id = %s", fa_1)
    say(reader, act="confirm", key="c", invoice=fa_1, amount=f"{(open_cents - 10_000) / 100:.2f}")
    assert 0 < world.available(world.ids["C-1"]) < before
    say(reader, act="promise", key="p", invoices=[fa_1], pay_on="2026-02-02")
    assert "promised for" in page(reader)
    say(reader, act="advise", key="a", invoices=[fa_1], amount="50,00", **{f"paid-{fa_1}": "50"})
    assert world.rows("SELECT a.answer, t.by_id FROM buyer_answer a JOIN act t ON t.id = a.act_id"
                      " ORDER BY a.id") == [(one, 0) for one in (
                          "DISPUTED", "CONFIRMED", "PROMISED", "ADVISED")]  # fmt: skip
    anna = browser(world, "anna")
    queue = visible(anna.get("/buyer-answers"))
    assert "3 missing" in queue
    link = world.one("SELECT id FROM buyer_link ORDER BY id LIMIT 1")
    (digest,) = re.findall(r"/documents/(\w{64})", anna.get(f"/contracts/C-1/buyer-links/{link}"))
    sent = anna.client.get(f"/documents/{digest}")
    assert sent.headers["Content-Disposition"].startswith("attachment")


def test_what_is_wrong_is_said_and_nothing_is_done(world: facts.World) -> None:
    reader = linked(world)
    reader.post("/choose", language="en", next=f"/account/{OURS}")
    fa_1, ga_77 = id_of(world), id_of(world, "GA-77")
    acts = world.one("SELECT count(*) FROM act")
    html = SimpleUploadedFile("bon.pdf", b"<html><script>alert(1)</script>")
    large = SimpleUploadedFile("bon.pdf", b"%PDF-" + b"\0" * 10_000_001 + b"%%EOF")
    for status, words, said in (
        (422, "bon.pdf was not taken", {"act": "dispute", "invoice": fa_1, "code": "LIT-QTE",
                                        "file": html}),
        (422, "bon.pdf was not taken", {"act": "dispute", "invoice": fa_1, "code": "LIT-QTE",
                                        "file": large}),
        (422, "LIT-XXX", {"act": "dispute", "invoice": fa_1, "code": "LIT-XXX"}),
        (404, "", {"act": "confirm", "invoice": ga_77}),
        (404, "", {"act": "confirm"}),
        (404, "", {"act": "promise", "invoices": [ga_77], "pay_on": "2026-02-02"}),
        (422, "Tick the invoices", {"act": "promise", "pay_on": "2026-02-02"}),
        (422, "on which day", {"act": "promise", "invoices": [fa_1]}),
        (422, "amount of the transfer", {"act": "advise", "invoices": [fa_1]}),
        (422, "come to €1.00", {"act": "advise", "invoices": [fa_1], "amount": "2",
                                f"paid-{fa_1}": "1"}),
        (422, "Choose what", {"act": "undo"}),
    ):  # fmt: skip
        shown = visible(say(reader, status, key=words or "k", **said).content.decode())
        assert words in shown, (words, shown)
    assert world.one("SELECT count(*) FROM act") == acts


def test_no_other_link_opens_anything(world: facts.World) -> None:
    reader = linked(world)
    in_force(world)
    made = quote(world, terms=TYPED)["quote_id"]
    share_quote(world.conn, world.asked("anna"), quote_id=made, token="q" * 32)
    for token in ("x" * 32, OURS[:-1], OURS.upper(), "q" * 32, "%00", "b" * 32 + "%00"):
        reader.get(f"/account/{token}", 404)
        reader.post(f"/account/{token}", 404, act="confirm", key="k", invoice=id_of(world))
    reader.get(f"/offer/{OURS}", 404)
    links.end_buyer_account(world.conn, world.asked("anna"), reason="lost",
                            link_id=world.one("SELECT min(id) FROM buyer_link"))  # fmt: skip
    reader.get(f"/account/{OURS}", 404)
    reader.client.cookies["day"] = "2026-03-30"  # past its last day
    reader.get(f"/account/{THEIRS}", 404)
    reader.client.cookies["day"] = "2026-01-16"
    assert "GA-77" in page(reader, THEIRS)
    world.amend(world.ids["C-2"], {"disclosure_mode": "CONFIDENTIAL"})
    reader.get(f"/account/{THEIRS}", 404)
    assert world.one("SELECT count(*) FROM buyer_answer") == 0


def test_the_address_is_a_secret_forged_forms_and_guessing_are_refused(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.test import Client

    reader = linked(world)
    response = reader.client.get(f"/account/{OURS}")
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    forged = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert forged.post(f"/account/{OURS}", {"act": "confirm"}).status_code == 403
    monkeypatch.setattr(tries, "TRIES_MAX", 0)
    reader.get(f"/account/{OURS}", 429)


def test_every_reason_of_the_catalogue_has_plain_words() -> None:
    from comptant.doors.portal.buyer_account_told import REASONS

    assert set(REASONS) == set(KINDS)


def test_a_long_account_is_read_by_pages_and_its_sums_are_of_all(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buyer_account, "PAGE_SIZE", 2)
    reader = linked(world)
    reader.post("/choose", language="en", next=f"/account/{OURS}")
    world.remit(world.ids["C-1"], *(
        {"number": f"FL-{n}", "cents": 100_000, "due_on": date(2026, 4, n)} for n in range(1, 6)
    ))  # fmt: skip
    seen: list[str] = []
    query, whole = "", world.one("SELECT sum(open_cents) FROM invoice WHERE contract_id = %s",
                                 world.ids["C-1"])  # fmt: skip
    while True:
        html = reader.get(f"/account/{OURS}{query}")
        text = visible(html)
        assert money(whole, "EUR") in text.split("Open invoices")[0]
        assert "Open invoices (6)" in text
        numbers = re.findall(r"<strong>(F[AL]-\d)</strong></label>", html)
        assert len(numbers) <= 2
        assert ("First invoices" in text) == bool(query)
        seen += numbers
        onward = re.search(r'href="[^"]*(\?after=[\w-]+)"', html)
        if onward is None:
            break
        query = onward[1]
    assert seen == ["FA-1", *(f"FL-{n}" for n in range(1, 6))]
    # The transfer is of all, and quotes the first.
    assert "FA-1 FL-1 FL-2 FL-3 FL-4 FL-5" in text
    assert "FL-5" in page(reader, query=f"?invoice={id_of(world, 'FL-5')}")
    reader.get(f"/account/{OURS}?after=x", 422)
    reader.get(f"/account/{OURS}?invoice=x")


def test_what_is_in_our_hands_is_not_asked_for_again_nor_in_the_code(world: facts.World) -> None:
    reader = linked(world)
    reader.post("/choose", language="en", next=f"/account/{OURS}")
    before = sum(row[0] for row in world.rows(
        "SELECT open_cents FROM invoice WHERE contract_id = %s AND buyer_id = %s",
        world.ids["C-1"], world.ids["BETA SA"]))  # fmt: skip
    assert f"received {money(before, 'EUR')}" in page(reader)
    world.bank({"cents": 318_000, "text": "merci", "payer_name": "BETA SA"})
    shown = page(reader)
    assert f"not to be paid again: {money(318_000, 'EUR')}" in shown
    assert f"disputed or received {money(before - 318_000, 'EUR')}" in shown
    assert f"{money(318_000, 'EUR')} received" in shown
